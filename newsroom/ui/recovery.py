"""After a start: what the journal still holds is told, and nothing is thrown away by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from newsroom.i18n import _, figure, ngettext
from newsroom.news.article import Article
from newsroom.news.revision import Draft
from newsroom.ui.layout import Session
from newsroom.ui.messages import Answer, Tone

if TYPE_CHECKING:
    from newsroom.desk.journal import Recovered
    from newsroom.ui.dialogs.differences import FieldDifference
    from newsroom.ui.workbench import Workbench

KEY = "recovered"

Found = tuple[tuple[Draft, str, "tuple[FieldDifference, ...]"], ...]


class Recovery(QObject):
    """The strip "1 story recovered … Keep, Compare, Discard".

    After a quiet end the text of the session's tabs simply stands there again; after a crash,
    or where there is no tab, it is said.
    """

    def __init__(
        self,
        workbench: Workbench,
        *,
        session: Session,
        show: Callable[[QDialog], object],
    ) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._crashed = not session.clean
        self._in_tabs = {tab.article or tab.key for tab in session.tabs}
        self._show = show
        workbench.parked.recovered.connect(self._recovered)

    def _recovered(self, recovered: tuple[Recovered, ...]) -> None:
        told = []
        for item in recovered:
            draft = item.draft
            if not _says_anything(draft, item.current):
                self._workbench.drop_draft(draft.key)
                continue
            self._lay_open(draft)
            if draft.saving:
                self._workbench.open_draft(draft.key)  # it was saved: it goes on by itself
            elif self._crashed or (draft.article or draft.key) not in self._in_tabs:
                told.append(item)
        if told:
            self._workbench.tasks.background(
                lambda: tuple(_measured(item) for item in told), then=self._tell, owner=self
            )
        if self._crashed:
            for item in told:
                if (item.draft.article or item.draft.key) not in self._in_tabs:
                    self._workbench.open_draft(item.draft.key)

    def _lay_open(self, draft: Draft) -> None:
        """A story that was opened before its draft was found, and not written in, has it now."""
        story = self._workbench.story(draft.article) if draft.article else None
        if story is not None and not story.dirty:
            self._workbench.close(story)
            self._workbench.open(draft.article, new_tab=True)

    def _tell(self, found: Found) -> None:
        words = sum(piece.words_added for _draft, _title, pieces in found for piece in pieces)
        many = len(found)
        said = ngettext("{n} story recovered", "{n} stories recovered", many).format(n=many)
        if many == 1:
            said = _("{recovered}: “{title}”").format(recovered=said, title=found[0][1])
        if words:
            newer = ngettext(
                "{n} word newer than the last version",
                "{n} words newer than the last version",
                words,
            ).format(n=figure(words))
            said = _("{recovered}, {newer}").format(recovered=said, newer=newer)
        self._workbench.messages.say(
            said,
            Answer(_("Keep"), lambda: self._keep(found)),
            Answer(_("Compare"), lambda: self._compare(found)),
            Answer(_("Discard"), lambda: self._discard(found)),
            tone=Tone.CAUTION,
            key=KEY,
        )

    def _keep(self, found: Found) -> None:
        for draft, _title, _pieces in found:
            self._workbench.open_draft(draft.key)

    def _compare(self, found: Found) -> None:
        from newsroom.ui.dialogs.recovery import RecoveryDialog

        dialog = RecoveryDialog(found, theme=self._workbench.theme)
        dialog.kept.connect(self._workbench.open_draft)
        dialog.discarded.connect(
            lambda key: self._discard(tuple(item for item in found if item[0].key == key))
        )
        self._show(dialog)

    def _discard(self, found: Found) -> None:
        """Throw the text away; for the time that the message stands it can still be had back."""
        drafts = tuple(draft for draft, _title, _pieces in found)
        for draft in drafts:
            self._workbench.drop_draft(draft.key)
        many = len(drafts)
        self._workbench.messages.say(
            ngettext(
                "Discarded the unsaved text of {n} story",
                "Discarded the unsaved text of {n} stories",
                many,
            ).format(n=many),
            Answer(_("Undo"), lambda: self._bring_back(drafts)),
            key=KEY,
        )

    def _bring_back(self, drafts: tuple[Draft, ...]) -> None:
        for draft in drafts:
            self._workbench.bring_back(draft)


def _says_anything(draft: Draft, current: Article | None) -> bool:
    """Whether the draft differs from what is stored: a save may have come before its drop."""
    if draft.proposal is not None:
        return True  # held against the store when the story is opened
    if current is None:
        return bool(draft.fields)
    return any(value != getattr(current, name) for name, value in draft.fields.items())


def _measured(item: Recovered) -> tuple[Draft, str, tuple[FieldDifference, ...]]:
    from newsroom.ui.dialogs.differences import differences

    draft, before = item.draft, item.current
    if before is None:  # never saved: its language came with it, and was not written
        before = Article(language=str(draft.fields.get("language", Article().language)))
    title = str(draft.fields.get("headline") or before.headline or before.slug)
    fields = dict(draft.fields)
    if draft.proposal is not None:
        from newsroom.ui.review.proposal import Proposal

        fields |= Proposal.restored(before, draft.proposal).proposed()
    return draft, title or _("Untitled story"), differences(before, fields)

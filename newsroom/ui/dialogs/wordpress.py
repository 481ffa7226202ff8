"""Stories to a WordPress: which, how they are to stand there, and what is asked on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from newsroom.i18n import N_, _, ngettext
from newsroom.news.changes import Done
from newsroom.news.errors import NewsroomError
from newsroom.news.fields import Kind, Spec
from newsroom.news.outward import (
    STANDING_LABELS,
    WANTED,
    Asked,
    Delivery,
    Standing,
    Target,
    TargetKind,
)
from newsroom.ui.dialogs.sheet import Sheet
from newsroom.ui.widgets.field import Fittings
from newsroom.ui.widgets.moment import MomentField

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.actions.context import Window

_AT = Spec(label=N_("Published there at"), kind=Kind.MOMENT)


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What is known before it is sent."""

    targets: tuple[Target, ...]
    last: Delivery | None
    refused: tuple[str, ...]
    known: tuple[str, ...]  # slugs that stand at some target already


class PushSheet(Sheet):
    """Two clicks when it is as the last time: the command, and Send."""

    def __init__(self, window: Window, ids: tuple[int, ...]) -> None:
        n = len(ids)
        super().__init__(
            "push",
            ngettext("Send the story to WordPress", "Send {n} stories to WordPress", n).format(n=n),
        )
        self._window = window
        self._ids = ids
        self._known: tuple[Target, ...] = ()
        self.target = QComboBox(self)
        self.add(self.target, _("To"))
        self.standing = QComboBox(self)
        for standing in WANTED:
            label = STANDING_LABELS[standing]
            self.standing.addItem(_(label), str(standing))
        self.add(self.standing, _("It stands there as"))
        bench = window.workbench
        fittings = Fittings(
            theme=bench.theme, icons=bench.icons, lists=bench.lists, clock=bench.clock
        )
        self.at = MomentField(_AT, fittings, self)
        self.add(self.at, _(_AT.label))
        self.space()
        self.plan = self.words(_("Looking…"))
        self.targets = self.button(_("Targets…"), self._targets, name="targets")
        self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("Send"), self._send, name="go", primary=True)
        self.go.setEnabled(False)
        self.finish()
        self.show_part(self.at, False)
        self.standing.currentIndexChanged.connect(lambda _row: self._look())
        self._look()

    def wanted(self) -> Standing:
        """How the stories are to stand there."""
        return Standing(self.standing.currentData())

    def _look(self) -> None:
        ids, standing = self._ids, self.wanted()
        self.show_part(self.at, standing is Standing.SCHEDULE)

        def look(desk: Desk) -> _Outlook:
            pushing = desk.pushing
            refused = []
            for number in ids:
                article = desk.articles.open(number)
                if why := pushing.why_not(article, standing):
                    refused.append(why)
            every = [one for number in ids for one in pushing.of(number) if one.link]
            return _Outlook(
                targets=tuple(t for t in pushing.targets() if t.kind is TargetKind.WORDPRESS),
                last=next(iter(pushing.last(1)), None),
                refused=tuple(refused),
                known=tuple(dict.fromkeys(one.slug for one in every)),
            )

        self._window.tasks.run(look, then=self._looked, failed=self.tell, owner=self, key="look")

    def _looked(self, found: _Outlook) -> None:
        self._known = found.targets
        if not self.target.count():
            for target in found.targets:
                self.target.addItem(target.name, target.name)
            if found.last is not None:
                row = self.target.findData(found.last.target)
                self.target.setCurrentIndex(max(0, row))
        if not found.targets:
            said = _("No WordPress is set up yet. Set one up under Targets.")
        elif found.refused:
            said = "\n".join(found.refused[:6])
        elif len(found.known) == len(self._ids):
            said = ngettext(
                "It stands there already: the same post is brought up to date.",
                "They stand there already: the same posts are brought up to date.",
                len(self._ids),
            )
        else:
            said = _("Pictures go first, then the text. What can't go now is tried again.")
        self.plan.setText(said)
        self.go.setEnabled(bool(found.targets) and not found.refused)

    def _targets(self) -> None:
        from newsroom.ui.dialogs.targets import TargetsDialog

        dialog = TargetsDialog(self._window)
        self.target.clear()
        dialog.finished.connect(lambda _how: self._look())
        self._window.open_dialog(dialog)

    def _send(self) -> None:
        """Send them, once the password is at hand: a keyring may ask its owner first."""
        from newsroom.ui.courier import courier

        runner = courier(self._window)
        target = next((t for t in self._known if t.name == self.target.currentData()), None)
        if target is None:
            return
        self.go.setEnabled(False)
        self._window.tasks.background(
            lambda: bool(runner.known().get(target)),
            then=lambda _there: self._queue(),
            failed=self._locked,
            owner=self,
        )

    def _locked(self, error: NewsroomError) -> None:
        from newsroom.desk.secrets import PasswordNeeded
        from newsroom.ui.dialogs.entry import PasswordSheet

        self._failed(error)
        if isinstance(error, PasswordNeeded):
            sheet = PasswordSheet(self._window, error.target)
            sheet.accepted.connect(self._send)
            self._window.open_dialog(sheet)

    def _queue(self) -> None:
        self.tell("")
        ids, name, standing = self._ids, str(self.target.currentData()), self.wanted()
        at = self.at.value() if standing is Standing.SCHEDULE else None
        self.go.setEnabled(False)
        self._window.tasks.change(
            lambda desk: desk.pushing.queue(ids, name, standing=standing, at=at),
            then=self._queued,
            failed=self._failed,
            owner=self,
        )

    def _queued(self, _done: Done[tuple[Delivery, ...]]) -> None:
        from newsroom.ui.courier import courier

        courier(self._window).look()
        self.accept()

    def _failed(self, error: NewsroomError) -> None:
        self.tell(error)
        self.go.setEnabled(True)


class QuestionSheet(Sheet):
    """What a delivery asks, with its choices."""

    def __init__(self, window: Window, delivery: Delivery) -> None:
        question = delivery.question
        assert question is not None
        super().__init__(
            "question", _("“{slug}” to {target}").format(slug=delivery.slug, target=delivery.target)
        )
        self._window = window
        self._delivery = delivery
        self.words(question.sentence, role="")
        self.choice = QComboBox(self)
        for value, words in question.choices:
            self.choice.addItem(words, value)
        self.add(self.choice, _("Answer"))
        self.button(_("Call it off"), self._call_off, name="call_off")
        self.button(_("Later"), self.reject, name="later")
        self.go = self.button(_("Send"), self._answer, name="go", primary=True)
        self.finish()

    def _answer(self) -> None:
        question, number = self._delivery.question, self._delivery.id
        assert question is not None
        name = str(question.asked)
        if question.asked is Asked.AUTHOR:
            name = f"{name}:{question.about}"
        said = {name: str(self.choice.currentData())}
        self._window.tasks.change(
            lambda desk: desk.pushing.answer(number, said),
            then=self._on_its_way,
            failed=self.tell,
            owner=self,
        )

    def _call_off(self) -> None:
        number = self._delivery.id
        self._window.tasks.change(
            lambda desk: desk.pushing.call_off(number),
            then=self._on_its_way,
            failed=self.tell,
            owner=self,
        )

    def _on_its_way(self, _changes: object) -> None:
        from newsroom.ui.courier import courier

        courier(self._window).look()
        self.accept()

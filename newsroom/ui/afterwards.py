"""What joins the window once it is painted: locks, rights, the line above each story, the inbox."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QToolButton

from newsroom.i18n import _, ngettext
from newsroom.news.changes import Changes
from newsroom.ui.attendance import Attendance, HandedIn
from newsroom.ui.entitled import Entitled
from newsroom.ui.hours import clock_time
from newsroom.ui.messages import Answer, Tone
from newsroom.ui.storyhead import StoryHead
from newsroom.ui.tidings import Tidings
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.desk.presence import TakenOver
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.window import Window

_OWN: Final = Qt.FindChildOption.FindDirectChildrenOnly
"""Where that is enough: PySide asks each widget below for its class, which takes milliseconds."""


class Afterwards(QObject):
    """Joins the parts to one window."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setObjectName("afterwards")
        self._window = window
        bench = self._bench = window.workbench
        self.attendance = Attendance(bench)
        bench.attendance = self.attendance
        self.entitled = Entitled(bench)
        self.entitled.changed.connect(self._entitled)
        self.attendance.handed_in.connect(self._handed_in)
        self.attendance.taken_over.connect(self._taken_over)
        self._asked: set[int] = set()
        self._late: dict[int, list[int]] = {}  # by story: entries on words that came in late
        listing = window.listing
        listing.delegate.held = lambda story: self.attendance.other(story) is not None
        self.attendance.changed.connect(self._locks_changed)
        window.tabs.pane_changed.connect(self._pane_changed)
        bench.tasks.changed.connect(self._on_changed)
        bench.me_changed.connect(self._look)
        bench.site_wanted.connect(lambda: window.commands.run("publish.site"))
        self._pane_changed(window.editor)
        self._look()

    # The line above each story.

    def _pane_changed(self, pane: EditorPane | None) -> None:
        if pane is not None:
            self.put_head(pane)

    def put_head(self, pane: EditorPane) -> None:
        """Let the pane have its line, once."""
        if pane.findChild(StoryHead, options=_OWN) is not None:
            return
        head = StoryHead(pane, self.attendance)
        pane.put_above(head)
        head.show()

    def _entitled(self) -> None:
        self._window.commands.refresh()
        for head in self._window.findChildren(StoryHead):
            head.show_all()

    def _locks_changed(self, _ids: object) -> None:
        self._window.listing.rows.viewport().update()

    # Stories that change hands.

    def _who(self, person: int | None, place: str) -> str:
        found = self._bench.lists.person(person)
        return found.name if found else place or _("Somebody")

    def _handed_in(self, told: HandedIn) -> None:
        zone = zone_of(self._bench.lists.site.timezone)
        said = self._lost(told).format(
            name=self._who(told.lock.person, told.lock.place),
            title=told.story.title,
            time=clock_time(told.lock.since, zone),
        )
        # What was said of the text that stood here, as that two were brought together, is over.
        self._window.messages.take_back(Tidings.key_of(told.story))
        number, version = told.story.id, told.version
        if version is None:
            rest = (
                _("All that you had typed is in the story.") if told.typed or told.was_mine else ""
            )
            said = f"{said} {rest}".strip()
            self._window.messages.say(said, tone=Tone.CAUTION, key=f"lock {number}")
            return
        kept = _(
            "What you had typed and not saved is kept as version {n}; "
            "here stands the story as it was saved."
        ).format(n=version)
        self._window.messages.say(
            f"{said} {kept}",
            Answer(_("Look at both"), lambda: self._show_kept(number, version, f"{said} {kept}")),
            tone=Tone.CAUTION,
            key=f"lock {number}",
        )

    def _lost(self, told: HandedIn) -> str:
        """What became of a story that is not this window's, to be filled in."""
        mine = self._own(told.lock.person)
        if told.was_mine and mine:
            return _("You took “{title}” over in another window at {time}.")
        if told.was_mine:
            return _("{name} took “{title}” over from you at {time}.")
        if mine:
            return _("You have been editing “{title}” in another window since {time}.")
        return _("{name} has been editing “{title}” since {time}.")

    def _own(self, person: int | None) -> bool:
        me = self._bench.me
        return me is not None and person == me.id

    def _taken_over(self, told: TakenOver) -> None:
        story = self._bench.current
        if story is not None and story.id == told.article.id:
            self._bench.focus_wanted.emit()  # what was pressed goes, and who takes it writes
        if told.before is None or not told.unsaved:
            return
        before = told.before
        self._typed_by(before.person, before.place, told.article.id, told.unsaved[-1])

    def _typed_by(self, person: int | None, place: str, number: int, version: int) -> None:
        """Say what keeps the words of who lost a story to me."""
        if self._own(person):
            said = _("What you had typed in the other window and not saved is version {n}.")
        else:
            said = _("What {name} had typed and not saved is version {n}.")
        said = said.format(name=self._who(person, place), n=version)

        def show() -> None:
            self._show_kept(number, version, said)
            if late := tuple(self._late.pop(number, ())):
                self._bench.tasks.change(lambda desk: desk.inbox.read(late))

        self._window.messages.say(
            said, Answer(_("Look at both"), show), tone=Tone.CAUTION, key=f"lock {number}"
        )

    def _show_kept(self, number: int, version: int, said: str) -> None:
        from newsroom.ui.dialogs.unsaved import show_unsaved

        show_unsaved(self._window, number, version, said=said)

    # What is marked for me.

    @cached_property
    def _count(self) -> QToolButton:
        count = QToolButton(self._window)
        count.setObjectName("inboxCount")
        count.setProperty("role", "chip")
        count.setProperty("tone", "info")
        count.clicked.connect(lambda: self._window.show_panel("inbox").setFocus())
        self._window.statusBar().addPermanentWidget(count)
        count.hide()
        return count

    def _on_changed(self, changes: Changes) -> None:
        me = self._bench.me
        if me is not None and me.id in changes.inbox:
            self._look()

    def _look(self) -> None:
        self._bench.tasks.run(
            lambda desk: (desk.inbox.count(), desk.inbox.all(unread=True, limit=5)),
            then=lambda found: self._counted(*found),
            owner=self,
            key="inbox",
        )

    def _counted(self, count: int, newest: tuple[object, ...]) -> None:
        if count or "_count" in vars(self):
            words = ngettext("{n} for you", "{n} for you", count).format(n=count)
            self._count.setText(words)
            self._count.setToolTip(_("Marked for you; opens the inbox"))
            self._count.setAccessibleName(words)
            self._count.setVisible(bool(count))
        self._offer(newest)

    def _offer(self, newest: tuple[object, ...]) -> None:
        """Somebody asks for a story that is mine: it can be handed over at once. Or had typed more
        than was known when I took it over: that is shown as what was known."""
        from newsroom.news.inbox import Notice, NoticeKind

        for notice in reversed(newest):  # the last word stands
            assert isinstance(notice, Notice)
            kind = notice.kind
            if kind not in (NoticeKind.ASKED, NoticeKind.HANDED_IN) or notice.id in self._asked:
                continue
            self._asked.add(notice.id)
            story = self._bench.story(notice.article)
            lock = self.attendance.lock(notice.article)
            if story is None or lock is None or not lock.mine:
                continue
            if kind is NoticeKind.HANDED_IN:
                self._late.setdefault(story.id, []).append(notice.id)
                self._typed_by(notice.who, "", story.id, notice.subject)
                continue
            self._window.messages.say(
                _("{name} would like to have “{title}”.").format(
                    name=self._who(notice.who, ""), title=story.title
                ),
                Answer(
                    _("Save and hand over"),
                    lambda story=story: self.attendance.hand_over(story),  # type: ignore[misc]
                ),
                Answer(_("Not now"), lambda: None),
                tone=Tone.CAUTION,
                key=f"asked {notice.article}",
            )


def join(window: Window) -> Afterwards:
    """Join them, once."""
    found = window.findChild(Afterwards, options=_OWN)
    return found if isinstance(found, Afterwards) else Afterwards(window)

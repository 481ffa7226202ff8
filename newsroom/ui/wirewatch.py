"""Reads the newsroom's feeds while the window is open, and makes stories of what somebody wants.

The desk says what is due and writes down what came; the way in between is the pool's, so that a
slow server keeps nobody waiting.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QToolButton

from newsroom.i18n import _, ngettext
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import NewsroomError
from newsroom.ui.messages import Answer, Tone

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.errands import Brought, Came, Errand, Fetched, Order, Read
    from newsroom.intake.fetching import Fetcher
    from newsroom.ui.window import Window

FIRST_MS = 20_000  # after the window stands: what people came for is first
LONGEST_MS = 60_000  # a machine that slept is noticed within a minute of waking
SILENCE, WHOLE = 15.0, 30.0  # seconds: a feed that is slower comes another time
KEY = "wire"  # of what is said


class WireWatch(QObject):
    """Reads one feed at a time. The window's quiet count of unread entries is its button."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.setObjectName("wireWatch")
        self._window = window
        self._busy = False
        self._wanted: list[int] = []  # feeds that somebody asked for now
        self._fetcher: Fetcher | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)
        window.tasks.changed.connect(self._changed)
        window.closing.connect(self._cut)
        self._timer.start(FIRST_MS)

    def look(self) -> None:
        """Read what is due, and know when the next one is."""
        self._window.tasks.run(
            _standing, then=self._wait, failed=self._quiet, owner=self, key="next"
        )

    def read_now(self, feed: int) -> None:
        """Read this feed now, whenever it is due."""
        if feed not in self._wanted:
            self._wanted.append(feed)
        if not self._busy:
            self._take()

    def _changed(self, changes: Changes) -> None:
        if changes.wire:
            self.look()

    def _wait(self, standing: tuple[datetime | None, int]) -> None:
        at, unread = standing
        self._show_count(unread)
        if self._busy:
            return
        if at is None:
            self._timer.stop()
            return
        wait = (at - self._window.workbench.clock()).total_seconds() * 1000
        if wait <= 0:
            self._take()
        else:
            self._timer.start(int(min(LONGEST_MS, wait)))

    @cached_property
    def count(self) -> QToolButton:
        """The button in the status bar; it stands there once something is unread."""
        count = QToolButton(self._window)
        count.setObjectName("wireCount")
        count.setAutoRaise(True)
        count.hide()
        count.clicked.connect(lambda: self._window.show_panel("wire").setFocus())
        self._window.statusBar().addPermanentWidget(count)
        return count

    def _show_count(self, unread: int) -> None:
        if not unread and "count" not in vars(self):
            return
        words = ngettext("{n} on the wire", "{n} on the wire", unread).format(n=f"{unread:,}")
        self.count.setText(words)
        told = ngettext(
            "{n} entry that you have not read", "{n} entries that you have not read", unread
        ).format(n=f"{unread:,}")
        self.count.setAccessibleName(told)
        self.count.setToolTip(told)
        self.count.setVisible(unread > 0)

    def _take(self) -> None:
        self._busy = True
        only = self._wanted.pop(0) if self._wanted else None
        self._window.tasks.run(
            lambda desk: desk.wire.take(only), then=self._taken, failed=self._failed, owner=self
        )

    def _taken(self, errand: Errand | None) -> None:
        if errand is None:
            self._busy = False
            if self._wanted:
                self._take()
            return
        self._window.tasks.background(
            lambda: self._ask(errand), then=self._came, failed=self._failed, owner=self
        )

    def _ask(self, errand: Errand) -> Came:
        """In the pool."""
        from newsroom.desk.errands import ask
        from newsroom.intake.fetching import Bounds, Fetcher

        bounds = Bounds(silence=SILENCE, whole=WHOLE)
        self._fetcher = Fetcher(private=errand.private, bounds=bounds)
        return ask(errand, self._fetcher)

    def _came(self, came: Came) -> None:
        self._window.tasks.change(
            lambda desk: desk.wire.record(came), then=self._recorded, failed=self._failed,
            owner=self,
        )  # fmt: skip

    def _recorded(self, done: Done[Read]) -> None:
        self._busy = False
        if done.value.told:
            self._window.messages.say(done.value.told, stays=True)  # nobody may look just now
        if self._wanted:
            self._take()
        else:
            self.look()

    def _failed(self, error: NewsroomError) -> None:
        self._busy = False
        self._wanted.clear()
        self._timer.start(LONGEST_MS)
        self._window.messages.fault(error, key=KEY)

    def _quiet(self, _error: NewsroomError) -> None:
        """A store that is away is told by others; the wire waits."""
        self._timer.start(LONGEST_MS)

    def _cut(self) -> None:
        """The window goes: nobody waits for a slow server."""
        if self._fetcher is not None:
            self._fetcher.cut()


def _standing(desk: Desk) -> tuple[datetime | None, int]:
    if desk.read_only:
        return None, 0
    at = desk.next_reading()
    return at, 0 if at is None else desk.unread_on_wire()


def watch(window: Window) -> WireWatch:
    """The window's own; it is made when it is first wanted."""
    # Among its own children: to look at all below them takes PySide 3 ms of each start.
    found = window.findChild(WireWatch, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return found if isinstance(found, WireWatch) else WireWatch(window)


# Stories of entries.


def fetch(window: Window, number: int) -> None:
    """Make a story of an entry, with its pictures, and open it; one that is one already is
    opened, and what has changed in the entry since is proposed on it."""
    from newsroom.desk.errands import bring

    tasks, owner = window.tasks, watch(window)
    waiting = window.messages.say(_("Fetching the story and its pictures…"), key=KEY)

    def failed(error: NewsroomError) -> None:
        window.messages.take_back(waiting)
        window.messages.fault(error, key=KEY)

    def ordered(order: Order) -> None:
        tasks.background(lambda: bring(order), then=brought, failed=failed, owner=owner)

    def brought(came: Brought) -> None:
        tasks.run(lambda desk: desk.wire.fetch(came), then=done, failed=failed, owner=owner)

    def done(made: Done[Fetched]) -> None:
        from newsroom.ui.importrun import announce

        window.messages.take_back(waiting)
        announce(window, made.changes)  # what came is said here, once
        _told(window, made)

    tasks.run(lambda desk: desk.wire.order(number), then=ordered, failed=failed, owner=owner)


def _told(window: Window, done: Done[Fetched]) -> None:
    from newsroom.ui.there import SUGGESTIONS, go_there

    made, step = done.value, done.changes.step
    back = [] if step is None else [Answer(_("Undo"), lambda: window.workbench.undo(step))]
    if made.proposed:
        words = ngettext(
            "“{title}” has an update from the wire: {n} change is proposed.",
            "“{title}” has an update from the wire: {n} changes are proposed.",
            made.proposed,
        ).format(title=made.headline, n=made.proposed)
        window.messages.say(words, *back, key=KEY)
        from newsroom.news.gate import Where

        go_there(window, made.article, Where())
        window.show_panel(SUGGESTIONS)
        return
    window.workbench.open(made.article, new_tab=True)
    if not made.made:
        return
    from newsroom.ui.importrun import sentence

    fetched = _("“{title}” was fetched.").format(title=made.headline)
    notes = (note[:1].upper() + note[1:] for note in made.notes)
    said = " ".join((fetched, *map(sentence, notes)))
    window.messages.say(said, *back, tone=Tone.NOTE, key=KEY)

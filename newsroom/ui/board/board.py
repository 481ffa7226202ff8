"""The board itself: columns side by side, what everybody has on hand above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.article import Page
from newsroom.news.changes import Changes
from newsroom.news.errors import NewsroomError
from newsroom.news.staff import Workload
from newsroom.news.workflow import Column, PubState
from newsroom.ui.board.card import BoardCard
from newsroom.ui.board.column import NARROW, WIDE, WIDEST, BoardColumn
from newsroom.ui.board.load import LoadStrip
from newsroom.ui.dialogs.through import publish, through
from newsroom.ui.listing.pane import ROW_MENU
from newsroom.ui.messages import Answer
from newsroom.ui.models.columns import Setting
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.news.presence import Lock
    from newsroom.ui.actions.context import Window

PAGE = 40  # stories of a column at a time: three screens of it
SETTLE_MS = 60  # changes that come in a row are looked at once
SIDES = 24  # px left and right of the columns
MINUTE_MS = 60_000  # what is late moves on
WAIT_MS = 250  # a board that is there sooner says nothing before
KEY = "board"  # of what it says in the window's bar


@dataclass(frozen=True, slots=True)
class _Read:
    columns: tuple[Column, ...]
    pages: Mapping[str, Page]
    loads: Mapping[int, Workload]


class Board(QFrame):
    """Reads pages and sums only; what is moved here is moved by the desk. ``left`` is Escape."""

    left = Signal()

    def __init__(self, window: Window, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("board")
        self.setAccessibleName(_("Board"))
        self._window = window
        self._bench = window.workbench
        self._setting: Setting | None = None
        self._person: int | None = None
        self._place = 0  # the row that the keyboard goes to
        self.columns: dict[str, BoardColumn] = {}
        self._card = BoardCard(self._bench, self._the_setting, self._locks)
        self.title = QLabel(_("Board"), self)
        self.title.setProperty("role", "title")
        self.load = LoadStrip(self)
        self.load.chosen.connect(self._narrow)
        close = QToolButton(self)
        close.setIcon(self._bench.icons.icon("close"))
        close.setAutoRaise(True)
        close.setToolTip(_("Back to the story  Ctrl+2"))
        close.setAccessibleName(_("Back to the story"))
        close.clicked.connect(self.left)
        top = QHBoxLayout()
        top.setContentsMargins(16, 8, 8, 4)
        top.setSpacing(12)
        top.addWidget(self.title)
        top.addWidget(self.load, 1)
        top.addWidget(close)
        inner = QWidget()
        inner.setProperty("role", "sidebar")
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(12, 8, 12, 8)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self.waiting = QLabel(_("Reading what is on the desks…"), inner)
        self.waiting.setProperty("role", "caption")
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.waiting.hide()
        self._row.insertWidget(0, self.waiting)
        self._late = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._late.timeout.connect(self.waiting.show)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.area, 1)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self.refresh)
        self._minute.start()
        self._bench.tasks.changed.connect(self._on_changed)
        self._bench.tasks.reached.connect(self._reached)
        self._bench.tasks.bug.connect(self._wait_no_more)  # it may be our question's answer
        self._bench.lists_changed.connect(self._settle.start)
        if self._bench.attendance is not None:
            self._bench.attendance.changed.connect(self._repaint)

    # Reading.

    def refresh(self) -> None:
        """Read sums, first pages and loads anew, as one question."""
        if self.isHidden():
            return
        person = self._person
        lengths = {key: c.model.rowCount() for key, c in self.columns.items()}
        if not self.columns:
            self._late.start()
        self._bench.tasks.run(
            lambda desk: _read(desk, person, lengths),
            then=self._show,
            failed=self._not_read,
            owner=self,
            key="board",
        )

    def _on_changed(self, changes: Changes) -> None:
        if changes.listing or changes.articles or changes.lists or changes.staff:
            self._settle.start()

    def _reached(self, reached: bool) -> None:
        if reached:
            self.refresh()  # what was asked while the store was away was not answered

    def _not_read(self, error: NewsroomError) -> None:
        self._wait_no_more()
        if not self.isHidden():
            again = Answer(_("Try again"), self.refresh)
            self._bench.messages.fault(error, again, key=KEY)

    def _wait_no_more(self, _error: object = None) -> None:
        """Nothing is being read, whether it was or not."""
        self._late.stop()
        self.waiting.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        """Who left it has nothing to try again here."""
        super().hideEvent(event)
        if self.isHidden():  # not with the whole window
            self._bench.messages.take_back(KEY)

    def _show(self, read: _Read) -> None:
        self._setting = None
        self._wait_no_more()
        self._bench.messages.take_back(KEY)
        if [c.key for c in read.columns] != list(self.columns):
            self._lay_out(read.columns)
        front = self._focused()
        for column in read.columns:
            shown = self.columns[column.key]
            shown.show_sums(column)
            current, ids = shown.current(), shown.ids()
            shown.model.show(read.pages[column.key])
            shown.keep(current, ids)
        self._share()
        self._repaint()  # names came, or minutes passed: the same rows say something else now
        self.load.show_loads(self._bench.lists.staff, read.loads, self._person)
        if front is not None and not front.ids():
            front.choose(self._place)
        elif front is None and self.isVisible() and self._wants_focus:
            self.take_focus()

    _wants_focus = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share what room there is."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """Columns with stories are as wide as the window lets them be, the others narrow."""
        filled = [c for c in self.columns.values() if c.column.stories]
        empty = len(self.columns) - len(filled)
        gaps = self._row.spacing() * (len(self.columns) + 1) + SIDES
        room = self.width() - gaps - empty * NARROW
        wide = max(WIDE, min(WIDEST, room // max(1, len(filled))))
        for column in self.columns.values():
            column.setFixedWidth(wide if column.column.stories else NARROW)

    def _lay_out(self, columns: Iterable[Column]) -> None:
        for old in self.columns.values():
            self._row.removeWidget(old)
            old.deleteLater()
        self.columns = {}
        for place, column in enumerate(columns):
            made = BoardColumn(column, self._bench, self._card)
            made.model.more_wanted.connect(partial(self._more, made))
            made.dropped.connect(partial(self._send, column.key))
            made.stepped.connect(partial(self._step, column.key))
            made.moved.connect(partial(self._move, column.key))
            made.opened.connect(self._open)
            made.chosen.connect(partial(self._chosen, made))
            made.menu_wanted.connect(self._menu)
            self.columns[column.key] = made
            self._row.insertWidget(place, made)

    def _more(self, column: BoardColumn, after: tuple[object, ...]) -> None:
        key, person = column.column.key, self._person
        self._bench.tasks.run(
            lambda desk: desk.review.on_board(key, person=person, after=after, limit=PAGE),
            then=column.model.add,
            owner=column,
            key="more",
        )

    def _narrow(self, person: int) -> None:
        """Only what one person has; the same one again shows everybody's."""
        self._person = None if person == self._person else person
        self.refresh()

    # What cards depend on.

    def _the_setting(self) -> Setting:
        if self._setting is None:
            bench = self._bench
            zone = zone_of(bench.lists.site.timezone)
            self._setting = Setting(bench.lists, bench.clock(), zone)
        return self._setting

    def _locks(self) -> Mapping[int, Lock]:
        attendance = self._bench.attendance
        return attendance.locks if attendance is not None else {}

    def _repaint(self, _ids: object = None) -> None:
        for column in self.columns.values():
            column.view.viewport().update()

    # Where the keyboard is.

    def take_focus(self) -> None:
        """The keyboard goes to the story in front, else to the first column that has stories."""
        filled = [c for c in self.columns.values() if c.model.rowCount()]
        self._wants_focus = not filled
        if not filled:
            self.setFocus()
            return
        front = self._bench.current
        number = front.id if front is not None else 0
        column = next((c for c in filled if c.model.place(number) >= 0), filled[0])
        column.choose(max(0, column.model.place(number)))
        self.area.ensureWidgetVisible(column)

    def _focused(self) -> BoardColumn | None:
        return next((c for c in self.columns.values() if c.view.hasFocus()), None)

    def _chosen(self, column: BoardColumn) -> None:
        if not column.view.hasFocus():
            return
        self._place = max(0, column.view.currentIndex().row())
        for other in self.columns.values():
            if other is not column:
                other.view.clearSelection()
        self._bench.select(column.ids())
        self.area.ensureWidgetVisible(column)

    def _step(self, key: str, by: int) -> None:
        keys = list(self.columns)
        at = keys.index(key) + by
        while 0 <= at < len(keys) and not self.columns[keys[at]].model.rowCount():
            at += by
        if 0 <= at < len(keys):
            self.columns[keys[at]].choose(self.columns[key].view.currentIndex().row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the story."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    # Doing.

    def _open(self, story: int) -> None:
        """Take a story: it opens to be written in, and is held at once."""
        self.left.emit()
        bench = self._bench

        def taken(current: object) -> None:
            if bench.current is not None and bench.current.id == story:
                bench.current_changed.disconnect(taken)
                if bench.attendance is not None:
                    bench.attendance.take(bench.current)

        bench.current_changed.connect(taken)
        bench.open(story, new_tab=True)
        taken(None)

    def _move(self, key: str, by: int) -> None:
        keys = [k for k, c in self.columns.items() if c.column.pubstate is PubState.NONE]
        if key not in keys:
            return
        at = keys.index(key) + by
        if 0 <= at < len(keys):
            self._send(keys[at], self.columns[key].ids())

    def _send(self, key: str, ids: tuple[int, ...]) -> None:
        """Send stories to a column; a gate that is shut says what is in the way."""
        if not ids:
            return
        bench, window = self._bench, self._window
        column = self.columns[key].column

        def go() -> None:
            if column.pubstate is PubState.PUBLISHED:
                publish(window, ids)
            else:
                through(
                    window,
                    lambda desk, reason: desk.review.send(ids, column.stage, override=reason),
                )

        bench.saved_first(ids, go)

    def _menu(self, at: QPoint) -> None:
        self._window.commands.menu(ROW_MENU, self).popup(at)


def _read(desk: Desk, person: int | None, lengths: Mapping[str, int]) -> _Read:
    columns = desk.review.board(person)
    pages = {
        column.key: desk.review.on_board(
            column.key, person=person, limit=max(PAGE, min(5 * PAGE, lengths.get(column.key, 0)))
        )
        for column in columns
    }
    return _Read(columns, pages, desk.staff.workloads())

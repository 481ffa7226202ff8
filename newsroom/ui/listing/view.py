"""The list itself: rows as cards or in columns, keys, right click, and words when it is empty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QStandardItemModel,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QSizePolicy,
    QTableView,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.article import Sort
from newsroom.ui.models.columns import BY_ID, COLUMNS, SORTS, Column
from newsroom.ui.models.stories import StoryModel
from newsroom.ui.theme import Theme
from newsroom.ui.tokens import SPACE
from newsroom.ui.widgets.ground import give_ground

OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class StoryList(QTableView):
    """Rows of stories. Signals tell what the person wants; the pane does it.

    A table of one column: a QListView asks about every row whenever anything changes, 145 ms for a
    hundred thousand stories; a table with rows of one height asks about those that are seen.
    """

    wanted = Signal(int, bool)  # open the story of that id; True: in a tab that stays
    spiked = Signal()  # Delete was pressed
    menu_wanted = Signal(object)  # QPoint: right click, on the screen

    def __init__(self, model: StoryModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_ground(self)
        self._stories = model
        self._theme = theme
        self.empty = ("", "")  # a title and a hint for when there is nothing
        # Before there is a model: heads that are seen are measured for it.
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.setModel(model)
        self.setObjectName("stories")
        self.setProperty("role", "list")
        self.setAccessibleName(_("Stories"))
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self._open(index.row(), stay=True))

    def fit(self, height: int) -> None:
        """Every row is so many pixels high."""
        self.verticalHeader().setDefaultSectionSize(height)
        self.viewport().update()

    # Rows by story.

    def selected(self) -> list[int]:
        """The places of the selected rows, from the top down."""
        ranges = cast(Iterable[QItemSelectionRange], self.selectionModel().selection())
        return sorted({row for part in ranges for row in range(part.top(), part.bottom() + 1)})

    def chosen(self) -> tuple[int, ...]:
        """The ids of the selected rows as far as they are known, from the top down."""
        return tuple(story for number in self.selected() if (story := self._stories.story(number)))

    def choose(self, ids: Sequence[int], current: int = 0) -> None:
        """Select these stories where their place is known, without scrolling."""
        flag = QItemSelectionModel.SelectionFlag
        places = self._stories.places((*ids, current))
        numbers = sorted(places[story] for story in ids if story in places)
        selection = QItemSelection()
        first = 0
        for at, number in enumerate(numbers):
            if at + 1 == len(numbers) or numbers[at + 1] != number + 1:
                ends = self._stories.index(numbers[first]), self._stories.index(number)
                selection.append(QItemSelectionRange(*ends))
                first = at + 1
        self.selectionModel().select(selection, flag.ClearAndSelect)
        if current in places:
            self.selectionModel().setCurrentIndex(
                self._stories.index(places[current]), flag.NoUpdate
            )

    def current_story(self) -> int:
        """The id of the row with the keyboard; 0 if there is none."""
        index = self.currentIndex()
        return self._stories.story(index.row()) if index.isValid() else 0

    def step(self, by: int) -> int:
        """Go ``by`` rows on and select the row; gives its story's id, 0 at the end."""
        number = self.currentIndex().row() + by
        if not 0 <= number < self._stories.rowCount():
            return 0
        index = self._stories.index(number)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return self.current_story()

    def _open(self, number: int, *, stay: bool) -> None:
        row = self._stories.row(number)
        if row is not None:
            self.wanted.emit(row.id, stay)

    # Events.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space looks, Delete spikes; letters go to Qt."""
        if event.key() in OPENING and self.currentIndex().isValid():
            self._open(self.currentIndex().row(), stay=True)
        elif event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._open(self.currentIndex().row(), stay=False)
        elif event.key() == Qt.Key.Key_Delete and not event.modifiers():
            self.spiked.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the mouse, or of the current one by key."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            at = self.visualRect(self.currentIndex()).center()
            self.menu_wanted.emit(self.viewport().mapToGlobal(at))
            return
        index = self.indexAt(event.pos())
        if index.isValid():
            self.menu_wanted.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or what to do when there are none."""
        super().paintEvent(event)
        if self._stories.rowCount() or not self.empty[0]:
            return
        painter = QPainter(self.viewport())
        box = self.viewport().rect().adjusted(SPACE[4], SPACE[5] * 2, -SPACE[4], 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.setFont(self._theme.font("strong"))
        painter.setPen(self._theme.token("muted"))
        used = painter.boundingRect(box, flags, self.empty[0])
        painter.drawText(box, flags, self.empty[0])
        painter.setFont(self._theme.font("caption"))
        painter.setPen(self._theme.token("faint"))
        below = QRect(box.left(), used.bottom() + SPACE[1], box.width(), box.height())
        painter.drawText(below, flags, self.empty[1])
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut texts are cut anew."""
        super().resizeEvent(event)
        self.viewport().update()


def usual_columns() -> list[dict[str, object]]:
    """The columns that are shown until somebody chooses others, as ``Heads.kept`` gives them."""
    return [{"id": column.id, "width": column.width} for column in COLUMNS if column.shown]


def known_columns(state: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """Those of the kept columns that there still are."""
    return [dict(item) for item in state if str(item.get("id")) in BY_ID]


class Heads(QHeaderView):
    """The columns' headings: moved, drawn wider, hidden and sorted by people."""

    sorted_by = Signal(object, bool)  # Sort, descending

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        labels = QStandardItemModel(0, len(COLUMNS), self)
        labels.setHorizontalHeaderLabels([_(column.label) for column in COLUMNS])
        self.setModel(labels)
        self._order: tuple[Sort, bool] | None = None
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(True)
        self.setStretchLastSection(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.setAccessibleName(_("Columns"))
        self.setMinimumSectionSize(48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for number, column in enumerate(COLUMNS):
            self.resizeSection(number, column.width)
            self.setSectionHidden(number, not column.shown)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._choose)
        self.sectionClicked.connect(self._clicked)

    def cells(self) -> list[tuple[Column, int, int]]:
        """The shown columns with their left edges and widths, in pixels."""
        return [
            (COLUMNS[number], self.sectionViewportPosition(number), self.sectionSize(number))
            for number in range(len(COLUMNS))
            if not self.isSectionHidden(number)
        ]

    def show_order(self, sort: Sort, *, descending: bool) -> None:
        """Mark the column that the list is sorted by."""
        self._order = sort, descending
        number = next((n for n, column in enumerate(COLUMNS) if column.sort == sort), -1)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.blockSignals(True)
        self.setSortIndicator(number, order)
        self.blockSignals(False)

    def kept(self) -> list[dict[str, object]]:
        """The shown columns in their order, with their widths."""
        order = sorted(range(len(COLUMNS)), key=self.visualIndex)
        return [
            {"id": COLUMNS[number].id, "width": self.sectionSize(number)}
            for number in order
            if not self.isSectionHidden(number)
        ]

    def take(self, state: Sequence[Mapping[str, object]]) -> None:
        """Show these columns; unknown ones are passed over."""
        numbers = {column.id: number for number, column in enumerate(COLUMNS)}
        known = known_columns(state)
        if not known:
            return
        for number in range(len(COLUMNS)):
            self.setSectionHidden(number, True)
        for place, item in enumerate(known):
            number = numbers[str(item["id"])]
            self.setSectionHidden(number, False)
            self.moveSection(self.visualIndex(number), place)
            width = item.get("width")
            if isinstance(width, int):
                self.resizeSection(number, width)

    def _clicked(self, number: int) -> None:
        # Qt has moved its mark already, whether or not anything is sorted by that column.
        sort, before = COLUMNS[number].sort, self._order
        if sort is None:
            if before is not None:
                self.show_order(before[0], descending=before[1])
        elif before is not None and before[0] is sort:
            self.sorted_by.emit(sort, not before[1])
        else:
            usual = next((down for each, down, _label in SORTS if each is sort), True)
            self.sorted_by.emit(sort, usual)

    def _choose(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for number, column in enumerate(COLUMNS):
            action = menu.addAction(_(column.label))
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(number))
            action.setEnabled(column.id != "headline")  # a row without its name says nothing
            action.toggled.connect(lambda on, n=number: self._show_section(n, on))
        menu.popup(self.mapToGlobal(at))

    def _show_section(self, number: int, shown: bool) -> None:
        self.setSectionHidden(number, not shown)
        self.geometriesChanged.emit()

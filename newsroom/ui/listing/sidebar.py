"""The sidebar: stages, desks, sections and saved filters with counts; rows drop onto stages."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QPainter,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from newsroom.i18n import _, figure
from newsroom.news.workflow import Stage
from newsroom.ui.delegates.lines import Lines
from newsroom.ui.listing.shelves import Group, Shelf
from newsroom.ui.models.stories import STORIES_MIME
from newsroom.ui.tokens import RADIUS, SPACE
from newsroom.ui.widgets.ground import give_ground
from newsroom.ui.workbench import Workbench

SHELF = Qt.ItemDataRole.UserRole + 1
ROW_HEIGHT = 28
HEADING_HEIGHT = 34
ICON = 16  # px
WIDTH = 170


class Sidebar(QListWidget):
    """Choosing a line shows its stories."""

    chosen = Signal(object)  # Shelf
    counted = Signal()  # the shelves are shown with what is on them

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        give_ground(self)
        self._bench = workbench
        self._keys: dict[str, QListWidgetItem] = {}
        self._key = "all"
        self._over: QListWidgetItem | None = None
        self.setProperty("role", "sidebar")
        self.setAccessibleName(_("Stages and filters"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setMinimumWidth(WIDTH - 30)
        self.filled = False  # whether it was ever filled
        delegate = _ShelfRow(workbench, self)
        self.setItemDelegate(delegate)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.currentItemChanged.connect(self._current)
        workbench.theme.changed.connect(delegate.look_again)
        workbench.theme.changed.connect(self.viewport().update)
        workbench.icons.changed.connect(self.viewport().update)

    @property
    def key(self) -> str:
        """The line that is chosen."""
        return self._key

    @property
    def shelf(self) -> Shelf | None:
        """The chosen line."""
        item = self._keys.get(self._key)
        return None if item is None else item.data(SHELF)

    def fill(self, groups: Sequence[Group]) -> None:
        """Show these groups; the chosen line stays chosen, or the first one is."""
        self.blockSignals(True)
        place = self.verticalScrollBar().value()
        layout = [(group.label, [shelf.key for shelf in group.shelves]) for group in groups]
        if layout == self._layout():
            for group in groups:
                for shelf in group.shelves:
                    self._dress(self._keys[shelf.key], shelf)
        else:
            self.clear()
            self._keys.clear()
            for group in groups:
                if group.label:
                    self._heading(group.label)
                for shelf in group.shelves:
                    item = QListWidgetItem(self)
                    item.setSizeHint(QSize(WIDTH - 30, ROW_HEIGHT))
                    self._keys[shelf.key] = item
                    self._dress(item, shelf)
        if self._key not in self._keys:
            self._key = next(iter(self._keys), "all")
        if self._key in self._keys:
            self.setCurrentItem(self._keys[self._key])
        self.verticalScrollBar().setValue(place)
        self.blockSignals(False)
        self.viewport().update()
        self.filled = True
        self.counted.emit()

    def choose(self, key: str) -> None:
        """Choose a line by its key; one that is not there (yet) is chosen when it comes."""
        self._key = key
        if key in self._keys:
            self.setCurrentItem(self._keys[key])

    def count_boxes(self) -> list[QRect]:
        """Where counts stand, on the viewport."""
        found = []
        for number in range(self.count()):
            item = self.item(number)
            shelf: Shelf | None = item.data(SHELF)
            if shelf is not None and shelf.count:
                inside = self.visualItemRect(item).adjusted(SPACE[1], 4, -SPACE[1], -4)
                width = count_width(self._bench.theme.font("caption"), shelf.count)
                left = inside.left() if self.isRightToLeft() else inside.right() + 1 - width
                found.append(QRect(left, inside.top(), width, inside.height()))
        return found

    def _layout(self) -> list[tuple[str, list[str]]]:
        found: list[tuple[str, list[str]]] = []
        for number in range(self.count()):
            shelf = self.item(number).data(SHELF)
            if shelf is None:
                found.append((self.item(number).text(), []))
            else:
                if not found:
                    found.append(("", []))
                found[-1][1].append(shelf.key)
        return found

    def _heading(self, label: str) -> None:
        item = QListWidgetItem(label, self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setSizeHint(QSize(WIDTH - 30, HEADING_HEIGHT))

    def _dress(self, item: QListWidgetItem, shelf: Shelf) -> None:
        item.setText(shelf.label)
        item.setData(SHELF, shelf)
        spoken = shelf.label if shelf.count is None else f"{shelf.label}, {shelf.count}"
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)

    def _current(self, item: QListWidgetItem | None, _before: object) -> None:
        shelf: Shelf | None = None if item is None else item.data(SHELF)
        if shelf is not None and shelf.key != self._key:
            self._key = shelf.key
            self.chosen.emit(shelf)

    def _menu(self, at: QPoint) -> None:
        item = self.itemAt(at)
        shelf: Shelf | None = None if item is None else item.data(SHELF)
        if shelf is None or not shelf.saved:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = shelf.saved
        menu.addAction(
            _("Forget this filter"),
            lambda: self._bench.tasks.change(lambda desk: desk.lists.remove_filter(name)),
        )
        menu.popup(self.viewport().mapToGlobal(at))

    # Rows that are dropped.

    def _target(self, at: QPoint) -> QListWidgetItem | None:
        item = self.itemAt(at)
        shelf: Shelf | None = None if item is None else item.data(SHELF)
        return item if shelf is not None and shelf.stage else None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Rows of the list are welcome."""
        if event.mimeData().hasFormat(STORIES_MIME):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Over a stage they may be dropped."""
        target = self._target(event.position().toPoint())
        self._show_over(target)
        if target is not None and event.mimeData().hasFormat(STORIES_MIME):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went elsewhere."""
        self._show_over(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Send the dropped stories to the stage."""
        target = self._target(event.position().toPoint())
        self._show_over(None)
        if target is None:
            event.ignore()
            return
        stage = target.data(SHELF).stage
        ids = tuple(json.loads(bytes(event.mimeData().data(STORIES_MIME).data())))
        event.acceptProposedAction()
        self._bench.saved_first(
            ids,
            lambda: self._bench.tasks.change(lambda desk: desk.articles.move(ids, Stage(stage))),
        )

    @property
    def over(self) -> QListWidgetItem | None:
        """The line that dragged rows are over."""
        return self._over

    def _show_over(self, item: QListWidgetItem | None) -> None:
        if item is not self._over:
            self._over = item
            self.viewport().update()


def count_width(font: QFont, count: int) -> int:
    """How wide a count stands in its line, with the white space before it, in pixels."""
    return QFontMetrics(font).horizontalAdvance(figure(count)) + SPACE[1]


class _ShelfRow(QStyledItemDelegate):
    """Paints a line: its icon, its name, and its count on the other side."""

    def __init__(self, workbench: Workbench, sidebar: Sidebar) -> None:
        super().__init__(sidebar)
        self._bench = workbench
        self._sidebar = sidebar
        self.look_again()

    def look_again(self) -> None:
        """Fonts and colours are others now."""
        theme = self._bench.theme
        inks = ("text", "faint", "danger", "accent-soft", "selected", "selected-idle", "hover")
        self._lines = Lines(
            {name: theme.font(name) for name in ("caption", "ui")},
            {name: theme.token(name) for name in inks},
        )

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        rect: QRect = option.rect
        shelf: Shelf | None = index.data(SHELF)
        sidebar = self._sidebar
        rtl = sidebar.isRightToLeft()
        if shelf is None:
            box = rect.adjusted(SPACE[1], SPACE[1], -SPACE[1], 0)
            self._write(painter, "caption", "faint", box, str(index.data()), right=rtl)
            return
        state: QStyle.StateFlag = option.state
        over = sidebar.over
        if over is not None and sidebar.row(over) == index.row():
            self._fill(painter, rect, "accent-soft")
        elif state & QStyle.StateFlag.State_Selected:
            name = "selected" if state & QStyle.StateFlag.State_Active else "selected-idle"
            self._fill(painter, rect, name)
        elif state & QStyle.StateFlag.State_MouseOver:
            self._fill(painter, rect, "hover")
        inside = rect.adjusted(SPACE[1], 0, -SPACE[1], 0)
        side = inside.left() + (inside.width() - ICON if rtl else 0)
        picture = self._bench.icons.pixmap(shelf.icon, ICON, scale=sidebar.devicePixelRatioF())
        if not picture.isNull():
            painter.drawPixmap(QPoint(side, inside.top() + (inside.height() - ICON) // 2), picture)
        width = 0
        if shelf.count:
            count = figure(shelf.count)
            ink = "danger" if shelf.urgent else "faint"
            width = self._write(painter, "caption", ink, inside, count, right=not rtl) + SPACE[1]
        before = ICON + SPACE[1]
        box = (
            inside.adjusted(width, 0, -before, 0) if rtl else inside.adjusted(before, 0, -width, 0)
        )
        self._write(painter, "ui", "text", box, shelf.label, right=rtl)

    def _write(
        self, painter: QPainter, font: str, ink: str, box: QRect, words: str, *, right: bool
    ) -> int:
        """Write words at one end of the box; how wide they are."""
        line = self._lines.line(font, words, box.width())
        self._lines.put(painter, font, ink, line, box, box.width() - line.width if right else 0)
        return line.width

    def _fill(self, painter: QPainter, rect: QRect, ink: str) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._lines.inks[ink])
        painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), RADIUS, RADIUS)
        painter.restore()

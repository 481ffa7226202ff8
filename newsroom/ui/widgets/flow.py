"""A layout that sets its items one after the other and breaks the line like text."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Items in lines, as many a line as fit; the last item of a line takes the room left over."""

    def __init__(self, parent: QWidget | None = None, *, space: int = 4) -> None:
        super().__init__(parent)
        self._space = space
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Called by Qt: an item at the end."""
        self._items.append(item)

    def insert(self, place: int, widget: QWidget) -> None:
        """A widget before the item that stands at ``place``."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item there, None past the end."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item there out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Narrower means higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """How high the lines are at that width."""
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Lay the items out."""
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def expandingDirections(self) -> Qt.Orientation:
        """It wants no more than it needs."""
        return Qt.Orientation(0)

    def sizeHint(self) -> QSize:
        """The size of the widest item; the rest follows from the width."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The size of the widest item."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _lay(self, rect: QRect, *, move: bool) -> int:
        lines: list[list[tuple[QLayoutItem, int]]] = [[]]
        room = rect.width()
        for item in self._items:
            if (widget := item.widget()) is not None and widget.isHidden():
                continue
            width = min(item.sizeHint().width(), rect.width())
            if lines[-1] and width > room:
                lines.append([])
                room = rect.width()
            lines[-1].append((item, width))
            room -= width + self._space
        y = rect.y()
        for line in lines:
            height = max((item.sizeHint().height() for item, _width in line), default=0)
            if move:
                self._place(line, QRect(rect.x(), y, rect.width(), height))
            y += height + self._space
        return y - rect.y() - self._space

    def _place(self, line: list[tuple[QLayoutItem, int]], rect: QRect) -> None:
        widget = self.parentWidget()
        mirrored = widget is not None and widget.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 0
        for place, (item, width) in enumerate(line):
            grows = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
            if grows and place == len(line) - 1:
                width = rect.width() - x
            height = item.sizeHint().height()
            left = rect.right() + 1 - x - width if mirrored else rect.x() + x
            top = rect.y() + (rect.height() - height) // 2
            item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
            x += width + self._space

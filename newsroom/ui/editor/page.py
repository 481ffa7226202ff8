"""One scroll for the whole page: the title fields and the body beneath them, in one column.

The body's view keeps its own scrolling (and so its lazy layout), with its bar hidden. The page's
bar first moves the titles out of sight, then scrolls the view.
"""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollBar, QTextEdit, QWidget

_AIR: Final = 24  # pixels kept free at each side of the column
_LINES: Final = 3  # text lines that a notch of the wheel moves
_NOTCH: Final = 120  # units of a wheel's notch, as Qt counts


class TitleBlock(Protocol):
    """The widget above the body."""

    def height_for(self, width: int, column: QRect) -> int:
        """The height it needs when its text stands in ``column``."""


class Page(QWidget):
    """The column: ``head`` above, one of the views below, one scroll bar for both."""

    pressed_beside = Signal(QPoint)
    """A click on the empty page beside or below the text, in the page's pixels."""

    def __init__(self, head: QWidget, *, column: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setProperty("role", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._head = head
        head.setParent(self)
        self._column = column
        self._view: QTextEdit | None = None
        self._busy = False
        self._sized = False  # before the first show its size is none
        self._head_height = 0
        self.bar = QScrollBar(Qt.Orientation.Vertical, self)
        self.bar.setObjectName("pageBar")
        self.bar.valueChanged.connect(self._on_bar)

    # What others ask.

    @property
    def view(self) -> QTextEdit | None:
        """The view that stands below the titles now."""
        return self._view

    def set_view(self, view: QTextEdit) -> None:
        """Let ``view`` stand below the titles, at the place where it was scrolled last; at its
        beginning as long as titles can be seen."""
        if self._view is view:
            return
        self.let_go()
        view.setParent(self)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)  # of a wide table
        self._view = view
        view.show()
        inner = view.verticalScrollBar()
        inner.valueChanged.connect(self._on_inner_value)
        inner.rangeChanged.connect(self._on_inner_range)
        self.bar.raise_()
        self.arrange()
        if inner.value() > 0 and self._hidden() < self._head_height:
            self._scroll(self._hidden())

    def let_go(self) -> None:
        """Give the view up: another page holds it from now on."""
        view = self._view
        if view is not None:
            inner = view.verticalScrollBar()
            inner.valueChanged.disconnect(self._on_inner_value)
            inner.rangeChanged.disconnect(self._on_inner_range)
            view.hide()
            self._view = None

    @property
    def measure(self) -> int:
        """How wide the text may run, in pixels."""
        return self._column

    def set_column(self, pixels: int) -> None:
        """How wide the text may run."""
        if pixels != self._column:
            self._column = pixels
            self.arrange()

    def show_head(self, top: int, bottom: int) -> None:
        """Scroll so that the titles from ``top`` to ``bottom`` (in their pixels) can be seen."""
        value = self.bar.value()
        if top < value:
            self.scroll_to(max(0, top - _AIR))
        elif bottom > value + self.height():
            self.scroll_to(bottom - self.height() + _AIR)

    def scroll_to(self, value: int) -> None:
        """Scroll the page to ``value`` pixels from its top."""
        self.bar.setValue(value)
        self._scroll(value)

    # Where things stand.

    def column(self) -> QRect:
        """Where the text stands across the page (its y and height mean nothing)."""
        room = self.width() - self.bar.sizeHint().width()
        wide = max(120, min(self._column, room - 2 * _AIR))
        return QRect(max(0, (room - wide) // 2), 0, wide, 0)

    def arrange(self) -> None:
        """Place titles, view and bar; call it when the titles grew."""
        if self._busy or not self._sized:
            return
        self._busy = True
        try:
            bar = self.bar.sizeHint().width()
            self.bar.setGeometry(self.width() - bar, 0, bar, self.height())
            column = self.column()
            height = self._head.height_for(self.width() - bar, column)  # type: ignore[attr-defined]
            self._head_height = height
            self._place(self.bar.value(), column)
        finally:
            self._busy = False
        self._range()

    def _place(self, value: int, column: QRect) -> None:
        top = max(0, self._head_height - value)
        self._head.setGeometry(
            0, top - self._head_height, self.width() - self.bar.width(), self._head_height
        )
        if self._view is not None:
            margin = round(self._view.document().documentMargin())
            self._view.setGeometry(
                column.x() - margin, top, column.width() + 2 * margin, max(1, self.height() - top)
            )

    def _hidden(self) -> int:
        """Pixels of the titles that are scrolled out of sight."""
        return -self._head.y()

    def _range(self) -> None:
        if self._view is None:
            return
        inner = self._view.verticalScrollBar()
        most = inner.maximum() + self._hidden()
        self.bar.setPageStep(max(1, self.height()))
        self.bar.setSingleStep(max(16, inner.singleStep()))
        self.bar.blockSignals(True)
        self.bar.setRange(0, most)
        self.bar.setValue(inner.value() + self._hidden())
        self.bar.blockSignals(False)
        self.bar.update()
        if self._hidden() > 0 and inner.value() == 0 and self.bar.value() > most:
            self._scroll(most)

    def _scroll(self, value: int) -> None:
        if self._busy or self._view is None:
            return
        self._busy = True
        try:
            self._place(value, self.column())
            self._view.verticalScrollBar().setValue(max(0, value - self._head_height))
        finally:
            self._busy = False
        self._range()

    def _on_bar(self, value: int) -> None:
        self._scroll(value)

    def _on_inner_value(self, value: int) -> None:
        if self._busy:
            return
        if self._head.y() + self._head_height > 0 and value > 0:
            # The caret left the shortened view: the titles make room first.
            self._scroll(value + self._hidden())
        else:
            self._range()

    def _on_inner_range(self, _low: int, _high: int) -> None:
        if not self._busy:
            self._range()

    # What Qt asks.

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the page anew for another width or height."""
        super().resizeEvent(event)
        self._sized = True
        self.arrange()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the wheel into one scroll for titles and body."""
        pixels = event.pixelDelta().y()
        if not pixels:
            pixels = round(event.angleDelta().y() / _NOTCH * _LINES * self.bar.singleStep())
        if pixels:
            self.bar.setValue(self.bar.value() - pixels)
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the text is a click on the nearest words."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed_beside.emit(event.position().toPoint())
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Other fonts or another style ask for another setting."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.arrange()

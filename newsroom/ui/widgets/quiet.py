"""A form's box of choices: the wheel leaves it alone, and its list waits until it is wanted."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from newsroom.ui.widgets.pick import Pick

_NARROWEST: Final = 6  # letters that always have room
_BESIDE_ICON, _LOWEST, _AROUND = 4, 14, 2
"""Pixels, as in QComboBoxPrivate::recomputeSizeHint (Qt 6.11), which first makes the list."""


class Quiet(Pick):
    """A box of choices that the mouse wheel leaves alone while it scrolls the form.

    It says what is chosen before it has any choices: with the first one that is current Qt makes
    the list, with its window and scroll bars seven widgets, and most boxes are only read. ``fill``
    puts the choices in; it is called when the keyboard or the mouse comes, or when somebody asks
    for an entry. Where a screen reader listens that is at once.
    """

    def __init__(self, fill: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fill = fill
        self._told = ""
        self.waiting = True
        """Whether the choices are not there yet."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumContentsLength(_NARROWEST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, text: str) -> None:
        """Say that this is chosen, while the choices wait."""
        if QAccessible.isActive():
            self.fill()
        elif text != self._told:
            self._told = text
            self.update()

    def fill(self) -> None:
        """Have the choices."""
        if self.waiting:
            self.waiting = False
            self.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            self._fill()

    # How it looks.

    def words(self, option: QStyleOptionComboBox) -> str:
        """What is chosen."""
        return self._told if self.waiting else super().words(option)

    def sizeHint(self) -> QSize:
        """As with its choices."""
        return self.minimumSizeHint() if self.waiting else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Room for some letters and an icon, whatever the choices are."""
        if not self.waiting:
            return super().minimumSizeHint()
        face, icon = QFontMetricsF(self.font()), self.iconSize()
        letters = _NARROWEST * self.fontMetrics().horizontalAdvance("X")
        high = max(ceil(face.height()), _LOWEST, icon.height())
        inside = QSize(letters + icon.width() + _BESIDE_ICON, high + _AROUND)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        kind = QStyle.ContentsType.CT_ComboBox
        return self.style().sizeFromContents(kind, option, inside, self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The box and its words, as Qt paints them, which makes the list first."""
        if not self.waiting:
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.Text))
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    # Who comes to it.

    def wheelEvent(self, event: Any) -> None:
        """Passed on, so that the form scrolls."""
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard."""
        self.fill()
        super().focusInEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key, though the keyboard never came."""
        self.fill()
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse."""
        self.fill()
        super().mousePressEvent(event)

    def showPopup(self) -> None:
        """Whatever else opens the list."""
        self.fill()
        super().showPopup()

    # Who asks for an entry.

    def count(self) -> int:
        """How many choices there are."""
        self.fill()
        return super().count()

    def currentIndex(self) -> int:
        """The place of the one that is chosen; -1 for none."""
        self.fill()
        return super().currentIndex()

    def setCurrentIndex(self, index: int) -> None:
        """Choose the one there."""
        self.fill()
        super().setCurrentIndex(index)

    def currentText(self) -> str:
        """The words of the one that is chosen, or what is typed in its place."""
        self.fill()
        return super().currentText()

    def itemData(self, *args: Any, **kwargs: Any) -> Any:
        """The value of a choice."""
        self.fill()
        return super().itemData(*args, **kwargs)

    def itemText(self, index: int) -> str:
        """The words of a choice."""
        self.fill()
        return super().itemText(index)

    def findData(self, *args: Any, **kwargs: Any) -> int:
        """Where the choice with that value is; -1 if there is none."""
        self.fill()
        return super().findData(*args, **kwargs)

    def findText(self, *args: Any, **kwargs: Any) -> int:
        """Where the choice with those words is; -1 if there is none."""
        self.fill()
        return super().findText(*args, **kwargs)

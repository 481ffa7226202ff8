"""A box of choices in a narrow place: its words end in "…", its list is as wide as they are."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

_WIDEST: Final = 480  # px of the list; a name that is longer ends in "…" there too
_SLACK: Final = 8  # px, as the fonts' own figures are rounded down


class Pick(QComboBox):
    """A QComboBox that may be narrower than what it holds."""

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """The chosen words as far as there is room for them."""
        super().initStyleOption(option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox,
            option,
            QStyle.SubControl.SC_ComboBoxEditField,
            self,
        )
        option.currentText = option.fontMetrics.elidedText(
            self.words(option), Qt.TextElideMode.ElideRight, room.width()
        )

    def words(self, option: QStyleOptionComboBox) -> str:
        """What is to be read in the box."""
        return option.currentText

    def showPopup(self) -> None:
        """The list, wide enough to tell its entries apart, and on the screen."""
        view = self.view()
        view.setTextElideMode(Qt.TextElideMode.ElideRight)
        edges = view.contentsMargins().left() + view.contentsMargins().right() + _SLACK
        if self.count() > self.maxVisibleItems():
            edges += view.verticalScrollBar().sizeHint().width()
        view.setMinimumWidth(min(_WIDEST, view.sizeHintForColumn(0) + edges))
        super().showPopup()
        window = view.window()
        there: QRect = self.screen().availableGeometry()
        over = window.geometry().right() - there.right()
        if over > 0:
            window.move(max(there.left(), window.x() - over), window.y())

"""What the dialogs of publishing have in common: a title, labelled parts, a row of buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

GO = "Ctrl+Return"

WIDTH = 560  # px: some 70 letters in a line


class Sheet(QDialog):
    """A column of labelled parts below a title; faults stand above the buttons."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.head = QLabel(title, self)
        self.head.setProperty("role", "title")
        self.head.setWordWrap(True)
        self.fault = QLabel(self)
        self.fault.setProperty("role", "problem")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 20, 24, 16)
        self._column.setSpacing(4)
        self._column.addWidget(self.head)
        self._labels: dict[QWidget, QLabel] = {}
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        self._late = False  # it has to be fitted once it is on the screen

    def add(self, widget: QWidget, label: str = "") -> None:
        """Put a part below the others, with its label above it."""
        if label:
            above = QLabel(label, self)
            above.setProperty("role", "label")
            above.setContentsMargins(0, 8, 0, 0)
            above.setBuddy(widget)
            widget.setAccessibleName(label)
            self._labels[widget] = above
            self._column.addWidget(above)
        self._column.addWidget(widget)

    def show_part(self, widget: QWidget, on: bool) -> None:
        """Show or hide a part with its label."""
        widget.setVisible(on)
        self._labels[widget].setVisible(on)
        if not on:
            QTimer.singleShot(0, self, self._shrink)

    def add_row(self, row: QLayout) -> None:
        """Put parts side by side below the others; they take what height there is."""
        self._column.addLayout(row, 1)

    def space(self, height: int = 8) -> None:
        """Leave room."""
        self._column.addSpacing(height)

    def words(self, text: str = "", *, role: str = "caption") -> QLabel:
        """A sentence or some."""
        label = QLabel(text, self)
        label.setProperty("role", role)
        label.setWordWrap(True)
        self._column.addWidget(label)
        return label

    def box(self, label: str, *, lines: int = 2, hint: str = "") -> QPlainTextEdit:
        """A place for some lines of plain text; Tab leads on."""
        edit = QPlainTextEdit(self)
        edit.setProperty("role", "field")
        edit.setTabChangesFocus(True)
        metrics = edit.fontMetrics()
        frame = 2 * (edit.frameWidth() + int(edit.document().documentMargin())) + 12
        edit.setFixedHeight(metrics.lineSpacing() * lines + frame)
        if hint:
            edit.setPlaceholderText(hint)
        self.add(edit, label)
        return edit

    def button(
        self, label: str, act: Callable[[], object], *, name: str, primary: bool = False
    ) -> QPushButton:
        """A button on the right, the last one the first to be meant."""
        button = QPushButton(label, self)
        button.setObjectName(f"{self.objectName()}.{name}")
        button.setAutoDefault(False)
        if primary:
            button.setProperty("role", "primary")
            button.setDefault(True)
            button.setToolTip(QKeySequence(GO).toString(QKeySequence.SequenceFormat.NativeText))
            # Enter alone makes a line in the fields that have several.
            QShortcut(QKeySequence(GO), self, button.click)
        button.clicked.connect(act)
        self._buttons.addWidget(button)
        return button

    def finish(self) -> None:
        """All parts are there: the fault's place and the buttons come below them."""
        self._column.addSpacing(4)
        self._column.addWidget(self.fault)
        self._column.addSpacing(8)
        self._buttons.insertStretch(0, 1)
        self._column.addLayout(self._buttons)
        if self.isVisible():
            # Qt would show them a turn later, and what is hidden does not get the keyboard.
            for part in self.findChildren(
                QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly
            ):
                if not part.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide):
                    part.show()

    def event(self, event: QEvent) -> bool:
        """The sheet is as high as its words need at its width, and follows when they change.

        Between being shown and being on the screen it does not: X11 tells a window's place from
        its frame's corner then, and what is resized would be put into the corner of the screen.
        """
        if event.type() == QEvent.Type.LayoutRequest:
            window = self.windowHandle()
            self._late = self.isVisible() and window is not None and not window.isExposed()
            if not self._late:
                self._fit()
        elif event.type() == QEvent.Type.Paint and self._late:
            self._late = False
            QTimer.singleShot(0, self, self._fit)
        return super().event(event)

    def _fit(self) -> None:
        width = max(self.width(), self.minimumWidth(), self._column.minimumSize().width())
        wanted = self._column.totalHeightForWidth(width)
        if wanted != self.minimumHeight():
            self.setMinimumHeight(wanted)
            self.resize(width, wanted)

    def _shrink(self) -> None:
        """As high as it needs to be, once what was hidden is counted no more."""
        self._fit()
        self.resize(self.width(), self.minimumHeight())

    def tell(self, fault: object) -> None:
        """Say what is in the way; "" for nothing."""
        self.fault.setText(str(fault))
        self.fault.setVisible(bool(str(fault)))

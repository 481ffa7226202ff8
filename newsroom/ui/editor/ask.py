"""The bar that asks for a few words or numbers about what is put into the story."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSpinBox, QWidget

from newsroom.i18n import _
from newsroom.ui.widgets.inset import inset
from newsroom.values import dataclass

_EDGE: Final = 16
_STEP: Final = 8


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is asked: words, or a whole number from 1 to ``most`` if that is not 0."""

    name: str
    label: str
    value: str = ""
    most: int = 0


Answers = Mapping[str, str]
Check = Callable[[Answers], str]
"""A sentence that says why an answer can't be taken, "" if it can."""


def _no_fault(_answers: Answers) -> str:
    return ""


class AskBar(QWidget):
    """Asks for fields, one beside the other. Enter takes them, Escape leaves."""

    answered = Signal(object)
    """The answers by name (a mapping of str to str)."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("askBar")
        self.setProperty("role", "bar")
        self.inputs: dict[str, QLineEdit | QSpinBox] = {}
        self._labels: list[QLabel] = []
        self._check: Check = _no_fault
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(_EDGE, _STEP, _EDGE, _STEP)
        self._row.setSpacing(_STEP)
        self.fault = QLabel(self)
        self.fault.setProperty("role", "caption")
        self.fault.setProperty("state", "over")
        self.fault.hide()
        self._take = QPushButton(_("Insert"), self)
        close = QPushButton(_("Close"), self)
        self._row.addStretch(0)  # all the room is the words', where words are asked for
        self._row.addWidget(self.fault)
        for button, run in ((self._take, self.accept), (close, self.dismiss)):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, run=run: run())
            self._row.addWidget(button)
        self.hide()

    def ask(self, fields: Sequence[Field], *, take: str, check: Check = _no_fault) -> None:
        """Ask for ``fields``; ``take`` is what the button says."""
        for old in (*self.inputs.values(), *self._labels):
            self._row.removeWidget(old)
            old.deleteLater()
        self.inputs, self._labels, self._check = {}, [], check
        for at, field in enumerate(fields):
            made = self._number(field) if field.most else self._words(field)
            made.setAccessibleName(field.label)
            self.inputs[field.name] = made
            if field.most:
                label = QLabel(field.label, self)
                label.setBuddy(made)
                self._labels.append(label)
                self._row.insertWidget(2 * at, label)
                self._row.insertWidget(2 * at + 1, made)
            else:
                self._row.insertWidget(at, made, 1)
        self._take.setText(take)
        self.fault.hide()
        self.show()
        first = next(iter(self.inputs.values()))
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        first.selectAll()

    def _number(self, field: Field) -> QSpinBox:
        box = inset(QSpinBox(self))
        box.setRange(1, field.most)
        box.setValue(int(field.value or 1))
        return box

    def _words(self, field: Field) -> QLineEdit:
        line = QLineEdit(field.value, self)
        line.setPlaceholderText(field.label)
        line.textEdited.connect(lambda _text: self.fault.hide())
        return line

    def answers(self) -> Answers:
        """What stands in the fields now."""
        return {name: made.text().strip() for name, made in self.inputs.items()}

    def accept(self) -> None:
        """Hand the answers on, or say what is wrong with them."""
        found = self.answers()
        wrong = self._check(found)
        if wrong:
            self.fault.setText(wrong)
            self.fault.show()
            next(iter(self.inputs.values())).setFocus()
            return
        self.dismiss()
        self.answered.emit(found)

    def dismiss(self) -> None:
        """Put the bar away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, Escape leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        else:
            super().keyPressEvent(event)

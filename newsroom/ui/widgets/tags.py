"""Several words from a list or of one's own, each a small chip that goes away at a click."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QToolButton, QWidget

from newsroom.i18n import _
from newsroom.news.fields import Spec
from newsroom.ui.widgets.field import (
    Field,
    Fittings,
    offer,
    offering,
    tab_before,
    takes_typed,
)
from newsroom.ui.widgets.flow import Flow

NARROWEST = 90  # px: room to type a word in


class TagsField(Field):
    """Keys of the list ``spec.source`` ("tags" if it names none), in the order they were put in.

    A typed name of the list means its entry; other words stand for themselves. Enter or a comma
    puts a word in, Backspace in the empty line takes the last one out.
    """

    def __init__(self, spec: Spec, fittings: Fittings, parent: QWidget | None = None) -> None:
        super().__init__(spec, fittings, parent)
        self._source = spec.source or "tags"
        self._keys: tuple[str, ...] = ()
        self._chips: list[QToolButton] = []
        self._flow = Flow(self)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(_("Add…"))
        self.line.setMinimumWidth(NARROWEST)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._offers = QStringListModel(self)
        self.line.textEdited.connect(self._typed)
        self.line.installEventFilter(self)
        self._flow.addWidget(self.line)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusProxy(self.line)
        self.refresh()

    def value(self) -> tuple[str, ...]:
        """The keys."""
        return self._keys

    def show_value(self, value: Iterable[str]) -> None:
        """Show these."""
        keys = tuple(value)
        if keys != self._keys:
            self._keys = keys
            self._draw()

    def controls(self) -> tuple[QWidget, ...]:
        """The line, then the chips."""
        return (self.line, *self._chips)

    def refresh(self) -> None:
        """Offer what the list holds now, and call the chips by their names."""
        self._names = dict(self.fittings.lists.choices(self._source))
        self._draw()

    def finish(self) -> None:
        """A word that waits for Enter is put in."""
        self._put(self.line.text())

    def mark_problem(self, on: bool) -> None:
        """Only the line is drawn so."""
        self.line.setProperty("problem", on)
        self.line.style().polish(self.line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, comma and Backspace in the line."""
        if watched is not self.line:
            if takes_typed(self.line, event):
                self._put(self.line.text())
                return True
            return super().eventFilter(watched, event)
        offer(self.line, event, self._offers, field=self, put=self._put)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not offering(self.line):
                if self.line.text().strip():
                    self._put(self.line.text())
                    return True
            elif key == Qt.Key.Key_Backspace and not self.line.text() and self._keys:
                self._take_out(self._keys[-1])
                return True
        elif event.type() == QEvent.Type.FocusOut and not offering(self.line):
            self._put(self.line.text())
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        # The Arabic comma and the semicolon part words as well.
        if any(text.endswith(mark) for mark in ",;،؛"):
            self._put(text[:-1])

    def _put(self, words: str) -> None:
        name = " ".join(words.split())
        self.line.clear()
        if not name:
            return
        by_name = {label.casefold(): key for key, label in self._names.items()}
        key = by_name.get(name.casefold(), name)
        if key not in self._keys:
            self._keys = (*self._keys, key)
            self._draw()
            self.edited.emit(self._keys)

    def _take_out(self, key: str) -> None:
        self._keys = tuple(each for each in self._keys if each != key)
        self._draw()
        self.line.setFocus()
        self.edited.emit(self._keys)

    def _draw(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(key) for key in self._keys]
        for place, chip in enumerate(self._chips):
            self._flow.insert(place, chip)
            chip.show()
        tab_before(self.line, self._chips)
        offers = [name for key, name in self._names.items() if key not in self._keys]
        self._offers.setStringList(offers)
        self.updateGeometry()

    def _chip(self, key: str) -> QToolButton:
        name = self._names.get(key, key)
        chip = QToolButton(self)
        chip.setProperty("role", "chip")
        chip.setText(f"{name}  ×")
        chip.setAccessibleName(_("Remove {name}").format(name=name))
        chip.setToolTip(_("Remove {name}").format(name=name))
        chip.clicked.connect(lambda: self._take_out(key))
        return chip

"""What everybody has on hand, as buttons in a line: a press shows theirs alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QWidget

from newsroom.i18n import _, figure, ngettext
from newsroom.news.staff import Person, Workload

HEIGHT = 34  # px
MOST = 40  # people; the busiest first


class LoadStrip(QScrollArea):
    """``chosen`` carries a person's id."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("What everybody has on hand"))
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("role", "form")
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(0, 2, 0, 2)
        self._row.setSpacing(4)
        self._row.addStretch(1)
        self.setWidget(inner)
        self.buttons: dict[int, QToolButton] = {}

    def show_loads(
        self, staff: Iterable[Person], loads: Mapping[int, Workload], chosen: int | None
    ) -> None:
        """Show who has work, the most first."""
        busy = [
            (person, loads[person.id])
            for person in staff
            if person.id in loads and loads[person.id].open and not person.collective
        ]
        busy.sort(key=lambda pair: (-pair[1].late, -pair[1].open, pair[0].name))
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for place, (person, load) in enumerate(busy[:MOST]):
            self._row.insertWidget(place, self._button(person, load, person.id == chosen))

    def _button(self, person: Person, load: Workload, on: bool) -> QToolButton:
        words = [person.name, str(load.open)]
        if load.late:
            words.append(ngettext("{n} late", "{n} late", load.late).format(n=load.late))
        button = QToolButton(self)
        button.setProperty("role", "chip")
        button.setProperty("tone", "danger" if load.late and not on else "")
        button.setText(" · ".join(words))
        button.setCheckable(True)
        button.setChecked(on)
        spoken = ngettext(
            "{name}: {n} open story, {words} words due",
            "{name}: {n} open stories, {words} words due",
            load.open,
        ).format(name=person.name, n=figure(load.open), words=figure(load.words_due))
        button.setToolTip(spoken)
        button.setAccessibleName(spoken)
        button.clicked.connect(partial(self._press, person.id))
        self.buttons[person.id] = button
        return button

    def _press(self, person: int, _on: bool = False) -> None:
        self.chosen.emit(person)

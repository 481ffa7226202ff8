"""What everybody has on hand, as buttons in a line: a press shows theirs alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from newsroom.i18n import _, figure, ngettext
from newsroom.news.staff import Person, Workload

HEIGHT = 34  # px
GAP = 4  # px between two
MOST = 40  # people; the busiest first


class LoadStrip(QWidget):
    """``chosen`` carries a person's id. Who finds no room in the line is in its menu."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("What everybody has on hand"))
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(0)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 2, 0, 2)
        self._row.setSpacing(GAP)
        self.more = QToolButton(self)
        self.more.setProperty("role", "chip")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more.setMenu(QMenu(self.more))
        self._row.addWidget(self.more)
        self._row.addStretch(1)
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
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Who has room is another."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The sheet has dressed the buttons now: they know how wide they are."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show whole buttons only; whoever was chosen is among them, the others are in the menu."""
        menu = self.more.menu()
        menu.clear()
        self.more.setText(_("{n} more").format(n=len(self.buttons)))  # at its widest
        wide = {person: button.sizeHint().width() + GAP for person, button in self.buttons.items()}
        room = self.width()
        if sum(wide.values()) > room:
            room -= self.more.sizeHint().width() + GAP
        first = sorted(wide, key=lambda person: not self.buttons[person].isChecked())
        shown: set[int] = set()
        for person in first:
            room -= wide[person]
            if room < 0:
                break
            shown.add(person)
        for person, button in self.buttons.items():
            button.setVisible(person in shown)
            if person not in shown:
                menu.addAction(button.text()).triggered.connect(partial(self._press, person))
        left = len(self.buttons) - len(shown)
        self.more.setVisible(bool(left))
        self.more.setText(_("{n} more").format(n=left))
        self.more.setAccessibleName(
            ngettext("{n} more person with work", "{n} more people with work", left).format(n=left)
        )

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

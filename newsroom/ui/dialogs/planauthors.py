"""Whom the authors of an import are taken for: those that the staff does not settle are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QScrollArea, QWidget

from newsroom.desk.arriving import GUEST, JOINS, Author
from newsroom.i18n import _, ngettext
from newsroom.news.rights import Right

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

MOST_AUTHORS = 60  # that are asked about one by one; the rest stands as the plan has it
_HEIGHT = 132  # px: four of them, and a hint that there are more


class PlanAuthors(QScrollArea):
    """A box for each of them. ``head`` says how many there are; it is laid out by the dialog."""

    def __init__(self, bench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self.who: dict[str, QComboBox] = {}
        self.setWidgetResizable(True)
        self.setMaximumHeight(_HEIGHT)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.head = QLabel(parent)
        self.head.setProperty("role", "strong")
        self.head.setWordWrap(True)

    def people(self) -> dict[str, int | str]:
        """Who each is taken for: a staff entry's number, GUEST or JOINS."""
        return {name: box.currentData() for name, box in self.who.items()}

    def show_authors(self, authors: tuple[Author, ...]) -> None:
        """Ask about these; the widget and its head hide where nobody is to be asked about."""
        asked = [one for one in authors if one.staff is None or len(one.might) > 1 or one.joins]
        asked.sort(key=lambda one: -one.stories)  # where there are many: who wrote most
        head = ngettext("{n} author to match", "{n} authors to match", len(asked))
        words = head.format(n=f"{len(asked):,}")
        if len(asked) > MOST_AUTHORS:
            rest = _("those of most stories are asked about, the others stand as the plan has it")
            words = f"{words}; {rest}"
        self.head.setText(words)
        inside = QWidget(self)
        form = QFormLayout(inside)
        form.setContentsMargins(0, 0, 8, 0)
        form.setSpacing(4)
        self.who = {}
        for one in asked[:MOST_AUTHORS]:
            box = QComboBox(inside)
            box.setAccessibleName(one.name)
            box.addItem(_("Stands as a guest"), GUEST)
            if not self._bench.refusals.get(Right.MANAGE_STAFF):
                box.addItem(_("Becomes new on the staff"), JOINS)
            likely = sorted(self._bench.lists.staff, key=lambda person: person.id not in one.might)
            for person in likely:
                box.addItem(person.name, person.id)
            chosen = one.staff if one.staff is not None else JOINS if one.joins else GUEST
            box.setCurrentIndex(max(0, box.findData(chosen)))
            stories = ngettext("{n} story", "{n} stories", one.stories).format(n=one.stories)
            form.addRow(f"{one.name} ({stories})", box)
            self.who[one.name] = box
        self.setWidget(inside)
        self.setVisible(bool(asked))
        self.head.setVisible(bool(asked))

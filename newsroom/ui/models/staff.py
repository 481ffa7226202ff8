"""The rows of the staff directory: people and collectives with what they have on hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from newsroom.i18n import _, figure, ngettext
from newsroom.news.staff import Person, Workload

PERSON = Qt.ItemDataRole.UserRole + 1
LOAD = Qt.ItemDataRole.UserRole + 2

Index = QModelIndex | QPersistentModelIndex


def on_hand(load: Workload) -> str:
    """What somebody has on hand, in words ("3 open, 900 words due, 1 late")."""
    parts = [ngettext("{n} open", "{n} open", load.open).format(n=load.open)]
    if load.words_due:
        words = ngettext("{n} word due", "{n} words due", load.words_due)
        parts.append(words.format(n=figure(load.words_due)))
    if load.late:
        parts.append(ngettext("{n} late", "{n} late", load.late).format(n=load.late))
    parts.append(
        ngettext("{n} published", "{n} published", load.published).format(n=load.published)
    )
    return ", ".join(parts)


class StaffModel(QAbstractListModel):
    """Who is shown: those whose name, title, e-mail or desk holds the words of the search box."""

    def __init__(self) -> None:
        super().__init__()
        self._everybody: tuple[Person, ...] = ()
        self._loads: Mapping[int, Workload] = {}
        self._words = ""
        self._left = False
        self._shown: list[Person] = []

    def fill(self, people: Sequence[Person], loads: Mapping[int, Workload]) -> None:
        """Show these people."""
        self._everybody, self._loads = tuple(people), loads
        self._narrow()

    def narrow(self, words: str, *, left: bool) -> None:
        """Show those that the words find; with ``left`` also who works here no more."""
        self._words, self._left = words, left
        self._narrow()

    def person(self, row: int) -> Person | None:
        """Who stands in that row."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def place(self, number: int) -> int:
        """The row of a person; -1 if they are not shown."""
        return next((row for row, one in enumerate(self._shown) if one.id == number), -1)

    def _narrow(self) -> None:
        wanted = self._words.casefold().split()
        shown = [
            person
            for person in self._everybody
            if (person.active or self._left) and all(word in _told(person) for word in wanted)
        ]
        shown.sort(key=lambda one: (not one.active, not one.collective, one.name))
        if [one.id for one in shown] == [one.id for one in self._shown]:
            self._shown = shown  # the same people: the row with the keyboard stays
            if shown:
                self.dataChanged.emit(self.index(0), self.index(len(shown) - 1))
            return
        self.beginResetModel()
        self._shown = shown
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A person for the delegate, and words for a screen reader."""
        person = self.person(index.row())
        if person is None:
            return None
        load = self._loads.get(person.id, Workload())
        if role == PERSON:
            return person
        if role == LOAD:
            return load
        if role == Qt.ItemDataRole.DisplayRole:
            return person.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            gone = "" if person.active else _("left")
            parts = (person.name, person.title, gone, on_hand(load))
            return ", ".join(part for part in parts if part)
        return None


def _told(person: Person) -> str:
    parts = (person.name, person.byline, person.initials, person.title, person.email, *person.desks)
    return " ".join(parts).casefold()

"""What is typed behind words that became bold by their signs, once steps back and forth lead there.

Right after ``**x**`` the next letter is plain again. Qt's stack keeps texts and their looks, and
not what the next letter was to have: after a step back and forth it went on bold.
"""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument

from newsroom.text.document import Marks
from newsroom.values import dataclass


@dataclass(frozen=True, slots=True)
class _Place:
    """Behind the words: where the caret stood, in which text, and the marks of the next letter."""

    caret: int
    text: str
    marks: Marks


class Dressed:
    """Remembers for each step of one document that dressed words what stood around them."""

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._places: dict[int, _Place] = {}  # by how many of Qt's steps can be taken back there

    def note(self, cursor: QTextCursor, marks: Marks) -> None:
        """Words were just dressed that end at the cursor; the next letter has ``marks``."""
        steps = self._document.availableUndoSteps()
        self._places = {at: place for at, place in self._places.items() if at < steps}
        self._places[steps] = _Place(cursor.position(), cursor.block().text(), marks)

    def forget(self) -> None:
        """What could be undone is gone."""
        self._places = {}

    def marks_at(self, cursor: QTextCursor) -> Marks | None:
        """The marks of the next letter where a step led that dressed words; None elsewhere."""
        place = self._places.get(self._document.availableUndoSteps())
        here = place is not None and (place.caret, place.text) == (
            cursor.position(),
            cursor.block().text(),
        )
        return place.marks if place is not None and here else None

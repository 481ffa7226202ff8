"""Places in a story that fit what is looked for: found, marked, and replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRegularExpression
from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from newsroom.ui.editor.looks import Inks
from newsroom.ui.editor.positions import inward
from newsroom.ui.editor.titles import TitleField

_GROUP: Final = re.compile(r"\\(\d)|\$(\d)|\\(n|t|\\)|\$\$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    words: str
    case: bool = False
    whole: bool = False
    pattern: bool = False

    def expression(self) -> QRegularExpression:
        """The search as Qt's pattern, which has a limit of steps and so can't hang the window."""
        text = self.words if self.pattern else QRegularExpression.escape(self.words)
        if self.whole:
            text = rf"(?<!\w)(?:{text})(?!\w)"
        options = (
            QRegularExpression.PatternOption.UseUnicodePropertiesOption
            | QRegularExpression.PatternOption.MultilineOption
        )
        if not self.case:
            options |= QRegularExpression.PatternOption.CaseInsensitiveOption
        return QRegularExpression(text, options)


@dataclass(frozen=True, slots=True)
class Place:
    """Something found: which text it lies in, from where to where (document positions)."""

    editor: QTextEdit
    start: int
    end: int
    groups: tuple[str, ...]


def places(editor: QTextEdit, expression: QRegularExpression) -> Iterator[Place]:
    """Everything in one editor that fits, in order; nothing empty, nothing across blocks."""
    block: QTextBlock = editor.document().begin()
    while block.isValid():
        text = block.text()
        if text:
            found = expression.globalMatch(text)
            while found.hasNext():
                match = found.next()
                # Pictures and raw tags are no words: what holds one is not touched.
                if match.capturedLength() > 0 and "\ufffc" not in match.captured():
                    yield Place(
                        editor,
                        block.position() + match.capturedStart(),
                        block.position() + match.capturedEnd(),
                        tuple(match.capturedTexts()),
                    )
        block = block.next()


class Stretch:
    """A part of one text, which keeps its place while the text changes."""

    def __init__(self, editor: QTextEdit) -> None:
        """What is selected there now."""
        self.editor = editor
        chosen = editor.textCursor()
        self._start, self._end = QTextCursor(chosen), QTextCursor(chosen)
        self._start.setPosition(chosen.selectionStart())
        self._end.setPosition(chosen.selectionEnd())
        self._start.setKeepPositionOnInsert(True)  # what replaces its first word belongs to it

    @property
    def cursor(self) -> QTextCursor:
        """It, selected."""
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(self._start.position())
        cursor.setPosition(self._end.position(), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def holds(self, place: Place) -> bool:
        """Whether the place lies in it."""
        inside = self._start.position() <= place.start and place.end <= self._end.position()
        return inside and place.editor is self.editor


def fill(template: str, groups: Sequence[str]) -> str:
    r"""The replacement of a pattern: ``\1`` or ``$1`` stand for what the groups held."""

    def part(found: re.Match[str]) -> str:
        number = found[1] or found[2]
        if number is not None:
            index = int(number)
            return groups[index] if index < len(groups) else ""
        return {"n": "\n", "t": "\t", "\\": "\\"}.get(found[3] or "", "$")

    return _GROUP.sub(part, template)


def replace_all(found: Sequence[Place], replacement: str, *, pattern: bool) -> int:
    """Replace every place; one undo step in each text that holds some. Gives how many."""
    for editor in dict.fromkeys(place.editor for place in found):
        cursor = editor.textCursor()  # an undo puts the caret back there
        cursor.beginEditBlock()
        for place in reversed([p for p in found if p.editor is editor]):
            put(cursor, place, replacement, pattern=pattern)
        cursor.endEditBlock()
    return len(found)


def put(cursor: QTextCursor, place: Place, replacement: str, *, pattern: bool) -> None:
    """Put the replacement in a place, in the looks of its first letter."""
    cursor.setPosition(place.start + 1)
    looks: QTextCharFormat = cursor.charFormat()
    cursor.setPosition(place.start)
    cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
    text = fill(replacement, place.groups) if pattern else replacement
    if isinstance(place.editor, TitleField) and "\n" in text:
        text = place.editor.fitting(text)
    cursor.insertText(inward(text), looks)


def mark(editor: QTextEdit, found: Sequence[Place], stretch: Stretch | None, colours: Inks) -> None:
    """Mark what was found in one text, and the part of it that was looked through."""
    marks = []
    if stretch is not None and stretch.editor is editor:
        marks.append(_mark(stretch.cursor, colours.card))
    for place in found:
        if place.editor is editor:
            cursor = QTextCursor(editor.document())
            cursor.setPosition(place.start)
            cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
            marks.append(_mark(cursor, colours.found))
    editor.setExtraSelections(marks)


def _mark(cursor: QTextCursor, colour: QColor) -> QTextEdit.ExtraSelection:
    made = QTextEdit.ExtraSelection()
    made.format.setBackground(colour)
    made.cursor = cursor
    return made

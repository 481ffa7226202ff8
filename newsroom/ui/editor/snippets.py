"""Puts snippets into a text, expands abbreviations, and walks the fields of what was put in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QTextEdit

from newsroom.ui.editor.positions import to_units, units
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.titles import TitleField

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane

_ENDS: Final = frozenset(" .,;:!?)\"'»،؛؟")
"""Letters behind which an abbreviation becomes what it stands for."""
_LEADS: Final = "([{\"'“‘«‹"  # signs that may stand right before an abbreviation
_SIGNS: Final = frozenset("*_`~^[<>#\n|")  # a text with none of them is no Markdown
_KEEP: Final = QTextCursor.MoveMode.KeepAnchor


class Walk(NamedTuple):
    """What was put in last and still has fields."""

    editor: QTextEdit
    start: QTextCursor
    end: QTextCursor


class SnippetHand:
    """Works on the texts of one pane."""

    def __init__(self, pane: EditorPane) -> None:
        self._pane = pane
        self.walk: Walk | None = None
        """What was put in last, while its fields are being filled. (No property: keys ask.)"""

    def forget(self) -> None:
        """Another story comes into the pane."""
        self.walk = None

    # Abbreviations.

    def expand(self, editor: QTextEdit, before: str) -> bool:
        """A letter was typed, the last of ``before``: was there an abbreviation that it ends?"""
        short = self._short(before)
        text = self._pane.workbench.snippets.expansion(short) if short else ""
        if not text:
            return False
        cursor = editor.textCursor()
        end = cursor.position() - 1
        start = end - units(short)
        self._put(editor, start, end, text)
        return True

    def abbreviated(self, before: str) -> bool:
        """Whether the word that the last letter of ``before`` ends is an abbreviation."""
        short = self._short(before)
        return bool(short) and bool(self._pane.workbench.snippets.expansion(short))

    @staticmethod
    def _short(before: str) -> str:
        """The word that ends right before the last letter, "" where that ends none."""
        if before[-1] not in _ENDS or before[-2:-1].isspace():
            return ""
        words = before[:-1].rsplit(None, 1)
        return words[-1].lstrip(_LEADS) if words else ""

    # Snippets.

    def insert(self, text: str) -> None:
        """Put a snippet in at the caret, in the place of what is selected."""
        editor = self._pane.titles.focused() or self._pane.view
        cursor = editor.textCursor()
        self._put(editor, cursor.selectionStart(), cursor.selectionEnd(), text)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put(self, editor: QTextEdit, start: int, end: int, text: str) -> None:
        """Put ``text`` in the place of a stretch, as one undo step, and go to its first field."""
        if isinstance(editor, RichView):
            editor.complete()
        document = editor.document()
        opening, closing = QTextCursor(document), QTextCursor(document)
        opening.setPosition(start)
        opening.setKeepPositionOnInsert(True)
        closing.setPosition(end)
        work = editor.textCursor()  # an undo puts the caret back there
        work.beginEditBlock()
        # The old words go last: what is typed next would become part of this step otherwise.
        if isinstance(editor, RichView) and not _SIGNS.isdisjoint(text):
            work.setPosition(start)
            work.setPosition(end, _KEEP)
            work.removeSelectedText()
            at = QTextCursor(work)
            editor.setTextCursor(at)
            from newsroom.text.document import Document
            from newsroom.ui.editor.copied import foreign

            new_id = editor.structure.dress.new_id
            editor.clipboard.insert(tuple(foreign(Document.open(text).blocks, new_id)))
        else:
            if isinstance(editor, TitleField):
                text = editor.fitting(text)
            work.setPosition(end)
            looks = work.charFormat()
            work.insertText(text, looks)
            if end > start:
                work.setPosition(start)
                work.setPosition(end, _KEEP)
                work.removeSelectedText()
        work.endEditBlock()
        from newsroom.ui.snippets import FIELD

        self.walk = Walk(editor, opening, closing) if FIELD.search(text) else None
        if self.walk is not None:
            # Not the cursor that marks the beginning: the editor's own has to move with the words.
            first = QTextCursor(document)
            first.setPosition(opening.position())
            editor.setTextCursor(first)
            self.step(1)
        editor.ensureCursorVisible()

    # Fields.

    def press(self, editor: QTextEdit, event: QKeyEvent) -> bool:
        """Tab and Shift+Tab walk the fields, Escape ends it."""
        walk = self.walk
        if walk is None:
            return False
        key = event.key()
        if key not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape):
            return False
        here = editor.textCursor().position()
        inside = walk.start.position() <= here <= walk.end.position()
        if editor is not walk.editor or not inside or key == Qt.Key.Key_Escape:
            self.walk = None
            return key == Qt.Key.Key_Escape and inside
        return self.step(1 if key == Qt.Key.Key_Tab else -1)

    def step(self, way: int) -> bool:
        """Choose the next field (+1) or the one before (-1); False once none is left."""
        walk = self.walk
        if walk is None:
            return False
        found = self._fields(walk)
        if not found:
            self.walk = None
            cursor = walk.editor.textCursor()
            cursor.setPosition(walk.end.position())
            walk.editor.setTextCursor(cursor)
            return True
        cursor = walk.editor.textCursor()
        low, high = cursor.selectionStart(), cursor.selectionEnd()
        if way > 0:
            here = [field for field in found if field[0] >= (high if high > low else low)]
            start, end = here[0] if here else found[0]
        else:
            here = [field for field in found if field[1] <= low]
            start, end = here[-1] if here else found[-1]
        cursor.setPosition(start)
        cursor.setPosition(end, _KEEP)
        walk.editor.setTextCursor(cursor)
        return True

    def _fields(self, walk: Walk) -> list[tuple[int, int]]:
        from newsroom.ui.snippets import FIELD

        block = walk.start.block()
        first, last = walk.start.position(), walk.end.position()
        found = []
        while block.isValid() and block.position() <= last:
            text, base = block.text(), block.position()
            for field in FIELD.finditer(text):
                low = base + to_units(text, field.start())
                high = base + to_units(text, field.end())
                if low >= first and high <= last:
                    found.append((low, high))
            block = block.next()
        return found

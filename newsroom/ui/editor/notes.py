"""Footnotes: put in, jumped to and from, taken out. Told in the source, so that both views can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.text.document import newline
from newsroom.text.footnotes import Footnote, footnotes, next_id, renumber

if TYPE_CHECKING:
    from PySide6.QtGui import QTextCursor

    from newsroom.ui.editor.pane import EditorPane


class Notes:
    """The footnotes of one story."""

    def __init__(self, pane: EditorPane) -> None:
        self._pane = pane

    def insert_or_jump(self) -> None:
        """A new footnote at the caret; at one, or in its text, over to the other end of it."""
        if not self.jump():
            self.insert()

    def _here(self) -> tuple[str, int]:
        body, view = self._pane.body, self._pane.view
        return body.text(), body.offset(view.textCursor().position())

    def insert(self) -> None:
        """Put a footnote in at the caret; the caret goes where its text is written."""
        source, at = self._here()
        name = next_id(source)
        mark = f"[^{name}]"
        defined = [note.definition[1] for note in footnotes(source) if note.definition]
        end = max(defined, default=len(source.rstrip()))
        line = newline(source)
        gap = line if defined else 2 * line
        if end < at:
            return  # behind the last definition there is no text to note
        made = f"{source[:at]}{mark}{source[at:end]}{gap}{mark}: {source[end:] or line}"
        numbered = renumber(made)
        if mark not in source and self._fits(source, made):
            self._pane.body.put(numbered, self._text_of(numbered, self._number_at(numbered, at)))

    def _fits(self, source: str, made: str) -> bool:
        """Whether the new mark is a footnote where it stands, and nothing else became one."""
        before, after = footnotes(source), footnotes(made)
        cited = sum(len(note.references) for note in before)
        return (
            len(after) == len(before) + 1
            and sum(len(note.references) for note in after) == cited + 1
        )

    def _number_at(self, source: str, at: int) -> Footnote | None:
        return next(
            (n for n in footnotes(source) for low, _high in n.references if low == at), None
        )

    def _text_of(self, source: str, note: Footnote | None) -> int:
        """Where the words of a footnote end in the source."""
        return note.definition[1] if note is not None and note.definition else len(source)

    def jump(self) -> bool:
        """From a footnote's mark to its text, from its text to its first mark."""
        source, at = self._here()
        for note in footnotes(source):
            if note.definition is None:
                continue
            if any(low < at <= high for low, high in note.references):
                self._pane.go_to(note.definition[1])
                return True
            if note.definition[0] <= at <= note.definition[1]:
                if note.references:
                    self._pane.go_to(note.references[0][1])
                return True
        return False

    def follow(self, cursor: QTextCursor) -> bool:
        """Jump from the footnote at ``cursor`` (a click with Ctrl); False where there is none."""
        self._pane.view.setTextCursor(cursor)
        return self.jump()

    def remove(self, name: str) -> bool:
        """Take a footnote out, its mark and its text, and count the others anew."""
        source = self._pane.body.text()
        note = next((n for n in footnotes(source) if n.id == name), None)
        if note is None or len(note.references) != 1 or note.definition is None:
            return False
        low, high = note.references[0]
        start, end = note.definition
        while end < len(source) and source[end] in "\r\n":
            end += 1
        without = source[:low] + source[high:start] + source[end:]
        if end == len(source):
            without = without.rstrip("\r\n") + newline(source)
        self._pane.body.put(renumber(without), low)
        return True

    def renumber(self) -> None:
        """Let the footnotes count up in the order in which they are cited."""
        source, at = self._here()
        made = renumber(source)
        if made != source:
            self._pane.body.put(made, min(at, len(made)))

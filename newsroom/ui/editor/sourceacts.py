"""What keys and the toolbar do with lines of the Markdown: lists go on, items move, signs come and
go around words and before lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from newsroom.ui.editor.items import INDENT, going_on, is_item, left, moved
from newsroom.ui.editor.positions import to_index, to_units

_PAIRS: Final = {
    "bold": "**",
    "italic": "*",
    "strike": "~~",
    "code": "`",
    "sub": "~",
    "sup": "^",
    "noted": "%%",
}
_ABOVE: Final = 500  # lines above that can say how an item counts on
_HEAD: Final = re.compile(r"#{1,6}[ \t]+")


class SourceActs:
    """Acts on the lines of one Markdown view, each as one undo step."""

    def __init__(self, view: QTextEdit) -> None:
        self._view = view

    def go_on(self) -> bool:
        """Enter in a list or quote: the next line begins like this one; an empty one ends it.
        False elsewhere."""
        cursor = self._view.textCursor()
        block = cursor.block()
        line = block.text()
        found = going_on(line)
        if found is None or cursor.hasSelection():
            return False
        start, lead, empty = found
        if cursor.positionInBlock() < to_units(line, start):
            return False
        if empty:
            cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            lines = self._lines_to(block)
            out = left(lines, len(lines) - 1)
            # Words right below an item or a quotation would be taken into it.
            cursor.insertText(out if is_item(out) else f"{out.rstrip()}\n{out}")
        else:
            cursor.insertText("\n" + lead)
        self._view.setTextCursor(cursor)
        self._view.ensureCursorVisible()
        return True

    def _lines_to(self, block: QTextBlock) -> list[str]:
        """The lines above a block that may count for it, and its own as the last."""
        above = block.document().findBlockByNumber(max(0, block.blockNumber() - _ABOVE))
        lines = []
        while above.isValid() and above != block:
            lines.append(above.text())
            above = above.next()
        return [*lines, block.text()]

    def indent(self) -> None:
        """Tab: the chosen items move in; elsewhere the caret does."""
        cursor = self._view.textCursor()
        if cursor.hasSelection() or is_item(cursor.block().text()):
            self._move_items(1)
        else:
            cursor.insertText(INDENT)

    def outdent(self) -> bool:
        """The chosen items move out; False where there is nothing to move."""
        first = self._view.document().findBlock(self._view.textCursor().selectionStart()).text()
        if not first.startswith((" ", "\t")) and moved([first], 0, -1) == first:
            return False
        self._move_items(-1)
        return True

    def _move_items(self, way: int) -> None:
        first = self._view.document().findBlock(self._view.textCursor().selectionStart())
        lines = self._lines_to(first)[:-1]

        def change(line: str) -> str:
            lines.append(line)
            lines[-1] = moved(lines, len(lines) - 1, way)
            return lines[-1]

        self._each_line(change)

    def _each_line(self, change: Callable[[str], str]) -> None:
        cursor = self._view.textCursor()
        document = self._view.document()
        block = document.findBlock(cursor.selectionStart())
        last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
        work = QTextCursor(cursor)
        work.beginEditBlock()
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            old, new = block.text(), change(block.text())
            if old != new:
                # Only the front differs, so that the caret stays on its words.
                same = 0
                while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
                    same += 1
                work.setPosition(block.position())
                work.setPosition(
                    block.position() + to_units(old, len(old) - same),
                    QTextCursor.MoveMode.KeepAnchor,
                )
                work.insertText(new[: len(new) - same])
            block = block.next()
        work.endEditBlock()

    # Formats, as Markdown.

    def wrap(self, name: str) -> None:
        """Put bold, italic, strike or code signs around the selection, or take them off. A caret
        right before the signs that end what it stands in goes behind them."""
        sign = _PAIRS[name]
        cursor = self._view.textCursor()
        if not cursor.hasSelection() and self._leave(cursor, sign):
            return
        document = self._view.document()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        outer = QTextCursor(document)
        outer.setPosition(max(0, start - len(sign)))
        outer.setPosition(
            min(end + len(sign), document.characterCount() - 1), QTextCursor.MoveMode.KeepAnchor
        )
        text = outer.selectedText()
        work = QTextCursor(cursor)
        work.beginEditBlock()
        if len(text) >= 2 * len(sign) and text.startswith(sign) and text.endswith(sign):
            outer.insertText(text[len(sign) : len(text) - len(sign)])
            start -= len(sign)
            end -= len(sign)
        else:
            work.setPosition(end)
            work.insertText(sign)
            work.setPosition(start)
            work.insertText(sign)
            start += len(sign)
            end += len(sign)
        work.endEditBlock()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self._view.setTextCursor(cursor)

    def _leave(self, cursor: QTextCursor, sign: str) -> bool:
        """Go behind the sign at the caret, if it closes what was opened before in this line."""
        line = cursor.block().text()
        at = to_index(line, cursor.positionInBlock())
        before, behind = line[:at], line[at:]
        letter = re.escape(sign[0])
        alone = re.compile(rf"(?<!{letter}){re.escape(sign)}(?!{letter})")
        # ``**|**`` is empty: there the signs are taken off.
        if before.endswith(sign[0]) or not alone.match(behind):
            return False
        if len(alone.findall(before)) % 2 == 0:
            return False
        cursor.setPosition(cursor.position() + len(sign))  # not Right, which goes back in Persian
        self._view.setTextCursor(cursor)
        return True

    def prefix(self, name: str) -> None:
        """Make the chosen lines headings, items or quotes by their signs, or take the signs off."""
        if name.startswith("heading") or name == "paragraph":
            sign = "#" * int(name[7:]) + " " if name != "paragraph" else ""

            def change(line: str) -> str:
                bare = _HEAD.sub("", line, count=1)
                return bare if line == sign + bare else sign + bare

            self._each_line(change)
            return
        sign = {"bullets": "- ", "numbers": "1. ", "tasks": "- [ ] ", "quote": "> "}[name]
        self._each_line(
            lambda line: (
                line[len(sign) :] if line.startswith(sign) else (sign + line if line else line)
            )
        )

    def insert_block(self, text: str) -> None:
        """Put Markdown of a block of its own below the caret's line."""
        cursor = self._view.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        above = cursor.block().previous()
        lead = "\n\n" if cursor.block().text() else "\n" if above.text() else ""
        cursor.insertText(f"{lead}{text}\n\n")
        cursor.endEditBlock()
        self._view.setTextCursor(cursor)
        self._view.ensureCursorVisible()

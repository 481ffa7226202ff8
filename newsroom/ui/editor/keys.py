"""What Enter, Tab, Backspace and a few typed signs mean in lists, quotes, code and tables."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextCharFormat, QTextCursor

from newsroom.text.document import Block, BlockKind, Link, Marks
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.formats import VERBATIM, Formats, block_of, kind_of, marks_of
from newsroom.ui.editor.joins import Joins
from newsroom.ui.editor.lean import is_right, lean
from newsroom.ui.editor.links import tidy_address
from newsroom.ui.editor.marks import Change, linked, remark, takes_marks
from newsroom.ui.editor.mirrored import there
from newsroom.ui.editor.nesting import CELLS, list_depth
from newsroom.ui.editor.positions import to_index, to_units
from newsroom.ui.editor.reader import pieces
from newsroom.ui.editor.structure import Structure
from newsroom.ui.editor.tables import Tables

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LINE: Final = "\u2028"
_CODE_INDENT: Final = "    "
_NO_KEYS: Final = Qt.KeyboardModifier.NoModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier

# What turns into something when a space is typed behind it at a paragraph's start. A sentence may
# begin with a year; no list does. In Persian a hyphen behind the number is as usual as a full stop.
_SIGN: Final = re.compile(
    r"(?P<heading>#{1,6})|(?P<bullet>[-*+])|(?P<number>\d{1,2}(?=[.)])|[۰-۹٠-٩]{1,2}(?=-))[-.)]"
    r"|(?P<quote>>)"
    r"|\[(?P<task>[ xX]?)\]"
)
_LONGEST_SIGN: Final = 6
# What turns into something when Enter is pressed behind it as a paragraph of its own.
_FENCE: Final = re.compile(r"(?P<fence>`{3,}|~{3,})[ ]*(?P<info>[^`]*)")
_RULE: Final = re.compile(r"(?:-{3,}|\*{3,}|_{3,})")
_FLAGS: Final = {
    "***": {"bold": True, "italic": True},
    "**": {"bold": True},
    "*": {"italic": True},
    "~~": {"strike": True},
    "~": {"sub": True},
    "^": {"sup": True},
    "`": {"code": True},
}
# Words between marks, up to the caret. No mark in the words, no space at their edges, no letter
# before the first mark (5*3*4), none escaped. Low and high words stand behind a letter: m^2^.
_DRESSED: Final = re.compile(
    r"(?<![\\\w*])(?P<star>\*{1,3})(?=[^\s*])[^*\u2028]{0,1000}?(?<=[^\s*\\])(?P=star)"
    r"|(?<![\\\w])(?P<line>_{1,3})(?=[^\s_])[^_\u2028]{0,1000}?(?<=[^\s_\\])(?P=line)"
    r"|(?<![\\~])(?P<wave>~~)(?=[^\s~])[^~\u2028]{0,1000}?(?<=[^\s~\\])~~"
    r"|(?<=\w)(?P<low>~)(?=[^\s~])[^~\s]{0,100}?(?<=[^\s~\\])~"
    r"|(?<=\w)(?P<high>\^)(?=[^\s^])[^\^\s\[\]]{0,100}?(?<=[^\s^\\])\^"
    r"|(?<![\\`])(?P<tick>`)(?=[^\s`])[^`\u2028]{0,1000}?(?<=[^\s`])`"
    r"|(?<![\\!\]])\[(?P<words>[^\[\]\u2028]{1,1000})(?<!\\)\]\((?P<href>[^()\s\u2028]{1,2000})\)"
)
_SIGNS: Final = ("star", "line", "wave", "low", "high", "tick")
_REACH: Final = 3_100  # characters before the caret that can be the dressed words


class Keys:
    """The keys of the rich view that Qt would get wrong."""

    def __init__(
        self, formats: Formats, structure: Structure, joins: Joins, tables: Tables
    ) -> None:
        self._formats = formats
        self._tables = tables
        self._structure = structure
        self._joins = joins

    def press(self, cursor: QTextCursor, event: QKeyEvent) -> bool:
        """Handle a key. ``cursor`` then stands where the caret should; False passes the key on."""
        key = event.key()
        mods = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTER and mods in (_NO_KEYS, _SHIFT):
            self._enter(cursor, hard=mods == _SHIFT)
            return True
        if key == Qt.Key.Key_Tab and mods == _NO_KEYS:
            self._tab(cursor)
            return True
        if key == Qt.Key.Key_Backtab:
            return self._backtab(cursor)
        if key == Qt.Key.Key_Backspace and mods in (_NO_KEYS, _SHIFT):
            return self._joins.back(cursor)
        if key == Qt.Key.Key_Delete and mods == _NO_KEYS:
            return self._joins.forward(cursor)
        return False

    # Enter.

    def _enter(self, cursor: QTextCursor, *, hard: bool) -> None:
        with step(cursor):
            if cursor.hasSelection():
                self._joins.remove(cursor)
            block = cursor.block()
            kind = kind_of(block.blockFormat())
            if kind in CELLS:
                self._row_below(cursor)
            elif kind in VERBATIM:
                self._code_line(cursor, block, kind)
            elif hard and kind not in (BlockKind.HEADING, BlockKind.RULE):
                cursor.insertText(_LINE, self._emphasis(cursor, block))
            elif not self._sign_line(cursor, block, kind):
                back = is_right(block)
                self._split(cursor, block, kind)
                if back:
                    lean(cursor)

    def _split(self, cursor: QTextCursor, block: QTextBlock, kind: str) -> None:
        own = block_of(block.blockFormat())
        empty = block.length() == 1
        at_end = cursor.position() == block.position() + block.length() - 1
        if kind == BlockKind.RULE:
            self.go_below(cursor)
        elif empty and own.stack:
            self._leave_empty(cursor, block, own)
        elif kind == BlockKind.HEADING and at_end and not empty:
            self._insert(cursor, own, kind=BlockKind.PARAGRAPH, level=0, item=None)
        elif kind == BlockKind.HEADING and cursor.position() == block.position():
            self._insert(cursor, own)
            above = cursor.block().previous()
            self._structure.dress(QTextCursor(above), above, kind=BlockKind.PARAGRAPH, level=0)
        else:
            looks = None if at_end else self._emphasis(cursor, block)
            facts: dict[str, Any] = {"task": False} if own.task is not None else {}
            self._insert(cursor, own, looks=looks, **facts)

    def go_below(self, cursor: QTextCursor) -> None:
        """A new paragraph below the caret's rule, which holds no words. Call it inside a step."""
        block = cursor.block()
        cursor.setPosition(block.position() + block.length() - 1)
        self._insert(cursor, block_of(block.blockFormat()), kind=BlockKind.PARAGRAPH)

    def _leave_empty(self, cursor: QTextCursor, block: QTextBlock, own: Block) -> None:
        """Enter in an empty line: a further paragraph becomes an item, an item leaves the list."""
        depth = list_depth(block)
        if own.item is None and depth is not None and depth == len(own.stack) - 1:
            self._structure.dress(QTextCursor(block), block, item=depth)
        else:
            self._structure.wraps.step_out(cursor)

    def _insert(
        self,
        cursor: QTextCursor,
        like: Block,
        *,
        looks: QTextCharFormat | None = None,
        **facts: Any,
    ) -> None:
        fmt = self._formats.block(replace(like, **facts))
        cursor.insertBlock(fmt, looks or self._formats.for_block(fmt))

    def _emphasis(self, cursor: QTextCursor, block: QTextBlock) -> QTextCharFormat:
        """The caret's bold, italic and strike, without link, code and the like."""
        marks = marks_of(cursor.charFormat())
        kept = Marks(bold=marks.bold, italic=marks.italic, strike=marks.strike)
        return self._formats.for_block(block.blockFormat(), kept)

    def _code_line(self, cursor: QTextCursor, block: QTextBlock, kind: str) -> None:
        """A further line of code, indented like the one above; a third empty line ends the code."""
        looks = self._formats.for_block(block.blockFormat())
        at_end = cursor.position() == block.position() + block.length() - 1
        lines = block.text().split(_LINE)
        if kind == BlockKind.CODE and at_end and len(lines) > 2 and not "".join(lines[-2:]).strip():
            blank = sum(len(line) + 1 for line in lines[-2:])  # spaces alone: one unit each
            back = QTextCursor.MoveMode.KeepAnchor
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter, back, blank)
            cursor.removeSelectedText()
            own = replace(block_of(block.blockFormat()), info="", fence="", task=None)
            self._insert(cursor, own, kind=BlockKind.PARAGRAPH, item=None)
            return
        line = QTextCursor(cursor)
        line.setPosition(block.position(), QTextCursor.MoveMode.KeepAnchor)
        before = line.selectedText().rpartition(_LINE)[2]
        indent = before[: len(before) - len(before.lstrip(" \t"))]
        cursor.insertText(_LINE + indent, looks)

    def _row_below(self, cursor: QTextCursor) -> None:
        table = cursor.currentTable()
        if table is None:
            return
        cell = table.cellAt(cursor.position())
        if cell.row() + 1 < table.rows():
            below = table.cellAt(cell.row() + 1, cell.column())
            cursor.setPosition(below.lastPosition())
        else:
            cursor.setPosition(table.lastPosition() + 1)

    # Tab.

    def _tab(self, cursor: QTextCursor) -> None:
        block = cursor.block()
        kind = kind_of(block.blockFormat())
        if kind in CELLS:
            self._next_cell(cursor, 1)
        elif kind in VERBATIM:
            cursor.insertText(_CODE_INDENT, self._formats.for_block(block.blockFormat()))
        else:
            # In running text a tab would turn into code when it is read again.
            self._structure.lists.indent(cursor)

    def _backtab(self, cursor: QTextCursor) -> bool:
        block = cursor.block()
        kind = kind_of(block.blockFormat())
        if kind in CELLS:
            self._next_cell(cursor, -1)
            return True
        if kind in VERBATIM:
            return True
        return list_depth(block) is not None and self._structure.lists.outdent(cursor)

    def _next_cell(self, cursor: QTextCursor, way: int) -> None:
        self._tables.turn(cursor)
        table = cursor.currentTable()
        if table is None:
            return
        cell = table.cellAt(cursor.position())
        number = cell.row() * table.columns() + there(table, cell.column()) + way
        if number < 0:
            cursor.setPosition(max(0, table.firstPosition() - 1))
        elif number >= table.rows() * table.columns():
            self._tables.next_row(cursor)
        else:
            row, column = divmod(number, table.columns())
            cell = table.cellAt(row, there(table, column))
            cursor.setPosition(cell.firstPosition())
            cursor.setPosition(cell.lastPosition(), QTextCursor.MoveMode.KeepAnchor)

    # Markdown typed in the rich view.

    def sign(self, cursor: QTextCursor) -> bool:
        """A space was typed: make ``## ``, ``- ``, ``1. ``, ``> ``, ``[ ] `` what they say.

        The signs themselves stay as an undo step of their own, so that one undo gives them back.
        """
        block = cursor.block()
        at = cursor.position() - block.position()
        if not 2 <= at <= _LONGEST_SIGN + 1 or kind_of(block.blockFormat()) != BlockKind.PARAGRAPH:
            return False
        found = _SIGN.fullmatch(block.text()[: at - 1])
        if found is None or not self._fits(found, block):
            return False
        with step(cursor) as work:
            work.setPosition(block.position())
            work.setPosition(block.position() + at, QTextCursor.MoveMode.KeepAnchor)
            work.removeSelectedText()
            work.setPosition(block.position())
            back = is_right(block)
            self._become(found, work)
            if back:
                work.setPosition(block.position())
                lean(work)
        cursor.setPosition(block.position())
        return True

    def _fits(self, found: re.Match[str], block: QTextBlock) -> bool:
        item = block_of(block.blockFormat()).item
        if found["task"] is not None:
            return item is not None
        if found["bullet"] or found["number"]:
            return list_depth(block) is None
        return True

    def _become(self, found: re.Match[str], work: QTextCursor) -> None:
        if found["heading"]:
            self._structure.set_heading(work, len(found["heading"]))
        elif found["bullet"]:
            self._structure.lists.toggle(work, "ul")
        elif found["number"]:
            self._structure.lists.toggle(work, "ol", start=int(found["number"]))
        elif found["quote"]:
            self._structure.wraps.add(work)
        else:
            block = work.block()
            self._structure.dress(work, block, task=found["task"] in ("x", "X"))

    def dress(self, cursor: QTextCursor) -> Marks | None:
        """A closing mark was typed: make ``**x**``, ``*x*``, ``~~x~~``, `` `x` `` and ``[x](y)``
        what they say. Gives the marks of what is typed next, None where nothing is to be done.

        As with ``sign``, one undo gives the characters back.
        """
        block = cursor.block()
        if not takes_marks(block) or marks_of(cursor.charFormat()).raw:
            return None
        start, found = _dressed(block.text(), cursor.positionInBlock())
        if found is None:
            return None
        mark = next((found[name] for name in _SIGNS if found[name]), "")
        change: Change
        if mark:
            opening = closing = len(mark)
            flags: dict[str, Any] = dict(_FLAGS[mark.replace("_", "*")])
            change = partial(replace, **flags)
        else:
            address = tidy_address(found["href"])
            if address is None:
                return None
            opening, closing = 1, len(found["href"].encode("utf-16-le")) // 2 + 3
            change = linked(Link(address, None, None, False))
        low, high = block.position() + start, cursor.position()
        outer = marks_of(cursor.charFormat())
        if not self._bare(block, start, opening, high - block.position() - closing, closing):
            return None
        with step(cursor) as work:
            for at, length in ((high - closing, closing), (low, opening)):
                work.setPosition(at)
                work.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
                work.removeSelectedText()
            work.setPosition(low)
            work.setPosition(high - closing - opening, QTextCursor.MoveMode.KeepAnchor)
            remark(work, self._formats, change)
        cursor.setPosition(high - closing - opening)
        return outer

    def _bare(self, block: QTextBlock, start: int, opening: int, end: int, closing: int) -> bool:
        """Whether the marks themselves are plain text, and no raw tag stands between them."""
        for piece in pieces(block):
            low, high = piece.start, piece.start + piece.length
            if high <= start or low >= end + closing:
                continue
            marks = piece.marks
            if marks.raw:
                return False
            on_mark = low < start + opening or high > end
            if on_mark and (marks.code or marks.link is not None or marks.image is not None):
                return False
        return True

    def _sign_line(self, cursor: QTextCursor, block: QTextBlock, kind: str) -> bool:
        """Enter behind a fence or a rule's signs that stand alone."""
        if (
            kind != BlockKind.PARAGRAPH
            or cursor.position() != block.position() + block.length() - 1
        ):
            return False
        text = block.text()
        if not text or text[0] not in "`~-*_":
            return False
        fence, rule = _FENCE.fullmatch(text), _RULE.fullmatch(text)
        if fence is None and rule is None:
            return False
        cursor.setPosition(block.position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        if fence is not None:
            self._structure.dress(
                cursor,
                block,
                kind=BlockKind.CODE,
                fence=fence["fence"][0],
                info=fence["info"].strip(),
            )
        else:
            self._structure.dress(cursor, block, kind=BlockKind.RULE, tight=False)
            own = replace(block_of(block.blockFormat()), item=None, task=None)
            cursor.setPosition(block.position())
            self._insert(cursor, own, kind=BlockKind.PARAGRAPH)
        return True


def _dressed(text: str, caret: int) -> tuple[int, re.Match[str] | None]:
    """Where words in marks that end at ``caret`` begin (both in UTF-16 units), and their match."""
    end = to_index(text, caret)
    behind = text[end : end + 1]
    if behind == text[end - 1] or (text[end - 1] == "_" and behind.isalnum()):
        return 0, None
    reach = max(0, end - _REACH)
    sign = "[" if text[end - 1] == ")" else text[end - 1]
    at = text.rfind(sign, reach, end - 1)
    while at >= 0:
        # The nearest first; marks of two or three signs begin further to the left.
        found = _DRESSED.fullmatch(text, at, end)
        if found is not None and not _ticked(text, at):
            return to_units(text, at), found
        at = text.rfind(sign, reach, at)
    return 0, None


def _ticked(text: str, at: int) -> bool:
    """Whether an odd number of backticks stands before ``at``: code that is being typed."""
    return text[at] != "`" and text.count("`", 0, at) % 2 == 1

"""Bold, italic, strike, code and links over a stretch, and what the next letter inherits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor

from newsroom.text.blocks import embed_of
from newsroom.text.document import BlockKind, Link, Marks, Run
from newsroom.ui.editor.formats import (
    CODE,
    ENTITY,
    FILLER,
    IMAGE,
    LEVEL,
    LINK,
    RAW,
    SOFT,
    SUB,
    SUP,
    VERBATIM,
    Formats,
    block_of,
    kind_of,
    marks_of,
)
from newsroom.ui.editor.reader import Piece, pieces

Change = Callable[[Marks], Marks]

CLOSING: Final = frozenset("*_~`)^")
"""Letters that may end words dressed in Markdown's marks."""

_CLINGING = (CODE, LINK, RAW, IMAGE, ENTITY, SOFT, SUB, SUP)
"""What a letter that is typed behind a run must not take from it by accident."""


def chosen_blocks(cursor: QTextCursor) -> list[QTextBlock]:
    """The blocks that the selection touches, or the caret's own."""
    if cursor.hasComplexSelection():
        return _chosen_cells(cursor)
    document = cursor.document()
    block = document.findBlock(cursor.selectionStart())
    end = cursor.selectionEnd()
    found = [block]
    while True:
        block = block.next()
        # A selection that ends at a block's very start does not mean that block.
        if not block.isValid() or block.position() >= end:
            return found
        found.append(block)


def _chosen_cells(cursor: QTextCursor) -> list[QTextBlock]:
    """The paragraphs in the cells of a table that are selected: a part of its rows and columns."""
    table = cursor.currentTable()
    chosen: Any = cursor.selectedTableCells()
    row, rows, column, columns = chosen
    if table is None or row < 0:
        return [cursor.block()]
    found = []
    for at in range(row, row + rows):
        for across in range(column, column + columns):
            cell = table.cellAt(at, across)
            block = cell.firstCursorPosition().block()
            while block.isValid() and block.position() <= cell.lastPosition():
                found.append(block)
                block = block.next()
    return found


def takes_marks(block: QTextBlock) -> bool:
    """Whether the block's text can be bold or linked; code and cards can't."""
    kind = kind_of(block.blockFormat())
    return kind not in VERBATIM and kind not in (BlockKind.RULE, FILLER)


def chosen_pieces(cursor: QTextCursor) -> Iterator[tuple[QTextBlock, Piece]]:
    """The stretches under the selection, cut at its ends."""
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    if cursor.hasComplexSelection():
        start, end = 0, cursor.document().characterCount()
    for block in chosen_blocks(cursor):
        if not takes_marks(block):
            continue
        base = block.position()
        for piece in pieces(block):
            low = max(start - base, piece.start)
            high = min(end - base, piece.start + piece.length)
            if low < high:
                yield block, piece._replace(start=low, length=high - low)


def remark(cursor: QTextCursor, formats: Formats, change: Change) -> None:
    """Apply ``change`` to the marks of everything selected, as one undo step."""
    work = QTextCursor(cursor)
    found = list(chosen_pieces(cursor))
    work.beginEditBlock()
    for block, piece in found:
        marks = change(piece.marks)
        if marks == piece.marks:
            continue
        fmt = block.blockFormat()
        level = int(fmt.property(LEVEL) or 0)
        base = block.position() + piece.start
        work.setPosition(base)
        work.setPosition(base + piece.length, QTextCursor.MoveMode.KeepAnchor)
        work.setCharFormat(
            formats.char(marks, kind_of(fmt), level, soft=piece.fmt.hasProperty(SOFT))
        )
    work.endEditBlock()


def bare(cursor: QTextCursor) -> None:
    """Draw the selection in from the spaces at its edges, which came with a word; one that is
    nothing else stays."""
    words = cursor.selectedText()
    lead, tail = len(words) - len(words.lstrip(" ")), len(words) - len(words.rstrip(" "))
    if lead < len(words) and (lead or tail):
        low, high = cursor.selectionStart() + lead, cursor.selectionEnd() - tail
        cursor.setPosition(low)
        cursor.setPosition(high, QTextCursor.MoveMode.KeepAnchor)


def shared(cursor: QTextCursor, flags: Iterable[str]) -> frozenset[str]:
    """Those of ``flags`` that every letter has which is selected (none for an empty selection)."""
    left: frozenset[str] | None = None
    for _block, piece in chosen_pieces(cursor):
        if piece.marks.raw:
            continue
        left = frozenset(n for n in (flags if left is None else left) if getattr(piece.marks, n))
        if not left:
            break
    return left or frozenset()


def with_flag(name: str, *, on: bool) -> Change:
    """A change that sets one of bold, italic, strike and code."""
    if name == "code":
        return lambda marks: (
            marks
            if marks.image is not None or marks.raw
            else replace(marks, code=on, entity=None, sub=False, sup=False)
        )
    flag: dict[str, Any] = {name: on}
    if name in ("sub", "sup"):
        flag = {"sub": False, "sup": False, name: on}
        return lambda marks: marks if marks.raw or marks.code else replace(marks, **flag)
    return lambda marks: replace(marks, **flag)


def plain(marks: Marks) -> Marks:
    """A change that takes all emphasis and links away; pictures, raw tags and note-outs stay."""
    if marks.image is not None or marks.raw:
        return marks
    return Marks(entity=marks.entity, noted=marks.noted)


def linked(link: Link | None) -> Change:
    """A change that points text to ``link``, or to nowhere."""
    return lambda marks: marks if marks.raw else replace(marks, link=link)


def link_at(cursor: QTextCursor) -> tuple[Link, int, int] | None:
    """The link around the caret (or under the whole selection) with its start and end."""
    block = cursor.document().findBlock(cursor.selectionStart())
    if not takes_marks(block):
        return None
    base = block.position()
    low, high = cursor.selectionStart() - base, cursor.selectionEnd() - base
    found: tuple[Link, int, int] | None = None
    for piece in pieces(block):
        link = piece.marks.link
        end = piece.start + piece.length
        if found is not None and link == found[0] and found[2] == base + piece.start:
            found = (found[0], found[1], base + end)
        elif found is not None and found[1] <= base + low and base + high <= found[2]:
            return found
        else:
            found = (link, base + piece.start, base + end) if link is not None else None
    if found is not None and found[1] <= base + low and base + high <= found[2]:
        return found
    return None


def embed_at(block: QTextBlock) -> str:
    """The address of a paragraph that is nothing but an embed, "" for any other block."""
    fmt = block.blockFormat()
    if kind_of(fmt) != BlockKind.PARAGRAPH or block.length() < _SHORTEST:
        return ""
    ranges = block.textFormats()
    if len(ranges) != 1 or not ranges[0].format.hasProperty(LINK):
        return ""
    found = block_of(fmt, runs=(Run(block.text(), marks_of(ranges[0].format)),))
    return embed_of(found) or ""


def next_format(cursor: QTextCursor, formats: Formats) -> QTextCharFormat | None:
    """The format that a letter typed at the caret should take, None where Qt's choice is right.

    Bold, italic and note-outs go on, a sub- or superscript up to the next space. Links and code go
    on only in their middle; raw tags, pictures, entities and soft breaks never do.
    """
    before = cursor.charFormat()
    if before.isEmpty() or not any(before.hasProperty(p) for p in _CLINGING):
        return None
    marks = marks_of(before)
    after = _format_after(cursor)
    keep = after is not None and marks.image is None and not marks.raw
    if keep and after is not None:
        beyond = marks_of(after)
        link = marks.link if beyond.link == marks.link else None
        code = marks.code and beyond.code
    else:
        link, code = None, False
    level = not cursor.document().characterAt(cursor.position() - 1).isspace()
    wanted = Marks(
        bold=marks.bold,
        italic=marks.italic,
        strike=marks.strike,
        code=code,
        link=link,
        sub=marks.sub and level,
        sup=marks.sup and level,
        noted=marks.noted,
    )
    return formats.for_block(cursor.block().blockFormat(), wanted)


def _format_after(cursor: QTextCursor) -> QTextCharFormat | None:
    block = cursor.block()
    if cursor.position() >= block.position() + block.length() - 1:
        return None
    ahead = QTextCursor(cursor.document())
    ahead.setPosition(cursor.position() + 1)
    return ahead.charFormat()


_SHORTEST = 10  # of an address and its block's end: "http://a/" and one more
_NOTE = re.compile(r"\[\^([^\]]+)\]")


def note_beside(cursor: QTextCursor, key: int) -> str:
    """The footnote whose mark Backspace or Delete would take, "" where that takes something else.

    A mark that stands in a selection goes with it as any other words do.
    """
    if cursor.hasSelection() or key not in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        return ""
    near = QTextCursor(cursor)
    if key == Qt.Key.Key_Delete and not near.movePosition(QTextCursor.MoveOperation.NextCharacter):
        return ""
    atom = atom_at(near, ends=True)
    if atom is None or near.block() != cursor.block():
        return ""
    near.setPosition(atom[0])
    near.setPosition(atom[1], QTextCursor.MoveMode.KeepAnchor)
    found = _NOTE.fullmatch(near.selectedText())
    return found[1] if found else ""


def atom_at(cursor: QTextCursor, *, ends: bool = False) -> tuple[int, int] | None:
    """Start and end of the raw tag around the caret (or, with ``ends``, right before it)."""
    if not cursor.charFormat().hasProperty(RAW):
        return None
    block = cursor.block()
    if kind_of(block.blockFormat()) in VERBATIM:
        return None
    base = block.position()
    at = cursor.position() - base
    for piece in pieces(block):
        end = piece.start + piece.length
        if piece.marks.raw and piece.start < at and (at <= end if ends else at < end):
            return base + piece.start, base + end
    return None

"""Reads a QTextDocument back as blocks of the text model, looking only at what changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor, QTextDocument, QTextTable

from newsroom.text.document import Block, BlockKind, Marks, Run
from newsroom.ui.editor.formats import (
    ALIGN,
    CELL,
    FILLER,
    FRESH,
    HEAD_CELL,
    OBJECT,
    SEGMENT,
    SOFT,
    STACK,
    VERBATIM,
    block_of,
    item_of,
    kind_of,
    marks_of,
    stack_of,
)
from newsroom.ui.editor.hooks import Change
from newsroom.ui.editor.mirrored import is_mirrored
from newsroom.ui.editor.nesting import settled
from newsroom.ui.editor.positions import outward, to_index, to_units, unsettle
from newsroom.values import dataclass


class Piece(NamedTuple):
    """A stretch of one block with one format. ``start`` and ``length`` are UTF-16 units."""

    start: int
    length: int
    fmt: QTextCharFormat
    marks: Marks


def pieces(block: QTextBlock) -> list[Piece]:
    """The stretches of ``block``, in order."""
    # A range's format belongs to the range and dies with it; hence the copies.
    return [
        Piece(piece.start, piece.length, QTextCharFormat(piece.format), marks_of(piece.format))
        for piece in block.textFormats()
    ]


def runs_of(block: QTextBlock) -> tuple[Run, ...]:
    """The runs of a block's text: soft breaks are newlines, hard breaks U+2028 again."""
    text = block.text()
    if not text:
        return ()
    ranges = block.textFormats()
    if len(ranges) == 1 and ranges[0].format.isEmpty():
        return (Run(unsettle(text), Marks()),)
    found: list[Run] = []
    wide = not text.isascii()
    for piece in ranges:
        start, end = piece.start, piece.start + piece.length
        if wide:
            start, end = to_index(text, start), to_index(text, end)
        _add(found, text[start:end], piece.format)
    return tuple(found)


def _add(found: list[Run], text: str, fmt: QTextCharFormat) -> None:
    marks = marks_of(fmt)
    if marks.raw:
        text = outward(text)
    else:
        if fmt.hasProperty(SOFT):
            # A soft break is the first space only: what was typed behind it took its format.
            text = text.replace(" ", "\n", 1)
        text = unsettle(text)
    if marks.image is not None or marks.entity:
        # Qt joins neighbours of one format; two equal pictures or entities stay two. Text that was
        # typed against one and took its format is only text.
        bare = _bare(marks)
        for letter in text:
            own = letter == OBJECT if marks.image is not None else True
            _join(found, Run(letter, marks if own else bare), single=own)
        return
    _join(found, Run(text, marks), single=False)


def _bare(marks: Marks) -> Marks:
    return replace(marks, image=None, entity=None)


def _join(found: list[Run], run: Run, *, single: bool) -> None:
    if found and not single and found[-1].marks == run.marks:
        found[-1] = Run(found[-1].text + run.text, run.marks)
    else:
        found.append(run)


@dataclass(frozen=True, slots=True)
class _Cell:
    """One paragraph inside a table; ``first`` in its cell or a further one."""

    table: int
    first: bool
    runs: tuple[Run, ...]


_Entry = tuple[Block, ...] | _Cell


class Loose(NamedTuple):
    """What a document held, before it is put together. ``tables`` are the blocks of its tables by
    the number of their first QTextBlock: the rest asks nothing of the document."""

    entries: list[_Entry | None]
    tables: Mapping[int, Block]


class Settled(NamedTuple):
    """The same put together. ``lines`` tells for each QTextBlock its index in ``blocks`` before
    they were settled, -1 for none."""

    blocks: tuple[Block, ...]
    lines: list[int]


def read_block(block: QTextBlock) -> tuple[Block, ...]:
    """The model's blocks that one QTextBlock outside tables stands for: none, one or two."""
    fmt = block.blockFormat()
    kind = kind_of(fmt)
    if kind in (FILLER, CELL, HEAD_CELL):
        # Text that came into a filler, or a cell's paragraph dragged out of its table.
        runs = runs_of(block)
        if not runs:
            return ()
        segment = fmt.property(SEGMENT)
        return (
            Block(
                kind=BlockKind.PARAGRAPH, runs=runs, segment=FRESH if segment is None else segment
            ),
        )
    if kind in VERBATIM:
        return (block_of(fmt, text=outward(block.text())),)
    if kind == BlockKind.RULE:
        rule = block_of(fmt)
        runs = runs_of(block)
        # A rule holds no text; what got into one all the same comes out as a paragraph behind it.
        return (
            (rule, Block(kind=BlockKind.PARAGRAPH, stack=rule.stack, runs=runs))
            if runs
            else (rule,)
        )
    return (block_of(fmt, runs=runs_of(block)),)


class Mirror(QObject):
    """The document as blocks of the model, kept up to date block by block.

    A key costs two look-ups and a splice; a block is read again when somebody asks for the blocks.
    A block that did not change is the same object as before.
    """

    reshaped = Signal()
    """The text or its formats changed, and not only by a letter that was put in."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._document = document
        self._entries: list[_Entry | None] = []
        self._blocks: tuple[Block, ...] | None = None
        self._base: tuple[Block, ...] | None = None  # put together last; each block has its place
        self._latest: tuple[Block, ...] = ()
        self._loose: Loose | None = None  # given to be settled, if it still holds
        self._was: dict[int, _Entry] = {}  # what changed since, as it was read then
        self._lines: list[int] = []
        self._standing: dict[int, tuple[tuple[Block, ...], tuple[Block, ...]]] = {}
        self.incomplete: Callable[[], object] | None = None
        """While the document holds only the beginning: what brings the rest."""
        self.shape = 0  # rises whenever blocks may have come, gone or changed their kind
        self.edits = 0  # rises with every change but that of a letter that was only put in
        self.followers: list[Callable[[int, int, int], object]] = []
        """Called with every change, as Qt tells it: plain calls, where a signal's cost a key."""
        self.touched: Callable[[], object] | None = None
        """Called when the text or its formats changed in any way: a plain call, at every key."""
        self.line = 0  # the block that was changed last
        self.change: Change = (0, 0, 0)  # the last one; each is an object of its own
        self.run = 0
        """Rises whenever something else happens than one letter behind the other in one block."""
        self._next = -1  # where the next such letter comes
        self._known = False  # whether that block was read since the last of them
        document.contentsChange.connect(self._on_change)

    def reset(self, opened: Sequence[Block] = ()) -> None:
        """Read all anew. ``opened`` is what was just built.

        Where the document can't say a segment as it was opened (a lone surrogate, say), the segment
        counts as untouched for as long as it reads as it does now.
        """
        self._entries = [None] * self._document.blockCount()
        self._next = -1
        self.shape += 1
        self.opened(opened)

    def opened(self, opened: Sequence[Block]) -> None:
        """The document was built from ``opened`` and holds all of it now; see ``reset``."""
        self._blocks = self._base = None
        self._standing = {}
        if not opened:
            return
        now, was = _by_segment(self.blocks()), _by_segment(opened)
        self._standing = {
            segment: (read, was[segment])
            for segment, read in now.items()
            if segment in was and read != was[segment]
        }
        if self._standing:
            self._blocks = self._base = None

    def adopt(self, blocks: Sequence[Block]) -> None:
        """``blocks`` came in from new source: what the document can't say stands as given."""
        was = _by_segment(blocks)
        now = _by_segment([block for block in self.blocks() if block.segment in was])
        for segment, opened in was.items():
            read = now.get(segment)
            if read is not None and read != opened:
                self._standing[segment] = (read, opened)
                self._blocks = self._base = None

    def _on_change(self, position: int, removed: int, added: int) -> None:
        document = self._document
        count = document.blockCount()
        self.change = position, removed, added
        if position == self._next and added == 1 and not removed and count == len(self._entries):
            # The next letter of a word: its block is known, and mostly waits to be read already.
            self._next = position + 1
            if self._known:
                self._again(self.line)
            if self.touched is not None:
                self.touched()
            for follow in self.followers:
                follow(position, 0, 1)
            return
        self.run += 1
        self._next = -1
        self._known = False
        self._loose = None
        begin = document.findBlock(position)
        first = begin.blockNumber()
        end = document.findBlock(position + added)
        last = first if end == begin else end.blockNumber() if end.isValid() else count - 1
        grown = count - len(self._entries)
        old = last - first + 1 - grown
        if not grown and first >= 0:
            # As many as before, as where one paragraph gives way to another of an older step.
            for number in range(first, last + 1):
                entry = self._entries[number]
                if entry is not None:
                    self._was.setdefault(number, entry)
                self._entries[number] = None
            if last == first and added == 1 and not removed:
                self._next = position + 1
        elif first < 0 or old < 0:
            self._entries = [None] * count
        else:
            self._entries[first : first + old] = [None] * (last - first + 1)
            if len(self._entries) != count:
                self._entries = [None] * count
        if grown or last != first:
            self.shape += 1
        if grown or first < 0:
            self._base = None
        self._blocks = None
        self.line = first
        if self.touched is not None:
            self.touched()
        for follow in self.followers:
            follow(position, removed, added)
        if removed or added > 1:
            self.edits += 1
            self.reshaped.emit()

    def _again(self, number: int) -> None:
        """The QTextBlock of that number, which was read, has to be read again."""
        self._known = False
        entry = self._entries[number]
        if entry is not None:
            self._was.setdefault(number, entry)
        self._entries[number] = None
        self._blocks = self._loose = None

    def blocks(self) -> tuple[Block, ...]:
        """The whole text; only what changed since the last time is read."""
        self.complete()
        return self.shown()

    def complete(self) -> None:
        """Have the whole stand there. Ask before something of it is changed: what is put in while
        the rest comes could not be taken back."""
        if self.incomplete is not None:
            self.incomplete()

    def read_ahead(self, first: int = 0) -> None:
        """Read what came in from QTextBlock ``first`` on, so that nobody has to read all of it at
        once."""
        self._read(first)

    def loose(self) -> Loose:
        """What the document holds, for ``settle`` on any thread and then ``take_settled``, where
        ``blocks()`` would take long: no block is looked at here but those of tables."""
        self._read()
        tables: dict[int, Block] = {}
        if self._document.rootFrame().childFrames():  # else nobody looks for cells block by block
            for number, cells in _runs_of_cells(self._entries):
                tables[number] = self._table(number, cells)
        self._loose = Loose(self._entries.copy(), tables)
        return self._loose

    def settle(self, loose: Loose) -> Settled:
        """These blocks as ``blocks()`` gives them; asks nothing of the document."""
        blocks, lines = _put_together(loose.entries, lambda number, _cells: loose.tables[number])
        return Settled(self._settled(blocks), lines)

    def take_settled(self, loose: Loose, found: Settled) -> None:
        """Have ``found`` be what ``loose`` is settled, unless something changed since."""
        if self._loose is loose:
            self._loose = None
            self._blocks = self._latest = self._base = found.blocks
            self._lines = found.lines
            self._was = {}

    def shown(self) -> tuple[Block, ...]:
        """What the document holds, be it the whole text or only its beginning."""
        if self._blocks is None:
            self._read()
            made = self._mended() or self._assemble()
            # Looks that are laid over the text come here too, and leave the blocks as they were.
            self._blocks = self._latest = self._latest if made == self._latest else made
            self._base, self._was = self._blocks, {}
        return self._blocks

    def _mended(self) -> tuple[Block, ...] | None:
        """The blocks as they were, with new ones where one changed in its place; None if what
        changed may have another place now."""
        if self._base is None or self._standing:
            return None
        found = list(self._base)
        for number, was in self._was.items():
            entry = self._entries[number]
            if isinstance(was, _Cell) or isinstance(entry, _Cell) or entry is None:
                return None
            if not len(was) == len(entry) == 1:
                return None
            old, new = was[0], entry[0]
            if (old.stack, old.item) != (new.stack, new.item):
                return None
            at = self._lines[number]
            stack = found[at].stack  # as it was told apart from its neighbours
            if old != new:
                found[at] = new if stack == new.stack else replace(new, stack=stack)
        return tuple(found)

    def entry(self, number: int) -> int:
        """Index in ``blocks()`` of the block that QTextBlock ``number`` belongs to, -1 for none."""
        self.blocks()
        return self._lines[number] if 0 <= number < len(self._lines) else -1

    def number(self, index: int) -> int:
        """The first QTextBlock that stands for ``blocks()[index]``."""
        self.blocks()
        try:
            return self._lines.index(index)
        except ValueError:  # one QTextBlock stands for two
            return max((n for n, entry in enumerate(self._lines) if 0 <= entry < index), default=0)

    def whole(self, start: int, end: int) -> tuple[int, int]:
        """``start`` and ``end`` moved apart where they would part a QTextBlock that stands for two:
        a rule that words got into."""
        blocks = len(self.blocks())
        if start < end:
            start = self._lines[self.number(start)]
            number = self.number(end - 1)
            entry = self._entries[number]
            both = len(entry) if isinstance(entry, tuple) else 1
            end = min(blocks, max(end, self._lines[number] + both))
        return start, end

    def span(self, start: int, end: int) -> tuple[QTextBlock, QTextBlock | None]:
        """The first and the last QTextBlock of ``blocks()[start:end]``.

        For an empty span: the one that stands right behind it (invalid at the end), and None.
        """
        document = self._document
        if start >= len(self.blocks()):
            return QTextBlock(), None
        first = document.findBlockByNumber(self.number(start))
        if start == end:
            return first, None
        last = first.blockNumber()
        for number in range(last, len(self._lines)):
            if self._lines[number] >= end:
                break
            if self._lines[number] >= 0:
                last = number
        return first, document.findBlockByNumber(last)

    def _read(self, first: int = 0) -> None:
        entries = self._entries
        self._known = True
        at = first - 1
        block = QTextBlock()
        while True:
            try:
                found = entries.index(None, at + 1)
            except ValueError:
                return
            block = (
                block.next()
                if found == at + 1 and block.isValid()
                else self._document.findBlockByNumber(found)
            )
            at = found
            entries[found] = self._read_one(block)

    def _read_one(self, block: QTextBlock) -> _Entry:
        table = QTextCursor(block).currentTable()
        if table is None:
            return read_block(block)
        cell = table.cellAt(block.position())
        return _Cell(table.objectIndex(), cell.firstPosition() == block.position(), runs_of(block))

    def _assemble(self) -> tuple[Block, ...]:
        blocks, self._lines = _put_together(self._entries, self._table)
        return self._settled(blocks)

    def _settled(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return settled(self._restore(settled(blocks)))

    def _table(self, number: int, cells: Sequence[_Cell]) -> Block:
        table = QTextCursor(self._document.findBlockByNumber(number)).currentTable()
        return table_block(table, _joined(cells))

    def _restore(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        if not self._standing:
            return blocks
        found: list[Block] = []
        for segment, group in _groups(blocks):
            read, opened = self._standing.get(segment, ((), ()))
            found.extend(opened if group == read else group)
        return tuple(found)


def _put_together(
    entries: Sequence[_Entry | None], table: Callable[[int, Sequence[_Cell]], Block]
) -> tuple[tuple[Block, ...], list[int]]:
    """The blocks that the entries stand for, and each entry's index in them. ``table`` gives the
    block of a table by its first entry and its cells."""
    found: list[Block] = []
    lines: list[int] = []
    cells: list[_Cell] = []
    begin = 0
    for number, entry in enumerate(entries):
        if cells and not (isinstance(entry, _Cell) and entry.table == cells[0].table):
            found.append(table(begin, cells))
            cells = []
        if isinstance(entry, _Cell):
            if not cells:
                begin = number
            cells.append(entry)
            lines.append(len(found))
        elif entry:
            lines.append(len(found))
            found.extend(entry)
        else:
            lines.append(-1)
    if cells:
        found.append(table(begin, cells))
    return tuple(found), lines


def _runs_of_cells(entries: Sequence[_Entry | None]) -> Iterator[tuple[int, list[_Cell]]]:
    """The cells of each table, and where the first of them stands."""
    at = [number for number, entry in enumerate(entries) if type(entry) is _Cell]
    cells: list[_Cell] = []
    begin = before = -1
    for number in at:
        cell = cast(_Cell, entries[number])
        if cells and (number != before + 1 or cell.table != cells[0].table):
            yield begin, cells
            cells = []
        if not cells:
            begin = number
        cells.append(cell)
        before = number
    if cells:
        yield begin, cells


def table_block(table: QTextTable, cells: Sequence[tuple[Run, ...]]) -> Block:
    """The block of a table whose cells, row by row, hold these runs."""
    fmt = table.format()
    columns = max(1, table.columns())
    way = -1 if is_mirrored(table) else 1
    rows = tuple(
        tuple(cells[start : start + columns][::way]) for start in range(0, len(cells), columns)
    )
    segment = fmt.property(SEGMENT)
    align = tuple(json.loads(fmt.property(ALIGN) or "[]"))
    return Block(
        kind=BlockKind.TABLE,
        stack=stack_of(fmt.property(STACK)),
        item=item_of(fmt),
        rows=rows,
        align=(align + (None,) * columns)[:columns],
        segment=FRESH if segment is None else segment,
    )


def _joined(cells: Sequence[_Cell]) -> list[tuple[Run, ...]]:
    """The runs of each cell; a cell of several paragraphs is one line, as Markdown has it."""
    found: list[tuple[Run, ...]] = []
    for cell in cells:
        if cell.first or not found:
            found.append(cell.runs)
        elif cell.runs:
            found[-1] = (*found[-1], Run(" ", Marks()), *cell.runs) if found[-1] else cell.runs
    return found


def _groups(blocks: Sequence[Block]) -> Iterator[tuple[int, tuple[Block, ...]]]:
    start = 0
    for index in range(1, len(blocks) + 1):
        if index == len(blocks) or blocks[index].segment != blocks[start].segment:
            yield blocks[start].segment, tuple(blocks[start:index])
            start = index


def _by_segment(blocks: Sequence[Block]) -> Mapping[int, tuple[Block, ...]]:
    """Blocks of each opened segment, those that stand in none left out."""
    found: dict[int, tuple[Block, ...]] = {}
    for segment, group in _groups(blocks):
        if segment != FRESH:
            found[segment] = found.get(segment, ()) + group
    return found


def text_offset(block: QTextBlock, position: int) -> int:
    """Python offset in the block's text of a document position inside it."""
    return to_index(block.text(), position - block.position())


def document_position(block: QTextBlock, offset: int) -> int:
    """Document position of a Python offset in the block's text."""
    return block.position() + to_units(block.text(), offset)

"""Between words of a story as comments know them (a block, a character) and places of the views."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from newsroom.text.anchor import CELL, ROW, Anchor, Orphan, Page, Spot, place, plain
from newsroom.text.blocks import Block, is_empty
from newsroom.text.compare import BODY
from newsroom.text.document import BlockKind, Document
from newsroom.ui.editor.formats import kind_of
from newsroom.ui.editor.nesting import CELLS
from newsroom.ui.editor.positions import to_index, to_units
from newsroom.ui.editor.reader import document_position, text_offset

if TYPE_CHECKING:
    from newsroom.ui.editor.rich import RichView


class Chosen(NamedTuple):
    """Words that were selected: the field, from where to where, and the words."""

    field: str
    start: Spot
    end: Spot
    words: str


# The page.


class RichPlaces:
    """The blocks of the page as they stand, looked up once for many places."""

    def __init__(self, rich: RichView) -> None:
        self._rich = rich
        blocks = rich.mirror.blocks()
        self._numbers = [n for n, block in enumerate(blocks) if not is_empty(block)]
        self._blocks = [blocks[n] for n in self._numbers]
        self.page = Page([plain(block) for block in self._blocks])
        self._lines: dict[int, int] = {}
        for line in range(rich.document().blockCount()):
            self._lines.setdefault(rich.mirror.entry(line), line)

    def position(self, spot: Spot) -> int | None:
        """The document's position of a place; None where there is none."""
        if not 0 <= spot.block < len(self._numbers):
            return None
        line = self._lines.get(self._numbers[spot.block])
        if line is None:
            return None
        found = self._rich.document().findBlockByNumber(line)
        block = self._blocks[spot.block]
        if block.kind is BlockKind.TABLE or kind_of(found.blockFormat()) in CELLS:
            return _in_table(found, block, spot.offset)
        return document_position(found, min(spot.offset, len(found.text())))

    def spot(self, position: int) -> Spot | None:
        """The place at a position of the document; None beside all blocks."""
        document = self._rich.document()
        found = document.findBlock(position)
        index = self._rich.mirror.entry(found.blockNumber())
        if index not in self._numbers:
            return None
        number = self._numbers.index(index)
        block = self._blocks[number]
        offset = text_offset(found, position)
        if block.kind is BlockKind.TABLE:
            offset += _before_cell(document, position, block)
        return Spot(number, offset)


def _cells(block: Block) -> Iterable[tuple[int, int, str]]:
    for row, cells in enumerate(block.rows):
        for column, runs in enumerate(cells):
            yield row, column, "".join(run.text for run in runs)


def _in_table(first: QTextBlock, block: Block, offset: int) -> int | None:
    table = QTextCursor(first).currentTable()
    if table is None:
        return None
    at = 0
    for row, column, text in _cells(block):
        if row >= table.rows() or column >= table.columns():
            continue
        if offset <= at + len(text):
            cell = table.cellAt(row, column).firstCursorPosition().block()
            return document_position(cell, max(0, offset - at))
        at += len(text) + len(CELL)
    return None


def _before_cell(document: QTextDocument, position: int, block: Block) -> int:
    cursor = QTextCursor(document)
    cursor.setPosition(position)
    table = cursor.currentTable()
    if table is None:
        return 0
    cell = table.cellAt(position)
    at = 0
    for row, column, text in _cells(block):
        if (row, column) == (cell.row(), cell.column()):
            return at
        at += len(text) + len(ROW if column == len(block.rows[row]) - 1 else CELL)
    return at


def chosen_in_page(rich: RichView) -> Chosen | None:
    """The selected words of the page."""
    cursor = rich.textCursor()
    places = RichPlaces(rich)
    start, end = places.spot(cursor.selectionStart()), places.spot(cursor.selectionEnd())
    if start is None or end is None:
        return None
    return _trimmed(BODY, places.page, start, end)


def _trimmed(field: str, page: Page, start: Spot, end: Spot) -> Chosen | None:
    """Without the blanks around them; None where nothing is left."""
    first, last = page.flat(start), page.flat(end)
    words = page.whole[first:last]
    first += len(words) - len(words.lstrip())
    last -= len(words) - len(words.rstrip())
    if last <= first:
        return None
    return Chosen(field, page.spot(first), page.spot(last), page.whole[first:last])


# The Markdown.


def chosen_in_source(text: str, start: int, end: int) -> Chosen | None:
    """The selected characters of the Markdown as a reader sees them; parses: not for the GUI."""
    document = Document.open(text)
    if not document.blocks:
        return None
    page = Page([plain(block) for block in document.blocks])
    low, high = Spot(*document.to_blocks(start)), Spot(*document.to_blocks(end))
    if document.blocks[low.block].kind is BlockKind.TABLE:
        raw = text[start:end].strip(" |\n")
        at = page.whole.find(raw, page.flat(Spot(low.block, 0)))
        if at < 0:
            return None
        return Chosen(BODY, page.spot(at), page.spot(at + len(raw)), raw)
    return _trimmed(BODY, page, low, high)


def in_source(text: str, anchors: Mapping[int, Anchor]) -> dict[int, tuple[int, int]]:
    """From where to where in the Markdown these stand, in characters; parses: not for the GUI."""
    document = Document.open(text)
    blocks = document.blocks
    page = Page([plain(block) for block in blocks])
    found: dict[int, tuple[int, int]] = {}
    for number, anchor in anchors.items():
        where = stands(anchor, page)
        if where is None:
            continue
        if blocks[where.start.block].kind is BlockKind.TABLE:
            begin = document.to_source(blocks, where.start.block, 0)
            at = text.find(where.quote, begin)
            if at >= 0:
                found[number] = (at, at + len(where.quote))
            continue
        start = document.to_source(blocks, where.start.block, where.start.offset)
        end = document.to_source(blocks, where.end.block, where.end.offset)
        if end > start:
            found[number] = (start, end)
    return found


# Both.


def stands(anchor: Anchor, page: Page) -> Anchor | None:
    """The anchor on that page; None where its words are not there."""
    first, last = page.flat(anchor.start), page.flat(anchor.end)
    if page.whole[first:last] == anchor.quote and anchor.quote.strip():
        return page.between(first, last)
    where = place(anchor, page)
    return None if isinstance(where, Orphan) else where


def made(text: str, fields: Mapping[str, str], chosen: Chosen) -> Anchor | None:
    """The anchor on the chosen words of a story; parses: not for the GUI."""
    page = Page.of_body(text) if chosen.field == BODY else Page((fields[chosen.field],),
                                                                chosen.field)  # fmt: skip
    first, last = page.flat(chosen.start), page.flat(chosen.end)
    if page.whole[first:last] == chosen.words:
        return page.between(first, last)
    # Odd line breaks are read otherwise: the words themselves say where.
    loose = Anchor(chosen.field, chosen.start, chosen.end, chosen.words)
    return stands(loose, page)


def chosen_in_field(name: str, text: str, cursor: QTextCursor) -> Chosen | None:
    """The selected words of a title field."""
    page = Page((text,), name)
    start = Spot(0, to_index(text, cursor.selectionStart()))
    end = Spot(0, to_index(text, cursor.selectionEnd()))
    return _trimmed(name, page, start, end)


def in_field(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """From where to where in a title field's document the anchor stands."""
    where = stands(anchor, Page((text,), anchor.field))
    if where is None:
        return None
    return to_units(text, where.start.offset), to_units(text, where.end.offset)

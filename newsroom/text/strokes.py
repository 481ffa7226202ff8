"""A comparison drawn on the new text: which of its characters are new or set otherwise, and what
was cut where. For a view that shows the new text itself, as an editor does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newsroom.text.anchor import CELL, ROW, plain
from newsroom.text.blocks import PLAIN, BlockKind, Marks
from newsroom.text.compare import Comparison
from newsroom.text.rendered import BREAK, Fate, Mark, Passage, Piece, passages


@dataclass(frozen=True, slots=True)
class Stroke:
    """Characters ``start`` to ``end`` of the plain text of block ``block`` (``anchor.plain``) of
    the new text that change ``change`` made.

    ``mark`` says how; of a CUT the place is empty and ``cut`` are the words that stood there, with
    the look that they had. ``moved``: they only stand elsewhere now, or come from elsewhere.
    ``whole``: all of the block, or a block of its own that was cut.
    """

    block: int
    start: int
    end: int
    mark: Mark
    change: int
    cut: str = ""
    look: Marks = PLAIN
    moved: bool = False
    whole: bool = False


def strokes(comparison: Comparison) -> tuple[Stroke, ...]:
    """The body's changes on its new text, in the order in which they are read."""
    reading = comparison.body.new
    page = [plain(block) for unit in reading.units for block in reading.blocks(unit)]
    return tuple(_all(passages(comparison), page))


def _all(found: tuple[Passage, ...], page: list[str]) -> Iterator[Stroke]:
    gone: list[Passage] = []
    rows: dict[int, int] = {}  # how far each table is drawn
    for passage in found:
        if passage.new < 0 or passage.fate is Fate.FROM:
            gone.append(passage)
            continue
        at = rows.get(passage.new, 0)
        for one in gone:
            yield _gone(one, passage.new, at)
        gone = []
        if passage.shape.kind is BlockKind.TABLE and not passage.shape.picture:
            width = len(CELL.join(_kept(cell) for cell in passage.cells))
            rows[passage.new] = at + width + len(ROW)
        yield from _within(passage, page[passage.new], at)
    for one in gone:
        yield _gone(one, len(page) - 1, len(page[-1])) if page else _gone(one, 0, 0)


def _kept(cell: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in cell if _stands(piece))


def _stands(piece: Piece) -> bool:
    return piece.mark is not Mark.CUT and piece.text != BREAK


def _gone(passage: Passage, block: int, at: int) -> Stroke:
    """A block that stands here no more."""
    text = CELL.join("".join(piece.text for piece in cell) for cell in passage.cells)
    moved = passage.fate is Fate.FROM
    return Stroke(block, at, at, Mark.CUT, passage.change, text, moved=moved, whole=True)


def _within(passage: Passage, text: str, at: int) -> Iterator[Stroke]:
    """The strokes in a block, which begins at ``at`` of what the page says."""
    block, moved = passage.new, passage.fate is Fate.TO
    words = CELL.join(_kept(cell) for cell in passage.cells)
    if text[at : at + len(words)] != words or passage.shape.picture:
        # A picture, or a piece of source that stands for several blocks: told as one.
        for number in passage.changes:
            yield Stroke(block, 0, len(text), Mark.SET, number, moved=moved, whole=True)
        return
    whole = at, at + len(words)
    if passage.change:
        yield Stroke(block, *whole, Mark.ADDED, passage.change, moved=moved, whole=True)
    if passage.reshaped:
        yield Stroke(block, *whole, Mark.SET, passage.reshaped, whole=True)
    for cell in passage.cells:
        for piece in cell:
            if not _stands(piece):
                cut = piece.text if piece.mark is Mark.CUT else ""
                yield Stroke(block, at, at, piece.mark, piece.change, cut, piece.look)
                continue
            end = at + len(piece.text)
            if piece.change and piece.change != passage.change:
                yield Stroke(block, at, end, piece.mark, piece.change, look=piece.look)
            at = end
        at += len(CELL)

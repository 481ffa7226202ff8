"""What is copied out of a rich view: blocks of the selection, and words for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QTextCursor

from newsroom.text.document import Block, BlockKind, Container, Marks, Run
from newsroom.ui.editor.formats import FRESH, VERBATIM
from newsroom.ui.editor.mirrored import is_mirrored
from newsroom.ui.editor.positions import outward, to_index

if TYPE_CHECKING:
    from newsroom.ui.editor.rich import RichView


def foreign(blocks: Iterable[Block], new_id: Callable[[], int]) -> Iterable[Block]:
    """Blocks from elsewhere: of no segment here, their lists none of ours."""
    ids: dict[int, int] = {}

    def own(container: Container) -> Container:
        if container.id not in ids:
            ids[container.id] = new_id()
        return replace(container, id=ids[container.id])

    for block in blocks:
        yield replace(block, segment=FRESH, stack=tuple(own(c) for c in block.stack))


def plain_words(blocks: Iterable[Block]) -> str:
    """Blocks as other programs should read them: words, a blank line between paragraphs."""
    found: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            rows = ("\t".join(text_of(cell) for cell in row) for row in block.rows)
            found.append("\n".join(rows))
        elif block.kind in VERBATIM:
            found.append(block.text)
        elif block.kind is not BlockKind.RULE:
            found.append(text_of(block.runs))
    return "\n\n".join(found)


def text_of(runs: Iterable[Run]) -> str:
    """The words of runs; a picture by its description."""
    return "".join(
        (run.marks.image.alt or "") if run.marks.image is not None else run.text for run in runs
    ).replace("\u2028", "\n")


def selected_blocks(view: RichView, cursor: QTextCursor) -> tuple[Block, ...]:
    """The selection as blocks; words inside one block come as a bare paragraph."""
    if not cursor.hasSelection():
        return ()
    document = view.document()
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    first, last = document.findBlock(start), document.findBlock(end)
    blocks = view.mirror.blocks()
    low, high = view.mirror.entry(first.blockNumber()), view.mirror.entry(last.blockNumber())
    if low == high and low >= 0 and blocks[low].kind is BlockKind.TABLE:
        return _cells(cursor, blocks[low])
    found: list[Block] = []
    block = first
    while block.isValid() and block.position() <= end:
        index = view.mirror.entry(block.blockNumber())
        if index >= 0:
            whole = blocks[index]
            if whole.kind is BlockKind.TABLE:
                if not found or found[-1] is not whole:
                    found.append(whole)
            else:
                base, text = block.position(), block.text()
                cut = _slice(whole, to_index(text, start - base), to_index(text, end - base))
                if cut is not None:
                    found.append(cut)
        block = block.next()
    if len(found) == 1 and first == last and found[0].kind is not BlockKind.TABLE:
        only = found[0]
        if only.kind in VERBATIM:
            words = (Run(only.text, Marks()),)
            plain = replace(only, kind=BlockKind.PARAGRAPH, runs=words, text="", info="", fence="")
            return (replace(plain, stack=(), item=None),)
        if only.kind is not BlockKind.RULE:
            return (Block(kind=BlockKind.PARAGRAPH, runs=only.runs, segment=FRESH),)
    return tuple(found)


def _slice(block: Block, start: int, end: int) -> Block | None:
    """The part of a block between two character offsets, None for nothing."""
    if block.kind in VERBATIM:
        text = block.text[start:end]
        return replace(block, text=text) if text else None
    if block.kind is BlockKind.RULE:
        return block
    runs: list[Run] = []
    at = 0
    for run in block.runs:
        low, high = max(start - at, 0), min(end - at, len(run.text))
        if low < high:
            runs.append(replace(run, text=run.text[low:high]))
        at += len(run.text)
    return replace(block, runs=tuple(runs)) if runs else None


def _cells(cursor: QTextCursor, table: Block) -> tuple[Block, ...]:
    chosen: Any = cursor.selectedTableCells()
    row, rows, column, columns = chosen
    if row < 0:
        runs = (Run(outward(cursor.selectedText()), Marks()),)
        return (Block(kind=BlockKind.PARAGRAPH, runs=runs, segment=FRESH),)
    around = cursor.currentTable()
    if around is not None and is_mirrored(around):
        column = around.columns() - column - columns
    cut = tuple(line[column : column + columns] for line in table.rows[row : row + rows])
    return (replace(table, rows=cut, align=table.align[column : column + columns], segment=FRESH),)

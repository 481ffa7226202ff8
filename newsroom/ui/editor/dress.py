"""Changes what blocks are, inside steps that one undo takes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any, Final

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument

from newsroom.text.blocks import LISTS
from newsroom.text.document import BlockKind
from newsroom.ui.editor.builder import Builder
from newsroom.ui.editor.formats import LEAD, Formats
from newsroom.ui.editor.nesting import stack_at, table_of

_FIRST_ID: Final = 1_000_000  # lists made here; those of the opened source count from below


@contextmanager
def step(cursor: QTextCursor, *, join: bool = False) -> Iterator[QTextCursor]:
    """A second cursor whose work inside the ``with`` is one undo step; with ``join`` a part of the
    last one."""
    work = QTextCursor(cursor)
    work.joinPreviousEditBlock() if join else work.beginEditBlock()
    try:
        yield work
    finally:
        work.endEditBlock()


def end_step(document: QTextDocument) -> None:
    """What is typed next is a step of its own. Qt lets letters grow together, and grow onto words
    that came in, for as long as nothing else is done; but never behind a place that is said to be
    unchanged. Nothing of ours reads that."""
    document.setModified(False)


class Dress:
    """Call it to change facts of a block (kind, level, stack, item, task, ...) inside a step."""

    def __init__(self, formats: Formats, builder: Builder) -> None:
        self._formats = formats
        self._builder = builder
        self._ids = count(_FIRST_ID)

    def __call__(
        self, work: QTextCursor, block: QTextBlock, *, edges: int | None = None, **facts: Any
    ) -> None:
        """Change ``facts`` of ``block``; of a table around it, its stack and item alone. ``edges``:
        whether it stands first or last in a box (``Formats.block``), None for what it was."""
        table = table_of(block)
        if table is None:
            stack = facts.get("stack", stack_at(block))
            if edges is None and stack and stack[0].kind in LISTS:
                edges = LEAD if stack_at(block.previous())[:1] != stack[:1] else 0
            dressed = self._formats.like(block.blockFormat(), edges=edges, **facts)
            self._builder.restyle(work, block, dressed)
            return
        fmt = self._formats.moved(table.format(), edges=edges, **facts)
        if fmt != table.format():
            table.setFormat(fmt)

    def new_id(self) -> int:
        """An id for a list or quote that did not stand in the opened source."""
        return next(self._ids)

    def paragraph(self, block: QTextBlock) -> QTextBlockFormat:
        """The format that ``block`` would have as a paragraph in the same place."""
        return self._formats.like(
            block.blockFormat(), kind=BlockKind.PARAGRAPH, level=0, info="", fence="", task=None
        )

    def plain_code(self, work: QTextCursor, block: QTextBlock) -> None:
        """Code as a paragraph, its lines hard lines."""
        self(work, block, kind=BlockKind.PARAGRAPH, info="", fence="", text="")

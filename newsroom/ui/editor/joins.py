"""Removing and joining text across blocks, where Qt would mix the kinds of both."""

from __future__ import annotations

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor

from newsroom.text.document import BlockKind
from newsroom.ui.editor.builder import Builder
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.formats import FILLER, VERBATIM, item_of, kind_of
from newsroom.ui.editor.graphemes import letter_before
from newsroom.ui.editor.marks import atom_at
from newsroom.ui.editor.mirrored import first_cell, last_cell
from newsroom.ui.editor.nesting import CELLS, above, goes_on, stack_at
from newsroom.ui.editor.structure import Structure


class Joins:
    """Backspace, Delete and the removal of a selection, for one document."""

    def __init__(self, builder: Builder, structure: Structure) -> None:
        self._builder = builder
        self._structure = structure

    def remove(self, cursor: QTextCursor) -> None:
        """Remove the selection; what is left of its last block flows into its first."""
        document = cursor.document()
        first = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        in_table = QTextCursor(first).currentTable() or QTextCursor(last).currentTable()
        if first == last or in_table is not None:
            cursor.removeSelectedText()
            return
        keep = self._kept(cursor, first, last)
        with step(cursor) as work:
            work.removeSelectedText()
            place = work.position()
            self._builder.restyle(work, work.block(), keep)
        cursor.setPosition(place)

    def _kept(self, cursor: QTextCursor, first: QTextBlock, last: QTextBlock) -> QTextBlockFormat:
        """The format of the block that is left when ``first`` to ``last`` become one."""
        whole = cursor.selectionStart() == first.position()
        rest = cursor.selectionEnd() < last.position() + last.length() - 1
        if kind_of(first.blockFormat()) in (BlockKind.RULE, FILLER) or (whole and rest):
            rule = kind_of(last.blockFormat()) == BlockKind.RULE
            return self._structure.dress.paragraph(last) if rule else last.blockFormat()
        if whole and kind_of(first.blockFormat()) in VERBATIM:
            return self._structure.dress.paragraph(first)
        return first.blockFormat()

    def back(self, cursor: QTextCursor) -> bool:
        """Backspace at the caret; False where Qt's own does the right thing."""
        if cursor.hasSelection():
            self.remove(cursor)
            return True
        block = cursor.block()
        if cursor.position() > block.position():
            atom = atom_at(cursor, ends=True)
            size = letter_before(block.text(), cursor.positionInBlock()) if atom is None else 0
            if size:
                atom = cursor.position() - size, cursor.position()
            return self._cut(cursor, atom)
        kind = kind_of(block.blockFormat())
        if kind in CELLS:
            return True  # a cell's edge: nothing to join with
        if kind == BlockKind.HEADING or (kind in VERBATIM and block.length() == 1):
            with step(cursor) as work:
                self._builder.restyle(work, block, self._structure.dress.paragraph(block))
            return True
        if stack_at(block) and (
            item_of(block.blockFormat()) is not None or not self._goes_on(block)
        ):
            self._structure.wraps.step_out(cursor)
            return True
        upper = block.previous()
        if upper.isValid():
            self._join(cursor, upper, block, back=True)
        return True

    def forward(self, cursor: QTextCursor) -> bool:
        """Delete at the caret; False where Qt's own does the right thing."""
        if cursor.hasSelection():
            self.remove(cursor)
            return True
        block = cursor.block()
        if cursor.position() < block.position() + block.length() - 1:
            ahead = QTextCursor(cursor)
            ahead.movePosition(QTextCursor.MoveOperation.NextCharacter)
            return self._cut(cursor, atom_at(ahead, ends=True))
        below = block.next()
        if below.isValid() and kind_of(block.blockFormat()) not in CELLS:
            self._join(cursor, block, below, back=False)
        return True

    def _goes_on(self, block: QTextBlock) -> bool:
        """Whether the block above stands in the same innermost quote or list."""
        return goes_on(above(block), block, len(stack_at(block)) - 1)

    def _join(
        self, cursor: QTextCursor, above: QTextBlock, below: QTextBlock, *, back: bool
    ) -> None:
        """Make two neighbours one, or take the empty one of them away."""
        upper, lower = kind_of(above.blockFormat()), kind_of(below.blockFormat())
        if upper in CELLS or lower in CELLS:
            self._beside_table(cursor, above, below, back=back)
        elif upper == BlockKind.RULE or above.length() == 1:
            # The rule or the empty line goes; what is below stays as it is.
            self._merge(cursor, above, below, keep=below.blockFormat())
        elif below.length() == 1:
            self._merge(cursor, above, below, keep=above.blockFormat())
        elif upper in VERBATIM or lower in VERBATIM:
            # Text does not flow into code or a card, nor out of it; the caret steps over.
            cursor.setPosition(above.position() + above.length() - 1 if back else below.position())
        else:
            self._merge(cursor, above, below, keep=above.blockFormat())

    def _merge(
        self,
        cursor: QTextCursor,
        above: QTextBlock,
        below: QTextBlock,
        *,
        keep: QTextBlockFormat,
    ) -> None:
        place = below.position() - 1
        with step(cursor) as work:
            work.setPosition(place)
            work.deleteChar()
            self._builder.restyle(work, work.block(), keep)
        cursor.setPosition(place)

    def _beside_table(
        self, cursor: QTextCursor, above: QTextBlock, below: QTextBlock, *, back: bool
    ) -> None:
        """Next to a table the caret steps into it; an empty paragraph on the way goes."""
        empty = below if back else above
        table = QTextCursor(above if back else below).currentTable()
        if table is None:
            return
        if empty.length() == 1 and kind_of(empty.blockFormat()) not in CELLS:
            beyond = empty.next() if back else empty.previous()
            if beyond.isValid() and kind_of(beyond.blockFormat()) not in CELLS:
                pair = (empty, beyond) if back else (beyond, empty)
                self._merge(cursor, *pair, keep=beyond.blockFormat())
            else:
                with step(cursor) as work:
                    work.setPosition(empty.position())
                    self._builder.to_filler(work)
        if back:
            cursor.setPosition(last_cell(table).lastPosition())
        else:
            cursor.setPosition(first_cell(table).firstPosition())

    def _cut(self, cursor: QTextCursor, atom: tuple[int, int] | None) -> bool:
        """Remove a raw tag as the one thing that it is."""
        if atom is None:
            return False
        with step(cursor) as work:
            work.setPosition(atom[0])
            work.setPosition(atom[1], QTextCursor.MoveMode.KeepAnchor)
            work.removeSelectedText()
        cursor.setPosition(atom[0])
        return True

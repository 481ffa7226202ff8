"""Paragraphs that are dragged whole stay paragraphs: let go over another one they stand before or
behind it, whichever end is nearer, and no empty line is left where they stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragLeaveEvent, QTextBlock, QTextCursor

from newsroom.text.document import BlockKind
from newsroom.ui.editor.builder import in_cell
from newsroom.ui.editor.copied import foreign
from newsroom.ui.editor.dress import end_step, step
from newsroom.ui.editor.formats import FILLER, kind_of
from newsroom.ui.editor.nesting import stack_at

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

    from newsroom.ui.editor.rich import RichView


def move_whole(view: RichView, event: QDropEvent) -> bool:
    """Move the selection of ``view`` to where ``event`` lets it go, as one undo step.

    False, and nothing done, where it is copied, is no whole paragraphs, or is let go in a list, a
    quotation or a table.
    """
    if event.proposedAction() is not Qt.DropAction.MoveAction:
        return False
    chosen = _whole(view.textCursor())
    place = view.cursorForPosition(event.position().toPoint())
    target = place.block()
    if chosen is None or not _stands_free(target):
        return False
    before = 2 * place.positionInBlock() < target.length() - 1
    view.dragLeaveEvent(QDragLeaveEvent())  # Qt's own caret of the drag goes
    event.accept()
    first, last = chosen
    below = target if before else target.next()
    if not first.position() <= target.position() <= last.position() and below not in (
        first,
        last.next(),
    ):
        _move(view, first, last, below)
    return True


def _stands_free(block: QTextBlock) -> bool:
    """Whether it is a block of its own: in no table, list or quotation."""
    return not in_cell(block) and not stack_at(block)


def _whole(cursor: QTextCursor) -> tuple[QTextBlock, QTextBlock] | None:
    """The first and the last of the blocks that are selected, where each is one with words, free
    and selected from its beginning to its end."""
    document, end = cursor.document(), cursor.selectionEnd()
    first, last = document.findBlock(cursor.selectionStart()), document.findBlock(end)
    if end == last.position() and last != first:
        last, end = last.previous(), end - 1
    if cursor.selectionStart() != first.position() or end != last.position() + last.length() - 1:
        return None
    block = first
    while block.isValid() and block.position() <= last.position():
        worded = kind_of(block.blockFormat()) not in (BlockKind.RULE, FILLER)
        if not (worded and _stands_free(block)):
            return None
        block = block.next()
    return (first, last) if cursor.hasSelection() else None


def _move(view: RichView, first: QTextBlock, last: QTextBlock, below: QTextBlock) -> None:
    document, mirror = view.document(), view.mirror
    numbers = range(first.blockNumber(), last.blockNumber() + 1)
    said = [mirror.blocks()[mirror.entry(number)] for number in numbers]
    moved = tuple(foreign(said, view.structure.dress.new_id))
    gone = QTextCursor(first)
    gone.setPosition(last.position(), QTextCursor.MoveMode.KeepAnchor)
    caret = QTextCursor(document)
    with step(caret) as work:
        view.builder.exchange(work, below, None, moved)
        caret.setPosition(work.position())
        top, foot = (document.findBlock(at) for at in (gone.selectionStart(), gone.selectionEnd()))
        view.builder.exchange(work, top, foot, ())
    end_step(document)
    view.setTextCursor(caret)
    view.ensureCursorVisible()

"""What is under the mouse on the page: a task's box, a link, a card that says why it is source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QUrl
from PySide6.QtGui import QDesktopServices, QTextBlock

from newsroom.text.document import BlockKind
from newsroom.ui.editor.formats import kind_of, task_of
from newsroom.ui.editor.marks import link_at
from newsroom.ui.editor.positions import outward

if TYPE_CHECKING:
    from newsroom.ui.editor.rich import RichView

_SAFE_LINKS: Final = frozenset({"http", "https", "mailto", "tel"})
_NEAR: Final = 4  # pixels around a box that are still meant for it


def box_under(view: RichView, place: QPointF) -> QTextBlock | None:
    """The task whose box is at that place of the viewport; None where there is none."""
    block = view.cursorForPosition(place.toPoint()).block()
    if task_of(block.blockFormat()) is None:
        return None
    document = view.document()
    box = document.documentLayout().blockBoundingRect(block)
    box.translate(0, -view.verticalScrollBar().value())
    rect: QRectF = view.paper.box_rect(block, box, width=document.textWidth())
    return block if rect.adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(place) else None


def follow_link(view: RichView, place: QPointF) -> bool:
    """Go where the footnote or link at that place leads; False where there is none that may be
    opened."""
    cursor = view.cursorForPosition(place.toPoint())
    if view.follow_note(cursor):
        return True
    found = link_at(cursor)
    url = QUrl(found[0].href or "") if found is not None else QUrl()
    if url.scheme().lower() not in _SAFE_LINKS:
        return False
    QDesktopServices.openUrl(url)
    return True


def said_of(view: RichView, place: QPointF) -> str:
    """Why what is at that place stands as source; "" for anything else."""
    block = view.cursorForPosition(place.toPoint()).block()
    if kind_of(block.blockFormat()) != BlockKind.SOURCE:
        return ""
    from newsroom.ui.editor.cards import why_source

    return why_source(outward(block.text()))

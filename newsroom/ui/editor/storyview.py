"""What both views of a story share: steps back and forth on its one stack, the menu of a right
click, and what is let go over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Final

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QTextDocument,
)
from PySide6.QtWidgets import QMenu, QTextEdit, QWidget

from newsroom.text.amend import shared, shared_end
from newsroom.ui.editor.afterkey import AfterKey
from newsroom.ui.editor.onscreen import OnScreen
from newsroom.ui.editor.positions import to_units, units
from newsroom.ui.editor.poured import Poured
from newsroom.ui.letgo import copy_in

_UNDO: Final = QKeySequence.StandardKey.Undo
_REDO: Final = QKeySequence.StandardKey.Redo


@contextmanager
def all_told(document: QTextDocument) -> Iterator[None]:
    """What is changed meanwhile is told by ``contentsChange`` in the end, if it was not before.

    WORKAROUND for Qt 6.11: where lines are coloured in the middle of a step (one that scrolls the
    view to them, as a drop does), ``markContentsDirty`` takes the change that is to be told.
    """
    before, heard = document.toRawText(), []
    hear = document.contentsChange.connect(lambda *change: heard.append(change))
    try:
        yield
    finally:
        document.contentsChange.disconnect(hear)
    after = document.toRawText()
    if heard or after == before:
        return
    head = shared(before, after)
    tail = shared_end(before, after, min(len(before), len(after)) - head)
    gone, came = before[head : len(before) - tail], after[head : len(after) - tail]
    document.contentsChange.emit(to_units(before, head), units(gone), units(came))
    document.contentsChanged.emit()


class StoryView(QTextEdit):
    """A view of the story's text, of which another may be shown beside or below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._face: QFont | None = None  # first: Qt tells of changes while the view is made
        super().__init__(parent)
        self.sight = OnScreen(self)
        self.poured = Poured(self.document())
        self.back: Callable[[], object] = self.undo
        self.forth: Callable[[], object] = self.redo
        """One step back, and forth again; the text's owner may know better what a step is."""
        self.complete: Callable[[], object] = lambda: None
        """Asked before somebody changes what may not be all there yet."""
        self.moves: Callable[[QDropEvent], bool] = lambda _event: False
        """Moves what was dragged within the text, if it knows better than Qt how."""
        self.can_back: Callable[[], bool] = self.document().isUndoAvailable
        self.can_forth: Callable[[], bool] = self.document().isRedoAvailable

    @cached_property
    def after(self) -> AfterKey:
        """What waits for a key's letter to be painted."""
        return AfterKey(self)

    def set_story_font(self, font: QFont) -> None:
        """Set the text in ``font``."""
        self._face = font
        self.setFont(font)
        if self.document().defaultFont() != font:
            self.document().setDefaultFont(font)

    def changeEvent(self, event: QEvent) -> None:
        """The sheet sets fonts too when a view is polished, which may be after it was dressed; the
        story's face stands."""
        super().changeEvent(event)
        face, document = self._face, self.document()
        if event.type() == QEvent.Type.FontChange and face not in (None, document.defaultFont()):
            document.setDefaultFont(face)

    def turned(self, event: QKeyEvent) -> bool:
        """Go back or forth, if that is what the key asks for."""
        for wanted, turn in ((_UNDO, self.back), (_REDO, self.forth)):
            if event.matches(wanted):
                turn()
                event.accept()
                return True
        return False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu where nobody else makes one; Qt's own would not ask ours."""
        from newsroom.ui.editor.turnmenu import pop_up

        pop_up(self.createStandardContextMenu(event.pos()), event)

    def createStandardContextMenu(self, *place: QPoint) -> QMenu:
        """The usual menu of a right click, which takes the steps of ``back`` and ``forth``."""
        from newsroom.ui.editor.turnmenu import hold, own_turns

        self.complete()
        menu = super().createStandardContextMenu(*place)
        own_turns(menu, (self.back, self.can_back), (self.forth, self.can_forth))
        hold(menu, self)
        return menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """What comes from elsewhere is copied."""
        super().dragEnterEvent(event)
        copy_in(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same, while it is dragged."""
        super().dragMoveEvent(event)
        copy_in(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """The same, once it is let go."""
        self.complete()
        with all_told(self.document()):
            own = event.source() in (self, self.viewport())
            if not (own and self.moves(event)):
                super().dropEvent(event)
        copy_in(event)

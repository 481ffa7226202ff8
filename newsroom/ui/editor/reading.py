"""A story that is only to be read now: keys that would change it are told why, the others work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from newsroom.ui.editor.turnmenu import HELD

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane

_READS: Final = frozenset(
    {
        "copy", "select_all", "find", "find_next", "find_previous", "view",
        "fold", "fold_all", "unfold_all",
    }
)  # fmt: skip
"""What may be applied all the same."""
_CHANGING: Final = (
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Undo,
    QKeySequence.StandardKey.Redo,
    QKeySequence.StandardKey.Delete,
    QKeySequence.StandardKey.Backspace,
    QKeySequence.StandardKey.DeleteEndOfWord,
    QKeySequence.StandardKey.DeleteStartOfWord,
    QKeySequence.StandardKey.DeleteEndOfLine,
    QKeySequence.StandardKey.DeleteCompleteLine,
)
_CHANGING_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace, Qt.Key.Key_Delete,
        Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
    }
)  # fmt: skip
_COMMAND: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier


class Reading(QObject):
    """Holds one pane's texts while ``why`` says something; ``told`` gets that sentence."""

    def __init__(self, pane: EditorPane, told: Callable[[str], object]) -> None:
        super().__init__(pane)
        self._pane = pane
        self._told = told
        self._held: set[QWidget] = set()
        self.why = ""
        pane.view_changed.connect(lambda _source: self._hold())

    def set_why(self, why: str) -> None:
        """Hold the texts, or, without a reason, let them be written in again."""
        if why == self.why:
            return
        self.why = why
        self._hold()

    def story_taken(self) -> None:
        """Another story stands in the pane. Whether it may be written in is said by the line above
        it, through ``set_why``."""

    def allows(self, name: str) -> bool:
        """Whether a format or edit of that name may be applied; the reason is told if not."""
        if not self.why or name in _READS:
            return True
        self._told(self.why)
        return False

    def _hold(self) -> None:
        pane, on = self._pane, bool(self.why)
        source = pane.body.source
        texts: list[QTextEdit] = [*pane.titles.fields.values(), pane.rich]
        if source is not None:
            texts.append(source)
        for text in texts:
            if text not in self._held:
                self._held.add(text)
                text.installEventFilter(self)
                text.viewport().installEventFilter(self)
            # The caret stays: people read and copy by keys too.
            text.setAcceptDrops(not on)
            text.viewport().setAcceptDrops(not on)
            text.setProperty(HELD, on)
            text.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, not on)
        pane.toolbar.setEnabled(not on)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop what would change the text."""
        if not self.why:
            return False
        kind = event.type()
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if _changes(event):
                self._told(self.why)
                return True
        elif kind == QEvent.Type.InputMethod:
            self._told(self.why)
            return True
        elif kind in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return True
        elif kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            return self._ticks(watched, event)
        return False

    def _ticks(self, watched: QObject, event: QMouseEvent) -> bool:
        """Whether the click would tick a task, or the wheel button paste."""
        rich = self._pane.rich
        if event.button() == Qt.MouseButton.MiddleButton:
            return True
        if watched is rich.viewport() and rich.is_box(event.position()):
            self._told(self.why)
            return True
        return False


def _changes(event: QKeyEvent) -> bool:
    """Whether this key would change the text."""
    if any(event.matches(key) for key in _CHANGING):
        return True
    mods = event.modifiers()
    if event.key() in _CHANGING_KEYS:
        return not mods & _COMMAND or event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
    if mods & _COMMAND and not mods & Qt.KeyboardModifier.AltModifier:
        return False
    text = event.text()
    return bool(text) and text.isprintable()

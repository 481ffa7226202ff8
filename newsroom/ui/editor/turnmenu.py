"""The menu of a right click: Undo and Redo by the story's one stack (Qt's own know one view's steps
alone), and nothing that changes a story which is only to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import QMenu, QWidget

Can = Callable[[], bool]
Act = Callable[[], object]

_UNDO: Final = "edit-undo"
_REDO: Final = "edit-redo"
"""What Qt calls its entries (``QWidgetTextControl::createStandardContextMenu``). A text that may
not be changed has none."""
_CHANGES: Final = frozenset({_UNDO, _REDO, "edit-cut", "edit-paste", "edit-delete"})
HELD: Final = "held"
"""The property of a text that is only to be read now, though it has its caret."""


def own_turns(menu: QMenu, back: tuple[Act, Can], forth: tuple[Act, Can]) -> None:
    """Put entries that do ``back`` and ``forth`` in the place of Qt's, with the same words and
    keys; each is enabled if it can be done now."""
    for name, (act, can) in ((_UNDO, back), (_REDO, forth)):
        old = next((action for action in menu.actions() if action.objectName() == name), None)
        if old is None:
            continue
        new = QAction(old.icon(), old.text(), menu)
        new.setObjectName(name)
        new.setEnabled(can())
        new.triggered.connect(lambda _on=False, act=act: act())
        menu.insertAction(old, new)
        menu.removeAction(old)
        old.deleteLater()


def hold(menu: QMenu, text: QWidget) -> None:
    """Offer nothing of Qt's that changes the text, if it is only to be read."""
    if text.property(HELD):
        for action in menu.actions():
            if action.objectName() in _CHANGES:
                action.setEnabled(False)


def pop_up(menu: QMenu, event: QContextMenuEvent) -> None:
    """Show a view's menu where it was asked for; once closed it goes."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(event.globalPos())
    event.accept()

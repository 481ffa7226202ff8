"""On what ground the story's pictures may be used, asked of the desk where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from newsroom.news.changes import Changes
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.window import Window


class RightsBook(QObject):
    """Reads and keeps what is known of pictures, for one editor."""

    changed = Signal()
    """What is known of pictures may be other now."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self._pane = pane
        pane.workbench.tasks.changed.connect(self._on_changed)

    def _on_changed(self, changes: Changes) -> None:
        if changes.media:
            self.changed.emit()

    def read(self, sha256: str, then: Callable[[str], object]) -> None:
        """Hand over the ground on which it may be used; nothing where it is not ours."""
        self._pane.media.rights(sha256, then=then, owner=self)

    def put(self, sha256: str, rights: str) -> None:
        """Keep it."""
        self._pane.media.set_rights(sha256, rights, failed=self._pane.say_fault, owner=self)

    def describe(self, sha256: str) -> None:
        """Open all that is known of the picture."""
        from newsroom.ui.dialogs.picture import PictureSheet

        window = cast("Window", self._pane.window())
        window.open_dialog(PictureSheet(self._pane.workbench, sha256))

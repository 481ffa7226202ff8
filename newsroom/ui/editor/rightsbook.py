"""What the library knows of the story's pictures, asked of the desk where they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from newsroom.news.changes import Changes
    from newsroom.news.media import PictureFacts
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
            self._pane.media.on_changed(changes)
            self.changed.emit()

    def read(self, sha256: str, then: Callable[[PictureFacts], object]) -> None:
        """Hand over what is known of it; nothing where it is not ours."""
        self._pane.media.known(sha256, then=then, owner=self)

    def put(self, sha256: str, **fields: str) -> None:
        """Keep what somebody says of it."""
        self._pane.media.say(sha256, fields, failed=self._pane.say_fault, owner=self)

    def describe(self, sha256: str) -> None:
        """Open all that is known of the picture."""
        from newsroom.ui.dialogs.picture import PictureSheet

        window = cast("Window", self._pane.window())
        window.open_dialog(PictureSheet(self._pane.workbench, sha256))

"""The window: places the list, the stories and the panels, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.listing.pane import ListPane
    from newsroom.ui.messages import Messages
    from newsroom.ui.tasks import Tasks
    from newsroom.ui.workbench import Workbench


class Window(QMainWindow):
    """The context that an Action's ``run`` gets.

    Right column: the PANELS whose area is "right" as pages under a small strip of tabs; a panel
    whose area is "middle" opens as a page among the story tabs (the staff directory needs room).
    """

    workbench: Workbench
    tasks: Tasks
    messages: Messages
    listing: ListPane

    store_wanted = Signal(object)  # path or address that the person wants opened instead

    @property
    def editor(self) -> EditorPane | None:
        """The editor of the story on top."""
        ...

    def show_panel(self, panel: str) -> QWidget:
        """Bring a panel to the front, unfolding its column; gives its widget."""
        ...

    def hide_panel(self, panel: str) -> None: ...

    def panel_shown(self, panel: str) -> bool: ...

    def fold(self, pane: str, folded: bool | None = None) -> None:
        """Fold "list", "sidebar" or "right" away or back; None turns it round."""
        ...

    def open_dialog(self, dialog: QDialog) -> None:
        """Show a dialog over the window without stopping the world; it is kept until it closes."""
        ...

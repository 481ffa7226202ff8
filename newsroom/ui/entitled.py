"""What who sits here may not do: read from the desk, told to the commands and to the panes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsroom.news.changes import Changes
from newsroom.news.rights import Right

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench


class Entitled(QObject):
    """Keeps ``workbench.refusals`` as the desk says; the desk itself refuses all the same."""

    changed = Signal()

    def __init__(self, workbench: Workbench) -> None:
        super().__init__(workbench)
        self._bench = workbench
        workbench.me_changed.connect(self.look)
        workbench.tasks.changed.connect(self._on_changed)
        self.look()

    def look(self) -> None:
        """Ask the desk."""
        self._bench.tasks.run(
            lambda desk: desk.rights.refusals(), then=self._told, owner=self, key="rights"
        )

    def _on_changed(self, changes: Changes) -> None:
        if changes.staff:
            self.look()

    def _told(self, refusals: Mapping[Right, str]) -> None:
        if refusals != self._bench.refusals:
            self._bench.refusals = refusals
            self.changed.emit()

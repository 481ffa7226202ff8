"""A conflict that no merge settles: the dialog with both texts, and what was chosen in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from newsroom.i18n import _

if TYPE_CHECKING:
    from newsroom.ui.dialogs.conflict import ConflictDialog
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench


class Settling(QObject):
    """Opens one dialog a story, when the workbench says that its conflict has to be looked at."""

    def __init__(self, workbench: Workbench, *, show: Callable[[QDialog], object]) -> None:
        super().__init__(workbench)
        self._workbench = workbench
        self._show = show
        self._open: dict[str, ConflictDialog] = {}
        workbench.settling.connect(self._settle)

    def _settle(self, story: OpenStory) -> None:
        from newsroom.ui.dialogs.conflict import ConflictDialog

        if story.theirs is None:
            return
        if story.key in self._open:
            self._open[story.key].raise_()
            return
        person = self._workbench.lists.person(story.theirs.updated_by)
        dialog = ConflictDialog(
            story,
            who=person.name if person else _("Somebody else"),
            theme=self._workbench.theme,
        )
        self._open[story.key] = dialog
        dialog.settled.connect(lambda how: self._workbench.settle(story, how))
        dialog.finished.connect(lambda _result: self._open.pop(story.key, None))
        self._show(dialog)

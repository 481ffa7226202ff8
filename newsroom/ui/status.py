"""The status bar: whether the text is safe, who works here, and in which newsroom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from newsroom.i18n import N_, _
from newsroom.ui.story import OpenStory, State

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

WORDS = {
    State.SAVED: N_("Saved"),
    State.UNSAVED: N_("Unsaved changes"),
    State.KEPT: N_("Unsaved changes, kept safe"),
    State.SAVING: N_("Saving…"),
    State.WAITING: N_("Saved on this computer; it goes to the server when that is back"),
    State.CONFLICT: N_("Somebody else saved too; your text is kept"),
}


class StatusBar(QStatusBar):
    """The state of saving on the left, the newsroom on the right.

    The length of the story stands below its page, where it is looked for.
    """

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._workbench = workbench
        self._story: OpenStory | None = None
        self.state = self._label("saveState", _("State of saving"))
        self.place = self._label("place", _("Newsroom"))
        self.addWidget(self.state, 1)
        self.addPermanentWidget(self.place)
        self.place.setText(_("Opening…"))
        workbench.current_changed.connect(self._story_changed)
        workbench.me_changed.connect(self._show_place)

    def _label(self, name: str, accessible: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        return label

    def _show_place(self) -> None:
        me, place = self._workbench.me, self._workbench.name
        self.place.setText(f"{me.name} · {place}" if me else place)

    def _story_changed(self, story: OpenStory | None) -> None:
        if self._story is not None:
            self._story.state_changed.disconnect(self._show_state)
        self._story = story
        if story is not None:
            story.state_changed.connect(self._show_state)
        self._show_state()

    def _show_state(self) -> None:
        story = self._story
        if story is None:
            text, role = "", ""
        elif story.state is State.FAULT:
            text, role = story.fault, "problem"
        elif story.state is State.CONFLICT:
            text, role = _(WORDS[story.state]), "problem"
        elif story.state is State.SAVED and not story.id:
            text, role = _("New story"), ""
        else:
            text, role = _(WORDS[story.state]), ""
        self.state.setText(text)
        if self.state.property("role") != role:
            self.state.setProperty("role", role)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)

"""The status bar: whether the text is safe, how long the story is, and where we are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStatusBar

from newsroom.i18n import N_, _, ngettext
from newsroom.ui.story import OpenStory, State

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

COUNT_MS = 250  # a pause in typing after which words are counted anew

WORDS = {
    State.SAVED: N_("Saved"),
    State.UNSAVED: N_("Unsaved changes"),
    State.KEPT: N_("Unsaved changes, kept safe"),
    State.SAVING: N_("Saving…"),
    State.CONFLICT: N_("Somebody else saved too; your text is kept"),
}


class StatusBar(QStatusBar):
    """State of saving on the left; words and the newsroom's name on the right."""

    def __init__(self, workbench: Workbench) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._workbench = workbench
        self._story: OpenStory | None = None
        self.state = self._label("saveState", _("State of saving"))
        self.words = self._label("wordCount", _("Length of the story"))
        self.store = self._label("storeName", _("Newsroom"))
        self.addWidget(self.state, 1)
        self.addPermanentWidget(self.words)
        self.addPermanentWidget(self.store)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(COUNT_MS)
        self._pause.timeout.connect(self._count)
        workbench.current_changed.connect(self._story_changed)
        workbench.me_changed.connect(self._show_place)
        self.store.setText(_("Opening…"))

    def _label(self, name: str, accessible: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        return label

    def _show_place(self) -> None:
        me = self._workbench.me
        place = self._workbench.name
        self.store.setText(f"{me.name} · {place}" if me else place)

    def _story_changed(self, story: OpenStory | None) -> None:
        if self._story is not None:
            self._story.state_changed.disconnect(self._show_state)
            self._story.body_changed.disconnect(self._pause.start)
            self._story.field_changed.disconnect(self._field_changed)
        self._story = story
        self.words.clear()
        if story is not None:
            story.state_changed.connect(self._show_state)
            story.body_changed.connect(self._pause.start)
            story.field_changed.connect(self._field_changed)
            self._pause.start()
        self._show_state()

    def _show_state(self) -> None:
        story = self._story
        if story is None:
            self.state.clear()
            return
        if story.state is State.FAULT:
            text = story.fault
        elif story.state is State.SAVED and not story.id:
            text = _("New story")
        else:
            text = _(WORDS[story.state])
        self.state.setText(text)
        self.state.setProperty("state", str(story.state))
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)

    def _field_changed(self, name: str) -> None:
        if name == "commissioned_length":
            self._pause.start()

    def _count(self) -> None:
        story = self._story
        if story is None:
            return
        body = story.get("body")

        def count() -> int:
            from newsroom.text.counts import count_words

            return count_words(body)

        self._workbench.tasks.background(
            count, then=lambda words: self._counted(story, words), owner=self, key="words"
        )

    def _counted(self, story: OpenStory, words: int) -> None:
        if story is not self._story:
            return
        said = ngettext("{n} word", "{n} words", words).format(n=f"{words:,}")
        if wanted := story.get("commissioned_length"):
            said = _("{words} of {wanted}").format(words=said, wanted=f"{wanted:,}")
        self.words.setText(said)


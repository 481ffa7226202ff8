"""How long the story in front is kept back, or until it goes out: a word in the status bar."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget

from newsroom.i18n import _
from newsroom.news.countdown import left
from newsroom.news.workflow import INDEFINITE
from newsroom.ui.hours import said

if TYPE_CHECKING:
    from newsroom.news.changes import Changes
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

TICK_MS = 5_000  # it tells minutes


class Countdown(QLabel):
    """Empty for a story that waits for nothing; then no timer runs."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("countdown")
        self._bench = workbench
        self._story: OpenStory | None = None
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.count)
        workbench.current_changed.connect(self.set_story)
        workbench.tasks.changed.connect(self._changed)
        self.set_story(workbench.current)

    def set_story(self, story: OpenStory | None) -> None:
        """Count for this story from now on."""
        if self._story is not None:
            self._story.field_changed.disconnect(self._edited)
            self._story.state_changed.disconnect(self.count)
        self._story = story
        if story is not None:
            story.field_changed.connect(self._edited)
            story.state_changed.connect(self.count)
        self.count()

    def _edited(self, name: str) -> None:
        if name in ("embargo_until", ""):
            self.count()

    def _changed(self, changes: Changes) -> None:
        if self._story is not None and self._story.id in changes.articles:
            self.count()

    def count(self) -> None:
        """Tell how long it is still."""
        now, parts, tips = self._bench.clock(), [], []
        for label, at in self._times():
            if at <= now:
                continue
            if at == INDEFINITE:
                parts.append(_("Embargo until further notice"))
                continue
            parts.append(f"{label} {left(at, now)}")
            tips.append(f"{label}: {said(at, self._bench.lists)}")
        text = " · ".join(parts)
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
        self.setToolTip("\n".join(tips))
        self.setVisible(bool(text))
        if tips:
            self._tick.start()
        else:
            self._tick.stop()

    def _times(self) -> list[tuple[str, datetime]]:
        if self._story is None:
            return []
        # By its fields: the whole story would be written out for it, at a key.
        both = (_("Embargo ends"), "embargo_until"), (_("Goes out"), "publish_at")
        found = [(label, self._story.get(name)) for label, name in both]
        return [(label, at) for label, at in found if at is not None]

"""The reviews of the open stories, each made when it is first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsroom.ui.review.review import StoryReview

if TYPE_CHECKING:
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench


class Reviews(QObject):
    """One review a story."""

    made = Signal(object)  # StoryReview

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._of: dict[str, StoryReview] = {}
        bench.story_closed.connect(self._closed)

    def of(self, story: OpenStory) -> StoryReview:
        """The story's review."""
        found = self._of.get(story.key)
        if found is None:
            found = self._of[story.key] = StoryReview(self._bench, story)
            self.made.emit(found)
        return found

    def _closed(self, story: OpenStory) -> None:
        self._of.pop(story.key, None)

"""Bringing back what stood in a story before: a paragraph, a field or all of a version, as a new
version or as a suggestion. What was written elsewhere since stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from newsroom.desk.versions import part_of
from newsroom.i18n import _
from newsroom.news.suggestion import SUGGESTED, texts_of
from newsroom.text.compare import BODY, Change

if TYPE_CHECKING:
    from newsroom.ui.review.review import StoryReview
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench


class Bringing(QObject):
    """The acts, for the story of a review."""

    made = Signal()  # the story has a new version
    suggested = Signal()  # my proposal holds it now

    def __init__(self, bench: Workbench, review: StoryReview, parent: QObject) -> None:
        super().__init__(parent)
        self._bench, self._review, self._story = bench, review, review.story

    def back(self, change: Change, revision: int) -> None:
        """The paragraph or field at a change as it was, as a new version."""
        part = part_at(change)
        number = self._story.id
        if part:
            self._bench.saved_first(
                (number,),
                lambda: self._bench.tasks.change(
                    lambda desk: desk.versions.restore(number, revision, **part),
                    then=lambda _done: self._say_made(),
                ),
            )

    def all_back(self, revision: int) -> None:
        """The whole version as a new one."""
        restore(self._bench, self._story, revision, then=self._say_made)

    def suggest(self, change: Change, revision: int) -> None:
        """The paragraph or field as it was, as a suggestion of mine."""
        part = part_at(change)
        number = self._story.id
        if part:
            self._bench.tasks.run(
                lambda desk: texts_of(desk.versions.state(number, revision), SUGGESTED),
                then=lambda was: self._suggest(was, part),
                failed=self._bench.messages.fault,
            )

    def _suggest(self, was: Mapping[str, str], part: dict[str, Any]) -> None:
        review, story = self._review, self._story
        review.turn(True)

        def put() -> None:
            proposal = story.proposal
            if proposal is None:
                return
            story.get(BODY)  # what was typed last is in the proposal now
            story.show_suggested(proposal.take(part_of(was, proposal.texts, **part)))
            review.look()
            review.store()
            self._bench.messages.say(_("Brought back as a suggestion."), key="restore")
            self.suggested.emit()

        review.when_on(put)

    def _say_made(self) -> None:
        say_brought_back(self._bench)
        self.made.emit()


def part_at(change: Change) -> dict[str, Any]:
    """What is brought back at a change, as ``desk.versions`` takes it; nothing where it has no
    place."""
    if change.field != BODY:
        return {"field": change.field}
    if change.old:
        return {"place": change.old[0].start}
    return {"now_place": change.new[0].start} if change.new else {}


def restore(
    bench: Workbench, story: OpenStory, revision: int, *, then: Callable[[], object]
) -> None:
    """Bring a whole version back as a new one."""
    number = story.id
    bench.saved_first(
        (number,),
        lambda: bench.tasks.change(
            lambda desk: desk.versions.restore(number, revision), then=lambda _done: then()
        ),
    )


def say_brought_back(bench: Workbench) -> None:
    """Say that it is done, and that nothing is lost by it."""
    bench.messages.say(
        _("Brought back. The version before it stays in the history."), key="restore"
    )

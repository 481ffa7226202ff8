"""One story in one pane: what ties the two, and what comes a moment after it was opened.

A pane outlives its story: the next one that is opened takes its place. All that a story tied is
untied here, so that nothing of it reaches the next.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer

from newsroom.ui.loading import WRITING, ahead

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.review.review import StoryReview
    from newsroom.ui.story import OpenStory

_COUNT_MS: Final = 60  # its first screen is painted by then: its words are counted
_SPELL_MS: Final = 400  # it was opened and painted this long before its words are looked up
_REVIEW_MS: Final = 600  # and its suggestions asked for
_WARM_MS: Final = 60  # after the first key it is made ready to be saved, a little at a time
_STYLE_MS: Final = 600  # a pause after the first key: the rules are loaded when nobody types


RULES: Final = "newsroom.checks.styling"
"""What most of the time goes to that ``load_rules`` takes."""


def load_rules() -> None:
    """Read the modules of the house style that know no Qt."""
    import newsroom.checks.prose
    import newsroom.checks.styling  # noqa: F401


@runtime_checkable
class Lasting(Protocol):
    """A part of a pane, made late, that goes on with the pane's next story. Parts without this
    belong to one story: a pane that has one goes with it."""

    def story_taken(self) -> None:
        """Another story stands in the pane."""


class Sitting(QObject):
    """Ties a pane to a story, and lets go of it."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._story: OpenStory | None = None
        self._review: StoryReview | None = None
        self._held: list[tuple[OpenStory, Callable[[], str]]] = []  # whose body is read here
        self._style = self._timer(_STYLE_MS, self._look_for_style)
        self._styled = False  # no key has to begin that timer any more
        self._later = (
            self._timer(_COUNT_MS, pane.count),
            self._timer(_SPELL_MS, pane.look_at_spelling),
            self._timer(_REVIEW_MS, self._look_for_suggestions),
        )
        self._ready = self._timer(_WARM_MS, pane.body.warm)  # a story that is only read needs none
        self._touched = False
        pane.destroyed.connect(partial(_let_go, self._held))

    def _timer(self, after: int, then: Callable[[], object]) -> QTimer:
        made = QTimer(self, singleShot=True, interval=after)
        made.timeout.connect(then)
        return made

    def begin(self, story: OpenStory) -> None:
        """The story stands in the pane from now on."""
        pane, self._story = self._pane, story
        story.body_source, story.body_tells = pane.body.text, pane.body.tell
        self._held.append((story, story.body_source))
        story.field_changed.connect(pane.field_changed)
        story.body_replaced.connect(pane.body_replaced)
        story.body_changed.connect(self._style.start)
        story.body_changed.connect(self._make_ready)
        self._touched = self._styled = False
        story.field_changed.connect(self._changed)
        story.saved.connect(pane.was_saved)
        for timer in self._later:
            timer.start()

    def end(self) -> None:
        """Another story comes. What was typed is this one's before its page is the other's."""
        story, self._story = self._story, None
        if story is None:
            return
        story.get("body")
        _let_go(self._held)
        story.field_changed.disconnect(self._pane.field_changed)
        story.body_replaced.disconnect(self._pane.body_replaced)
        if not self._styled:
            story.body_changed.disconnect(self._style.start)
        if not self._touched:
            story.body_changed.disconnect(self._make_ready)
        story.field_changed.disconnect(self._changed)
        story.saved.disconnect(self._pane.was_saved)
        if self._review is not None:
            self._review.changed.disconnect(self._pane.review_changed)
            self._review = None
        for timer in (*self._later, self._style, self._ready):
            timer.stop()

    def _look_for_style(self) -> None:
        """The rules' modules are read on another thread first: here it would be one turn of 30 ms,
        and somebody begins to type again in the middle of it."""
        pane, story = self._pane, self._story
        if not pane.workbench.settings.check_style or RULES in sys.modules:
            self._style_loaded(story)
            return
        pane.workbench.tasks.background(
            load_rules, then=lambda _none: self._style_loaded(story), owner=self, key="style"
        )

    def _style_loaded(self, story: OpenStory | None) -> None:
        if story is not self._story:
            return  # another one came meanwhile: it asks by itself
        if self._pane.look_for_style() and self._story is not None and not self._styled:
            self._styled = True
            self._story.body_changed.disconnect(self._style.start)

    def _make_ready(self) -> None:
        if self._story is not None and not self._touched:
            self._touched = True
            self._story.body_changed.disconnect(self._make_ready)
            ahead(self._pane.workbench.tasks, WRITING)
            self._ready.start()

    def _changed(self, _name: str) -> None:
        self._style.start()

    def _look_for_suggestions(self) -> None:
        if self._story is not None:
            self._review = self._pane.workbench.reviews.of(self._story)
            self._review.changed.connect(self._pane.review_changed)
            self._pane.review_changed()


def _let_go(held: list[tuple[OpenStory, Callable[[], str]]], *_gone: object) -> None:
    """The page is not theirs any more; the stories keep what they were last told."""
    for story, source in held:
        if story.body_source is source:
            story.body_source = story.body_tells = None
    held.clear()

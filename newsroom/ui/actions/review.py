"""The Review menu: what changed, what is suggested, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.i18n import N_
from newsroom.ui.actions import check
from newsroom.ui.actions.action import Action, When
from newsroom.ui.actions.context import Window

if TYPE_CHECKING:
    from newsroom.ui.review.review import StoryReview


def _review(window: Window) -> StoryReview:
    found: StoryReview = window.workbench.reviews.of(window.workbench.current)
    return found


def _suggest(window: Window) -> None:
    suggest = window.editor.suggest  # the marks follow from the first key
    suggest.review.turn(not suggest.review.on)


def _suggesting(window: Window) -> bool:
    story = window.workbench.current
    return story is not None and story.proposal is not None


def _compare(window: Window) -> None:
    from newsroom.ui.review.compare import open_comparison

    open_comparison(window, window.workbench.current)


def _step(window: Window, by: int) -> None:
    if check.walks(window):
        check.step(window, by)
        return
    window.show_panel("suggestions").step(by)


def _decide(window: Window, accept: bool) -> None:
    window.show_panel("suggestions").decide(accept=accept)


def _all(window: Window, accept: bool) -> None:
    review = _review(window)
    whole = tuple(item.number for item in review.open if review.walk.waiting(item))
    review.walk.settle((), accept=accept, whole=whole)


ROWS: tuple[Action, ...] = (
    Action(
        id="review.compare",
        label=N_("What &changed"),
        menu="review",
        keys=("Ctrl+D",),
        icon="compare",
        when=When.STORY,
        run=_compare,
    ),
    Action(
        id="review.suggest",
        label=N_("&Suggest changes"),
        menu="review",
        keys=("Ctrl+Shift+E",),
        icon="suggest",
        when=When.EDITOR,
        line=True,
        checked=_suggesting,
        run=_suggest,
    ),
    Action(
        id="review.next",
        label=N_("&Next suggestion or finding"),
        menu="review",
        keys=("F8",),
        icon="next",
        when=When.STORY,
        run=lambda window: _step(window, 1),
    ),
    Action(
        id="review.previous",
        label=N_("&Previous suggestion or finding"),
        menu="review",
        keys=("Shift+F8",),
        icon="previous",
        when=When.STORY,
        run=lambda window: _step(window, -1),
    ),
    Action(
        id="review.accept",
        label=N_("&Accept the suggestion"),
        menu="review",
        keys=("Ctrl+F8",),
        icon="check",
        when=When.STORY,
        run=lambda window: _decide(window, True),
    ),
    Action(
        id="review.reject",
        label=N_("&Reject the suggestion"),
        menu="review",
        keys=("Ctrl+Shift+F8",),
        icon="close",
        when=When.STORY,
        run=lambda window: _decide(window, False),
    ),
    Action(
        id="review.accept_all",
        label=N_("Acc&ept all suggestions"),
        menu="review",
        icon="check",
        when=When.STORY,
        run=lambda window: _all(window, True),
    ),
    Action(
        id="review.reject_all",
        label=N_("Re&ject all suggestions"),
        menu="review",
        icon="close",
        when=When.STORY,
        run=lambda window: _all(window, False),
    ),
)

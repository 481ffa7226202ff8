"""Rows of the Review menu about the house style: look, walk, fix, let stand, the book."""

from __future__ import annotations

from typing import Any

from newsroom.i18n import N_
from newsroom.ui.actions.action import Action, When
from newsroom.ui.actions.context import Window

PANEL = "findings"


def _panel(window: Window) -> Any:
    return window.show_panel(PANEL)


def _let_stand(window: Window) -> None:
    from newsroom.news.rule import Scope

    _panel(window).allow(Scope.PLACE)


def walks(window: Window) -> bool:
    """Whether the keys that walk both go through what was found: where its panel is shown, and
    where nothing is suggested (any more)."""
    if window.panel_shown(PANEL):
        return True
    story = window.workbench.current
    return story is None or not window.workbench.reviews.of(story).walk.order()


def step(window: Window, by: int) -> None:
    """Go to the next or the previous finding."""
    _panel(window).step(by)


def _book(window: Window) -> None:
    from newsroom.ui.dialogs.rules import RulesDialog

    window.open_dialog(RulesDialog(window.workbench))


def _standing(window: Window) -> None:
    from newsroom.ui.dialogs.letstand import LetStandDialog

    window.open_dialog(LetStandDialog(window.workbench))


def _while_typing(window: Window) -> None:
    bench = window.workbench
    bench.set_settings({"check_style": not bench.settings.check_style})


ROWS: tuple[Action, ...] = (
    Action(
        id="review.check",
        label=N_("C&heck the story"),
        menu="review",
        keys=("F7",),
        icon="check",
        when=When.EDITOR,
        line=True,
        run=lambda window: _panel(window).run(),
    ),
    Action(
        id="review.next_finding",
        label=N_("Next fin&ding"),
        menu="review",
        keys=("Ctrl+F7",),
        icon="next",
        when=When.EDITOR,
        run=lambda window: step(window, 1),
    ),
    Action(
        id="review.fix",
        label=N_("Fix the findin&g"),
        menu="review",
        keys=("Alt+F7",),
        icon="check",
        when=When.EDITOR,
        run=lambda window: _panel(window).fix(),
    ),
    Action(
        id="review.fix_all",
        label=N_("Fix a&ll of its rule"),
        menu="review",
        keys=("Alt+Shift+F7",),
        icon="check",
        when=When.EDITOR,
        run=lambda window: _panel(window).fix_all(),
    ),
    Action(
        id="review.let_stand",
        label=N_("Le&t the finding stand here"),
        menu="review",
        keys=("Shift+F7",),
        icon="close",
        when=When.EDITOR,
        run=_let_stand,
    ),
    Action(
        id="review.style_typing",
        label=N_("Check the house style &while typing"),
        menu="review",
        icon="check",
        checked=lambda window: window.workbench.settings.check_style,
        run=_while_typing,
    ),
    Action(
        id="review.standing",
        label=N_("What was let stand…"),
        menu="review",
        icon="list",
        run=_standing,
    ),
    Action(
        id="review.rules",
        label=N_("R&ule book…"),
        menu="review",
        icon="list",
        run=_book,
    ),
)

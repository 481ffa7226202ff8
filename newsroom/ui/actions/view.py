"""The View menu: which parts can be seen, how large, and in which look."""

from __future__ import annotations

from functools import partial

from newsroom.i18n import N_
from newsroom.ui.actions.action import Action, When
from newsroom.ui.actions.context import Window
from newsroom.ui.panels import PANELS, Panel

STORY_SIZE = 18
SMALLEST, LARGEST = 12, 32  # as the setting's bounds
LOOKS = (
    ("system", N_("As the &system")),
    ("light", N_("&Light")),
    ("dark", N_("&Dark")),
    ("contrast", N_("High &contrast")),
)


def _turn_panel(panel: str, window: Window) -> None:
    if window.panel_shown(panel):
        window.hide_panel(panel)
    else:
        window.show_panel(panel)


def _panel_row(panel: Panel, *, line: bool) -> Action:
    return Action(
        id=f"view.{panel.id}",
        label=panel.title,
        menu="view",
        keys=panel.keys,
        icon=panel.icon,
        line=line,
        checked=lambda window: window.panel_shown(panel.id),
        run=partial(_turn_panel, panel.id),
    )


def _zoom(by: int | None, window: Window) -> None:
    bench = window.workbench
    size = STORY_SIZE if by is None else bench.settings.story_font_size + by
    bench.set_settings({"story_font_size": max(SMALLEST, min(LARGEST, size))})


def _look_row(look: str, label: str) -> Action:
    return Action(
        id=f"view.look_{look}",
        label=label,
        menu="view",
        icon="theme",
        under=N_("Loo&k"),
        checked=lambda window: window.workbench.settings.theme == look,
        run=lambda window: window.workbench.set_settings({"theme": look}),
    )


ROWS: tuple[Action, ...] = (
    Action(
        id="view.source",
        label=N_("&Markdown or page"),
        menu="view",
        keys=("Ctrl+/",),
        icon="source",
        when=When.EDITOR,
        tool=True,
        run=lambda window: window.editor.toggle_view(),
    ),
    Action(
        id="view.sidebar",
        label=N_("&Sidebar"),
        menu="view",
        keys=("F9",),
        icon="sidebar",
        line=True,
        checked=lambda window: not window.folded("sidebar"),
        run=lambda window: window.fold("sidebar"),
    ),
    Action(
        id="view.list",
        label=N_("&List of stories"),
        menu="view",
        keys=("Shift+F9",),
        icon="list",
        checked=lambda window: not window.folded("list"),
        run=lambda window: window.fold("list"),
    ),
    *(_panel_row(panel, line=place == 0) for place, panel in enumerate(PANELS)),
    Action(
        id="view.focus",
        label=N_("&Only the story"),
        menu="view",
        keys=("F11",),
        icon="focus",
        line=True,
        checked=lambda window: window.focus_mode,
        run=lambda window: window.set_focus_mode(not window.focus_mode),
    ),
    Action(
        id="view.zoom_in",
        label=N_("L&arger letters"),
        menu="view",
        keys=("Ctrl++", "Ctrl+="),
        icon="zoom-in",
        line=True,
        run=partial(_zoom, 1),
    ),
    Action(
        id="view.zoom_out",
        label=N_("Smalle&r letters"),
        menu="view",
        keys=("Ctrl+-",),
        icon="zoom-out",
        run=partial(_zoom, -1),
    ),
    Action(
        id="view.zoom_reset",
        label=N_("Letters as &before"),
        menu="view",
        keys=("Ctrl+0",),
        icon="refresh",
        run=partial(_zoom, None),
    ),
    *(_look_row(look, label) for look, label in LOOKS),
)

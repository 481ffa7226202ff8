"""The View menu: which parts can be seen, how large, and in which look."""

from __future__ import annotations

from functools import partial

from newsroom.i18n import N_
from newsroom.ui.actions.action import Action, When
from newsroom.ui.actions.context import Window
from newsroom.ui.panels import PANELS, Panel

STORY_SIZE = 18
SMALLEST, LARGEST = 12, 32  # as the setting's bounds
_FOLDS = N_("Se&ctions of the Markdown")
FADES = (
    ("", N_("&Nothing is faded")),
    ("paragraph", N_("All but the &paragraph is faded")),
    ("sentence", N_("All but the &sentence is faded")),
)
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


def _panel_row(panel: Panel) -> Action:
    return Action(
        id=f"view.{panel.id}",
        label=panel.title,
        menu="view",
        keys=panel.keys,
        icon=panel.icon,
        under=N_("&Panels"),  # all of them in the menu were more than a laptop's screen is high
        alone=True,
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


def _turn(name: str, window: Window) -> None:
    """Turn a setting that is on or off."""
    bench = window.workbench
    bench.set_settings({name: not getattr(bench.settings, name)})


def _mode_row(
    name: str,
    label: str,
    icon: str,
    *,
    setting: str,
    keys: tuple[str, ...] = (),
    line: bool = False,
) -> Action:
    """A way of writing that is kept as a setting, on or off."""
    return Action(
        id=f"view.{name}",
        label=label,
        menu="view",
        keys=keys,
        icon=icon,
        line=line,
        checked=lambda window: getattr(window.workbench.settings, setting),
        run=partial(_turn, setting),
    )


def _fade_row(unit: str, label: str) -> Action:
    return Action(
        id=f"view.fade_{unit or 'nothing'}",
        label=label,
        menu="view",
        icon="focus",
        under=N_("Fa&de all but"),
        checked=lambda window: window.workbench.settings.focus == unit,
        run=lambda window: window.workbench.set_settings({"focus": unit}),
    )


def _fold_row(name: str, label: str, keys: tuple[str, ...], icon: str) -> Action:
    return Action(
        id=f"view.{name}",
        label=label,
        menu="view",
        keys=keys,
        icon=icon,
        when=When.EDITOR,
        under=_FOLDS,
        run=lambda window: window.editor.apply(name),
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
        run=lambda window: window.editor.turn_over(),
    ),
    Action(
        id="view.beside",
        label=N_("Side b&y side"),
        menu="view",
        keys=("Ctrl+Alt+/",),
        icon="columns",
        when=When.EDITOR,
        checked=lambda window: window.editor is not None and window.editor.is_beside,
        run=lambda window: window.editor.set_beside(),
    ),
    _mode_row("marks", N_("&Hide Markdown's signs"), "clear", setting="hide_marks"),
    *(_fade_row(unit, label) for unit, label in FADES),
    _mode_row("typewriter", N_("&Typewriter: the line stays"), "keys", setting="typewriter"),
    _mode_row("hemingway", N_("Hemingway: no deletin&g"), "edit", setting="hemingway"),
    _fold_row("fold", N_("&Fold or unfold the section"), ("Ctrl+Shift+.",), "up"),
    _fold_row("fold_all", N_("Fold &all"), (), "up"),
    _fold_row("unfold_all", N_("&Unfold all"), (), "down"),
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
    *(_panel_row(panel) for panel in PANELS),
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

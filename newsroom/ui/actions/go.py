"""The Go menu: from one place of the window to another."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from newsroom.i18n import N_
from newsroom.ui.actions.action import Action, When
from newsroom.ui.actions.context import Window


def _tab(by: int, window: Window) -> None:
    bench = window.workbench
    stories = bench.stories
    if bench.current in stories:
        bench.bring_forward(stories[(stories.index(bench.current) + by) % len(stories)])


def _search(window: Window) -> None:
    window.fold("list", False)
    window.listing.focus_search()


def _list(window: Window) -> None:
    window.fold("list", False)
    window.listing.focus_list()


def _panel(window: Window) -> None:
    """The keyboard goes into the panel that can be seen, else into the inspector."""
    from newsroom.ui.panels import PANELS

    shown = next((panel.id for panel in PANELS if window.panel_shown(panel.id)), "inspector")
    widget: QWidget = window.show_panel(shown)
    tab = Qt.FocusPolicy.TabFocus
    parts = (part for part in widget.findChildren(QWidget) if part.focusPolicy() & tab)
    first = next((part for part in parts if part.isVisible() and part.isEnabled()), widget)
    proxy = widget.focusProxy()
    there = proxy if proxy is not None and proxy.isVisible() and proxy.isEnabled() else first
    there.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _palette(window: Window) -> None:
    from newsroom.ui.palette import open_palette

    open_palette(window)


ROWS: tuple[Action, ...] = (
    Action(
        id="go.palette",
        label=N_("&Everything by name…"),
        menu="go",
        keys=("Ctrl+Shift+P",),
        icon="palette",
        tool=True,
        run=_palette,
    ),
    Action(
        id="go.search",
        label=N_("&Search stories"),
        menu="go",
        keys=("Ctrl+Shift+F",),
        icon="find",
        run=_search,
    ),
    Action(
        id="go.list",
        label=N_("To the &list"),
        menu="go",
        keys=("Alt+1",),
        icon="list",
        line=True,
        run=_list,
    ),
    Action(
        id="go.story",
        label=N_("To the s&tory"),
        menu="go",
        keys=("Alt+2",),
        icon="story",
        when=When.EDITOR,
        run=lambda window: window.editor.focus_body(),
    ),
    Action(
        id="go.inspector",
        label=N_("To the &inspector"),
        menu="go",
        keys=("Alt+3",),
        icon="inspector",
        run=lambda window: window.show_panel("inspector").setFocus(),
    ),
    Action(
        id="go.panel",
        label=N_("To the panel on the ri&ght"),
        menu="go",
        keys=("Alt+4",),
        icon="sidebar",
        run=_panel,
    ),
    Action(
        id="go.next_tab",
        label=N_("&Next tab"),
        menu="go",
        keys=("Ctrl+Tab", "Ctrl+PgDown"),
        icon="next",
        when=When.TABS,
        line=True,
        run=partial(_tab, 1),
    ),
    Action(
        id="go.previous_tab",
        label=N_("&Previous tab"),
        menu="go",
        keys=("Ctrl+Shift+Tab", "Ctrl+PgUp"),
        icon="previous",
        when=When.TABS,
        run=partial(_tab, -1),
    ),
    Action(
        id="go.next_story",
        label=N_("Ne&xt story of the list"),
        menu="go",
        keys=("Ctrl+Alt+Down",),
        icon="down",
        run=lambda window: window.listing.step(1),
    ),
    Action(
        id="go.previous_story",
        label=N_("Pre&vious story of the list"),
        menu="go",
        keys=("Ctrl+Alt+Up",),
        icon="up",
        run=lambda window: window.listing.step(-1),
    ),
)

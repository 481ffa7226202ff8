"""The table of commands: keys, menus, icons, and what each needs."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from newsroom.ui.actions import ACTIONS, MENUS, When
from newsroom.ui.actions.action import plain
from newsroom.ui.actions.bind import tip
from newsroom.ui.icons import NAMES
from newsroom.ui.panels import PANELS
from newsroom.ui.window import Window
from tests.ui.real import opened, settle


def lines(menu: QMenu) -> list[QAction]:
    """Every command of a menu and of the menus under it."""
    found: list[QAction] = []
    for action in menu.actions():
        under = action.menu()
        if isinstance(under, QMenu):
            found += lines(under)
        elif not action.isSeparator():
            found.append(action)
    return found


def menus(window: Window) -> dict[str, QMenu]:
    found = {}
    for action in window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        found[plain(action.text())] = menu
    return found


def test_a_menus_lines_are_made_when_it_is_opened(window: Window) -> None:
    made = {action.objectName() for action in window.actions()}
    idle = [row for row in ACTIONS if not row.keys and not row.tool]
    assert len(idle) > 50
    assert not made & {row.id for row in idle}
    assert made == {row.id for row in ACTIONS if row.keys or row.tool}
    for name, menu in menus(window).items():
        wanted = [row for row in ACTIONS if plain(MENUS[row.menu]) == name]
        assert [action.objectName() for action in lines(menu)] == [row.id for row in wanted]
        assert not [row.id for row in wanted if not window.commands.action(row.id).toolTip()]
    menus(window)
    assert len(window.actions()) == len(ACTIONS), "once each"


def test_a_tooltip_is_written_for_who_may_see_it(window: Window) -> None:
    made = {action.objectName(): action for action in window.actions()}
    keyed = [row for row in ACTIONS if row.keys and not row.tool]
    assert not [row.id for row in keyed if made[row.id].toolTip() == tip(row)]
    menus(window)
    assert not [row.id for row in keyed if made[row.id].toolTip() != tip(row)]


def test_a_line_that_is_made_late_knows_what_is_possible(window: Window) -> None:
    late = [row for row in ACTIONS if not row.keys and not row.tool and row.when is When.STORY]
    window.commands.refresh()
    assert late
    assert not [row.id for row in late if window.commands.action(row.id).isEnabled()]
    look = window.workbench.settings.theme
    assert window.commands.action(f"view.look_{look}").isChecked()


def test_every_command_has_an_id_of_its_own_that_names_its_menu() -> None:
    assert [name for name, n in Counter(row.id for row in ACTIONS).items() if n > 1] == []
    assert {row.menu for row in ACTIONS} == set(MENUS)
    for row in ACTIONS:
        assert row.id.split(".")[0] == row.menu


def test_no_two_commands_have_the_same_key() -> None:
    keys = [QKeySequence(key).toString() for row in ACTIONS for key in row.keys]
    assert all(keys), "each is a key that Qt knows"
    assert [key for key, n in Counter(keys).items() if n > 1] == []


def test_every_command_has_a_name_and_an_icon_that_is_there() -> None:
    for row in ACTIONS:
        assert row.icon in NAMES, row.id
        assert row.name.strip(), row.id
        assert "&" not in row.name
    names = Counter(row.name for row in ACTIONS)
    assert [name for name, n in names.items() if n > 1] == [], "the palette tells them by name"


def test_every_panel_can_be_had_by_a_command() -> None:
    ids = {row.id for row in ACTIONS}
    assert {f"view.{panel.id}" for panel in PANELS} <= ids


def test_the_menus_hold_every_command_once_in_the_order_of_the_table(window: Window) -> None:
    found = menus(window)
    assert list(found) == [plain(title) for title in MENUS.values()]
    for (name, _title), menu in zip(MENUS.items(), found.values(), strict=True):
        wanted = [row.id for row in ACTIONS if row.menu == name]
        assert [action.objectName() for action in lines(menu)] == wanted
        assert wanted


def test_a_letter_opens_one_line_of_a_menu_only(window: Window) -> None:
    titles = Counter(
        action.text().split("&")[1][0].casefold() for action in window.menuBar().actions()
    )
    assert [letter for letter, n in titles.items() if n > 1] == []
    for name, menu in menus(window).items():
        letters = Counter(
            action.text().replace("&&", "").split("&")[1][0].casefold()
            for action in menu.actions()
            if "&" in action.text().replace("&&", "")
        )
        assert [letter for letter, n in letters.items() if n > 1] == [], name


def test_the_toolbar_tells_names_and_keys(window: Window) -> None:
    bars = [bar for bar in window.findChildren(QToolBar) if bar.objectName() == "toolbar"]
    shown = [action for action in bars[0].actions() if not action.isSeparator()]
    assert [action.objectName() for action in shown] == [row.id for row in ACTIONS if row.tool]
    for action in shown:
        row = window.commands.row(action.objectName())
        assert action.toolTip() == tip(row)
        assert row.shown_keys
        assert row.shown_keys in action.toolTip()


def test_commands_are_possible_only_when_there_is_something_to_do(window: Window) -> None:
    commands, bench = window.commands, window.workbench

    def possible(when: When) -> set[bool]:
        commands.refresh()
        return {commands.action(row.id).isEnabled() for row in commands.rows if row.when is when}

    window.listing.rows.clearSelection()
    assert possible(When.ALWAYS) == {True}
    for when in (When.STORY, When.STORIES, When.SAVED, When.TABS, When.EDITOR):
        assert possible(when) == {False}, when
    bench.new()
    settle(window)
    assert possible(When.STORY) == possible(When.STORIES) == possible(When.EDITOR) == {True}
    assert possible(When.SAVED) == possible(When.TABS) == {False}
    opened(bench, "ferry-night-service")
    assert possible(When.SAVED) == possible(When.TABS) == {True}


def test_what_is_on_is_checked(window: Window) -> None:
    commands = window.commands
    for part in ("sidebar", "list"):
        commands.refresh()
        assert commands.action(f"view.{part}").isChecked()
        commands.run(f"view.{part}")
        assert window.folded(part)
        assert not commands.action(f"view.{part}").isChecked()
        commands.run(f"view.{part}")
        assert not window.folded(part)
    window.show_panel("outline")
    commands.refresh()
    assert commands.action("view.outline").isChecked()
    assert not commands.action("view.recent").isChecked()


def test_the_letters_of_the_story_grow_and_shrink_within_bounds(window: Window) -> None:
    settings = window.workbench.settings
    assert settings.story_font_size == 18
    window.workbench.set_settings({"story_font_size": 31})
    for _turn in range(3):
        window.commands.run("view.zoom_in")
    assert window.workbench.settings.story_font_size == 32
    window.workbench.set_settings({"story_font_size": 13})
    for _turn in range(3):
        window.commands.run("view.zoom_out")
    assert window.workbench.settings.story_font_size == 12
    window.commands.run("view.zoom_reset")
    assert window.workbench.settings.story_font_size == 18


@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_a_look_is_chosen_by_its_command(window: Window, look: str) -> None:
    window.commands.run(f"view.look_{look}")
    settle(window)
    assert str(window.workbench.theme.look) == look
    assert window.commands.action(f"view.look_{look}").isChecked()


def test_each_menu_is_less_high_than_a_laptops_screen(window: Window) -> None:
    row, hairline = 25, 11  # pixels, as the sheet draws them; a menu that is higher goes on beside
    for name, menu in menus(window).items():
        kinds = [action.isSeparator() for action in menu.actions() if action.isVisible()]
        high = sum(hairline if line else row for line in kinds)
        assert high < 768 - 24, name

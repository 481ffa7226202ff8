"""What was changed in a staff entry and not saved is there again after the window was closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.desk.desk import open_desk
from newsroom.news.staff import Person, Role
from newsroom.ui.panels.staff import StaffPanel
from tests.journeys.conftest import Hand, Opener


@pytest.fixture
def house(tmp_path: Path) -> Path:
    path = tmp_path / "day.newsroom"
    with open_desk(path, create=True) as desk:
        desk.staff.add(Person(name="Ada Admin", initials="AA", role=Role.ADMIN))
        desk.staff.add(Person(name="Wim Writer", initials="WW", role=Role.WRITER))
    return path


def entry_of(hand: Hand, number: int) -> StaffPanel:
    panel = hand.window.show_panel("staff")
    assert isinstance(panel, StaffPanel)
    panel.show_item(number)
    hand.settle()
    assert panel.entry.person.id == number
    return panel


def test_it_comes_back_with_its_entry_until_it_is_saved(opener: Opener, house: Path) -> None:
    first = opener(house, who="Ada Admin")
    panel = entry_of(first, 2)
    panel.entry.form.focus("title")
    first.type("Harbour reporter")
    panel.entry.form.focus("phone")
    first.type("0049 40")
    entry_of(first, 1)
    panel.entry.form.focus("title")
    first.type("Keeper of keys")
    first.window.close()
    again = opener(house, who="Ada Admin")
    panel = again.window.show_panel("staff")
    again.until(lambda: any("is not saved yet" in m.text for m in again.window.messages.standing))
    entry_of(again, 2)
    values = panel.entry.form.values()
    assert (values["title"], values["phone"]) == ("Harbour reporter", "0049 40")
    assert panel.entry.save.isEnabled()
    again.click(panel.entry.save)
    again.until(lambda: again.ask(lambda desk: desk.staff.get(2).title) == "Harbour reporter")
    entry_of(again, 1)
    assert panel.entry.form.values()["title"] == "Keeper of keys"
    panel.entry.revert.click()
    again.settle()
    assert again.bench.entries == {}

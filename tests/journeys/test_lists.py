"""Sections, desks, tags, kickers and templates are data that people edit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from newsroom.desk.desk import open_desk
from newsroom.news.lists import Term
from newsroom.ui.dialogs.lists import LISTS, TEMPLATES, NewsroomLists
from tests.journeys.conftest import Hand, Opener


def opened(hand: Hand) -> NewsroomLists:
    hand.window.commands.run("edit.lists")
    dialog = hand.find(NewsroomLists)
    assert isinstance(dialog, NewsroomLists)
    dialog.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is dialog)
    return dialog


def choose(dialog: NewsroomLists, name: str) -> None:
    dialog.names.setCurrentRow([each[0] for each in LISTS].index(name))


def shown(dialog: NewsroomLists) -> list[str]:
    return [dialog.rows.item(row).text() for row in range(dialog.rows.count())]


def test_a_section_is_added_renamed_moved_and_removed(opener: Opener, tmp_path: Path) -> None:
    with open_desk(tmp_path / "day.newsroom", create=True) as desk:
        for place, key in enumerate(("city", "sport")):
            desk.lists.put("sections", Term(key=key, name=key.title(), position=place))
    hand = opener()
    dialog = opened(hand)
    assert shown(dialog) == ["City", "Sport"]

    hand.click(dialog.add)
    hand.type("Harbour & docks")
    hand.key("Return")
    hand.until(lambda: shown(dialog) == ["City", "Sport", "Harbour & docks"])
    assert "harbour-docks" in dict(hand.bench.lists.choices("sections"))

    dialog.rows.setCurrentRow(0)
    hand.click(dialog.rename)
    hand.key("Ctrl+A")
    hand.type("The city")
    hand.key("Return")
    hand.until(lambda: hand.bench.lists.name("sections", "city") == "The city")

    hand.click(dialog.down)
    hand.until(lambda: [t.key for t in hand.bench.lists.sections][:2] == ["sport", "city"])
    hand.click(dialog.remove)
    hand.until(lambda: shown(dialog) == ["Sport", "Harbour & docks"])

    hand.click(dialog.add)
    hand.key("Return")
    # A line without a name is none.
    hand.until(lambda: shown(dialog) == ["Sport", "Harbour & docks"])


def test_the_story_in_front_becomes_a_template_to_start_from(
    opener: Opener, tmp_path: Path
) -> None:
    with open_desk(tmp_path / "day.newsroom", create=True) as desk:
        fields = {"slug": "weekly", "kicker": "Harbour Exclusive", "headline": "The week"}
        story = desk.articles.create({**fields, "body": "## At sea\n\n## On land\n"}).value
    hand = opener()
    hand.bench.open(story.id, new_tab=True)
    hand.settle()
    dialog = opened(hand)
    choose(dialog, TEMPLATES)
    hand.click(dialog.add)
    hand.key("Ctrl+A")
    hand.type("The week at sea")
    hand.key("Return")
    hand.until(lambda: [t.name for t in hand.bench.lists.templates] == ["The week at sea"])
    dialog.close()
    new = hand.bench.new("The week at sea")
    assert new.get("kicker") == "Harbour Exclusive"
    assert new.get("body") == "## At sea\n\n## On land\n"
    assert new.id == 0
    assert new.get("slug") == ""

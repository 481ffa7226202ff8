"""Find and replace over many stories in the real window, on either store: looked through, ticked,
done as one step, undone as one, and what others hold or was approved left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.staff import Person, Role
from newsroom.news.workflow import Stage
from newsroom.ui.dialogs.replace import ReplaceDialog
from tests.journeys.conftest import Hand, Opener

Target = Path | str
SLUGS = ("boats", "nets", "quay", "sails")


@pytest.fixture
def house(store_url: Target) -> Target:
    with open_desk(store_url) as desk:
        for name, initials, role in (
            ("Ada Admin", "AA", Role.ADMIN),
            ("Wim Writer", "WW", Role.WRITER),
            ("Edda Editor", "EE", Role.EDITOR),
        ):
            desk.staff.add(Person(name=name, initials=initials, role=role))
        desk.sit("Ada Admin")
        for slug in SLUGS:
            body = f"The {slug} wait 🚢. A ferry and a ferry. `ferry`\n\nکشتی ferry آمد.\n"
            desk.articles.create({"slug": slug, "headline": f"The {slug}", "body": body})
        desk.articles.move([desk.articles.by_slug("sails").id], Stage.READY)
    return store_url


def bodies(desk: Desk) -> dict[str, int]:
    """How often the new word stands in each story."""
    return {slug: desk.articles.by_slug(slug).body.count("boat service") for slug in SLUGS}


def looked(hand: Hand) -> ReplaceDialog:
    hand.key("Ctrl+Alt+H")
    dialog = hand.find(ReplaceDialog)
    assert isinstance(dialog, ReplaceDialog)
    dialog.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is dialog)
    hand.click(dialog.what)
    hand.type("ferry")
    hand.key("Tab")
    hand.type("boat service")
    hand.until(lambda: dialog.said.text().endswith("stories."))
    hand.settle()
    return dialog


def test_all_that_the_list_shows_is_replaced_and_undone_as_one(
    opener: Opener, house: Target
) -> None:
    hand = opener(house, who="Wim Writer")
    hand.until(lambda: hand.window.listing.model.rowCount() == len(SLUGS))
    hand.window.listing.focus_list()
    dialog = looked(hand)
    assert dialog.said.text() == "16 places in 4 stories."
    told = {}
    for number in range(dialog.hits.topLevelItemCount()):
        item = dialog.hits.topLevelItem(number)
        assert item is not None
        told[item.text(0).split(" · ")[0]] = item
    ready = told["The sails"]
    assert "ready to go out" in ready.text(0), "it is told before anything is tried"
    assert not ready.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert dialog.go.text() == "Replace 9 places in 3 stories", "what stands in code is not ticked"
    # Somebody takes one of them in the meantime, and one place is left out by hand.
    child = told["The nets"].child(0)
    assert child is not None
    child.setCheckState(0, Qt.CheckState.Unchecked)
    with open_desk(house, who="Edda Editor") as other:
        other.presence.take(other.articles.by_slug("quay").id)
        hand.click(dialog.go)
        hand.until(
            lambda: any("Edda Editor has been" in m.text for m in hand.window.messages.standing)
        )
        other.presence.release(other.articles.by_slug("quay").id)
    assert hand.ask(bodies) == {"boats": 3, "nets": 2, "quay": 0, "sails": 0}
    assert "`ferry`" in hand.ask(lambda desk: desk.articles.by_slug("boats").body)  # type: ignore[operator]
    hand.bench.undo()
    hand.until(lambda: hand.ask(bodies) == dict.fromkeys(SLUGS, 0))

"""Two windows on one store, and a window that comes back as it was left."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from newsroom.desk.desk import Desk, open_desk
from newsroom.ui.story import State
from tests.journeys.conftest import Hand, Opener, on_both_engines

BODY = "One paragraph.\n\nAnother paragraph.\n\nThe last one.\n"


@pytest.fixture
def story(day: Path | str) -> int:
    with open_desk(day, create=True) as desk:
        fields = {"slug": "pier", "headline": "The pier", "body": BODY}
        return desk.articles.create(fields).value.id


def put_in_front(hand: Hand) -> None:
    hand.window.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is hand.window)
    assert hand.window.editor is not None
    hand.window.editor.focus_body()


@on_both_engines
def test_what_one_saves_the_other_sees(opener: Opener, story: int) -> None:
    here, there = opener(), opener(state="other")
    for hand in (here, there):
        hand.bench.open(story, new_tab=True)
        hand.settle()
    put_in_front(here)
    here.key("Ctrl+Home")
    here.type("First: ")
    here.key("Ctrl+S")
    there.until(lambda: there.bench.current.get("body").startswith("First: One"))
    assert there.bench.current.state is State.SAVED


@on_both_engines
def test_both_write_in_different_paragraphs_and_both_texts_stand(
    opener: Opener, story: int
) -> None:
    hand = opener()
    hand.bench.open(story, new_tab=True)
    hand.settle()
    put_in_front(hand)
    hand.key("Ctrl+Home")
    hand.type("Mine. ")
    hand.settle()
    theirs = BODY.replace("one.", "one. Theirs.")
    save_behind_the_lock(hand, story, theirs)
    hand.key("Ctrl+S")
    both = "Mine. One paragraph.\n\nAnother paragraph.\n\nThe last one. Theirs.\n"
    hand.until(lambda: hand.bench.current.article.body == both)
    assert hand.bench.current.get("body") == both


def save_behind_the_lock(hand: Hand, story: int, body: str) -> None:
    """Somebody saves all the same: their window's lock was lost with the network for a while."""

    hand.until(lambda: held_here(hand, story))

    def save(desk: Desk) -> None:
        held = desk.presence.release(story)
        assert held
        with open_desk(desk._seat.store.target) as other:
            version = other.articles.open(story).version
            other.articles.save(story, version, {"body": body})

    hand.ask(save)


def held_here(hand: Hand, story: int) -> bool:
    lock = hand.bench.attendance.lock(story)
    return lock is not None and lock.mine


def test_where_nobody_edits_nothing_is_painted_as_time_goes_by(opener: Opener, story: int) -> None:
    hand = opener()
    hand.bench.open(story, new_tab=True)
    hand.settle()
    told: list[object] = []
    attendance = hand.bench.attendance
    attendance.changed.connect(told.append)
    attendance._idle.timeout.emit()
    assert told == []
    put_in_front(hand)
    hand.type("Mine. ")
    hand.until(lambda: held_here(hand, story))
    told.clear()
    attendance._idle.timeout.emit()
    assert told == [frozenset({story})], "for how long somebody does nothing is told anew"


@on_both_engines
def test_both_change_the_same_words_and_nobody_loses_any(opener: Opener, story: int) -> None:
    here = opener()
    here.bench.open(story, new_tab=True)
    here.settle()
    put_in_front(here)
    here.key("Ctrl+Home")
    here.type("Mine. ")
    here.settle()
    save_behind_the_lock(here, story, "Theirs. " + BODY)
    here.key("Ctrl+S")
    here.until(lambda: here.bench.current.state is State.CONFLICT)
    assert here.bench.current.get("body").startswith("Mine. One")
    assert here.ask(lambda desk: desk.articles.open(story).body).startswith("Theirs. One")
    here.bench.settle(here.bench.current, "mine")
    here.settle()
    kept = here.ask(
        lambda desk: [
            desk.articles.state(story, entry.number).body
            for entry in desk.articles.revisions(story)
        ]
    )
    assert any(body.startswith("Theirs. ") for body in kept), "it stays in the history"
    assert kept[0].startswith("Mine. ")


def test_tabs_caret_and_list_come_back(opener: Opener, story: int, tmp_path: Path) -> None:
    first = opener()
    first.bench.open(story, new_tab=True)
    first.settle()
    put_in_front(first)
    first.key("Ctrl+Home", "Down", "End")
    caret = first.window.editor.rich.textCursor().position()
    first.window.listing.sidebar.choose("stage:draft")
    first.settle()
    first.window.show_panel("recent")
    first.window.close()
    again = opener()
    again.until(lambda: again.window.editor is not None)
    assert again.bench.current.id == story
    again.until(lambda: again.window.editor.rich.textCursor().position() == caret)
    assert again.window.listing.sidebar.key == "stage:draft"
    again.until(lambda: again.window.panel_shown("recent"))


def test_what_was_typed_and_not_saved_stands_in_its_tab_again(opener: Opener, story: int) -> None:
    first = opener()
    first.bench.open(story, new_tab=True)
    first.settle()
    put_in_front(first)
    first.key("Ctrl+Home")
    first.type("Not saved. ")
    first.window.close()
    again = opener()
    again.until(lambda: again.bench.current is not None)
    assert again.bench.current.get("body") == "Not saved. " + BODY
    assert again.bench.current.article.body == BODY, "no version was made of it"
    assert again.bench.current.state is State.KEPT


def test_a_full_disk_while_saving_loses_nothing(opener: Opener, story: int) -> None:
    hand = opener()
    hand.bench.open(story, new_tab=True)
    hand.settle()

    def limit(desk, pages):  # type: ignore[no-untyped-def]
        engine = desk._seat.store.engine
        count = engine.fetch("PRAGMA page_count")[0][0]
        engine.execute(f"PRAGMA max_page_count = {count + pages}")

    hand.ask(lambda desk: limit(desk, 0))
    put_in_front(hand)
    hand.key("Ctrl+Home")
    hand.bench.current.set("body", "Long. " * 20_000 + BODY)
    hand.key("Ctrl+S")
    hand.until(lambda: hand.window.messages.standing)
    assert "disk is full" in hand.window.messages.standing[-1].text
    assert hand.bench.current.get("body").startswith("Long. ")
    hand.ask(lambda desk: limit(desk, 100_000))
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.SAVED)
    assert hand.ask(lambda desk: desk.articles.open(story).body).startswith("Long. ")

"""The server goes away while somebody writes, and comes back: nothing is lost, nothing is twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from newsroom.desk.articles import Articles
from newsroom.desk.desk import open_desk
from newsroom.news.article import Filter
from newsroom.news.errors import StoreAway
from newsroom.ui.story import State
from tests import postgres
from tests.journeys.conftest import Hand, Opener

pytestmark = pytest.mark.postgres

BODY = "One paragraph.\n\nAnother paragraph.\n"


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    """One of our own, to be stopped."""
    if reason := postgres.absent():
        pytest.skip(reason)
    with postgres.running() as found:
        yield found


@pytest.fixture
def day(server: postgres.Server) -> Iterator[Path | str]:
    with server.database(template=postgres.TEMPLATE) as url:
        yield url


@pytest.fixture
def story(day: str) -> int:
    with open_desk(day) as desk:
        fields = {"slug": "pier", "headline": "The pier", "body": BODY}
        return desk.articles.create(fields).value.id


def at_work(opener: Opener, story: int) -> Hand:
    hand = opener()
    hand.bench.open(story, new_tab=True)
    hand.settle()
    hand.window.activateWindow()
    hand.until(lambda: QApplication.activeWindow() is hand.window)
    hand.window.editor.focus_body()
    return hand


def said(hand: Hand) -> list[str]:
    return [message.text for message in hand.window.messages.standing]


def test_writing_goes_on_and_saves_go_out_by_themselves(
    opener: Opener, story: int, server: postgres.Server, day: str
) -> None:
    hand = at_work(opener, story)
    hand.key("Ctrl+Home")
    hand.type("Before. ")
    server.stop()
    try:
        hand.type("While it is away. ")
        hand.until(lambda: hand.bench.current.state is State.KEPT)
        hand.until(lambda: said(hand))
        hand.key("Ctrl+S")
        hand.until(lambda: hand.bench.current.state is State.WAITING)
        hand.type("After saving. ")
        # A story that the server has never seen, and one that can't be opened now.
        hand.key("Ctrl+N")
        hand.type("Made without a server")
        hand.key("Ctrl+S")
        hand.until(lambda: hand.bench.current.state is State.WAITING)
        hand.window.listing.step(1)
        hand.settle()
        (sentence,) = said(hand)
        assert sentence.startswith("The newsroom can't be reached.")
    finally:
        server.start()
    hand.until(lambda: all(s.state is State.SAVED for s in hand.bench.stories))
    hand.until(lambda: not said(hand))
    stands = hand.ask(lambda desk: desk.articles.open(story))
    assert stands.body == f"Before. While it is away. After saving. {BODY}"
    slugs = hand.ask(lambda desk: sorted(r.slug for r in desk.articles.page(Filter()).rows))
    assert slugs == ["made-without-a-server", "pier"]
    # Others hear of it again.
    with open_desk(day) as other:
        other.articles.create({"headline": "From another desk"})
    hand.until(lambda: hand.window.listing.model.rowCount() == 3)


def test_a_save_that_waits_goes_out_at_the_next_start(
    opener: Opener, story: int, server: postgres.Server, day: str
) -> None:
    hand = at_work(opener, story)
    hand.key("Ctrl+Home")
    server.stop()
    try:
        hand.type("Not to be lost. ")
        hand.key("Ctrl+S")
        hand.until(lambda: hand.bench.current.state is State.WAITING)
        hand.window.close()
        hand.window.tasks.stop()
    finally:
        server.start()
    again = opener()
    again.until(lambda: again.bench.current is not None)
    again.until(lambda: again.bench.current.state is State.SAVED)
    with open_desk(day) as desk:
        assert desk.articles.open(story).body == f"Not to be lost. {BODY}"
        assert len(desk.articles.revisions(story)) == 2
    assert not any("recovered" in words for words in said(again)), "it was saved: nothing to ask"


def test_an_answer_that_gets_lost_makes_nothing_twice(
    opener: Opener, story: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server keeps a save, and the line breaks before it can say so."""
    hand = at_work(opener, story)
    lost: list[str] = []

    def lose(name: str) -> None:
        verb = getattr(Articles, name)

        def broken(self: Articles, *given: object, **more: object) -> object:
            done = verb(self, *given, **more)
            if name not in lost:
                lost.append(name)
                raise StoreAway("The line broke.")
            return done

        monkeypatch.setattr(Articles, name, broken)

    hand.key("Ctrl+Home")
    hand.type("Once. ")
    hand.settle()
    lose("save")
    hand.key("Ctrl+S")
    hand.until(lambda: lost == ["save"] and hand.bench.current.state is State.SAVED)
    hand.key("Ctrl+N")
    hand.type("Made once")
    lose("create")
    hand.key("Ctrl+S")
    hand.until(lambda: lost == ["save", "create"] and hand.bench.current.state is State.SAVED)
    rows = hand.ask(lambda desk: desk.articles.page(Filter()).rows)
    assert sorted(row.slug for row in rows) == ["made-once", "pier"]
    saves = hand.ask(lambda desk: desk.articles.revisions(story))
    assert [entry.number for entry in saves] == [2, 1]
    assert not any("saved" in words for words in said(hand)), "nobody else saved it"

"""Comments stay on their words, whoever changed the story and however."""

from __future__ import annotations

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.comment import Thread
from newsroom.text.anchor import Page, as_data, from_data
from tests.desk.conftest import HandClock

FIRST = "The harbour council voted nine to two on Tuesday."
SECOND = "Two electric boats, each with room for 140 people, will cross 🚢 at night."
THIRD = "قایق‌ها تا یک بامداد می‌روند."
BODY = f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n"
WORDS = "room for 140 people"


def made(desk: Desk, words: str = WORDS, field: str = "body") -> tuple[int, int]:
    """A story and a thread on some of its words."""
    fields = {"slug": "boats", "headline": "Night boats return", "body": BODY}
    story = desk.articles.create(fields).value
    page = Page.of_body(BODY) if field == "body" else Page((story.headline,), field)
    at = page.whole.index(words)
    anchor = page.between(at, at + len(words))
    thread = desk.comments.add(story.id, "Sure?", anchor=as_data(anchor), quote=words).value
    return story.id, thread.id


def save(desk: Desk, number: int, **fields: object) -> None:
    desk.articles.save(number, desk.articles.open(number).version, fields)


def thread_of(desk: Desk, number: int) -> Thread:
    (found,) = desk.comments.standing(number).value
    return found


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        pytest.param("New lead.\n\n" + BODY, WORDS, id="before"),
        pytest.param(BODY.replace("140", "150"), "room for 150 people", id="inside"),
        pytest.param(BODY.replace("each with", "both **with**"), WORDS, id="around"),
        pytest.param(f"{SECOND}\n\n{THIRD}\n\n{FIRST}\n", WORDS, id="moved"),
        pytest.param(BODY.replace(", will cross", ".\n\nThey cross"), WORDS, id="split"),
        pytest.param(BODY.replace(f"{FIRST}\n\n", f"{FIRST} "), WORDS, id="joined"),
        pytest.param(BODY.replace(WORDS, f"**{WORDS}**"), WORDS, id="set in bold"),
    ],
)
def test_words_are_followed_through_a_save(shared: Desk, body: str, quote: str) -> None:
    number, thread = made(shared)
    save(shared, number, body=body)
    found = thread_of(shared, number)
    assert (found.id, found.quote, found.orphan) == (thread, quote, False)
    assert found.anchor is not None
    anchor = from_data(found.anchor)
    page = Page.of_body(body)
    assert page.whole[page.flat(anchor.start) : page.flat(anchor.end)] == quote
    assert found.version == shared.articles.open(number).version


def test_words_that_go_leave_an_orphan_and_find_their_way_back(shared: Desk) -> None:
    number, _thread = made(shared)
    first = shared.articles.open(number)
    save(shared, number, body=f"{FIRST}\n\n{THIRD}\n")
    gone = thread_of(shared, number)
    assert gone.orphan
    assert gone.quote == WORDS
    assert gone.state == "open"
    save(shared, number, body=first.body)  # the old version is restored
    back = thread_of(shared, number)
    assert (back.quote, back.orphan) == (WORDS, False)


def test_many_saves_between_two_looks_are_one_way(shared: Desk) -> None:
    number, _thread = made(shared)
    for lead in ("One. ", "Two. ", "Three. "):
        save(shared, number, body=lead + shared.articles.open(number).body)
    assert thread_of(shared, number).quote == WORDS
    again = shared.comments.standing(number)
    assert not again.changes, "nothing is written where nothing moved"


def test_words_of_a_headline_are_followed_too(shared: Desk) -> None:
    number, _thread = made(shared, "boats", "headline")
    save(shared, number, headline="The night boats are back")
    assert thread_of(shared, number).quote == "boats"


def test_replacing_over_many_stories_moves_them_as_well(shared: Desk) -> None:
    from newsroom.news.replacing import Search

    number, _thread = made(shared)
    search = Search(find="140 people", replacement="two hundred people")
    preview = shared.replacing.preview(search, (number,))
    shared.replacing.apply(preview)
    assert thread_of(shared, number).quote == "room for two hundred people"


def test_what_is_open_is_told_whatever_the_gate(shared: Desk) -> None:
    number, _thread = made(shared)
    save(shared, number, body=BODY + "\nThe TK said so.\n")
    found = shared.gates.left_open(shared.articles.open(number))
    assert [one.check for one in found] == ["comments", "tk"]
    assert all(one.where for one in found)


def test_who_holds_a_story_can_be_asked_for_it(shared: Desk, clock: HandClock) -> None:
    from newsroom.desk.desk import open_desk

    number, _thread = made(shared)
    with open_desk(shared._seat.store.target, clock=clock, who="Tomas Keel") as other:
        other.presence.take(number)
        changes = shared.presence.ask(number, "Please")
        assert other.me is not None
        assert changes.inbox == {other.me.id}
        (notice,) = other.inbox.all()
        assert (notice.kind, notice.words) == ("asked", "Please")
        assert not other.presence.ask(number), "nobody asks for what is theirs"


def test_a_window_that_died_here_holds_nobody_up(shared: Desk, clock: HandClock) -> None:
    from newsroom.desk.desk import open_desk

    number, _thread = made(shared)
    other = open_desk(shared._seat.store.target, clock=clock, who="Tomas Keel")
    other.presence.take(number)
    lock = shared.presence.lock(number)
    assert lock is not None
    assert lock.hold == "live"
    other.presence._life._file.close()  # type: ignore[union-attr]  # as when its process dies
    assert shared.presence.take(number).value.mine
    other.close()


def test_a_window_that_died_here_does_not_have_the_story_open(
    shared: Desk, clock: HandClock
) -> None:
    from newsroom.desk.desk import open_desk

    number, _thread = made(shared)
    other = open_desk(shared._seat.store.target, clock=clock, who="Tomas Keel")
    other.presence.enter(number)
    shared.presence.enter(number)
    assert sorted(one.mine for one in shared.presence.visitors(number)) == [False, True]
    other.presence._life._file.close()  # type: ignore[union-attr]  # as when its process dies
    assert [one.mine for one in shared.presence.visitors(number)] == [True]
    other.close()

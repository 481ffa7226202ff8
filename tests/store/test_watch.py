"""One window hears what another one did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from newsroom.news.article import Filter
from newsroom.news.changes import EVERYTHING, NOTHING, Changes
from newsroom.news.lists import SavedFilter, Term
from newsroom.news.workflow import PubState, Stage
from newsroom.store.connect import Store
from tests.store.making import keep, person, save

Two = tuple[Store, Store]


@pytest.fixture
def windows(opener: Callable[..., Store]) -> Two:
    return opener(), opener()


def test_a_save_in_another_window_is_noticed_once(windows: Two) -> None:
    here, there = windows
    assert here.poll() == NOTHING
    kept = keep(there)
    assert here.poll() == Changes(articles=frozenset({kept.id}), listing=True)
    assert here.poll() == NOTHING
    save(there, kept, body="Two.")
    other = keep(there, "other")
    assert here.poll().articles == {kept.id, other.id}
    assert here.poll() == NOTHING


def test_ones_own_saves_are_no_news(windows: Two) -> None:
    here, there = windows
    mine = keep(here, "mine")
    assert here.poll() == NOTHING
    theirs = keep(there, "theirs")
    save(here, mine, body="Two.")
    assert here.poll() == Changes(articles=frozenset({theirs.id}), listing=True)
    assert there.poll().articles == {mine.id}


def test_news_say_what_was_touched(windows: Two) -> None:
    here, there = windows
    person(there)
    assert here.poll() == Changes(staff=True)
    there.lists.put("desks", Term(key="news", name="News"))
    assert here.poll() == Changes(lists=True)
    there.saved.put(None, SavedFilter(name="x", filter=Filter()))
    assert here.poll() == Changes(lists=True)
    there.settings.put("site", "name", "Harbour News")
    assert here.poll() == Changes(lists=True, recent=True)
    there.media.put(b"x", filename="a.png", mime="image/png", width=1, height=1)
    assert here.poll() == Changes(media=True)


def test_the_recent_posts_are_news_when_they_may_look_different(windows: Two) -> None:
    here, there = windows
    kept = keep(there, pubstate=PubState.PUBLISHED)
    assert here.poll().recent
    kept = save(there, kept, headline="Corrected")
    assert here.poll().recent
    kept = save(there, kept, stage=Stage.SPIKED)
    assert here.poll().recent
    save(there, kept, headline="In the spike")
    assert not here.poll().recent


def test_what_was_taken_back_is_no_news(windows: Two) -> None:
    here, there = windows

    def fail() -> None:
        with there.transaction():
            keep(there)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert here.poll() == NOTHING


def test_what_no_newsroom_wrote_is_no_news_unless_the_store_was_swapped(windows: Two) -> None:
    here, there = windows
    keep(there)
    keep(there, "b")
    assert here.poll().articles
    with there.transaction():
        there.engine.execute("UPDATE article SET words = 0")
        there.engine.tell_others("x")
    assert here.poll() == NOTHING
    # Somebody put a backup of an hour ago back.
    with there.transaction():
        there.engine.execute("DELETE FROM activity")
        there.engine.execute("UPDATE store_info SET change_seq = 1")
        there.engine.tell_others("x")
    assert here.poll() == EVERYTHING
    assert replace(here.poll(), label="") == NOTHING
    kept = keep(there, "c")
    assert here.poll().articles == {kept.id}


def test_a_poll_that_finds_nothing_asks_nothing(windows: Two) -> None:
    here, _there = windows
    keep(here)
    asked = here.queries
    for _n in range(5):
        assert here.poll() == NOTHING
    assert here.queries == asked

"""One window hears what another one did."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.news.article import Filter
from newsroom.news.changes import EVERYTHING, NOTHING, Changes
from newsroom.news.lists import SavedFilter, Term
from newsroom.news.workflow import PubState, Stage
from newsroom.store.connect import Store, open_store
from tests.store.making import heard, keep, person, save

Two = tuple[Store, Store]


@pytest.fixture
def windows(opener: Callable[..., Store]) -> Two:
    return opener(), opener()


def test_a_save_in_another_window_is_noticed_once(windows: Two) -> None:
    here, there = windows
    assert here.poll() == NOTHING
    kept = keep(there)
    assert heard(here) == Changes(articles=frozenset({kept.id}), listing=True)
    assert here.poll() == NOTHING
    save(there, kept, body="Two.")
    other = keep(there, "other")
    assert heard(here, until=lambda news: len(news.articles) == 2).articles == {kept.id, other.id}
    assert here.poll() == NOTHING


def test_ones_own_saves_are_no_news(windows: Two) -> None:
    here, there = windows
    mine = keep(here, "mine")
    assert here.poll() == NOTHING
    theirs = keep(there, "theirs")
    save(here, mine, body="Two.")
    assert heard(here) == Changes(articles=frozenset({theirs.id}), listing=True)
    assert heard(there, until=lambda news: bool(news.articles)).articles == {mine.id}


def test_news_say_what_was_touched(windows: Two) -> None:
    here, there = windows
    person(there)
    assert heard(here) == Changes(staff=True)
    there.lists.put("desks", Term(key="news", name="News"))
    assert heard(here) == Changes(lists=True)
    there.saved.put(None, SavedFilter(name="x", filter=Filter()))
    assert heard(here) == Changes(lists=True)
    there.settings.put("site", "name", "Harbour News")
    assert heard(here) == Changes(lists=True, recent=True)
    there.media.put(b"x", filename="a.png", mime="image/png", width=1, height=1)
    assert heard(here) == Changes(media=True)


def test_the_recent_posts_are_news_when_they_may_look_different(windows: Two) -> None:
    here, there = windows
    kept = keep(there, pubstate=PubState.PUBLISHED)
    assert heard(here).recent
    kept = save(there, kept, headline="Corrected")
    assert heard(here).recent
    kept = save(there, kept, stage=Stage.SPIKED)
    assert heard(here).recent
    save(there, kept, headline="In the spike")
    assert not heard(here).recent


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
    assert len(heard(here, until=lambda news: len(news.articles) == 2).articles) == 2
    asked = here.queries
    with there.transaction():
        there.engine.execute("UPDATE article SET words = 0")
        there.engine.tell_others("x")
    assert heard(here, until=lambda _news: here.queries > asked) == NOTHING
    # Somebody put a backup of an hour ago back.
    with there.transaction():
        there.engine.execute("DELETE FROM activity")
        there.engine.execute("UPDATE store_info SET change_seq = 1")
        there.engine.tell_others("x")
    assert heard(here) == EVERYTHING
    assert here.poll() == NOTHING
    kept = keep(there, "c")
    assert heard(here).articles == {kept.id}


def test_a_poll_that_finds_nothing_asks_nothing(windows: Two) -> None:
    here, _there = windows
    keep(here)
    asked = here.queries
    for _n in range(5):
        assert here.poll() == NOTHING
    assert here.queries == asked


def test_a_quiet_look_leaves_sqlite_alone_and_misses_nothing(
    tmp_path: Path,
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows does not stamp a file that is held open")
    path = tmp_path / "day.newsroom"
    with open_store(path, create=True) as here, open_store(path) as there:
        keep(there)
        # As if that was a while ago: a stamp of just now may hide the next write.
        log = f"{path}-wal"
        os.utime(log, ns=(1, 1))
        heard(here)
        asked: list[str] = []
        connection = here.engine.db.connection()
        connection.set_trace_callback(asked.append)
        for _look in range(40):
            assert here.poll() == NOTHING
        assert 0 < len(asked) <= 40 / 4  # now and then
        asked.clear()
        assert here.poll() == NOTHING
        kept = keep(there, "other")
        assert here.poll().articles == {kept.id}
        connection.set_trace_callback(None)
        for number in range(100):  # many within one tick of the system's clock
            kept = keep(there, f"quick-{number}")
            assert here.poll().articles == {kept.id}

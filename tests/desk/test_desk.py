from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.sample import make_sample
from newsroom.news.errors import NotAStore, NotFound, StoreMissing, StoreReadOnly
from newsroom.news.workflow import Stage
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make


def test_what_is_no_store_is_told(tmp_path: Path, clock: HandClock) -> None:
    with pytest.raises(StoreMissing):
        open_desk(tmp_path / "none.newsroom", clock=clock)
    with pytest.raises(NotAStore):
        open_desk(tmp_path, clock=clock)


def test_a_store_opened_for_reading_is_not_changed(
    desk: Desk, store_path: Path, clock: HandClock
) -> None:
    number = make(desk, "a")
    with open_desk(store_path, read_only=True, clock=clock) as reader:
        assert reader.read_only
        assert reader.articles.open(number).slug == "a"
        with pytest.raises(StoreReadOnly):
            reader.articles.spike([number])
    assert not desk.read_only
    assert desk.notes == ()
    assert desk.name == str(store_path)


def test_another_windows_work_is_seen(desk: Desk, store_path: Path, clock: HandClock) -> None:
    number = make(desk, "a")
    with open_desk(store_path, clock=clock) as other:
        assert other.uid == desk.uid
        assert other.folder == desk.folder
        assert not desk.watch()
        other.articles.move([number], Stage.COPY)
        seen = desk.watch()
        assert seen.articles == {number}
        assert seen.listing
        assert not desk.watch()
        assert not other.watch()


def test_a_picture_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.media("0" * 64)


def test_who_looks_around_in_the_sample(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "s.newsroom"
    make_sample(path, clock=clock)
    with open_desk(path, clock=clock) as desk:
        assert desk.me is not None
        assert desk.me.name == "Mara Ridley"
        assert desk.articles.counts().mine
    with open_desk(path, who="Lena Haddad", clock=clock) as desk:
        assert desk.me is not None
        assert desk.me.initials == "LH"


def test_closing_twice_does_nothing(tmp_path: Path, clock: HandClock) -> None:
    desk = open_desk(tmp_path / "a.newsroom", create=True, clock=clock)
    desk.publish.page_html(desk.articles.create({"headline": "A"}).value)
    desk.close()
    desk.close()

"""Backup, restore and verify, for a file and for a server."""

from __future__ import annotations

import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest

from newsroom.desk.backup import restore
from newsroom.desk.dailyprocess import answer, start
from newsroom.desk.desk import Desk, open_desk
from newsroom.news.article import Article, Byline, Filter
from newsroom.news.backups import Daily
from newsroom.news.errors import (
    BadInput,
    NewsroomError,
    NotAStore,
    NotFound,
    Refused,
    StoreDamaged,
    StoreError,
)
from newsroom.news.staff import Person
from newsroom.store import backup as files
from newsroom.store import media
from tests import postgres
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make

PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS"
    b"\xde\x00\x00\x00\x0cIDATx\x9cc```\x00\x00\x00\x04\x00\x01\xf6\x178U\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture
def full(store_url: str | Path) -> Iterator[Desk]:
    """A small newsroom with a past, on either engine."""
    with open_desk(store_url, create=True) as desk:
        nadia = desk.staff.add(Person(name="Nadia Brandt", initials="NB")).value
        desk.sit(nadia.id)
        sha256 = desk._seat.store.media.put(
            PICTURE, filename="pier.png", mime="image/png", width=1, height=1
        )
        for number in range(3):
            story = desk.articles.create(
                {
                    "slug": f"pier-{number}",
                    "headline": f"Pier {number}: بندر",
                    "body": f"Words of story {number}.\r\n\nMore – “of” it.\n",
                    "bylines": (Byline("Nadia Brandt", nadia.id),),
                    "tags": ("harbour", "fees"),
                    "picture": desk._seat.store.media.get(sha256),
                }
            ).value
            desk.articles.save(story.id, story.version, {"body": f"Second text of {number}.\n"})
        yield desk


def everything(desk: Desk) -> list[Article]:
    return [desk.articles.open(number) for number in desk.articles.ids(Filter())]


def pasts(desk: Desk) -> list[object]:
    return [
        [desk.articles.state(number, entry.number) for entry in desk.articles.revisions(number)]
        for number in desk.articles.ids(Filter())
    ]


def test_a_backup_gives_the_same_newsroom_back(full: Desk, tmp_path: Path) -> None:
    report = full.backup.backup(tmp_path / "whole.backup")
    assert (report.stories, report.revisions, report.people, report.pictures) == (3, 6, 1, 1)
    assert report.problems == ()
    again = tmp_path / "again" / "new.newsroom"
    done = restore(tmp_path / "whole.backup", again)
    assert (done.place, done.kept) == (str(again), None)
    with open_desk(again) as desk:
        assert everything(desk) == everything(full)
        assert pasts(desk) == pasts(full)
        assert desk.uid == full.uid
        assert len(desk.search.find("second")) == 3
        assert desk.media(everything(desk)[0].picture.sha256) == PICTURE  # type: ignore[union-attr]
        assert desk.backup.verify() == ()
        fresh = desk.articles.create({"slug": "fresh", "headline": "Fresh"}).value
        assert fresh.id not in {story.id for story in everything(full)}
    assert sorted(path.name for path in again.parent.iterdir()) == [
        "new.newsroom",
        "new.newsroom-files",
    ]


@pytest.mark.postgres
def test_a_newsroom_that_outgrew_one_machine_moves_to_a_server(
    full: Desk, tmp_path: Path, pg_server: postgres.Server
) -> None:
    full.backup.backup(tmp_path / "whole.backup")
    with pg_server.database() as url:
        restore(tmp_path / "whole.backup", url)
        with open_desk(url) as desk:
            assert everything(desk) == everything(full)
            assert pasts(desk) == pasts(full)
            assert desk.backup.verify() == ()
            fresh = desk.articles.create({"slug": "fresh", "headline": "Fresh"}).value
            assert fresh.id > max(story.id for story in everything(full))
        with pytest.raises(StoreError, match="holds a newsroom already"):
            restore(tmp_path / "whole.backup", url)


def test_a_backup_replaces_an_older_one_and_nothing_else(full: Desk, tmp_path: Path) -> None:
    file = tmp_path / "daily.backup"
    full.backup.backup(file)
    full.articles.create({"slug": "later", "headline": "Later"})
    assert full.backup.backup(file).stories == 4
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear editor", encoding="utf-8")
    for place in (letter, tmp_path, tmp_path / "missing" / "x.backup"):
        with pytest.raises(BadInput):
            full.backup.backup(place)
    assert letter.read_text(encoding="utf-8") == "Dear editor"
    assert not list(tmp_path.glob(".newsroom-*"))


def test_restore_keeps_what_stands_there(desk: Desk, store_path: Path, tmp_path: Path) -> None:
    desk.articles.create({"slug": "old", "headline": "Old"})
    desk.backup.backup(tmp_path / "a.backup")
    desk.articles.create({"slug": "newer", "headline": "Newer"})
    desk.close()
    with pytest.raises(StoreError, match="is a newsroom already"):
        restore(tmp_path / "a.backup", store_path)
    kept = restore(tmp_path / "a.backup", store_path, overwrite=True).kept
    assert kept is not None
    with open_desk(store_path) as now, open_desk(kept) as before:
        assert [story.slug for story in everything(now)] == ["old"]
        assert {story.slug for story in everything(before)} == {"old", "newer"}


def test_what_is_no_backup_is_refused_in_a_sentence(full: Desk, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    full.backup.backup(file)
    whole = file.read_bytes()
    cut = tmp_path / "cut.backup"
    to = tmp_path / "to.newsroom"
    with pytest.raises(NotFound):
        restore(tmp_path / "nothing", to)
    for data in (b"", b"words", whole[:200], whole[: len(whole) // 2]):
        cut.write_bytes(data)
        with pytest.raises(NewsroomError) as caught:
            restore(cut, to)
        assert str(caught.value).endswith(".")
    with zipfile.ZipFile(cut, "w") as archive:
        archive.writestr("newsroom.json", '{"kind": "something else"}')
    with pytest.raises(BadInput):
        restore(cut, to)
    for place in range(300, len(whole) - 300, max(1, len(whole) // 23)):
        flipped = bytearray(whole)
        flipped[place] ^= 0xFF
        cut.write_bytes(flipped)
        try:
            restore(cut, to)
        except NewsroomError:
            assert not to.exists()
            continue
        # A byte that nothing depends on (a time in the archive) may be another one.
        with open_desk(to) as desk:
            assert everything(desk) == everything(full)
        to.unlink()
        shutil.rmtree(tmp_path / "to.newsroom-files")
    with pytest.raises(StoreError, match="not a newsroom"):
        restore(file, cut)


def test_verify_names_what_is_damaged(desk: Desk, store_path: Path, tmp_path: Path) -> None:
    store = desk._seat.store
    sha256 = store.media.put(PICTURE, filename="p.png", mime="image/png", width=1, height=1)
    first = {"slug": "one", "headline": "One", "body": "The first text.\n"}
    one = desk.articles.create(first).value
    desk.articles.save(one.id, one.version, {"body": "The second text.\n"})
    desk.articles.create({"slug": "two", "headline": "Two", "picture": store.media.get(sha256)})
    assert desk.backup.verify() == ()
    store.media.path(sha256).write_bytes(PICTURE[:-1] + b"x")
    with sqlite3.connect(store_path) as raw:
        raw.execute(
            "UPDATE article_text SET body = 'Not what was saved.' WHERE article = ?", (one.id,)
        )
        raw.execute(
            "UPDATE revision SET content = substr(content, 1, 9) WHERE article = ? AND number = 1",
            (one.id,),
        )
        raw.execute("DELETE FROM search_doc WHERE article = ?", (one.id,))
    raw.close()
    problems = desk.backup.verify()
    assert {problem.kind for problem in problems} == {"story", "revision", "search", "picture"}
    assert all(problem.sentence.endswith(".") for problem in problems)
    report = desk.backup.backup(tmp_path / "damaged.backup")
    assert {p.kind for p in report.problems} == {"story", "revision", "search", "picture"}


def test_a_picture_that_is_gone_is_named_and_the_rest_is_copied(full: Desk, tmp_path: Path) -> None:
    shutil.rmtree(full.folder / "media")
    report = full.backup.backup(tmp_path / "a.backup")
    assert [problem.kind for problem in report.problems] == ["picture"]
    restore(tmp_path / "a.backup", tmp_path / "b.newsroom")
    with open_desk(tmp_path / "b.newsroom") as desk:
        assert len(everything(desk)) == 3


def test_the_daily_backup_is_tried_before_it_gets_its_name(
    shared: Desk, clock: HandClock, tmp_path: Path
) -> None:
    make(shared, "pier", body="One.")
    folder = tmp_path / "copies"
    assert shared.dailies.last(folder) is None
    made = shared.backup.daily(folder)
    assert (made.made, made.at, made.stories, made.problems) == (True, clock(), 1, ())
    (file,) = folder.iterdir()
    assert str(file) == made.path
    assert made.bytes == file.stat().st_size
    restore(file, tmp_path / "again.newsroom")
    with open_desk(tmp_path / "again.newsroom") as again:
        assert again.articles.by_slug("pier").body == "One."

    clock.forward(hours=3)
    same = shared.backup.daily(folder)
    assert (same.made, same.path, same.at) == (False, made.path, made.at)
    clock.forward(days=1)
    again_made = shared.backup.daily(folder)
    assert again_made.made
    assert shared.dailies.last(folder) == Daily(at=again_made.at, path=again_made.path, made=False)
    assert len(list(folder.iterdir())) == 2


def test_the_daily_backup_goes_by_the_newsrooms_clock(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    desk.set_site({"timezone": "Asia/Tehran"})  # 15:30 there
    at = time(19)
    first = desk.backup.daily(tmp_path, at=at)
    clock.forward(hours=3)  # 18:30
    assert not desk.backup.daily(tmp_path, at=at).made, "yesterday's 19:00 was caught up"
    clock.forward(minutes=31)
    second = desk.backup.daily(tmp_path, at=at)
    assert second.made
    assert second.path != first.path


def test_only_the_newsrooms_own_old_backups_go(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    strangers = ["notes.txt", "harbour-00000000-20200101T000000Z.newsroom-backup"]
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in strangers:
        (folder / name).write_text("mine", "utf-8")
    made = []
    for _day in range(5):
        made.append(Path(desk.backup.daily(folder, keep=3).path).name)
        clock.forward(days=1)
    assert {path.name for path in folder.iterdir()} == {*strangers, *made[-3:]}


def test_a_copy_that_does_not_come_back_is_thrown_away(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(desk, "pier")
    came = files.count
    monkeypatch.setattr(files, "count", lambda store: came(store) | {"stories": 7})
    real = files.counts
    monkeypatch.setattr(files, "counts", lambda report: real(report) | {"stories": 1})
    with pytest.raises(StoreDamaged, match="thrown away"):
        desk.backup.daily(tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []


def test_what_does_not_hold_together_is_told_with_the_backup(desk: Desk, tmp_path: Path) -> None:
    store = desk._seat.store
    sha256 = store.media.put(PICTURE, filename="a.png", mime="image/png", width=1, height=1)
    media.place(store.folder, sha256).unlink()
    made = desk.backup.daily(tmp_path / "copies")
    assert made.made
    assert len(made.problems) == 1


def test_who_does_not_see_all_makes_no_daily_backup(
    guarded: postgres.Guarded, tmp_path: Path
) -> None:
    with open_desk(guarded.url("writer")) as desk:
        assert not desk.dailies.whole
        with pytest.raises(Refused, match="don't see everything"):
            desk.backup.daily(tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_process_of_its_own_makes_it(desk: Desk, store_path: Path, tmp_path: Path) -> None:
    make(desk, "pier")
    made = answer(start(store_path, tmp_path / "copies", keep=2, at="19:00"))
    assert (made.made, made.stories) == (True, 1)
    assert Path(made.path).parent == tmp_path / "copies"
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(NewsroomError, match="file"):
        answer(start(store_path, tmp_path / "file", keep=2, at="19:00"))
    with pytest.raises(NewsroomError, match=r"nowhere\.newsroom"):
        answer(start(tmp_path / "nowhere.newsroom", tmp_path, keep=2, at="19:00"))


def test_a_backup_that_is_opened_as_a_store_is_called_one(full: Desk, tmp_path: Path) -> None:
    full.backup.backup(tmp_path / "monday.newsroom")
    kept = (tmp_path / "monday.newsroom").read_bytes()
    for options in ({}, {"create": True}, {"read_only": True}):
        with pytest.raises(NotAStore, match="is a backup") as told:
            open_desk(tmp_path / "monday.newsroom", **options)
        assert "newsroom restore" in str(told.value)
    assert (tmp_path / "monday.newsroom").read_bytes() == kept
    with zipfile.ZipFile(tmp_path / "other.newsroom", "w") as archive:
        archive.writestr("letter.txt", "Dear desk")
    with pytest.raises(NotAStore, match="is not a newsroom store"):
        open_desk(tmp_path / "other.newsroom")

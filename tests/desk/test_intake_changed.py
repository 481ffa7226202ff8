"""Many stories change at once beside the work of others, who are not overwritten and don't wait."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from newsroom.desk.arriving import Action
from newsroom.desk.desk import Desk, open_desk
from newsroom.news.article import Article
from newsroom.news.errors import SlugTaken, StoreError
from newsroom.store import latewords
from newsroom.store.staging import Meanwhile, Staging
from tests.desk.test_intake import png
from tests.desk.test_intake_many import KILLED, ROOT, at, many, other, site, take, whole

__all__ = ["many", "other"]  # fixtures


def found(desk: Desk, words: str) -> list[str]:
    return sorted(hit.row.slug for hit in desk.search.find(words))


def test_others_save_while_it_is_prepared_and_are_not_overwritten(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    take(desk, site(tmp_path, 60))
    ours = other.articles.create({"headline": "Ours"}).value

    def work() -> None:
        for story in (ours, other.articles.by_slug("h-3")):
            stands = other.articles.open(story.id)
            other.articles.save(story.id, stands.version, {"body": "By hand.\n"})
        other.articles.create({"headline": "More of ours"})
        assert other.articles.by_slug("h-1").body.startswith("Ships")

    report = take(desk, site(tmp_path, 60, words="Boats left"), told=at(50, work))
    assert report.summary() == "Changed: 59, Doubtful: 1"
    whole(desk, 62)
    left = report.items[2]
    assert (left.slug, left.action) == ("h-3", Action.DOUBTFUL)
    assert "revision" not in " ".join(left.notes)
    (doubt,) = left.doubts
    assert doubt.startswith("Somebody saved h-3 while this import was prepared; it stays")
    assert desk.articles.by_slug("h-3").body == "By hand.\n"
    for slug in ("h-1", "h-60"):
        story = desk.articles.by_slug(slug)
        assert story.body.startswith("Boats left number")
        assert [r.number for r in desk.articles.revisions(story.id)] == [2, 1]
        assert [origin.version for origin in desk.intake.origins(story.id)] == [1, 2]
        act, _first = desk._seat.store.history.of("article", story.id)
        assert act.verb == "import"
        assert story.id in other.watch().articles or slug == "h-60"
    assert len(desk.intake.origins(desk.articles.by_slug("h-3").id)) == 1
    assert found(desk, "Boats number1x") == ["h-1"]
    assert not found(desk, "Ships number1x")
    assert found(desk, "By hand") == ["h-3", "ours"]
    desk.undo.undo()
    assert desk.articles.by_slug("h-1").body.startswith("Ships")
    assert desk.articles.by_slug("h-3").body == "By hand.\n"
    desk.undo.redo()
    assert desk.articles.by_slug("h-60").body.startswith("Boats")
    whole(desk, 62)


def test_every_part_of_a_story_changes(desk: Desk, tmp_path: Path) -> None:
    def write(image: str, tag: str, by: str, at: str) -> None:
        (tmp_path / "a.md").write_text(
            f"---\nslug: a\nheadline: {tag}\nimage: {image}\ntags: [{tag}, both]\nbylines: [{by}]\n"
            f"{at}---\n![Red]({image})\n"
        )

    png(tmp_path / "one.png")
    Image.new("RGB", (5, 7)).save(tmp_path / "two.png")
    write("one.png", "first", "Ann Other", "")
    (tmp_path / "b.md").write_text("---\nslug: b\n---\nText.\n")
    take(desk, tmp_path / "a.md", tmp_path / "b.md")
    before = desk.articles.by_slug("a")
    write("two.png", "second", "Bea New", "published_at: 2020-01-02 03:04\n")
    report = take(desk, tmp_path / "a.md", tmp_path / "b.md")
    assert report.summary() == "Changed: 1, Unchanged: 1"
    whole(desk, 2)
    story = desk.articles.by_slug("a")
    assert (story.headline, story.tags) == ("second", ("second", "both"))
    assert [byline.name for byline in story.bylines] == ["Bea New"]
    assert str(story.pubstate) == "published"
    assert before.picture is not None
    assert story.picture is not None
    pictures = desk._seat.store.pictures
    assert not pictures.uses(before.picture.sha256)
    assert len(pictures.uses(story.picture.sha256)) == 1
    assert desk.articles.by_slug("b").version == 1
    desk.undo.undo()
    again = desk.articles.by_slug("a")
    assert (again.headline, again.tags, again.bylines) == (
        before.headline, before.tags, before.bylines,
    )  # fmt: skip


def test_what_was_taken_back_comes_again_as_it_was_numbered(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    path = site(tmp_path, 12)
    first = [item.article for item in take(desk, path).items]
    desk.undo.undo()

    def work() -> None:
        story = other.articles.by_slug("h-2")
        other.articles.save(story.id, story.version, {"headline": "Kept"})

    report = take(desk, path, told=at(10, work))
    assert report.summary() == "New: 11, Doubtful: 1"
    assert [item.article for item in report.items] == first
    whole(desk, 11)
    assert str(desk.articles.by_slug("h-2").stage) == "spiked"


def test_words_that_can_not_be_written_follow_at_the_next_start(
    desk: Desk, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Staging) -> None:
        raise StoreError("The disk is full.")

    take(desk, site(tmp_path, 3))
    with monkeypatch.context() as patch:
        patch.setattr(Staging, "write_words", full)
        take(desk, site(tmp_path, 3, words="Boats left"))
    assert found(desk, "Ships") == ["h-1", "h-2", "h-3"], "they are found by their old words yet"
    story = desk.articles.by_slug("h-2")
    desk.articles.save(story.id, story.version, {"headline": "Other words"})
    with open_desk(store_path) as again:
        assert not found(again, "Ships")
        assert found(again, "Boats") == ["h-1", "h-2", "h-3"]
        assert found(again, "Other words") == ["h-2"]
        assert not latewords.pending_changed(again._seat.store.engine)
        whole(again, 3)


def test_a_story_that_is_saved_before_its_words_come_is_found_by_the_new_ones(
    desk: Desk, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow = Staging.write_words

    def later(self: Staging) -> None:
        story = other.articles.by_slug("h-2")
        other.articles.save(story.id, story.version, {"body": "Other words.\n"})
        follow(self)

    take(desk, site(tmp_path, 3))
    monkeypatch.setattr(Staging, "write_words", later)
    take(desk, site(tmp_path, 3, words="Boats left"))
    whole(desk, 3)
    assert found(desk, "Other words") == ["h-2"]
    assert found(desk, "Boats") == ["h-1", "h-3"]
    assert not found(desk, "Ships")


def test_slugs_that_change_are_minded(desk: Desk, other: Desk) -> None:
    store = desk._seat.store
    story, _second = (desk.articles.create({"headline": name}).value for name in ("One", "Two"))
    for taken_first in (True, False):
        staging = Staging.begin(store)
        assert staging is not None
        with staging:
            staging.insert(Article(slug="fresh", headline="Fresh"), author=None, kind="import")
            for slug in ("two", "Fresh"):
                with pytest.raises(SlugTaken):
                    staging.change(story, {"slug": slug}, author=None, kind="import")
            staging.change(story, {"slug": "three"}, author=None, kind="import")
            if taken_first:
                theirs = other.articles.create({"headline": "Three"}).value
            staging.seal()
            if taken_first:
                with pytest.raises(Meanwhile), store.transaction():
                    staging.take_over()
                other.articles.save(theirs.id, theirs.version, {"slug": "four"})
            else:
                with store.transaction():
                    assert not staging.take_over().left
                staging.write_words()
    assert desk.articles.by_slug("three").id == story.id


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("stage", ["prepared", "sealed", "taken over", "in", "words"])
def test_killed_at_every_stage_all_of_it_changed_or_nothing(
    store_path: Path, tmp_path: Path, stage: str
) -> None:
    with open_desk(store_path, create=True) as desk:
        take(desk, site(tmp_path, 12))
    path = site(tmp_path, 12, words="Boats left")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, stage, str(store_path), str(path)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    with open_desk(store_path) as desk:
        is_in = stage in ("in", "words")
        now, gone = ("Boats", "Ships") if is_in else ("Ships", "Boats")
        whole(desk, 12)
        assert len(found(desk, now)) == 12
        assert not found(desk, gone)
        assert desk.articles.by_slug("h-12").body.startswith(now)
        again = Action.UNCHANGED if is_in else Action.CHANGED
        assert {item.action for item in take(desk, path).items} == {again}
        desk.undo.undo()
        assert desk.articles.by_slug("h-12").body.startswith("Ships")
        whole(desk, 12)

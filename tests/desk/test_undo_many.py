"""The act of an import of many stories is taken back beside the work of others: all or nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.desk import undo
from newsroom.desk.arriving import Progress
from newsroom.desk.desk import Desk, open_desk
from newsroom.news.article import Filter
from newsroom.news.errors import Cancelled, Refused, StoreError
from newsroom.store import latewords
from newsroom.store.staging import Staging
from tests.desk.test_intake_many import ROOT, at, many, other, site, take, whole

__all__ = ["many", "other"]  # fixtures


@pytest.fixture(autouse=True)
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every act is a long one."""
    monkeypatch.setattr(undo, "MANY", 0)


def bodies(desk: Desk) -> set[str]:
    slugs = ("h-1", "h-7", "h-12")
    return {desk.articles.by_slug(slug).body.partition(" ")[0] for slug in slugs}


def standing(desk: Desk) -> int:
    return len(desk._seat.store.articles.ids(Filter()))


def test_others_save_while_it_is_taken_back(desk: Desk, other: Desk, tmp_path: Path) -> None:
    take(desk, site(tmp_path, 12))
    ours = other.articles.create({"headline": "Ours"}).value
    told: list[Progress] = []

    def work() -> None:
        stands = other.articles.open(ours.id)
        other.articles.save(ours.id, stands.version, {"body": "Ours still.\n"})
        assert standing(other) == 13

    begin = at(10, work)
    act = desk.undo.last()
    assert act is not None
    assert desk.undo.long() == desk.undo.long(act.step) == act
    changes = desk.undo.undo(told=lambda progress: (told.append(progress), begin(progress)))
    assert changes.label.startswith("Took back: Took in 12 stories")
    assert len(changes.articles) == 12
    assert told == [Progress(n, 12) for n in range(12)]
    whole(desk, 1)
    assert desk.articles.open(ours.id).body == "Ours still.\n"
    story = desk.articles.by_slug("h-7")
    assert [(r.number, r.kind) for r in desk.articles.revisions(story.id)] == [
        (2, "undo"), (1, "import"),
    ]  # fmt: skip
    assert desk.undo.last() is None
    begin = at(10, lambda: other.articles.create({"headline": "More"}))
    desk.undo.redo(told=begin)
    whole(desk, 14)
    assert str(desk.articles.by_slug("h-7").stage) == "draft"


def test_what_was_changed_is_what_it_was_and_is_found_by_it(desk: Desk, tmp_path: Path) -> None:
    take(desk, site(tmp_path, 12))
    take(desk, site(tmp_path, 12, words="Boats left"))
    desk.undo.undo()
    assert bodies(desk) == {"Ships"}
    assert len(desk.search.find("Ships")) == 12
    assert not desk.search.find("Boats")
    desk.undo.redo()
    assert bodies(desk) == {"Boats"}
    assert len(desk.search.find("Boats")) == 12
    whole(desk, 12)


def test_it_can_be_stopped_on_either_kind_of_store(shared: Desk, tmp_path: Path) -> None:
    take(shared, site(tmp_path, 12))
    for most in (2, 11):
        asked = iter(range(100))
        with pytest.raises(Cancelled):
            shared.undo.undo(cancel=lambda asked=asked, most=most: next(asked) == most)
        assert standing(shared) == 12
        assert shared.articles.by_slug("h-1").version == 1
    told: list[Progress] = []
    shared.undo.undo(told=told.append, cancel=lambda: False)
    assert told[-1] == Progress(11, 12)
    assert standing(shared) == 0
    assert shared.lists.find("sections", "Markets") is None
    with pytest.raises(Cancelled):
        shared.undo.redo(cancel=lambda: True)
    assert standing(shared) == 0
    shared.undo.redo()
    assert standing(shared) == 12


@pytest.mark.parametrize("when", [-1, 3, 10])
def test_who_saved_one_of_its_stories_keeps_all_of_it(
    desk: Desk, other: Desk, tmp_path: Path, when: int
) -> None:
    take(desk, site(tmp_path, 12))

    def work() -> None:
        story = other.articles.by_slug("h-5")
        other.articles.save(story.id, story.version, {"body": "By hand.\n"})

    if when < 0:
        work()
    with pytest.raises(Refused, match="“h-5” was changed since"):
        desk.undo.undo(told=at(when, work))
    whole(desk, 12)
    assert desk.articles.by_slug("h-5").body == "By hand.\n"
    assert desk.articles.by_slug("h-4").version == 1
    assert desk.lists.find("sections", "Markets") is not None


def test_what_was_done_and_taken_back_meanwhile_is_no_hindrance(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    take(desk, site(tmp_path, 12))

    def work() -> None:
        other.articles.spike([other.articles.by_slug("h-5").id])
        other.undo.undo()

    desk.undo.undo(told=at(10, work))
    whole(desk, 0)


@pytest.mark.parametrize("way", ["undo", "redo"])
@pytest.mark.parametrize("sealed", [False, True])
def test_whoever_is_first_does_it(
    desk: Desk,
    other: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: str,
    sealed: bool,
) -> None:
    take(desk, site(tmp_path, 12))
    assert desk.me is not None
    other.sit(desk.me.name)
    if way == "redo":
        desk.undo.undo()
    theirs: Callable[[], object] = getattr(other.undo, way)
    said = "taken back already" if way == "undo" else "nothing to do again"
    seal = Staging.seal
    monkeypatch.setattr(Staging, "seal", lambda self: (sealed and theirs(), seal(self)))
    with pytest.raises(Refused, match=said):
        getattr(desk.undo, way)(told=None if sealed else at(10, theirs))
    whole(desk, 12 if way == "redo" else 0)


def test_an_act_that_changed_a_story_twice_is_taken_back(desk: Desk) -> None:
    story = desk.articles.create({"headline": "A"}).value
    store = desk._seat.store
    items = []
    for n, headline in enumerate(("B", "C"), 2):
        before = desk.articles.open(story.id).headline
        store.articles.set_many((story.id,), {"headline": headline}, author=None, kind="act")
        both = {"before": {"headline": before}, "after": {"headline": headline}}
        items.append({"id": story.id, "version": n, **both})
    store.steps.record("Twice", {"articles": items[1:] + items[1:]}, who=desk._seat.author)
    assert desk.undo.long() is None
    desk.undo.undo()
    assert desk.articles.open(story.id).headline == "B"


def test_words_that_can_not_be_written_follow(
    desk: Desk, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Staging) -> None:
        raise StoreError("The disk is full.")

    take(desk, site(tmp_path, 12))
    take(desk, site(tmp_path, 12, words="Boats left"))
    monkeypatch.setattr(Staging, "write_words", full)
    desk.undo.undo()
    assert latewords.pending_changed(desk._seat.store.engine)
    with open_desk(store_path) as again:
        assert len(again.search.find("Ships")) == 12
        whole(again, 12)


KILLED = """
import os, signal, sys
from newsroom.desk import undo
from newsroom.desk.desk import open_desk
from newsroom.store.history import History
from newsroom.store.staging import Staging
stage, store = sys.argv[1:]
undo.MANY = 0
def die(*_ignored, **_too):
    os.kill(os.getpid(), signal.SIGKILL)
told = None
if stage == "prepared":
    told = lambda progress: progress.done == 9 and die()
elif stage == "sealed":
    Staging.take_over = die
elif stage == "taken over":
    History._write = die
else:
    Staging.write_words = die
with open_desk(store) as desk:
    desk.undo.undo(told=told)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("stage", ["prepared", "sealed", "taken over", "in"])
def test_killed_at_every_stage_it_is_taken_back_or_it_is_not(
    store_path: Path, tmp_path: Path, stage: str
) -> None:
    with open_desk(store_path, create=True) as desk:
        take(desk, site(tmp_path, 12))
        take(desk, site(tmp_path, 12, words="Boats left"))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, stage, str(store_path)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    with open_desk(store_path) as desk:
        stands = "Ships" if stage == "in" else "Boats"
        assert bodies(desk) == {stands}
        assert len(desk.search.find(stands)) == 12
        whole(desk, 12)
        if stage != "in":
            desk.undo.undo()
        assert bodies(desk) == {"Ships"}
        desk.undo.redo()
        assert bodies(desk) == {"Boats"}
        whole(desk, 12)

"""What was set right in a story goes to a WordPress as words, and comes home as what it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.desk.arriving import Action
from newsroom.desk.desk import Desk, open_desk
from newsroom.intake.wxrours import corrections
from newsroom.news.correction import CorrectionKind
from newsroom.news.staff import Person
from tests.desk.conftest import HandClock
from tests.desk.test_correcting import published

BODY = "The ferry & the fog.\n\nMore of it.\n"


@pytest.fixture
def file(desk: Desk, tmp_path: Path, clock: HandClock) -> Path:
    """A corrected story as WordPress's file."""
    clock.forward(microseconds=300)
    number = published(desk, "ferry", body=BODY, dateline="QUAY")
    clock.forward(minutes=5)
    desk.correcting.correct(
        number, "correction", wrong='12 <b> & "boats"', right="21 *boats*", where="first line"
    )
    clock.forward(minutes=5)
    desk.correcting.correct(number, "clarification", right="It is a [ferry].")
    desk.correcting.correct(number, "refile", right="A slip")
    desk.publish.export([number], format="wxr", to=tmp_path / "out")
    (made,) = (tmp_path / "out").glob("*.xml")
    return made


@pytest.fixture
def other(tmp_path: Path, clock: HandClock, file: Path) -> Iterator[Desk]:
    """Another newsroom."""
    with open_desk(tmp_path / "other.newsroom", create=True, clock=clock) as made:
        made.staff.add(Person(name="Ana Lima"))
        made.sit("Ana Lima")
        yield made


def told(desk: Desk, number: int) -> list[tuple[str, str, str, str]]:
    return [(str(one.kind), one.wrong, one.right, one.where) for one in desk.correcting.of(number)]


def test_it_comes_home_on_record_and_not_in_the_text(desk: Desk, other: Desk, file: Path) -> None:
    (item,) = other.intake.take([file]).value.items
    assert item.action is Action.NEW
    assert item.article is not None
    story = other.articles.open(item.article)
    assert story.body == BODY
    assert told(other, story.id) == [
        ("correction", '12 <b> & "boats"', "21 *boats*", "first line"),
        ("clarification", "", "It is a [ferry].", ""),
    ]
    ours = desk.correcting.of(desk.articles.by_slug("ferry").id)
    assert [one.at for one in other.correcting.of(story.id)] == [one.at for one in ours[:2]]
    (item,) = other.intake.take([file]).value.items
    assert item.action is Action.UNCHANGED
    assert len(told(other, story.id)) == 2


def test_taken_back_and_taken_in_again_it_is_on_record_once(other: Desk, file: Path) -> None:
    done = other.intake.take([file])
    assert done.changes.step is not None
    other.undo.undo(done.changes.step)
    (item,) = other.intake.take([file]).value.items
    assert item.article is not None
    assert len(told(other, item.article)) == 2


def test_what_readers_are_not_told_stays_here(file: Path) -> None:
    assert "A slip" not in file.read_text("utf-8")


def test_our_own_file_changes_no_text_here(desk: Desk, file: Path) -> None:
    plan = desk.intake.plan([file])
    (item,) = plan.items
    assert item.fields == ()
    assert len(told(desk, desk.articles.by_slug("ferry").id)) == 3


def test_a_notice_that_was_written_anew_there_is_theirs(other: Desk, file: Path) -> None:
    text = file.read_text("utf-8").replace("It should have said", "We should have said", 1)
    file.write_text(text, "utf-8")
    (item,) = other.intake.take([file]).value.items
    assert item.article is not None
    body = other.articles.open(item.article).body
    assert "We should have said" in body
    assert "It is a" not in body


@pytest.mark.parametrize(
    "said",
    ["", "{", "[]", '{"made": 1}', '{"made": [1, {"kind": "x"}]}', '{"notices": "x", "made": null}',
     json.dumps({"made": [{"kind": "correction", "at": "soon", "wrong": "", "right": "",
                           "where": ""}]}),
     json.dumps({"made": [{"kind": "correction", "at": "2026-01-01T00:00:00Z", "wrong": "x" * 3000,
                           "right": "", "where": ""}]})],
)  # fmt: skip
def test_what_somebody_else_wrote_there_is_no_record(said: str) -> None:
    assert corrections({"newsroom_corrections": said}) == ()


def test_a_record_is_read_as_it_was_written() -> None:
    made = {"kind": "update", "at": "2026-11-30T08:00:00+00:00", "wrong": "", "right": "More.",
            "where": ""}  # fmt: skip
    (one,) = corrections({"newsroom_corrections": json.dumps({"made": [made]})})
    assert (one.kind, one.right) == (CorrectionKind.UPDATE, "More.")
    assert one.at.utcoffset() == timedelta(0)

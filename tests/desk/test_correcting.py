"""Setting right what readers have seen: one act, one version, one notice, on both engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.desk.correcting import find_fix
from newsroom.desk.desk import Desk, open_desk
from newsroom.news.article import Article
from newsroom.news.correction import CorrectionKind, Place
from newsroom.news.errors import BadInput, Locked, Refused
from newsroom.news.workflow import PubState, Stage
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make

BODY = "The crane weighs 12 tonnes.\n\nIt came in 1912, with 12\nmen."


def published(desk: Desk, slug: str = "crane", **fields: object) -> int:
    number = make(desk, slug, stage=Stage.READY, **{"body": BODY, **fields})
    desk.publish.publish([number])
    return number


def test_a_correction_is_a_version_a_state_and_a_notice(shared: Desk, clock: HandClock) -> None:
    number = published(shared)
    clock.forward(hours=2)
    fix = find_fix(shared.articles.open(number), "12", "21")
    done = shared.correcting.correct(
        number,
        CorrectionKind.CORRECTION,
        wrong=" 12 ",
        right="21",
        where=fix.where,
        fields=fix.fields,
    )
    assert done.changes.label == "Corrected “crane”"
    assert done.changes.recent
    assert done.value.pubstate is PubState.CORRECTED
    assert done.value.body == "The crane weighs 21 tonnes.\n\nIt came in 1912, with 21\nmen."
    newest = shared.articles.revisions(number)[0]
    assert (newest.kind, newest.note) == ("correction", "12 → 21")
    (made,) = shared.correcting.of(number)
    assert (made.wrong, made.right, made.where) == ("12", "21", "paragraph 1")
    assert (made.at, made.version, made.info.place) == (clock(), done.value.version, Place.TOP)
    assert made.who == shared.me.id if shared.me else False
    assert shared._seat.store.corrections.standing() == {number: (made,)}

    shared.undo.undo()
    assert shared.correcting.of(number) == ()
    assert shared.articles.open(number).body == BODY
    assert shared.articles.open(number).pubstate is PubState.PUBLISHED
    assert shared._seat.store.corrections.of(number)[0].undone, "the record keeps it"
    shared.undo.redo()
    assert len(shared.correcting.of(number)) == 1
    assert shared.articles.open(number).pubstate is PubState.CORRECTED


@pytest.mark.parametrize(
    ("kind", "state", "label"),
    [
        ("clarification", PubState.CORRECTED, "Clarified “crane”"),
        ("update", PubState.PUBLISHED, "Updated “crane”"),
        ("refile", PubState.PUBLISHED, "Refiled “crane”"),
    ],
)
def test_each_kind_does_what_the_agencies_mean(
    desk: Desk, kind: str, state: PubState, label: str
) -> None:
    number = published(desk)
    done = desk.correcting.correct(number, kind, right="It was a slip of " + "x" * 400)
    assert (done.value.pubstate, done.changes.label) == (state, label)
    newest = desk.articles.revisions(number)[0]
    assert newest.kind == kind
    assert newest.note.endswith("…")
    assert done.value.version == newest.number, "a version of its own, though no word changed"


@pytest.mark.parametrize(
    ("kind", "words", "said"),
    [
        ("correction", {"wrong": "12"}, "what was wrong and what is right"),
        ("correction", {"right": "12"}, "what was wrong and what is right"),
        ("clarification", {"wrong": "12"}, "what readers should know"),
        ("update", {}, "what readers should know"),
        ("refile", {}, "what was changed"),
        ("update", {"right": "x" * 2001}, "at most 2,000 characters"),
        ("update", {"right": "x", "where": "y" * 121}, "at most 120 characters"),
    ],
)
def test_a_notice_says_something_and_is_short(
    desk: Desk, kind: str, words: dict[str, str], said: str
) -> None:
    number = published(desk)
    with pytest.raises(BadInput, match=said):
        desk.correcting.correct(number, kind, **words)
    assert desk.articles.open(number).version == desk.articles.revisions(number)[0].number


def test_only_what_is_published_is_corrected(desk: Desk) -> None:
    number = make(desk, "draft")
    with pytest.raises(Refused, match="not published"):
        desk.correcting.correct(number, "update", right="News")
    with pytest.raises(ValueError, match="no such field"):
        desk.correcting.correct(published(desk), "update", right="News", fields={"stage": "hold"})


def test_a_writer_may_not_correct(desk: Desk) -> None:
    staffed(desk)
    number = published(desk)
    desk.sit("Wim Writer")
    with pytest.raises(Refused, match="You may not change what is published here"):
        desk.correcting.correct(number, "update", right="News")


def test_somebody_who_is_editing_is_not_written_over(
    desk: Desk, store_path: Path, clock: HandClock
) -> None:
    number = published(desk)
    with open_desk(store_path, who="Tomas Keel", clock=clock) as other:
        other.presence.take(number)
        with pytest.raises(Locked):
            desk.correcting.correct(number, "update", right="News")


def test_wrong_words_are_found_whole_and_everywhere() -> None:
    story = Article(headline="Old  harbour opens", dek="The Old harbour", body="Cold harbour.\n")
    fix = find_fix(story, "Old harbour", "New harbour")
    assert (fix.count, fix.where) == (2, "Headline")
    assert fix.fields == {"headline": "New harbour opens", "dek": "The New harbour"}
    assert find_fix(story, "  ", "x").count == 0
    assert find_fix(story, "(none)", "x").fields == {}
    story = Article(body="One.\n\nTwo (2).\n\nThree (2).")
    fix = find_fix(story, "(2)", r"\1")
    assert (fix.count, fix.where) == (2, "paragraph 2")
    assert fix.fields == {"body": "One.\n\nTwo \\1.\n\nThree \\1."}


def test_an_update_may_be_a_story_of_its_own(shared: Desk) -> None:
    first = published(shared)
    assert shared.correcting.parent(first) is None
    assert [row.id for row in shared.correcting.family(first)] == [first]
    second = shared.correcting.rewrite(first).value
    assert (second.slug, second.pubstate, second.body) == ("crane-2", PubState.NONE, BODY)
    assert second.published_at is None
    third = shared.correcting.rewrite(second.id).value
    parent = shared.correcting.parent(third.id)
    assert parent is not None
    assert parent.id == second.id
    assert [row.id for row in shared.correcting.family(second.id)] == [first, second.id, third.id]
    assert shared._seat.store.kinship.parents() == {second.id: first, third.id: second.id}


def test_the_notice_can_be_read_before_it_is_made(desk: Desk) -> None:
    number = published(desk, language="fa")
    said = desk.correcting.notice_words(number, "correction", wrong="12", right="21", where="")
    assert said == "اصلاحیه، ۳ آذر ۱۴۰۵: در نسخهٔ پیشین این خبر آمده بود «12». درست آن «21» است."
    assert desk.correcting.notice_words(number, "refile", wrong="", right="x", where="") == ""

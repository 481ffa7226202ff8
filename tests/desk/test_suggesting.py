"""Suggestions: stored beside the story, settled change by change, carried over, taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from newsroom.desk import suggesting
from newsroom.desk.desk import Desk, open_desk
from newsroom.news.article import Picture
from newsroom.news.errors import BadInput, Conflict, Locked, NotFound, Outdated, Refused
from newsroom.news.inbox import NoticeKind
from newsroom.news.staff import Role
from newsroom.news.suggestion import Group, SetState, Verdict
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make

BODY = "The ferry is late.\n\nThe port is closed.\n"
PROPOSED = "The ferry was late.\n\nThe port is shut.\n"


@pytest.fixture
def second(store_url: str | Path, clock: HandClock) -> Iterator[Callable[[str], Desk]]:
    with ExitStack() as stack:
        yield lambda who: stack.enter_context(open_desk(store_url, who=who, clock=clock))


def yes(**change: object) -> Verdict:
    return Verdict(accepted=True, change=change)


def no(**change: object) -> Verdict:
    return Verdict(accepted=False, change=change)


def test_a_proposal_stands_beside_the_story(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", body=BODY)
    done = desk.suggesting.open(number, 1, {"body": PROPOSED}, changes=2, note=" Tighter. ")
    assert done.changes.review == {number}
    found = done.value
    assert (found.base, found.proposal) == ({"body": BODY}, {"body": PROPOSED})
    assert (found.author, found.base_version, found.changes) == (1, 1, 2)
    assert (found.state, found.note, found.version, found.slug) == (
        SetState.OPEN, "Tighter.", 1, "a",
    )  # fmt: skip
    assert desk.articles.open(number).body == BODY
    assert desk.articles.open(number).version == 1
    assert desk.articles.rows([number])[0].suggestions_open == 2
    assert desk.suggesting.of(number) == desk.suggesting.mine() == (found,)
    with pytest.raises(Refused, match="You have suggestions open"):
        desk.suggesting.open(number, 1, {"body": "Other.\n"})
    desk.sit("TK")
    other = desk.suggesting.open(number, 1, {"headline": "Shorter"}).value
    assert other.base == {"headline": "A"}
    assert desk.articles.rows([number])[0].suggestions_open == 3
    assert [s.id for s in desk.suggesting.of(number)] == [found.id, other.id]


def test_what_was_made_together_is_kept_with_the_set(
    shared: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = shared
    number = make(desk, "a", body=BODY)
    late = Group("late", (("body", "is", "was"),))
    shut = Group("shut", (("body", "closed", "shut"), ("body", "closed", "shut")))
    found = desk.suggesting.open(number, 1, {"body": PROPOSED}, groups=(late, shut)).value
    assert found.groups == (late, Group("shut", (("body", "closed", "shut"),)))
    more = Group("late", (("body", "are", "were"),))
    found = desk.suggesting.update(found.id, 1, {"body": PROPOSED}, groups=(more,)).value
    assert found.groups[0] == Group("late", (("body", "is", "was"), ("body", "are", "were")))
    assert desk.suggesting.update(found.id, 2, {"body": PROPOSED}).value.groups == found.groups
    # Settling and taking that back leave them where they are; a bound drops the oldest.
    desk.suggesting.reject_all(found.id, 3)
    desk.undo.undo()
    (found,) = desk.suggesting.of(number)
    assert [group.name for group in found.groups] == ["late", "shut"]
    monkeypatch.setattr(suggesting, "MOST_GROUPS", 1)
    found = desk.suggesting.update(found.id, found.version, {"body": PROPOSED}).value
    assert [group.name for group in found.groups] == ["shut"]


def test_a_set_goes_on_while_it_is_written(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", body=BODY)
    found = desk.suggesting.open(number, 1, {"body": PROPOSED}).value
    desk.articles.save(number, 1, {"body": "Somebody went on.\n", "dek": "New"})
    more = desk.suggesting.update(
        found.id, 1, {"body": "The ferry was late.\n", "dek": "Dek", "headline": "H"}, changes=4
    ).value
    assert (more.version, more.changes) == (2, 4)
    assert more.base == {"headline": "A", "dek": "", "body": BODY}, "all of it as it stood then"
    with pytest.raises(Outdated) as told:
        desk.suggesting.update(found.id, 1, {"body": "x\n"})
    assert told.value.current == more
    desk.sit("TK")
    with pytest.raises(Refused, match="Only who made"):
        desk.suggesting.update(found.id, 2, {"body": "x\n"})
    desk.sit("NB")
    gone = desk.suggesting.update(found.id, 2, dict(more.base)).value
    assert (gone.state, gone.changes) == (SetState.WITHDRAWN, 0)
    assert desk.suggesting.of(number) == ()
    assert desk.suggesting.of(number, every=True) == (gone,)
    assert desk.articles.rows([number])[0].suggestions_open == 0


def test_one_is_accepted_and_one_rejected(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", body=BODY)
    found = desk.suggesting.open(number, 1, {"body": PROPOSED}, changes=2).value
    desk.sit("TK")
    half = "The ferry was late.\n\nThe port is closed.\n"
    done = desk.suggesting.settle(
        found.id,
        1,
        [yes(field="body", before="is", after="was")],
        base={"body": half},
        proposal={"body": PROPOSED},
        changes=1,
        story={"body": half},
        story_version=1,
    )
    assert done.changes.articles == {number}
    assert done.changes.label == "Accepted 1 suggestion"
    assert done.value.state is SetState.OPEN
    assert (done.value.base_version, done.value.changes) == (2, 1)
    assert desk.articles.open(number).body == half
    assert desk.articles.rows([number])[0].suggestions_open == 1
    done = desk.suggesting.settle(
        found.id,
        done.value.version,
        [no(field="body", before="closed", after="shut")],
        base={"body": half},
        proposal={"body": half},
        changes=0,
    )
    assert done.changes.articles == frozenset()
    assert done.changes.inbox == {1}
    assert done.value.state is SetState.SETTLED
    assert desk.articles.rows([number])[0].suggestions_open == 0
    log = desk.suggesting.settled(number)
    assert [(s.accepted, s.who, s.author, s.change["before"]) for s in log] == [
        (False, 2, 1, "closed"),
        (True, 2, 1, "is"),
    ]
    desk.sit("NB")
    (notice,) = desk.inbox.all()
    assert (notice.kind, notice.subject, notice.words) == (
        NoticeKind.SETTLED, found.id, "1 accepted, 1 rejected",
    )  # fmt: skip

    # Both acts are taken back, the last one first, and done again.
    desk.sit("TK")
    back = desk.undo.undo()
    assert back.review == {number}
    assert desk.suggesting.get(found.id).state is SetState.OPEN
    assert desk.articles.rows([number])[0].suggestions_open == 1
    assert [s.undone for s in desk.suggesting.settled(number)] == [True, False]
    desk.undo.undo()
    assert desk.articles.open(number).body == BODY
    again = desk.suggesting.get(found.id)
    assert (again.base, again.proposal) == ({"body": BODY}, {"body": PROPOSED})
    assert desk.articles.rows([number])[0].suggestions_open == 2
    desk.undo.redo()
    desk.undo.redo()
    assert desk.articles.open(number).body == half
    assert desk.suggesting.get(found.id).state is SetState.SETTLED
    desk.sit("NB")
    assert desk.inbox.count() == 1


def test_all_or_none_of_a_set(shared: Desk) -> None:
    desk = shared
    picture = Picture(sha256="ab" * 32, filename="a.png", mime="image/png", width=4, height=3)
    number = make(desk, "a", body=BODY, picture=picture)
    proposal = {"body": PROPOSED, "caption": "The quay", "headline": "Late"}
    found = desk.suggesting.open(number, 1, proposal).value
    assert desk.suggesting.reject_all(found.id, 1).value.state is SetState.SETTLED
    assert desk.articles.open(number).version == 1
    assert [(s.accepted, s.change["field"]) for s in reversed(desk.suggesting.settled(number))] == [
        (False, "headline"), (False, "caption"), (False, "body"),
    ]  # fmt: skip
    found = desk.suggesting.open(number, 1, proposal).value
    done = desk.suggesting.accept_all(found.id, 1)
    assert done.changes.label == "Accepted 3 suggestions"
    story = desk.articles.open(number)
    assert (story.body, story.headline) == (PROPOSED, "Late")
    assert story.picture is not None
    assert (story.picture.caption, story.picture.sha256) == ("The quay", "ab" * 32)
    with pytest.raises(Outdated):
        desk.suggesting.accept_all(found.id, 1)


def test_a_story_that_went_on_takes_the_set_along(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", body=BODY)
    found = desk.suggesting.open(number, 1, {"body": PROPOSED, "headline": "Mine"}).value
    desk.articles.save(
        number, 1, {"body": f"New first.\n\n{BODY}", "headline": "Theirs", "priority": 1}
    )
    with pytest.raises(Refused, match="was changed since"):
        desk.suggesting.accept_all(found.id, 1)
    done = desk.suggesting.carry_over(found.id, 1)
    carried = done.value
    assert carried.set.base == {"headline": "Theirs", "body": f"New first.\n\n{BODY}"}
    assert carried.set.proposal == {"headline": "Mine", "body": f"New first.\n\n{PROPOSED}"}
    assert carried.set.base_version == 2
    (clash,) = carried.clashes
    assert carried.set.proposal["headline"][clash.start : clash.end] == "Mine"
    assert (clash.field, clash.base, clash.proposed, clash.standing) == (
        "headline", "A", "Mine", "Theirs",
    )  # fmt: skip
    desk.suggesting.accept_all(found.id, carried.set.version)
    assert desk.articles.open(number).body == f"New first.\n\n{PROPOSED}"
    # What the writer did too is settled by it.
    number = make(desk, "b", body=BODY)
    found = desk.suggesting.open(number, 1, {"body": PROPOSED}).value
    desk.articles.save(number, 1, {"body": PROPOSED})
    assert desk.suggesting.carry_over(found.id, 1).value.set.state is SetState.SETTLED


def test_some_of_each_at_once(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", body=BODY)
    found = desk.suggesting.open(number, 1, {"body": PROPOSED}, changes=2).value
    half = "The ferry was late.\n\nThe port is closed.\n"
    with pytest.raises(ValueError, match="the same texts"):
        desk.suggesting.settle(
            found.id, 1, [], base={"body": half}, proposal={"dek": "x"}, changes=0
        )
    done = desk.suggesting.settle(
        found.id,
        1,
        [yes(), no()],
        base={"body": half},
        proposal={"body": half},
        changes=0,
        story={"body": half},
        story_version=1,
    )
    assert done.changes.label == "Accepted 1 suggestion, Rejected 1 suggestion"
    assert not done.changes.inbox, "nobody is told of what they did themselves"
    # What is accepted may stand there already: then the story is left alone.
    found = desk.suggesting.open(number, 2, {"body": PROPOSED}).value
    desk.articles.save(number, 2, {"body": PROPOSED})
    done = desk.suggesting.settle(
        found.id,
        1,
        [yes()],
        base={"body": PROPOSED},
        proposal={"body": PROPOSED},
        changes=0,
        story={"body": PROPOSED},
        story_version=3,
    )
    assert desk.articles.open(number).version == 3


def test_a_set_is_withdrawn_and_brought_back(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", body=BODY)
    found = desk.suggesting.open(number, 1, {"body": PROPOSED}).value
    done = desk.suggesting.withdraw(found.id, 1)
    assert done.label == "Withdrew suggestions"
    assert desk.suggesting.of(number) == ()
    desk.undo.undo()
    assert [s.id for s in desk.suggesting.of(number)] == [found.id]
    desk.undo.redo()
    desk.suggesting.open(number, 1, {"body": PROPOSED})
    with pytest.raises(Refused, match="worked on what it left"):
        desk.undo.undo()


def test_nobody_settles_over_somebody_else(shared: Desk, second: Callable[[str], Desk]) -> None:
    desk = shared
    number = make(desk, "a", body=BODY)
    found = desk.suggesting.open(number, 1, {"body": PROPOSED}).value
    other = second("TK")
    settle = {"base": {"body": PROPOSED}, "proposal": {"body": PROPOSED}, "changes": 0}
    desk.presence.take(number)
    with pytest.raises(Locked):
        other.suggesting.accept_all(found.id, 1)
    desk.presence.release(number)
    desk.articles.save(number, 1, {"dek": "New"})
    with pytest.raises(Conflict) as told:
        other.suggesting.settle(
            found.id, 1, [yes()], story={"body": PROPOSED}, story_version=1, **settle
        )
    assert told.value.mine.body == PROPOSED
    assert other.suggesting.get(found.id).state is SetState.OPEN, "nothing is half done"
    other.suggesting.settle(
        found.id, 1, [yes()], story={"body": PROPOSED}, story_version=2, **settle
    )
    with pytest.raises(Outdated):
        desk.suggesting.withdraw(found.id, 1)


def test_what_can_t_be_suggested(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a", body=BODY)
    with pytest.raises(BadInput, match="Nothing in this differs"):
        desk.suggesting.open(number, 1, {"body": BODY})
    with pytest.raises(BadInput, match="Headline has"):
        desk.suggesting.open(number, 1, {"headline": "x" * 1001})
    with pytest.raises(BadInput, match="picture's words"):
        desk.suggesting.open(number, 1, {"caption": "x" * 4001})
    with pytest.raises(ValueError, match="no text to suggest: stage"):
        desk.suggesting.open(number, 1, {"stage": "copy"})
    with pytest.raises(NotFound):
        desk.suggesting.open(number, 9, {"body": "x"})
    with pytest.raises(NotFound):
        desk.suggesting.get(99)


def test_who_may_only_suggest(desk: Desk) -> None:
    people = staffed(desk)
    number = make(desk, "a", body=BODY)
    desk.sit(people[Role.REVIEWER].id)
    found = desk.suggesting.open(number, 1, {"body": PROPOSED}).value
    with pytest.raises(Refused, match="edit"):
        desk.suggesting.accept_all(found.id, 1)
    desk.sit(people[Role.READER].id)
    with pytest.raises(Refused, match="suggest"):
        desk.suggesting.open(number, 1, {"body": PROPOSED})
    desk.sit(people[Role.WRITER].id)
    with pytest.raises(Refused, match="approve"):
        desk.suggesting.withdraw(found.id, 1)
    desk.suggesting.accept_all(found.id, 1)
    desk.sit("Ada Admin")
    desk.publish.publish([number])
    found = desk.suggesting.open(number, desk.articles.open(number).version, {"body": "N.\n"}).value
    desk.sit(people[Role.WRITER].id)
    with pytest.raises(Refused, match="change what is published"):
        desk.suggesting.accept_all(found.id, 1)

"""The way of stories: stages and moves per desk, sending with a note, undo, flags, embargoes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.errors import BadInput, NotFound, Refused
from newsroom.news.inbox import NoticeKind
from newsroom.news.rights import Right
from newsroom.news.staff import Person, Role
from newsroom.news.workflow import (
    INDEFINITE,
    STAGES,
    Move,
    MoveKind,
    Need,
    Stage,
    StageInfo,
    Workflow,
)
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make


def test_sending_sets_stage_person_and_deadline_in_one_step(shared: Desk, clock: HandClock) -> None:
    desk = shared
    a, b = make(desk, "a"), make(desk, "b", stage=Stage.DESK)
    due = clock() + timedelta(hours=2)
    done = desk.review.send([a, b], Stage.COPY, person=2, due_at=due, note="Check the figures")
    assert done.label == "Sent 2 stories to Copy"
    assert done.articles == {a, b}
    assert done.inbox == {2}
    for number in (a, b):
        story = desk.articles.open(number)
        assert (story.stage, story.assignee, story.due_at) == (Stage.COPY, 2, due)
    (step,) = desk.review.history(b)
    assert (step.kind, step.before, step.after, step.who) == (MoveKind.SEND, "desk", "copy", 1)
    assert (step.person, step.due_at, step.note) == (2, due, "Check the figures")
    desk.sit("TK")
    assert desk.inbox.count() == 2
    first, second = desk.inbox.all()
    assert {first.article, second.article} == {a, b}
    assert first.kind is NoticeKind.SENT
    assert (first.words, first.who, first.slug in "ab") == ("Check the figures", 1, True)
    assert desk.inbox.all(before=first.id) == (second,)

    desk.sit("NB")
    taken = desk.undo.undo(done.step)
    assert taken.review == {a, b}
    assert desk.articles.open(a).stage is Stage.DRAFT
    assert desk.articles.open(b).stage is Stage.DESK
    assert desk.articles.open(b).assignee is None
    assert [step.undone for step in desk.review.history(b)] == [True]
    desk.sit("TK")
    assert (desk.inbox.count(), desk.inbox.all()) == (0, ())
    desk.sit("NB")
    desk.undo.redo()
    assert [step.undone for step in desk.review.history(b)] == [False]
    desk.sit("TK")
    assert desk.inbox.count() == 2


def test_the_inbox_is_read_and_unread(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a")
    desk.review.send([number], Stage.COPY, person=2)
    assert desk.inbox.all() == (), "nobody is told of what they did themselves"
    desk.sit("TK")
    (notice,) = desk.inbox.all(unread=True)
    assert desk.inbox.read([notice.id]).inbox == {2}
    assert not desk.inbox.read([notice.id])
    assert desk.inbox.all(unread=True) == ()
    assert desk.inbox.all()[0].read_at is not None
    desk.inbox.unread([notice.id])
    assert desk.inbox.count() == 1
    desk.inbox.read()
    assert desk.inbox.count() == 0
    desk.sit(None)
    assert (desk.inbox.all(), desk.inbox.count(), desk.inbox.read()) == ((), 0, desk.inbox.read())


def test_back_to_who_sent_it_with_the_reason(shared: Desk) -> None:
    desk = shared
    a, fresh = make(desk, "a", stage=Stage.DESK), make(desk, "fresh", stage=Stage.COPY)
    desk.review.send([a], Stage.COPY, person=2)
    desk.sit("TK")
    with pytest.raises(BadInput, match="Say why"):
        desk.review.send_back([a], "  ")
    done = desk.review.send_back([a, fresh], "The second quote has no name.")
    assert done.label == "Sent 2 stories back"
    story = desk.articles.open(a)
    assert (story.stage, story.assignee) == (Stage.DESK, 1)
    story = desk.articles.open(fresh)
    assert (story.stage, story.assignee) == (Stage.DRAFT, 1), "to who began it"
    assert desk.review.history(a)[0].kind is MoveKind.BACK
    desk.sit("NB")
    assert [n.words for n in desk.inbox.all()] == ["The second quote has no name."] * 2
    desk.sit("TK")
    desk.undo.undo()
    assert desk.articles.open(a).stage is Stage.COPY
    done = desk.review.send_back([a], "To somebody else.", person=2)
    assert desk.articles.open(a).assignee == 2
    assert done.label == f"Sent “a” back to {desk.staff.get(2).name}, in Desk"
    done = desk.review.send_back([a], "To nobody.", person=None)
    assert done.label == "Sent “a” back to Copy"


def test_back_never_to_a_collective_nor_to_who_is_gone(shared: Desk) -> None:
    desk = shared
    staff = desk.staff.add(Person(name="The Desk", collective=True)).value
    sent, has = make(desk, "sent", stage=Stage.DESK), make(desk, "has", stage=Stage.DESK)
    desk.sit("The Desk")  # as a program may that brings stories in
    desk.review.send([sent, has], Stage.COPY, person=staff.id)
    desk.sit("TK")
    assert desk.review.way_back(sent) == (Stage.DESK, 1), "to who began it"
    desk.review.send_back([sent], "By a person, please.")
    assert desk.articles.open(sent).assignee == 1
    desk.staff.leave(1)
    assert desk.review.way_back(has) == (Stage.DESK, None), "nobody is left who had it"
    desk.review.send_back([has], "To whoever is free.")
    assert desk.articles.open(has).assignee is None


def test_every_way_of_moving_is_in_the_history(shared: Desk) -> None:
    desk = shared
    a = make(desk, "a")
    desk.articles.move([a], Stage.DESK)
    desk.articles.assign([a], 2)
    desk.articles.save(a, desk.articles.open(a).version, {"stage": "copy"})
    desk.articles.spike([a])
    desk.articles.restore([a])
    steps = [(s.kind, s.before, s.after, s.person) for s in reversed(desk.review.history(a))]
    assert steps == [
        (MoveKind.SEND, "draft", "desk", None),
        (MoveKind.ASSIGN, "desk", "desk", 2),
        (MoveKind.SEND, "desk", "copy", None),
        (MoveKind.SPIKE, "copy", "spiked", None),
        (MoveKind.RESTORE, "spiked", "copy", None),
    ]
    assert not desk.review.send([a], Stage.COPY), "nothing to do touches nothing"
    with pytest.raises(NotFound):
        desk.review.send([a], Stage.DESK, person=99)
    with pytest.raises(BadInput, match="note has 5,000"):
        desk.review.send([a], Stage.DESK, note="x" * 5000)
    desk.staff.leave(2)
    with pytest.raises(Refused, match="does not work here any more"):
        desk.review.send([a], Stage.DESK, person=2)


def test_a_save_that_hands_a_story_over_tells_them(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a")
    desk.articles.save(number, 1, {"assignee": 2, "stage": "desk"})
    kinds = [(s.kind, s.person) for s in desk.review.history(number)]
    assert kinds == [(MoveKind.SEND, None), (MoveKind.ASSIGN, 2)]
    desk.articles.save(number, 2, {"assignee": 2, "dek": "Same"})
    assert len(desk.review.history(number)) == 2
    desk.sit("TK")
    assert [n.kind for n in desk.inbox.all()] == [NoticeKind.SENT]
    desk.articles.save(number, 3, {"assignee": None})
    desk.staff.leave(1)
    with pytest.raises(Refused, match="does not work here"):
        desk.articles.save(number, 4, {"assignee": 1})


FLOW = Workflow(
    desk="sport",
    stages=(
        StageInfo(Stage.DRAFT, "Writing", ""),
        StageInfo(Stage.COPY, "Subs", ""),
        StageInfo(Stage.READY, "Away", ""),
        StageInfo(Stage.SPIKED, "Spiked", ""),
    ),
    moves=(
        Move(Stage.DRAFT, Stage.COPY),
        Move(Stage.COPY, Stage.DRAFT),
        Move(Stage.COPY, Stage.READY, Right.APPROVE),
    ),
)


def of_desk(desk: Desk, slug: str, name: str) -> int:
    return desk.articles.create({"slug": slug, "headline": "H", "desk": name}).value.id


def test_a_desk_has_stages_and_moves_of_its_own(shared: Desk) -> None:
    desk = shared
    assert desk.review.workflow("sport") == Workflow()
    desk.lists.term("desks", "sport")
    assert desk.review.set_workflow(FLOW).lists
    assert desk.review.workflow("sport") == FLOW
    assert desk.review.workflows() == (Workflow(), FLOW)
    match, other = of_desk(desk, "match", "sport"), of_desk(desk, "other", "city")
    assert desk.review.ways([match]) == ((Stage.COPY, "Subs"),)
    assert desk.review.ways([match, other]) == ((Stage.COPY, "Subs"),)
    assert len(desk.review.ways([other])) == len(STAGES) - 2
    with pytest.raises(Refused, match=r"“match” can't go from Writing to Away; .* Subs"):
        desk.review.send([match], Stage.READY)
    with pytest.raises(Refused, match="to Desk"):
        desk.articles.save(match, 1, {"stage": "desk"})
    desk.review.send([match], Stage.COPY)
    desk.articles.spike([match])
    desk.articles.restore([match])
    desk.review.send([match], Stage.READY)
    desk.review.reset_workflow("sport")
    assert desk.review.workflow("sport") == Workflow()


def test_who_may_move_follows_the_desk(desk: Desk) -> None:
    people = staffed(desk)
    desk.review.set_workflow(replace(FLOW, moves=(*FLOW.moves, Move(Stage.DRAFT, Stage.READY))))
    number = of_desk(desk, "a", "sport")
    desk.sit(people[Role.WRITER].id)
    assert [stage for stage, _label in desk.review.ways([number])] == [Stage.COPY, Stage.READY]
    desk.review.send([number], Stage.COPY)
    assert [stage for stage, _label in desk.review.ways([number])] == [Stage.DRAFT]
    with pytest.raises(Refused, match="may not approve stories here"):
        desk.review.send([number], Stage.READY)


@pytest.mark.parametrize(
    ("flow", "said"),
    [
        (replace(FLOW, stages=FLOW.stages[1:]), "needs the stage “Draft”"),
        (replace(FLOW, stages=(*FLOW.stages, FLOW.stages[0])), "twice"),
        (replace(FLOW, moves=(Move(Stage.HOLD, Stage.READY),)), "does not have"),
        (replace(FLOW, moves=FLOW.moves[:2] if FLOW.moves else ()), "leads to Ready"),
        (
            replace(FLOW, stages=(*FLOW.stages[:3], StageInfo(Stage.SPIKED, "x" * 41, ""))),
            "between 1 and 40",
        ),
    ],
)
def test_stages_that_no_story_could_live_with(desk: Desk, flow: Workflow, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        desk.review.set_workflow(flow)


def test_the_board_counts_open_work(shared: Desk, clock: HandClock) -> None:
    desk = shared
    make(desk, "a", body="One two three.", due_at=clock() - timedelta(hours=1))
    make(desk, "b", body="One two.")
    out = make(desk, "c", stage=Stage.READY, body="One.")
    desk.publish.publish([out])
    columns = {column.key: column for column in desk.review.board()}
    assert Stage.SPIKED not in columns
    draft = columns[Stage.DRAFT]
    assert (draft.stories, draft.words, draft.late) == (2, 5, 1)
    assert columns[Stage.READY].stories == 0
    assert (columns["published"].stories, columns["published"].words) == (1, 1)
    (row,) = desk.review.on_board("published").rows
    assert row.id == out
    assert [row.slug for row in desk.review.on_board("draft").rows] == ["a", "b"]


def test_flags_are_a_step(shared: Desk) -> None:
    desk = shared
    number = make(desk, "a")
    desk.review.flag([number], legal=Need.REQUIRED, sensitive=True)
    story = desk.articles.open(number)
    assert (story.legal, story.pictures, story.sensitive) == (Need.REQUIRED, Need.NA, True)
    (row,) = desk.articles.rows([number])
    assert (row.legal, row.sensitive, row.not_for_publication) == ("required", 1, 0)
    desk.undo.undo()
    assert desk.articles.open(number).legal is Need.NA
    desk.undo.redo()
    assert desk.articles.open(number).legal is Need.REQUIRED
    with pytest.raises(BadInput):
        desk.review.flag([number], legal="maybe")
    with pytest.raises(ValueError, match="no such flag"):
        desk.review.flag([number], headline="x")


def test_an_embargo_until_further_notice_holds_everywhere(shared: Desk, clock: HandClock) -> None:
    desk = shared
    number = make(desk, "a")
    done = desk.review.embargo([number], INDEFINITE)
    assert done.label == "Put 1 story under embargo until further notice"
    assert desk.articles.open(number).embargo_until == INDEFINITE
    clock.forward(days=3000)
    with pytest.raises(Refused, match="until further notice"):
        desk.publish.publish([number])
    with pytest.raises(BadInput, match="say why"):
        desk.review.embargo([number], None)
    desk.review.embargo([number], None, reason="They told us to go ahead.")
    desk.publish.publish([number])
    with pytest.raises(TypeError):
        desk.review.embargo([number], clock().replace(tzinfo=None))


def test_who_may_break_an_embargo(desk: Desk, clock: HandClock) -> None:
    people = staffed(desk)
    number = make(desk, "a")
    later = clock() + timedelta(hours=6)
    desk.sit(people[Role.WRITER].id)
    desk.review.embargo([number], later)
    desk.review.embargo([number], later + timedelta(hours=1))
    version = desk.articles.open(number).version
    with pytest.raises(Refused, match="may not publish"):
        desk.review.embargo([number], later, reason="x")
    with pytest.raises(Refused, match="may not publish"):
        desk.articles.save(number, version, {"embargo_until": None})
    with pytest.raises(Refused, match="may not publish"):
        desk.articles.set_fields([number], {"embargo_until": clock()})
    clock.forward(hours=8)
    desk.articles.save(number, version, {"embargo_until": None})

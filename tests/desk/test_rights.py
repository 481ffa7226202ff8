"""Who may do what: held in the verbs, told in a sentence, never before somebody looks after it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.sample import make_sample
from newsroom.news.errors import BadInput, Refused
from newsroom.news.lists import Template, Term
from newsroom.news.rights import ALL_RIGHTS, RIGHT_ACTS, RIGHT_LABELS, ROLE_RIGHTS, Right
from newsroom.news.staff import ROLE_LABELS, Person, Role
from newsroom.news.workflow import Need, Stage
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make


def test_every_role_and_right_has_a_name() -> None:
    assert set(ROLE_RIGHTS) == {str(role) for role in Role} == {str(r) for r in ROLE_LABELS}
    assert set(RIGHT_LABELS) == set(RIGHT_ACTS) == set(Right) == set(ALL_RIGHTS)
    assert ROLE_RIGHTS[Role.ADMIN] == set(Right)
    for less, more in ((Role.READER, Role.REVIEWER), (Role.REVIEWER, Role.WRITER)):
        assert ROLE_RIGHTS[less] < ROLE_RIGHTS[more]


def test_who_left_may_only_read() -> None:
    gone = Person(name="A", role=Role.ADMIN, active=False)
    assert [right for right in Right if gone.may(right)] == [Right.READ]
    assert Person(name="A", rights=("publish",)).may(Right.PUBLISH)
    assert not Person(name="A", rights=("juggle",)).may(Right.PUBLISH)


def test_nothing_is_held_before_somebody_looks_after_the_staff(desk: Desk) -> None:
    assert not desk.rights.governed()
    assert desk.me is not None
    assert desk.me.role is Role.WRITER
    number = make(desk, "a")
    desk.publish.publish([number])
    desk.lists.put("sections", Term(key="x", name="X"))
    desk.staff.add(Person(name="Another"))
    assert desk.rights.mine() == set(Right)
    desk.sit(None)
    assert desk.rights.mine() == set(Right)


ACTS: dict[str, tuple[Right, Callable[[Desk, int, int], object]]] = {
    "create": (Right.EDIT, lambda desk, a, p: desk.articles.create({"headline": "New"})),
    "save": (Right.EDIT, lambda desk, a, p: desk.articles.save(a, 1, {"body": "x"})),
    "duplicate": (Right.EDIT, lambda desk, a, p: desk.articles.duplicate(a)),
    "fields": (Right.EDIT, lambda desk, a, p: desk.articles.set_fields([a], {"priority": 1})),
    "move": (Right.SEND, lambda desk, a, p: desk.articles.move([a], Stage.COPY)),
    "spike": (Right.SEND, lambda desk, a, p: desk.articles.spike([a])),
    "assign": (Right.SEND, lambda desk, a, p: desk.articles.assign([a], None)),
    "send back": (Right.SEND, lambda desk, a, p: desk.review.send_back([a], "Too long.")),
    "approve": (Right.APPROVE, lambda desk, a, p: desk.articles.move([a], Stage.READY)),
    "approve by saving": (
        Right.APPROVE,
        lambda desk, a, p: desk.articles.save(a, 1, {"stage": "ready"}),
    ),
    "create ready": (Right.APPROVE, lambda desk, a, p: make(desk, "b", stage=Stage.READY)),
    "publish": (Right.PUBLISH, lambda desk, a, p: desk.publish.publish([a])),
    "unpublish": (Right.PUBLISH, lambda desk, a, p: desk.publish.unpublish([p])),
    "pin": (Right.PUBLISH, lambda desk, a, p: desk.articles.pin(a, True)),
    "correct": (Right.CORRECT, lambda desk, a, p: desk.articles.save(p, 2, {"body": "x"})),
    "correct many": (
        Right.CORRECT,
        lambda desk, a, p: desk.articles.set_fields([p], {"headline": "x"}),
    ),
    "clear": (Right.APPROVE, lambda desk, a, p: desk.review.flag([p], legal=Need.COMPLETE)),
    "allow": (
        Right.APPROVE,
        lambda desk, a, p: desk.review.flag([a], not_for_publication=False),
    ),
    "hand over": (
        Right.SEND,
        lambda desk, a, p: desk.articles.set_fields([a], {"assignee": None}),
    ),
    "section": (
        Right.MANAGE_RULES,
        lambda desk, a, p: desk.lists.put("sections", Term(key="y", name="Y")),
    ),
    "tag": (Right.EDIT, lambda desk, a, p: desk.lists.put("tags", Term(key="t", name="t"))),
    "no section": (Right.MANAGE_RULES, lambda desk, a, p: desk.lists.remove("sections", "x")),
    "template": (
        Right.MANAGE_RULES,
        lambda desk, a, p: desk.lists.put_template(Template(name="T")),
    ),
    "no template": (Right.MANAGE_RULES, lambda desk, a, p: desk.lists.remove_template("T")),
    "site": (Right.MANAGE_RULES, lambda desk, a, p: desk.set_site({"name": "N"})),
    "stages": (
        Right.MANAGE_RULES,
        lambda desk, a, p: desk.review.set_workflow(desk.review.workflow()),
    ),
    "staff": (Right.MANAGE_STAFF, lambda desk, a, p: desk.staff.add(Person(name="Z"))),
    "leave": (
        Right.MANAGE_STAFF,
        lambda desk, a, p: desk.staff.leave(desk.staff.byline("Wim Writer").staff or 0),
    ),
    "give": (
        Right.MANAGE_STAFF,
        lambda desk, a, p: desk.rights.give(desk.staff.byline("Wim Writer").staff or 0, 1, ()),
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_takes_its_right_and_no_more(desk: Desk, act: str) -> None:
    right, do = ACTS[act]
    people = staffed(desk)
    story, public = make(desk, "a", assignee=1), make(desk, "p", legal=Need.REQUIRED)
    desk.review.flag([public], legal=Need.NA)
    desk.publish.publish([public])
    if act == "correct":
        version = desk.articles.open(public).version

        def do(desk: Desk, a: int, p: int) -> object:
            return desk.articles.save(p, version, {"body": "x"})

    if act == "allow":
        desk.review.flag([story], not_for_publication=True)
    if act == "clear":
        desk.review.flag([public], legal=Need.REQUIRED)
    less = people[Role.READER]
    without = tuple(r for r in ALL_RIGHTS if r not in (right, Right.READ, Right.COMMENT))
    less = desk.rights.give(less.id, less.version, without).value
    desk.sit(less.id)
    with pytest.raises(Refused, match=r"^You may not .*Ask .*\.$") as said:
        do(desk, story, public)
    assert "Ada Admin" in str(said.value) or "," in str(said.value)
    desk.sit("Ada Admin")
    less = desk.rights.give(less.id, less.version, (*without, right)).value
    desk.sit(less.id)
    do(desk, story, public)


def test_rights_of_somebody_else_s_window_count_at_once(
    desk: Desk, store_path: Path, clock: HandClock
) -> None:
    people = staffed(desk)
    writer = people[Role.WRITER]
    with open_desk(store_path, who=writer.id, clock=clock) as other:
        assert not other.rights.may(Right.PUBLISH)
        desk.rights.give(writer.id, writer.version, ["publish", "edit"])
        assert other.rights.may(Right.PUBLISH)
        assert desk.staff.get(writer.id).rights == ("publish",), "the role has the other already"


def test_a_right_that_there_is_not(desk: Desk) -> None:
    writer = staffed(desk)[Role.WRITER]
    with pytest.raises(BadInput, match="juggle"):
        desk.rights.give(writer.id, writer.version, ["juggle"])
    with pytest.raises(BadInput, match="juggle"):
        desk.staff.add(Person(name="N", rights=("juggle",)))


def test_somebody_must_be_left_to_look_after_the_staff(desk: Desk) -> None:
    people = staffed(desk)
    admin = people[Role.ADMIN]
    with pytest.raises(Refused, match="only one who may manage"):
        desk.staff.leave(admin.id)
    with pytest.raises(Refused, match="only one"):
        desk.staff.save(admin.id, admin.version, {"role": "writer"})
    chief = people[Role.COPY_CHIEF]
    chief = desk.rights.give(chief.id, chief.version, ["manage_staff"]).value
    desk.staff.leave(admin.id)
    desk.sit(chief.id)
    with pytest.raises(Refused, match="only one"):
        desk.rights.give(chief.id, chief.version, [])


def test_everybody_may_change_their_own_entry_but_not_what_they_are(desk: Desk) -> None:
    writer = staffed(desk)[Role.WRITER]
    desk.sit(writer.id)
    saved = desk.staff.save(writer.id, writer.version, {"bio": "Writes."}).value
    with pytest.raises(Refused):
        desk.staff.save(writer.id, saved.version, {"role": "admin"})
    with pytest.raises(Refused):
        desk.staff.save(1, desk.staff.get(1).version, {"bio": "x"})


def test_a_right_that_nobody_has_yet(desk: Desk) -> None:
    desk.staff.add(Person(name="Only Staff", role=Role.WRITER, rights=("manage_staff",)))
    desk.sit("Only Staff")
    with pytest.raises(Refused, match="nobody else may yet"):
        desk.publish.publish([make(desk, "a")])


def test_the_sample_has_rights(tmp_path: Path, clock: HandClock) -> None:
    path = tmp_path / "s.newsroom"
    make_sample(path, clock=clock)
    with open_desk(path, clock=clock) as desk:
        assert desk.rights.governed()
        assert desk.rights.mine() == set(Right), "who looks around may try everything"
        assert [p.name for p in desk.rights.who_may(Right.KILL)] == ["Mara Ridley", "Priya Waller"]
        desk.sit("Tomas Okafor")
        with pytest.raises(Refused, match="Ask Mara Ridley or Priya Waller"):
            desk.publish.publish([1])

from __future__ import annotations

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.errors import BadInput, NewsroomError, NotFound
from newsroom.news.staff import Person, Role
from newsroom.news.workflow import Stage
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make


def test_people_are_found_by_what_they_are_called(desk: Desk) -> None:
    nadia = desk.staff.find("Nadia Brandt")
    assert nadia
    for name in ("nadia brandt", "N. BRANDT", "nb", "  Nadia   Brandt "):
        assert desk.staff.find(name) == nadia
    assert desk.staff.find("Nadia") is None
    assert desk.staff.find(" ") is None
    assert desk.staff.get(nadia.id) == nadia
    with pytest.raises(NotFound):
        desk.staff.get(99)


def test_adding_and_saving(desk: Desk) -> None:
    done = desk.staff.add(Person(name=" Ilse\nMoreau ", role=Role.EDITOR, desks=("city",)))
    assert done.value.name == "Ilse Moreau"
    assert done.value.role is Role.EDITOR
    assert done.changes.staff
    saved = desk.staff.save(done.value.id, done.value.version, {"title": "Photo editor"})
    assert saved.value.title == "Photo editor"
    assert not saved.changes.listing
    renamed = desk.staff.save(done.value.id, saved.value.version, {"byline": "I. Moreau"})
    assert renamed.changes.listing
    with pytest.raises(NewsroomError):
        desk.staff.save(done.value.id, done.value.version, {"title": "Late"})
    assert desk.staff.get(done.value.id).title == "Photo editor"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Person(name=" "), "needs a name"),
        (Person(name="nadia BRANDT"), "already a Nadia Brandt"),
        (Person(name="Other", byline="n. brandt"), "already a Nadia Brandt"),
        (Person(name="x" * 201), "at most 200"),
        (Person(name="Other", email="nowhere"), "no e-mail address"),
        (Person(name="Other", bio="x" * 4001), "Bio has 4,001 characters"),
    ],
)
def test_what_cannot_be_added_is_said(desk: Desk, entry: Person, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        desk.staff.add(entry)
    assert len(desk.staff.all()) == 2


def test_two_people_cannot_become_one_name(desk: Desk) -> None:
    tomas = desk.staff.find("TK")
    assert tomas
    with pytest.raises(BadInput, match="already a Nadia Brandt"):
        desk.staff.save(tomas.id, tomas.version, {"byline": "N. Brandt"})


def test_who_leaves_keeps_the_bylines(desk: Desk) -> None:
    nadia = desk.staff.find("NB")
    assert nadia
    number = make(desk, "a", bylines=(desk.staff.byline("NADIA BRANDT"),))
    changes = desk.staff.leave(nadia.id)
    assert changes.staff
    assert changes.label == "Nadia Brandt left"
    assert not desk.staff.leave(nadia.id)
    assert [p.name for p in desk.staff.all()] == ["Tomas Keel"]
    assert len(desk.staff.all(include_left=True)) == 2
    assert desk.articles.open(number).bylines[0].staff == nadia.id
    assert desk.staff.find("Nadia Brandt") is not None


def test_what_somebody_has_on_hand(desk: Desk, clock: HandClock) -> None:
    tomas = desk.staff.find("TK")
    assert tomas
    byline = desk.staff.byline("Tomas Keel")
    due = clock()
    make(desk, "a", assignee=tomas.id, due_at=due, commissioned_length=300, bylines=(byline,))
    out = make(desk, "b", bylines=(byline,), stage=Stage.READY)
    desk.publish.publish([out])
    clock.forward(hours=1)
    load = desk.staff.workload(tomas.id)
    assert (load.open, load.late, load.published) == (1, 1, 1)
    assert desk.staff.workloads()[tomas.id] == load
    assert {row.slug for row in desk.staff.stories(tomas.id).rows} == {"a", "b"}


def test_sitting_down(desk: Desk) -> None:
    assert desk.me
    assert desk.me.initials == "NB"
    assert desk.sit(desk.me.id) == desk.me
    desk.staff.save(desk.me.id, desk.me.version, {"title": "Reporter"})
    assert desk.me.title == "Reporter"
    with pytest.raises(NotFound, match=r"“Nobody”. On the staff: Nadia Brandt, Tomas Keel\."):
        desk.sit("Nobody")
    assert desk.sit(None) is None
    assert desk.me is None


def test_nobody_to_sit_as(tmp_path, clock: HandClock) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "empty.newsroom"
    with pytest.raises(NotFound, match="still empty"):
        open_desk(path, create=True, who="Ana", clock=clock)
    with open_desk(path, clock=clock) as again:
        assert again.me is None

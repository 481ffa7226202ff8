"""What an import brought beside its stories goes with them where nothing else uses it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from newsroom.desk.arriving import JOINS, Choices
from newsroom.desk.desk import Desk
from newsroom.intake.arrival import Arrival, ArrivedByline
from newsroom.news.article import Byline, Filter
from newsroom.news.lists import SavedFilter, Template, Term
from tests.desk.people import staffed


def arrived(key: str, *, by: str = "", **fields: object) -> Arrival:
    told = {"headline": f"Story {key}", "body": "Text.\n", **fields}
    bylines = (ArrivedByline(by),) if by else None
    return Arrival(source=f"wire: {key}", fields=told, key=key, bylines=bylines)


def receive(desk: Desk, *stories: Arrival, people: tuple[str, ...] = ()) -> None:
    desk.intake.receive(
        (("feed", one) for one in stories),
        name="The wire",
        choices=Choices(people=dict.fromkeys(people, JOINS)),
    )


def names(desk: Desk, of: str) -> set[str]:
    return {term.name for term in desk.lists.terms(of)}


def test_sections_desks_and_people_go_and_come_back(shared: Desk) -> None:
    before = (names(shared, "sections"), names(shared, "desks"))
    receive(
        shared,
        arrived("1", section="Markets", desk="Far desk", by="A Guest"),
        arrived("2", section="Harbour"),
        people=("A Guest",),
    )
    guest = shared.staff.find("A Guest")
    assert guest is not None
    assert names(shared, "sections") == before[0] | {"Markets", "Harbour"}
    changes = shared.undo.undo()
    assert changes.label == (
        "Took back: Took in 2 stories from The wire, and with it the sections Markets, Harbour, "
        "the desk Far desk, A Guest of the staff"
    )
    assert changes.lists
    assert changes.staff
    assert (names(shared, "sections"), names(shared, "desks")) == before
    assert not shared.staff.get(guest.id).active
    changes = shared.undo.redo()
    assert changes.label == "Did again: Took in 2 stories from The wire"
    assert names(shared, "sections") == before[0] | {"Markets", "Harbour"}
    assert names(shared, "desks") == before[1] | {"Far desk"}
    assert shared.staff.get(guest.id).active


@pytest.mark.parametrize("who", ["story", "template", "filter", "person", "renamed"])
def test_a_section_that_something_else_uses_stays(desk: Desk, who: str) -> None:
    receive(desk, arrived("1", section="Markets"))
    if who == "story":
        desk.articles.create({"headline": "Ours", "section": "markets"})
    elif who == "template":
        desk.lists.put_template(Template(name="Report", fields={"section": "markets"}))
    elif who == "filter":
        wanted = Filter(sections=frozenset({"markets"}))
        desk.lists.put_filter(SavedFilter(name="Mine", filter=wanted))
    elif who == "person":
        desk.lists.put("desks", Term(key="markets", name="Markets"))
        nadia = desk.staff.find("Nadia Brandt")
        assert nadia is not None
        desk.staff.save(nadia.id, nadia.version, {"desks": ["markets"]})
    else:
        desk.lists.put("sections", Term(key="markets", name="Money"))
    step = desk.undo.last()
    assert step is not None
    imported = next(n for n in range(1, 99) if "The wire" in desk._seat.store.steps.get(n).label)
    desk.undo.undo(imported)
    assert names(desk, "sections") & {"Markets", "Money"}


def test_who_may_not_take_sections_off_leaves_them(desk: Desk) -> None:
    staffed(desk)
    desk.sit("Wim Writer")
    receive(desk, arrived("1", section="Markets"))
    desk.undo.undo()
    assert "Markets" in names(desk, "sections")


@pytest.mark.parametrize("what", ["byline", "assignee", "act"])
def test_somebody_who_is_at_work_here_stays(desk: Desk, what: str) -> None:
    receive(desk, arrived("1", by="A Guest"), people=("A Guest",))
    step = desk.undo.last()
    assert step is not None
    guest = desk.staff.find("A Guest")
    assert guest is not None
    if what == "byline":
        line = (Byline("A Guest", guest.id),)
        desk.articles.create({"headline": "Ours", "bylines": line})
    elif what == "assignee":
        desk.articles.create({"headline": "Ours", "assignee": guest.id})
    else:
        desk.sit("A Guest")
        desk.articles.create({"headline": "Mine"})
        desk.sit("Nadia Brandt")
    changes = desk.undo.undo(step.step)
    assert desk.staff.get(guest.id).active
    assert "staff" not in changes.label
    desk.undo.redo()
    assert desk.staff.get(guest.id).active


def test_the_step_of_many_stories_is_as_short_as_that_of_few(desk: Desk) -> None:
    def size() -> int:
        step = desk.undo.last()
        assert step is not None
        return len(json.dumps(step.payload))

    receive(desk, *(arrived(f"a{n}", slug=f"a-{n}") for n in range(2)))
    few = size()
    stories = [arrived(f"b{n}", slug=f"b-{n}") for n in range(200)]
    receive(desk, *stories)
    assert size() < few + 20
    desk.undo.undo()
    assert desk.articles.count(Filter()) == 2
    desk.undo.redo()
    assert desk.articles.count(Filter()) == 202
    changed = [replace(one, fields={**one.fields, "body": "Other.\n"}) for one in stories]
    receive(desk, *changed)
    assert size() < 200 * 12 + 200, "a number and a version each"
    desk.undo.undo()
    assert desk.articles.by_slug("b-7").body == "Text.\n"
    desk.undo.redo()
    assert desk.articles.by_slug("b-7").body == "Other.\n"

"""The staff directory: entries written and read back, found by name, with what is on hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from newsroom.news.article import Byline
from newsroom.news.errors import BadInput, NotFound, Refused
from newsroom.news.staff import Person, Role, Workload
from newsroom.news.workflow import PubState, Stage
from newsroom.store.connect import Store
from tests.store.making import START, HandClock, keep, person, save, sentence

FULL = Person(
    uid="8c1f3f6e-0000-4000-8000-000000000002",
    name="Nadia Brandt",
    byline="N. Brandt",
    initials="NB",
    collective=True,
    title="Economy editor",
    role=Role.COPY_CHIEF,
    desks=("economy", "Ärger"),
    bio="Writes about harbours.\nدرباره بنادر",
    portrait="ab" * 32,
    email="nb@example.org",
    phone="+49 381 0",
    social="@nb",
    language="de",
    active=False,
    rights=("publish", "kill"),
)


def test_every_field_of_an_entry_is_written_and_read_back(store: Store) -> None:
    plain = Person()
    for item in fields(Person):
        if item.name not in ("id", "version"):
            assert getattr(FULL, item.name) != getattr(plain, item.name), f"{item.name} not set"
    kept = store.staff.insert(FULL)
    assert kept == replace(FULL, id=kept.id, version=1)
    assert store.staff.get(kept.id) == kept
    values = {name: getattr(plain, name) for name in ("byline", "desks", "role", "active")}
    changed = store.staff.update(kept.id, 1, values)
    assert store.staff.get(kept.id) == changed == replace(kept, version=2, **values)


def test_people_come_by_name_and_those_who_left_only_when_asked(store: Store) -> None:
    for name in ("zoe", "Émile", "Adam"):
        person(store, name)
    person(store, "Bert", active=False)
    assert [one.name for one in store.staff.all()] == ["Adam", "zoe", "Émile"]
    assert [one.name for one in store.staff.all(include_left=True)][:2] == ["Adam", "Bert"]


def test_somebody_is_found_by_name_or_byline_whatever_the_case(store: Store) -> None:
    left = person(store, "Nadia Brandt", active=False)
    assert store.staff.find("nadia  BRANDT ") == left
    here = person(store, "N. Brandt-Keel", byline="Nadia Brandt")
    assert store.staff.find("Nadia Brandt") == here
    assert store.staff.find("Cafe\u0301") is None
    accent = person(store, "Caf\u00e9")
    assert store.staff.find("CAFE\u0301") == accent
    assert store.staff.find("nobody") is None
    assert store.staff.find("  ") is None


def test_a_stale_change_of_an_entry_is_refused(opener: Callable[..., Store]) -> None:
    here, there = opener(), opener()
    read = person(here)
    kept = there.staff.update(read.id, 1, {"title": "Editor"})
    with pytest.raises(Refused) as told:
        here.staff.update(read.id, 1, {"title": "Writer"})
    assert "Nadia Brandt" in sentence(told.value)
    assert here.staff.get(read.id) == kept


def test_somebody_who_is_not_there_is_said_to_be_missing(store: Store) -> None:
    for act in (lambda: store.staff.get(9), lambda: store.staff.update(9, 1, {})):
        with pytest.raises(NotFound) as told:
            act()
        assert sentence(told.value)


def test_a_name_that_can_not_be_kept_is_refused(store: Store) -> None:
    kept = person(store)
    for broken in ({"name": "a\0b"}, {"desks": ("\ud800",)}, {"bio": "\udfff"}):
        with pytest.raises(BadInput) as told:
            store.staff.update(kept.id, 1, broken)
        assert sentence(told.value)
        with pytest.raises(BadInput):
            store.staff.insert(Person(**{"name": "x", **broken}))  # type: ignore[arg-type]
    assert store.staff.all() == (kept,)


def test_what_somebody_has_on_hand_is_counted(store: Store, clock: HandClock) -> None:
    nadia, tomas = person(store), person(store, "Tomas Keel")
    idle = person(store, "Idle")
    mine = {"assignee": nadia.id}
    late = START - timedelta(minutes=1)
    keep(store, "late", **mine, due_at=late, commissioned_length=300)
    keep(store, "open", **mine, commissioned_length=500)
    keep(store, "spiked", **mine, stage=Stage.SPIKED)
    out = keep(
        store,
        "out",
        **mine,
        pubstate=PubState.PUBLISHED,
        bylines=(Byline("Nadia", nadia.id), Byline("Nadia", nadia.id), Byline("T.", tomas.id)),
    )
    assert store.staff.workload(nadia.id) == Workload(open=2, words_due=800, late=1, published=1)
    assert store.staff.workload(tomas.id) == Workload(published=1)
    assert store.staff.workload(idle.id) == Workload()
    asked = store.queries
    assert set(store.staff.workloads()) == {nadia.id, tomas.id}
    assert store.queries == asked
    save(store, out, pubstate=PubState.WITHDRAWN)
    assert store.staff.workload(tomas.id) == Workload()
    soon = keep(store, "soon", **mine, due_at=START + timedelta(minutes=1))
    assert store.staff.workload(nadia.id).late == 1
    clock.forward(minutes=2)
    assert store.staff.workload(nadia.id).late == 2
    save(store, soon, pubstate=PubState.CORRECTED, bylines=(Byline("T.", tomas.id),))
    assert store.staff.workload(tomas.id).published == 1

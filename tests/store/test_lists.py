"""What people edit as data: lists, templates, saved filters, shared settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from newsroom.news.article import Byline, BylineRole, Direction, Filter, Picture
from newsroom.news.errors import BadInput
from newsroom.news.lists import LIST_NAMES, SavedFilter, Template, Term
from newsroom.news.workflow import PubState, Stage
from newsroom.store import shapes
from newsroom.store.connect import Store
from tests.store.making import START, TEHRAN, keep, person, sentence


def test_a_list_keeps_its_order_and_its_names(store: Store) -> None:
    for term in (
        Term(key="sport", name="Sport", position=2),
        Term(key="economy", name="Wirtschaft", position=1),
        Term(key="culture", name="فرهنگ", position=2),
    ):
        store.lists.put("sections", term)
    assert [term.key for term in store.lists.terms("sections")] == ["economy", "sport", "culture"]
    store.lists.put("sections", Term(key="sport", name="Sports", position=0))
    assert store.lists.terms("sections")[0] == Term(key="sport", name="Sports", position=0)
    assert store.lists.terms("desks") == ()


def test_every_list_is_apart_from_the_others(store: Store) -> None:
    for name in LIST_NAMES:
        store.lists.put(name, Term(key="one", name=name))
    for name in LIST_NAMES:
        assert store.lists.terms(name) == (Term(key="one", name=name),)
    with pytest.raises(ValueError, match="colours"):
        store.lists.terms("colours")


def test_stories_keep_a_section_that_was_taken_away(store: Store) -> None:
    store.lists.put("sections", Term(key="sport", name="Sport"))
    kept = keep(store, section="sport")
    store.lists.remove("sections", "sport")
    store.lists.remove("sections", "never there")
    assert store.lists.terms("sections") == ()
    assert store.articles.get(kept.id).section == "sport"


def test_a_template_gives_its_fields_back_as_they_were(store: Store) -> None:
    fields = {
        "headline": "Match report",
        "tags": ("sport", "match"),
        "stage": Stage.ASSIGNED,
        "pubstate": PubState.NONE,
        "direction": Direction.RTL,
        "bylines": (Byline("Editorial Staff", 3, BylineRole.EDITING),),
        "picture": Picture(sha256="0" * 64, filename="a", mime="image/png", width=1, height=1),
        "due_at": START.astimezone(TEHRAN),
        "extra": {"a": [1, None, {"b": "ی"}]},
        "priority": 2,
    }
    store.lists.put_template(Template(name="Match", fields=fields, position=2))
    store.lists.put_template(Template(name="Obituary", position=1))
    first, second = store.lists.templates()
    assert first == Template(name="Obituary", position=1)
    assert second.fields == fields
    assert type(second.fields["stage"]) is Stage
    assert type(second.fields["tags"]) is tuple
    store.lists.put_template(Template(name="Match", fields={"headline": "Report"}))
    assert store.lists.templates()[0].fields == {"headline": "Report"}
    store.lists.remove_template("Match")
    assert [one.name for one in store.lists.templates()] == ["Obituary"]


def test_saved_filters_are_somebodys_or_everybodys(store: Store) -> None:
    nadia = person(store)
    late = Filter(
        stages=frozenset({"desk", "copy"}),
        tag="ice",
        assignee=nadia.id,
        due_before=START,
        words='strike "x"',
    )
    store.saved.put(nadia.id, SavedFilter(name="Late", filter=late, position=2))
    store.saved.put(nadia.id, SavedFilter(name="All", filter=Filter(), position=1))
    store.saved.put(None, SavedFilter(name="Late", filter=Filter(language="fa")))
    assert [one.name for one in store.saved.all(nadia.id)] == ["All", "Late"]
    assert store.saved.all(nadia.id)[1].filter == late
    assert store.saved.all(None)[0].filter == Filter(language="fa")
    store.saved.put(nadia.id, SavedFilter(name="Late", filter=Filter(tag="sea")))
    assert store.saved.all(nadia.id)[0].filter == Filter(tag="sea")
    store.saved.remove(nadia.id, "Late")
    assert [one.name for one in store.saved.all(nadia.id)] == ["All"]
    assert len(store.saved.all(None)) == 1


def test_a_condition_of_a_newer_newsroom_is_left_out() -> None:
    text = shapes.filter_to_json(Filter(tag="ice", updated_after=START - timedelta(days=1)))
    newer = text.replace('{"tag"', '{"mood":"calm","tag"')
    assert newer != text
    assert shapes.filter_from_json(newer) == shapes.filter_from_json(text)
    assert shapes.filter_from_json("") == Filter()


def test_settings_are_kept_by_scope_and_key(store: Store) -> None:
    assert store.settings.get("site", "name") is None
    assert store.settings.get("site", "name", "Newsroom") == "Newsroom"
    store.settings.put("site", "name", "بندر\0")
    store.settings.put("house", "name", {"list": [1, None, "x"]})
    assert store.settings.get("site", "name") == "بندر\0"
    assert store.settings.get("house", "name") == {"list": [1, None, "x"]}
    store.settings.put("site", "name", None)
    assert store.settings.get("site", "name", "gone") is None


def test_names_that_can_not_be_stored_are_refused(store: Store) -> None:
    acts: list[Callable[[str], object]] = [
        lambda text: store.lists.put("desks", Term(key=text, name="x")),
        lambda text: store.lists.put("desks", Term(key="x", name=text)),
        lambda text: store.lists.put_template(Template(name="x", fields={"body": text})),
        lambda text: store.saved.put(None, SavedFilter(name=text, filter=Filter())),
        lambda text: store.saved.put(None, SavedFilter(name="x", filter=Filter(tag=text))),
    ]
    for act in acts:
        for text in ("a\0b", "\ud800"):
            with pytest.raises(BadInput) as told:
                act(text)
            assert sentence(told.value)
    with pytest.raises(BadInput):
        store.settings.put("site", "name", "\ud800")
    assert store.lists.terms("desks") == ()
    assert store.lists.templates() == ()
    assert store.saved.all(None) == ()

from __future__ import annotations

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.article import Filter
from newsroom.news.errors import BadInput
from newsroom.news.lists import SavedFilter, Template, Term


def test_terms_are_data(desk: Desk) -> None:
    before = desk.lists.terms("sections")
    changes = desk.lists.put("sections", Term(key="", name="  City  life ", position=3))
    assert changes.lists
    added = [term for term in desk.lists.terms("sections") if term not in before]
    assert added == [Term(key="city-life", name="City life", position=3)]
    assert desk.lists.find("sections", "CITY LIFE") == added[0]
    assert desk.lists.find("sections", "city-life") == added[0]
    desk.lists.put("sections", Term(key="city-life", name="City"))
    assert [t.name for t in desk.lists.terms("sections") if t.key == "city-life"] == ["City"]
    desk.lists.remove("sections", "city-life")
    assert desk.lists.terms("sections") == before
    with pytest.raises(BadInput):
        desk.lists.put("sections", Term(key="", name=" "))


def test_an_unknown_term_is_added_once(desk: Desk) -> None:
    made = desk.lists.term("desks", "Night desk")
    assert made.changes.lists
    again = desk.lists.term("desks", "night DESK")
    assert again.value == made.value
    assert not again.changes


def test_templates_and_filters(desk: Desk) -> None:
    template = Template(name="Brief", fields={"kicker": "In brief", "tags": ("brief",)})
    desk.lists.put_template(template)
    assert [t for t in desk.lists.templates() if t.name == "Brief"] == [template]
    desk.lists.remove_template("Brief")
    assert not [t for t in desk.lists.templates() if t.name == "Brief"]
    with pytest.raises(BadInput):
        desk.lists.put_template(Template(name=" "))

    saved = SavedFilter(name="City", filter=Filter(desks=frozenset({"city"})))
    desk.lists.put_filter(saved)
    assert desk.lists.filters() == (saved,)
    desk.sit("TK")
    assert desk.lists.filters() == ()
    desk.sit("NB")
    desk.lists.remove_filter("City")
    assert desk.lists.filters() == ()
    with pytest.raises(BadInput):
        desk.lists.put_filter(SavedFilter(name=" ", filter=Filter()))

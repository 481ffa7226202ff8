from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsroom.news.article import ARTICLE_FIELDS, EDITABLE, Article
from newsroom.news.changes import EVERYTHING, NOTHING, Changes
from newsroom.news.clock import fixed_clock, system_clock
from newsroom.news.fields import Kind, specs
from newsroom.news.staff import PERSON_FIELDS, Person
from newsroom.news.workflow import PUBSTATE_LABELS, STAGES, PubState, Stage, stage_label


def test_changes_add_up_and_the_later_act_names_the_step() -> None:
    both = Changes(articles=frozenset({1}), listing=True, step=4, label="Spiked 1 story") | Changes(
        articles=frozenset({2}), staff=True, step=5, label="Moved 1 story"
    )
    assert both.articles == {1, 2}
    assert both.listing
    assert both.staff
    assert not both.lists
    assert (both.step, both.label) == (5, "Moved 1 story")


def test_an_act_without_a_step_keeps_the_earlier_one() -> None:
    assert (Changes(listing=True, step=4, label="a") | NOTHING).step == 4
    assert (Changes(listing=True, step=4, label="a") | NOTHING).label == "a"


def test_nothing_is_false_and_everything_is_true() -> None:
    assert not NOTHING
    assert EVERYTHING
    assert not Changes(step=3, label="only a name")


def test_values_can_not_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        Article().headline = "x"  # type: ignore[misc]
    assert replace(Article(), headline="x").headline == "x"


def test_every_field_that_a_save_may_carry_has_a_face_and_a_place() -> None:
    names = {item.name for item in fields(Article)}
    assert names >= EDITABLE
    on_the_page = {"kicker", "headline", "dek", "dateline", "body"}
    for name in EDITABLE:
        spec = ARTICLE_FIELDS[name]
        assert spec.label
        assert bool(spec.page) != (name in on_the_page), name


def test_front_matter_keys_are_told_apart() -> None:
    keys = [spec.matter for spec in ARTICLE_FIELDS.values() if spec.matter]
    assert len(keys) == len(set(keys))


def test_choices_of_a_person_are_labelled() -> None:
    assert dict(PERSON_FIELDS["role"].choices)["copy_chief"] == "Copy chief"
    assert PERSON_FIELDS["collective"].kind is Kind.FLAG
    assert list(specs(Person)) == list(PERSON_FIELDS)
    assert Person(name="Ada").credit == "Ada"
    assert Person(name="Ada", byline="A. Lovelace").credit == "A. Lovelace"


def test_every_stage_and_state_has_a_name() -> None:
    assert {info.stage for info in STAGES} == set(Stage)
    assert set(PUBSTATE_LABELS) == set(PubState)
    assert stage_label("copy") == "Copy"
    assert stage_label("legal-desk") == "legal-desk"


def test_clocks_speak_utc() -> None:
    assert system_clock().utcoffset() == timedelta(0)
    tehran = timezone(timedelta(hours=3, minutes=30))
    assert fixed_clock(datetime(2026, 1, 1, 3, 30, tzinfo=tehran))() == datetime(
        2026, 1, 1, tzinfo=UTC
    )
    with pytest.raises(ValueError, match="time zone"):
        fixed_clock(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point

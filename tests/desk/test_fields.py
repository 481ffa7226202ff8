from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newsroom.desk.fields import checked
from newsroom.news.article import ARTICLE_FIELDS, EDITABLE
from newsroom.news.errors import BadInput
from newsroom.news.staff import PERSON_FIELDS


def test_lines_lose_their_breaks_and_what_no_store_can_hold() -> None:
    kept = checked(
        {"headline": " A\nB\0\ud800 ", "dek": "two\nlines", "tags": [" a  b ", "a b", "", "c\0"]},
        ARTICLE_FIELDS,
        only=EDITABLE,
    )
    assert kept == {"headline": "A B", "dek": "two\nlines", "tags": ("a b", "c")}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("headline", "x" * 5000, "Headline has 5,000 characters; at most 1,000 fit. Shorten it."),
        ("direction", "up", "it is one of auto, ltr, rtl"),
        ("language", "english please", "no language code"),
        ("priority", 0, "goes from 1 to 9"),
        ("priority", 10, "goes from 1 to 9"),
    ],
)
def test_a_limit_is_told_with_the_fields_name(field: str, value: object, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        checked({field: value}, ARTICLE_FIELDS)
    assert said in str(caught.value)


@pytest.mark.parametrize("mail", ["nobody", "@x", "x@", "a b@c.de", "a@b\u202e.de"])
def test_what_can_be_no_address_is_told(mail: str) -> None:
    with pytest.raises(BadInput, match="no e-mail address"):
        checked({"email": mail}, PERSON_FIELDS)


@pytest.mark.parametrize("mail", ["", "name@example.org", "نام@example.org", "a+b@c"])
def test_what_can_be_an_address_is_kept(mail: str) -> None:
    assert checked({"email": mail}, PERSON_FIELDS) == {"email": mail}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"nonsense": 1}, ValueError),
        ({"words": 3}, ValueError),
        ({"headline": 3}, TypeError),
        ({"tags": "a"}, TypeError),
        ({"priority": "5"}, TypeError),
        ({"due_at": datetime(2026, 1, 1)}, TypeError),  # noqa: DTZ001 - the naive one is the point
    ],
)
def test_our_own_mistakes_are_not_told_as_the_worlds(
    fields: dict[str, object], kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        checked(fields, ARTICLE_FIELDS, only=EDITABLE)


def test_other_values_pass_as_they_are() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    fields = {"due_at": moment, "picture": None, "assignee": 3, "commissioned_length": None}
    assert checked(fields, ARTICLE_FIELDS, only=EDITABLE) == fields

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newsroom.intake.newsdates import news_date


def at(hour: int, minute: int = 5, second: int = 0, *, day: int = 24, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        # RFC 822 and what came of it
        ("Tue, 24 Nov 2026 18:05:00 +0330", at(14, 35)),
        ("Tue, 24 Nov 2026 18:05:00 GMT", at(18)),
        ("24 Nov 26 18:05 EST", at(23)),
        ("Tuesday, 24-Nov-26 18:05:00 GMT", at(18)),
        ("Tue, 24 Nov 2026 18:05:00 +03:30", at(14, 35)),
        ("Tue, 24 Nov 2026 18:05:00 GMT+2", at(16)),
        ("Tue, 24 Nov 2026 18:05:00 UTC+03:30", at(14, 35)),
        ("Tue, 24 Nov 2026 18:05:00 +0100 (CET)", at(17)),
        ("Tue, 24 Nov 2026 18:05:60 GMT", at(18, 5, 59)),
        ("Tue, 24 Nov 2026 24:00:00 GMT", at(0, 0, day=25)),
        ("10 Sept 2026 10:00 Z", at(10, 0, day=10, month=9)),
        ("Tue, 24 Nov 2026", at(0, 0)),
        # RFC 3339 and its cousins
        ("2026-11-24T18:05:00Z", at(18)),
        ("2026-11-24t18:05:00z", at(18)),
        ("2026-11-24T18:05:00.123456789+03:30", at(14, 35)),
        ("2026-11-24T18:05:00,5+03:30", at(14, 35)),
        ("2026-11-24 18:05:00 +0330", at(14, 35)),
        ("2026-11-24 18:05:00 UTC", at(18)),
        ("2026-11-24T18:05", at(18)),
        ("2026-11-24T18:05:00\N{MINUS SIGN}05:00", at(23)),
        ("20261124T180500Z", at(18)),
        ("2026/11/24 18:05", at(18)),
        ("2026-11", at(0, 0, day=1)),
        ("2026", at(0, 0, day=1, month=1)),
        ("۲۰۲۶-۱۱-۲۴", at(0, 0)),
        # what else is written
        ("November 24, 2026 6:05 pm EST", at(23)),
        ("Nov 24, 2026 12:05 AM", at(0)),
        ("Tue Nov 24 18:05:00 UTC 2026", at(18)),
        ("Tue Nov 24 18:05:00 2026", at(18)),
        ("24.11.2026 18:05", at(18)),
        ("24/11/2026", at(0, 0)),
        ("11/24/2026", at(0, 0)),
        ("11/11/2026", at(0, 0, day=11)),
        ("Do, 24 Dez 2026 18:05:00 +0100", at(17, month=12)),
        ("lun., 24 août 2026 18:05 CEST", at(16, month=8)),
        ("24 März 2026", at(0, 0, month=3)),
        ("24 de noviembre de 2026", at(0, 0)),
        ("1795543500", at(18)),
        ("1795543500000", at(18)),
    ],
)
def test_dates_of_every_kind(words: str, expected: datetime) -> None:
    assert news_date(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "yesterday",
        "3/4/2026",  # April or March: nobody knows
        "Tue, 31 Nov 2026 10:00:00 GMT",
        "Tue, 24 Nov 2026 25:00:00 GMT",
        "Tue, 24 Nov 2026 24:30:00 GMT",
        "Tue, 24 Nov 2026 72:00:00 GMT",
        "24 Foo 2026",
        "2026-13-01",
        "2026-11-24T18:05:00 somewhere",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "0",
        "x" * 1000,
    ],
)
def test_what_is_no_date_is_none(words: str) -> None:
    assert news_date(words) is None


def test_without_a_zone_that_is_known_it_is_read_by_the_clock_that_is_given() -> None:
    tehran = ZoneInfo("Asia/Tehran")
    assert news_date("2026-11-24 18:05", zone=tehran) == at(14, 35)
    assert news_date("Tue, 24 Nov 2026 18:05 XYZ", zone=tehran) == at(14, 35)
    assert news_date("Tue, 24 Nov 2026 18:05 +9900", zone=tehran) == at(14, 35)


def test_two_digits_of_a_year_are_as_in_rfc_2822() -> None:
    found = news_date("24 Nov 99 18:05 GMT")
    assert found is not None
    assert found.year == 1999
    assert news_date("24 Nov 49 18:05 GMT") == datetime(2049, 11, 24, 18, 5, tzinfo=UTC)

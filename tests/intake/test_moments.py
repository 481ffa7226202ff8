from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from newsroom.intake.moments import moment

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2026-11-24T18:30Z", datetime(2026, 11, 24, 18, 30, tzinfo=UTC)),
        ("2026-11-24 18:30:05+03:30", datetime(2026, 11, 24, 15, 0, 5, tzinfo=UTC)),
        ("2026-11-24 18:30", datetime(2026, 11, 24, 17, 30, tzinfo=UTC)),
        ("2026-07-24 18:30", datetime(2026, 7, 24, 16, 30, tzinfo=UTC)),
        (" 2026-11-24 ", datetime(2026, 11, 23, 23, 0, tzinfo=UTC)),
    ],
)
def test_moments_are_read_by_the_newsrooms_clock(words: str, expected: datetime) -> None:
    assert moment(words, zone=PARIS) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("-6h", datetime(2026, 11, 24, 6, 0, tzinfo=UTC)),
        ("-3d 2h", datetime(2026, 11, 21, 10, 0, tzinfo=UTC)),
        ("+1d", datetime(2026, 11, 25, 12, 0, tzinfo=UTC)),
        ("-90m", datetime(2026, 11, 24, 10, 30, tzinfo=UTC)),
        ("2026-11-24T18:30Z", datetime(2026, 11, 24, 18, 30, tzinfo=UTC)),
    ],
)
def test_counted_moments_need_a_now(words: str, expected: datetime) -> None:
    assert moment(words, zone=UTC, now=NOW) == expected
    if words[0] in "+-":
        with pytest.raises(ValueError, match=r".*"):
            moment(words, zone=UTC)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "soon",
        "2026-02-30",
        "32 May",
        "-",
        "+",
        "-6",
        "--6h",
        "0001-01-01T00:00+14:00",
        "9" * 99,
    ],
)
def test_anything_else_is_no_moment(words: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        moment(words, zone=UTC, now=NOW)

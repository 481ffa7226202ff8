from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from newsroom.news.countdown import by_clocks, left

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(0), "past"),
        (timedelta(seconds=-5), "past"),
        (timedelta(seconds=60), "in less than a minute"),
        (timedelta(seconds=61), "in 2 min"),
        (timedelta(minutes=59), "in 59 min"),
        (timedelta(hours=2, minutes=13, seconds=30), "in 2 h 14 min"),
        (timedelta(days=1), "in 1 day"),
        (timedelta(days=2, minutes=40), "in 2 days"),
        (timedelta(days=2, hours=3, minutes=40), "in 2 days 3 h"),
    ],
)
def test_how_long_it_is(span: timedelta, said: str) -> None:
    assert left(NOW + span, NOW) == said


@pytest.fixture
def in_paris(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This computer's clock is another than the newsroom's."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system's clock is set elsewhere")
    with monkeypatch.context() as there:
        there.setenv("TZ", "Europe/Paris")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("in_paris")
def test_a_moment_is_told_by_both_clocks_with_their_offsets() -> None:
    tehran, paris = ZoneInfo("Asia/Tehran"), ZoneInfo("Europe/Paris")
    assert by_clocks(NOW, tehran) == "29 Nov 2026, 15:30 (UTC+03:30), here 13:00 (UTC+01:00)"
    assert by_clocks(NOW, tehran, here=False) == "29 Nov 2026, 15:30 (UTC+03:30)"
    assert by_clocks(NOW, paris) == "29 Nov 2026, 13:00 (UTC+01:00)"
    late = NOW + timedelta(hours=9, minutes=30)
    assert by_clocks(late, tehran) == (
        "30 Nov 2026, 01:00 (UTC+03:30), here 29 Nov 2026, 22:30 (UTC+01:00)"
    )

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsroom.news.countdown import left

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

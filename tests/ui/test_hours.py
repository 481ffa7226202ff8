"""Moments in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from newsroom.news.countdown import left
from newsroom.ui.hours import span_to
from tests.ui.fakes import NOON


@pytest.mark.parametrize("seconds", [61, 119, 120, 2459, 3600, 3601, 8_041])
def test_the_chip_of_an_embargo_tells_as_many_minutes_as_the_countdown(seconds: int) -> None:
    """One rounded down and the other up: "40 min left" stood above "ends in 41 min"."""
    moment = NOON + timedelta(seconds=seconds)
    words = span_to(moment, NOON).removesuffix(" 0 min")
    assert left(moment, NOON).removesuffix(" 0 min") == f"in {words}"


def test_a_moment_that_is_past_is_no_time_away() -> None:
    assert span_to(NOON - timedelta(hours=1), NOON) == "0 min"

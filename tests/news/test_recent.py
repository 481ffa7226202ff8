from datetime import UTC, datetime, timedelta

import pytest

from newsroom.news.age import age

NOW = datetime(2026, 4, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (timedelta(0), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=1), "1 hour ago"),
        (timedelta(hours=6, minutes=59), "6 hours ago"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 hours ago"),
        (timedelta(days=1), "1 day ago"),
        (timedelta(days=6, hours=23), "6 days ago"),
        (timedelta(days=7), "1 week ago"),
        (timedelta(days=30), "4 weeks ago"),
        (timedelta(days=31), "1 month ago"),
        (timedelta(days=364), "11 months ago"),
        (timedelta(days=366), "1 year ago"),
        (timedelta(days=800), "2 years ago"),
    ],
)
def test_an_age_is_told_in_whole_units_rounded_down(back: timedelta, words: str) -> None:
    assert age(NOW - back, NOW) == words


def test_a_clock_that_was_set_back_never_gives_an_age_in_the_future() -> None:
    assert age(NOW + timedelta(hours=3), NOW) == "just now"

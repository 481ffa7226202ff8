"""Numbers kept as stretches."""

from __future__ import annotations

import random

from newsroom.news.spans import Spans


def test_numbers_that_follow_each_other_are_one_stretch() -> None:
    spans = Spans()
    for number in range(5, 10_000):
        spans.add(number)
    assert spans.pairs() == [[5, 9_999]]
    assert (len(spans), 5 in spans, 4 in spans, 10_000 in spans) == (9_995, True, False, False)
    assert not Spans()


def test_in_any_order_they_are_what_a_set_is() -> None:
    dice = random.Random(3)
    for _round in range(50):
        numbers = [dice.randrange(60) for _n in range(dice.randrange(60))]
        spans = Spans()
        for number in numbers:
            spans.add(number)
        assert list(spans) == sorted(set(numbers))
        assert len(spans) == len(set(numbers))
        assert [n in spans for n in range(60)] == [n in set(numbers) for n in range(60)]
        again = Spans(spans.pairs())
        assert again.pairs() == spans.pairs()
        firsts = [first for first, _last in spans.pairs()]
        assert all(
            last + 1 < first for (_f, last), first in zip(spans.pairs(), firsts[1:], strict=False)
        )

"""The garbage collector of the window's thread: what a start makes is let be, the rest is not."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from newsroom.ui import collect
from newsroom.ui.collect import Collector


class Knot:
    """Something that only the collector can free."""

    def __init__(self) -> None:
        self.self = self


Make = Callable[[], Collector]


@pytest.fixture
def make(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    was = gc.isenabled()
    monkeypatch.setattr(collect, "HOLD_MS", 0)
    monkeypatch.setattr(collect, "LOOK_MS", 0)
    monkeypatch.setattr(collect, "QUIET_MS", 0)
    monkeypatch.setattr(collect, "YOUNG", 50)
    gc.collect()
    made: list[Collector] = []

    def one() -> Collector:
        made.append(Collector())
        return made[-1]

    yield one
    for collector in made:
        collector.finish()
        collector.deleteLater()
    if was:
        gc.enable()


def rounds(qapp: QApplication) -> None:
    """Let its timer come round a few times."""
    for _round in range(5):
        qapp.processEvents()


def knots(count: int) -> weakref.ref[Knot]:
    """Leave so many behind; the first of them."""
    made = [Knot() for _number in range(count)]
    return weakref.ref(made[0])


def test_what_a_start_makes_is_never_gone_through(qapp: QApplication, make: Make) -> None:
    collector = make()
    first = knots(100)
    rounds(qapp)
    assert gc.get_freeze_count() > 0
    assert first() is not None
    later = knots(100)
    rounds(qapp)
    assert later() is None
    assert first() is not None
    collector.finish()
    assert first() is None
    assert gc.get_freeze_count() == 0


def test_a_window_that_is_left_for_another_goes(qapp: QApplication, make: Make) -> None:
    collector = make()
    first = knots(100)
    rounds(qapp)
    collector.hold()
    rounds(qapp)
    assert first() is None
    assert gc.get_freeze_count() > 0


def test_a_few_are_not_worth_a_round(qapp: QApplication, make: Make) -> None:
    make()
    rounds(qapp)
    few = knots(3)
    rounds(qapp)
    assert few() is not None


def test_what_came_by_the_thousand_is_left_out_until_it_went(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "MUCH", 20_000)
    monkeypatch.setattr(collect, "HEAVY", 20_000)
    monkeypatch.setattr(collect, "OLD_ROUNDS", 2)
    make()
    rounds(qapp)
    start = gc.get_freeze_count()
    much = [[number] for number in range(100_000)]
    first = knots(100)
    rounds(qapp)
    assert gc.get_freeze_count() > start + 90_000
    assert first() is not None
    del much
    for _round in range(3):
        knots(100)
        rounds(qapp)
    assert first() is None
    assert gc.get_freeze_count() < start + 90_000


def test_garbage_that_was_left_out_goes_though_the_window_holds_more_than_at_its_start(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "HEAVY", 20_000)
    monkeypatch.setattr(collect, "OLD_ROUNDS", 2)
    make()
    rounds(qapp)
    kept = [f"words that stay {number}" for number in range(300_000)]  # no objects for it
    some = [[number] for number in range(30_000)]
    first = knots(100)
    rounds(qapp)
    assert first() is not None
    for _round in range(3):
        knots(100)
        rounds(qapp)
    assert first() is None
    assert len(kept) > len(some)


def test_no_round_goes_through_what_a_paste_makes_in_a_second(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "HEAVY", 5_000)
    collector = make()
    rounds(qapp)
    gone_through: list[int] = []
    monkeypatch.setattr(gc, "collect", lambda generation=2: gone_through.append(generation))
    start, counted = gc.get_freeze_count(), []
    real = gc.get_freeze_count
    monkeypatch.setattr(gc, "get_freeze_count", lambda: counted.append(1) or real())
    much = [[number] for number in range(6_000)]
    collector.look()
    assert not counted, "nor along them"
    rounds(qapp)
    assert not gone_through
    assert real() >= start + 6_000
    some = [[number] for number in range(4_000)]
    rounds(qapp)
    assert gone_through, "what is less than that is gone through as ever"
    assert len(much) > len(some)


def by_hand(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> tuple[Collector, list[int]]:
    """A collector past its start that looks when it is told to, and the rounds that it makes."""
    collector = make()
    rounds(qapp)
    collector._timer.stop()
    collector._rounds = collector._old = 0
    full: list[int] = []
    real = gc.collect
    monkeypatch.setattr(gc, "collect", lambda which=2: full.append(which) or real(which))
    return collector, full


def test_no_full_round_goes_through_what_came_in_over_many_rounds(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "HEAVY_OLD", 5_000)
    monkeypatch.setattr(collect, "OLD_ROUNDS", 4)
    collector, full = by_hand(qapp, make, monkeypatch)
    kept = []
    for _round in range(4):
        kept.append([[number] for number in range(2_000)])
        collector.look()
    assert full == [1, 1, 1], "the fourth leaves them out"
    full.clear()
    for _round in range(4):
        kept.append([[number] for number in range(200)])
        collector.look()
    assert full == [1, 1, 1, 1]
    collector.look()
    assert full[4:] == [2], "and a few are gone through, once nothing more is made"


def test_where_little_was_made_nothing_is_counted(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    rounds(qapp)
    knots(100)
    rounds(qapp)
    counted: list[int] = []
    plain = gc.get_freeze_count

    def count() -> int:
        counted.append(plain())
        return counted[-1]

    monkeypatch.setattr(gc, "get_freeze_count", count)
    for _round in range(10):
        rounds(qapp)
    knots(100)
    rounds(qapp)
    assert counted == []


def test_where_nothing_is_made_it_looks_less_often(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "QUIET_MS", 3)
    monkeypatch.setattr(collect, "FEW", 40)
    collector = make()
    timer = collector.findChild(QTimer)
    rounds(qapp)
    collector.look()
    collector.look()
    assert timer.interval() == 3
    more = [[number] for number in range(45)]
    collector.look()
    assert timer.interval() == 0
    assert len(more) == 45


def test_a_full_round_waits_while_a_text_comes_in(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "OLD_ROUNDS", 2)
    collector, full = by_hand(qapp, make, monkeypatch)
    kept = []
    for _round in range(6):
        kept.append([[number] for number in range(2_000)])
        collector.look()
    assert full == [1] * 6
    for _round in range(3):
        collector.look()
    assert full[6:] == [2], "then it is done, once"


def test_what_was_counted_and_is_many_is_counted_ever_more_rarely(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "OLD_ROUNDS", 1)
    monkeypatch.setattr(collect, "MUCH", -1_000_000)
    collector = make()
    rounds(qapp)
    collector._timer.stop()
    collector._leave_out()
    counted: list[int] = []
    real = gc.get_freeze_count
    monkeypatch.setattr(gc, "get_freeze_count", lambda: counted.append(len(kept)) or real())
    kept: list[list[list[int]]] = []
    for _turn in range(8):
        kept.append([[number] for number in range(300)])
        collector.look()
        collector.look()
    assert counted == [1, 3, 6]


def test_a_text_that_came_within_a_start_is_no_part_of_it(
    qapp: QApplication, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, "MUCH", 20_000)
    collector = make()
    text = [[number] for number in range(50_000)]
    counted: list[int] = []
    real = gc.get_freeze_count
    monkeypatch.setattr(gc, "get_freeze_count", lambda: counted.append(1) or real())
    rounds(qapp)
    assert collector._first == collect.START
    assert not counted, "nor walked along in one turn"
    assert len(text) == 50_000

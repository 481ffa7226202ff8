"""A plan that is packed is read as any sequence is."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest

from newsroom.desk.arriving import Action, IntakeReport, Planned
from newsroom.desk.packedplan import PackedPlan, glance_of


def planned(n: int) -> Planned:
    action = (Action.NEW, Action.CHANGED)[n % 2]
    return Planned(
        source=f"site.xml: story-{n}",
        action=action,
        ref=f"wordpress:https://site.example#{n}",
        slug=f"story-{n}",
        headline=f"Headline {n} of the site",
        notes=("A note.", f"A note on {n}."),
    )


@pytest.mark.parametrize("count", [0, 1, 127, 128, 129, 700])
def test_it_is_what_was_put_in(count: int) -> None:
    items, packed = [planned(n) for n in range(count)], PackedPlan()
    for item in items:
        packed.append(item)
    assert len(packed) == count
    assert list(packed) == items
    assert packed == items
    assert packed == tuple(items)
    assert packed != [*items, planned(7)]
    assert packed != "words"
    assert [packed[n] for n in range(count)] == items
    assert [packed[-n - 1] for n in range(count)] == items[::-1]
    assert packed[1:5] == tuple(items[1:5])
    for outside in (count, -count - 1):
        with pytest.raises(IndexError):
            packed[outside]
    assert packed.glances() == tuple(map(glance_of, items))
    report = IntakeReport(dry_run=True, items=packed)
    assert report.count(Action.NEW) == (count + 1) // 2
    assert report.summary() == IntakeReport(dry_run=True, items=tuple(items)).summary()


def test_each_can_be_replaced() -> None:
    packed = PackedPlan()
    for n in range(300):
        packed.append(planned(n))
    assert packed[2].article is None
    packed.replace(lambda place, item: replace(item, article=place, action=Action.DOUBTFUL))
    assert [item.article for item in packed] == list(range(300))
    assert packed[2].article == 2
    assert packed.count_of(Action.DOUBTFUL) == 300
    assert packed.count_of(Action.NEW) == 0
    assert packed.glances() == tuple(map(glance_of, packed))


def test_ten_times_as_many_stories_take_no_more_memory() -> None:
    def held(count: int) -> int:
        packed = PackedPlan()
        for n in range(200):  # what is there for the first time is no part of it
            packed.append(planned(n))
        tracemalloc.start()
        try:
            for n in range(count):
                packed.append(planned(n))
            packed.replace(lambda place, item: replace(item, article=place))
            now, _peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert packed[count].article == count
        return now

    assert held(12_800) < held(1_280) + 128 * 1_000, "less than a pack as it is read"


def test_a_glance_at_all_unpacks_none(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = PackedPlan()
    for n in range(300):
        packed.append(planned(n))
    monkeypatch.setattr(PackedPlan, "_unpacked", lambda *_args: 1 / 0)
    glances = packed.glances()
    assert [glance.action for glance in glances[:2]] == [Action.NEW, Action.CHANGED]
    assert all(glance.notes and not (glance.doubts or glance.problems) for glance in glances)

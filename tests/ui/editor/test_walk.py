"""The quick share of the random walk; ``python -m tests.ui.editor.long_walk`` is the long one."""

from __future__ import annotations

import pytest

from tests.text.writing import Writer
from tests.ui.editor.conftest import Opens
from tests.ui.editor.test_edits import STORY
from tests.ui.editor.walk import Report, go

SEEDS = (1, 2, 3, 4)
STEPS = 80  # of each walk: 320 acts in all


@pytest.mark.parametrize("seed", SEEDS)
def test_a_walk_through_both_views_loses_nothing(opens: Opens, seed: int) -> None:
    opened = STORY if seed % 2 else Writer(seed).text()
    hand = opens(opened)
    report = Report()
    go(hand, opened, seed, STEPS, report)
    assert report.steps == STEPS
    assert report.unproven <= 1 + report.written // 100


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_a_walk_side_by_side_loses_nothing(opens: Opens, seed: int) -> None:
    opened = STORY if seed % 2 else Writer(seed).text()
    hand = opens(opened)
    hand.pane.set_beside()
    report = Report()
    go(hand, opened, seed, STEPS, report)
    assert report.steps == STEPS

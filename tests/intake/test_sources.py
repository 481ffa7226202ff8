"""Each source on samples of our own making, held against the text that stands beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.intake.told import SAMPLES, cases, told


@pytest.mark.parametrize("case", cases(), ids=lambda path: path.relative_to(SAMPLES).as_posix())
def test_a_sample_comes_in_as_expected(case: Path) -> None:
    assert told(case) == (case / "expected.md").read_text(encoding="utf-8")

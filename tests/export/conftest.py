"""A desk with a clock that is put forward by hand, and one rendering process for many tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.export.worker import Renderer
from tests.desk.conftest import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def desk(tmp_path: Path, clock: HandClock) -> Iterator[Desk]:
    with open_desk(tmp_path / "store" / "test.newsroom", create=True, clock=clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    with Renderer() as shared:
        yield shared

"""A desk with a clock that is put forward by hand, and one rendering process for many tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.export.worker import Renderer
from tests.desk.conftest import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def renderer() -> Iterator[Renderer]:
    with Renderer() as shared:
        yield shared


@pytest.fixture
def desk(
    tmp_path: Path, clock: HandClock, empty_store_file: Path, renderer: Renderer
) -> Iterator[Desk]:
    path = tmp_path / "store" / "test.newsroom"
    path.parent.mkdir()
    shutil.copyfile(empty_store_file, path)
    with open_desk(path, clock=clock) as opened:
        # Every desk would start a process of its own, which takes longer than most tests.
        lent = opened.publish._pages.__dict__
        lent["_renderer"] = renderer
        yield opened
        if lent.get("_renderer") is renderer:
            del lent["_renderer"]

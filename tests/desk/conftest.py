"""An open desk in a folder of its own, with a clock that is put forward by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.staff import Person

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


class HandClock:
    """Time stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    return tmp_path / "test.newsroom"


@pytest.fixture
def desk(store_path: Path, clock: HandClock) -> Iterator[Desk]:
    with open_desk(store_path, create=True, clock=clock) as opened:
        opened.staff.add(Person(name="Nadia Brandt", byline="N. Brandt", initials="NB"))
        opened.staff.add(Person(name="Tomas Keel", initials="TK", bio="Runs the copy desk."))
        opened.sit("Nadia Brandt")
        yield opened


@pytest.fixture
def shared(store_url: str | Path, clock: HandClock) -> Iterator[Desk]:
    """A desk over a store on either engine, with two people and somebody at it."""
    with open_desk(store_url, clock=clock) as opened:
        opened.staff.add(Person(name="Nadia Brandt", byline="N. Brandt", initials="NB"))
        opened.staff.add(Person(name="Tomas Keel", initials="TK", bio="Runs the copy desk."))
        opened.sit("Nadia Brandt")
        yield opened

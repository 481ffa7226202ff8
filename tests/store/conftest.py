"""A store on either engine with a clock that is put forward by hand."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsroom.store.connect import Store, open_store
from tests import postgres
from tests.store.making import HandClock


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def store(opener: Callable[..., Store], clock: HandClock) -> Store:
    return opener(clock=clock)


@pytest.fixture
def store_file(tmp_path: Path, empty_store_file: Path) -> Path:
    """An empty store in a file, for what only files can do."""
    path = tmp_path / "of-its-own" / "paper.newsroom"
    path.parent.mkdir()
    shutil.copyfile(empty_store_file, path)
    return path


@pytest.fixture
def server_url(pg_server: postgres.Server) -> Iterator[str]:
    """An empty store on the server, for what only servers can do."""
    with pg_server.database(template=postgres.TEMPLATE) as url:
        yield url


@pytest.fixture
def store_file_open(store_file: Path, clock: HandClock) -> Iterator[Store]:
    """That store, open."""
    with open_store(store_file, clock=clock) as opened:
        yield opened

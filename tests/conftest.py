"""What every test stands on: folders of its own, a quiet log, and a store on either engine."""

from __future__ import annotations

import logging
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from newsroom.store.connect import Store, open_store
from tests import postgres


def pytest_sessionfinish() -> None:
    """Without a screen Qt would drop what was copied after Python's end, and fall over it."""
    if "PySide6.QtGui" in sys.modules:
        from PySide6.QtGui import QGuiApplication

        if QGuiApplication.instance() is not None:
            QGuiApplication.clipboard().clear()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """As the program does: what fails in an override of Qt's fails the test, and not the run."""
    if "PySide6.QtWidgets" not in sys.modules:
        return None
    from newsroom.ui.crash import whole

    names = pyfuncitem._fixtureinfo.argnames
    whole(partial(pyfuncitem.obj, **{name: pyfuncitem.funcargs[name] for name in names}))
    return True


OUR_LOGGERS = ("newsroom", "peewee")


@pytest.fixture(autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for every test: nothing of the person who runs them is read or written."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    monkeypatch.setenv("LOCALAPPDATA", str(home / "local"))
    monkeypatch.setenv("APPDATA", str(home / "roaming"))
    for name in [name for name in os.environ if name.startswith(("PGPASS", "PGSERVICE"))]:
        monkeypatch.delenv(name)
    return home


class _Strays(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def stray_log_lines() -> Iterator[list[str]]:
    """Warnings in our log fail the test that caused them.

    A test that means to cause one takes this fixture and empties the list.
    """
    strays = _Strays()
    for name in OUR_LOGGERS:
        logging.getLogger(name).addHandler(strays)
    yield strays.lines
    for name in OUR_LOGGERS:
        logging.getLogger(name).removeHandler(strays)
    assert not strays.lines, "stray log lines"


@pytest.fixture(scope="session")
def pg_server() -> Iterator[postgres.Server]:
    """The PostgreSQL server of this run."""
    if reason := postgres.absent():
        if postgres.required():
            pytest.fail(f"PostgreSQL is required here: {reason}")
        pytest.skip(reason)
    with postgres.running() as server:
        yield server


@pytest.fixture
def guarded(pg_server: postgres.Server) -> Iterator[postgres.Guarded]:
    """A store on the server that holds rights by itself, with a login for one of each role."""
    with pg_server.guarded() as found:
        yield found


@pytest.fixture(scope="session")
def empty_store_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store to copy: quicker than making one for each test."""
    path = tmp_path_factory.mktemp("empty") / "empty.newsroom"
    open_store(path, create=True).close()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store_url(
    request: pytest.FixtureRequest, tmp_path: Path, empty_store_file: Path
) -> Iterator[str | Path]:
    """A path or an address with an empty store behind it: every test runs on both engines."""
    if request.param == "sqlite":
        path = tmp_path / "store" / "test.newsroom"
        path.parent.mkdir()
        shutil.copyfile(empty_store_file, path)
        yield path
        return
    server: postgres.Server = request.getfixturevalue("pg_server")
    with server.database(template=postgres.TEMPLATE) as url:
        yield url


@pytest.fixture
def opener(store_url: str | Path) -> Iterator[Callable[..., Store]]:
    """Opens the test's store, as often as wanted; all are closed in the end."""
    with ExitStack() as stack:

        def open_(**options: object) -> Store:
            return stack.enter_context(open_store(store_url, **options))  # type: ignore[arg-type]

        yield open_


@pytest.fixture
def store(opener: Callable[..., Store]) -> Store:
    """An empty store, open."""
    return opener()

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from newsroom.news.article import Article
from newsroom.settings import Settings
from newsroom.ui.icons import Icons
from newsroom.ui.messages import Messages
from newsroom.ui.tasks import Tasks
from newsroom.ui.theme import Theme
from newsroom.ui.workbench import Workbench
from tests.ui.fakes import NOON, FakeDesk

# The page preview's engine is loaded long after the application is made.
QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


def pytest_configure(config: pytest.Config) -> None:
    # What the offscreen platform says of every window that has a smallest size.
    config.addinivalue_line("qt_log_ignore", "This plugin does not support propagateSizeHints")


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """As in the window (ui.collect): garbage is collected on this thread only."""
    gc.disable()
    yield
    gc.collect()


FERRY = Article(id=7, version=3, headline="Ferry", body="One.\n\nTwo.\n", slug="ferry")
QUAY = Article(id=8, version=1, headline="Quay & pier", body="Wood.\n", slug="quay")


@pytest.fixture
def fake_desk() -> FakeDesk:
    made = FakeDesk()
    made.articles.put(FERRY)
    made.articles.put(QUAY)
    return made


@pytest.fixture
def theme(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theme]:
    made = Theme(qapp, choice="light", cache=tmp_path_factory.getbasetemp() / "cache")
    yield made
    made.deleteLater()


@pytest.fixture
def fake_bench(
    qtbot: QtBot, fake_desk: FakeDesk, theme: Theme, tmp_path: Path
) -> Iterator[Workbench]:
    tasks = Tasks(lambda: fake_desk)  # type: ignore[arg-type, return-value]
    made = Workbench(
        tasks=tasks,
        settings=Settings(),
        theme=theme,
        icons=Icons(theme, cache=tmp_path / "cache"),
        messages=Messages(),
        clock=lambda: NOON,
        settings_folder=tmp_path / "config",
    )
    tasks.start()
    assert tasks.wait_idle()
    yield made
    tasks.stop()

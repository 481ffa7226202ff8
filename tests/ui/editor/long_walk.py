"""``python -m tests.ui.editor.long_walk --steps 10000 --seed 1``: the random walk at length.

Each story is walked for some hundred steps and undone to its opened bytes; the seed of a walk that
fails is printed with its last acts.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from newsroom.news.article import Article
from newsroom.settings import Settings
from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.icons import Icons
from newsroom.ui.messages import Messages
from newsroom.ui.parked import LONG
from newsroom.ui.story import OpenStory
from newsroom.ui.tasks import Tasks
from newsroom.ui.theme import Theme
from newsroom.ui.workbench import Workbench
from tests.text.writing import Writer
from tests.ui.editor.conftest import Hand, Stand
from tests.ui.editor.test_edits import STORY
from tests.ui.editor.walk import Lost, Report, go
from tests.ui.fakes import NOON, FakeDesk

EACH = 250  # steps of one story


def bench(app: QApplication, folder: Path) -> Workbench:
    """A workbench over a desk that remembers in memory."""
    theme = Theme(app, choice="light", cache=folder / "look")
    desk = FakeDesk()
    tasks = Tasks(lambda: desk)  # type: ignore[arg-type, return-value]
    made = Workbench(
        tasks=tasks,
        settings=Settings(),
        theme=theme,
        icons=Icons(theme, cache=folder / "icons"),
        messages=Messages(),
        clock=lambda: NOON,
        settings_folder=folder / "config",
    )
    tasks.start()
    tasks.wait_idle()
    return made


def long_story(seed: int) -> str:
    """A story that is longer than what is shown at once."""
    parts: list[str] = []
    while sum(map(len, parts)) <= LONG:
        parts.append(Writer(seed + 7 * len(parts)).text().strip("\n"))
    return "\n\n".join(parts) + "\n"


def one(
    workbench: Workbench,
    seed: int,
    steps: int,
    report: Report,
    *,
    beside: bool,
    long: bool = False,
) -> None:
    """Walk through one story in a window of its own, both views shown with ``beside``."""
    opened = STORY if seed % 5 == 0 else Writer(seed).text()
    opened = long_story(seed) if long else opened
    article = Article(id=7, version=3, body=opened, headline="Ferry", slug="ferry")
    story = OpenStory(article, tasks=workbench.tasks, clock=lambda: NOON)
    pane = EditorPane(workbench, story)
    window = Stand(pane)
    window.resize(900, 700)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    pane.focus_body(start=True)
    if beside:
        pane.set_beside()
    try:
        go(Hand(pane, window), opened, seed, steps, report, long=long)
    finally:
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def main() -> int:
    """Walk, and say how it went; 1 if anything was lost."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--steps", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--each", type=int, default=EACH, help="steps of one story")
    asked.add_argument("--most", type=int, default=1, help="failures after which it ends")
    asked.add_argument(
        "--beside", action="store_true", help="both views side by side in each story, not each 3rd"
    )
    asked.add_argument("--long", action="store_true", help="stories that come in bit by bit")
    asked.add_argument("--tell", action="store_true", help="print what could not be proven")
    given = asked.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    report, failed, seed = Report(tell=given.tell), 0, given.seed
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        workbench = bench(app, Path(folder))
        while report.steps < given.steps and failed < given.most:
            try:
                steps = min(given.each, given.steps - report.steps)
                beside = given.beside or seed % 3 == 0
                one(workbench, seed, steps, report, beside=beside, long=given.long)
            except Lost as lost:
                failed += 1
                print(lost, flush=True)
            seed += 1
        workbench.tasks.stop()
    # Without a screen Qt would drop what was copied after Python's end, and fall over it.
    QApplication.clipboard().clear()
    print(
        f"{report.steps} steps, seeds {given.seed} to {seed - 1}, {failed} lost, "
        f"{report.unproven} of {report.written} states unproven, {report.settled} settled, "
        f"{time.monotonic() - started:.0f} s"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""One page from the window with its pictures, and the preview under the typing.

A story with a camera's picture and two of an agency's, which came in through the window, is
exported through the sheet, as people do it: from the sheet's opening to its plan, in which the page
is made, and from the button to the file. The floor makes the same pictures small, turns the same
Markdown into HTML and writes as many bytes.
The preview is timed from a key in the text to the page that shows it; the floor loads the same page
into the same view.
"""

from __future__ import annotations

import io
import itertools
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import markdown
from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from newsroom.desk.desk import Desk
from newsroom.export.pictures import LEAD_WIDTH
from newsroom.news.article import Article
from newsroom.news.changes import Done
from newsroom.news.workflow import Stage
from newsroom.ui.dialogs.export import ExportDialog
from newsroom.ui.panels.preview import PreviewPanel
from newsroom.ui.taking import Taking
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.bench_type import middle
from tests.bench.corpus import Corpus

WORDS = 800
SIZES = ((6000, 4000), (2400, 1600), (2400, 1600))
"""Pixels: of the lead, as a camera takes it, and of two in the text, as agencies send them."""

ROUNDS = 5
LETTERS = 15
LOOK_MS = 2  # between two looks whether something is there
LIMIT = 300.0  # ms, of one page with its pictures
FOLLOWS = 200.0  # ms, of the preview after the last key


def photograph(number: int) -> bytes:
    """A JPEG with as much detail as a camera's, each another."""
    width, height = SIZES[number]
    grain = Image.effect_noise((width // 8, height // 8), 40 + number).convert("RGB")
    out = io.BytesIO()
    grain.resize(SIZES[number], Image.Resampling.BICUBIC).save(out, "JPEG", quality=90)
    return out.getvalue()


def story(made: Window, body: str, photographs: list[bytes], number: int) -> int:
    """A story that shows these, which come in through the window as dropped ones do.

    Their last bytes differ, so that no picture was seen before.
    """
    sources = [(data + number.to_bytes(4, "big"), f"{n}.jpg") for n, data in enumerate(photographs)]
    taking = Taking(made.workbench.tasks, sources, made)
    there: list[bool] = []
    taking.finished.connect(lambda _pictures, _faults: there.append(True))
    taking.start()
    until(lambda: bool(there))
    held = sorted(taking.pictures, key=lambda picture: picture.filename)
    paragraphs = body.split("\n\n")
    for place, one in enumerate(held[1:], start=1):
        shown = f'![A quay](media/{one.sha256}.jpg){{: credit="Person 1"}}'
        paragraphs.insert(place * 3, shown)
    lead = replace(held[0], alt="A crane", credit="Person 1")
    fields = {
        "headline": f"A page {number}", "body": "\n\n".join(paragraphs), "picture": lead,
        "stage": Stage.READY, "language": "en-GB",
    }  # fmt: skip

    def create(desk: Desk) -> Done[Article]:
        for one in held:
            version = desk.library.facts(one.sha256).version
            desk.library.describe(one.sha256, version, {"rights": "own"})
        return desk.articles.create(fields)

    numbers: list[int] = []
    made.workbench.tasks.change(create, then=lambda done: numbers.append(done.value.id))
    until(lambda: bool(numbers))
    offscreen.settle(made)
    return numbers[0]


def until(ready: Callable[[], bool]) -> None:
    """Turn the event loop until it is so."""
    end = time.monotonic() + offscreen.LONGEST_MS / 1000
    while not ready():
        offscreen.rest(LOOK_MS)
        if time.monotonic() > end:
            raise SystemExit("bench: what was asked for never came")


def floor(body: str, photographs: list[bytes], to: Path, size: int) -> float:
    """Milliseconds to scale these, to parse the text, and to write so many bytes."""
    start = time.perf_counter()
    for data in photographs:
        with Image.open(io.BytesIO(data)) as picture:
            picture.draft("RGB", (LEAD_WIDTH, LEAD_WIDTH * picture.height // picture.width))
            small = picture.convert("RGB")
        height = round(small.height * LEAD_WIDTH / small.width)
        small = small.resize((LEAD_WIDTH, height), Image.Resampling.LANCZOS)
        small.save(io.BytesIO(), "JPEG", quality=82, optimize=True, progressive=True)
    markdown.markdown(body, extensions=["extra"])
    to.write_bytes(bytes(size))
    return (time.perf_counter() - start) * 1000


def exported(made: Window, number: int, to: Path) -> tuple[float, float]:
    """Milliseconds from the sheet's opening to its plan, and from its button to the file."""
    made.workbench.set_settings({"export_folder": str(to), "export_format": "html"})
    start = time.perf_counter()
    sheet = ExportDialog(made, (number,))
    made.open_dialog(sheet)
    until(sheet.go.isEnabled)
    planned = time.perf_counter()
    closed: list[bool] = []
    sheet.accepted.connect(lambda: closed.append(True))
    offscreen.rest(50)  # a hand takes longer
    pressed = time.perf_counter()
    sheet.go.click()
    until(lambda: bool(closed))
    return (planned - start) * 1000, (time.perf_counter() - pressed) * 1000


def page(made: Window, body: str, photographs: list[bytes], stories: list[int], to: Path) -> None:
    """The export's figures. The first page of a session is told apart."""
    plans, writes, floors = [], [], []
    for turn, number in enumerate(stories):
        planned, written = exported(made, number, to)
        (file,) = to.glob(f"a-page-{turn}.html")
        least = floor(body, photographs, to / "floor", file.stat().st_size)
        if turn == 0:
            figures.tell("page.first of a session", planned + written, least)
            continue
        plans.append(planned)
        writes.append(written)
        floors.append(least)
    both = [plan + write for plan, write in zip(plans, writes, strict=True)]
    least = statistics.median(floors)
    n = len(both)
    figures.tell("page.whole", statistics.median(both), least, goal=LIMIT, by_value=True, n=n)
    figures.tell("page.export", statistics.median(writes), least, goal=LIMIT, by_value=True, n=n)


def arrival(signal: SignalInstance, act: Callable[[], object]) -> float:
    """Milliseconds from ``act`` to the signal."""
    loop = QEventLoop()
    came: list[float] = []

    def here(*_what: object) -> None:
        came.append(time.perf_counter())
        loop.quit()

    connection = signal.connect(here)
    QTimer.singleShot(offscreen.LONGEST_MS, loop.quit)
    start = time.perf_counter()
    act()
    if not came:
        loop.exec()
    signal.disconnect(connection)
    if not came:
        raise SystemExit("bench: the preview never came")
    return (came[0] - start) * 1000


def preview(made: Window, number: int) -> None:
    """The preview's figures."""
    made.workbench.open(number, new_tab=True)
    offscreen.settle(made)
    panel = made.show_panel("preview")
    assert isinstance(panel, PreviewPanel)
    first: list[bool] = []
    panel.shown.connect(lambda: first.append(True))
    until(lambda: bool(first))
    offscreen.rest(1_000)
    offscreen.settle(made)
    pane, view = made.editor, panel._view
    assert pane is not None
    middle(pane.view)
    ours, floors = [], []
    letters = itertools.cycle("harbour ")
    for turn in range(LETTERS + 1):
        letter = next(letters)
        took = arrival(panel.shown, partial(offscreen.press, pane.view, letter))
        offscreen.rest(400)  # nothing else is under way
        offscreen.settle(made)
        least = arrival(view.shown, lambda: view.load(view._own))
        offscreen.rest(200)
        if turn:
            ours.append(took)
            floors.append(least)
    figures.tell(
        "preview.key to page", statistics.median(ours), statistics.median(floors), goal=FOLLOWS,
        by_value=True, n=LETTERS, p95=round(figures.percentile(ours, 0.95), 1),
    )  # fmt: skip


def main() -> None:
    """Print the figures."""
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")  # builders run as root
    photographs = [photograph(n) for n in range(len(SIZES))]
    body = Corpus().body(WORDS)
    with stores.copy(stores.FEW) as path, stores.scratch() as folder:
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        with offscreen.window(path, who=stores.ME) as made:
            stories = [story(made, body, photographs, n) for n in range(ROUNDS + 1)]
            to = folder / "out"
            to.mkdir()
            page(made, body, photographs, stories, to)
            preview(made, stories[-1])
            QApplication.processEvents()


if __name__ == "__main__":
    main()

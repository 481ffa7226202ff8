"""A hundred photographs of 24 megapixels come into the window.

They are looked through, laid into the media folder, made small for pages and for the library, and
written down, while a timer of one millisecond runs in the window: its longest gap is the longest
pause that a hand could feel. The floor decodes the same files, as finely as a page needs, and
scales them to a page's width, on all processors and nothing else. Both run twice, in turn.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEventLoop, Qt, QTimer

from newsroom.export.pictures import LEAD_WIDTH
from newsroom.ui.taking import Taking
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.bench_page import photograph

MANY = 100
LEAST = 0.8
"""Of what all processors do when they only decode and scale."""
LONGEST_GAP_MS = 50.0


def shot(folder: Path, data: bytes, turn: int) -> list[Path]:
    """The files: their last bytes differ, so that each is another picture."""
    folder.mkdir()
    made = []
    for n in range(MANY):
        path = folder / f"shot-{turn}-{n}.jpg"
        path.write_bytes(data + (turn * MANY + n).to_bytes(4, "big"))
        made.append(path)
    return made


def _one(path: Path) -> None:
    with Image.open(path) as picture:
        least = LEAD_WIDTH + LEAD_WIDTH // 2
        picture.draft("RGB", (least, least * picture.height // picture.width))
        height = round(LEAD_WIDTH * picture.height / picture.width)
        picture.resize((LEAD_WIDTH, height), Image.Resampling.LANCZOS)


def floor(files: Sequence[Path]) -> float:
    """Seconds to decode and scale them."""
    start = time.perf_counter()
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        list(threads.map(_one, files))
    return time.perf_counter() - start


def gap_of(loop: QEventLoop) -> float:
    """Run the loop; gives the longest gap of a timer of one millisecond meanwhile, in ms."""
    last, longest = time.perf_counter(), 0.0

    def beat() -> None:
        nonlocal last, longest
        now = time.perf_counter()
        longest = max(longest, now - last)
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(1)
    timer.timeout.connect(beat)
    timer.start()
    loop.exec()
    timer.stop()
    return longest * 1000


def taken(made: Window, files: Sequence[Path]) -> tuple[float, float]:
    """Seconds until all are in, and the longest gap meanwhile."""
    loop = QEventLoop()
    taking = Taking(made.workbench.tasks, [(path, path.name) for path in files], made)
    taking.finished.connect(loop.quit)
    start = time.perf_counter()
    taking.start()
    gap = gap_of(loop)
    took = time.perf_counter() - start
    if taking.faults or len(taking.pictures) != len(files):
        raise SystemExit(f"bench: not all came in: {taking.faults[:3]}")
    return took, gap


def at_rest(seconds: float) -> float:
    """The longest gap while the window does nothing: what this machine gives at best just now."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    return gap_of(loop)


def main() -> None:
    """Print the figures."""
    data = photograph(0)
    with stores.copy(stores.FEW) as path, stores.scratch() as folder:
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        with offscreen.window(path, who=stores.ME) as made:
            offscreen.settle(made)
            ours, least, gaps, rests = [], [], [], []
            for turn in range(2):
                files = shot(folder / f"shots-{turn}", data, turn)
                least.append(floor(files))
                took, gap = taken(made, files)
                ours.append(took)
                gaps.append(gap)
                offscreen.settle(made)
                rests.append(at_rest(took))
            figures.tell(
                "pictures.hundred", min(ours) * 1000, min(least) * 1000,
                goal=min(least) * 1000 / LEAST, by_value=True, n=MANY,
                share=round(min(least) / min(ours), 2), size=len(data),
            )  # fmt: skip
            figures.tell(
                "pictures.longest gap", min(gaps), min(rests), goal=LONGEST_GAP_MS, by_value=True,
                n=MANY,
            )  # fmt: skip


if __name__ == "__main__":
    main()

"""A hundred photographs of 24 megapixels come into the window.

They are looked through, laid into the media folder, made small for pages and for the library, and
written down, while a timer of one millisecond runs in the window: its longest gap is the longest
pause that a hand could feel. Beside it stands the longest gap of the window at rest while another
process does the same work, which is what the machine itself gives.

The floor decodes the same files, as finely as a page needs, and scales them to a page's width, on
all processors and nothing else, in a process of its own: the program's own (``ui.heap``) holds
little memory back, which it pays for here. Both run twice, in turn; beside the time stands the CPU
that all of each took, which other programs don't lengthen: of the turn without the timer, which
takes some itself.

That turn alone, of so many pictures: ``python -m tests.bench.bench_pictures 20``.
"""

from __future__ import annotations

import json
import mmap
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer

from newsroom.export.pictures import LEAD_WIDTH
from newsroom.ui import heap
from newsroom.ui.taking import Taking
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.bench_page import photograph

MANY = 100
LEAST = 0.8
"""Of what all processors do when they only decode and scale."""
LONGEST_GAP_MS = 50.0
_FLOOR = "--floor"
_WATCH_MS = 50  # between two looks whether the floor is measured


def shot(folder: Path, data: bytes, turn: int, many: int) -> list[Path]:
    """The files: their last bytes differ, so that each is another picture."""
    folder.mkdir()
    made = []
    for n in range(many):
        path = folder / f"shot-{turn}-{n}.jpg"
        path.write_bytes(data + (turn * many + n).to_bytes(4, "big"))
        made.append(path)
    return made


def touch(size: int) -> None:
    """Have the system hold so many bytes once, and free them: what a virtual machine was never
    given before costs ten times as much at the first touch, which is the host's time, not ours."""
    with mmap.mmap(-1, size) as room:
        for at in range(0, size, mmap.PAGESIZE):
            room[at] = 1


def _one(path: Path) -> None:
    with Image.open(path) as picture:
        least = LEAD_WIDTH + LEAD_WIDTH // 2
        picture.draft("RGB", (least, least * picture.height // picture.width))
        height = round(LEAD_WIDTH * picture.height / picture.width)
        picture.resize((LEAD_WIDTH, height), Image.Resampling.LANCZOS)


def floor(folder: Path, *, beating: bool) -> tuple[float, float, float]:
    """Seconds to decode and scale all in the folder, of CPU, and where it is ``beating`` the
    longest gap meanwhile of the window, which rests, in ms."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.bench.bench_pictures", _FLOOR, str(folder)],
        cwd=figures.ROOT, stdout=subprocess.PIPE, encoding="utf-8",
    ) as other:  # fmt: skip
        loop = QEventLoop()
        watch = QTimer(interval=_WATCH_MS)
        watch.timeout.connect(lambda: loop.quit() if other.poll() is not None else None)
        watch.start()
        with offscreen.Pulse() if beating else nullcontext() as pulse:
            loop.exec()
        watch.stop()
        said = other.stdout.read() if other.stdout is not None else ""
    if other.returncode:
        raise SystemExit("bench: the floor could not be measured")
    seconds, cpu = json.loads(said)
    return seconds, cpu, pulse.wall if pulse else 0.0


def _floor(folder: Path) -> None:
    files = sorted(folder.iterdir())
    _one(files[0])  # what is loaded at the first one
    start, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        list(threads.map(_one, files))
    print(json.dumps([time.perf_counter() - start, time.process_time() - cpu]))


def taken(
    made: Window, files: Sequence[Path], *, beating: bool
) -> tuple[float, float, float, float]:
    """Seconds until all are in, of CPU, and where it is ``beating`` the longest gap meanwhile in ms
    and the most CPU that the GUI thread took in one."""
    loop = QEventLoop()
    taking = Taking(made.workbench.tasks, [(path, path.name) for path in files], made)
    taking.finished.connect(loop.quit)
    start, cpu = time.perf_counter(), time.process_time()
    taking.start()
    with offscreen.Pulse() if beating else nullcontext() as pulse:
        loop.exec()
    took, cpu = time.perf_counter() - start, time.process_time() - cpu
    if taking.faults or len(taking.pictures) != len(files):
        raise SystemExit(f"bench: not all came in: {taking.faults[:3]}")
    return took, cpu, pulse.wall if pulse else 0.0, pulse.cpu if pulse else 0.0


def main() -> None:
    """Print the figures."""
    if sys.argv[1:2] == [_FLOOR]:
        _floor(Path(sys.argv[2]))
        return
    many = int(sys.argv[1]) if sys.argv[1:] else MANY
    turns = 2 if many == MANY else 1
    heap.steady()  # as the program has it
    data = photograph(0)
    with stores.copy(stores.FEW) as path, stores.scratch() as folder:
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        with offscreen.window(path, who=stores.ME) as made:
            offscreen.settle(made)
            ours, least = [], []
            gap = worked = rest = 0.0
            for turn in range(turns):
                files = shot(folder / f"shots-{turn}", data, turn, many)
                touch(2 * many * len(data))
                seconds, cpu, rest = floor(folder / f"shots-{turn}", beating=bool(turn))
                least.append((seconds, cpu))
                took, cpu, gap, worked = taken(made, files, beating=bool(turn))
                ours.append((took, cpu))
                offscreen.settle(made)
            app, app_cpu = min(took for took, _ in ours) * 1000, ours[0][1] * 1000
            bare, bare_cpu = min(took for took, _ in least) * 1000, least[0][1] * 1000
            figures.tell(
                "pictures.hundred", app, bare, goal=bare / LEAST, by_value=True, n=many,
                share=round(bare / app, 2), cpu=round(app_cpu), cpu_floor=round(bare_cpu),
                cpu_share=round(bare_cpu / app_cpu, 2), size=len(data),
            )  # fmt: skip
            if turns > 1:
                figures.tell(
                    "pictures.longest gap",
                    gap,
                    rest,
                    goal=LONGEST_GAP_MS,
                    by_value=True,
                    n=many,
                    cpu=round(worked),
                )


if __name__ == "__main__":
    main()

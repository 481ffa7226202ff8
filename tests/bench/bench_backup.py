"""What the daily backup takes from the window: nothing that anybody who types could feel.

The same window is looked at while a backup is made and tried, and over an idle stretch of the same
length: CPU of the GUI thread, and its longest turn.
"""

from __future__ import annotations

import os
import statistics
import time

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from pathlib import Path

from newsroom.ui.dailybackup import DailyBackup
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores

LONGEST = 120.0  # seconds


def backed_up(window: Window, folder: Path) -> tuple[float, float, offscreen.Pulse]:
    """Seconds of a whole backup; milliseconds of the GUI thread's CPU in it; its turns."""
    backup = DailyBackup(window, folder)
    start, cpu = time.monotonic(), time.thread_time()
    with offscreen.Pulse() as pulse:
        backup.look()
        while not backup.chip.isVisible():
            offscreen.rest(20)
            if time.monotonic() - start > LONGEST:
                raise SystemExit("bench: the backup never ended")
    return time.monotonic() - start, (time.thread_time() - cpu) * 1000, pulse


def idle(seconds: float) -> tuple[float, offscreen.Pulse]:
    """The same of a window that does nothing."""
    cpu = time.thread_time()
    start = time.monotonic()
    with offscreen.Pulse() as pulse:
        while time.monotonic() - start < seconds:
            offscreen.rest(20)
    return (time.thread_time() - cpu) * 1000, pulse


def main() -> None:
    """Print the figures, of a newsroom with a thousand stories."""
    with stores.copy(stores.FEW) as path, offscreen.window(path, who=stores.ME) as window:
        beyond, turns, gaps, took = [], [], [], []
        for number in range(figures.PAIRS + 1):
            seconds, cpu, pulse = backed_up(window, path.parent / f"copies-{number}")
            rest, still = idle(seconds)
            if number:  # the first one warms up
                beyond.append(cpu - rest)
                turns.append((pulse.cpu, still.cpu))
                gaps.append((pulse.wall, still.wall))
                took.append(seconds)
        told = {
            "n": figures.PAIRS,
            "stories": stores.FEW,
            "seconds": round(statistics.median(took), 2),
        }
        figures.tell(
            "backup.gui cpu beyond idle, of a whole backup", statistics.median(beyond), goal=50,
            **told,  # type: ignore[arg-type]
        )  # fmt: skip
        for name, both in (("turn of the GUI thread cpu", turns), ("gap on the wall", gaps)):
            app, floor = (statistics.median(one) for one in zip(*both, strict=True))
            figures.tell(f"backup.longest {name}", app, floor, **told)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()

"""How a figure is taken and printed: ratios against a floor or a peer of the same run.

One JSON line a figure: ``metric``, ``app`` and ``floor`` (medians), ``unit``, ``ratio`` (median of
the pairs), ``goal`` (the ratio or value promised, None where there is none), ``n`` and ``load``.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

PAIRS = 5  # design/performance.md: at least five interleaved pairs after one warm-up


def load() -> float:
    """The machine's load over the last minute, so that a reader can judge the noise."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else 0.0


def tell(
    metric: str,
    app: float,
    floor: float | None = None,
    *,
    unit: str = "ms",
    goal: float | None = None,
    ratio: float | None = None,
    by_value: bool = False,
    n: int = 1,
    **more: object,
) -> None:
    """Print one figure; ``goal`` is held against the ratio, or the value where no floor is.

    With ``by_value`` it is held against the value although there is a floor to compare with.
    """
    if ratio is None and floor:
        ratio = app / floor
    judged = ratio if ratio is not None and not by_value else app
    line: dict[str, object] = {
        "metric": metric,
        "app": round(app, 3),
        "floor": None if floor is None else round(floor, 3),
        "unit": unit,
        "ratio": None if ratio is None else round(ratio, 3),
        "goal": goal,
        "met": None if goal is None else judged <= goal,
        "n": n,
        "load": load(),
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def absent(metric: str, why: str, *, goal: float | None = None) -> None:
    """Print that a figure can't be had here, so that nobody takes it for a met one."""
    line = {"metric": metric, "ratio": None, "goal": goal, "met": None, "load": load(), "why": why}
    print(json.dumps(line, ensure_ascii=False), flush=True)


def cpu(act: Callable[[], object]) -> float:
    """Milliseconds of this process's CPU that ``act`` takes."""
    start = time.process_time()
    act()
    return (time.process_time() - start) * 1000


def wall(act: Callable[[], object]) -> float:
    """Milliseconds on the wall clock that ``act`` takes."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def pairs(
    app: Callable[[], float], floor: Callable[[], float], *, n: int = PAIRS
) -> tuple[float, float, float]:
    """Both in turn, A B A B …, after one warm-up: (median app, median floor, median ratio)."""
    app(), floor()
    both = [(app(), floor()) for _ in range(n)]
    return (
        statistics.median(a for a, _ in both),
        statistics.median(b for _, b in both),
        statistics.median(a / b for a, b in both),
    )

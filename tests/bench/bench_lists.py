"""The list at a hundred thousand stories against a thousand: rows, orders, filters, pages, memory.

Through the real window, offscreen; CPU until the rows are painted.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QApplication, QListView

from newsroom.news.article import Sort
from newsroom.ui.listing.sidebar import SHELF
from newsroom.ui.models.columns import SORTS
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.processes import memory_of

PAGES = 50
ROUNDS = 15  # of each question: they take milliseconds
MEMORY = "--memory"
NOTHING = "zzqxzzqx"  # a word that no story has
SHELVES = {
    "stage": "stage:ready",
    "desk": "desk:night",
    "mine": "mine",
    "late": "late",
    "published": "public",
}


def shelf(made: Window, key: str) -> Callable[[], None]:
    """Click that line of the sidebar."""
    sidebar = made.listing.sidebar
    for number in range(sidebar.count()):
        item = sidebar.item(number)
        if (found := item.data(SHELF)) is not None and found.key == key:
            return lambda: sidebar.setCurrentItem(item)
    raise SystemExit(f"bench: the sidebar has no line {key}")


def order(made: Window, sort: Sort, down: bool) -> Callable[[], None]:
    """Click the heading of a column."""
    return lambda: made.listing.heads.sorted_by.emit(sort, down)


def asked(
    made: Window, before: Callable[[], object], act: Callable[[], object]
) -> tuple[float, float]:
    """CPU until what ``act`` asks for is painted, and until it is counted and all is at rest.

    Something else is shown before.
    """
    offscreen.rows_painted(made, before)
    offscreen.settle(made)
    start = time.process_time()
    painted, _wall = offscreen.rows_painted(made, act)
    offscreen.settle(made)
    return painted, (time.process_time() - start) * 1000


def by_turns(
    one: Callable[[], tuple[float, float]], other: Callable[[], tuple[float, float]], number: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Both, in each round another first: who comes second finds the processor's caches warm."""
    if number % 2:
        second = other()
        return one(), second
    return one(), other()


def questions(made: Window) -> dict[str, Callable[[], tuple[float, float]]]:
    """Every figure of the list that is one question."""
    search = made.listing.search
    found: dict[str, Callable[[], tuple[float, float]]] = {
        "first rows": partial(
            asked, made, partial(search.setText, NOTHING), partial(search.setText, "")
        )
    }
    for place, (sort, down, _label) in enumerate(SORTS):
        before = order(made, *SORTS[place - 1][:2])
        found[f"sort {sort}"] = partial(asked, made, before, order(made, sort, down))
    for name, key in SHELVES.items():
        other = "mine" if key == "public" else "public"
        found[f"filter {name}"] = partial(asked, made, shelf(made, other), shelf(made, key))
    return found


def afresh(made: Window) -> None:
    """The list at its beginning, with no page held that was read before."""
    made.listing.rows.verticalScrollBar().setValue(0)  # another order keeps the place
    offscreen.settle(made)
    for sort, down, _label in (SORTS[1], SORTS[0]):
        offscreen.rows_painted(made, order(made, sort, down))
        offscreen.settle(made)


def scroll(made: Window) -> list[float]:
    """CPU of each page when somebody scrolls down page by page, fetched and painted."""
    bar = made.listing.rows.verticalScrollBar()
    afresh(made)
    taken = []
    for _page in range(PAGES):
        start = time.process_time()
        bar.setValue(bar.value() + bar.pageStep())
        offscreen.settle(made)
        taken.append((time.process_time() - start) * 1000)
    return taken


def plain_list(made: Window, count: int) -> QListView:
    """The floor: Qt's own list and strings, of the size of ours."""
    rows = made.listing.rows
    view = QListView()
    view.setUniformItemSizes(True)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setModel(
        QStringListModel([f"Story number {n} of a long list" for n in range(count)], view)
    )
    view.resize(rows.size())
    view.show()
    QApplication.processEvents()
    return view


def scroll_plain(view: QListView) -> list[float]:
    """The same pages of the floor."""
    bar = view.verticalScrollBar()
    bar.setValue(0)
    QApplication.processEvents()
    taken = []
    for _page in range(PAGES):
        start = time.process_time()
        bar.setValue(bar.value() + bar.pageStep())
        QApplication.processEvents()
        taken.append((time.process_time() - start) * 1000)
    return taken


def jump(made: Window) -> float:
    """CPU of a jump to the end, with the true last row painted."""
    rows, model = made.listing.rows, made.listing.model
    afresh(made)
    start = time.process_time()
    rows.verticalScrollBar().setValue(rows.verticalScrollBar().maximum())
    offscreen.settle(made)
    taken = (time.process_time() - start) * 1000
    if model.row(model.rowCount() - 1) is None:
        raise SystemExit("bench: the last row is not there")
    return taken


def memory(path: Path) -> None:
    """In a process of its own: how it grows by scrolling, jumping, sorting; printed as JSON."""
    with offscreen.window(path, who=stores.ME) as made:
        pid = os.getpid()
        before = memory_of(pid)
        scroll(made)
        jump(made)
        for sort, down, _label in SORTS:
            offscreen.rows_painted(made, order(made, sort, down))
            offscreen.settle(made)
            bar = made.listing.rows.verticalScrollBar()
            for share in (0.3, 0.6, 1.0):
                bar.setValue(int(bar.maximum() * share))
                offscreen.settle(made)
        after = memory_of(pid)
        print(json.dumps({"rss": after.rss, "own": after.own, "grown": after.own - before.own}))


def measured_memory(path: Path) -> dict[str, float]:
    """What such a process says."""
    done = subprocess.run(
        [sys.executable, __file__, MEMORY, str(path)],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the figures."""
    few, many = stores.newsroom(stores.FEW), stores.newsroom(stores.MANY)
    with (
        offscreen.window(few, who=stores.ME) as small,
        offscreen.window(many, who=stores.ME) as large,
    ):
        floor = plain_list(large, stores.MANY)
        ours, theirs = questions(large), questions(small)
        for name, ask in ours.items():
            ask(), theirs[name]()
            both = [by_turns(ask, theirs[name], number) for number in range(ROUNDS)]
            for place, what in enumerate(("painted", "at rest")):
                app = statistics.median(big[place] for big, _little in both)
                less = statistics.median(little[place] for _big, little in both)
                ratio = statistics.median(big[place] / little[place] for big, little in both)
                figures.tell(
                    f"list.{name} {what} 100k / 1k", app, less, ratio=ratio, n=ROUNDS,
                    goal=1.2 if what == "painted" else None, within_60_ms=app <= 60,
                )  # fmt: skip
        offscreen.rows_painted(large, shelf(large, "all"))
        offscreen.rows_painted(small, shelf(small, "all"))
        scroll(large), scroll_plain(floor), scroll(small)
        pages, plain, fewer = [], [], []
        for _round in range(figures.PAIRS):
            pages.append(scroll(large))
            plain.append(scroll_plain(floor))
            fewer.append(scroll(small))
        app = statistics.median(figures.percentile(some, 0.95) for some in pages)
        least = statistics.median(figures.percentile(some, 0.95) for some in plain)
        figures.tell(
            "list.page scrolled p95", app, least, goal=16.7, by_value=True,
            n=figures.PAIRS, median=round(statistics.median(chain(*pages)), 3),
        )  # fmt: skip
        middle = [statistics.median(some) for some in pages]
        ratio = statistics.median(
            a / statistics.median(b) for a, b in zip(middle, fewer, strict=True)
        )
        figures.tell(
            "list.page scrolled 100k / 1k", statistics.median(middle),
            statistics.median(chain(*fewer)), ratio=ratio, goal=1.2, n=figures.PAIRS,
        )  # fmt: skip
        app, less, ratio = figures.pairs(lambda: jump(large), lambda: jump(small))
        figures.tell(
            "list.jump to the end 100k", app, less, goal=50, by_value=True, n=figures.PAIRS
        )
    sizes = [(measured_memory(many), measured_memory(few)) for _round in range(figures.PAIRS)]
    for kind, what in (("rss", "RSS"), ("own", "without mapped files")):
        figures.tell(
            f"list.memory 100k over 1k, {what}",
            statistics.median(large[kind] - small[kind] for large, small in sizes),
            unit="MiB", goal=25, n=figures.PAIRS,
            large=round(statistics.median(large[kind] for large, _small in sizes), 1),
            small=round(statistics.median(small[kind] for _large, small in sizes), 1),
            grown=round(statistics.median(large["grown"] for large, _small in sizes), 1),
        )  # fmt: skip


if __name__ == "__main__":
    if MEMORY in sys.argv:
        memory(Path(sys.argv[-1]))
    else:
        main()

"""Search as you type over a hundred thousand stories: what a key costs, and that it is true.

Twenty words letter by letter, in the real window, offscreen; on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import sqlite3
import statistics
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from newsroom.news.article import Filter
from newsroom.store.connect import Store, open_store
from newsroom.store.tokens import wanted
from newsroom.store.words import Words
from newsroom.ui.models.stories import FIRST_HITS, MOST_HITS
from newsroom.ui.window import Window
from tests.bench import figures, offscreen, stores
from tests.bench.corpus import PERSIAN, STEMS, VERBS, Corpus

FAST_MS = 15  # between two keys of somebody who does not wait for answers


def words() -> list[str]:
    """Twenty: some stand in every story, some in few, some are Persian."""
    names = Corpus().names
    seldom = [names[int(len(names) * share)] for share in (0.001, 0.01, 0.1, 0.3, 0.6, 0.9)]
    return ["the", *STEMS[:6], *VERBS[:3], *seldom, *PERSIAN[:4]]


def prefixes(asked: Sequence[str]) -> list[str]:
    """What stands in the search box after each key."""
    return [word[:length] for word in asked for length in range(1, len(word) + 1)]


class Screen:
    """What the list shows each time that an answer came, and for which words it came."""

    def __init__(self, made: Window) -> None:
        self._made = made
        self.shown: list[tuple[str, tuple[int, ...]]] = []
        made.listing.model.loaded.connect(self._loaded)

    def _loaded(self) -> None:
        model = self._made.listing.model
        rows = (model.row(number) for number in range(model.rowCount()))
        ids = tuple(row.id for row in rows if row is not None)
        self.shown.append((self._made.listing.search.text(), ids))

    def stale(self, store: Store) -> int:
        """How many answers were not those to the words that stood in the box."""
        true: dict[str, tuple[int, ...]] = {}
        wrong = 0
        for text, ids in self.shown:
            if not text:
                continue
            if text not in true:
                hits = store.search.find(text, Filter(), limit=MOST_HITS)
                true[text] = tuple(hit.row.id for hit in hits)
            # The first answer is a screen of hits, the rest comes when nobody types.
            least = min(FIRST_HITS, len(true[text]))
            wrong += len(ids) < least or ids != true[text][: len(ids)]
        return wrong


def typed(made: Window, asked: Sequence[str]) -> tuple[list[float], list[float]]:
    """CPU and wall of each key until the first rows are painted."""
    search = made.listing.search
    cpus, walls = [], []
    for word in asked:
        search.setText("")
        offscreen.settle(made)
        for letter in word:
            cpu, wall = offscreen.rows_painted(made, partial(offscreen.press, search, letter))
            cpus.append(cpu)
            walls.append(wall)
            offscreen.settle(made)
    return cpus, walls


def typed_fast(made: Window, asked: Sequence[str]) -> offscreen.Pulse:
    """Type without waiting for answers; how long that held the window up."""
    search = made.listing.search
    with offscreen.Pulse() as pulse:
        for word in asked:
            for letter in word:
                offscreen.press(search, letter)
                offscreen.rest(FAST_MS)
            offscreen.settle(made)
            search.setText("")
            offscreen.settle(made)
    return pulse


def queries(path: Path) -> tuple[list[float], list[float]]:
    """CPU of each query by itself: ours, and the best-first one that everybody writes first."""
    ours, naive = [], []
    raw = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    plain = (
        f"SELECT rowid FROM search_fts WHERE search_fts MATCH ? ORDER BY rank LIMIT {FIRST_HITS}"
    )
    with open_store(path, read_only=True) as store:
        spell = Words(store.engine)
        for warm in (True, False):
            for text in prefixes(words()):
                expression = spell.expression(wanted(text))
                app = figures.cpu(partial(store.search.find, text, limit=FIRST_HITS))
                rank = figures.cpu(lambda: raw.execute(plain, (expression,)).fetchall())  # noqa: B023 - called at once
                if not warm:
                    ours.append(app)
                    naive.append(rank)
    raw.close()
    return ours, naive


def stage(name: str, target: str | Path, *, wall_goal: float, cpu_goal: float | None) -> None:
    """The figures of the window on one store."""
    asked = words()
    with offscreen.window(target) as made:
        seen = Screen(made)
        typed(made, asked[:3])
        cpus, walls = typed(made, asked)
        if cpu_goal is not None:
            figures.tell(
                f"search.{name} key cpu p95", figures.percentile(cpus, 0.95), goal=cpu_goal,
                n=len(cpus), median=round(statistics.median(cpus), 2), most=round(max(cpus), 2),
            )  # fmt: skip
        figures.tell(
            f"search.{name} key to rows painted p95", figures.percentile(walls, 0.95),
            goal=wall_goal, n=len(walls), median=round(statistics.median(walls), 2),
            most=round(max(walls), 2),
        )  # fmt: skip
        pulse = typed_fast(made, asked)
        figures.tell(
            f"search.{name} longest gap while typing", pulse.cpu, goal=16, wall=round(pulse.wall, 2)
        )
        answers = len(seen.shown)
        with open_store(target, read_only=True) as store:
            figures.tell(
                f"search.{name} stale answers shown", seen.stale(store), unit="answers", goal=0,
                n=answers,
            )  # fmt: skip


def main() -> None:
    """Print the figures."""
    path = stores.newsroom(stores.MANY)
    ours, naive = queries(path)
    app, floor = figures.percentile(ours, 0.95), figures.percentile(naive, 0.95)
    figures.tell(
        "search.query cpu p95", app, goal=10, n=len(ours),
        median=round(statistics.median(ours), 2), most=round(max(ours), 2),
    )  # fmt: skip
    figures.tell("search.query / bm25 p95", app, floor, goal=0.1, n=len(ours))
    stage("sqlite", path, wall_goal=33, cpu_goal=10)
    with stores.on_server(stores.MANY) as url:
        if url is None:
            figures.absent("search.postgresql", "no PostgreSQL server here", goal=60)
        else:
            stage("postgresql", url, wall_goal=60, cpu_goal=None)


if __name__ == "__main__":
    main()

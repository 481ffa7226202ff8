"""What it costs that a server holds people's rights by itself: the same acts, with and without.

Without is the administrator's login, which no row rule and no guard looks at. With are an editor,
who sees everything, and a writer, who sees her own and what is out. Wall clock: the work is the
server's. ``python -m tests.bench.bench_rights [STORIES]``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from itertools import count
from urllib.parse import quote

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.article import Filter
from newsroom.news.staff import Person, Role
from newsroom.store.connect import open_store
from newsroom.store.tables import TABLES
from tests.bench import figures, stores
from tests.bench.bench_search import words

PASSWORD = "a few words for the bench"
ROUNDS = 40
PAGES = 50  # first pages that make one figure: one alone is below the clock's noise
_numbers = count(1)


def first_pages(desk: Desk, filter: Filter) -> None:
    """The list, from the server each time."""
    for _turn in range(PAGES):
        desk.articles.page(filter, limit=50)


def prefixes(desk: Desk) -> None:
    """Three words, letter by letter."""
    for word in words()[:3]:
        for length in range(1, len(word) + 1):
            desk.search.find(word[:length])


def saved(desk: Desk, number: int) -> None:
    """A save with its revision."""
    story = desk.articles.open(number)
    desk.articles.save(number, story.version, {"body": f"{story.body}\n\n{next(_numbers)}\n"})


def measure(
    name: str, act: Callable[[Desk], object], free: Desk, held: Desk, goal: float | None
) -> None:
    """One act by both logins in turn."""
    app, floor, ratio = figures.pairs(
        lambda: figures.wall(partial(act, held)),
        lambda: figures.wall(partial(act, free)),
        n=ROUNDS,
    )
    figures.tell(f"rights.{name}", app, floor, ratio=ratio, goal=goal, n=ROUNDS)


def main() -> None:
    """Print the figures."""
    stories = int(sys.argv[1]) if len(sys.argv) > 1 else stores.MANY
    with stores.on_server(stories) as url:
        if url is None:
            figures.absent("rights", "no PostgreSQL server here")
            return
        with open_store(url) as store:
            store.engine.renumber(TABLES)  # the rows came with their numbers
        with open_desk(url) as admin:
            admin.logins.set_up()
            own = {}
            for role in (Role.EDITOR, Role.WRITER):
                person = admin.staff.add(Person(name=f"Bench {role}", role=role)).value
                admin.logins.let_in(person.id, f"bench_{role}", PASSWORD)
                login = f"bench_{role}:{quote(PASSWORD)}@"
                own[role] = url.replace(f"{url.partition('://')[2].partition('@')[0]}@", login, 1)
            for role, address in own.items():
                with open_desk(address) as desk:
                    number = desk.articles.create({"headline": f"By the {role}"}).value.id
                    for name, act, goal in (
                        ("first page", partial(first_pages, filter=Filter()), 2.1),
                        (
                            "open stories",
                            partial(first_pages, filter=Filter(pubstates=frozenset({"none"}))),
                            None,
                        ),
                        ("open", lambda d, n=number: d.articles.open(n), None),
                        ("save", lambda d, n=number: saved(d, n), None),
                        ("search", prefixes, None),
                        ("counts", lambda d: d.articles.counts(), None),
                    ):
                        measure(f"{role} {name}", act, admin, desk, goal)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()

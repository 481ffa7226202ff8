"""Newsrooms of a thousand to a hundred thousand stories, made once and kept in out/bench/."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from newsroom.desk.desk import open_desk
from newsroom.news.lists import Term
from newsroom.news.staff import Person
from newsroom.store import tables
from newsroom.store.connect import open_store
from tests.bench.corpus import NOW, SECTIONS, Corpus
from tests.bench.figures import ROOT
from tests.postgres import TEMPLATE, absent, running

KEPT = ROOT / "out" / "bench"
FEW, USUAL, MANY = 1_000, 10_000, 100_000
DESKS = ("city", "foreign", "culture", "sport", "night")
PEOPLE = 40
ME = "Person 1"  # to whom every tenth story is assigned
_MADE = 1  # goes up when what is put into the stores here changes
_AT_ONCE = 5_000  # stories a transaction


def newsroom(count: int) -> Path:
    """The store with that many stories; made if it is not there, or if corpus or tables changed."""
    said = hashlib.sha256(str(_MADE).encode())
    for source in (ROOT / "tests/bench/corpus.py", Path(tables.__file__)):
        said.update(source.read_bytes())
    path = KEPT / f"{count}-{said.hexdigest()[:8]}.newsroom"
    if not path.exists():
        for old in KEPT.glob(f"{count}-*.newsroom*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        KEPT.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.part")
        sys.stderr.write(f"bench: making {count} stories in {path} …\n")
        _fill(part, count)
        os.replace(part, path)
    open_store(path, clock=lambda: NOW).close()  # brought forward here, not while it is timed
    for old in KEPT.glob(f"{path.name}.format*"):
        old.unlink()
    return path


def newest(count: int) -> str:
    """The slug of the last story of that newsroom."""
    return f"story-{count - 1}"


def _fill(path: Path, count: int) -> None:
    with open_desk(path, create=True, clock=lambda: NOW) as desk:
        for number in range(1, PEOPLE + 1):
            desk.staff.add(Person(name=f"Person {number}", initials=f"P{number}"))
        people = [person.id for person in desk.staff.all()]
        for name, keys in (("sections", SECTIONS), ("desks", DESKS)):
            for place, key in enumerate(keys):
                desk.lists.put(name, Term(key=key, name=key.capitalize(), position=place))
    corpus = Corpus()
    with open_store(path, clock=lambda: NOW) as store:
        for start in range(0, count, _AT_ONCE):
            with store.transaction():
                for number in range(start, min(count, start + _AT_ONCE)):
                    mine = number % 10 == 0
                    story = replace(
                        corpus.article(number),
                        desk=DESKS[number % len(DESKS)],
                        assignee=people[0] if mine else people[number % PEOPLE],
                    )
                    store.articles.insert(story, author=None)


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards, in memory where there is such a disk."""
    memory = Path("/dev/shm")
    folder = Path(
        tempfile.mkdtemp(prefix="newsroom-bench-", dir=memory if memory.is_dir() else None)
    )
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copy(count: int) -> Iterator[Path]:
    """A copy of a newsroom, to be written to; on the disk that people would write to."""
    made = newsroom(count)
    folder = Path(tempfile.mkdtemp(prefix="copy-", dir=KEPT))
    try:
        yield Path(shutil.copyfile(made, folder / "day.newsroom"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def on_server(count: int) -> Iterator[str | None]:
    """The same newsroom on a PostgreSQL server that is thrown away; None where there is none."""
    if absent():
        yield None
        return
    path = newsroom(count)
    with running() as server, server.database(template=TEMPLATE) as url:
        sys.stderr.write(f"bench: copying {count} stories to a PostgreSQL server …\n")
        _copy_rows(path, url)
        yield url


def _copy_rows(path: Path, url: str) -> None:
    """Every row as it is kept; over a connection of our own, which has no limit of time."""
    import psycopg

    source = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    with psycopg.connect(url) as target, closing(source):
        names = [table._meta.table_name for table in tables.TABLES]
        for name in reversed(names):
            target.execute(f'DELETE FROM "{name}"')
        for table, name in zip(tables.TABLES, names, strict=True):
            columns = ", ".join(f'"{field.column_name}"' for field in table._meta.sorted_fields)
            with target.cursor().copy(f'COPY "{name}" ({columns}) FROM STDIN') as into:
                for row in source.execute(f'SELECT {columns} FROM "{name}"'):
                    into.write_row(row)
        target.commit()
        target.autocommit = True
        target.execute("VACUUM ANALYZE")  # as a server does by itself after a while

"""What is dear to make and need not be made twice: rendered texts, sizes of pictures.

It lies in a file of its own in the cache folder and may be deleted at any time: what is missing is
made again. A damaged one is thrown away.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from newsroom import __version__

Name = TypeVar("Name", int, str)

Told = tuple[bytes, bytes]
"""What is said of a page that is kept, and the page."""

_TABLES = """
CREATE TABLE IF NOT EXISTS body (
    article INTEGER PRIMARY KEY, key BLOB NOT NULL, html TEXT NOT NULL, lead TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS body_key ON body (article, key);
CREATE TABLE IF NOT EXISTS mould (
    article INTEGER PRIMARY KEY, key BLOB NOT NULL, beside BLOB NOT NULL, page BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS listing (
    path TEXT PRIMARY KEY, key BLOB NOT NULL, beside BLOB NOT NULL, page BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS picture (
    sha256 TEXT NOT NULL, width INTEGER NOT NULL, own_width INTEGER NOT NULL,
    own_height INTEGER NOT NULL, suffix TEXT NOT NULL, PRIMARY KEY (sha256, width)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS modified (
    article INTEGER PRIMARY KEY, version INTEGER NOT NULL, at INTEGER
);
"""
_AT_ONCE = 500  # keys a statement; SQLite takes 32,766
_MAPPED = 1 << 30  # bytes; a site of 60,000 stories
_WAIT = 2.0  # seconds for another export that writes into the same file


class Kept:
    """The file, open. A full disk or a locked file never stops an export: it only costs time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db = self._open()

    def _open(self) -> sqlite3.Connection:
        for fresh in (False, True):
            try:
                if fresh:
                    for end in ("", "-journal"):
                        self._path.with_name(self._path.name + end).unlink(missing_ok=True)
                self._path.parent.mkdir(parents=True, exist_ok=True)
                return _connected(str(self._path))
            except (sqlite3.Error, OSError):
                continue
        return _connected(":memory:")

    def keys(self) -> dict[int, bytes]:
        """By story, under which key its text is kept."""
        with contextlib.suppress(sqlite3.Error):
            return dict(self._db.execute("SELECT article, key FROM body"))
        return {}

    def bodies(self, keys: Mapping[int, bytes]) -> dict[int, tuple[str, str]]:
        """The texts of stories that are kept under these very keys: HTML and lead, by story."""
        found: dict[int, tuple[str, str]] = {}
        wanted = list(keys)
        with contextlib.suppress(sqlite3.Error):
            for start in range(0, len(wanted), _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                for number, key, html, lead in self._db.execute(
                    f"SELECT article, key, html, lead FROM body WHERE article IN ({marks})", part
                ):
                    if keys[number] == key:
                        found[number] = (html, lead)
        return found

    def keep_bodies(self, made: Iterable[tuple[int, bytes, str, str]]) -> None:
        """Keep (story, key, HTML, lead); what was kept of the story goes."""
        self._write("INSERT OR REPLACE INTO body VALUES (?, ?, ?, ?)", made)

    def moulds(self, keys: Mapping[int, bytes]) -> dict[int, Told]:
        """The pages of stories that are kept under these very keys, by story."""
        return self._under(
            keys, "SELECT article, key, beside, page FROM mould WHERE article IN ({})"
        )

    def listings(self, keys: Mapping[str, bytes]) -> dict[str, Told]:
        """The lists of stories that are kept under these very keys, by their files' paths."""
        return self._under(keys, "SELECT path, key, beside, page FROM listing WHERE path IN ({})")

    def _under(self, keys: Mapping[Name, bytes], sql: str) -> dict[Name, Told]:
        found: dict[Name, Told] = {}
        wanted = list(keys)
        with contextlib.suppress(sqlite3.Error):
            for start in range(0, len(wanted), _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                for name, key, beside, page in self._db.execute(sql.format(marks), part):
                    if keys[name] == key:
                        found[name] = beside, page
        return found

    def keep_moulds(self, made: Iterable[tuple[int, bytes, bytes, bytes]]) -> None:
        """Keep (story, key, what is said of it, page); what was kept of the story goes."""
        self._write("INSERT OR REPLACE INTO mould VALUES (?, ?, ?, ?)", made)

    def keep_listings(self, made: Iterable[tuple[str, bytes, bytes, bytes]]) -> None:
        """Keep (path, key, what is said of it, list); what was kept under the path goes."""
        self._write("INSERT OR REPLACE INTO listing VALUES (?, ?, ?, ?)", made)

    def pictures(self) -> dict[tuple[str, int], tuple[int, int, str]]:
        """Width, height and suffix of every rendition that was made, by SHA-256 and most width."""
        with contextlib.suppress(sqlite3.Error):
            rows = self._db.execute(
                "SELECT sha256, width, own_width, own_height, suffix FROM picture"
            )
            return {(sha, width): (own, high, suffix) for sha, width, own, high, suffix in rows}
        return {}

    def keep_picture(self, sha256: str, width: int, facts: tuple[int, int, str]) -> None:
        """Keep what a rendition came to."""
        self._write("INSERT OR REPLACE INTO picture VALUES (?, ?, ?, ?, ?)",
                    [(sha256, width, *facts)])  # fmt: skip

    def modified(self) -> dict[int, tuple[int, int | None]]:
        """By story: the version that was looked at, and when readers would have seen a change."""
        with contextlib.suppress(sqlite3.Error):
            rows = self._db.execute("SELECT article, version, at FROM modified")
            return {article: (version, at) for article, version, at in rows}
        return {}

    def keep_modified(self, found: Iterable[tuple[int, int, int | None]]) -> None:
        """Keep (story, version, moment) that were worked out."""
        self._write("INSERT OR REPLACE INTO modified VALUES (?, ?, ?)", found)

    def _write(self, sql: str, rows: Iterable[tuple[object, ...]]) -> None:
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._db.executemany(sql, rows)
                self._db.execute("COMMIT")
            except sqlite3.Error:
                self._db.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _connected(name: str) -> sqlite3.Connection:
    db = sqlite3.connect(name, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA page_size = 16384")  # of a new file: a text lies on one page
        db.execute("PRAGMA synchronous = OFF")  # a lost cache is made again
        db.execute(f"PRAGMA mmap_size = {_MAPPED}")  # a third of the time of reading it all
        db.executescript(_TABLES)
        db.execute("SELECT lead FROM body LIMIT 1").fetchone()
        for table in ("mould", "listing"):
            db.execute(f"SELECT key, beside, page FROM {table} LIMIT 1").fetchone()
        db.execute("SELECT * FROM picture LIMIT 1").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def renderer_digest() -> bytes:
    """Of the code that turns Markdown into HTML: what it kept before it changed is of no use."""
    here = Path(__file__).parent.parent
    said = hashlib.blake2b(__version__.encode(), digest_size=8)
    for path in (
        *sorted((here.parent / "text").glob("*.py")),
        here / "clean.py",
        here / "links.py",
    ):
        if path.is_file():  # in a frozen program the version alone tells
            said.update(path.read_bytes())
    return said.digest()

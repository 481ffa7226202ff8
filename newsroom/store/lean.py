"""A store's file as a small change of the site needs it: what was done since, and those stories.

Loading Peewee and opening a store takes longer than making the pages of one story. Here SQLite is
asked directly, by statements that Peewee wrote once (``Public.statements``). Whatever is unusual
raises sqlite3.Error, and the store is opened as ever.
"""

from __future__ import annotations

import json
import sqlite3
import weakref
import zlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from newsroom.news.edited import Edited, from_row
from newsroom.store import places

_EDITED = (
    "SELECT f.sha256, f.credit, f.terms, f.focus_x, f.focus_y, m.width, m.height, f.edits"
    " FROM media_facts f JOIN media m ON m.sha256 = f.sha256"
)
_WAIT = 2.0  # seconds for somebody who writes


class Lean:
    """The file, open. ``statements`` are those of ``Public``."""

    def __init__(self, path: Path) -> None:
        self._held = weakref.finalize(self, places.hold(path))
        self._db = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT, isolation_level=None
        )
        self.statements: Mapping[str, str] = {}

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
        self._held()

    def begin(self) -> tuple[str, int, int]:
        """The store's own name, its format and its count of changes.

        From here to ``end`` everything is read as it is at this moment.
        """
        self._db.execute("BEGIN")
        uid, number, seq = self._db.execute(
            "SELECT uid, format, change_seq FROM store_info WHERE id = 1"
        ).fetchone()
        return str(uid), int(number), int(seq)

    def end(self) -> None:
        """Done with reading."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")

    def acts(self, since: int) -> list[tuple[str, int | None, str, int]]:
        """What was done after that count: subject, number, verb, and 1 where readers may see it."""
        return self._db.execute(
            "SELECT DISTINCT subject, number, verb, recent FROM activity WHERE seq > ?", (since,)
        ).fetchall()

    def redirects(self) -> int:
        """How many names are sent on to others."""
        return int(self._db.execute("SELECT count(*) FROM redirect").fetchone()[0])

    def stories(self, ids: Collection[int]) -> dict[int, tuple[Any, ...]]:
        """The rows of those of these stories that readers see, bylines and tags last, by id."""
        asked = (json.dumps(list(ids)),)
        bylines: dict[int, list[tuple[Any, ...]]] = {}
        for number, *byline in self._db.execute(self.statements["bylines"], asked):
            bylines.setdefault(number, []).append(tuple(byline))
        tags: dict[int, list[str]] = {}
        for number, tag in self._db.execute(self.statements["tags"], asked):
            tags.setdefault(number, []).append(tag)
        return {
            row[0]: (*row, tuple(bylines.get(row[0], ())), tuple(tags.get(row[0], ())))
            for row in self._db.execute(self.statements["stories"], asked)
        }

    def bodies(self, ids: Collection[int]) -> Iterable[tuple[int, str, bytes]]:
        """The texts of these stories: id, Markdown, and the SHA-256 that it was saved with."""
        return self._db.execute(self.statements["bodies"], (json.dumps(list(ids)),)).fetchall()

    def edited(self, ids: Collection[int]) -> tuple[dict[str, Edited], dict[int, tuple[str, ...]]]:
        """The edited pictures of these stories by hash, and which each shows (see
        ``Pictures.edited_out``)."""
        uses: dict[int, tuple[str, ...]] = {}
        for number, sha256 in self._db.execute(
            "SELECT u.article, u.sha256 FROM media_use u JOIN media_facts f ON f.sha256 = u.sha256"
            " WHERE f.edits <> '' AND u.article IN (SELECT value FROM json_each(?))"
            " ORDER BY u.article, u.sha256",
            (json.dumps(list(ids)),),
        ):
            uses[number] = (*uses.get(number, ()), sha256)
        if not uses:
            return {}, {}
        names = {name for names in uses.values() for name in names}
        rows = self._db.execute(
            f"{_EDITED} WHERE f.sha256 IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(names)),),
        )
        return {row[0]: from_row(row) for row in rows}, uses

    def turned(self, name: str) -> Edited | None:
        """The picture that pages know by this name because it was turned."""
        rows = map(from_row, self._db.execute(f"{_EDITED} WHERE f.edits LIKE '%\"turn\"%'"))
        return next((one for one in rows if one.name == name), None)

    def saved(self, article: int) -> tuple[int, int]:
        """Number and moment (microseconds) of a story's last save."""
        number, at = self._db.execute(
            "SELECT number, created_at FROM revision WHERE article = ?"
            " ORDER BY number DESC LIMIT 1",
            (article,),
        ).fetchone()
        return int(number), int(at)

    def as_published(self, article: int, at: int) -> bool:
        """Whether a story that was published at that moment (microseconds) is what it was then: all
        that was done to it since is its publishing."""
        rows = self._db.execute(
            "SELECT kind, created_at <= ? FROM revision WHERE article = ?"
            " AND (created_at > ? OR number = 1)",
            (at, article, at),
        ).fetchall()
        since = [kind for kind, before in rows if not before]
        return len(since) < len(rows) and set(since) <= {"publish"}

    def record(
        self, *, uid: str, at: int, who: int | None, target: str, counts: tuple[int, int, int],
        root: str, files: Mapping[str, str],
    ) -> None:  # fmt: skip
        """Write a publishing down, as ``Publications.add`` does. ``counts``: written, deleted,
        total."""
        told = json.dumps(dict(files), ensure_ascii=False, separators=(",", ":"))
        self._db.execute(
            "INSERT INTO publication (uid, at, who, target, written, deleted, total, root, files)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (uid, at, who, target, *counts, root, zlib.compress(told.encode(), 1)),
        )

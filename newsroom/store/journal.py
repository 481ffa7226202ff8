"""The journal: typed text that no save has taken in yet, in a small file of its own.

It lies beside the store on this computer, also for a store on a server, so that typing is safe
without a network. A draft is on the disk when ``put`` returns. Each window writes under a session
of its own and holds a lock as long as it lives; the system lets go of it however the process ends,
and what stands under a session without a lock was left behind.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, Any

from newsroom.i18n import _
from newsroom.news.errors import StoreDamaged, StoreError
from newsroom.news.revision import Draft
from newsroom.store import faults
from newsroom.store.alive import try_lock
from newsroom.store.disk import is_full
from newsroom.store.history import _at
from newsroom.store.shapes import from_json, to_json_fields
from newsroom.store.tables import micros

log = logging.getLogger(__name__)

FILE = "journal.sqlite"
_PROPOSAL = "+proposal"  # beside the fields; no field has such a name
_WAIT = 5.0  # seconds for another window's write
_TIMES, _APART = 5, 0.05  # looks into a journal that comes or goes just now, and seconds between

# FULL is what makes "on the disk" true; the log is folded in often, so that the file stays small.
_PRAGMAS = (
    "PRAGMA journal_mode = wal",
    "PRAGMA synchronous = full",
    "PRAGMA wal_autocheckpoint = 200",
    "PRAGMA journal_size_limit = 4194304",
)
_TABLE = """
CREATE TABLE IF NOT EXISTS draft (
    key TEXT PRIMARY KEY,
    session TEXT NOT NULL,
    article INTEGER NOT NULL,
    base_version INTEGER NOT NULL,
    fields TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    words INTEGER NOT NULL,
    saving INTEGER NOT NULL DEFAULT 0
)
"""
_COLUMNS = "key, article, base_version, fields, written_at, words"
# A journal that was made before saves could wait has no such column.
_SAVING = "ALTER TABLE draft ADD COLUMN saving INTEGER NOT NULL DEFAULT 0"


class JournalFile:
    """One window's part of the journal in ``folder``. May be used from any one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        self.session = os.urandom(16).hex()
        self._lock: IO[bytes] | None = None
        self._db: sqlite3.Connection | None = None
        self._guard = threading.Lock()
        self._damage = ""

    def put(self, draft: Draft) -> None:
        """Keep the draft in place of the one before; it is on the disk when this returns.

        Raises DiskFull, StoreReadOnly, StoreError; what was kept before still stands then.
        """
        fields = dict(draft.fields)
        if draft.proposal is not None:
            fields[_PROPOSAL] = draft.proposal
        row = (
            draft.key, self.session, draft.article, draft.base_version,
            to_json_fields(fields), micros(draft.written_at), draft.words, int(draft.saving),
        )  # fmt: skip
        with self._open() as db:
            db.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)

    def drop(self, key: str) -> None:
        """Throw the draft away: it was saved, or the person said so."""
        if not self._made():
            return
        with self._open() as db:
            db.execute("DELETE FROM draft WHERE key = ?", (key,))

    def claim(self) -> tuple[Draft, ...]:
        """Drafts of windows that are gone, newest first; from now on they are this window's.

        Two windows that start at once never get the same draft. Where two lost windows had a story
        open, both texts come. Raises StoreDamaged once when the journal can't be read: its file
        is kept under another name and a new one is begun.
        """
        if not self._made():
            return ()
        with self._open() as db:
            if self._damage:
                said, self._damage = self._damage, ""
                raise StoreDamaged(said)
            db.execute("BEGIN IMMEDIATE")
            try:
                drafts = self._claim(db)
                db.execute("COMMIT")
            except BaseException:
                db.execute("ROLLBACK")
                raise
        return drafts

    def _claim(self, db: sqlite3.Connection) -> tuple[Draft, ...]:
        sessions = [name for (name,) in db.execute("SELECT DISTINCT session FROM draft")]
        gone = [name for name in sessions if name != self.session and not self._lives(name)]
        marks = ",".join("?" * len(gone))
        rows = db.execute(
            f"SELECT {_COLUMNS}, saving FROM draft "
            f"WHERE session IN ({marks}) ORDER BY written_at DESC",
            gone,
        ).fetchall()
        db.execute(
            f"UPDATE draft SET session = ? WHERE session IN ({marks})", (self.session, *gone)
        )
        for name in gone:
            self._lock_path(name).unlink(missing_ok=True)
        return tuple(map(_draft, rows))

    def close(self) -> None:
        """Let go of the file and of the session. Closing twice does nothing."""
        with self._guard:
            if self._db is not None:
                self._db.close()
                self._db = None
            if self._lock is not None:
                self._lock.close()
                self._lock = None
                self._lock_path(self.session).unlink(missing_ok=True)

    # The file.

    def _made(self) -> bool:
        return self._db is not None or self.path.exists()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """The connection, with its faults told in our words."""
        name = str(self.path)
        with self._guard:
            try:
                if self._db is None:
                    self._db = self._connect()
                yield self._db
            except sqlite3.Error as error:
                said = faults.told(error, name)
                if said is None:
                    raise
                if isinstance(said, StoreDamaged):
                    self._begin_anew()
                raise said from error
            except OSError as error:
                if is_full(error):
                    raise faults.disk_full(name) from error
                raise StoreError(
                    _("{name} can't be written: {reason}.").format(name=name, reason=error.strerror)
                ) from error

    def _connect(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._hold()
        try:
            return self._opened()
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorname", "") not in ("SQLITE_NOTADB", "SQLITE_CORRUPT"):
                raise
            self._begin_anew()
            return self._opened()

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(
            self.path, isolation_level=None, timeout=_WAIT, check_same_thread=False
        )
        try:
            for pragma in _PRAGMAS:
                db.execute(pragma)
            db.execute(_TABLE)
            db.execute("SELECT count(*) FROM draft").fetchone()
            if "saving" not in {row[1] for row in db.execute("PRAGMA table_info(draft)")}:
                db.execute(_SAVING)
        except BaseException:
            db.close()
            raise
        return db

    def _begin_anew(self) -> None:
        """Lay a damaged journal aside, where somebody can look at it, and make room for another."""
        if self._db is not None:
            self._db.close()
            self._db = None
        aside = self.path.with_name(f"{FILE}.damaged-{uuid.uuid4().hex[:8]}")
        for end in ("", "-wal", "-shm"):
            part = self.path.with_name(FILE + end)
            if part.exists():
                part.replace(aside.with_name(aside.name + end))
        self._damage = _(
            "The journal of typed text was damaged. It is kept as {path}, and a new one was begun; "
            "saved stories are not touched by that."
        ).format(path=aside)

    # Who lives.

    def _lock_path(self, session: str) -> Path:
        return self.path.with_name(f"journal-{session}.lock")

    def _hold(self) -> None:
        if self._lock is None:
            file = self._lock_path(self.session).open("wb")
            try_lock(file)
            self._lock = file

    def _lives(self, session: str) -> bool:
        """Whether another window writes under that session."""
        try:
            file = self._lock_path(session).open("r+b")
        except FileNotFoundError:
            return False
        with file:
            return not try_lock(file)


def drafts_of(folder: Path, article: int, *, but: str) -> tuple[Draft, ...]:
    """What other windows on this computer typed into a story and have not saved, oldest first.

    They may be alive; nothing is claimed. ``but`` is the session that does not count. A journal
    that can't be read gives nothing: its own window will tell.
    """
    path = folder / FILE
    for _time in range(_TIMES):
        if not path.exists():
            return ()
        try:
            return _drafts_in(path, article, but)
        except sqlite3.OperationalError as error:
            reason = str(error)
            if error.sqlite_errorname.startswith("SQLITE_BUSY"):
                break  # it was waited for
            # Its first window is just making it, or its last one just closing it.
            time.sleep(_APART)
        except sqlite3.Error as error:
            reason = str(error)
            break
    log.warning("the journal of typed text can't be read: %s", reason)
    return ()


def _drafts_in(path: Path, article: int, but: str) -> tuple[Draft, ...]:
    with closing(
        sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_WAIT)
    ) as db:
        rows = db.execute(
            f"SELECT {_COLUMNS}, 0 FROM draft "
            "WHERE article = ? AND session <> ? ORDER BY written_at",
            (article, but),
        ).fetchall()
    return tuple(map(_draft, rows))


def _draft(row: Any) -> Draft:
    key, article, base, fields, written, words, saving = row
    data = from_json(fields)
    return Draft(
        key=key,
        article=article,
        base_version=base,
        proposal=data.pop(_PROPOSAL, None),
        fields=data,
        written_at=_at(written),
        words=words,
        saving=bool(saving),
    )


__all__ = ["FILE", "JournalFile", "drafts_of"]

"""The format of a store: read before anything is written, brought forward where it is older."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from newsroom import __version__
from newsroom.i18n import _
from newsroom.news.clock import Clock
from newsroom.news.errors import NotAStore, StoreError, StoreTooNew
from newsroom.store import faults, places
from newsroom.store.disk import sync_file, sync_folder
from newsroom.store.engine import Engine
from newsroom.store.history import _at
from newsroom.store.migrations import STEPS, Step
from newsroom.store.schema import make_tables
from newsroom.store.sqlite import SqliteEngine
from newsroom.store.tables import StoreInfo, micros
from newsroom.values import dataclass

FIRST_FORMAT = 1
FORMAT = FIRST_FORMAT + len(STEPS)
MIN_READER = 1  # the oldest format whose newsroom can still read what we write
MIN_WRITER = 1
_LOCK = 0x4E455753  # the advisory lock of a server; the same mark as a file's application id


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What a store says about itself."""

    uid: str
    format: int
    min_reader: int
    min_writer: int
    app_version: str
    created_at: datetime
    change_seq: int


def read_info(engine: Engine) -> Info:
    """The store's own row. Raises NotAStore where there is none."""
    columns = (
        StoreInfo.uid,
        StoreInfo.format,
        StoreInfo.min_reader,
        StoreInfo.min_writer,
        StoreInfo.app_version,
        StoreInfo.created_at,
        StoreInfo.change_seq,
    )
    row = engine.one(StoreInfo.select(*columns))
    if row is None:
        raise NotAStore(
            _("{name} has lost the row that says what it is. Restore the last backup.").format(
                name=engine.name
            )
        )
    uid, number, reader, writer, version, created, seq = row
    return Info(
        uid=uid,
        format=number,
        min_reader=reader,
        min_writer=writer,
        app_version=version,
        created_at=_at(created),
        change_seq=seq,
    )


def make_store(engine: Engine, clock: Clock, *, uid: str | None = None) -> None:
    """Make an empty store of the newest format in an empty database, in one transaction."""
    with engine.transaction():
        if not isinstance(engine, SqliteEngine):
            engine.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
            if has_store(engine):
                return  # another window was quicker
        make_tables(engine)
        engine.run(
            StoreInfo.insert(
                id=1,
                uid=uid or str(uuid.uuid4()),
                format=FORMAT,
                min_reader=MIN_READER,
                min_writer=MIN_WRITER,
                app_version=__version__,
                created_at=micros(clock()),
                change_seq=0,
            )
        )
        if isinstance(engine, SqliteEngine):
            engine.execute(f"PRAGMA user_version = {FORMAT}")


def has_store(engine: Engine) -> bool:
    """Whether the tables of a store are in the database."""
    names = set(engine.db.get_tables())
    if names and not {"store_info", "article"} <= names:
        raise NotAStore(
            _(
                "The database of {name} holds other tables. It was left as it is; "
                "ask for an empty database for the newsroom."
            ).format(name=engine.name)
        )
    return bool(names)


def hold_readable(engine: Engine, info: Info, *, steps: Sequence[Step] = STEPS) -> None:
    """Refuse a store that this newsroom is too old for. Raises StoreTooNew."""
    known = FIRST_FORMAT + len(steps)
    needed = info.min_reader if engine.read_only else info.min_writer
    if info.format <= known or (engine.read_only and needed <= known):
        return
    said = (
        _(
            "{name} was made by newsroom {theirs} in format {format}; this is {ours}, which "
            "knows {known}. Update newsroom, or open the store read-only."
        )
        if info.min_reader <= known
        else _(
            "{name} was made by newsroom {theirs} in format {format}; this is {ours}, which "
            "knows {known}. Update newsroom."
        )
    )
    raise StoreTooNew(
        said.format(
            name=engine.name,
            theirs=info.app_version,
            format=info.format,
            ours=__version__,
            known=known,
        )
    )


def bring_forward(
    engine: Engine, info: Info, *, steps: Sequence[Step] = STEPS
) -> tuple[Info, Path | None]:
    """Bring an older store to the newest format; all steps in one transaction, a copy first.

    Gives the store's new row and where the copy lies (None on a server, where the administrator's
    own dump is the copy, and where nothing was to be done). Raises StoreError.
    """
    known = FIRST_FORMAT + len(steps)
    if info.format >= known or engine.read_only:
        return info, None
    if not engine.keeper:
        raise StoreError(
            _(
                "{name} has to be brought up to date for this newsroom first. "
                "Ask who looks after the server to run “newsroom database setup”."
            ).format(name=engine.name)
        )
    copy = copy_of_format(engine, info.format) if isinstance(engine, SqliteEngine) else None
    with engine.transaction():
        if not isinstance(engine, SqliteEngine):
            engine.execute("SET LOCAL statement_timeout = 0")
            engine.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        # Another window may have done it while we waited.
        stands = read_info(engine).format
        for step in steps[stands - FIRST_FORMAT :]:
            step(engine)
        engine.run(
            StoreInfo.update(
                format=known,
                min_reader=MIN_READER,
                min_writer=MIN_WRITER,
                app_version=__version__,
            )
        )
        if isinstance(engine, SqliteEngine):
            if engine.fetch("PRAGMA foreign_key_check"):
                raise faults.damaged(engine.name)
            engine.execute(f"PRAGMA user_version = {known}")
    return read_info(engine), copy


def copy_of_format(engine: SqliteEngine, number: int) -> Path:
    """A whole copy of the store's file beside it, before its format changes.

    Where another window has changed it meanwhile, the copy is the one which that window took.
    """
    to = engine.path.with_name(f"{engine.path.name}.format{number}.backup")
    part = to.with_name(f"{to.name}.{uuid.uuid4().hex[:8]}.part")
    try:
        engine.execute("VACUUM INTO ?", (str(part),))
        if _format_of(part) == number:
            sync_file(part)
            part.replace(to)
            sync_folder(to.parent)
    except (StoreError, OSError) as error:
        raise StoreError(
            _("No copy of {name} could be made before the update, so it was left as it is.").format(
                name=engine.name
            )
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return to


def _format_of(copy: Path) -> int:
    reading = sqlite3.connect(copy)
    try:
        return int(reading.execute("SELECT format FROM store_info").fetchone()[0])
    finally:
        reading.close()


def make_file(path: Path, name: str, clock: Clock) -> None:
    """Make an empty store at ``path``, whole or not at all; one that stands there is left.

    It is built beside its place and takes it at the end, so that a half-made store is never found.
    Our mark goes into the header before the write-ahead log is switched on: what lies on the disk
    can always be told from a foreign file.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}.new")
    try:
        blank = sqlite3.connect(part, isolation_level=None)
        try:
            blank.execute(f"PRAGMA application_id = {places.APPLICATION_ID}")
            blank.execute("PRAGMA user_version = 0")
        finally:
            blank.close()
        engine = SqliteEngine(part, name)
        try:
            make_store(engine, clock)
            engine.settle()
        finally:
            engine.close()
        sync_file(part)
        _take_place(part, path)
        sync_folder(path.parent)
    finally:
        for left in (part, *(part.with_name(part.name + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)


def _take_place(part: Path, path: Path) -> None:
    """Give the file its name unless another has it."""
    try:
        path.hardlink_to(part)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        if not path.exists():
            part.rename(path)

"""A whole newsroom in one file, and back: into a file, or into a server's empty database.

A backup is a ZIP archive: ``newsroom.json`` says what it is, ``store.sqlite`` is the store as an
SQLite file (of a server as well), ``media/`` holds the pictures by their SHA-256. Any unzip program
and any SQLite can read it, without newsroom.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from newsroom import __version__
from newsroom.i18n import _
from newsroom.news.clock import Clock
from newsroom.news.errors import BadInput, NotFound, Refused, StoreError
from newsroom.store import faults, migrate, places, tables
from newsroom.store.connect import Store, files_folder, is_store_url, open_store, safe_name
from newsroom.store.disk import is_full, sync_file, sync_folder
from newsroom.store.engine import Engine
from newsroom.store.media import place
from newsroom.store.orm import peewee
from newsroom.store.places import BACKUP_HEAD, Found
from newsroom.store.sqlite import SqliteEngine
from newsroom.store.verify import Problem, verify

KIND = "newsroom backup"
FORMAT = 1
_ABOUT, _STORE, _MEDIA = BACKUP_HEAD, "store.sqlite", "media/"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_ROWS_AT_ONCE = 200
_COUNTED = ("stories", "revisions", "people", "pictures")
_ABOUT_BYTES = 100_000  # far more than it ever has

# What zipfile raises for an archive with flipped bytes: an unknown method of compression is a
# NotImplementedError, a flag that says "encrypted" a RuntimeError.
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, EOFError, RuntimeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a backup holds; ``problems`` is what did not hold together in what was copied."""

    path: str
    bytes: int
    stories: int
    revisions: int
    people: int
    pictures: int
    problems: tuple[Problem, ...]


def back_up(store: Store, to: Path, clock: Clock) -> Report:
    """Copy the whole store into the file ``to``, whole or not at all, and look through the copy.

    An older backup of that name is replaced, nothing else is. Saves of other windows go on
    meanwhile; the copy is the store at one moment.
    Raises BadInput for a name that can't be used, DiskFull, StoreError.
    """
    to = to.expanduser().absolute()
    _hold_whole(store)
    _hold_replaceable(to)
    with _told(to), _workshop(to.parent, "backup") as workshop:
        copy = workshop / _STORE
        _copy_out(store, copy, clock)
        # The pictures are looked through where they lie, the rest in the copy itself.
        pictures = [sha for (sha,) in store.engine.rows(tables.Media.select(tables.Media.sha256))]
        with open_store(copy, clock=clock) as copied:
            problems = verify(copied, media=store.media)
            counted = count(copied)
        about = {
            "kind": KIND,
            "format": FORMAT,
            "made_by": __version__,
            "made_at": clock().isoformat(),
            "store": {"uid": store.uid, "format": store.info.format},
            "sha256": _digest(copy),
            **counted,
        }
        part = workshop / "whole"
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
            archive.writestr(_ABOUT, json.dumps(about, indent=1))
            archive.write(copy, _STORE)
            for sha256 in pictures:
                file = place(store.folder, sha256)
                if store.media.has(sha256):  # one that is missing is among the problems
                    archive.write(file, _MEDIA + sha256, zipfile.ZIP_STORED)
        sync_file(part)
        os.replace(part, to)
        sync_folder(to.parent)
        size = to.stat().st_size
    return Report(path=str(to), bytes=size, problems=problems, **counted)


def counts(report: Report) -> dict[str, int]:
    """How many of each a backup holds."""
    return {name: getattr(report, name) for name in _COUNTED}


def count(store: Store) -> dict[str, int]:
    """How many of each are in a store."""
    return {
        "stories": _count(store.engine, tables.Article),
        "revisions": _count(store.engine, tables.Revision),
        "people": _count(store.engine, tables.Staff),
        "pictures": _count(store.engine, tables.Media),
    }


def restore(file: Path, to: str | Path, clock: Clock, *, overwrite: bool = False) -> Path | None:
    """Bring a backup back to a path or into the empty database of an address.

    With ``overwrite`` a store that stands at the path is kept beside under a new name, which is
    given back. Nothing stands at ``to`` unless all of it does.
    Raises NotFound, BadInput for a file that is no backup, StoreDamaged for one that is cut short,
    StoreError where something stands at ``to``, DiskFull.
    """
    file = file.expanduser().absolute()
    if is_store_url(to):
        home = files_folder(file).parent
        with _told(home), _archive(file) as (archive, about), _workshop(None, "restore") as shop:
            _take_out(archive, about, shop, file)
            _copy_in(shop, str(to), clock)
        return None
    path = Path(to).expanduser().absolute()
    _hold_free(path, overwrite=overwrite)
    with _told(path), _archive(file) as (archive, about):
        path.parent.mkdir(parents=True, exist_ok=True)
        with _workshop(path.parent, "restore") as shop:
            _take_out(archive, about, shop, file)
            # Opened once before it takes its place: brought to the newest format, or refused.
            with open_store(shop / _STORE, clock=clock) as opened:
                assert isinstance(opened.engine, SqliteEngine)
                opened.engine.settle()
            kept = _lay_aside(path, clock()) if places.look(path) is Found.STORE else None
            media, folder = shop / "media", files_folder(path)
            if media.is_dir():
                folder.mkdir(exist_ok=True)
                os.replace(media, folder / "media")
            os.replace(shop / _STORE, path)
            sync_folder(path.parent)
    return kept


# Copying out.


def _hold_whole(store: Store) -> None:
    """A copy of what one person sees is no copy of the newsroom. Raises Refused."""
    if not store.whole:
        raise Refused(
            _(
                "You don't see everything in {name}, so a copy from here would lack what others "
                "keep. Ask who manages the staff, or who looks after the server, to make it."
            ).format(name=store.name)
        )


def _copy_out(store: Store, to: Path, clock: Clock) -> None:
    if isinstance(store.engine, SqliteEngine):
        # One step: a copy in steps begins anew with every save of another (design/store.md 5).
        with sqlite3.connect(to) as target:
            store.engine.copy_to(target)
        target.close()
        return
    migrate.make_file(to, safe_name(to), clock)
    target_engine = SqliteEngine(to, safe_name(to))
    try:
        with store.engine.snapshot(), target_engine.transaction():
            _copy_rows(store.engine, target_engine)
        target_engine.settle()
    finally:
        target_engine.close()


def _copy_in(shop: Path, url: str, clock: Clock) -> None:
    with open_store(shop / _STORE, clock=clock) as source:
        with open_store(url, create=True, clock=clock) as target:
            if _count(target.engine, tables.Article) or _count(target.engine, tables.Staff):
                raise StoreError(
                    _(
                        "The database of {name} holds a newsroom already. "
                        "Restore into an empty database."
                    ).format(name=target.name)
                )
            with target.engine.transaction():
                for table in reversed(tables.TABLES):
                    target.engine.run(table.delete())
                _copy_rows(source.engine, target.engine)
                target.engine.renumber(tables.TABLES)
                if target.guarded:
                    target.engine.execute("SELECT guard.learn()")
        with open_store(url, clock=clock) as target:
            media = shop / "media"
            if media.is_dir():
                shutil.copytree(media, target.folder / "media", dirs_exist_ok=True)


def _copy_rows(source: Engine, target: Engine) -> None:
    """Every row of every table, as the engines keep them; inside the target's transaction."""
    for table in tables.TABLES:
        target.run(table.delete())
        fields = table._meta.sorted_fields
        for rows in _all_rows(source, table, fields):
            target.run(peewee.Insert(table, rows, columns=fields))


def _all_rows(source: Engine, table: Any, fields: Any) -> Iterator[list[tuple[Any, ...]]]:
    keys = table._meta.get_primary_keys()
    last: tuple[Any, ...] | None = None
    while True:
        query = table.select(*fields, *keys).order_by(*keys).limit(_ROWS_AT_ONCE)
        if last is not None:
            query = query.where(peewee.Tuple(*keys) > peewee.Tuple(*last))
        rows = source.rows(query)
        if rows:
            last = rows[-1][len(fields) :]
            yield [tuple(_plain(item) for item in row[: len(fields)]) for row in rows]
        if len(rows) < _ROWS_AT_ONCE:
            return


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _count(engine: Engine, table: Any) -> int:
    return int(engine.one(table.select(peewee.fn.COUNT(peewee.SQL("*"))))[0])


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Taking in.


@contextmanager
def _archive(file: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, Any]]]:
    """The backup, open, with what it says about itself."""
    if not file.exists():
        raise NotFound(_("There is no file {file}.").format(file=file))
    if not file.is_file():
        raise _no_backup(file)
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(_ABOUT).file_size > _ABOUT_BYTES:
                raise _no_backup(file)
            about = json.loads(archive.read(_ABOUT))
            if not isinstance(about, dict) or about.get("kind") != KIND:
                raise _no_backup(file)
            if int(about.get("format", 0)) > FORMAT:
                raise StoreError(
                    _(
                        "{file} was made by newsroom {theirs} in format {format}; this is {ours}, "
                        "which knows {known}. Update newsroom."
                    ).format(
                        file=file,
                        theirs=about.get("made_by"),
                        format=about["format"],
                        ours=__version__,
                        known=FORMAT,
                    )
                )
            yield archive, about
    except (*_BROKEN, ValueError) as error:
        raise _no_backup(file) from error


def _take_out(archive: zipfile.ZipFile, about: dict[str, Any], shop: Path, file: Path) -> None:
    """Unpack into the workshop, each file checked against its hash."""
    media = [
        name for name in archive.namelist()
        if name.startswith(_MEDIA) and _SHA256.fullmatch(name.removeprefix(_MEDIA))
    ]  # fmt: skip
    try:
        _unpack(archive, _STORE, shop / _STORE)
        if _digest(shop / _STORE) != about.get("sha256"):
            raise zipfile.BadZipFile
        for name in media:
            _unpack(archive, name, place(shop, name.removeprefix(_MEDIA)))
    except _BROKEN as error:
        raise _damaged(file) from error


def _unpack(archive: zipfile.ZipFile, name: str, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(name) as packed, to.open("wb") as file:
        shutil.copyfileobj(packed, file)
        file.flush()
        os.fsync(file.fileno())


def _lay_aside(path: Path, now: datetime) -> Path:
    """Give the store that stands there another name, with its log and its pictures."""
    # Everything in one file first: the log belongs to the name.
    open_store(path, clock=lambda: now).close()
    aside = path.with_name(f"{path.stem}.before-{now:%Y%m%d-%H%M%S}{path.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.stem}.before-{now:%Y%m%d-%H%M%S}-{number}{path.suffix}")
    for end in ("-wal", "-shm"):
        log = path.with_name(path.name + end)
        if log.exists():
            os.replace(log, aside.with_name(aside.name + end))
    if files_folder(path).is_dir():
        os.replace(files_folder(path), files_folder(aside))
    os.replace(path, aside)
    return aside


# What stands there already.


def _hold_replaceable(to: Path) -> None:
    """Refuse a name under which something else than a backup stands."""
    if to.is_dir():
        raise BadInput(_("{path} is a folder. Give the backup a name in it.").format(path=to))
    if not to.parent.is_dir():
        raise BadInput(_("There is no folder {path}.").format(path=to.parent))
    if to.exists():
        try:
            with _archive(to):
                pass
        except (BadInput, StoreError) as error:
            raise BadInput(
                _("{path} is not a newsroom backup, so it was left; choose another name.").format(
                    path=to
                )
            ) from error


def _hold_free(path: Path, *, overwrite: bool) -> None:
    """Refuse a place where something stands that may not be moved."""
    try:
        found = places.look(path)
    except OSError as error:
        raise StoreError(
            _("{name} can't be opened: {reason}.").format(name=path, reason=error.strerror)
        ) from error
    if found is Found.NOTHING or (found is Found.STORE and overwrite):
        return
    if found is Found.STORE:
        raise StoreError(
            _(
                "{name} is a newsroom already. Restore to another place, or say --overwrite: "
                "what stands there is kept under a new name."
            ).format(name=path)
        )
    raise StoreError(
        _("Something that is not a newsroom stands at {name}. Choose another place.").format(
            name=path
        )
    )


@contextmanager
def _workshop(beside: Path | None, what: str) -> Iterator[Path]:
    """A folder to work in, on the same disk, gone at the end."""
    folder = Path(mkdtemp(prefix=f".newsroom-{what}-", dir=beside))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Faults of the disk in our words."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, OSError) and is_full(error):
            raise faults.disk_full(str(path)) from error
        if said := faults.told(error, str(path)):
            raise said from error
        if isinstance(error, OSError):
            raise StoreError(
                _("{path} can't be written: {reason}.").format(path=path, reason=error.strerror)
            ) from error
        raise


def _no_backup(file: Path) -> BadInput:
    return BadInput(_("{file} is not a newsroom backup.").format(file=file))


def _damaged(file: Path) -> StoreError:
    return StoreError(
        _("{file} is damaged or cut short, so nothing was restored. Take another backup.").format(
            file=file
        )
    )

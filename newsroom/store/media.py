"""Pictures and other files: named by the SHA-256 of their bytes, in a folder beside the store."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from newsroom.i18n import _
from newsroom.news.article import Picture
from newsroom.news.clock import Clock
from newsroom.news.digest import digest
from newsroom.news.errors import NotFound, Refused, StoreDamaged, StoreError
from newsroom.store import faults, tables
from newsroom.store.disk import is_full, sync_folder
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.prepared import Prepared, slot
from newsroom.store.tables import micros

_M = tables.Media


def place(folder: Path, sha256: str) -> Path:
    """Where a file of that hash lies in a store's folder."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise NotFound(_("There is no such picture in the store."))
    return folder / "media" / sha256[:2] / sha256


def lay(folder: Path, sha256: str, data: bytes, *, soon: bool = True) -> None:
    """Put a file in its place of a store's folder, whole or not at all; a damaged one is put right.

    Where nobody will read it ``soon``, the system need not keep it in its memory once it is on the
    disk: half a gigabyte of photographs would push out what people work with, and each page of
    memory that is taken anew costs more than to write it.

    It needs no store, and may be done on any thread. Raises DiskFull, StoreError.
    """
    path = place(folder, sha256)
    try:
        if path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
                if not soon and hasattr(os, "posix_fadvise"):
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)
    except OSError as error:
        if is_full(error):
            raise faults.disk_full(str(path.parent)) from error
        raise StoreError(
            _("The picture can't be kept in {folder}: {reason}.").format(
                folder=path.parent, reason=error.strerror
            )
        ) from error


class Media:
    """The files of a store. The same bytes are kept once."""

    def __init__(self, engine: Engine, folder: Path, clock: Clock, history: History) -> None:
        self._engine = engine
        self._folder = folder
        self._clock = clock
        self._history = history
        self._one = Prepared(
            engine,
            _M.select(_M.sha256, _M.filename, _M.mime, _M.width, _M.height).where(
                _M.sha256 == slot("sha256")
            ),
        )

    def put(self, data: bytes, *, filename: str, mime: str, width: int, height: int) -> str:
        """Keep a file and give its SHA-256. It is on the disk before its row is written.

        Raises DiskFull, StoreReadOnly, StoreError.
        """
        sha256 = digest(data)
        if self._engine.read_only:
            raise faults.read_only(self._engine.name)
        lay(self._folder, sha256, data)
        self.register(
            sha256, filename=filename, mime=mime, width=width, height=height, size=len(data)
        )
        return sha256

    def lay(self, sha256: str, data: bytes) -> None:
        """Lay a file down; its row comes by ``register``. Raises DiskFull, StoreError."""
        lay(self._folder, sha256, data)

    def register(
        self, sha256: str, *, filename: str, mime: str, width: int, height: int, size: int
    ) -> None:
        """Write the row of a file that was laid down before. Raises StoreError's kinds."""
        with self._engine.joined():
            if self._one.one(sha256=sha256) is None:
                self._engine.run(
                    _M.insert(
                        sha256=sha256,
                        filename=filename,
                        mime=mime,
                        size=size,
                        width=width,
                        height=height,
                        created_at=micros(self._clock()),
                    ).on_conflict(conflict_target=[_M.sha256], preserve=[_M.size])
                )
                self._history.note("media", None, "put")
            if self._engine.guarded:
                self._share(sha256, place(self._folder, sha256).read_bytes())

    def knows(self, sha256: str) -> bool:
        """Whether the store has the row of a file, wherever that may be."""
        return self._one.one(sha256=sha256) is not None

    def get(self, sha256: str) -> Picture:
        """The facts of a file, with no words of a use yet. Raises NotFound."""
        row = self._one.one(sha256=sha256)
        if row is None:
            raise NotFound(_("There is no such picture in the store."))
        return Picture(sha256=row[0], filename=row[1], mime=row[2], width=row[3], height=row[4])

    def has(self, sha256: str) -> bool:
        """Whether the store knows the file and it is there."""
        if self._one.one(sha256=sha256) is None:
            return False
        return place(self._folder, sha256).is_file() or self._fetched(sha256)

    def path(self, sha256: str) -> Path:
        """Where the file lies on this computer. Raises NotFound."""
        found = place(self._folder, sha256)
        if not found.is_file() and not self._fetched(sha256):
            raise NotFound(
                _(
                    "A picture of this store is not on this computer: {path} is missing. "
                    "Bring it back from a backup, or put the picture in again."
                ).format(path=found)
            )
        return found

    def read(self, sha256: str) -> bytes:
        """The file's bytes, checked by its hash. Raises NotFound, StoreDamaged, StoreError."""
        path = self.path(sha256)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise StoreError(
                _("{path} can't be read: {reason}.").format(path=path, reason=error.strerror)
            ) from error
        if digest(data) != sha256:
            raise StoreDamaged(
                _(
                    "The picture {path} is damaged. Bring it back from a backup, "
                    "or put it in again."
                ).format(path=path)
            )
        return data

    def hold_deleting(self) -> None:
        """Refuse to delete files to who may not. Raises Refused."""
        if self._engine.guarded and not self._engine.keeper:
            raise Refused(
                _(
                    "On a server pictures are deleted by who looks after it. Ask them to run "
                    "“newsroom media tidy”."
                )
            )

    def delete(self, sha256: str) -> None:
        """Delete a file for good, once its row is gone. One that is not there is no fault.

        Raises StoreError.
        """
        if self._engine.guarded:
            with self._engine.joined():
                self._engine.execute("DELETE FROM guard.picture WHERE sha256 = %s", (sha256,))
        path = place(self._folder, sha256)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(
                _("{path} can't be deleted: {reason}.").format(path=path, reason=error.strerror)
            ) from error

    # A server that was set up (store.roles) keeps the bytes for all computers.

    def hand_over(self) -> int:
        """Give the server every picture that lies here and that it does not have. Tells how many.

        For who sets a server up, after a restore.
        """
        rows = self._engine.fetch(
            "SELECT m.sha256 FROM media m WHERE NOT EXISTS "
            "(SELECT 1 FROM guard.picture p WHERE p.sha256 = m.sha256)"
        )
        given = 0
        for (sha256,) in rows:
            file = place(self._folder, sha256)
            if file.is_file() and digest(data := file.read_bytes()) == sha256:
                with self._engine.joined():
                    self._share(sha256, data)
                given += 1
        return given

    def _share(self, sha256: str, data: bytes) -> None:
        self._engine.execute(
            "INSERT INTO guard.picture VALUES (%s, %s) ON CONFLICT DO NOTHING", (sha256, data)
        )

    def _fetched(self, sha256: str) -> bool:
        """Bring a picture from the server to this computer; False where it has none."""
        if not self._engine.guarded:
            return False
        rows = self._engine.fetch("SELECT data FROM guard.picture WHERE sha256 = %s", (sha256,))
        for (data,) in rows:
            lay(self._folder, sha256, bytes(data))
        return bool(rows)

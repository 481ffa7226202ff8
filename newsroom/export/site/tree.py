"""The folder of a site: what lies in it, how a new one takes its place, and who is at it.

A new tree is built beside the folder and changes places with it in one step of the system, so that
readers see the old site or the new one and nothing between. What was there stays beside, in
``.NAME.newsroom/before``: the next publishing builds on it by writing only what differs, and the
site can be taken back to it. Folders are exchanged rather than a link pointed elsewhere, because
the folder may hold others' files, web servers may not follow links, and Windows rarely has them.

Where the system can't exchange two folders, both are renamed, one after the other; what a power cut
leaves between the two is put right by the next look. Where the folder can't be renamed at all (it
is a mount point, or the folder above is somebody else's), files are put into place one by one after
all of them lie ready: what a power cut leaves is finished by the next look.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from newsroom.export.site import manifest as manifests
from newsroom.i18n import _
from newsroom.news.errors import BadInput, DiskFull, NewsroomError, StoreBusy

STATE = ".newsroom"  # what we keep inside a folder that can't be renamed
READY = "ready"  # lies in it once all files do; says what is to be deleted
_LAST = ("index.html",)
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), RENAME_SWAP of renamex_np(2)
_AT_FDCWD = -100
_NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})


class Way(StrEnum):
    """How a new site takes the place of the old one."""

    SWAP = "swap"
    EACH = "each"  # file by file


class Found(NamedTuple):
    """What lies in a folder: size and time (ns) of each file, and links and other odd things."""

    files: dict[str, tuple[int, int]]
    odd: frozenset[str]
    folders: frozenset[str]
    times: dict[str, int]  # of each folder, "" the whole: when something came or went last (ns)


class Tree:
    """The folder of a site. ``folder`` may not exist yet; a link to a folder is followed."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(os.path.realpath(folder))
        if self.folder.exists() and not self.folder.is_dir():
            raise BadInput(_("{path} is a file, not a folder.").format(path=folder))
        self.way = _way(self.folder)
        self.state = (
            self.folder.with_name(f".{self.folder.name}.newsroom")
            if self.way is Way.SWAP
            else self.folder / STATE
        )
        self._lock: int | None = None

    @property
    def stage(self) -> Path:
        """Where the new tree is built; after a swap the old one lies there."""
        return self.state / "before"

    # Who is at it.

    def lock(self, who: str) -> None:
        """Have the folder to oneself. Raises StoreBusy that says who has it."""
        try:
            self.state.mkdir(parents=True, exist_ok=True)
            handle = os.open(self.state / "lock", os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise told(error, self.folder) from error
        if not _take(handle):
            other = os.read(handle, 200).decode("utf-8", "replace").strip()
            os.close(handle)
            raise StoreBusy(
                _("{who} is publishing to {folder} right now. Wait until that is done.").format(
                    who=other or _("Somebody"), folder=self.folder
                )
            )
        self._lock = handle
        with contextlib.suppress(OSError):  # a full disk; then others are told less
            os.ftruncate(handle, 0)
            os.write(handle, who.encode("utf-8", "replace")[:200])

    def release(self) -> None:
        """Let others at it."""
        if self._lock is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._lock, 0)
            os.close(self._lock)
            self._lock = None

    # What lies there.

    def look(self) -> Found:
        """Everything in the folder but what is ours to keep it in order."""
        return look(self.folder)

    # Taking the place.

    def swap(self) -> None:
        """Put the staged tree into the place of the folder: all of it, in one step."""
        stage, folder, other = self.stage, self.folder, self.state / "other"
        if not folder.exists():
            os.rename(stage, folder)
        elif not exchange(stage, folder):
            os.rename(folder, other)
            os.rename(stage, folder)
            os.rename(other, stage)
        sync_folder(folder.parent)

    def repair(self) -> bool:
        """Put right what a power cut left between two steps; whether there was something."""
        if self.way is Way.EACH:
            return put_in_place(self.state, self.folder)
        other = self.state / "other"
        if not other.exists():
            return False
        if not self.folder.exists():
            # The old site was taken away and the new one not put there: it goes on from here.
            ready = self.stage if (self.stage / manifests.NAME).exists() else other
            os.rename(ready, self.folder)
        if other.exists() and not self.stage.exists():
            os.rename(other, self.stage)
        return True


def look(folder: Path, *, names: bool = False) -> Found:
    """Everything in a folder, without following links; with ``names`` no file's size and time."""
    files: dict[str, tuple[int, int]] = {}
    odd: set[str] = set()
    folders: set[str] = set()
    times: dict[str, int] = {}
    waiting = [("", os.fspath(folder))]
    while waiting:
        prefix, path = waiting.pop()
        try:
            times[prefix[:-1]] = os.stat(path).st_mtime_ns  # first: what comes after it is noticed
            entries = os.scandir(path)
        except FileNotFoundError:
            continue
        with entries:
            for entry in entries:
                name = prefix + entry.name
                if not prefix and entry.name in (manifests.NAME, STATE):
                    continue
                if entry.is_file(follow_symlinks=False):
                    if names:
                        files[name] = (0, 0)
                        continue
                    told = entry.stat(follow_symlinks=False)
                    files[name] = (told.st_size, told.st_mtime_ns)
                elif entry.is_dir(follow_symlinks=False):
                    folders.add(name)
                    waiting.append((name + "/", entry.path))
                else:
                    odd.add(name)
    return Found(files, frozenset(odd), frozenset(folders), times)


def folder_times(folder: Path, folders: Iterable[str]) -> dict[str, int]:
    """When something was put into or taken out of each of these folders last; "" is the whole."""
    base = os.fspath(folder) + os.sep
    return {name: os.stat(base + name).st_mtime_ns for name in folders}


def put_in_place(state: Path, live: Path) -> bool:
    """Finish what lies ready; False where nothing does. Doing it twice is no harm."""
    ready, new = state / READY, state / "new"
    import shutil

    if not ready.exists():
        shutil.rmtree(new, ignore_errors=True)
        return False
    paths = sorted(files_in(new), key=lambda path: (path.endswith(".html"), path in _LAST, path))
    for path in paths:
        (live / path).parent.mkdir(parents=True, exist_ok=True)
        os.replace(new / path, live / path)
    for path in json.loads(ready.read_text("utf-8")):
        with contextlib.suppress(FileNotFoundError):
            (live / path).unlink()
        folder = (live / path).parent
        while folder != live:
            try:
                folder.rmdir()  # only where nothing of anybody is left in it
            except OSError:
                break
            folder = folder.parent
    if (new / manifests.NAME).exists():
        os.replace(new / manifests.NAME, live / manifests.NAME)
    sync_folder(live)
    ready.unlink()
    shutil.rmtree(new, ignore_errors=True)
    return True


def files_in(folder: Path) -> list[str]:
    """Every file that waits there, by its path."""
    return [
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name != manifests.NAME
    ]


def _way(folder: Path) -> Way:
    """How the folder can be replaced."""
    parent = folder.parent
    while not parent.exists():
        parent = parent.parent
    try:
        if folder.exists():
            same = os.stat(folder).st_dev == os.stat(parent).st_dev
            if os.path.ismount(folder) or not same:
                return Way.EACH
        if not os.access(parent, os.W_OK | os.X_OK):
            return Way.EACH
    except OSError:
        return Way.EACH
    return Way.SWAP


def exchange(one: Path, other: Path) -> bool:
    """Have two folders change places in one step; False where the system has none for it."""
    import ctypes

    try:
        if sys.platform == "linux":
            call = ctypes.CDLL(None, use_errno=True).renameat2
            failed = call(
                _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_EXCHANGE)
            )
        elif sys.platform == "darwin":
            call = ctypes.CDLL(None, use_errno=True).renamex_np
            failed = call(os.fsencode(one), os.fsencode(other), ctypes.c_uint(_EXCHANGE))
        else:
            return False
    except (AttributeError, OSError):  # a C library that does not know it
        return False
    if failed == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), os.fspath(other))


def _take(handle: int) -> bool:
    """Lock an open file; the system lets go of it when its holder ends, however that is."""
    if os.name == "nt":
        import msvcrt

        try:
            os.lseek(handle, 1 << 20, os.SEEK_SET)  # far from the words, which others read
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_disk(folder: Path) -> bool:
    """Make everything on the disk that a folder lies on last; False where that can't be asked for.

    What other programs write to other disks is not waited for.
    """
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(AttributeError):  # a C library that does not know it
            call = ctypes.CDLL(None, use_errno=True).syncfs
            handle = os.open(folder, os.O_RDONLY)
            try:
                if call(handle):
                    number = ctypes.get_errno()
                    raise OSError(number, os.strerror(number), os.fspath(folder))
            finally:
                os.close(handle)
            return True
    if not hasattr(os, "sync"):
        return False
    os.sync()
    return True


def told(error: OSError, path: Path) -> NewsroomError:
    """The sentence for what the system said about a folder."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return DiskFull(
            _(
                "The disk is full, so nothing was published to {folder}. Make room and publish "
                "again."
            ).format(folder=path)
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return BadInput(_("{folder} can't be written to.").format(folder=path))
    if isinstance(error, (NotADirectoryError, FileExistsError)):
        return BadInput(_("{path} is a file, not a folder.").format(path=path))
    return BadInput(
        _("{path} could not be written: {reason}.").format(path=path, reason=error.strerror)
    )

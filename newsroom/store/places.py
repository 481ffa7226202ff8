"""Where a store's file lies: what stands there already, and whether the disk is on a network."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections import Counter
from collections.abc import Callable
from enum import Enum
from functools import partial
from pathlib import Path

APPLICATION_ID = 0x4E455753  # "NEWS", in the header of every store (PRAGMA application_id)
_MAGIC = b"SQLite format 3\0"
_HEADER_BYTES = 100
_APPLICATION_ID_AT = 68  # https://sqlite.org/fileformat.html#the_database_header

# File systems on which SQLite forbids its write-ahead log: locks and shared memory do not hold.
_NETWORK = frozenset(
    (
        "nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs",
        "webdav", "davfs", "9p", "9pfs", "sshfs", "glusterfs", "ceph", "lustre", "beegfs", "gpfs",
    )
)  # fmt: skip
_NETWORK_FUSE = ("fuse.sshfs", "fuse.davfs", "fuse.rclone", "fuse.glusterfs", "fuse.gvfsd-fuse")
_DRIVE_REMOTE = 4  # GetDriveTypeW, Win32


BACKUP_HEAD = "newsroom.json"
"""The first file in a backup: what it says about itself."""

_PACKED, _PACKED_NAME_AT = b"PK\x03\x04", 30
"""How a ZIP file begins, and where its first file's name is (APPNOTE.TXT, 4.3.7)."""


class Found(Enum):
    """What stands at a path."""

    NOTHING = "nothing"
    FOLDER = "folder"
    EMPTY = "empty"  # a file without a byte
    BACKUP = "backup"  # what ``store.backup`` makes
    FOREIGN = "foreign"  # some other file
    OTHER_DATABASE = "other database"
    STORE = "store"


# WORKAROUND: POSIX takes every lock of a process off a file as soon as the process closes the file
# anywhere (https://sqlite.org/howtocorrupt.html, 2.2). Another process then takes itself for the
# last one, deletes the write-ahead log, and what is saved here goes into a deleted file. So a file
# that SQLite has open is not opened beside it. It is the whole process that this is about.
_guard = threading.Lock()
_held: Counter[tuple[int, int]] = Counter()


def hold(path: Path) -> Callable[[], None]:
    """From now on SQLite has the file at ``path`` open in this process; gives what ends that, to be
    called once."""
    found = identity(path)
    if found is None:
        return lambda: None
    with _guard:
        _held[found] += 1
    return partial(_let_go, found)


def _let_go(found: tuple[int, int]) -> None:
    with _guard:
        _held[found] -= 1
        if not _held[found]:
            del _held[found]


def is_held(path: Path) -> bool:
    """Whether this process has a store open there: nobody else in it may read that file."""
    with _guard:
        return identity(path) in _held


def look(path: Path) -> Found:
    """What stands at ``path``, told by its first bytes, without opening it as a database.

    The header of a store carries our id from the moment it is made. Raises OSError.
    """
    try:
        with _guard:
            if identity(path) in _held:
                return Found.STORE
            with path.open("rb") as file:
                head = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        return Found.NOTHING
    except IsADirectoryError:
        return Found.FOLDER
    except PermissionError:
        if path.is_dir():  # Windows says so of a folder
            return Found.FOLDER
        raise
    if not head:
        return Found.EMPTY
    if head.startswith(_PACKED) and head[_PACKED_NAME_AT:].startswith(BACKUP_HEAD.encode()):
        return Found.BACKUP
    if not head.startswith(_MAGIC) or len(head) < _HEADER_BYTES:
        return Found.FOREIGN
    mark = int.from_bytes(head[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4], "big")
    return Found.STORE if mark == APPLICATION_ID else Found.OTHER_DATABASE


def identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of the file, None if there is none: a store must not be swapped under us."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def may_write(path: Path) -> bool:
    """Whether the file and its folder may be written: the write-ahead log stands beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def on_network(path: Path) -> bool:
    """Whether the path lies on a network share, as far as the system tells."""
    if sys.platform == "win32":
        return _windows_remote(path)
    return _kind_of(path.resolve(), _mounts()) in _NETWORK


def _windows_remote(path: Path) -> bool:
    drive = os.path.splitdrive(os.path.abspath(path))[0]
    if drive.startswith("\\\\"):
        return True
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - not there for mypy elsewhere
    return bool(kernel.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE)


def _mounts() -> list[tuple[str, str]]:
    """Mount points and their file systems' names."""
    try:
        if sys.platform == "darwin":
            import subprocess

            said = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5)
            return [_darwin_mount(line) for line in said.stdout.splitlines() if " on " in line]
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except (OSError, ValueError, RuntimeError):
        return []
    return [_linux_mount(line) for line in lines if line.count(" ") >= 2]


def _linux_mount(line: str) -> tuple[str, str]:
    """``device point kind options``, with blanks in octal (proc(5))."""
    _device, point, kind = line.split(" ")[:3]
    for code, sign in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, sign)
    return point, kind


def _darwin_mount(line: str) -> tuple[str, str]:
    """``device on point (kind, options)``."""
    point, _, options = line.partition(" on ")[2].rpartition(" (")
    return point, options.split(",")[0].rstrip(")")


def _kind_of(path: Path, mounts: list[tuple[str, str]]) -> str:
    """The file system that the path lies on; later mounts hide earlier ones."""
    best, kind = -1, ""
    for point, name in mounts:
        inside = path == Path(point) or Path(point) in path.parents
        if inside and len(point) >= best:
            best, kind = len(point), name
    return "sshfs" if kind.startswith(_NETWORK_FUSE) else kind.lower()

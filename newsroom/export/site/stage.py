"""The stage: a whole tree in the making, of which only what differs is written.

It holds the site as it was before the one that stands. Files that the standing site has too are the
same files under two names (hard links), so that thousands of them cost nothing; none is ever
changed in place.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from newsroom.export.site import manifest as manifests
from newsroom.export.site.manifest import Entry, Manifest
from newsroom.export.site.tree import look, sync_disk, sync_folder

if sys.platform == "linux":
    import fcntl
    import signal

    _QUIET = int(signal.SIGURG)

_FEW = 200  # files that are made to last one by one; with more, the whole disk is asked at once


class Stage:
    """The tree that is built at ``place`` to become the site; ``live`` is the one that stands."""

    def __init__(self, place: Path, live: Path, *, blind: bool = False) -> None:
        """``blind`` is for who knows what lies here without its manifest."""
        self.place = place
        self._live = live
        self._root = os.fspath(place) + os.sep
        self._from = os.fspath(live) + os.sep
        self._folders: set[str] = set()
        self._written: list[str] = []
        self._empty: set[str] = set()  # folders that are wanted for themselves
        self._linking = True
        before = None if blind else manifests.listed(place)
        # From here on it is no site: one that is found without its manifest is not trusted.
        with contextlib.suppress(FileNotFoundError):
            (place / manifests.NAME).unlink()
        found = look(place, names=True) if place.is_dir() else None
        trusted = before is not None and found is not None
        self._there: dict[str, str | None] = {}  # with their lines of the manifest
        if found is not None:
            # Nobody else comes here, and what its manifest tells was true when it was written.
            known = before.lines if trusted and before else {}
            self._there = {path: known.get(path) for path in found.files}
            self._folders = set(found.folders)
            for path in found.odd:
                os.unlink(self._root + path)
        place.mkdir(parents=True, exist_ok=True)
        if live.is_dir():
            with contextlib.suppress(OSError):
                os.chmod(place, stat.S_IMODE(os.stat(live).st_mode))

    def put(self, path: str, content: bytes) -> int:
        """Write a file; gives its time (ns)."""
        handle = _anew(self._root + path, len(content)) if path in self._there else None
        if handle is None:
            self._clear(path)
            handle = os.open(self._root + path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        else:
            self._there[path] = None
        try:
            done = os.write(handle, content)
            while done < len(content):
                done += os.write(handle, memoryview(content)[done:])
            mtime = os.fstat(handle).st_mtime_ns
        finally:
            os.close(handle)
        self._written.append(path)
        return mtime

    def keep(self, path: str, entry: Entry) -> None:
        """Have the very file that stands on the site."""
        line = self._there.get(path)
        same = f"{path}\t{entry.sha256}\t{entry.size}\t{entry.mtime}\t"
        if line is not None and line.startswith(same):
            return
        self.share(path)

    def share(self, path: str) -> None:
        """Have the file that stands on the site, whoever made it."""
        self._clear(path)
        if self._linking:
            try:
                os.link(self._from + path, self._root + path, follow_symlinks=False)
                return
            except (OSError, NotImplementedError):
                if not os.path.lexists(self._from + path):
                    raise
                self._linking = False  # a file system without links: copies do as well
        import shutil

        shutil.copy2(self._from + path, self._root + path, follow_symlinks=False)
        self._written.append(path)

    def folder(self, path: str) -> None:
        """Have a folder, though nothing may lie in it."""
        self._ensure(path)
        self._empty.add(path)

    def catch_up(self, wanted: Collection[str], drift: Iterable[str]) -> None:
        """Have just these files that stand on the site; ``drift`` are those that lie here and
        differ from them."""
        for path in self._there.keys() - set(wanted):
            os.unlink(self._root + path)
            del self._there[path]
        missing = set(wanted) - self._there.keys()
        for path in missing.union(path for path in drift if path in wanted):
            self.share(path)

    def finish(self, manifest: Manifest, others: Iterable[str]) -> None:
        """Take away what is not to be there, make all of it last, and say what it is."""
        wanted = set(manifest.files) | set(others)
        self._written = [path for path in self._written if path in wanted]
        for path in self._there.keys() - wanted:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self._root + path)
        lowest = {path.rpartition("/")[0] for path in wanted} | self._empty
        kept = {folder for one in lowest for folder in above(f"{one}/")}
        for folder in sorted(self._folders - kept, key=len, reverse=True):
            with contextlib.suppress(OSError):  # one that others have is put back empty
                os.rmdir(self._root + folder)
        self.seal(manifests.write(manifest))

    def seal(self, manifest: bytes) -> None:
        """Make all of it last, and then say what it is."""
        self._last()
        with open(self.place / manifests.NAME, "xb") as file:
            file.write(manifest)
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.place)

    def _clear(self, path: str) -> None:
        """Room for a file: its folder is there and nothing stands in its place."""
        if path in self._there:
            os.unlink(self._root + path)
            del self._there[path]
        head, slash, _name = path.rpartition("/")
        if slash and head not in self._folders:
            self._ensure(head)
        self._there[path] = None

    def _ensure(self, folder: str) -> None:
        os.makedirs(self._root + folder, exist_ok=True)
        self._folders.update(above(folder + "/"))

    def _last(self) -> None:
        """Make what was written last through a power cut."""
        if len(self._written) > _FEW and sync_disk(self.place):
            return
        for path in self._written:
            handle = os.open(self._root + path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        if os.name != "nt":
            for folder in {path.rpartition("/")[0] for path in self._written}:
                sync_folder(self.place / folder)


def _anew(name: str, size: int) -> int | None:
    """A file of ours opened to be written over, which costs half of making another; None where it
    may not be.

    It must have no second name, under which it is part of the site, and nobody may have it open: a
    slow reader may still be at it from when it stood on the site. The system grants a lease for
    writing only where that is so (fcntl(2), F_SETLEASE).
    """
    if sys.platform != "linux":
        return None
    try:
        handle = os.open(name, os.O_WRONLY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        told = os.fstat(handle)
        if told.st_nlink != 1 or not stat.S_ISREG(told.st_mode):
            raise BlockingIOError
        fcntl.fcntl(handle, fcntl.F_SETSIG, _QUIET)  # not SIGIO, which would end this process
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_WRLCK)  # it ends with the handle
        if told.st_size > size:
            os.ftruncate(handle, size)
    except OSError:
        os.close(handle)
        return None
    return handle


def above(path: str) -> list[str]:
    """The folders that a file lies in, the innermost last, by their paths."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]


def take_over(late: Mapping[str, tuple[int, int]], old: Path, new: Path) -> None:
    """Bring files that others put into the old tree at the last moment into the new one."""
    for path in late:
        target = new / path
        if not os.path.lexists(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError):
                os.rename(old / path, target)

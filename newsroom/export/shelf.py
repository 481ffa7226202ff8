"""Renditions on the disk, by the hash of the picture that they were made of.

It is a cache of this computer: what is broken or gone is made again, what is too much goes, the
longest unused first. Nothing here raises.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from newsroom.export.pictures import Rendition

RECIPE = 2
"""Goes up whenever the same picture and width become other bytes."""

MOST_BYTES = 2 * 1024**3
"""Of all renditions together: some ten thousand photographs."""

_LOOK_EVERY = 200  # files laid down between two looks at how much there is
_MIMES = {b"p": "image/png", b"j": "image/jpeg", b"w": "image/webp"}
_KINDS = {mime: kind for kind, mime in _MIMES.items()}
_HEAD = 1 + 4 + 4 + 16  # kind, width, height, digest of the rest


class DiskShelf:
    """A folder of renditions. Usable from any thread and by several processes."""

    def __init__(self, folder: Path, most: int = MOST_BYTES) -> None:
        self._folder = folder
        self._most = most
        self._laid = 0

    def get(self, sha256: str, width: int) -> Rendition | None:
        """The rendition, None where there is none that is whole."""
        path = self._path(sha256, width)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        head, content = data[:_HEAD], data[_HEAD:]
        mime = _MIMES.get(head[:1])
        if mime is None or head[9:] != _digest(content):
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # it is used: it stays
        wide, high = (int.from_bytes(head[at : at + 4], "big") for at in (1, 5))
        return Rendition(content, mime, wide, high)

    def put(self, sha256: str, width: int, made: Rendition) -> None:
        """Lay it down, whole or not at all."""
        kind = _KINDS[made.mime]
        size = made.width.to_bytes(4, "big") + made.height.to_bytes(4, "big")
        path = self._path(sha256, width)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(kind + size + _digest(made.content) + made.content)
                os.replace(name, path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        self._laid += 1
        if self._laid % _LOOK_EVERY == 0:
            self.tidy()

    def tidy(self) -> None:
        """Let the longest unused go until a tenth of the room is free, if there is too much."""
        found: list[tuple[float, int, Path]] = []
        with contextlib.suppress(OSError):
            for path in self._folder.glob("*/*"):
                stat = path.stat()
                found.append((stat.st_mtime, stat.st_size, path))
        total = sum(size for _at, size, _path in found)
        if total <= self._most:
            return
        for _at, size, path in sorted(found):
            if total <= self._most * 9 // 10:
                return
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size

    def _path(self, sha256: str, width: int) -> Path:
        return self._folder / sha256[:2] / f"{sha256}-{width}-{RECIPE}"


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()

"""What a site's folder holds: every file of ours with its digest, its key and what it shows.

It lies in the folder itself and changes places with it, so that it always tells of the very files
that it lies among. The first line is JSON about the whole; then one line a file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

NAME = ".newsroom-site"
FORMAT = 1
_SHA256 = 64  # letters of a digest in hexadecimal


class Entry(NamedTuple):
    """A file as it was written. ``mtime`` is in nanoseconds.

    ``shows`` are the pictures on it, ``box`` (a place in the manifest's ``boxes``) those of its
    Recent Posts box. For a picture ``key`` says what it was made of.
    """

    sha256: str
    size: int
    mtime: int
    kind: str
    key: str
    article: int = 0
    shows: tuple[str, ...] = ()
    box: int = -1


_NO_FILES: Mapping[str, Entry] = MappingProxyType({})


class Manifest(NamedTuple):
    """A published site. (No dataclass: to make one takes longer than to see that nothing changed.)

    ``seq`` and ``frames`` are the state of the store and of everything pages are made with;
    ``changes_at`` when, in microseconds, the site changes by the clock alone; ``root`` the digest
    over all files.
    """

    uid: str = ""
    at: str = ""  # ISO 8601
    store: str = ""
    seq: int = -1
    frames: str = ""
    changes_at: int | None = None
    shared: bool = False
    root: str = ""
    boxes: tuple[tuple[str, ...], ...] = ()
    files: Mapping[str, Entry] = _NO_FILES

    def pictures(self) -> set[str]:
        """Every picture that some page shows."""
        found: set[str] = set()
        boxes: set[int] = set()
        for entry in self.files.values():
            if entry.shows:
                found.update(entry.shows)
            boxes.add(entry.box)
        for box in boxes:
            if box >= 0:
                found.update(self.boxes[box])
        return found


def root_of(files: Mapping[str, Entry]) -> str:
    """One digest over the paths and digests of all files."""
    said = hashlib.sha256()
    said.update("".join(f"{path}\0{files[path].sha256}\n" for path in sorted(files)).encode())
    return said.hexdigest()


def write(manifest: Manifest) -> bytes:
    """The manifest as it lies in the folder."""
    lines = [json.dumps({"format": FORMAT, **_head(manifest)}, ensure_ascii=False)]
    lines += [line_of(path, entry) for path, entry in sorted(manifest.files.items())]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")


def line_of(path: str, e: Entry) -> str:
    """The line of a file."""
    return (
        f"{path}\t{e.sha256}\t{e.size}\t{e.mtime}\t{e.kind}\t{e.key}\t{e.article}\t"
        f"{' '.join(e.shows)}\t{e.box}"
    )


def _head(manifest: Manifest) -> dict[str, object]:
    return {name: getattr(manifest, name) for name in Manifest._fields if name != "files"}


def read(folder: Path) -> Manifest | None:
    """The manifest of a folder, None where there is none or it can't be understood."""
    try:
        data = (folder / NAME).read_bytes()
    except OSError:
        return None
    return parse(data)


class Listed:
    """A manifest as it was read, its lines not yet taken apart: for who needs few of them.

    ``whole`` has no files. ``mark`` tells whether the file was changed since.
    """

    def __init__(self, whole: Manifest, lines: dict[str, str], mark: tuple[int, int]) -> None:
        self.whole = whole
        self.lines = lines
        self.mark = mark

    def times(self) -> dict[str, tuple[int, int]]:
        """Size and time of each file."""
        found: dict[str, tuple[int, int]] = {}
        for path, line in self.lines.items():
            _path, _sha256, size, mtime, _rest = line.split("\t", 4)
            found[path] = (int(size), int(mtime))
        return found

    def entry(self, path: str) -> Entry | None:
        """What is said of a file."""
        line = self.lines.get(path)
        return None if line is None else _entries([line])[path]

    def root(self) -> str:
        """``root_of`` its files."""
        said = [
            f"{path}\0{line[len(path) + 1 : len(path) + 1 + _SHA256]}\n"
            for path, line in sorted(self.lines.items())
        ]
        return hashlib.sha256("".join(said).encode()).hexdigest()

    def written(self) -> bytes:
        """As it lies in the folder. The lines have to be in the order of their paths."""
        head = json.dumps({"format": FORMAT, **_head(self.whole)}, ensure_ascii=False)
        return "\n".join([head, *self.lines.values(), ""]).encode("utf-8", "surrogatepass")


def head(folder: Path) -> Manifest | None:
    """What a manifest says of the whole, None where there is none."""
    try:
        with open(folder / NAME, "rb") as file:
            return parse(file.readline())
    except OSError:
        return None


def mark_of(folder: Path) -> tuple[int, int] | None:
    """By what one knows that the manifest was not put anew; None where there is none."""
    try:
        told = os.stat(folder / NAME)
    except OSError:
        return None
    return told.st_mtime_ns, told.st_ino


def listed(folder: Path) -> Listed | None:
    """The manifest of a folder with its lines as they are; quicker than ``read``."""
    try:
        mark = mark_of(folder)
        if mark is None:
            return None
        data = (folder / NAME).read_bytes()
        first, *lines = data.decode("utf-8", "surrogatepass").removesuffix("\n").split("\n")
        whole = parse(first.encode("utf-8", "surrogatepass") + b"\n")
        if whole is None:
            return None
        return Listed(whole, {line[: line.index("\t")]: line for line in lines}, mark)
    except (OSError, ValueError):
        return None


def parse(data: bytes) -> Manifest | None:
    """A manifest out of its bytes, None where they are none."""
    try:
        first, *lines = data.decode("utf-8", "surrogatepass").removesuffix("\n").split("\n")
        head = json.loads(first)
        if head.pop("format") != FORMAT:
            return None
        # What a newer newsroom says besides is none of our business.
        head = {name: value for name, value in head.items() if name in Manifest._fields}
        head["boxes"] = tuple(tuple(box) for box in head["boxes"])
        return Manifest(**head, files=_entries(lines))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _entries(lines: Iterable[str]) -> dict[str, Entry]:
    files: dict[str, Entry] = {}
    make = Entry._make
    for line in lines:
        path, sha, size, mtime, kind, key, article, shows, box = line.split("\t")
        files[path] = make(
            (sha, int(size), int(mtime), kind, key, int(article),
             tuple(shows.split(" ")) if shows else (), int(box))
        )  # fmt: skip
    return files

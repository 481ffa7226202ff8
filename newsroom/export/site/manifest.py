"""What a site's folder holds: every file of ours with its digest, its key and what it shows.

It lies in the folder itself and changes places with it, so that it always tells of the very files
that it lies among. The first line is JSON about the whole; then one line a file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

NAME = ".newsroom-site"
FORMAT = 1


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A published site.

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
    files: Mapping[str, Entry] = field(default_factory=dict)

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
    head = {name: value for name, value in _head(manifest).items() if name != "files"}
    lines = [json.dumps({"format": FORMAT, **head}, ensure_ascii=False)]
    lines += [
        f"{path}\t{e.sha256}\t{e.size}\t{e.mtime}\t{e.kind}\t{e.key}\t{e.article}\t"
        f"{' '.join(e.shows)}\t{e.box}"
        for path, e in sorted(manifest.files.items())
    ]
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogatepass")


def _head(manifest: Manifest) -> dict[str, object]:
    small = Manifest(
        **{name: getattr(manifest, name) for name in Manifest.__slots__ if name != "files"}
    )
    return asdict(small)


def read(folder: Path) -> Manifest | None:
    """The manifest of a folder, None where there is none or it can't be understood."""
    try:
        data = (folder / NAME).read_bytes()
    except OSError:
        return None
    return parse(data)


def times(folder: Path) -> tuple[Manifest, dict[str, tuple[int, int]]] | None:
    """What a manifest says of the whole, and size and time of each file; quicker than ``read``."""
    try:
        data = (folder / NAME).read_bytes()
        first, *lines = data.decode("utf-8", "surrogatepass").removesuffix("\n").split("\n")
        whole = parse(first.encode("utf-8", "surrogatepass") + b"\n")
        if whole is None:
            return None
        found: dict[str, tuple[int, int]] = {}
        for line in lines:
            path, _sha256, size, mtime, _rest = line.split("\t", 4)
            found[path] = (int(size), int(mtime))
        return whole, found
    except (OSError, ValueError):
        return None


def parse(data: bytes) -> Manifest | None:
    """A manifest out of its bytes, None where they are none."""
    try:
        first, *lines = data.decode("utf-8", "surrogatepass").removesuffix("\n").split("\n")
        head = json.loads(first)
        if head.pop("format") != FORMAT:
            return None
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

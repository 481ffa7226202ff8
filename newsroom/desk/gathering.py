"""The files of an import: folders gone through, and which source reads which file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from newsroom import intake
from newsroom.i18n import _
from newsroom.intake.arrival import Source
from newsroom.news.errors import BadInput
from newsroom.store import places

MOST_FILES = 20_000
"""How many files one import takes; all of them stand in one transaction."""

MOST_DEPTH = 20
"""How deep folders are gone into: deeper than any site keeps its posts, not a link's circle."""

_HEAD = 4096  # bytes: as much as tells an XML file's root
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file begins that Word wrote before 2007 ([MS-CFB] 2.2)."""

_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".tif", ".tiff", ".heic", ".avif")

_NOT_STORIES = frozenset({"node_modules", "__macosx", "themes", "layouts", "archetypes"})
"""Folders of site builders that hold no stories (in small letters)."""


def source_of(path: Path) -> Source:
    """The source that reads this file. Raises BadInput where there is none."""
    if path.exists() and not path.is_file() and not path.is_dir():
        # To read a pipe is to wait for whoever writes into it.
        raise BadInput(_("{name} is a pipe or a device, not a file.").format(name=path.name))
    if places.is_held(path):
        raise BadInput(
            _("{name} is the store of a newsroom that is open here, not a file of stories.").format(
                name=path.name
            )
        )
    name = path.name.lower()
    fitting = [
        (len(max((s for s in source.suffixes if name.endswith(s)), key=len)), source)
        for source in intake.SOURCES
        if name.endswith(source.suffixes)
    ]
    if not fitting:
        if _head(path).startswith(_OLD_OFFICE):
            raise BadInput(
                _("{name} is of an old Office. Save it as .docx or .odt to take it in.").format(
                    name=path.name
                )
            )
        if name.endswith(_PICTURES):
            raise BadInput(
                _(
                    "{name} is a picture; bring it into the picture library, not in as a story."
                ).format(name=path.name)
            )
        raise BadInput(
            _("{name} is of no kind that can be imported; known are {known}.").format(
                name=path.name, known=", ".join(suffixes())
            )
        )
    longest = max(length for length, _source in fitting)
    telling = [source for length, source in fitting if length == longest]
    if len(telling) > 1 or hasattr(telling[0], "knows"):
        head = _head(path)
        for source in telling:
            knows = getattr(source, "knows", None)
            if knows is not None and knows(path, head):
                return source
        telling = [source for source in telling if not hasattr(source, "knows")] or telling[-1:]
    return telling[0]


def each_file(paths: Iterable[Path | str]) -> tuple[Path, ...]:
    """The files, with folders replaced by all importable files in them, in their order.

    Raises BadInput where a folder holds none, or where there are too many.
    """
    found: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = list(_inside(path, 0))
            if not inside:
                raise BadInput(
                    _("The folder {name} holds nothing that can be imported.").format(name=path)
                )
            found.extend(inside)
        else:
            found.append(path)
        if len(found) > MOST_FILES:
            raise BadInput(
                _("{n} files are too many at once; at most {most} go together.").format(
                    n=f"{len(found):,}", most=f"{MOST_FILES:,}"
                )
            )
    return tuple(found)


def _inside(folder: Path, depth: int) -> Iterator[Path]:
    """The importable files in a folder and those in it, by name; links are not followed."""
    ends = suffixes()
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise BadInput(
            _("The folder {name} can't be read: {reason}.").format(
                name=folder, reason=error.strerror
            )
        ) from None
    folders: list[str] = []
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry.name)
        elif entry.name.lower().endswith(ends) and not entry.name.startswith("_index."):
            yield folder / entry.name
    for name in folders if depth < MOST_DEPTH else ():
        if name.lower() not in _NOT_STORIES and not name.lower().endswith(("_files", ".assets")):
            yield from _inside(folder / name, depth + 1)


def suffixes() -> tuple[str, ...]:
    """The ends of the files that can be imported."""
    return tuple(dict.fromkeys(suffix for source in intake.SOURCES for suffix in source.suffixes))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD)
    except (OSError, ValueError):
        return b""  # reading it says what is wrong

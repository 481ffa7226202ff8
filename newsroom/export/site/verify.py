"""Whether a published site is still what was sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from newsroom.export.site.manifest import Manifest, root_of
from newsroom.export.site.tree import look


class Fault(StrEnum):
    """How a file differs."""

    MISSING = "missing"
    CHANGED = "changed"
    OTHER = "other"  # somebody else's file; it does no harm
    RECORD = "record"  # the list of files itself was changed


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that is not what was sent."""

    path: str
    fault: Fault


def differences(folder: Path, manifest: Manifest) -> Iterator[Difference]:
    """Every file that differs, by reading all of them; paths in the order of the alphabet."""
    if root_of(manifest.files) != manifest.root:
        yield Difference("", Fault.RECORD)
    found = look(folder)
    for path in sorted(manifest.files.keys() | found.files.keys() | found.odd):
        entry = manifest.files.get(path)
        if entry is None:
            yield Difference(path, Fault.OTHER)
        elif path not in found.files:
            yield Difference(path, Fault.MISSING)
        elif _digest(folder / path) != entry.sha256:
            yield Difference(path, Fault.CHANGED)


def _digest(path: Path) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""  # it can't be read, so nobody can say that it is the same

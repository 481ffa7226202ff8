"""What newsroom wrote into a folder: how it knows files of its own that carry no mark of theirs.

A web page says itself that it is ours. A Markdown file or a DOCX does not, so the folder holds a
record of names and hashes; a file that somebody changed since is not in it, and is left alone.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from newsroom.export.files import write

RECORD = ".newsroom-export"

_MARK = b'name="newsroom:digest"'


def marked(content: bytes) -> bool:
    """Whether a file says itself that newsroom made it."""
    return _MARK in content


class Written:
    """The record of one folder. ``keep`` writes it, if anything came to it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / RECORD
        self._new: dict[str, str] = {}
        self._known = _read(self._path)

    def is_ours(self, path: Path) -> bool:
        """Whether the file lies there as newsroom wrote it, or says itself that it is ours."""
        content = path.read_bytes()
        return marked(content) or self._known.get(path.name) == _hash(content)

    def add(self, name: str, content: bytes) -> None:
        """Newsroom wrote this, right into the folder."""
        if not marked(content):
            self._new[name] = _hash(content)

    def keep(self) -> None:
        """Write down what came to it. Raises DiskFull or BadInput with a sentence."""
        known = _read(self._path)  # another export may have been here
        if self._new.items() <= known.items():
            return
        here = {name: value for name, value in known.items() if (self._path.parent / name).exists()}
        said = json.dumps({"files": here | self._new}, ensure_ascii=False, indent=1, sort_keys=True)
        write(self._path, said.encode("utf-8", "replace"))


def _read(path: Path) -> dict[str, str]:
    """Names and hashes; a record that can't be read knows nothing."""
    try:
        files = json.loads(path.read_bytes())["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    if not isinstance(files, dict):
        return {}
    return {str(name): value for name, value in files.items() if isinstance(value, str)}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""What a site is deployed to, seen from here: files by path, each put there whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from newsroom.export.files import place as inside
from newsroom.export.files import write
from newsroom.i18n import _
from newsroom.news.errors import BadInput, NewsroomError
from newsroom.news.outward import Target


class Place(Protocol):
    """A folder somewhere else. Paths have slashes and never lead out of it.

    All raise Undelivered, or Unanswered where the line broke.
    """

    def read(self, path: str) -> bytes | None:
        """A file's bytes, None where there is none."""

    def write(self, path: str, content: bytes) -> None:
        """Put a file there: readers see the old one or the new one, never half."""

    def delete(self, path: str) -> None:
        """Take a file away; one that is not there is no fault."""

    def close(self) -> None:
        """Hang up."""


class UnknownHost(NewsroomError):
    """A server showed a key that nobody here has vouched for; ``key`` is the whole of it."""

    def __init__(self, target: Target, key: str, fingerprint: str) -> None:
        super().__init__(
            _(
                "{address} is not known here yet. It shows the key {fingerprint}; "
                "compare it with what its keeper says."
            ).format(address=target.address, fingerprint=fingerprint)
        )
        self.target = target
        self.key = key
        self.fingerprint = fingerprint


class Folder:
    """A folder of this computer, or of what is mounted on it."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_absolute():
            raise BadInput(_("Write the whole path of the folder, from the root."))
        self._folder = folder

    def read(self, path: str) -> bytes | None:
        """A file's bytes."""
        try:
            return inside(self._folder, path).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise BadInput(_("{path} can't be read.").format(path=self._folder / path)) from error

    def write(self, path: str, content: bytes) -> None:
        """Put a file there."""
        write(inside(self._folder, path), content)

    def delete(self, path: str) -> None:
        """Take a file away, and the folders that are empty without it."""
        file = inside(self._folder, path)
        try:
            file.unlink(missing_ok=True)
            for parent in file.parents:
                if parent == self._folder or any(parent.iterdir()):
                    break
                parent.rmdir()
        except OSError as error:
            raise BadInput(_("{path} can't be deleted.").format(path=file)) from error

    def close(self) -> None:
        """Nothing is held."""

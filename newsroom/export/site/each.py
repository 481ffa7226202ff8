"""Publishing into a folder that can't be replaced: all files lie ready first, then each takes its
place.

From the moment that all of them lie ready there is no way back but forward: what was not put into
place is put there by the next look. Pages come after what they need, deleting comes last.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from newsroom.export.site import manifest as manifests
from newsroom.export.site.manifest import Entry, Manifest
from newsroom.export.site.tree import READY, files_in, put_in_place, sync_folder


class EachStage:
    """Files that wait in ``state`` for their place in ``live``."""

    def __init__(self, state: Path, live: Path) -> None:
        self._live = live
        self._ready = state / READY
        self.place = state / "new"
        import shutil

        shutil.rmtree(self.place, ignore_errors=True)
        self.place.mkdir(parents=True)
        self._old = manifests.read(live)

    def put(self, path: str, content: bytes) -> int:
        """Write a file; gives its time (ns)."""
        target = self.place / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with open(target, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            return os.fstat(file.fileno()).st_mtime_ns

    def keep(self, path: str, entry: Entry) -> None:
        """It stands where it is."""

    def share(self, path: str) -> None:
        """It stands where it is."""

    def folder(self, path: str) -> None:
        """It stands where it is."""

    def finish(self, manifest: Manifest, others: Iterable[str]) -> None:
        """Say that all lies ready. From here on it is done, if need be by who comes next."""
        old = self._old.files.keys() if self._old else set()
        gone = sorted(old - manifest.files.keys() - set(others))
        wanted = set(manifest.files)
        for path in files_in(self.place):
            if path not in wanted:
                (self.place / path).unlink()
        (self.place / manifests.NAME).write_bytes(manifests.write(manifest))
        part = self._ready.with_name("ready.part")
        with open(part, "w", encoding="utf-8") as file:
            json.dump(gone, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, self._ready)
        sync_folder(self._ready.parent)

    def apply(self) -> None:
        """Put every file into its place."""
        put_in_place(self._ready.parent, self._live)

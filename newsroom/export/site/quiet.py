"""Whether there is nothing to do, told by a few numbers and the times of the files alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from newsroom.export.site.frames import Frames
from newsroom.export.site.manifest import Manifest
from newsroom.export.site.tree import look


def stands(
    folder: Path,
    manifest: Manifest,
    times: Mapping[str, tuple[int, int]],
    *,
    store: str,
    seq: int,
    shared: bool,
    now: float,
    templates: Path | None,
) -> bool:
    """Whether the site in ``folder`` is what would be published ``now`` (microseconds).

    ``times`` are sizes and times of the files as they were written; ``store`` and ``seq`` are the
    store's name and count of changes. No file is read: one whose size and time are those of its
    writing is taken to be what it was; ``verify`` reads them all.
    """
    if (
        manifest.store != store
        or manifest.seq != seq
        or manifest.shared != shared
        or (manifest.changes_at is not None and manifest.changes_at <= now)
        or manifest.frames != Frames(templates).all
    ):
        return False
    return times.items() <= look(folder).files.items()

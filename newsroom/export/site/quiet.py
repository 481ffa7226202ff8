"""Whether there is nothing to do, told by a few numbers and the times of the files alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from newsroom.export.site.frames import Frames
from newsroom.export.site.manifest import Manifest
from newsroom.export.site.tree import Found, look


def is_of(manifest: Manifest, *, store: str, shared: bool | None, templates: Path | None) -> bool:
    """Whether a site is that of the store so named, and made with what pages are made with now.

    ``shared`` None is as it stands.
    """
    return (
        manifest.store == store
        and shared in (None, manifest.shared)
        and manifest.frames == Frames(templates).all
    )


def lies_as(times: Mapping[str, tuple[int, int]], found: Found) -> bool:
    """Whether files lie as they were written: ``times`` are sizes and times then.

    No file is read: one whose size and time are those of its writing is taken to be what it was;
    ``verify`` reads them all.
    """
    return times.items() <= found.files.items()


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

    ``store`` and ``seq`` are the store's name and count of changes.
    """
    if manifest.seq != seq or (manifest.changes_at is not None and manifest.changes_at <= now):
        return False
    return is_of(manifest, store=store, shared=shared, templates=templates) and lies_as(
        times, look(folder)
    )

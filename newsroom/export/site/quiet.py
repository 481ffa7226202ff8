"""Whether there is nothing to do, told by a few numbers and the times of the files alone."""

from __future__ import annotations

import contextlib
import marshal
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.export.site import manifest as manifests
from newsroom.export.site.frames import Frames
from newsroom.export.site.manifest import Manifest

if TYPE_CHECKING:
    from newsroom.export.site.tree import Found


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


def untouched(folder: Path, mark: tuple[int, int], kept: Path) -> int | None:
    """How many files a site has, if each lies as it was written; None where one does not.

    ``mark`` is that of its manifest, which is to tell what was written; in the file ``kept`` that
    lies so that it need not be taken apart every time.
    """
    known = _recalled(kept, mark)
    if known is None:
        listed = manifests.listed(folder)
        if listed is None or listed.mark != mark:
            return None
        times = listed.times()
        known = (
            list(times),
            [size for size, _at in times.values()],
            [at for _, at in times.values()],
        )
        _keep(kept, mark, known)
    lstat, base = os.lstat, None
    if lstat in os.supports_dir_fd:
        base = os.open(folder, os.O_RDONLY)  # the way to the folder need not be gone for each
    above = "" if base is not None else os.fspath(folder) + os.sep
    try:
        for path, size, at in zip(*known, strict=True):
            told = lstat(above + path, dir_fd=base)
            if told.st_mtime_ns != at or told.st_size != size:
                return None
    except OSError:
        return None
    finally:
        if base is not None:
            os.close(base)
    return len(known[0])


_Times = tuple[list[str], list[int], list[int]]
"""Paths, sizes and times of the files of a site."""


def _recalled(kept: Path, mark: tuple[int, int]) -> _Times | None:
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        of, *known = marshal.loads(kept.read_bytes())
        if of == mark:
            paths, sizes, times = known
            return paths, sizes, times
    return None


def _keep(kept: Path, mark: tuple[int, int], known: _Times) -> None:
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f"{kept.name}.{os.getpid()}")
        part.write_bytes(marshal.dumps((mark, *known)))
        os.replace(part, kept)


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
    from newsroom.export.site.tree import look

    return is_of(manifest, store=store, shared=shared, templates=templates) and lies_as(
        times, look(folder)
    )

"""Whether the site is what the store holds, answered without opening the newsroom."""

from __future__ import annotations

import os
from pathlib import Path

from newsroom.export.site import manifest as manifests
from newsroom.export.site.quiet import stands
from newsroom.news.clock import Clock
from newsroom.store.glance import glance


def nothing_new(store: Path, to: Path, clock: Clock, *, shared: bool | None) -> int | None:
    """How many files stand as they would be published; None where one has to look closer."""
    folder = Path(os.path.realpath(to))
    found = manifests.times(folder)
    told = glance(store) if found is not None else None
    if found is None or told is None:
        return None
    manifest, times = found
    uid, seq = told
    same = stands(
        folder,
        manifest,
        times,
        store=uid,
        seq=seq,
        shared=manifest.shared if shared is None else shared,
        now=clock().timestamp() * 1_000_000,
        templates=store.with_name(f"{store.name}-files") / "templates",  # store.connect, desk.pages
    )
    return len(times) if same else None

"""Whether the site is what the store holds, answered without opening the newsroom."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from newsroom.export.site import manifest as manifests
from newsroom.export.site.quiet import is_of, lies_as, untouched
from newsroom.paths import cache_dir
from newsroom.store.glance import glance

if TYPE_CHECKING:
    from newsroom.export.site.manifest import Listed
    from newsroom.export.site.tree import Found, Tree
    from newsroom.news.clock import Clock


class Fresh(NamedTuple):
    """A site that is what the store holds: there is nothing to do. ``files`` is their number."""

    files: int


class Stand(NamedTuple):
    """A site that stands as it was published."""

    tree: Tree
    listed: Listed
    found: Found
    templates: Path

    @property
    def key(self) -> str:
        """The folder's own, for what is kept about it."""
        return folder_key(self.tree.folder)


IGNORED = frozenset({"lock", "inbox", "media", "outbox"})
"""What may be done to anything of these kinds without a reader seeing it."""

UNSEEN = frozenset({"anchors", "sign", "tick", "untick"})
"""What the desk does to a story that readers see without their seeing it."""

Act = tuple[int, str, int]
"""What was done to a story: its number, the verb, and 1 where readers may see it."""


SMALL = frozenset({"save", "publish"})
"""What readers see of which a small change can be made."""


def small_acts(acts: Iterable[tuple[str, int | None, str, int]]) -> list[Act] | None:
    """What was done to stories, out of these acts (``Lean.acts``), if readers see nothing of it but
    saves and new stories; None where there was more."""
    found = []
    for subject, article, verb, recent in acts:
        if subject in IGNORED:
            continue
        if subject not in ("article", "review") or article is None:
            return None
        if subject == "review" and verb in UNSEEN:
            continue
        if recent and verb not in SMALL:
            return None
        found.append((article, verb, recent))
    return found


def _is_large(store: Path, since: int) -> bool:
    """Whether so much was done since that it is no small change, whatever stands there."""
    import sqlite3

    from newsroom.store.lean import Lean

    try:
        lean = Lean(store)
    except sqlite3.Error:
        return True
    try:
        return small_acts(lean.acts(since)) is None
    except sqlite3.Error:
        return True
    finally:
        lean.close()


def folder_key(folder: Path) -> str:
    """A short name for a folder."""
    return hashlib.blake2b(os.fsencode(folder), digest_size=8).hexdigest()


def stand_of(store: Path, to: Path, clock: Clock, *, shared: bool | None) -> Fresh | Stand | None:
    """The site in ``to`` if it is that of ``store``, made with what pages are made with now, and
    nobody changed or took a file of it; None where one has to look closer."""
    folder = Path(os.path.realpath(to))
    mark = manifests.mark_of(folder)  # first: what comes after it is noticed
    whole = manifests.head(folder)
    told = glance(store) if whole is not None else None
    if whole is None or mark is None or told is None:
        return None
    uid, seq = told
    templates = store.with_name(f"{store.name}-files") / "templates"  # store.connect, desk.pages
    if not is_of(whole, store=uid, shared=shared, templates=templates):
        return None
    if whole.changes_at is not None and whole.changes_at <= clock().timestamp() * 1_000_000:
        return None
    if seq == whole.seq:
        kept = cache_dir() / "site" / uid / f"lies-{folder_key(folder)}"
        files = untouched(folder, mark, kept)
        return None if files is None else Fresh(files)
    if _is_large(store, whole.seq):
        return None
    from newsroom.export.site.tree import Tree

    listed = manifests.listed(folder)
    tree = Tree(folder)
    found = tree.look()
    if listed is None or listed.mark != mark or not lies_as(listed.times(), found):
        return None
    return Stand(tree, listed, found, templates)

"""Whether the site is what the store holds, answered without opening the newsroom."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from newsroom.export.site import manifest as manifests
from newsroom.export.site.manifest import Listed
from newsroom.export.site.quiet import is_of, lies_as
from newsroom.export.site.tree import Found, Tree
from newsroom.news.clock import Clock
from newsroom.store.glance import glance
from newsroom.store.lean import Lean


@dataclass(slots=True)
class Stand:
    """A site that stands as it was published. ``fresh`` tells that the store holds just that."""

    tree: Tree
    listed: Listed
    found: Found
    templates: Path
    fresh: bool

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


def stand_of(store: Path, to: Path, clock: Clock, *, shared: bool | None) -> Stand | None:
    """The site in ``to`` if it is that of ``store``, made with what pages are made with now, and
    nobody changed or took a file of it; None where one has to look closer."""
    folder = Path(os.path.realpath(to))
    listed = manifests.listed(folder)
    told = glance(store) if listed is not None else None
    if listed is None or told is None:
        return None
    uid, seq = told
    whole = listed.whole
    templates = store.with_name(f"{store.name}-files") / "templates"  # store.connect, desk.pages
    if not is_of(whole, store=uid, shared=shared, templates=templates):
        return None
    if seq != whole.seq and _is_large(store, whole.seq):
        return None
    tree = Tree(folder)
    found = tree.look()
    if not lies_as(listed.times(), found):
        return None
    waits = whole.changes_at is None or whole.changes_at > clock().timestamp() * 1_000_000
    return Stand(tree, listed, found, templates, fresh=whole.seq == seq and waits)

"""The record of what went out to the site: written down in the store with every publishing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from newsroom.desk.seat import Seat
from newsroom.export.site import manifest as manifests
from newsroom.export.site.manifest import Manifest
from newsroom.export.site.tree import Tree

if TYPE_CHECKING:
    from newsroom.export.site.edition import Edition
    from newsroom.export.site.publish import Outcome


class SiteRecord:
    """Writes publishings down."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def sent(self, outcome: Outcome, tree: Tree, edition: Edition) -> None:
        """A publishing, with the names that its pages had before."""
        former = {
            name: article for name, article in edition.former.items() if article in edition.names
        }
        self.write_down(outcome.manifest, tree, outcome.written, outcome.deleted, former)

    def write_down(
        self,
        manifest: Manifest,
        tree: Tree,
        written: Mapping[str, str],
        deleted: Collection[str],
        former: Mapping[str, int],
    ) -> None:
        """What was written (path: SHA-256) and deleted; nothing in a store that is only read."""
        from newsroom.news.out import Publication

        store = self._seat.store
        if store.read_only:
            return
        known = store.publications.former_names()
        store.publications.add(
            Publication(
                uid=manifest.uid,
                at=datetime.fromisoformat(manifest.at),
                who=self._seat.author,
                target=str(tree.folder),
                written=len(written),
                deleted=len(deleted),
                total=len(manifest.files),
                root=manifest.root,
                files={**written, **dict.fromkeys(deleted, "")},
            ),
            {name: article for name, article in former.items() if known.get(name) != article},
        )

    def catch_up(self, tree: Tree, manifest: Manifest | None) -> None:
        """Write down a publication whose recording a power cut prevented."""
        store = self._seat.store
        if manifest is None or manifest.store != store.uid or not manifest.uid:
            return
        if any(one.uid == manifest.uid for one in store.publications.last(1)):
            return  # as ever; the list of its files need not be read for that
        if store.publications.get(manifest.uid) is not None:
            return
        before = manifests.read(tree.stage)
        old = before.files if before else {}
        written = {
            path: entry.sha256
            for path, entry in manifest.files.items()
            if path not in old or old[path].sha256 != entry.sha256
        }
        self.write_down(manifest, tree, written, old.keys() - manifest.files.keys(), {})

"""The way back: the site as it was before the last publishing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from newsroom.desk.siterecord import SiteRecord
from newsroom.desk.sitereport import SiteReport, Step
from newsroom.export.site import manifest as manifests
from newsroom.export.site.frames import Kind
from newsroom.export.site.stage import take_over
from newsroom.export.site.tree import Tree, look
from newsroom.i18n import _
from newsroom.news.errors import BadInput, Refused


def put_back(
    tree: Tree, to: Path, record: SiteRecord, *, at: datetime, taken: Collection[int]
) -> SiteReport:
    """Have the site that lies beside take the place of the one that stands, which then lies there.

    ``taken`` are the stories that were taken back from the readers: two people may have seen to
    it, and one click is not to undo that. The folder ``to`` is locked by the caller. Raises
    BadInput where nothing lies beside, Refused where one of ``taken`` would stand there again.
    """
    tree.repair()
    now, before = manifests.read(tree.folder), manifests.read(tree.stage)
    if now is None or before is None:
        raise BadInput(_("There is no earlier site of {folder} to go back to.").format(folder=to))
    again = sorted(
        path
        for path, entry in before.files.items()
        if entry.kind == Kind.STORY and entry.article in taken
    )
    if again:
        raise Refused(
            _(
                "The earlier site still has {page}, which was taken back since. "
                "Publish the site as it is now instead."
            ).format(page=again[0])
        )
    # It does not stand for what the store holds, so that the next publishing looks.
    stale = before._replace(seq=-1, uid=token_hex(8), at=at.isoformat())
    (tree.stage / manifests.NAME).write_bytes(manifests.write(stale))
    tree.swap()
    # What others have put there since stays there.
    theirs = look(tree.stage).files
    take_over(
        {path: theirs[path] for path in theirs.keys() - now.files.keys()},
        tree.stage,
        tree.folder,
    )
    changed = {
        path: entry.sha256
        for path, entry in before.files.items()
        if path not in now.files or now.files[path].sha256 != entry.sha256
    }
    gone = sorted(now.files.keys() - before.files.keys())
    record.write_down(stale, tree, changed, gone, {})
    why = _("the site was put back")
    return SiteReport(
        to=str(to),
        dry_run=False,
        written=tuple(Step(path, why) for path in sorted(changed)),
        deleted=tuple(Step(path, why) for path in gone),
        unchanged=len(before.files) - len(changed),
        uid=stale.uid,
    )

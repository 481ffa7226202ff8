"""The published site sent to where readers find it: to a server, a storage, a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from newsroom.desk.seat import Seat
from newsroom.desk.targets import find_target
from newsroom.export.outbound.connect import connect
from newsroom.export.outbound.deploy import (
    DeployPlan,
    Load,
    Progress,
    deploy,
    hold_ours,
    make_plan,
    read_record,
)
from newsroom.export.outbound.place import Place
from newsroom.export.site import manifest as manifests
from newsroom.export.site.tree import Tree
from newsroom.i18n import _
from newsroom.news.errors import BadInput, Refused
from newsroom.news.out import Publication
from newsroom.news.outward import Target, TargetKind
from newsroom.news.rights import Right

if TYPE_CHECKING:
    from newsroom.desk.secrets import Secrets
    from newsroom.desk.siting import Siting
    from newsroom.export.outbound.http import Send

Connect = Callable[[Target, str], Place]
"""The network: gives the place of a target."""

_LOOKED_AT = 50  # publications back, for the folder that the site was published into last


def earlier(to: Path) -> datetime | None:
    """When the site was published that ``Siting.back`` would put back into the folder; None where
    there is none. Nothing is touched."""
    try:
        found = manifests.head(Tree(to).stage)
    except BadInput:
        return None
    return datetime.fromisoformat(found.at) if found is not None and found.at else None


class Deploying:
    """What leads to a deployment, and what is kept of it."""

    def __init__(self, seat: Seat, siting: Siting) -> None:
        self._seat = seat
        self._siting = siting

    def folder(self) -> Path | None:
        """Where the site was published last and still lies; None where it never was."""
        for sent in self._seat.store.publications.last(_LOOKED_AT):
            folder = Path(sent.target)
            found = manifests.read(folder) if folder.is_absolute() else None
            if found is not None and found.store == self._seat.store.uid:
                return folder
        return None

    def load(self, folder: Path | None = None) -> Load:
        """The site that lies in ``folder`` (None: where it was published last), to be sent.

        Raises Refused where the newsroom has gone on since: a story that was taken back or put
        under embargo must not go out with an old site. Raises BadInput where none was published.
        """
        self._seat.hold(Right.PUBLISH)
        folder = folder or self.folder()
        if folder is None:
            raise BadInput(_("Publish the site into a folder first; what lies there is sent."))
        folder = Path(os.path.realpath(folder))
        manifest = manifests.read(folder)
        if manifest is None or manifest.store != self._seat.store.uid:
            raise BadInput(_("No site of this newsroom lies in {folder}.").format(folder=folder))
        plan = self._siting.plan(folder)
        if plan.written or plan.deleted:
            n = len(plan.written) + len(plan.deleted)
            raise Refused(
                _(
                    "The site in {folder} is older than the newsroom ({n} files differ). "
                    "Publish it again first."
                ).format(folder=folder, n=n)
            )
        return Load(
            folder=folder,
            store=manifest.store,
            uid=manifest.uid,
            root=manifest.root,
            files={path: (entry.sha256, entry.kind) for path, entry in manifest.files.items()},
        )

    def target(self, name: str) -> Target:
        """A target that takes sites. Raises NotFound, BadInput."""
        target = find_target(self._seat, name)
        if target.kind is TargetKind.WORDPRESS:
            raise BadInput(_("“{name}” takes stories, not whole sites.").format(name=name))
        return target

    def record(self, target: Target, load: Load, done: DeployPlan) -> None:
        """Put it down among the publications: what went where, when, by whom."""
        store = self._seat.store
        if done.nothing or store.read_only:
            return
        files = {path: load.files[path][0] for path in done.writes}
        store.publications.add(
            Publication(
                uid=token_hex(8),
                at=self._seat.clock(),
                who=self._seat.author,
                target=f"{target.kind}:{target.name}",
                written=len(done.writes),
                deleted=len(done.deletes),
                total=len(load.files),
                root=load.root,
                files={**files, **dict.fromkeys(done.deletes, "")},
            ),
            {},
        )


def look(
    target: Target, load: Load, secrets: Secrets, *, connect: Connect = connect, force: bool = False
) -> DeployPlan:
    """What sending the site there would do. Needs no desk. Raises as ``send_site`` does."""
    place = connect(target, _password(target, secrets))
    try:
        record = read_record(place)
        hold_ours(load, record, force=force)
        return make_plan(load, record)
    finally:
        place.close()


def send_site(
    target: Target,
    load: Load,
    secrets: Secrets,
    *,
    connect: Connect = connect,
    force: bool = False,
    progress: Progress = lambda _done, _of, _path: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> DeployPlan:
    """Send the site there. Needs no desk and may run on any thread.

    Raises PasswordNeeded, UnknownHost, Undelivered, Unanswered, BadInput, Cancelled; broken off it
    goes on the next time where it was.
    """
    place = connect(target, _password(target, secrets))
    try:
        return deploy(load, place, force=force, progress=progress, cancelled=cancelled)
    finally:
        place.close()


def answer_of(target: Target, secrets: Secrets, send: Send | None = None) -> str:
    """Log in at a target and say in a sentence as whom, or that it can be written to. Needs no
    desk. Raises as ``send_site`` does."""
    if target.kind is TargetKind.WORDPRESS:
        from newsroom.export.outbound import http
        from newsroom.export.outbound.wordpress import WordPress

        site = WordPress(target.address, target.user, secrets.get(target), send or http.send)
        return _("It answers, and knows us as {name}.").format(name=site.me().name)
    place = connect(target, _password(target, secrets))
    try:
        record = read_record(place)
    finally:
        place.close()
    if record is None:
        return _("It answers. Nothing was sent there yet.")
    return _("It answers. {n} files of a site lie there.").format(n=len(record.files))


def _password(target: Target, secrets: Secrets) -> str:
    """The password, "" where none is needed (a folder, a key without a passphrase)."""
    if target.kind is TargetKind.FOLDER:
        return ""
    if target.kind is TargetKind.SFTP and target.more.get("key_file"):
        from newsroom.desk.secrets import PasswordNeeded

        try:
            return secrets.get(target)
        except PasswordNeeded:
            return ""
    return secrets.get(target)

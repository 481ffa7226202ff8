"""The site as a whole: what publishing would do, doing it, looking whether it is still so."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.desk.seat import Seat
from newsroom.desk.siterecord import SiteRecord
from newsroom.desk.sitereport import SiteCheck as SiteCheck
from newsroom.desk.sitereport import SiteReport as SiteReport
from newsroom.desk.sitereport import Step as Step
from newsroom.export.site import manifest as manifests
from newsroom.export.site.frames import Frames
from newsroom.export.site.manifest import Manifest
from newsroom.export.site.quiet import stands
from newsroom.export.site.tree import Tree
from newsroom.i18n import _
from newsroom.news.errors import BadInput, Occupied
from newsroom.news.rights import Right
from newsroom.paths import cache_dir

if TYPE_CHECKING:
    from newsroom.desk.pages import Pages
    from newsroom.desk.recent import Recent
    from newsroom.export.site.contents import Contents
    from newsroom.export.site.kept import Kept
    from newsroom.export.site.pool import Rendering
    from newsroom.export.site.publish import Outcome, Publishing
    from newsroom.news.out import Publication

Progress = Callable[[int, int, str], None]


def _silent(_done: int, _total: int, _path: str) -> None:
    return


def _never() -> bool:
    return False


class Siting:
    """What can be done with a whole site."""

    def __init__(self, seat: Seat, recent: Recent, pages: Pages) -> None:
        self._seat = seat
        self._recent = recent
        self._pages = pages
        self._record = SiteRecord(seat)
        self.forks = False  # whether this process may be forked: the command says so
        self.looked = False  # whether somebody looked already that it is no small change

    @property
    def target(self) -> str | Path:
        """Where the newsroom lies, for who opens it once more on a thread of its own."""
        return self._seat.store.target

    def plan(self, to: Path, *, shared: bool | None = None, rebuild: bool = False) -> SiteReport:
        """What ``publish`` would do now; nothing is touched. Raises BadInput."""
        if not rebuild and (small := self._small(to, shared, dry_run=True)):
            return small
        tree = Tree(to)
        manifest = manifests.read(tree.folder)
        shared = _shared(shared, manifest)
        if not rebuild and manifest and self._stands(tree, manifest, shared):
            return SiteReport(to=str(to), dry_run=True, unchanged=len(manifest.files))
        with self._kept() as kept:
            publishing = self._publishing(tree, manifest, shared, kept, rebuild)[0]
            blocked = ""
            try:
                self._own(tree, force=False)
                publishing.hold_free()
            except BadInput as error:
                blocked = str(error)
            from newsroom.desk.sitetold import planned

            tried = None if blocked else publishing.tried()
            return planned(to, publishing.plan, tried, self._advice(), blocked=blocked)

    def publish(
        self,
        to: Path,
        *,
        shared: bool | None = None,
        rebuild: bool = False,
        force: bool = False,
        progress: Progress = _silent,
        cancelled: Callable[[], bool] = _never,
    ) -> SiteReport:
        """Publish the site into the folder ``to``, as a whole or not at all.

        ``shared`` has pages take Recent Posts in from one shared file, and not (None: as the last
        time). ``rebuild`` makes every file anew; ``force`` puts files into the place of others'
        and of another newsroom's site. ``progress`` is told (done, of, path); ``cancelled`` is
        asked before each file. Raises BadInput, StoreBusy where somebody is publishing there,
        DiskFull, Cancelled, and Refused where I may not publish; then the old site stands.
        """
        self._seat.hold(Right.PUBLISH)
        if not (rebuild or force):
            small = self._small(to, shared, dry_run=False, progress=progress, cancelled=cancelled)
            if small:
                return small
        tree = Tree(to)
        mark = manifests.mark_of(tree.folder)  # first: what comes after it is noticed
        quiet = self._own(tree, force=force)
        if not rebuild and quiet and self._stands(tree, quiet, _shared(shared, quiet)):
            return SiteReport(to=str(to), dry_run=False, unchanged=len(quiet.files))
        tree.lock(self._who())
        try:
            tree.repair()
            if quiet is None or manifests.mark_of(tree.folder) != mark:
                quiet = self._own(tree, force=force)
            manifest = quiet
            self._record.catch_up(tree, manifest)
            shared = _shared(shared, manifest)
            with self._kept() as kept:
                publishing, contents, base = self._publishing(tree, manifest, shared, kept, rebuild)
                plan = publishing.plan
                if plan.idle and manifest is not None:
                    return SiteReport(to=str(to), dry_run=False, unchanged=len(plan.same))
                publishing.hold_free(force=force)
                outcome = publishing.run(base, progress=progress, cancelled=cancelled)
                self._record.sent(outcome, tree, contents.edition)
                self._remember(tree, contents, outcome)
                from newsroom.desk.sitetold import published

                return published(to, plan, outcome, self._advice())
        finally:
            tree.release()

    def back(self, to: Path) -> SiteReport:
        """Put the site back to how it was before the last publishing. Doing it again undoes it.

        Raises BadInput where there is nothing to go back to, Refused where I may not publish, or
        where a story that was taken back would stand there again.
        """
        from newsroom.desk.siteback import put_back

        self._seat.hold(Right.PUBLISH)
        tree = Tree(to)
        tree.lock(self._who())
        try:
            taken = self._seat.store.withdrawals.standing()
            return put_back(tree, to, self._record, at=self._seat.clock(), taken=taken)
        finally:
            tree.release()

    def verify(self, to: Path) -> SiteCheck:
        """Hold every file of a published site against what was sent. Raises BadInput."""
        from newsroom.export.site.verify import differences

        folder = Path(os.path.realpath(to))
        manifest = manifests.read(folder)
        if manifest is None:
            raise BadInput(_("No site was published to {folder}.").format(folder=to))
        sent = self._seat.store.publications.get(manifest.uid)
        return SiteCheck(
            to=str(to),
            files=len(manifest.files),
            differences=tuple(differences(folder, manifest)),
            published_at=manifest.at,
            on_record=sent is not None and sent.root == manifest.root,
        )

    def pack(self, to: Path, archive: Path) -> bool:
        """Pack the site that was published to ``to`` into one ZIP file.

        The same site gives the same bytes; False where the file holds just that already. Raises
        BadInput where something in the folder is not what was published, DiskFull.
        """
        from newsroom.export.site.pack import pack

        folder = Path(os.path.realpath(to))
        manifest = manifests.read(folder)
        wrong = [one for one in self.verify(to).differences if one.fault != "other"]
        if manifest is None or wrong:
            raise BadInput(
                _("{folder} is not what was published; publish again before it is packed.").format(
                    folder=to
                )
            )
        return pack(folder, manifest, archive)

    def log(self, limit: int = 20) -> tuple[Publication, ...]:
        """The last publications, newest first."""
        return self._seat.store.publications.last(limit)

    def close(self) -> None:
        """End the rendering process, if one was started."""
        self._pages.close()

    # A small change.

    def _small(
        self,
        to: Path,
        shared: bool | None,
        *,
        dry_run: bool,
        progress: Progress = _silent,
        cancelled: Callable[[], bool] = _never,
    ) -> SiteReport | None:
        """Plan or publish a change of a few stories' words; None where it is another."""
        from newsroom.desk.quiet import Fresh, stand_of

        store, clock = self._seat.store.target, self._seat.clock
        if self.looked or not isinstance(store, Path):
            return None
        stand = stand_of(store, to, clock, shared=shared)
        if stand is None:
            return None
        if isinstance(stand, Fresh):
            return SiteReport(to=str(to), dry_run=dry_run, unchanged=stand.files)
        from newsroom.desk.brief import briefly

        report = briefly(
            store, to, stand, self._cache, now=clock(), dry_run=dry_run, pool=self._pool,
            who=self._who(), author=self._seat.author, cancelled=cancelled, progress=progress,
        )  # fmt: skip
        if report is None or (dry_run and not report.written and report.notes):
            return None
        return replace(report, notes=(*report.notes, *self._advice())) if report.uid else report

    # What stands there.

    @property
    def _templates(self) -> Path:
        return self._pages.templates

    def _own(self, tree: Tree, *, force: bool) -> Manifest | None:
        """What was published there. Raises BadInput for another newsroom's site."""
        manifest = manifests.read(tree.folder)
        if manifest is not None and manifest.store != self._seat.store.uid and not force:
            raise Occupied(
                _(
                    "{folder} holds the site of another newsroom. Choose another folder, or "
                    "allow that it is replaced."
                ).format(folder=tree.folder)
            )
        return manifest

    def _stands(self, tree: Tree, manifest: Manifest, shared: bool) -> bool:
        """Whether the site is what would be published, told without making up a page."""
        return stands(
            tree.folder,
            manifest,
            {path: (entry.size, entry.mtime) for path, entry in manifest.files.items()},
            store=self._seat.store.uid,
            seq=self._seat.store.public.seq(),
            shared=shared,
            now=self._seat.clock().timestamp() * 1_000_000,
            templates=self._templates,
        )

    # What is to stand there.

    def _kept(self) -> Kept:
        from newsroom.export.site.kept import Kept

        return Kept(self._cache / "texts.sqlite")

    @property
    def _cache(self) -> Path:
        return cache_dir() / "site" / self._seat.store.uid

    def _publishing(
        self, tree: Tree, manifest: Manifest | None, shared: bool, kept: Kept, rebuild: bool
    ) -> tuple[Publishing, Contents, Manifest]:
        from newsroom.desk.edition import make_edition
        from newsroom.export.site.contents import Contents
        from newsroom.export.site.publish import Publishing, Sources
        from newsroom.export.words import read_words

        store = self._seat.store
        seq = store.public.seq()  # before all else: what changes from now on is seen the next time
        edition, changes_at, restated = make_edition(
            self._seat, self._recent, self._pages, kept, manifest, shared=shared
        )
        frames = Frames(self._templates)
        words = read_words(edition.site.language, self._templates)
        contents = Contents(edition, frames, words)
        sources = Sources(
            texts=restated.bodies(store.public.bodies),
            picture=self._pages._file,
            has_picture=self._pages.has,
            templates=self._templates,
            cache=self._cache,
            kept=kept,
            pool=self._pool(),
        )
        base = Manifest(
            at=edition.now.isoformat(),
            store=store.uid,
            seq=seq,
            frames=frames.all,
            changes_at=changes_at,
            shared=shared,
        )
        publishing = Publishing(tree, contents, sources, manifest=manifest, rebuild=rebuild)
        return publishing, contents, base

    def _pool(self) -> Rendering:
        if self.forks:
            from newsroom.export.site.forked import Forked, may_fork

            if may_fork():
                return Forked()
        from newsroom.export.site.pool import Pool

        return Pool(self._pages._renderer)

    def _remember(self, tree: Tree, contents: Contents, outcome: Outcome) -> None:
        """Keep what stands there now, so that a small change need not read the whole store."""
        from newsroom.desk.quiet import folder_key
        from newsroom.export.site import memory

        store = self._seat.store
        if not isinstance(store.target, Path):
            return
        memory.keep(
            self._cache / f"stands-{folder_key(tree.folder)}",
            outcome.manifest.uid,
            contents,
            before=outcome.before,
            drift=outcome.drift,
            format=store.info.format,
            statements=store.public.statements(),
            redirects=len(store.publications.former_names()),
            who=self._seat.author,
        )

    # What is told.

    def _advice(self) -> tuple[str, ...]:
        from newsroom.desk.site import read_site

        if read_site(self._seat).url:
            return ()
        return (
            _(
                "The site has no address yet, so feeds and site maps are left out. Set it in the "
                "Preferences, under Site, or with: newsroom config url https://…"
            ),
        )

    def _who(self) -> str:
        me = self._seat.me
        return me.name if me else _("Somebody")


def _shared(asked: bool | None, manifest: Manifest | None) -> bool:
    if asked is not None:
        return asked
    return manifest.shared if manifest is not None else False

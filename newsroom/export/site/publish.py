"""Publishing a site: what differs is made, laid ready, and takes the place of what stood there."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import field
from pathlib import Path
from typing import NamedTuple

from newsroom.export.site.contents import Contents, Leaf
from newsroom.export.site.each import EachStage
from newsroom.export.site.frames import Kind
from newsroom.export.site.kept import Kept
from newsroom.export.site.manifest import Entry, Manifest, root_of
from newsroom.export.site.plan import Plan, Why, Write, compare
from newsroom.export.site.pool import Rendering
from newsroom.export.site.press import Press
from newsroom.export.site.reel import Reel
from newsroom.export.site.stage import Stage, above, take_over
from newsroom.export.site.tree import Tree, Way, folder_times, look, told
from newsroom.i18n import _
from newsroom.news.errors import Cancelled, DiskFull, NewsroomError, Occupied
from newsroom.values import dataclass

MOST_DRIFT = 500  # files; a small change brings them along one by one
CHUNK = 200  # stories whose texts are held at once

Texts = Callable[[Collection[int]], Iterable[tuple[int, str, bytes]]]
"""Gives id, Markdown and its digest of stories by their ids."""

Progress = Callable[[int, int, str], None]
"""Told how many files are done, of how many, and which comes next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the press gets things from. ``cache`` is a folder for what need not be made twice."""

    texts: Texts
    picture: Callable[[str], bytes]
    has_picture: Callable[[str], bool]
    templates: Path | None
    cache: Path | None
    kept: Kept
    pool: Rendering


@dataclass(slots=True)
class Outcome:
    """What publishing came to: the new manifest, what was written and deleted, what to be told."""

    manifest: Manifest
    written: dict[str, str] = field(default_factory=dict)  # path: SHA-256
    deleted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    before: str = ""  # uid of the site that stood there and lies beside since
    drift: tuple[str, ...] | None = None  # files in which that one differs; None: too many


class Tried(NamedTuple):
    """What publishing would come to: what is written (path: SHA-256) and deleted, how many files
    there would be, and what is to be told."""

    written: dict[str, str]
    deleted: list[str]
    total: int
    notes: list[str]


class NoStage:
    """Where files go that are only made to see which they are."""

    def put(self, _path: str, _content: bytes) -> int:
        """It is let go."""
        return 0

    def keep(self, path: str, entry: Entry) -> None:
        """It stands where it is."""


class Publishing:
    """One publishing into one folder, which is locked by the caller."""

    def __init__(
        self,
        tree: Tree,
        contents: Contents,
        sources: Sources,
        *,
        manifest: Manifest | None,
        rebuild: bool = False,
    ) -> None:
        self._tree = tree
        self._contents = contents
        self._sources = sources
        self._manifest = manifest
        self._found = tree.look()
        self.plan: Plan = compare(contents.leaves(), manifest, self._found, rebuild=rebuild)

    def hold_free(self, *, force: bool = False) -> None:
        """Refuse to put anything into the place of others' files. Raises BadInput."""
        taken = self.plan.taken
        blocked = [path for path in taken if not force or path not in self._found.files]
        if blocked:
            raise Occupied(
                _(
                    "{path} in {folder} is no part of the site and stands where a page of it "
                    "would go. Move it away, choose another folder, or allow that it is replaced "
                    "(links and folders never are)."
                ).format(path=blocked[0], folder=self._tree.folder)
            )

    def run(
        self,
        base: Manifest,
        *,
        progress: Progress = lambda _done, _total, _path: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Do what is planned. ``base`` holds what the new manifest says of the whole.

        Raises Cancelled, DiskFull, BadInput; then the site stands as it did.
        """
        try:
            return self._run(base, progress, cancelled)
        except OSError as error:
            said = told(error, self._tree.folder)
            if isinstance(said, DiskFull) and self._tree.way is Way.SWAP:
                import shutil

                # Half a site that nobody sees is what takes the room.
                shutil.rmtree(self._tree.stage, ignore_errors=True)
            raise said from error
        finally:
            self._sources.pool.close()

    def tried(self) -> Tried | None:
        """What publishing would come to, to the last file and picture; None where to make them all
        would take as long as publishing. Nothing is touched. Raises BadInput, Cancelled."""
        if len(self.plan.writes) + len(self.plan.mend) > CHUNK:
            return None
        try:
            work = _Work(self, NoStage())
            for _path in work.files():
                pass
            files, _boxes = work.whole()
        finally:
            self._sources.pool.close()
        old = self._manifest.files if self._manifest else {}
        notes = list(dict.fromkeys(work.press.notes))
        return Tried(work.written, sorted(old.keys() - files.keys()), len(files), notes)

    def _run(self, base: Manifest, progress: Progress, cancelled: Callable[[], bool]) -> Outcome:
        plan, live = self.plan, self._tree.folder
        stage: Stage | EachStage
        if self._tree.way is Way.SWAP:
            stage = Stage(self._tree.stage, live)
        else:
            stage = EachStage(self._tree.state, live)
        work = _Work(self, stage)
        total = len(plan.writes) + len(plan.mend)
        done = 0
        for path in work.files():
            if cancelled():
                raise Cancelled
            progress(done, total, path)
            done += bool(path)
        files, boxes = work.whole()
        others = [path for path in plan.others if path not in files]
        self._bring_others(stage, others)
        old = self._manifest.files if self._manifest else {}
        deleted = sorted(old.keys() - files.keys())
        drift = (*work.written, *deleted)
        manifest = base._replace(
            uid=os.urandom(8).hex(),
            files=files,
            boxes=boxes,
            root=root_of(files),
        )
        outcome = Outcome(
            manifest,
            written=work.written,
            deleted=deleted,
            before=self._manifest.uid if self._manifest else "",
            drift=drift if len(drift) <= MOST_DRIFT else None,
            notes=list(dict.fromkeys(work.press.notes)),
        )
        if cancelled():
            raise Cancelled
        stage.finish(manifest, others)
        if isinstance(stage, EachStage):
            stage.apply()
        else:
            self._tree.swap()
            if folder_times(self._tree.stage, self._found.times) != self._found.times:
                # Somebody put something there at the last moment.
                late = look(self._tree.stage).files
                fresh = late.keys() - old.keys() - set(others)
                take_over({path: late[path] for path in fresh}, self._tree.stage, live)
        progress(total, total, "")
        return outcome

    def _bring_others(self, stage: Stage | EachStage, others: Iterable[str]) -> None:
        """Have what others put into the folder in the new tree as well."""
        if isinstance(stage, EachStage):
            return  # nobody moves them there
        for path in others:
            stage.share(path)
        ours = {folder for path in self._found.files if path not in set(others)
                for folder in above(path)}  # fmt: skip
        for folder in sorted(self._found.folders - ours):
            stage.folder(folder)
            mode = stat.S_IMODE(os.stat(self._tree.folder / folder).st_mode)
            os.chmod(stage.place / folder, mode)


class _Work:
    """Makes and stages the files of a plan, and gathers what the new manifest says of them."""

    def __init__(self, owner: Publishing, stage: Stage | EachStage | NoStage) -> None:
        self._stage = stage
        self._plan = owner.plan
        self._live = owner._tree.folder
        self._old = owner._manifest.files if owner._manifest else {}
        self._lying = owner._found.files
        self._box_lists = list(owner._manifest.boxes) if owner._manifest else []
        self._places = {box: n for n, box in enumerate(self._box_lists)}
        self._new: dict[str, Entry] = {}
        self._pictures: dict[str, Entry] = {}
        self.written: dict[str, str] = {}
        sources = owner._sources
        self._reel = Reel(
            sources.kept,
            read=sources.picture,
            has=sources.has_picture,
            stands=self._stands,
            put=self._put_picture,
            webp=owner._contents.edition.site.webp,
        )
        compiled = sources.cache / "templates" if sources.cache else None
        self.press = Press(
            owner._contents,
            templates=sources.templates,
            texts=sources.texts,
            reel=self._reel,
            kept=sources.kept,
            pool=sources.pool,
            compiled=compiled,
        )

    def files(self) -> Iterable[str]:
        """Make one file after the other, telling each before it is made; "" is before that."""
        stories = [write for write in self._plan.writes if write.leaf.kind is Kind.STORY]
        fresh = bool(stories) and stories[0].why is Why.ASKED
        if len(stories) > CHUNK:
            wanted = [write.leaf.story for write in stories if write.leaf.story is not None]
            for _more in self.press.warm(wanted, fresh=fresh):
                yield ""
            fresh = False
        for start in range(0, len(stories), CHUNK):
            yield from self._put_stories(stories[start : start + CHUNK], fresh=fresh)
        others = [write for write in self._plan.writes if write.leaf.kind is not Kind.STORY]
        for start in range(0, len(others), CHUNK):
            yield from self._put_others(others[start : start + CHUNK])
        for path in self._plan.mend:
            yield path
            try:
                self._reel.again(self._old[path].key)
            except NewsroomError as error:
                self.press.notes.append(str(error))

    def _put_stories(self, writes: Sequence[Write], *, fresh: bool) -> Iterator[str]:
        leaves = [write.leaf for write in writes]
        wanted = [leaf.story for leaf in leaves if leaf.story is not None]
        pages = self.press.pages(wanted, fresh=fresh)
        for leaf in leaves:
            yield leaf.path
            content, shows = next(pages)
            self._lay(leaf, content, shows, self._box_place())

    def _put_others(self, writes: Sequence[Write]) -> Iterator[str]:
        fresh = writes[0].why is Why.ASKED
        made = self.press.others([write.leaf for write in writes], fresh=fresh)
        for write in writes:
            yield write.leaf.path
            content, shows = next(made)
            self._lay(write.leaf, content, shows, -1)

    def _box_place(self) -> int:
        shows = tuple(sorted(self.press.box_shows))
        if not shows:
            return -1
        if shows not in self._places:
            self._places[shows] = len(self._box_lists)
            self._box_lists.append(shows)
        return self._places[shows]

    def _lay(self, leaf: Leaf, content: bytes, shows: tuple[str, ...], box: int) -> None:
        digest = hashlib.sha256(content).hexdigest()
        entry = self._old.get(leaf.path)
        if (
            entry is not None
            and entry.sha256 == digest
            and self._lying.get(leaf.path) == (entry.size, entry.mtime)
        ):
            self._stage.keep(leaf.path, entry)  # it came out the same, so it is left alone
            mtime = entry.mtime
        else:
            mtime = self._stage.put(leaf.path, content)
            self.written[leaf.path] = digest
        article = leaf.story.id if leaf.story is not None else 0
        self._new[leaf.path] = Entry(
            digest, len(content), mtime, leaf.kind.value, leaf.key, article, shows, box
        )

    def _stands(self, path: str) -> bool:
        return path in self._plan.same or path in self._pictures

    def _put_picture(self, path: str, content: bytes) -> None:
        mtime = self._stage.put(path, content)
        digest = hashlib.sha256(content).hexdigest()
        self._pictures[path] = Entry(digest, len(content), mtime, "", "")

    def whole(self) -> tuple[dict[str, Entry], tuple[tuple[str, ...], ...]]:
        """Every file of the new site, those that stay as they are included."""
        files = {path: entry for path, entry in self._plan.same.items()
                 if entry.kind != Kind.PICTURE}  # fmt: skip
        files.update(self._new)
        boxes = self._numbered(files)
        needed = Manifest(files=files, boxes=boxes).pictures()
        for path in sorted(needed):
            made = self._pictures.get(path)
            if made is not None:
                key = self._reel.source[path]
                files[path] = made._replace(kind=str(Kind.PICTURE), key=key)
                self.written[path] = made.sha256
            elif path in self._plan.same:
                files[path] = self._plan.same[path]
        for path, entry in files.items():
            if path not in self.written:
                self._stage.keep(path, entry)
        return files, boxes

    def _numbered(self, files: dict[str, Entry]) -> tuple[tuple[str, ...], ...]:
        """The boxes' pictures that are still used, numbered anew in the entries."""
        used = sorted({entry.box for entry in files.values() if entry.box >= 0})
        if used != list(range(len(self._box_lists))):
            places = {old: new for new, old in enumerate(used)}
            for path, entry in files.items():
                if entry.box >= 0:
                    files[path] = entry._replace(box=places[entry.box])
        return tuple(self._box_lists[n] for n in used)

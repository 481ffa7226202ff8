"""A small change put into a site that stands: some stories' words, or new stories, and the files
that show them.

It comes to the same as publishing anew (a test holds the two together), without looking at what can
not have changed. Whatever it does not know how to do raises TooMuch before anything is touched.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from newsroom.export.site import manifest as manifests
from newsroom.export.site.arrivals import TooMuch as TooMuch
from newsroom.export.site.contents import Contents, Leaf
from newsroom.export.site.frames import Kind
from newsroom.export.site.kept import Kept
from newsroom.export.site.manifest import Entry, Listed, Manifest
from newsroom.export.site.plan import Why, Write, why_of
from newsroom.export.site.pool import Rendering
from newsroom.export.site.press import Press
from newsroom.export.site.publish import Texts
from newsroom.export.site.reel import Reel
from newsroom.export.site.stage import Stage, above, take_over
from newsroom.export.site.tree import Found, Tree, Way, folder_times, look, told
from newsroom.news.errors import Cancelled

MOST_OTHERS = 50  # files of somebody else's, which are brought along one by one


@dataclass(slots=True)
class Batch:
    """The files of a small change, made but not put: what the manifest says of each, the contents
    of those that differ from what stands there; pictures that go, and the boxes' pictures."""

    entries: dict[str, Entry]
    contents: dict[str, bytes]
    gone: list[str]
    boxes: list[tuple[str, ...]]
    notes: list[str]

    @property
    def written(self) -> dict[str, str]:
        """What is to be written: path and SHA-256."""
        return {path: self.entries[path].sha256 for path in self.contents}


@dataclass(slots=True)
class _Made:
    """A file that was made, and its pictures; those of its box for a story's page."""

    leaf: Leaf
    content: bytes
    digest: str
    shows: tuple[str, ...]
    box: tuple[str, ...] = ()


class Brief:
    """A small change of the site in ``tree``. ``found`` is what lies there, as ``listed`` says."""

    def __init__(
        self,
        tree: Tree,
        listed: Listed,
        found: Found,
        contents: Contents,
        places: Collection[int],
    ) -> None:
        self._tree = tree
        self._listed = listed
        self._found = found
        self._contents = contents
        self.others = found.files.keys() - listed.lines.keys()
        if tree.way is not Way.SWAP or found.odd or len(self.others) > MOST_OTHERS:
            raise TooMuch
        self.writes: list[Write] = []
        self._old: dict[str, Entry] = {}
        for leaf in contents.showing(places):
            entry = listed.entry(leaf.path)
            if entry is None:
                self.writes.append(Write(leaf, Why.NEW))
            elif entry.key != leaf.key:
                self.writes.append(Write(leaf, why_of(entry.key, leaf.key)))
                self._old[leaf.path] = entry
        if any(write.why not in (Why.CONTENT, Why.NEW) for write in self.writes):
            raise TooMuch
        self._hold_free(write.leaf.path for write in self.writes if write.why is Why.NEW)

    def _hold_free(self, paths: Iterable[str]) -> None:
        """Nobody's file stands where a new one goes, nor where its folder does."""
        taken = {path.casefold() for path in self.others}
        for path in paths:
            places = {path.casefold(), *(folder.casefold() for folder in above(path))}
            if path in self._found.folders or not taken.isdisjoint(places):
                raise TooMuch

    def make(
        self,
        *,
        texts: Texts,
        picture: Callable[[str], bytes],
        has_picture: Callable[[str], bool],
        templates: Path,
        cache: Path,
        kept: Kept,
        pool: Rendering,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[int, int, str], None] = lambda _done, _of, _path: None,
    ) -> Batch:
        """Make the files; nothing is touched. Raises TooMuch, Cancelled."""
        pictures: dict[str, bytes] = {}
        reel = Reel(kept, read=picture, has=has_picture, put=pictures.__setitem__,
                    stands=lambda path: path in self._listed.lines,
                    webp=self._contents.edition.site.webp)  # fmt: skip
        press = Press(
            self._contents, templates=templates, texts=texts, reel=reel, kept=kept, pool=pool,
            compiled=cache / "templates",
        )  # fmt: skip
        total = len(self.writes)
        made: list[_Made] = []
        for done, write in enumerate(self.writes):
            if cancelled():
                raise Cancelled
            progress(done, total, write.leaf.path)
            made.append(self._made(press, reel, write.leaf))
        if cancelled():
            raise Cancelled
        progress(total, total, "")
        boxes = list(self._listed.whole.boxes)
        entries = {one.leaf.path: self._entry(one, boxes) for one in made}
        contents = {one.leaf.path: one.content for one in made
                    if one.leaf.path not in self._old
                    or self._old[one.leaf.path].sha256 != one.digest}  # fmt: skip
        for path in {path for one in made for path in (*one.shows, *one.box)} & pictures.keys():
            content = contents[path] = pictures[path]
            digest = hashlib.sha256(content).hexdigest()
            entries[path] = Entry(digest, len(content), 0, Kind.PICTURE.value, reel.source[path])
        notes = list(dict.fromkeys(press.notes))
        return Batch(entries, contents, self._gone(entries, boxes), boxes, notes)

    def _made(self, press: Press, reel: Reel, leaf: Leaf) -> _Made:
        reel.used = set()
        box: tuple[str, ...] = ()
        if leaf.kind is Kind.STORY and leaf.story is not None:
            content, shows = next(press.pages([leaf.story]))
            box = tuple(sorted(press.box_shows))
        else:
            content, shows = leaf.make(press), tuple(sorted(reel.used))
        return _Made(leaf, content, hashlib.sha256(content).hexdigest(), shows, box)

    def put(self, base: Manifest, batch: Batch, drift: Collection[str]) -> Manifest:
        """Have the site be so. ``drift`` are files in which what lies beside it differs from it.

        Gives the new manifest without its files. Raises TooMuch, DiskFull; then the site stands as
        it did.
        """
        if not batch.contents:
            raise TooMuch  # it came out the same throughout: nothing is published for that
        try:
            return self._put(base, batch, drift)
        except OSError as error:
            raise told(error, self._tree.folder) from error

    def _put(self, base: Manifest, batch: Batch, drift: Collection[str]) -> Manifest:
        tree, listed = self._tree, self._listed
        stage = Stage(tree.stage, tree.folder, blind=True)
        for path in batch.gone:
            listed.lines.pop(path, None)
        stage.catch_up(listed.lines.keys() | self.others, (*drift, *self.others))
        for path, entry in batch.entries.items():
            if path in batch.contents:
                entry = entry._replace(mtime=stage.put(path, batch.contents[path]))
            listed.lines[path] = manifests.line_of(path, entry)
        listed.lines = dict(sorted(listed.lines.items()))
        listed.whole = base._replace(
            uid=os.urandom(8).hex(),
            boxes=tuple(batch.boxes),
            root=listed.root(),
        )
        stage.seal(listed.written())
        tree.swap()
        # What others put there at the last moment: only where a folder says that something came.
        if folder_times(tree.stage, self._found.times) != self._found.times:
            late = look(tree.stage).files
            fresh = late.keys() - listed.lines.keys() - self.others - set(batch.gone)
            take_over({path: late[path] for path in fresh}, tree.stage, tree.folder)
        return listed.whole

    def _entry(self, one: _Made, boxes: list[tuple[str, ...]]) -> Entry:
        """What the manifest says of a file, in which it has its old time."""
        leaf, box = one.leaf, -1
        if one.box:
            if one.box not in boxes:
                boxes.append(one.box)
            box = boxes.index(one.box)
        mtime = self._old[leaf.path].mtime if leaf.path in self._old else 0
        article = leaf.story.id if leaf.story is not None else 0
        return Entry(one.digest, len(one.content), mtime, leaf.kind.value, leaf.key, article,
                     one.shows, box)  # fmt: skip

    def _gone(self, entries: dict[str, Entry], boxes: list[tuple[str, ...]]) -> list[str]:
        """Pictures that no page shows any more."""
        lost: set[str] = set()
        for path, entry in self._old.items():
            lost.update(set(entry.shows) - set(entries[path].shows))
            if entry.box != entries[path].box and entry.box >= 0:
                lost.update(boxes[entry.box])
        for entry in entries.values():
            lost.difference_update(entry.shows, boxes[entry.box] if entry.box >= 0 else ())
        if not lost:
            return []
        used = set()
        for path, line in self._listed.lines.items():
            if path in entries:
                continue
            _rest, shows, box = line.rsplit("\t", 2)
            if shows:
                lost.difference_update(shows.split(" "))
            used.add(int(box))
        for number in used:
            if number >= 0:
                lost.difference_update(boxes[number])
        return sorted(lost)


def lies_ready(tree: Tree, before: str, drift: Collection[str] | None) -> bool:
    """Whether what lies beside the site is known to differ from it in a few files alone, or
    nothing lies there yet. ``before`` is the uid of what should lie there."""
    if not tree.stage.exists():
        return True
    if drift is None or tree.way is not Way.SWAP:
        return False
    beside = manifests.head(tree.stage)
    return beside is not None and beside.uid == before != ""

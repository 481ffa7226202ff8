"""A small change put into a site that stands: some stories' words, and the files that show them.

It comes to the same as publishing anew (a test holds the two together), without looking at what can
not have changed. Whatever it does not know how to do raises TooMuch before anything is touched.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path

from newsroom.export.site import manifest as manifests
from newsroom.export.site.contents import Contents, Leaf
from newsroom.export.site.frames import Kind
from newsroom.export.site.kept import Kept
from newsroom.export.site.manifest import Entry, Listed, Manifest
from newsroom.export.site.plan import Why, Write, why_of
from newsroom.export.site.pool import Rendering
from newsroom.export.site.press import Press
from newsroom.export.site.publish import Texts
from newsroom.export.site.reel import Reel
from newsroom.export.site.stage import Stage, take_over
from newsroom.export.site.tree import Found, Tree, Way, folder_times, look, told
from newsroom.news.errors import Cancelled

MOST_OTHERS = 50  # files of somebody else's, which are brought along one by one


class TooMuch(Exception):
    """This is no small change: publish as ever."""


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
                raise TooMuch  # a file that is not there yet
            if entry.key != leaf.key:
                self.writes.append(Write(leaf, why_of(entry.key, leaf.key)))
                self._old[leaf.path] = entry
        if any(write.why is not Why.CONTENT for write in self.writes):
            raise TooMuch

    def run(
        self,
        base: Manifest,
        *,
        texts: Texts,
        picture: Callable[[str], bytes],
        has_picture: Callable[[str], bool],
        templates: Path,
        cache: Path,
        kept: Kept,
        pool: Rendering,
        drift: Collection[str],
        cancelled: Callable[[], bool],
        progress: Callable[[int, int, str], None],
    ) -> tuple[Manifest, dict[str, str], list[str]]:
        """Do it: the new manifest (without its files), what was written, what to be told.

        ``drift`` are files in which what lies beside the site differs from it.
        Raises TooMuch, Cancelled, DiskFull; then the site stands as it did.
        """

        def put(path: str, _content: bytes) -> None:
            raise TooMuch  # a new picture, or one less

        reel = Reel(kept, read=picture, has=has_picture, put=put,
                    stands=lambda path: path in self._listed.lines)  # fmt: skip
        press = Press(
            self._contents, templates=templates, texts=texts, reel=reel, kept=kept, pool=pool,
            compiled=cache / "templates",
        )  # fmt: skip
        total = len(self.writes)
        made: list[tuple[Leaf, bytes, str]] = []
        for done, write in enumerate(self.writes):
            if cancelled():
                raise Cancelled
            progress(done, total, write.leaf.path)
            content = self._made(press, reel, write.leaf)
            made.append((write.leaf, content, hashlib.sha256(content).hexdigest()))
        if cancelled():
            raise Cancelled
        try:
            manifest, written = self._put(base, made, drift)
        except OSError as error:
            raise told(error, self._tree.folder) from error
        progress(total, total, "")
        return manifest, written, list(dict.fromkeys(press.notes))

    def _made(self, press: Press, reel: Reel, leaf: Leaf) -> bytes:
        reel.used = set()
        entry = self._old[leaf.path]
        if leaf.kind is Kind.STORY and leaf.story is not None:
            content, shows = next(press.pages([leaf.story]))
            box = self._listed.whole.boxes[entry.box] if entry.box >= 0 else ()
            if tuple(sorted(press.box_shows)) != box:
                raise TooMuch
        else:
            content, shows = leaf.make(press), tuple(sorted(reel.used))
        if shows != entry.shows:
            raise TooMuch
        return content

    def _put(
        self, base: Manifest, made: Collection[tuple[Leaf, bytes, str]], drift: Collection[str]
    ) -> tuple[Manifest, dict[str, str]]:
        tree, listed = self._tree, self._listed
        if all(self._old[leaf.path].sha256 == digest for leaf, _content, digest in made):
            raise TooMuch  # it came out the same throughout: nothing is published for that
        stage = Stage(tree.stage, tree.folder, blind=True)
        stage.catch_up(listed.lines.keys() | self.others, (*drift, *self.others))
        written: dict[str, str] = {}
        for leaf, content, digest in made:
            entry = self._old[leaf.path]
            if entry.sha256 != digest:
                mtime = stage.put(leaf.path, content)
                entry = entry._replace(sha256=digest, size=len(content), mtime=mtime)
                written[leaf.path] = digest
            listed.lines[leaf.path] = manifests.line_of(leaf.path, entry._replace(key=leaf.key))
        listed.whole = replace(
            base,
            uid=os.urandom(8).hex(),
            boxes=listed.whole.boxes,
            root=listed.root(),
        )
        stage.seal(listed.written())
        tree.swap()
        # What others put there at the last moment: only where a folder says that something came.
        if folder_times(tree.stage, self._found.times) != self._found.times:
            late = look(tree.stage).files
            fresh = late.keys() - listed.lines.keys() - self.others
            take_over({path: late[path] for path in fresh}, tree.stage, tree.folder)
        return listed.whole, written


def lies_ready(tree: Tree, before: str, drift: Collection[str] | None) -> bool:
    """Whether what lies beside the site is known to differ from it in a few files alone, or
    nothing lies there yet. ``before`` is the uid of what should lie there."""
    if not tree.stage.exists():
        return True
    if drift is None or tree.way is not Way.SWAP:
        return False
    beside = manifests.head(tree.stage)
    return beside is not None and beside.uid == before != ""

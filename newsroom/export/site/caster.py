"""The caster: makes pages by their moulds (``moulds``), which it finds or makes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from newsroom.export.html import publisher
from newsroom.export.site.forms import RECORD, json_script
from newsroom.export.site.frames import MOULDED
from newsroom.export.site.kept import Kept
from newsroom.export.site.moulds import (
    BOX,
    SETTLED,
    Mould,
    Moulds,
    holed,
    list_mould,
    pieces_of,
    story_mould,
)
from newsroom.export.site.stamps import Stamp
from newsroom.news.out import Out

if TYPE_CHECKING:
    from newsroom.export.site.contents import Leaf
    from newsroom.export.site.press import Press

STORY = "site/story.html"

Made = tuple[bytes, tuple[str, ...]]
"""A file, and the pictures on it."""


class Caster:
    """Makes pages for a press."""

    def __init__(self, press: Press, kept: Kept) -> None:
        self._press = press
        self._contents = press.contents
        self._moulds = Moulds(kept, press.reel)
        self._pieces: dict[object, dict[bytes, bytes]] = {}
        self._wanted: tuple[str, bytes] | None = None  # the list whose mould is to be made
        self._lost = 0  # pictures that could not be had before it

    def _stamp(self, name: str) -> Stamp | None:
        """The template as a function, where pages of it can be cast."""
        stamp = self._press.stamp(name)
        return stamp if stamp is not None and stamp.mixed <= SETTLED else None

    # Stories.

    def stories(self, stories: Sequence[Out], *, fresh: bool) -> Iterator[Made]:
        """The pages of these stories, without the pictures of their boxes."""
        press, stamp = self._press, self._stamp(STORY)
        keys = {one.id: self._contents.mould_key(one) for one in stories} if stamp else {}
        found = {} if fresh else self._moulds.stories(keys)
        press.prepare([story for story in stories if story.id not in found], fresh=fresh)
        for number, story in enumerate(stories, start=1):
            press.reel.used = set()
            if story.id in found:
                mould, files = found[story.id]
                press.reel.used.update(files)
                page = self._cast(story, mould)
            else:
                page = self._story(story, keys.get(story.id))
            if number == len(stories):
                self._moulds.save()
            yield page, tuple(sorted(press.reel.used))

    def _story(self, story: Out, key: bytes | None) -> bytes:
        press = self._press
        lost = press.reel.lost
        values = press.story(story)
        if key is not None and press.reel.lost == lost and press.is_sure(story):
            mould = self._mould(values)
            if mould is not None:
                self._moulds.add_story(story.id, key, mould)
                return self._cast(story, mould)
        values["box"] = press.box_of(story.language, story.id)
        return press.fill(STORY, values).encode("utf-8", "replace")

    def _mould(self, values: Mapping[str, Any]) -> Mould | None:
        stamp = self._stamp(STORY)
        assert stamp is not None
        told = holed(stamp, {**values, "box": BOX, "news_article": RECORD})
        if told is None:
            return None
        page = values["page"]
        paper = publisher(page.publisher, page.site.url)
        return story_mould(*told, self._pictures(), values["news_article"], paper)

    def _pictures(self) -> list[tuple[str, int]]:
        reel = self._press.reel
        return [reel.asked[path] for path in reel.used]

    def _cast(self, story: Out, mould: Mould) -> bytes:
        press = self._press
        key = (story.language, story.direction, story.section)
        pieces = self._pieces.get(key)
        if pieces is None:
            stamp = self._stamp(STORY)
            assert stamp is not None
            pieces = self._pieces[key] = pieces_of(stamp, press.around_story(story))
        box = press.box_of(story.language, story.id).encode("utf-8", "replace")
        return mould.cast_story(pieces, box=box, publisher=self._publisher)

    @cached_property
    def _publisher(self) -> bytes:
        site = self._press.edition.site
        said = publisher(self._press.publisher, site.url)
        return json_script(said).encode("utf-8", "replace")

    # Lists.

    def lists(self, leaves: Sequence[Leaf], *, fresh: bool) -> Iterator[Made]:
        """Files that are no stories' pages, each with its pictures."""
        keys = {leaf.path: self._contents.list_key(leaf) for leaf in leaves
                if leaf.kind in MOULDED}  # fmt: skip
        found = {} if fresh else self._moulds.lists(keys)
        reel = self._press.reel
        for number, leaf in enumerate(leaves, start=1):
            reel.used = set()
            mould, files = found.get(leaf.path, (None, ()))
            if mould is not None and self._stamp(mould.around[0]) is not None:
                reel.used.update(files)
                content = mould.cast(self._around(mould.around))
            else:
                content = self._list(leaf, keys.get(leaf.path))
            if number == len(leaves):
                self._moulds.save()
            yield content, tuple(sorted(reel.used))

    def _list(self, leaf: Leaf, key: bytes | None) -> bytes:
        self._wanted = None if key is None else (leaf.path, key)
        self._lost = self._press.reel.lost
        try:
            return leaf.make(self._press)
        finally:
            self._wanted = None

    def page(self, name: str, values: Mapping[str, Any], around: tuple[Any, ...]) -> str:
        """The page of a template. That of a list that is being made is kept as its mould.

        ``around`` is what ``Press.surround`` was told of its place.
        """
        stamp = self._stamp(name) if self._wanted is not None else None
        told = holed(stamp, values) if stamp is not None else None
        if told is None or self._wanted is None or self._press.reel.lost != self._lost:
            return self._press.fill(name, values)
        mould = list_mould(*told, self._pictures(), (name, *around))
        if mould is None:
            return self._press.fill(name, values)
        self._moulds.add_list(*self._wanted, mould)
        return mould.cast(self._around(mould.around)).decode()

    def _around(self, around: tuple[Any, ...]) -> dict[bytes, bytes]:
        """What fills the holes of a list's mould."""
        pieces = self._pieces.get(around)
        if pieces is None:
            name, root, here, listing = around
            stamp = self._stamp(name)
            assert stamp is not None
            values: dict[str, object] = {}
            self._press.surround(values, root=root, here=here, listing=listing)
            pieces = self._pieces[around] = pieces_of(stamp, values)
        return pieces

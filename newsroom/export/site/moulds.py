"""Pages as moulds, from which they are cast: all that is a page's own, with holes for what it
shares with others.

The paper's name, the masthead and the Recent Posts box stand on every page. When one of them
changes every page does, and nothing of any story: then a page costs no more than to join its
pieces. A page that is made for the first time is cast from its mould, too, so that both ways come
to the same bytes.
"""

from __future__ import annotations

import marshal
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from newsroom.export.pictures import LEAD_WIDTH
from newsroom.export.site.cards import CARD_WIDTH, FRONT_WIDTH
from newsroom.export.site.forms import RECORD, json_script
from newsroom.export.site.kept import Kept, Name, Told
from newsroom.export.site.reel import Reel
from newsroom.export.site.stamps import HOLE, Stamp, hole
from newsroom.export.templates import csp_source
from newsroom.news.errors import NewsroomError

BOX = hole("box")
SETTLED = frozenset({"words", "language", "direction", "locale", "root"})
"""Shared values that the language of a page and its place settle: a mould may depend on them."""

_MARK = HOLE.encode()
_OTHERS = frozenset(one.strip(HOLE).encode() for one in (BOX, RECORD, hole("hash")))
_PUBLISHER = '"publisher":'
_LOOKED_FOR = frozenset({LEAD_WIDTH, FRONT_WIDTH, CARD_WIDTH})
"""Widths of pictures that a page goes without where their file is missing."""


class Mould(NamedTuple):
    """A page: pieces and names of holes in turn, and its pictures with their widths.

    ``before`` and ``after`` are a story's record around the paper's own entry; ``around`` says of
    a list which template it is of, and what ``Press.page`` was told of its place.
    """

    text: bytes
    pictures: tuple[tuple[str, int], ...]
    before: bytes = b""
    after: bytes = b""
    around: tuple[Any, ...] = ()

    def cast(self, pieces: Mapping[bytes, bytes]) -> bytes:
        """The page of a list. ``pieces`` fill the holes, which have numbers."""
        parts = self.text.split(_MARK)
        parts[1::2] = [pieces[name] for name in parts[1::2]]
        return b"".join(parts)

    def cast_story(self, pieces: Mapping[bytes, bytes], *, box: bytes, publisher: bytes) -> bytes:
        """The page of a story. ``publisher`` is JSON."""
        record = self.before + publisher + self.after
        source = csp_source(record).replace("'", "&#39;").encode()  # as ``escape`` does it
        return self.cast({**pieces, b"box": box, b"record": record, b"hash": source})


def pieces_of(stamp: Stamp, values: Mapping[str, Any]) -> dict[bytes, bytes]:
    """What fills the holes of a template's moulds where it is filled in with these values."""
    still = stamp.still(values)
    return {
        name.encode(): still[n].encode("utf-8", "replace")
        for n, name in stamp.holes(SETTLED).items()
    }


def holed(stamp: Stamp, values: Mapping[str, Any]) -> tuple[str, list[bytes]] | None:
    """A template's text with holes, and their names; None where a value is odd."""
    holes = stamp.holes(SETTLED)
    try:
        return stamp.holed(values, holes), [name.encode() for name in holes.values()]
    except Exception:  # whatever it is, the page itself is filled in by who tells it well
        return None


def _whole(text: str, names: Collection[bytes]) -> bytes | None:
    """A text with these holes and no others as it is written; None for another."""
    data = text.encode("utf-8", "replace")
    found = data.split(_MARK)[1::2]
    if data.count(_MARK) != 2 * len(found) or not set(names).issuperset(found):
        return None  # somebody's words hold the mark
    return data


def list_mould(
    text: str, pieces: Collection[bytes], pictures: Iterable[tuple[str, int]],
    around: tuple[Any, ...],
) -> Mould | None:  # fmt: skip
    """The mould of a list; None where it can't be one."""
    data = _whole(text, pieces)
    return None if data is None else Mould(data, tuple(sorted(pictures)), around=around)


def story_mould(
    text: str, pieces: Collection[bytes], pictures: Iterable[tuple[str, int]], record: object,
    publisher: Mapping[str, str],
) -> Mould | None:  # fmt: skip
    """The mould of a story's page; None where it can't be one.

    ``record`` is the story's for search engines, which names the ``publisher``.
    """
    data = _whole(text, {*pieces, *_OTHERS})
    # Within the words of a story a quotation mark never stands without a backslash before it.
    before, named, after = json_script(record).partition(_PUBLISHER + json_script(publisher))
    if data is None or not named:
        return None
    before += _PUBLISHER
    around = (before.encode("utf-8", "replace"), after.encode("utf-8", "replace"))
    return Mould(data, tuple(sorted(pictures)), *around)


class Moulds:
    """The moulds that are kept, and those that are made now."""

    def __init__(self, kept: Kept, reel: Reel) -> None:
        self._kept = kept
        self._reel = reel
        self._stories: list[tuple[int, bytes, bytes, bytes]] = []
        self._lists: list[tuple[str, bytes, bytes, bytes]] = []

    def stories(self, keys: Mapping[int, bytes]) -> dict[int, tuple[Mould, Collection[str]]]:
        """Those that are kept under these keys and whose pictures are all there, by story; each
        with the files of its pictures."""
        return self._known(self._kept.moulds(keys))

    def lists(self, keys: Mapping[str, bytes]) -> dict[str, tuple[Mould, Collection[str]]]:
        """The same of lists, by the paths of their files."""
        return self._known(self._kept.listings(keys))

    def _known(self, found: Mapping[Name, Told]) -> dict[Name, tuple[Mould, Collection[str]]]:
        known = {}
        for name, (beside, page) in found.items():
            try:
                mould = Mould(page, *marshal.loads(beside))
            except (ValueError, EOFError, TypeError):  # damaged: it is made again
                continue
            files = self._files(mould.pictures) if mould.pictures else ()
            if files is not None:
                known[name] = mould, files
        return known

    def _files(self, pictures: Sequence[tuple[str, int]]) -> Collection[str] | None:
        reel, used = self._reel, self._reel.used
        reel.used = set()
        try:
            for sha256, width in pictures:
                # A page goes without a large picture whose file is missing, and tells of it.
                if width in _LOOKED_FOR and not reel.has(sha256):
                    return None
                reel.get(sha256, width)
            return reel.used
        except NewsroomError:
            return None
        finally:
            reel.used = used

    def add_story(self, article: int, key: bytes, mould: Mould) -> None:
        """Keep one; ``save`` writes it."""
        self._stories.append((article, key, _beside(mould), mould.text))

    def add_list(self, path: str, key: bytes, mould: Mould) -> None:
        """The same of a list."""
        self._lists.append((path, key, _beside(mould), mould.text))

    def save(self) -> None:
        """Write those that were added."""
        if self._stories:
            self._kept.keep_moulds(self._stories)
        if self._lists:
            self._kept.keep_listings(self._lists)
        self._stories, self._lists = [], []


def _beside(mould: Mould) -> bytes:
    return marshal.dumps((mould.pictures, mould.before, mould.after, mould.around))

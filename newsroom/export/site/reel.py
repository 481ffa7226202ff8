"""Pictures of the site: each rendition a file of its own, named by the picture it was made of."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable

from newsroom.export.parts import WEBP, as_webp, card_name, is_webp, part_file, split
from newsroom.export.pictures import (
    LEAD_WIDTH,
    NARROW,
    SUFFIXES,
    Choice,
    Pictures,
    Rendition,
    renditions,
)
from newsroom.export.site.kept import Kept
from newsroom.news.errors import NewsroomError
from newsroom.values import dataclass

FOLDER = "pictures"
_HASH = 64  # signs; what stands behind it names a part of the picture
_MIMES = {suffix: mime for mime, suffix in SUFFIXES.items()}


@dataclass(frozen=True, slots=True)
class Placed(Rendition):
    """A rendition that lies in the site's folder of pictures. ``content`` is not held."""

    path: str = ""

    @property
    def address(self) -> str:
        """Where it lies, from the site's root."""
        return self.path


class Reel(Pictures):
    """Renditions by picture and width. What stands on the site already is not made again.

    ``read`` gives a picture's bytes, ``has`` whether it can; ``stands`` whether a file is there
    already, ``put`` lays a new one down, ``webp`` has WebP offered beside the others. ``used``
    collects what pages asked for, ``lost`` counts how often it could not be had.
    """

    def __init__(
        self,
        kept: Kept,
        *,
        read: Callable[[str], bytes],
        has: Callable[[str], bool],
        stands: Callable[[str], bool],
        put: Callable[[str, bytes], None],
        webp: bool = False,
    ) -> None:
        super().__init__(read)
        self._kept_facts = kept
        self._facts = kept.pictures()
        self._has = has
        self._stands = stands
        self._put = put
        self._webp = webp
        self._found: dict[str, bool] = {}
        self._laid: set[str] = set()
        self.used: set[str] = set()
        self.lost = 0
        self.asked: dict[str, tuple[str, int]] = {}  # picture and width, by path
        self.source: dict[str, str] = {}  # of what was made: picture and width, by path

    def has(self, sha256: str) -> bool:
        """Whether the picture can be shown: its file is there and it is one."""
        sha256 = sha256.removesuffix(WEBP)
        found = self._found.get(sha256)
        if found is None:
            found = self._has(split(sha256)[0])
            if found and (sha256, LEAD_WIDTH) not in self._facts:
                try:
                    self._make(sha256, LEAD_WIDTH)
                except NewsroomError:
                    found = False
            self._found[sha256] = found
        self.lost += not found
        return found

    def get(self, sha256: str, width: int) -> Rendition:
        """The rendition, made and laid down if need be. Raises what ``read`` raises."""
        facts = self._facts.get((sha256, width))
        path = _path(sha256, width, facts[2]) if facts else ""
        if facts is None or not (path in self._laid or self._stands(path)):
            try:
                facts, path = self._make(sha256, width)
            except NewsroomError:
                self.lost += 1
                raise
        self._laid.add(path)
        self.used.add(path)
        self.asked[path] = (sha256, width)
        return Placed(b"", _MIMES[facts[2]], facts[0], facts[1], path)

    def choice(self, sha256: str, held: Rendition, *, root: str = "") -> Choice:
        """The narrower renditions and this one, made and laid down if need be.

        One that can't be made is not offered: the page does with the others. A small part of a
        picture has no others: they would be cut out for it alone.
        """
        alone = len(sha256) > _HASH and held.width <= NARROW[-1]
        narrow = [] if alone else [width for width in NARROW if width < held.width]
        others = self._offered(sha256, narrow)
        better: list[Rendition] = []
        if self._webp:
            width = self.asked[held.address][1]
            better = self._offered(as_webp(sha256), [*narrow, width])
        return Choice(
            _srcset([*others, held], root) if others else "",
            _srcset(better, root) if better and better[-1].width == held.width else "",
        )

    def _offered(self, sha256: str, widths: Iterable[int]) -> list[Rendition]:
        offered = []
        for width in widths:
            with contextlib.suppress(NewsroomError):
                offered.append(self.get(sha256, width))
        return offered

    def note(self, picture: str, width: int) -> None:
        """A page shows this picture (JSON of a story's) by words that were made before."""
        if picture:
            name = card_name(picture)
            if self._found.get(name):
                self.choice(name, self.get(name, width))
            else:
                self.lost += 1

    def _made(self, sha256: str, width: int) -> Rendition:
        """The rendition; one that pages offer in several widths is made in all of them at once."""
        webp = is_webp(sha256)
        if self._shelf is None or not (webp or width in (LEAD_WIDTH, *NARROW)):
            return super()._made(sha256, width)
        whole, part = split(sha256)
        data = self._read(whole)
        made = self._shelf.get(sha256, width)
        if made is not None:
            return made
        name, most = sha256.removesuffix(WEBP), LEAD_WIDTH if width in NARROW else width
        narrower = NARROW if most == LEAD_WIDTH else ()  # they come from the large one alone
        every = renditions(data, most, part, narrower=narrower, webp=self._webp or webp)
        for (across, better), one in every.items():
            self._shelf.put(as_webp(name) if better else name, across, one)
        return every.get((width, webp), every[(most, webp)])

    def _make(self, sha256: str, width: int) -> tuple[tuple[int, int, str], str]:
        if self._shelf is None:  # not before it is needed: a site of words alone has no use for it
            from newsroom.export.shelf import DiskShelf
            from newsroom.paths import renditions_dir

            self._shelf = DiskShelf(renditions_dir())
        made = self._made(sha256, width)
        facts = (made.width, made.height, made.suffix)
        self._facts[(sha256, width)] = facts
        self._kept_facts.keep_picture(sha256, width, facts)
        path = _path(sha256, width, made.suffix)
        self._put(path, made.content)
        self._laid.add(path)
        self.source[path] = f"{sha256}.{width}"
        return facts, path

    def again(self, key: str) -> None:
        """Make a rendition again by what ``source`` said of it. Raises what ``read`` raises."""
        sha256, _dot, width = key.rpartition(".")
        self._make(sha256, int(width))


def _path(sha256: str, width: int, suffix: str) -> str:
    return f"{FOLDER}/{part_file(sha256, 0 if width == LEAD_WIDTH else width)}{suffix}"


def _srcset(offered: Iterable[Rendition], root: str) -> str:
    return ", ".join(f"{root}{one.address} {one.width}w" for one in offered)

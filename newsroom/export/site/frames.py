"""What a kind of page is made with: a digest of code, templates, words and the site's own data.

When it changes, every page of that kind is made anew; a template changes only what uses it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path

from newsroom import __version__
from newsroom.assets import asset
from newsroom.export.site.keys import fingerprint


class Kind(StrEnum):
    """What sort of file it is."""

    STORY = "story"
    FRONT = "front"
    SECTION = "section"
    AUTHOR = "author"
    PEOPLE = "people"
    TAG = "tag"
    ARCHIVE = "archive"
    NOTICE = "notice"
    REDIRECT = "redirect"
    BOX = "box"
    FEED = "feed"
    SITEMAP = "sitemap"
    SEARCH = "search"
    STYLE = "style"
    SCRIPT = "script"
    PICTURE = "picture"
    SERVER = "server"


_FURNITURE = ("site/base.html", "site/masthead.html", "site/colophon.html")
_CARDS = ("site/card.html",)
_LINES = ("site/line.html",)

TEMPLATES: Mapping[Kind, tuple[str, ...]] = {
    Kind.STORY: ("site/story.html", *_FURNITURE),
    Kind.FRONT: ("site/front.html", *_FURNITURE, *_CARDS, *_LINES),
    Kind.SECTION: ("site/list.html", *_FURNITURE, *_CARDS),
    Kind.AUTHOR: ("site/list.html", *_FURNITURE, *_CARDS),
    Kind.TAG: ("site/list.html", *_FURNITURE, *_CARDS),
    Kind.PEOPLE: ("site/people.html", *_FURNITURE),
    Kind.ARCHIVE: ("site/archive.html", *_FURNITURE, *_LINES),
    Kind.NOTICE: ("site/notice.html", *_FURNITURE),
    Kind.REDIRECT: ("site/notice.html", *_FURNITURE),
    Kind.BOX: ("site/recent.html",),
    Kind.STYLE: ("site/site.css", "page.css"),
    Kind.SCRIPT: ("site/site.js",),
}
"""The templates that each kind is made of; a test holds them to what the templates name."""

_WORDLESS = frozenset({Kind.STYLE, Kind.SCRIPT, Kind.SITEMAP, Kind.PICTURE, Kind.SERVER})
BARE = frozenset({Kind.STYLE, Kind.SCRIPT})
"""Kinds that show nothing of the site itself, neither its name nor its sections."""

NAMELESS = frozenset({Kind.SEARCH, Kind.SITEMAP})
"""Kinds that do not show the paper's name."""

MOULDED = (Kind.STORY, Kind.SECTION, Kind.AUTHOR, Kind.TAG, Kind.ARCHIVE)
"""Kinds of which there are many pages, which are kept as moulds."""

_KNOWN = frozenset(name for names in TEMPLATES.values() for name in names)


class Frames:
    """The digests, from the files as they are now. ``own`` is the newsroom's own templates."""

    def __init__(self, own: Path | None) -> None:
        self._own = _files(own) if own is not None else {}
        self._code = _code()
        strange = {
            name: content
            for name, content in self._own.items()
            if name not in _KNOWN and not name.startswith("words/") and name != "page.html"
        }
        # A file that no template of ours names is named by one of theirs; who knows by which.
        self._everywhere = fingerprint(self._code, sorted(strange.items()))
        words = {**_files(asset("templates", "words")), **_under(self._own, "words/")}
        self._words = fingerprint(sorted(words.items()))

    @property
    def code(self) -> str:
        """Of the code that makes pages."""
        return self._code

    @property
    def all(self) -> str:
        """Over everything."""
        return fingerprint(self._words, *(self.of(kind, "") for kind in Kind))

    def of(self, kind: Kind, furniture: str) -> str:
        """Of one kind; ``furniture`` stands for what the masthead and the foot show."""
        said = [self._own.get(name) or _ours(name) for name in TEMPLATES.get(kind, ())]
        words = "" if kind in _WORDLESS else self._words
        return fingerprint(self._everywhere, words, said, furniture)


def _ours(name: str) -> bytes:
    return asset("templates", name).read_bytes()


def _under(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    return {name[len(folder) :]: data for name, data in files.items() if name.startswith(folder)}


def _files(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its name from there; none where there is no folder."""
    if not folder.is_dir():
        return {}
    paths: Iterable[Path] = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _code() -> str:
    """Of the program's own part in a page: its sources, or where it is frozen, its version."""
    said = hashlib.blake2b(__version__.encode(), digest_size=8)
    here = Path(__file__).parent
    for folder in (here, here.parent, here.parent.parent / "text"):
        for path in sorted(folder.glob("*.py")):
            said.update(path.read_bytes())
    return said.hexdigest()

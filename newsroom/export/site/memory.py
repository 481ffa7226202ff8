"""What a publishing leaves in the cache, so that a small change need not read the whole store.

It holds the edition that stands in a folder with all that was worked out of it. Stories lie in
parts, of which only those are unpacked that somebody looks at. What small changes did since lies in
a second file. Both may be lost at any time: then the store is read as ever.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from newsroom.export.site.arrivals import admit, shelf_of
from newsroom.export.site.contents import Contents
from newsroom.export.site.keys import fingerprint
from newsroom.export.site.moments import Moments
from newsroom.export.site.shelf import PART, Shelf
from newsroom.export.words import read_words
from newsroom.news.out import Out

MOST_LATER = 200  # stories that small changes may have touched until the whole is kept anew
_OF_CONTENTS = ("furniture", "bare", "_frames", "_people", "sections", "authors", "tags", "months",
                "tongues", "cards", "box", "pinned", "_among")  # fmt: skip


class Memory:
    """What stands in a folder. ``later`` are stories that small changes put there: the row, the key
    of its card and when readers would have seen a change, by its number (``Shelf``)."""

    def __init__(
        self, place: Path, base: str, facts: dict[str, Any], later: dict[int, Any],
        beside: tuple[str, tuple[str, ...] | None],
    ) -> None:  # fmt: skip
        # What lies beside the site: its uid, and in which files it differs (None: too many).
        self.before, self.drift = beside
        self._place = place
        self._base = base
        self._facts = facts
        self.later = later

    @property
    def statements(self) -> Mapping[str, str]:
        """Those that the store's stories are read by."""
        return self._facts["statements"]  # type: ignore[no-any-return]

    @property
    def format(self) -> int:
        """That of the store."""
        return int(self._facts["format"])

    @property
    def redirects(self) -> int:
        """How many names the store sends on."""
        return int(self._facts["redirects"])

    @property
    def who(self) -> int | None:
        """Who published."""
        return self._facts["who"]  # type: ignore[no-any-return]

    def number_of(self, article: int) -> int | None:
        """The number of a story that stands there (``Shelf``)."""
        with contextlib.suppress(ValueError):
            return int(self._facts["ids"].index(article))
        return next((n for n, (row, *_rest) in self.later.items() if row[0] == article), None)

    @property
    def withdrawn(self) -> frozenset[int]:
        """Stories that were withdrawn."""
        return frozenset(story.id for story in self._facts["edition"].withdrawn)

    def contents(self, now: datetime, own: Path | None) -> Contents:
        """The contents of the site that stands, with what small changes did."""
        facts = self._facts
        shelf = Shelf(facts["parts"], len(facts["ids"]))
        edition = replace(facts["edition"], stories=shelf, now=now)
        found = object.__new__(Contents)
        for name in _OF_CONTENTS:
            setattr(found, name, facts[name])
        found.edition = edition
        found.words = read_words(edition.site.language, own)
        found.moments = Moments(edition.zone)
        found._hrefs = {}
        found._forget()
        came = []
        for number, (row, card, changed) in sorted(self.later.items(), reverse=True):
            story = Out._make(row)
            _note(edition.modified, story.id, changed)
            if number < 0:
                came.append(story)  # in the order in which they came
            else:
                shelf.put(number, story)
                found.cards[number] = card
        admit(found, came)
        return found

    def keep(
        self, uid: str, contents: Contents, places: Iterable[int], *, before: str,
        drift: tuple[str, ...],
    ) -> None:  # fmt: skip
        """Keep what a small change came to: ``uid`` is that of the site that stands now, ``before``
        that of the one that stood there, which differs from it in the files ``drift``."""
        shelf = shelf_of(contents)
        for place in places:
            story = shelf[place]
            changed = contents.edition.modified.get(story.id)
            self.later[shelf.order[place]] = (tuple(story), contents.cards[place], changed)
        _write(_later(self._place), marshal.dumps((self._base, uid, self.later, before, drift)))


def _note(modified: Any, article: int, changed: int | None) -> None:
    if changed is None:
        modified.pop(article, None)
    else:
        modified[article] = changed


def put(contents: Contents, place: int, story: Out, changed: int | None) -> None:
    """Have a changed story stand in the contents."""
    shelf_of(contents).put(place, story)
    _note(contents.edition.modified, story.id, changed)
    contents._owns.pop(story.id, None)
    contents.cards[place] = contents._card_key(story)


def keep(place: Path, uid: str, contents: Contents, **facts: object) -> None:
    """Keep an edition that was published under ``uid``."""
    edition = contents.edition
    rows = [tuple(story) for story in edition.stories]
    parts = [marshal.dumps(rows[start : start + PART]) for start in range(0, len(rows), PART)]
    told = {name: getattr(contents, name) for name in _OF_CONTENTS}
    told |= facts
    told["edition"] = replace(edition, stories=())
    told["ids"] = [story.id for story in edition.stories]
    place.parent.mkdir(parents=True, exist_ok=True)
    _write(place, marshal.dumps((_shape(), uid, pickle.dumps(told, 5), parts)))


def recall(place: Path, uid: str) -> Memory | None:
    """What is known of the site of that uid, None where that is nothing."""
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        shape, base, told, parts = marshal.loads(place.read_bytes())
        if shape != _shape():
            return None
        facts = pickle.loads(told)
        later: dict[int, Any] = {}
        beside = (facts["before"], facts["drift"])
        if base != uid:
            of, now, later, *beside = marshal.loads(_later(place).read_bytes())
            if of != base or now != uid or len(later) > MOST_LATER:
                return None
        facts["parts"] = parts
        return Memory(place, base, facts, later, (beside[0], beside[1]))
    return None


def _later(place: Path) -> Path:
    return place.with_name(f"{place.name}.later")


def _write(place: Path, data: bytes) -> None:
    with contextlib.suppress(OSError):
        part = place.with_name(f"{place.name}.{os.getpid()}")
        part.write_bytes(data)
        os.replace(part, place)


def _shape() -> str:
    """Of the program's own values: what it kept before it changed is of no use."""
    from newsroom import __version__, news

    said: list[object] = [__version__]
    folder = Path(news.__file__).parent
    with contextlib.suppress(OSError):  # in a frozen program the version tells
        for name in ("out.py", "recent.py", "site.py", "staff.py"):
            said.append((folder / name).read_bytes())
        said.append(Path(__file__).read_bytes())
    return fingerprint(*said)

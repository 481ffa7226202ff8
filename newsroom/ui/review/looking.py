"""What the open suggestions on a story come to at this moment, worked out off the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from newsroom.news.suggestion import Group, SuggestionSet
from newsroom.text.changes import BODY, Change
from newsroom.text.compare import Comparison
from newsroom.text.live import Live
from newsroom.text.merge import Clash, merge
from newsroom.text.parse import Parser
from newsroom.text.seams import Seam, seams_of
from newsroom.text.signs import Line, Place, field_line, signs_of, source_line
from newsroom.text.suggest import (
    Key,
    Suggestions,
    compared,
    groups,
    keys,
    made_between,
    names,
    rebase,
    story_of,
)


@dataclass(frozen=True, slots=True)
class Marked:
    """What an editor shows of one person's changes, by field; the body by block, or as source."""

    fields: Mapping[str, Line] = field(default_factory=dict)
    body: Mapping[Place, Line] = field(default_factory=dict)
    source: Line | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Open:
    """One person's open suggestions. ``number`` and ``version`` are those of the set in the store,
    0 while it has none. ``live`` ones are typed here: their proposal is what the editor shows.

    ``clashes`` are places by field that the story's writer changed too.
    """

    number: int
    version: int
    author: int | None
    live: bool
    changes: tuple[Change, ...]
    keys: Mapping[Key, int]
    groups: tuple[tuple[int, ...], ...]
    marked: Marked
    clashes: Mapping[str, tuple[Clash, ...]] = field(default_factory=dict)
    note: str = ""
    named: Mapping[int, str] = field(default_factory=dict)
    """By which rule changes were made, by their numbers."""
    seams: Mapping[int, Seam] = field(default_factory=dict)
    """What changes without words do, by their numbers."""

    def key(self, number: int) -> Key:
        """The key of the change of that number. Raises KeyError."""
        for key, own in self.keys.items():
            if own == number:
                return key
        raise KeyError(number)

    def places(self) -> Mapping[int, int]:
        """Where each change stands in the text that is shown, in characters of its source. What
        has no place there stands behind what comes before it."""
        found: dict[int, int] = {}
        field, last = "", 0
        for change in self.changes:  # in the order of reading
            if change.field != field:
                field, last = change.field, 0
            spans = change.new if self.live else change.old
            last = spans[0].start if spans else last
            found[change.number] = last
        return found

    def group(self, number: int) -> tuple[int, ...]:
        """The change of that number with those that were made with it, or are the same
        correction elsewhere."""
        return next((group for group in self.groups if number in group), (number,))


@dataclass(frozen=True, slots=True)
class Typed:
    """Texts that are proposed here and now, over those of the story."""

    base: Mapping[str, str]
    texts: Mapping[str, str]
    known: tuple[int, int]
    """The number and version of the set that the store has of it; 0 for none."""
    author: int | None
    groups: tuple[Group, ...] = ()


class Looker:
    """Compares; a parser for each thread that asks."""

    def __init__(self) -> None:
        self._own = threading.local()

    def parser(self) -> Parser:
        """This thread's parser."""
        found: Parser | None = getattr(self._own, "parser", None)
        if found is None:
            found = self._own.parser = Parser()
        return found

    def others(
        self, sets: tuple[SuggestionSet, ...], shown: Mapping[str, str], *, source: bool
    ) -> tuple[Open, ...]:
        """The sets on top of the texts that the editor shows."""
        return tuple(self._other(found, shown, source=source) for found in sets)

    def _other(self, found: SuggestionSet, shown: Mapping[str, str], *, source: bool) -> Open:
        names = tuple(found.base)
        standing = story_of({name: shown[name] for name in names})
        own = Suggestions.of(found.base, found.proposal, found.author)
        made = rebase(own, standing)
        between = compared(made.carried, self.parser())
        return _open(
            between, (found.id, found.version), found.author, False, made.conflicts,
            _marked(between, new=False, source=source), found.note, found.groups,
        )  # fmt: skip

    def live(self, typed: Typed, *, source: bool) -> tuple[Open, Live]:
        """What is typed here, and its body to be followed from key to key."""
        own = Suggestions.of(typed.base, typed.texts, typed.author)
        parser = self.parser()
        between = compared(own, parser)
        marked = _marked(between, new=True, source=source)
        follow = Live(between, marked.body)
        made = _open(between, typed.known, typed.author, True, {}, marked, "", typed.groups)
        return made, follow


def made_together(
    base: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[tuple[str, str, str], ...]:
    """The changes that turned the proposed texts ``before`` into those ``after``."""
    return made_between(story_of(base), story_of(before), story_of(after), Parser())


def carried(
    mine: SuggestionSet | None,
    now: Mapping[str, str],
    stored: Mapping[str, str],
    texts: Mapping[str, str],
) -> tuple[dict[str, str], dict[str, str], dict[str, tuple[Clash, ...]]]:
    """My set in the store put on top of the story as it stands ``now``, and what I typed since
    (``stored`` became ``texts``) on top of that: both texts by name, and where words clash."""
    on_top = dict(now)
    clashes: dict[str, tuple[Clash, ...]] = {}
    if mine is not None:
        for name in mine.base:
            done = merge(mine.base[name], mine.proposal[name], now[name], plain=name != BODY)
            on_top[name] = done.text
            if done.conflicts:
                clashes[name] = done.conflicts
    typed = dict(on_top)
    for name, text in texts.items():
        if text != stored[name]:
            done = merge(stored[name], text, on_top[name], plain=name != BODY)
            typed[name] = done.text
            if done.conflicts:
                clashes[name] = done.conflicts
    return on_top, typed, clashes


def _open(
    between: Comparison,
    known: tuple[int, int],
    author: int | None,
    live: bool,
    clashes: Mapping[str, tuple[Clash, ...]],
    marked: Marked,
    note: str,
    made: tuple[Group, ...],
) -> Open:
    shown = between.shown
    named = names(shown, [(group.name, group.changes) for group in made])
    together = groups(shown, named)
    return Open(
        *known, author, live, shown, keys(shown), together, marked, clashes, note, named,
        seams_of(between),
    )  # fmt: skip


def _marked(between: Comparison, *, new: bool, source: bool) -> Marked:
    fields = {name: field_line(between, name, new=new) for name in between.fields}
    if between.old.body == between.new.body:
        return Marked(fields)
    if source:
        return Marked(fields, source=source_line(between, new=new))
    return Marked(fields, signs_of(between, new=new))


__all__ = ["Looker", "Marked", "Open", "Typed", "carried", "made_together"]

"""What is different between two states of a story: one numbered list of changes that can be shown,
made and taken back one by one.

Pieces are matched first, by content and by likeness (match.py), then words inside matched pieces
(hunks.py). Every change made gives the new state, none the old one, byte for byte.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from newsroom.text.body import Body
from newsroom.text.changes import BODY, Change, Span, told
from newsroom.text.counts import count_words
from newsroom.text.hunks import ChangeKind, Weave
from newsroom.text.parse import Parser
from newsroom.text.tokens import plain_tokens

__all__ = ["BODY", "Change", "ChangeKind", "Comparison", "Span", "Story", "compare"]


@dataclass(frozen=True, slots=True)
class Story:
    """A state of a story: its body as Markdown and its fields of plain text by name."""

    body: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


class Comparison:
    """The way from one state of a story to another."""

    def __init__(self, old: Story, new: Story, parser: Parser | None = None) -> None:
        self.old, self.new = old, new
        self._parser = parser or Parser()
        self.fields: dict[str, Weave] = {}
        found: list[Change] = []
        names = [*old.fields, *(name for name in new.fields if name not in old.fields)]
        for name in names:
            before, after = old.fields.get(name, ""), new.fields.get(name, "")
            if before != after:
                self.fields[name] = weave = Weave(plain_tokens(before), plain_tokens(after))
                found += _in_field(name, weave, len(found))
        self.body = Body(old.body, new.body, self._parser, len(found))
        self.changes: tuple[Change, ...] = (*found, *self.body.changes)

    @property
    def shown(self) -> tuple[Change, ...]:
        """The changes that a reader can see."""
        return tuple(change for change in self.changes if change.shown)

    def words_added(self, name: str = BODY) -> int:
        """How many words the new state of a field has that the old one has not, as ``count_words``
        counts them: a table's bars, addresses and what is parked are none."""
        text = self.new.body if name == BODY else self.new.fields.get(name, "")
        kept, at = [], 0
        for start, end in self._came(name):
            # Lines stay lines: without them what is left would read otherwise.
            kept += [text[at:start], "\n" * text.count("\n", start, end) or " "]
            at = end
        return max(0, count_words(text) - count_words("".join([*kept, text[at:]])))

    def _came(self, name: str) -> list[Span]:
        """Where the new state of a field has words that the old one has not."""
        return sorted(
            span
            for change in self.changes
            if change.field == name and change.kind in (ChangeKind.ADDED, ChangeKind.REPLACED)
            for span in change.new
        )

    def apply(self, numbers: Collection[int]) -> Story:
        """The old state with the changes of these numbers made."""
        chosen = set(numbers)
        fields = dict(self.old.fields)
        for name, weave in self.fields.items():
            made = "".join(token.source for token in weave.mixed(chosen))
            if made or name in fields or all(h.change in chosen for h in weave.hunks):
                fields[name] = made
        for name in self.new.fields:
            if name not in self.fields:
                fields.setdefault(name, self.new.fields[name])
        return Story(self.body.text(chosen), fields)

    def without(self, numbers: Collection[int]) -> Story:
        """The new state with the changes of these numbers taken back."""
        return self.apply({change.number for change in self.changes} - set(numbers))

    def restored(
        self, *, field: str | None = None, place: int | None = None, old_place: int | None = None
    ) -> Story:
        """The new state with one field as it was, or one piece of the body: the one that stands at
        character ``place`` of the new body or at ``old_place`` of the old one. All later work
        elsewhere is kept."""
        if field is not None:
            return self.without([c.number for c in self.changes if c.field == field])
        if old_place is not None:
            return self.without(self.body.around(old_place, new=False))
        return self.without(self.body.around(place or 0))


def compare(old: Story, new: Story, parser: Parser | None = None) -> Comparison:
    """What leads from ``old`` to ``new``. A parser given is used, by this thread alone."""
    return Comparison(old, new, parser)


def _in_field(name: str, weave: Weave, count: int) -> Iterator[Change]:
    """A field's changes, numbered on from ``count``."""
    for hunk in weave.hunks:
        hunk.change += count
    for number in dict.fromkeys(hunk.change for hunk in weave.hunks):
        count += 1
        hunks = [hunk for hunk in weave.hunks if hunk.change == number]
        for hunk in hunks:
            hunk.change = count
        yield told(count, name, weave, hunks, 0, 0)

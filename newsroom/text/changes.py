"""A change as a value: what it is, where it stands in both states, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from newsroom.text.hunks import ChangeKind, Hunk, Weave
from newsroom.text.tokens import Token, said

BODY = "body"


class Span(NamedTuple):
    """Characters ``start`` to ``end`` of a text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``old`` and ``new`` are where it stands in the source of either state (of the
    field of that name); a change of several places is made or taken back as one. ``before`` and
    ``after`` are its words."""

    number: int
    kind: ChangeKind
    field: str
    before: str
    after: str
    old: tuple[Span, ...]
    new: tuple[Span, ...]

    @property
    def shown(self) -> bool:
        """Whether a reader can see it; the others are of spelling alone."""
        return self.kind is not ChangeKind.SPELLING


def told(
    number: int, name: str, weave: Weave, hunks: Sequence[Hunk], old_at: int, new_at: int
) -> Change:
    """The change that these hunks are, in texts whose pieces begin at these places."""
    return Change(
        number,
        foremost(hunk.kind for hunk in hunks),
        name,
        " … ".join(filter(None, (_words(weave.old[h.i : h.i_end]) for h in hunks))),
        " … ".join(filter(None, (_words(weave.new[h.j : h.j_end]) for h in hunks))),
        tuple(_span(weave.old, h.i, h.i_end, old_at) for h in hunks),
        tuple(_span(weave.new, h.j, h.j_end, new_at) for h in hunks),
    )


_ORDER = (
    ChangeKind.MOVED,
    ChangeKind.REPLACED,
    ChangeKind.ADDED,
    ChangeKind.CUT,
    ChangeKind.STRUCTURE,
    ChangeKind.LINK,
    ChangeKind.FORMAT,
    ChangeKind.SPELLING,
)


def foremost(kinds: Iterable[ChangeKind]) -> ChangeKind:
    """What a change of several kinds is called."""
    found = set(kinds)
    if {ChangeKind.ADDED, ChangeKind.CUT} <= found:
        return ChangeKind.REPLACED
    return min(found, key=_ORDER.index)


def _words(tokens: Sequence[Token]) -> str:
    return said(tokens).strip("\n")


def _span(tokens: Sequence[Token], first: int, after: int, at: int) -> Span:
    start = at + sum(len(token.source) for token in tokens[:first])
    return Span(start, start + sum(len(token.source) for token in tokens[first:after]))


def united(number: int, name: str, parts: Sequence[Change]) -> Change:
    """Changes of several places that are made or taken back as one."""
    if len(parts) == 1:
        return replace(parts[0], number=number)
    return Change(
        number,
        foremost(part.kind for part in parts),
        name,
        " … ".join(part.before for part in parts if part.before),
        " … ".join(part.after for part in parts if part.after),
        tuple(span for part in parts for span in part.old),
        tuple(span for part in parts for span in part.new),
    )

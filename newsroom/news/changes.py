"""What an act touched, so that each view can decide whether to look again."""

from __future__ import annotations

from dataclasses import field, fields
from typing import Generic, TypeVar

from newsroom.values import dataclass

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a desk verb touched.

    ``articles`` holds the ids of stories whose content changed; ``listing`` says that rows of the
    article list may have come, gone or moved; ``review`` holds the ids of stories whose comments,
    suggestions or sign-offs changed, ``presence`` of those that somebody began or ended to edit,
    ``inbox`` the people who have news, ``outbox`` the stories whose way to other systems went on,
    ``wire`` that entries of feeds came, changed or were dealt with;
    ``step`` is the undo journal's number when the act
    can be taken back, and ``label`` what the act was called ("Spiked 3 stories").
    """

    articles: frozenset[int] = frozenset()
    listing: bool = False
    staff: bool = False
    lists: bool = False  # sections, desks, tags, kickers, templates, saved filters
    recent: bool = False  # what the Recent Posts box shows
    media: bool = False
    wire: bool = False  # the feeds and what came in by them
    rules: bool = False  # the rule book, its names, what is let stand
    review: frozenset[int] = frozenset()
    presence: frozenset[int] = frozenset()
    inbox: frozenset[int] = frozenset()
    outbox: frozenset[int] = frozenset()
    step: int | None = None
    label: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, item.name) for item in fields(self) if item.name not in _SAID)

    def __or__(self, other: Changes) -> Changes:
        """Both together; the later act's step and label win."""
        merged: dict[str, object] = {}
        for item in fields(self):
            mine, theirs = getattr(self, item.name), getattr(other, item.name)
            if item.name == "step":
                merged[item.name] = theirs if theirs is not None else mine
            elif item.name == "label":
                merged[item.name] = theirs or mine
            else:
                merged[item.name] = mine | theirs
        return Changes(**merged)  # type: ignore[arg-type]


_SAID = frozenset({"step", "label"})

NOTHING = Changes()
EVERYTHING = Changes(
    listing=True, staff=True, lists=True, recent=True, media=True, rules=True, wire=True
)


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """A verb's result together with what it touched."""

    value: T
    changes: Changes = field(default=NOTHING)

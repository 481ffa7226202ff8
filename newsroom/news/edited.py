"""Pictures of which the library says something else since stories began to use them.

Credit, terms and point belong to the picture, yet each use keeps them as it was given them, so that
a story is whole by itself. What uses said when the library was told something else counts no more;
what somebody writes at a use after that does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256 as _sha256
from typing import Any, NamedTuple

from newsroom.values import dataclass

TURNS = 4
"""Quarter turns of a circle."""


@dataclass(frozen=True, slots=True)
class Former:
    """What uses of a picture may say that counts no more."""

    credits: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    focuses: tuple[tuple[int, int], ...] = ()


NO_FORMER = Former()


class Edited(NamedTuple):
    """A picture as the library has it now. ``width`` and ``height`` are pixels as it is looked at,
    after ``turn`` quarter turns clockwise; ``focus`` is in thousandths of both."""

    sha256: str
    credit: str
    terms: str
    focus: tuple[int, int]
    width: int
    height: int
    turn: int = 0
    former: Former = NO_FORMER

    @property
    def name(self) -> str:
        """What pages know the picture by: one that was turned is another to them."""
        return turned_name(self.sha256, self.turn)

    def credit_of(self, said: str) -> str:
        """The credit of a use that says this one."""
        return self.credit if said.strip() in self.former.credits else said

    def terms_of(self, said: str) -> str:
        """The terms of a use that says these."""
        return self.terms if said.strip() in self.former.terms else said

    def focus_of(self, said: tuple[int, int]) -> tuple[int, int]:
        """The point of a use that has this one."""
        return self.focus if said in self.former.focuses else said


def turned_name(sha256: str, turn: int) -> str:
    """What a picture is called after so many quarter turns: 64 signs, as for a file of its own."""
    if not turn % TURNS:
        return sha256
    return _sha256(f"{sha256} turned {turn % TURNS}".encode()).hexdigest()


def turned_point(x: float, y: float, turn: int) -> tuple[float, float]:
    """Where a point (shares of width and height) comes to lie by so many quarter turns."""
    for _n in range(turn % TURNS):
        x, y = 1 - y, x
    return x, y


def as_text(turn: int, former: Former) -> str:
    """Both as the store keeps them: JSON, "" where there is nothing to keep."""
    told: dict[str, Any] = {
        "turn": turn % TURNS,
        "credits": former.credits,
        "terms": former.terms,
        "focuses": former.focuses,
    }
    kept = {name: value for name, value in told.items() if value}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")) if kept else ""


def from_text(text: str) -> tuple[int, Former]:
    """Both again."""
    if not text:
        return 0, NO_FORMER
    told = json.loads(text)
    return int(told.get("turn", 0)) % TURNS, Former(
        tuple(map(str, told.get("credits", ()))),
        tuple(map(str, told.get("terms", ()))),
        tuple((int(x), int(y)) for x, y in told.get("focuses", ())),
    )


def from_row(row: Sequence[Any]) -> Edited:
    """A picture from the store's columns: hash, credit, terms, point across and down, width, height
    and edits."""
    sha256, credit, terms, x, y, width, height, edits = row
    turn, former = from_text(edits)
    size = (height, width) if turn % 2 else (width, height)
    return Edited(sha256, credit, terms, (x, y), *size, turn, former)

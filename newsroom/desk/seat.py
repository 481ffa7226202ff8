"""Where somebody sits: the store that is open, who works at it, and by which clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsroom.news.clock import Clock
    from newsroom.news.staff import Person
    from newsroom.store.connect import Store


WHO = ("desk", "who")
"""Where a store says as whom people work in it who do not say so themselves; the sample does."""


@dataclass(slots=True)
class Seat:
    """What every verb of a desk shares. ``me`` may change while the desk is open."""

    store: Store
    clock: Clock
    me: Person | None = None

    @property
    def author(self) -> int | None:
        """The staff entry that acts are signed with."""
        return self.me.id if self.me else None

"""Where somebody sits: the store that is open, who works at it, and by which clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.news.rights import Right
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.checks.styling import StyleProcess
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
    journal: str = ""  # under which name the journal keeps this window's text
    style: StyleProcess | None = None  # what holds the house style against stories, once asked

    @property
    def author(self) -> int | None:
        """The staff entry that acts are signed with."""
        return self.me.id if self.me else None

    def may(self, right: Right) -> bool:
        """Whether who sits here may do it.

        Where nobody says who they are, and where nobody looks after the staff yet, everybody may
        do everything.
        """
        if self.me is None:
            return True
        staff = self.store.staff
        mine = staff.rights().get(self.me.id, _LEFT)
        return right in mine or not staff.governed()

    def hold(self, right: Right) -> None:
        """Raises Refused, with a sentence that says who may, where ``may`` says no."""
        if not self.may(right):
            from newsroom.desk.refusing import refused

            raise refused(self.store, right)


_LEFT = frozenset({Right.READ})

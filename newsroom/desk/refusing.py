"""Saying no in one sentence, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.news.errors import Refused
from newsroom.news.rights import RIGHT_ACTS, Right

if TYPE_CHECKING:
    from newsroom.news.staff import Person
    from newsroom.store.connect import Store

_MOST_NAMED = 3  # people whom a refusal sends somebody to


def who_may(store: Store, right: Right) -> tuple[Person, ...]:
    """The people who work here and may do it, by name."""
    rights = store.staff.rights()
    return tuple(
        person
        for person in store.staff.all()
        if not person.collective and right in rights.get(person.id, frozenset())
    )


def refused(store: Store, right: Right) -> Refused:
    """No, and whom to ask."""
    act = _(RIGHT_ACTS[right])
    names = [person.name for person in who_may(store, right)][:_MOST_NAMED]
    if not names:
        return Refused(
            _(
                "You may not {act} here, and nobody else may yet. "
                "The right is given in the staff directory."
            ).format(act=act)
        )
    return Refused(_("You may not {act} here. Ask {names}.").format(act=act, names=_either(names)))


def _either(names: list[str]) -> str:
    *some, last = names
    return _("{some} or {last}").format(some=", ".join(some), last=last) if some else last

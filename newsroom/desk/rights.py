"""Who may do what: looking it up, giving rights and taking them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsroom.desk.refusing import refused, who_may
from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import BadInput, Refused
from newsroom.news.rights import ALL_RIGHTS, Right, rights_of
from newsroom.news.staff import Person, Role


class Rights:
    """The rights of the people here."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def mine(self) -> frozenset[Right]:
        """What I may do: for greying out what would be refused."""
        return frozenset(right for right in Right if self._seat.may(right))

    def may(self, right: Right) -> bool:
        """Whether I may do it."""
        return self._seat.may(right)

    def refusals(self) -> dict[Right, str]:
        """What I may not do, each with the sentence that says whom to ask."""
        return {
            right: str(refused(self._seat.store, right))
            for right in Right
            if not self._seat.may(right)
        }

    def governed(self) -> bool:
        """Whether rights are held at all: not before somebody here may manage the staff."""
        return self._seat.store.staff.governed()

    def who_may(self, right: Right) -> tuple[Person, ...]:
        """The people who work here and may do it, by name."""
        return who_may(self._seat.store, right)

    def give(self, number: int, base_version: int, rights: Iterable[str]) -> Done[Person]:
        """Have somebody keep exactly these rights beyond those of the role.

        Raises BadInput for a right that there is not, Refused where I may not, where somebody
        saved the entry since, or where nobody would be left to manage the staff.
        """
        self._seat.hold(Right.MANAGE_STAFF)
        kept = known_rights(rights)
        store = self._seat.store
        with store.transaction():
            before = store.staff.get(number)
            role = rights_of(before.role)
            beyond = tuple(right for right in kept if Right(right) not in role)
            hold_governed(self._seat, before, role=before.role, rights=beyond, active=before.active)
            saved = store.staff.update(number, base_version, {"rights": beyond})
        return Done(saved, Changes(staff=True))

    def change(
        self,
        number: int,
        *,
        role: Role | None = None,
        give: Iterable[str] = (),
        take: Iterable[str] = (),
    ) -> Done[Person]:
        """Give somebody another role, or rights beyond it, and take such rights back: all or none.

        Raises BadInput where a right to be taken comes with the role, and as ``give`` does.
        """
        self._seat.hold(Right.MANAGE_STAFF)
        given, taken = known_rights(give), known_rights(take)
        store = self._seat.store
        with store.transaction():
            before = store.staff.get(number)
            after = replace(before, role=role or before.role)
            if still := [name for name in taken if Right(name) in rights_of(after.role)]:
                raise BadInput(
                    _("“{right}” comes with the role; another role takes it from {name}.").format(
                        right=still[0], name=before.name
                    )
                )
            wanted = {*before.rights, *given} - set(taken)
            beyond = known_rights(
                name for name in wanted if Right(name) not in rights_of(after.role)
            )
            hold_governed(self._seat, before, role=after.role, rights=beyond, active=before.active)
            fields = {"role": after.role, "rights": beyond}
            if replace(after, rights=beyond) == before:
                return Done(before)
            saved = store.staff.update(number, before.version, fields)
        return Done(saved, Changes(staff=True))


def known_rights(names: Iterable[str]) -> tuple[str, ...]:
    """The rights in their own order, each once. Raises BadInput for one that there is not."""
    wanted = {str(name) for name in names}
    if unknown := wanted - set(ALL_RIGHTS):
        raise BadInput(
            _("There is no right “{name}”; there are: {names}.").format(
                name=min(unknown)[:60], names=", ".join(ALL_RIGHTS)
            )
        )
    return tuple(str(right) for right in ALL_RIGHTS if right in wanted)


def hold_governed(
    seat: Seat, before: Person, *, role: str, rights: tuple[str, ...], active: bool
) -> None:
    """Refuse to leave the newsroom without anybody who may manage the staff."""
    manage = Right.MANAGE_STAFF
    if before.collective or (active and manage in rights_of(role, rights)):
        return
    if not before.may(manage):
        return
    others = seat.store.staff.rights().items()
    people = {person.id for person in seat.store.staff.all() if not person.collective}
    if not any(manage in may and n in people and n != before.id for n, may in others):
        raise Refused(
            _(
                "{name} is the only one who may manage the staff. "
                "Give somebody else that right first."
            ).format(name=before.name)
        )

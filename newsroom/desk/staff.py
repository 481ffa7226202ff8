"""The staff directory: people and collectives, what they have on hand, and names in a byline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from newsroom.desk.fields import checked
from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.article import Byline, BylineRole, Filter, Page, Sort
from newsroom.news.changes import NOTHING, Changes, Done
from newsroom.news.errors import BadInput
from newsroom.news.rights import Right
from newsroom.news.staff import PERSON_FIELDS, Person, Role, Workload

_MANAGED = frozenset({"role", "active", "collective", "desks"})
"""What people can't change in their own entry."""


class Staff:
    """The people of the newsroom."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def all(self, *, include_left: bool = False) -> tuple[Person, ...]:
        """Everybody who works here, by name; with ``include_left`` also who did."""
        return self._seat.store.staff.all(include_left=include_left)

    def get(self, number: int) -> Person:
        """The entry. Raises NotFound."""
        return self._seat.store.staff.get(number)

    def find(self, name: str) -> Person | None:
        """Who is called so: by name, byline or initials, whatever the case; who left comes last."""
        wanted = " ".join(name.split()).casefold()
        if not wanted:
            return None
        if found := self._seat.store.staff.find(wanted):
            return found
        everybody = sorted(self.all(include_left=True), key=lambda entry: not entry.active)
        return next((p for p in everybody if p.initials.casefold() == wanted), None)

    def byline(self, name: str, role: BylineRole = BylineRole.STORY) -> Byline:
        """The name as a byline: of somebody in the directory, or else of a guest."""
        found = self._seat.store.staff.find(" ".join(name.split()).casefold())
        if found is None:
            return Byline(name, None, role)
        return Byline(found.credit, found.id, role)

    def add(self, entry: Person) -> Done[Person]:
        """A new entry. Raises BadInput: no name, a limit passed, a name that is here already."""
        self._seat.hold(Right.MANAGE_STAFF)
        entry = self._held(entry)
        if entry.rights:
            from newsroom.desk.rights import known_rights

            entry = replace(entry, rights=known_rights(entry.rights))
        store = self._seat.store
        with store.transaction():
            self._refuse_twin(entry)
            made = store.staff.insert(replace(entry, id=0, version=0))
        return Done(made, Changes(staff=True))

    def save(self, number: int, base_version: int, fields: Mapping[str, object]) -> Done[Person]:
        """Keep the changed fields of an entry that was read at ``base_version``.

        Everybody may change their own entry, but for what they are here. Raises BadInput, and
        Refused if somebody saved it since, or where I may not.
        """
        kept = _checked(fields)
        mine = self._seat.me is not None and self._seat.me.id == number
        if not mine or not _MANAGED.isdisjoint(kept):
            self._seat.hold(Right.MANAGE_STAFF)
        store = self._seat.store
        with store.transaction():
            before = store.staff.get(number)
            after = self._held(replace(before, **kept))  # type: ignore[arg-type]
            self._refuse_twin(after)
            self._hold_governed(before, after)
            saved = store.staff.update(number, base_version, kept)
        named = saved.name != before.name or saved.byline != before.byline
        if self._seat.me and self._seat.me.id == number:
            self._seat.me = saved
        return Done(saved, Changes(staff=True, listing=named))

    def leave(self, number: int) -> Changes:
        """Somebody leaves: the bylines stay, nothing new is offered to them."""
        self._seat.hold(Right.MANAGE_STAFF)
        store = self._seat.store
        with store.transaction():
            entry = store.staff.get(number)
            if not entry.active:
                return NOTHING
            self._hold_governed(entry, replace(entry, active=False))
            store.staff.update(number, entry.version, {"active": False})
        return Changes(staff=True, label=_("{name} left").format(name=entry.name))

    def workload(self, number: int) -> Workload:
        """What somebody has on hand."""
        return self._seat.store.staff.workload(number)

    def workloads(self) -> dict[int, Workload]:
        """What everybody has on hand, by id."""
        return dict(self._seat.store.staff.workloads())

    def stories(
        self,
        number: int,
        limit: int = 50,
        *,
        after: tuple[object, ...] | None = None,
    ) -> Page:
        """The stories that carry somebody's byline, the last changed first."""
        return self._seat.store.articles.page(
            Filter(staff=number), sort=Sort.UPDATED, descending=True, after=after, limit=limit
        )

    def _held(self, entry: Person) -> Person:
        """The entry within the limits of its fields."""
        kept = _checked({name: getattr(entry, name) for name in PERSON_FIELDS})
        if not kept["name"]:
            raise BadInput(_("A staff entry needs a name."))
        return replace(entry, **kept)  # type: ignore[arg-type]

    def _hold_governed(self, before: Person, after: Person) -> None:
        """Somebody must be left who may manage the staff."""
        if (before.role, before.active) != (after.role, after.active):
            from newsroom.desk.rights import hold_governed

            hold_governed(
                self._seat, before, role=after.role, rights=after.rights, active=after.active
            )

    def _refuse_twin(self, entry: Person) -> None:
        """Two entries of one name could not be told apart in a byline."""
        for name in {entry.name, entry.credit}:
            twin = self._seat.store.staff.find(name.casefold())
            if twin is not None and twin.id != entry.id:
                raise BadInput(
                    _(
                        "There is already a {name} on the staff; "
                        "tell the two apart by the name or the byline."
                    ).format(name=twin.name)
                )


def _checked(fields: Mapping[str, object]) -> dict[str, object]:
    kept = checked(fields, PERSON_FIELDS)
    if "role" in kept:
        kept["role"] = Role(str(kept["role"]))
    return kept

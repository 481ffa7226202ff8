"""Names of authors from elsewhere and the staff that they might be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from newsroom.desk.arriving import JOINS, Author
from newsroom.desk.seat import Seat
from newsroom.desk.staff import Staff
from newsroom.intake.arrival import ArrivedByline
from newsroom.news.article import Byline
from newsroom.news.rights import Right
from newsroom.news.staff import Person
from newsroom.text.slug import slugify


@dataclass(slots=True)
class Cast:
    """Whom the stories of one import name, and who they are taken for.

    ``chosen`` says who somebody is, by name. ``joined`` are the numbers of new staff entries. With
    ``staged`` they are made by ``join`` and have the numbers that they will get until then.
    """

    seat: Seat
    write: bool
    chosen: Mapping[str, int | str]
    staged: bool = False
    joined: list[int] = field(default_factory=list)
    _waiting: dict[int, Person] = field(default_factory=dict)
    _staff: tuple[Person, ...] | None = None
    _known: dict[str, Author] = field(default_factory=dict)
    _credits: dict[str, str] = field(default_factory=dict)

    def bylines(self, arrived: Iterable[ArrivedByline]) -> tuple[Byline, ...]:
        """The credit line in the newsroom's own terms; each name is counted."""
        made: list[Byline] = []
        for one in arrived:
            author = self._author(one)
            self._known[_key(one.name)] = replace(author, stories=author.stories + 1)
            credit = self._credits.get(_key(one.name), one.name)
            made.append(Byline(credit, author.staff, one.role))
        return tuple(made)

    def joins(self, name: str) -> bool:
        """Whether the name becomes a staff entry."""
        return self._known[_key(name)].joins if _key(name) in self._known else False

    def authors(self) -> tuple[Author, ...]:
        """Everybody named so far, in the order they came."""
        return tuple(self._known.values())

    def _author(self, one: ArrivedByline) -> Author:
        known = self._known.get(_key(one.name))
        if known is not None:
            return known
        might = self._might(one)
        author = Author(name=one.name, email=one.email, login=one.login, might=might)
        chosen = next(
            (who for name, who in self.chosen.items() if _key(name) == _key(one.name)), None
        )
        certain = might[0] if might and self._certain(one, might[0]) else None
        if chosen is None or (chosen == JOINS and certain is not None):  # joined in the meantime
            author = replace(author, staff=certain)
        elif chosen == JOINS:
            self.seat.hold(Right.MANAGE_STAFF)
            author = replace(author, joins=True, staff=self._join(one))
        elif isinstance(chosen, int):
            author = replace(author, staff=self.seat.store.staff.get(chosen).id)
        if author.staff is not None:
            waits = self._waiting.get(author.staff)
            person = waits if waits is not None else self.seat.store.staff.get(author.staff)
            self._credits[_key(one.name)] = person.credit
        self._known[_key(one.name)] = author
        return author

    def _join(self, one: ArrivedByline) -> int | None:
        """The number of the new entry; None in a rehearsal."""
        if not self.write:
            return None
        person = Person(name=one.name, email=one.email, bio=one.bio)
        if self.staged:
            number = 1 + max((p.id for p in self._everybody()), default=0) + len(self._waiting)
            self._waiting[number] = person
            return number
        person = Staff(self.seat).add(person).value
        self.joined.append(person.id)
        return person.id

    def joining(self) -> tuple[Person, ...]:
        """Those who are to join, in the order of the numbers that they will get."""
        return tuple(self._waiting.values())

    def join(self) -> None:
        """Make the entries that stories were prepared with. Raises Meanwhile, BadInput."""
        from newsroom.store.staging import Meanwhile

        self.staged = False
        for number, person in self._waiting.items():
            made = Staff(self.seat).add(person).value
            if made.id != number:
                raise Meanwhile
            self.joined.append(number)

    def _certain(self, one: ArrivedByline, number: int) -> bool:
        person = next(p for p in self._everybody() if p.id == number)
        return _key(one.name) in (_key(person.name), _key(person.byline)) or bool(
            one.email and one.email.casefold() == person.email.casefold()
        )

    def _everybody(self) -> tuple[Person, ...]:
        if self._staff is None:
            everybody = self.seat.store.staff.all(include_left=True)
            self._staff = tuple(sorted(everybody, key=lambda person: not person.active))
        return self._staff

    def _might(self, one: ArrivedByline) -> tuple[int, ...]:
        """Who it might be, the likeliest first: by name or address, by login, by family name."""
        found: list[tuple[int, int]] = []
        for person in self._everybody():
            likeness = _likeness(one, person)
            if likeness:
                found.append((-likeness, person.id))
        order = {person.id: place for place, person in enumerate(self._everybody())}
        found.sort(key=lambda pair: (pair[0], order[pair[1]]))
        return tuple(number for _likely, number in found)


def _likeness(one: ArrivedByline, person: Person) -> int:
    if _key(one.name) in (_key(person.name), _key(person.byline)):
        return 4
    if one.email and one.email.casefold() == person.email.casefold():
        return 3
    login = one.login.casefold()
    plain = slugify(person.name)
    if login and login in (plain, plain.replace("-", ""), person.initials.casefold()):
        return 2
    mine, theirs = _key(one.name).split(), _key(person.name).split()
    if mine and len(theirs) > 1 and mine[-1] == theirs[-1] and mine[0][0] == theirs[0][0]:
        return 1
    return 0


def _key(name: str) -> str:
    """The name as it is compared: case, accents and blanks do not matter."""
    apart = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in apart if not unicodedata.combining(c)).split())

"""The newsroom's lists as the window holds them: terms, templates, filters, staff, the site."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.news.lists import SavedFilter, Template, Term
from newsroom.news.site import Site
from newsroom.news.staff import Person
from newsroom.news.workflow import STAGES, stage_label
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The newsroom's lists as last read; ``staff`` holds those who left too."""

    sections: tuple[Term, ...] = ()
    desks: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    kickers: tuple[Term, ...] = ()
    templates: tuple[Template, ...] = ()
    filters: tuple[SavedFilter, ...] = ()
    staff: tuple[Person, ...] = ()
    site: Site = Site()
    unread: bool = False  # nobody knows yet what its keys are called

    @classmethod
    def read(cls, desk: Desk) -> Lists:
        """The lists as they stand; to be called on the desk thread."""
        return cls(
            sections=desk.lists.terms("sections"),
            desks=desk.lists.terms("desks"),
            tags=desk.lists.terms("tags"),
            kickers=desk.lists.terms("kickers"),
            templates=desk.lists.templates(),
            filters=desk.lists.filters(),
            staff=desk.staff.all(include_left=True),
            site=desk.site(),
        )

    @cached_property
    def _people(self) -> Mapping[int, Person]:
        return {person.id: person for person in self.staff}

    def person(self, number: int | None) -> Person | None:
        """The staff entry of that id."""
        return None if number is None else self._people.get(number)

    def name(self, source: str, key: str) -> str:
        """What people read for a key of "sections", "desks", "stages" ...; the key if it
        is unknown, nothing as long as the lists are."""
        return dict(self.choices(source)).get(key, "" if self.unread else key)

    def choices(self, source: str) -> tuple[tuple[str, str], ...]:
        """(value, label) of a list: "sections", "desks", "kickers", "tags" or "stages"."""
        if source == "stages":
            return tuple((str(info.stage), _(stage_label(info.stage))) for info in STAGES)
        terms: Mapping[str, tuple[Term, ...]] = {
            "sections": self.sections,
            "desks": self.desks,
            "kickers": self.kickers,
            "tags": self.tags,
        }
        return tuple((term.key, term.name) for term in terms[source])

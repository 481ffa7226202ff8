"""People and collectives of the staff directory, as values."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from newsroom.i18n import N_
from newsroom.news.fields import Kind, Spec, specs, told
from newsroom.news.rights import Right, rights_of
from newsroom.values import dataclass


def name_key(name: str) -> str:
    """The name as it is compared: case and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


class Role(StrEnum):
    """What somebody is here; ``news.rights`` says what each role may do."""

    READER = "reader"
    REVIEWER = "reviewer"
    WRITER = "writer"
    EDITOR = "editor"
    COPY_CHIEF = "copy_chief"
    PUBLISHER = "publisher"
    ADMIN = "admin"


ROLE_LABELS: Mapping[Role, str] = MappingProxyType(
    {
        Role.READER: N_("Reader"),
        Role.REVIEWER: N_("Reviewer"),
        Role.WRITER: N_("Writer"),
        Role.EDITOR: N_("Editor"),
        Role.COPY_CHIEF: N_("Copy chief"),
        Role.PUBLISHER: N_("Web editor"),
        Role.ADMIN: N_("Administrator"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A staff entry: a person, or a collective such as "Editorial Staff".

    ``id`` and ``version`` are 0 until it is stored. Somebody who left keeps their bylines.
    """

    id: int = 0
    uid: str = ""
    version: int = 0
    name: str = told(Spec(label=N_("Name"), page=N_("Person"), most=200), "")
    byline: str = told(
        Spec(
            label=N_("Byline"),
            page=N_("Person"),
            most=200,
            hint=N_("As it is printed; empty means the name"),
        ),
        "",
    )
    initials: str = told(
        Spec(label=N_("Initials"), page=N_("Person"), most=8, hint=N_("For signing off")), ""
    )
    collective: bool = told(
        Spec(label=N_("A group, not one person"), kind=Kind.FLAG, page=N_("Person")), False
    )
    title: str = told(Spec(label=N_("Job title"), page=N_("Person"), most=200), "")
    role: Role = told(
        Spec(
            label=N_("Role"),
            kind=Kind.CHOICE,
            page=N_("Person"),
            choices=tuple((str(role), label) for role, label in ROLE_LABELS.items()),
        ),
        Role.WRITER,
    )
    desks: tuple[str, ...] = told(
        Spec(label=N_("Desks"), kind=Kind.TAGS, page=N_("Person"), source="desks"), ()
    )
    bio: str = told(
        Spec(label=N_("Bio"), kind=Kind.TEXT, page=N_("On the page"), most=4000, advice=500), ""
    )
    portrait: str = told(Spec(label=N_("Portrait"), kind=Kind.MEDIA, page=N_("On the page")), "")
    email: str = told(Spec(label=N_("E-mail"), kind=Kind.EMAIL, page=N_("Contact"), most=320), "")
    phone: str = told(Spec(label=N_("Phone"), kind=Kind.PHONE, page=N_("Contact"), most=60), "")
    social: str = told(
        Spec(label=N_("Social"), page=N_("Contact"), most=400, hint=N_("An address or a handle")),
        "",
    )
    language: str = told(Spec(label=N_("Language"), kind=Kind.LANGUAGE, page=N_("Contact")), "en")
    active: bool = told(
        Spec(
            label=N_("Works here"),
            kind=Kind.FLAG,
            page=N_("Contact"),
            hint=N_("Off for somebody who left"),
        ),
        True,
    )
    rights: tuple[str, ...] = ()  # what this person may do beyond the role, see news.rights

    def may(self, right: Right) -> bool:
        """Whether role or own rights let this person do it; who left may only read."""
        if not self.active:
            return right is Right.READ
        return right in rights_of(self.role, self.rights)

    @property
    def credit(self) -> str:
        """The name as it is printed."""
        return self.byline or self.name


PERSON_FIELDS: Mapping[str, Spec] = MappingProxyType(specs(Person))


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """What somebody has on hand: open stories, words due, late ones, and what was published."""

    open: int = 0
    words_due: int = 0
    late: int = 0
    published: int = 0

"""What the newsroom knows of a picture: who made it, who allows what until when, where its point
is. The words of a use (caption, alternative text) stand in the story; those here are what it came
with."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from newsroom.i18n import N_
from newsroom.news.edited import NO_FORMER, Former
from newsroom.news.fields import Kind, Spec, specs, told
from newsroom.values import dataclass

CENTRE = 0.5
"""Where the point of a picture is that nobody set: halfway across, and halfway down."""

ENDS_SOON = 30
"""Days before the end of a right at which the library begins to tell."""


class RightsKind(StrEnum):
    """On what ground a picture is used."""

    UNKNOWN = "unknown"
    OWN = "own"
    AGENCY = "agency"
    HANDOUT = "handout"
    LICENSED = "licensed"
    FREE = "free"


RIGHTS_CHOICES: tuple[tuple[str, str], ...] = (
    ("unknown", N_("Not known yet")),
    ("own", N_("Our own")),
    ("agency", N_("Agency, by contract")),
    ("handout", N_("Handout")),
    ("licensed", N_("Licensed or allowed")),
    ("free", N_("Free licence or public domain")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWords:
    """What a picture's file says of it (EXIF, IPTC, XMP); "" where it says nothing.

    ``taken`` is a moment in ISO 8601, without an offset where the camera knew none. ``terms`` are
    the terms of use, ``holder`` who has the rights, ``expires_on`` the last day of use.
    """

    caption: str = ""
    credit: str = ""
    alt: str = ""
    terms: str = ""
    holder: str = ""
    place: str = ""
    taken: str = ""
    expires_on: date | None = None

    def __bool__(self) -> bool:
        return self != NO_WORDS


NO_WORDS = FileWords()


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureFacts:
    """A picture of the newsroom. ``size`` is bytes, ``width`` and ``height`` pixels as it is shown,
    upright and after ``turn`` quarter turns clockwise.

    ``focus_x`` and ``focus_y`` are shares of both, counted from the upper left corner. ``former``
    is what uses say that counts no more.
    ``uses`` counts the stories and people that show it now. ``expires_on`` is the last day on which
    it may be used.
    """

    sha256: str
    filename: str
    mime: str
    size: int
    width: int
    height: int
    added_at: datetime
    version: int = 0

    caption: str = told(
        Spec(
            label=N_("Caption"),
            kind=Kind.TEXT,
            most=4000,
            hint=N_("What a story is given first; each use may say it otherwise"),
        ),
        "",
    )
    credit: str = told(Spec(label=N_("Credit"), most=400, hint=N_("Who made it")), "")
    alt: str = told(
        Spec(
            label=N_("Alternative text"),
            kind=Kind.TEXT,
            most=2000,
            hint=N_("For readers who can't see it"),
        ),
        "",
    )
    rights: RightsKind = told(
        Spec(label=N_("Rights"), kind=Kind.CHOICE, choices=RIGHTS_CHOICES), RightsKind.UNKNOWN
    )
    terms: str = told(
        Spec(
            label=N_("Terms of use"),
            kind=Kind.TEXT,
            most=4000,
            hint=N_("Where and how it may be used"),
        ),
        "",
    )
    holder: str = told(Spec(label=N_("Rights holder"), most=400), "")
    expires_on: date | None = None
    place: str = told(Spec(label=N_("Place"), most=400), "")
    taken: str = told(Spec(label=N_("Taken"), most=40), "")
    focus_x: float = CENTRE
    focus_y: float = CENTRE
    turn: int = 0
    former: Former = NO_FORMER
    added_by: int | None = None
    updated_at: datetime | None = None
    removed_at: datetime | None = None
    uses: int = 0

    @property
    def focus(self) -> tuple[int, int]:
        """The point as a use keeps it, in thousandths of width and height."""
        return round(self.focus_x * 1000), round(self.focus_y * 1000)

    def credit_of(self, said: str) -> str:
        """The credit of a use that says this one."""
        return self.credit if said.strip() in self.former.credits else said

    def terms_of(self, said: str) -> str:
        """The terms of a use that says these."""
        return self.terms if said.strip() in self.former.terms else said

    @property
    def rights_known(self) -> bool:
        """Whether anybody said on what ground it may be used."""
        return self.rights is not RightsKind.UNKNOWN or bool(self.terms.strip())

    def expired(self, today: date) -> bool:
        """Whether it may not be used any more on that day."""
        return self.expires_on is not None and self.expires_on < today


PICTURE_FIELDS = specs(PictureFacts)
"""What people may write of a picture, by name, in the order of its form; with it ``expires_on``,
``focus_x``, ``focus_y`` and ``turn``."""


class Shelf(StrEnum):
    """Which pictures of the library are looked at."""

    ALL = "all"
    MINE = "mine"
    UNUSED = "unused"
    NO_RIGHTS = "no_rights"
    EXPIRED = "expired"
    ENDING = "ending"
    NO_CREDIT = "no_credit"
    REMOVED = "removed"


SHELF_LABELS: tuple[tuple[Shelf, str], ...] = (
    (Shelf.ALL, N_("All pictures")),
    (Shelf.MINE, N_("Brought in by me")),
    (Shelf.UNUSED, N_("In no story")),
    (Shelf.NO_RIGHTS, N_("Rights not known")),
    (Shelf.EXPIRED, N_("Rights have ended")),
    (Shelf.ENDING, N_("Rights end soon")),
    (Shelf.NO_CREDIT, N_("Without a credit")),
    (Shelf.REMOVED, N_("Removed")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Where a picture is shown: a story (``article``) or a person (``staff``)."""

    name: str
    article: int | None = None
    staff: int | None = None
    stage: str = ""
    pubstate: str = ""
    lead: bool = False

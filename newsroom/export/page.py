"""The page as data: everything that a page shows, as plain values, for HTML, preview and print.

``makeup.make_page`` makes one up from a story and what stands around it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import datetime

from newsroom.export.words import Words
from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.correction import Correction
from newsroom.news.errors import NotFound
from newsroom.news.site import Site
from newsroom.news.staff import Person
from newsroom.values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time: exact (aware) and as readers read it, in the newsroom's zone and story's language."""

    at: datetime
    iso: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """One name of the credit line. ``anchor`` is the id of the bio box, "" without one."""

    name: str
    title: str = ""
    bio: tuple[str, ...] = ()  # its paragraphs
    portrait: str = ""  # data: address
    link: str = ""  # the person's own public address
    anchor: str = ""
    collective: bool = False

    @property
    def href(self) -> str:
        """Where the name leads: to the bio box, else to the person's own address, else nowhere."""
        return f"#{self.anchor}" if self.anchor else self.link


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """The people of one role: ``before`` stands before their names, ``after`` behind."""

    role: str
    before: str
    after: str
    authors: tuple[Author, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialPicture:
    """What networks are shown of a lead picture whose point is off the middle: what is around it.

    As ``PagePicture`` has it.
    """

    source: str
    width: int
    height: int
    address: str = ""
    file: str = ""
    content: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """The lead picture. ``source`` is a data: address, ``address`` a public one, "" without site.

    Sizes are pixels of the rendition.
    """

    source: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    address: str = ""
    file: str = ""  # where it lies beside the page, if it has an address
    content: bytes = b""  # what is in that file
    srcset: str = ""  # widths that a browser may choose from, "" where there is one alone
    webp: str = ""  # the same as WebP, for browsers that know it
    sizes: str = ""  # how wide it is shown, where there is a choice
    social: SocialPicture | None = None  # None where networks may show the middle by themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTeaser:
    """One entry of the Recent Posts box. ``published.words`` is the absolute time."""

    headline: str
    excerpt: str
    href: str
    age: str
    published: Moment
    language: str
    direction: str
    picture: str = ""  # data: address
    picture_alt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNotice:
    """What readers are told of a correction. ``kind`` is the correction's; ``place`` is "top" or
    "bottom" of the story, whose ``body`` holds the notice already."""

    kind: str
    label: str
    head: str  # kind and day, as it begins
    text: str
    at: Moment
    place: str


def no_original(_sha256: str) -> bytes:
    """What reads a picture's own bytes where there is no media folder."""
    raise NotFound(_("The story's pictures are not at hand."))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """Everything a page shows. ``body`` is HTML that passed ``clean``; all else is plain text.

    ``removed`` is what its Markdown held that no page may, each kind with how often.
    ``story`` and ``people`` are what it was made of, for formats that hand over more than a page
    shows (identities, versions, addresses). They are as raw as people typed them, and hold what
    no reader may see. ``original`` reads a picture as it was taken in, by its sha256. ``names``
    says of the pictures that the text holds which files of the site they are, by what their bytes
    alone would have them called (``prose.called``).
    """

    kicker: str
    headline: str
    short_headline: str
    dek: str
    dateline: str
    body: str
    credits: tuple[Credit, ...]
    authors: tuple[Author, ...]  # those with a bio box, each once
    published: Moment | None
    modified: Moment | None  # only if it was changed after it was published
    changed: str = "modified"  # the word that stands before it: "corrected" where that it was
    picture: PagePicture | None
    section: str
    tags: tuple[str, ...]
    teasers: tuple[PageTeaser, ...]
    site: Site
    publisher: str
    canonical: str  # "" while the site has no address
    language: str  # BCP 47
    direction: str  # "ltr" or "rtl"
    description: str
    words: Words
    notices: tuple[PageNotice, ...] = ()
    corrections: tuple[Correction, ...] = ()
    preview: bool = False
    story: Article = field(default_factory=Article)
    people: Mapping[int, Person] = field(default_factory=dict)
    original: Callable[[str], bytes] = no_original
    removed: tuple[tuple[str, int], ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def times(self) -> tuple[tuple[str, Moment], ...]:
        """When it was published and changed, each with the word that stands before it."""
        both = (("published", self.published), (self.changed, self.modified))
        return tuple((self.words[key], moment) for key, moment in both if moment)

    @property
    def shown(self) -> PageData:
        """The page without what no reader may see: for templates, which anybody may write."""
        return replace(
            self,
            story=Article(),
            people={},
            original=no_original,
            corrections=(),
            removed=(),
            names={},
        )

"""What WordPress's importer tells people, stories, pictures and terms apart by.

It knows people by their logins alone, terms by what stands for them in addresses, and stories and
pictures by title and date together: of two with both the same it takes the first and leaves out the
other (``post_exists`` in ``wp-admin/includes/post.php``).
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newsroom.export import wire
from newsroom.export.page import Author, PageData
from newsroom.text.slug import slugify

_MOST_LOGIN = 50  # letters, of the 60 that WordPress takes


class Names:
    """The names given in one file, none of them twice."""

    def __init__(self) -> None:
        self._logins: dict[str, str] = {}
        self._taken: set[tuple[str, datetime]] = set()

    @property
    def people(self) -> int:
        """How many have a login."""
        return len(self._logins)

    def known(self, author: Author, page: PageData) -> bool:
        """Whether the person has a login."""
        return wire.person_uri(author, page) in self._logins

    def login(self, author: Author, page: PageData) -> str:
        """A name to log in by, in ASCII, as WordPress strips all else.

        Who can't be called by name or e-mail address is called by a sign that is the same in every
        file: nobody may be taken for somebody whom another file brought.
        """
        key = wire.person_uri(author, page)
        if key not in self._logins:
            post = mail_of(author, page).partition("@")[0]
            words = (author.name, post.replace(".", "-"))
            plain = (slugify(said)[:_MOST_LOGIN].strip("-") for said in words)
            sign = f"author-{key.rpartition(':')[2][:8]}"
            login = base = next((said for said in plain if said and said.isascii()), sign)
            n = 1
            while login in self._logins.values():
                n += 1
                login = f"{base}-{n}"
            self._logins[key] = login
        return self._logins[key]

    def dates(self, pages: Sequence[PageData]) -> list[datetime]:
        """The dates of stories, in their order.

        They are given out in the order of the stories' names for all time: the same stories have
        the same dates in every file.
        """
        order = sorted(range(len(pages)), key=lambda n: wire.guid(pages[n]))
        given = {n: self.free(title_of(pages[n]), date_of(pages[n])) for n in order}
        return [given[n] for n in range(len(pages))]

    def free(self, title: str, at: datetime) -> datetime:
        """The moment, or the last second before it in which nothing of that title stands yet.

        Never a later one: WordPress would wait for a moment that is still to come.
        """
        folded = _folded(title)
        while (folded, at) in self._taken:
            at -= timedelta(seconds=1)
        self._taken.add((folded, at))
        return at


def title_of(page: PageData) -> str:
    """What the story is called there."""
    return page.headline or page.words["untitled"]


def date_of(page: PageData) -> datetime:
    """When it was published, or begun, by the newsroom's own clock."""
    return page.published.at if page.published else begun(page)


def begun(page: PageData) -> datetime:
    """When the story's first version was made, by the newsroom's own clock."""
    return wire.first_created(page).astimezone(_zone(page))


def mail_of(author: Author, page: PageData) -> str:
    """The address that WordPress knows the person by."""
    return next((p.email for p in page.people.values() if p.credit == author.name), "")


def nice(words: str) -> str:
    """What stands for a term in addresses; one without a letter is told from others, too."""
    return slugify(words) or f"term-{hashlib.sha256(words.encode()).hexdigest()[:8]}"


def _zone(page: PageData) -> tzinfo:
    try:
        return ZoneInfo(page.site.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a foreign store's
        return UTC


def _folded(title: str) -> str:
    """A title as WordPress's database compares it: neither case nor accents tell two apart."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).strip()

"""Stories as lists show them: each made once, whatever number of lists it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newsroom.export.parts import card_name
from newsroom.export.site.edition import tidy
from newsroom.export.site.stamps import Safe
from newsroom.news.article import BylineRole
from newsroom.text.direction import of_language
from newsroom.text.excerpt import excerpt

if TYPE_CHECKING:
    from newsroom.export.site.press import Press

CARD_WIDTH = 640  # of a picture in a list: twice its column on a phone, once on a dense screen
FRONT_WIDTH = 1600
SIZES = "(min-width: 64rem) 21rem, (min-width: 40rem) calc(50vw - 2.5rem), calc(100vw - 2.5rem)"
LARGE_SIZES = "(min-width: 64rem) 34rem, calc(100vw - 2.5rem)"
"""How wide the style shows pictures in lists and on top of the front page: the widest of each."""

_LEAD = 160  # characters of a text that stand for a dek in lists
_TAG = re.compile(r"[A-Za-z0-9-]{2,35}")


@dataclass(slots=True, kw_only=True)
class Card:
    """A story as lists show it."""

    href: str
    headline: str
    kicker: str
    dek: str
    byline: str
    iso: str
    day: str
    language: str
    direction: str
    picture: str = ""
    width: int = 0
    height: int = 0
    srcset: str = ""
    webp: str = ""


class Cards:
    """The cards and lines of one edition."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._plain: dict[int, Card] = {}
        self._cards: dict[tuple[int, str, str, bool], str] = {}
        self._lines: dict[tuple[int, str], str] = {}
        self._days: dict[int, str] = {}
        self._languages: dict[str, tuple[str, str]] = {}
        self._bylines: dict[object, str] = {}

    def cards(self, places: Iterable[int], *, root: str, level: str = "h2") -> Safe:
        """Stories one after the other, as lists show them."""
        return Safe("".join([self.card(place, root=root, level=level) for place in places]))

    def card(self, place: int, *, root: str, level: str, large: bool = False) -> str:
        """One story as lists show it; ``large`` is the lead of the front page."""
        key = (place, root, level, large)
        text = self._cards.get(key)
        if text is None:
            press = self._press
            text = self._cards[key] = press.fill(
                "site/card.html",
                {
                    "card": self._shown(place, FRONT_WIDTH if large else CARD_WIDTH, root),
                    "root": root,
                    "level": level,
                    "large": large,
                    "sizes": LARGE_SIZES if large else SIZES,
                    "words": press.words,
                    "language": press.language,
                    "direction": press.direction,
                },
            )
        elif picture := self._press.edition.stories[place].picture:
            self._press.reel.note(picture, CARD_WIDTH)
        return text

    def lines(self, places: Iterable[int], *, root: str) -> Safe:
        """Stories in a line each."""
        return Safe("".join([self._line(place, root) for place in places]))

    def _line(self, place: int, root: str) -> str:
        text = self._lines.get((place, root))
        if text is None:
            press = self._press
            text = self._lines[(place, root)] = press.fill(
                "site/line.html",
                {
                    "card": self.plain(place),
                    "root": root,
                    "words": press.words,
                    "language": press.language,
                    "direction": press.direction,
                },
            )
        return text

    def _shown(self, place: int, width: int, root: str) -> Card:
        """A story with its picture, at most ``width`` pixels wide, from ``root``."""
        card = self.plain(place)
        picture = self._press.edition.stories[place].picture
        if picture:
            name = card_name(picture)
            if self._press.reel.has(name):
                held = self._press.reel.get(name, width)
                parts = {name: getattr(card, name) for name in Card.__slots__}
                parts |= {"picture": held.address, "width": held.width, "height": held.height}
                choice = self._press.reel.choice(name, held, root=root)
                parts |= {"srcset": choice.srcset, "webp": choice.webp}
                return Card(**parts)
        return card

    def plain(self, place: int) -> Card:
        """A story as data, without its picture."""
        card = self._plain.get(place)
        if card is None:
            story = self._press.edition.stories[place]
            moments = self._press.contents.moments
            language, direction = self._language(story.language)
            card = self._plain[place] = Card(
                href=self._press.contents.href(story),
                headline=tidy(story.short_headline if not story.headline else story.headline),
                kicker=tidy(story.kicker),
                dek=tidy(story.dek or excerpt(story.excerpt, _LEAD)),
                byline=self._byline(story.bylines),
                iso=moments.iso(story.published_at),
                day=self._day(story.published_at),
                language=language,
                direction=direction,
            )
        return card

    def _language(self, said: str) -> tuple[str, str]:
        found = self._languages.get(said)
        if found is None:
            language = said if _TAG.fullmatch(said) else "en"
            found = self._languages[said] = (language, of_language(language))
        return found

    def _byline(self, bylines: tuple[tuple[str, int | None, str], ...]) -> str:
        found = self._bylines.get(bylines)
        if found is None:
            people, names = self._press.edition.people, []
            for name, staff, role in bylines:
                if role == BylineRole.STORY:
                    person = people.get(staff) if staff is not None else None
                    names.append(name or (person.credit if person else ""))
            found = self._bylines[bylines] = tidy(self._press.words["comma"].join(names))
        return found

    def _day(self, micros: int) -> str:
        at = self._press.contents.moments.at(micros)
        number = at.toordinal()
        text = self._days.get(number)
        if text is None:
            text = self._days[number] = self._press.words.day(at)
        return text

"""Stories as lists show them: each made once, whatever number of lists it stands in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from newsroom.export.site.edition import moment_of, tidy
from newsroom.news.article import BylineRole
from newsroom.news.out import Out
from newsroom.text.direction import of_language
from newsroom.text.excerpt import excerpt

if TYPE_CHECKING:
    from newsroom.export.site.press import Press

CARD_WIDTH = 640  # of a picture in a list: twice its column on a phone, once on a dense screen
FRONT_WIDTH = 1600
_LEAD = 160  # characters of a text that stand for a dek in lists


@dataclass(frozen=True, slots=True, kw_only=True)
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


class Cards:
    """The cards and lines of one edition."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._cards: dict[tuple[int, str, str], str] = {}
        self._lines: dict[tuple[int, str], str] = {}
        self._days: dict[int, str] = {}

    def cards(self, places: Iterable[int], *, root: str, level: str = "h2") -> Any:
        """Stories one after the other, as lists show them."""
        from markupsafe import Markup

        return Markup("".join([self.card(place, root=root, level=level) for place in places]))

    def card(self, place: int, *, root: str, level: str, large: bool = False) -> str:
        """One story as lists show it; ``large`` is the lead of the front page."""
        key = (place, root, level + "!" if large else level)
        text = self._cards.get(key)
        if text is None:
            card = self.card_of(
                self._press.edition.stories[place], FRONT_WIDTH if large else CARD_WIDTH
            )
            values = {
                "card": card,
                "root": root,
                "level": level,
                "large": large,
                "words": self._press.words,
                "language": self._press.language,
                "direction": self._press.direction,
            }
            text = self._cards[key] = self._press.fill("site/card.html", values)
        else:
            self._press.reel.note(self._press.edition.stories[place].picture, CARD_WIDTH)
        return text

    def lines(self, places: Iterable[int], *, root: str) -> Any:
        """Stories in a line each."""
        from markupsafe import Markup

        return Markup("".join([self._line(place, root) for place in places]))

    def _line(self, place: int, root: str) -> str:
        text = self._lines.get((place, root))
        if text is None:
            values = {
                "card": self.card_of(self._press.edition.stories[place], 0),
                "root": root,
                "words": self._press.words,
                "language": self._press.language,
                "direction": self._press.direction,
            }
            text = self._lines[(place, root)] = self._press.fill("site/line.html", values)
        return text

    def card_of(self, story: Out, width: int) -> Card:
        """A story as lists show it, as data; ``width`` 0 is without its picture."""
        at = (
            moment_of(story.published_at)
            .astimezone(self._press.edition.zone)
            .replace(microsecond=0)
        )
        names = []
        for name, staff, role in story.bylines:
            if role == BylineRole.STORY:
                person = self._press.edition.people.get(staff) if staff is not None else None
                names.append(name or (person.credit if person else ""))
        picture, wide, high = "", 0, 0
        if width and story.picture:
            sha256 = json.loads(story.picture)["sha256"]
            if self._press.reel.has(sha256):
                held = self._press.reel.get(sha256, width)
                picture, wide, high = held.address, held.width, held.height
        language = story.language if re.fullmatch(r"[A-Za-z0-9-]{2,35}", story.language) else "en"
        return Card(
            href=self._press.contents.href(story),
            headline=tidy(story.short_headline if not story.headline else story.headline),
            kicker=tidy(story.kicker),
            dek=tidy(story.dek or excerpt(story.excerpt, _LEAD)),
            byline=tidy(self._press.words["comma"].join(names)),
            iso=at.isoformat(),
            day=self._day(at),
            language=language,
            direction=of_language(language),
            picture=picture,
            width=wide,
            height=high,
        )

    def _day(self, at: Any) -> str:
        number = at.toordinal()
        text = self._days.get(number)
        if text is None:
            text = self._days[number] = self._press.words.day(at)
        return text

"""New stories taken into contents that stand: what ``Contents`` comes to with them, without sorting
out the others once more.

Only what leaves all other names and heads as they are can be taken in; else TooMuch is raised.
"""

from __future__ import annotations

import json
from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING

from newsroom.export.parts import MIDDLE
from newsroom.export.site.edition import moment_of
from newsroom.export.site.names import page_names
from newsroom.export.site.shelf import Shelf
from newsroom.news.age import age
from newsroom.news.out import Out
from newsroom.news.recent import Teaser
from newsroom.news.workflow import PubState
from newsroom.text.excerpt import teaser

if TYPE_CHECKING:
    from newsroom.export.site.contents import Contents


class TooMuch(Exception):
    """This is no small change: publish as ever."""


def shelf_of(contents: Contents) -> Shelf:
    """The stories of contents that were remembered."""
    shelf = contents.edition.stories
    assert isinstance(shelf, Shelf)
    return shelf


def admit(contents: Contents, stories: Sequence[Out]) -> list[int]:
    """Have these stories, which readers see since, stand in the contents; gives their places.

    Raises TooMuch; then the contents are of no use any more.
    """
    shelf, names = shelf_of(contents), contents.edition.names
    assert isinstance(names, dict)
    before = list(shelf.order)
    for story in stories:
        names[story.id] = _name(contents, story)
        contents.cards.insert(shelf.add(story), "")
    where = {number: place for place, number in enumerate(shelf.order)}
    _move(contents, [where[number] for number in before])
    places = []
    for story in stories:
        place = where[next(n for n, own in shelf.own.items() if own.id == story.id)]
        for heads in _heads(contents, story):
            insort(heads, place)
        contents.cards[place] = contents._card_key(story)
        places.append(place)
    return places


def _name(contents: Contents, story: Out) -> str:
    """The name of its page, which is nobody's yet and was nobody's before."""
    edition = contents.edition
    name = page_names([(story.id, story.slug)])[story.id]
    folded = name.casefold()
    for other in chain(edition.names.values(), edition.former):
        if other.casefold() == folded:
            raise TooMuch
    return name


def _move(contents: Contents, to: Sequence[int]) -> None:
    """Have every list of places say where the stories stand now; ``to`` by their places before."""
    for group in chain(contents.sections, contents.authors.values(), contents.tags.values()):
        group.stories = [to[place] for place in group.stories]
    for month, places in contents.months.items():
        contents.months[month] = [to[place] for place in places]
    contents.pinned = [to[place] for place in contents.pinned]


def _heads(contents: Contents, story: Out) -> list[list[int]]:
    """The lists that a story belongs into: its section, writers, tags and month. Raises TooMuch
    where one of them is new, for then others change with it."""
    found: list[list[int]] = []
    if story.pinned or story.pubstate != PubState.PUBLISHED:
        raise TooMuch
    if story.language not in contents.tongues:
        raise TooMuch
    try:
        if story.section:
            groups = {group.key: group for group in contents.sections}
            found.append(groups[story.section].stories)
        writers = dict.fromkeys(staff for _name, staff, role in story.bylines if role != "editing")
        found += [contents.authors[staff].stories for staff in writers if staff is not None]
        found += [contents.tags[tag].stories for tag in dict.fromkeys(story.tags)]
        local = moment_of(story.published_at).astimezone(contents.edition.zone)
        found.append(contents.months[contents.words.month_key(local)])
    except KeyError as missing:
        raise TooMuch from missing
    return found


def renew(contents: Contents) -> None:
    """Have Recent Posts show the new stories and the new words. Raises TooMuch where every page
    would change with it."""
    edition = contents.edition
    standing = {one.article: one for one in edition.recent}
    for number, story in shelf_of(contents).own.items():
        if number < 0 or story.id in standing:
            standing[story.id] = teaser_of(story, edition.now)
    contents.edition = replace(
        edition, recent=_newest(standing.values(), edition.site.recent_count + 1)
    )
    if edition.shared:
        contents._among = frozenset(one.article for one in contents.edition.recent)
    elif contents._box_key() != contents.box:
        raise TooMuch


def _newest(teasers: Iterable[Teaser], most: int) -> tuple[Teaser, ...]:
    """As many of these as the box was given, in its order."""
    order = sorted(
        teasers, key=lambda one: (one.pinned, one.published_at, one.article), reverse=True
    )
    return tuple(order[:most])


def teaser_of(story: Out, now: datetime) -> Teaser:
    """A story as Recent Posts shows it; as ``desk.recent`` has it."""
    picture = json.loads(story.picture) if story.picture else {}
    published = moment_of(story.published_at)
    return Teaser(
        article=story.id,
        slug=story.slug,
        headline=story.headline,
        excerpt=teaser(story.excerpt),
        published_at=published,
        age=age(published, now),
        language=story.language,
        picture=picture.get("sha256", ""),
        picture_alt=picture.get("alt", ""),
        focus=(picture.get("focus_x", MIDDLE), picture.get("focus_y", MIDDLE)),
        pinned=bool(story.pinned),
    )

"""Pages that say one thing: corrected, not found, moved, withdrawn; and the search."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from newsroom.export.site import lists
from newsroom.export.site.frames import Kind
from newsroom.export.site.names import SUFFIX
from newsroom.news.out import Out
from newsroom.news.workflow import PubState

if TYPE_CHECKING:
    from newsroom.export.site.contents import Contents, Leaf


def leaves(contents: Contents) -> list[Leaf]:
    """All of them."""
    edition = contents.edition
    found = [
        corrections(contents),
        contents.leaf("404.html", Kind.NOTICE, lists.missing, contents.frame(Kind.STYLE)),
        contents.leaf("search.html", Kind.NOTICE, lists.search_page, sorted(contents.months)),
    ]
    before = _former(contents)
    for story in edition.withdrawn:
        taken = edition.taken.get(story.id)
        make = partial(lists.withdrawn, story.language, taken)
        said = (str(taken.kind), str(taken.settled_at), taken.notice) if taken else ()
        # Who comes by a former address is told as well, and not sent on by the headline.
        for name in (edition.names[story.id], *before.get(story.id, ())):
            path = name + SUFFIX
            found.append(contents.leaf(path, Kind.NOTICE, make, story.language, said))
    if edition.gone:
        gone = sorted(
            name + SUFFIX
            for story in edition.gone
            for name in (edition.names[story.id], *before.get(story.id, ()))
        )
        found.append(contents.leaf(".htaccess", Kind.SERVER, partial(lists.gone, gone), gone))
    return found + redirects(contents, edition.stories)


def corrections(contents: Contents) -> Leaf:
    """What was corrected, as one page."""
    edition = contents.edition
    corrected = [
        place for place, story in enumerate(edition.stories)
        if story.pubstate == PubState.CORRECTED
        or any(made.info.corrects for made in edition.corrections.get(story.id, ()))
    ]  # fmt: skip
    numbers = [edition.stories[place].id for place in corrected]
    when = [(edition.modified.get(number), contents.said_of(number)) for number in numbers]
    make = partial(lists.corrections, tuple(corrected))
    keys = contents.keys_of(corrected)
    return contents.leaf("corrections.html", Kind.NOTICE, make, keys, when)


def redirects(contents: Contents, stories: Iterable[Out]) -> list[Leaf]:
    """Pages that send readers on to these stories."""
    edition = contents.edition
    before = _former(contents)
    found = []
    for story in stories if before else ():
        make = partial(lists.moved, story)
        shows = (edition.names[story.id], story.headline, story.language)
        found += [
            contents.leaf(name + SUFFIX, Kind.REDIRECT, make, *shows)
            for name in before.get(story.id, ())
        ]
    return found


def _former(contents: Contents) -> dict[int, list[str]]:
    """The names that stories had once and no page has now, by story."""
    edition = contents.edition
    standing = {name.casefold() for name in edition.names.values()} if edition.former else set()
    found: dict[int, list[str]] = {}
    for name, article in edition.former.items():
        if name.casefold() not in standing:
            found.setdefault(article, []).append(name)
    return found

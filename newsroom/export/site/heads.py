"""Where stories belong: under their sections, people and tags, and in their months."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from newsroom.export.site.edition import Edition, moment_of, tidy
from newsroom.export.site.names import folder_names
from newsroom.export.words import Words
from newsroom.news.staff import Person

_HOUR = 60 * 60 * 1_000_000  # microseconds
_SHIFT = 3  # hours; by no more a zone's clock is ever put on or back


@dataclass(slots=True)
class Group:
    """Stories under one head: a section, a person, a tag. ``path`` is its folder."""

    key: str
    name: str
    path: str
    stories: list[int] = field(default_factory=list)  # places in the edition, newest first
    person: Person | None = None


class Heads(NamedTuple):
    """What stories stand under: ``sections`` in the order of the masthead, ``authors`` by their
    numbers, ``tags`` by themselves; ``months`` hold places in the edition."""

    sections: list[Group]
    authors: dict[int, Group]
    tags: dict[str, Group]
    months: dict[str, list[int]]


def sort_out(edition: Edition, words: Words) -> Heads:
    """Put every story where it belongs, in one pass."""
    sections: dict[str, list[int]] = {}
    people: dict[int, list[int]] = {}
    tags: dict[str, list[int]] = {}
    months: dict[str, list[int]] = {}
    by: dict[object, list[list[int]]] = {}  # where stories of the same people or tags belong
    month, first, last = "", 0, -1  # from when to when, in microseconds, the month is known
    for place, story in enumerate(edition.stories):
        if story.section:
            sections.setdefault(story.section, []).append(place)
        found = by.get(story.bylines)
        if found is None:
            found = by[story.bylines] = [
                people.setdefault(staff, [])
                for staff in dict.fromkeys(staff for _name, staff, role in story.bylines
                                           if staff is not None and role != "editing")
            ]  # fmt: skip
        for stories in found:
            stories.append(place)
        found = by.get(story.tags)
        if found is None:
            found = by[story.tags] = [tags.setdefault(tag, []) for tag in dict.fromkeys(story.tags)]
        for stories in found:
            stories.append(place)
        at = story.published_at
        if not first <= at <= last:
            local = moment_of(at).astimezone(edition.zone)
            month = words.month_key(local)
            first, last = at - max(0, local.hour - _SHIFT) * _HOUR, at
        months.setdefault(month, []).append(place)
    known = [key for key in edition.sections if key in sections]
    keys = [*known, *sorted(sections.keys() - set(known))]
    folders = folder_names({key: key for key in keys})
    heads = [
        Group(key, tidy(known_as), f"section/{folders[key]}/", sections[key])
        for key in keys
        if (known_as := edition.sections.get(key) or key)
    ]
    credits = {n: edition.people[n].credit for n in sorted(people) if n in edition.people}
    writers = folder_names(credits)
    authors = {
        n: Group(str(n), tidy(name), f"author/{writers[n]}/", people[n], edition.people[n])
        for n, name in credits.items()
    }
    folders = folder_names({tag: tag for tag in sorted(tags)})
    tagged = {tag: Group(tag, tidy(tag), f"tag/{folders[tag]}/", tags[tag]) for tag in tags}
    return Heads(heads, authors, tagged, months)

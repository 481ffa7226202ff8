"""Guests who have joined the staff since: on the site they are shown as the people they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsroom.news.out import Out
from newsroom.news.staff import Person, name_key


def names_of(people: Iterable[Person]) -> dict[str, int]:
    """By name, as names are compared, whose it is; of two with one name, who has not left."""
    known: dict[str, int] = {}
    for person in sorted(people, key=lambda person: (not person.active, person.id)):
        for name in filter(None, (person.name, person.byline)):
            known.setdefault(name_key(name), person.id)
    return known


def credited(story: Out, known: Mapping[str, int]) -> Out:
    """The story with its guests as those whose names they have."""
    for _name, staff, _role in story.bylines:
        if staff is None:
            return story._replace(
                bylines=tuple(
                    (name, known.get(name_key(name)) if staff is None else staff, role)
                    for name, staff, role in story.bylines
                )
            )
    return story

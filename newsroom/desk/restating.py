"""Stories as their pictures are now: credit, terms, point and turn as the library has them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from newsroom.export.parts import FACE, part_name
from newsroom.news.article import Article, Picture
from newsroom.news.edited import Edited
from newsroom.news.out import Out
from newsroom.news.recent import Teaser
from newsroom.news.staff import Person
from newsroom.text.pictures import held_in, restated

_RESTATED = ("sha256", "width", "height", "credit", "rights", "focus_x", "focus_y")

Known = Mapping[str, Edited]
"""Edited pictures by hash."""

Bodies = Callable[[Collection[int]], Iterable[tuple[int, str, bytes]]]
"""Gives id, Markdown and its digest of stories by their ids."""


def shown_by(story: Article) -> list[str]:
    """The pictures that a story shows large, by their hash."""
    lead = [story.picture.sha256] if story.picture is not None else []
    return [*lead, *held_in(story.body)]


def restated_story(story: Article, known: Known) -> Article:
    """The story as it is shown."""
    if not known:
        return story
    lead = story.picture
    if lead is not None and (edited := known.get(lead.sha256)) is not None:
        lead = restated_use(lead, edited)
    return replace(story, picture=lead, body=restated_body(story.body, known))


def restated_use(use: Picture, edited: Edited) -> Picture:
    """A lead picture as it is shown."""
    x, y = edited.focus_of((use.focus_x, use.focus_y))
    return replace(
        use,
        sha256=edited.name,
        width=edited.width,
        height=edited.height,
        credit=edited.credit_of(use.credit),
        rights=edited.terms_of(use.rights),
        focus_x=x,
        focus_y=y,
    )


def restated_body(body: str, known: Known) -> str:
    """The Markdown as it is shown."""

    def name(sha256: str) -> str:
        one = known.get(sha256)
        return one.name if one else sha256

    def credit(sha256: str, said: str) -> str:
        one = known.get(sha256)
        return one.credit_of(said) if one else said

    return restated(body, name, credit)


def restated_teaser(teaser: Teaser, known: Known) -> Teaser:
    """A teaser with its picture as it is shown."""
    one = known.get(teaser.picture)
    if one is None:
        return teaser
    return replace(teaser, picture=one.name, focus=one.focus_of(teaser.focus))


def restated_faces(people: Iterable[Person], known: Known) -> Iterable[Person]:
    """People with their portraits as pages ask for them: what is around the point of each."""
    for person in people:
        one = known.get(person.portrait)
        if one is not None:
            person = replace(person, portrait=part_name(one.name, FACE, one.focus))
        yield person


class Restated:
    """The same for the stories of the site; ``uses`` tells what each of them shows of ``known``.

    A text that is shown otherwise than it was saved has another digest: pages are made anew by it.
    """

    def __init__(self, known: Known, uses: Mapping[int, tuple[str, ...]]) -> None:
        self.known = known
        self._uses = uses

    def out(self, story: Out) -> Out:
        """A story as it is shown."""
        uses = self._uses.get(story.id)
        if not uses:
            return story
        picture = story.picture
        edited = self.known.get(json.loads(picture)["sha256"]) if picture else None
        if edited is not None:
            picture = _restated_json(picture, edited)
        return story._replace(picture=picture, digest=self._digest(story.digest, uses))

    def bodies(self, read: Bodies) -> Bodies:
        """The texts that ``read`` gives, as they are shown."""

        def shown(ids: Collection[int]) -> Iterable[tuple[int, str, bytes]]:
            for number, body, digest in read(ids):
                if uses := self._uses.get(number):
                    yield number, restated_body(body, self.known), self._digest(digest, uses)
                else:
                    yield number, body, digest

        return shown

    def _digest(self, saved: bytes, uses: Iterable[str]) -> bytes:
        said = hashlib.sha256(saved)
        for sha256 in uses:
            one = self.known[sha256]
            said.update(repr((one.name, one.credit, one.former.credits)).encode())
        return said.digest()


def _restated_json(picture: str, edited: Edited) -> str:
    """A lead picture as stories keep it, as it is shown."""
    told = json.loads(picture)
    use = restated_use(Picture(**told), edited)
    now = {name: getattr(use, name) for name in _RESTATED}
    return json.dumps({**told, **now}, ensure_ascii=False, separators=(",", ":"))

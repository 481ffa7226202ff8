"""What an import wrote, in few words: a step of ten thousand stories is as short as one of ten.

Stories that were made have one version and were nothing before: their numbers are enough, and what
they were is in their first revision. Of those that were changed the fields are named once for all
that have the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from newsroom.desk.seat import Seat
from newsroom.news.article import Article
from newsroom.news.lists import Term
from newsroom.news.plain import article_fields
from newsroom.news.spans import Spans
from newsroom.news.workflow import PubState, Stage
from newsroom.store.marked import Marked, written

_TAKEN_BACK = ("stage", "stage_before", "pubstate", "published_at")


class Imported:
    """Collects what an import wrote, for its step."""

    def __init__(self) -> None:
        self.made = Spans()
        self.origins = Spans()
        self.terms: list[tuple[str, Term]] = []
        self.joined: list[int] = []
        self._changed: dict[tuple[str, ...], array[int]] = {}

    def __len__(self) -> int:
        """How many stories were written."""
        return len(self.made) + sum(len(pairs) // 2 for pairs in self._changed.values())

    def change(self, number: int, version: int, names: tuple[str, ...]) -> None:
        """A story has these fields new, in this version."""
        self._changed.setdefault(names, array("q")).extend((number, version))

    def leave(self, stories: Collection[int]) -> None:
        """These have not become others after all."""
        if not stories:
            return
        left = frozenset(stories)
        for names, pairs in self._changed.items():
            kept = array("q")
            for place in range(0, len(pairs), 2):
                if pairs[place] not in left:
                    kept.extend(pairs[place : place + 2])
            self._changed[names] = kept

    def changed(self) -> Iterator[int]:
        """The numbers of the stories that were here before."""
        for pairs in self._changed.values():
            yield from pairs[::2]

    def payload(self) -> dict[str, object]:
        """As the step keeps it."""
        rows = [written("origin", self.origins)] if self.origins else []
        if self.joined:
            people = tuple(self.joined)
            rows.append(
                Marked(table="staff", ids=people, before={"active": 0}, after={"active": 1})
            )
        kept: dict[str, object] = {
            "articles": [],
            "made": self.made.pairs(),
            "changed": [
                {"names": list(names), "of": pairs.tolist()}
                for names, pairs in self._changed.items()
                if pairs
            ],
            "rows": [one.plain() for one in rows],
            "terms": [[name, term.key, term.name, term.position] for name, term in self.terms],
        }
        return {name: value for name, value in kept.items() if value or name == "articles"}


def stories_of(payload: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Each story of a step: ``id``, the ``version`` that the act left, and either ``before`` and
    ``after`` or the ``names`` of the fields that its revisions hold; ``made`` where the act made it
    (then without any of them where an import did)."""
    yield from payload["articles"]
    for number in Spans(payload.get("made", ())):
        yield {"id": number, "version": 1, "made": True}
    for part in payload.get("changed", ()):
        pairs = iter(part["of"])
        for number, version in zip(pairs, pairs, strict=True):
            yield {"id": number, "version": version, "names": part["names"]}


def count_of(payload: Mapping[str, Any]) -> int:
    """How many stories a step has."""
    changed = sum(len(part["of"]) // 2 for part in payload.get("changed", ()))
    return len(payload["articles"]) + len(Spans(payload.get("made", ()))) + changed


def values_of(seat: Seat, item: Mapping[str, Any], to: str, stands: Article) -> dict[str, object]:
    """What the story of a step gets where it is taken back (``to`` "before") or done again
    ("after"); ``stands`` is the story as it stands."""
    if "names" in item:
        number = item["version"] - (to == "before")
        state = seat.store.revisions.state(item["id"], number)
        return {name: getattr(state, name) for name in item["names"]}
    if to in item:
        return article_fields(item[to])
    made = stands
    if made.version != item["version"]:
        made = seat.store.revisions.state(item["id"], item["version"])
    if to == "after":
        return {name: getattr(made, name) for name in _TAKEN_BACK}
    values = (Stage.SPIKED, str(made.stage), PubState.NONE, None)
    return dict(zip(_TAKEN_BACK, values, strict=True))

"""Which story here an arrived one is, and what its source has changed in it since it was taken."""

from __future__ import annotations

from collections.abc import Mapping

from newsroom.desk.arriving import Fate
from newsroom.desk.likeness import differences, marks_of
from newsroom.desk.reception import Run
from newsroom.desk.seat import Seat
from newsroom.intake.arrival import Arrival
from newsroom.news.article import EDITABLE, Article
from newsroom.news.origin import Origin

KIND = "import"  # the revisions' act

_OURS = "urn:uuid:"  # how our own exports name a story for all time (export.wire)
_MOST_SAVES = 1000  # looked through for when a story was taken in last


class Recognition:
    """Looks the stories of one import up among those that are here."""

    def __init__(self, seat: Seat, run: Run) -> None:
        self._seat = seat
        self._run = run

    def origin(self, kind: str, one: Arrival, fate: Fate | None) -> Origin | None:
        """How the story was taken last, if that was not into one of this import already."""
        if fate is Fate.APART or not one.key:
            return None
        found = self._seat.store.origins.find(kind, one.key)
        return None if found is None or found.article in self._run.taken else found

    def stands(
        self,
        kind: str,
        one: Arrival,
        kept: Mapping[str, object],
        origin: Origin | None,
        fate: Fate | None,
    ) -> tuple[Article | None, bool]:
        """The story here that this one is, and whether that is sure."""
        articles = self._seat.store.articles
        if origin is not None:
            return articles.get(origin.article), True
        if fate is Fate.APART:
            return None, False
        number = articles.id_of_uid(one.key[len(_OURS) :]) if one.key.startswith(_OURS) else None
        if number is not None and number not in self._run.taken:
            return articles.get(number), one.same_slug  # ours, from before it went out
        slug = str(kept["slug"])
        if slug in self._run.slugs:
            return None, False
        number = articles.id_of(slug)
        if number is None or number in self._run.taken:
            return None, False
        stands = articles.get(number)
        if one.same_slug:
            return stands, True
        if self._is_another(kind, one, number):
            return None, False
        if not differences(stands, kept):
            return stands, True
        return (stands, False) if one.fields.get("slug") else (None, False)

    def _is_another(self, kind: str, one: Arrival, number: int) -> bool:
        """Whether the source knows that story under another name."""
        return any(
            origin.source == kind and origin.key != one.key and not origin.undone
            for origin in self._seat.store.origins.of(number)
        )

    def own_uid(self, one: Arrival) -> str:
        """A story that went out from a newsroom keeps its name for all time."""
        uid = one.key[len(_OURS) :] if one.key.startswith(_OURS) else ""
        if not uid or self._seat.store.articles.id_of_uid(uid) is not None:
            return ""
        staging = self._run.staging
        return "" if staging is not None and staging.has_uid(uid) else uid

    def news(
        self,
        stands: Article,
        kept: Mapping[str, object],
        differs: Mapping[str, object],
        origin: Origin | None,
        marks: Mapping[str, str],
    ) -> tuple[dict[str, object], tuple[str, ...]]:
        """What the source changed since it was taken, and which of that was edited here too."""
        before = self._before(stands, origin)
        if before is None:
            return dict(differs), ()
        news = {name: value for name, value in differs.items() if marks[name] != before.get(name)}
        here = marks_of({name: getattr(stands, name) for name in news})
        return news, tuple(name for name in news if name in before and here[name] != before[name])

    def _before(self, stands: Article, origin: Origin | None) -> Mapping[str, str] | None:
        """What the source said when it was last taken, as marks; None if it never was."""
        if origin is not None:
            return origin.marks
        for revision in self._seat.store.revisions.list(stands.id, _MOST_SAVES):
            if revision.kind == KIND:
                state = self._seat.store.revisions.state(stands.id, revision.number)
                return marks_of(
                    {name: getattr(state, name) for name in EDITABLE | {"published_at"}}
                )
        return None

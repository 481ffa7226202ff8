"""A story's past: which version I read last, how one was, and bringing all or a part of it back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsroom.desk.articles import Articles
from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.article import ON_PAGE, Article
from newsroom.news.changes import Done
from newsroom.news.revision import ReadMark, Revision
from newsroom.news.suggestion import SUGGESTED, fields_of, texts_of
from newsroom.text.counts import count_words

RESTORED = "restore"
"""The kind of a revision that brought something back."""

_STAY = frozenset({"slug"})
"""What a whole version does not bring back: addresses are not text."""


class Versions:
    """The saved states of stories, to be looked at and brought back."""

    def __init__(self, seat: Seat, articles: Articles) -> None:
        self._seat = seat
        self._articles = articles

    # Looking.

    def of(self, number: int, limit: int = 500) -> tuple[Revision, ...]:
        """The saves of a story, the newest first."""
        return self._seat.store.revisions.list(number, limit)

    def state(self, number: int, revision: int) -> Article:
        """The story as it was. Raises NotFound, StoreDamaged."""
        return self._seat.store.revisions.state(number, revision)

    def words(self, number: int, revisions: Iterable[int]) -> dict[int, int]:
        """How many words the body had in each of these revisions; damaged ones are left out."""
        found: dict[int, int] = {}
        for revision in revisions:
            found[revision] = count_words(self.state(number, revision).body)
        return found

    def last_read(self, number: int) -> ReadMark | None:
        """The version that I read last; None where I never did."""
        return self._seat.store.reads.get(number, self._seat.author)

    def mark_read(self, number: int, version: int) -> None:
        """I have read the story at this version."""
        if self._seat.store.read_only:
            return
        with self._seat.store.transaction():
            self._seat.store.reads.put(number, self._seat.author, version)

    # Bringing back.

    def brought_back(
        self,
        number: int,
        revision: int,
        *,
        field: str | None = None,
        place: int | None = None,
        now_place: int | None = None,
    ) -> Mapping[str, str]:
        """The story's texts as they would be with a part of that revision brought back.

        The part is a ``field`` (of ``SUGGESTED``), or the paragraph that stood at character
        ``place`` of the old body or stands at ``now_place`` of the new one; what was written
        elsewhere since stays. Only the texts that change are given. Raises NotFound, StoreDamaged.
        """
        now = texts_of(self._seat.store.articles.get(number), SUGGESTED)
        was = texts_of(self.state(number, revision), SUGGESTED)
        made = part_of(was, now, field=field, place=place, now_place=now_place)
        return {name: text for name, text in made.items() if text != now[name]}

    def restore(
        self,
        number: int,
        revision: int,
        *,
        field: str | None = None,
        place: int | None = None,
        now_place: int | None = None,
    ) -> Done[Article]:
        """Bring a whole revision back, one field of it or one paragraph, as a new revision.

        What was saved since stays in the history. Raises as ``articles.save`` does, and NotFound,
        StoreDamaged.
        """
        with self._seat.store.transaction():
            stands = self._seat.store.articles.get(number)
            if field is None and place is None and now_place is None:
                was = self.state(number, revision)
                fields: dict[str, object] = {
                    name: getattr(was, name)
                    for name in sorted(ON_PAGE - _STAY)
                    if getattr(was, name) != getattr(stands, name)
                }
            else:
                texts = self.brought_back(
                    number, revision, field=field, place=place, now_place=now_place
                )
                fields = fields_of(stands, texts)
            if not fields:
                return Done(stands)
            note = _("Brought back from version {n}").format(n=revision)
            return self._articles.save(number, stands.version, fields, kind=RESTORED, note=note)


def part_of(
    was: Mapping[str, str],
    now: Mapping[str, str],
    *,
    field: str | None = None,
    place: int | None = None,
    now_place: int | None = None,
) -> dict[str, str]:
    """One text of ``now`` with a part of ``was`` brought back: a field, or the paragraph at a
    character of the old or of the new body."""
    from newsroom.text.compare import BODY, compare
    from newsroom.text.suggest import story_of

    if field is not None and field != BODY:
        return {field: was[field]}
    if place is None and now_place is None:
        return {BODY: was[BODY]}
    between = compare(story_of({BODY: was[BODY]}), story_of({BODY: now[BODY]}))
    return {BODY: between.restored(old_place=place, place=now_place).body}

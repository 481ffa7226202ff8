"""What people do with stories: find, open, write, save, send, spike, bring back, hand over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from newsroom.desk.drafts import begun_from
from newsroom.desk.fields import checked
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone, read_site
from newsroom.desk.steps import (
    MOST_AT_ONCE,
    Part,
    rows_of,
    take_step,
    touches_recent,
)
from newsroom.i18n import _, ngettext
from newsroom.news.article import (
    ARTICLE_FIELDS,
    EDITABLE,
    ON_PAGE,
    Article,
    Counts,
    Filter,
    Page,
    Row,
    Sort,
)
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import NotFound
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC, Stage, stage_label
from newsroom.text.slug import slugify

if TYPE_CHECKING:
    from newsroom.desk.review import Review
    from newsroom.news.revision import Revision

_HELD = frozenset({"embargo_until", "legal", "pictures", "not_for_publication"})
_WATCHED = _HELD | {"stage", "assignee"}


class Articles:
    """The stories of the newsroom."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    # Looking.

    def page(
        self,
        filter: Filter,
        *,
        sort: Sort = Sort.UPDATED,
        descending: bool = True,
        after: tuple[object, ...] | None = None,
        limit: int = 50,
        skip: int = 0,
    ) -> Page:
        """A page of the list; ``after`` is the ``next`` of the page before, ``skip`` jumps on."""
        return self._seat.store.articles.page(
            filter, sort=sort, descending=descending, after=after, limit=limit, skip=skip
        )

    def rows(self, ids: Iterable[int]) -> tuple[Row, ...]:
        """The list's lines of these stories, in their order; what is gone is left out."""
        return self._seat.store.articles.rows(tuple(ids))

    def ids(self, filter: Filter, limit: int = MOST_AT_ONCE) -> tuple[int, ...]:
        """The stories that a filter shows, newest change first."""
        return self._seat.store.articles.ids(filter, limit)

    def count(self, filter: Filter) -> int:
        """How many stories a filter shows."""
        return self._seat.store.articles.count(filter)

    def counts(self) -> Counts:
        """How many stories stand where, how many are mine; today is the newsroom's own day."""
        now = self._seat.clock().astimezone(own_zone(self._seat))
        return self._seat.store.articles.counts(me=self._seat.author, now=now)

    def open(self, number: int) -> Article:
        """The story as it stands. Raises NotFound."""
        return self._seat.store.articles.get(number)

    def by_slug(self, slug: str) -> Article:
        """The story of that slug. Raises NotFound."""
        number = self._seat.store.articles.id_of(slug)
        if number is None:
            raise NotFound(_("There is no story with the slug “{slug}”.").format(slug=slug[:80]))
        return self.open(number)

    def revisions(self, number: int, limit: int = 1000) -> tuple[Revision, ...]:
        """The saves of the story, newest first."""
        return self._seat.store.revisions.list(number, limit)

    def state(self, number: int, revision: int) -> Article:
        """The story as it was at that revision. Raises NotFound, StoreDamaged."""
        return self._seat.store.revisions.state(number, revision)

    # Writing.

    def create(
        self,
        fields: Mapping[str, object] | None = None,
        *,
        template: str | None = None,
        uid: str = "",
    ) -> Done[Article]:
        """A new story with these fields over those of the template.

        Without a slug it gets a free one from its headline. One that was made under ``uid``
        already, by a call whose answer got lost, is not made twice: it gets these fields. Raises
        BadInput, SlugTaken, and NotFound for an unknown template, Refused where I may not.
        """
        self._seat.hold(Right.EDIT)
        store = self._seat.store
        if uid and (made_already := store.articles.id_of_uid(uid)) is not None:
            return self.save(made_already, 1, fields or {})
        with store.transaction():
            start = self._template(template) if template else {}
            kept = checked({**start, **(fields or {})}, ARTICLE_FIELDS, only=EDITABLE)
            if kept.get("stage") == Stage.READY:
                self._seat.hold(Right.APPROVE)
            if not kept.get("slug"):
                base = slugify(str(kept.get("headline") or "")) or _("untitled")
                kept["slug"] = store.articles.free_slug(base)
            blank = Article(language=read_site(self._seat).language)
            made = store.articles.insert(
                replace(blank, **kept, uid=uid),  # type: ignore[arg-type]
                author=self._seat.author,
            )
        return Done(made, Changes(articles=frozenset({made.id}), listing=True))

    def save(
        self,
        number: int,
        base_version: int,
        fields: Mapping[str, object],
        *,
        kind: str = "save",
        note: str = "",
    ) -> Done[Article]:
        """Keep the changed fields of a story that was read at ``base_version``.

        Raises Conflict with both texts if somebody saved since, BadInput where a limit is passed,
        SlugTaken with a free one, Refused where I may not, GateClosed where it moves to a stage
        that something is in the way of, Locked while another window is editing it.
        """
        self._seat.hold(Right.EDIT)
        store = self._seat.store
        kept = checked(fields, ARTICLE_FIELDS, only=EDITABLE)
        with store.transaction():
            self._hold_free(number)
            kept.update(self._held(number, kept))
            saved = store.articles.update(
                number, base_version, kept, author=self._seat.author, kind=kind, note=note
            )
            if not ON_PAGE.isdisjoint(kept) and (
                saved.pubstate in PUBLIC or saved.stage is Stage.READY
            ):
                from newsroom.desk.holding import hold_words

                hold_words(self._seat, saved)
        return Done(
            saved,
            Changes(
                articles=frozenset({saved.id}),
                listing=True,
                recent=touches_recent(kept, public=saved.pubstate in PUBLIC),
            ),
        )

    def duplicate(self, number: int) -> Done[Article]:
        """A new draft with the same text; its own slug, unpublished, with no dates."""
        self._seat.hold(Right.EDIT)
        store = self._seat.store
        with store.transaction():
            original = store.articles.get(number)
            made = store.articles.insert(
                begun_from(original, slug=store.articles.free_slug(original.slug)),
                author=self._seat.author,
                note=_("Copied from {slug}").format(slug=original.slug),
            )
        return Done(made, Changes(articles=frozenset({made.id}), listing=True))

    # Acts on several stories, each one step that can be taken back.

    def move(self, ids: Iterable[int], stage: Stage | str, *, override: str = "") -> Changes:
        """Send stories to a stage. To and from the spike it is ``spike`` and ``restore``.

        ``override`` is the reason to go through a gate that is shut. Raises GateClosed, Refused.
        """
        to = Stage(stage)
        if to is Stage.SPIKED:
            return self.spike(ids)
        rows = [row for row in rows_of(self._seat, ids) if row.stage != to]
        label = ngettext("Moved {n} story to {stage}", "Moved {n} stories to {stage}", len(rows))
        return self._review.send(
            (row.id for row in rows),
            to,
            override=override,
            label=label.format(n=len(rows), stage=_(stage_label(to))),
        )

    def spike(self, ids: Iterable[int]) -> Changes:
        """Drop stories from the work; each remembers where it stood. Raises Refused."""
        return self._review.spike(ids)

    def restore(self, ids: Iterable[int]) -> Changes:
        """Bring spiked stories back to where they stood before (to Draft if that is not known)."""
        return self._review.restore(ids)

    def assign(self, ids: Iterable[int], person: int | None) -> Changes:
        """Hand stories to somebody, or to nobody. Raises Refused."""
        return self._review.assign(ids, person)

    def set_fields(self, ids: Iterable[int], fields: Mapping[str, object]) -> Changes:
        """Give several stories the same values (not text, slug or stage, which have verbs).

        Raises BadInput, Refused.
        """
        from newsroom.desk.setting import set_fields

        return set_fields(self._seat, ids, fields)

    def pin(self, number: int, on: bool) -> Changes:
        """Keep a story at the top of the Recent Posts box, or let it go. Raises Refused."""
        self._seat.hold(Right.PUBLISH)
        rows = [row for row in rows_of(self._seat, (number,)) if bool(row.pinned) != on]
        return take_step(
            self._seat,
            _("Pinned in Recent Posts") if on else _("Unpinned from Recent Posts"),
            [Part(tuple(row.id for row in rows), {"pinned": on})],
            kind="pin",
        )

    @cached_property
    def _review(self) -> Review:
        from newsroom.desk.review import Review

        return Review(self._seat)

    def _hold_free(self, number: int) -> None:
        """Refuse to write over another window that is editing. Raises Locked."""
        lock = self._seat.store.locks.get(number)
        if lock is not None and lock.session != self._seat.store.locks.session:
            from newsroom.desk.presence import hold_free

            hold_free(self._seat, number, self.open(number).slug)

    def _held(self, number: int, fields: Mapping[str, object]) -> Mapping[str, object]:
        """What else a save must write that sets fields which not everybody may set.

        Raises Refused, GateClosed.
        """
        if _WATCHED.isdisjoint(fields):
            return {}
        (row,) = rows_of(self._seat, (number,))
        if not _HELD.isdisjoint(fields):
            from newsroom.desk.holding import hold_fields

            hold_fields(self._seat, row, fields)
        if "assignee" in fields:
            self._review.saved_person(row, fields["assignee"])
        if "stage" not in fields:
            return {}
        return self._review.saved_stage(row, Stage(str(fields["stage"])))

    def _template(self, name: str) -> dict[str, object]:
        templates = self._seat.store.lists.templates()
        for template in templates:
            if template.name.casefold() == name.casefold():
                return dict(template.fields)
        raise NotFound(
            _("There is no template “{name}”. There are: {names}.").format(
                name=name, names=", ".join(t.name for t in templates) or _("none yet")
            )
        )

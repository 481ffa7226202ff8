"""What people do with stories: find, open, write, save, send, spike, bring back, hand over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from newsroom.desk.fields import checked
from newsroom.desk.seat import Seat
from newsroom.desk.site import own_zone, read_site
from newsroom.desk.steps import Part, take_step, touches_recent
from newsroom.i18n import _, ngettext
from newsroom.news.article import (
    ARTICLE_FIELDS,
    EDITABLE,
    Article,
    Counts,
    Filter,
    Page,
    Row,
    Sort,
)
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import BadInput, NotFound
from newsroom.news.workflow import PUBLIC, PubState, Stage, stage_label
from newsroom.text.slug import slugify

if TYPE_CHECKING:
    from newsroom.news.revision import Revision

MOST_AT_ONCE = 1000
"""How many stories one act may take; a step of that size still fits into one transaction."""


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
        self, fields: Mapping[str, object] | None = None, *, template: str | None = None
    ) -> Done[Article]:
        """A new story with these fields over those of the template.

        Without a slug it gets a free one from its headline. Raises BadInput, SlugTaken, and
        NotFound for an unknown template.
        """
        store = self._seat.store
        with store.transaction():
            start = self._template(template) if template else {}
            kept = checked({**start, **(fields or {})}, ARTICLE_FIELDS, only=EDITABLE)
            if not kept.get("slug"):
                base = slugify(str(kept.get("headline") or "")) or _("untitled")
                kept["slug"] = store.articles.free_slug(base)
            blank = Article(language=read_site(self._seat).language)
            made = store.articles.insert(
                replace(blank, **kept),  # type: ignore[arg-type]
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
        SlugTaken with a free one.
        """
        store = self._seat.store
        kept = checked(fields, ARTICLE_FIELDS, only=EDITABLE)
        with store.transaction():
            if "stage" in kept:
                kept.update(self._stage_memory(number, str(kept["stage"])))
            saved = store.articles.update(
                number, base_version, kept, author=self._seat.author, kind=kind, note=note
            )
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
        store = self._seat.store
        with store.transaction():
            original = store.articles.get(number)
            made = store.articles.insert(
                replace(
                    original,
                    id=0,
                    uid="",
                    version=0,
                    slug=store.articles.free_slug(original.slug),
                    stage=Stage.DRAFT,
                    stage_before="",
                    pubstate=PubState.NONE,
                    published_at=None,
                    created_at=None,
                    updated_at=None,
                    due_at=None,
                    planned_at=None,
                    pinned=False,
                ),
                author=self._seat.author,
                note=_("Copied from {slug}").format(slug=original.slug),
            )
        return Done(made, Changes(articles=frozenset({made.id}), listing=True))

    # Acts on several stories, each one step that can be taken back.

    def move(self, ids: Iterable[int], stage: Stage | str) -> Changes:
        """Send stories to a stage. To and from the spike it is ``spike`` and ``restore``."""
        to = Stage(stage)
        if to is Stage.SPIKED:
            return self.spike(ids)
        rows = [row for row in self._rows(ids) if row.stage != to]
        spiked = tuple(row.id for row in rows if row.stage == Stage.SPIKED)
        others = tuple(row.id for row in rows if row.stage != Stage.SPIKED)
        label = ngettext("Moved {n} story to {stage}", "Moved {n} stories to {stage}", len(rows))
        return take_step(
            self._seat,
            label.format(n=len(rows), stage=_(stage_label(to))),
            (Part(others, {"stage": to}), Part(spiked, {"stage": to, "stage_before": ""})),
            kind="send",
        )

    def spike(self, ids: Iterable[int]) -> Changes:
        """Drop stories from the work; each remembers where it stood."""
        rows = [row for row in self._rows(ids) if row.stage != Stage.SPIKED]
        by_stage: dict[str, list[int]] = {}
        for row in rows:
            by_stage.setdefault(row.stage, []).append(row.id)
        label = ngettext("Spiked {n} story", "Spiked {n} stories", len(rows))
        return take_step(
            self._seat,
            label.format(n=len(rows)),
            [
                Part(tuple(some), {"stage": Stage.SPIKED, "stage_before": stage})
                for stage, some in by_stage.items()
            ],
            kind="spike",
        )

    def restore(self, ids: Iterable[int]) -> Changes:
        """Bring spiked stories back to where they stood before (to Draft if that is not known)."""
        rows = [row for row in self._rows(ids) if row.stage == Stage.SPIKED]
        by_stage: dict[Stage, list[int]] = {}
        for row in rows:
            before = self._seat.store.articles.get(row.id).stage_before
            known = before in set(Stage) and before != Stage.SPIKED
            by_stage.setdefault(Stage(before) if known else Stage.DRAFT, []).append(row.id)
        label = ngettext("Restored {n} story", "Restored {n} stories", len(rows))
        return take_step(
            self._seat,
            label.format(n=len(rows)),
            [
                Part(tuple(some), {"stage": stage, "stage_before": ""})
                for stage, some in by_stage.items()
            ],
            kind="restore",
        )

    def assign(self, ids: Iterable[int], person: int | None) -> Changes:
        """Hand stories to somebody, or to nobody."""
        rows = [row for row in self._rows(ids) if row.assignee != person]
        if person is None:
            label = ngettext("Took {n} story off", "Took {n} stories off", len(rows))
            label = label.format(n=len(rows))
        else:
            name = self._seat.store.staff.get(person).name
            label = ngettext(
                "Assigned {n} story to {name}", "Assigned {n} stories to {name}", len(rows)
            ).format(n=len(rows), name=name)
        return take_step(
            self._seat,
            label,
            [Part(tuple(row.id for row in rows), {"assignee": person})],
            kind="assign",
        )

    def set_fields(self, ids: Iterable[int], fields: Mapping[str, object]) -> Changes:
        """Give several stories the same values (not text, slug or stage, which have verbs)."""
        kept = checked(fields, ARTICLE_FIELDS, only=EDITABLE - {"slug", "body", "stage"})
        rows = self._rows(ids)
        labels = ", ".join(_(ARTICLE_FIELDS[name].label) for name in kept)
        label = ngettext("Changed {what} of {n} story", "Changed {what} of {n} stories", len(rows))
        return take_step(
            self._seat,
            label.format(what=labels, n=len(rows)),
            [Part(tuple(row.id for row in rows), kept)] if kept else [],
            kind="save",
        )

    def pin(self, number: int, on: bool) -> Changes:
        """Keep a story at the top of the Recent Posts box, or let it go."""
        rows = [row for row in self._rows((number,)) if bool(row.pinned) != on]
        return take_step(
            self._seat,
            _("Pinned in Recent Posts") if on else _("Unpinned from Recent Posts"),
            [Part(tuple(row.id for row in rows), {"pinned": on})],
            kind="pin",
        )

    def _rows(self, ids: Iterable[int]) -> tuple[Row, ...]:
        """The stories to act on. Raises NotFound if one is not there, BadInput if too many."""
        wanted = tuple(dict.fromkeys(ids))
        if len(wanted) > MOST_AT_ONCE:
            raise BadInput(
                _("{n} stories are too many at once; at most {most} go together.").format(
                    n=len(wanted), most=MOST_AT_ONCE
                )
            )
        rows = self._seat.store.articles.rows(wanted)
        if len(rows) < len(wanted):
            raise NotFound(_("One of these stories is not in the store any more."))
        return rows

    def _stage_memory(self, number: int, to: str) -> dict[str, object]:
        """What a save must remember when it moves a story onto the spike or off it."""
        stands = self._seat.store.articles.get(number).stage
        if to == stands:
            return {}
        if to == Stage.SPIKED:
            return {"stage_before": str(stands)}
        return {"stage_before": ""} if stands is Stage.SPIKED else {}

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

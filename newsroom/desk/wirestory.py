"""A story made of an entry of the wire, and what a changed entry proposes for it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from newsroom.desk.arriving import Action, Choices, Fate
from newsroom.desk.errands import Brought, Fetched
from newsroom.desk.likeness import marks_of
from newsroom.desk.suggesting import Suggesting
from newsroom.i18n import _
from newsroom.intake.feedarrival import SOURCE, arrival
from newsroom.news.article import Article
from newsroom.news.changes import NOTHING, Changes, Done
from newsroom.news.errors import BadInput
from newsroom.news.suggestion import texts_of
from newsroom.text.merge import merge
from newsroom.text.suggest import Suggestions, changes

if TYPE_CHECKING:
    from newsroom.desk.intake import Intake
    from newsroom.desk.seat import Seat
    from newsroom.intake.arrival import Arrival
    from newsroom.news.origin import Origin
    from newsroom.news.wire import Entry

_TEXTS = ("headline", "dek", "body")
"""What an update of an entry may change; all else was the desk's from the beginning."""


class Stories:
    """Stories of the wire."""

    def __init__(self, seat: Seat, intake: Intake) -> None:
        self._seat = seat
        self._intake = intake

    def make(self, brought: Brought) -> Done[Fetched]:
        """The story, made now or here already, inside the transaction of the act."""
        entry = brought.order.entry
        origin = self._intake.origin(SOURCE, entry.story)
        if origin is None or origin.undone:
            return self._made(brought)
        stands = self._seat.store.articles.get(origin.article)
        if origin.facts.get("digest") == entry.digest:
            return Done(_fetched(stands))
        return self._proposed(brought, origin, stands)

    def _made(self, brought: Brought) -> Done[Fetched]:
        order, me = brought.order, self._seat.me
        one = _arrival(brought)
        fields = dict(one.fields)
        if me is not None and me.desks:
            fields["desk"] = me.desks[0]
        ref = f"{SOURCE}:{one.key}"
        done = self._intake.receive(
            [(SOURCE, replace(one, fields=fields))],
            name=order.feed.name,
            choices=Choices(stories={ref: Fate.TAKE}),
        )
        item = done.value.items[0]
        if item.article is None or item.action is Action.REFUSED:
            raise BadInput(" ".join(item.problems) or _("This entry can't become a story."))
        story = self._seat.store.articles.get(item.article)
        notes = (*item.problems, *item.notes)
        return Done(replace(_fetched(story), made=True, notes=notes), done.changes)

    def _proposed(self, brought: Brought, origin: Origin, stands: Article) -> Done[Fetched]:
        """What is new in the entry, put together with what was written here."""
        order = brought.order
        now = _arrival(brought)
        before = _arrival(
            replace(brought, order=replace(order, entry=self._before(brought, origin)))
        )
        here = texts_of(stands, _TEXTS)
        proposal = {
            name: merge(
                str(before.fields.get(name, "")),
                here[name],
                str(now.fields.get(name, "")),
                plain=name != "body",
            ).text
            for name in _TEXTS
        }
        proposal = {name: text for name, text in proposal.items() if text != here[name]}
        base = {name: here[name] for name in proposal}
        count = len(changes(Suggestions.of(base, proposal))) if proposal else 0
        done = NOTHING
        if count:
            note = _("An update from {feed}").format(feed=order.feed.name)
            done = (
                Suggesting(self._seat)
                .open(stands.id, stands.version, proposal, changes=count, note=note)
                .changes
            )
        self._seat.store.origins.add(
            stands.id,
            source=SOURCE,
            key=now.key,
            who=self._seat.author,
            version=stands.version,
            marks={**origin.marks, **marks_of({n: now.fields.get(n, "") for n in _TEXTS})},
            facts=now.facts,
            original=now.original,
        )
        fetched = replace(_fetched(stands), proposed=count, notes=now.notes if count else ())
        return Done(fetched, done | Changes(articles=frozenset({stands.id})))

    def _before(self, brought: Brought, origin: Origin) -> Entry:
        """The entry as it was when it was taken last."""
        entry = brought.order.entry
        original = self._intake.original(origin.article)
        item = replace(
            entry.item,
            title=str(origin.facts.get("title", entry.item.title)),
            html=original.text if original is not None else "",
            summary=str(origin.facts.get("summary", "")),
            base=str(origin.facts.get("base", entry.item.base)),
        )
        return replace(entry, item=item)


def _arrival(brought: Brought) -> Arrival:
    order = brought.order
    return arrival(
        order.entry.item,
        key=order.entry.story,
        name=order.feed.name,
        rights=order.feed.rights,
        section=order.feed.section,
        language=order.feed.language,
        pictures=brought.pictures,
        problems=brought.problems,
    )


def _fetched(story: Article) -> Fetched:
    return Fetched(article=story.id, slug=story.slug, headline=story.headline)

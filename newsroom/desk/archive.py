"""A newsroom as a record that everything can be made of again, and made of one again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from newsroom.desk.fields import checked
from newsroom.desk.lists import Lists
from newsroom.desk.reception import Reception
from newsroom.desk.rights import known_rights
from newsroom.desk.seat import Seat
from newsroom.desk.site import read_site, write_site
from newsroom.export.originals import named_in
from newsroom.export.record import Kept, Record, Saved
from newsroom.i18n import _
from newsroom.intake.ownjson import Document, OwnSave, OwnStory, read_document, values
from newsroom.news.article import ARTICLE_FIELDS, Article, Filter, Picture
from newsroom.news.clock import Clock
from newsroom.news.errors import BadInput, NotFound, Refused
from newsroom.news.lists import LIST_NAMES, Template
from newsroom.news.site import SITE_FIELDS
from newsroom.news.staff import PERSON_FIELDS, Person, Role
from newsroom.news.workflow import Stage
from newsroom.store.connect import open_store

MOST_SAVES = 100_000  # of one story: all of them

_EVERY = Filter(stages=frozenset(Stage))


def make_record(seat: Seat, ids: Iterable[int], *, whole: bool = False) -> Record:
    """These stories with their past and the people, list entries and pictures that they name.

    ``whole`` takes in all people, lists and templates, the talk, and whatever else was done.
    Raises NotFound, StoreError, and Refused for all where I don't see all.
    """
    store = seat.store
    if whole and not store.whole:
        raise Refused(
            _(
                "You don't see everything in {name}, so a file of everything would lack what "
                "others keep. Ask who manages the staff to make it."
            ).format(name=store.name)
        )
    stories = tuple(_kept(seat, number) for number in ids)
    states = [state for kept in stories for state in (kept.article, *(s.state for s in kept.past))]
    dealings = store.dealings.read(None if whole else [kept.article.uid for kept in stories])
    staff = _staff(seat, stories, states, dealings, whole=whole)
    wanted = {sha256 for state in states for sha256 in _pictures_of(state)}
    wanted |= {person.portrait for person in staff if person.portrait}
    pictures: dict[str, Picture] = {}
    for sha256 in wanted:
        try:
            pictures[sha256] = store.media.get(sha256)
        except NotFound:
            continue  # named in a text, and never taken in
    named: dict[str, set[str]] = {
        "sections": {state.section for state in states},
        "desks": {state.desk for state in states} | {d for p in staff for d in p.desks},
        "tags": {tag for state in states for tag in state.tags},
        "kickers": {state.kicker for state in states},
    }
    lists = Lists(seat)
    nothing: set[str] = set()  # of the dictionary, which no story names
    return Record(
        site=read_site(seat),
        stories=stories,
        staff=staff,
        lists={
            name: tuple(
                term
                for term in lists.terms(name)
                if whole or {term.key, term.name} & named.get(name, nothing)
            )
            for name in LIST_NAMES
        },
        templates=lists.templates() if whole else (),
        pictures=pictures,
        dealings=dealings,
        read=store.media.read,
    )


def _kept(seat: Seat, number: int) -> Kept:
    revisions = seat.store.revisions
    past = tuple(
        Saved(revision, revisions.state(number, revision.number))
        for revision in reversed(revisions.list(number, MOST_SAVES))
    )
    return Kept(seat.store.articles.get(number), past)


def _staff(
    seat: Seat,
    stories: tuple[Kept, ...],
    states: list[Article],
    dealings: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    whole: bool,
) -> tuple[Person, ...]:
    everybody = seat.store.staff.all(include_left=True)
    if whole:
        return everybody
    named = {byline.staff for state in states for byline in state.bylines}
    named |= {who for state in states for who in (state.assignee, state.updated_by)}
    named |= {saved.revision.author for kept in stories for saved in kept.past}
    dealt = {row.get("who") for rows in dealings.values() for row in rows}
    return tuple(person for person in everybody if person.id in named or person.uid in dealt)


def _pictures_of(article: Article) -> set[str]:
    lead = {article.picture.sha256} if article.picture is not None else set()
    return lead | set(named_in(article.body).values())


class _MovingClock:
    """The moment at which the newsroom is just lived through."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def rebuild(file: Path, target: Path | str, *, clock: Clock) -> int:
    """Make the newsroom of a JSON file again, as a new store at ``target``.

    Gives the number of stories. Raises BadInput for a file that is none of ours or a store that is
    in use, NotFound for a missing picture, and the store's errors; what was made until then is
    taken back.
    """
    document = read_document(file)
    now = clock()
    moving = _MovingClock(now)
    store = open_store(target, create=True, clock=moving)
    try:
        if store.staff.all(include_left=True) or store.articles.ids(_EVERY, 1):
            raise BadInput(
                _("{path} is in use already; the newsroom needs a place of its own.").format(
                    path=target
                )
            )
        with store.transaction():
            _Builder(Seat(store, moving), document, moving, now).build()
    finally:
        store.close()
    return len(document.stories)


class _Builder:
    """The making of one newsroom out of a document."""

    def __init__(self, seat: Seat, document: Document, clock: _MovingClock, now: datetime) -> None:
        self._seat = seat
        self._document = document
        self._clock = clock
        self._now = now
        self._reception = Reception(seat)
        self._people: dict[str, int] = {}
        self._stories: dict[str, int] = {}

    def build(self) -> None:
        """Everything, in the order in which one thing needs another."""
        lists = Lists(self._seat)
        try:
            site = {k: v for k, v in self._document.site.items() if k in SITE_FIELDS}
            write_site(self._seat, site)
            for name, terms in self._document.lists.items():
                for term in terms:
                    lists.put(name, term)
            for sha256 in self._document.pictures:
                file = self._document.picture(sha256)
                if file is None:
                    raise NotFound(
                        _("The picture {name} does not lie beside {file}.").format(
                            name=self._document.pictures[sha256].path.name,
                            file=self._document.name,
                        )
                    )
                self._reception.keep(file, learn=False)
            for entry in self._document.staff:
                self._person(entry)
            for one in self._document.templates:
                made = values(one["fields"], self._people)
                lists.put_template(
                    Template(name=one["name"], fields=made, position=one["position"])
                )
            for story in self._document.stories:
                self._story(story)
            self._seat.store.dealings.write(
                self._document.dealings, stories=self._stories, people=self._people
            )
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise BadInput(
                _("{name} is not as newsroom writes it ({error}).").format(
                    name=self._document.name, error=error
                )
            ) from error

    def _person(self, entry: Mapping[str, Any]) -> None:
        known = {item.name for item in fields(Person)} - {"id", "version"}
        said: dict[str, Any] = {key: value for key, value in entry.items() if key in known}
        kept = checked({k: v for k, v in said.items() if k in PERSON_FIELDS}, PERSON_FIELDS)
        kept["role"] = Role(said["role"])
        rights = known_rights(tuple(said.get("rights", ())))
        person = Person(uid=str(said["uid"]), rights=rights, **kept)  # type: ignore[arg-type]
        self._people[person.uid] = self._seat.store.staff.insert(person).id

    def _story(self, story: OwnStory) -> None:
        """Live through its saves by the clock of then."""
        articles = self._seat.store.articles
        first = (
            story.saves[0] if story.saves else OwnSave(self._now, "", "create", "", story.fields)
        )
        self._clock.now = first.at
        blank = Article(uid=story.uid, created_at=self._created(story))
        made = articles.insert(
            replace(blank, **self._values(first.fields)),  # type: ignore[arg-type]
            author=self._people.get(first.by),
            kind=first.kind,
            note=first.note,
        )
        for save in story.saves[1:]:
            self._clock.now = save.at
            made = articles.update(
                made.id,
                made.version,
                self._values(save.fields),
                author=self._people.get(save.by),
                kind=save.kind,
                note=save.note,
            )
        self._clock.now = self._now
        self._stories[story.uid or made.uid] = made.id

    def _created(self, story: OwnStory) -> datetime | None:
        created = values({"created_at": story.fields.get("created_at")}, {})["created_at"]
        assert created is None or isinstance(created, datetime)
        return created

    def _values(self, data: Mapping[str, Any]) -> dict[str, object]:
        own = ("uid", "version", "created_at", "updated_at", "updated_by", "id", "words", "excerpt")
        made = values({k: v for k, v in data.items() if k not in own}, self._people)
        held = {name: value for name, value in made.items() if name in ARTICLE_FIELDS}
        return {**made, **checked(held, ARTICLE_FIELDS)}

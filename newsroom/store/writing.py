"""Every way of writing a story: one path that keeps row, text, lists, revision, words and history
in step, in one transaction."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.clock import Clock
from newsroom.news.errors import BadInput, Conflict, NewsroomError, SlugTaken
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.faults import chain
from newsroom.store.history import History
from newsroom.store.orm import peewee
from newsroom.store.prepared import Prepared, slot
from newsroom.store.reading import Reading, missing
from newsroom.store.revisions import Newest, Revisions
from newsroom.store.state import (
    SEARCHED,
    columns,
    derive,
    hold_storable,
    search_texts,
    slug_key,
    standing,
)
from newsroom.store.tables import Standing
from newsroom.values import dataclass

_A, _T, _B, _G, _S = (
    tables.Article,
    tables.ArticleText,
    tables.Byline,
    tables.ArticleTag,
    tables.SearchDoc,
)
_HELD_AT_ONCE = 200  # stories read together by a bulk act; bounds memory, not the act
_MOST_SLUG = 120  # as the field's own limit
_NUMBERED = re.compile(r"-\d{1,3}$")  # a year at the end is part of the name
_KEPT_BY_STORE = frozenset({"id", "uid", "version", "words", "excerpt", "updated_at", "updated_by"})


@dataclass(frozen=True, slots=True)
class Before:
    """What stood in a story before a bulk act, and the version that the act made."""

    id: int
    version_after: int
    fields_before: Mapping[str, object]


class Writing:
    """Writes stories."""

    def __init__(
        self, engine: Engine, clock: Clock, history: History, reading: Reading, revisions: Revisions
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._history = history
        self._reading = reading
        self._revisions = revisions
        self._updates: dict[tuple[object, ...], Prepared] = {}
        self._inserts: dict[tuple[type[peewee.Model], int], Prepared] = {}
        if engine.guarded and not engine.keeper:  # a slug of a story that I don't see is taken too
            self._owner = Prepared(
                engine,
                (
                    "SELECT id FROM guard.slug_owner(%s) AS owner(id) WHERE id IS NOT NULL",
                    [slot("key").value],
                ),
            )
        else:
            self._owner = Prepared(engine, _A.select(_A.id).where(_A.slug_key == slot("key")))
        self._drop_bylines = Prepared(engine, _B.delete().where(_B.article == slot("id")))
        self._drop_tags = Prepared(engine, _G.delete().where(_G.article == slot("id")))
        self._mark_out = Prepared(
            engine, _B.update({_B.out: slot("out")}).where(_B.article == slot("id"))
        )
        self._add_doc = Prepared(
            engine,
            _S.insert({name: slot(name) for name in ("article", "headline", "meta", "body")}),
        )

    # The three ways in.

    def insert(self, article: Article, *, author: int | None, kind: str, note: str) -> Article:
        """Keep a new story. Raises SlugTaken, BadInput."""
        now = self._clock()
        words, lead = derive(article.body, article.dek)
        story = replace(
            article,
            uid=article.uid or str(uuid.uuid4()),
            version=1,
            words=words,
            excerpt=lead,
            created_at=article.created_at or now,
            updated_at=article.updated_at or now,
            updated_by=author,
        )
        _hold(story)
        with self._engine.joined():
            self.hold_slug_free(story)
            row, text = columns(story)
            with _Told(story):
                number = self._insert(_A, row)
                story = replace(story, id=number)
                self._insert(_T, {**text, "article": number})
                self._write_lists(None, story)
            self._add_doc.run(article=number, **search_texts(story))
            self._revisions.add(None, story, author=author, kind=kind, note=note)
            self._note(None, story, kind, author)
        return story

    def update(
        self,
        number: int,
        base_version: int,
        fields: Mapping[str, object],
        *,
        author: int | None,
        kind: str,
        note: str,
    ) -> Article:
        """Change one story. Raises Conflict, SlugTaken, NotFound, BadInput."""
        _hold_fields(fields)
        with self._engine.joined():
            stands = self._reading.get(number, held=True)
            if stands.version != base_version:
                raise self._conflict(stands, base_version, fields)
            story = self._changed(stands, fields, author)
            if story is None and kind == "save" and not note:
                return stands
            story = story or self._next(stands, author)
            self._write(stands, story, author=author, kind=kind, note=note)
        return story

    def set_many(
        self, ids: Iterable[int], fields: Mapping[str, object], *, author: int | None, kind: str
    ) -> tuple[Before, ...]:
        """Change several stories alike. Raises NotFound, SlugTaken."""
        _hold_fields(fields)
        wanted = tuple(dict.fromkeys(ids))
        done: list[Before] = []
        with self._engine.joined():
            for start in range(0, len(wanted), _HELD_AT_ONCE):
                part = wanted[start : start + _HELD_AT_ONCE]
                held = self._reading.hold(part)
                if len(held) < len(part):
                    raise missing()
                for number in part:
                    stands = held[number]
                    story = self._changed(stands, fields, author) or self._next(stands, author)
                    self._write(stands, story, author=author, kind=kind, note="")
                    before = {name: getattr(stands, name) for name in fields}
                    done.append(Before(number, story.version, before))
        return tuple(done)

    def place(
        self,
        stands: Article,
        fields: Mapping[str, object],
        *,
        author: int | None,
        kind: str,
        newest: Newest | None,
    ) -> tuple[Article, frozenset[str]]:
        """Write a story as it is with these fields, whole and under its own number, into a store
        that has nothing of it (``store.changing``); its words only where they change.

        ``newest`` is the save that it stands at in its own store. Gives the story, and the columns
        that are others than they were. Raises BadInput, SlugTaken.
        """
        _hold_fields(fields)
        story = self._changed(stands, fields, author) or self._next(stands, author)
        _hold(story)
        old, old_text = columns(stands)
        row, text = columns(story)
        with self._engine.joined(), _Told(story):
            self._insert(_A, {**row, "id": story.id})
            self._insert(_T, {**text, "article": story.id})
            self._write_lists(None, story)
            if any(getattr(stands, name) != getattr(story, name) for name in SEARCHED):
                self._add_doc.run(article=story.id, **search_texts(story))
            self._revisions.add(stands, story, author=author, kind=kind, note="", newest=newest)
            self._note(stands, story, kind, author)
        old |= old_text
        return story, frozenset(n for n, value in (row | text).items() if value != old[n])

    def hold_slug_free(self, story: Article) -> None:
        """Raises SlugTaken where another story has its slug."""
        owner = self._owner.one(key=slug_key(story.slug))
        if owner is not None and owner[0] != story.id:
            raise self._slug_taken(story.slug)

    def free_slug(self, slug: str) -> str:
        """``slug``, or the first free ``slug-2``, ``slug-3``…"""
        if self._owner.one(key=slug_key(slug)) is None:
            return slug
        stem = _NUMBERED.sub("", slug) or slug
        stem = stem[: _MOST_SLUG - 7]
        key = slug_key(stem)
        taken = self._slugs_like(f"{key}-")
        number = 2
        while f"{key}-{number}" in taken:
            number += 1
        return f"{stem}-{number}"

    def _slugs_like(self, start: str) -> set[str]:
        if self._engine.guarded and not self._engine.keeper:
            rows = self._engine.fetch("SELECT * FROM guard.slugs_like(%s)", (start,))
        else:
            rows = self._engine.rows(_A.select(_A.slug_key).where(_A.slug_key.startswith(start)))
        return {row[0] for row in rows}

    # The one path.

    def _next(self, stands: Article, author: int | None) -> Article:
        now = self._clock()
        # A clock that was set back must not put a story behind its own past.
        later = max(now, stands.updated_at) if stands.updated_at else now
        return replace(stands, version=stands.version + 1, updated_at=later, updated_by=author)

    def _changed(
        self, stands: Article, fields: Mapping[str, object], author: int | None
    ) -> Article | None:
        """The story with these fields, None if they are what stands there."""
        news = {name: value for name, value in fields.items() if getattr(stands, name) != value}
        if not news:
            return None
        story = replace(self._next(stands, author), **news)  # type: ignore[arg-type]
        if "body" in news or "dek" in news:
            words, lead = derive(story.body, story.dek)
            story = replace(story, words=words, excerpt=lead)
        return story

    def _write(
        self, stands: Article, story: Article, *, author: int | None, kind: str, note: str
    ) -> None:
        _hold(story)
        if slug_key(story.slug) != slug_key(stands.slug):
            self.hold_slug_free(story)
        old, old_text = columns(stands)
        new, new_text = columns(story)
        row = {name: value for name, value in new.items() if value != old[name]}
        text = {name: value for name, value in new_text.items() if value != old_text[name]}
        with _Told(story):
            done = self._update(_A, row, id=story.id, base=stands.version)
            if done.rowcount != 1:
                # On a server somebody may have got in between; the row lock makes it nearly
                # impossible, this makes it safe.
                raise self._conflict(self._reading.get(story.id), stands.version, row)
            if text:
                self._update(_T, text, id=story.id)
            self._write_lists(stands, story)
        if any(getattr(stands, name) != getattr(story, name) for name in SEARCHED):
            before, after = search_texts(stands), search_texts(story)
            docs = {part: after[part] for part in after if after[part] != before[part]}
            if docs:
                self._update(_S, docs, id=story.id)
        self._revisions.add(stands, story, author=author, kind=kind, note=note)
        self._note(stands, story, kind, author)

    def _update(self, table: type[peewee.Model], values: dict[str, Any], **keys: object) -> Any:
        """Write the columns that differ, and only those: an index whose columns stay is left."""
        shape = (table, *sorted(values), *keys)
        query = self._updates.get(shape)
        if query is None:
            change = table.update({table._meta.fields[name]: slot(name) for name in values})
            if table is _A:
                change = change.where(_A.id == slot("id"), _A.version == slot("base"))
            else:
                change = change.where(table._meta.fields["article"] == slot("id"))
            query = self._updates[shape] = Prepared(self._engine, change)
        return query.run(**values, **keys)

    def _insert(self, table: type[peewee.Model], *rows: dict[str, Any]) -> int:
        """Write rows in one statement and give the number of a story (0 for anything else)."""
        numbered = table is _A
        query = self._inserts.get((table, len(rows)))
        if query is None:
            fields = table._meta.fields
            made = table.insert_many(
                [{fields[name]: slot(f"{name} {n}") for name in row} for n, row in enumerate(rows)]
            )
            if numbered and self._engine.insert_returns:
                made = made.returning(_A.id)
            query = self._inserts[table, len(rows)] = Prepared(self._engine, made)
        values = {f"{name} {n}": value for n, row in enumerate(rows) for name, value in row.items()}
        if numbered and self._engine.insert_returns:
            return int(query.one(**values)[0])
        cursor = query.run(**values)
        return int(cursor.lastrowid) if numbered else 0

    def _write_lists(self, stands: Article | None, story: Article) -> None:
        out = int(standing(story) is Standing.OUT)
        if stands is None or stands.bylines != story.bylines:
            if stands is not None:
                self._drop_bylines.run(id=story.id)
            if story.bylines:
                self._insert(
                    _B,
                    *(
                        {
                            "article": story.id,
                            "position": place,
                            "staff": byline.staff,
                            "name": byline.name,
                            "role": str(byline.role),
                            "out": out,
                        }
                        for place, byline in enumerate(story.bylines)
                    ),
                )
        elif out != int(standing(stands) is Standing.OUT):
            self._mark_out.run(id=story.id, out=out)
        if stands is None or stands.tags != story.tags:
            if stands is not None:
                self._drop_tags.run(id=story.id)
            if story.tags:
                tags = enumerate(story.tags)
                self._insert(_G, *({"article": story.id, "position": n, "tag": t} for n, t in tags))
        if _shows_other(stands, story):
            from newsroom.store.uses import write_uses  # a text without pictures needs no library

            write_uses(self._engine, stands, story)

    def _note(self, stands: Article | None, story: Article, kind: str, author: int | None) -> None:
        recent = Standing.OUT in (standing(story), standing(stands) if stands else None)
        self._history.note("article", story.id, kind, actor=author, recent=recent)

    # What can stand in the way.

    def _conflict(
        self, theirs: Article, base_version: int, fields: Mapping[str, object]
    ) -> Conflict:
        try:
            base = self._revisions.state(theirs.id, base_version)
        except NewsroomError:
            base = theirs  # what it was read from is not kept; their text then fills the gaps
        names = {name: value for name, value in fields.items() if name not in _KEPT_BY_STORE}
        return Conflict(
            _(
                "Somebody saved “{slug}” while you were working on it. Both texts are kept: "
                "compare them and choose what stands."
            ).format(slug=theirs.slug),
            mine=replace(base, **names),  # type: ignore[arg-type]
            theirs=theirs,
        )

    def _slug_taken(self, slug: str) -> SlugTaken:
        free = self.free_slug(slug)
        return SlugTaken(
            _("Another story has the slug “{slug}” already; “{free}” is free.").format(
                slug=slug, free=free
            ),
            free,
        )


def _shows_other(stands: Article | None, story: Article) -> bool:
    """Whether the story may show other pictures than it did."""
    if stands is None:
        return story.picture is not None or "media" in story.body
    if stands.picture != story.picture:
        return True
    return stands.body != story.body and ("media" in stands.body or "media" in story.body)


class _Told:
    """Tells a broken rule of the tables in words."""

    def __init__(self, story: Article) -> None:
        self._story = story

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if not isinstance(error, peewee.IntegrityError):
            return
        behind = list(chain(error))
        if any("slug_key" in str(found) for found in behind):
            raise SlugTaken(
                _("Another story has just taken the slug “{slug}”. Choose another one.").format(
                    slug=self._story.slug
                ),
                f"{self._story.slug}-{self._story.uid[:4]}",
            ) from error
        if any(_code(found) in _NO_SUCH_ROW for found in behind):
            raise BadInput(
                _("Somebody named in this story is not in the staff directory.")
            ) from error


_NO_SUCH_ROW = frozenset({"SQLITE_CONSTRAINT_FOREIGNKEY", "23503"})


def _code(error: BaseException) -> object:
    """What the driver calls the error: its words may be in any language."""
    return getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)


def _hold(story: Article) -> None:
    """What every story must have. Raises BadInput."""
    if not story.slug:
        raise BadInput(_("A story needs a slug."))
    if len(story.slug) > _MOST_SLUG:
        raise BadInput(
            _("The slug has {n} characters; at most {most} fit. Shorten it.").format(
                n=len(story.slug), most=_MOST_SLUG
            )
        )
    hold_storable({name: getattr(story, name) for name in _texts()})


def _texts() -> Iterator[str]:
    yield from Article.__dataclass_fields__


def _hold_fields(fields: Mapping[str, object]) -> None:
    """Names that are not a story's, or that the store keeps itself, are a mistake of ours."""
    wrong = [
        name
        for name in fields
        if name in _KEPT_BY_STORE or name not in Article.__dataclass_fields__
    ]
    if wrong:
        raise ValueError(f"no field to write: {', '.join(wrong)}")

"""The picture library: what is known of each picture, where it is shown, which are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from newsroom.i18n import _
from newsroom.news.edited import Edited, as_text, from_text
from newsroom.news.errors import NotFound, Refused
from newsroom.news.media import ENDS_SOON, FileWords, PictureFacts, RightsKind, Shelf, Use
from newsroom.store import tables
from newsroom.store.columns import micros, moment
from newsroom.store.edited import all_turned, edited_of, edited_out, faces_of, uses_of
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.media_tables import MediaFacts as F
from newsroom.store.media_tables import MediaUse as U
from newsroom.store.orm import peewee
from newsroom.store.state import hold_storable
from newsroom.store.tokens import fold

Key = tuple[int, str]
"""Where a page ended: the moment that the picture came in, in microseconds, and its hash."""

_M, _S = tables.Media, tables.Staff
_TEXTS = (
    "caption", "credit", "alt", "rights", "terms", "expires_on", "place", "taken",
)  # fmt: skip
_SEARCHED = ("filename", "caption", "credit", "alt", "holder", "place")
_PER_MILLE = 1000
_HASH = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_AT_ONCE = 500  # hashes asked for in one statement
_COLUMNS = (
    _M.sha256, _M.filename, _M.mime, _M.size, _M.width, _M.height, _M.created_at,
    F.version, F.caption, F.credit, F.alt, F.rights, F.terms, F.rights_holder,
    F.expires_on, F.place, F.taken, F.focus_x, F.focus_y, F.edits, F.added_by, F.updated_at,
    F.removed_at,
)  # fmt: skip
_OF_ITS_USES = frozenset({"credit", "terms", "focus_x", "focus_y", "turn"})
"""What a use shows of what the library says."""


class Pictures:
    """What the store knows of pictures beyond their bytes."""

    def __init__(self, engine: Engine, history: History) -> None:
        self._engine = engine
        self._history = history

    # Looking.

    def get(self, sha256: str) -> PictureFacts:
        """What is known of a picture. Raises NotFound."""
        found = self.get_all((sha256,)).get(sha256)
        if found is None:
            raise NotFound(_("There is no such picture in the store."))
        return found

    def get_all(self, wanted: Iterable[str]) -> dict[str, PictureFacts]:
        """The same of several, those that there are by hash."""
        names = list(dict.fromkeys(wanted))
        found: dict[str, PictureFacts] = {}
        for start in range(0, len(names), _AT_ONCE):
            query = self._all().where(_M.sha256.in_(names[start : start + _AT_ONCE]))
            found |= {row[0]: _facts(row) for row in self._engine.rows(query)}
        return found

    def page(
        self,
        shelf: Shelf,
        words: str,
        *,
        today: date,
        me: int | None,
        after: Key | None = None,
        offset: int = 0,
        limit: int,
    ) -> tuple[PictureFacts, ...]:
        """Pictures of a shelf that hold all the words, the newest first.

        A word counts wherever it stands in file name, caption, credit, alternative text, holder
        and place.
        """
        query = self._chosen(self._all(), shelf, words, today=today, me=me)
        if after is not None:
            at, sha256 = after
            query = query.where(
                (_M.created_at < at) | ((_M.created_at == at) & (_M.sha256 < sha256))
            )
        query = query.order_by(_M.created_at.desc(), _M.sha256.desc()).limit(limit)
        if offset:
            query = query.offset(offset)
        return tuple(_facts(row) for row in self._engine.rows(query))

    def count(self, shelf: Shelf, words: str, *, today: date, me: int | None) -> int:
        """How many ``page`` would give in all."""
        base = _M.select(peewee.fn.COUNT(peewee.SQL("*"))).left_outer_join(
            F, on=(F.sha256 == _M.sha256)
        )
        return int(self._engine.one(self._chosen(base, shelf, words, today=today, me=me))[0])

    def uses(self, sha256: str) -> tuple[Use, ...]:
        """The stories and people that show it, as far as I see them; the newest story first."""
        article = tables.Article
        stories = self._engine.rows(
            article.select(
                article.id, article.slug, article.headline, article.stage, article.pubstate, U.lead
            )
            .join(U, on=(U.article == article.id))
            .where(U.sha256 == sha256)
            .order_by(article.id.desc())
        )
        people = self._engine.rows(
            _S.select(_S.id, _S.name).where(_S.portrait == sha256).order_by(_S.name)
        )
        return (
            *(
                Use(
                    name=headline or slug,
                    article=number,
                    stage=stage,
                    pubstate=pubstate,
                    lead=bool(lead),
                )
                for number, slug, headline, stage, pubstate, lead in stories
            ),
            *(Use(name=name, staff=number) for number, name in people),
        )

    def used(self, wanted: Iterable[str]) -> frozenset[str]:
        """Those that a story or a person shows, whether I see it or not."""
        names = list(wanted)
        seen = {one.sha256 for one in self.get_all(names).values() if one.uses}
        if self._engine.guarded:
            rows = self._engine.fetch("SELECT * FROM guard.shown(%s)", (names,))
            seen |= {row[0] for row in rows}
        return frozenset(seen)

    def edited(self, wanted: Iterable[str]) -> dict[str, Edited]:
        """Those of these pictures of which the library says something else than when they were put
        into stories, by hash."""
        return edited_of(self._engine, wanted)

    def turned(self) -> dict[str, Edited]:
        """All that were turned, by the names that pages know them by."""
        return all_turned(self._engine)

    def edited_out(self) -> tuple[dict[str, Edited], dict[int, tuple[str, ...]]]:
        """The edited pictures that stories show which are out or about to be, by hash, and which of
        them each story shows, by its number."""
        return edited_out(self._engine)

    def faces(self, wanted: Iterable[str]) -> dict[str, Edited]:
        """Those of these portraits that were turned or have their point off the middle."""
        return faces_of(self._engine, wanted)

    def named_elsewhere(self) -> set[str]:
        """Pictures that suggestions and templates name."""
        from newsroom.store.review_tables import Suggestion

        texts = [
            *self._engine.rows(Suggestion.select(Suggestion.base, Suggestion.proposal)),
            *self._engine.rows(tables.Template.select(tables.Template.fields)),
        ]
        return {name for row in texts for text in row for name in _HASH.findall(str(text))}

    # Writing; inside the transaction of the act.

    def learn(self, sha256: str, words: FileWords, *, who: int | None, at: datetime) -> None:
        """Keep what a new picture's file says; where something is known already it stays."""
        with self._engine.joined():
            if self._engine.one(F.select(F.version).where(F.sha256 == sha256)) is None:
                told = {
                    name: getattr(words, name)
                    for name in ("caption", "credit", "alt", "terms", "holder", "place", "taken")
                }
                facts = replace(self.get(sha256), added_by=who, expires_on=words.expires_on, **told)
                self._engine.run(F.insert(_row(facts, who=who, at=at)))

    def put(
        self,
        sha256: str,
        base_version: int,
        fields: Mapping[str, object],
        *,
        who: int | None,
        at: datetime,
    ) -> PictureFacts:
        """Change what is known. What uses said of it until now counts no more, unless ``fields``
        say what of that does (``former``). Raises NotFound, Refused."""
        with self._engine.joined():
            stands = self.get(sha256)
            if stands.version != base_version:
                raise Refused(
                    _(
                        "Somebody changed what is said of {name} meanwhile. "
                        "Look at it again and make your change there."
                    ).format(name=stands.filename)
                )
            facts = replace(stands, **fields)  # type: ignore[arg-type]
            if facts == stands:
                return stands
            seen = any(getattr(facts, name) != getattr(stands, name) for name in _OF_ITS_USES)
            if seen:
                uses = uses_of(self._engine, sha256)
                if "former" not in fields:
                    facts = replace(facts, former=uses.former(stands, facts))
            row = _row(facts, who=who, at=at)
            hold_storable({name: value for name, value in row.items() if isinstance(value, str)})
            if stands.version == 0:
                self._engine.run(F.insert(row))
            else:
                done = self._engine.run(
                    F.update(row).where(F.sha256 == sha256, F.version == base_version)
                )
                assert done.rowcount == 1
            self._history.note("media", None, "describe", actor=who)
            if seen:
                for subject, number, recent in uses.noted:
                    self._history.note(subject, number, "picture", actor=who, recent=recent)
            return self.get(sha256)

    def set_removed(
        self, wanted: Iterable[str], removed: datetime | None, *, who: int | None, at: datetime
    ) -> None:
        """Take pictures out of the library, or (None) bring them back; their files stay."""
        with self._engine.joined():
            for facts in self.get_all(wanted).values():
                self.put(facts.sha256, facts.version, {"removed_at": removed}, who=who, at=at)

    def forget(self, wanted: Iterable[str], *, who: int | None) -> None:
        """Drop all that is known of pictures, and that there were such; their files are next."""
        with self._engine.joined():
            for sha256 in wanted:
                self._engine.run(F.delete().where(F.sha256 == sha256))
                self._engine.run(_M.delete().where(_M.sha256 == sha256))
            self._history.note("media", None, "forget", actor=who)

    # Inside.

    def _all(self) -> Any:
        uses = U.select(peewee.fn.COUNT(peewee.SQL("*"))).where(U.sha256 == _M.sha256)
        faces = _S.select(peewee.fn.COUNT(peewee.SQL("*"))).where(_S.portrait == _M.sha256)
        return _M.select(*_COLUMNS, uses, faces).left_outer_join(F, on=(F.sha256 == _M.sha256))

    def _chosen(self, query: Any, shelf: Shelf, words: str, *, today: date, me: int | None) -> Any:
        fn = peewee.fn
        query = query.where(F.removed_at.is_null(shelf is not Shelf.REMOVED))
        if shelf is Shelf.MINE:
            query = query.where(F.added_by == me)
        elif shelf is Shelf.UNUSED:
            query = query.where(
                _M.sha256.not_in(U.select(U.sha256)),
                _M.sha256.not_in(_S.select(_S.portrait).where(_S.portrait != "")),
            )
        elif shelf is Shelf.NO_RIGHTS:
            unknown = fn.COALESCE(F.rights, "unknown") == str(RightsKind.UNKNOWN)
            query = query.where(unknown, fn.COALESCE(F.terms, "") == "")
        elif shelf is Shelf.EXPIRED:
            query = query.where(F.expires_on != "", F.expires_on < today.isoformat())
        elif shelf is Shelf.ENDING:
            soon = (today + timedelta(days=ENDS_SOON)).isoformat()
            query = query.where(F.expires_on >= today.isoformat(), F.expires_on <= soon)
        elif shelf is Shelf.NO_CREDIT:
            query = query.where(fn.COALESCE(F.credit, "") == "")
        for word in fold(words).split():
            # The same folding went over what is searched; "%" and "_" are no letters.
            query = query.where(fn.COALESCE(F.words, fn.LOWER(_M.filename)).contains(word))
        return query


def _facts(row: Any) -> PictureFacts:
    sha256, filename, mime, size, width, height, created, version, *rest = row
    base = PictureFacts(
        sha256=sha256,
        filename=filename,
        mime=mime,
        size=size,
        width=width,
        height=height,
        added_at=_at(created),
        uses=rest[-2] + rest[-1],
    )
    if version is None:
        return base
    (caption, credit, alt, rights, terms, holder, ends, place, taken, x, y, edits, by, at,
     gone) = rest[:-2]  # fmt: skip
    turn, former = from_text(edits)
    return replace(
        base,
        version=version,
        width=height if turn % 2 else width,
        height=width if turn % 2 else height,
        turn=turn,
        former=former,
        caption=caption,
        credit=credit,
        alt=alt,
        rights=RightsKind(rights) if rights in set(RightsKind) else RightsKind.UNKNOWN,
        terms=terms,
        holder=holder,
        expires_on=date.fromisoformat(ends) if ends else None,
        place=place,
        taken=taken,
        focus_x=x / _PER_MILLE,
        focus_y=y / _PER_MILLE,
        added_by=by,
        updated_at=moment(at),
        removed_at=moment(gone),
    )


def _row(facts: PictureFacts, *, who: int | None, at: datetime) -> dict[str, Any]:
    told = {name: str(getattr(facts, name) or "") for name in _TEXTS}
    return {
        **told,
        "rights_holder": facts.holder,
        "sha256": facts.sha256,
        "version": facts.version + 1,
        "focus_x": round(facts.focus_x * _PER_MILLE),
        "focus_y": round(facts.focus_y * _PER_MILLE),
        "words": fold(" ".join(str(getattr(facts, name)) for name in _SEARCHED)).strip(),
        "added_by": facts.added_by,
        "updated_at": micros(at),
        "updated_by": who,
        "removed_at": micros(facts.removed_at),
        "edits": as_text(facts.turn, facts.former),
    }


def _at(created: int) -> datetime:
    at = moment(created)
    assert at is not None
    return at

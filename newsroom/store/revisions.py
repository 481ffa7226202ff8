"""A story's past: every save as a state of the whole story, checked by its digest when read."""

from __future__ import annotations

from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.errors import NotFound, StoreDamaged
from newsroom.news.revision import Revision
from newsroom.store import frames, tables
from newsroom.store.engine import Engine
from newsroom.store.frames import KEY_EVERY, State
from newsroom.store.history import _at
from newsroom.store.prepared import Prepared, slot
from newsroom.store.state import from_state, to_state
from newsroom.store.tables import micros

_R = tables.Revision

Newest = tuple[int, bytes]
"""Of a story's newest save: its ``frame``, and its digest."""


class Revisions:
    """The saved states of stories. A story's version is the number of its newest one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._list = Prepared(
            engine,
            _R.select(_R.number, _R.author, _R.created_at, _R.kind, _R.note, _R.size)
            .where(_R.article == slot("article"))
            .order_by(_R.number.desc())
            .limit(slot("limit")),
        )
        self._newest = Prepared(
            engine,
            _R.select(_R.frame, _R.digest)
            .where(_R.article == slot("article"))
            .order_by(_R.number.desc())
            .limit(1),
        )
        self._frames = Prepared(
            engine,
            _R.select(_R.number, _R.frame, _R.digest, _R.content)
            .where(_R.article == slot("article"), _R.number <= slot("number"))
            .order_by(_R.number.desc())
            .limit(KEY_EVERY),
        )
        self._uid = Prepared(
            engine, tables.Article.select(tables.Article.uid).where(tables.Article.id == slot("id"))
        )
        names = ("article", "number", "author", "created_at", "kind", "note", "frame", "size")
        self._add = Prepared(
            engine,
            _R.insert({name: slot(name) for name in (*names, "digest", "content")}),
        )

    def list(self, article: int, limit: int = 1000) -> tuple[Revision, ...]:
        """The saves of a story, newest first."""
        return tuple(
            Revision(
                article=article,
                number=number,
                author=author,
                created_at=_at(at),
                kind=kind,
                note=note,
                size=size,
            )
            for number, author, at, kind, note, size in self._list.all(article=article, limit=limit)
        )

    def state(self, article: int, number: int) -> Article:
        """The story as it was at that revision, all fields. Raises NotFound, StoreDamaged."""
        uid = self._uid.one(id=article)
        state = self._state(article, number)
        if uid is None or state is None:
            raise NotFound(_("This story has no revision {number}.").format(number=number))
        return from_state(state, number=article, uid=uid[0])

    def _state(self, article: int, number: int) -> State | None:
        rows = self._frames.all(article=article, number=number)
        if not rows or rows[0][0] != number:
            return None
        digest = bytes(rows[0][2])
        needed = rows[: rows[0][1] + 1]
        state: State | None = None
        try:
            if needed[-1][1] != 0:
                raise ValueError("a saved state that others stand on is missing")
            for row in reversed(needed):
                state = frames.unpack(bytes(row[3]), state)
        except (ValueError, UnicodeError) as error:
            raise _damaged(number) from error
        if state is None or state.digest() != digest:
            raise _damaged(number)
        return state

    def verify(self, article: int) -> tuple[int, ...]:
        """The numbers of this story's saves that can't be read any more."""
        bad: list[int] = []
        query = (
            _R.select(_R.number, _R.frame, _R.digest, _R.content)
            .where(_R.article == article)
            .order_by(_R.number)
        )
        state: State | None = None
        for number, frame, digest, content in self._engine.rows(query):
            try:
                if frame and state is None:
                    raise ValueError("nothing to stand on")
                state = frames.unpack(bytes(content), state if frame else None)
                if state.digest() != bytes(digest):
                    raise ValueError("not what was saved")
            except ValueError:
                bad.append(number)
                state = None
        return tuple(bad)

    def newest(self, article: int) -> Newest | None:
        """The story's newest save; None where it has none."""
        row = self._newest.one(article=article)
        return None if row is None else (row[0], bytes(row[1]))

    def add(
        self,
        before: Article | None,
        after: Article,
        *,
        author: int | None,
        kind: str,
        note: str,
        newest: Newest | None = None,
    ) -> None:
        """Keep ``after`` as the newest state; inside the transaction that saves the story.

        ``before`` is the story as it stood: the newest kept state, so that no chain has to be
        undone for a save. Where it is not (a state of an older newsroom), this one stands alone.
        ``newest`` is looked up where it is not given.
        """
        state = to_state(after)
        frame, known = 0, None
        if before is not None:
            newest = newest or self.newest(after.id)
            if newest is not None and newest[0] + 1 < KEY_EVERY:
                known = to_state(before)
                if known.digest() == newest[1]:
                    frame = newest[0] + 1
                else:
                    known = None
        self._add.run(
            article=after.id,
            number=after.version,
            author=author,
            created_at=micros(after.updated_at),
            kind=kind,
            note=note,
            frame=frame,
            size=state.size,
            digest=state.digest(),
            content=frames.pack(state, known),
        )


def _damaged(number: int) -> StoreDamaged:
    return StoreDamaged(
        _(
            "Revision {number} of this story is damaged and can't be shown. "
            "The story itself and its other revisions are not touched by that."
        ).format(number=number)
    )

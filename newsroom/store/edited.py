"""Pictures of which the library says something else since they were put into stories, and what
those stories say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from newsroom.news.edited import Edited, Former, from_row
from newsroom.news.media import PictureFacts
from newsroom.news.workflow import PUBLIC
from newsroom.store import tables
from newsroom.store.engine import Engine
from newsroom.store.media_tables import MediaFacts as F
from newsroom.store.media_tables import MediaUse as U
from newsroom.store.tables import IS_OUT
from newsroom.text.pictures import shown_in
from newsroom.values import dataclass

_M, _S, _T, _A = tables.Media, tables.Staff, tables.ArticleText, tables.Article
_MIDDLE = 500  # thousandths
_AT_ONCE = 500  # hashes asked for in one statement
_COLUMNS = (
    F.sha256, F.credit, F.terms, F.focus_x, F.focus_y, _M.width, _M.height, F.edits,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class UsesSay:
    """What the uses of a picture say of it, and who is to be told when the library says something
    else: subject, number, and whether readers may see it."""

    credits: frozenset[str]
    terms: frozenset[str]
    focuses: frozenset[tuple[int, int]]
    noted: tuple[tuple[str, int, bool], ...]

    def former(self, before: PictureFacts, after: PictureFacts) -> Former:
        """What counts no more once the library says ``after`` instead of ``before``."""
        stands = before.former
        credits, terms, focuses = set(stands.credits), set(stands.terms), set(stands.focuses)
        if before.credit != after.credit:
            credits |= self.credits | ({before.credit} - {""})
        if before.terms != after.terms:
            terms |= self.terms | ({before.terms} - {""})
        if (before.focus, before.turn) != (after.focus, after.turn):
            focuses |= {*self.focuses, before.focus}
        return Former(
            tuple(sorted(credits - {after.credit})),
            tuple(sorted(terms - {after.terms})),
            tuple(sorted(focuses - {after.focus})),
        )


def uses_of(engine: Engine, sha256: str) -> UsesSay:
    """What the stories that I see say of a picture."""
    credits, terms, focuses = set(), set(), set()
    noted: list[tuple[str, int, bool]] = []
    rows = engine.rows(
        U.select(U.article, U.lead, _A.pubstate, _T.picture, _T.body)
        .join(_A, on=(_A.id == U.article))
        .join(_T, on=(_T.article == U.article))
        .where(U.sha256 == sha256)
        .order_by(U.article)
    )
    for number, lead, pubstate, picture, body in rows:
        noted.append(("article", number, pubstate in PUBLIC))
        for shown in shown_in(body):
            if shown.sha256 == sha256 and shown.alone:
                credits.add(shown.credit)
        if lead:
            told = json.loads(picture)
            credits.add(str(told.get("credit", "")).strip())
            terms.add(str(told.get("rights", "")).strip())
            focuses.add((int(told.get("focus_x", 500)), int(told.get("focus_y", 500))))
    faces = engine.rows(_S.select(_S.id).where(_S.portrait == sha256).order_by(_S.id))
    noted += [("staff", number, True) for (number,) in faces]
    return UsesSay(frozenset(credits), frozenset(terms), frozenset(focuses), tuple(noted))


def edited_of(engine: Engine, wanted: Iterable[str]) -> dict[str, Edited]:
    """Those of these pictures that were edited, by hash."""
    names = list(dict.fromkeys(wanted))
    found: dict[str, Edited] = {}
    for start in range(0, len(names), _AT_ONCE):
        found |= _where(engine, F.sha256.in_(names[start : start + _AT_ONCE]), F.edits != "")
    return found


def all_turned(engine: Engine) -> dict[str, Edited]:
    """All that were turned, by the names that pages know them by."""
    found = _where(engine, F.edits.contains('"turn"'))
    return {one.name: one for one in found.values() if one.turn}


def edited_out(engine: Engine) -> tuple[dict[str, Edited], dict[int, tuple[str, ...]]]:
    """See ``Pictures.edited_out``."""
    uses: dict[int, tuple[str, ...]] = {}
    rows = engine.rows(
        U.select(U.article, U.sha256)
        .join(F, on=(F.sha256 == U.sha256))
        .join(_A, on=(_A.id == U.article))
        .where(F.edits != "", IS_OUT | _A.publish_at.is_null(False))
        .order_by(U.article, U.sha256)
    )
    for number, sha256 in rows:
        uses[number] = (*uses.get(number, ()), sha256)
    return edited_of(engine, sorted({name for names in uses.values() for name in names})), uses


def faces_of(engine: Engine, wanted: Iterable[str]) -> dict[str, Edited]:
    """See ``Pictures.faces``."""
    names = list(dict.fromkeys(wanted))
    off_middle = (F.focus_x != _MIDDLE) | (F.focus_y != _MIDDLE)
    found: dict[str, Edited] = {}
    for start in range(0, len(names), _AT_ONCE):
        some = F.sha256.in_(names[start : start + _AT_ONCE])
        found |= _where(engine, some, off_middle | (F.edits != ""))
    return found


def _where(engine: Engine, *conditions: Any) -> dict[str, Edited]:
    query = F.select(*_COLUMNS).join(_M, on=(_M.sha256 == F.sha256))
    rows = engine.rows(query.where(*conditions))
    return {row[0]: from_row(row) for row in rows}

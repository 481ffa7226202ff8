"""Changing a story's slug: its old address leads on, our own links to it are changed with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from newsroom.desk.fields import checked
from newsroom.desk.judging import story_name
from newsroom.desk.presence import locked_by_others, said
from newsroom.desk.seat import Seat
from newsroom.desk.site import read_site
from newsroom.desk.steps import Beside, Part, rows_of, take_step
from newsroom.export.makeup import page_name
from newsroom.i18n import _, ngettext
from newsroom.news.article import ARTICLE_FIELDS
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.rights import Right
from newsroom.news.workflow import PUBLIC

if TYPE_CHECKING:
    from newsroom.news.article import Row

_LINK = re.compile(
    r"(?P<before>\]\(<?|^[ ]{0,3}\[[^\]\n]{1,200}\]:[ \t]*<?|<(?=https?:)|\bhref=[\"'])"
    r"(?P<to>[^\s<>\"')]{1,2000})",
    re.MULTILINE,
)
_ADDRESS = re.compile(
    r"(?P<head>(?:[^?#]*/)?)(?P<slug>[^/?#]+?)(?P<tail>(?:\.html?)?/?(?:[?#].*)?)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """A story that links to another, and how often. ``held`` says why it can't be changed now."""

    row: Row
    count: int
    held: str = ""


class Renaming:
    """Changes slugs."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def inbound(self, number: int) -> tuple[Inbound, ...]:
        """The stories whose text links to this one, by their slugs."""
        (row,) = rows_of(self._seat, (number,))
        return tuple(found for found, _body in self._found(row))

    def rename(self, number: int, slug: str, *, fix: bool = True) -> Changes:
        """Give a story another slug and, with ``fix``, change the links to it: one step.

        Readers who come by the old address are sent on. A story that somebody else is editing
        keeps its link, which leads on all the same. Raises SlugTaken, BadInput, Refused.
        """
        self._seat.hold(Right.EDIT)
        new = str(checked({"slug": slug}, ARTICLE_FIELDS)["slug"])
        (row,) = rows_of(self._seat, (number,))
        if new == row.slug:
            return NOTHING
        found = [
            (other, body) for other, body in (self._found(row) if fix else ()) if not other.held
        ]
        if any(r.pubstate in PUBLIC for r in (row, *(other.row for other, _body in found))):
            self._seat.hold(Right.CORRECT)
        parts = [Part((number,), {"slug": new})]
        for other, body in found:
            fields: dict[str, object] = {"body": _moved(body, row.slug, new, self._host())[0]}
            if other.row.id == number:
                parts[0] = Part((number,), {"slug": new, **fields})
            else:
                parts.append(Part((other.row.id,), fields))
        links = sum(other.count for other, _body in found)
        label = _("Renamed “{before}” to “{after}”").format(before=row.slug, after=new)
        if links:
            more = ngettext("{n} link changed", "{n} links changed", links).format(n=links)
            label = f"{label}, {more}"

        def beside() -> Beside:
            if row.published_at is not None:
                self._seat.store.publications.keep_name(
                    page_name(row.slug, ""), number, self._seat.clock()
                )
            return Beside()

        return take_step(self._seat, label, parts, kind="rename", beside=beside)

    def _found(self, row: Row) -> list[tuple[Inbound, str]]:
        store, host = self._seat.store, self._host()
        ids = store.texts.holding({row.slug, quote(row.slug)})
        rows = {other.id: other for other in store.articles.rows(ids)}
        locks = locked_by_others(self._seat, ids)
        found = []
        for text in store.texts.of(ids):
            _body, count = _moved(text.texts["body"], row.slug, row.slug, host)
            if count:
                lock = locks.get(text.id)
                held = said(self._seat, lock, text.slug) if lock else ""
                found.append(
                    (Inbound(row=rows[text.id], count=count, held=held), text.texts["body"])
                )
        return sorted(found, key=lambda one: one[0].row.slug)

    def _host(self) -> str:
        return urlsplit(read_site(self._seat).url).netloc


def _moved(body: str, before: str, after: str, host: str) -> tuple[str, int]:
    """The text with its links to one story leading to another slug, and how many there are."""
    count = 0

    def put(found: re.Match[str]) -> str:
        nonlocal count
        to = found["to"]
        name = story_name(to, host)
        parts = _ADDRESS.fullmatch(to)
        if name is None or parts is None or name.casefold() != before.casefold():
            return found[0]
        count += 1
        slug = quote(after) if unquote(parts["slug"]) != parts["slug"] else after
        return f"{found['before']}{parts['head']}{slug}{parts['tail']}"

    return _LINK.sub(put, body), count

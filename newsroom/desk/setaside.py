"""Text that was typed and could not be saved, as a revision of its own; the story stays."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.news.article import EDITABLE
from newsroom.news.errors import NewsroomError

if TYPE_CHECKING:
    from newsroom.desk.seat import Seat

UNSAVED = "unsaved"
"""The kind of a revision that keeps what somebody typed and had not saved."""

BACK = "back"
"""The kind of the revision behind it: the story as it was saved, again."""

_NOT_TEXT = frozenset({"stage", "assignee"})  # moved by acts, not typed
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_LOOKED_AT = 20  # revisions back: whether this very text is kept already


def keep_text(
    seat: Seat,
    number: int,
    base_version: int,
    fields: Mapping[str, object],
    author: int | None,
) -> int | None:
    """The revision that holds this text, made unless there is one."""
    store = seat.store
    stands = store.articles.get(number)
    base = stands
    if base_version and base_version != stands.version:
        try:
            base = store.revisions.state(number, base_version)
        except NewsroomError:
            base = stands  # what it was read from is lost; the text itself counts
    typed = {
        name: _storable(value)
        for name, value in fields.items()
        if name in EDITABLE - _NOT_TEXT and _storable(value) != getattr(base, name)
    }
    if all(value == getattr(stands, name) for name, value in typed.items()):
        return None
    whole = replace(base, **typed)  # type: ignore[arg-type]
    news = {
        name: getattr(whole, name)
        for name in EDITABLE - _NOT_TEXT
        if getattr(whole, name) != getattr(stands, name)
    }
    if "slug" in news and store.articles.id_of(str(news["slug"])) not in (None, number):
        del news["slug"]  # somebody else has it by now
    for revision in store.revisions.list(number, _LOOKED_AT):
        if revision.kind == UNSAVED:
            known = store.revisions.state(number, revision.number)
            if all(getattr(known, name) == value for name, value in news.items()):
                return revision.number
    kept = store.articles.update(
        number, stands.version, news, author=author, kind=UNSAVED, note=_note(seat, author)
    )
    store.articles.update(
        number,
        kept.version,
        {name: getattr(stands, name) for name in news},
        author=seat.author,
        kind=BACK,
    )
    return kept.version


def _note(seat: Seat, author: int | None) -> str:
    if author is None:
        return _("Typed and not saved")
    name = seat.store.staff.get(author).name
    return _("Typed by {name} and not saved").format(name=name)


def _storable(value: object) -> object:
    return _UNSTORABLE.sub("", value) if isinstance(value, str) else value

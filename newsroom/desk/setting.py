"""The same values for several stories, as one step, within what each may be changed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from newsroom.desk.fields import checked
from newsroom.desk.gates import Gates
from newsroom.desk.holding import hold_fields, hold_words
from newsroom.desk.seat import Seat
from newsroom.desk.steps import Beside, Part, rows_of, take_step
from newsroom.i18n import _, ngettext
from newsroom.news.article import ARTICLE_FIELDS, EDITABLE, ON_PAGE, Row
from newsroom.news.changes import Changes
from newsroom.news.rights import Right
from newsroom.news.workflow import Need


def set_fields(seat: Seat, ids: Iterable[int], fields: Mapping[str, object]) -> Changes:
    """Give several stories the same values (not text, slug or stage, which have verbs).

    Raises BadInput, Refused.
    """
    seat.hold(Right.EDIT)
    kept = checked(fields, ARTICLE_FIELDS, only=EDITABLE - {"slug", "body", "stage"})
    if "assignee" in kept:
        seat.hold(Right.SEND)
    rows = rows_of(seat, ids)
    for row in rows:
        if not ON_PAGE.isdisjoint(kept):
            hold_words(seat, row)
        hold_fields(seat, row, kept)
    labels = ", ".join(_(ARTICLE_FIELDS[name].label) for name in kept)
    label = ngettext("Changed {what} of {n} story", "Changed {what} of {n} stories", len(rows))
    return take_step(
        seat,
        label.format(what=labels, n=len(rows)),
        [Part(tuple(row.id for row in rows), kept)] if kept else [],
        kind="save",
        beside=partial(_cleared, seat, rows, kept),
    )


def _cleared(seat: Seat, rows: Iterable[Row], fields: Mapping[str, object]) -> Beside:
    """Who cleared a check that was required stands with the sign-offs."""
    found = Beside()
    for name in ("legal", "pictures"):
        cleared = [
            row
            for row in rows
            if fields.get(name) == Need.COMPLETE and getattr(row, name) == Need.REQUIRED
        ]
        if cleared:
            made = Gates(seat).answered(cleared, name)
            found.rows += made.rows
            found.review |= made.review
    return found

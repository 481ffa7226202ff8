"""What flags of a story lists show: a sign, its colour, and the word for who can't see either."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from newsroom.i18n import N_
from newsroom.news.article import Row
from newsroom.news.workflow import PUBSTATE_LABELS, Need, PubState


class FlagMark(NamedTuple):
    """``words`` is a msgid, short enough for a chip."""

    icon: str
    ink: str
    words: str


_NEEDS = (
    ("legal", "legal", N_("Legal"), N_("Legal: complete")),
    ("pictures", "picture", N_("Pictures"), N_("Pictures: complete")),
)


_STANDS = {
    PubState.SCHEDULED: ("calendar", "warning"),
    PubState.PUBLISHED: ("publish", "info"),
    PubState.CORRECTED: ("correct", "info"),
    PubState.UNPUBLISHED: ("unpublish", "warning"),
    PubState.WITHDRAWN: ("withdraw", "danger"),
}


def standing_of(pubstate: str) -> FlagMark | None:
    """What readers can see of a story; None of one that they never saw."""
    found = next((state for state in _STANDS if state == pubstate), None)
    return None if found is None else FlagMark(*_STANDS[found], PUBSTATE_LABELS[found])


def marks_of(row: Row) -> Iterator[FlagMark]:
    """The story's flags, what keeps it back first."""
    if row.not_for_publication:
        yield FlagMark("unpublish", "danger", N_("Not for publication"))
    for field, icon, wanted, complete in _NEEDS:
        need = getattr(row, field)
        if need == Need.REQUIRED:
            yield FlagMark(icon, "danger", wanted)
        elif need == Need.COMPLETE:
            yield FlagMark(icon, "good", complete)
    if row.sensitive:
        yield FlagMark("hand", "warning", N_("Sensitive"))

"""A story's versions in words: what made each, and when."""

from __future__ import annotations

from newsroom.i18n import N_, _
from newsroom.news.revision import Revision
from newsroom.ui.hours import clock_time, day

_KINDS = {
    "create": N_("Begun"),
    "save": N_("Saved"),
    "send": N_("Sent on"),
    "assign": N_("Assigned"),
    "publish": N_("Published"),
    "unpublish": N_("Unpublished"),
    "settle": N_("Suggestions settled"),
    "restore": N_("Brought back"),
    "replace": N_("Replaced in many stories"),
    "unsaved": N_("Unsaved text, kept"),
    "back": N_("As it was saved"),
    "undo": N_("Taken back"),
    "redo": N_("Done again"),
    "spike": N_("Spiked"),
    "pin": N_("Pinned"),
    "embargo": N_("Embargo"),
    "sign": N_("Signed off"),
}


def called(revision: Revision) -> str:
    """What the version is called: its note, else the act that made it."""
    if revision.note.strip():
        return " ".join(revision.note.split())[:80]
    return _(_KINDS.get(revision.kind, _KINDS["save"]))


def when(revision: Revision) -> str:
    """The moment by this computer's clock."""
    return f"{day(revision.created_at)}, {clock_time(revision.created_at)}"

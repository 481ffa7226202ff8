"""What is still open on a story, whatever gate it stands before: told when it is sent on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.desk.judging import JUDGES, Case
from newsroom.news.gate import CHECKS, Finding, Level

if TYPE_CHECKING:
    from newsroom.desk.seat import Seat
    from newsroom.news.article import Article

LEFT = ("suggestions", "comments", "facts", "note_outs", "tk")
"""Checks that say what somebody still has to do."""


def left_open(seat: Seat, story: Article) -> tuple[Finding, ...]:
    """What is open, each with its places; nothing of it holds the story up."""
    case = Case(seat, story)
    found = []
    for check in CHECKS:
        if check.id in LEFT and (fault := JUDGES[check.id](case)) is not None:
            found.append(
                Finding(
                    check=check.id,
                    level=Level.SHOULD,
                    label=check.label,
                    sentence=fault.sentence,
                    where=fault.where,
                )
            )
    return tuple(found)

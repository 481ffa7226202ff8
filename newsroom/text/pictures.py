"""The pictures that a Markdown text shows: where, of what file, with which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HELD = re.compile(r"media[:/]([0-9a-f]{64})(?:\.[a-z]{3,4})?")
"""How a text names a picture of the media folder; "media:" is how it was written until 0.9."""

_IMAGE = re.compile(
    r"!\[(?P<alt>(?:\\.|[^\]\\\n]){0,1000})\]"
    r"\((?P<path><[^>\n]{0,2000}>|[^()\s]{0,2000})(?:\s+\"[^\"\n]{0,1000}\")?\)"
    r"(?P<more>\{:[^}\n]{0,1000}\})?"
)
_CREDIT = re.compile(r"\bcredit\s*=\s*(?:\"([^\"]+)\"|'([^']+)'|([^\s\"'}]+))")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a text. ``sha256`` is "" where it is not one of the media folder; ``alone``
    tells that it has a line to itself, and with it a caption and a credit."""

    start: int
    end: int
    sha256: str
    alt: str
    credit: str
    alone: bool


def shown_in(body: str) -> Iterator[Shown]:
    """The pictures of a text in their order, code and note-outs too."""
    if "![" not in body:
        return
    for found in _IMAGE.finditer(body):
        held = HELD.fullmatch(found["path"].strip("<>"))
        credit = _CREDIT.search(found["more"] or "")
        yield Shown(
            found.start(),
            found.end(),
            held[1] if held else "",
            found["alt"].strip(),
            next(filter(None, credit.groups()), "").strip() if credit else "",
            _alone(body, found),
        )


def held_in(body: str) -> tuple[str, ...]:
    """The pictures of the media folder that a text names in whatever way, each once."""
    if "media" not in body:
        return ()
    return tuple(dict.fromkeys(found[1] for found in HELD.finditer(body)))


def _alone(body: str, found: re.Match[str]) -> bool:
    """Whether the picture has a line to itself: one inside a sentence has no credit line."""
    start = body.rfind("\n", 0, found.start()) + 1
    end = body.find("\n", found.end())
    return body[start : end if end >= 0 else len(body)].strip() == found[0]

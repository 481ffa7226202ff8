"""The pictures that a Markdown text shows: where, of what file, with which words."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

from newsroom.values import dataclass

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
            _said(credit) if credit else "",
            _alone(body, found),
        )


def held_in(body: str) -> tuple[str, ...]:
    """The pictures of the media folder that a text names in whatever way, each once."""
    if "media" not in body:
        return ()
    return tuple(dict.fromkeys(found[1] for found in HELD.finditer(body)))


def restated(body: str, name: Callable[[str], str], credit: Callable[[str, str], str]) -> str:
    """The text with its pictures as they are to be shown; every other letter stays.

    ``name`` tells by which hash pages know a picture of that hash, ``credit`` what its credit is
    where the text says this one ("" for none); both are asked for pictures of the media folder,
    the credit where a picture has a line to itself.
    """
    out: list[str] = []
    at = 0
    for found in _IMAGE.finditer(body) if "![" in body else ():
        held = HELD.fullmatch(found["path"].strip("<>"))
        if held is None or not _alone(body, found):
            continue
        more = found["more"] or ""
        stands = _CREDIT.search(more)
        said = _said(stands) if stands else ""
        now = credit(held[1], said).strip()
        if now == said:
            continue
        start = found.end() - len(more)
        out += (body[at:start], _with_credit(more, stands, now))
        at = found.end()
    text = "".join((*out, body[at:]))
    if "media" not in text:
        return text
    return HELD.sub(lambda held: held[0].replace(held[1], name(held[1])), text)


def _said(found: re.Match[str]) -> str:
    return html.unescape(next(filter(None, found.groups()), "")).strip()


def _with_credit(more: str, stands: re.Match[str] | None, credit: str) -> str:
    """What stands behind a picture, with that credit."""
    from newsroom.text.settle import quoted

    if stands is None:
        return f"{{: credit={quoted(credit)} {more[2:].lstrip() or '}'}"
    said = f"credit={quoted(credit)}" if credit else ""
    made = more[: stands.start()] + said + more[stands.end() :]
    return made if made.strip("{:} ") else ""


def _alone(body: str, found: re.Match[str]) -> bool:
    """Whether the picture has a line to itself: one inside a sentence has no credit line."""
    start = body.rfind("\n", 0, found.start()) + 1
    end = body.find("\n", found.end())
    return body[start : end if end >= 0 else len(body)].strip() == found[0]

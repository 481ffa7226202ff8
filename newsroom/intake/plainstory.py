"""Plain words as a story: which lines are paragraphs, which the headline, which the credit line."""

from __future__ import annotations

import re
from html import escape

from newsroom.i18n import _
from newsroom.intake.arrival import ArrivedByline
from newsroom.intake.credit import names_in
from newsroom.intake.posthtml import markdown_of
from newsroom.intake.tongue import language_of

HEADLINE = 150  # letters; what is longer is a paragraph

_ITEM = re.compile(r"\s*(?:[•‣▪–*-]|(\d{1,3})[.)])\s+(?=\S)")
_SENTENCE = re.compile(r"[.;,،؛]\s*$")
_BYLINE = re.compile(r"(?:by|نوشته‌?ٔ?|به قلم)\s+\S", re.IGNORECASE)
_WRAPPED = 50  # letters: shorter lines were not ended by a margin


def story_of(
    text: str, *, name: str
) -> tuple[dict[str, object], tuple[ArrivedByline, ...] | None, tuple[str, ...]]:
    """Fields, bylines and what was told of a plain text.

    A first line that stands alone, is short and ends as no sentence does is the headline; one below
    it that says "By …" is the credit line.
    """
    parts = _parts(text)
    if 2 <= len(parts[0]) <= 3 and _is_headline(parts[0][0]) and _BYLINE.match(parts[0][1].strip()):
        parts = [*([line] for line in parts[0]), *parts[1:]]
    fields: dict[str, object] = {}
    told: list[str] = []
    bylines: tuple[ArrivedByline, ...] | None = None
    first = parts[0]
    if len(parts) > 1 and len(first) == 1 and _is_headline(first[0]):
        fields["headline"] = " ".join(first[0].split())
        parts = parts[1:]
        told.append(_("{name} has no headline; its first line was taken.").format(name=name))
        credit = parts[0][0]
        named = len(parts) > 1 and len(parts[0]) == 1 and _BYLINE.match(credit.strip())
        if named and (names := names_in(credit)):
            bylines = tuple(ArrivedByline(one) for one in names)
            parts = parts[1:]
    html = "\n".join(_html(part) for part in parts)
    body = markdown_of(html, lambda _address: None, name=name).markdown
    fields["body"] = body.rstrip("\n") + "\n"
    if tongue := language_of(text):
        fields["language"] = tongue
    return fields, bylines, tuple(told)


def _parts(text: str) -> list[list[str]]:
    """The lines of each paragraph: by blank lines, or where there are none each line is one."""
    parts = [part.split("\n") for part in re.split(r"\n[ \t]*(?:\n[ \t]*)+", text.strip("\n"))]
    if len(parts) == 1 and not _is_wrapped(parts[0]):
        return [[line] for line in parts[0] if line.strip()]
    if len(parts) == 2 and len(parts[0]) == 1 and not _is_wrapped(parts[1]):
        # A headline, a blank line, and then a paragraph on each line.
        return [parts[0], *([line] for line in parts[1] if line.strip())]
    return [part for part in parts if any(line.strip() for line in part)]


def _is_wrapped(lines: list[str]) -> bool:
    """Whether the lines were broken by a margin: all but the last are long, and alike."""
    full = [len(line) for line in lines[:-1]]
    return bool(full) and min(full) >= _WRAPPED and max(full) <= 100 and max(full) - min(full) <= 30


def _is_headline(line: str) -> bool:
    return len(line) <= HEADLINE and not _SENTENCE.search(line) and not _ITEM.match(line)


def _html(lines: list[str]) -> str:
    lines = [line for line in lines if line.strip()]
    items = [_ITEM.match(line) for line in lines]
    if len(lines) > 1 and all(items):
        tag = "ol" if all(found and found[1] for found in items) else "ul"
        inside = "".join(
            f"<li>{escape(line[found.end() :].strip(), quote=False)}</li>"
            for line, found in zip(lines, items, strict=True)
            if found
        )
        return f"<{tag}>{inside}</{tag}>"
    words = " ".join(line.strip() for line in lines)
    if len(lines) > 1 and not _is_wrapped(lines):
        words = "\0".join(line.strip() for line in lines)  # verse, an address: breaks are meant
    return f"<p>{escape(words, quote=False).replace(chr(0), '<br>')}</p>"

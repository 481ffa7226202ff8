"""A writer's own way of spelling Markdown, read off a passage, for what is written anew in it."""

from __future__ import annotations

import re
import unicodedata

from newsroom.values import dataclass

_BULLET = re.compile(r"^[ \t>]*([*+-])([ \t]{1,3})(?=\S)", re.MULTILINE)
_NUMBER = re.compile(r"^[ \t>]*(\d{1,9})\.([ ]{1,3})(?=\S)", re.MULTILINE)
_STRONG = re.compile(r"(\*\*|__)(?=\S)")
_STRESS = re.compile(r"(?<![*\w])\*(?![*\s])|(?<![_\w])_(?![_\s])")
_SETEXT = re.compile(r"(?:^|\n)([^\n]+)\n(=+|-+)[ \t]*(?:\n|$)")
_CLOSED = re.compile(r"^#{1,6}[^\n]*?[^#\s][ \t]*(#+)[ \t]*$", re.MULTILINE)
_RULE = re.compile(r"^ {0,3}((?:[*_-][ \t]*){3,})$", re.MULTILINE)
_FENCE = re.compile(r"^(`{3,}|~{3,})", re.MULTILINE)
_BARE_ROW = re.compile(r"^[^|\n]+\|[^\n]*[^|\s\n][ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Style:
    """How a passage spells what can be spelt in several ways.

    ``underline`` is the length of the line under a heading, 0 for as long as its words, None for a
    heading with number signs; ``closed`` has such signs behind it too. ``counted``: numbers go up;
    ``zero`` is the first of the digits that they are written in.
    """

    bullet: str = "-"
    gap: str = " "
    number_gap: str = " "
    zero: str = "0"
    counted: bool = True
    strong: str = "**"
    stress: str = "*"
    underline: int | None = None
    closed: bool = False
    rule: str = "---"
    fence: int = 3
    bare_rows: bool = False


PLAIN_STYLE = Style()


def style_of(source: str) -> Style:
    """The style of a passage; what it does not hold is spelt plainly."""
    bullet, number = _BULLET.search(source), _NUMBER.search(source)
    strong, stress = _STRONG.search(source), _STRESS.search(source)
    rule, fence = _RULE.search(source), _FENCE.search(source)
    numbers = {found[1] for found in _NUMBER.finditer(source)}
    several = number is not None and len(_NUMBER.findall(source)) > 1
    return Style(
        bullet=bullet[1] if bullet else "-",
        gap=bullet[2] if bullet and "\t" not in bullet[2] else " ",
        number_gap=number[2] if number else " ",
        zero=zero_of(number[1]) if number else "0",
        counted=not (several and len(numbers) == 1),
        strong=strong[1] if strong else "**",
        stress=stress[0] if stress else "*",
        underline=_underline(source),
        closed=_CLOSED.search(source) is not None,
        rule=rule[1].rstrip() if rule else "---",
        fence=len(fence[1]) if fence else 3,
        bare_rows=_BARE_ROW.search(source) is not None,
    )


def zero_of(digits: str) -> str:
    """The nought of the digits that a number is written in: those of Persian, say."""
    return chr(ord(digits[0]) - unicodedata.digit(digits[0]))


def in_digits(number: int, zero: str) -> str:
    """A number in the digits that begin with ``zero``."""
    return str(number) if zero == "0" else "".join(chr(ord(zero) + int(d)) for d in str(number))


def _underline(source: str) -> int | None:
    found = _SETEXT.match(source)
    if found is None:
        return None
    return 0 if len(found[2]) == len(found[1].strip()) else len(found[2])

"""Plain words from a clipboard: cleaned, cut where a line is too long, parted into paragraphs."""

from __future__ import annotations

import re
from typing import Final

from newsroom.text.blocks import PLAIN, Block, BlockKind, Run

LONGEST_LINE: Final = 20_000
"""Characters that one pasted line may hold; a longer one is cut into paragraphs.

A paragraph is laid out anew at each key: at 20,000 characters that still takes under 10 ms.
"""
LONGEST_WORD: Final = 8_000  # letters of a word whose layout takes about 4 ms
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n+")
# Control characters that no story holds: C0 without tab and newline, and DEL. And signs that would
# make a card of their paragraph: byte order marks, places of objects, halves of characters.
_CONTROL: Final = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), 127, 0xFEFF, 0xFFFC, *range(0xD800, 0xE000)]
)


def clean(text: str) -> str:
    """Pasted text with one kind of line end and without NUL and its like."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
    return text.translate(_CONTROL)


def bare_lines(text: str) -> str:
    """The same for a view of Markdown: a line break of another program, which the page shows as
    one, would make a card of its paragraph there."""
    return clean(text).replace("\u2028", "\n")


def cut_lines(text: str, *, most: int = LONGEST_LINE) -> tuple[str, int]:
    """Cut lines longer than ``most`` characters at a space (anywhere if there is none).

    Gives the text, with a blank line at each cut, and how many lines were cut.
    """
    if len(text) <= most:
        return text, 0
    found: list[str] = []
    cut = 0
    for line in text.split("\n"):
        if len(line) <= most:
            found.append(line)
            continue
        cut += 1
        parts = []
        while len(line) > most:
            at = line.rfind(" ", most // 2, most)
            at = at if at > 0 else most
            parts.append(line[:at].rstrip(" "))
            line = line[at:].lstrip(" ")
        found.append("\n\n".join([*parts, line]))
    return "\n".join(found), cut


def has_endless_word(text: str) -> bool:
    """Whether a word of the text is longer than any word."""
    return len(text) > LONGEST_WORD and any(len(word) > LONGEST_WORD for word in text.split())


def paragraphs(text: str) -> tuple[Block, ...]:
    """Plain text as paragraphs: at blank lines, or at every line where there is no blank one."""
    text = text.strip("\n")
    parts = _BLANK_LINE.split(text) if _BLANK_LINE.search(text) else text.split("\n")
    found = []
    for part in parts:
        words = "\n".join(line.strip(" \t") for line in part.strip("\n").split("\n"))
        if words.strip():
            runs = (Run(words, PLAIN),)
            found.append(Block(kind=BlockKind.PARAGRAPH, runs=runs))
    return tuple(found)

"""What of a block's text is to be spelled: its words as they are shown, code and the like left out.

What is left out is filled up with spaces, so that the places of the other words stay.
"""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtGui import QTextBlock

from newsroom.ui.editor.formats import CODE, ENTITY, FILLER, IMAGE, KIND, NOTED, RAW, VERBATIM
from newsroom.ui.editor.positions import to_index

_SILENT: Final = (CODE, RAW, IMAGE, ENTITY, NOTED)
_PLAIN_KINDS: Final = frozenset({*VERBATIM, FILLER})
_FENCED: Final = 7
"""From this state on, ``highlight`` says of a line that the next one is fenced code."""
_MOST_MATTER: Final = 200  # lines of front matter that are looked for
# Each alternative is linear: no nested repeats, bounded lengths.
_MARKUP: Final = re.compile(
    r"(?<!`)(?P<ticks>`{1,3})(?!`).{1,500}?(?<!`)(?P=ticks)(?!`)"
    r"|(?<!%)%%(?=[^\s%])[^%]{0,2000}%%"
    r"|\]\([^()\n]{0,2000}\)|\]\[[^\[\]\n]{0,200}\]|\[\^[^\[\]\n]{0,200}\]"
    r"|<!--.{0,2000}?(?:-->|$)|</?[A-Za-z!?][^<>\n]{0,2000}>|<[a-z][a-z0-9+.-]{1,20}:[^<>\s]{1,2000}>"
    r"|&[#\w]{1,31};"
    r"|\{[:#.][^{}\n]{0,300}\}"
)
_LINE: Final = re.compile(
    r"[ ]{0,3}(?:\[[^\]\n]{1,200}\]:.*|\*\[[^\]\n]{1,200}\]:|:{3,}.*|`{3,}.*|~{3,}.*)"
)
_FOOTNOTE: Final = re.compile(r"[ ]{0,3}\[\^[^\]\n]{1,200}\]:")
_SIGNS: Final = "`%[]<&{"


def plain_text(block: QTextBlock) -> str:
    """A title's line: all of it."""
    return block.text()


def rich_text(block: QTextBlock) -> str:
    """A block of the page: without code, raw tags, pictures, entities and note-outs."""
    if block.blockFormat().property(KIND) in _PLAIN_KINDS:
        return ""
    text = block.text()
    if not text:
        return ""
    ranges = block.textFormats()
    if len(ranges) == 1 and ranges[0].format.isEmpty():
        return text
    wide = not text.isascii()
    silent: list[tuple[int, int]] = []
    for piece in ranges:
        fmt = piece.format
        if fmt.isEmpty() or not any(fmt.hasProperty(name) for name in _SILENT):
            continue
        start, end = piece.start, piece.start + piece.length
        if wide:
            start, end = to_index(text, start), to_index(text, end)
        silent.append((start, end))
    return _blanked(text, silent)


def source_text(block: QTextBlock) -> str:
    """A line of Markdown: without code, addresses, tags, names of references and note-outs."""
    text = block.text()
    if not text or _in_fence(block) or _in_matter(block):
        return ""
    note = _FOOTNOTE.match(text)
    if note is None and _LINE.match(text):
        return ""
    at = note.end() if note is not None else 0
    silent = [(0, at)]
    if any(sign in text for sign in _SIGNS):
        silent += [found.span() for found in _MARKUP.finditer(text, at)]
    return _blanked(text, silent)


def _in_fence(block: QTextBlock) -> bool:
    """Whether the line stands in fenced code, as the highlighter noted it."""
    above = block.previous()
    return above.isValid() and above.userState() >= _FENCED


def _in_matter(block: QTextBlock) -> bool:
    """Whether the line stands in the front matter at the top."""
    number = block.blockNumber()
    first = block.document().firstBlock()
    if number >= _MOST_MATTER or first.text().rstrip() != "---":
        return False
    line = first.next()
    for _count in range(_MOST_MATTER):
        if not line.isValid():
            return False
        if line.text().rstrip() in ("---", "..."):
            return number <= line.blockNumber()
        line = line.next()
    return False


def _blanked(text: str, silent: list[tuple[int, int]]) -> str:
    """The text with these stretches, in order and apart, filled up with spaces."""
    parts: list[str] = []
    at = 0
    for start, end in silent:
        parts += (text[at:start], " " * (end - start))
        at = end
    return "".join((*parts, text[at:])) if silent else text

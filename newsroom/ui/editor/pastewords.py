"""Plain words from a clipboard: cleaned, cut where a line is too long, parted into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData

from newsroom.i18n import _, ngettext
from newsroom.text.document import Block, BlockKind, Marks, Run
from newsroom.ui.editor.formats import FRESH

ASK_FROM: Final = 300_000
"""Characters from which a paste asks first: some 50,000 words, more than any story."""
MOST_MARKUP: Final = 3_000_000
"""Characters of HTML from which a paste asks first: Word writes ten for each letter of a story."""
MOST: Final = 20_000_000  # beyond this we take no paste at all
LONGEST_LINE: Final = 20_000
"""Characters that one pasted line may hold; a longer one is cut into paragraphs.

A paragraph is laid out anew at each key: at 20,000 characters that still takes under 10 ms.
"""
_PICTURE: Final = re.compile(r"data:image/[^\"'>\s]+")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n+")
# Control characters that no story holds: C0 without tab and newline, and DEL.
_CONTROL: Final = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])


def clean(text: str) -> str:
    """Pasted text with one kind of line end and without NUL and its like."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2029", "\n")
    return text.translate(_CONTROL)


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


def cut_words(cut: int) -> str:
    """What is said of so many lines that were cut."""
    said = ngettext(
        "A very long line was cut into paragraphs.",
        "{count} very long lines were cut into paragraphs.",
        cut,
    )
    return said.format(count=f"{cut:,}") if cut else ""


def paragraphs(text: str) -> tuple[Block, ...]:
    """Plain text as paragraphs: at blank lines, or at every line where there is no blank one."""
    text = text.strip("\n")
    parts = _BLANK_LINE.split(text) if _BLANK_LINE.search(text) else text.split("\n")
    found = []
    for part in parts:
        words = "\n".join(line.strip(" \t") for line in part.strip("\n").split("\n"))
        if words.strip():
            runs = (Run(words, Marks()),)
            found.append(Block(kind=BlockKind.PARAGRAPH, runs=runs, segment=FRESH))
    return tuple(found)


class _Words(HTMLParser):
    """The words of an HTML page, with breaks where blocks end; no markup is kept."""

    _BREAKS: Final = frozenset(
        [
            "address",
            "article",
            "aside",
            "blockquote",
            "dd",
            "div",
            "dl",
            "dt",
            "figcaption",
            "figure",
            "footer",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "tr",
            "ul",
        ]
    )
    _SILENT: Final = frozenset({"script", "style", "head", "template", "noscript", "title"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in self._SILENT:
            self._silent += 1
        elif tag == "br":
            self._parts.append("\n")
        elif tag in self._BREAKS:
            self._parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in self._BREAKS:
            self._parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._parts.append(re.sub(r"[ \t\r\n\f]+", " ", data))

    def words(self) -> str:
        text = "".join(self._parts)
        return _BLANK_LINE.sub("\n\n", re.sub(r" *\n *", "\n", text)).strip()


def html_words(html: str) -> str:
    """The words of an HTML text, block by block."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return parser.words()


def markup_size(html: str) -> int:
    """Characters of HTML without those of the pictures inside it."""
    return len(html) - sum(len(found[0]) for found in _PICTURE.finditer(html))


class Weight(NamedTuple):
    """What is said before much is pasted; ``too_much`` where it is not pasted at all."""

    sentence: str
    too_much: bool = False


def weigh(text: str, html: str) -> Weight | None:
    """What is to be said before words or HTML are pasted; None where they just come in."""
    size = markup_size(html)
    if max(len(text), size) > MOST:
        megabytes = max(len(text), size) // 1_000_000
        words = _("The clipboard holds {size} MB of text, which is too much for a story.")
        return Weight(words.format(size=megabytes), too_much=True)
    if len(text) > ASK_FROM or size > MOST_MARKUP:
        count = len(text) if len(text) > ASK_FROM else size
        words = _("The clipboard holds {count} characters. Pasting them may take a while.")
        return Weight(words.format(count=f"{count:,}"))
    return None


def words_of(source: QMimeData, *, later: bool = False) -> str:
    """What a clipboard says in plain words. With ``later`` very many are left as they came, for
    whoever cleans them on another thread, and those of much HTML that comes alone are not read."""
    if source.hasText():
        text = source.text()
        return text if later and len(text) > ASK_FROM else clean(text)
    html = source.html() if source.hasHtml() else ""
    return "" if later and len(html) > ASK_FROM else clean(html_words(html))

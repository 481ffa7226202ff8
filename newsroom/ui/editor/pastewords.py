"""What a clipboard says in plain words, and what is said before very many of them come in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Final, NamedTuple

from PySide6.QtCore import QMimeData

from newsroom.i18n import _, ngettext
from newsroom.text.pastedwords import clean

ASK_FROM: Final = 300_000
"""Characters from which a paste asks first: some 50,000 words, more than any story."""
MOST_MARKUP: Final = 3_000_000
"""Characters of HTML from which a paste asks first: Word writes ten for each letter of a story."""
MOST: Final = 20_000_000  # beyond this we take no paste at all
_PICTURE: Final = re.compile(r"data:image/[^\"'>\s]+")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*\n+")


def cut_words(cut: int) -> str:
    """What is said of so many lines that were cut."""
    said = ngettext(
        "A very long line was cut into paragraphs.",
        "{count} very long lines were cut into paragraphs.",
        cut,
    )
    return said.format(count=f"{cut:,}") if cut else ""


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


def unread(source: QMimeData) -> str:
    """What is said of a clipboard that holds words in a way that we do not read alone; "" of any
    other. Windows and X11 each name RTF in their own way."""
    names = " ".join(source.formats()).lower()
    if source.hasText() or source.hasHtml() or not re.search(r"\brtf\b|rich ?text", names):
        return ""
    return _(
        "The clipboard holds this text as RTF alone, which cannot be pasted here. Save it as a "
        "Word file and import that, or paste it into a word processor and copy it there."
    )


def words_of(source: QMimeData, *, later: bool = False, said: str = "") -> str:
    """What a clipboard says in plain words. With ``later`` very many are left as they came, for
    whoever cleans them on another thread, and those of much HTML that comes alone are not read.
    ``said`` is its text where somebody took it already."""
    if source.hasText():
        text = said or source.text()
        return text if later and len(text) > ASK_FROM else clean(text)
    html = source.html() if source.hasHtml() else ""
    return "" if later and len(html) > ASK_FROM else clean(html_words(html))

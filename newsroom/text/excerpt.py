"""The first words of a story as plain text, cut at a word, as lists and teasers show them."""

from __future__ import annotations

import html
import re

from newsroom.news.recent import EXCERPT_LENGTH, EXCERPT_WORDS
from newsroom.text.divs import DIV_CLOSE, DIV_OPEN
from newsroom.text.notes import without_notes

ELLIPSIS = "…"
ENOUGH = 4_000  # characters of Markdown that are looked at for an excerpt

_SKIPPED_LINES = re.compile(r"^(?:\[[^\]\n]{1,200}\]:|#{1,6}[ \t]|[ \t]*\|).*$", re.MULTILINE)
_LEAD = re.compile(
    r"^[ \t]*(?:(?:>|[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\](?:[ \t]+|$))?|>)+", re.MULTILINE
)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])?")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\n]{1,200}\]")
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\])?")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,2000}>|\{:?[^{}\n]{1,300}\}")
_LOW_OR_HIGH = re.compile(r"(?<!~)~([^\s~]{1,200})~(?!~)|\^([^\s^]{1,200})\^")
_MARK = re.compile(r"\*{1,3}|~~|`+|(?<!\w)_{1,3}|_{1,3}(?!\w)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!~^%:|<&])")
_PLACE = "\ue000"
_TRAILING = " ,;:.-–—(«“\"'،؛"


def plain_text(markdown: str) -> str:
    """The prose of some Markdown on one line: no marks, headings, tables or code.

    It looks at the first few thousand characters alone and in one pass, so that hostile text costs
    no more than honest text.
    """
    text = markdown[:ENOUGH].replace("\r\n", "\n").replace("\x00", "")
    text = without_notes(_strip_blocks(text))
    return _without_marks(_LEAD.sub("", text))


def plain_line(words: str) -> str:
    """What a line of Markdown says, a heading's or a cell's, without the marks in it."""
    return _without_marks(words[:ENOUGH].replace("\x00", ""))


def _without_marks(text: str) -> str:
    kept: list[str] = []

    def hold(found: re.Match[str]) -> str:
        kept.append(found[1])
        return _PLACE

    text = _ESCAPE.sub(hold, text.replace(_PLACE, ""))
    text = _IMAGE.sub(" ", text)
    text = _FOOTNOTE.sub("", text)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub("", text)
    text = _LOW_OR_HIGH.sub(r"\1\2", text)
    text = _MARK.sub("", text)
    if kept:
        signs = iter(kept)
        text = re.sub(_PLACE, lambda _: next(signs, ""), text)
    return " ".join(html.unescape(text).split())


def _strip_blocks(text: str) -> str:
    """The text without front matter, code, comments, headings, tables, rules, definitions, and
    without pull quotes and boxes, which stand beside the story."""
    out: list[str] = []
    fence = ""
    beside: int | None = None
    for number, line in enumerate(text.split("\n")):
        bare = line.strip()
        if number == 0 and bare in ("---", "+++"):
            fence = bare
            continue
        if fence:
            if bare == fence or (
                fence[0] in "`~" and bare.startswith(fence) and not bare.strip(fence[0])
            ):
                fence = ""
            continue
        if found := re.match(r"(`{3,}|~{3,})", bare):
            fence = found[1]
            continue
        if line.startswith(":::"):
            if DIV_OPEN.match(line):
                beside = len(out)
                continue
            if DIV_CLOSE.match(line) and beside is not None:
                del out[beside:]
                beside = None
                continue
        if _SKIPPED_LINES.match(line) or re.fullmatch(r"(?:[-*_=][ \t]*){3,}", bare):
            continue
        out.append(line)
    return re.sub(r"<!--.*?(?:-->|\Z)", " ", "\n".join(out), flags=re.DOTALL)


def teaser(plain: str) -> str:
    """The excerpt of a Recent Posts box: some fifteen words of plain text, and an ellipsis."""
    words = plain.split()
    if len(words) <= EXCERPT_WORDS:
        return excerpt(plain, EXCERPT_LENGTH)
    cut = " ".join(words[:EXCERPT_WORDS]).rstrip(_TRAILING) + ELLIPSIS
    return cut if len(cut) <= EXCERPT_LENGTH else excerpt(cut, EXCERPT_LENGTH)


def first_words(plain: str, count: int) -> str:
    """The first ``count`` words of plain text, with an ellipsis where there are more."""
    words = plain.split()
    if len(words) <= count or not count:
        return " ".join(words[:count])
    return " ".join(words[:count]).rstrip(_TRAILING) + ELLIPSIS


def excerpt(plain: str, limit: int) -> str:
    """Plain text of at most ``limit`` characters: cut at a word, with an ellipsis."""
    text = " ".join(plain.split())
    if len(text) <= limit:
        return text
    cut = text[: limit - len(ELLIPSIS) + 1]
    space = cut.rfind(" ")
    # A text without spaces (Chinese, an address) is cut at the limit.
    kept = cut[:space] if space > 0 else text[: limit - len(ELLIPSIS)]
    return kept.rstrip(_TRAILING) + ELLIPSIS

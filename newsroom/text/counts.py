"""Words, characters and reading time of a story's Markdown, without parsing it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from newsroom.text.notes import without_notes

WORDS_A_MINUTE = 238  # silent reading of English non-fiction, Brysbaert 2019
CJK_A_WORD = 2  # a Chinese or Japanese word has about two characters

_NOT_READ = re.compile(
    r"^(?:```|~~~).*$"  # the fences themselves, not the code
    r"|^:{3,}[ \t]*(?:pullquote|box)?"  # the fences of a pull quote or box, not its title
    r"|^\[[^\]\n]{1,200}\]:.*$"  # definitions of links
    r"|^[ \t>]*\d{1,9}[.)](?=[ \t])"  # the number of an item, which nobody writes on the page
    r"|^[ \t]*\|?[ \t:|-]+\|[ \t:|-]*$"  # the rule under a table's head
    r"|<!--[\s\S]{0,5000}?-->"
    r"|\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,500}\")?\)"  # an address behind its words
    r"|\{[:#.][^{}\n]{0,300}\}"
    r"|</?[A-Za-z][^<>\n]{0,500}>",
    re.MULTILINE,
)
_LINKED = re.compile(
    r"!?\[([^\[\]\n]{1,500})\]\([^()\s]{0,2000}(?:\s+\"[^\"\n]{0,500}\")?\)"
)  # a link's words and address
_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A word, and a Chinese or Japanese sign. Compiling such wide classes takes 6 ms: not at the
    start of the window."""
    word = re.compile(rf"[{_CJK}]|[^\W_{_CJK}](?:[^\s|*`<>\[\](){_CJK}]*[^\W_{_CJK}])?")
    return word, re.compile(f"[{_CJK}]")


_PIECE = 4_000
"""Letters of a very long text that are looked at in one go: an expression keeps the interpreter to
itself until it has seen all of its text, three seconds for ten megabytes."""

_BREAK = re.compile(r'\n(?![\s"])')  # not before a link's title
_COMMENT = 5_007  # the longest, with its signs


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces that end where lines do, and nowhere inside what is blanked out."""
    at = 0
    while len(text) - at > _PIECE:
        found = _BREAK.search(text, at + _PIECE)
        while found and _in_comment(text, at, found.end()):
            found = _BREAK.search(text, found.end())
        if found is None:
            break
        yield text[at : found.end()]
        at = found.end()
    yield text[at:]


def _in_comment(text: str, start: int, end: int) -> bool:
    near = max(start, end - _COMMENT)
    return text.rfind("<!--", near, end) > text.rfind("-->", near, end)


@lru_cache(maxsize=1)  # a save asks for the words to count, and for those to find it by
def readable(markdown: str) -> str:
    """The text with what no reader reads (note-outs, addresses, tags, table rules) blanked out."""
    return "".join(_NOT_READ.sub(" ", piece) for piece in _pieces(without_notes(markdown)))


def count_words(markdown: str) -> int:
    """Words that a reader reads. A hyphenated or half-spaced (ZWNJ) word is one word."""
    word, sign = _patterns()
    words = cjk = 0
    for piece in _pieces(readable(markdown)):
        found = word.findall(piece)
        words += len(found)
        if sign.search(piece):
            cjk += sum(sign.match(one) is not None for one in found)
    return words - cjk + (cjk + CJK_A_WORD - 1) // CJK_A_WORD


def characters(markdown: str) -> int:
    """Characters that a reader reads, spaces included, marks left out."""
    linked = "".join(_LINKED.sub(r"\1", piece) for piece in _pieces(markdown))
    read = sum(_letters(piece) for piece in _pieces(readable(linked)))
    return max(0, read - 1)  # there is no space behind the last


def _letters(piece: str) -> int:
    """Characters of words, each with a space behind it."""
    return sum(len(word) + 1 for word in re.sub(r"[*_`#>|~^]+", "", piece).split())


def reading_minutes(words: int) -> int:
    """Whole minutes that a reader needs, at least one for any text."""
    return max(1, round(words / WORDS_A_MINUTE)) if words else 0

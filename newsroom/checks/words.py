"""A text cut into the words whose spelling can be judged; what is no word is passed over.

Passed over are numbers and words with digits, addresses, file names, @names and #tags, acronyms
(TK among them), single letters, and words of two scripts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

LONGEST: Final = 60  # characters of a word; the longest in our dictionaries have half as many


class Script(StrEnum):
    """What a word is written in, as far as it chooses a dictionary."""

    LATIN = "latin"
    ARABIC = "arabic"
    OTHER = "other"


class Word(NamedTuple):
    """A word and where it stands (in characters). ``text`` is spelled as dictionaries spell."""

    start: int
    end: int
    text: str
    script: Script


_MARKS: Final = r"\u0300-\u036f\u064b-\u065f\u0670"  # accents and vowel signs of their own
_INNER: Final = r"'\u2019\u02bc\u200c\u200d\u00ad\u2010\u2011\-"  # between two letters only
_ARABIC: Final = r"\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff"
_CURSIVE: Final = re.compile(f"[{_ARABIC}]")
_NOT_ARABIC: Final = re.compile(rf"[^{_ARABIC}{_INNER}{_MARKS}]")
_NOT_LATIN: Final = re.compile(rf"[^\u0000-\u024f\u1e00-\u1eff{_INNER}{_MARKS}]")
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
)
_HINTS: Final = ("@", "#", "//", "www.", "\\", "/")
"""What an address, a tag or a path is known by; a text without them is not searched for any."""
_ADDRESS: Final = re.compile(
    r"(?:\b[A-Za-z][A-Za-z0-9+.-]{1,20}://|\bwww\.)[^\s<>\"]{1,2000}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<![\w/])[@#][\w.-]{1,100}"
    r"|(?<![\w./\\~-])(?:[\w.~-]{0,100}[/\\]){2,50}[\w.~-]{0,100}"
)
_DOTTED: Final = re.compile(r"(?<![\w.-])\w[\w-]{0,62}(?:\.[\w-]{1,62}){0,8}\.[a-z]{2,10}(?!\w)")
_SPELLED: Final = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u2010": "-", "\u2011": "-"})
_UNSEEN: Final = re.compile(r"[\u00ad\u200d]")  # a soft hyphen, a joiner
_UNWRITTEN: Final = re.compile(r"[\u0640\u064b-\u0652\u0670]")  # a stretched line, vowel signs
_TO_PERSIAN: Final = str.maketrans({"\u064a": "\u06cc", "\u0649": "\u06cc", "\u0643": "\u06a9"})
_TO_ARABIC: Final = str.maketrans({"\u06cc": "\u064a", "\u06a9": "\u0643"})
_PERSIAN_LETTERS: Final = re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc]")
_ARABIC_LETTERS: Final = re.compile("[\u0629\u0643\u064a\u0649\u0625]")


@cache
def _word() -> re.Pattern[str]:
    """Letters with what may stand between them; made when the first text is cut."""
    letter = rf"[\w{_MARKS}]"
    return re.compile(rf"\w(?:{letter}|[{_INNER}](?=\w))*")


def words(text: str, *, known: Collection[str] = ()) -> list[Word]:
    """The words of a text that can be judged, in their order; those of ``known``, spelled as there,
    are passed over."""
    found: list[Word] = []
    quiet = _quiet(text)
    at = 0
    plain = text.isascii()
    for match in _word().finditer(text):
        word = match[0]
        if word in known:
            continue
        start, end = match.span()
        if end - start == 1 or end - start > LONGEST:
            continue
        while at < len(quiet) and quiet[at][1] <= start:
            at += 1
        if at < len(quiet) and quiet[at][0] < end:
            continue
        if plain or word.isascii():
            bare = word.replace("'", "").replace("-", "")
            if bare.isalpha() and not _shouted(word):
                found.append(Word(start, end, word, Script.LATIN))
        elif (other := _other(word)) is not None:
            found.append(Word(start, end, *other))
    return found


def _quiet(text: str) -> list[tuple[int, int]]:
    """Where addresses, names of files and the like stand."""
    spans: list[tuple[int, int]] = []
    if any(hint in text for hint in _HINTS):
        spans = [match.span() for match in _ADDRESS.finditer(text)]
    if "." in text:
        spans += [match.span() for match in _DOTTED.finditer(text)]
        spans.sort()
    return spans


def _other(word: str) -> tuple[str, Script] | None:
    """A word with letters beyond ASCII as dictionaries spell it, and its script."""
    if _UNSPACED.search(word) or any(sign.isdigit() or sign == "_" for sign in word):
        return None
    if _CURSIVE.search(word):
        script = Script.ARABIC
        if _NOT_ARABIC.search(word):
            return None
    elif not _NOT_LATIN.search(word):
        script = Script.LATIN
    else:
        script = Script.OTHER
    if script is not Script.ARABIC and _shouted(word):
        return None
    spelled = _UNSEEN.sub("", unicodedata.normalize("NFC", word.translate(_SPELLED)))
    if script is Script.ARABIC:
        spelled = _UNWRITTEN.sub("", spelled)
    return (spelled, script) if len(spelled) > 1 else None


def _shouted(word: str) -> bool:
    """Whether it is an acronym (NATO, NATO's): no dictionary is asked for those."""
    stem = word
    if len(word) > 3 and word[-2] in "'\u2019" and word[-1] == "s":
        stem = word[:-2]
    return stem.isupper() and len(stem) > 1


def in_language(word: str, language: str) -> str:
    """An Arabic-script word with the letters of that language, whichever keyboard typed it."""
    if language.startswith("fa"):
        return word.translate(_TO_PERSIAN)
    return word.translate(_TO_ARABIC) if language.startswith("ar") else word


def arabic_language(text: str) -> str:
    """ "fa" or "ar" for a text in Arabic script, by the letters that only one of them has."""
    if _ARABIC_LETTERS.search(text) and not _PERSIAN_LETTERS.search(text):
        return "ar"
    return "fa"

"""House typography by language: what typed signs become, letter by letter. Rules are data.

``typed`` looks at what stands before the caret, the letter just typed included, and says what of it
becomes something else. The quotation marks are those of Unicode's locale data; French spacing is
that of the Imprimerie nationale.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Final, NamedTuple

from newsroom.text.direction import RTL_LANGUAGES
from newsroom.values import dataclass

NO_BREAK: Final = "\u00a0"
NARROW: Final = "\u202f"
"""A no-break space as narrow as French wants it before ; ! and ?."""
HALF_SPACE: Final = "\u200c"
"""The zero-width non-joiner that parts Persian letters inside a word."""
APOSTROPHE: Final = "’"

_MARKS: Final = "*_~^%"  # signs of Markdown that may stand between a word and its quotation marks
_OPENS: Final = frozenset("([{<«“‘„‚‹—–-/¿¡|>")
_DASHES: Final = "–—"
_RUN: Final = re.compile(r"(?P<run>-{2,})(?P<after>[^-])\Z")
_LINE_OF_SIGNS: Final = re.compile(r"[\s|:>*+=-]*")
_ADDRESS: Final = re.compile(r"(?:\w+://|www\.|mailto:)\S*\Z|\S*@\S*\Z")
_TICKS: Final = re.compile(r"`+")
_DEFINITION: Final = re.compile(r"[ ]{0,3}\[(?!\^)[^\]]+\]:")
_UNFINISHED: Final = re.compile(
    r"\]\([^()]*\Z|<[A-Za-z/!?][^<>]*\Z|\{[:#.][^{}]*\Z|&#?\w*\Z|\]\[[^\]]*\Z|\[\^[^\]]*\Z"
)
"""A link's address, a tag, attributes, an entity or a reference that is still open at the caret."""


class Quotes(NamedTuple):
    """Marks of a quotation and of one inside it. ``inner`` marks are typed with the apostrophe's
    key; without them that key gives apostrophes alone."""

    opening: str
    closing: str
    inner_opening: str = ""
    inner_closing: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a language is set. ``inside`` stands between the marks and the words of a quotation,
    ``before`` maps signs to the no-break space that a space before them becomes."""

    quotes: Quotes
    inside: str = ""
    before: Mapping[str, str] = field(default_factory=dict)


_ENGLISH: Final = Rules(Quotes("“", "”", "‘", "’"))
_GUILLEMETS: Final = Rules(Quotes("«", "»", "‹", "›"))
_LOW_HIGH: Final = Rules(Quotes("„", "“", "‚", "‘"))
_NORDIC: Final = Rules(Quotes("”", "”", "’", "’"))

RULES: Final[Mapping[str, Rules]] = MappingProxyType(
    {
        "en": _ENGLISH,
        "fr": Rules(
            Quotes("«", "»"),
            inside=NO_BREAK,
            before={";": NARROW, "!": NARROW, "?": NARROW, ":": NO_BREAK, "»": NO_BREAK},
        ),
        "fa": _GUILLEMETS,
        "ar": Rules(Quotes("«", "»", "“", "”")),
        "ur": _ENGLISH,
        "he": Rules(Quotes("”", "”", "’", "’")),
        "de": _LOW_HIGH,
        "cs": _LOW_HIGH,
        "sk": _LOW_HIGH,
        "da": Rules(Quotes("”", "”", "’", "’")),
        "es": Rules(Quotes("«", "»", "‘", "’")),
        "it": Rules(Quotes("«", "»", "‘", "’")),
        "pt": _ENGLISH,
        "nl": _ENGLISH,
        "nb": Rules(Quotes("«", "»", "‘", "’")),
        "nn": Rules(Quotes("«", "»", "‘", "’")),
        "no": Rules(Quotes("«", "»", "‘", "’")),
        "sv": _NORDIC,
        "fi": _NORDIC,
        "pl": Rules(Quotes("„", "”", "‚", "’")),
        "ro": Rules(Quotes("„", "”", "‚", "’")),
        "hu": Rules(Quotes("„", "”", "‚", "’")),
        "ru": Rules(Quotes("«", "»", "„", "“")),
        "uk": Rules(Quotes("«", "»", "„", "“")),
        "el": Rules(Quotes("«", "»", "‘", "’")),
        "tr": _ENGLISH,
    }
)
"""The languages that have rules of their own; the others are set as English."""


@dataclass(frozen=True, slots=True)
class Change:
    """What of the text before the caret (from ``start`` to ``end``, in characters) becomes what."""

    start: int
    end: int
    text: str


def rules_of(language: str) -> Rules:
    """The rules of a language (BCP 47 tag)."""
    return RULES.get(language.lower().replace("_", "-").split("-")[0], _ENGLISH)


_ARABIC: Final = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_PERSIAN_ONLY: Final = re.compile("[پچژگکی۰-۹\u200c]")
_ARABIC_ONLY: Final = re.compile("[ةيىك٠-٩]")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_CYRILLIC: Final = re.compile("[\u0400-\u04ff]")
_FAR_ENOUGH: Final = 400  # characters of a paragraph that say in which script it is
_ARABIC_SCRIPT: Final = RTL_LANGUAGES - {"he", "yi", "arc", "dv"}


def language_of(paragraph: str, language: str) -> str:
    """The language that a paragraph is set in: the story's where its script fits, else the usual
    one of its script."""
    text = paragraph[:_FAR_ENOUGH]
    own = language.lower().replace("_", "-").split("-")[0] or "en"
    if text.isascii():
        return _latin(own) if _LATIN.search(text) else own
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    cyrillic = len(_CYRILLIC.findall(text))
    if arabic and arabic >= max(latin, cyrillic):
        if own in _ARABIC_SCRIPT:
            return own
        return "ar" if _ARABIC_ONLY.search(text) and not _PERSIAN_ONLY.search(text) else "fa"
    if cyrillic > latin:
        return own if own in ("ru", "uk", "bg", "sr", "mk", "be") else "ru"
    return _latin(own) if latin else own


def _latin(own: str) -> str:
    return "en" if own in RTL_LANGUAGES or own in ("ru", "uk") else own


def half_spaced(language: str) -> bool:
    """Whether the language parts letters inside words with half spaces."""
    return language in _ARABIC_SCRIPT


def is_prose(line: str) -> bool:
    """Whether a line of Markdown ends in words that are read: not in code, in the address of a
    link, in raw HTML, in attributes."""
    if _DEFINITION.match(line):
        return False
    opened = ""
    for ticks in _TICKS.finditer(line):
        opened = "" if opened == ticks[0] else opened or ticks[0]
    return not opened and _UNFINISHED.search(line) is None


def parts_words(before: str) -> bool:
    """Whether the last letter is a space behind a letter or figure, which no rule ever changes."""
    return before[-1:] == " " and before[-2:-1].isalnum()


def typed(before: str, language: str) -> Change | None:
    """What the letter just typed, the last of ``before``, makes of the text. None for nothing."""
    if not before or _ADDRESS.search(before[:-1]):
        return None
    rules = rules_of(language)
    letter, text = before[-1], before[:-1]
    dash = _dash(before) if text.endswith("--") else None
    if dash is not None and letter in "\"'":
        above = text[: dash.start] + dash.text
        mark = (_quotation if letter == '"' else _apostrophe)(above, rules)
        return Change(dash.start, len(before), dash.text + mark.text)
    if dash is not None:
        return dash
    match letter:
        case '"':
            return _quotation(text, rules)
        case "'":
            return _apostrophe(text, rules)
        case ".":
            if text.endswith("..") and not text.endswith("..."):
                return Change(len(text) - 2, len(before), "…")
            return None
    if letter.isdigit() and text.endswith("‘") and rules is _ENGLISH:
        return Change(len(text) - 1, len(text), APOSTROPHE)  # ’90s
    if letter == " " and rules.inside and text.endswith(rules.quotes.opening):
        return Change(len(text), len(before), rules.inside)
    space = rules.before.get(letter)
    if space and text.endswith(" ") and text.strip():
        return Change(len(text) - 1, len(text), space)
    return None


def _quotation(text: str, rules: Rules) -> Change:
    opening, closing = rules.quotes.opening, rules.quotes.closing
    if rules.inside:
        # Spaces stand at both sides of the words, so that only counting tells.
        if text.count(opening) > text.count(closing):
            return Change(len(text.rstrip(" ")), len(text) + 1, f"{rules.inside}{closing}")
        return Change(len(text), len(text) + 1, f"{opening}{rules.inside}")
    mark = opening if _opens(text, opening, closing) else _closes(text, opening, closing)
    return Change(len(text), len(text) + 1, mark)


def _closes(text: str, opening: str, closing: str) -> str:
    """What closes the quotation that is open: one that was begun before the paragraph had a letter
    of its language may have the marks of another."""
    if opening in text:
        return closing
    for one, other in _PAIRS:
        if text.count(one) > text.count(other):
            return other
    return closing


_PAIRS: Final = (("“", "”"), ("«", "»"))


def _apostrophe(text: str, rules: Rules) -> Change:
    quotes = rules.quotes
    mark = APOSTROPHE
    if quotes.inner_opening and _opens(text, quotes.inner_opening, quotes.inner_closing):
        mark = quotes.inner_opening
    elif quotes.inner_closing and text.count(quotes.inner_opening) > text.count(
        quotes.inner_closing
    ):
        mark = quotes.inner_closing
    return Change(len(text), len(text) + 1, mark)


def _opens(text: str, opening: str, closing: str) -> bool:
    """Whether a quotation begins behind ``text``."""
    bare = text.rstrip(_MARKS)
    if not bare or bare[-1].isspace():
        return True
    if bare[-1] in _DASHES:  # broken off, or put in: an open quotation is closed
        return opening == closing or text.count(opening) <= text.count(closing)
    return bare[-1] in _OPENS


def _dash(before: str) -> Change | None:
    """Two hyphens are a short dash, three a long one, once something stands behind them."""
    found = _RUN.search(before)
    if found is None or len(found["run"]) > 3 or found["after"] == ">":
        return None
    start = found.start()
    above = before[:start]
    if _LINE_OF_SIGNS.fullmatch(above) or above.rstrip().endswith(("<!", "|", ":")):
        return None
    if above[-1].isspace() and not found["after"].isspace():
        return None  # an option of a command
    return Change(start, found.end("run"), "–" if len(found["run"]) == 2 else "—")

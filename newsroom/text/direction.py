"""Which way a text runs: by its first strong letter, as in the Unicode algorithm (UAX #9, P2)."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

Way = Literal["ltr", "rtl"]

RTL_LANGUAGES = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"}
)
FAR_ENOUGH = 2_000  # characters; a paragraph with no letter before that follows its language

_QUOTED = re.compile("“[^“”]*”")


def first_strong(text: str) -> Way | None:
    """The way of the first strong letter; None if there is none (digits and signs are weak)."""
    for sign in text[:FAR_ENOUGH]:
        kind = unicodedata.bidirectional(sign)
        if kind == "L":
            return "ltr"
        if kind in ("R", "AL"):
            return "rtl"
    return None


def of_language(language: str) -> Way:
    """The way that a language (BCP 47 tag) is written."""
    parts = language.lower().replace("_", "-").split("-")
    if "latn" in parts[1:]:
        return "ltr"
    return "rtl" if parts[0] in RTL_LANGUAGES else "ltr"


def direction_of(language: str, text: str = "") -> Way:
    """The way of a text in a story of ``language``: by its letters, else by the language."""
    return first_strong(text) or of_language(language)


def set_apart(sentence: str) -> str:
    """A sentence in which what stands in quotation marks (a headline, a name) keeps to itself: a
    Persian one drew the figures and marks behind it over to its other end."""
    if sentence.isascii() or not any(unicodedata.bidirectional(c) in ("R", "AL") for c in sentence):
        return sentence
    return _QUOTED.sub("\u2068\\g<0>\u2069", sentence)

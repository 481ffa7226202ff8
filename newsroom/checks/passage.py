"""A stretch of a story's text as rules see it: what is quoted, and what is no text at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

BLANK: Final = "\ufffc"
"""Stands for each character of what no rule looks at: code, addresses, pictures, note-outs."""

_ADDRESS: Final = re.compile(
    r"(?:\b[A-Za-z][A-Za-z0-9+.-]{1,20}://|\bwww\.)[^\s<>\"”»\ufffc]{1,2000}(?<![.,;:!?)])"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
    r"|(?<![\w/@#])[@#][A-Za-z_][\w.-]{1,100}(?<![.-])"
    r"|(?<![\w.@/-])(?:[a-z0-9-]{1,63}\.){1,4}"
    r"(?:com|org|net|edu|gov|int|info|io|ir|uk|us|de|fr|eu)(?:/[^\s<>\"\ufffc]{0,500})?(?![\w-])"
)
_HINTS: Final = ("@", "#", "//", "www.", ".")

# A quotation runs to its closing mark, or, as in quotations of several paragraphs, to the end.
_QUOTED: Final = re.compile(
    r"“[^”]*(?:”|$)"
    r"|«[^»]*(?:»|$)"
    r"|„[^“”]*(?:[“”]|$)"
    r"|(?<![\w\"])\"(?=[^\s\"])[^\"]*(?:\"(?!\w)|$)"
    r"|(?<![\w’‘])‘(?=\w)(?:[^’]|’(?=\w))*(?:’|$)"
    r"|(?<![\w'])'(?=[A-Za-z])(?=[^']*[ ,.])(?:[^'\"]|'(?=\w)){2,600}?(?<=[\w.,!?…])'(?!\w)"
)

Span = tuple[int, int]


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, a cell or a title field, as a reader sees it.

    ``field`` is the story's field, ``language`` the first part of a language tag; ``quote`` says
    that all of it is quoted (a block quotation), ``heading`` that it is a crosshead.
    """

    text: str
    field: str = "body"
    language: str = "en"
    quote: bool = False
    heading: bool = False

    @cached_property
    def seen(self) -> str:
        """The text, as long as it is, with addresses blanked."""
        if not any(hint in self.text for hint in _HINTS):
            return self.text
        return blanked(self.text, (match.span() for match in _ADDRESS.finditer(self.text)))

    @cached_property
    def quotations(self) -> tuple[Span, ...]:
        """Where somebody else's words stand, the marks left out."""
        if self.quote:
            return ((0, len(self.text)),)
        return tuple((m.start() + 1, m.end() - 1) for m in _QUOTED.finditer(self.seen))

    def is_quoted(self, start: int, end: int) -> bool:
        """Whether a stretch stands in a quotation, or reaches into one."""
        return any(first < end and start < last for first, last in self.quotations)


def blanked(text: str, spans: Iterable[Span]) -> str:
    """The text, as long as it was, with these stretches (in order and apart) blanked."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += (text[at:start], BLANK * (end - start))
        at = end
    return "".join((*parts, text[at:])) if parts else text


def tongue(text: str, language: str) -> str:
    """The language of a passage in a story of ``language``, by its letters: "en", "fa", ...

    Latin letters in a story of another script are taken for English, Arabic ones for Persian or
    Arabic by the letters that only one of them has.
    """
    from newsroom.checks.languages import script_of
    from newsroom.checks.words import Script, arabic_language

    base = language.lower().replace("_", "-").split("-")[0] or "en"
    if text.isascii():
        script = Script.LATIN
    else:
        cursive = sum("\u0600" <= sign <= "\u06ff" for sign in text)
        latin = sum(sign.isalpha() and sign < "\u0250" for sign in text)
        script = Script.ARABIC if cursive > latin else Script.LATIN
    if script is script_of(language):
        return base
    return arabic_language(text) if script is Script.ARABIC else "en"

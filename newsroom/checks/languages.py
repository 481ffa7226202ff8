"""Which dictionary a word is looked up in: by its script and the language of its story."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from newsroom.checks.words import Script, arabic_language

AMERICAN: Final = "en_US"
BRITISH: Final = "en_GB"

_AMERICAN_REGIONS: Final = frozenset({"us", "ph", "lr"})
_SCRIPTS: Final[Mapping[str, Script]] = MappingProxyType(
    dict.fromkeys(("ar", "ckb", "fa", "ks", "ps", "sd", "ug", "ur"), Script.ARABIC)
    | dict.fromkeys(
        (
            *("am", "be", "bg", "bn", "el", "gu", "he", "hi", "hy", "ja", "ka", "kk", "km", "kn"),
            *("ko", "ky", "lo", "mk", "ml", "mn", "mr", "my", "ne", "pa", "ru", "si", "sr", "ta"),
            *("te", "th", "ti", "uk", "yi", "zh"),
        ),
        Script.OTHER,
    )
)
"""Languages that are not written in Latin letters."""


def script_of(language: str) -> Script:
    """What a language (BCP 47 tag) is written in."""
    parts = language.lower().replace("_", "-").split("-")
    if "latn" in parts[1:]:
        return Script.LATIN
    return _SCRIPTS.get(parts[0], Script.LATIN)


def english_of(language: str, usual: str) -> str:
    """American or British for an English story; ``usual`` is the house's for one that says only
    that it is English."""
    region = _region(language)
    if not region:
        return usual
    return AMERICAN if region in _AMERICAN_REGIONS else BRITISH


def dictionaries(language: str, *, english: str, text: str = "") -> Mapping[Script, str]:
    """The dictionary for the words of each script in a text of a story in ``language``.

    ``english`` is what English is when nothing says more (``AMERICAN`` or ``BRITISH``). Words of
    a script that the story's language does not use belong to its most likely guest: English, and
    Persian or Arabic by the letters of ``text``.
    """
    own = script_of(language)
    base = language.lower().replace("_", "-").split("-")[0]
    found = {Script.LATIN: english, Script.ARABIC: arabic_language(text) if text else "fa"}
    if base == "en" or not base:
        found[Script.LATIN] = english_of(language, english)
    elif base in ("fa", "ar"):
        found[own] = base
    else:
        region = _region(language)
        found[own] = f"{base}_{region.upper()}" if region else base
    return found


def _region(language: str) -> str:
    for part in language.lower().replace("_", "-").split("-")[1:]:
        if len(part) == 2 and part.isalpha():
            return part
    return ""

"""Slugs: short names that are safe in an address and as a file name, in any script."""

from __future__ import annotations

import re
import unicodedata

MOST = 80  # characters; a longer name is cut at a word
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "clock$"}
    | {f"com{n}" for n in range(10)}
    | {f"lpt{n}" for n in range(10)}
)
"""Names that Windows keeps for devices, whatever their suffix."""

HALF_SPACE = "\u200c"  # the zero-width non-joiner of Persian words
_APART = re.compile(r"[\s\u200c_/\\:–—-]+")  # a half-space parts words here, as a hyphen does
_SIGNS = re.compile(r"[^\w-]+")
_SPELT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "&": " "}
)


def slugify(text: str) -> str:
    """A slug for a headline: lower case, hyphens, Latin letters without accents, other scripts as
    they are. Empty if the text holds no letter or digit."""
    folded = text.casefold().translate(_SPELT)
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", folded)
        if sign == HALF_SPACE
        or not (unicodedata.combining(sign) or unicodedata.category(sign)[0] == "C")
    )
    name = _SIGNS.sub("", _APART.sub("-", unicodedata.normalize("NFC", plain)))
    name = re.sub(r"-{2,}", "-", name).strip("-")
    if len(name) > MOST:
        head = name[: MOST + 1]
        name = head[: head.rfind("-")] if "-" in head[MOST // 2 :] else name[:MOST]
    return f"{name}-1" if name in _RESERVED else name.strip("-")


def is_safe(slug: str) -> bool:
    """May this slug stand as it is in an address and as a file name everywhere?"""
    return (
        0 < len(slug) <= 120
        and slug == slug.strip(".- ")
        and re.fullmatch(r"[\w.-]+", slug.replace(HALF_SPACE, "")) is not None
        and ".." not in slug
        and slug.split(".")[0].casefold() not in _RESERVED
        and not any(unicodedata.category(sign) == "Cc" for sign in slug)
    )

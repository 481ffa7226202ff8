"""Latin and Arabic digits in Persian text, but for those of codes and foreign names (F16, 5G)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsroom.checks.passage import BLANK, Passage

_RUN: Final = re.compile(r"[0-9٠-٩][0-9٠-٩.,/:٫٬-]*[0-9٠-٩]|[0-9٠-٩]")
_PERSIAN: Final = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹")
_SIGN: Final = re.compile(r"[A-Za-z_@#\ufffc]")


def look(passage: Passage) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Each run of such digits, with the Persian ones."""
    text = passage.seen
    for found in _RUN.finditer(text):
        start, end = found.span()
        before, after = text[max(0, start - 2) : start], text[end : end + 2]
        if _SIGN.search(before.strip(" ")[-1:]) or _SIGN.search(after[:1]) or BLANK in before:
            continue
        if before[-1:] == "-" or after[:1] == "-":
            continue  # a part of a longer code
        yield start, end, (found[0].translate(_PERSIAN),), ""

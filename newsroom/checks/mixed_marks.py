"""Straight quotation marks in a paragraph that has curly ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsroom.checks.passage import Passage

_STRAIGHT: Final = re.compile(r"\"|(?<=[A-Za-z])'(?=[a-z])")
_OPENS: Final = re.compile(r"(?:^|[\s(\[—–‘])$")


def look(passage: Passage) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Each straight mark, with the curly one that belongs there."""
    text = passage.seen
    if not any(sign in text for sign in "“”’"):
        return
    for found in _STRAIGHT.finditer(text):
        at = found.start()
        if text[at - 1 : at].isdigit() and at:
            continue  # inches
        opens = "“" if _OPENS.search(text[:at]) else "”"
        fix = "’" if found[0] == "'" else opens
        yield at, at + 1, (fix,), ""

"""Brackets and quotation marks without their other half.

An opening quotation mark may stay open to the end of a paragraph (a quotation of several paragraphs
is closed in its last one), and a closing bracket may follow the number or letter of an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from newsroom.checks.passage import Passage

_PAIRS: Final = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
_MAY_STAY_OPEN: Final = frozenset("“«")
_ITEM: Final = re.compile(r"(?:^|[\s(])(?:\w|\d{1,3}|[ivx]{1,5})$")
_STRAIGHT: Final = re.compile(r"(?<!\d)\"")


def look(passage: Passage) -> Iterator[tuple[int, int, tuple[str, ...], str]]:
    """Each mark that stands alone."""
    text = passage.seen
    for opening, closing in _PAIRS:
        if opening not in text and closing not in text:
            continue
        waiting: list[int] = []
        for at, sign in enumerate(text):
            if sign == opening:
                waiting.append(at)
            elif sign == closing:
                if waiting:
                    waiting.pop()
                elif not (
                    (
                        sign == ")"
                        and (_ITEM.search(text[:at]) or text[max(0, at - 1) : at] in ":;-")
                    )
                    or (sign == "”" and ("„" in text[:at] or '"' in text[:at]))
                ):
                    yield at, at + 1, (), ""
        if opening not in _MAY_STAY_OPEN:
            for at in waiting:
                if text[at - 1 : at] not in (":", ";", "-") or not at:
                    yield at, at + 1, (), ""
    straight = [found.start() for found in _STRAIGHT.finditer(text)]
    if len(straight) % 2 and "“" not in text and not text.lstrip().startswith('"'):
        yield straight[-1], straight[-1] + 1, (), ""

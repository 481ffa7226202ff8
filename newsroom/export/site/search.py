"""What the search page looks through: the headlines of each month as a small script of data."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from newsroom.export.site.edition import tidy
from newsroom.export.site.frames import Kind

if TYPE_CHECKING:
    from newsroom.export.site.contents import Contents, Leaf
    from newsroom.export.site.press import Press

_LEAD = 160  # characters of a story's dek that are shown and searched


def leaves(contents: Contents, months: Collection[str] | None = None) -> list[Leaf]:
    """A file for each month, or for each of these."""
    return [
        contents.leaf(
            f"search/{month}.js", Kind.SEARCH, partial(_month, places), contents.keys_of(places),
            [contents.edition.stories[place].tags for place in places],
        )
        for month, places in contents.months.items()
        if months is None or month in months
    ]  # fmt: skip


def _month(places: Sequence[int], press: Press) -> bytes:
    """Rows of address, headline, lead, byline, words, time, day, and language where it differs."""
    stories = press.edition.stories
    rows = []
    for place in places:
        story = stories[place]
        card = press.listed.plain(place)
        section = press.edition.sections.get(story.section, story.section)
        words = tidy(" ".join((card.kicker, section, *story.tags)))
        row: list[str] = [
            card.href, card.headline, card.dek[:_LEAD], card.byline, words, card.iso, card.day,
        ]  # fmt: skip
        if card.language != press.language:
            row += [card.language, card.direction]
        rows.append(row)
    return script("newsroomFound", rows)


def script(name: str, data: object) -> bytes:
    """Data as a script that hands it to a function; no "<" in it, wherever it is put."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"self.{name}&&{name}({text});\n".encode("utf-8", "replace")

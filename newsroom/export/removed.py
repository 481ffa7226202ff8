"""What ``clean`` takes out of a story's HTML, by name, so that an export can say so."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

from newsroom.export.clean import TAGS
from newsroom.export.links import safe_image, safe_link

_SAFE = {"href": safe_link, "src": safe_image}
_STYLED = frozenset({"td", "th"})  # keep how their text is aligned
_GAPS = re.compile(r"[\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_OUTER = frozenset({"html", "head", "body", "meta", "link", "base"})
MOST_NAMES = 12  # kinds that are told; hostile text can make up thousands
MOST_NAME = 30  # characters of one


def removed(html: str) -> tuple[tuple[str, int], ...]:
    """What does not stand on the page, each kind with how often: ``<script>``, ``onclick``,
    ``javascript:`` (an address). Those that come most often first.

    ``html`` is as Markdown made it. It tells people what happened and makes nothing safe.
    """
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return tuple(finder.found.most_common(MOST_NAMES))


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or tag in _OUTER:
            self.found[f"<{tag[:MOST_NAME]}>"] += 1
            return
        for name, value in attrs:
            if name.startswith("on"):
                self.found[name[:MOST_NAME]] += 1
            elif name == "style" and tag not in _STYLED:
                self.found["style"] += 1
            elif value and name in _SAFE and not _SAFE[name](value):
                scheme = _SCHEME.match(_GAPS.sub("", value))
                kind = f"{scheme[1].lower()[:MOST_NAME]}:" if scheme else name
                self.found[kind] += 1

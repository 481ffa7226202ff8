"""Inline patterns, each tried only where the sign stands that it begins with.

Python-Markdown tries each of some twenty patterns on every piece of text, though most pieces hold
no mark at all; that is two fifths of its time. What comes out is the same: a test holds the two
together over our cases.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from typing import Any

from markdown import Markdown, util
from markdown.treeprocessors import InlineProcessor

_SIGNS: dict[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "nr-credit": ("credit=",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "nr-note": ("%%",),
    "sub_del": ("~~~",),
    "del": ("~~",),
    "sub": ("~",),
    "sup": ("^",),
    "em_strong": ("*", "_"),
}
"""By the patterns' names: signs without which they find nothing. Any other is always tried."""

_MARKED = re.compile(r"[`\[\\<&%~^*_]|credit=|  \n")


class QuickInline(InlineProcessor):
    """Python-Markdown's own step, with patterns left out that can't find anything."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._steps: list[tuple[Any, tuple[str, ...] | None]] = []
        self._known = False

    def run(self, tree: etree.Element, ancestors: list[str] | None = None) -> etree.Element:
        """Find the marks in a document's tree."""
        patterns = self.md.inlinePatterns
        signs = {id(patterns[name]): told for name, told in _SIGNS.items() if name in patterns}
        self._steps = [(pattern, signs.get(id(pattern))) for pattern in patterns]
        self._known = all(told is not None for _pattern, told in self._steps)
        return super().run(tree, ancestors)

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:
        # By this name Python-Markdown calls it itself.
        if isinstance(data, util.AtomicString) or (self._known and _MARKED.search(data) is None):
            return data
        apply = self._InlineProcessor__applyPattern  # type: ignore[attr-defined] # theirs
        steps = self._steps
        at, count = 0, len(steps)
        while patternIndex < count:
            pattern, signs = steps[patternIndex]
            if signs is not None and not any(sign in data for sign in signs):
                patternIndex, at = patternIndex + 1, 0
                continue
            data, matched, at = apply(pattern, data, patternIndex, at)
            if not matched:
                patternIndex += 1
        return data

"""Blank lines before the first words say nothing, whatever spaces stand in them.

WORKAROUND for Python-Markdown 3.11 (seen in 3.11.3): it clears lines that hold only spaces, but not
the very first one; four spaces or a tab there are an empty code box on the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown.preprocessors import Preprocessor

if TYPE_CHECKING:
    import markdown

_PRIORITY = 29  # right behind the preprocessor that clears the other lines


class _Lead(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        if lines and not lines[0].strip():
            lines[0] = ""
        return lines


def register(md: markdown.Markdown) -> None:
    """Let ``md`` read an all but empty first line as an empty one."""
    md.preprocessors.register(_Lead(md), "nr-lead", _PRIORITY)

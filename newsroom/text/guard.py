"""Bounds that stand before the parser: text that would stall it is kept as source, unparsed.

The bounds are those of design/editor.md 4.3; each counts in one pass over the text.
"""

from __future__ import annotations

import re

from newsroom.i18n import _

MOST_CHARACTERS = 50_000
MOST_LINES = 2_000
MOST_BRACKETS = 400  # `[` is quadratic, nested it is worse
MOST_DECLARATIONS = 100  # `<![CDATA[` is cubic
MOST_MARKS = 1_000  # `<`, backticks, `&`
MOST_DEPTH = 25  # quotes and lists within each other; 300 raise RecursionError
MOST_EMPHASIS = 1_000
MOST_NOTES = 400  # `%%`, `~` and `^` that nothing closes

_DEPTH = re.compile(
    rf"^[ \t]*(?:(?:>|[*+-][ \t]|\d{{1,9}}\.[ \t])[ \t]*){{{MOST_DEPTH + 1}}}", re.MULTILINE
)
_INDENT = re.compile(rf"^(?: {{4}}|\t){{{MOST_DEPTH + 1}}}[ \t]*[^ \t\n]", re.MULTILINE)


def guard(text: str) -> str | None:
    """Why this piece of Markdown is not to be parsed, as a sentence; None if it may be."""
    if len(text) > MOST_CHARACTERS:
        return _("This passage is too long to be laid out; it is shown as source.")
    if text.count("\n") > MOST_LINES:
        return _("This passage has too many lines to be laid out; it is shown as source.")
    if (
        text.count("[") > MOST_BRACKETS
        or text.count("<!") > MOST_DECLARATIONS
        or text.count("<") > MOST_MARKS
        or text.count("`") > MOST_MARKS
        or text.count("&") > MOST_MARKS
        or text.count("*") > MOST_EMPHASIS
        or text.count("_") > MOST_EMPHASIS
        or text.count("~") > MOST_EMPHASIS
        or text.count("^") > MOST_EMPHASIS
        or text.count("%%") > MOST_NOTES
    ):
        return _("This passage has too many marks to be laid out; it is shown as source.")
    if _DEPTH.search(text) or _INDENT.search(text):
        return _("This passage is nested too deep to be laid out; it is shown as source.")
    return None

"""Paragraphs that are words alone: what the parser says of them is known without asking it.

Most paragraphs of news are. A test holds this and the parser together.
"""

from __future__ import annotations

import re

_WORDS = re.compile(r"[^\W\d_][^\x00-\x1f\x7f-\x9f\u2028\u2029`\[\]\\<>&%~^*_{}|]*")
"""A letter and no sign of any mark: one line that opens no block."""
_LINE = re.compile(r"(?:[^\W\d_]|[*_]{1,3}[^\W_])[^\x00-\x1f\x7f-\x9f\u2028\u2029<]*")
"""The same with marks inside the line, but for tags."""
_HEADING = re.compile(rf"#{{1,6}} (?:{_LINE.pattern})")


def is_words(text: str) -> bool:
    """Whether a segment of the source is one line of words, with nothing to be read in it."""
    return (
        _WORDS.fullmatch(text) is not None
        and text[-1:] == text[-1:].strip()  # a parser strips white space at the end
        and "credit=" not in text
    )


def is_line(text: str) -> bool:
    """Whether a segment is a paragraph of one line, whatever marks are in it."""
    return _LINE.fullmatch(text) is not None


def stands_apart(text: str) -> bool:
    """Whether a segment is such a line or a heading: with an empty line around it, it flows into
    nothing that does so too."""
    return is_line(text) or _HEADING.fullmatch(text) is not None


def printed(text: str) -> str:
    """How ``Parser.prints`` tells the paragraph of such a line."""
    return f"<p []>{text}</>"

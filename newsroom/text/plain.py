"""Paragraphs that are words alone: what the parser says of them is known without asking it.

Most paragraphs of news are. A test holds this and the parser together.
"""

from __future__ import annotations

import re

_WORDS = re.compile(r"[^\W\d_][^\x00-\x1f\x7f-\x9f\u2028\u2029`\[\]\\<>&%~^*_{}|]*")
"""A letter and no sign of any mark: one line that opens no block."""


def is_words(text: str) -> bool:
    """Whether a segment of the source is one line of words, with nothing to be read in it."""
    return (
        _WORDS.fullmatch(text) is not None
        and text[-1:] == text[-1:].strip()  # a parser strips white space at the end
        and "credit=" not in text
    )


def printed(text: str) -> str:
    """How ``Parser.prints`` tells the paragraph of such words."""
    return f"<p []>{text}</>"

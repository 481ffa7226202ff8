"""Source that stands in a line of text as it is: tags, comments, marks of footnotes, attributes.

What an edit leaves of one (half a tag behind Enter) is no source any more but words: left as it is,
a parser would look for its end in the blocks behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ATOM = re.compile(
    r"""
    </?[a-zA-Z][^\s"'<>@]*                                  # a tag with its attributes
        (?:\s+[^\s"'=<>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>]+))?)*\s*/?>
    | <!--(?:(?!<!--|-->).)*-->                             # a comment
    | <[?](?:(?!<[?]|[?]>).)*[?]>                           # a processing instruction
    | <!\[CDATA\[(?:(?!<!\[CDATA\[|\]\]>).)*\]\]>
    | &(?:\#[0-9]+|\#x[0-9a-fA-F]+|[a-zA-Z0-9]+);           # a sign by its name
    | \[\^[^\]]*\]                                          # the mark of a footnote
    | \{:?[ ]*[^\}\n ][^\}\n]*\}                            # attributes
    | \{:[ ]*credit=(?:"[^"\n]*"|'[^'\n]*')[ ]*\}
    """,
    re.DOTALL | re.VERBOSE,
)
"""As the parser has them: ``markdown.inlinepatterns``, ``parse``, ``dialect``. A test reads what
each of our cases holds and finds none cut."""

_OPEN = re.compile(r"<[A-Za-z/!?][^<>]*?\n[ \t]*\n")


def reaches_on(text: str) -> bool:
    """Whether a tag in the text is still open where its block ends: what comes behind it is read
    as it is only as long as nothing there closes the tag."""
    return "<" in text and _OPEN.search(text) is not None


def whole(source: str) -> bool:
    """Whether a raw run is one whole piece of source, as nearly all are."""
    return _ATOM.fullmatch(source) is not None


def parted(source: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a raw run: whether each is whole, or is only words."""
    at = 0
    for found in _ATOM.finditer(source):
        if found.start() > at:
            yield source[at : found.start()], False
        yield found[0], True
        at = found.end()
    if at < len(source):
        yield source[at:], False

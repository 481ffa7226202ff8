"""Note-outs and TKs in Markdown source: found by one pass over the text, without parsing it.

A note-out (``%%doubtful words%%``) parks words: they stay in the source and are shown greyed in the
editor, but no reader, excerpt, search or count ever meets them. TK stands for "to come".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from newsroom.text.blocks import Run

SIGN = "%%"

_OPEN = r"(?<!%)%%(?=[^\s%])"
_CLOSE = r"(?<=\S)%%(?!%)"
OPEN, CLOSE = re.compile(_OPEN), re.compile(_CLOSE)
"""What opens and what closes a note-out; between them stands no blank line."""

_FENCE = r"^(?P<fence>`{3,}|~{3,})[^\n]*\n(?:[^\n]*\n){0,2000}?(?P=fence)[ \t]*$"
_QUIET = re.compile(
    rf"(?P<block>{_FENCE})"
    r"|\\[\\`*_{}\[\]()>#+\-.!~^%:|]"
    r"|(?P<ticks>`+)"
    r"|\]\([^()\s]{0,2000}|^[ ]{0,3}\[(?!\^)[^\]\n]{0,200}\]:[ \t]*\S{1,2000}"
    r"|<[A-Za-z/!?][^<>]{0,2000}>",
    re.MULTILINE,
)
"""Code, escaped signs and addresses: what stands in them is no sign."""

_BOUNDS = (
    re.compile(r"\n[ \t>]*\r?\n"),
    re.compile(r"\n[ \t>]*(?:\r?\n|(?:[*+-]|\d{1,9}\.|#{1,6})[ \t]|:{3}|[=-]+[ \t]*$)|\|", re.M),
)
"""What ends a block, and with it an open note-out: a blank line for sure; a line that may begin an
item, or a cell's edge, perhaps. Both readings count, so that no parked word slips out."""

_TK = re.compile(r"(?<![^\W_])(?:TK)+(?![^\W_])")

Span = tuple[int, int]


class Open(NamedTuple):
    """What is still open in a story: parked passages, and facts to come."""

    note_outs: int
    tks: int


def quiet_spans(markdown: str) -> tuple[Span, ...]:
    """Where code, escaped signs and addresses stand: no sign in them means anything."""
    return tuple(_quiet(markdown))


def _quiet(markdown: str) -> Iterator[Span]:
    last: dict[str, int] = {}  # for each length of ticks, the last place that could close it
    for ticks in re.finditer("`+", markdown):
        last[ticks[0]] = ticks.start()
    at = 0
    while found := _QUIET.search(markdown, at):
        at = found.end()
        if found["ticks"]:
            # Ticks behind an escaped one are a shorter run than any that may stand in the text.
            if last.get(found["ticks"], -1) < at:
                continue
            closing = re.compile(rf"(?<!`){found['ticks']}(?!`)").search(markdown, at)
            if closing is None or _BOUNDS[0].search(markdown, at, closing.start()):
                continue
            at = closing.end()
        yield found.start(), at


def _masked(markdown: str) -> str:
    """The text, as long as it was, with code, escaped signs and addresses filled up."""
    out: list[str] = []
    at = 0
    for start, end in _quiet(markdown):
        out += [markdown[at:start], "\x01" * (end - start)]
        at = end
    return "".join((*out, markdown[at:]))


def _spans(masked: str, bound: re.Pattern[str]) -> Iterator[Span]:
    at = 0
    end = -1  # of the block that ``at`` stands in
    unclosed = -1  # no note-out that opens before this is closed
    while opened := OPEN.search(masked, at):
        at = opened.end()
        if at > end:
            found = bound.search(masked, at)
            end = found.start() if found else len(masked)
        if at <= unclosed:
            continue
        closed = CLOSE.search(masked, at + 1, min(len(masked), end + 1))
        if closed and closed.end() <= end:
            yield opened.start(), closed.end()
            at = closed.end()
        else:
            unclosed = end


def note_spans(markdown: str) -> tuple[Span, ...]:
    """Where the note-outs stand, their signs included, as character ranges."""
    if SIGN not in markdown:
        return ()
    masked = _masked(markdown)
    out: list[Span] = []
    for start, end in sorted({span for bound in _BOUNDS for span in _spans(masked, bound)}):
        if out and start < out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def without_notes(markdown: str) -> str:
    """The text without its note-outs, closed up as a page closes up."""
    spans = note_spans(markdown)
    if not spans:
        return markdown
    out: list[str] = []
    at = 0
    for start, end in spans:
        before = markdown[at:start]
        out.append(before[:-1] if closes_up(before, markdown[end : end + 1]) else before)
        at = end
    out.append(markdown[at:])
    return "".join(out)


def closes_up(before: str, after: str) -> bool:
    """Does a space at the end of ``before`` go when what stood between it and ``after`` goes?"""
    return before.endswith(" ") and (not after or after[0] in " ,.)”»،")


def tk_spans(markdown: str) -> tuple[Span, ...]:
    """Where TK, TKTK … stand as words of their own, outside code and note-outs, in source text."""
    if "TK" not in markdown:
        return ()
    quiet = sorted((*_quiet(markdown), *note_spans(markdown)))
    out: list[Span] = []
    at = 0
    for start, end in (*quiet, (len(markdown), len(markdown))):
        out += [found.span() for found in _TK.finditer(markdown, at, max(at, start))]
        at = max(at, end)
    return tuple(out)


def tk_in_runs(runs: tuple[Run, ...]) -> tuple[Span, ...]:
    """Where TKs stand in a block's own text (its runs put together), for a view that shows it."""
    blank = "".join(
        "\x00" * len(run.text)
        if run.marks.code or run.marks.noted or run.marks.raw or run.marks.image
        else run.text
        for run in runs
    )
    return tuple(found.span() for found in _TK.finditer(blank)) if "TK" in blank else ()


def count_open(body: str) -> Open:
    """How many note-outs and TKs a story's Markdown holds."""
    return Open(len(note_spans(body)), len(tk_spans(body)))

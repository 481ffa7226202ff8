"""Footnotes in Markdown source: which there are, where they are cited, the next name, renumbering.

Pure functions on text, by the look of the lines; what stands in code is no footnote.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import replace

from newsroom.text.notes import Span, quiet_spans
from newsroom.values import dataclass

_DEFINITION = re.compile(r"^ {0,3}\[\^([^\]\n]{1,200})\]:[ ]*", re.MULTILINE)
_REFERENCE = re.compile(r"\[\^([^\]\n]{1,200})\]")
_GOES_ON = re.compile(r"(?:\r?\n)+(?=(?: {4}|\t)[ \t]*\S)")


@dataclass(frozen=True, slots=True)
class Footnote:
    """One footnote. All ranges are character ranges of the source.

    ``number`` is what the page prints, 0 for one that is cited but never defined; ``references``
    are the places that cite it (``[^id]``); ``definition`` reaches from its ``[^id]:`` to the end
    of its last line, None without one; ``text`` is what it says, its first line's mark taken off.
    """

    id: str
    number: int
    references: tuple[Span, ...]
    definition: Span | None
    text: str = ""


def footnotes(source: str) -> tuple[Footnote, ...]:
    """The footnotes: first those defined, in the page's order, then those that nothing defines."""
    if "[^" not in source:
        return ()
    outside = _Outside(source)
    found: dict[str, Footnote] = {}
    starts: set[int] = set()
    end = 0
    for definition in _DEFINITION.finditer(source):
        if definition.start() < end or not outside.has(definition.start(1)):
            continue
        name = definition[1]
        starts.add(definition.start(1))
        end = _end(source, definition.end())
        span = (definition.start(), end)
        number = found[name].number if name in found else len(found) + 1
        found[name] = Footnote(name, number, (), span, source[definition.end() : end])
    cited: dict[str, list[Span]] = {}
    for reference in _REFERENCE.finditer(source):
        if reference.start(1) not in starts and outside.has(reference.start()):
            cited.setdefault(reference[1], []).append(reference.span())
    for name, places in cited.items():
        note = found.get(name, Footnote(name, 0, (), None))
        found[name] = replace(note, references=tuple(places))
    return tuple(found.values())


class _Outside:
    """Tells what stands outside code, escapes and addresses."""

    def __init__(self, source: str) -> None:
        self._spans = quiet_spans(source)
        self._starts = [start for start, _ in self._spans]

    def has(self, at: int) -> bool:
        """Is this character outside?"""
        number = bisect_right(self._starts, at) - 1
        return number < 0 or at >= self._spans[number][1]


def _end(source: str, at: int) -> int:
    """Where the definition whose words begin at ``at`` ends: lazy lines and indented paragraphs
    belong to it."""
    end = at
    while True:
        line = source.find("\n", end)
        if line < 0:
            return len(source.rstrip("\r\n")) if end < len(source) else len(source)
        end = line
        after = source.find("\n", line + 1)
        next_line = source[line + 1 : after if after >= 0 else len(source)]
        if next_line.strip() and not _DEFINITION.match(next_line):
            end = line + 1
            continue
        goes_on = _GOES_ON.match(source, line)
        if goes_on is None:
            return line - 1 if source[line - 1 : line] == "\r" else line
        end = goes_on.end()


def next_id(source: str) -> str:
    """The name for a new footnote: one more than the highest number in use."""
    used = [int(note.id) for note in footnotes(source) if note.id.isascii() and note.id.isdigit()]
    return str(max(used, default=0) + 1)


def apart(source: str, beside: str) -> str:
    """The source with its footnotes named otherwise than those of the text that it comes into: its
    numbers count on from there, and so does a name that stands there too."""
    notes, there = footnotes(source), {note.id for note in footnotes(beside)}
    if not notes or not there:
        return source
    first = int(next_id(beside))
    moved = [note.id for note in notes if note.id.isdigit() or note.id in there]
    names = {name: str(number) for number, name in enumerate(moved, first)}
    places = {begin for note in notes for begin, _ in note.references}
    places |= {note.definition[0] for note in notes if note.definition}
    return _renamed(source, 0, len(source), places, names)


def parted(source: str) -> tuple[str, str]:
    """The source without the definitions of its footnotes, and these."""
    spans = sorted(note.definition for note in footnotes(source) if note.definition)
    if not spans:
        return source, ""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(source)]
    said = [source[a:b].strip("\r\n") for a, b in zip(ends, starts, strict=True)]
    notes = [source[start:end].strip("\r\n") for start, end in spans]
    return "\n\n".join(filter(str.strip, said)), "\n\n".join(notes)


def renumber(source: str) -> str:
    """The source with its footnotes in the order in which they are first cited.

    Names that are numbers count up from 1, other names stay; definitions change places so that the
    page's numbers follow. Uncited definitions come last. The source itself where that can't be done
    without changing what somebody wrote (two definitions of one name).
    """
    notes = footnotes(source)
    defined = [note for note in notes if note.definition]
    if len({note.id for note in notes}) != len(notes) or _twice(source, defined):
        return source
    first = {note.id: note.references[0][0] for note in notes if note.references}
    far = len(source)
    order = sorted(notes, key=lambda note: (first.get(note.id, far), note.number))
    names: dict[str, str] = {}
    taken = {note.id for note in notes if not note.id.isdigit()}
    number = 0
    for note in order:
        if note.id.isdigit():
            number += 1
            names[note.id] = str(number)
    if taken & set(names.values()):
        return source
    slots = sorted(note.definition for note in defined if note.definition)
    filling = [note.definition for note in order if note.definition]
    places = {begin for note in notes for begin, _ in note.references}
    places |= {note.definition[0] for note in defined if note.definition}
    out: list[str] = []
    at = 0
    for slot, (start, end) in zip(slots, filling, strict=True):
        out += [_renamed(source, at, slot[0], places, names)]
        out += [_renamed(source, start, end, places, names)]
        at = slot[1]
    made = "".join((*out, _renamed(source, at, len(source), places, names)))
    return made if _same(notes, footnotes(made), names) else source


def _twice(source: str, defined: list[Footnote]) -> bool:
    """Is a name defined more than once?"""
    outside = _Outside(source)
    marks = [m for m in _DEFINITION.finditer(source) if outside.has(m.start(1))]
    return len(marks) != len(defined)


def _renamed(source: str, start: int, end: int, places: set[int], names: Mapping[str, str]) -> str:
    """A stretch of the source with the new names at those of ``places`` that it holds."""
    out: list[str] = []
    at = start
    for found in _REFERENCE.finditer(source, start, end):
        begins = source.rfind("\n", 0, found.start()) + 1
        defines = begins in places and not source[begins : found.start()].strip()
        if found.start() in places or defines:
            out += [source[at : found.start()], f"[^{names.get(found[1], found[1])}]"]
            at = found.end()
    return "".join((*out, source[at:end]))


def _same(
    before: tuple[Footnote, ...], after: tuple[Footnote, ...], names: Mapping[str, str]
) -> bool:
    """Do the footnotes say what they said, cited as often as they were?"""
    was = {names.get(n.id, n.id): (len(n.references), n.definition is None) for n in before}
    return was == {n.id: (len(n.references), n.definition is None) for n in after}

"""White space and odd characters of text from outside: what a browser would show of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsroom.text.blocks import HARD_BREAK, IMAGE, PLAIN, Run, Runs, normal, unite

LONGEST = 20_000
"""Characters of one paragraph; a longer one is cut at a space, so that it can be laid out and
typed in (the editor cuts what is pasted at the same length)."""
MOST_SIGNS = 250
"""Signs of one paragraph that Markdown might read: a parser's time grows with their square."""

_MOST_IN_WORDS = 3 * MOST_SIGNS  # where no space comes to part it at

_SPACES = re.compile(r"[ \t\r\n\f\v\x1c-\x1f\x85\u2028\u2029]+")
_UNSTORED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\ufeff\ufffc\ue000-\uf8ff\ud800-\udfff]"
)
"""No letters: controls, soft hyphens, marks of byte order, characters that fonts made up."""
_WIDE = re.compile("[ \xa0]{2,}")
_BOX = re.compile(r"\[([ xX])\] +")
_EDGES = " \xa0\t\n" + HARD_BREAK
_SIGNS = frozenset("[<`&*_~^%")


def clean(text: str) -> str:
    """The text without characters that no story holds."""
    return _UNSTORED.sub("", text)


def collapsed(text: str) -> str:
    """Text between tags: each stretch of white space is one space."""
    return _SPACES.sub(" ", clean(text))


def said(text: str) -> str:
    """Words on one line: of an attribute, a title."""
    return " ".join(clean(text).split())


def is_words(line: Iterable[Run]) -> bool:
    """Whether there is something to read or see in a line."""
    return any(run.marks.image or run.marks.raw or run.text.strip(_EDGES) for run in line)


def tidy(line: Sequence[Run]) -> Runs:
    """A line's runs with single spaces within and none around. A hard space stays one where it
    stands alone, between « and a word, say."""
    line = unite(line)
    whole = "".join(run.text for run in line)
    if _WIDE.search(whole):
        signs = list(whole)
        for found in _WIDE.finditer(whole):
            signs[found.start() : found.end()] = [" ", *[""] * (found.end() - found.start() - 1)]
        cut: list[Run] = []
        at = 0
        for run in line:
            cut.append(Run("".join(signs[at : at + len(run.text)]), run.marks))
            at += len(run.text)
        line = unite(cut)
    runs = list(line)
    while runs and not _kept(runs[0]):
        if words := runs[0].text.lstrip(_EDGES):
            runs[0] = Run(words, runs[0].marks)
            break
        runs.pop(0)
    while runs and not _kept(runs[-1]):
        if words := runs[-1].text.rstrip(_EDGES):
            runs[-1] = Run(words, runs[-1].marks)
            break
        runs.pop()
    return normal(runs)


def _kept(run: Run) -> bool:
    return bool(run.marks.image or run.marks.raw)


def unticked(runs: Runs) -> tuple[bool | None, Runs]:
    """Whether an item that begins with a box to tick off ("[ ]", "[x]"; Notion's, and everybody's
    by hand) is ticked, and its words without that; None and all of them for any other."""
    found = _BOX.match(runs[0].text) if runs and not runs[0].marks.raw else None
    if found is None:
        return None, runs
    words = runs[0].text[found.end() :]
    rest = (Run(words, runs[0].marks), *runs[1:]) if words else runs[1:]
    return (found[1] != " ", rest) if rest else (None, runs)


def parts_of(line: Sequence[Run], *, heading: bool) -> Iterator[Runs]:
    """A line as paragraphs: parted at empty lines, at pictures in a heading, and where it is longer
    than any paragraph."""
    for paragraph in _paragraphs(line):
        part: list[Run] = []
        size = signs = 0
        for run in paragraph:
            if run.marks.image and heading:
                yield from _whole(part)
                yield (Run(IMAGE, replace(PLAIN, image=run.marks.image)),)
                part, size, signs = [], 0, 0
                continue
            apart = run.text[:1] == " " or (bool(part) and part[-1].text[-1:] == " ")
            if signs > (MOST_SIGNS if apart else _MOST_IN_WORDS):
                yield from _whole(part)
                part, size, signs = [], 0, 0
            signs += 2 * (run.marks != PLAIN)
            for words in (run.text,) if _kept(run) else _short(run.text, size, signs):
                if words is None:
                    yield from _whole(part)
                    part, size, signs = [], 0, 0
                    continue
                part.append(Run(words, run.marks))
                size += len(words)
                signs += sum(sign in _SIGNS for sign in words)
        yield from _whole(part)


def _paragraphs(line: Sequence[Run]) -> Iterator[list[Run]]:
    """A line cut where an empty line stands: two breaks with nothing between."""
    part: list[Run] = []
    held: list[Run] = []  # since the last break: white space
    breaks = 0
    for run in line:
        if run.text == HARD_BREAK:
            breaks += 1
            held.append(run)
        elif breaks and not _kept(run) and not run.text.strip(_EDGES):
            held.append(run)
        else:
            if breaks > 1:
                yield part
                part = []
            else:
                part += held
            held, breaks = [], 0
            part.append(run)
    yield part


def _whole(part: Sequence[Run]) -> Iterator[Runs]:
    runs = tidy(part)
    if runs:
        yield runs


def _short(words: str, size: int, signs: int) -> Iterator[str | None]:
    """The words in pieces that a paragraph can hold; None is the end of one that is full."""
    if size + len(words) <= LONGEST and signs + sum(s in _SIGNS for s in words) <= MOST_SIGNS:
        yield words
        return
    while words:
        end = _room(words, LONGEST - size, MOST_SIGNS - signs)
        if end < len(words):
            space = words.rfind(" ", end // 2, end)
            end = space + 1 if space > 0 else max(end, 1)
        yield words[:end]
        words, size, signs = words[end:], 0, 0
        if words:
            yield None


def _room(words: str, letters: int, signs: int) -> int:
    """How many of the words' characters fit."""
    for at, sign in enumerate(words[: max(letters, 0)]):
        if sign in _SIGNS:
            signs -= 1
            if signs < 0:
                return at
    return max(0, min(letters, len(words)))

"""The passage of a story that holds the words searched for, cut from the text as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newsroom.store.tokens import UNSPACED, ZWNJ, Wanted, fold

LENGTH = 160  # characters of a passage, about two lines of the list
_BEFORE = 50  # of them before the first hit
_MOST_LOOKED_AT = 200_000  # characters of one text; a story has some thousands
_FIRST_LOOK = 600  # of them before the rest: folding takes most of the time
_FILL = "\0"  # stands for a character that folding drops: offsets stay those of the text
_EDGE = re.compile(r"\s")
# A word begins and ends where no letter stands beside it, or one of a script that has no blanks.
# What stands before is asked about behind the first letter: a pattern that begins with a letter is
# looked for as that letter, several times as quickly as at every place of a text.
_NO_BLANKS = UNSPACED.pattern.removesuffix("+")
_BEGINS = rf"(?:(?<![^\W_]{{first}})|(?<={_NO_BLANKS}{{first}}))"
_ENDS = rf"(?:(?![^\W_])|(?={_NO_BLANKS}))"


class _Shadow(dict[int, str]):
    """Every character as one folded character, so that offsets are those of the text."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        folded = fold(letter)
        if not folded or folded == ZWNJ:
            folded = _FILL
        elif len(folded) > 1:
            folded = letter  # "ß" folds to two letters: no single one stands for it
        self[code] = folded
        return folded


_SHADOW = _Shadow()


@lru_cache(maxsize=64)
def _pattern(asked: tuple[Wanted, ...]) -> re.Pattern[str]:
    """One pattern for all words: each begins at a word's edge unless its script has none."""
    ways = []
    for one in asked:
        for phrase in one.phrases:
            ways.append(_phrase(phrase, begins=one.begins))
    return re.compile("|".join(dict.fromkeys(ways)))


def _phrase(phrase: tuple[str, ...], *, begins: bool) -> str:
    pieces = _pieces(phrase)
    words = [[re.escape(letter) for letter in piece] for piece in pieces]
    if not UNSPACED.match(pieces[0]):
        words[0][0] += _BEGINS.format(first=words[0][0])
    tail = "" if begins or UNSPACED.match(pieces[-1]) else _ENDS
    return rf"[\W_{_FILL}]*".join(f"{_FILL}*".join(word) for word in words) + tail


def _pieces(phrase: tuple[str, ...]) -> list[str]:
    """The tokens as they stand in a text: pairs of letters overlap there."""
    pieces: list[str] = []
    for token in phrase:
        if pieces and UNSPACED.fullmatch(token) and pieces[-1][-1] == token[0]:
            pieces[-1] += token[1:]
        else:
            pieces.append(token)
    return pieces


def find(text: str, asked: tuple[Wanted, ...]) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text: character offsets, in order, looked for as they are taken.

    Who takes the first alone has a long text folded only as far as they stand.
    """
    pattern, end = _pattern(asked), 0
    if len(text) > _FIRST_LOOK:
        for hit in pattern.finditer(text[:_FIRST_LOOK].translate(_SHADOW)):
            if hit.end() > _FIRST_LOOK - LENGTH:
                break  # what ends near the cut may go on behind it
            yield hit.span()
            end = hit.end()
    for hit in pattern.finditer(text[:_MOST_LOOKED_AT].translate(_SHADOW), end):
        yield hit.span()


def passage(text: str, asked: tuple[Wanted, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The part of ``text`` around its first hits on one line, and the hits in it.

    An empty passage means that none of the words stands there.
    """
    hits = list(find(text, asked))
    if not hits:
        return "", ()
    start = _best(hits)
    begin = max(0, start - _BEFORE)
    if begin:
        edge = _EDGE.search(text, begin, start)
        begin = edge.end() if edge else begin
    end = min(len(text), begin + LENGTH)
    if end < len(text):
        cut = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
        end = cut if cut > start + 1 else end
    lead = "…" if begin else ""
    shown = _EDGE.sub(" ", text[begin:end])
    marks = tuple(
        (max(a, begin) - begin + len(lead), min(b, end) - begin + len(lead))
        for a, b in hits
        if a < end and b > begin
    )
    return lead + shown + ("…" if end < len(text) else ""), marks


def _best(hits: list[tuple[int, int]]) -> int:
    """The start of the stretch with most hits in a passage's length."""
    best, most = hits[0][0], 0
    for place, (start, _end) in enumerate(hits[:200]):
        inside = sum(
            1 for other in hits[place : place + 20] if other[1] - start <= LENGTH - _BEFORE
        )
        if inside > most:
            best, most = start, inside
    return best

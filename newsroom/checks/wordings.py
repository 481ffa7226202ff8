"""Wordings looked for by their first word: a book of thousands costs no more than one of a few."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PLAIN: Final = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "‑": "-"})
_JOINTS: Final = frozenset("-' \u200c.")
_MOST_PARTS: Final = 5  # words that a house spelling may be torn into


class Wording(NamedTuple):
    """What is looked for and what is written instead; ``rule`` is the rule's place in the book.

    With ``exact`` capitals matter.
    """

    words: str
    fixes: tuple[str, ...]
    rule: int
    exact: bool = False


class Spelling(NamedTuple):
    """How the house writes a name; ``rule`` is the rule's place in the book."""

    words: str
    rule: int


class Hit(NamedTuple):
    """Something found: which rule, from where to where, what may stand there, what is said."""

    rule: int
    start: int
    end: int
    fixes: tuple[str, ...] = ()
    said: str = ""


def folded(text: str) -> str:
    """Small letters and plain apostrophes, as long as it was."""
    plain = text.translate(_PLAIN)
    low = plain.lower()
    if len(low) == len(plain):
        return low
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in plain)


class Wordings:
    """All wordings and house spellings of a book."""

    def __init__(self, wordings: Sequence[Wording], spellings: Sequence[Spelling] = ()) -> None:
        self._by_word: dict[str, list[tuple[str, Wording]]] = {}
        self._others: list[tuple[str, Wording]] = []
        for wording in wordings:
            low = folded(" ".join(wording.words.split()))
            first = _WORD.match(low)
            if first is None:
                self._others.append((low, wording))
            else:
                self._by_word.setdefault(first[0], []).append((low, wording))
        self._spelled: dict[str, list[Spelling]] = {}
        for spelling in spellings:
            self._spelled.setdefault(_bare(folded(spelling.words)), []).append(spelling)
        self._longest = max(map(len, self._spelled), default=0)

    def look(self, text: str) -> Iterator[Hit]:
        """Everything that stands in a text, in the order of its first words."""
        low = folded(text)
        starts = [match.span() for match in _WORD.finditer(low)]
        for start, end in starts:
            first = low[start:end].removesuffix("'s")
            for words, wording in (
                *self._by_word.get(low[start:end], ()),
                *(self._by_word.get(first, ()) if first != low[start:end] else ()),
            ):
                if low.startswith(words, start):
                    hit = _hit(text, low, wording, start, start + len(words))
                    if hit is not None:
                        yield hit
        if self._spelled:
            yield from self._look_up(text, low, starts)
        for words, wording in self._others:
            at = low.find(words)
            while at >= 0:
                hit = _hit(text, low, wording, at, at + len(words))
                if hit is not None:
                    yield hit
                at = low.find(words, at + len(words))

    def _look_up(self, text: str, low: str, starts: Sequence[tuple[int, int]]) -> Iterator[Hit]:
        """House spellings written otherwise."""
        for number, (start, end) in enumerate(starts):
            if (
                start
                and low[start - 1] in _JOINTS
                and number
                and starts[number - 1][1] == start - 1
            ) and low[start - 1] != " ":
                continue  # the middle of a joined word
            for last in range(number, min(number + _MOST_PARTS, len(starts))):
                if last > number:
                    gap = low[starts[last - 1][1] : starts[last][0]]
                    if len(gap) != 1 or gap not in _JOINTS:
                        break
                end = starts[last][1]
                bare = _bare(low[start:end])
                if len(bare) > self._longest + 1:
                    break
                stem, until = (bare, end)
                if bare not in self._spelled and low.endswith("'s", start, end):
                    until = end - 2
                    stem = _bare(low[start:until])
                for spelling in self._spelled.get(stem, ()):
                    if _differs(text[start:until], spelling.words) and not _tied(low, until):
                        yield Hit(spelling.rule, start, until, (spelling.words,))


def _bare(low: str) -> str:
    return "".join(sign for sign in low if sign not in _JOINTS)


def _tied(low: str, end: int) -> bool:
    """Whether the word goes on behind a hyphen or a half space."""
    return low[end : end + 1] in ("-", "\u200c") and low[end + 1 : end + 2].isalnum()


def _differs(text: str, house: str) -> bool:
    plain = text.translate(_PLAIN)
    if plain == house or (plain[:1].isupper() and plain[0].lower() + plain[1:] == house):
        return False
    if plain.isupper() and not house.isupper() and len(plain) > 1:
        return plain.replace(" ", "") != house.upper().replace(" ", "")  # set in capitals
    # A short name in small letters is most likely another word (US, us; WHO, who).
    return not (plain.islower() and not house.islower() and len(_bare(plain)) <= 4)


def _hit(text: str, low: str, wording: Wording, start: int, end: int) -> Hit | None:
    if _goes_on(low, start, end):
        return None
    found = text[start:end]
    if wording.exact and found.translate(_PLAIN) != wording.words.translate(_PLAIN):
        return None
    fixes = wording.fixes
    if not wording.exact:
        fixes = tuple(like(found, fix) for fix in fixes)
    return None if found in fixes else Hit(wording.rule, start, end, fixes)


def _goes_on(low: str, start: int, end: int) -> bool:
    """Whether the words are a part of longer ones ("non-", "-like", half spaces)."""
    if low[start].isalnum() and start:
        before = low[start - 1]
        if before.isalnum() or before == "_":
            return True
        if before in "-\u200c'" and start > 1 and low[start - 2].isalnum():
            return True
    if low[end - 1].isalnum() and end < len(low):
        after = low[end]
        if after.isalnum() or after == "_":
            return True
        if after in "-\u200c" and end + 1 < len(low) and low[end + 1].isalnum():
            return True
        if after == "'" and end + 1 < len(low) and low[end + 1].isalpha():
            return not (low[end + 1] == "s" and not low[end + 2 : end + 3].isalnum())
    return False


def like(found: str, fix: str) -> str:
    """The fix with the capitals of what was found: at its beginning, or all of it."""
    letters = [sign for sign in found if sign.isalpha()]
    if len(letters) > 1 and all(sign.isupper() for sign in letters) and len(found) > 3:
        return fix.upper()
    if letters and letters[0].isupper() and found[0].isalpha() and fix[:1].islower():
        return fix[0].upper() + fix[1:]
    return fix

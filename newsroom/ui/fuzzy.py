"""Finding by a few letters in their order: "nsf" finds "New Story from template"."""

from __future__ import annotations

from dataclasses import dataclass

START = 8  # a letter that begins a word tells more than one inside it
RUN = 5  # a letter that follows the one before it tells more than one on its own
WHOLE = 20  # the words as they were typed
GAP = -1  # every letter that is skipped between the first and the last
SPREAD = 3  # places for each letter that was typed: further apart they are chance
TAIL = 0.05  # of two that match alike the shorter one was meant


@dataclass(frozen=True, slots=True)
class Match:
    """How well it matches, and the places of the letters that did (character offsets)."""

    score: float
    places: tuple[int, ...]


def match(typed: str, text: str) -> Match | None:
    """How ``typed`` is found in ``text``, None if it is not. Each typed word must be found.

    Upper and lower case are the same. Nothing typed matches everything alike.
    """
    folded = _fold(text)
    score = -TAIL * len(text)
    places: set[int] = set()
    for word in _fold(typed).split():
        found = _word(word, folded)
        if found is None:
            return None
        score += found.score
        places.update(found.places)
    return Match(score, tuple(sorted(places)))


def _fold(text: str) -> str:
    """Lower case, letter by letter, so that places stay what they are."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _word(word: str, text: str) -> Match | None:
    best: Match | None = None
    at = text.find(word)
    while at >= 0:
        found = _score(tuple(range(at, at + len(word))), text, WHOLE)
        best = found if best is None or found.score > best.score else best
        at = text.find(word, at + 1)
    loose = _loose(word, text)
    if loose is not None and (best is None or loose.score > best.score):
        best = loose
    return best


def _loose(word: str, text: str) -> Match | None:
    """The letters in their order: where they stand nearest, or each beginning a word."""
    near, starts = _nearest(word, text), _starts(word, text)
    found = [_score(places, text, 0) for places in (near, starts) if places is not None]
    return max(found, key=lambda each: each.score, default=None)


def _nearest(word: str, text: str) -> tuple[int, ...] | None:
    """The shortest stretch that has the letters in their order; none where they are scattered:
    in a headline of sixty letters nearly every word can be found like that."""
    best: tuple[int, ...] | None = None
    start = text.find(word[0])
    while start >= 0:
        places = [start]
        for letter in word[1:]:
            at = text.find(letter, places[-1] + 1)
            if at < 0:
                return best  # nor from any later beginning
            places.append(at)
        spread = places[-1] - start + 1
        if spread <= SPREAD * len(word) and (best is None or spread <= best[-1] - best[0]):
            best = tuple(places)
        start = text.find(word[0], start + 1)
    return best


def _starts(word: str, text: str) -> tuple[int, ...] | None:
    """The letters as the beginnings of words, each as early as it can be."""
    places: list[int] = []
    at = 0
    for letter in word:
        while True:
            at = text.find(letter, at)
            if at < 0:
                return None
            if _begins(at, text):
                break
            at += 1
        places.append(at)
        at += 1
    return tuple(places)


def _begins(at: int, text: str) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def _score(places: tuple[int, ...], text: str, bonus: float) -> Match:
    score = bonus
    before = -2
    for place in places:
        score += START if _begins(place, text) else 0
        score += RUN if place == before + 1 else 0
        before = place
    skipped = places[-1] - places[0] + 1 - len(places)
    return Match(score + GAP * skipped, places)

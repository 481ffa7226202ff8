"""Finding by a few letters in their order: "nsf" finds "New Story from template"."""

from __future__ import annotations

from dataclasses import dataclass

START = 8  # a letter that begins a word tells more than one inside it
RUN = 5  # a letter that follows the one before it tells more than one on its own
WHOLE = 20  # the words as they were typed
GAP = -1  # every letter that is skipped between the first and the last
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
    """The letters in their order: forwards to see that they are there, backwards to draw near."""
    at = -1
    for letter in word:
        at = text.find(letter, at + 1)
        if at < 0:
            return None
    places = []
    end = at + 1
    for letter in reversed(word):
        end = text.rfind(letter, 0, end)
        places.append(end)
    tight = _score(tuple(reversed(places)), text, 0)
    starts = _starts(word, text)
    if starts is None:
        return tight
    initials = _score(starts, text, 0)
    return initials if initials.score > tight.score else tight


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

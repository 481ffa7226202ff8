"""What is known of words: what dictionaries said, and the words that people said are right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, Protocol

from newsroom.checks.words import words

Verdict = Literal[True] | tuple[str, ...]
"""Right, or wrong: with the wrong parts of a joined word, none of a whole one."""


class Speller(Protocol):
    """What judges words by dictionaries. Its calls wait; they are made off the GUI thread."""

    def wrong(self, language: str, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """The wrong ones, each with its wrong parts where it is joined.

        Raises ``engine.Unavailable`` where words of the language can't be judged, and
        ``engine.Lost`` where they may be the next time.
        """

    def suggest(self, language: str, word: str) -> tuple[str, ...]:
        """What may have been meant, the likeliest first. Raises ``engine.Unavailable``."""

    def close(self) -> None:
        """Be done."""


class Verdicts:
    """What dictionaries said of words, by language, and the words that are right whatever they say.

    A listed word is right as it is listed, with a capital at its beginning, and with 's behind it.
    """

    def __init__(self) -> None:
        self._known: dict[str, dict[str, Verdict]] = {}
        self._right: dict[str, set[str]] = {}
        self._off: set[str] = set()
        self._listed: frozenset[str] = frozenset()

    def of(self, language: str, word: str, more: Collection[str] = ()) -> bool | None:
        """Whether the word is right; None if nobody was asked yet. ``more`` are right here too."""
        known = self._known.get(language)
        verdict = known.get(word) if known is not None else None
        if verdict is True or language in self._off or self.lists(word, more):
            return True
        if verdict is None:
            return None
        return bool(verdict) and all(self.lists(part, more) for part in verdict)

    def right(self, language: str) -> Collection[str]:
        """The words that the language's dictionaries were asked about and know, as they spell
        them."""
        return self._right.get(language, ())

    def lists(self, word: str, more: Collection[str] = ()) -> bool:
        """Whether people said that it is right."""
        if not self._listed and not more:
            return False
        stem = word[:-2] if word.endswith("'s") else word
        forms = (word, stem, word[:1].lower() + word[1:], stem[:1].lower() + stem[1:])
        return any(form in self._listed or form in more for form in forms)

    def learn(
        self, language: str, asked: Iterable[str], wrong: Mapping[str, tuple[str, ...]]
    ) -> None:
        """Take in what a dictionary said of the words that it was asked about."""
        known = self._known.setdefault(language, {})
        right = self._right.setdefault(language, set())
        for word in asked:
            verdict = known[word] = wrong.get(word, True)
            if verdict is True:
                right.add(word)
            else:
                right.discard(word)

    def switch_off(self, language: str) -> None:
        """Words of that language are not judged."""
        self._off.add(language)

    def list_words(self, listed: Iterable[str]) -> bool:
        """These words are right from now on, and no others; whether that changed anything."""
        new = frozenset(listed)
        changed = new != self._listed
        self._listed = new
        return changed


def spelled(text: str) -> tuple[str, ...]:
    """The words of a name or an entry, as dictionaries spell them."""
    return tuple(word.text for word in words(text))

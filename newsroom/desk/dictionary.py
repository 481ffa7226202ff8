"""The house dictionary: words that this newsroom spells as it does, right for everybody here."""

from __future__ import annotations

from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.errors import BadInput
from newsroom.news.lists import HOUSE_WORDS, Term

MOST = 100  # characters of an entry: a word, or a name of several


class Dictionary:
    """The words, kept as a list of the newsroom."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def words(self) -> tuple[str, ...]:
        """All of them, by the alphabet."""
        terms = self._seat.store.lists.terms(HOUSE_WORDS)
        return tuple(sorted((term.key for term in terms), key=lambda word: (word.casefold(), word)))

    def add(self, word: str) -> Changes:
        """Put a word in. Raises BadInput for nothing and for a whole sentence."""
        text = " ".join(word.split())
        if not text or len(text) > MOST:
            raise BadInput(
                _("An entry of the dictionary has between 1 and {most} characters.").format(
                    most=MOST
                )
            )
        if text in self.words():
            return NOTHING
        with self._seat.store.transaction():
            self._seat.store.lists.put(HOUSE_WORDS, Term(key=text, name=text))
        return Changes(lists=True)

    def remove(self, word: str) -> Changes:
        """Take a word out; one that is not there is no fault."""
        with self._seat.store.transaction():
            self._seat.store.lists.remove(HOUSE_WORDS, word)
        return Changes(lists=True)

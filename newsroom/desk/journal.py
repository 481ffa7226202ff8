"""Typed text that no save has taken in: written down as people type, shown at the next start."""

from __future__ import annotations

from newsroom.desk.seat import Seat
from newsroom.news.article import Article
from newsroom.news.errors import NotFound
from newsroom.news.revision import Draft
from newsroom.store.connect import open_store
from newsroom.store.journal import JournalFile
from newsroom.values import dataclass


@dataclass(frozen=True, slots=True)
class Recovered:
    """A draft of a window that is gone, and the story as it stands now (None if never saved)."""

    draft: Draft
    current: Article | None


class Journal:
    """The verbs of the journal. They belong to one thread, which need not be the desk's."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._file = JournalFile(seat.store.folder)
        seat.journal = self._file.session

    def note(self, draft: Draft) -> None:
        """Keep what was typed; it is on the disk when this returns.

        Raises DiskFull, StoreReadOnly, StoreError; the draft of before is still kept then.
        """
        self._file.put(draft)

    def drop(self, key: str) -> None:
        """Throw a draft away. Raises StoreError."""
        self._file.drop(key)

    def recovered(self) -> tuple[Recovered, ...]:
        """What windows that are gone left behind, newest first; it is this window's from now on.

        Raises StoreDamaged once for a damaged journal (it is kept aside), StoreError.
        """
        drafts = self._file.claim()
        if not any(draft.article for draft in drafts):
            return tuple(Recovered(draft, None) for draft in drafts)
        # The desk's own connection belongs to the desk's thread.
        with open_store(self._seat.store.target, read_only=True) as store:
            found = []
            for draft in drafts:
                try:
                    current = store.articles.get(draft.article) if draft.article else None
                except NotFound:
                    current = None
                found.append(Recovered(draft, current))
        return tuple(found)

    def close(self) -> None:
        """Let go of the file. Closing twice does nothing."""
        self._file.close()

"""Drafts that no open story holds: of windows that are gone, and of tabs that were closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from newsroom.news.article import Article
from newsroom.news.errors import NewsroomError, NotFound
from newsroom.news.revision import Draft
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.journal import Recovered
    from newsroom.text.document import Document
    from newsroom.text.parse import Parser
    from newsroom.ui.tasks import Tasks

LONG = 60_000
"""Characters: a shorter body stands on the page within the time that a click may take. A longer one
is read and written by and by."""
AGAIN_MS = (4_000, 15_000)
"""A process that was killed seems to live while the system takes it apart (two seconds were seen),
and a person who starts newsroom again is quicker: the journal is looked through once more."""


class Parked(QObject):
    """The drafts by their key. No story is opened before the journal was looked through."""

    recovered = Signal(object)  # tuple of Recovered: what windows that are gone left behind
    failed = Signal(object)  # NewsroomError: the journal can't be read
    changed = Signal()  # other drafts are held here now

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._drafts: dict[str, Draft] = {}
        self._known = False
        self._waiting: list[Callable[[], object]] = []

    def look(self) -> None:
        """Look through the journal, on its own thread."""
        self._tasks.journal(
            lambda desk: desk.journal.recovered(),
            then=self._found,
            failed=self._not_found,
            owner=self,
        )
        for wait in AGAIN_MS:
            QTimer.singleShot(wait, self, self.look_again)

    def look_again(self) -> None:
        """See whether a window that lived at the first look is gone by now."""
        if not self._tasks.stopped:
            self._tasks.journal(
                lambda desk: desk.journal.recovered(),
                then=self._found,
                failed=self.failed.emit,
                owner=self,
            )

    def when_known(self, act: Callable[[], object]) -> None:
        """Call it now, or once the journal was looked through."""
        if self._known:
            act()
        else:
            self._waiting.append(act)

    def _found(self, recovered: tuple[Recovered, ...]) -> None:
        self._drafts.update({item.draft.key: item.draft for item in recovered})
        self._known = True
        waiting, self._waiting = self._waiting, []
        for act in waiting:
            act()
        if recovered:
            self.changed.emit()
            self.recovered.emit(recovered)

    def _not_found(self, error: NewsroomError) -> None:
        self.failed.emit(error)
        self._found(())

    def get(self, key: str) -> Draft | None:
        """The draft of that name."""
        return self._drafts.get(key)

    def holds(self, article: int, key: str) -> bool:
        """Whether there is a draft of that stored story (0: of none), else of that name."""
        if not article:
            return key in self._drafts
        return any(draft.article == article for draft in self._drafts.values())

    def by_article(self) -> dict[int, Draft]:
        """The drafts of stored stories, as they are now; the last written one of each."""
        drafts = sorted(self._drafts.values(), key=lambda draft: draft.written_at)
        return {draft.article: draft for draft in drafts if draft.article}

    def saving(self) -> tuple[str, ...]:
        """The names of drafts whose save waits for the server, in the order of their writing."""
        drafts = sorted(self._drafts.values(), key=lambda draft: draft.written_at)
        return tuple(draft.key for draft in drafts if draft.saving)

    def put(self, draft: Draft) -> None:
        """Keep it until its story is opened again."""
        self._drafts[draft.key] = draft
        self.changed.emit()

    def take(self, key: str) -> Draft | None:
        """Give the draft away: an open story holds it from now on."""
        return self._drafts.pop(key, None)

    def drop(self, key: str) -> None:
        """Throw it away, here and in the journal."""
        if self._drafts.pop(key, None) is not None:
            self.changed.emit()
        self._tasks.journal(lambda desk: desk.journal.drop(key), key=f"draft {key}")


@dataclass(frozen=True, slots=True)
class StoryRead:
    """A story as it was read to be opened; ``base`` is what its draft was typed over, ``page`` its
    body as its page will show it, where that was read, too."""

    current: Article
    base: Article
    draft: Draft | None
    page: Document | None = None


class Pages:
    """Reads the Markdown of stories where they are read, so that the window's thread, which shows
    them, does not have to. Of one thread."""

    def __init__(self) -> None:
        self._parser: Parser | None = None

    def read(self, text: str) -> Document | None:
        """The text as a document; None for a long one, which its page reads by and by."""
        from newsroom.text.document import Document
        from newsroom.text.parse import Parser

        if len(text) > LONG:
            return None
        self._parser = self._parser or Parser()
        return Document.open(text, self._parser)


def read_story(
    desk: Desk, story: int | str, drafts: Mapping[int, Draft], pages: Pages | None = None
) -> StoryRead:
    """The story by id or slug, with its draft, and its page by ``pages``. To be called on the desk
    thread.

    Raises NotFound.
    """
    current = desk.articles.open(story) if isinstance(story, int) else desk.articles.by_slug(story)
    draft = drafts.get(current.id)
    base = current
    if draft is not None and draft.base_version != current.version:
        try:
            base = desk.articles.state(current.id, draft.base_version)
        except NotFound:
            base = current  # that version was never kept: the draft stands over what there is
    body = str(draft.fields.get("body", base.body)) if draft is not None else base.body
    return StoryRead(current, base, draft, pages.read(body) if pages is not None else None)

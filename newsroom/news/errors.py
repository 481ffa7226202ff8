"""The world's faults, each with a sentence that a person can act on.

A ``NewsroomError`` is shown as it stands. ``Cancelled`` is silent. Anything else that is raised is
our own bug: the text is saved first and a report is offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsroom.news.article import Article
    from newsroom.news.gate import Report
    from newsroom.news.presence import Lock
    from newsroom.news.suggestion import SuggestionSet


class NewsroomError(Exception):
    """Something outside our code went wrong; ``str(error)`` says what happened and what to do."""


class Cancelled(Exception):
    """The person called it off. Nothing is shown."""


class BadInput(NewsroomError):
    """What was handed to us can't be taken as it is."""


class Occupied(BadInput):
    """Something of somebody else's stands in the place; it is replaced only by who says so."""


class NotFound(NewsroomError):
    """No such story, person or file."""


class SlugTaken(BadInput):
    """Another story already has this slug; ``suggestion`` is a free one."""

    def __init__(self, sentence: str, suggestion: str) -> None:
        super().__init__(sentence)
        self.suggestion = suggestion


class Refused(NewsroomError):
    """A rule of the newsroom forbids it (an embargo, a stage, a spiked story)."""


class NotApproved(Refused):
    """Nobody has cleared the story to be published; it goes out only by who says so."""


class GateClosed(Refused):
    """Something that must be in order is not; ``reports`` tell what and where, story by story.

    The act may be done all the same with a reason, by whoever has the right to.
    """

    def __init__(self, sentence: str, reports: tuple[Report, ...]) -> None:
        super().__init__(sentence)
        self.reports = reports


class Locked(Refused):
    """Somebody else is editing the story; ``lock`` says who, since when and how idle."""

    def __init__(self, sentence: str, lock: Lock) -> None:
        super().__init__(sentence)
        self.lock = lock


class Outdated(Refused):
    """Suggestions were changed or settled since they were read; ``current`` is how they stand."""

    def __init__(self, sentence: str, current: SuggestionSet) -> None:
        super().__init__(sentence)
        self.current = current


class Conflict(NewsroomError):
    """Somebody saved since the story was read; both texts are kept.

    ``mine`` is what was to be saved, ``theirs`` what stands in the store now.
    """

    def __init__(self, sentence: str, *, mine: Article, theirs: Article) -> None:
        super().__init__(sentence)
        self.mine = mine
        self.theirs = theirs


class StoreError(NewsroomError):
    """The store can't do what it should."""


class StoreMissing(StoreError):
    """There is no store at that place."""


class NotAStore(StoreError):
    """A file or folder stands there that is not a newsroom store; it is never overwritten."""


class StoreTooNew(StoreError):
    """The store was made by a newer newsroom."""


class StoreDamaged(StoreError):
    """The store's content does not hold together."""


class StoreReadOnly(StoreError):
    """The store can be read, not written."""


class StoreBusy(StoreError):
    """Somebody else holds the store right now; trying again helps."""


class StoreAway(StoreError):
    """The server can't be reached, or went away."""


class DiskFull(StoreError):
    """There is no room left on the disk."""

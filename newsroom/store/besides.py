"""What stands beside stories that come in all at once: comments, suggestions, corrections.

They are written into the private store of the new stories, as any others are, and come in with them
(``store.staging``). Who speaks there has to be known there, so the staff is lent to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from newsroom.news.staff import Person
from newsroom.store import after_tables, review_tables, tables
from newsroom.store.aside import Aside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from newsroom.store.connect import Store

SUBJECTS = ("article", "review", "inbox")
"""What the acts are about that come in with stories; the number of the last one is a person's."""

_AT_ONCE = 100  # people that one statement lends


class Besides:
    """Has what stands beside new stories written into their private store."""

    def __init__(self, into: Store) -> None:
        self._into = into
        self._lent = False
        self._joining = 0

    def lend_staff(self, own: Store, joining: Iterable[Person]) -> None:
        """Let the private store know the staff, and those who are to join it in their order; they
        get the numbers there that they will have."""
        if not self._lent:
            self._lent = True
            columns = list(tables.Staff._meta.sorted_fields)
            people = self._into.engine.rows(tables.Staff.select(*columns).order_by(tables.Staff.id))
            for first in range(0, len(people), _AT_ONCE):
                part = [tuple(row) for row in people[first : first + _AT_ONCE]]
                own.engine.run(tables.Staff.insert_many(part, fields=columns))
        for person in tuple(joining)[self._joining :]:
            own.staff.insert(person)
            self._joining += 1


def bring(new: Aside, *, delta: int, highest: Callable[[type[tables.Table]], int]) -> None:
    """Take over what stands beside the stories, inside the transaction that brings them; ``delta``
    is added to their numbers, ``highest`` gives the highest number that a table has."""
    threads, comments = highest(review_tables.Thread), highest(review_tables.Comment)
    new.copy(review_tables.Thread, added={"id": threads, "article": delta})
    new.copy(review_tables.Comment, added={"id": comments, "thread": threads})
    new.copy(review_tables.Mention, added={"comment": comments, "thread": threads})
    # Somebody who is named, and who was answered: both of a thread.
    new.copy(review_tables.Notice, added={"article": delta, "subject": threads}, leave="id")
    for table in (review_tables.Suggestion, after_tables.Correction):
        new.copy(table, added={"article": delta}, leave="id")

"""What goes wrong at a target: a sentence for a person, and whether trying again may help."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from newsroom.news.errors import NewsroomError
from newsroom.news.outward import Question

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
LONGEST_ASKED = timedelta(days=1)  # that a server may ask us to wait
MOST_TRIES = 12  # about five hours with the waits between


class Undelivered(NewsroomError):
    """It did not go out. ``again`` says that the same may go through later, ``after`` when the
    server wants to be asked again."""

    def __init__(self, sentence: str, *, again: bool = False, after: str = "") -> None:
        super().__init__(sentence)
        self.again = again
        self.after = after


class Asks(NewsroomError):
    """A person has to say something first."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.sentence)
        self.question = question


def wait(tries: int, now: datetime, after: str = "", chance: float = 0.5) -> datetime:
    """When to try again after so many tries.

    It doubles from half a minute to an hour, a fifth more or less by ``chance`` (0 to 1), so that
    many windows do not all come at once; ``after`` is what the server said (Retry-After,
    RFC 9110 10.2.3: seconds or a date) and is waited for at least.
    """
    doubled: int = 2 ** min(max(0, tries - 1), 20)
    span = min(FIRST_WAIT * doubled, LONGEST_WAIT) * (0.8 + 0.4 * chance)
    asked = _asked(after, now)
    return now + (max(span, min(asked, LONGEST_ASKED)) if asked is not None else span)


def _asked(after: str, now: datetime) -> timedelta | None:
    after = after.strip()
    if not after:
        return None
    if after.isdigit():
        return timedelta(seconds=min(int(after), 10_000_000))
    try:
        at = parsedate_to_datetime(after)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now

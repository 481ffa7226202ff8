"""What somebody else wrote elsewhere, put down here under their name: their seat and comments."""

from __future__ import annotations

from datetime import datetime

from newsroom.desk.comments import MOST_WORDS, Comments
from newsroom.desk.seat import Seat
from newsroom.news.changes import Done
from newsroom.news.comment import Thread
from newsroom.news.errors import NewsroomError
from newsroom.news.rights import Right
from newsroom.text.anchor import Page, as_data

_MOST_STOOD_ON = 1_000  # characters: a comment on a whole chapter stands on how it begins


class _Behalf(Seat):
    """A seat for somebody else: who takes a document back answers for what stands in it."""

    __slots__ = ()

    def may(self, right: Right) -> bool:
        """What is written down is not done by them."""
        return right in (Right.SUGGEST, Right.COMMENT)


def behalf(seat: Seat, person: int | None) -> Seat:
    """The seat for what somebody else wrote, ``person`` None for nobody."""
    if person == seat.author:
        return seat
    me = seat.store.staff.get(person) if person is not None else None
    return _Behalf(seat.store, seat.clock, me, seat.journal)


def store_person(seat: Seat, name: str) -> int | None:
    """Who of the staff that is, None for nobody."""
    try:
        person = seat.store.staff.find(name)
    except NewsroomError:
        return None
    return person.id if person is not None else None


def say(
    seat: Seat,
    number: int,
    words: str,
    *,
    page: Page,
    quote: str,
    thread: int | None = None,
    at: datetime | None = None,
) -> Done[Thread]:
    """Put a comment down, at the words of the page that it is about, or as an answer in ``thread``;
    ``at`` is when it was said, now where nobody knows.

    One that is longer than any here goes on in answers; of very many words that it is about it
    stands on the first. Raises BadInput where it says nothing, Refused.
    """
    comments = Comments(seat)
    first, *rest = parts(words)
    if thread is not None:
        done = comments.reply(thread, first, at=at)
    else:
        quote = quote[:_MOST_STOOD_ON].rstrip()
        start = page.whole.find(quote) if quote else -1
        anchor = page.between(start, start + len(quote)) if start >= 0 else None
        done = comments.add(
            number,
            first,
            anchor=as_data(anchor) if anchor is not None else None,
            quote=quote,
            at=at,
        )
    for part in rest:
        more = comments.reply(done.value.id, part, at=at)
        done = Done(more.value, done.changes | more.changes)
    return done


def parts(words: str) -> list[str]:
    """Words in parts that each fit into a comment, parted between words where there is a blank."""
    words, made = words.strip(), []
    while len(words) > MOST_WORDS:
        end = max(words.rfind(sign, 0, MOST_WORDS + 1) for sign in " \n")
        end = end if end > 0 else MOST_WORDS
        made.append(words[:end])
        words = words[end:].strip()
    return [*made, words]

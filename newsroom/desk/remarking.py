"""Comments and tracked changes that come in with a story, under the names of who made them."""

from __future__ import annotations

from newsroom.desk.comments import Comments
from newsroom.desk.seat import Seat
from newsroom.desk.suggesting import Suggesting
from newsroom.desk.word import behalf, store_person
from newsroom.i18n import _
from newsroom.intake.arrival import Arrival
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.errors import Refused
from newsroom.news.suggestion import texts_of
from newsroom.text.anchor import Page, as_data
from newsroom.text.suggest import Suggestions, changes


def bring(seat: Seat, number: int, one: Arrival, notes: list[str]) -> Changes:
    """Make the comments and suggestions of a story that has just come in, in its transaction.

    What nobody of the staff said stands under my name, with theirs in front, and is told.
    """
    article = seat.store.articles.get(number)
    page = Page.of_body(article.body)
    done = NOTHING
    for remark in one.remarks:
        person = store_person(seat, remark.author)
        words = remark.words
        if person is None and remark.author:
            words = _("{name}: {words}").format(name=remark.author, words=words)
        at = page.whole.find(remark.quote) if remark.quote else -1
        anchor = page.between(at, at + len(remark.quote)) if at >= 0 else None
        made = Comments(behalf(seat, person or seat.author)).add(
            number,
            words,
            anchor=as_data(anchor) if anchor is not None else None,
            quote=remark.quote,
        )
        done |= made.changes
    for proposal in one.proposals:
        person = store_person(seat, proposal.author) or seat.author
        texts = {"body": proposal.body}
        base = texts_of(article, texts)
        count = len(changes(Suggestions.of(base, texts)))
        if not count:
            continue
        try:
            done |= (
                Suggesting(behalf(seat, person))
                .open(
                    number,
                    article.version,
                    texts,
                    changes=count,
                    note=_("Changes of {name} that came along").format(name=proposal.author),
                )
                .changes
            )
        except Refused as error:  # two people whom the staff does not know
            notes.append(
                _("The changes of {name} were not taken: {reason}").format(
                    name=proposal.author, reason=error
                )
            )
    return done

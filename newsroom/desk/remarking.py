"""What comes in beside a story: comments and tracked changes under the names of who made them, and
what was set right in it."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.desk.behalf import behalf, parts, say, store_person
from newsroom.desk.seat import Seat
from newsroom.desk.suggesting import Suggesting
from newsroom.i18n import _, ngettext
from newsroom.intake.arrival import Arrival, ArrivedCorrection, ArrivedRemark
from newsroom.news.article import Article
from newsroom.news.changes import NOTHING, Changes
from newsroom.news.correction import Correction
from newsroom.news.errors import Refused
from newsroom.news.suggestion import texts_of
from newsroom.text.anchor import Page
from newsroom.text.changes import Change
from newsroom.text.suggest import Suggestions, changes

_MOST_SAID = 100  # changes of one stranger that become comments
_LEAD = 5  # words in front of a place, to find it by
_AROUND = 120  # characters that they are looked for in


def bring(seat: Seat, number: int, one: Arrival, notes: list[str]) -> Changes:
    """Make the comments and suggestions of a story that has just come in, in its transaction;
    those that it brought when it came in before stand here already.

    What nobody of the staff said stands under my name, with theirs in front, and is told. Somebody
    has one open set of suggestions on a story: the changes of a second stranger stand as comments.
    """
    article = seat.store.articles.get(number)
    there = _There.of(seat, number)
    _set_right(seat, article, one, there)
    page = Page.of_body(article.body)
    done = NOTHING
    for remark in one.remarks:
        person = store_person(seat, remark.author)
        words = _words(remark, person)
        if words and parts(words)[0] not in there.said:
            speaker = behalf(seat, person or seat.author)
            done |= say(speaker, number, words, page=page, quote=remark.quote, at=remark.at).changes
    known = {proposal.author: store_person(seat, proposal.author) for proposal in one.proposals}
    # Those of the staff first: one of them may be me.
    for proposal in sorted(one.proposals, key=lambda made: known[made.author] is None):
        name = proposal.author or _("Somebody without a name")
        if proposal.body in there.proposed:
            continue
        texts = {"body": proposal.body}
        found = Suggestions.of(texts_of(article, texts), texts)
        made = changes(found)
        if not made:
            continue
        try:
            done |= (
                Suggesting(behalf(seat, known[proposal.author] or seat.author))
                .open(
                    number,
                    article.version,
                    texts,
                    changes=len(made),
                    note=_("Changes of {name} that came along").format(name=name),
                )
                .changes
            )
        except Refused:  # mine are open already, or those of another stranger
            for change in made[:_MOST_SAID]:
                words = _("{name}: {words}").format(name=name, words=_told(change))
                if parts(words)[0] not in there.said:
                    quote = _place(change, article.body)
                    done |= say(seat, number, words, page=page, quote=quote).changes
            notes.append(_as_comments(name, len(made)))
    return done


def told(one: Arrival) -> str:
    """What comes along with a new story, in a sentence."""
    said = []
    if n := len(one.remarks):
        said.append(ngettext("{n} comment", "{n} comments", n).format(n=n))
    if one.proposals:
        names = [made.author or _("Somebody without a name") for made in one.proposals]
        said.append(_("suggested changes by {names}").format(names=", ".join(names)))
    if n := len(one.corrections):
        said.append(ngettext("{n} correction", "{n} corrections", n).format(n=n))
    return _("It comes with {what}.").format(what=", ".join(said))


def has_news(seat: Seat, number: int, one: Arrival) -> bool:
    """Whether anything comes along with a story that did not when it came in before."""
    there = _There.of(seat, number)
    return (
        any(
            parts(_words(remark, store_person(seat, remark.author)))[0] not in there.said
            for remark in one.remarks
        )
        or any(proposal.body not in there.proposed for proposal in one.proposals)
        or any(_mark(made) not in there.right for made in one.corrections)
    )


@dataclass(frozen=True, slots=True)
class _There:
    """What stands beside a story here: how its threads begin, the texts that were proposed for it,
    and what was set right in it."""

    said: frozenset[str]
    proposed: frozenset[str]
    right: frozenset[tuple[object, ...]]

    @classmethod
    def of(cls, seat: Seat, number: int) -> _There:
        store = seat.store
        return cls(
            frozenset(t.comments[0].words for t in store.comments.of(number) if t.comments),
            frozenset(
                made.proposal.get("body", "") for made in store.suggestions.of(number, every=True)
            ),
            frozenset(map(_mark, store.corrections.of(number))),
        )


def _words(remark: ArrivedRemark, person: int | None) -> str:
    """What a comment says here: what nobody of the staff said has their name in front."""
    if person is None and remark.author:
        return _("{name}: {words}").format(name=remark.author, words=remark.words).strip()
    return remark.words.strip()


def _mark(made: Correction | ArrivedCorrection) -> tuple[object, ...]:
    return made.kind, made.at, made.wrong, made.right


def _set_right(seat: Seat, article: Article, one: Arrival, there: _There) -> None:
    """Put what was set right there on record here."""
    kept = seat.store.corrections
    for made in one.corrections:
        if _mark(made) not in there.right:
            kept.add(
                Correction(
                    article=article.id,
                    at=made.at,
                    who=None,
                    kind=made.kind,
                    wrong=made.wrong,
                    right=made.right,
                    where=made.where,
                    version=article.version,
                )
            )


def _told(change: Change) -> str:
    before, after = change.before.strip(), change.after.strip()
    if not after:
        return _("cut “{before}”").format(before=before)
    if not before:
        return _("add “{after}” behind these words").format(after=after)
    return _("“{after}” instead of “{before}”").format(after=after, before=before)


def _place(change: Change, body: str) -> str:
    """The words that a change is at: its own, or those in front of what it adds."""
    if change.before.strip():
        return change.before.strip()
    start = change.old[0].start if change.old else 0
    return " ".join(body[max(0, start - _AROUND) : start].split()[-_LEAD:])


def _as_comments(name: str, count: int) -> str:
    said = ngettext(
        "{name} is not on the staff, and somebody else's changes stand under your name already: "
        "{n} change stands as a comment.",
        "{name} is not on the staff, and somebody else's changes stand under your name already: "
        "{n} changes stand as comments.",
        count,
    ).format(name=name, n=count)
    if count <= _MOST_SAID:
        return said
    return _("{words} Only the first {most} are there.").format(words=said, most=_MOST_SAID)

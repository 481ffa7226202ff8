"""House style: the rule book, stories held against it, what is let stand, what is reported.

The book is what we ship with the newsroom's own rules laid over it, key by key: a rule that was
changed here holds as it was changed, all others as we ship them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from newsroom.desk.refusing import who_may
from newsroom.desk.seat import Seat
from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import BadInput, NewsroomError, NotFound
from newsroom.news.inbox import Notice, NoticeKind
from newsroom.news.lists import HOUSE_NAMES
from newsroom.news.rights import Right
from newsroom.news.rule import (
    AROUND,
    Allowance,
    Book,
    Found,
    RuleKind,
    Scope,
    Severity,
    Standing,
    StyleRule,
    allowed,
)

if TYPE_CHECKING:
    from newsroom.checks.passage import Passage
    from newsroom.checks.prose import Prose
    from newsroom.checks.ruling import Match
    from newsroom.checks.styling import Proof, StyleProcess

FIELDS: Final = ("kicker", "headline", "short_headline", "dek", "body")
"""The fields of a story that are held against the rules."""
AT_ONCE: Final = 100  # stories of one question to the process, so that a trial can be stopped
MOST_KEY: Final = 60
MOST_TEXT: Final = 20_000  # characters of what a rule looks for
MOST_REASON: Final = 500


class RuleFails(BadInput):
    """A rule was not kept: it can't be used, or its examples say otherwise."""


class HouseRules:
    """The house style of this newsroom."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    @property
    def process(self) -> StyleProcess:
        """What looks; usable from any thread, one for the whole desk."""
        if self._seat.style is None:
            from newsroom.checks.styling import StyleProcess

            self._seat.style = StyleProcess()
        return self._seat.style

    # The book.

    def book(self) -> Book:
        """All rules, and the names that none of them touches."""
        from newsroom.checks.shipped import shipped

        own = {rule.key: rule for rule in self._seat.store.rules.all()}
        rules = (
            *(own.pop(rule.key, rule) for rule in shipped()),
            *own.values(),
        )
        names = tuple(term.key for term in self._seat.store.lists.terms(HOUSE_NAMES))
        told = repr([(rule.key, rule.version) for rule in rules] + [names])
        return Book(rules=rules, names=names, number=zlib.crc32(told.encode("utf-8")))

    def prove(self, rule: StyleRule) -> Proof:
        """Whether the rule can be used and holds its examples."""
        return self.process.prove(rule)

    def save(self, rule: StyleRule) -> Done[StyleRule]:
        """Keep a rule in the book; ``version`` is the one that it was read at.

        Raises RuleFails where it can't be used or an example says otherwise, BadInput, Refused.
        """
        self._seat.hold(Right.MANAGE_RULES)
        rule = _cleaned(rule)
        proof = self.prove(rule)
        if not proof.good:
            raise RuleFails(told_of(proof))
        store = self._seat.store
        with store.transaction():
            kept = store.rules.put(rule, at=self._seat.clock(), who=self._seat.author)
        return Done(kept, Changes(rules=True))

    def remove(self, key: str) -> Changes:
        """Take the newsroom's own rule away; where we ship one of that key, ours holds again."""
        self._seat.hold(Right.MANAGE_RULES)
        with self._seat.store.transaction():
            self._seat.store.rules.remove(key, who=self._seat.author)
        return Changes(rules=True)

    def set_live(self, key: str, live: bool) -> Done[StyleRule]:
        """Have a rule hold, or only stand there as a draft. Raises NotFound, and as ``save``."""
        return self.save(replace(self.rule(key), live=live))

    def rule(self, key: str) -> StyleRule:
        """The rule of that key. Raises NotFound."""
        found = self.book().rule(key)
        if found is None:
            raise NotFound(_("There is no rule “{key}” in the book.").format(key=key[:MOST_KEY]))
        return found

    def add_name(self, name: str) -> Changes:
        """Have no rule touch that name. Raises BadInput, Refused."""
        from newsroom.news.lists import Term

        self._seat.hold(Right.MANAGE_RULES)
        words = " ".join(name.split())
        if not words or len(words) > MOST_KEY:
            raise BadInput(_("A name has between 1 and {most} characters.").format(most=MOST_KEY))
        with self._seat.store.transaction():
            self._seat.store.lists.put(HOUSE_NAMES, Term(key=words, name=words))
        return Changes(rules=True, lists=True)

    def remove_name(self, name: str) -> Changes:
        """Have rules look at that name again. Raises Refused."""
        self._seat.hold(Right.MANAGE_RULES)
        with self._seat.store.transaction():
            self._seat.store.lists.remove(HOUSE_NAMES, name)
        return Changes(rules=True, lists=True)

    # Stories.

    def check(self, story: Article, *, book: Book | None = None) -> tuple[Found, ...]:
        """What the live rules find in a story, in its order, without what is let stand.

        Raises NewsroomError where the process can't be had.
        """
        book = book or self.book()
        found = look(self.process, book, texts_of(story), story.language)
        allowances = self.allowances(story.id) if found else ()
        return tuple(item for item in found if allowed(item, allowances, story.id) is None)

    def must_fix(self, story: Article) -> tuple[Found, ...]:
        """What has to be fixed in a story. Raises as ``check``."""
        book = self.book()
        firm = {rule.key for rule in book.live if rule.severity is Severity.FIX}
        return tuple(found for found in self.check(story, book=book) if found.rule in firm)

    def texts(self, ids: Sequence[int]) -> list[tuple[int, str, Mapping[str, str]]]:
        """The texts of stories as a trial takes them; for ``AT_ONCE`` at a time."""
        from newsroom.desk.site import read_site

        language = read_site(self._seat).language
        return [
            (
                story.id,
                language,
                {name: story.texts[name] for name in FIELDS if story.texts.get(name)},
            )
            for story in self._seat.store.texts.of(ids)
        ]

    # What is let stand.

    def allowances(self, article: int | None = None) -> tuple[Allowance, ...]:
        """What people let stand: in all stories, or in one of them and the house."""
        return self._seat.store.rules.allowances(article)

    def standing(self) -> tuple[Standing, ...]:
        """All that is let stand, the newest first, each with its story."""
        kept = self.allowances()
        stories = {
            row.id: row
            for row in self._seat.store.articles.rows(
                tuple({one.article for one in kept if one.article})
            )
        }
        found = []
        for one in sorted(kept, key=lambda one: one.id, reverse=True):
            row = stories.get(one.article)
            found.append(
                Standing(
                    allowance=one,
                    slug=row.slug if row is not None else "",
                    headline=row.headline if row is not None else "",
                )
            )
        return tuple(found)

    def allow(
        self, found: Found, scope: Scope, *, article: int = 0, reason: str = ""
    ) -> Done[Allowance]:
        """Let what was found stand. For the house that takes the right to manage rules and a
        reason. Raises BadInput, Refused."""
        self._seat.hold(Right.MANAGE_RULES if scope is Scope.HOUSE else Right.EDIT)
        reason = reason.strip()
        if scope is Scope.HOUSE and not reason:
            raise BadInput(_("Say why these words may stand in every story."))
        if len(reason) > MOST_REASON:
            raise BadInput(
                _("The reason has {n} characters; at most {most} fit. Shorten it.").format(
                    n=f"{len(reason):,}", most=f"{MOST_REASON:,}"
                )
            )
        if scope is not Scope.HOUSE and not article:
            raise BadInput(_("Save the story first."))
        made = Allowance(
            rule=found.rule,
            words=found.words,
            scope=scope,
            article=0 if scope is Scope.HOUSE else article,
            before=found.before if scope is Scope.PLACE else "",
            after=found.after if scope is Scope.PLACE else "",
            reason=reason,
            who=self._seat.author,
            at=self._seat.clock(),
        )
        with self._seat.store.transaction():
            number = self._seat.store.rules.allow(made)
        return Done(replace(made, id=number), Changes(rules=True))

    def disallow(self, number: int) -> Changes:
        """Let it stand no longer. Raises Refused."""
        kept = next((item for item in self.allowances() if item.id == number), None)
        if kept is not None:
            house = kept.scope is Scope.HOUSE
            self._seat.hold(Right.MANAGE_RULES if house else Right.EDIT)
            with self._seat.store.transaction():
                self._seat.store.rules.disallow(number, who=self._seat.author)
        return Changes(rules=True)

    def report(self, found: Found, article: int, words: str) -> Done[tuple[int, ...]]:
        """Tell the owner of a rule that it is wrong here; where it has none, everybody who may
        manage rules. Gives who was told. Raises BadInput, Refused, NotFound."""
        self._seat.hold(Right.COMMENT)
        rule = self.rule(found.rule)
        if not article:
            raise BadInput(_("Save the story first."))
        people: Iterable[int]
        if rule.owner is not None:
            people = (rule.owner,)
        else:
            # Where rights are not held at all, the book is everybody's.
            them = who_may(self._seat.store, Right.MANAGE_RULES) or self._seat.store.staff.all()
            people = (p.id for p in them if not p.collective and p.id != self._seat.author)
        told = tuple(sorted({number for number in people if number}))
        if not told:
            raise BadInput(
                _("Nobody owns the rule “{key}”, and nobody here manages rules.").format(
                    key=rule.key
                )
            )
        said = f"{rule.key}: {_in_words(found)}"
        if words.strip():
            said = f"{words.strip()[:MOST_REASON]} ({said})"
        with self._seat.store.transaction():
            self._seat.store.notices.add(
                Notice(
                    person=number,
                    at=self._seat.clock(),
                    kind=NoticeKind.RULE,
                    article=article,
                    who=self._seat.author,
                    words=said,
                )
                for number in told
            )
        return Done(told, Changes(inbox=frozenset(told)))


def _in_words(found: Found) -> str:
    """A place with what stands around it, which begins and ends with whole words."""
    before, after = found.before, found.after
    if len(before) >= AROUND and " " in before:
        before = "… " + before.split(" ", 1)[1]
    if len(after) >= AROUND and " " in after:
        after = after.rsplit(" ", 1)[0] + " …"
    return f"{before}[{found.words}]{after}"


def texts_of(story: Article) -> dict[str, str]:
    """The fields of a story that rules look at."""
    return {name: text for name in FIELDS if (text := str(getattr(story, name) or "")).strip()}


def look(
    process: StyleProcess, book: Book, texts: Mapping[str, str], language: str
) -> tuple[Found, ...]:
    """What the live rules find in texts by field; usable on any thread.

    Raises NewsroomError where the process can't be had.
    """
    from newsroom.checks.styling import Gone

    pieces = list(_pieces(texts, language))
    if not pieces:
        return ()
    try:
        looked = process.look(book, [passage for _field, _prose, passage in pieces])
    except Gone as gone:
        raise NewsroomError(
            _("The house style can't be checked now: its process does not start.")
        ) from gone
    return tuple(
        _found(field, prose, match)
        for (field, prose, _passage), matches in zip(pieces, looked.found, strict=True)
        for match in matches
    )


def _pieces(texts: Mapping[str, str], language: str) -> Iterator[tuple[str, Prose, Passage]]:
    from newsroom.checks.passage import Passage, tongue
    from newsroom.checks.prose import Prose, passages

    for field, text in texts.items():
        found = passages(text) if field == "body" else [Prose(text, list(range(len(text) + 1)))]
        for prose in found:
            passage = Passage(
                prose.text, field, tongue(prose.text, language or "en"), prose.quote, prose.heading
            )
            yield field, prose, passage


def _found(field: str, prose: Prose, match: Match) -> Found:
    start, end = prose.span(match.start, match.end)
    return Found(
        rule=match.rule,
        field=field,
        start=start,
        end=end,
        words=prose.text[match.start : match.end],
        fixes=match.fixes,
        said=match.said,
        before=prose.text[max(0, match.start - AROUND) : match.start],
        after=prose.text[match.end : match.end + AROUND],
    )


def told_of(proof: Proof) -> str:
    """What is wrong with a rule, as a sentence."""
    if proof.fault:
        return _("The rule can't be used: {why}.").format(why=proof.fault)
    if proof.slow:
        return _("The rule takes too long: some texts would keep it busy for ever. Simplify it.")
    if proof.missed:
        return _("It finds nothing in “{example}”.").format(example=proof.missed[0])
    if proof.hit:
        return _("It finds something in “{example}”, where it must not.").format(
            example=proof.hit[0]
        )
    return ""


def _cleaned(rule: StyleRule) -> StyleRule:
    key = rule.key.strip()
    if not key or len(key) > MOST_KEY or not all(c.isalnum() or c in ".-_" for c in key):
        raise BadInput(
            _("The name of a rule has 1 to {most} letters, figures, points and hyphens.").format(
                most=MOST_KEY
            )
        )
    if not rule.find.strip():
        raise BadInput(_("Say what the rule looks for."))
    if len(rule.find) > MOST_TEXT or len(rule.put) > MOST_TEXT:
        raise BadInput(_("A rule has at most {n} characters.").format(n=f"{MOST_TEXT:,}"))
    if not rule.why.strip():
        raise BadInput(_("Say why: it is what the writer reads."))
    if rule.live and rule.kind is not RuleKind.CODE and not rule.must:
        raise BadInput(_("A rule that is live has an example in which it finds something."))
    return replace(
        rule,
        key=key,
        category=rule.category.strip(),
        why=rule.why.strip(),
        must=tuple(line for line in rule.must if line.strip()),
        must_not=tuple(line for line in rule.must_not if line.strip()),
    )

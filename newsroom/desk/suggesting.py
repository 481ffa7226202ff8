"""Suggested changes: a proposal is kept beside its base, settled change by change, carried over.

Which changes there are between base and proposal, and what either text is without one of them, is
worked out by newsroom.text; here is kept what came of it, each act in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from newsroom.desk.fields import checked
from newsroom.desk.holding import hold_words
from newsroom.desk.seat import Seat
from newsroom.desk.steps import Beside, Part, rows_of, take_step
from newsroom.i18n import _, ngettext
from newsroom.news.article import ARTICLE_FIELDS
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import BadInput, Outdated, Refused
from newsroom.news.inbox import Notice, NoticeKind
from newsroom.news.rights import Right
from newsroom.news.suggestion import (
    PICTURE_WORDS,
    SUGGESTED,
    Carried,
    Clash,
    Group,
    SetState,
    Settled,
    SuggestionSet,
    Verdict,
    fields_of,
    joined,
    texts_of,
)
from newsroom.store.marked import Marked, written
from newsroom.store.suggestions import kept

MOST_NOTE = 4_000
MOST_CAPTION = 4_000  # as a dek; a picture's words have no limit of their own
MOST_GROUPS = 200  # of one set; those that came last are kept


class Suggesting:
    """The suggestions on stories."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    # Looking.

    def of(self, number: int, *, every: bool = False) -> tuple[SuggestionSet, ...]:
        """The open sets of a story, with ``every`` also those that are settled or withdrawn."""
        return self._seat.store.suggestions.of(number, every=every)

    def get(self, number: int) -> SuggestionSet:
        """One set. Raises NotFound."""
        return self._seat.store.suggestions.get(number)

    def mine(self) -> tuple[SuggestionSet, ...]:
        """My open sets, the newest first."""
        return self._seat.store.suggestions.by(self._seat.author)

    def settled(self, number: int, limit: int = 500) -> tuple[Settled, ...]:
        """What became of suggested changes of a story: which, by whom, when; the last first."""
        return self._seat.store.suggestions.log(number, limit)

    # Suggesting.

    def open(
        self,
        number: int,
        base_version: int,
        proposal: Mapping[str, str],
        *,
        changes: int = 1,
        note: str = "",
        groups: Sequence[Group] = (),
    ) -> Done[SuggestionSet]:
        """Propose texts for a story that was read at ``base_version``.

        ``proposal`` holds the texts that are proposed otherwise (``news.suggestion.SUGGESTED``),
        ``changes`` how many changes they make, ``groups`` which of them were made together. A
        person has one open set a story. Raises BadInput where nothing differs or a limit is
        passed, Refused, NotFound.
        """
        self._seat.hold(Right.SUGGEST)
        proposal = _checked(proposal)
        store, now = self._seat.store, self._seat.clock()
        with store.transaction():
            rows_of(self._seat, (number,))
            base = texts_of(store.revisions.state(number, base_version), proposal)
            if base == proposal:
                raise BadInput(_("Nothing in this differs from the story."))
            me = self._seat.author
            if any(other.author == me for other in store.suggestions.of(number)):
                raise Refused(
                    _("You have suggestions open on this story; go on with those, or settle them.")
                )
            made = store.suggestions.add(
                SuggestionSet(
                    article=number,
                    author=me,
                    base_version=base_version,
                    base=base,
                    proposal=proposal,
                    changes=max(1, changes),
                    note=note.strip()[:MOST_NOTE],
                    created_at=now,
                    updated_at=now,
                    groups=joined(groups)[-MOST_GROUPS:],
                )
            )
            found = store.suggestions.get(made)
        return Done(found, Changes(review=frozenset({number}), listing=True))

    def update(
        self,
        number: int,
        version: int,
        proposal: Mapping[str, str],
        *,
        changes: int = 1,
        note: str | None = None,
        base_version: int | None = None,
        groups: Sequence[Group] = (),
    ) -> Done[SuggestionSet]:
        """Keep what I propose now in my set that was read at ``version``.

        With ``base_version`` the proposal stands on the story's texts of that revision from now
        on; ``groups`` join those that it has. A proposal that says what the base says is withdrawn.
        Raises Outdated where the set was changed since, BadInput, Refused for somebody else's.
        """
        self._seat.hold(Right.SUGGEST)
        proposal = _checked(proposal)
        with self._seat.store.transaction():
            found = self._held(number, version)
            self._hold_own(found)
            base = dict(found.base)
            stands_on = found.base_version if base_version is None else base_version
            if more := proposal.keys() - base.keys() or stands_on != found.base_version:
                was = self._seat.store.revisions.state(found.article, stands_on)
                names = {*base, *proposal} if more is True else more
                base |= texts_of(was, names)
                base = _ordered(base)
            whole = {
                name: proposal.get(name, found.proposal.get(name, base[name])) for name in base
            }
            state = SetState.WITHDRAWN if whole == base else SetState.OPEN
            made = replace(
                found,
                base=base,
                proposal=whole,
                base_version=stands_on,
                changes=max(1, changes) if state is SetState.OPEN else 0,
                state=state,
                note=found.note if note is None else note.strip()[:MOST_NOTE],
                groups=joined((*found.groups, *groups))[-MOST_GROUPS:],
            )
            self._put(made, version, "suggest")
            found = self.get(number)
        return Done(found, Changes(review=frozenset({found.article}), listing=True))

    def withdraw(self, number: int, version: int) -> Changes:
        """Take a set back: one's own, or anybody's with the right to approve. One step.

        Raises Outdated, Refused.
        """
        self._seat.hold(Right.SUGGEST)
        with self._seat.store.transaction():
            found = self._held(number, version)
            if found.author != self._seat.author:
                self._seat.hold(Right.APPROVE)
            made = replace(found, state=SetState.WITHDRAWN, changes=0)
            return self._step(_("Withdrew suggestions"), found, made, (), {})

    # Settling.

    def settle(
        self,
        number: int,
        version: int,
        verdicts: Sequence[Verdict],
        *,
        base: Mapping[str, str],
        proposal: Mapping[str, str],
        changes: int,
        story: Mapping[str, str] | None = None,
        story_version: int = 0,
    ) -> Done[SuggestionSet]:
        """Accept and reject changes of a set that was read at ``version``, as one step.

        ``base`` and ``proposal`` are the set's texts afterwards: what was accepted is in both, what
        was rejected in neither; where they are the same the set is settled and its author is told.
        ``changes`` is how many are left. ``story`` holds the texts that the story gets by what was
        accepted, on top of its ``story_version``.

        Raises Outdated, Conflict where the story was saved since, Locked, Refused, BadInput.
        """
        self._seat.hold(Right.EDIT)
        base, proposal = _ordered(base), _checked(proposal)
        if base.keys() != proposal.keys():
            raise ValueError("base and proposal hold the same texts")
        with self._seat.store.transaction():
            found = self._held(number, version)
            fields = self._accepted(found, story, story_version)
            left = base != proposal
            made = replace(
                found,
                base=base,
                proposal=proposal,
                changes=max(1, changes) if left else 0,
                state=SetState.OPEN if left else SetState.SETTLED,
                base_version=story_version or found.base_version,
            )
            step = self._step(_label(verdicts), found, made, verdicts, fields)
            made = self.get(number)
        return Done(made, step)

    def accept_all(self, number: int, version: int) -> Done[SuggestionSet]:
        """Take a whole set into the story; the story gets the proposal, letter by letter.

        Raises Refused where the story's own words changed since (``carry_over`` first), and as
        ``settle`` does.
        """
        found = self.get(number)
        stands = self._seat.store.articles.get(found.article)
        if texts_of(stands, found.base) != dict(found.base):
            raise Refused(
                _(
                    "“{slug}” was changed since these suggestions were made. "
                    "Carry them over to the story as it stands, then accept them."
                ).format(slug=stands.slug)
            )
        return self.settle(
            number,
            version,
            _whole(found, accepted=True),
            base=found.proposal,
            proposal=found.proposal,
            changes=0,
            story=found.proposal,
            story_version=stands.version,
        )

    def reject_all(self, number: int, version: int) -> Done[SuggestionSet]:
        """Take nothing of a set into the story. Raises as ``settle`` does."""
        found = self.get(number)
        return self.settle(
            number,
            version,
            _whole(found, accepted=False),
            base=found.base,
            proposal=found.base,
            changes=0,
        )

    def carry_over(self, number: int, version: int) -> Done[Carried]:
        """Put a set on top of the story as it stands now, by three-way merge, as one step.

        Where the writer and the proposal changed the same words, the proposal's stand and the
        clash tells both. Raises Outdated, Refused.
        """
        if not self._seat.may(Right.SUGGEST):
            self._seat.hold(Right.EDIT)
        store = self._seat.store
        with store.transaction():
            found = self._held(number, version)
            stands = store.articles.get(found.article)
            news = texts_of(stands, found.base)
            proposal: dict[str, str] = {}
            clashes: list[Clash] = []
            for name in found.base:
                text, some = _merged(name, found.base[name], found.proposal[name], news[name])
                proposal[name] = text
                clashes += some
            left = proposal != news
            made = replace(
                found,
                base=news,
                proposal=proposal,
                base_version=stands.version,
                state=SetState.OPEN if left else SetState.SETTLED,
                changes=found.changes if left else 0,
            )
            step = self._step(_("Carried suggestions over"), found, made, (), {})
            made = self.get(number)
        return Done(Carried(set=made, clashes=tuple(clashes)), step)

    # Inside.

    def _held(self, number: int, version: int) -> SuggestionSet:
        found = self.get(number)
        if found.version != version or found.state is not SetState.OPEN:
            raise _outdated(found)
        return found

    def _hold_own(self, found: SuggestionSet) -> None:
        if found.author != self._seat.author:
            raise Refused(_("Only who made suggestions changes them; accept or reject them."))

    def _put(self, made: SuggestionSet, version: int, verb: str) -> None:
        store = self._seat.store
        if not store.suggestions.put(made, version, verb=verb, who=self._seat.author):
            raise _outdated(self.get(made.id))

    def _accepted(
        self, found: SuggestionSet, story: Mapping[str, str] | None, story_version: int
    ) -> dict[str, object]:
        """The fields of the story that what was accepted changes; it stood at that version."""
        if not story:
            return {}
        store = self._seat.store
        stands = store.articles.get(found.article)
        fields = fields_of(stands, _ordered(story))
        if not fields:
            return {}
        from newsroom.desk.presence import hold_free

        hold_free(self._seat, stands.id, stands.slug)
        if stands.version != story_version:
            # The store tells the conflict with both texts; nothing is written.
            store.articles.update(
                stands.id, story_version, fields, author=self._seat.author, kind="settle"
            )
        hold_words(self._seat, stands)
        return fields

    def _step(
        self,
        label: str,
        before: SuggestionSet,
        made: SuggestionSet,
        verdicts: Sequence[Verdict],
        fields: Mapping[str, object],
    ) -> Changes:
        store, me = self._seat.store, self._seat.author

        def beside() -> Beside:
            after = made
            if fields:
                (row,) = store.articles.rows((made.article,))
                after = replace(made, base_version=row.version)
            self._put(after, before.version, "settle")
            found = Beside(review={made.article})
            found.rows.append(
                Marked(table="suggestion", ids=(made.id,), before=kept(before), after=kept(after))
            )
            found.rows.append(
                written("settlement", store.suggestions.settle(made, verdicts, who=me))
            )
            if after.state is SetState.SETTLED and verdicts and after.author not in (None, me):
                assert after.author is not None
                told = store.notices.add([self._told(after, after.author)])
                found.rows.append(written("notice", told))
                found.inbox.add(after.author)
            return found

        parts = [Part((made.article,), fields)] if fields else []
        return take_step(self._seat, label, parts, kind="settle", beside=beside, alone=True)

    def _told(self, made: SuggestionSet, person: int) -> Notice:
        accepted, rejected = self._seat.store.suggestions.tally(made.id)
        return Notice(
            person=person,
            at=self._seat.clock(),
            kind=NoticeKind.SETTLED,
            article=made.article,
            subject=made.id,
            who=self._seat.author,
            words=_("{accepted} accepted, {rejected} rejected").format(
                accepted=accepted, rejected=rejected
            ),
        )


def _outdated(found: SuggestionSet) -> Outdated:
    return Outdated(
        _("These suggestions were changed or settled since you opened them. Look at them again."),
        found,
    )


def _label(verdicts: Sequence[Verdict]) -> str:
    accepted = sum(verdict.accepted for verdict in verdicts)
    rejected = len(verdicts) - accepted
    yes = ngettext("Accepted {n} suggestion", "Accepted {n} suggestions", accepted)
    no = ngettext("Rejected {n} suggestion", "Rejected {n} suggestions", rejected)
    if not rejected:
        return yes.format(n=accepted)
    if not accepted:
        return no.format(n=rejected)
    return _("{accepted}, {rejected}").format(
        accepted=yes.format(n=accepted), rejected=no.format(n=rejected)
    )


def _whole(found: SuggestionSet, *, accepted: bool) -> tuple[Verdict, ...]:
    """A verdict on each text of a set as a whole."""
    return tuple(
        Verdict(
            accepted=accepted,
            change={
                "field": name,
                "kind": "whole",
                "before": found.base[name],
                "after": found.proposal[name],
            },
        )
        for name in found.base
        if found.base[name] != found.proposal[name]
    )


def _merged(name: str, base: str, proposed: str, standing: str) -> tuple[str, tuple[Clash, ...]]:
    from newsroom.text.merge import merge

    done = merge(base, proposed, standing, plain=name != "body")
    clashes = (
        Clash(
            field=name,
            base=clash.base,
            proposed=clash.mine,
            standing=clash.theirs,
            start=clash.start,
            end=clash.end,
        )
        for clash in done.conflicts
    )
    return done.text, tuple(clashes)


def _ordered(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts in the order of the page; one that can't be suggested is a mistake of ours."""
    if wrong := set(texts) - set(SUGGESTED):
        raise ValueError(f"no text to suggest: {min(wrong)}")
    return {name: texts[name] for name in SUGGESTED if name in texts}


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts within the limits of their fields. Raises BadInput."""
    kept_texts: dict[str, str] = {}
    for name in _ordered(texts):
        if name in PICTURE_WORDS:
            if len(texts[name]) > MOST_CAPTION:
                raise BadInput(
                    _("A picture's words have at most {most} characters each.").format(
                        most=f"{MOST_CAPTION:,}"
                    )
                )
            kept_texts[name] = texts[name]
        else:
            kept_texts[name] = str(checked({name: texts[name]}, ARTICLE_FIELDS)[name])
    return kept_texts

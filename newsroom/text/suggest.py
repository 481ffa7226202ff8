"""Suggested changes: a proposed version of a story beside the base that it was made on.

Nothing of a suggestion stands in a text, so nothing can leak out of one, and every kind of edit is
covered by the comparison of the two. The parts of a set are derived each time it is looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from newsroom.text.compare import BODY, Change, ChangeKind, Comparison, Story, compare
from newsroom.text.merge import Clash, merge_stories
from newsroom.text.parse import Parser
from newsroom.text.seams import Seam

_ALIKE = frozenset({ChangeKind.ADDED, ChangeKind.CUT, ChangeKind.REPLACED, ChangeKind.LINK})
"""Kinds of which the same words in several places are one correction made over and over."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """One person's proposal. ``author`` is whatever the caller knows that person by."""

    base: Story
    proposal: Story
    author: int | None = None

    @classmethod
    def of(
        cls, base: Mapping[str, str], proposal: Mapping[str, str], author: int | None = None
    ) -> Suggestions:
        """A set of texts by name, the body among them; a text not proposed is as in the base."""
        return cls(story_of(base), story_of({**base, **proposal}), author)

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be accepted or rejected."""
        return self.base == self.proposal


@dataclass(frozen=True, slots=True)
class Settled:
    """A set after some verdicts, and the changes that were accepted and rejected."""

    left: Suggestions
    accepted: tuple[Change, ...] = ()
    rejected: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Rebased:
    """A set on another base; where the base's writer changed the same words, the proposal's stand
    and the clash (mine: proposed, theirs: standing) tells both, by field."""

    carried: Suggestions
    conflicts: Mapping[str, tuple[Clash, ...]]


def story_of(texts: Mapping[str, str]) -> Story:
    """Texts by name, the body among them, as a state of a story."""
    fields = {name: text for name, text in texts.items() if name != BODY}
    return Story(texts.get(BODY, ""), fields)


def texts_of(story: Story, names: Iterable[str]) -> dict[str, str]:
    """These texts of a state by name."""
    return {name: story.body if name == BODY else story.fields.get(name, "") for name in names}


def compared(found: Suggestions, parser: Parser | None = None) -> Comparison:
    """The comparison in which the set's changes are numbered."""
    return compare(found.base, found.proposal, parser)


def changes(found: Suggestions, parser: Parser | None = None) -> tuple[Change, ...]:
    """What is open in a set. Changes that nobody can see are none to settle: they go along."""
    return compared(found, parser).shown


Words = tuple[str, str, str]
"""A change by its field and its words before and after."""


def words_of(change: Change) -> Words:
    """What the change says."""
    return change.field, change.before, change.after


def made_between(
    base: Story, before: Story, after: Story, parser: Parser | None = None
) -> tuple[Words, ...]:
    """The changes of ``base`` that a proposal has and had not when it was at ``before``."""
    was = Counter(map(words_of, compare(base, before, parser).shown))
    now = map(words_of, compare(base, after, parser).shown)
    return tuple(dict.fromkeys((Counter(now) - was).elements()))


def names(found: Iterable[Change], named: Iterable[tuple[str, Iterable[Words]]]) -> dict[int, str]:
    """By what the changes of these numbers were made, for those of which it is known."""
    of: dict[Words, str] = {}
    for name, changes in named:
        for words in changes:
            of.setdefault(words, name)
    return {c.number: of[words_of(c)] for c in found if words_of(c) in of}


def groups(
    found: Iterable[Change], named: Mapping[int, str] | None = None
) -> tuple[tuple[int, ...], ...]:
    """Numbers of the changes that belong together, each group by its first: those that were made
    by one act (``names``), and of the others those that are one correction in several places."""
    alike: dict[object, list[int]] = defaultdict(list)
    for change in found:
        if named and change.number in named:
            alike[named[change.number]].append(change.number)
        elif change.kind in _ALIKE:
            alike[change.kind, change.before.strip(), change.after.strip()].append(change.number)
    return tuple(tuple(numbers) for numbers in alike.values() if len(numbers) > 1)


def group_of(number: int, found: Iterable[Change]) -> tuple[int, ...]:
    """The change of this number and those that make the same correction elsewhere."""
    return next((group for group in groups(found) if number in group), (number,))


Key = tuple[str, str, str, str, int]
"""A change by what it says: kind, field, words before and after, and which of those that say the
same. It outlives a comparison, whose numbers do not."""


def keys(found: Iterable[Change]) -> dict[Key, int]:
    """The numbers of changes by their keys."""
    said: dict[tuple[str, str, str, str], int] = defaultdict(int)
    made: dict[Key, int] = {}
    for change in found:
        words = (change.kind.value, change.field, change.before, change.after)
        made[*words, said[words]] = change.number
        said[words] += 1
    return made


def settle(
    found: Suggestions,
    *,
    accept: Collection[int] = (),
    reject: Collection[int] = (),
    comparison: Comparison | None = None,
) -> Settled:
    """Accept and reject changes by their numbers in ``comparison`` (of this very set).

    What is accepted is in base and proposal afterwards, what is rejected in neither; what else
    there was is left open. With the last change that can be seen the rest goes the same way, so
    that no set is left that shows nothing.
    """
    made = comparison or compared(found)
    yes, no = set(accept), set(reject) - set(accept)
    numbers = {change.number for change in made.changes}
    if {change.number for change in made.shown} <= yes | no:
        rest = numbers - yes - no
        if yes or not no:
            yes |= rest
        else:
            no |= rest
    left = replace(found, base=made.apply(yes), proposal=made.without(no))
    if yes | no == numbers:
        # Both texts are now the same changes of the same base; let no bytes say otherwise.
        left = replace(left, proposal=left.base)
    return Settled(
        left,
        tuple(change for change in made.shown if change.number in yes),
        tuple(change for change in made.shown if change.number in no),
    )


def accept_all(found: Suggestions) -> Settled:
    """The proposal, byte for byte."""
    return Settled(replace(found, base=found.proposal), changes(found))


def reject_all(found: Suggestions) -> Settled:
    """The base, byte for byte."""
    return Settled(replace(found, proposal=found.base), (), changes(found))


def rebase(found: Suggestions, base: Story) -> Rebased:
    """The set carried over to the story as it stands now."""
    if base == found.base:
        return Rebased(found, {})
    made = merge_stories(found.base, found.proposal, base)
    return Rebased(replace(found, base=base, proposal=made.story), made.conflicts)


def as_data(change: Change, group: str = "", seam: Seam | None = None) -> dict[str, str]:
    """What a log keeps of a change; ``group`` is by what it was made, if that is known, ``seam``
    what a change without words does."""
    kept = {
        "kind": change.kind.value,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    }
    if seam is not None:
        kept |= {"does": seam.kind.value, "around": seam.words}
    return {**kept, "group": group} if group else kept

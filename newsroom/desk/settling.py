"""Verdicts on single suggested changes: each set is put on top of the story as it stands, the
changes are found by what they say, and what was accepted goes into the story.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from newsroom.desk.seat import Seat
from newsroom.desk.suggesting import Suggesting
from newsroom.i18n import _
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import Outdated
from newsroom.news.suggestion import SuggestionSet, Verdict, texts_of
from newsroom.text import suggest
from newsroom.text.changes import Change
from newsroom.text.parse import Parser
from newsroom.text.seams import seams_of
from newsroom.text.suggest import Key, Suggestions

ALL = None
"""Stands for every change of a set."""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What is to become of the changes of one set; None is all of them."""

    accept: Collection[Key] | None = ()
    reject: Collection[Key] | None = ()


class Settling:
    """Accepts and rejects, change by change."""

    def __init__(self, seat: Seat, suggesting: Suggesting) -> None:
        self._seat = seat
        self._suggesting = suggesting

    def settle(self, wanted: Mapping[int, Verdicts]) -> Done[tuple[SuggestionSet, ...]]:
        """Settle changes of sets by the sets' numbers; each set is a step that can be taken back.

        What the story's writer changed meanwhile is kept: a set is put on top of the story first,
        and where both changed the same words the proposal's are what is accepted. Raises Outdated
        where none of a set's changes is there any more, NotFound, Locked, Refused.
        """
        done: list[SuggestionSet] = []
        changes = Changes()
        for number, verdicts in wanted.items():
            made = self._one(number, verdicts)
            done.append(made.value)
            changes |= made.changes
        return Done(tuple(done), changes)

    def _one(self, number: int, verdicts: Verdicts) -> Done[SuggestionSet]:
        store = self._seat.store
        with store.transaction():
            found = self._suggesting.get(number)
            stands = store.articles.get(found.article)
            standing = texts_of(stands, found.base)
            own = Suggestions.of(found.base, found.proposal, found.author)
            carried = suggest.rebase(own, suggest.story_of(standing)).carried
            made = suggest.compared(carried, Parser())
            accept = _numbers(verdicts.accept, made.shown)
            reject = _numbers(verdicts.reject, made.shown)
            if not accept and not reject:
                raise Outdated(
                    _("These suggestions were changed or settled since. Look at them again."), found
                )
            settled = suggest.settle(carried, accept=accept, reject=reject, comparison=made)
            names = tuple(found.base)
            base = suggest.texts_of(settled.left.base, names)
            left = len(suggest.changes(settled.left)) if not settled.left.settled else 0
            named = suggest.names(made.shown, [(g.name, g.changes) for g in found.groups])
            seams = seams_of(made)
            given = [
                Verdict(
                    accepted=yes,
                    change=suggest.as_data(
                        change, named.get(change.number, ""), seams.get(change.number)
                    ),
                )
                for yes, some in ((True, settled.accepted), (False, settled.rejected))
                for change in some
            ]
            return self._suggesting.settle(
                number,
                found.version,
                given,
                base=base,
                proposal=suggest.texts_of(settled.left.proposal, names),
                changes=left,
                story=base if settled.accepted else None,
                story_version=stands.version,
            )


def _numbers(wanted: Collection[Key] | None, shown: Collection[Change]) -> set[int]:
    if wanted is None:
        return {change.number for change in shown}
    numbers = suggest.keys(shown)
    return {numbers[key] for key in wanted if key in numbers}

"""Taking acts back and doing them again, as long as nobody's work would be lost by it.

What an import of a whole site did is taken back as it was done: prepared beside the store, so that
nobody has to wait for it, and then changed by one short transaction (``store.staging``).
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from contextlib import suppress
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from newsroom.desk.seat import Seat
from newsroom.desk.steps import touches_recent
from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.changes import Changes
from newsroom.news.errors import Cancelled, Refused, StoreError

if TYPE_CHECKING:
    from newsroom.desk.arriving import Cancel, Told
    from newsroom.store.staging import Staging
    from newsroom.store.steps import StepInfo

MANY = 100
"""Stories of an act that takes long to take back: about a quarter of a second."""

_BOOKS = frozenset({"id", "uid", "version", "updated_at", "updated_by", "words", "excerpt"})
"""What changes in a story without anybody having worked on it."""


class Undo:
    """The acts on stories that can be taken back: each person's own."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def last(self) -> StepInfo | None:
        """What would be taken back next (``label``, ``step``), None if there is nothing."""
        return self._seat.store.steps.last(self._seat.author)

    def next(self) -> StepInfo | None:
        """What would be done again next, None if there is nothing."""
        return self._seat.store.steps.last_undone(self._seat.author)

    def long(self, step: int | None = None) -> StepInfo | None:
        """The act that ``undo`` would take back if that takes long, else None: ``undo`` it where
        nobody waits. Raises NotFound."""
        act = self.last() if step is None else self._seat.store.steps.get(step)
        return act if act is not None and _is_long(act) else None

    def undo(
        self, step: int | None = None, *, told: Told | None = None, cancel: Cancel | None = None
    ) -> Changes:
        """Take back an act, by default my last one: all of it or nothing.

        ``told`` hears how far it is, where that takes long; ``cancel`` is asked in between. Raises
        Refused with a sentence if somebody saved one of its stories since, if it was taken back
        already, if it brought people and I may not change the staff any more, or if there is
        nothing; Cancelled.
        """
        return self._carry(_Way(self._seat, "before", told, cancel), step)

    def redo(self, *, told: Told | None = None, cancel: Cancel | None = None) -> Changes:
        """Do again what I took back last. Raises Refused and Cancelled as ``undo`` does."""
        return self._carry(_Way(self._seat, "after", told, cancel), None)

    def _wanted(self, way: _Way, step: int | None) -> StepInfo:
        """The act to take back or to do again. Raises Refused."""
        again = way.to == "after"
        if step is not None:
            act: StepInfo | None = self._seat.store.steps.get(step)
        else:
            act = self.next() if again else self.last()
        if act is None or (again and not act.undone):
            raise Refused(
                _("There is nothing to do again.") if again else _("There is nothing to take back.")
            )
        if act.undone and not again:
            raise Refused(_("“{label}” was taken back already.").format(label=act.label))
        return act

    def _carry(self, way: _Way, step: int | None) -> Changes:
        store = self._seat.store
        act = self._wanted(way, step)
        if _is_long(act) and (changes := self._carry_beside(way, act)) is not None:
            return changes
        with store.transaction():
            act = self._wanted(way, act.step)
            way.write(act)
            return way.finish(act)

    def _carry_beside(self, way: _Way, act: StepInfo) -> Changes | None:
        """Prepare it beside the store; None where that is of no use."""
        from newsroom.store.staging import Meanwhile, Staging

        staging = Staging.begin(self._seat.store)
        if staging is None:
            return None
        with staging, suppress(Meanwhile):
            try:
                way.write(act, staging)
            except Refused:
                self._wanted(way, act.step)  # or somebody else is doing the same
                raise
            staging.seal()
            with self._seat.store.transaction():
                act = self._wanted(way, act.step)
                if left := staging.take_over().left:
                    way.hold_untouched(act, left)
                    raise Meanwhile  # they were saved, and are what they were
                changes = way.finish(act)
            with suppress(StoreError):  # who opens the store next goes on
                staging.write_words()
            return changes
        return None


class _Way:
    """One going back, to what was "before" an act, or forth again, to what was "after" it."""

    def __init__(self, seat: Seat, to: str, told: Told | None, cancel: Cancel | None) -> None:
        self._seat = seat
        self.to = to
        self._kind = "undo" if to == "before" else "redo"
        self._told = told
        self._cancel = cancel
        self._names: set[str] = set()

    def write(self, act: StepInfo, staging: Staging | None = None) -> None:
        """Give every story of the act the values of before or after it; with ``staging`` beside
        the store. Raises Refused, Cancelled."""
        # What knows the tables of every act; no start needs it.
        from newsroom.desk.arriving import Progress
        from newsroom.desk.imported import count_of, stories_of, values_of

        total, articles, who = count_of(act.payload), self._seat.store.articles, self._seat.author
        if staging is None:  # one that an act changed twice is looked at before it is touched
            self.hold_untouched(act)
        for done, item in enumerate(stories_of(act.payload)):
            self._pulse()
            if self._told is not None:
                self._told(Progress(done, total))
            stands = articles.get(item["id"])
            values = values_of(self._seat, item, self.to, stands)
            self._names |= values.keys()
            if staging is not None:
                self._hold_untouched(act, item, stands)
                staging.change(stands, values, author=who, kind=self._kind)
            else:
                articles.set_many((item["id"],), values, author=who, kind=self._kind)

    def finish(self, act: StepInfo) -> Changes:
        """Set back what else the act wrote, inside the transaction. Raises Refused."""
        from newsroom.desk.alongside import bring_along, take_along
        from newsroom.desk.imported import stories_of

        store, to = self._seat.store, self.to
        rows = [kept for kept in act.payload.get("rows", ()) if kept["table"] != "staff"]
        stood = "before" if to == "after" else "after"
        if not all(store.marked.stands(kept, stood) for kept in rows):
            raise Refused(
                _(
                    "“{label}” can't be changed any more: somebody has worked on "
                    "what it left since. Change it by hand."
                ).format(label=act.label)
            )
        beside: set[int] = set()
        for kept in rows:
            beside.update(store.marked.set(kept, to))
        label = _("Took back: {label}") if to == "before" else _("Did again: {label}")
        label = label.format(label=act.label)
        if to == "after":
            bring_along(self._seat, act.payload)
            store.steps.mark_redone(act.step)
        else:
            if went := take_along(self._seat, act.payload):
                label = _("{label}, and with it {what}").format(label=label, what=", ".join(went))
            store.steps.mark_undone(act.step)
        return Changes(
            articles=frozenset(item["id"] for item in stories_of(act.payload)),
            staff=any(kept["table"] == "staff" for kept in act.payload.get("rows", ())),
            lists="terms" in act.payload,
            listing=True,
            recent=touches_recent(self._names),
            review=frozenset(beside),
            label=label,
        )

    def hold_untouched(self, act: StepInfo, stories: Container[int] | None = None) -> None:
        """Refuse if one of these stories, by default of all, is not what the act left."""
        from newsroom.desk.imported import stories_of

        for item in stories_of(act.payload):
            self._pulse()
            if stories is None or item["id"] in stories:
                self._hold_untouched(act, item, self._seat.store.articles.get(item["id"]))

    def _pulse(self) -> None:
        if self._cancel is not None and self._cancel():
            raise Cancelled

    def _hold_untouched(self, act: StepInfo, item: Mapping[str, Any], stands: Article) -> None:
        """Refuse if the story is not what it was at the version that the act left it at.

        A later version with the same content is no hindrance: that is what undoing leaves.
        """
        left_at = item["version"] - (self.to == "after")
        if stands.version == left_at:
            return
        store = self._seat.store
        if item.get("made") and act.undone:  # there is no version before the story was
            from newsroom.desk.imported import values_of

            made = store.revisions.state(stands.id, item["version"])
            values = values_of(self._seat, item, "before", made)
            left = replace(made, **values)  # type: ignore[arg-type]
        else:
            left = store.revisions.state(stands.id, left_at)
        if _content(stands) != _content(left):
            sentence = (
                _("“{label}” can't be done again: “{slug}” was changed since. Change it by hand.")
                if act.undone
                else _(
                    "“{label}” can't be taken back: “{slug}” was changed since. "
                    "Change it by hand, or bring back a revision."
                )
            )
            raise Refused(sentence.format(label=act.label, slug=stands.slug))


def _is_long(act: StepInfo) -> bool:
    from newsroom.desk.imported import count_of

    single = act.payload["articles"]
    # One that an act changed twice can't be prepared; such acts are short.
    return count_of(act.payload) > MANY and len({one["id"] for one in single}) == len(single)


def _content(article: Article) -> dict[str, object]:
    return {
        item.name: getattr(article, item.name)
        for item in fields(article)
        if item.name not in _BOOKS
    }

"""Taking acts back and doing them again, as long as nobody's work would be lost by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from newsroom.desk.seat import Seat
from newsroom.desk.steps import touches_recent
from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.changes import Changes
from newsroom.news.errors import Refused

if TYPE_CHECKING:
    from newsroom.store.steps import StepInfo

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

    def undo(self, step: int | None = None) -> Changes:
        """Take back an act, by default my last one: all of it or nothing.

        Raises Refused with a sentence if somebody saved one of its stories since, if it was taken
        back already, if it brought people and I may not change the staff any more, or if there is
        nothing.
        """
        store = self._seat.store
        with store.transaction():
            act = self.last() if step is None else store.steps.get(step)
            if act is None:
                raise Refused(_("There is nothing to take back."))
            if act.undone:
                raise Refused(_("“{label}” was taken back already.").format(label=act.label))
            changes = self._apply(act, to="before", kind="undo")
            store.steps.mark_undone(act.step)
        return changes

    def redo(self) -> Changes:
        """Do again what I took back last. Raises Refused as ``undo`` does."""
        store = self._seat.store
        with store.transaction():
            act = self.next()
            if act is None:
                raise Refused(_("There is nothing to do again."))
            changes = self._apply(act, to="after", kind="redo")
            store.steps.mark_redone(act.step)
        return changes

    def _apply(self, act: StepInfo, *, to: str, kind: str) -> Changes:
        """Give every story of the act the values of before or after it."""
        # What knows the tables of every act; no start needs it.
        from newsroom.desk.alongside import bring_along, take_along
        from newsroom.desk.imported import stories_of, values_of

        rows = [kept for kept in act.payload.get("rows", ()) if kept["table"] != "staff"]
        for item in stories_of(act.payload):
            self._hold_untouched(act, item, left_at=item["version"] - (to == "after"))
        stood = "before" if to == "after" else "after"
        if not all(self._seat.store.marked.stands(kept, stood) for kept in rows):
            raise Refused(
                _(
                    "“{label}” can't be changed any more: somebody has worked on "
                    "what it left since. Change it by hand."
                ).format(label=act.label)
            )
        names: set[str] = set()
        told: set[int] = set()
        for item in stories_of(act.payload):
            values = values_of(self._seat, item, to)
            names |= values.keys()
            told.add(item["id"])
            self._seat.store.articles.set_many(
                (item["id"],), values, author=self._seat.author, kind=kind
            )
        beside: set[int] = set()
        for kept in rows:
            beside.update(self._seat.store.marked.set(kept, to))
        label = _("Took back: {label}") if kind == "undo" else _("Did again: {label}")
        label = label.format(label=act.label)
        if to == "after":
            bring_along(self._seat, act.payload)
        elif went := take_along(self._seat, act.payload):
            label = _("{label}, and with it {what}").format(label=label, what=", ".join(went))
        return Changes(
            articles=frozenset(told),
            staff=any(kept["table"] == "staff" for kept in act.payload.get("rows", ())),
            lists="terms" in act.payload,
            listing=True,
            recent=touches_recent(names),
            review=frozenset(beside),
            label=label,
        )

    def _hold_untouched(self, act: StepInfo, item: Mapping[str, Any], *, left_at: int) -> None:
        """Refuse if the story is not what it was at the version that the act left it at.

        A later version with the same content is no hindrance: that is what undoing leaves.
        """
        store = self._seat.store
        stands = store.articles.get(item["id"])
        if stands.version == left_at:
            return
        if item.get("made") and act.undone:  # there is no version before the story was
            from newsroom.desk.imported import values_of

            made = store.revisions.state(stands.id, item["version"])
            left = replace(made, **values_of(self._seat, item, "before"))  # type: ignore[arg-type]
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


def _content(article: Article) -> dict[str, object]:
    return {
        item.name: getattr(article, item.name)
        for item in fields(article)
        if item.name not in _BOOKS
    }

"""What changed several texts of a story as one act, a replacement in its titles and body: one step
back takes it back in all of them, whichever it is made in.

Each text keeps its own steps. Where one of them goes back over such an act, or forth again, the
others go along, as long as nothing was written in them since.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.ui.editor.body import Body
    from newsroom.ui.editor.titles import TitleField


@dataclass(frozen=True, slots=True)
class Holder:
    """A text that has steps of its own."""

    text: Callable[[], str]
    back: Callable[[], object]
    forth: Callable[[], object]
    can_forth: Callable[[], bool]


@dataclass(slots=True)
class Act:
    """What one act made of each text that it changed."""

    texts: dict[str, tuple[str, str]]
    """By the holder's name: before it, and after it."""
    undone: bool = False


class Together(QObject):
    """The acts of one pane that changed several texts."""

    def __init__(self, body: Body, fields: dict[str, TitleField]) -> None:
        super().__init__(body)
        self._holders = {"body": Holder(body.text, body.undo, body.redo, body.can_redo)}
        self._acts: list[Act] = []
        self._busy = False
        body.changed.connect(partial(self._look, "body"))
        for name, field in fields.items():
            self._holders[name] = Holder(
                field.text, field.undo, field.redo, field.document().isRedoAvailable
            )
            field.textChanged.connect(partial(self._look, name))

    def do(self, act: Callable[[], int]) -> int:
        """Do ``act``, one step in each text that it changes, and remember them as one."""
        before = {name: holder.text() for name, holder in self._holders.items()}
        self._busy = True
        try:
            found = act()
        finally:
            self._busy = False
        after = {name: holder.text() for name, holder in self._holders.items()}
        changed = {n: (before[n], after[n]) for n in before if before[n] != after[n]}
        if len(changed) > 1:
            self._acts.append(Act(changed))
        return found

    def _look(self, name: str) -> None:
        """A text is another: perhaps it went back over an act, or forth again."""
        if self._busy or not self._acts:
            return
        holder = self._holders[name]
        now = holder.text()
        for act in reversed(self._acts):
            if name not in act.texts:
                continue
            before, after = act.texts[name]
            if not act.undone and now == before and holder.can_forth():
                self._go(act, name, undone=True)
                return
            if act.undone and now == after:
                self._go(act, name, undone=False)
                return
            if act.undone and now != before and not holder.can_forth():
                self._acts.remove(act)  # somebody wrote on: it can't be done again
                return

    def _go(self, act: Act, name: str, *, undone: bool) -> None:
        """Let the others follow one text over an act."""
        act.undone = undone
        self._busy = True
        try:
            for other, (before, after) in act.texts.items():
                there, wanted = (after, before) if undone else (before, after)
                holder = self._holders[other]
                if other == name or holder.text() != there:
                    continue
                if undone:
                    holder.back()
                elif holder.can_forth():
                    holder.forth()
                if holder.text() not in (there, wanted):  # that was another step
                    (holder.forth if undone else holder.back)()
        finally:
            self._busy = False

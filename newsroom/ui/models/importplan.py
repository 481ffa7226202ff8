"""The plan of an import as a table: what comes in, what becomes of it, and why it is doubtful."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from newsroom.desk.arriving import ACTION_LABELS, Action, Fate, Planned
from newsroom.desk.packedplan import Glance, PackedPlan, glance_of
from newsroom.i18n import N_, _

if TYPE_CHECKING:
    from newsroom.desk.arriving import IntakeReport

Index = QModelIndex | QPersistentModelIndex
PLANNED = int(Qt.ItemDataRole.UserRole)
TONE = PLANNED + 1
BECOMES, WHAT, WHY, FROM = range(4)
_NOBODY = QModelIndex()
_TONES: Mapping[Action, str] = {
    Action.NEW: "good",
    Action.CHANGED: "info",
    Action.DOUBTFUL: "warning",
    Action.REFUSED: "danger",
}
ALL, LOOK, NOTED = "", "look", "noted"
"""Parts of a plan beside those of each action: every story, those to be looked at, and those of
which something is said."""
_PARTS: Mapping[str, Callable[[Glance], bool]] = {
    ALL: lambda _item: True,
    LOOK: lambda item: item.doubts or item.problems or item.action is Action.DOUBTFUL,
    **{action: partial(lambda item, action: item.action is action, action=action)
       for action in Action},
    NOTED: lambda item: item.notes,
}  # fmt: skip
PART_LABELS: Mapping[str, str] = {
    ALL: N_("All stories"),
    LOOK: N_("To be looked at"),
    **{str(action): label for action, label in ACTION_LABELS.items()},
    NOTED: N_("Something to know"),
}
_TAKEN = frozenset({Action.NEW, Action.CHANGED, Action.DOUBTFUL})


class PlanModel(QAbstractTableModel):
    """Stories of a plan. Those with a box can be left out; doubtful ones come in when ticked.

    Where nothing is ``planning`` any more it is what came of them, without boxes."""

    def __init__(self, parent: QObject, *, planning: bool = True) -> None:
        super().__init__(parent)
        self.planning = planning
        self._items: Sequence[Planned] = ()
        self._glances: Sequence[Glance] = ()  # of each: to read all of a site's plan takes long
        self._on: list[bool] = []
        self._rows: Sequence[int] = ()  # the stories that are shown
        self._part, self._sought = ALL, ""
        self.doubted = False
        """Whether a story that is new here should be looked at first: its letters were guessed."""

    def parts(self) -> dict[str, int]:
        """The parts of the plan that hold something, and how many stories each."""
        counts = {part: sum(map(holds, self._glances)) for part, holds in _PARTS.items()}
        whole = len(self._items)
        return {part: n for part, n in counts.items() if part == ALL or 0 < n < whole}

    def narrow(self, part: str, words: str) -> None:
        """Show only a part, and of it only stories with these words in what is said of them."""
        self.beginResetModel()
        self._part, self._sought = part, words.casefold().strip()
        self._find()
        self.endResetModel()

    def _find(self) -> None:
        holds, words = _PARTS[self._part], self._sought
        if self._part == ALL and not words:
            self._rows = range(len(self._items))
        else:
            self._rows = [
                row
                for row, glance in enumerate(self._glances)
                if holds(glance) and (not words or words in _said(self._items[row]))
            ]

    def show_plan(self, report: IntakeReport | None) -> None:
        """Show this plan; what was ticked otherwise in the one before stays so."""
        before = {self._items[row].ref: self._on[row] for row in self._chosen()}
        self.beginResetModel()
        self._items = report.items if report is not None else ()
        self._glances = _glances(self._items)
        self._on = list(map(_usual, self._glances))
        self.doubted = any(glance.doubts and not glance.stands for glance in self._glances)
        if before:
            self._on = [
                before.get(item.ref, on) for item, on in zip(self._items, self._on, strict=True)
            ]
        self._part, self._sought = ALL, ""
        self._find()
        self.endResetModel()

    def _chosen(self) -> list[int]:
        """The stories of which somebody said something else than the plan has."""
        pairs = zip(self._glances, self._on, strict=True)
        return [row for row, (glance, on) in enumerate(pairs) if on != _usual(glance)]

    @property
    def fates(self) -> dict[str, Fate]:
        """What was chosen otherwise than the plan has it."""
        return {
            self._items[row].ref: Fate.TAKE if self._on[row] else Fate.SKIP
            for row in self._chosen()
            if self._glances[row].action in _TAKEN
        }

    @property
    def planned(self) -> bool:
        """Whether there is a plan with stories, shown or not."""
        return bool(self._items)

    @property
    def taken(self) -> int:
        """How many stories would be written."""
        return sum(self._on)

    def tick_all(self, on: bool) -> None:
        """Tick every box that is shown, or none of them."""
        for row in self._rows:
            self._on[row] = on and self._glances[row].action in _TAKEN
        if self._rows:
            last = self.index(len(self._rows) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])

    def rowCount(self, parent: Index = _NOBODY) -> int:
        """A row a story."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOBODY) -> int:
        """What it becomes, what is done, why, and where from."""
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            what = _("What happens") if self.planning else _("What happened")
            return (_("Story"), what, _("To know"), _("From"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A story that can be taken or left has a box."""
        flags = super().flags(index)
        if index.column() == BECOMES and self._has_box(self._rows[index.row()]):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def _has_box(self, row: int) -> bool:
        return self.planning and self._glances[row].action in _TAKEN

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, boxes and the tone of the chip."""
        row, column = self._rows[index.row()], index.column()
        item = self._items[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(item)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            every = (*item.problems, *item.doubts, *item.notes)
            return "\n".join(every) if column == WHY else self._words(item)[column]
        if role == Qt.ItemDataRole.CheckStateRole and column == BECOMES and self._has_box(row):
            on = self._on[row]
            return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        if role == PLANNED:
            return item
        if role == TONE and column == WHAT:
            looked_at = item.doubts and item.action in _TAKEN
            return "warning" if looked_at else _TONES.get(item.action, "muted")
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a box or not."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != BECOMES:
            return False
        self._on[self._rows[index.row()]] = Qt.CheckState(value) is Qt.CheckState.Checked
        self.dataChanged.emit(index, index, [role])
        return True

    def _words(self, item: Planned) -> tuple[str, str, str, str]:
        why = next(iter((*item.problems, *item.doubts, *item.notes)), "")
        title = item.headline or item.slug or item.source
        return title, _(ACTION_LABELS[item.action]), why, item.source


def _said(item: Planned) -> str:
    every = (item.headline, item.slug, item.source, *item.problems, *item.doubts, *item.notes)
    return "\n".join(every).casefold()


def _glances(items: Sequence[Planned]) -> Sequence[Glance]:
    return items.glances() if isinstance(items, PackedPlan) else tuple(map(glance_of, items))


def _usual(glance: Glance) -> bool:
    """Whether it is taken where nobody says anything."""
    return glance.action in (Action.NEW, Action.CHANGED)

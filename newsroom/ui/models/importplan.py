"""The plan of an import as a table: what comes in, what becomes of it, and why it is doubtful."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from newsroom.desk.arriving import ACTION_LABELS, Action, Fate, Planned
from newsroom.i18n import _

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
_TAKEN = frozenset({Action.NEW, Action.CHANGED, Action.DOUBTFUL})


class PlanModel(QAbstractTableModel):
    """Stories of a plan. Those with a box can be left out; doubtful ones come in when ticked."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._items: Sequence[Planned] = ()
        self._on: list[bool] = []

    def show_plan(self, report: IntakeReport | None) -> None:
        """Show this plan; what was ticked otherwise in the one before stays so."""
        before = {
            item.ref: on
            for item, on in zip(self._items, self._on, strict=True)
            if on != _usual(item)
        }
        self.beginResetModel()
        self._items = report.items if report is not None else ()
        self._on = [before.get(item.ref, _usual(item)) for item in self._items]
        self.endResetModel()

    @property
    def fates(self) -> dict[str, Fate]:
        """What was chosen otherwise than the plan has it."""
        found: dict[str, Fate] = {}
        for item, on in zip(self._items, self._on, strict=True):
            if on and item.action is Action.DOUBTFUL:
                found[item.ref] = Fate.TAKE
            elif not on and item.action in (Action.NEW, Action.CHANGED):
                found[item.ref] = Fate.SKIP
        return found

    @property
    def doubted(self) -> bool:
        """Whether a story that is new here should be looked at first: its letters were guessed."""
        return any(item.doubts and item.article is None for item in self._items)

    @property
    def taken(self) -> int:
        """How many stories would be written."""
        return sum(self._on)

    def tick_all(self, on: bool) -> None:
        """Tick every box, or none."""
        self._on = [on and item.action in _TAKEN for item in self._items]
        if self._items:
            last = self.index(len(self._items) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.CheckStateRole])

    def rowCount(self, parent: Index = _NOBODY) -> int:
        """A row a story."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = _NOBODY) -> int:
        """What it becomes, what is done, why, and where from."""
        return 0 if parent.isValid() else 4

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The columns' names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Story"), _("What happens"), _("To know"), _("From"))[section]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A story that can be taken or left has a box."""
        flags = super().flags(index)
        if index.column() == BECOMES and self._items[index.row()].action in _TAKEN:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, boxes and the tone of the chip."""
        item, column = self._items[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(item)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            every = (*item.problems, *item.doubts, *item.notes)
            return "\n".join(every) if column == WHY else self._words(item)[column]
        if role == Qt.ItemDataRole.CheckStateRole and column == BECOMES and item.action in _TAKEN:
            on = self._on[index.row()]
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
        self._on[index.row()] = Qt.CheckState(value) is Qt.CheckState.Checked
        self.dataChanged.emit(index, index, [role])
        return True

    def _words(self, item: Planned) -> tuple[str, str, str, str]:
        why = next(iter((*item.problems, *item.doubts, *item.notes)), "")
        title = item.headline or item.slug or item.source
        return title, _(ACTION_LABELS[item.action]), why, item.source


def _usual(item: Planned) -> bool:
    """Whether it is taken where nobody says anything."""
    return item.action in (Action.NEW, Action.CHANGED)

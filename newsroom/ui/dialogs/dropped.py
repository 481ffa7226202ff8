"""What did not come along with a paste or an import: a short list, by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QDialogButtonBox, QListWidget

from newsroom.i18n import _
from newsroom.intake.dropped import Dropped, said
from newsroom.ui.dialogs.sheet import Sheet

_MOST_ROWS = 12  # lines that are seen without scrolling


class DroppedList(Sheet):
    """The kinds with their counts, the trackers by site, and why pictures stayed out."""

    def __init__(
        self,
        dropped: Mapping[Dropped, int],
        trackers: Sequence[str] = (),
        reasons: Sequence[str] = (),
    ) -> None:
        super().__init__("dropped", _("What was dropped"))
        self._list(_("Left out of the text"), [
            said(kind, dropped[kind]) for kind in Dropped if dropped.get(kind)
        ])  # fmt: skip
        if trackers:
            self._list(_("Taken off addresses"), trackers)
        if reasons:
            self._list(_("Pictures that could not be taken"), list(dict.fromkeys(reasons)))
        self.space()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        self.add(buttons)

    def _list(self, label: str, lines: Sequence[str]) -> None:
        shown = QListWidget(self)
        shown.setWordWrap(True)
        shown.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        shown.addItems(list(lines))
        height = sum(shown.sizeHintForRow(n) for n in range(min(len(lines), _MOST_ROWS)))
        shown.setFixedHeight(height + 2 * shown.frameWidth() + 8)
        self.add(shown, label)

"""Text that was typed and not saved in a window that is gone: what differs, story by story."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, figure, ngettext
from newsroom.news.revision import Draft
from newsroom.ui.dialogs.differences import DifferencesView, FieldDifference
from newsroom.ui.theme import Theme


class RecoveryDialog(QDialog):
    """The recovered stories and what is new in each. Closing it keeps them all.

    ``found`` holds for each draft its title and its differences from the last version.
    """

    kept = Signal(str)  # the draft's key
    discarded = Signal(str)

    def __init__(
        self,
        found: tuple[tuple[Draft, str, tuple[FieldDifference, ...]], ...],
        *,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("recovery")
        self.setWindowTitle(_("Recovered stories"))
        self.resize(900, 560)
        self._found = list(found)
        self.list = QListWidget(self)
        self.list.setObjectName("recoveredStories")
        self.list.setAccessibleName(_("Recovered stories"))
        self.list.addItems([title for _draft, title, _differences in found])
        self.list.setFixedWidth(280)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._facts = QLabel(self)
        self._facts.setProperty("role", "title")
        self.view = DifferencesView(theme, self)
        self.keep = QPushButton(_("Keep"), self)
        self.keep.setObjectName("recovery.keep")
        self.keep.setProperty("role", "primary")
        self.keep.setDefault(True)
        self.discard = QPushButton(_("Discard"), self)
        self.discard.setObjectName("recovery.discard")
        self.discard.setAutoDefault(False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.discard)
        buttons.addWidget(self.keep)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._facts)
        right.addWidget(self.view, 1)
        right.addLayout(buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 16)
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.list.currentRowChanged.connect(self._show)
        self.keep.clicked.connect(lambda: self._settle(self.kept))
        self.discard.clicked.connect(lambda: self._settle(self.discarded))
        self.list.ensurePolished()  # rows are measured now, and were as low as without the sheet
        self.list.setCurrentRow(0)

    def _show(self, place: int) -> None:
        if not 0 <= place < len(self._found):
            return
        _draft, _title, found = self._found[place]
        words = sum(difference.words_added for difference in found)
        self._facts.setText(
            ngettext(
                "{n} word newer than the last version",
                "{n} words newer than the last version",
                words,
            ).format(n=figure(words))
            if words
            else _("Changed since the last version")
        )
        self.view.show_differences(found)

    def _settle(self, signal: SignalInstance) -> None:
        place = self.list.currentRow()
        draft, _title, _differences = self._found.pop(place)
        self.list.takeItem(place)
        self._show(self.list.currentRow())  # Qt told of another row before this one was gone
        signal.emit(draft.key)
        if not self._found:
            self.accept()

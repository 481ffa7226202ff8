"""Which story this one brings up to date, and which bring it up to date, with the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from newsroom.i18n import _
from newsroom.ui.widgets.cut import CutButton

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.news.article import Row
    from newsroom.ui.workbench import Workbench

LOOK_MS = 400  # a story that is only passed by is not asked about
PADDING = 12  # px of a link beside its words


class KinLines(QWidget):
    """A link a story; nothing where the story has no kin."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("kin")
        self._bench = workbench
        self._story = 0
        self.links: list[CutButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(0)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._ask)
        self.hide()

    def set_story(self, number: int) -> None:
        """Another story is in front; 0 for none, or for one that was never saved."""
        if number != self._story:
            self._story = number
            self._fill((None, ()))
        self.look_again()

    def look_again(self) -> None:
        """It may have kin since."""
        if self._story:
            self._timer.start()

    def _ask(self) -> None:
        number = self._story

        def kin(desk: Desk) -> tuple[Row | None, tuple[Row, ...]]:
            return desk.correcting.parent(number), desk.correcting.updates(number)

        self._bench.tasks.run(kin, then=self._fill, owner=self, key="kin")

    def _fill(self, found: tuple[Row | None, tuple[Row, ...]]) -> None:
        parent, updates = found
        for link in self.links:
            self._column.removeWidget(link)
            link.hide()
            link.deleteLater()
        self.links = []
        if parent is not None:
            self._add(_("Updates “{title}”"), parent)
        for row in updates:
            self._add(_("Updated by “{title}”"), row)
        self.setVisible(bool(self.links))

    def _add(self, words: str, row: Row) -> None:
        said = words.format(title=row.headline or row.slug)
        link = CutButton(said, self)
        link.setProperty("role", "link")
        link.clicked.connect(lambda: self._bench.open(row.id, new_tab=True))
        self._column.addWidget(link)
        link.show()
        self.links.append(link)

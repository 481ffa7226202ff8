"""How wide the list and the panels are: as at first on a usual screen, wider on a large one, and
where a person has put the lines between them they stay.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from newsroom.ui.column import WIDTH as PANELS

LIST = 480  # px: a sidebar of 170 and a list of 310
COLUMNS = 900  # px, with the sidebar, where the list shows columns
STORY = 400  # px that the story keeps then
USUAL = 1440  # px of the window; what it has beyond that is shared out
_OF_THE_REST = (0.16, 0.10)  # of that for the list and for the panels: the story has more of it
_MOST = (640, 440)  # px: a headline of a row is read at a glance, a form's field is not a page's


def shares(wide: int) -> tuple[int, int]:
    """How wide the list with its sidebar and the panels are in a window of that width, in px."""
    more = max(0, wide - USUAL)
    first, last = (round(more * part) for part in _OF_THE_REST)
    return min(LIST + first, _MOST[0]), min(PANELS + last, _MOST[1])


class Panes(QSplitter):
    """The three panes of a window. ``arranged``: a person has moved a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("panes")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.arranged = False
        self._given = (LIST, PANELS)
        self._columns = False
        self.splitterMoved.connect(self._moved)

    def fill(self, listing: QWidget, story: QWidget, panels: QWidget) -> None:
        """These stand in it; the story takes what the others leave."""
        for pane in (listing, story, panels):
            pane.show()  # by its own word, or QSplitter shows it again with all that is in it
            self.addWidget(pane)
            self.setStretchFactor(self.indexOf(pane), int(pane is story))
        self.setSizes([LIST, USUAL - LIST - PANELS, PANELS])

    def _moved(self, _at: int, _line: int) -> None:
        self.arranged = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room out, once it is there: before, the others would be squeezed for it."""
        super().resizeEvent(event)
        fresh = shares(self.width())
        if self.arranged or self._columns or fresh == self._given:
            return
        self._given = fresh
        room = sum(self.sizes())
        self.setSizes([fresh[0], max(0, room - sum(fresh)), fresh[1]])

    def restore(self, panes: Sequence[int], arranged: bool | None) -> None:
        """As it was left. ``arranged`` None: by a version that kept only the widths. Widths that
        nobody chose come by themselves."""
        if len(panes) != self.count() or not any(panes):
            return
        if arranged is None:
            arranged = bool(panes[0]) and panes[0] not in (LIST, COLUMNS)
        self.arranged = arranged
        if arranged or sum(panes) <= USUAL:
            self.setSizes(list(panes))

    def columns(self, wide: bool) -> None:
        """Columns get what the story can spare; without them the list is as narrow as before."""
        self._columns = wide
        sizes = self.sizes()
        room = sizes[0] + sizes[1]
        first = self._given[0]
        if wide:
            first = max(first, min(room - STORY, COLUMNS + first - LIST))
        self.setSizes([first, room - first, sizes[2]])

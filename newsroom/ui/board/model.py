"""The stories of one column, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from newsroom.news.article import Page, Row
from newsroom.ui.models.stories import ROW, STORIES_MIME

Index = QModelIndex | QPersistentModelIndex


class ColumnModel(QAbstractListModel):
    """``more_wanted`` carries the key behind which the next page begins."""

    more_wanted = Signal(object)

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self._rows: tuple[Row, ...] = ()
        self._next: tuple[object, ...] | None = None
        self._asked = False

    def show(self, page: Page) -> None:
        """These are the first ones."""
        self._asked = False
        if page.rows == self._rows and page.next == self._next:
            return
        self.beginResetModel()
        self._rows, self._next = page.rows, page.next
        self.endResetModel()

    def add(self, page: Page) -> None:
        """These come behind those that are known."""
        self._asked = False
        first = len(self._rows)
        self._next = page.next
        if page.rows:
            self.beginInsertRows(QModelIndex(), first, first + len(page.rows) - 1)
            self._rows = (*self._rows, *page.rows)
            self.endInsertRows()

    def row(self, number: int) -> Row | None:
        """The story at that place."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def place(self, story: int) -> int:
        """Where a story stands; -1 if it is not here."""
        return next((n for n, row in enumerate(self._rows) if row.id == story), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many are known."""
        return 0 if parent.isValid() else len(self._rows)

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are more."""
        return self._next is not None and not self._asked

    def fetchMore(self, parent: Index) -> None:
        """Have the next page read."""
        self._asked = True
        self.more_wanted.emit(self._next)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Headline, or the row itself."""
        row = self.row(index.row())
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return row.headline or row.slug
        return row if role == ROW else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Chosen and dragged."""
        flag = Qt.ItemFlag
        if not index.isValid():
            return flag.NoItemFlags
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled

    def mimeTypes(self) -> list[str]:
        """What is dragged."""
        return [STORIES_MIME]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        """The ids of what is dragged."""
        rows = [self.row(index.row()) for index in indexes]
        data = QMimeData()
        ids = [row.id for row in rows if row is not None]
        data.setData(STORIES_MIME, QByteArray(json.dumps(ids).encode()))
        return data

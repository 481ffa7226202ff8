"""The picture library as a model: pages of it as they are scrolled to, small pictures as they come
into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
)
from PySide6.QtGui import QImage

from newsroom.i18n import _
from newsroom.news.media import PictureFacts

FACTS = Qt.ItemDataRole.UserRole
PICTURE = Qt.ItemDataRole.UserRole + 1

KEPT = 400
"""Small pictures in memory: some screens of a large window, some 30 MB."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class PictureModel(QAbstractListModel):
    """Pictures in the order of the library.

    ``more`` is called when the end comes into sight and there is more, ``fetch(sha256)`` for a
    small picture that lacks; ``file(sha256)`` tells where a picture lies, "" if nobody knows yet.
    """

    def __init__(
        self,
        *,
        more: Callable[[], object],
        fetch: Callable[[str], object],
        file: Callable[[str], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._more = more
        self._fetch = fetch
        self._file = file
        self._facts: list[PictureFacts] = []
        self._there_is_more = False
        self._asked_more = False
        self._small: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()

    @property
    def pictures(self) -> Sequence[PictureFacts]:
        """What was read so far."""
        return self._facts

    def show(self, pictures: Sequence[PictureFacts], *, more: bool) -> None:
        """Show these from now on."""
        self._there_is_more, self._asked_more = more, False
        same = [one.sha256 for one in pictures] == [one.sha256 for one in self._facts]
        if same:  # the selection stays
            self._facts = list(pictures)
            if self._facts:
                self.dataChanged.emit(self.index(0), self.index(len(self._facts) - 1))
            return
        self.beginResetModel()
        self._facts = list(pictures)
        self.endResetModel()

    def add(self, pictures: Sequence[PictureFacts], *, more: bool) -> None:
        """The next page."""
        self._there_is_more, self._asked_more = more, False
        if not pictures:
            return
        first = len(self._facts)
        self.beginInsertRows(QModelIndex(), first, first + len(pictures) - 1)
        self._facts += pictures
        self.endInsertRows()

    def put_small(self, sha256: str, image: QImage) -> None:
        """A small picture came; an empty one where its file is missing."""
        self._asked.discard(sha256)
        self._small[sha256] = image
        while len(self._small) > KEPT:
            self._small.popitem(last=False)
        row = self.row_of(sha256)
        if row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row), [PICTURE])

    def row_of(self, sha256: str) -> int:
        """Where a picture stands, -1 if it is not among those that were read."""
        return next((row for row, one in enumerate(self._facts) if one.sha256 == sha256), -1)

    # What Qt asks.

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """How many were read."""
        return 0 if parent.isValid() else len(self._facts)

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether there is more than was read."""
        return not parent.isValid() and self._there_is_more and not self._asked_more

    def fetchMore(self, parent: _Index) -> None:
        """The end is in sight."""
        if self.canFetchMore(parent):
            self._asked_more = True
            self._more()

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Each can be chosen and dragged."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The facts, the small picture, and the words for tooltips and screen readers."""
        if not index.isValid():
            return None
        facts = self._facts[index.row()]
        if role == FACTS:
            return facts
        if role == PICTURE:
            return self._picture(facts.sha256)
        if role == Qt.ItemDataRole.DisplayRole:
            return facts.caption or facts.filename
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return told(facts)
        return None

    def _picture(self, sha256: str) -> QImage | None:
        found = self._small.get(sha256)
        if found is not None:
            self._small.move_to_end(sha256)
        elif sha256 not in self._asked:
            self._asked.add(sha256)
            self._fetch(sha256)
        return found

    def mimeTypes(self) -> list[str]:
        """Pictures are dragged as the files that they are."""
        return ["text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of the pictures; who takes them knows them again by their content."""
        data = QMimeData()
        files = (self._file(self._facts[index.row()].sha256) for index in indexes)
        data.setUrls([QUrl.fromLocalFile(file) for file in files if file])
        return data


def told(facts: PictureFacts) -> str:
    """A picture in some lines: what it is, whose, and how often it is shown."""
    lines = [
        facts.caption,
        facts.credit,
        f"{facts.filename} · {facts.width} × {facts.height}",
        facts.place,
    ]
    if not facts.rights_known:
        lines.append(_("Rights not known"))
    if facts.expires_on is not None:
        lines.append(_("May be used until {day}").format(day=facts.expires_on.isoformat()))
    if not facts.uses:
        lines.append(_("In no story"))
    return "\n".join(filter(None, lines))

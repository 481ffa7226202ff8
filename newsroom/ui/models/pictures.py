"""The picture library as a model: pages of it as they are scrolled to, small pictures as they come
into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
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

from newsroom.i18n import _, ngettext
from newsroom.news.media import PictureFacts

FACTS = Qt.ItemDataRole.UserRole
PICTURE = Qt.ItemDataRole.UserRole + 1

KEPT = 400
"""Small pictures in memory: some screens of a large window, some 30 MB."""

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class PictureModel(QAbstractListModel):
    """Pictures in the order of the library. All rows are there at once, so that they are laid out
    once; what stands in them is read by pages as they come into sight.

    ``read(page)`` is called for a page that lacks, ``fetch(sha256)`` for a small picture that does;
    ``file(sha256)`` tells where a picture lies, "" if nobody knows yet.
    """

    def __init__(
        self,
        *,
        read: Callable[[int], object],
        fetch: Callable[[str], object],
        file: Callable[[str], str],
        page: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._fetch = fetch
        self._file = file
        self._size = page
        self._total = 0
        self._pages: dict[int, Sequence[PictureFacts]] = {}
        self._reading: set[int] = set()
        self._small: OrderedDict[str, QImage] = OrderedDict()
        self._asked: set[str] = set()
        self._turns: dict[str, int] = {}  # as each picture was asked for

    @property
    def pictures(self) -> list[PictureFacts]:
        """What was read so far, in its order."""
        return [one for page in sorted(self._pages) for one in self._pages[page]]

    def facts(self, row: int) -> PictureFacts | None:
        """What stands in a row, None where it was not read yet."""
        page = self._pages.get(row // self._size, ())
        place = row % self._size
        return page[place] if place < len(page) else None

    def show(self, total: int, pages: Mapping[int, Sequence[PictureFacts]]) -> None:
        """Show these from now on; what was read before goes."""
        self._reading.clear()
        if total == self._total:  # the selection and the place stay
            self._pages = dict(pages)
            if total:
                self.dataChanged.emit(self.index(0), self.index(total - 1))
            return
        self.beginResetModel()
        self._total, self._pages = total, dict(pages)
        self.endResetModel()

    def add(self, page: int, pictures: Sequence[PictureFacts]) -> None:
        """A page that was asked for."""
        self._reading.discard(page)
        self._pages[page] = pictures
        if pictures:
            first = page * self._size
            last = min(first + len(pictures), self._total) - 1
            self.dataChanged.emit(self.index(first), self.index(last))

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
        return next(
            (
                page * self._size + place
                for page, some in self._pages.items()
                for place, one in enumerate(some)
                if one.sha256 == sha256
            ),
            -1,
        )

    # What Qt asks.

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else self._total

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Each can be chosen and dragged."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The facts, the small picture, and the words for tooltips and screen readers."""
        if not index.isValid():
            return None
        facts = self.facts(index.row())
        if facts is None:
            page = index.row() // self._size
            if role == FACTS and page not in self._reading:  # it is painted
                self._reading.add(page)
                self._read(page)
            return None
        if role == FACTS:
            return facts
        if role == PICTURE:
            return self._picture(facts)
        if role == Qt.ItemDataRole.DisplayRole:
            return facts.caption or facts.filename
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return told(facts)
        return None

    def _picture(self, facts: PictureFacts) -> QImage | None:
        sha256 = facts.sha256
        if self._turns.setdefault(sha256, facts.turn) != facts.turn:
            self._turns[sha256] = facts.turn
            self._small.pop(sha256, None)
            self._asked.discard(sha256)
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
        chosen = [one for index in indexes if (one := self.facts(index.row())) is not None]
        files = (self._file(one.sha256) for one in chosen)
        data.setUrls([QUrl.fromLocalFile(file) for file in files if file])
        return data


def shown_words(uses: int) -> str:
    """How often a picture is shown, in words."""
    if not uses:
        return _("In no story")
    return ngettext("Shown in {n} place", "Shown in {n} places", uses).format(n=f"{uses:,}")


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
    lines.append(shown_words(facts.uses))
    return "\n".join(filter(None, lines))

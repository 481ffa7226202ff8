"""The Recent Posts box as a model: the teasers, above them the story that is being typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QImage

from newsroom.i18n import _
from newsroom.news.age import DAY, HOUR, MINUTE, age, elapsed
from newsroom.news.recent import Teaser

ENTRY = Qt.ItemDataRole.UserRole
PICTURE = Qt.ItemDataRole.UserRole + 1

_UNITS = {"now": MINUTE, "minute": MINUTE, "hour": HOUR}
"""How long the words of an age last, in seconds; every longer unit is looked at once a day."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One teaser; ``own`` is the story that is being typed, as others' boxes will have it."""

    teaser: Teaser
    own: bool = False


class Teasers(QAbstractListModel):
    """The entries in the order of the box. ``fetch(sha256)`` is called for a picture that lacks."""

    def __init__(self, fetch: Callable[[str], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._entries: tuple[Entry, ...] = ()
        self._pictures: dict[str, QImage] = {}
        self._asked: set[str] = set()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What is shown."""
        return self._entries

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these from now on; rows that stay the same story keep their selection."""
        entries = tuple(entries)
        if entries == self._entries:
            return
        before = [(e.teaser.article, e.own) for e in self._entries]
        if before == [(e.teaser.article, e.own) for e in entries]:
            old, self._entries = self._entries, entries
            for row, (was, now) in enumerate(zip(old, entries, strict=True)):
                if was != now:
                    self.dataChanged.emit(self.index(row), self.index(row))
            return
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()

    def grow_older(self, now: datetime) -> None:
        """Say the ages as they are at ``now``."""
        self.show(
            [
                replace(
                    entry, teaser=replace(entry.teaser, age=age(entry.teaser.published_at, now))
                )
                for entry in self._entries
            ]
        )

    def next_change(self, now: datetime) -> timedelta | None:
        """How long until an age reads otherwise, in whole seconds; None if there is none."""
        waits = []
        for entry in self._entries:
            then = entry.teaser.published_at
            unit, _n = elapsed(then, now)
            length = _UNITS.get(unit, DAY)
            passed = (now - then).total_seconds()
            waits.append(length - passed % length if passed >= 0 else MINUTE - passed)
        return timedelta(seconds=max(1, int(min(waits)) + 1)) if waits else None

    def picture(self, sha256: str, image: QImage) -> None:
        """The picture that was fetched; an empty one means that there is none."""
        self._pictures[sha256] = image
        for row, entry in enumerate(self._entries):
            if entry.teaser.picture == sha256:
                self.dataChanged.emit(self.index(row), self.index(row), [PICTURE])

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        """How many are shown."""
        return 0 if parent.isValid() else len(self._entries)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """A teaser for the delegate, and words for a screen reader."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry = self._entries[index.row()]
        teaser = entry.teaser
        if role == ENTRY:
            return entry
        if role == PICTURE:
            return self._image(teaser.picture)
        if role == Qt.ItemDataRole.DisplayRole:
            return teaser.headline
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ". ".join(filter(None, (teaser.headline, teaser.excerpt, teaser.age)))
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return _("This story") if entry.own else _("Pinned") if teaser.pinned else ""
        return None

    def _image(self, sha256: str) -> QImage | None:
        if not sha256:
            return None
        if sha256 not in self._pictures and sha256 not in self._asked:
            self._asked.add(sha256)
            self._fetch(sha256)
        image = self._pictures.get(sha256)
        return None if image is None or image.isNull() else image

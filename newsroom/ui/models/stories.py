"""The rows of the article list: pages of the store, fetched as they are looked at.

Only some pages are held at any time; the rest of the list is a number. A page is read from the
nearest key that is known, so that a list of 100,000 stories costs what one of 1,000 does.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)

from newsroom.i18n import _, figure, ngettext
from newsroom.news.article import Filter, Hit, Page, Row, Sort
from newsroom.news.workflow import stage_label
from newsroom.ui.models.flags import marks_of
from newsroom.ui.tasks import Tasks

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk

PAGE = 60  # rows: two screens of them
MOST_PAGES = 40  # held at a time: about 2,400 rows, some 3 MB
FIRST_HITS = 12  # of a search, a screen of them: each costs a passage, and the next key is near
MOST_HITS = 200  # once nobody types; who looks further types another word
REST_MS = 250  # of no typing, before the rest is looked for
STRIDE = 1_000  # rows read at a time where only their ids are kept
ROW = Qt.ItemDataRole.UserRole + 1
HIT = Qt.ItemDataRole.UserRole + 2
STORIES_MIME = "application/x-newsroom-stories"
"""Dragged rows: their ids as a JSON list."""

Index = QModelIndex | QPersistentModelIndex


class StoryModel(QAbstractListModel):
    """The stories of a filter in an order, or the hits of its words."""

    loaded = Signal()  # the first rows of what was asked for are there
    total_changed = Signal(int)

    def __init__(self, tasks: Tasks) -> None:
        super().__init__()
        self._tasks = tasks
        self._filter = Filter()
        self._sort = Sort.UPDATED
        self._descending = True
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._keys: dict[int, tuple[object, ...] | None] = {0: None}
        self._asked: set[int] = set()
        self._ids: dict[int, int] = {}  # by place: of rows that were held once, too
        self._passages: dict[int, Hit] = {}
        self._total = 0
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask_rest)
        self._turn = 0  # goes up with each new question; answers to older ones are dropped

    # What it shows.

    @property
    def filter(self) -> Filter:
        """Which stories these are."""
        return self._filter

    @property
    def searching(self) -> bool:
        """Do words decide what is shown?"""
        return bool(self._filter.words.strip())

    def show(self, filter: Filter, sort: Sort, *, descending: bool) -> None:
        """Show other stories or another order. What is there stays until the answer comes."""
        self._filter, self._sort, self._descending = filter, sort, descending
        self._ask()

    def reload(self) -> None:
        """Read again what is shown."""
        self._ask()

    def row(self, number: int) -> Row | None:
        """The row at that place; None while it is on its way."""
        page = self._pages.get(number // PAGE)
        at = number % PAGE
        return page[at] if page is not None and at < len(page) else None

    def story(self, number: int) -> int:
        """The id of the story at that place; 0 while it is not known."""
        return self._ids.get(number, 0)

    def places(self, stories: Iterable[int]) -> dict[int, int]:
        """Where these stories stand, by id; those whose place is not known are left out."""
        wanted = set(stories)
        return {story: number for number, story in self._ids.items() if story in wanted}

    # Reading.

    def _ask(self) -> None:
        self._turn += 1
        turn, filter, sort, down = self._turn, self._filter, self._sort, self._descending
        self._rest.stop()
        if self.searching:
            self._search(FIRST_HITS)
            return

        def read(desk: Desk) -> Page:
            return desk.articles.page(filter, sort=sort, descending=down, limit=PAGE)

        self._tasks.run(
            read,
            then=lambda page: self._first(turn, page),
            owner=self,
            key="stories",
            interrupt=True,
        )

    def _search(self, limit: int) -> None:
        turn, filter = self._turn, self._filter
        self._tasks.run(
            lambda desk: desk.search.find(filter.words, filter, limit=limit),
            then=lambda hits: self._found(turn, hits, more=len(hits) == limit < MOST_HITS),
            owner=self,
            key="stories",
            interrupt=True,
        )

    def _ask_rest(self) -> None:
        if self.searching:
            self._search(MOST_HITS)

    def learn(
        self,
        first: int,
        last: int,
        then: Callable[[], object],
        *,
        sought: Iterable[int] = (),
    ) -> None:
        """Find out which stories stand from ``first`` to ``last``, then go on.

        With ``sought`` it is enough to have found these. Rows are not held for it.
        """
        turn, filter, sort, down = self._turn, self._filter, self._sort, self._descending
        near = max(known for known in self._keys if known <= first // PAGE)
        key, skip = self._keys[near], first - near * PAGE
        wanted = frozenset(sought)

        def read(desk: Desk) -> list[int]:
            ids: list[int] = []
            after, passed = key, skip
            while len(ids) <= last - first:
                page = desk.articles.page(
                    filter,
                    sort=sort,
                    descending=down,
                    after=after,
                    skip=passed,
                    limit=min(STRIDE, last - first + 1 - len(ids)),
                )
                ids += [row.id for row in page.rows]
                after, passed = page.next, 0
                if after is None or (wanted and wanted <= set(ids)):
                    break
            return ids

        def learnt(ids: Sequence[int]) -> None:
            if turn == self._turn:
                self._ids.update(enumerate(ids, first))
                then()

        self._tasks.run(read, then=learnt, owner=self)

    def _first(self, turn: int, page: Page) -> None:
        if turn != self._turn:
            return
        rows = page.rows
        known = self._total if len(rows) == PAGE else len(rows)
        self._renew({0: rows}, max(len(rows), known), {})
        self._keys = {0: None, 1: page.next}
        self.loaded.emit()
        if page.next is None:
            self.total_changed.emit(len(rows))
            return
        filter = self._filter
        self._tasks.run(
            lambda desk: desk.articles.count(filter),
            then=lambda total: self._counted(turn, total),
            owner=self,
            key="count",
        )

    def _found(self, turn: int, hits: Sequence[Hit], *, more: bool) -> None:
        if turn != self._turn:
            return
        if more:
            self._rest.start()
        rows = [hit.row for hit in hits]
        pages = {at // PAGE: tuple(rows[at : at + PAGE]) for at in range(0, len(rows), PAGE)}
        passages = {hit.row.id: hit for hit in hits}
        if not self._go_on(pages, len(rows), passages):
            self._renew(pages, len(rows), passages)
        self.loaded.emit()
        self.total_changed.emit(len(rows))

    def _go_on(
        self, pages: dict[int, tuple[Row, ...]], total: int, passages: dict[int, Hit]
    ) -> bool:
        """Take over the rest of the hits below those that are shown; False if they are others."""
        shown = self._total
        ids = {
            number * PAGE + at: row.id
            for number, page in pages.items()
            for at, row in enumerate(page)
        }
        if not 0 < shown < total or any(ids[at] != self._ids.get(at) for at in range(shown)):
            return False
        self.beginInsertRows(QModelIndex(), shown, total - 1)
        self._pages, self._ids = OrderedDict(pages), ids
        self._passages = passages
        self._total = total
        self.endInsertRows()
        return True

    def _renew(
        self, pages: dict[int, tuple[Row, ...]], total: int, passages: dict[int, Hit]
    ) -> None:
        """Take over new first rows. The same stories in the same places keep the selection."""
        same = total == self._total and [r.id for r in pages.get(0, ())] == [
            self.story(place) for place in range(min(PAGE, total))
        ]
        self._ids = {
            number * PAGE + at: row.id
            for number, page in pages.items()
            for at, row in enumerate(page)
        }
        if same:
            told: Sequence[int] = range(total)
            if list(self._pages) == list(pages) == [0] and not passages and not self._passages:
                # A save changes one row: only that one is painted again.
                told = [at for at, row in enumerate(pages[0]) if row != self._pages[0][at]]
            self._pages = OrderedDict(pages)
            self._asked.clear()
            self._passages = passages
            if told:
                self.dataChanged.emit(self.index(told[0]), self.index(told[-1]))
            return
        self.beginResetModel()
        self._pages = OrderedDict(pages)
        self._asked.clear()
        self._passages = passages
        self._total = total
        self.endResetModel()

    def _counted(self, turn: int, total: int) -> None:
        if turn != self._turn:
            return
        if total > self._total:
            self.beginInsertRows(QModelIndex(), self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(QModelIndex(), total, self._total - 1)
            self._total = total
            self.endRemoveRows()
        self.total_changed.emit(total)

    def _want(self, number: int) -> None:
        """Have a page read that is looked at and not held."""
        if number in self._asked or self.searching:
            return
        self._asked.add(number)
        turn, filter, sort, down = self._turn, self._filter, self._sort, self._descending
        near = max(known for known in self._keys if known <= number)
        key, skip = self._keys[near], (number - near) * PAGE

        def read(desk: Desk) -> Page:
            return desk.articles.page(
                filter, sort=sort, descending=down, after=key, skip=skip, limit=PAGE
            )

        self._tasks.run(
            read,
            then=lambda page: self._came(turn, number, page),
            failed=lambda _error: self._asked.discard(number),
            owner=self,
            key=f"page {number}",
        )

    def _came(self, turn: int, number: int, page: Page) -> None:
        self._asked.discard(number)
        if turn != self._turn:
            return
        self._pages[number] = page.rows
        self._ids.update((number * PAGE + at, row.id) for at, row in enumerate(page.rows))
        self._pages.move_to_end(number)
        if page.next is not None:
            self._keys[number + 1] = page.next
        while len(self._pages) > MOST_PAGES:
            self._pages.popitem(last=False)
        if page.rows:
            first = number * PAGE
            last = min(first + len(page.rows), self._total) - 1
            self.dataChanged.emit(self.index(first), self.index(max(first, last)))

    # Qt's side.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """All the stories of the filter."""
        return 0 if parent.isValid() else self._total

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row for the delegate, and words for a screen reader."""
        number = index.row()
        row = self.row(number)
        if row is None:
            if index.isValid():
                self._want(number // PAGE)
            return None
        if role == ROW:
            return row
        if role == HIT:
            return self._passages.get(row.id)
        if role == Qt.ItemDataRole.DisplayRole:
            return row.headline or row.slug
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = (row.headline or row.slug, _(stage_label(row.stage)), row.byline)
            words = ngettext("{n} word", "{n} words", row.words).format(n=figure(row.words))
            marks = (_(mark.words) for mark in marks_of(row))
            return ", ".join(part for part in (*parts, words, *marks) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be selected and dragged to a stage."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemNeverHasChildren

    def mimeTypes(self) -> list[str]:
        """What a drag of rows carries."""
        return [STORIES_MIME]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        """The dragged stories' ids."""
        ids = [story for index in indexes if (story := self.story(index.row()))]
        data = QMimeData()
        data.setData(STORIES_MIME, QByteArray(json.dumps(ids).encode()))
        return data

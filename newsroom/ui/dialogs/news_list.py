"""The news list of a day: what is planned for it, to be read, printed and mailed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDateEdit,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from newsroom.i18n import _, ngettext
from newsroom.news.workflow import stage_label
from newsroom.ui import pages
from newsroom.ui.dialogs.sheet import Sheet
from newsroom.ui.widgets.inset import inset
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.news.newslist import NewsList
    from newsroom.ui.actions.context import Window

_LINES = 12  # of the table that are seen without scrolling


class NewsListDialog(Sheet):
    """A day, its stories in a table, and a page of it for the printer or a mail."""

    def __init__(self, window: Window) -> None:
        super().__init__("newsList", _("News list"))
        self._window = window
        self._zone = zone_of(window.workbench.lists.site.timezone)
        self._made: NewsList | None = None
        self.day = inset(QDateEdit(self))
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat("dddd d MMMM yyyy")
        today = window.workbench.clock().astimezone(self._zone).date()
        self.day.setDate(QDate(today.year, today.month, today.day))
        self.add(self.day, _("Day"))
        self.space()
        heads = (_("Time"), _("Slug"), _("Story"), _("Words"), _("Art"), _("Due"), _("Who"),
                 _("Where"))  # fmt: skip
        self.table = QTableWidget(0, len(heads), self)
        self.table.setHorizontalHeaderLabels(list(heads))
        self.table.setAccessibleName(_("Stories of the day"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(row * (_LINES + 1))
        self.table.setMinimumWidth(860)
        self.add(self.table)
        self.sum = self.words()
        self.button(_("Copy"), self._copy, name="copy")
        self.button(_("Open the page to print"), self._print, name="print")
        self.button(_("Close"), self.accept, name="close", primary=True)
        self.finish()
        self.day.dateChanged.connect(self._look)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self._look()

    def _day(self) -> date:
        shown = self.day.date()
        return date(shown.year(), shown.month(), shown.day())

    def _look(self) -> None:
        day = self._day()
        self._window.tasks.run(
            lambda desk: desk.newslists.of(day),
            then=self._show,
            failed=self.tell,
            owner=self,
            key="day",
        )

    def _show(self, made: NewsList) -> None:
        self._made = made
        self.table.setRowCount(len(made.lines))
        for place, line in enumerate(made.lines):
            length = f"{line.words:,}" + (f" / {line.ordered:,}" if line.ordered else "")
            for column, words in enumerate(
                (
                    f"{line.at.astimezone(self._zone):%H:%M}" if line.at else "",
                    line.slug,
                    line.line,
                    length,
                    _("yes") if line.art else "—",
                    f"{line.due_at.astimezone(self._zone):%H:%M}" if line.due_at else "",
                    line.who or "—",
                    _(stage_label(line.stage)),
                )
            ):
                item = QTableWidgetItem(words)
                if column in (0, 3, 5):
                    item.setTextAlignment(
                        Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                    )
                self.table.setItem(place, column, item)
        n = len(made.lines)
        self.sum.setText(
            ngettext("{n} story, {words} words", "{n} stories, {words} words", n).format(
                n=n, words=f"{made.words:,}"
            )
            if n
            else _("Nothing is planned for this day yet. “Planned for” stands in the inspector.")
        )

    def _open(self, place: int) -> None:
        if self._made is not None:
            self._window.workbench.open(self._made.lines[place].article)

    def _print(self) -> None:
        day = self._day()
        path = pages.folder() / f"news-list-{day.isoformat()}.html"

        def written(_none: object) -> None:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                self.tell(_("No browser could be started. The page lies at {path}.").format(
                    path=path))  # fmt: skip

        self._window.tasks.run(
            lambda desk: path.write_text(desk.newslists.page(day), encoding="utf-8"),
            then=written,
            failed=self.tell,
            owner=self,
        )

    def _copy(self) -> None:
        day = self._day()

        def copied(page: str) -> None:
            data = QMimeData()
            data.setHtml(page)
            rows = range(self.table.rowCount())
            lines = ["\t".join(self._cell(row, n) for n in range(8)) for row in rows]
            data.setText("\n".join(lines))
            QGuiApplication.clipboard().setMimeData(data)
            self._window.messages.say(_("The news list is on the clipboard."))

        self._window.tasks.run(
            lambda desk: desk.newslists.page(day), then=copied, failed=self.tell, owner=self
        )

    def _cell(self, row: int, column: int) -> str:
        item = self.table.item(row, column)
        return item.text() if item is not None else ""

"""A rule tried on the archive: some stories at a time, with what it finds, until it is stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.checks.styling import Gone
from newsroom.i18n import _, ngettext
from newsroom.news.article import Filter
from newsroom.news.workflow import Stage

if TYPE_CHECKING:
    from newsroom.checks.styling import StyleProcess
    from newsroom.news.rule import StyleRule
    from newsroom.ui.tasks import Tasks

AT_ONCE = 50  # stories between two looks at whether it was stopped
MOST_SHOWN = 300  # places that the list shows; all are counted
HEIGHT = 116  # px
EVERY = Filter(stages=frozenset(Stage))
MOST = 2**31 - 1

Texts = list[tuple[int, str, Mapping[str, str]]]
Places = dict[int, tuple[tuple[str, str, str, str], ...]]


class RuleTrial(QWidget):
    """What a rule finds in all stories."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._number = 0  # of the trial: answers of an older one are dropped
        self._ids: tuple[int, ...] = ()
        self.looked = self.stories = self.places = 0
        self.running = False
        self.told = QLabel(self)
        self.told.setProperty("role", "strong")
        self.halt = QPushButton(_("S&top"), self)
        self.halt.setAutoDefault(False)
        self.halt.clicked.connect(self.stop)
        self.list = QListWidget(self)
        self.list.setProperty("role", "card")
        self.list.setAccessibleName(_("What the rule finds in the archive"))
        self.list.setFixedHeight(HEIGHT)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        row = QHBoxLayout()
        row.addWidget(self.told, 1)
        row.addWidget(self.halt)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.list)
        self.hide()

    def clear(self) -> None:
        """Forget the trial."""
        self.stop()
        self.list.clear()
        self.hide()

    def stop(self) -> None:
        """End it; what was found until now stays."""
        self._number += 1
        if self.running:
            self.running = False
            self._tell(_("Stopped."))
        self.halt.setEnabled(False)

    def start(self, process: StyleProcess, rule: StyleRule, names: tuple[str, ...]) -> None:
        """Hold the rule against every story."""
        self.clear()
        self.show()
        self.running = True
        self.halt.setEnabled(True)
        self.looked = self.stories = self.places = 0
        number = self._number
        self._tell("")
        self._tasks.run(
            lambda desk: desk.articles.ids(EVERY, MOST),
            then=lambda ids: self._go_on(number, process, rule, names, ids, 0),
            owner=self,
        )

    def _go_on(
        self,
        number: int,
        process: StyleProcess,
        rule: StyleRule,
        names: tuple[str, ...],
        ids: tuple[int, ...],
        at: int,
    ) -> None:
        if number != self._number:
            return
        self._ids = ids
        part = ids[at : at + AT_ONCE]
        if not part:
            self.running = False
            self.halt.setEnabled(False)
            self._tell(_("Done."))
            return

        def found(places: Places | None) -> None:
            if number != self._number:
                return
            if places is None:
                self.stop()
                self.told.setText(_("The rule took too long and was stopped."))
                return
            self._take(places, len(part))
            self._go_on(number, process, rule, names, ids, at + AT_ONCE)

        def look(texts: Texts) -> None:
            if number != self._number:
                return

            def work() -> Places | None:
                try:
                    return process.trial(rule, names, texts)
                except Gone:
                    return None

            self._tasks.background(work, then=found, owner=self)

        self._tasks.run(lambda desk: desk.rules.texts(part), then=look, owner=self)

    def _take(self, found: Places, looked: int) -> None:
        self.looked += looked
        self.stories += len(found)
        for places in found.values():
            self.places += len(places)
            for _field, words, before, after in places:
                if self.list.count() < MOST_SHOWN:
                    text = f"…{before}[{words}]{after}…".replace("\n", " ")
                    QListWidgetItem(text, self.list)
        self._tell("")

    def _tell(self, more: str) -> None:
        said: list[Any] = [
            ngettext("{n} place", "{n} places", self.places).format(n=f"{self.places:,}"),
            ngettext("in {n} story", "in {n} stories", self.stories).format(n=f"{self.stories:,}"),
            _("of {n} looked at.").format(n=f"{self.looked:,}"),
            more,
        ]
        self.told.setText(" ".join(part for part in said if part))

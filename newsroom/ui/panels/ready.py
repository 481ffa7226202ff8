"""What may go out: every story that is ready, in order or with what it lacks, and out with them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, ngettext
from newsroom.news.changes import Changes
from newsroom.news.gate import Where
from newsroom.news.rights import Right
from newsroom.ui.there import go_there
from newsroom.ui.widgets.cut import CutButton
from newsroom.ui.widgets.findings import Findings
from newsroom.ui.widgets.sign import Sign

if TYPE_CHECKING:
    from newsroom.desk.publish import Ready
    from newsroom.ui.actions.context import Window
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

WORDS_AT = 29  # px: the sign, the space behind it, and what a link keeps around its words


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The panel's widget."""
    return ReadyPanel(workbench, parent)


class ReadyPanel(QWidget):
    """A block a story; below, publishing those that are in order, and the site."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ready")
        self._bench = workbench
        self.found: tuple[Ready, ...] = ()
        self.blocks: list[StoryBlock] = []
        self.head = QLabel(_("Looking…"), self)
        self.head.setWordWrap(True)
        self.head.setProperty("role", "caption")
        self.head.setContentsMargins(16, 12, 16, 4)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(16, 0, 8, 8)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setAccessibleName(_("Stories that are ready"))
        self.publish = QPushButton(self)
        self.publish.setProperty("role", "primary")
        self.publish.setAutoDefault(False)
        self.publish.clicked.connect(self._publish)
        self.site = QPushButton(_("The site…"), self)
        self.site.setToolTip(_("What publishing the whole site would write, and then doing it"))
        self.site.setAutoDefault(False)
        self.site.clicked.connect(self._site)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 0, 16, 12)
        buttons.setSpacing(8)
        buttons.addWidget(self.publish)
        buttons.addWidget(self.site)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(area, 1)
        column.addLayout(buttons)
        self.setFocusProxy(self.publish)
        self._fill(())
        self.head.setText(_("Looking…"))

    # What is shown.

    def set_story(self, story: OpenStory | None) -> None:
        """It is about all of them."""

    def on_changed(self, changes: Changes) -> None:
        """Look again where a story went on, or what is held against it."""
        touched = changes.articles or changes.listing or changes.review or changes.rules
        if self.isVisible() and (touched or changes.lists):
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Hold them against the gate anew."""
        self._bench.tasks.run(
            lambda desk: desk.publish.ready(), then=self._fill, owner=self, key="ready"
        )

    def _fill(self, found: tuple[Ready, ...]) -> None:
        self.found = found
        for block in self.blocks:
            self._column.removeWidget(block)
            block.hide()
            block.deleteLater()
        self.blocks = [StoryBlock(one, self._bench, self._go, self) for one in found]
        for place, block in enumerate(self.blocks):
            self._column.insertWidget(place, block)
            block.show()
        n, good = len(found), len(self.in_order)
        said = ngettext("{n} story is ready", "{n} stories are ready", n).format(n=n)
        self.head.setText(
            _("{ready}, {good} in order.").format(ready=said, good=good)
            if n
            else _("No story stands in Ready. What is sent on to it comes here.")
        )
        words = ngettext("Publish {n} story", "Publish {n} stories", good).format(n=good)
        self.publish.setText(words if good else _("Publish"))
        why = self._bench.refusals.get(Right.PUBLISH, "")
        self.publish.setEnabled(bool(good) and not why)
        self.publish.setToolTip(why or _("Those that are in order go to the readers"))

    @property
    def in_order(self) -> tuple[int, ...]:
        """The stories that the gate lets through."""
        return tuple(one.row.id for one in self.found if one.report.passes)

    # What is done.

    @property
    def _window(self) -> Window:
        return self.window()  # type: ignore[return-value]

    def _go(self, article: int, where: Where) -> None:
        go_there(self._window, article, where)

    def _publish(self) -> None:
        from newsroom.ui.dialogs.through import publish

        self.publish.setEnabled(False)
        publish(self._window, self.in_order, shut=self.refresh)

    def _site(self) -> None:
        self._window.commands.run("publish.site")


class StoryBlock(QWidget):
    """A story with its sign, its name, which opens it, and each thing that it lacks."""

    def __init__(
        self,
        one: Ready,
        workbench: Workbench,
        go: Callable[[int, Where], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        row, report = one.row, one.report
        good = report.passes
        words = _("In order") if good else _("Not in order yet")
        sign = Sign(
            workbench.icons,
            "check" if good else "error",
            "good" if good else "danger",
            self,
            spoken=words,
        )
        sign.setToolTip(words)
        self._title = row.headline or row.slug
        self.open = CutButton(self._title, self)
        self.open.setProperty("role", "link")
        self.open.setAccessibleName(_("Open {title}").format(title=self._title))
        self.open.clicked.connect(lambda: workbench.open(row.id, new_tab=True))
        line = QHBoxLayout()
        line.setContentsMargins(0, 8, 0, 0)
        line.setSpacing(8)
        line.addWidget(sign)
        line.addWidget(self.open, 1)
        about = QLabel(" · ".join(filter(None, (row.kicker, row.byline, words))), self)
        about.setProperty("role", "caption")
        about.setTextFormat(Qt.TextFormat.PlainText)
        about.setWordWrap(True)
        about.setContentsMargins(WORDS_AT, 0, 0, 2)
        self.findings = Findings(workbench.icons, partial(go, row.id), self)
        self.findings.setContentsMargins(24, 0, 0, 0)
        self.findings.show_findings(report.findings)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(line)
        column.addWidget(about)
        column.addWidget(self.findings)
        self.setAccessibleName(f"{self._title}: {words}")

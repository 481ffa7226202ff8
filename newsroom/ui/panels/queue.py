"""The outbox: stories on their way to other systems, how far they are, what they ask."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.news.outward import (
    DELIVERY_LABELS,
    STANDING_LABELS,
    Delivery,
    DeliveryState,
    Standing,
)
from newsroom.ui.courier import courier, visit
from newsroom.ui.hours import day_time, said
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

ROW = 56  # px: three short lines would be 72, two are enough
_SIGNS = {
    DeliveryState.WAITING: ("late", "muted"),
    DeliveryState.SENDING: ("send", "accent"),
    DeliveryState.ASKS: ("warning", "warning"),
    DeliveryState.DONE: ("check", "good"),
    DeliveryState.FAILED: ("error", "danger"),
    DeliveryState.CANCELLED: ("close", "muted"),
}
_STUCK = frozenset({DeliveryState.WAITING, DeliveryState.FAILED, DeliveryState.ASKS})


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The panel's widget."""
    return QueuePanel(workbench, parent)


class QueuePanel(QWidget):
    """A row a delivery, those with something left to do first; below it what can be done."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        self._bench = workbench
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Deliveries"))
        self.list.setProperty("role", "outline")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self._open())
        self.list.currentRowChanged.connect(lambda _row: self._show())
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setProperty("role", "caption")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setAccessibleName(_("What is said of it"))
        self.answer = self._button(_("Answer…"), self._ask)
        self.again = self._button(_("Try now"), self._again)
        self.call_off = self._button(_("Call off"), self._call_off)
        self.send_again = self._button(_("Send again"), self._send_again)
        self.there = self._button(_("Open it there"), self._visit)
        self.empty = QLabel(
            _("Nothing is on its way. Stories go out with Send to WordPress."), self
        )
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.answer, self.again, self.send_again, self.call_off, self.there):
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(8)
        column.addWidget(self.list, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.setSpacing(8)
        foot.addWidget(self.problem)
        foot.addLayout(buttons)
        column.addLayout(foot)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        self.setFocusProxy(self.list)
        self._show()

    def _button(self, label: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(label, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        return button

    # What is shown.

    def set_story(self, story: OpenStory | None) -> None:
        """The outbox is everybody's."""

    def on_changed(self, changes: Changes) -> None:
        """Look again where a delivery went on, or a story that was sent was changed."""
        if (changes.outbox or changes.articles) and self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the deliveries anew."""
        self._bench.tasks.run(
            lambda desk: desk.pushing.last(100), then=self._fill, owner=self, key="last"
        )

    def _fill(self, found: tuple[Delivery, ...]) -> None:
        current = self.current()
        self.list.clear()
        for one in found:
            item = QListWidgetItem(self._words(one, self._hour))
            name, ink = _SIGNS[one.state]
            item.setIcon(self._bench.icons.icon(name, ink=ink))
            item.setData(Qt.ItemDataRole.UserRole, one)
            item.setToolTip(self._words(one, lambda at: said(at, self._bench.lists)))
            item.setSizeHint(QSize(0, ROW))
            self.list.addItem(item)
            if current is not None and one.id == current.id:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self._stack.setCurrentIndex(1 if found else 0)
        self._show()

    def _hour(self, moment: datetime) -> str:
        """As short as a row is narrow: behind it stands how it goes out, and where to."""
        zone = zone_of(self._bench.lists.site.timezone)
        return day_time(moment, zone, self._bench.clock())

    def _words(self, one: Delivery, told: Callable[[datetime], str]) -> str:
        state = _(DELIVERY_LABELS[one.state])
        if one.state is DeliveryState.WAITING and one.next_at is not None:
            state = _("{state}, again at {moment}").format(state=state, moment=told(one.next_at))
        elif one.done_at is not None and one.behind:
            state = _("Changed since {moment}").format(moment=told(one.done_at))
        elif one.done_at is not None:
            state = f"{state}, {told(one.done_at)}"
        title = one.headline or one.slug
        where = f"{_(STANDING_LABELS[one.standing])} · {one.target}"
        return f"{title}\n{state} · {where}"

    def current(self) -> Delivery | None:
        """The delivery that is chosen."""
        item = self.list.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, Delivery) else None

    def _show(self) -> None:
        one = self.current()
        since = _("The story was changed since it was sent.") if one and one.behind else ""
        words = (since, one.problem, *one.notes) if one else ()
        self.problem.setText("\n".join(filter(None, words)))
        self.problem.setVisible(bool(self.problem.text()))
        state = one.state if one is not None else None
        self.answer.setVisible(state is DeliveryState.ASKS)
        self.again.setVisible(state in (DeliveryState.WAITING, DeliveryState.FAILED))
        self.send_again.setVisible(one is not None and one.behind)
        self.call_off.setVisible(state in _STUCK)
        self.there.setVisible(one is not None and bool(one.link))

    # What is done.

    def _open(self) -> None:
        if (one := self.current()) is not None:
            self._bench.open(one.article)

    def _ask(self) -> None:
        from newsroom.ui.dialogs.wordpress import QuestionSheet

        one, window = self.current(), self.window()
        if one is not None and one.question is not None:
            window.open_dialog(QuestionSheet(window, one))  # type: ignore[attr-defined, arg-type]

    def _again(self) -> None:
        if (one := self.current()) is None:
            return
        window = self.window()
        self._bench.tasks.change(
            lambda desk: desk.pushing.again(one.id),
            then=lambda _changes: courier(window).look(),  # type: ignore[arg-type]
            owner=self,
        )

    def _send_again(self) -> None:
        """The story as it is now, to where and as it was sent."""
        if (one := self.current()) is None:
            return
        window = self.window()
        # What was to be published at a moment that is over is published.
        over = one.at is not None and one.at <= self._bench.clock()
        standing = Standing.PUBLISH if over else one.standing

        def queued(_done: object) -> None:
            courier(window).look()  # type: ignore[arg-type]

        self._bench.tasks.change(
            lambda desk: desk.pushing.queue(
                [one.article], one.target, standing=standing, at=None if over else one.at
            ),
            then=queued,
            failed=self._bench.messages.fault,
            owner=self,
        )

    def _call_off(self) -> None:
        if (one := self.current()) is not None:
            self._bench.tasks.change(lambda desk: desk.pushing.call_off(one.id), owner=self)

    def _visit(self) -> None:
        if (one := self.current()) is not None:
            visit(one.link)

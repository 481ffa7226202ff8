"""The Recent Posts box as readers will see it, beside the story that is being typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent, QHideEvent, QImage, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QSpinBox,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.changes import Changes
from newsroom.news.errors import NewsroomError
from newsroom.news.recent import Teaser
from newsroom.news.site import SITE_FIELDS
from newsroom.ui.delegates.teaser import PICTURE_SIZE, TeaserRow
from newsroom.ui.models.teasers import Entry, Teasers
from newsroom.ui.widgets.inset import inset
from newsroom.ui.widgets.media import Media

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

TYPING_MS = 300  # a pause in typing; writing the body out costs too much for every key
SHORTEST_MS = 60_000  # ages are told anew at most once a minute
COUNT_MS = 400  # of no click on the arrows, before the count is kept for everybody

_DEEP = 25  # how far down the box the story that is typed is looked for; the most is 20


@dataclass(frozen=True, slots=True)
class _Box:
    """The box without the open story, and that story's own teaser, None if it has no place."""

    teasers: tuple[Teaser, ...]
    own: Teaser | None
    count: int


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The dock's widget."""
    return RecentPanel(workbench, parent)


class RecentPanel(QWidget):
    """The box, drawn without a web engine. It looks again only while it is seen."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("recent")
        self.setAccessibleName(_("Recent posts"))
        self._bench = workbench
        self._story: OpenStory | None = None
        self._stale = True
        self._media = Media(workbench.tasks, self)
        self.model = Teasers(self._fetch, self)
        self.list = _List(self)
        self.list.setModel(self.model)
        self._row = TeaserRow(workbench.theme, workbench.icons, self.list)
        self.list.setItemDelegate(self._row)
        self.list.activated.connect(self._open)
        self._typing = self._timer(TYPING_MS, self.refresh)
        self._ageing = self._timer(SHORTEST_MS, self._grow_older)
        self._counting = self._timer(COUNT_MS, self._keep_count)
        self.count = inset(QSpinBox(self))
        spec = SITE_FIELDS["recent_count"]
        self.count.setRange(spec.lowest or 1, spec.highest or 20)
        self.count.setKeyboardTracking(False)
        self.count.setAccessibleName(_(spec.label))
        self.count.setToolTip(_("How many stories every page shows"))
        self.count.valueChanged.connect(lambda _n: self._counting.start())
        self.hint = QLabel(self)
        self.hint.setProperty("role", "caption")
        self.hint.setWordWrap(True)
        self.empty = QLabel(_("Nothing is published yet. What you publish stands here."))
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        self._lay_out(_(spec.label))
        workbench.theme.changed.connect(self._look_again)
        workbench.icons.changed.connect(self.list.viewport().update)
        self.setFocusProxy(self.list)
        self.set_story(workbench.current)

    def _lay_out(self, counted: str) -> None:
        label = QLabel(counted)
        label.setProperty("role", "label")
        label.setBuddy(self.count)
        head = QHBoxLayout()
        head.setContentsMargins(16, 4, 16, 8)
        head.addWidget(label, 1)
        head.addWidget(self.count)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.hint.setContentsMargins(16, 0, 16, 8)
        column.addWidget(self.hint)
        column.addWidget(self.list, 1)
        below = QWidget(self)
        self._stack = QStackedLayout(below)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(below, 1)

    def _timer(self, wait: int, act: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(wait)
        timer.timeout.connect(act)
        return timer

    # What happens.

    def set_story(self, story: OpenStory | None) -> None:
        """The box is the one that stands beside this story."""
        if self._story is not None:
            self._story.field_changed.disconnect(self._typed)
            self._story.body_changed.disconnect(self._typed)
        self._story = story
        if story is not None:
            story.field_changed.connect(self._typed)
            story.body_changed.connect(self._typed)
        self._look()

    def on_changed(self, changes: Changes) -> None:
        """Look again if the box may be another one."""
        self._media.on_changed(changes)
        own = self._story is not None and self._story.id in changes.articles
        if changes.recent or changes.lists or changes.media or own:
            self._look()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        if self._stale:
            self.refresh()
        else:
            self._grow_older()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ages stand still while nobody looks."""
        super().hideEvent(event)
        self._ageing.stop()

    def _typed(self, *_what: object) -> None:
        self._stale = True
        if self.isVisible():
            self._typing.start()

    def _look(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    # Reading.

    def refresh(self) -> None:
        """Read the box anew."""
        self._typing.stop()
        self._stale = False
        article = self._story.now() if self._story is not None else None
        self._bench.tasks.run(
            lambda desk: _read(desk, article),
            then=self._show,
            failed=self._failed,
            owner=self,
            key="box",
        )

    def _show(self, box: _Box) -> None:
        own = [Entry(box.own, own=True)] if box.own else []
        self.model.show([*own, *map(Entry, box.teasers)])
        self._stack.setCurrentIndex(1 if self.model.entries else 0)
        missing = self._story is not None and box.own is None
        self.hint.setText(
            _("This story has no place in other boxes: it is held, spiked or too old.")
            if missing
            else ""
        )
        self.hint.setVisible(missing)
        if not self._counting.isActive():
            self.count.blockSignals(True)
            self.count.setValue(box.count)
            self.count.blockSignals(False)
        self._wait_for_change()

    def _failed(self, error: NewsroomError) -> None:
        # The last good box stays; it is said where it is looked for, not in the window's bar.
        self.hint.setText(str(error))
        self.hint.setVisible(True)
        self._stack.setCurrentIndex(1)
        self._wait_for_change()

    # Ages.

    def _grow_older(self) -> None:
        self.model.grow_older(self._bench.clock())
        if self.isVisible():
            # A story whose embargo ended meanwhile stands in the box now.
            self.refresh()

    def _wait_for_change(self) -> None:
        wait = self.model.next_change(self._bench.clock())
        if wait is not None and self.isVisible():
            self._ageing.start(max(SHORTEST_MS, int(wait.total_seconds() * 1000)))

    # Acting.

    def _open(self, index: QModelIndex) -> None:
        entry = self.model.entries[index.row()]
        if entry.teaser.article:
            self._bench.open(entry.teaser.article)

    def menu(self, index: QModelIndex) -> QMenu:
        """What can be done with the teaser there."""
        teaser = self.model.entries[index.row()].teaser
        menu = QMenu(self)
        menu.setObjectName("recentMenu")
        opened = QAction(_("Open the story"), menu)
        opened.triggered.connect(lambda: self._open(index))
        pinned = QAction(_("Unpin") if teaser.pinned else _("Pin to the top"), menu)
        pinned.setIcon(self._bench.icons.icon("pin"))
        pinned.triggered.connect(lambda: self._pin(teaser))
        for action in (opened, pinned):
            action.setEnabled(bool(teaser.article))  # 0: never saved, so there is nothing yet
            menu.addAction(action)
        return menu

    def _pin(self, teaser: Teaser) -> None:
        self._bench.tasks.change(
            lambda desk: desk.articles.pin(teaser.article, not teaser.pinned), owner=self
        )

    def _keep_count(self) -> None:
        count = self.count.value()
        self._bench.tasks.change(
            lambda desk: desk.set_site({"recent_count": count}),
            failed=self._count_not_kept,
            owner=self,
        )

    def _count_not_kept(self, error: NewsroomError) -> None:
        self._bench.messages.fault(error)
        self.refresh()

    def _fetch(self, sha256: str) -> None:
        size = QSize(PICTURE_SIZE) * 2 * self.devicePixelRatioF()

        def ready(image: QImage) -> None:
            self.model.picture(sha256, image)

        self._media.show(sha256, size, then=ready, owner=self)

    def _look_again(self) -> None:
        self._row.look_again()
        self.list.doItemsLayout()


class _List(QListView):
    """The teasers, as high as their words are at the list's width."""

    def __init__(self, panel: RecentPanel) -> None:
        super().__init__(panel)
        self.setObjectName("teasers")
        self.setProperty("role", "teasers")
        self.setAccessibleName(_("Recent posts"))
        self._panel = panel
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks lines elsewhere."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the teaser under the pointer, or of the current one by the menu key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if by_key else event.pos()
            self._panel.menu(index).popup(self.viewport().mapToGlobal(QPoint(place)))


def _read(desk: Desk, article: Article | None) -> _Box:
    """On the desk thread: the box beside ``article``, and that story's own teaser."""
    count = desk.site().recent_count
    if article is None:
        return _Box(desk.recent.box(), None, count)
    teasers = desk.recent.box(exclude=(article.id,) if article.id else ())
    with_it = desk.recent.box(draft=article, count=_DEEP)
    own = next((t for t in with_it if t.article == article.id), None)
    return _Box(teasers, own, count)

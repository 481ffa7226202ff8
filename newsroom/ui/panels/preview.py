"""The story in front as the page that readers will get, in the width of their device."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QDate,
    QDateTime,
    QElapsedTimer,
    QEvent,
    QLocale,
    QObject,
    Qt,
    QTime,
    QTimer,
    QTimeZone,
    QUrl,
    Signal,
)
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDateTimeEdit,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _
from newsroom.news.changes import Changes
from newsroom.news.errors import NewsroomError
from newsroom.news.workflow import PubState
from newsroom.ui import pages
from newsroom.ui.widgets.engine import page_view
from newsroom.ui.widgets.flat import flat
from newsroom.ui.widgets.inset import inset
from newsroom.ui.widgets.pick import Pick
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.news.article import Article
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

TYPING_MS = 80  # a pause in typing, after which the page is made anew; quick hands make none
QUICK_MS = 150  # what a page takes beyond it is added to the pause ...
LONGEST_PAUSE_MS = 1000  # ... up to here
WIDTHS = (
    ("phone", N_("Phone"), 390),
    ("tablet", N_("Tablet"), 820),
    ("desktop", N_("Desktop"), 1280),
)
"""Devices and how wide a page is on them (CSS pixels)."""

SHOWN = (
    ("page", N_("Story")),
    ("front", N_("Front page")),
    ("cards", N_("Cards")),
)
"""What can be looked at."""

FILE = "preview.html"

OTHER = "other"  # a moment that is typed

SMALLEST_ZOOM = 0.25  # Chromium's own limit


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The panel's widget."""
    return PreviewPanel(workbench, parent)


class PreviewPanel(QWidget):
    """The exporter's own page. The web engine is loaded when the panel is first shown.

    Where it is missing, a button opens the page in the browser.
    """

    shown = Signal()  # a page is there, or what stands instead of it

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preview")
        self._bench = workbench
        self._story: OpenStory | None = None
        self._stale = True
        self._since = QElapsedTimer()  # a page was asked for
        self._warm = False  # whether the engine has shown a page
        self._view: Any = None  # newsroom.ui.widgets.webpage.PageView, once it is there
        self._missing = False
        self._width = WIDTHS[0][2]
        self._devices = QButtonGroup(self)
        self._devices.setExclusive(True)
        self.hint = QLabel(self)
        self.hint.setProperty("role", "problem")
        self.hint.setWordWrap(True)
        self.hint.setContentsMargins(16, 0, 16, 8)
        self.hint.hide()
        self.empty = QLabel(_("No story is open."))
        self.empty.setProperty("role", "caption")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self._ground = QWidget(self)
        self._ground.installEventFilter(self)
        self.stack.addWidget(self._ground)
        self.instead = self._make_instead()
        self.stack.addWidget(self.instead)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_head())
        layout.addLayout(self._make_choices())
        layout.addWidget(self.hint)
        layout.addWidget(self.stack, 1)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setTimerType(Qt.TimerType.PreciseTimer)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.refresh)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 12, 8)
        head.setSpacing(4)
        for icon, label, width in WIDTHS:
            button = self._tool(icon, _(label))
            button.setCheckable(True)
            button.setChecked(width == self._width)
            button.clicked.connect(lambda _on, width=width: self.set_width(width))
            self._devices.addButton(button)
            head.addWidget(button)
        head.addStretch(1)
        browser = self._tool("browser", _("Open in the browser"))
        browser.clicked.connect(self.open_in_browser)
        head.addWidget(browser)
        return head

    def _make_choices(self) -> QVBoxLayout:
        """What is looked at, and as at when."""
        self.what = Pick(self)
        self.what.setAccessibleName(_("What to look at"))
        for key, label in SHOWN:
            self.what.addItem(_(label), key)
        self.when = Pick(self)
        self.when.setAccessibleName(_("As at"))
        self.when.setToolTip(_("The page as it will be then: what is scheduled is out"))
        self.at = inset(QDateTimeEdit(self))
        self.at.setTimeZone(QTimeZone.utc())  # wall clock of the newsroom, as in its other fields
        self.at.setDisplayFormat("ddd d MMM  HH:mm")
        self.at.setAccessibleName(_("The time to look at, by the newsroom's clock"))
        self.at.hide()
        self.what.setToolTip(
            _("The story's page, the front page, or what search, feeds and mail show of it")
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.what, 2)
        row.addWidget(self.when, 3)
        column = QVBoxLayout()
        column.setContentsMargins(12, 0, 12, 8)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.at)
        self._offer(())
        self.what.currentIndexChanged.connect(lambda _n: self._chosen())
        self.when.currentIndexChanged.connect(lambda _n: self._chosen())
        self.at.dateTimeChanged.connect(lambda _at: self._typed())
        return column

    def _offer(self, moments: Sequence[datetime]) -> None:
        """Offer the moments at which something changes; the one that is chosen stays."""
        chosen = self.when.currentData()
        self.when.blockSignals(True)
        self.when.clear()
        self.when.addItem(_("Now"), None)
        for at in moments:
            self.when.addItem(_("At {moment}").format(moment=self._clock(at)), at)
        if isinstance(chosen, datetime) and chosen not in moments:
            self.when.addItem(_("At {moment}").format(moment=self._clock(chosen)), chosen)
        self.when.addItem(_("At another time…"), OTHER)
        places = [n for n in range(self.when.count()) if self.when.itemData(n) == chosen]
        self.when.setCurrentIndex(places[0] if places else 0)
        self.when.blockSignals(False)

    def _clock(self, at: datetime) -> str:
        wall = at.astimezone(zone_of(self._bench.lists.site.timezone))
        return QLocale().toString(
            QDateTime(QDate(wall.year, wall.month, wall.day), QTime(wall.hour, wall.minute)),
            "ddd d MMM HH:mm",
        )

    def _chosen(self) -> None:
        other = self.when.currentData() == OTHER
        if other and not self.at.isVisible():
            zone = zone_of(self._bench.lists.site.timezone)
            wall = (self._bench.clock() + timedelta(hours=1)).astimezone(zone)
            self.at.setDateTime(
                QDateTime(
                    QDate(wall.year, wall.month, wall.day), QTime(wall.hour, 0), QTimeZone.utc()
                )
            )
        self.at.setVisible(other)
        if self._view is not None:
            self._view.forget_place()
        self._look()

    def moment(self) -> datetime | None:
        """As at when the page is looked at; None for now."""
        chosen = self.when.currentData()
        if chosen != OTHER:
            return chosen if isinstance(chosen, datetime) else None
        day, time = self.at.dateTime().date(), self.at.dateTime().time()
        zone = zone_of(self._bench.lists.site.timezone)
        return datetime(
            day.year(), day.month(), day.day(), time.hour(), time.minute(), tzinfo=zone
        ).astimezone(UTC)

    def _tool(self, icon: str, label: str) -> QToolButton:
        button = flat(self._bench.icons.icon(icon), label, self)
        button.setObjectName(f"preview.{icon}")
        return button

    def _make_instead(self) -> QWidget:
        page = QWidget(self)
        why = QLabel(
            _("The page can't be shown here, as the web engine of Qt is not installed. ")
            + _("Your browser shows it just as well.")
        )
        why.setProperty("role", "caption")
        why.setWordWrap(True)
        why.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = QPushButton(_("Open in the browser"))
        button.clicked.connect(self.open_in_browser)
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(why)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        return page

    # What happens.

    def set_story(self, story: OpenStory | None) -> None:
        """Show this story's page from now on."""
        if self._story is not None:
            self._story.field_changed.disconnect(self._typed)
            self._story.body_changed.disconnect(self._typed)
        self._story = story
        if story is not None:
            story.field_changed.connect(self._typed)
            story.body_changed.connect(self._typed)
        if self._view is not None:
            self._view.forget_place()
        self._look()

    def on_changed(self, changes: Changes) -> None:
        """Make the page anew where something on it may be another."""
        own = self._story is not None and self._story.id in changes.articles
        if changes.recent or changes.lists or changes.staff or changes.media or own:
            self._look()

    def set_width(self, width: int) -> None:
        """Show the page as wide as on that device (CSS pixels)."""
        self._width = width
        self._fit()

    def open_in_browser(self) -> None:
        """Show the page, as it stands now, in the person's browser."""
        if self._story is not None:
            pages.open_in_browser(
                self._story.now(), tasks=self._bench.tasks, messages=self._bench.messages
            )

    def showEvent(self, event: QShowEvent) -> None:
        """The engine is loaded the first time; what was missed is made good."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks: no page is made."""
        super().hideEvent(event)
        self._typing.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page keeps the device's width and is scaled to the room there is."""
        if watched is self._ground and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _typed(self, *_what: object) -> None:
        self._stale = True
        if self.isVisible():
            self._typing.start()

    def _look(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    # The page.

    def refresh(self) -> None:
        """Make the page anew."""
        self._typing.stop()
        self._stale = False
        what = str(self.what.currentData())
        if self._story is None and what != "front":
            self.stack.setCurrentWidget(self.empty)
            return
        if self._view is None and not self._missing:
            self._load()
        if self._view is None:
            self.stack.setCurrentWidget(self.instead)
            self.shown.emit()
            return
        self.stack.setCurrentWidget(self._ground)
        article = self._story.now() if self._story is not None else None
        at = self.moment()
        self._since.start()
        self._bench.tasks.run(
            lambda desk: _made(desk, what, article, at),
            then=self._made,
            failed=self._failed,
            owner=self,
            key="page",
        )

    def _load(self) -> None:
        self._view = page_view(self._ground, FILE)
        if self._view is None:
            self._missing = True
            return
        self._view.link_wanted.connect(self._link)
        self._view.shown.connect(self._came)
        self._fit()

    def _made(self, made: tuple[str, tuple[datetime, ...]]) -> None:
        html, moments = made
        self._offer(moments)
        self._show(html)

    def _show(self, html: str) -> None:
        words = self._unseen()
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        self._view.show_page(html)

    def _unseen(self) -> str:
        """Why readers do not find the page that is shown, "" where nothing is to be said."""
        if self._story is None or self.what.currentData() == "front":
            return ""
        state = self._story.get("pubstate")
        if state == PubState.WITHDRAWN:
            return _("Readers do not find this: the story is withdrawn.")
        if state == PubState.UNPUBLISHED:
            return _("Readers do not find this: the story was taken down.")
        return ""

    def _came(self) -> None:
        """A page is there. One that takes long is made in longer pauses alone."""
        if self._warm and self._since.isValid():  # the engine's own start says nothing of pages
            took = int(self._since.elapsed())
            pause = TYPING_MS + max(0, took - QUICK_MS)
            self._typing.setInterval(min(pause, LONGEST_PAUSE_MS))
        self._warm = True
        self._since.invalidate()
        self.shown.emit()

    def _failed(self, error: NewsroomError) -> None:
        # The last good page stays.
        self.hint.setText(str(error))
        self.hint.show()

    def _link(self, address: QUrl) -> None:
        self._bench.messages.say(
            _("This link leads to {address}.").format(address=address.toDisplayString()),
            key="preview link",
        )

    def _fit(self) -> None:
        if self._view is None:
            return
        room = self._ground.size()
        zoom = max(SMALLEST_ZOOM, min(1.0, room.width() / self._width))
        width = min(room.width(), round(self._width * zoom))
        self._view.setGeometry((room.width() - width) // 2, 0, width, room.height())
        self._view.setZoomFactor(zoom)


def _made(
    desk: Desk, what: str, article: Article | None, at: datetime | None
) -> tuple[str, tuple[datetime, ...]]:
    """On the desk thread: the page that is looked at, and the moments at which it changes."""
    publish = desk.publish
    moments = publish.as_at.moments()
    if what == "front":
        return publish.as_at.front_html(at or desk.clock()), moments
    assert article is not None
    if what == "cards":
        return publish.cards(article), moments
    if at is None:
        return publish.page_html(article, preview=True), moments
    return publish.as_at.page_html(article, at), moments

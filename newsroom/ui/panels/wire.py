"""The wire: what came in by the newsroom's feeds, to be read, fetched or put aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QKeyEvent, QShowEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, ngettext
from newsroom.news.age import age
from newsroom.news.changes import Changes
from newsroom.news.wire import Entry, Feed, Wanted
from newsroom.ui.delegates.wire_row import ENTRY, WireRow, spoken
from newsroom.ui.hours import day_time
from newsroom.ui.messages import Answer
from newsroom.ui.tokens import SPACE
from newsroom.ui.widgets.flat import flat
from newsroom.ui.widgets.pick import Pick
from newsroom.ui.zones import zone_of

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from newsroom.desk.desk import Desk
    from newsroom.ui.story import OpenStory
    from newsroom.ui.window import Window
    from newsroom.ui.workbench import Workbench

PAGE = 200
SETTLE_MS = 200  # of no typing, before the entries are looked through
TOLD_MS = 60_000  # how often is looked again when a feed is asked next
MOST_SHOWN = 40_000  # characters of an entry in the panel; the story has all of them
ASIDE = "aside"  # the filter's last line
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def make(workbench: Workbench, parent: QWidget | None = None) -> WirePanel:
    """The panel's widget."""
    return WirePanel(workbench, parent)


class WirePanel(QWidget):
    """Entries, newest first; Enter reads one, F fetches it, Del puts it aside."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wire")
        self._bench = workbench
        self._shown: Entry | None = None
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(_("Words on the wire"))
        self.words.setAccessibleName(_("Words on the wire"))
        self.words.setClearButtonEnabled(True)
        self.feeds = Pick(self)
        self.feeds.setAccessibleName(_("Feed"))
        self.feeds.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.unread = QCheckBox(_("Unread only"), self)
        self.refresh_now = self._tool("refresh", _("Read the feeds now"), self._read_now)
        self.set_up = self._tool("targets", _("Feeds…"), self._set_up)
        self.list = _List(self)
        self.list.setAccessibleName(_("The wire"))
        self.list.setItemDelegate(WireRow(workbench, self.list))
        self.problem = QLabel(self)
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self.asked = QLabel(self)
        self.asked.setObjectName("wire.asked")
        self.asked.setProperty("role", "caption")
        self.asked.setWordWrap(True)
        self.asked.hide()
        self._feeds: tuple[Feed, ...] = ()
        self._due = QTimer(self, singleShot=True)
        self._due.timeout.connect(self.refresh)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        self.begin = QPushButton(_("Add a feed…"), self)
        self.begin.clicked.connect(self._set_up)
        self.reader = _Reader(self)
        for place in (self.list, self.reader):
            place.installEventFilter(self)
        self.fetch = self._button(_("Fetch"), self._fetch, _("Make a draft of it (F)"))
        self.fetch.setProperty("role", "primary")
        self.aside = self._button(_("Put aside"), self._put_aside, _("Nobody needs it (Del)"))
        self.there = self._tool("browser", _("Open it there, in the browser"), self._visit)
        self._lay_out()
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self.refresh)
        self.words.textChanged.connect(lambda _text: self._settle.start())
        self.words.returnPressed.connect(self.list.setFocus)
        self.unread.toggled.connect(lambda _on: self.refresh())
        self.feeds.currentIndexChanged.connect(lambda _row: self.refresh())
        self.list.itemActivated.connect(lambda _item: self._read(focus=True))
        self.list.itemClicked.connect(lambda _item: self._read())
        self.list.currentItemChanged.connect(lambda *_items: self._state())
        self.setFocusProxy(self.list)
        workbench.me_changed.connect(self.refresh)
        workbench.theme.changed.connect(self.list.viewport().update)
        self._state()

    def _button(self, label: str, act: Callable[[], object], tip: str) -> QPushButton:
        button = QPushButton(label, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.clicked.connect(lambda: act())
        return button

    def _tool(self, icon: str, name: str, act: Callable[[], object]) -> QToolButton:
        button = flat(self._bench.icons.icon(icon), name, self, side=16)
        button.clicked.connect(lambda: act())
        return button

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(4)
        top.addWidget(self.words, 1)
        top.addWidget(self.refresh_now)
        top.addWidget(self.set_up)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.feeds, 1)
        below.addWidget(self.unread)
        head = QVBoxLayout()
        head.setContentsMargins(8, 0, 0, 0)
        head.setSpacing(8)
        head.addLayout(top)
        head.addLayout(below)
        head.addWidget(self.asked)
        head.addWidget(self.problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.fetch, self.aside, self.there):
            buttons.addWidget(button)
        buttons.addStretch(1)
        foot = QWidget(self)
        reading = QVBoxLayout(foot)
        reading.setContentsMargins(8, 8, 0, 0)
        reading.setSpacing(8)
        reading.addWidget(self.reader, 1)
        reading.addLayout(buttons)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.setChildrenCollapsible(False)
        parts.setHandleWidth(1)
        upper = QWidget(parts)
        rows = QVBoxLayout(upper)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.empty)
        rows.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addWidget(self.list, 1)
        rows.addStretch(0)
        parts.addWidget(upper)
        parts.addWidget(foot)
        parts.setStretchFactor(0, 3)
        parts.setStretchFactor(1, 2)
        self._foot = foot
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(parts, 1)

    # What is shown.

    def set_story(self, story: OpenStory | None) -> None:
        """The wire is the same whatever story is in front."""

    def on_changed(self, changes: Changes) -> None:
        """Something came in, or was dealt with, or a story of an entry was taken back."""
        if changes.wire or (changes.step is None and changes.listing):
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        if not self.isVisible():
            self._due.stop()
            return
        chosen = self.feeds.currentData()
        wanted = Wanted(
            feed=chosen if isinstance(chosen, int) else None,
            words=self.words.text(),
            unread=self.unread.isChecked(),
            aside=chosen == ASIDE,
            limit=PAGE,
        )

        def look(desk: Desk) -> tuple[Any, ...]:
            return desk.wire.feeds(), desk.wire.unread(), desk.wire.list(wanted)

        self._bench.tasks.run(look, then=lambda found: self._fill(*found), owner=self, key="list")

    def _fill(
        self, feeds: tuple[Feed, ...], unread: dict[int, int], found: tuple[Entry, ...]
    ) -> None:
        self._feeds = feeds
        self._fill_feeds(feeds, unread)
        self._tell_asked()
        before, row = self.current(), self.list.currentRow()
        self.list.blockSignals(True)  # what is read stays while its row is written anew
        self.list.clear()
        for entry in found:
            item = QListWidgetItem(entry.item.title)
            item.setData(ENTRY, entry)
            when = age(entry.at, self._bench.clock())
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken(entry, when))
            item.setToolTip(entry.item.title)
            self.list.addItem(item)
            if before is not None and entry.id == before.id:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and found:
            self.list.setCurrentRow(max(0, min(row, len(found) - 1)))
        self.list.blockSignals(False)
        self.list.setVisible(bool(found))
        self.empty.setVisible(not found)
        self.begin.setVisible(not feeds)
        self._foot.setVisible(bool(found))
        self.feeds.setVisible(bool(feeds))
        self.unread.setVisible(bool(feeds))
        self.words.setEnabled(bool(feeds))
        self.refresh_now.setEnabled(bool(feeds))
        if not feeds:
            words = _("No feeds are read yet. What agencies and others publish can come in here.")
        elif self.words.text() or self.feeds.currentData() is not None:
            words = _("Nothing here.")
        elif self.unread.isChecked():
            words = _("Everything is read.")
        else:
            words = _("Nothing has come in yet.")
        self.empty.setText(words)
        self._tell_problems({f.name: f.problem for f in feeds if f.problem and f.live})
        self._state()

    def _tell_asked(self) -> None:
        """When the chosen feed was asked and is asked next; of all feeds which one comes next."""
        bench, chosen = self._bench, self.feeds.currentData()
        zone, now = zone_of(bench.lists.site.timezone), bench.clock()
        read = [feed for feed in self._feeds if feed.live and feed.next_at is not None]
        next_one = min(read, key=lambda feed: feed.next_at or now, default=None)
        if isinstance(chosen, int):
            next_one = next((feed for feed in self._feeds if feed.id == chosen), None)
        words = "" if chosen == ASIDE else _asked(next_one, zone, now, alone=chosen is not None)
        self.asked.setText(words)
        self.asked.setVisible(bool(words))
        if words and next_one is not None and next_one.live:
            self._due.start(TOLD_MS)  # another window may have read it by then
        else:
            self._due.stop()

    def _tell_problems(self, problems: Mapping[str, str]) -> None:
        """One in its own words; of several how many there are, and each where the pointer rests."""
        every = [
            _("{feed}: {problem}").format(feed=name, problem=problem)
            for name, problem in problems.items()
        ]
        words = _("{n} feeds could not be read; “Feeds…” says why.").format(n=len(every))
        self.problem.setText(words if len(every) > 1 else "".join(every))
        self.problem.setToolTip("\n".join(every))
        self.problem.setVisible(bool(every))

    def _fill_feeds(self, feeds: tuple[Feed, ...], unread: dict[int, int]) -> None:
        chosen = self.feeds.currentData()
        self.feeds.blockSignals(True)
        self.feeds.clear()
        total = sum(unread.values())
        self.feeds.addItem(_counted(_("All feeds"), total), None)
        for feed in feeds:
            self.feeds.addItem(_counted(feed.name, unread.get(feed.id, 0)), feed.id)
        self.feeds.addItem(_("Put aside"), ASIDE)
        self.feeds.setCurrentIndex(max(0, self.feeds.findData(chosen)))
        self.feeds.blockSignals(False)

    def current(self) -> Entry | None:
        """The entry that is chosen."""
        item = self.list.currentItem()
        found = item.data(ENTRY) if item is not None else None
        return found if isinstance(found, Entry) else None

    def _state(self) -> None:
        entry = self.current()
        for button in (self.fetch, self.aside, self.there):
            button.setEnabled(entry is not None)
        if entry is None:
            self.reader.clear()
            self._shown = None
            return
        self.there.setEnabled(bool(entry.item.link))
        if entry.has_news:
            self.fetch.setText(_("Propose the update"))
        elif entry.article is not None:
            self.fetch.setText(_("Open the story"))
        else:
            self.fetch.setText(_("Fetch"))
        back = self.feeds.currentData() == ASIDE
        self.aside.setText(_("Bring back") if back else _("Put aside"))
        if self._shown is not None and self._shown.id != entry.id:
            self.reader.clear()
            self._shown = None

    # What is done.

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """F and Del, in the list and where an entry is read."""
        if event.type() == QEvent.Type.KeyPress:
            press = cast("QKeyEvent", event)
            for key, act in ((Qt.Key.Key_F, self._fetch), (Qt.Key.Key_Delete, self._put_aside)):
                if press.key() == key and press.modifiers() in _PLAIN:
                    act()
                    return True
        return super().eventFilter(watched, event)

    def _read(self, *, focus: bool = False) -> None:
        entry = self.current()
        if entry is None:
            return
        if focus:
            self.reader.setFocus()
        tasks = self._bench.tasks

        def came(whole: Entry) -> None:
            tasks.background(lambda: _written(whole), then=shown, owner=self, key="read")

        def shown(markdown: str) -> None:
            now = self.current()
            if now is not None and now.id == entry.id:
                self._shown = now
                self.reader.show_entry(now, markdown, age(now.at, self._bench.clock()))

        tasks.run(lambda desk: desk.wire.entry(entry.id), then=came, owner=self, key="entry")
        if not entry.read:
            tasks.change(lambda desk: desk.wire.mark([entry.id]), owner=self)

    def _fetch(self) -> None:
        from newsroom.ui.wirewatch import fetch

        if (entry := self.current()) is not None:
            fetch(cast("Window", self.window()), entry.id)

    def _put_aside(self) -> None:
        entry = self.current()
        if entry is None:
            return
        on = self.feeds.currentData() != ASIDE
        tasks, messages = self._bench.tasks, self._bench.messages

        def put(state: bool) -> None:
            tasks.change(lambda desk: desk.wire.put_aside([entry.id], on=state))

        put(on)
        if on:
            words = _("“{title}” is put aside.").format(title=entry.item.title)
            messages.say(words, Answer(_("Undo"), lambda: put(False)), key="wire aside")

    def _visit(self) -> None:
        from newsroom.ui.courier import visit

        if (entry := self.current()) is not None:
            visit(entry.item.link)

    def _read_now(self) -> None:
        from newsroom.ui.wirewatch import watch

        reader = watch(cast("Window", self.window()))
        chosen = self.feeds.currentData()
        for place in range(self.feeds.count()):
            feed = self.feeds.itemData(place)
            if isinstance(feed, int) and (not isinstance(chosen, int) or feed == chosen):
                reader.read_now(feed)

    def _set_up(self) -> None:
        from newsroom.ui.dialogs.feeds import FeedsDialog

        window = cast("Window", self.window())
        window.open_dialog(FeedsDialog(window))


class _List(QListWidget):
    """The entries."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)


class _Reader(QTextBrowser):
    """The text of an entry. Nothing is loaded for it, and no link opens by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("The entry"))
        self.setPlaceholderText(_("Enter reads the entry here."))
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.anchorClicked.connect(self._visit)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Pictures of strangers are not fetched only because somebody reads."""
        return None

    def show_entry(self, entry: Entry, markdown: str, when: str) -> None:
        """Show it from its beginning."""
        authors = ", ".join(entry.item.authors)
        under = " · ".join(filter(None, (entry.feed_name, when, authors, entry.item.rights)))
        title = " ".join(entry.item.title.split())
        self.setMarkdown(f"### {_plain(title)}\n\n*{_plain(under)}*\n\n{markdown}")
        room = QTextBlockFormat()
        room.setBottomMargin(SPACE[1])
        every = QTextCursor(self.document())
        every.select(QTextCursor.SelectionType.Document)
        every.mergeBlockFormat(room)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _visit(self, address: QUrl) -> None:
        from newsroom.ui.courier import visit

        visit(address.toString())


def _asked(feed: Feed | None, zone: tzinfo, now: datetime, *, alone: bool) -> str:
    """When a feed was and is asked, by the newsroom's clock."""
    if feed is None:
        return ""
    if not feed.live:
        return _("It is paused: nothing is read.")
    due = feed.next_at is None or feed.next_at <= now
    at = "" if feed.next_at is None else day_time(feed.next_at, zone, now)
    if not alone:
        if due:
            return _("“{feed}” is due now.").format(feed=feed.name)
        return _("Next: “{feed}”, {time}.").format(feed=feed.name, time=at)
    said = [_("Due now.") if due else _("Next: {time}.").format(time=at)]
    if feed.polled_at is not None:
        said.insert(0, _("Read last: {time}.").format(time=day_time(feed.polled_at, zone, now)))
    return " ".join(said)


def _written(entry: Entry) -> str:
    """The entry's text as Markdown, without its pictures; in the pool."""
    from newsroom.intake.html import read_html

    walked = read_html(entry.item.html, base=entry.item.base or entry.item.link)
    text = walked.with_pictures(dict.fromkeys(walked.pictures)).markdown
    if len(text) > MOST_SHOWN:
        text = f"{text[:MOST_SHOWN].rpartition(chr(10))[0]}\n\n…"
    return text


def _plain(words: str) -> str:
    """Words that mean nothing to Markdown."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|~!" else sign for sign in words)


def _counted(name: str, n: int) -> str:
    return ngettext("{name} ({n})", "{name} ({n})", n).format(name=name, n=n) if n else name

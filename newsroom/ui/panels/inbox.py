"""My inbox: who named me, answered, sent me a story, settled my suggestions, took my lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import N_, _
from newsroom.news.age import age
from newsroom.news.changes import Changes
from newsroom.news.gate import Where
from newsroom.news.inbox import Notice, NoticeKind
from newsroom.ui.delegates.ground import paint_ground
from newsroom.ui.tokens import SPACE

if TYPE_CHECKING:
    from newsroom.ui.story import OpenStory
    from newsroom.ui.window import Window
    from newsroom.ui.workbench import Workbench

PAGE = 50
NOTICE = int(Qt.ItemDataRole.UserRole)
SENTENCES = {
    NoticeKind.MENTION: N_("{who} named you"),
    NoticeKind.REPLY: N_("{who} answered"),
    NoticeKind.RESOLVED: N_("{who} resolved your comment"),
    NoticeKind.SENT: N_("{who} sent you this"),
    NoticeKind.SETTLED: N_("{who} settled your suggestions"),
    NoticeKind.ASKED: N_("{who} would like to have it"),
    NoticeKind.TAKEN_OVER: N_("{who} took it over"),
    NoticeKind.HANDED_IN: N_("{who} had typed more before you took it"),
    NoticeKind.WITHDRAWAL: N_("{who}, about withdrawing it"),
    NoticeKind.SCHEDULE: N_("Its time came"),
    NoticeKind.RULE: N_("{who} says that a rule is wrong here"),
}
_KEPT = {
    NoticeKind.TAKEN_OVER: N_("What you had typed and not saved when the story was taken over."),
    NoticeKind.HANDED_IN: N_("What was typed and not saved when you took the story over."),
}
"""Those that lead to a text, with what is said of it."""

LINES = 3


def make(workbench: Workbench, parent: QWidget | None = None) -> InboxPanel:
    """The panel's widget."""
    return InboxPanel(workbench, parent)


def sentence(notice: Notice, who: str) -> str:
    """What happened, in a few words."""
    return _(SENTENCES[notice.kind]).format(who=who)


class InboxPanel(QWidget):
    """Entries, newest first; Enter or a click goes where it happened and counts as read."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inbox")
        self._bench = workbench
        self._notices: tuple[Notice, ...] = ()
        self.unread = QCheckBox(_("Unread only"), self)
        self.unread.setChecked(True)
        self.unread.toggled.connect(lambda _on: self.refresh())
        self.all_read = QPushButton(_("Mark all as read"), self)
        self.all_read.setProperty("role", "quiet")
        self.all_read.clicked.connect(self._read_all)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Inbox"))
        self.list.setItemDelegate(_NoticeRow(workbench, self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.more = QPushButton(_("Show more"), self)
        self.more.setProperty("role", "quiet")
        self.more.clicked.connect(self._ask_more)
        self.empty = QLabel(self)
        self.empty.setProperty("role", "caption")
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(24)
        top = QHBoxLayout()
        top.addWidget(self.unread, 1)
        top.addWidget(self.all_read)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 8)
        column.setSpacing(8)
        top.setContentsMargins(8, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addWidget(self.more)
        self.setFocusProxy(self.list)
        workbench.me_changed.connect(self.refresh)
        workbench.theme.changed.connect(self.list.viewport().update)

    def set_story(self, story: OpenStory | None) -> None:
        """The inbox is the same whatever story is in front."""

    def on_changed(self, changes: Changes) -> None:
        """Somebody wants something of me."""
        me = self._bench.me
        if me is not None and me.id in changes.inbox:
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed while nobody looked is made good."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read it again."""
        if self.isVisible():
            self._ask(None)

    def _ask_more(self) -> None:
        self._ask(self._notices[-1].id)

    def _read_all(self) -> None:
        self._bench.tasks.change(lambda desk: desk.inbox.read())

    def _ask(self, before: int | None) -> None:
        unread = self.unread.isChecked()
        known = self._notices if before is not None else ()
        self._bench.tasks.run(
            lambda desk: desk.inbox.all(unread=unread, before=before, limit=PAGE),
            then=lambda found: self._show(known, found),
            owner=self,
            key="inbox",
        )

    def _show(self, known: tuple[Notice, ...], found: tuple[Notice, ...]) -> None:
        row = self.list.currentRow()
        self._notices = (*known, *found)
        self.list.clear()
        for notice in self._notices:
            person = self._bench.lists.person(notice.who)
            said = sentence(notice, person.name if person else _("Somebody"))
            item = QListWidgetItem(said)
            item.setData(NOTICE, notice)
            parts = (said, notice.headline or notice.slug, notice.words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(filter(None, parts)))
            item.setToolTip(notice.words)
            self.list.addItem(item)
        self.list.setCurrentRow(max(0, min(row, len(self._notices) - 1)))
        self.more.setVisible(len(found) == PAGE)
        self.empty.setVisible(not self._notices)
        self.list.setVisible(bool(self._notices))
        self.all_read.setEnabled(any(notice.read_at is None for notice in self._notices))
        if self._bench.me is None:
            self.empty.setText(_("Say who you are, and what others send you comes here."))
        else:
            self.empty.setText(
                _("Nothing is marked for you.") if self.unread.isChecked() else _("Still empty.")
            )

    def _go(self, item: QListWidgetItem) -> None:
        from newsroom.ui.there import SUGGESTIONS, go_there

        notice: Notice = item.data(NOTICE)
        window = cast("Window", self.window())
        if notice.read_at is None:
            self._bench.tasks.change(lambda desk: desk.inbox.read((notice.id,)))
        kind = notice.kind
        if kind in (NoticeKind.MENTION, NoticeKind.REPLY, NoticeKind.RESOLVED):
            go_there(window, notice.article, Where(thread=notice.subject))
        elif kind is NoticeKind.SETTLED:
            go_there(window, notice.article, Where(suggestion=notice.subject, field=SUGGESTIONS))
        elif kind in _KEPT and notice.subject:
            from newsroom.ui.dialogs.unsaved import show_unsaved

            go_there(window, notice.article, Where())
            show_unsaved(window, notice.article, notice.subject, said=_(_KEPT[kind]))
        else:
            go_there(window, notice.article, Where())


class _NoticeRow(QStyledItemDelegate):
    """Three lines: what happened and when, the story, the words."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = workbench

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        height = QFontMetrics(self._bench.theme.font("caption")).height()
        strong = QFontMetrics(self._bench.theme.font("ui")).height()
        return QSize(120, 2 * SPACE[1] + strong + 2 * (height + 2))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, rect = self._bench.theme, option.rect
        notice: Notice = index.data(NOTICE)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, rect, state, theme, aside=2)
        box = rect.adjusted(SPACE[3], SPACE[1], -SPACE[1], 0)
        if notice.read_at is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.token("accent"))
            painter.drawEllipse(rect.left() + 6, box.top() + 6, 6, 6)
        when = age(notice.at, self._bench.clock())
        caption = QFontMetrics(theme.font("caption"))
        width = caption.horizontalAdvance(when) + 2
        line = QFontMetrics(theme.font("ui")).height()
        self._line(painter, "caption", "faint", QRect(box.right() - width, box.top(), width, line),
                   when)  # fmt: skip
        said = QRect(box.left(), box.top(), box.width() - width - SPACE[1], line)
        self._line(
            painter, "strong" if notice.read_at is None else "ui", "text", said, index.data()
        )
        y = box.top() + line + 2
        below = caption.height()
        story = notice.headline or notice.slug
        self._line(painter, "caption", "muted", QRect(box.left(), y, box.width(), below), story)
        y += below + 2
        words = " ".join(notice.words.split())
        self._line(painter, "caption", "text", QRect(box.left(), y, box.width(), below), words)
        painter.restore()

    def _line(self, painter: QPainter, font: str, ink: str, box: QRect, words: str) -> None:
        face = self._bench.theme.font(font)
        painter.setFont(face)
        painter.setPen(self._bench.theme.token(ink))
        shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)

"""A row of the wire: the headline, the feed and the age, the first words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from newsroom.i18n import _
from newsroom.news.age import age
from newsroom.news.wire import Entry
from newsroom.text.direction import first_strong
from newsroom.ui.delegates.ground import paint_ground
from newsroom.ui.tokens import RADIUS, SPACE

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

ENTRY = int(Qt.ItemDataRole.UserRole)
_DOT = 6  # px
_CHIP = 4  # px around its words, and its corners


def state_of(entry: Entry) -> tuple[str, str]:
    """What became of an entry, in a word, and the colour that says so; "" for nothing."""
    if entry.has_news:
        return _("Updated there"), "warning"
    if entry.article is not None:
        return _("Fetched"), "good"
    if entry.changed_at is not None and not entry.read:
        return _("Updated"), "info"
    return "", ""


def spoken(entry: Entry, when: str) -> str:
    """The row for who can't see it."""
    unread = "" if entry.read else _("unread")
    parts = (unread, entry.item.title, entry.feed_name, when, state_of(entry)[0])
    return ". ".join(filter(None, parts))


class WireRow(QStyledItemDelegate):
    """Draws a row; everything in it follows the look and the direction of the window."""

    def __init__(self, workbench: Workbench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = workbench

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Three lines with air around them."""
        caption = QFontMetrics(self._bench.theme.font("caption")).height()
        strong = QFontMetrics(self._bench.theme.font("strong")).height()
        return QSize(120, 2 * SPACE[1] + strong + 2 * (caption + 2))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw it."""
        theme, rect, state = self._bench.theme, option.rect, option.state
        entry: Entry = index.data(ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        flag = QStyle.StateFlag
        paint_ground(painter, rect, state, theme, aside=2)
        if state & flag.State_HasFocus:
            painter.setPen(theme.token("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 1, -3, -2), RADIUS, RADIUS)
        right = option.direction == Qt.LayoutDirection.RightToLeft
        lead, end = SPACE[3] + SPACE[0], SPACE[1]
        box = rect.adjusted(end if right else lead, SPACE[1], -(lead if right else end), 0)
        title = "ui" if entry.read else "strong"
        line = QFontMetrics(theme.font(title)).height()
        if not entry.read:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.token("accent"))
            x = rect.right() - SPACE[1] - _DOT if right else rect.left() + SPACE[1]
            painter.drawEllipse(x, box.top() + (line - _DOT) // 2, _DOT, _DOT)
        self._line(painter, title, "text", QRect(box.left(), box.top(), box.width(), line),
                   entry.item.title)  # fmt: skip
        caption = QFontMetrics(theme.font("caption"))
        y = box.top() + line + 2
        below = QRect(box.left(), y, box.width(), caption.height())
        below = self._chip(painter, entry, below, right=right)
        when = age(entry.at, self._bench.clock())
        self._line(painter, "caption", "muted", below, f"{entry.feed_name} · {when}")
        last = QRect(box.left(), y + caption.height() + 2, box.width(), caption.height())
        self._line(painter, "caption", "muted", last, entry.item.summary)
        painter.restore()

    def _chip(self, painter: QPainter, entry: Entry, box: QRect, *, right: bool) -> QRect:
        """The state as a chip at the line's end; gives what room is left before it."""
        words, ink = state_of(entry)
        if not words:
            return box
        theme = self._bench.theme
        face = theme.font("caption")
        width = QFontMetrics(face).horizontalAdvance(words) + 2 * _CHIP
        left = box.left() if right else box.right() - width
        chip = QRect(left, box.top() - 1, width, box.height() + 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.token(f"{ink}-soft"))
        painter.drawRoundedRect(chip, _CHIP, _CHIP)
        painter.setFont(face)
        painter.setPen(theme.token(ink))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)
        room = width + SPACE[1]
        return box.adjusted(room if right else 0, 0, 0 if right else -room, 0)

    def _line(self, painter: QPainter, font: str, ink: str, box: QRect, words: str) -> None:
        face = self._bench.theme.font(font)
        painter.setFont(face)
        painter.setPen(self._bench.theme.token(ink))
        shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        rtl = first_strong(words) == "rtl"  # its full stop stands at its end, as in the story list
        way = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        painter.setLayoutDirection(way)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)

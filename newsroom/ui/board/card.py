"""A story as a card of the board: what it is, who has it, how long, when due, what holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from newsroom.i18n import _, figure, ngettext
from newsroom.news.article import Row
from newsroom.news.presence import Lock
from newsroom.text.direction import first_strong
from newsroom.ui.hours import about
from newsroom.ui.models.columns import Setting, moment
from newsroom.ui.models.flags import marks_of
from newsroom.ui.models.stories import ROW
from newsroom.ui.tokens import RADIUS, SPACE

if TYPE_CHECKING:
    from newsroom.ui.workbench import Workbench

INSIDE = SPACE[2]
GAP = 3
SIGN = 14
LINES = 4


class BoardCard(QStyledItemDelegate):
    """Paints one; all are of one height, so that a column of any length is laid out at once."""

    def __init__(
        self,
        workbench: Workbench,
        setting: Callable[[], Setting],
        locks: Callable[[], Mapping[int, Lock]],
    ) -> None:
        super().__init__()
        self._bench = workbench
        self._setting = setting
        self._locks = locks

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The same for every card."""
        strong = QFontMetrics(self._bench.theme.font("strong")).height()
        caption = QFontMetrics(self._bench.theme.font("caption")).height()
        return QSize(120, 2 * strong + 2 * caption + 3 * GAP + 2 * INSIDE + SPACE[1])

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the card."""
        row: Row | None = index.data(ROW)
        if row is None:
            return
        theme, state = self._bench.theme, option.state
        flag = QStyle.StateFlag
        box: QRect = option.rect.adjusted(2, 2, -2, -SPACE[1] + 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & flag.State_Selected)
        painter.setBrush(theme.token("selected" if chosen else "raised"))
        painter.setPen(theme.token("accent" if chosen else "hairline"))
        painter.drawRoundedRect(box, RADIUS, RADIUS)
        if state & flag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.token("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        self._words(painter, box.adjusted(INSIDE, INSIDE, -INSIDE, -INSIDE), row)
        painter.restore()

    def _words(self, painter: QPainter, box: QRect, row: Row) -> None:
        theme, setting = self._bench.theme, self._setting()
        strong = QFontMetrics(theme.font("strong"))
        caption = QFontMetrics(theme.font("caption"))
        y = box.top()
        headline = " ".join((row.headline or row.slug).split())
        rtl = first_strong(headline) == "rtl"
        painter.setFont(theme.font("strong"))
        painter.setPen(theme.token("text"))
        side = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        for line in _two_lines(headline, strong, box.width()):
            area = QRect(box.left(), y, box.width(), strong.height())
            painter.drawText(area, side | Qt.AlignmentFlag.AlignAbsolute, line)
            y += strong.height()
        y = box.top() + 2 * strong.height() + GAP
        person = setting.lists.person(row.assignee)
        lock = self._locks().get(row.id)
        x = box.left()
        if lock is not None and not lock.mine:
            who = setting.lists.person(lock.person)
            name = who.name if who else lock.place or _("Somebody")
            self._bench.icons.icon("lock", "warning").paint(
                painter, QRect(x, y + (caption.height() - SIGN) // 2, SIGN, SIGN)
            )
            words, ink, x = _("{name} is editing").format(name=name), "warning", x + SIGN + 4
        else:
            words, ink = person.name if person else _("Nobody"), "muted"
        self._line(painter, words, ink, QRect(x, y, box.right() - x, caption.height()))
        y += caption.height() + GAP
        due, late = self._due(row, setting)
        count = ngettext("{n} word", "{n} words", row.words).format(n=figure(row.words))
        x = box.left()
        for mark in marks_of(row):
            self._bench.icons.icon(mark.icon, mark.ink).paint(
                painter, QRect(x, y + (caption.height() - SIGN) // 2, SIGN, SIGN)
            )
            x += SIGN + 4
        width = caption.horizontalAdvance(due) + 2
        ink = "danger" if late else "muted"
        place = QRect(box.right() - width, y, width, caption.height())
        self._line(painter, due, ink, place)
        room = place.left() - x - 4
        if caption.horizontalAdvance(count) > room:
            count = _("{n} w").format(n=figure(row.words))  # not "1…" of 139
        self._line(painter, count, "muted", QRect(x, y, room, caption.height()))

    def _line(self, painter: QPainter, words: str, ink: str, box: QRect) -> None:
        face = self._bench.theme.font("caption")
        painter.setFont(face)
        painter.setPen(self._bench.theme.token(ink))
        shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)

    def _due(self, row: Row, setting: Setting) -> tuple[str, bool]:
        if row.published_at is not None:
            return setting.age(row.published_at), False
        if row.due_at is None:
            return "", False
        left = moment(row.due_at) - setting.now
        if left.total_seconds() < 0:
            return _("{span} late").format(span=about(-left)), True
        return _("in {span}").format(span=about(left)), False


def _two_lines(words: str, metrics: QFontMetrics, width: int) -> tuple[str, ...]:
    """So many words as fit on two lines."""
    if metrics.horizontalAdvance(words) <= width:
        return (words,)
    first: list[str] = []
    rest = words.split()
    while rest and metrics.horizontalAdvance(" ".join([*first, rest[0]])) <= width:
        first.append(rest.pop(0))
    tail = metrics.elidedText(" ".join(rest), Qt.TextElideMode.ElideRight, width)
    return (" ".join(first), tail) if first else (tail,)

"""Paints a person's row: portrait, name, title, and what is on hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from newsroom.i18n import _, ngettext
from newsroom.news.staff import Person, Workload
from newsroom.ui.delegates.ground import paint_ground
from newsroom.ui.models.staff import LOAD, PERSON
from newsroom.ui.theme import Theme
from newsroom.ui.tokens import SPACE

PORTRAIT = 36  # px across


def initials(person: Person) -> str:
    """The letters that stand for a missing portrait."""
    if person.initials:
        return person.initials[:3]
    return "".join(part[0] for part in person.name.split()[:2]).upper()


def paint_portrait(
    painter: QPainter, box: QRectF, person: Person, portrait: QPixmap | None, theme: Theme
) -> None:
    """The portrait in a circle; initials on a quiet ground where there is none."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    path = QPainterPath()
    path.addEllipse(box)
    painter.setClipPath(path)
    if portrait is not None and not portrait.isNull():
        painter.drawPixmap(box, portrait, QRectF(portrait.rect()))
    else:
        painter.fillRect(box, theme.token("pressed"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.token("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(person))
    painter.restore()


class StaffRow(QStyledItemDelegate):
    """One row; ``portrait`` gives the picture of a content hash, None until it is there."""

    def __init__(self, theme: Theme, portrait: Callable[[str], QPixmap | None]) -> None:
        super().__init__()
        self._theme = theme
        self._portrait = portrait

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The same for every row."""
        return QSize(200, PORTRAIT + 2 * SPACE[1])

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the row."""
        person: Person | None = index.data(PERSON)
        if person is None:
            return
        load: Workload = index.data(LOAD)
        theme = self._theme
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(painter, rect, state, theme)
        left = rect.left() + SPACE[2]
        circle = QRectF(left, rect.top() + SPACE[1], PORTRAIT, PORTRAIT)
        paint_portrait(painter, circle, person, self._portrait(person.portrait), theme)
        left += PORTRAIT + SPACE[2]
        right = rect.right() - SPACE[2]
        font = theme.font("caption")
        metrics = QFontMetrics(font)
        note, ink = self._note(person, load)
        width = metrics.horizontalAdvance(note)
        painter.setFont(font)
        painter.setPen(theme.token(ink))
        painter.drawText(
            QRect(right - width, rect.top(), width, rect.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
            note,
        )
        right -= width + SPACE[1]
        strong = theme.font("strong")
        top = rect.top() + SPACE[1]
        half = PORTRAIT // 2
        name_ink = "text" if person.active else "muted"
        for words, face, tone, y in (
            (person.name, strong, name_ink, top),
            (person.title, font, "muted", top + half),
        ):
            painter.setFont(face)
            painter.setPen(theme.token(tone))
            shown = QFontMetrics(face).elidedText(
                words, Qt.TextElideMode.ElideRight, max(0, right - left)
            )
            painter.drawText(
                QRect(left, y, right - left, half), Qt.AlignmentFlag.AlignVCenter, shown
            )
        painter.restore()

    def _note(self, person: Person, load: Workload) -> tuple[str, str]:
        if not person.active:
            return _("Left"), "faint"
        if load.late:
            return ngettext("{n} late", "{n} late", load.late).format(n=load.late), "danger"
        if load.open:
            return ngettext("{n} open", "{n} open", load.open).format(n=load.open), "muted"
        return "", "faint"

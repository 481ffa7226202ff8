"""Paints a teaser of the Recent Posts box as it stands on a page: title, excerpt, age, picture."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from newsroom.i18n import _
from newsroom.news.crop import crop
from newsroom.text.direction import of_language
from newsroom.ui.delegates.ground import ground_of
from newsroom.ui.icons import Icons
from newsroom.ui.models.teasers import ENTRY, PICTURE, Entry
from newsroom.ui.theme import Theme
from newsroom.ui.tokens import RADIUS, SPACE

SIDE = SPACE[3]
ABOVE = SPACE[2]
PICTURE_SIZE = QSize(64, 48)
PIN = 16

_MOST_LINES = 4  # of a title or an excerpt; a page's column holds no more of 110 characters


@dataclass(frozen=True, slots=True)
class _Lines:
    """A text broken into lines, its height in pixels."""

    layout: QTextLayout
    height: int


class TeaserRow(QStyledItemDelegate):
    """One teaser; its height follows the width of its view."""

    def __init__(self, theme: Theme, icons: Icons, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._icons = icons
        self._view = view
        self._heights: dict[tuple[Entry, int], int] = {}
        self.look_again()

    def look_again(self) -> None:
        """Fonts and colours are others now."""
        self._heights.clear()
        title = self._theme.font("story")
        title.setPixelSize(max(15, round(title.pixelSize() * 0.88)))
        title.setWeight(QFont.Weight.Bold)
        self._title = title
        self._excerpt = self._theme.font("ui")
        self._caption = self._theme.font("caption")

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """As high as its lines are at the width of the view."""
        entry: Entry | None = index.data(ENTRY)
        width = self._view.viewport().width()
        if entry is None:
            return QSize(width, 0)
        key = (entry, width)
        if key not in self._heights:
            if len(self._heights) > 200:  # widths that a splitter passed through
                self._heights.clear()
            self._heights[key] = self._height(entry, width)
        return QSize(width, self._heights[key])

    def _height(self, entry: Entry, width: int) -> int:
        caption = QFontMetrics(self._caption).height()
        room = self._room(entry, width)
        title = self._lines(self._headline(entry), self._title, room, entry)
        excerpt = self._lines(entry.teaser.excerpt, self._excerpt, room, entry)
        words = title.height + SPACE[0] + (excerpt.height + SPACE[0] if excerpt.height else 0)
        inside = words + caption
        if entry.teaser.picture:
            inside = max(inside, PICTURE_SIZE.height())
        return ABOVE + (caption + SPACE[1] if entry.own else 0) + inside + ABOVE + 1

    def _headline(self, entry: Entry) -> str:
        return entry.teaser.headline or _("Untitled story")

    def _room(self, entry: Entry, width: int) -> int:
        beside = PICTURE_SIZE.width() + SPACE[2] if entry.teaser.picture else 0
        return max(60, width - 2 * SIDE - beside)

    def _lines(self, text: str, font: QFont, width: int, entry: Entry) -> _Lines:
        layout = QTextLayout(text, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        rtl = of_language(entry.teaser.language) == "rtl"
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        )
        option.setAlignment(Qt.AlignmentFlag.AlignLeft)  # leading: Qt turns it round for RTL
        layout.setTextOption(option)
        height = 0.0
        layout.beginLayout()
        while text and layout.lineCount() < _MOST_LINES:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, height))
            height += line.height()
        layout.endLayout()
        return _Lines(layout, round(height))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the teaser."""
        entry: Entry | None = index.data(ENTRY)
        if entry is None:
            return
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self._ground(painter, rect, state)
        self._words(painter, rect.adjusted(SIDE, ABOVE, -SIDE, -ABOVE), entry, index.data(PICTURE))
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
        flag = QStyle.StateFlag
        inside = QRectF(rect.adjusted(SPACE[0], 1, -SPACE[0], -2))
        name = ground_of(state)
        if name:
            path = QPainterPath()
            path.addRoundedRect(inside, RADIUS, RADIUS)
            painter.fillPath(path, self._theme.token(name))
        else:
            painter.setPen(self._theme.token("hairline"))
            y = rect.bottom()
            painter.drawLine(QPoint(rect.left() + SIDE, y), QPoint(rect.right() - SIDE, y))
        if state & flag.State_HasFocus and state & flag.State_KeyboardFocusChange:
            painter.setPen(QPen(self._theme.token("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(inside.adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def _words(self, painter: QPainter, inside: QRect, entry: Entry, image: QImage | None) -> None:
        rtl = of_language(entry.teaser.language) == "rtl"
        leading = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
        room = self._room(entry, inside.width() + 2 * SIDE)
        left, y = inside.left(), inside.top()
        caption = QFontMetrics(self._caption).height()
        if entry.own:
            painter.setFont(self._caption)
            painter.setPen(self._theme.token("accent"))
            said = QRect(left, y, inside.width(), caption)
            painter.drawText(said, Qt.AlignmentFlag.AlignLeft, _("This story, in other boxes"))
            y += caption + SPACE[1]
        if entry.teaser.picture:
            corner = QPoint(left if rtl else inside.right() + 1 - PICTURE_SIZE.width(), y)
            self._picture(painter, QRect(corner, PICTURE_SIZE), image, entry.teaser.focus)
            if rtl:
                left += PICTURE_SIZE.width() + SPACE[2]
        painter.setPen(self._theme.token("text" if entry.teaser.headline else "faint"))
        title = self._lines(self._headline(entry), self._title, room, entry)
        title.layout.draw(painter, QPointF(left, y))
        y += title.height + SPACE[0]
        if entry.teaser.excerpt:
            painter.setPen(self._theme.token("muted"))
            excerpt = self._lines(entry.teaser.excerpt, self._excerpt, room, entry)
            excerpt.layout.draw(painter, QPointF(left, y))
            y += excerpt.height + SPACE[0]
        painter.setFont(self._caption)
        painter.setPen(self._theme.token("faint"))
        box = QRect(left, y, room, caption)
        if entry.teaser.pinned:
            pin = QRect(0, 0, PIN, PIN)
            pin.moveCenter(box.center())
            pin.moveLeft(box.right() - PIN if rtl else left)
            self._icons.icon("pin", "faint").paint(painter, pin)
            beside = PIN + SPACE[0]
            box.adjust(0 if rtl else beside, 0, -beside if rtl else 0, 0)
        painter.drawText(box, leading | Qt.AlignmentFlag.AlignVCenter, entry.teaser.age)

    def _picture(
        self, painter: QPainter, place: QRect, image: QImage | None, focus: tuple[int, int]
    ) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), SPACE[0], SPACE[0])
        painter.fillPath(path, self._theme.token("sunken"))
        if image is None:
            return
        # What is around the picture's point, in the frame's own proportions, as on the page.
        x, y = focus
        shape = place.width() / place.height()
        cut = QRectF(*crop(image.width(), image.height(), shape, x / 1000, y / 1000))
        painter.save()
        painter.setClipPath(path)
        painter.drawImage(QRectF(place), image, cut)
        painter.restore()

"""Pictures in the text: the picture where we hold it, else a neat card with its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPen,
    QPyTextObject,
    QTextBlock,
    QTextDocument,
    QTextFormat,
)

from newsroom.i18n import _
from newsroom.ui.editor.formats import OBJECT, TIGHT, marks_of
from newsroom.ui.editor.looks import Inks

if TYPE_CHECKING:
    from newsroom.news.media import PictureFacts

Fetch = Callable[[str, Callable[[QImage], object]], object]
"""Gets a picture of the media folder by its hash and hands it over later (empty if missing)."""

Know = Callable[[str, "Callable[[PictureFacts], object]"], object]
"""Gets what the library says of a picture by its hash and hands it over later."""

_HELD: Final = re.compile(r"media[:/]([0-9a-f]{64})(?:\.[a-z]{3,4})?")
"""How the text names a picture of the media folder; the export reads the same."""
_MOST_KEPT: Final = 24  # decoded pictures kept for one story
_HIGHEST: Final = 420  # pixels that a picture may take in the column
_CARD: Final = QSizeF(320, 76)
_RADIUS: Final = 6
STRIP: Final = 44
"""Pixels below a picture that is alone, for what is said of it."""
_SMALL: Final = 0.78  # of the text's size: captions
_DOT: Final = 8
_ALONE: Final = len(OBJECT) + 1  # with the block's end


_SUFFIXES: Final = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
}


def held_address(sha256: str, mime: str = "") -> str:
    """How the text names a picture of the media folder: as a file that lies beside it."""
    return f"media/{sha256}{_SUFFIXES.get(mime, '')}"


def is_alone(block: QTextBlock) -> bool:
    """Whether a picture, or what stands for one, is all that a block holds."""
    return block.length() == _ALONE and block.text() == OBJECT


def _alone(doc: QTextDocument, pos: int) -> bool:
    """Whether the picture is all of its paragraph, and so a figure on the page."""
    block = doc.findBlock(pos)
    return is_alone(block) and not block.blockFormat().hasProperty(TIGHT)


class Pictures(QObject):
    """The story's pictures, fetched once. What is not in our media folder is never fetched."""

    arrived = Signal()
    """A picture came: the text wants to be laid out again."""

    def __init__(self, fetch: Fetch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._kept: dict[str, QImage | None] = {}
        self._known: dict[str, PictureFacts] = {}
        self.know: Know | None = None

    def forget(self) -> None:
        """Another story comes: its pictures are others."""
        self._kept.clear()
        self._known.clear()

    def look_again(self) -> None:
        """The library may say something else of pictures now."""
        for sha256 in list(self._kept):
            self._ask(sha256)

    def credit(self, src: str, said: str) -> str:
        """The credit that a picture is shown with where the text says this one."""
        found = _HELD.fullmatch(src)
        facts = self._known.get(found[1]) if found else None
        return facts.credit_of(said) if facts else said

    def _ask(self, sha256: str) -> None:
        if self.know is not None:
            self.know(sha256, lambda facts: self.tell(sha256, facts))

    def tell(self, sha256: str, facts: PictureFacts) -> None:
        """What the library says of a picture."""
        before = self._known.get(sha256)
        self._known[sha256] = facts
        if before is not None and before.turn != facts.turn:
            self._kept.pop(sha256, None)  # it is fetched when it is painted
        if before is None and not facts.former.credits:
            return
        self.arrived.emit()

    def get(self, src: str) -> QImage | None:
        """The picture at ``src``, None where there is none to show, or none yet."""
        found = _HELD.fullmatch(src)
        if found is None:
            return None
        if found[1] not in self._kept:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[found[1]] = None
            self._fetch(found[1], lambda image: self._came(found[1], image))
            self._ask(found[1])
        return self._kept.get(found[1])

    def _came(self, sha256: str, image: QImage) -> None:
        if not image.isNull():
            self._kept[sha256] = image
            self.arrived.emit()


class ImageObject(QPyTextObject):
    """Draws a picture, or its card, where the text holds one."""

    def __init__(self, pictures: Pictures, colours: Inks, parent: QObject) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self.colours = colours

    def intrinsicSize(self, doc: QTextDocument, pos: int, fmt: QTextFormat) -> QSizeF:
        """The room that the picture takes (asked by Qt)."""
        room = max(40.0, doc.textWidth() - 2 * doc.documentMargin())
        found = self._image(fmt)
        alone = _alone(doc, pos)
        if found is None:
            size = QSizeF(min(_CARD.width(), room), _CARD.height())
        else:
            size = QSizeF(found.size()) / found.devicePixelRatio()
        if size.width() > room or size.height() > _HIGHEST:
            size = size.scaled(QSizeF(room, _HIGHEST), Qt.AspectRatioMode.KeepAspectRatio)
        # What stands below a picture that is alone takes the whole width.
        return QSizeF(room, size.height() + STRIP) if alone else size

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        pos: int,
        fmt: QTextFormat,
    ) -> None:
        """Draw it (asked by Qt)."""
        rect = QRectF(rect)
        found = self._image(fmt)
        painter.save()
        if _alone(doc, pos):
            strip = QRectF(rect.left(), rect.bottom() - STRIP, rect.width(), STRIP)
            self._strip(painter, strip, doc, fmt)
            rect.setHeight(rect.height() - STRIP)
            size = _CARD if found is None else QSizeF(found.size())
            rect.setWidth(min(rect.width(), size.width() * rect.height() / size.height()))
            if doc.findBlock(pos).textDirection() == Qt.LayoutDirection.RightToLeft:
                rect.moveRight(strip.right())
        if found is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, found)
        else:
            self._card(painter, rect, doc, fmt)
        painter.restore()

    def _image(self, fmt: QTextFormat) -> QImage | None:
        image = marks_of(fmt.toCharFormat()).image
        return None if image is None else self._pictures.get(image.src or "")

    def _strip(
        self, painter: QPainter, strip: QRectF, doc: QTextDocument, fmt: QTextFormat
    ) -> None:
        """Caption and credit as readers see them; a dot while credit or description is missing."""
        image = marks_of(fmt.toCharFormat()).image
        if image is None:
            return
        font = QFont(doc.defaultFont())
        size = font.pixelSize() if font.pixelSize() > 0 else font.pointSize()
        small = max(9, round(size * _SMALL))
        font.setPixelSize(small) if font.pixelSize() > 0 else font.setPointSize(small)
        painter.setFont(font)
        words = strip.adjusted(0, 6, 0, -6)
        credit = self._pictures.credit(image.src or "", image.credit).strip()
        if not credit or not image.alt.strip():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colours.fault)
            painter.drawEllipse(QRectF(words.left() + 1, words.center().y() - _DOT / 2, _DOT, _DOT))
            words.setLeft(words.left() + _DOT + 8)
        metrics = QFontMetricsF(font)
        wide = metrics.horizontalAdvance(credit)
        caption = image.title or ""
        if not caption and not credit:
            caption = _("Caption, credit and description are asked here: Tab")
        painter.setPen(self.colours.text if image.title else self.colours.muted)
        room = max(40.0, words.width() - wide - 16)
        shown = metrics.elidedText(caption, Qt.TextElideMode.ElideRight, room)
        way = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, way | Qt.AlignmentFlag.AlignLeft, shown)
        painter.setPen(self.colours.muted)
        painter.drawText(words, way | Qt.AlignmentFlag.AlignRight, credit)

    def _card(self, painter: QPainter, rect: QRectF, doc: QTextDocument, fmt: QTextFormat) -> None:
        image = marks_of(fmt.toCharFormat()).image
        alt, src = (image.alt or "", image.src or "") if image is not None else ("", "")
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.colours.hairline, 1))
        painter.setBrush(self.colours.card)
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        inner = rect.adjusted(14, 10, -14, -10)
        font = QFont(doc.defaultFont())
        size = font.pixelSize() if font.pixelSize() > 0 else font.pointSize()
        small = max(9, round(size * 0.72))
        for text, colour, align in (
            (
                alt or _("Picture without a description"),
                self.colours.text,
                Qt.AlignmentFlag.AlignTop,
            ),
            (src, self.colours.muted, Qt.AlignmentFlag.AlignBottom),
        ):
            font.setPixelSize(small) if font.pixelSize() > 0 else font.setPointSize(small)
            painter.setFont(font)
            painter.setPen(colour)
            fitted = QFontMetricsF(font).elidedText(
                text, Qt.TextElideMode.ElideMiddle, inner.width()
            )
            painter.drawText(inner, align | Qt.AlignmentFlag.AlignLeft, fitted)
            small = max(8, small - 2)

"""Pictures inside the text: the picture itself where we hold it, else a neat card with its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QImageReader,
    QPainter,
    QPen,
    QPyTextObject,
    QTextDocument,
    QTextFormat,
)

from newsroom.i18n import _
from newsroom.ui.editor.formats import marks_of
from newsroom.ui.editor.looks import Inks

Finder = Callable[[str], "Path | None"]
"""Gives the file of a picture's address, None where it is not ours (never fetched from afar)."""

_MOST_PIXELS: Final = 100_000_000  # as the store: beyond, a picture is not decoded
_MOST_SIDE: Final = 1600  # pixels that a picture is decoded to
_MOST_KEPT: Final = 24  # decoded pictures kept for one story
_HIGHEST: Final = 420  # pixels that a picture may take in the column
_CARD: Final = QSizeF(320, 76)
_RADIUS: Final = 6


class Pictures:
    """Decodes pictures once, to the size that a column can use."""

    def __init__(self, find: Finder) -> None:
        self._find = find
        self._kept: dict[str, QImage | None] = {}

    def get(self, src: str) -> QImage | None:
        """The picture at ``src``, None where there is none to show."""
        if src in self._kept:
            return self._kept[src]
        if len(self._kept) >= _MOST_KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[src] = self._load(src)
        return self._kept[src]

    def forget(self) -> None:
        """Look at every file anew."""
        self._kept.clear()

    def _load(self, src: str) -> QImage | None:
        path = self._find(src)
        if path is None:
            return None
        reader = QImageReader(str(path))
        reader.setDecideFormatFromContent(True)
        reader.setAutoTransform(True)
        size = reader.size()
        if not size.isValid() or size.width() * size.height() > _MOST_PIXELS:
            return None
        if max(size.width(), size.height()) > _MOST_SIDE:
            reader.setScaledSize(
                size.scaled(QSize(_MOST_SIDE, _MOST_SIDE), Qt.AspectRatioMode.KeepAspectRatio)
            )
        image = reader.read()
        return None if image.isNull() else image


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
        if found is None:
            return QSizeF(min(_CARD.width(), room), _CARD.height())
        size = QSizeF(found.size()) / found.devicePixelRatio()
        if size.width() > room or size.height() > _HIGHEST:
            size = size.scaled(QSizeF(room, _HIGHEST), Qt.AspectRatioMode.KeepAspectRatio)
        return size

    def drawObject(
        self, painter: QPainter, rect: QRectF, doc: QTextDocument, pos: int, fmt: QTextFormat
    ) -> None:
        """Draw it (asked by Qt)."""
        found = self._image(fmt)
        painter.save()
        if found is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, found)
        else:
            self._card(painter, rect, doc, fmt)
        painter.restore()

    def _image(self, fmt: QTextFormat) -> QImage | None:
        image = marks_of(fmt.toCharFormat()).image
        return None if image is None else self._pictures.get(image.src or "")

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

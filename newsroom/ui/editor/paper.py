"""Paints what stands around the words, all from the blocks: marks, quote bars, cards, rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen, QTextBlock, QTextDocument

from newsroom.i18n import _
from newsroom.text.document import BlockKind, Container
from newsroom.ui.editor.formats import (
    INFO,
    STACK,
    STEP,
    VERBATIM,
    item_of,
    kind_of,
    stack_of,
    task_of,
)
from newsroom.ui.editor.looks import Inks
from newsroom.ui.editor.nesting import above, below, goes_on, stack_at

_RADIUS: Final = 6
_BAR: Final = 3  # pixels of a quote's bar
_CARD_AIR: Final = 10  # pixels that a card reaches over its text, above and below
_BULLETS: Final = ("•", "◦", "▪")  # by depth
_CAPTION: Final = 0.62  # of the text's size: the small word in a card's corner
_BOX: Final = 0.72  # of the text's ascent: a task's box
_GAP: Final = 9  # pixels between a list mark and its text
_PERSIAN_DIGITS: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")


class Ordinals:
    """The numbers of numbered items, counted once for each shape that the document takes."""

    def __init__(self) -> None:
        self._shape = -1
        self._known: dict[tuple[int, int], int] = {}

    def of(self, block: QTextBlock, container: Container, depth: int, *, shape: int) -> int:
        """The number that stands before ``block``, which begins an item of ``container``."""
        if shape != self._shape:
            self._shape, self._known = shape, {}
        number = block.blockNumber()
        passed: list[int] = []  # numbers of this list's items between here and a known one
        at, count = block, None
        while at.isValid():
            count = self._known.get((at.blockNumber(), depth))
            if count is not None:
                break
            fmt = at.blockFormat()
            if item_of(fmt) == depth:
                passed.append(at.blockNumber())
            upper = above(at)
            if not goes_on(upper, at, depth):
                break
            at = upper
        if count is None:
            top = stack_at(at)
            count = (top[depth].start if len(top) > depth else container.start) - 1
        for known in reversed(passed):
            count += 1
            self._known[known, depth] = count
        return self._known.get((number, depth), container.start)


class Paper:
    """Draws beneath the text of one document."""

    def __init__(self, document: QTextDocument, colours: Inks) -> None:
        self._document = document
        self._ordinals = Ordinals()
        self.number_of = self._ordinals.of
        self.colours = colours

    def boxes(self, first: QTextBlock, *, until: float) -> Iterator[tuple[QTextBlock, QRectF]]:
        """Blocks from ``first`` whose box begins above ``until``, each with its box, in pixels."""
        layout = self._document.documentLayout()
        block = first
        while block.isValid():
            box = layout.blockBoundingRect(block)
            if box.top() > until:
                return
            yield block, box
            block = block.next()

    def paint(
        self, painter: QPainter, first: QTextBlock, *, until: float, width: float, shape: int
    ) -> None:
        """Draw around the blocks from ``first`` down to ``until``; the painter is at the text's
        origin and ``width`` the text's."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block, box in self.boxes(first, until=until):
            fmt = block.blockFormat()
            kind = kind_of(fmt)
            stack = stack_of(fmt.property(STACK))
            rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
            if stack:
                self._quotes(painter, block, box, stack, rtl=rtl, width=width)
                depth = item_of(fmt)
                if depth is not None and depth < len(stack):
                    self._mark(painter, block, box, stack, depth, rtl=rtl, width=width, shape=shape)
            if kind in VERBATIM:
                self._card(painter, block, box, width, str(fmt.property(INFO) or ""), kind)
            elif kind == BlockKind.RULE:
                self._rule(painter, box, width)

    def _pen(self, painter: QPainter, *, muted: bool = False) -> None:
        painter.setPen(self.colours.muted if muted else self.colours.text)

    def _margin(self) -> float:
        return self._document.documentMargin()

    def _quotes(
        self,
        painter: QPainter,
        block: QTextBlock,
        box: QRectF,
        stack: tuple[Container, ...],
        *,
        rtl: bool,
        width: float,
    ) -> None:
        after = below(block)
        for depth, container in enumerate(stack):
            if container.kind != "quote":
                continue
            bottom = box.bottom()
            if goes_on(block, after, depth):
                # One bar runs through the gap to the quote's next paragraph.
                bottom = self._document.documentLayout().blockBoundingRect(after).top() + 1
            left = self._margin() + STEP * depth + 6
            if rtl:
                left = width - left - _BAR
            painter.fillRect(
                QRectF(left, box.top(), _BAR, bottom - box.top()), self.colours.hairline
            )

    def _mark(
        self,
        painter: QPainter,
        block: QTextBlock,
        box: QRectF,
        stack: tuple[Container, ...],
        depth: int,
        *,
        rtl: bool,
        width: float,
        shape: int,
    ) -> None:
        line = block.layout().lineAt(0)
        if not line.isValid():
            return
        base = box.top() + line.y() + line.ascent()
        text_edge = self._margin() + STEP * len(stack)
        task = task_of(block.blockFormat())
        if task is not None:
            self._box(painter, self.box_rect(block, box, width=width), ticked=task)
            return
        container = stack[depth]
        if container.kind == "ol":
            number = self._ordinals.of(block, container, depth, shape=shape)
            label = f"{number}."
            if rtl:
                label = label.translate(_PERSIAN_DIGITS)
        else:
            bullets = sum(1 for c in stack[:depth] if c.kind == "ul")
            label = _BULLETS[min(bullets, len(_BULLETS) - 1)]
        font = self._document.defaultFont()
        painter.setFont(font)
        self._pen(painter, muted=True)
        wide = QFontMetricsF(font).horizontalAdvance(label)
        left = width - text_edge + _GAP if rtl else text_edge - _GAP - wide
        painter.drawText(QPointF(left, base), label)

    def box_rect(self, block: QTextBlock, box: QRectF, *, width: float) -> QRectF:
        """Where the box of a task is drawn."""
        line = block.layout().lineAt(0)
        side = round(line.ascent() * _BOX) if line.isValid() else 12
        top = box.top() + (line.y() + line.ascent() - side if line.isValid() else 0)
        stack = stack_of(block.blockFormat().property(STACK))
        edge = self._margin() + STEP * len(stack)
        rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
        left = width - edge + _GAP if rtl else edge - _GAP - side
        return QRectF(round(left) + 0.5, round(top) + 0.5, side, side)

    def _box(self, painter: QPainter, rect: QRectF, *, ticked: bool) -> None:
        colours = self.colours
        painter.setPen(QPen(colours.accent if ticked else colours.muted, 1.2))
        painter.setBrush(colours.accent if ticked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 3, 3)
        if ticked:
            painter.setPen(QPen(colours.paper, 1.8))
            w, h = rect.width(), rect.height()
            painter.drawPolyline(
                [
                    rect.topLeft() + QPointF(w * 0.22, h * 0.52),
                    rect.topLeft() + QPointF(w * 0.42, h * 0.72),
                    rect.topLeft() + QPointF(w * 0.78, h * 0.28),
                ]
            )
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _card(
        self, painter: QPainter, block: QTextBlock, box: QRectF, width: float, info: str, kind: str
    ) -> None:
        stack = stack_of(block.blockFormat().property(STACK))
        left = self._margin() + STEP * len(stack)
        card = QRectF(left, box.top() - _CARD_AIR, width - left - self._margin(), 0)
        # The line height has left air below the last line already.
        card.setBottom(box.bottom() + _CARD_AIR * 0.8)
        source = kind == BlockKind.SOURCE
        painter.setPen(
            QPen(self.colours.hairline, 1, Qt.PenStyle.DashLine) if source else Qt.PenStyle.NoPen
        )
        painter.setBrush(Qt.BrushStyle.NoBrush if source else self.colours.card)
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        label = _("Source") if source else info.split(" ")[0][:24]
        if label:
            font = QFont(self._document.defaultFont())
            font.setPointSizeF(font.pointSizeF() * _CAPTION) if font.pointSizeF() > 0 else (
                font.setPixelSize(max(8, round(font.pixelSize() * _CAPTION)))
            )
            painter.setFont(font)
            self._pen(painter, muted=True)
            painter.drawText(
                card.adjusted(8, 3, -8, -3),
                Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight,
                label,
            )

    def _rule(self, painter: QPainter, box: QRectF, width: float) -> None:
        middle = round(box.center().y()) + 0.5
        painter.setPen(QPen(self.colours.hairline, 1))
        third = width / 3
        painter.drawLine(QPointF(third, middle), QPointF(width - third, middle))

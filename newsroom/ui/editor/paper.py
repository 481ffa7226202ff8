"""Paints what stands around the words, all from the blocks: marks, quote bars, cards, rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QTextBlock,
    QTextDocument,
    QTextTable,
)

from newsroom.text.blocks import ASIDES
from newsroom.text.dialect import embed_host
from newsroom.text.document import BlockKind, Container
from newsroom.ui.editor.cards import label_of
from newsroom.ui.editor.formats import (
    FILLER,
    INFO,
    KIND,
    LINK,
    STACK,
    STEP,
    TABLE_AIR,
    VERBATIM,
    head_room,
    item_of,
    kind_of,
    stack_of,
    task_of,
)
from newsroom.ui.editor.looks import Inks
from newsroom.ui.editor.marks import embed_at
from newsroom.ui.editor.mirrored import is_mirrored
from newsroom.ui.editor.nesting import CELLS, above, below, goes_on, item_at, stack_at, table_of
from newsroom.ui.editor.positions import outward
from newsroom.ui.editor.ruled import lines_of, top_of

# A table's lines reach into the space of the empty block beside it.
_DRAWN: Final = frozenset({*VERBATIM, BlockKind.RULE, FILLER, *CELLS})
_RADIUS: Final = 6
_BAR: Final = 3  # pixels of a quote's bar
_CARD_AIR: Final = 10  # pixels that a card reaches under its text, and over it with
_LABEL_AIR: Final = 2  # so much more: the word in its corner must not touch the first line
_ASIDE_AIR: Final = 10  # pixels that a box or pull quote reaches over its text
_PULL_BAR: Final = 4
_LOOK: Final = 200  # characters of a card that tell what it is
_BULLETS: Final = ("•", "◦", "▪")  # by depth
_CAPTION: Final = 0.62  # of the text's size: the small word in a card's corner
_MOST_CAPTION: Final = 14  # pixels: in larger letters it would reach into the first line
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
            if item_at(at) == depth:
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
        layout = self._document.documentLayout()
        ruled = -1  # the end of the last table whose lines are drawn
        for block, box in self.boxes(first, until=until):
            fmt = block.blockFormat()
            kind = kind_of(fmt)
            if kind in CELLS:
                if block.position() > ruled and (table := table_of(block)) is not None:
                    ruled = table.lastPosition()
                    if block.isVisible():  # not folded away
                        lines = lines_of(layout, table, block, until=until)
                        self._around(painter, table, lines.rows[-1], width=width, shape=shape)
                        lines.draw(painter, self.colours.bar)
                continue
            stack = stack_of(fmt.property(STACK))
            rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
            if stack:
                if stack[0].kind in ASIDES:
                    self._aside(painter, block, box, stack[0], rtl=rtl, width=width)
                self._quotes(painter, block, box, stack, rtl=rtl, width=width)
                depth = item_of(fmt)
                if depth is not None and depth < len(stack):
                    self._mark(painter, block, box, stack, depth, rtl=rtl, width=width, shape=shape)
            if kind in VERBATIM:
                self._card(painter, block, box, width, str(fmt.property(INFO) or ""), kind)
            elif kind == BlockKind.RULE:
                self._rule(painter, box, width)
            elif address := embed_at(block):
                self._embed(painter, box, len(stack), address, width)

    def _around(
        self, painter: QPainter, table: QTextTable, bottom: float, *, width: float, shape: int
    ) -> None:
        """What goes on behind and beside a table, down to ``bottom``; and its mark as an item."""
        fmt = table.format()
        stack = stack_of(fmt.property(STACK))
        if not stack:
            return
        layout = self._document.documentLayout()
        first = self._document.findBlock(table.firstPosition())
        box = QRectF(0, top_of(layout, table), width, 0)
        box.setBottom(bottom)
        rtl = is_mirrored(table)
        if stack[0].kind in ASIDES:
            ground = box.adjusted(0, -TABLE_AIR, 0, TABLE_AIR)
            self._aside(painter, first, ground, stack[0], rtl=rtl, width=width)
        self._quotes(painter, first, box, stack, rtl=rtl, width=width)
        depth = item_of(fmt)
        if depth is not None and depth < len(stack):
            words = layout.blockBoundingRect(first)
            self._mark(painter, first, words, stack, depth, rtl=rtl, width=width, shape=shape)

    def is_bare(self, block: QTextBlock) -> bool:
        """Whether nothing is drawn around a block, nor will be by a letter more or less."""
        fmt = block.blockFormat()
        if fmt.hasProperty(STACK) or fmt.property(KIND) in _DRAWN:
            return False
        ranges = block.textFormats()
        return len(ranges) != 1 or not ranges[0].format.hasProperty(LINK)  # none that may be a card

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
            painter.fillRect(QRectF(left, box.top(), _BAR, bottom - box.top()), self.colours.bar)

    def _aside(
        self,
        painter: QPainter,
        block: QTextBlock,
        box: QRectF,
        container: Container,
        *,
        rtl: bool,
        width: float,
    ) -> None:
        """The ground of a box, or the bar and hairlines of a pull quote, behind one block."""
        layout = self._document.documentLayout()
        first, after = not goes_on(above(block), block, 0), below(block)
        last = not goes_on(block, after, 0)
        # The line height leaves air below a block's last line already.
        top = box.top() - (self._head(container) if first else 1)
        bottom = box.bottom() + _ASIDE_AIR * 0.6 if last else layout.blockBoundingRect(after).top()
        ground = QRectF(self._margin(), top, width - 2 * self._margin(), bottom - top)
        if container.kind == "pull":
            bar = QRectF(0, top, _PULL_BAR, bottom - top)
            bar.moveLeft(ground.right() - _PULL_BAR if rtl else ground.left())
            painter.fillRect(bar, self.colours.accent)
            if first:
                painter.fillRect(QRectF(ground.left(), top, ground.width(), 1), self.colours.accent)
            if last:
                line = QRectF(ground.left(), bottom - 1, ground.width(), 1)
                painter.fillRect(line, self.colours.accent)
            return
        painter.fillRect(ground, self.colours.card)
        painter.fillRect(QRectF(ground.left(), top, ground.width(), _BAR if first else 0),
                         self.colours.muted)  # fmt: skip
        if first and container.title:
            font = QFont(self._document.defaultFont())
            font.setBold(True)
            painter.setFont(font)
            self._pen(painter)
            words = ground.adjusted(STEP, _BAR + 4, -STEP, 0)
            words.setHeight(self._head(container) - _BAR)
            way = Qt.AlignmentFlag.AlignRight if rtl else Qt.AlignmentFlag.AlignLeft
            shown = QFontMetricsF(font).elidedText(
                container.title, Qt.TextElideMode.ElideRight, words.width()
            )
            painter.drawText(words, way | Qt.AlignmentFlag.AlignVCenter, shown)

    def _head(self, container: Container) -> float:
        """Pixels that a box reaches over its first line: its title's, if it has one."""
        if not container.title:
            return _ASIDE_AIR
        font = self._document.defaultFont()
        return head_room(font.pixelSize() if font.pixelSize() > 0 else font.pointSizeF())

    def _embed(
        self, painter: QPainter, box: QRectF, depth: int, address: str, width: float
    ) -> None:
        """The card of a page, video or post that the story embeds."""
        left = self._margin() + STEP * depth
        card = QRectF(left, box.top() - _ASIDE_AIR, width - left - self._margin(), 0)
        card.setBottom(box.bottom() + _ASIDE_AIR * 0.6)
        painter.setPen(QPen(self.colours.hairline, 1))
        painter.setBrush(self.colours.card)
        painter.drawRoundedRect(card.adjusted(-7.5, 0.5, 7.5, -0.5), _RADIUS, _RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._label(painter, card, embed_host(address))

    def _label(self, painter: QPainter, card: QRectF, label: str, *, rtl: bool = False) -> None:
        """The small word in a card's upper corner, behind its words."""
        font = QFont(self._document.defaultFont())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * _CAPTION)
        else:
            font.setPixelSize(min(_MOST_CAPTION, max(8, round(font.pixelSize() * _CAPTION))))
        painter.setFont(font)
        self._pen(painter, muted=True)
        side = Qt.AlignmentFlag.AlignLeft if rtl else Qt.AlignmentFlag.AlignRight
        corner = Qt.AlignmentFlag.AlignTop | side
        painter.drawText(card.adjusted(8, 0, -8, -3), corner, label)

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
                label = f"\u200f{label.translate(_PERSIAN_DIGITS)}\u200f"
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
        card = QRectF(left, box.top() - _CARD_AIR - _LABEL_AIR, width - left - self._margin(), 0)
        # The line height has left air below the last line already.
        card.setBottom(box.bottom() + _CARD_AIR * 0.8)
        source = kind == BlockKind.SOURCE
        painter.setPen(
            QPen(self.colours.bar, 1, Qt.PenStyle.DashLine) if source else Qt.PenStyle.NoPen
        )
        painter.setBrush(Qt.BrushStyle.NoBrush if source else self.colours.card)
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        label = label_of(outward(block.text()[:_LOOK])) if source else info.split(" ")[0][:24]
        if label:
            rtl = block.textDirection() == Qt.LayoutDirection.RightToLeft
            self._label(painter, card, label, rtl=rtl)

    def _rule(self, painter: QPainter, box: QRectF, width: float) -> None:
        middle = round(box.center().y()) + 0.5
        painter.setPen(QPen(self.colours.hairline, 1))
        third = width / 3
        painter.drawLine(QPointF(third, middle), QPointF(width - third, middle))

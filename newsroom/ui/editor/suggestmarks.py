"""Suggested changes over one text: what was added underlined, what was cut struck through, in their
person's ink. Nothing of it is in the document.

Words that are not in the text (ghosts) are painted into room that a highlighter makes for them: a
letter's spacing. Marks are cursors, so that they move with every edit at no cost to a key.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple, Protocol, cast

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QTextEdit

from newsroom.text.signs import Sign
from newsroom.ui.editor.overpaint import layered
from newsroom.ui.editor.suggestspots import (
    BESIDE,
    face,
    initials,
    letter,
    lines,
    reads_back,
    roofed,
    upper,
)
from newsroom.ui.review.colours import tint_of

_PAD: Final = 3.0  # pixels on either side of a ghost
_MOST: Final = 0.45  # of the text's width: longer ghosts show their first and last words
_LINE: Final = 1.6  # pixels of an underline or strike
_BAR: Final = 3.0  # pixels of the bar beside a changed block
_KEEP: Final = QTextCursor.MoveMode.KeepAnchor
_CHOSEN: Final = 70  # of 255: behind the change that is looked at
_SPACING: Final = int(QTextFormat.Property.FontLetterSpacing.value)
_SPACING_TYPE: Final = int(QTextFormat.Property.FontLetterSpacingType.value)
_SPLIT: Final = "\u00b6"
_BLANK: Final = "\u2423"  # a space that can be seen


class Owner(NamedTuple):
    """Whose changes they are: how they are signed and inked."""

    initials: str
    ink: QColor
    name: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of the document (``start`` to ``end``), a ghost at ``start``, or (``whole``) the
    block there. ``where`` names the change for whoever asks."""

    start: int
    end: int
    sign: Sign
    owner: Owner
    where: Any
    ghost: str = ""
    whole: bool = False


@dataclass(slots=True, eq=False)
class _Live:
    """A mark in the document, moving with it."""

    mark: Mark
    cursor: QTextCursor
    shown: str = ""  # a ghost's words as they are painted
    wide: float = 0.0  # pixels


class Spacer(Protocol):
    """A highlighter that asks who else wants something of its block."""

    ghosts: Callable[[QSyntaxHighlighter], object] | None

    def rehighlightBlock(self, block: QTextBlock, /) -> None:
        """Look at the block again."""


class OnlyGhosts(QSyntaxHighlighter):
    """For a text that nobody else colours."""

    ghosts: Callable[[QSyntaxHighlighter], object] | None = None

    def highlightBlock(self, text: str) -> None:
        """Make room in one block."""
        if text and self.ghosts is not None:
            self.ghosts(self)


class SuggestMarks(QObject):
    """The marks over one editor. ``spacer`` makes room for ghosts; without one they are told by a
    wedge alone."""

    def __init__(self, editor: QTextEdit, spacer: Spacer | None) -> None:
        super().__init__(editor)
        self._editor = editor
        self._document = editor.document()
        self._spacer = spacer
        self._live: list[_Live] = []  # by place
        self._ghosts: list[_Live] = []
        self.chosen: Any = None
        self.laid_out = 0
        """Blocks that were set anew for ghosts so far."""
        editor.overpaint = layered(editor.overpaint, self.paint)  # type: ignore[attr-defined]
        if spacer is not None:
            spacer.ghosts = self._make_room

    # What is marked.

    @property
    def any(self) -> bool:
        """Whether anything is marked."""
        return bool(self._live)

    def show(self, marks: Iterable[Mark]) -> None:
        """These marks and no others. Only blocks whose ghosts are others now are set anew."""
        before = self._by_block()
        self._live = [self._place(mark) for mark in sorted(marks, key=lambda m: (m.start, m.end))]
        self._ghosts = [live for live in self._live if live.mark.ghost]
        after = self._by_block()
        for number in sorted(before.keys() | after.keys()):
            if before.get(number) != after.get(number):
                self._set_anew(number)
        self._editor.viewport().update()

    def _place(self, mark: Mark) -> _Live:
        cursor = QTextCursor(self._document)
        last = max(0, self._document.characterCount() - 1)
        cursor.setPosition(min(mark.start, last))
        if not mark.ghost and not mark.whole:
            cursor.setPosition(min(mark.end, last), _KEEP)
        live = _Live(mark, cursor)
        if mark.ghost:
            self._measure(live)
        return live

    def _measure(self, live: _Live) -> None:
        """What of a ghost is painted, and how wide."""
        metrics = QFontMetricsF(self._font(live.cursor))
        text = " ".join(live.mark.ghost.split()) or _BLANK
        if live.mark.whole and text != _SPLIT:
            text = f"{_SPLIT} {text}"
        most = max(60.0, self._editor.viewport().width() * _MOST)
        if metrics.horizontalAdvance(text) > most:
            words = text.split(" ")
            last = words[-1][-12:]
            text = f"{metrics.elidedText(text, Qt.TextElideMode.ElideRight, most * 0.7)} {last}"
        live.shown = text
        live.wide = metrics.horizontalAdvance(text) + 2 * _PAD

    def _font(self, cursor: QTextCursor) -> QFont:
        return self._document.defaultFont() if cursor.atBlockStart() else face(cursor)

    def _by_block(self) -> dict[int, tuple[tuple[int, str], ...]]:
        found: dict[int, list[tuple[int, str]]] = {}
        for live in self._ghosts:
            spot = live.cursor.positionInBlock(), live.shown
            found.setdefault(live.cursor.blockNumber(), []).append(spot)
        return {number: tuple(spots) for number, spots in found.items()}

    def _set_anew(self, number: int) -> None:
        block = self._document.findBlockByNumber(number)
        if self._spacer is not None and block.isValid():
            self.laid_out += 1
            self._spacer.rehighlightBlock(block)

    def remeasure(self) -> None:
        """The font or the width of the page is another."""
        marks = [live.mark for live in self._live]
        self.show(())
        self.show(marks)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked, with the places where it stands now."""
        return tuple(
            replace(
                live.mark,
                start=live.cursor.selectionStart(),
                end=live.cursor.selectionEnd(),
            )
            for live in self._live
        )

    def typed(self, position: int, added: int, owner: Owner) -> None:
        """Letters were typed as a suggestion: they are underlined at once, whatever they turn out
        to be. Nothing is done where they stand in an addition already."""
        for live in self._near(position):
            mark, cursor = live.mark, live.cursor
            if mark.sign is not Sign.ADDED or mark.ghost or mark.whole:
                continue
            if cursor.selectionStart() <= position <= cursor.selectionEnd():
                return
        mark = Mark(position, position + added, Sign.ADDED, owner, None)
        at = bisect_left(self._live, position, key=lambda item: item.cursor.selectionStart())
        self._live.insert(at, self._place(mark))

    def _near(self, position: int) -> Iterator[_Live]:
        at = bisect_left(self._live, position + 1, key=lambda item: item.cursor.selectionStart())
        yield from self._live[max(0, at - 3) : at + 1]

    # Room.

    def _make_room(self, highlighter: QSyntaxHighlighter) -> None:
        """Space out the letters that ghosts stand beside; called while their block is coloured."""
        if not self._ghosts:
            return
        block = highlighter.currentBlock()
        for live in self._in_block(self._ghosts, block):
            at, hidden = letter(block, live.cursor.positionInBlock())
            if at < 0:
                continue
            fmt = QTextCharFormat(highlighter.format(at))
            fmt.setProperty(_SPACING_TYPE, int(QFont.SpacingType.AbsoluteSpacing.value))
            spaced = float(fmt.property(_SPACING) or 0.0)
            fmt.setProperty(_SPACING, spaced + live.wide)
            if hidden:
                fmt.setForeground(Qt.GlobalColor.transparent)
            highlighter.setFormat(at, 1, fmt)

    def _in_block(self, among: Sequence[_Live], block: QTextBlock) -> list[_Live]:
        start = block.position()
        first = bisect_left(among, start, key=lambda live: live.cursor.selectionStart())
        found = []
        for live in among[first:]:
            if live.cursor.selectionStart() >= start + block.length():
                break
            found.append(live)
        return found

    # Painting.

    def paint(self, what: Any, *_more: Any) -> None:
        """Draw the marks of the part that was just painted (its rect, or the paint event)."""
        if not self._live:
            return
        rect: QRect = what if isinstance(what, QRect) else what.rect()
        editor = self._editor
        low = editor.cursorForPosition(QPoint(0, rect.top() - 2)).block().position()
        behind = editor.cursorForPosition(QPoint(rect.right(), rect.bottom() + 2)).block()
        high = behind.position() + behind.length()
        first = bisect_left(self._live, low, key=lambda live: live.cursor.selectionEnd())
        # A long stretch may begin far above; stretches of one text do not overlap otherwise.
        found = []
        for live in self._live[max(0, first - 2) :]:
            if live.cursor.selectionStart() >= high:
                break
            if live.cursor.selectionEnd() >= low:
                found.append(live)
        if not found:
            return
        painter = QPainter(editor.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(
            -editor.horizontalScrollBar().value(), -editor.verticalScrollBar().value()
        )
        told: set[tuple[int, str]] = set()
        for live in found:
            self._draw(painter, live)
            number = live.cursor.blockNumber()
            if (number, live.mark.owner.name) not in told:
                told.add((number, live.mark.owner.name))
                self._sign(painter, live, len([n for n, _who in told if n == number]) - 1)
        painter.end()

    def _draw(self, painter: QPainter, live: _Live) -> None:
        mark, ink = live.mark, live.mark.owner.ink
        chosen = self.chosen is not None and mark.where == self.chosen
        if mark.whole and not mark.ghost:
            self._bar(painter, live, chosen=chosen)
            return
        if mark.ghost:
            self._ghost(painter, live, chosen=chosen)
            return
        block = self._document.findBlock(live.cursor.selectionStart())
        until = live.cursor.selectionEnd()
        while block.isValid() and block.position() < until:
            start = max(0, live.cursor.selectionStart() - block.position())
            end = min(block.length() - 1, until - block.position())
            for box, base in lines(block, start, end):
                tint = tint_of(ink)
                if chosen:
                    tint.setAlpha(_CHOSEN)
                painter.fillRect(box, tint)
                self._stroke(painter, mark.sign, ink, box, base)
            block = block.next()

    def _stroke(self, painter: QPainter, sign: Sign, ink: QColor, box: QRectF, base: float) -> None:
        pen = QPen(ink, _LINE)
        y = base + max(3.0, box.height() * 0.12)
        if sign is Sign.CUT:
            y = base - box.height() * 0.2
        elif sign is Sign.SET:
            pen.setStyle(Qt.PenStyle.DotLine)
        elif sign is Sign.MOVED:
            painter.setPen(pen)
            painter.drawLine(QPointF(box.left(), y + 2.5), QPointF(box.right(), y + 2.5))
        painter.setPen(pen)
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

    def _spot(self, live: _Live) -> tuple[QRectF, float, QTextBlock, bool] | None:
        """Where a ghost is painted: its box and its baseline, in the document's pixels, and
        whether the letter behind it is ours to paint."""
        block = live.cursor.block()
        place = live.cursor.positionInBlock()
        layout = block.layout()
        at, hidden = letter(block, place)
        line = layout.lineForTextPosition(at if at >= 0 else place)
        if not line.isValid():
            return None
        whole = self._document.documentLayout().blockBoundingRect(block)
        edge = at + 1 if 0 <= at < place else place
        x = cast(tuple[float, int], line.cursorToX(edge))[0]
        wide = live.wide if at >= 0 and self._spacer is not None else 0.0
        rtl = reads_back(block)
        if rtl and roofed(block) is not None:
            x = whole.width()
        before, behind = self._company(live)
        if hidden or (at < 0 and not rtl):
            left = x + before
        elif rtl:
            left = x - before - (wide or live.wide)
        else:
            left = x - behind - (wide or live.wide)
        top, high = upper(block, line), line.ascent() + line.descent()
        box = QRectF(whole.left() + left, top, live.wide, high)
        return box, top + line.ascent(), block, hidden

    def _company(self, live: _Live) -> tuple[float, float]:
        """How wide the ghosts are that have their room at the same letter, before this one and
        behind it."""
        block = live.cursor.block()
        room = letter(block, live.cursor.positionInBlock())
        near = self._in_block(self._ghosts, block)
        near = [one for one in near if letter(block, one.cursor.positionInBlock()) == room]
        at = near.index(live) if live in near else 0
        return sum(one.wide for one in near[:at]), sum(one.wide for one in near[at + 1 :])

    def _ghost(self, painter: QPainter, live: _Live, *, chosen: bool) -> None:
        spot = self._spot(live)
        if spot is None:
            return
        box, base, block, hidden = spot
        ink, sign = live.mark.owner.ink, live.mark.sign
        font = self._font(live.cursor)
        if self._spacer is None:
            painter.fillRect(QRectF(box.left(), box.top(), 2, box.height()), ink)
            return
        tint = tint_of(ink)
        if chosen:
            tint.setAlpha(_CHOSEN)
        painter.fillRect(box.adjusted(0, 1, 0, 1), tint)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(QPointF(box.left() + _PAD, base), live.shown)
        inner = box.adjusted(_PAD, 0, -_PAD, 0)
        self._stroke(painter, sign, ink, inner, base)
        if hidden and not self._company(live)[1]:
            # The first letter keeps its room by being unseen; here it stands.
            painter.setPen(self._editor.palette().text().color())
            painter.setFont(face(live.cursor, ahead=True))
            painter.drawText(QPointF(box.right(), base), block.text()[:1])

    def _bar(self, painter: QPainter, live: _Live, *, chosen: bool) -> None:
        block = live.cursor.block()
        box = self._document.documentLayout().blockBoundingRect(block)
        ink = live.mark.owner.ink
        bar = QRectF(self._margin(block) - _BAR / 2, box.top(), _BAR, box.height())
        painter.fillRect(bar, ink)
        tint = tint_of(ink)
        if chosen:
            tint.setAlpha(_CHOSEN)
        if live.mark.sign is not Sign.SHAPED or chosen:
            painter.fillRect(box, tint)

    def _margin(self, block: QTextBlock) -> float:
        margin = self._document.documentMargin()
        if reads_back(block):
            return max(self._document.textWidth(), 0.0) - margin + 4
        return max(2.0, margin - 4)

    def _sign(self, painter: QPainter, live: _Live, row: int) -> None:
        """The person's initials in the margin, beside the first line that they changed."""
        margin = self._document.documentMargin()
        if margin < BESIDE:
            return
        block = live.cursor.block()
        line = block.layout().lineForTextPosition(
            min(live.cursor.selectionStart() - block.position(), max(0, block.length() - 1))
        )
        top = self._document.documentLayout().blockBoundingRect(block).top()
        face = self._editor.font()
        size = face.pixelSize() if face.pixelSize() > 0 else round(face.pointSizeF() * 4 / 3)
        signed = initials(live.mark.owner.initials, size, margin)
        y = upper(block, line) + line.ascent() if line.isValid() else top + 12
        y += row * signed.high * len(signed.lines) - signed.high * (len(signed.lines) - 1) / 2
        rtl = reads_back(block)
        edge = self._document.textWidth()
        x = min(edge - margin + 6, edge - signed.wide) if rtl else margin - 6 - signed.wide
        painter.setFont(signed.font)
        painter.setPen(live.mark.owner.ink)
        for n, words in enumerate(signed.lines):
            painter.save()
            painter.translate(max(0.0, x), y + n * signed.high)
            painter.scale(signed.squeeze, 1.0)
            painter.drawText(QPointF(), words)
            painter.restore()

    # Asking.

    def at(self, place: QPoint) -> Mark | None:
        """The mark under a point of the viewport."""
        editor = self._editor
        point = QPointF(place) + QPointF(
            editor.horizontalScrollBar().value(), editor.verticalScrollBar().value()
        )
        for live in self._live:
            if live.mark.ghost:
                spot = self._spot(live)
                if spot is not None and spot[0].contains(point):
                    return live.mark
        position = editor.cursorForPosition(place).position()
        for live in self._live:
            start, end = live.cursor.selectionStart(), live.cursor.selectionEnd()
            if not live.mark.ghost and not live.mark.whole and start <= position < end:
                return live.mark
        return None

    def go_to(self, where: Any) -> bool:
        """Put the caret at that change and show it; False where it shows nowhere here."""
        for live in self._live:
            if live.mark.where == where:
                cursor = QTextCursor(self._document)
                cursor.setPosition(live.cursor.selectionStart())
                self._editor.setTextCursor(cursor)
                self._editor.ensureCursorVisible()
                return True
        return False

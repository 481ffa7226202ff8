"""Fades the page but for the words that are being written. The text itself is not touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, QTextBoundaryFinder
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QRegion, QShowEvent, QTextBlock
from PySide6.QtWidgets import QTextEdit, QWidget

from newsroom.ui.editor.positions import to_index, units
from newsroom.ui.editor.source import SourceView

if TYPE_CHECKING:
    from newsroom.ui.editor.page import Page

_FADE: Final = 175  # of 255: how much of the paper lies over what is faded
_PARAGRAPH: Final = 200  # lines of the Markdown that one paragraph may have
_LONGEST: Final = 20_000  # characters of a paragraph that sentences are looked for in
_AIR: Final = 3  # pixels above and below what stays clear: letters may reach out of their line


class Veil(QWidget):
    """Lies over the page, lets the mouse through, and is clear where the caret is."""

    def __init__(self, page: Page, colour: QColor) -> None:
        super().__init__(page)
        self.setObjectName("veil")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._page = page
        self._colour = colour
        self._sentence = False
        self._clear = QRegion()
        self._editor: QTextEdit | None = None
        page.installEventFilter(self)
        page.bar.valueChanged.connect(self.follow)
        self._cover()

    def recolour(self, colour: QColor) -> None:
        """The paper has another colour."""
        self._colour = colour
        self.update()

    def set_unit(self, unit: str) -> None:
        """What stays clear: "paragraph" or "sentence"."""
        self._sentence = unit == "sentence"
        self.follow()

    def watch(self, editor: QTextEdit) -> None:
        """The caret that counts is in this text from now on."""
        self._editor = editor
        self.raise_()
        self.follow()

    def follow(self) -> None:
        """The caret or the page moved; nothing is painted if the same place stays clear."""
        editor = self._editor
        if editor is None or self.isHidden():
            return
        clear = QRegion()
        corner = editor.viewport().mapTo(self._page, QPoint(0, 0))
        scrolled = editor.verticalScrollBar().value()
        for rect in clear_rects(editor, sentence=self._sentence):
            rect.translate(corner.x(), corner.y() - scrolled)
            clear += rect.toAlignedRect().adjusted(-1, -_AIR, 1, _AIR)
        if clear != self._clear:
            self._clear = clear
            self.update()

    def _cover(self) -> None:
        self.setGeometry(self._page.rect().adjusted(0, 0, -self._page.bar.width(), 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the page."""
        if event.type() == QEvent.Type.Resize:
            self._cover()
            self.follow()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Come with the right place clear."""
        super().showEvent(event)
        self._cover()
        self.follow()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper over everything but the clear place."""
        painter = QPainter(self)
        painter.setClipRegion(QRegion(self.rect()).subtracted(self._clear))
        shade = QColor(self._colour)
        shade.setAlpha(_FADE)
        painter.fillRect(event.rect(), shade)
        painter.end()


def clear_rects(editor: QTextEdit, *, sentence: bool) -> list[QRectF]:
    """Where the caret's paragraph or sentence stands, in the document's pixels."""
    cursor = editor.textCursor()
    layout = editor.document().documentLayout()
    if sentence and not cursor.hasSelection():
        return _sentence(cursor.block(), cursor.positionInBlock(), editor)
    document = editor.document()
    first = document.findBlock(cursor.selectionStart())
    last = document.findBlock(cursor.selectionEnd())
    if isinstance(editor, SourceView):
        first, last = _grown(first, -1), _grown(last, 1)
    wide = layout.documentSize().width()
    top = layout.blockBoundingRect(first).top()
    bottom = layout.blockBoundingRect(last).bottom()
    return [QRectF(0, top, wide, bottom - top)]


def _grown(block: QTextBlock, way: int) -> QTextBlock:
    """The outermost line of the Markdown paragraph that a line stands in."""
    if not block.text().strip():
        return block
    for _line in range(_PARAGRAPH):
        beyond = block.previous() if way < 0 else block.next()
        if not beyond.isValid() or not beyond.text().strip():
            break
        block = beyond
    return block


def sentence_at(text: str, at: int) -> tuple[int, int]:
    """Where the sentence around unit ``at`` begins and ends, in UTF-16 units."""
    length = units(text)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Sentence, text)
    finder.setPosition(at)
    begins = finder.isAtBoundary() and at < length
    start = at if begins else max(0, finder.toPreviousBoundary())
    if at >= length:
        return start, length
    finder.setPosition(at)
    end = finder.toNextBoundary()
    return start, end if end >= 0 else length


def _sentence(block: QTextBlock, at: int, editor: QTextEdit) -> list[QRectF]:
    text = block.text()
    box = editor.document().documentLayout().blockBoundingRect(block)
    start, end = sentence_at(text, at) if 0 < len(text) <= _LONGEST else (0, len(text))
    while end > max(start, at) and text[to_index(text, end) - 1].isspace():
        end -= 1
    layout = block.layout()
    origin = layout.position()
    found = []
    for number in range(layout.lineCount()):
        line = layout.lineAt(number)
        low, high = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if low > high or (low == high and start != end):
            continue
        one, other = _x(line, low), _x(line, high)
        rect = line.rect()
        whole = low == line.textStart() and high == line.textStart() + line.textLength()
        left, right = (rect.left(), rect.right()) if whole else (min(one, other), max(one, other))
        found.append(
            QRectF(QPointF(left, line.y()), QPointF(right, line.y() + line.height())).translated(
                origin
            )
        )
    return found or [box]


def _x(line: object, at: int) -> float:
    found = line.cursorToX(at)  # type: ignore[attr-defined]
    return float(found[0] if isinstance(found, tuple) else found)

"""The rich view: the story as it reads. A thin widget; the work is done by its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QRectF,
    QSignalBlocker,
    Qt,
    QUrl,
    Signal,
)
from PySide6.QtGui import (
    QDesktopServices,
    QFont,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextEdit, QToolTip, QWidget

from newsroom.i18n import _
from newsroom.text.document import Block, BlockKind, Marks
from newsroom.ui.editor.builder import Builder
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.formats import (
    EDITION,
    FILLER,
    IMAGE_OBJECT,
    RAW,
    STEP,
    Faces,
    Formats,
    kind_of,
    marks_of,
    task_of,
)
from newsroom.ui.editor.images import Fetch, ImageObject, Pictures
from newsroom.ui.editor.joins import Joins
from newsroom.ui.editor.keys import CLOSING, Keys
from newsroom.ui.editor.looks import Inks, Looks
from newsroom.ui.editor.marks import atom_at, link_at, next_format, note_beside
from newsroom.ui.editor.nesting import CELLS
from newsroom.ui.editor.paper import Paper
from newsroom.ui.editor.paste import RichClipboard
from newsroom.ui.editor.positions import outward
from newsroom.ui.editor.reader import Mirror
from newsroom.ui.editor.structure import Structure
from newsroom.ui.editor.tables import Tables

MARGIN: Final = 16  # pixels around the text, inside the view
_SAFE_LINKS: Final = frozenset({"http", "https", "mailto", "tel"})
_CARET: Final = 2


_UNDO: Final = QKeySequence.StandardKey.Undo
_REDO: Final = QKeySequence.StandardKey.Redo
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier


def _is_command(event: QKeyEvent) -> bool:
    """Whether a letter comes with Ctrl (Command on a Mac, which hands the letter over as text).

    Ctrl and Alt together are AltGr and type letters.
    """
    return event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier in (_CONTROL, _CONTROL | _SHIFT)


class RichView(QTextEdit):
    """Shows and edits blocks of the text model. The story's bytes are not its business."""

    link_wanted = Signal()
    """The caret's link is to be made or changed (Ctrl+K)."""
    menu_made = Signal(QMenu, QTextCursor)
    """The menu of a right click and where it was: the place to add lines to it."""
    left_top = Signal()
    """The caret wants to go above the first line."""
    zoomed = Signal(int)
    """The wheel was turned with Ctrl held: +1 or -1."""

    def __init__(
        self, *, faces: Faces, colours: Inks, fetch: Fetch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("richView")
        self.setProperty("role", "story")
        self.setAccessibleName(_("Story"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(True)
        self.setCursorWidth(_CARET)
        self.setTabChangesFocus(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setPlaceholderText(_("Write the story here"))
        document = self.document()
        document.setDocumentMargin(MARGIN)
        document.setIndentWidth(STEP)
        self.formats = Formats(faces)
        self.builder = Builder(self.formats)
        self.structure = Structure(self.formats, self.builder)
        self.joins = Joins(self.builder, self.structure)
        self.mirror = Mirror(document)
        self.tables = Tables(self.builder, self.mirror)
        self._keys = Keys(self.formats, self.structure, self.joins, self.tables)
        self.paper = Paper(document, colours)
        self.pictures = Pictures(fetch, self)
        self.pictures.arrived.connect(self._lay_out_again)
        self._images = ImageObject(self.pictures, colours, self)
        document.documentLayout().registerHandler(IMAGE_OBJECT, self._images)
        self.looks = self._looks = Looks(document, colours)
        self.clipboard = RichClipboard(self)
        self.overpaint: Callable[[QPaintEvent], object] | None = None
        """Called when the text was painted, to paint over it."""
        # It fills its own ground: every window behind it would be painted at each key otherwise.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.back: Callable[[], object] = self.undo
        self.forth: Callable[[], object] = self.redo
        """One step back, and forth again; the text's owner may know better what a step is."""
        self.enter_figure: Callable[[], bool] = lambda: False
        """Puts the keyboard into the fields below the picture at the caret, if it is at one."""
        self.follow_note: Callable[[QTextCursor], bool] = lambda _cursor: False
        """Goes from a footnote's mark to its text or back; False where there is none."""
        self.cut_note: Callable[[str], bool] = lambda _name: False
        """Takes a footnote out, its text too; False where only its mark is to go."""
        self._chosen: Marks | None = None  # marks that the person set for the next letter

    # The blocks.

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Make ``blocks`` the whole text. What could be undone is forgotten."""
        self.builder.build(self.document(), blocks)
        self.mirror.reset(blocks)
        self._chosen = None
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def put_edition(
        self,
        number: int,
        *,
        start: int,
        end: int,
        blocks: Sequence[Block],
        labels: Sequence[tuple[int, int]],
    ) -> None:
        """Put ``blocks`` in the place of the blocks ``start`` to ``end``, as one undo step.

        ``labels`` are new segment ids by index for blocks that stay; ``number`` is noted in the
        root frame, so that an undo brings the old one back.
        """
        document = self.document()
        mirror = self.mirror
        lines = [mirror.number(at) for at, _segment in labels]
        # The places are those before the change; work from the end, so that they hold.
        with step(QTextCursor(document)) as work:
            for line, (_at, segment) in zip(lines, labels, strict=True):
                self.builder.label(work, document.findBlockByNumber(line), segment)
            if start < end or blocks:
                self.builder.exchange(work, *mirror.span(start, end), blocks)
            frame = document.rootFrame()
            fmt = frame.frameFormat()
            fmt.setProperty(EDITION, number)
            frame.setFrameFormat(fmt)
        mirror.adopt(blocks)

    # Looks.

    def set_story_font(self, font: QFont) -> None:
        """Set the text in ``font``; headings and the like follow its size."""
        self.setFont(font)
        if self.document().defaultFont() != font:
            self.document().setDefaultFont(font)

    def _lay_out_again(self) -> None:
        """A picture came, and with it another size."""
        document = self.document()
        with QSignalBlocker(self.mirror):
            document.markContentsDirty(0, document.characterCount())

    def recolour(self, colours: Inks) -> None:
        """Take on another theme's colours; the text is not touched."""
        self.paper.colours = colours
        self._images.colours = colours
        self._looks.recolour(colours)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """List marks, quote bars and cards first, then the words."""
        rect = event.rect()
        scrolled = self.verticalScrollBar().value()
        first = self._first_block(rect.top())
        painter = QPainter(self.viewport())
        painter.fillRect(rect, self.paper.colours.paper)
        painter.translate(0, -scrolled)
        self.paper.paint(
            painter,
            first,
            until=rect.bottom() + scrolled + 2 * MARGIN,
            width=self.document().textWidth(),
            shape=self.mirror.shape,
        )
        painter.end()
        super().paintEvent(event)
        if self.overpaint is not None:
            self.overpaint(event)

    def _first_block(self, top: int) -> QTextBlock:
        """The block above the one at pixel ``top`` of the viewport; its card may reach down."""
        block = self.cursorForPosition(QPointF(self.width() / 2, top).toPoint()).block()
        above = block.previous()
        return above if above.isValid() else block

    # Typing.

    def choose_marks(self, marks: Marks) -> None:
        """Let the next letter have ``marks``, whatever stands before it."""
        cursor = self.textCursor()
        self._chosen = marks
        self.setCurrentCharFormat(self.formats.for_block(cursor.block().blockFormat(), marks))

    def marks_here(self) -> Marks:
        """The marks that a letter typed now would have."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            return marks_of(cursor.charFormat())
        if self._chosen is not None:
            return self._chosen
        fmt = next_format(cursor, self.formats)
        return marks_of(fmt if fmt is not None else cursor.charFormat())

    def drop_chosen(self) -> None:
        """The caret went elsewhere: what was set for the next letter no longer holds."""
        self._chosen = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Our own keys first; what is typed takes on the right marks."""
        cursor = self.textCursor()
        key = event.key()
        for wanted, turn in ((_UNDO, self.back), (_REDO, self.forth)):
            if event.matches(wanted):
                turn()
                event.accept()
                return
        if key == Qt.Key.Key_Tab and not event.modifiers() and self.enter_figure():
            event.accept()
            return
        note = note_beside(cursor, key) if not event.modifiers() else ""
        if note and self.cut_note(note):
            event.accept()
            return
        if self._keys.press(cursor, event):
            self._chosen = None
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
            event.accept()
            return
        if key == Qt.Key.Key_Backtab or (
            key == Qt.Key.Key_Up
            and not event.modifiers()
            and not QTextCursor(cursor).movePosition(QTextCursor.MoveOperation.Up)
        ):
            self.left_top.emit()
            event.accept()
            return
        text = event.text()
        if not text or not text.isprintable() or _is_command(event):
            chosen = self._chosen
            super().keyPressEvent(event)
            self._snap(cursor.position())
            if chosen is not None and self.textCursor().position() != cursor.position():
                self._chosen = None
            return
        self._type(cursor, lambda: QTextEdit.keyPressEvent(self, event))
        self._read_marks(text)

    def _snap(self, before: int | None = None) -> None:
        """The caret never stands inside a footnote's mark or a raw tag: on it goes, to its end."""
        cursor = self.textCursor()
        atom = atom_at(cursor)
        if atom is None:
            return
        back = before is not None and cursor.position() < before
        if before is None:
            back = cursor.position() - atom[0] < atom[1] - cursor.position()
        keep = QTextCursor.MoveMode.KeepAnchor if cursor.hasSelection() or (
            before is not None and cursor.anchor() == before != cursor.position()
        ) else QTextCursor.MoveMode.MoveAnchor  # fmt: skip
        cursor.setPosition(atom[0] if back else atom[1], keep)
        self.setTextCursor(cursor)

    def _read_marks(self, typed: str) -> None:
        """Markdown's marks become what they say once the last of them is typed."""
        cursor = self.textCursor()
        if typed == " ":
            if self._keys.sign(cursor):
                self.setTextCursor(cursor)
        elif typed in CLOSING:
            outer = self._keys.dress(cursor)
            if outer is not None:
                self.setTextCursor(cursor)
                self.choose_marks(outer)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composed letters follow the same rules as typed ones."""
        if event.commitString() or event.preeditString():
            self._type(self.textCursor(), lambda: QTextEdit.inputMethodEvent(self, event))
            self._read_marks(event.commitString())
        else:
            super().inputMethodEvent(event)

    def _type(self, cursor: QTextCursor, insert: Callable[[], None]) -> None:
        """Let ``insert`` put letters at the caret, with marks that do not cling."""
        if cursor.hasSelection() and self._spans_blocks(cursor):
            cursor.beginEditBlock()
            self.joins.remove(cursor)
            self.setTextCursor(cursor)
            insert()
            cursor.endEditBlock()
            return
        if kind_of(cursor.block().blockFormat()) == FILLER:
            with step(cursor) as work:
                self.structure.dress(work, work.block(), kind=BlockKind.PARAGRAPH)
                insert()
            return
        if self._chosen is not None:
            self._chosen = None  # the letter takes it on; the next inherits from the letter
        elif not cursor.hasSelection():
            if cursor.charFormat().hasProperty(RAW):
                atom = atom_at(cursor)
                if atom is not None:
                    cursor.setPosition(atom[1])
                    self.setTextCursor(cursor)
            fmt = next_format(cursor, self.formats)
            if fmt is not None:
                self.setCurrentCharFormat(fmt)
        insert()

    def _spans_blocks(self, cursor: QTextCursor) -> bool:
        document = self.document()
        start = document.findBlock(cursor.selectionStart())
        return cursor.selectionEnd() >= start.position() + start.length()

    # The mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A task's box ticks; Ctrl and a click follow a link."""
        self._chosen = None
        place = event.position()
        if event.button() == Qt.MouseButton.LeftButton:
            block = self._box_under(place)
            if block is not None:
                self.structure.lists.tick(self.textCursor(), block)
                event.accept()
                return
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and self._follow(place):
                event.accept()
                return
        super().mousePressEvent(event)
        if not self.textCursor().hasSelection():
            self._snap()

    def is_box(self, place: QPointF) -> bool:
        """Whether a task's box is under this place of the viewport."""
        return self._box_under(place) is not None

    def _box_under(self, place: QPointF) -> QTextBlock | None:
        block = self.cursorForPosition(place.toPoint()).block()
        if task_of(block.blockFormat()) is None:
            return None
        box = self.document().documentLayout().blockBoundingRect(block)
        box.translate(0, -self.verticalScrollBar().value())
        rect: QRectF = self.paper.box_rect(block, box, width=self.document().textWidth())
        return block if rect.adjusted(-4, -4, 4, 4).contains(place) else None

    def _follow(self, place: QPointF) -> bool:
        cursor = self.cursorForPosition(place.toPoint())
        if self.follow_note(cursor):
            return True
        found = link_at(cursor)
        url = QUrl(found[0].href or "") if found is not None else QUrl()
        if url.scheme().lower() not in _SAFE_LINKS:
            return False
        QDesktopServices.openUrl(url)
        return True

    def viewportEvent(self, event: QEvent) -> bool:
        """A card says why it stands as source."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            block = self.cursorForPosition(event.pos()).block()
            if kind_of(block.blockFormat()) == BlockKind.SOURCE:
                from newsroom.ui.editor.cards import why_source

                QToolTip.showText(event.globalPos(), why_source(outward(block.text())), self)
                return True
        return super().viewportEvent(event)

    def createStandardContextMenu(self, *place: QPoint) -> QMenu:
        """The usual menu of a right click, with what belongs to the place at its top."""
        menu = super().createStandardContextMenu(*place)
        at = self.cursorForPosition(place[0]) if place else self.textCursor()
        self.menu_made.emit(menu, at)
        return menu

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls; with Ctrl the letters grow or shrink."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoomed.emit(1 if turned > 0 else -1)
            event.accept()
        else:
            event.ignore()

    # The clipboard.

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selection as our Markdown and as plain words."""
        return self.clipboard.take()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """What can be pasted or dropped."""
        return self.clipboard.can_give(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop."""
        self._chosen = None
        self.clipboard.give(source)

    # Where the caret stands.

    def in_table(self) -> bool:
        """Whether the caret stands in a table's cell."""
        return kind_of(self.textCursor().block().blockFormat()) in CELLS

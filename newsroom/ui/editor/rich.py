"""The rich view: the story as it reads. A thin widget; the work is done by its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    QSignalBlocker,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QMenu, QTextEdit, QWidget

from newsroom.i18n import _
from newsroom.text.document import Block, BlockKind, Marks
from newsroom.ui.editor.builder import Builder
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.dressed import Dressed
from newsroom.ui.editor.formats import (
    FILLER,
    IMAGE_OBJECT,
    KIND,
    RAW,
    STEP,
    Faces,
    Formats,
    kind_of,
    marks_of,
)
from newsroom.ui.editor.hooks import Overpaint, Watcher
from newsroom.ui.editor.images import Fetch, ImageObject, Pictures
from newsroom.ui.editor.lean import leans, upright
from newsroom.ui.editor.looks import Inks, Looks
from newsroom.ui.editor.marks import CLOSING, atom_at, next_format, note_beside
from newsroom.ui.editor.nesting import CELLS
from newsroom.ui.editor.paper import Paper
from newsroom.ui.editor.pointer import box_under, follow_link, said_of
from newsroom.ui.editor.reader import Mirror
from newsroom.ui.editor.refresh import Refresh
from newsroom.ui.editor.storyview import StoryView
from newsroom.ui.editor.surroundings import MARGIN, Surroundings
from newsroom.ui.editor.tables import Tables
from newsroom.ui.editor.wrapping import AT_WORDS
from newsroom.ui.widgets.ground import give_ground

if TYPE_CHECKING:
    from newsroom.ui.editor.joins import Joins
    from newsroom.ui.editor.keys import Keys
    from newsroom.ui.editor.paste import RichClipboard
    from newsroom.ui.editor.structure import Structure

_CARET: Final = 2

_WORDLESS: Final = frozenset({FILLER, BlockKind.RULE})
"""Blocks that hold no words: what is typed at one goes into a paragraph."""

_LINE: Final = Block(BlockKind.PARAGRAPH)

_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_NO_KEYS: Final = Qt.KeyboardModifier.NoModifier
_COMMANDS: Final = (_CONTROL, _CONTROL | _SHIFT)
_READS: Final = frozenset({" ", *CLOSING})
"""Letters that may make what stands before them Markdown."""


_PRESS: Final = QTextEdit.keyPressEvent


def is_command(mods: Qt.KeyboardModifier) -> bool:
    """Whether a letter comes with Ctrl (Command on a Mac, which hands the letter over as text).

    Ctrl and Alt together are AltGr and type letters.
    """
    if mods is _NO_KEYS or mods is _SHIFT:  # nearly always, and an enum's operators are slow
        return False
    return mods & ~Qt.KeyboardModifier.KeypadModifier in _COMMANDS


def _upright(insert: Callable[..., None]) -> Callable[..., None]:
    """``insert`` into a line that is held on one side, which then goes its own way."""

    def both(view: RichView, event: QEvent) -> None:
        with step(view.textCursor()):
            insert(view, event)
            upright(view.textCursor())

    return both


class RichView(StoryView):
    """Shows and edits blocks of the text model. The story's bytes are not its business."""

    link_wanted = Signal()
    """The caret's link is to be made or changed (Ctrl+K)."""
    menu_made = Signal(QMenu, QTextCursor)
    """The menu of a right click and where it was: the place to add lines to it."""
    left_top = Signal()
    """The caret wants to go above the first line."""
    zoomed = Signal(int)
    """The wheel was turned with Ctrl held: +1 or -1."""
    resized = Signal()

    def __init__(
        self, *, faces: Faces, colours: Inks, fetch: Fetch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        # Kept, since asking Qt for it at every paint costs more than what is drawn.
        self._ground = give_ground(self)
        self.setObjectName("richView")
        self.setProperty("role", "story")
        self.setAccessibleName(_("Story"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(True)
        self.setCursorWidth(_CARET)
        self.setTabChangesFocus(False)
        self.setWordWrapMode(AT_WORDS)
        self.setPlaceholderText(_("Write the story here"))
        document = self.document()
        document.setDocumentMargin(MARGIN)
        document.setIndentWidth(STEP)
        self.formats = Formats(faces)
        self.builder = Builder(self.formats)
        self.mirror = Mirror(document)
        self.complete = self.mirror.complete
        self.tables = Tables(self.builder, self.mirror)
        self.paper = Paper(document, colours)
        self.pictures = Pictures(fetch, self)
        self.pictures.arrived.connect(self._lay_out_again)
        self._images = ImageObject(self.pictures, colours, self)
        document.documentLayout().registerHandler(IMAGE_OBJECT, self._images)
        self.looks = self._looks = Looks(document, colours)
        self.looks.typing = self.mirror
        self.refresh = Refresh(self, self.mirror, self.looks)
        self.wire_clipboard: Callable[[RichClipboard], object] = lambda _clipboard: None
        """Called when the clipboard is first wanted: its signals can be connected then."""
        self.overpaint: Overpaint | None = None
        """Called when the text was painted, to paint over it."""
        self.typist: Watcher | None = None
        self._ground.setMouseTracking(True)  # for what a card says of itself
        self._around = Surroundings(self, self.paper, self.mirror)
        # It fills its own ground: every window behind it would be painted at each key otherwise.
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.can_redo: Callable[[], bool] = self.document().isRedoAvailable
        """Whether there is a step forth: nothing may come in between then."""
        self.enter_figure: Callable[[], bool] = lambda: False
        """Puts the keyboard into the fields below the picture at the caret, if it is at one."""
        self.follow_note: Callable[[QTextCursor], bool] = lambda _cursor: False
        """Goes from a footnote's mark to its text or back; False where there is none."""
        self.cut_note: Callable[[str], bool] = lambda _name: False
        """Takes a footnote out, its text too; False where only its mark is to go."""
        self._chosen: Marks | None = None  # marks that the person set for the next letter
        self._dressed = Dressed(document)
        self._plain_at = (-1, -1)  # behind the last letter of plain text, and edits so far

    # What writing needs, and reading does not: made when it is first wanted.

    @cached_property
    def structure(self) -> Structure:
        """Turns blocks into others."""
        from newsroom.ui.editor.structure import Structure

        return Structure(self.formats, self.builder)

    @cached_property
    def joins(self) -> Joins:
        """Takes out what spans blocks."""
        from newsroom.ui.editor.joins import Joins

        return Joins(self.builder, self.structure)

    @cached_property
    def _keys(self) -> Keys:
        from newsroom.ui.editor.keys import Keys

        return Keys(self.formats, self.structure, self.joins, self.tables)

    @cached_property
    def clipboard(self) -> RichClipboard:
        """Copies and pastes."""
        from newsroom.ui.editor.paste import RichClipboard

        clipboard = RichClipboard(self)
        self.wire_clipboard(clipboard)
        return clipboard

    # The blocks.

    def show_blocks(self, blocks: Sequence[Block]) -> None:
        """Make ``blocks`` the whole text. What could be undone is forgotten."""
        self.builder.build(self.document(), blocks)
        self.mirror.reset(blocks)
        self._dressed.forget()
        self._chosen = None
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def put_edition(
        self,
        *,
        start: int,
        end: int,
        blocks: Sequence[Block],
        labels: Sequence[tuple[int, int]],
        nothing: int | None = None,
        join: bool = False,
    ) -> None:
        """Put ``blocks`` in the place of the blocks ``start`` to ``end``, as one undo step; with
        ``join`` as a part of the last one.

        ``labels`` are new segment ids by index for blocks that stay; ``nothing`` is one for the
        empty paragraph of a page on which no block is left.
        """
        document = self.document()
        mirror = self.mirror
        lines = [mirror.number(at) for at, _segment in labels]
        low, high = mirror.whole(start, end)
        if (low, high) != (start, end):
            told, shown = dict(labels), mirror.blocks()
            stay = {
                at: replace(shown[at], segment=told.get(at, shown[at].segment))
                for at in (*range(low, start), *range(end, high))
            }
            before, behind = range(low, start), range(end, high)
            blocks = [*(stay[n] for n in before), *blocks, *(stay[n] for n in behind)]
            start, end = low, high
        # The places are those before the change; work from the end, so that they hold.
        with step(self.textCursor(), join=join) as work:  # an undo puts the caret back there
            for line, (_at, segment) in zip(lines, labels, strict=True):
                self.builder.label(work, document.findBlockByNumber(line), segment)
            if start < end or blocks:
                self.builder.exchange(work, *mirror.span(start, end), blocks)
            if nothing is not None:
                self.builder.label(work, document.firstBlock(), nothing)
        mirror.adopt(blocks)

    # Looks.

    def dress_first(self) -> None:
        """Give the first block the looks of its kind, which the first letter in it takes on: of
        these alone Qt keeps no step, so that one back or forth leaves them as they were."""
        block = self.document().firstBlock()
        looks = self.formats.for_block(block.blockFormat())
        if block.charFormat() != looks:
            QTextCursor(block).setBlockCharFormat(looks)

    def set_story_font(self, font: QFont) -> None:
        """Set the text in ``font``; headings and the like follow its size."""
        self._around.forget()
        super().set_story_font(font)

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
        painter = QPainter(self._ground)
        painter.fillRect(rect, self.paper.colours.paper)
        alone = self._around.alone(rect)
        if alone is None:
            self._around.paint(painter, rect)
        painter.end()
        QTextEdit.paintEvent(self, event)
        if self.overpaint is not None:
            self.overpaint(rect, alone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that the page has another width."""
        super().resizeEvent(event)
        self._around.forget()
        self.resized.emit()

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
        typist, text, mods = self.typist, event.text(), event.modifiers()
        if typist is not None and typist.press(self, event, text, mods):
            event.accept()
            return
        if text.isprintable() and text and (mods is _NO_KEYS or not is_command(mods)):
            self._type(self.textCursor(), event, _PRESS)
            if text in _READS:
                self._read_marks(text)
            if typist is not None and typist.waits:
                typist.done(self, text)
        else:
            self._command(event)

    def _command(self, event: QKeyEvent) -> None:
        """A key that types no letter."""
        cursor = self.textCursor()
        key = event.key()
        if self.turned(event):
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
        chosen = self._chosen
        QTextEdit.keyPressEvent(self, event)
        self._snap(cursor.position())
        self.stand_below()
        if chosen is not None and self.textCursor().position() != cursor.position():
            self._chosen = None

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

    def stand_below(self) -> None:
        """Behind a table that ends the text Qt draws the caret beside its last row: an empty line
        below is where somebody would write on. The text says the same; nothing is to be kept."""
        cursor = self.textCursor()
        block = cursor.block()
        if (
            block.blockFormat().property(KIND) != FILLER
            or block.next().isValid()
            or cursor.hasSelection()
            or self.isReadOnly()
            or kind_of(block.previous().blockFormat()) not in CELLS
            or self.can_redo()
        ):
            return
        touched, self.mirror.touched = self.mirror.touched, None
        cursor.joinPreviousEditBlock()  # no step of its own: there is nothing to be seen undone
        cursor.insertBlock(self.formats.block(_LINE), self.formats.char())
        cursor.endEditBlock()
        self.mirror.touched = touched
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _read_marks(self, typed: str) -> None:
        """Markdown's marks become what they say once the last of them is typed."""
        if typed == " ":
            cursor = self.textCursor()
            if self._keys.sign(cursor):
                self.setTextCursor(cursor)
        elif typed in CLOSING:
            cursor = self.textCursor()
            outer = self._keys.dress(cursor)
            if outer is not None:
                self.setTextCursor(cursor)
                self.choose_marks(outer)
                self._dressed.note(cursor, outer)

    def undo(self) -> None:
        """One of Qt's steps back."""
        super().undo()
        self._choose_again()

    def redo(self) -> None:
        """One of Qt's steps forth."""
        super().redo()
        self._choose_again()

    def _choose_again(self) -> None:
        marks = self._dressed.marks_at(self.textCursor())
        if marks is not None:
            self.choose_marks(marks)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composed letters follow the same rules as typed ones."""
        text = event.commitString()
        if text and self.typist is not None:
            self.typist.compose(self, text)
        if text or event.preeditString():
            self._type(self.textCursor(), event, QTextEdit.inputMethodEvent)
            self._read_marks(text)
        else:
            super().inputMethodEvent(event)
        if text and self.typist is not None:
            self.typist.done(self, text)

    def _type(self, cursor: QTextCursor, event: QEvent, insert: Callable[..., None]) -> None:
        """Let ``insert`` put the event's letters at the caret, with marks that do not cling."""
        chosen = cursor.hasSelection()
        place = cursor.position()
        if not chosen and self._chosen is None and self._plain_at == (place, self.mirror.edits):
            if insert is _PRESS:
                self._plain_at = place + 1, self.mirror.edits
            insert(self, event)  # behind a letter of plain text that was just typed
            return
        if chosen and self._spans_blocks(cursor):
            cursor.beginEditBlock()
            self.joins.remove(cursor)
            self.setTextCursor(cursor)
            insert(self, event)
            cursor.endEditBlock()
            return
        fmt = cursor.block().blockFormat()
        kind = fmt.property(KIND)
        held = leans(fmt)
        if held:
            insert = _upright(insert)
        if kind in _WORDLESS:
            with step(cursor) as work:
                if kind == FILLER:
                    self.structure.dress(work, work.block(), kind=BlockKind.PARAGRAPH)
                else:
                    self._keys.go_below(cursor)
                    self.setTextCursor(cursor)
                insert(self, event)
            return
        if self._chosen is not None:
            self._chosen = None  # the letter takes it on; the next inherits from the letter
        elif not chosen:
            before = cursor.charFormat()
            if not before.isEmpty():
                self._take_on(cursor, before)
            elif not held:
                insert(self, event)
                if insert is _PRESS:  # what is composed may be more than a letter, or none yet
                    self._plain_at = place + 1, self.mirror.edits
                return
        insert(self, event)

    def _take_on(self, cursor: QTextCursor, before: QTextCharFormat) -> None:
        """Let the next letter take on of ``before``, the format behind the caret, what clings."""
        if before.hasProperty(RAW):
            atom = atom_at(cursor)
            if atom is not None:
                cursor.setPosition(atom[1])
                self.setTextCursor(cursor)
        fmt = next_format(cursor, self.formats)
        if fmt is not None:
            self.setCurrentCharFormat(fmt)

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
            block = box_under(self, place)
            if block is not None:
                self.structure.lists.tick(self.textCursor(), block)
                event.accept()
                return
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier and follow_link(self, place):
                event.accept()
                return
        super().mousePressEvent(event)
        if not self.textCursor().hasSelection():
            self._snap()
            self.stand_below()

    def is_box(self, place: QPointF) -> bool:
        """Whether a task's box is under this place of the viewport."""
        return box_under(self, place) is not None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A card says why it stands as source."""
        # Not in viewportEvent, where Qt asks for a tooltip: each paint goes through that too.
        super().mouseMoveEvent(event)
        if not event.buttons():
            told = said_of(self, event.position())
            if told != self._ground.toolTip():
                self._ground.setToolTip(told)

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
        elif self._goes_sideways(event):
            event.accept()
        else:
            event.ignore()

    def _goes_sideways(self, event: QWheelEvent) -> bool:
        """Turn a wheel sideways, or one with Shift, into a scroll beside a wide table."""
        bar, turned = self.horizontalScrollBar(), event.angleDelta()
        way = turned.x()
        if not way and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            way = turned.y()
        if not way or not bar.maximum():
            return False
        bar.setValue(bar.value() - way)
        return True

    # The clipboard.

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selection as our Markdown and as plain words."""
        return self.clipboard.take()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """What can be pasted or dropped."""
        from newsroom.ui.editor.clip import holds_other_files

        return self.clipboard.can_give(source) and not holds_other_files(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop."""
        self.complete()
        self._chosen = None
        self.clipboard.give(source)

    # Where the caret stands.

    def in_table(self) -> bool:
        """Whether the caret stands in a table's cell."""
        return kind_of(self.textCursor().block().blockFormat()) in CELLS

"""The Markdown view: the story's own text, byte for byte, with its signs set quietly."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from newsroom.i18n import _
from newsroom.text.amend import shared as shared_letters
from newsroom.text.amend import shared_end
from newsroom.text.pastedwords import bare_lines
from newsroom.ui.editor.clip import PASTED, holds_other_files, holds_picture, picture_in
from newsroom.ui.editor.dress import end_step
from newsroom.ui.editor.ends import Ends, line_at, shared, split_lines, start_of
from newsroom.ui.editor.folding import Folding
from newsroom.ui.editor.highlight import MarkdownLooks
from newsroom.ui.editor.hooks import Change, Overpaint, Watcher
from newsroom.ui.editor.looks import Inks
from newsroom.ui.editor.paste import MIME, is_rich
from newsroom.ui.editor.pastewords import unread, weigh, words_of
from newsroom.ui.editor.positions import to_index, to_units
from newsroom.ui.editor.refresh import Refresh
from newsroom.ui.editor.rich import is_command
from newsroom.ui.editor.sourceacts import SourceActs
from newsroom.ui.editor.sourcecopy import copied
from newsroom.ui.editor.storyview import StoryView
from newsroom.ui.editor.surroundings import MARGIN
from newsroom.ui.editor.ways import Ways
from newsroom.ui.editor.wrapping import AT_WORDS, anew, suit
from newsroom.ui.storyfiles import local_files

_NO_RUN: Final = (0.0, -1.0, QTextBlock())
"""Where a paragraph's box begins and ends at least, as long as only letters come into it one behind
the other, and the paragraph."""
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_NO_KEYS: Final = Qt.KeyboardModifier.NoModifier
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[^\s<>\"]{1,2000}")


class SourceView(StoryView):
    """A plain text editor that gives back exactly the text it was given, but for what was typed.

    QPlainTextEdit would be lighter, but it sets every right-to-left paragraph to the left.
    """

    left_top = Signal()
    """The caret wants to go above the first line."""
    link_wanted = Signal()
    zoomed = Signal(int)
    asked = Signal(str, str, object)
    """(a question, what the button says, what it does): a paste waits for an answer."""
    told = Signal(str)
    picture = Signal(object, str)
    """(the bytes of a picture, a name for its file): it goes the same road as in the rich view."""
    files = Signal(object)
    """Paths that somebody copied or dragged out of a file manager."""

    def __init__(self, *, colours: Inks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sourceView")
        self.setProperty("role", "source")
        self.setAccessibleName(_("Story as Markdown"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setCursorWidth(2)
        self.setWordWrapMode(AT_WORDS)
        self.setPlaceholderText(_("Write the story here, in Markdown"))
        self.document().setDocumentMargin(MARGIN)
        self.looks = MarkdownLooks(self.document(), colours, parent=self)
        self.folding = Folding(self, colours)
        self.acts = SourceActs(self)
        # It fills its own ground: every window behind it would be painted at each key otherwise.
        self._ground = colours.paper
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.document().documentLayout().setPaintDevice(None)  # type: ignore[arg-type]  # as ground
        self.road: Callable[[str, str], object] | None = None
        """Takes rich text (HTML, and its words) in and puts it at the caret a little later."""
        self.much: Callable[[str], object] | None = None
        """Takes very many words in, a little at a time."""
        self.overpaint: Overpaint | None = None
        """Called when the text was painted, to paint over it."""
        self.typist: Watcher | None = None
        self.followers: list[Callable[[int, int, int], object]] = []
        """Called with every change, as Qt tells it: plain calls, where a signal's cost a key."""
        self.touched: Callable[[], object] = lambda: None
        """Called after each change. A signal's way to the same would take three times as long."""
        # Kept, since asking Qt for them at every paint costs more than what is drawn.
        self._canvas = self.viewport()
        self._document = self.document()
        self._layout = self._document.documentLayout()
        self._bar = self.verticalScrollBar()
        self.change: Change = (0, 0, 0)  # the last one; each is an object of its own
        self.run = self.shape = 0  # see ``refresh.Watched``
        self._looked = 0  # lines that were looked at until the last change
        self.refresh = Refresh(self, self, self.looks)
        self._run = _NO_RUN
        self._next, self._lines = -1, 1  # where the next letter of a word comes; how many lines
        self._ends = Ends(self.document())
        self._ways = Ways(self.document())
        self._touched = 0, -1  # where letters changed last, and how many came; -1: none
        self._bound = False  # whether more letters there may change how a line above is set
        self._kept: str | None = ""
        self._minded = False  # whether it matters in which line the caret stands
        self.folding.changed = self._mind_caret
        self._document.contentsChange.connect(self._on_change)
        self.textChanged.connect(self._on_text)
        self.verticalScrollBar().valueChanged.connect(self._look_at_screen)

    def _on_change(self, position: int, removed: int, added: int) -> None:
        looks = self.looks
        self.change = change = position, removed, added
        self._note_change(position, removed, added)
        looks.change = change if looks.looked == self._looked + 1 else None
        self._looked = looks.looked
        for follow in self.followers:
            follow(position, removed, added)

    def _note_change(self, position: int, removed: int, added: int) -> None:
        looks, lines = self.looks, self._document.blockCount()
        if position == self._next and added == 1 and not removed and lines == self._lines:
            # The next letter of a word.
            self._next = position + 1
            self._kept, self._touched = None, (position, 1)
            if self._bound or looks.left:
                looks.look_back(position)
            return
        self.run += 1  # before anybody sets lines anew
        self.shape += lines != self._lines
        if removed or added:
            self._kept, self._touched = None, (position, added)
            self._bound = looks.look_back(position) or looks.waiting
        letter = added == 1 and not removed and lines == self._lines
        self._next = position + 1 if letter else -1
        self._run, self._lines = _NO_RUN, lines

    def _on_text(self) -> None:
        if self._minded and self.folding.any:
            self.folding.open_at(self.textCursor())
        position, added = self._touched
        if added >= 0 and self._ways.wants(position, added):
            self._touched = 0, -1  # what is set now changes no letter
            self._ways.look(position, added)
        self.touched()

    def _mind_caret(self) -> None:
        """Where neither signs are hidden nor sections folded, no key waits for a look at what line
        the caret is in."""
        if (self.looks.faint or self.folding.any) != self._minded:
            self._minded = not self._minded
            if self._minded:
                self.cursorPositionChanged.connect(self._on_caret)
            else:
                self.cursorPositionChanged.disconnect(self._on_caret)

    def _on_caret(self) -> None:
        cursor = self.textCursor()
        self.looks.at_line(cursor)
        if self.folding.any:
            self.folding.open_at(cursor)

    def _look_at_screen(self) -> None:
        """Lines that wait for their colours and can be seen wait no longer."""
        if self.looks.waiting:
            foot = self.viewport().rect().bottom()
            self.looks.show_lines(self.sight.block(0), self.sight.block(foot))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines can be seen."""
        super().resizeEvent(event)
        self._run = _NO_RUN
        self._look_at_screen()

    def recolour(self, colours: Inks) -> None:
        """Take on another theme's colours."""
        self.looks.recolour(colours)
        self.folding.recolour(colours)
        self._ground = colours.paper
        self.viewport().update()
        self._look_at_screen()

    def hide_marks(self, hidden: bool) -> None:
        """Whether signs are nearly invisible but on the caret's line."""
        self.looks.at_line(self.textCursor())
        self.looks.set_faint(hidden)
        self._mind_caret()
        self._look_at_screen()

    def set_story_font(self, font: QFont) -> None:
        """Set the text in ``font``."""
        self._run = _NO_RUN
        super().set_story_font(font)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the words, the triangles beside headings."""
        rect = event.rect()
        painter = QPainter(self._canvas)
        painter.fillRect(rect, self._ground)
        painter.end()
        QTextEdit.paintEvent(self, event)
        alone = self._alone(rect)
        self.folding.paint(rect, alone)
        if self.overpaint is not None:
            self.overpaint(rect, alone)

    def _alone(self, rect: QRect) -> QTextBlock | None:
        """The caret's block, where ``rect`` shows nothing else but empty lines beside it: that is
        how it is at nearly every key."""
        top = rect.top() + self._bar.value()
        first, last, block = self._run
        if first <= top and top + rect.height() <= last:
            return block  # only letters came since: it is where it was, and no smaller
        cursor = self.textCursor()
        block = cursor.block()
        above, below = block.previous(), block.next()
        if (above.isValid() and above.length() > 1) or (below.isValid() and below.length() > 1):
            return None
        box = self._layout.blockBoundingRect(block)
        first, last = -math.inf, math.inf
        if above.isValid():
            first = box.top() - self._layout.blockBoundingRect(above).height()
        if below.isValid():
            last = box.bottom() + self._layout.blockBoundingRect(below).height()
        if top < first or top + rect.height() > last:
            return None
        if cursor.position() == self._next:
            self._run = first, last, block
        return block

    # The text.

    def open(self, text: str) -> None:
        """Show ``text``; the undo stack is empty afterwards."""
        self.folding.forget()
        self.document().setUndoRedoEnabled(False)
        with anew(self, text):
            self.setPlainText("\n".join(split_lines(text)[0]))
        self._ends.open(text)
        self._ways.open()
        self.document().setUndoRedoEnabled(True)
        self._kept = text

    def text(self) -> str:
        """The source. Lines that nobody touched end as they did when they came."""
        if self._kept is None:
            self._kept = self._ends.text(self.document().toRawText())
        return self._kept

    def read_ahead(self) -> Iterator[None]:
        """Do what ``text`` would wait for, a little at a time; nothing is changed meanwhile."""
        revision = self._document.revision()
        parts: list[str] = []
        for part in self._ends.pieces():
            parts.append(part)
            yield
            if self._document.revision() != revision:
                return  # somebody was let in all the same
        self._kept = "".join(parts)

    def follow(self, text: str, *, join: bool = False) -> None:
        """Become ``text`` by changing only what differs, as one undo step; with ``join`` as a part
        of the last one."""
        old = self.text()
        if old == text:
            return
        was, wanted = self._ends.bare(old), self._ends.bare(text)
        if was is not None and wanted is not None:
            start, end, lines = _other_lines(was, wanted)
            ends = None
        else:
            start, end, lines, ends = self._other_ends(text)
        suit(self, "\n".join(lines))
        cursor = self.textCursor()  # an undo puts the caret back there
        cursor.joinPreviousEditBlock() if join else cursor.beginEditBlock()
        self._replace_lines(cursor, start, end, lines)
        if ends is not None:
            # The lines beside the new ones, too: Qt may have given them formats of those.
            first = max(0, start - 1)
            self._ends.put(cursor, first, ends[first : start + len(lines) + 1])
        cursor.endEditBlock()
        self._kept = text

    def _other_ends(self, text: str) -> tuple[int, int, list[str], list[str]]:
        """Which lines (first, end) give way to which, where their ends may be others; and the ends
        of all lines of ``text``."""
        was = self._ends.lines(self.document().toRawText())
        words, ends = split_lines(text)
        ends.append(was[-1][1])
        wanted = list(zip(words, ends, strict=True))
        head, tail = shared(was, wanted)
        return head, len(was) - tail, words[head : len(words) - tail], ends

    def _replace_lines(self, cursor: QTextCursor, start: int, end: int, lines: list[str]) -> None:
        document = self.document()
        count = document.blockCount()
        keep = QTextCursor.MoveMode.KeepAnchor
        if start >= count:  # behind the last line
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertText("\n" + "\n".join(lines))
            return
        first = document.findBlockByNumber(start)
        cursor.setPosition(first.position())
        if end < count:
            cursor.setPosition(document.findBlockByNumber(end).position(), keep)
            cursor.insertText("".join(line + "\n" for line in lines))
            return
        cursor.movePosition(QTextCursor.MoveOperation.End, keep)
        if not lines and start:
            anchor = first.position() - 1
            cursor.setPosition(anchor)
            cursor.movePosition(QTextCursor.MoveOperation.End, keep)
        cursor.insertText("\n".join(lines))

    # Positions in the source, counted in Python's characters.

    def offset(self, position: int) -> int:
        """Where in ``text()`` a position of the document lies."""
        block = self.document().findBlock(position)
        at = start_of(self.text(), block.blockNumber())
        return at + to_index(block.text(), position - block.position())

    def position(self, offset: int) -> int:
        """The document's position of an offset in ``text()``."""
        number, at = line_at(self.text(), max(0, offset))
        block = self.document().findBlockByNumber(number)
        return block.position() + to_units(block.text(), offset - at)

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lists go on at Enter; Tab moves an item; the arrows pass over what is folded."""
        typist, text, mods = self.typist, event.text(), event.modifiers()
        if typist is not None and typist.press(self, event, text, mods):
            event.accept()
            return
        letter = text.isprintable() and text
        if (not letter or (mods is not _NO_KEYS and is_command(mods))) and self.turned(event):
            event.accept()
            return
        if not letter and self._own_key(event.key(), mods & ~_KEYPAD):
            event.accept()
            return
        QTextEdit.keyPressEvent(self, event)
        if typist is not None and typist.waits:
            typist.done(self, text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composed letters follow the same rules as typed ones."""
        text = event.commitString()
        if self.typist is not None and text:
            self.typist.compose(self, text)
        QTextEdit.inputMethodEvent(self, event)
        if self.typist is not None and text:
            self.typist.done(self, text)

    def _own_key(self, key: int, mods: Qt.KeyboardModifier) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if mods == Qt.KeyboardModifier.ShiftModifier:
                # Qt's own puts a line separator in, which is no line end of a file.
                self.textCursor().insertText("\n")
                return True
            return not mods and self.acts.go_on()
        if key == Qt.Key.Key_Tab and not mods:
            self.acts.indent()
            return True
        if key == Qt.Key.Key_Backtab:
            if not self.acts.outdent():
                self.left_top.emit()
            return True
        if key == Qt.Key.Key_Up and not mods:
            if not QTextCursor(self.textCursor()).movePosition(QTextCursor.MoveOperation.Up):
                self.left_top.emit()
                return True
            return self.folding.step(-1)
        return key == Qt.Key.Key_Down and not mods and self.folding.step(1)

    # The clipboard and the mouse.

    def createMimeDataFromSelection(self) -> QMimeData:
        """The selection: Markdown, and none of what Qt makes of its colours."""
        return copied(self.textCursor())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words and pictures may come in."""
        if holds_other_files(source):
            return False
        return source.hasText() or source.hasHtml() or holds_picture(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words as they are; Markdown among them is Markdown here."""
        if files := local_files(source):
            self.files.emit(files)
            return
        if holds_picture(source) and (picture := picture_in(source)) is not None:
            self.picture.emit(picture, PASTED)
            return
        if source.hasFormat(MIME):
            self._insert(bytes(source.data(MIME).data()).decode("utf-8", "replace").strip("\n"))
            return
        html = source.html() if source.hasHtml() and self.road else ""
        text = words_of(source, later=is_rich(html) or source.hasText())
        linked = self._linked(text)
        html = html if is_rich(html) and not linked else ""
        give: Callable[[], object] = partial(self._insert, linked or text)
        if html and self.road is not None:
            give = partial(self.road, html, text)
        if text or html:
            self._weigh(text, html, give)
        elif said := unread(source):
            self.told.emit(said)

    def give_plain(self, source: QMimeData) -> None:
        """Paste words alone, whatever else the clipboard holds."""
        text = words_of(source, later=source.hasText())
        self._weigh(text, "", partial(self._insert, text))

    def _weigh(self, text: str, html: str, give: Callable[[], object]) -> None:
        """Ask first where it is much."""
        weight = weigh(text, html)
        if weight is None:
            give()
        elif weight.too_much:
            self.told.emit(weight.sentence)
        else:
            if not html and self.much is not None:
                give = partial(self.much, text)
            self.asked.emit(weight.sentence, _("Paste"), give)

    def insert_markdown(self, text: str, at: QTextCursor | None = None) -> None:
        """Put Markdown at the caret, or at another place, as one undo step: in the line where it is
        of one line, else with blank lines around."""
        cursor = self.textCursor() if at is None else QTextCursor(at)
        suit(self, text)
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        text = framed(cursor, text)
        cursor.insertText(bare_lines(text))
        cursor.endEditBlock()
        if at is None:
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def _linked(self, text: str) -> str:
        """An address that is pasted over words, as a link on them; "" for anything else."""
        words = self.textCursor().selectedText()
        # Not even stripped where there is nothing to link: of ten megabytes that is a copy.
        address = text.strip() if words.strip() else ""
        if not address or "\u2029" in words or not _ADDRESS.fullmatch(address):
            return ""
        if _ADDRESS.fullmatch(words.strip()):
            return ""  # one address in the place of another
        bare = words.strip()
        lead, tail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
        if bare.count("[") != bare.count("]"):
            bare = re.sub(r"(?<!\\)([\[\]])", r"\\\1", bare)
        # Brackets in an address would end it early.
        where = f"<{address}>" if "(" in address or ")" in address else address
        return f"{lead}[{bare}]({where}){tail}"

    def _insert(self, text: str) -> None:
        suit(self, text)
        end_step(self.document())
        self.textCursor().insertText(bare_lines(text))
        end_step(self.document())
        self.ensureCursorVisible()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a triangle folds or unfolds."""
        if event.button() == Qt.MouseButton.LeftButton and self.folding.press(event.position()):
            event.accept()
        else:
            super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls; with Ctrl the letters grow or shrink."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoomed.emit(1 if turned > 0 else -1)
            event.accept()
        else:
            event.ignore()


def framed(cursor: QTextCursor, text: str) -> str:
    """Markdown for a place: of one line as it is, else with blank lines around."""
    if "\n" not in text:
        return text
    upper, lower = around(cursor)
    return f"{upper}{text}{lower}"


def around(cursor: QTextCursor) -> tuple[str, str]:
    """What stands before and behind Markdown of several lines that comes in at a place."""
    first, last = QTextCursor(cursor), QTextCursor(cursor)
    first.setPosition(cursor.selectionStart())
    last.setPosition(cursor.selectionEnd())
    before = first.block().text()[: first.positionInBlock()].strip()
    after = last.block().text()[last.positionInBlock() :].strip()
    above, below = first.block().previous(), last.block().next()
    upper = "\n\n" if before else ("\n" if above.text().strip() else "")
    lower = "\n\n" if after else ("\n" if below.text().strip() else "")
    return upper, lower


def _other_lines(old: str, new: str) -> tuple[int, int, list[str]]:
    """Which lines of ``old`` (first, end) give way to which of ``new``."""
    head = shared_letters(old, new)
    head = old.rfind("\n", 0, head) + 1
    tail = shared_end(old, new, min(len(old), len(new)) - head)
    cut = old.find("\n", len(old) - tail)
    tail = len(old) - cut - 1 if cut >= 0 else 0
    start = old.count("\n", 0, head)
    if cut < 0:  # down to the last line
        return start, old.count("\n") + 1, new[head:].split("\n")
    lines = new[head : len(new) - tail]
    return start, start + old.count("\n", head, len(old) - tail), lines.split("\n")[:-1]

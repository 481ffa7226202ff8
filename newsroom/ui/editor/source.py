"""The Markdown view: the story's own text, byte for byte, with its signs set quietly."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from newsroom.i18n import _
from newsroom.ui.editor.highlight import MarkdownLooks
from newsroom.ui.editor.looks import Inks
from newsroom.ui.editor.paste import ASK_FROM, MOST, clean, words_of
from newsroom.ui.editor.positions import to_index, to_units
from newsroom.ui.editor.rich import MARGIN

# What Qt takes for the end of a block. Each line keeps its own, so that what nobody touched stays.
_ENDS: Final = re.compile("\r\n|[\n\r\u2029\ufdd0\ufdd1]")
_ITEM: Final = re.compile(
    r"(?P<lead>[ \t]*(?:>[ ]?)*[ \t]*)"
    r"(?:(?P<bullet>[-*+])|(?P<number>\d{1,9})(?P<dot>[.)]))"
    r"(?P<gap>[ \t]+)(?P<task>\[[ xX]\][ ])?"
)
_QUOTE: Final = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
_INDENT: Final = "    "
_PAIRS: Final = {
    "bold": "**",
    "italic": "*",
    "strike": "~~",
    "code": "`",
    "sub": "~",
    "sup": "^",
    "noted": "%%",
}
_HEAD: Final = re.compile(r"#{1,6}[ \t]+")


def split_lines(text: str) -> tuple[list[str], list[str]]:
    """Lines and the ends between them; ``ends`` is one shorter."""
    lines = _ENDS.split(text)
    return lines, _ENDS.findall(text)


class SourceView(QTextEdit):
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

    def __init__(self, *, colours: Inks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sourceView")
        self.setProperty("role", "source")
        self.setAccessibleName(_("Story as Markdown"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setCursorWidth(2)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setPlaceholderText(_("Write the story here, in Markdown"))
        self.document().setDocumentMargin(MARGIN)
        self._looks = MarkdownLooks(self.document(), colours)
        # It fills its own ground: every window behind it would be painted at each key otherwise.
        self._ground = colours.paper
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._base: tuple[list[str], list[str]] = ([""], [])
        self._end = "\n"
        self._kept: str | None = ""
        self._mixed: dict[str, str] = {}  # texts of several kinds of line ends, by what is shown

        self.document().contentsChange.connect(self._on_change)

    def _on_change(self, _position: int, removed: int, added: int) -> None:
        if removed or added:
            self._kept = None

    def recolour(self, colours: Inks) -> None:
        """Take on another theme's colours."""
        self._looks.recolour(colours)
        self._ground = colours.paper
        self.viewport().update()

    def set_story_font(self, font: QFont) -> None:
        """Set the text in ``font``."""
        self.setFont(font)
        if self.document().defaultFont() != font:
            self.document().setDefaultFont(font)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, then the words."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._ground)
        painter.end()
        super().paintEvent(event)

    # The text.

    def open(self, text: str) -> None:
        """Show ``text``; the undo stack is empty afterwards."""
        self._mixed = {}
        self._take_base(text)
        self.document().setUndoRedoEnabled(False)
        self.setPlainText("\n".join(self._base[0]))
        self.document().setUndoRedoEnabled(True)
        self._kept = text

    def _take_base(self, text: str) -> None:
        self._base = split_lines(text)
        ends = self._base[1]
        self._end = max(set(ends), key=ends.count) if ends else "\n"
        if len(set(ends)) > 1:
            # An undo that brings these lines back brings back how each of them ended.
            self._mixed["\u2029".join(self._base[0])] = text

    def text(self) -> str:
        """The source. Lines that nobody touched end as they did when they came."""
        if self._kept is None:
            raw = self.document().toRawText()
            self._kept = self._mixed.get(raw) or self._join(raw.split("\u2029"))
        return self._kept

    def _join(self, lines: list[str]) -> str:
        """Lines with their ends: those of the shared beginning and end as they were."""
        old, ends = self._base
        head = 0
        most = min(len(lines), len(old))
        while head < most and lines[head] == old[head]:
            head += 1
        tail = 0
        while tail < most - head and lines[-1 - tail] == old[-1 - tail]:
            tail += 1
        found: list[str] = []
        last = len(lines) - 1
        for index, line in enumerate(lines):
            found.append(line)
            if index == last:
                break
            behind = last - index  # ends between this line and the last
            if index < head and index < len(ends):
                found.append(ends[index])
            elif behind <= tail and behind <= len(ends):
                found.append(ends[-behind])
            else:
                found.append(self._end)
        return "".join(found)

    def follow(self, text: str) -> None:
        """Become ``text`` by changing only what differs, as one undo step."""
        now, new = self.text(), text
        if now == new:
            return
        lines = self.document().toRawText().split("\u2029")
        wanted = split_lines(new)[0]
        head = 0
        most = min(len(lines), len(wanted))
        while head < most and lines[head] == wanted[head]:
            head += 1
        tail = 0
        while tail < most - head and lines[-1 - tail] == wanted[-1 - tail]:
            tail += 1
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        self._replace_lines(cursor, head, len(lines) - tail, wanted[head : len(wanted) - tail])
        cursor.endEditBlock()
        self._take_base(new)
        self._kept = new

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
        number = block.blockNumber()
        text = self.text()
        at = 0
        for found, _line in zip(_ENDS.finditer(text), range(number), strict=False):
            at = found.end()
        return at + to_index(block.text(), position - block.position())

    def position(self, offset: int) -> int:
        """The document's position of an offset in ``text()``."""
        text = self.text()
        number, at = 0, 0
        for found in _ENDS.finditer(text, 0, max(0, min(offset, len(text)))):
            number, at = number + 1, found.end()
        block = self.document().findBlockByNumber(number)
        return block.position() + to_units(block.text(), offset - at)

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lists go on at Enter; Tab moves an item; the rest is Qt's."""
        key, mods = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not mods and self._continue():
            event.accept()
            return
        if key == Qt.Key.Key_Tab and not mods:
            self._indent()
            event.accept()
            return
        if key == Qt.Key.Key_Backtab:
            if not self._outdent():
                self.left_top.emit()
            event.accept()
            return
        if (
            key == Qt.Key.Key_Up
            and not mods
            and not QTextCursor(self.textCursor()).movePosition(QTextCursor.MoveOperation.Up)
        ):
            self.left_top.emit()
            event.accept()
            return
        super().keyPressEvent(event)

    def _continue(self) -> bool:
        """Enter in a list or quote: the next line begins like this one; an empty one ends it."""
        cursor = self.textCursor()
        line = cursor.block().text()
        at = cursor.position() - cursor.block().position()
        found = _ITEM.match(line) or _QUOTE.match(line)
        if found is None or cursor.hasSelection() or at < to_units(line, found.end()):
            return False
        if found.end() == len(line):
            cursor.movePosition(
                QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            cursor.removeSelectedText()
            self.setTextCursor(cursor)
            return True
        cursor.insertText("\n" + _next_lead(found))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        return True

    def _indent(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection() or _ITEM.match(cursor.block().text()):
            self._each_line(lambda line: _INDENT + line if line else line)
        else:
            cursor.insertText(_INDENT)

    def _outdent(self) -> bool:
        first = self.document().findBlock(self.textCursor().selectionStart()).text()
        if not first.startswith((" ", "\t")):
            return False
        self._each_line(lambda line: re.sub(r"^(?: {1,4}|\t)", "", line))
        return True

    def _each_line(self, change) -> None:  # type: ignore[no-untyped-def]
        cursor = self.textCursor()
        document = self.document()
        block = document.findBlock(cursor.selectionStart())
        last = document.findBlock(max(cursor.selectionStart(), cursor.selectionEnd() - 1))
        work = QTextCursor(cursor)
        work.beginEditBlock()
        while block.isValid() and block.blockNumber() <= last.blockNumber():
            old, new = block.text(), change(block.text())
            if old != new:
                # Only the front differs, so that the caret stays on its words.
                same = 0
                while same < min(len(old), len(new)) and old[-1 - same] == new[-1 - same]:
                    same += 1
                work.setPosition(block.position())
                work.setPosition(
                    block.position() + to_units(old, len(old) - same),
                    QTextCursor.MoveMode.KeepAnchor,
                )
                work.insertText(new[: len(new) - same])
            block = block.next()
        work.endEditBlock()

    # Formats, as Markdown.

    def wrap(self, name: str) -> None:
        """Put bold, italic, strike or code signs around the selection, or take them off."""
        sign = _PAIRS[name]
        cursor = self.textCursor()
        document = self.document()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        outer = QTextCursor(document)
        outer.setPosition(max(0, start - len(sign)))
        outer.setPosition(
            min(end + len(sign), document.characterCount() - 1), QTextCursor.MoveMode.KeepAnchor
        )
        text = outer.selectedText()
        work = QTextCursor(cursor)
        work.beginEditBlock()
        if len(text) >= 2 * len(sign) and text.startswith(sign) and text.endswith(sign):
            outer.insertText(text[len(sign) : len(text) - len(sign)])
            start -= len(sign)
            end -= len(sign)
        else:
            work.setPosition(end)
            work.insertText(sign)
            work.setPosition(start)
            work.insertText(sign)
            start += len(sign)
            end += len(sign)
        work.endEditBlock()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def prefix(self, name: str) -> None:
        """Make the chosen lines headings, items or quotes by their signs, or take the signs off."""
        if name.startswith("heading") or name == "paragraph":
            sign = "#" * int(name[7:]) + " " if name != "paragraph" else ""

            def change(line: str) -> str:
                bare = _HEAD.sub("", line, count=1)
                return bare if line == sign + bare else sign + bare

            self._each_line(change)
            return
        sign = {"bullets": "- ", "numbers": "1. ", "tasks": "- [ ] ", "quote": "> "}[name]
        self._each_line(
            lambda line: (
                line[len(sign) :] if line.startswith(sign) else (sign + line if line else line)
            )
        )

    def insert_block(self, text: str) -> None:
        """Put Markdown of a block of its own below the caret's line."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        above = cursor.block().previous()
        lead = "\n\n" if cursor.block().text() else "\n" if above.text() else ""
        cursor.insertText(f"{lead}{text}\n\n")
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # The clipboard and the mouse.

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Only words may come in."""
        return source.hasText() or source.hasHtml()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words as they are; Markdown among them is Markdown here."""
        text = words_of(source)
        if len(text) > MOST:
            self.told.emit(
                _("The clipboard holds {size} MB of text, which is too much for a story.").format(
                    size=len(text) // 1_000_000
                )
            )
        elif len(text) > ASK_FROM:
            self.asked.emit(
                _("The clipboard holds {count} characters. Pasting them may take a while.").format(
                    count=f"{len(text):,}"
                ),
                _("Paste"),
                lambda: self._insert(text),
            )
        elif text:
            self._insert(text)

    def _insert(self, text: str) -> None:
        self.textCursor().insertText(clean(text))
        self.ensureCursorVisible()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls; with Ctrl the letters grow or shrink."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoomed.emit(1 if turned > 0 else -1)
            event.accept()
        else:
            event.ignore()


def _next_lead(found: re.Match[str]) -> str:
    """How the line after a list item or quote begins."""
    if found.re is _QUOTE:
        return found[0]
    sign = found["bullet"] or f"{int(found['number']) + 1}{found['dot']}"
    task = "[ ] " if found["task"] else ""
    return f"{found['lead']}{sign}{found['gap']}{task}"

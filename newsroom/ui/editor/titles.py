"""Kicker, headline, dek and dateline, set as on the page, each as high as its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QPaintEvent,
    QTextCursor,
    QTextOption,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QLabel, QTextEdit, QWidget

from newsroom.i18n import N_, _
from newsroom.news.article import ARTICLE_FIELDS
from newsroom.news.fields import Kind, Spec
from newsroom.ui.editor.afterkey import AfterKey
from newsroom.ui.editor.hooks import Overpaint, Watcher
from newsroom.ui.editor.positions import outward, to_units
from newsroom.ui.editor.turns import has_turns
from newsroom.ui.widgets.ground import give_ground
from newsroom.values import dataclass

TITLES: Final = ("kicker", "headline", "dek", "dateline")
"""The fields above the body, in the order of the page."""

_HINTS: Final[Mapping[str, str]] = {
    "kicker": N_("Kicker"),
    "headline": N_("Headline"),
    "dek": N_("Dek: what the story says, in a sentence or two"),
    "dateline": N_("Dateline"),
}
_TOP: Final = 24  # pixels above the kicker
_GAPS: Final[Mapping[str, int]] = {"kicker": 2, "headline": 6, "dek": 8, "dateline": 12}
_AMBER: Final = 0.9  # of the advised length: the counter shows itself
_COUNTER: Final = 96  # pixels of the counter beside the column


@dataclass(frozen=True, slots=True)
class Count:
    """A counter's words, and whether the text is "near" or "over" the advised length."""

    text: str
    state: str


def count(length: int, spec: Spec) -> Count:
    """The counter of a field that holds ``length`` characters."""
    limit = spec.advice or spec.most
    if limit is None:
        return Count(str(length), "")
    if length > limit:
        return Count(
            _("{length}/{limit}, {over} over").format(
                length=length, limit=limit, over=length - limit
            ),
            "over",
        )
    state = "near" if length >= limit * _AMBER else ""
    return Count(_("{length}/{limit}").format(length=length, limit=limit), state)


class TitleField(QTextEdit):
    """One field of plain text that is as high as its text."""

    edited = Signal(str, str)
    """(field, its text) after each change by a person."""
    left = Signal(str, int)
    """(field, +1 or -1): the caret wants to go to the next or the previous field."""
    grew = Signal()
    refused = Signal(str)
    """A sentence: why what was typed or pasted was cut."""
    files = Signal(object)
    """Paths that somebody copied in a file manager and pasted."""

    def __init__(self, name: str, spec: Spec, parent: QWidget) -> None:
        super().__init__(parent)
        give_ground(self)
        self.name = name
        self.spec = spec
        self._lines = spec.kind is Kind.TEXT
        self._height = 0
        self._face: QFont | None = None
        self._silent = False
        self.setObjectName(f"title_{name}")
        self.setProperty("role", name)
        self.setAccessibleName(_(spec.label))
        self.setPlaceholderText(_(_HINTS.get(name, spec.label)))
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.overpaint: Overpaint | None = None
        """Called when the text was painted, to paint over it."""
        self.typist: Watcher | None = None
        self.turned: Callable[[], object] | None = None
        """Called when a sign that turns the text's direction is seen."""
        self.textChanged.connect(self._on_text)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._measure())

    @cached_property
    def after(self) -> AfterKey:
        """What waits for a key's letter to be painted."""
        return AfterKey(self)

    def set_face(self, font: QFont) -> None:
        """Set the text in ``font``."""
        self._face = font
        self.setFont(font)
        self.document().setDefaultFont(font)

    def changeEvent(self, event: QEvent) -> None:
        """The sheet sets fonts too when it is polished; the page's face stands."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._face is not None:
            self.document().setDefaultFont(self._face)

    def text(self) -> str:
        """What the field holds."""
        # Not toPlainText: that turns no-break spaces into spaces.
        return self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")

    def put(self, text: str) -> None:
        """Show ``text``, which came from elsewhere; the undo stack begins anew."""
        if text == self.text():
            return
        self._silent = True
        self.setPlainText(text)
        self._silent = False
        self._measure()

    def open(self, text: str) -> None:
        """Show the field of another story: nothing can be undone, the caret is at its start."""
        if text == self.text():
            self.document().clearUndoRedoStacks()
            self.moveCursor(QTextCursor.MoveOperation.Start)
        else:
            self.put(text)

    def choose(self, start: int, end: int | None = None) -> None:
        """Select these characters, or put the caret at the first."""
        text, cursor = self.toPlainText(), self.textCursor()
        last = len(text)
        cursor.setPosition(to_units(text, min(start, last)))
        stop = start if end is None else end
        cursor.setPosition(to_units(text, min(stop, last)), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def after_text(self, width: int) -> tuple[float, bool]:
        """The pixels of ``width`` that the last line leaves free, and whether they are at its
        left, as where Persian is written."""
        block = self.document().lastBlock()
        layout = block.layout()
        lines = layout.lineCount()
        taken = layout.lineAt(lines - 1).naturalTextWidth() if lines else 0.0
        return width - taken, block.textDirection() == Qt.LayoutDirection.RightToLeft

    def needed(self, width: int) -> int:
        """The height in pixels that the text takes at ``width``."""
        document = self.document()
        if document.textWidth() != width:
            document.setTextWidth(width)
        line = self.fontMetrics().lineSpacing()
        return max(line, round(document.size().height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, and what is painted over them."""
        super().paintEvent(event)
        if self.overpaint is not None:
            self.overpaint(event.rect(), None)

    def _measure(self) -> None:
        height = round(self.document().size().height())
        if height != self._height:
            self._height = height
            self.grew.emit()

    def _on_text(self) -> None:
        text = self.text()
        if self.turned is not None and has_turns(text):
            self.turned()
        if not self._silent:
            self.edited.emit(self.name, text)

    def _room(self) -> int | None:
        if self.spec.most is None:
            return None
        chosen = self.textCursor().selectedText()
        return max(0, self.spec.most - len(self.text()) + len(chosen))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the arrows lead on to the neighbours; the hard limit holds."""
        typist, text, mods = self.typist, event.text(), event.modifiers()
        if typist is not None and typist.press(self, event, text, mods):
            event.accept()
            return
        self._press(event, mods)
        if typist is not None:
            typist.done(self, text)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Composed letters follow the same rules as typed ones."""
        text = event.commitString()
        if self.typist is not None and text:
            self.typist.compose(self, text)
        super().inputMethodEvent(event)
        if self.typist is not None and text:
            self.typist.done(self, text)

    def _press(self, event: QKeyEvent, mods: Qt.KeyboardModifier) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._lines and mods & Qt.KeyboardModifier.ShiftModifier:
                self.textCursor().insertBlock()
            else:
                self.left.emit(self.name, 1)
            event.accept()
            return
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not mods:
            way = (
                QTextCursor.MoveOperation.Up
                if key == Qt.Key.Key_Up
                else QTextCursor.MoveOperation.Down
            )
            if not QTextCursor(self.textCursor()).movePosition(way):
                self.left.emit(self.name, -1 if key == Qt.Key.Key_Up else 1)
                event.accept()
                return
        if (
            event.text().isprintable()
            and event.text()
            and self._room() == 0
            and not mods & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier)
        ):
            self._refuse()
            event.accept()
            return
        super().keyPressEvent(event)

    def _refuse(self) -> None:
        self.refused.emit(
            _("{field} takes {most} characters at most; the rest was left out.").format(
                field=_(self.spec.label), most=self.spec.most
            )
        )

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Only words may come in."""
        from newsroom.ui.storyfiles import local_files

        # Files are the window's to take.
        return (source.hasText() or source.hasHtml()) and not local_files(source)

    def fitting(self, text: str) -> str:
        """``text`` as it may stand here: one line where the field is one line."""
        return text if self._lines else " ".join(text.split())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Take words alone: one line where the field is one line, never past its limit."""
        from newsroom.ui.editor.pastewords import words_of
        from newsroom.ui.storyfiles import local_files

        if files := local_files(source):
            self.files.emit(files)
            return
        text = self.fitting(outward(words_of(source)))
        room = self._room()
        if room is not None and len(text) > room:
            text = text[:room]
            self._refuse()
        self.textCursor().insertText(text)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the caret came (its counter shows, the page scrolls)."""
        super().focusInEvent(event)
        self.grew.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the caret went."""
        super().focusOutEvent(event)
        self.grew.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, not the field."""
        event.ignore()


class Titles(QWidget):
    """The fields above the body, one beneath the other, each with its counter."""

    edited = Signal(str, str)
    """(field, its text) after each change by a person."""
    grew = Signal()
    """The height changed; the page must be set anew."""
    into_body = Signal()
    """The caret goes on into the body."""
    refused = Signal(str)
    files = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("titles")
        self.fields: dict[str, TitleField] = {}
        self._counters: dict[str, QLabel] = {}
        self._under: dict[str, int] = {}  # what a counter takes under its field
        self._setting: tuple[int, QRect] | None = None
        self._opening = False
        for name in TITLES:
            field = TitleField(name, ARTICLE_FIELDS[name], self)
            field.edited.connect(self._on_edited)
            field.refused.connect(self.refused)
            field.files.connect(self.files)
            field.left.connect(self._on_left)
            field.grew.connect(self._on_grew)
            self.fields[name] = field

    def open(self, texts: Mapping[str, str]) -> None:
        """Show the fields of another story, by name; what could be undone is forgotten."""
        self._opening = True
        for name, text in texts.items():
            self.fields[name].open(text)
        self._opening = False
        self.grew.emit()

    def set_fonts(self, fonts: Mapping[str, QFont]) -> None:
        """Set each field in its own font."""
        for name, field in self.fields.items():
            field.set_face(fonts[name])
        self.grew.emit()

    def focus(self, name: str, *, end: bool = True) -> None:
        """Put the caret into a field."""
        field = self.fields[name]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.moveCursor(QTextCursor.MoveOperation.End if end else QTextCursor.MoveOperation.Start)

    def focused(self) -> TitleField | None:
        """The field that holds the caret."""
        return next((field for field in self.fields.values() if field.hasFocus()), None)

    def height_for(self, width: int, column: QRect) -> int:
        """Set the fields into ``column`` and give the height that they take, in pixels."""
        self._setting = (width, column)
        top = _TOP
        for name, field in self.fields.items():
            height = field.needed(column.width())
            field.setGeometry(column.x(), top, column.width(), height)
            self._under[name] = self._place_counter(name, field, width, column)
            top += height + self._under[name] + _GAPS[name]
        return top

    def _place_counter(self, name: str, field: TitleField, width: int, column: QRect) -> int:
        """Beside the column, else where the last line ends early, else under it; gives the pixels
        that it takes there."""
        told = count(len(field.text()), field.spec)
        shown = bool(told.state) or (field.hasFocus() and bool(field.text()))
        if not shown and name not in self._counters:
            return 0
        counter = self._counter(name)
        under = 0
        if shown:
            if counter.text() != told.text:
                counter.setText(told.text)
            if counter.property("state") != told.state:
                counter.setProperty("state", told.state)
                counter.style().unpolish(counter)
                counter.style().polish(counter)
            size = counter.sizeHint()
            wide = min(size.width(), max(_COUNTER, width - column.right() - 12))
            left = column.right() + 10
            line = field.fontMetrics().height()
            top = field.y() + max(0, (line - size.height()) // 2)
            if left + wide > width:
                free, mirrored = field.after_text(column.width())
                wide = min(size.width(), column.width())
                left = column.left() if mirrored else column.right() - wide + 1
                if free < wide + 10:
                    under = size.height()
                    top = field.geometry().bottom() + 1
                else:
                    top += field.height() - line
            counter.setGeometry(left, top, wide, size.height())
            counter.raise_()
        counter.setVisible(shown)
        return under

    def _counter(self, name: str) -> QLabel:
        """The counter of a field; made when it has something to say."""
        if name not in self._counters:
            counter = self._counters[name] = QLabel(self)
            counter.setObjectName(f"counter_{name}")
            counter.setProperty("role", "count")
            label = _(self.fields[name].spec.label)
            counter.setAccessibleName(_("{field}: characters").format(field=label))
        return self._counters[name]

    def _on_edited(self, name: str, text: str) -> None:
        if self._setting is not None:
            under = self._place_counter(name, self.fields[name], *self._setting)
            if under != self._under[name]:
                self.grew.emit()
        self.edited.emit(name, text)

    def _on_grew(self) -> None:
        if not self._opening:
            self.grew.emit()

    def _on_left(self, name: str, way: int) -> None:
        index = TITLES.index(name) + way
        if index >= len(TITLES):
            self.into_body.emit()
        elif index >= 0:
            self.focus(TITLES[index], end=way < 0)

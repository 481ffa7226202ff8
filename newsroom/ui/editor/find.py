"""Find and replace: the bar, and the search through the body and the title fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRegularExpression, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)

from newsroom.i18n import _, ngettext
from newsroom.ui.editor.positions import inward
from newsroom.ui.editor.titles import TitleField

MOST_SHOWN: Final = 1_000  # places that are marked at once; more than a person looks at
_PAUSE_MS: Final = 120  # typing into the bar rests this long before the story is searched
_FIELD: Final = 160  # pixels that the words have at least
_WIDE: Final = 720  # pixels of a bar in which all stands in two rows
_GROUP: Final = re.compile(r"\\(\d)|\$(\d)|\\(n|t|\\)|\$\$")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    words: str
    case: bool = False
    whole: bool = False
    pattern: bool = False

    def expression(self) -> QRegularExpression:
        """The search as Qt's pattern, which has a limit of steps and so can't hang the window."""
        text = self.words if self.pattern else QRegularExpression.escape(self.words)
        if self.whole:
            text = rf"(?<!\w)(?:{text})(?!\w)"
        options = (
            QRegularExpression.PatternOption.UseUnicodePropertiesOption
            | QRegularExpression.PatternOption.MultilineOption
        )
        if not self.case:
            options |= QRegularExpression.PatternOption.CaseInsensitiveOption
        return QRegularExpression(text, options)


@dataclass(frozen=True, slots=True)
class Place:
    """Something found: which text it lies in, from where to where (document positions)."""

    editor: QTextEdit
    start: int
    end: int
    groups: tuple[str, ...]


def places(editor: QTextEdit, expression: QRegularExpression) -> Iterator[Place]:
    """Everything in one editor that fits, in order; nothing empty, nothing across blocks."""
    block: QTextBlock = editor.document().begin()
    while block.isValid():
        text = block.text()
        if text:
            found = expression.globalMatch(text)
            while found.hasNext():
                match = found.next()
                # Pictures and raw tags are no words: what holds one is not touched.
                if match.capturedLength() > 0 and "\ufffc" not in match.captured():
                    yield Place(
                        editor,
                        block.position() + match.capturedStart(),
                        block.position() + match.capturedEnd(),
                        tuple(match.capturedTexts()),
                    )
        block = block.next()


def fill(template: str, groups: Sequence[str]) -> str:
    r"""The replacement of a pattern: ``\1`` or ``$1`` stand for what the groups held."""

    def part(found: re.Match[str]) -> str:
        number = found[1] or found[2]
        if number is not None:
            index = int(number)
            return groups[index] if index < len(groups) else ""
        return {"n": "\n", "t": "\t", "\\": "\\"}.get(found[3] or "", "$")

    return _GROUP.sub(part, template)


def replace_all(found: Sequence[Place], replacement: str, *, pattern: bool) -> int:
    """Replace every place; one undo step in each text that holds some. Gives how many."""
    for editor in dict.fromkeys(place.editor for place in found):
        cursor = QTextCursor(editor.document())
        cursor.beginEditBlock()
        for place in reversed([p for p in found if p.editor is editor]):
            put(cursor, place, replacement, pattern=pattern)
        cursor.endEditBlock()
    return len(found)


def put(cursor: QTextCursor, place: Place, replacement: str, *, pattern: bool) -> None:
    """Put the replacement in a place, in the looks of its first letter."""
    cursor.setPosition(place.start + 1)
    looks: QTextCharFormat = cursor.charFormat()
    cursor.setPosition(place.start)
    cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
    text = fill(replacement, place.groups) if pattern else replacement
    if isinstance(place.editor, TitleField) and "\n" in text:
        text = place.editor.fitting(text)
    cursor.insertText(inward(text), looks)


class FindBar(QWidget):
    """The bar: words, how they are meant, what they become, how many there are."""

    closed = Signal()
    places_changed = Signal(object)
    """tuple of Place: what is to be marked."""
    shown = Signal(object)
    """The Place that the person came to."""
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findBar")
        self.setProperty("role", "bar")
        self.as_one: Callable[[Callable[[], int]], int] = lambda act: act()
        """Does what changes several texts so that one step back takes it back in all of them."""
        self._editors: tuple[QTextEdit, ...] = ()
        self._places: tuple[Place, ...] = ()
        self._current = -1
        self.words = self._line(_("Find"))
        self.replacement = self._line(_("Replace with"))
        self.case = QCheckBox(_("Case"), self)
        self.case.setToolTip(_("Capital and small letters differ"))
        self.whole = QCheckBox(_("Whole words"), self)
        self.pattern = QCheckBox(_("Pattern"), self)
        self.pattern.setToolTip(_("The words are a regular expression"))
        self.told_count = QLabel(self)
        self.told_count.setProperty("role", "caption")
        self.told_count.setAccessibleName(_("Places found"))
        self.previous = self._button(_("Previous"), lambda: self.step(-1))
        self.next = self._button(_("Next"), lambda: self.step(1))
        self.one = self._button(_("Replace"), self.replace)
        self.all = self._button(_("Replace all"), self.replace_everywhere)
        self.close_button = self._button(_("Close"), self.dismiss)
        self._beside = False
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.search)
        self.words.textChanged.connect(lambda _text: self._timer.start())
        for box in (self.case, self.whole, self.pattern):
            box.toggled.connect(lambda _on: self.search())

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setClearButtonEnabled(True)
        return line

    def _button(self, text: str, run) -> QPushButton:  # type: ignore[no-untyped-def]
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: run())
        return button

    def _lay_out(self) -> None:
        grid = self._grid = QGridLayout(self)
        grid.setContentsMargins(16, 8, 16, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.addWidget(self.words, 0, 0)
        grid.addWidget(self.replacement, 1, 0)
        self.words.setMinimumWidth(_FIELD)
        upper, lower, options = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for widget in (self.previous, self.next):
            upper.addWidget(widget)
        upper.addStretch(1)
        upper.addWidget(self.close_button)
        for widget in (self.one, self.all):
            lower.addWidget(widget)
        lower.addStretch(1)
        for box in (self.case, self.whole, self.pattern):
            options.addWidget(box)
        options.addWidget(self.told_count, 1)
        self.told_count.setMinimumWidth(1)  # the page is no wider for what is told
        self._options = QWidget(self)
        self._options.setLayout(options)
        options.setContentsMargins(0, 0, 0, 0)
        options.setSpacing(8)
        grid.addLayout(upper, 0, 1)
        grid.addLayout(lower, 1, 1)
        grid.addWidget(self._options, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is room, how to look stands behind the fields, else under them."""
        super().resizeEvent(event)
        beside = self.width() >= _WIDE
        if beside != self._beside:
            self._beside = beside
            place = (1, 2, 1, 1) if beside else (2, 0, 1, 2)
            self._grid.removeWidget(self._options)
            self._grid.addWidget(self._options, *place)

    # What the pane does with it.

    def search_in(self, editors: Sequence[QTextEdit]) -> None:
        """Look in these texts from now on, in this order."""
        self._editors = tuple(editors)
        if self.isVisible():
            self.search()

    def open(self, words: str = "") -> None:
        """Show the bar, with ``words`` to look for."""
        if words:
            self.words.setText(words)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self.search()

    def dismiss(self) -> None:
        """Put the bar away."""
        self._timer.stop()
        self._places, self._current = (), -1
        self.places_changed.emit(())
        self.hide()
        self.closed.emit()

    def refresh(self) -> None:
        """The text changed: look again soon."""
        if self.isVisible():
            self._timer.start()

    @property
    def wanted(self) -> Wanted:
        """What is looked for now."""
        return Wanted(
            inward(self.words.text()) if self.pattern.isChecked() else self.words.text(),
            case=self.case.isChecked(),
            whole=self.whole.isChecked(),
            pattern=self.pattern.isChecked(),
        )

    def search(self) -> None:
        """Look through all texts and say how many places there are."""
        self._timer.stop()
        wanted = self.wanted
        if not wanted.words:
            self._found((), "")
            return
        expression = wanted.expression()
        if not expression.isValid():
            self._found(
                (), _("This pattern can't be read: {why}").format(why=expression.errorString())
            )
            return
        found = tuple(p for editor in self._editors for p in places(editor, expression))
        self._found(found, "")

    def _found(self, found: tuple[Place, ...], fault: str) -> None:
        self._places = found
        self._current = self._at_caret()
        self.places_changed.emit(found[:MOST_SHOWN])
        for button in (self.previous, self.next, self.one, self.all):
            button.setEnabled(bool(found))
        self.told_count.setText(fault or self._count())
        self.told_count.setToolTip(fault)

    def _count(self) -> str:
        if not self.words.text():
            return ""
        if not self._places:
            return _("Nothing found")
        if self._current >= 0:
            return _("{number} of {count}").format(
                number=self._current + 1, count=len(self._places)
            )
        return ngettext("{count} place", "{count} places", len(self._places)).format(
            count=len(self._places)
        )

    def _at_caret(self) -> int:
        for index, place in enumerate(self._places):
            cursor = place.editor.textCursor()
            if (cursor.selectionStart(), cursor.selectionEnd()) == (place.start, place.end):
                return index
        return -1

    def step(self, way: int) -> None:
        """Go to the next place (+1) or the previous one (-1), from the caret on."""
        if not self._places:
            return
        self._current = self._neighbour(way)
        place = self._places[self._current]
        cursor = place.editor.textCursor()
        cursor.setPosition(place.start)
        cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
        place.editor.setTextCursor(cursor)
        self.shown.emit(place)
        self.told_count.setText(self._count())

    def _neighbour(self, way: int) -> int:
        if self._current >= 0:
            return (self._current + way) % len(self._places)
        body = self._editors[-1] if self._editors else None
        if body is None:
            return 0
        caret = body.textCursor().position()
        inside = [i for i, p in enumerate(self._places) if p.editor is body]
        if way > 0:
            return next((i for i in inside if self._places[i].start >= caret), 0)
        return next(
            (i for i in reversed(inside) if self._places[i].end <= caret), len(self._places) - 1
        )

    def replace(self) -> None:
        """Replace the place under the caret and go to the next; without one, go to the first."""
        if self._current < 0 or self._at_caret() != self._current:
            self.step(1)
            return
        place = self._places[self._current]
        cursor = place.editor.textCursor()
        cursor.beginEditBlock()
        put(cursor, place, self.replacement.text(), pattern=self.pattern.isChecked())
        cursor.endEditBlock()
        place.editor.setTextCursor(cursor)
        self.search()
        self.step(1)

    def replace_everywhere(self) -> None:
        """Replace all places at once."""
        self.search()
        count = self.as_one(
            lambda: replace_all(
                self._places, self.replacement.text(), pattern=self.pattern.isChecked()
            )
        )
        self.search()
        if count:
            self.told.emit(
                ngettext("Replaced {count} place.", "Replaced {count} places.", count).format(
                    count=count
                )
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter walks, Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.replacement.hasFocus():
                self.replace()
            else:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

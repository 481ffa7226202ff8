"""Find and replace: the bar that asks for words in the story and its title fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
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
from newsroom.ui.editor.places import Place, Stretch, Wanted, places, put, replace_all
from newsroom.ui.editor.positions import inward
from newsroom.ui.editor.storyview import StoryView

MOST_SHOWN: Final = 1_000  # places that are marked at once; more than a person looks at
_UNDO: Final = QKeySequence.StandardKey.Undo
_REDO: Final = QKeySequence.StandardKey.Redo
_PAUSE_MS: Final = 120  # typing into the bar rests this long before the story is searched
_FIELD: Final = 160  # pixels that the words have at least
_WIDE: Final = 720  # pixels of a bar in which all stands in two rows


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
        self._here: QTextEdit | None = None  # the text that the person came to last
        self._replaced = False  # and nothing was typed into the bar since
        self.stretch: Stretch | None = None
        """All that is looked through, where that is a selection."""
        self.words = self._line(_("Find"))
        self.replacement = self._line(_("Replace with"))
        self.case = QCheckBox(_("Case"), self)
        self.case.setToolTip(_("Capital and small letters differ"))
        self.whole = QCheckBox(_("Whole words"), self)
        self.pattern = QCheckBox(_("Pattern"), self)
        self.pattern.setToolTip(_("The words are a regular expression"))
        self.chosen = QCheckBox(_("In selection"), self)
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
        self.chosen.toggled.connect(self._choose)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(name)
        line.setAccessibleName(name)
        line.setClearButtonEnabled(True)
        line.textEdited.connect(self._edited)
        line.installEventFilter(self)
        return line

    def _edited(self) -> None:
        self._replaced = False

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        """One step back after a replacement is the story's, not the field's."""
        if (
            self._replaced
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (event.matches(_UNDO) or event.matches(_REDO))
        ):
            event.ignore()
            return True
        return super().eventFilter(field, event)

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
        for box in (self.case, self.whole, self.pattern, self.chosen):
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
        if self.stretch is not None and self.stretch.editor not in self._editors:
            self.chosen.setChecked(False)
        if self.isVisible():
            self.search()

    def open(self, words: str = "", *, chosen: bool = False) -> None:
        """Show the bar, with ``words`` to look for; only in what is ``chosen``."""
        if words:
            self.words.setText(words)
        if chosen:
            self.chosen.setChecked(False)  # it may be another stretch
            self.chosen.setChecked(True)
        self.show()
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()
        self.search()

    def dismiss(self) -> None:
        """Put the bar away."""
        self._timer.stop()
        if self.stretch is not None and not self.stretch.editor.textCursor().hasSelection():
            self.stretch.editor.setTextCursor(self.stretch.cursor)
        self.chosen.setChecked(False)
        self._places, self._current = (), -1
        self.places_changed.emit(())
        self.hide()
        self.closed.emit()

    def refresh(self) -> None:
        """The text changed: look again soon."""
        if self.isVisible():
            self._timer.start()

    def _choose(self, on: bool) -> None:
        """Look only through what is selected now, or through all again."""
        body = self._editors[-1] if self._editors else None
        if not on or body is None:
            self.stretch = None
        elif body.textCursor().hasSelection():
            self.stretch = Stretch(body)
            start = body.textCursor()
            start.setPosition(start.selectionStart())
            body.setTextCursor(start)  # a selection would be painted over what is found
        else:
            self.chosen.setChecked(False)
            self.told.emit(_("Nothing is selected in the story; select some of it first."))
            return
        self.search()

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
        for editor in self._editors:
            if isinstance(editor, StoryView):
                editor.complete()
        found = tuple(p for editor in self._editors for p in places(editor, expression))
        if self.stretch is not None:
            found = tuple(filter(self.stretch.holds, found))
        self._found(found, "")

    def _found(self, found: tuple[Place, ...], fault: str) -> None:
        self._places = found
        self._current = self._at_caret()
        self.places_changed.emit(found[:MOST_SHOWN])
        buttons = (self.previous, self.next, self.one, self.all)
        if not found and any(button.hasFocus() for button in buttons):
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)  # Qt would give it to Close
        for button in buttons:
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
        self._here = place.editor
        cursor = place.editor.textCursor()
        cursor.setPosition(place.start)
        cursor.setPosition(place.end, QTextCursor.MoveMode.KeepAnchor)
        place.editor.setTextCursor(cursor)
        self.shown.emit(place)
        self.told_count.setText(self._count())

    def _neighbour(self, way: int) -> int:
        if self._current >= 0:
            return (self._current + way) % len(self._places)
        here = next((e for e in self._editors if e.hasFocus()), self._here)
        if here not in self._editors:
            here = self._editors[-1]
        # The titles come first and the text last; from the text's end on it begins anew.
        order = {editor: number for number, editor in enumerate(self._editors)}
        caret = (order[here], here.textCursor().position())
        spans = [((order[p.editor], p.start), (order[p.editor], p.end)) for p in self._places]
        if way > 0:
            return next((n for n, (start, _e) in enumerate(spans) if start >= caret), 0)
        before = [n for n, (_s, end) in enumerate(spans) if end <= caret]
        return before[-1] if before else len(spans) - 1

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
        self._replaced = True
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
            self._replaced = True
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

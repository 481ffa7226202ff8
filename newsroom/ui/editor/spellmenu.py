"""The menu of a text, and in it what a misspelled word may have meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QMenu, QTextEdit

from newsroom.i18n import _
from newsroom.ui.editor.dress import step
from newsroom.ui.editor.turnmenu import HELD, hold

if TYPE_CHECKING:
    from newsroom.ui.editor.squiggles import Misspelled
    from newsroom.ui.spelling import Spelling


class SpellMenu(QMenu):
    """Fills itself when the suggestions come; the rest is there at once."""

    def __init__(
        self, editor: QTextEdit, spelling: Spelling, word: Misspelled | None, *, story: str
    ) -> None:
        super().__init__(editor)
        self.setObjectName("spellMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._editor = editor
        self._word = word
        if word is not None:
            self._offer(spelling, word, story)
        # Qt's own entries know what can be cut, copied and pasted here.
        self._usual = editor.createStandardContextMenu()
        self._usual.setParent(self, self._usual.windowFlags())
        self.addActions(self._usual.actions())
        hold(self, editor)

    def _offer(self, spelling: Spelling, word: Misspelled, story: str) -> None:
        self._looking = self.addAction(_("Looking for words…"))
        self._looking.setEnabled(False)
        self.addSeparator()
        self._add(_("Add to &my dictionary"), lambda: spelling.add_own(word.word))
        self._add(_("Add to the &house dictionary"), lambda: spelling.add_house(word.word))
        self._add(_("&Ignore in this story"), lambda: spelling.ignore(story, word.word))
        self.addSeparator()
        spelling.suggest(word.language, word.word, self._fill, owner=self)

    def _add(self, label: str, act) -> None:  # type: ignore[no-untyped-def]
        self.addAction(label).triggered.connect(lambda _on=False: act())

    def _fill(self, suggestions: tuple[str, ...]) -> None:
        """Put the suggestions above the rest; the first is chosen, so that Enter takes it."""
        if not suggestions:
            self._looking.setText(_("No suggestions"))
            return
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        first: QAction | None = None
        for suggestion in suggestions:
            action = QAction(suggestion.replace("&", "&&"), self)
            action.setFont(bold)
            action.setEnabled(not self._editor.property(HELD))
            action.triggered.connect(lambda _on=False, text=suggestion: self._put(text))
            self.insertAction(self._looking, action)
            first = first or action
        self.removeAction(self._looking)
        if first is not None and first.isEnabled() and self.activeAction() is None:
            self.setActiveAction(first)

    def _put(self, suggestion: str) -> None:
        if self._word is not None:
            put(self._editor, self._word, suggestion)


def put(editor: QTextEdit, word: Misspelled, suggestion: str) -> None:
    """Put the suggestion in the word's place as one step; letters that stay keep their looks."""
    cursor = QTextCursor(editor.document())
    cursor.setPosition(word.start)
    cursor.setPosition(word.end, QTextCursor.MoveMode.KeepAnchor)
    old = cursor.selectedText()
    new = suggestion.replace("'", "\u2019") if "\u2019" in old else suggestion
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    start, end = word.start + head, word.end - tail
    with step(cursor) as work:
        work.setPosition(start + 1 if start < end else start)
        looks: QTextCharFormat = work.charFormat()
        work.setPosition(start)
        work.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        work.insertText(new[head : len(new) - tail], looks)
    cursor.setPosition(word.end + len(new) - len(old))
    editor.setTextCursor(cursor)

"""Spelling of one open story: its title fields and both views, the menu, and the walk through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit

from newsroom.i18n import _
from newsroom.ui.editor.overpaint import layered
from newsroom.ui.editor.spellread import plain_text, rich_text, source_text
from newsroom.ui.editor.squiggles import Misspelled, Squiggles
from newsroom.ui.editor.titles import TitleField

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.rich import RichView
    from newsroom.ui.editor.source import SourceView
    from newsroom.ui.editor.spellmenu import SpellMenu

INK = "danger"
"""The theme's token for the wave."""


class Spellcheck(QObject):
    """Made a little after a story was opened; the pane knows nothing of how it works."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._bench = pane.workbench
        self._story = pane.story
        self._story.field_changed.connect(self._field_changed)
        self._begun = True
        self.spelling = pane.workbench.spelling
        self._of: dict[QTextEdit, Squiggles] = {}
        self._walking = False
        for field in pane.titles.fields.values():
            self._follow(field)
        self._follow(pane.rich)
        self._view_changed()
        pane.view_changed.connect(self._view_changed)
        pane.workbench.theme.changed.connect(self._recolour)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    # One story after the other.

    def story_taken(self) -> None:
        """Another story stands in the pane; its words are looked up from ``begin`` on."""
        self._story.field_changed.disconnect(self._field_changed)
        self._story = self._pane.story
        self._story.field_changed.connect(self._field_changed)
        self._begun = self._walking = False
        for marks in self._of.values():
            marks.renew(self._story.key)

    def begin(self) -> None:
        """Look the words up from now on."""
        if not self._begun:
            self._begun = True
            for marks in self._of.values():
                marks.begin()

    # The texts.

    def squiggles(self, editor: QTextEdit) -> Squiggles:
        """The marks of one of the story's texts. Raises KeyError for another."""
        return self._of[editor]

    def _follow(self, editor: TitleField | RichView | SourceView) -> None:
        if editor in self._of:
            return
        read = plain_text if isinstance(editor, TitleField) else source_text
        page = self._pane.rich if editor is self._pane.rich else None
        made = Squiggles(
            editor,
            self.spelling,
            read=rich_text if page is not None else read,
            language=lambda: str(self._story.get("language") or ""),
            story=self._story.key,
            ink=self._bench.theme.token(INK),
            after=editor.after,
            follow=self._pane.follow_of(editor),
        )
        made.settled.connect(self._go_on)
        if page is not None:
            made.lost = page.refresh.widen
        self._of[editor] = made
        editor.overpaint = layered(editor.overpaint, made.paint)
        editor.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        editor.customContextMenuRequested.connect(lambda place: self._menu(editor, place))

    def _view_changed(self) -> None:
        source = self._pane.body.source
        if source is not None:
            self._follow(source)

    def _field_changed(self, name: str) -> None:
        if name == "language":
            for marks in self._of.values():
                marks.look_again()

    def _recolour(self) -> None:
        for marks in self._of.values():
            marks.recolour(self._bench.theme.token(INK))

    def _focus_changed(self, old: object, _new: object) -> None:
        if isinstance(old, QTextEdit) and old in self._of:
            self._of[old].release()

    # The menu.

    def _menu(self, editor: QTextEdit, place: QPoint) -> None:
        """The usual menu, with what may have been meant above it where a word is marked."""
        cursor = editor.textCursor()
        if not editor.cursorRect(cursor).adjusted(-2, 0, 2, 0).contains(place):
            # Not the menu key, whose place is the caret: what is under the mouse is meant, and
            # the rows of a table or a paste go there too.
            chosen, cursor = cursor, editor.cursorForPosition(place)
            at = cursor.position()
            if not chosen.selectionStart() <= at <= chosen.selectionEnd():
                editor.setTextCursor(cursor)
        word = self._of[editor].at(cursor.position()) if self.spelling.on else None
        self._open(editor, word, editor.viewport().mapToGlobal(place))

    def _open(self, editor: QTextEdit, word: Misspelled | None, place: QPoint) -> SpellMenu:
        from newsroom.ui.editor.spellmenu import SpellMenu

        menu = SpellMenu(editor, self.spelling, word, story=self._pane.story.key)
        menu.popup(place)
        return menu

    # The walk.

    def go_on(self) -> None:
        """Select the next misspelled word behind the caret and offer what may have been meant."""
        if not self.spelling.on:
            self._say(_("Spelling is not checked; turn it on in the Edit menu."))
            return
        shown = [marks for editor, marks in self._of.items() if editor.isVisible()]
        if any(marks.busy for marks in shown):
            self._walking = True  # the last words are being looked up
            for marks in shown:
                marks.look()
            return
        self._walking = False
        found = self._next()
        if found is None:
            self._say(_("No misspelled words."))
            return
        editor, word = found
        cursor = editor.textCursor()
        cursor.setPosition(word.start)
        cursor.setPosition(word.end, QTextCursor.MoveMode.KeepAnchor)
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.setTextCursor(cursor)
        self._pane.show_text(editor)
        below = editor.cursorRect(cursor).bottomLeft()
        self._open(editor, word, editor.viewport().mapToGlobal(below))

    def _go_on(self) -> None:
        if self._walking:
            self.go_on()

    def _next(self) -> tuple[QTextEdit, Misspelled] | None:
        pane = self._pane
        editors: list[QTextEdit] = [*pane.titles.fields.values(), pane.view]
        here: QTextEdit = pane.titles.focused() or pane.view
        first = editors.index(here)
        caret = here.textCursor().selectionEnd()
        for turn in range(len(editors) + 1):
            editor = editors[(first + turn) % len(editors)]
            for word in self._of[editor].marked():
                if turn or word.start >= caret:
                    return editor, word
        return None

    def _say(self, sentence: str) -> None:
        self._bench.messages.say(sentence, key="spelling")

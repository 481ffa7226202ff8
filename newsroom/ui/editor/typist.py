"""Between the keys and the text: house typography, half spaces, abbreviations, Hemingway.

The body's views and the title fields ask it before they type a key and tell it afterwards. (It was
an event filter once; each key paid for that with three calls from Qt into Python.)
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from newsroom.text.direction import first_strong
from newsroom.text.document import BlockKind
from newsroom.ui.editor.dress import end_step
from newsroom.ui.editor.formats import CODE, FILLER, RAW, VERBATIM, kind_of
from newsroom.ui.editor.positions import to_index, to_units
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.titles import TitleField

if TYPE_CHECKING:
    from newsroom.text.typography import Change
    from newsroom.ui.editor.pane import EditorPane

_TRIGGERS: Final = frozenset("\"'.,;:!?)»،؛؟ 0123456789")
"""Letters that may change what stands before them; behind a hyphen any letter may."""
_MATTER: Final = _TRIGGERS | {"-"}
_NO_KEYS: Final = Qt.KeyboardModifier.NoModifier
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_CONTROL: Final = Qt.KeyboardModifier.ControlModifier
_COMMAND: Final = _CONTROL | Qt.KeyboardModifier.MetaModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_SPACE: Final = Qt.Key.Key_Space
_LOOKED_AT: Final = 2_000  # characters before the caret that may matter
_DELETES: Final = (
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.DeleteStartOfWord,
    QKeySequence.StandardKey.DeleteEndOfWord,
    QKeySequence.StandardKey.DeleteEndOfLine,
    QKeySequence.StandardKey.DeleteCompleteLine,
    QKeySequence.StandardKey.Backspace,
    QKeySequence.StandardKey.Delete,
)
_KEEP: Final = QTextCursor.MoveMode.KeepAnchor


class Typist:
    """Watches the keys of one story's texts."""

    def __init__(self, pane: EditorPane) -> None:
        self._pane = pane
        self._bench = pane.workbench
        self._snippets = pane.snippets
        self._hyphen = False  # the last letter typed was one
        self._before = -1  # where the caret stood before a letter that matters
        self.waits = False
        """Whether the letter that comes may change what stands before it: ``done`` is wanted."""

    def forget(self) -> None:
        """Another story comes into the pane."""
        self._hyphen, self._before = False, -1

    def press(
        self, editor: QTextEdit, event: QKeyEvent, text: str, mods: Qt.KeyboardModifier
    ) -> bool:
        """A key comes. True: it was dealt with and must not be typed."""
        self._before, self.waits = -1, False
        if self._bench.settings.hemingway and self._is_kept(editor, event):
            return True
        if self._snippets.walk is not None and self._snippets.press(editor, event):
            return True
        if mods is not _NO_KEYS:  # an enum's operators are slow, and most keys come alone
            mods &= ~_KEYPAD
            if mods == _SHIFT and event.key() == _SPACE and self._half_space(editor):
                return True
            if (mods & (_COMMAND | _ALT)) in (_ALT, _CONTROL):
                # A menu was meant, but there is none of that letter. (A Mac's Alt writes letters.)
                alone = mods & ~_SHIFT == _ALT and sys.platform != "darwin"
                return alone and Qt.Key.Key_A <= event.key() <= Qt.Key.Key_Z
        if self._hyphen or text in _MATTER:
            self.compose(editor, text)
        return False

    def compose(self, editor: QTextEdit, text: str) -> None:
        """These letters come: do they matter?"""
        self._before, self.waits = -1, False
        hyphen, self._hyphen = self._hyphen, text == "-"
        if text == " ":  # one undo takes a word, not all that was written since the last Enter
            end_step(editor.document())
        if len(text) == 1 and (
            text in _TRIGGERS or (hyphen and text != "-" and text.isprintable())
        ):
            self._before, self.waits = editor.textCursor().position(), True

    def done(self, editor: QTextEdit, text: str) -> None:
        """They were typed: see what the last of them makes of the text."""
        before, self._before = self._before, -1
        if before >= 0 and editor.textCursor().position() == before + 1:
            self._set(editor, text)

    # What typed letters become.

    def _set(self, editor: QTextEdit, letter: str) -> None:
        from newsroom.text.typography import Change, is_prose, language_of, parts_words, typed

        cursor = editor.textCursor()
        block = cursor.block()
        text = block.text()
        at = to_index(text, cursor.positionInBlock())
        before = text[max(0, at - _LOOKED_AT) : at]
        if not before.endswith(letter):
            return  # what was typed became something else already
        if parts_words(before) and not self._snippets.abbreviated(before):
            return  # most spaces: the quickest look first
        if not takes_words(editor, cursor):
            return
        if not isinstance(editor, RichView | TitleField) and not is_prose(before):
            return
        if self._snippets.expand(editor, before):
            return
        if not self._bench.settings.typography:
            return
        said = text
        if first_strong(text) is None and block.previous().isValid():
            said = block.previous().text()  # words to come are in the language of those above
        change = typed(before, language_of(said, self._pane.story.get("language")))
        if change is not None:
            shift = at - len(before)
            put(editor, block, Change(change.start + shift, change.end + shift, change.text))

    def _half_space(self, editor: QTextEdit) -> bool:
        """The usual key of the half space, where the paragraph's script has one."""
        from newsroom.text.typography import half_spaced, language_of

        text = editor.textCursor().block().text()
        if not half_spaced(language_of(text, self._pane.story.get("language"))):
            return False
        put_half_space(editor)
        return True

    # Hemingway.

    def _is_kept(self, editor: QTextEdit, event: QKeyEvent) -> bool:
        """Nothing can be deleted: neither by its keys nor by typing over what is chosen."""
        if editor is not self._pane.view:
            return False
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) or any(
            event.matches(keys) for keys in _DELETES
        ):
            event.accept()
            return True
        cursor = editor.textCursor()
        words = bool(event.text()) and event.text().isprintable()
        if cursor.hasSelection() and (words or event.matches(QKeySequence.StandardKey.Paste)):
            cursor.setPosition(cursor.selectionEnd())
            editor.setTextCursor(cursor)
        return False


def takes_words(editor: QTextEdit, cursor: QTextCursor) -> bool:
    """Whether the letter before the caret is a word's: no code, no raw HTML."""
    block = cursor.block()
    if isinstance(editor, RichView):
        kind = kind_of(block.blockFormat())
        fmt = cursor.charFormat()
        return kind not in (*VERBATIM, BlockKind.RULE, FILLER) and not (
            fmt.hasProperty(CODE) or fmt.hasProperty(RAW)
        )
    if isinstance(editor, TitleField):
        return True
    from newsroom.ui.editor.signs import in_code  # the Markdown is on top

    return not in_code(block)


def put(editor: QTextEdit, block: QTextBlock, change: Change) -> None:
    """Make the change in a block as an undo step of its own; the caret stays on its words.

    The new words go in before the old ones go: a letter that is typed next would otherwise become
    part of this step, and one undo would take it along.
    """
    text, base = block.text(), block.position()
    start, end = base + to_units(text, change.start), base + to_units(text, change.end)
    work = editor.textCursor()  # an undo puts the caret back there
    work.beginEditBlock()
    if end > start:
        work.setPosition(end)
        looks = work.charFormat()
        work.setPosition(start)
        work.insertText(change.text, looks)
        shift = work.position() - start
        work.setPosition(start + shift)
        work.setPosition(end + shift, _KEEP)
        work.removeSelectedText()
    else:
        work.setPosition(end)
        work.insertText(change.text)
    work.endEditBlock()


def put_half_space(editor: QTextEdit) -> None:
    """A half space at the caret."""
    from newsroom.text.typography import HALF_SPACE

    editor.textCursor().insertText(HALF_SPACE)
    editor.ensureCursorVisible()

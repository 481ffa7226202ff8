"""A story's body between its bytes and the two views: read when asked, written block by block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextCursor

from newsroom.text.document import Block, BlockKind, Document
from newsroom.ui.editor.formats import kind_of
from newsroom.ui.editor.reader import document_position, text_offset
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.source import SourceView

_CELL_MARK: Final = 1  # a cell's end counts one character in an offset inside a table


class Body(QObject):
    """The one text behind both views. The view on top holds the truth; the other follows late."""

    changed = Signal()
    """The text changed in the view on top (each key)."""
    unproven = Signal(object)
    """Blocks of the text that could not be proven to read as they look, as indices."""

    def __init__(self, rich: RichView, make_source: Callable[[], SourceView]) -> None:
        super().__init__(rich)
        self.rich = rich
        self._make_source = make_source
        self.source: SourceView | None = None
        self.as_source = False
        self._document = Document.open("")
        self._text: str | None = ""
        self._quiet = False
        rich.mirror.changed.connect(self._touched)

    # The text.

    def open(self, text: str) -> None:
        """Show ``text`` in the view on top; what could be undone is forgotten."""
        self._quiet = True
        try:
            self._document = Document.open(text)
            blocks = self._document.blocks
            self.rich.builder.build(self.rich.document(), blocks)
            self.rich.mirror.reset(blocks)
            self.rich.moveCursor(QTextCursor.MoveOperation.Start)
            if self.source is not None:
                self.source.open(text)
        finally:
            self._quiet = False
        self._text = text

    def text(self) -> str:
        """The body as Markdown. What nobody touched is byte for byte as it was opened."""
        if self._text is None:
            if self.as_source and self.source is not None:
                self._text = self.source.text()
            else:
                written = self._document.write(self.rich.mirror.blocks())
                self._text = written.source
                if written.unproven:
                    self.unproven.emit(written.unproven)
        return self._text

    def _touched(self) -> None:
        if not self._quiet:
            self._text = None
            self.changed.emit()

    # The two views.

    def show_source(self) -> SourceView:
        """Bring the Markdown up to date with the page; caret and selection on the same words."""
        text = self.text()
        blocks = self.rich.mirror.blocks()
        cursor = self.rich.textCursor()
        anchor = self._source_offset(blocks, cursor.anchor())
        caret = anchor if not cursor.hasSelection() else self._source_offset(blocks, cursor.position())
        self._quiet = True
        try:
            if self.source is None:
                self.source = self._make_source()
                self.source.open(text)
                self.source.textChanged.connect(self._touched)
            else:
                self.source.follow(text)
        finally:
            self._quiet = False
        self.as_source = True
        found = self.source.textCursor()
        found.setPosition(self.source.position(anchor))
        found.setPosition(self.source.position(caret), QTextCursor.MoveMode.KeepAnchor)
        self.source.setTextCursor(found)
        return self.source

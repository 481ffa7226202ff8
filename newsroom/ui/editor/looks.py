"""The colours of the rich view: laid over the text by a highlighter, never written into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from newsroom.text.document import BlockKind
from newsroom.ui.editor.formats import CODE, KIND, LINK, RAW, STACK, stack_of


class Tokens(Protocol):
    """What the editor wants of the theme."""

    def token(self, name: str) -> QColor:
        """The colour of that name."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours that a story is set in."""

    text: QColor
    paper: QColor
    muted: QColor
    accent: QColor
    hairline: QColor
    card: QColor
    found: QColor
    current: QColor


def inks(theme: Tokens) -> Inks:
    """The story's colours as the theme has them now."""
    return Inks(
        text=theme.token("text"),
        paper=theme.token("paper"),
        muted=theme.token("muted"),
        accent=theme.token("accent"),
        hairline=theme.token("hairline"),
        card=theme.token("sunken"),
        found=theme.token("mark"),
        current=theme.token("selection"),
    )


class Looks(QSyntaxHighlighter):
    """Colours links, code, raw tags and cards. A plain paragraph costs one look at its formats."""

    def __init__(self, document: QTextDocument, colours: Inks) -> None:
        super().__init__(document)
        self._set(colours)

    def _set(self, colours: Inks) -> None:
        self._link = QTextCharFormat()
        self._link.setForeground(colours.accent)
        self._link.setFontUnderline(True)
        self._link.setUnderlineColor(colours.hairline)
        self._code = QTextCharFormat()
        self._code.setBackground(colours.card)
        self._quiet = QTextCharFormat()
        self._quiet.setForeground(colours.muted)

    def recolour(self, colours: Inks) -> None:
        """Take on another theme's colours."""
        self._set(colours)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one block (called by Qt for each that changed)."""
        if not text:
            return
        block = self.currentBlock()
        fmt = block.blockFormat()
        kind = fmt.property(KIND)
        if kind == BlockKind.SOURCE:
            self.setFormat(0, block.length() - 1, self._quiet)
            return
        if kind == BlockKind.CODE:
            return
        ranges = block.textFormats()
        if fmt.hasProperty(STACK) and any(c.kind == "quote" for c in stack_of(fmt.property(STACK))):
            self.setFormat(0, block.length() - 1, self._quiet)
        for piece in ranges:
            own = piece.format
            if own.isEmpty():
                continue
            if own.hasProperty(LINK):
                self.setFormat(piece.start, piece.length, self._link)
            elif own.hasProperty(CODE):
                self.setFormat(piece.start, piece.length, self._code)
            elif own.hasProperty(RAW):
                self.setFormat(piece.start, piece.length, self._quiet)

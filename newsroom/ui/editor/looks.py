"""The colours of the rich view: laid over the text by a highlighter, never written into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QSyntaxHighlighter,
    QTextBlock,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
    QTextLayout,
)

from newsroom.text.document import BlockKind
from newsroom.ui.editor.formats import CODE, IMAGE, KIND, LINK, NOTED, RAW, STACK, stack_of
from newsroom.ui.editor.hooks import Change
from newsroom.ui.editor.positions import to_index, to_units
from newsroom.ui.editor.turns import has_turns
from newsroom.values import dataclass

_STRIPES: Final = 90  # of 255: the stripes of a note-out stay behind its words
_MISSING: Final = re.compile(r"(?<![^\W_])(?:TK)+(?![^\W_])")
"""A fact that is still to come, as ``text.notes`` counts it."""
_NOTE: Final = re.compile(r"\[\^[^\]\s]{1,40}\]")
_ADJUSTMENT: Final = int(QTextFormat.Property.FontSizeAdjustment.value)
_NONE: Final = (-1, -1)
_LETTER: Final = (0, 1)  # what a letter that is put in takes away and adds
_NO_WORDS: Final = (CODE, RAW, NOTED, IMAGE)


class Tokens(Protocol):
    """What the editor wants of the theme."""

    def token(self, name: str) -> QColor:
        """The colour of that name."""


class Typing(Protocol):
    """What tells one letter behind the other from every other change (the page's mirror)."""

    run: int
    """Rises whenever something else happens."""
    line: int
    """The block that was changed last."""
    change: Change
    """What the last change was."""


@dataclass(frozen=True, slots=True)
class Inks:
    """The colours that a story is set in."""

    text: QColor
    paper: QColor
    muted: QColor
    accent: QColor
    hairline: QColor
    bar: QColor
    card: QColor
    found: QColor
    current: QColor
    missing: QColor
    on_missing: QColor
    fault: QColor


def inks(theme: Tokens) -> Inks:
    """The story's colours as the theme has them now."""
    return Inks(
        text=theme.token("text"),
        paper=theme.token("paper"),
        muted=theme.token("muted"),
        accent=theme.token("accent"),
        hairline=theme.token("hairline"),
        bar=theme.token("border"),
        card=theme.token("sunken"),
        found=theme.token("mark"),
        current=theme.token("selection"),
        missing=theme.token("warning-soft"),
        on_missing=theme.token("warning"),
        fault=theme.token("danger"),
    )


class Looks(QSyntaxHighlighter):
    """Colours links, code, raw tags and cards. A plain paragraph costs one look at its formats."""

    def __init__(self, document: QTextDocument, colours: Inks) -> None:
        super().__init__(document)
        self.ghosts: Callable[[QSyntaxHighlighter], object] | None = None
        """Makes room in the current block for words that are not in the text."""
        self.turned: Callable[[], object] | None = None
        """Called when a sign that turns the text's direction is seen."""
        self.typing: Typing | None = None
        self.text = ""
        self.change: Change | None = None
        """The block that was looked at last, and the change of the text that this was for."""
        self._plain = _NONE  # a run and its block, which is a plain paragraph
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
        stripes = QColor(colours.muted)
        stripes.setAlpha(_STRIPES)
        self._hidden = QTextCharFormat()
        self._hidden.setProperty(_ADJUSTMENT, 0)
        self._hidden.setProperty(int(QTextFormat.Property.FontPixelSize.value), 1)
        self._hidden.setFontStretch(1)
        self._hidden.setForeground(Qt.GlobalColor.transparent)
        self._number = QTextCharFormat()
        self._number.setForeground(colours.accent)
        self._number.setProperty(_ADJUSTMENT, 0)
        self._number.setFontFamilies(self.document().defaultFont().families())
        self._number.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        self._noted = QTextCharFormat()
        self._noted.setForeground(colours.muted)
        self._noted.setBackground(QBrush(stripes, Qt.BrushStyle.BDiagPattern))
        self._missing = QTextCharFormat()
        self._missing.setBackground(colours.missing)
        self._missing.setForeground(colours.on_missing)

    def recolour(self, colours: Inks) -> None:
        """Take on another theme's colours."""
        self._set(colours)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one block (called by Qt for each that changed)."""
        self.text = text
        if self.typing is not None:
            self.change = self.typing.change
        if not text:
            return
        if not self._is_typed(text):
            self._colour(text)
        if self.turned is not None and not text.isascii() and has_turns(text):
            self.turned()
        if self.ghosts is not None:
            self.ghosts(self)

    def _is_typed(self, text: str) -> bool:
        """Whether the block was plain at the last look, and only letters came into it since."""
        typing = self.typing
        return typing is not None and self._plain == (typing.run, typing.line) and "TK" not in text

    def rehighlightBlock(self, block: QTextBlock, /) -> None:
        """Colour a block that nobody typed in."""
        self._plain = _NONE
        super().rehighlightBlock(block)

    def rehighlight(self) -> None:
        """Colour all of them."""
        self._plain = _NONE
        super().rehighlight()

    def _colour(self, text: str) -> None:
        self._plain = _NONE
        block = self.currentBlock()
        ranges = block.textFormats()
        fmt = block.blockFormat()
        if len(ranges) == 1 and ranges[0].format.isEmpty() and not fmt.hasProperty(STACK):
            # A plain paragraph, as most are; code and cards have a face of their own.
            if "TK" in text:
                self._mark_missing(text, ranges)
            elif self.typing is not None and self.typing.change[1:] == _LETTER:
                # Not of a change that spans blocks: the next of them is another.
                self._plain = self.typing.run, block.blockNumber()
            return
        kind = fmt.property(KIND)
        if kind == BlockKind.SOURCE:
            self.setFormat(0, block.length() - 1, self._quiet)
            return
        if kind == BlockKind.CODE:
            return
        if fmt.hasProperty(STACK) and any(c.kind == "quote" for c in stack_of(fmt.property(STACK))):
            self.setFormat(0, block.length() - 1, self._quiet)
        for piece in ranges:
            own = piece.format
            if own.isEmpty():
                continue
            if own.hasProperty(NOTED):
                self.setFormat(piece.start, piece.length, self._noted)
            elif own.hasProperty(LINK):
                self.setFormat(piece.start, piece.length, self._link)
            elif own.hasProperty(CODE):
                self.setFormat(piece.start, piece.length, self._code)
            elif own.hasProperty(RAW):
                self._raw(text, piece.start, piece.length)
        if "TK" in text:
            self._mark_missing(text, ranges)

    def _raw(self, text: str, start: int, length: int) -> None:
        """A raw tag stays quiet; a footnote's mark is its number alone, set high."""
        at = start
        for found in _NOTE.finditer(text, to_index(text, start), to_index(text, start + length)):
            first = to_units(text, found.start())
            last = to_units(text, found.end())
            self.setFormat(at, first - at, self._quiet)
            self.setFormat(first, 2, self._hidden)
            self.setFormat(first + 2, last - first - 3, self._number)
            self.setFormat(last - 1, 1, self._hidden)
            at = last
        self.setFormat(at, start + length - at, self._quiet)

    def _mark_missing(self, text: str, ranges: Sequence[QTextLayout.FormatRange]) -> None:
        """Facts to come, where they are words of the story."""
        for found in _MISSING.finditer(text):
            start = to_units(text, found.start())
            at = next((r.format for r in ranges if r.start <= start < r.start + r.length), None)
            if at is None or not any(at.hasProperty(name) for name in _NO_WORDS):
                self.setFormat(start, found.end() - found.start(), self._missing)

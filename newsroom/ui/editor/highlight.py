"""Colours of the Markdown view: quiet marks, headings in size, line by line."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument, QTextFormat

from newsroom.ui.editor.looks import Inks
from newsroom.ui.editor.positions import to_units

_LONGEST: Final = (
    5_000  # characters of a line that are looked at; no line that people read is longer
)
_FENCE: Final = re.compile(r"[ ]{0,3}(`{3,}|~{3,})(.*)")
_HEADING: Final = re.compile(r"(#{1,6})(?=[ \t]|$)")
_LEAD: Final = re.compile(
    r"(?:[ ]{0,3}>[ ]?)+|[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t])(?:[ \t]+\[[ xX]\](?=[ ]))?"
)
_RULE: Final = re.compile(r"[ ]{0,3}(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})")
# Each alternative is linear: no nested repeats, bounded lengths.
_INLINE: Final = re.compile(
    r"(?P<esc>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?<!`)(?P<ticks>`{1,3})(?!`)[^`\n]{1,500}(?<!`)(?P=ticks)(?!`))"
    r"|(?P<strong>\*\*(?=\S)[^*\n]{1,800}?(?<=\S)\*\*)"
    r"|(?P<em>(?<![\w*])\*(?=[^\s*])[^*\n]{1,800}?(?<=[^\s*])\*(?!\*)"
    r"|(?<![\w_])_(?=[^\s_])[^_\n]{1,800}?(?<=[^\s_])_(?![\w_]))"
    r"|(?P<strike>~~(?=\S)[^~\n]{1,800}?(?<=\S)~~)"
    r"|(?P<link>!?\[[^\[\]\n]{0,800}\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,200}\]))"
    r"|(?P<auto><(?:https?://|mailto:)[^<>\s]{1,1000}>)"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,400}>|<!--|-->|&[#\w]{1,31};)"
)
_PLAIN, _IN_FENCE = -1, 1


class MarkdownLooks(QSyntaxHighlighter):
    """Colours a Markdown source. Only lines that changed are looked at again (Qt sees to it)."""

    def __init__(self, document: QTextDocument, colours: Inks) -> None:
        super().__init__(document)
        self._set(colours)

    def _set(self, colours: Inks) -> None:
        self._quiet = _format(colours.muted)
        self._link = _format(colours.accent)
        self._code = QTextCharFormat()
        self._code.setBackground(colours.card)
        self._strong = QTextCharFormat()
        self._strong.setFontWeight(QFont.Weight.Bold)
        self._em = QTextCharFormat()
        self._em.setFontItalic(True)
        self._strike = QTextCharFormat()
        self._strike.setFontStrikeOut(True)
        self._headings = []
        for level in range(1, 7):
            fmt = QTextCharFormat()
            fmt.setFontWeight(QFont.Weight.Bold)
            size = {1: 2, 2: 1}.get(level)
            if size is not None:
                fmt.setProperty(int(QTextFormat.Property.FontSizeAdjustment.value), size)
            self._headings.append(fmt)

    def recolour(self, colours: Inks) -> None:
        """Take on another theme's colours."""
        self._set(colours)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Colour one line (called by Qt)."""
        fence = _FENCE.match(text)
        if self.previousBlockState() >= _IN_FENCE:
            self._inside(text, fence)
            return
        self.setCurrentBlockState(_PLAIN)
        if not text:
            return
        if fence is not None and "`" not in fence[2]:
            # The state remembers which fence ends it: its sign and how long it is.
            self.setCurrentBlockState(_IN_FENCE + (len(fence[1]) << 1) + (fence[1][0] == "~"))
            self.setFormat(0, to_units(text, len(text)), self._quiet)
            return
        if len(text) > _LONGEST:
            return
        heading = _HEADING.match(text)
        if heading is not None:
            self._paint(text, 0, len(text), self._headings[len(heading[1]) - 1])
            self._paint(
                text, 0, heading.end(), self._quiet, over=self._headings[len(heading[1]) - 1]
            )
        elif _RULE.fullmatch(text):
            self._paint(text, 0, len(text), self._quiet)
            return
        else:
            lead = _LEAD.match(text)
            if lead is not None:
                self._paint(text, 0, lead.end(), self._quiet)
        self._inline(text)

    def _inside(self, text: str, fence: re.Match[str] | None) -> None:
        state = self.previousBlockState() - _IN_FENCE
        sign, length = ("~" if state & 1 else "`"), state >> 1
        if (
            fence is not None
            and fence[1][0] == sign
            and len(fence[1]) >= length
            and not fence[2].strip()
        ):
            self.setCurrentBlockState(_PLAIN)
            self._paint(text, 0, len(text), self._quiet)
        else:
            self.setCurrentBlockState(self.previousBlockState())
            self._paint(text, 0, len(text), self._code)

    def _inline(self, text: str) -> None:
        if not any(sign in text for sign in "`*_~[<&\\"):
            return
        for found in _INLINE.finditer(text):
            start, end = found.span()
            if found["code"]:
                self._paint(text, start, end, self._code)
            elif found["strong"]:
                self._paint(text, start, end, self._strong)
            elif found["em"]:
                self._paint(text, start, end, self._em)
            elif found["strike"]:
                self._paint(text, start, end, self._strike)
            elif found["link"]:
                words = end if text[start] == "!" else text.index("]", start)
                self._paint(text, start, words, self._link)
                self._paint(text, words, end, self._quiet)
            elif found["auto"]:
                self._paint(text, start, end, self._link)
            else:
                self._paint(text, start, end, self._quiet)

    def _paint(
        self,
        text: str,
        start: int,
        end: int,
        fmt: QTextCharFormat,
        *,
        over: QTextCharFormat | None = None,
    ) -> None:
        if over is not None:
            both = QTextCharFormat(over)
            both.merge(fmt)
            fmt = both
        if not text.isascii():
            start, end = to_units(text, start), to_units(text, end)
        if start < end:
            self.setFormat(start, end - start, fmt)


def _format(colour: object) -> QTextCharFormat:
    fmt = QTextCharFormat()
    fmt.setForeground(colour)  # type: ignore[arg-type]
    return fmt

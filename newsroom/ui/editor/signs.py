"""Markdown's signs line by line: how each stretch is set, and what a line leaves to the next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QTextBlock, QTextCharFormat, QTextFormat

from newsroom.text.divs import DIV
from newsroom.text.notes import SIGN, note_spans, tk_spans
from newsroom.ui.editor.looks import Inks
from newsroom.ui.editor.positions import to_units, units

_LONGEST: Final = (
    5_000  # characters of a line that are looked at; no line that people read is longer
)
_PARAGRAPH: Final = 100  # lines above and below that may belong to a note-out; more is no paragraph
_FRONT: Final = 200  # lines that front matter may have

_STRIPES: Final = 90  # of 255: the stripes of a note-out stay behind its words
_HIDDEN: Final = 0.28  # of the ink that a sign still has when signs are hidden

_FENCE: Final = re.compile(r"[ ]{0,3}(`{3,}|~{3,})(.*)")
_HEADING: Final = re.compile(r"(#{1,6})(?=[^#])")
_UNDER: Final = re.compile(r"(=+|-+)[ ]*")
_LEAD: Final = re.compile(
    r"(?:[ ]{0,3}>[ ]?)+(?:[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t]))?"
    r"|[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t])(?:[ \t]+\[[ xX]\](?=[ ]|$))?"
    r"|[ ]{0,3}:(?=[ ])"  # a definition of a term
)
_DEFINED: Final = re.compile(r"[ ]{0,3}(?:\[\^[^\]\n]{1,200}\]:|\*\[[^\]\n]{1,200}\]:)")
_ADDRESS_LINE: Final = re.compile(r"[ ]{0,3}\[(?!\^)[^\]\n]{1,200}\]:.*")
_RULE: Final = re.compile(r"[ ]{0,3}(?:(?:\*[ ]*){3,}|(?:-[ ]*){3,}|(?:_[ ]*){3,})")
_TABLE_RULE: Final = re.compile(r"[ ]{0,3}\|?[ ]*:?-+:?[ ]*(?:\|[ ]*:?-+:?[ ]*)*\|?[ ]*")
_BAR: Final = re.compile(r"(?<!\\)\|")
# Each alternative is linear: no nested repeats, bounded lengths.
_INLINE: Final = re.compile(
    r"(?P<esc>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?<!`)(?P<ticks>`{1,3})(?!`)[^`\n]{1,500}(?<!`)(?P=ticks)(?!`))"
    r"|(?P<strong>\*\*(?=\S)[^*\n]{1,800}?(?<=\S)\*\*)"
    r"|(?P<em>(?<![\w*])\*(?=[^\s*])[^*\n]{1,800}?(?<=[^\s*])\*(?!\*)"
    r"|(?<![\w_])_(?=[^\s_])[^_\n]{1,800}?(?<=[^\s_])_(?![\w_]))"
    r"|(?P<strike>~~(?=\S)[^~\n]{1,800}?(?<=\S)~~)"
    r"|(?P<sub>(?<!~)~(?!~)[^ \t\n~]{1,200}~(?!~))"
    r"|(?P<sup>\^[^ \t\n^\[\]]{1,200}\^)"
    r"|(?P<foot>\[\^[^\[\]\n]{1,200}\])"
    r"|(?P<link>!?\[[^\[\]\n]{0,800}\](?:\([^()\n]{0,1000}\)|\[[^\[\]\n]{0,200}\]))"
    r"|(?P<attr>\{[:#.][^{}\n]{1,300}\})"
    r"|(?P<auto><(?:https?://|mailto:)[^<>\s]{1,1000}>)"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,400}>|<!--|-->|&[#\w]{1,31};)"
)
_SIGNS: Final = frozenset("`*_~^[{<&\\")
_TELLING: Final = re.compile(rf"[`*_~^\[{{<&\\|{SIGN[0]}]|TK")
"""What sets words apart anywhere in a line; other signs do so at its beginning alone."""
_MARKS: Final = {"strong": 2, "em": 1, "strike": 2, "sub": 1, "sup": 1}  # signs at each side

# What a line leaves to the next: its state in Qt.
BLANK, _TEXT, _SETEXT, _UNDERLINE, _HEAD, _NOTED, _MATTER = range(-1, 6)
HEADINGS: Final = (_SETEXT, _HEAD)
"""States of the lines that are headings."""
IN_FENCE: Final = 8
"""States from here on are those of lines of fenced code, the opening one included; they say which
fence ends it."""


class Stretch(NamedTuple):
    """Where a format lies on a line, in UTF-16 units; later ones lie over earlier ones."""

    start: int
    length: int
    fmt: QTextCharFormat


class Signs:
    """Sets lines in one theme's colours."""

    def __init__(self, colours: Inks, mono: Sequence[str] = ()) -> None:
        """``mono`` are the families of code, none in a text that is monospaced anyway."""
        self._ranges: list[Stretch] = []  # of the line in hand
        self.state = BLANK
        self._quiet = _ink(colours.muted)
        self._hidden = _ink(_between(colours.muted, colours.paper))
        self._link = _ink(colours.accent)
        self._code = QTextCharFormat()
        self._code.setBackground(colours.card)
        if mono:
            self._code.setFontFamilies(list(mono))
        self._strong = QTextCharFormat()
        self._strong.setFontWeight(QFont.Weight.Bold)
        self._em = QTextCharFormat()
        self._em.setFontItalic(True)
        self._strike = QTextCharFormat()
        self._strike.setFontStrikeOut(True)
        self._plain = QTextCharFormat()
        stripes = QColor(colours.muted)
        stripes.setAlpha(_STRIPES)
        self._noted = _ink(colours.muted)
        self._noted.setBackground(QBrush(stripes, Qt.BrushStyle.BDiagPattern))
        self._missing = _ink(colours.on_missing)
        self._missing.setBackground(colours.missing)
        self._headings = []
        for level in range(1, 7):
            fmt = QTextCharFormat()
            fmt.setFontWeight(QFont.Weight.Bold)
            size = {1: 2, 2: 1}.get(level)
            if size is not None:
                fmt.setProperty(int(QTextFormat.Property.FontSizeAdjustment.value), size)
            self._headings.append(fmt)

    # One line.

    def set(self, block: QTextBlock, text: str, before: int, *, faint: bool) -> list[Stretch]:
        """How a line is set. ``before`` is what the line above left to it, ``faint`` whether its
        signs hide. What it leaves itself is then in ``state``."""
        self._ranges = []
        self._mark = self._hidden if faint else self._quiet
        self.state = self._look(block, text, before)
        return self._ranges

    def _look(self, block: QTextBlock, text: str, before: int) -> int:
        if before < _NOTED and text and text[0].isalpha() and not _TELLING.search(text):
            # Most lines are words and nothing else: at each key this is all that is asked.
            heads = before not in (_TEXT, _SETEXT) and len(text) <= _LONGEST
            if not heads or not _sign_below(block):
                return _TEXT
        if not text or text.isspace():
            if before == _MATTER or before >= IN_FENCE:
                return before
            return BLANK
        fence = _FENCE.match(text)
        if before >= IN_FENCE:
            return self._inside(text, fence, before)
        if before == _MATTER or (text[:3] in ("---", "+++") and self._opens_matter(block)):
            self._paint(text, 0, len(text), self._quiet)
            closes = before == _MATTER and text.rstrip() in ("---", "+++")
            return BLANK if closes else _MATTER
        if fence is not None and "`" not in fence[2]:
            # The state remembers which fence ends it: its sign and how long it is.
            self._paint(text, 0, len(text), self._quiet)
            return IN_FENCE + (len(fence[1]) << 1) + (fence[1][0] == "~")
        if len(text) > _LONGEST:
            return _TEXT
        return self._line_of_text(block, text, before)

    def _opens_matter(self, block: QTextBlock) -> bool:
        """Front matter stands at the very top and is closed."""
        if block.blockNumber():
            return False
        sign = block.text().rstrip()
        if sign not in ("---", "+++"):
            return False
        for _line in range(_FRONT):
            block = block.next()
            if not block.isValid():
                return False
            if block.text().rstrip() == sign:
                return True
        return False

    def _inside(self, text: str, fence: re.Match[str] | None, before: int) -> int:
        state = before - IN_FENCE
        sign, length = ("~" if state & 1 else "`"), state >> 1
        if (
            fence is not None
            and fence[1][0] == sign
            and len(fence[1]) >= length
            and not fence[2].strip()
        ):
            self._paint(text, 0, len(text), self._quiet)
            return BLANK
        self._paint(text, 0, len(text), self._code)
        return before

    def _line_of_text(self, block: QTextBlock, text: str, before: int) -> int:
        """Colour a line that is no code; what it leaves to the next."""
        state, start = _TEXT, 0
        over: QTextCharFormat | None = None
        heading = _HEADING.match(text)
        if heading is not None:
            state = _HEAD
            over = self._headings[len(heading[1]) - 1]
            self._paint(text, 0, len(text), over)
            self._paint(text, 0, heading.end(), self._mark, over=over)
        elif before == _SETEXT and (under := _UNDER.fullmatch(text)):
            self._paint(text, 0, len(text), self._mark, over=self._headings[under[1][0] == "-"])
            return _UNDERLINE
        elif DIV.match(text) or _ADDRESS_LINE.fullmatch(text):
            self._paint(text, 0, len(text), self._quiet)
            return BLANK
        elif sign := self._underlined(block, text, before):
            state = _SETEXT
            over = self._headings[sign == "-"]
            self._paint(text, 0, len(text), over)
        elif _RULE.fullmatch(text):
            self._paint(text, 0, len(text), self._mark)
            return BLANK
        else:
            lead = _DEFINED.match(text) or _LEAD.match(text)
            if lead is not None:
                start = lead.end()
                self._paint(text, 0, start, self._quiet)
            if "|" in text:
                self._table(text)
        if not _SIGNS.isdisjoint(text):
            self._inline(text, start, over)
        if SIGN in text or before == _NOTED:
            state = self._notes(block, text, state)
        if "TK" in text:
            for low, high in tk_spans(text):
                self._paint(text, low, high, self._missing)
        return state

    def _underlined(self, block: QTextBlock, text: str, before: int) -> str:
        """The sign under a heading's words, "" for other lines.

        Python-Markdown takes it for one only where the words begin a paragraph.
        """
        if before in (_TEXT, _NOTED, _SETEXT) or _LEAD.match(text) or text[0] in " \t|":
            return ""
        return _sign_below(block)

    def _table(self, text: str) -> None:
        if _TABLE_RULE.fullmatch(text) and "-" in text:
            self._paint(text, 0, len(text), self._quiet)
            return
        for bar in _BAR.finditer(text):
            self._paint(text, bar.start(), bar.end(), self._quiet)

    def _inline(self, text: str, start: int, over: QTextCharFormat | None) -> None:
        for found in _INLINE.finditer(text, start):
            start, end = found.span()
            name = found.lastgroup or ""
            name = "code" if name == "ticks" else name
            if name in _MARKS:
                signs = _MARKS[name]
                fmt = {"strong": self._strong, "em": self._em, "strike": self._strike}.get(
                    name, self._plain
                )
                self._paint(text, start, end, fmt, over=over)
                self._paint(text, start, start + signs, self._mark, over=over)
                self._paint(text, end - signs, end, self._mark, over=over)
            elif name == "code":
                ticks = len(found["ticks"])
                self._paint(text, start, end, self._code)
                self._paint(text, start, start + ticks, self._mark, over=self._code)
                self._paint(text, end - ticks, end, self._mark, over=self._code)
            elif name == "link":
                words = text.index("]", start)
                first = start + (2 if text[start] == "!" else 1)
                self._paint(text, start, end, self._mark, over=over)
                self._paint(text, first, words, self._link, over=over)
            elif name in ("auto", "foot"):
                self._paint(text, start, end, self._link, over=over)
            else:
                self._paint(text, start, end, self._mark, over=over)

    def _notes(self, block: QTextBlock, text: str, state: int) -> int:
        """Grey what is parked; a note-out that goes on in the next line is told to it."""
        for first, last in _parked(block, text):
            self._paint(text, first, min(last, len(text)), self._noted)
            if last > len(text):
                state = _NOTED
        return state

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
            first = to_units(text, start)
            start, end = first, first + units(text[start:end])
        if start < end:
            self._ranges.append(Stretch(start, end - start, fmt))


def _sign_below(block: QTextBlock) -> str:
    """The sign that the line below consists of, if that can make a heading of the words above."""
    below = block.next()
    found = _UNDER.fullmatch(below.text()) if below.length() > 1 else None
    return found[1][0] if found is not None else ""


def heading_level(block: QTextBlock) -> int:
    """The level of the heading that a line is, 0 for other lines. The line was looked at before."""
    state = block.userState()
    if state == _HEAD:
        text = block.text()
        return len(text) - len(text.lstrip("#"))
    if state == _SETEXT:
        return 1 if block.next().text().startswith("=") else 2
    return 0


def is_underline(block: QTextBlock) -> bool:
    """Whether the line is the one that makes a heading of the words above it."""
    return block.userState() == _UNDERLINE


def in_code(block: QTextBlock) -> bool:
    """Whether the line stands in fenced code or front matter. The line was looked at before."""
    state = block.userState()
    above = block.previous()
    return (
        state >= IN_FENCE
        or state == _MATTER
        or (above.isValid() and (above.userState() >= IN_FENCE or above.userState() == _MATTER))
    )


def needs_look(above: QTextBlock, block: QTextBlock) -> bool:
    """Whether a change of ``block`` makes or unmakes a heading of the words above it."""
    if not above.isValid() or not BLANK < above.userState() < IN_FENCE:
        return False
    return (above.userState() == _SETEXT) != (_UNDER.fullmatch(block.text()) is not None)


def parked_above(block: QTextBlock) -> QTextBlock | None:
    """The line of the same paragraph whose note-out a change of ``block`` may open or close."""
    above = block.previous()
    if not above.isValid() or not BLANK < above.userState() < IN_FENCE:
        return None
    if above.userState() != _NOTED and SIGN not in block.text():
        return None
    first = None
    for line in _lines_above(block):
        first = line if SIGN in line.text() else first
    return first


def _parked(block: QTextBlock, text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a line that are noted out, in characters; one that goes on in the next line
    ends behind its end."""
    above = [line.text() for line in _lines_above(block)][::-1]
    below = [line.text() for line in _lines_below(block)]
    start = sum(len(line) + 1 for line in above)
    for low, high in note_spans("\n".join([*above, text, *below])):
        if low < start + len(text) and high > start:
            yield max(low, start) - start, high - start


def parked_in(block: QTextBlock) -> tuple[tuple[int, int], ...]:
    """The stretches of a line of Markdown that are noted out, in characters of it, wherever the
    note-out begins and ends. The lines were looked at before."""
    text, above = block.text(), block.previous()
    if SIGN not in text and not (above.isValid() and above.userState() == _NOTED):
        return ()
    return tuple((first, min(last, len(text))) for first, last in _parked(block, text))


def parked_with(block: QTextBlock) -> tuple[QTextBlock, ...]:
    """The lines of a paragraph in which something may be noted out; () where nothing is."""
    lines = (*_lines_above(block), block, *_lines_below(block))
    return lines if any(SIGN in line.text() for line in lines) else ()


def _lines_above(block: QTextBlock) -> Iterator[QTextBlock]:
    """The lines of the same paragraph above, the nearest first."""
    for _line in range(_PARAGRAPH):
        block = block.previous()
        if not block.isValid() or not block.text().strip():
            return
        yield block


def _lines_below(block: QTextBlock) -> Iterator[QTextBlock]:
    for _line in range(_PARAGRAPH):
        block = block.next()
        if not block.isValid() or not block.text().strip():
            return
        yield block


def _ink(colour: QColor) -> QTextCharFormat:
    fmt = QTextCharFormat()
    fmt.setForeground(colour)
    return fmt


def _between(ink: QColor, paper: QColor) -> QColor:
    """So much of ``ink`` on ``paper`` as a hidden sign keeps."""
    mixed = (
        round(of_paper + (of_ink - of_paper) * _HIDDEN)
        for of_ink, of_paper in zip(ink.getRgb(), paper.getRgb(), strict=True)  # type: ignore[call-overload]
    )
    return QColor(*mixed)

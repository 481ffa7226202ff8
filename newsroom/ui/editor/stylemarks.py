"""Marks what the house style finds in one text, the way misspelled words are marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QTextBlock
from PySide6.QtWidgets import QTextEdit

from newsroom.checks.passage import BLANK, Passage, blanked, tongue
from newsroom.checks.prose import Prose, line_of
from newsroom.text.blocks import BlockKind
from newsroom.text.notes import SIGN
from newsroom.ui.editor.afterkey import AfterKey
from newsroom.ui.editor.formats import STACK, kind_of, stack_of
from newsroom.ui.editor.positions import units
from newsroom.ui.editor.signs import parked_in, parked_with
from newsroom.ui.editor.spellpaint import HEIGHT
from newsroom.ui.editor.spellread import plain_text, rich_text, source_text
from newsroom.ui.editor.squiggles import Follow, Squiggles
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.checks.ruling import Match
    from newsroom.ui.styling import Styling

LONGEST: Final = 20_000  # characters of a block; a longer one is no paragraph that anybody wrote
LATEST_MS: Final = 3_000
"""A sentence is judged when it rests, or this late: half a sentence is asked about in vain, and an
answer costs the other process as much as four keys."""
_DOT: Final = 2  # pixels
_STEP: Final = 4  # pixels from one dot to the next


class _Hit(NamedTuple):
    """A finding in its block, in UTF-16 units as Qt counts."""

    start: int
    end: int
    passage: Passage
    match: Match


@dataclass(frozen=True, slots=True)
class Marked:
    """A finding and where it stands in its document."""

    start: int
    end: int
    passage: Passage
    match: Match


class StyleMarks(Squiggles):
    """The findings of one editor; ``field`` is the story's field that it holds."""

    latest = LATEST_MS

    def __init__(
        self,
        editor: QTextEdit,
        styling: Styling,
        *,
        prose: Callable[[QTextBlock], Prose],
        field: str,
        language: Callable[[], str],
        article: Callable[[], int],
        story: str,
        ink: QColor,
        after: AfterKey,
        follow: Follow | None = None,
    ) -> None:
        self._styling = styling
        self._prose = prose
        self._field = field
        self._article = article
        super().__init__(
            editor,
            cast(Any, styling),
            read=plain_text,
            language=language,
            story=story,
            ink=ink,
            after=after,
            follow=follow,
        )

    def _cut(self, block: QTextBlock, line: Any) -> None:
        self.looked += 1
        if self._held is line:
            self._held = None
        line.text = block.text() if block.length() <= LONGEST else ""
        self._judge(block, line, ())

    def _on_change(self, position: int, removed: int, added: int) -> None:
        goes_on = position == self._next
        super()._on_change(position, removed, added)
        if self._prose is not source_prose:
            return
        if goes_on and self._next > position and self._document.characterAt(position) not in SIGN:
            return  # the next letter of a word: what is noted out stays so
        self._look_at_parked(position, position + added)

    def _look_at_parked(self, *positions: int) -> None:
        """What is noted out in one line may begin or end in another."""
        blocks = [self._document.findBlock(position) for position in positions]
        for block in blocks if blocks[0] != blocks[-1] else blocks[:1]:
            for line in parked_with(block) if block.isValid() else ():
                number = line.blockNumber()
                if number < len(self._lines):
                    self._again(self._line(number))

    def _judge(self, block: QTextBlock, line: Any, found: Any) -> None:
        """Mark what is known; what is not is asked for, and the marks stay meanwhile. ``found`` is
        what of a line that waits was made when it was cut."""
        bad: tuple[_Hit, ...] = ()
        if found or (line.text and line.text.strip()):
            prose, passage = found or self._passage(block)
            matches = self._styling.of(passage, self._article())
            if matches is None:
                line.turn = self._styling.want(passage)
                line.waiting = prose, passage
                return
            bad = tuple(self._hits(block, line, prose, passage, matches))
        line.waiting = ()
        if bad != line.bad:
            line.bad = bad
            self._repaint(block)

    def _answered(self) -> int:
        return self._styling.answered

    def _passage(self, block: QTextBlock) -> tuple[Prose, Passage]:
        prose = self._prose(block)
        said = tongue(prose.text, self._language() or "en")
        return prose, Passage(prose.text, self._field, said, prose.quote, prose.heading)

    def _hits(
        self,
        block: QTextBlock,
        line: Any,
        prose: Prose,
        passage: Passage,
        matches: tuple[Match, ...],
    ) -> Iterator[_Hit]:
        caret = self._caret_in(block)
        text = block.text()
        plain = text.isascii()
        for match in matches:
            start, end = prose.span(match.start, match.end)
            if not plain:
                start, end = units(text[:start]), units(text[:end])
            if caret is not None and start <= caret <= end:
                self._held = line  # somebody is still typing it
                continue
            yield _Hit(start, end, passage, match)

    def found(self) -> Iterator[Marked]:
        """What is marked, in the order of the text."""
        for number, line in enumerate(self._lines):
            if line is not None and line.bad:
                at = self._document.findBlockByNumber(number).position()
                for hit in cast(tuple[_Hit, ...], line.bad):
                    yield Marked(at + hit.start, at + hit.end, hit.passage, hit.match)

    def _wave(self) -> QPixmap:
        """Dots, so that it is told from a misspelled word without its colour."""
        if self._tile is None:
            ratio = self._editor.devicePixelRatioF()
            tile = QPixmap(round(_STEP * ratio), round(HEIGHT * ratio))
            tile.setDevicePixelRatio(ratio)
            tile.fill(Qt.GlobalColor.transparent)
            painter = QPainter(tile)
            painter.fillRect(0, 1, _DOT, _DOT, self._ink)
            painter.end()
            self._tile = tile
        return self._tile


def title_prose(block: QTextBlock) -> Prose:
    """A title's line: all of it."""
    text = block.text()
    return Prose(text, list(range(len(text) + 1)))


def rich_prose(block: QTextBlock) -> Prose:
    """A block of the page, with what is no text of ours blanked."""
    text = block.text()
    fmt = block.blockFormat()
    quote = any(container.kind == "quote" for container in stack_of(fmt.property(STACK)))
    heading = kind_of(fmt) == BlockKind.HEADING
    return Prose(_blanked(text, rich_text(block)), list(range(len(text) + 1)), quote, heading)


def source_prose(block: QTextBlock) -> Prose:
    """A line of Markdown as a reader sees it."""
    text = block.text()
    if text and not source_text(block):  # fenced code, front matter, addresses of references
        return title_prose(block)._replace(text=BLANK * len(text))
    return line_of(blanked(text, parked_in(block)))


def _blanked(text: str, read: str) -> str:
    """The text with what ``read`` left out blanked."""
    if not read:
        return BLANK * len(text)
    if read == text:
        return text
    signs = zip(text, read, strict=True)
    return "".join(BLANK if kept == " " and sign != " " else sign for sign, kept in signs)

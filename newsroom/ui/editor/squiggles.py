"""Marks misspelled words in one text: looks only at what changed, and paints over the text.

Nothing is written into the document, so that a squiggle costs no layout and no undo step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QObject, QRect, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap, QTextBlock
from PySide6.QtWidgets import QTextEdit

from newsroom.checks.languages import dictionaries, script_of
from newsroom.checks.words import LONGEST, Script, in_language, words
from newsroom.ui.editor.afterkey import AfterKey
from newsroom.ui.editor.onscreen import OnScreen
from newsroom.ui.editor.positions import to_index, units
from newsroom.ui.editor.spellpaint import HEIGHT, strips, wave
from newsroom.ui.pause import Pause
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.ui.spelling import Spelling

PAUSE_MS: Final = 250
"""How long nobody typed before words are looked at: longer than between two keys of one word."""
LATEST_MS: Final = 1_000  # words of somebody who types without a pause are marked by then
_SLICE_S: Final = 0.0015  # seconds that idle work holds the GUI thread
_BETWEEN_MS: Final = 4  # between two slices, for keys and paint
LONG: Final = 30_000  # characters of a block of about 5,000 words
_AROUND: Final = 6_000  # characters looked at around the caret in such a block
_TOO_LONG: Final = 200_000  # characters: no paragraph that anybody wrote
_NONE: Final = -1
_MORE: Final = -2


Follow = Callable[[Callable[[int, int, int], object]], object]
"""Has a function called at each change of a text, with what Qt tells of it."""


class _Spot(NamedTuple):
    """A word in its block, in UTF-16 units as Qt counts."""

    start: int
    end: int
    language: str
    word: str


@dataclass(slots=True, eq=False)
class _Line:
    """What is known of one block."""

    stale: bool = True
    text: str | None = None  # as it was looked at last
    bad: tuple[_Spot, ...] = ()
    waiting: tuple[_Spot, ...] = ()
    turn: int = 0  # it can be judged once so many questions are answered


@dataclass(frozen=True, slots=True)
class Misspelled:
    """A marked word and where it stands in its document."""

    start: int
    end: int
    word: str
    language: str


class Squiggles(QObject):
    """The misspelled words of one editor. Its ``paint`` is called when the text was painted."""

    settled = Signal()
    """Everything was looked at and every word is known."""
    latest = LATEST_MS
    """Milliseconds after which somebody who types without a pause sees marks all the same."""

    def __init__(
        self,
        editor: QTextEdit,
        spelling: Spelling,
        *,
        read: Callable[[QTextBlock], str],
        language: Callable[[], str],
        story: str,
        ink: QColor,
        after: AfterKey,
        follow: Follow | None = None,
    ) -> None:
        """``read`` gives what of a block is to be spelled; ``language`` is the story's, ``story``
        its key; ``after`` is the editor's. ``follow`` has us called at each change, where it is
        done more cheaply than by the document's signal."""
        super().__init__(editor)
        self.looked = 0
        """Blocks that were cut into words so far."""
        self.lost: Callable[[], object] = lambda: None
        """Called when a letter came into a marked word, which is not marked from then on."""
        self._editor = editor
        self._screen = OnScreen(editor)
        self._document = editor.document()
        self._spelling = spelling
        self._read = read
        self._language = language
        self._story = story
        self._ink = ink
        self._tile: QPixmap | None = None
        # One for each block, None where nothing is known: all of them at once are 45 ms of 10 MB.
        self._lines: list[_Line | None] = [None] * self._document.blockCount()
        self._at = 0  # before this line nothing is left to do
        self._busy = True
        # The number of the only line that has something left; ``_NONE``, or ``_MORE`` than one.
        self._left = _MORE
        self._revision = self._document.revision()
        self._fresh = False  # the text was edited and the caret was not looked at yet
        self._typed_to = -1  # where the last edit left the caret
        self._typed_at = -1  # where the caret stands as long as it only moves by typing
        self._held: _Line | None = None  # the line with the word that is being typed
        # Where the next letter of the word that is being typed comes; its line, that line's number
        # and beginning.
        self._next = -1
        self._typed, self._typed_line, self._typed_from = _Line(), -1, 0
        self._moves = False  # whether marks stand where that letter comes or behind it
        # What was painted last while a word is typed, and the marks that show there: those of the
        # words before it stay where they are.
        self._same: QRect | None = None
        self._kept: list[QRect] = []
        self._across, self._down = editor.horizontalScrollBar(), editor.verticalScrollBar()
        self._pause = Pause(self, PAUSE_MS, self.look, at_most=self.latest)
        self._after = after
        after.then.append(self._on_caret)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._slice)
        (follow or self._document.contentsChange.connect)(self._on_change)
        spelling.learned.connect(self._on_learned)
        spelling.changed.connect(self.look_again)
        self._pause.soon()

    def renew(self, story: str) -> None:
        """Another story, of that key, stands in the text: it is looked at once somebody asks
        (``begin``) or types."""
        self._story = story
        self._pause.drop()
        self._rest.stop()
        self._lines = []
        self._revision = self._document.revision()
        self._at, self._busy, self._fresh = 0, True, False
        self._left = _MORE
        self._typed_at, self._held, self._next = -1, None, -1

    def begin(self) -> None:
        """Look at it from now on."""
        if not self._lines:
            self._lines = [None] * self._document.blockCount()
            self._busy, self._left = True, _MORE
            self._pause.soon()

    def _line(self, number: int) -> _Line:
        """What is known of a block."""
        line = self._lines[number]
        if line is None:
            line = self._lines[number] = _Line()
        return line

    # What happens in the text.

    def _on_change(self, position: int, removed: int, added: int) -> None:
        document = self._document
        if (
            position == self._next
            and added == 1
            and not removed
            and document.blockCount() == len(self._lines)
        ):
            # The next letter of a word: its line mostly waits to be looked at.
            self._next = position + 1
            if not self._typed.stale:
                self._begin(position - self._typed_from)
            if self._moves:
                self._move(self._typed, position - self._typed_from, 0, 1)
            self._revision, self._fresh = document.revision(), True
            self._typed_to = position + 1
            return
        self._next = -1
        # Looks that are laid over the text come here too; they are no edit.
        revision = document.revision()
        if revision != self._revision:
            self._revision = revision
            self._fresh, self._typed_to = True, position + added
        self._busy = True
        block = document.findBlock(position)
        first, grown = block.blockNumber(), document.blockCount() - len(self._lines)
        if added <= 1 and not grown and first >= 0:  # a letter came or went, as at most keys
            line, begins = self._line(first), block.position()
            self._typed, self._typed_line, self._typed_from = line, first, begins
            if line.bad and removed != added:
                self._move(line, position - begins, removed, added)
            if added and not removed:
                self._next = position + 1
            self._begin(position - begins)
            return
        self._on_more(block, position, removed, added, grown)

    def _begin(self, at: int) -> None:
        """Letters come into the line that is typed in, from there on: it is to be looked at."""
        line, number = self._typed, self._typed_line
        line.stale = self._busy = True
        if number < self._at:
            self._at = number
        if self._left != number:
            self._left = number if self._left == _NONE else _MORE
        # Marks that end before the first letter of a word stay through all the others.
        self._same = None
        self._moves = bool(line.bad) and any(spot.end >= at for spot in line.bad)
        self._pause.touch()

    def _move(self, line: _Line, at: int, removed: int, added: int) -> None:
        """A letter came or went in a line with marks."""
        bad = _shifted(line.bad, at, removed, added)
        if len(bad) < len(line.bad):
            self.lost()
        line.bad = bad

    def _on_more(
        self, block: QTextBlock, position: int, removed: int, added: int, grown: int
    ) -> None:
        """More than a letter came or went."""
        first, count = block.blockNumber(), self._document.blockCount()
        last = self._document.findBlock(position + added)
        until = first if last == block else last.blockNumber() if last.isValid() else count - 1
        old = until - first + 1 - grown
        self._at, self._left = min(self._at, max(0, first)), _MORE
        if first < 0 or old < 0 or first + old > len(self._lines):
            self._lines = [None] * count
            self._at = 0
        elif grown:
            self._lines[first : first + old] = [None] * (until + 1 - first)
        else:
            for known in self._lines[first : until + 1]:
                if known is not None:
                    known.stale = True
            if first == until and removed != added:
                line = self._line(first)
                line.bad = _shifted(line.bad, position - block.position(), removed, added)
        if grown or first != until:
            self._pause.soon()  # what stood there is known: its marks come back at once
            return
        self._pause.touch()

    def _on_caret(self) -> None:
        cursor = self._editor.textCursor()
        if self._fresh:
            self._fresh, self._typed_at = False, self._typed_to
            self._pause.touch()
        if cursor.position() != self._typed_at:
            self.release()
            block = cursor.block()
            if block.length() > LONG and self._lines:
                self._again(self._line(block.blockNumber()))

    def release(self) -> None:
        """The word at the caret is not being typed any more."""
        self._typed_at = -1
        if self._held is not None:
            held, self._held = self._held, None
            self._again(held)

    def _again(self, line: _Line) -> None:
        line.stale, line.text = True, None
        self._at, self._busy, self._left = 0, True, _MORE
        self._pause.soon()

    def look_again(self) -> None:
        """Another language, another dictionary: all words are looked at anew."""
        for line in self._lines:
            if line is not None:
                line.stale, line.text = True, None
        self._at, self._busy, self._left = 0, True, _MORE
        self._pause.soon()

    def recolour(self, ink: QColor) -> None:
        """Take on another theme's red."""
        self._ink, self._tile = ink, None
        self._editor.viewport().update()

    # Looking.

    def look(self) -> None:
        """Look at what changed and can be seen now; the rest waits for idle slices."""
        self._after.settle()  # a word that has just got a letter is being typed
        self._pause.drop()
        if not self._spelling.on:
            self._clear()
            return
        if not self._editor.isVisible():
            return
        lines, left = self._lines, self._left
        if 0 <= left < len(lines):  # letters came into one paragraph, as at most pauses
            line = self._line(left)
            self._do(self._document.findBlockByNumber(left), line)
            if line.waiting:
                return  # its answer comes
        else:
            self._left = _MORE
            for number, block in self._screen.blocks(self._editor.viewport().rect()):
                if number < len(lines):
                    self._do(block, self._line(number))
        self._rest.start(0)

    def _clear(self) -> None:
        self._rest.stop()
        self._next = -1
        if any(line is not None and line.bad for line in self._lines):
            self._editor.viewport().update()
        self._lines = [None] * len(self._lines)
        self._at, self._left = 0, _MORE

    def _slice(self) -> None:
        if not self._spelling.on or not self._editor.isVisible():
            return
        lines = self._lines
        if self._left == _MORE:
            until = perf_counter() + _SLICE_S
            answered = self._answered()
            block = QTextBlock()
            known = -2  # the number of ``block``: of none
            for at in range(self._at, len(lines)):
                line = lines[at]
                if (
                    line is None
                    or line.stale
                    or (line.waiting and (answered is None or line.turn <= answered))
                ):
                    follows = known == at - 1
                    block = block.next() if follows else self._document.findBlockByNumber(at)
                    known = at
                    self._do(block, line or self._line(at))
                    if perf_counter() > until:
                        self._at = at + 1
                        self._rest.start(_BETWEEN_MS)
                        return
            self._at = len(lines)
            if self._busy:
                for line in lines:
                    if line is None or line.stale or line.waiting:
                        return
        elif 0 <= self._left < len(lines):
            line = lines[self._left]
            if line is None or line.stale:
                return  # somebody typed on: it is looked at after the pause
            if line.waiting:
                self._do(self._document.findBlockByNumber(self._left), line)
                if line.waiting:
                    return
        self._left = _NONE
        if self._busy:
            self._busy = False
            self.settled.emit()

    def _answered(self) -> int | None:
        """How many questions are answered, in the order in which they were asked; None where they
        are not in that order."""
        return None

    def _on_learned(self) -> None:
        if self._busy:
            self._at = 0
            self._rest.start(0)

    @property
    def busy(self) -> bool:
        """Whether something is left to be looked at or to be known."""
        self._after.settle()  # who asks is told what follows from where the caret is
        return self._busy and self._spelling.on

    def _do(self, block: QTextBlock, line: _Line) -> None:
        self._same = None
        if line.stale:
            line.stale = False
            self._cut(block, line)
        elif line.waiting:
            self._judge(block, line, line.waiting)

    def _cut(self, block: QTextBlock, line: _Line) -> None:
        """Cut a block into words and judge them."""
        text = self._read(block) if block.length() < _TOO_LONG else ""
        caret = self._caret_in(block)
        if text == line.text and caret is None and line is not self._held:
            if line.waiting:
                self._judge(block, line, line.waiting)
            return
        self.looked += 1
        line.text = text
        shift = 0
        piece = text
        if len(text) > LONG:
            shift, piece = self._window(block, text)
        if self._held is line:
            self._held = None
        found: list[_Spot] = []
        language, spelling = self._language(), self._spelling
        tongues = _tongues(language, spelling.english, piece)
        place = _Places(text)
        # Nearly all words are in the story's own script, and known to be right.
        right = spelling.right(tongues.get(script_of(language), ""))
        for start, end, word, script in words(piece, known=right):
            low, high = place(start + shift), place(end + shift)
            if caret is not None and low <= caret <= high:
                self._held = line
                continue
            tongue = tongues.get(script, "")
            if tongue:
                if script is Script.ARABIC:
                    word = in_language(word, tongue)
                found.append(_Spot(low, high, tongue, word))
        self._judge(block, line, tuple(found))

    def _judge(self, block: QTextBlock, line: _Line, found: tuple[_Spot, ...]) -> None:
        """Mark what is wrong; what is not known yet is asked for."""
        spelling = self._spelling
        verdict, more = spelling.verdict, spelling.ignored(self._story)
        bad: list[_Spot] = []
        unknown = False
        for spot in found:
            right = verdict(spot.language, spot.word, more)
            if right is None:
                unknown = True
                spelling.want(spot.language, spot.word)
            elif not right:
                bad.append(spot)
        line.waiting = found if unknown else ()
        marks = tuple(bad)
        if marks != line.bad:
            line.bad = marks
            self._repaint(block)

    def _caret_in(self, block: QTextBlock) -> int | None:
        """Where in the block the word ends that is being typed."""
        if self._typed_at < 0 or not self._editor.hasFocus():
            return None
        cursor = self._editor.textCursor()
        if cursor.position() != self._typed_at or cursor.block() != block:
            return None
        return cursor.positionInBlock()

    def _window(self, block: QTextBlock, text: str) -> tuple[int, str]:
        """Where the part of a very long block begins that is looked at, and that part."""
        cursor = self._editor.textCursor()
        at = to_index(text, cursor.positionInBlock()) if cursor.block() == block else 0
        low = _edge(text, max(0, at - _AROUND))
        high = _edge(text, min(len(text), at + _AROUND))
        return low, text[low:high]

    # What is marked.

    def marked(self) -> Iterator[Misspelled]:
        """The marked words in the order of the text."""
        for number, line in enumerate(self._lines):
            if line is not None and line.bad:
                block = self._document.findBlockByNumber(number)
                if block.isValid():
                    yield from _there(block, line)

    def at(self, position: int) -> Misspelled | None:
        """The marked word at a position of the document."""
        block = self._document.findBlock(position)
        number = block.blockNumber()
        if not 0 <= number < len(self._lines):
            return None
        found = _there(block, self._line(number))
        return next((word for word in found if word.start <= position <= word.end), None)

    # Painting.

    def _repaint(self, block: QTextBlock) -> None:
        editor = self._editor
        if editor.isVisible():
            rect = self._document.documentLayout().blockBoundingRect(block)
            rect.translate(0, -editor.verticalScrollBar().value())
            view = editor.viewport()
            if rect.intersects(QRectF(view.rect())):
                view.update(rect.toAlignedRect().adjusted(0, 0, view.width(), HEIGHT))

    def paint(self, rect: QRect, alone: QTextBlock | None = None) -> None:
        """Draw the marks of the blocks that were just painted in a part of the viewport; of
        ``alone``, if that is all the part shows."""
        typed = alone is not None and self._next >= 0 and alone.blockNumber() == self._typed_line
        if typed:  # of what is being typed nothing is known yet
            if not self._typed.bad:
                return
            if rect == self._same:
                if self._kept:
                    self._draw(self._kept)
                return
        self._same = None
        if not self._spelling.on:
            return
        places: list[QRect] = []
        late = False
        seen: Iterable[tuple[int, QTextBlock]]
        seen = self._screen.blocks(rect) if alone is None else ((alone.blockNumber(), alone),)
        for number, block in seen:
            if number >= len(self._lines):
                break
            line = self._lines[number]
            late = late or line is None or line.stale
            if line is not None and line.bad:
                top = rect.top() + self._down.value()
                left = rect.left() + self._across.value()
                bottom = top + rect.height()
                places += strips(block, line.bad, top=top, bottom=bottom, left=left)
        if places:
            self._draw(places)
        if typed and not self._moves:
            self._same, self._kept = rect, places
        if late and not self._fresh and not self._pause.waiting:
            self._pause.soon()

    def _draw(self, places: Iterable[QRect]) -> None:
        # Mostly the line that is typed in has no marks, and no painter is made.
        painter = self._painter()
        tile = self._wave()
        for place in places:
            painter.drawTiledPixmap(place, tile)
        painter.end()

    def _painter(self) -> QPainter:
        painter = QPainter(self._editor.viewport())
        painter.translate(-self._across.value(), -self._down.value())
        return painter

    def _wave(self) -> QPixmap:
        if self._tile is None:
            self._tile = wave(self._ink, self._editor.devicePixelRatioF())
        return self._tile


def _there(block: QTextBlock, line: _Line) -> Iterator[Misspelled]:
    at = block.position()
    for start, end, language, word in line.bad:
        yield Misspelled(at + start, at + end, word, language)


class _Places:
    """From Python's characters to Qt's units in one text, for places that only grow."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._same = text.isascii() or max(text) <= "\uffff"
        self._at = self._units = 0

    def __call__(self, index: int) -> int:
        if self._same:
            return index
        if index < self._at:
            self._at = self._units = 0
        self._units += units(self._text[self._at : index])
        self._at = index
        return self._units


def _tongues(language: str, english: str, text: str) -> Mapping[Script, str]:
    return dictionaries(language, english=english, text="" if text.isascii() else text)


def _edge(text: str, at: int) -> int:
    """A place near ``at`` where no word is cut."""
    if not 0 < at < len(text):
        return at
    until = min(len(text), at + LONGEST)
    return next((place for place in range(at, until) if text[place].isspace()), at)


def _shifted(bad: tuple[_Spot, ...], at: int, removed: int, added: int) -> tuple[_Spot, ...]:
    """Marks after an edit in their block; those of words that it touched are gone."""
    by = added - removed
    return tuple(
        spot if spot.end < at else spot._replace(start=spot.start + by, end=spot.end + by)
        for spot in bad
        if spot.end < at or spot.start > at + removed
    )

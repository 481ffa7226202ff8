"""Page and Markdown side by side: one story, one undo; each follows the other's text and scroll."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QTextBlock, QTextDocument
from PySide6.QtWidgets import QSplitter, QTextEdit, QWidget

from newsroom.ui.editor.page import Page
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.source import SourceView
from newsroom.ui.pause import Pause

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane

_PAUSE_MS: Final = 250  # nobody typed for so long: the other view follows
_LONG_MS: Final = 2_500  # the same where the whole of a long text has to be read for it
_LONG: Final = 60_000  # characters, about 10,000 words
_REST_MS: Final = 1_000  # and for so long: the lines are found again that stand side by side
_SLICE_S: Final = 0.008  # the longest that one turn looks for them
_AT_ONCE: Final = 50  # blocks between two looks at the clock
_TOP: Final = 24  # pixels above the view beside, as above the titles
_KEY: Final = 14  # letters that tell a block
_AHEAD: Final = 80  # lines that a block is looked for in: a long quote or list in between
_EYE: Final = 0.3  # of the page's height: the line that both views keep at one height
_NO_LETTERS: Final = re.compile(r"[\W_]+")


class Head(QWidget):
    """What stands above the view beside: air."""

    def height_for(self, _width: int, _column: QRect) -> int:
        """The room that it takes."""
        return _TOP


class Beside(QObject):
    """Holds the second page. The view that the keyboard is in is the one on top."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._leads: QTextEdit | None = None  # the view whose scroll the other follows
        self._places: tuple[list[int], list[int]] = ([0], [0])  # blocks of the page, and lines
        self._busy = False
        self._splitter = QSplitter(Qt.Orientation.Horizontal, pane)
        self._splitter.setObjectName("beside")
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self.page = Page(Head(), column=pane.page.measure, parent=self._splitter)
        self._pause = Pause(self, _PAUSE_MS, self._follow_later)
        self._long_pause = Pause(self, _LONG_MS, self._follow_later)
        self._rest = Pause(self, _REST_MS, self._map_slowly)
        self._looking: Iterator[None] | None = None
        self._slices = QTimer(self, singleShot=True, interval=0)
        self._slices.timeout.connect(self._map_slice)
        # A long text is laid out bit by bit: its bar may not reach as far yet as it has to.
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._align)
        self._is_slow = False  # the last time the whole text had to be read
        self._on = False

    @property
    def on(self) -> bool:
        """Whether both views are shown."""
        return self._on

    # On and off.

    def turn(self) -> None:
        """Show the other view beside, or only the one on top."""
        focused = self._pane.view.hasFocus()
        (self._close if self._on else self._open)()
        if focused:  # a view that moves house loses the keyboard
            self._pane.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self) -> None:
        pane = self._pane
        self._on = True
        top = pane.view
        seen = top.viewport().rect().intersects(top.cursorRect())
        pane.body.bring_along()
        pane.put_in_place_of_page(self._splitter)
        self._splitter.insertWidget(0, pane.page)
        self._splitter.addWidget(self.page)
        self._splitter.setSizes([1, 1])
        self.page.set_column(pane.page.measure)
        self.page.set_view(self._other())
        self._splitter.show()
        pane.page.show()
        for view in self._views():
            view.show()
            view.installEventFilter(self)
            view.viewport().installEventFilter(self)
            view.verticalScrollBar().valueChanged.connect(self._scrolled)
            view.verticalScrollBar().rangeChanged.connect(self._ranged)
        for page in (pane.page, self.page):
            page.installEventFilter(self)
            page.bar.installEventFilter(self)
        pane.body.changed.connect(self._touched)
        self._leads = top
        self._map()
        QTimer.singleShot(0, self, self._align_at_caret if seen else self._align)

    def _close(self) -> None:
        pane = self._pane
        self._on = False
        self._drop_pauses()
        pane.body.bring_along()
        pane.body.changed.disconnect(self._touched)
        for view in self._views():
            view.removeEventFilter(self)
            view.viewport().removeEventFilter(self)
            view.verticalScrollBar().valueChanged.disconnect(self._scrolled)
            view.verticalScrollBar().rangeChanged.disconnect(self._ranged)
        for page in (pane.page, self.page):
            page.removeEventFilter(self)
            page.bar.removeEventFilter(self)
        top = pane.view
        self.page.let_go()
        pane.put_in_place_of(self._splitter)
        self._splitter.hide()
        pane.page.let_go()
        pane.page.set_view(top)
        pane.page.show()
        top.ensureCursorVisible()

    def _views(self) -> tuple[QTextEdit, ...]:
        source = self._pane.body.source
        return (self._pane.rich, source) if source is not None else (self._pane.rich,)

    def _other(self) -> QTextEdit:
        """The view that is not in the first page."""
        rich, source = self._pane.rich, self._pane.body.source
        assert source is not None
        return rich if self._pane.page.view is source else source

    # The text.

    def cross(self) -> None:
        """The keyboard goes into the other view, on the same words."""
        pane = self._pane
        view = pane.body.show_rich() if pane.body.as_source else pane.body.show_source()
        self._leads = view
        view.setFocus(Qt.FocusReason.ShortcutFocusReason)
        view.ensureCursorVisible()
        pane.crossed()

    def follow(self) -> None:
        """Let the view that is not written in say the same now."""
        if self._on:
            self._drop_pauses()
            self._pane.body.bring_along()
            self._followed()

    def _touched(self) -> None:
        self._looking = None
        (self._long_pause if self._is_slow else self._pause).touch()

    def _drop_pauses(self) -> None:
        for pause in (self._pause, self._long_pause, self._rest):
            pause.drop()
        self._looking = None

    def _follow_later(self) -> None:
        if self._on:
            body = self._pane.body
            # What takes a second of another thread is not asked for at every pause.
            long = self._pane.view.document().characterCount() > _LONG
            self._is_slow = not body.bring_along_later(self._followed) and long

    def _followed(self) -> None:
        # In a turn of its own: two looks at a long text would hold the keys up together.
        QTimer.singleShot(0, self, self._align)
        self._rest.touch()

    def _map_slowly(self) -> None:
        if self._on:
            self._looking = self._places_found()
            self._slices.start()

    def _map_slice(self) -> None:
        until = perf_counter() + _SLICE_S
        for _piece in self._looking or ():
            if perf_counter() > until:
                self._slices.start()
                return
        self._looking = None
        if self._on:
            self._align()

    def _places_found(self) -> Iterator[None]:
        """What ``_map`` does, in pieces; to be given up when somebody types."""
        source = self._pane.body.source
        if source is None:
            return
        found: tuple[list[str], list[str]] = [], []
        for words, document in zip(
            found, (self._pane.rich.document(), source.document()), strict=True
        ):
            while len(words) < document.blockCount():
                words += islice(_words(document, len(words)), _AT_ONCE)
                yield
        self._places = shared_places(found[0], iter(found[1]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keyboard, the wheel or something dragged came into a view: it leads from now on."""
        kind = event.type()
        if kind in (QEvent.Type.FocusIn, QEvent.Type.DragEnter, QEvent.Type.InputMethod):
            view = self._view_of(watched)
            if view is not None:
                self._leads = view
                self._take_over(view)
        elif kind in (QEvent.Type.Wheel, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress):
            view = self._view_of(watched)
            if view is not None:
                self._leads = view
        return False

    def _view_of(self, watched: QObject) -> QTextEdit | None:
        for view in self._views():
            if watched is view or watched is view.viewport():
                return view
        for page in (self._pane.page, self.page):
            if watched is page or watched is page.bar:
                return page.view
        return None

    def _take_over(self, view: QTextEdit) -> None:
        source = isinstance(view, SourceView)
        if source != self._pane.body.as_source:
            self._drop_pauses()
            self._pane.body.take_over(source=source)
            self._map_slowly()
            self._pane.crossed()

    # The scroll.

    def _map(self) -> None:
        """Find which line of the Markdown each block of the page begins with."""
        rich, source = self._pane.rich, self._pane.body.source
        if source is not None:
            self._places = shared_places(list(_words(rich.document())), _words(source.document()))

    def _ranged(self, _low: int, _high: int) -> None:
        self._again.start(0)

    def _scrolled(self) -> None:
        if not self._busy and self.sender() is not None:
            leads = self._leads
            if leads is not None and self.sender() is leads.verticalScrollBar():
                self._align()

    def _align_at_caret(self) -> None:
        """In half the width the caret is further down than it was: it is kept in sight."""
        if self._on:
            self._pane.view.ensureCursorVisible()
            self._align()

    def _align(self) -> None:
        """Scroll the view that follows to where the one that leads stands."""
        leads, pages = self._leads, (self._pane.page, self.page)
        if leads is None or self._busy or not self._on:
            return
        first = pages[0] if pages[0].view is leads else pages[1]
        second = pages[1] if first is pages[0] else pages[0]
        follows = second.view
        if first.view is not leads or follows is None:
            return
        eye = round(first.height() * _EYE)
        here = leads.mapFrom(first, QPoint(0, eye)).y() + leads.verticalScrollBar().value()
        there = self._counterpart(leads, follows, here)
        now = follows.mapFrom(second, QPoint(0, eye)).y() + follows.verticalScrollBar().value()
        self._busy = True
        try:
            second.scroll_to(max(0, second.bar.value() + round(there - now)))
        finally:
            self._busy = False

    def _counterpart(self, leads: QTextEdit, follows: QTextEdit, y: float) -> float:
        """The height in one view's document that says what stands at ``y`` in the other's."""
        rich = isinstance(leads, RichView)
        own, others = self._places if rich else (self._places[1], self._places[0])
        block = leads.cursorForPosition(
            QPoint(0, round(y) - leads.verticalScrollBar().value())
        ).block()
        at = max(0, bisect_right(own, block.blockNumber()) - 1)
        low, low_there = _top(leads, own[at]), _top(follows, others[at])
        if at + 1 < len(own):
            high, high_there = _top(leads, own[at + 1]), _top(follows, others[at + 1])
        else:
            high = leads.document().size().height()
            high_there = follows.document().size().height()
        share = (y - low) / (high - low) if high > low else 0.0
        return low_there + min(1.0, max(0.0, share)) * (high_there - low_there)


def _top(view: QTextEdit, number: int) -> float:
    block = view.document().findBlockByNumber(number)
    return view.document().documentLayout().blockBoundingRect(block).top() if block.isValid() else 0


def _words(document: QTextDocument, start: int = 0) -> Iterator[str]:
    """The first letters of each block from number ``start`` on, without signs."""
    block: QTextBlock = document.findBlockByNumber(start)
    while block.isValid():
        yield _letters(block.text()[: 4 * _KEY])
        block = block.next()


@lru_cache(maxsize=30_000)  # lines of the longest stories; most are asked for again and again
def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text)[:_KEY]


def shared_places(page: Sequence[str], lines: Iterator[str]) -> tuple[list[int], list[int]]:
    """Blocks of the page and the lines of the Markdown that begin with the same letters, in order.

    A guess by the words, enough for a scroll: nothing is parsed.
    """
    marked = list(lines)
    blocks, found = [0], [0]
    at = 0
    for number, words in enumerate(page):
        if not words:
            continue
        for line in range(at, min(at + _AHEAD, len(marked))):
            if marked[line] == words:
                if number > blocks[-1] and line > found[-1]:
                    blocks.append(number)
                    found.append(line)
                at = line + 1
                break
    return blocks, found

"""A story's body between its bytes and the two views: read when asked, written block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from newsroom.text.document import Document
from newsroom.text.parse import Parser
from newsroom.ui.editor.dress import end_step
from newsroom.ui.editor.editions import Renewal, renewal
from newsroom.ui.editor.filling import Background, Filling
from newsroom.ui.editor.pagesource import PageSource
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.steps import PAGE, SOURCE, Steps
from newsroom.ui.editor.wrapping import anew
from newsroom.ui.editor.writeahead import WriteAhead
from newsroom.ui.parked import LONG

if TYPE_CHECKING:
    from newsroom.ui.editor.crossing import Crossing
    from newsroom.ui.editor.source import SourceView

_KEEP: Final = QTextCursor.MoveMode.KeepAnchor
_SLICE_S: Final = 0.008  # the longest that one turn of what can wait takes


def _carried(place: int, before: str, after: str) -> int:
    """Where a place of one text is in another one that says mostly the same; beside what is other
    where it stood in that."""
    from newsroom.text.amend import shared, shared_end

    same = shared(before, after)
    if place <= same:
        return place
    end = shared_end(before, after, min(len(before), len(after)) - same)
    behind = len(before) - place
    return len(after) - behind if behind <= end else min(place, len(after) - end)


class Body(QObject):
    """The one text behind both views. The view on top holds the truth; the other follows late."""

    changed = Signal()
    """The text changed in the view on top (after each key, once its letter is painted)."""
    doubted = Signal(int)
    """So many passages could not be proven to read as they look; they are kept all the same."""

    def __init__(
        self,
        rich: RichView,
        make_source: Callable[[], SourceView],
        background: Background | None = None,
        parser: Parser | None = None,
    ) -> None:
        """``background`` reads long stories on another thread; without it they are read at once.
        ``parser`` reads the others; bodies of one thread may share it."""
        super().__init__(rich)
        self.rich = rich
        self.source: SourceView | None = None
        self.as_source = False
        self._make_source = make_source
        self.filling = Filling(rich)
        self.page_source = PageSource(rich, self.filling, parser)
        self._warming: Iterator[None] = iter(())
        self._text: str | None = ""
        self._opened = ""  # where the Markdown's own undo stack begins, whenever it is first shown
        self.seen = ""  # the source that the page shows, while the Markdown is on top
        self.quiet = False
        self._held: Callable[[], object] | None = None
        self.ahead = WriteAhead(rich, self.page_source.editions, background)
        self._doubts = 0
        self.steps = Steps(self)
        rich.back, rich.forth, rich.can_redo = self.undo, self.redo, self.steps.goes_forth
        rich.can_back, rich.can_forth = self.can_undo, self.can_redo
        self.unsure = False  # cards are others now, something could not be proven, a tag is open
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self.settle)
        self._untold = False  # the text changed, and ``changed`` is still to be emitted
        rich.after.then.append(self.tell)
        self.filling.done.connect(self._filled)
        self._background = background
        self._parser = parser
        rich.mirror.touched = self._page_touched

    # The text.

    def open(self, text: str, document: Document | None = None) -> None:
        """Show ``text`` in both views; what could be undone is forgotten. ``document`` is what was
        read of it, where somebody did that."""
        self.stop_held()
        self.quiet = True
        try:
            with anew(self.rich, text):
                self._open_page(text, document)
            if self.source is not None:
                self.source.open(text)
        finally:
            self.quiet = False
        self._text = self.seen = self._opened = text
        self._untold = False
        self.steps.forget()
        self._settling.stop()
        self._warming = iter(())
        self._doubts = 0
        self.unsure = False
        self.page_source.opened()

    def become(self, text: str) -> None:
        """Show ``text`` in both views, which came from elsewhere, as ``open`` does; the caret stays
        with the words that it stands at. While a long text comes in it goes to the beginning."""
        at = self.view.textCursor().position()
        known = bool(at) and not self.filling.running
        before, caret = (self.text(), self.offset(at)) if known else ("", 0)
        self.open(text)
        if caret and not self.filling.running:
            cursor = self.view.textCursor()
            cursor.setPosition(self.position(_carried(caret, before, text)))
            self.view.setTextCursor(cursor)

    def _open_page(self, text: str, document: Document | None = None) -> None:
        if self._background is not None and len(text) > LONG:
            take = self.page_source.editions.open
            take(self.filling.start(text, self._background, take))
            return
        self.filling.stop()
        if document is None or document.source != text:
            document = Document.open(text, self._parser)
        elif self._parser is not None:
            document.hand_over(self._parser)
        self.page_source.editions.open(document)
        self.rich.show_blocks(document.blocks)

    @property
    def opened(self) -> str:
        """The body as it was opened."""
        return self._opened

    def _filled(self) -> None:
        self.page_source.filled()
        if self._text is not None:  # nobody typed into its beginning
            self.page_source.note_shown()
            QTimer.singleShot(0, self, self.warm)

    def text(self) -> str:
        """The body as Markdown. What nobody touched is byte for byte as it was opened."""
        if self._text is None:
            if self.as_source and self.source is not None:
                self._text = self.source.text()
            else:
                self._text = self.page_text()
        return self._text

    def page_text(self) -> str:
        """The Markdown that the page says."""
        source = self.page_source
        edition = source.edition()
        blocks = self.rich.mirror.blocks()
        if source.written is not None and source.written[0] is blocks:
            return source.written[1]
        page = self.ahead.take(blocks) or self.ahead.write(edition, blocks)
        self.unsure = self.unsure or page.cards != source.cards
        source.cards = page.cards
        if page.doubts > self._doubts:
            self.doubted.emit(page.doubts)
        self._doubts = page.doubts
        self.unsure = self.unsure or self._doubts > 0 or page.reaches_on
        source.written = blocks, page.source
        return page.source

    def warm(self) -> None:
        """Do in an idle moment what the first save would wait for."""
        import newsroom.text.respell  # noqa: F401 # what a touched block is written with

        source = self.page_source
        if not self.filling.running and source.is_shown():
            edition = source.edition()
            self._warming = edition.document.warm(source.own(edition))
            QTimer.singleShot(0, self, self._warm_on)

    def hold(self, stop: Callable[[], object]) -> None:
        """While very much comes in, a little at a time, the body is what it was: nobody reads it
        anew at every turn. ``stop`` ends that at once, where the other view is wanted."""
        self.text()
        self._held = stop

    @property
    def held(self) -> bool:
        """Whether the body is what it was, while a view shows more of what comes or less."""
        return self._held is not None

    def let_go(self) -> None:
        """What came in stands there: it is told once that the body changed."""
        self._held = None
        self.touched()

    def stop_held(self) -> None:
        """End what comes in a little at a time, now."""
        if self._held is not None:
            self._held()

    def _warm_on(self) -> None:
        until = perf_counter() + _SLICE_S
        for _step in self._warming if self.page_source.is_shown() else ():
            if perf_counter() > until:
                QTimer.singleShot(0, self, self._warm_on)
                return
        self._warming = iter(())

    def caret_moved(self) -> None:
        """Told a little after it did. Once the caret left what is unsure, the page shows what was
        made of it."""
        if self.unsure and self.rich.textCursor().blockNumber() != self.rich.mirror.line:
            self._settling.start(0)

    def settle(self) -> bool:
        """Let the page show what its text says, where a card was rewritten or a passage could not
        be proven; part of the step before. False where it does so already."""
        if self.as_source or self.filling.running or self.held:
            return False
        text = self.text()
        if not self.unsure or self.steps.goes_forth():
            return False
        self.unsure = False
        if self.page_source.says_as_read(text):
            return False
        caret = self._crossing().caret(self.rich.textCursor().position(), text)
        self._show_as_read(text)
        self._text, self.unsure = None, False
        cursor = self.rich.textCursor()
        cursor.setPosition(self.position(caret))
        self.rich.setTextCursor(cursor)
        self.changed.emit()
        return True

    def _show_as_read(self, text: str) -> None:
        """Let the page, which says ``text`` already, show it as it is read; part of its last
        step."""
        self.quiet = True
        try:
            if self.steps.stack is None:
                self.page_source.take_in(text)
            else:
                self.steps.stack.anew(PAGE, text)
        finally:
            self.quiet = False
        self.steps.was_settled()

    # Back and forth.

    def undo(self) -> None:
        """One step back, whichever view it was made in."""
        self.steps.back()

    def redo(self) -> None:
        """One step forth again, whichever view it was made in."""
        self.steps.forth()

    def can_undo(self) -> bool:
        """Whether there is a step back, in whichever view it was made."""
        return self.view.document().isUndoAvailable()

    def can_redo(self) -> bool:
        """Whether there is a step forth, in whichever view it was made."""
        return self.steps.can_forth()

    @property
    def view(self) -> RichView | SourceView:
        """The view on top."""
        return self.source if self.as_source and self.source is not None else self.rich

    def _page_touched(self) -> None:
        if self.quiet or (self._untold and self._text is None) or self.filling.writing:
            return  # or it waits to be said already
        self.filling.touch()
        self.touched()

    def touched(self) -> None:
        """The text is another, unless what comes in is held or both views are just being brought
        to say the same."""
        if not self.quiet and self._held is None:
            self._text = None
            if not self._untold:
                self._untold = True
                self.view.after.start()

    def tell(self) -> None:
        """Say now that the text changed, if that is still to be said."""
        if self._untold:
            self._untold = False
            self.changed.emit()

    # To the Markdown.

    def show_source(self) -> SourceView:
        """Bring the Markdown up to date; caret and selection stand on the same words."""
        self.stop_held()
        self.settle()
        text = self.text()
        cursor = self.rich.textCursor()
        with self.filling.as_it_stands():  # the caret's place does not hang on what is to come
            anchor = caret = self._crossing().caret(cursor.position(), text)
            if cursor.hasSelection():
                low, high = self._crossing().chosen(cursor, text)
                forth = cursor.anchor() < cursor.position()
                anchor, caret = (low, high) if forth else (high, low)
        source = self._follow_page(text)
        self.seen = text
        self.as_source = True
        found = source.textCursor()
        found.setPosition(source.position(anchor))
        found.setPosition(source.position(caret), _KEEP)
        source.setTextCursor(found)
        return source

    def _follow_page(self, text: str) -> SourceView:
        """Let the Markdown, made when it is first wanted, say ``text``."""
        self.quiet = True
        try:
            if self.source is None:
                self.source = self._make_source()
                self.source.open(self._opened)
                self.source.touched = self.touched
                self.source.after.then.append(self.tell)
                self.source.back, self.source.forth = self.undo, self.redo
                self.source.can_back, self.source.can_forth = self.can_undo, self.can_redo
                self.steps.join(self.source)
            assert self.steps.stack is not None
            self.steps.stack.follow(SOURCE, text)
        finally:
            self.quiet = False
        return self.source

    def _follow_source(self, text: str) -> None:
        """Let the page say ``text``, which the Markdown says."""
        stack = self.steps.stack
        if stack is None:
            return
        self.quiet = True
        try:
            stack.follow(PAGE, text)
            stepped, self.steps.below = self.steps.below or self.unsure, False
            if stepped and not self.page_source.says_as_read(text):
                self._show_as_read(text)  # it stood in the middle of what it reads otherwise
            self.unsure = False
        finally:
            self.quiet = False
        self.seen = text

    # Side by side.

    def bring_along(self) -> None:
        """Let the view that is not on top say the same; the carets stay where they are."""
        text = self.text()
        if not self.as_source:
            self._follow_page(text)
            self.page_source.read_near(text)
        elif text != self.seen or self.steps.below or self.unsure:
            self._follow_source(text)

    def bring_along_later(self, then: Callable[[], object]) -> bool:
        """The same, but where the whole Markdown has to be read for it, that is done on another
        thread, and False given. ``then`` is called once both say the same, and not at all if
        somebody went on typing."""
        text = self.text()
        same = text == self.seen and not self.unsure
        if not self.as_source or same or self._background is None:
            self.bring_along()
            then()
            return True
        if self.page_source.near(text):
            if self.page_source.is_shown() or len(text) <= LONG:
                self.bring_along()
                then()
            else:
                self._renew_later(text, then)
            return True

        def came(document: Document) -> None:
            if not self.as_source or self.text() != text:
                return
            self.page_source.last = document
            self._follow_source(text)
            then()

        self._background(lambda: Document.open(text), then=came, owner=self)
        return False

    def _renew_later(self, text: str, then: Callable[[], object]) -> None:
        """The page was written in since it was made: what of it stays is found on another
        thread, block for block. ``then`` is not called if somebody goes on typing."""
        assert self._background is not None
        source, shown = self.page_source, self.rich.mirror.blocks()
        edition, document = source.edition(), source.read(text)

        def came(found: Renewal) -> None:
            if not self.as_source or self.text() != text or self.rich.mirror.blocks() is not shown:
                return
            self.quiet = True
            try:
                stack = self.steps.stack
                assert stack is not None
                before = stack.place(PAGE)
                source.renew(document, found)
                stack.followed(PAGE, before)
            finally:
                self.quiet = False
            self.seen = text
            then()

        self._background(lambda: renewal(edition, shown, document), then=came, owner=self)

    def take_over(self, *, source: bool) -> None:
        """The other view is written in from now on; the carets stay where they are."""
        if source != self.as_source:
            self.bring_along()
            self.seen = self.text()
            self.as_source = source

    def _crossing(self) -> Crossing:
        """The page beside the Markdown that it was read from."""
        from newsroom.ui.editor.crossing import Crossing

        source = self.page_source
        edition = source.edition()
        return Crossing(self.rich, edition.document, source.own(edition))

    # To the page.

    def show_rich(self) -> RichView:
        """Bring the page up to date; caret and selection stand on the same words."""
        source = self.source
        if source is None:
            self.as_source = False
            return self.rich
        self.stop_held()
        text = self.text()
        cursor = source.textCursor()
        anchor, caret = source.offset(cursor.anchor()), source.offset(cursor.position())
        self.as_source = False
        if text != self.seen:
            self._follow_source(text)
            self._text = text
        self.steps.below = False
        places = self._in_beginning(text, anchor, caret)
        if places is None:
            # The page may say less than the source (blank lines); places are those of that.
            document = self.page_source.read(text)
            places = self._to_page(document, anchor), self._to_page(document, caret)
        found = self.rich.textCursor()
        found.setPosition(places[0])
        found.setPosition(places[1], _KEEP)
        self.rich.setTextCursor(found)
        stack = self.steps.stack
        assert stack is not None
        before = stack.place(PAGE)
        self.rich.stand_below()
        stack.moved(PAGE, before)
        return self.rich

    def _in_beginning(self, text: str, anchor: int, caret: int) -> tuple[int, int] | None:
        """Where these offsets stand on a page that holds only the beginning of ``text`` yet, so
        that nobody waits for the rest; None where they lie further down, and for other pages."""
        if not self.filling.running or text != self.seen:
            return None
        from newsroom.ui.editor.crossing import to_page

        last = max(anchor, caret)
        with self.filling.as_it_stands():
            document = self.page_source.edition().document
            there = len(self.rich.mirror.blocks()) - 1  # what comes may go on in the last
            if document.source[:last] != text[:last] or document.to_blocks(last)[0] >= there:
                return None
            first, second = (to_page(self.rich, document, at, shown=True) for at in (anchor, caret))
        return first, second

    def put(self, text: str, caret: int) -> None:
        """Let the view on top say ``text``, as one undo step, with the caret at that offset."""
        if self.as_source and self.source is not None:
            self.source.follow(text)
            self._text = None
        else:
            self.quiet = True
            try:
                self.page_source.take_in(text)
            finally:
                self.quiet = False
            self._text = None
        self.changed.emit()
        view = self.view
        cursor = view.textCursor()
        cursor.setPosition(self.position(caret))
        view.setTextCursor(cursor)
        view.ensureCursorVisible()
        end_step(view.document())

    def offset(self, position: int) -> int:
        """Where in the Markdown (in characters) a position of the view on top stands."""
        if self.as_source and self.source is not None:
            return self.source.offset(position)
        return self._crossing().to_source(position, self.text())

    def position(self, offset: int) -> int:
        """Where in the view on top an offset of the Markdown (in characters) stands."""
        text = self.text()
        if self.as_source and self.source is not None:
            return self.source.position(min(offset, len(text)))
        return self._to_page(self.page_source.read(text), min(offset, len(text)))

    def _to_page(self, document: Document, offset: int) -> int:
        """The page's position of an offset in the document's source."""
        from newsroom.ui.editor.crossing import to_page

        source = self.page_source
        shown = source.is_shown() and document is source.edition().document
        return to_page(self.rich, document, offset, shown=shown)

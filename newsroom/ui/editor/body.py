"""A story's body between its bytes and the two views: read when asked, written block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from newsroom.text.amend import shared_end
from newsroom.text.blocks import blocks_key, is_empty
from newsroom.text.document import Amended, Block, Document
from newsroom.text.joining import SEPARATOR
from newsroom.text.parse import Parser
from newsroom.text.settle import settled
from newsroom.ui.editor.editions import Edition, Editions, Renewal, renewal
from newsroom.ui.editor.filling import LONG, Background, Filling
from newsroom.ui.editor.nesting import told_apart
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.wrapping import anew, suit
from newsroom.ui.editor.writeahead import WriteAhead, cards_of

if TYPE_CHECKING:
    from newsroom.ui.editor.crossing import Crossing
    from newsroom.ui.editor.onestack import OneStack
    from newsroom.ui.editor.source import SourceView

_KEEP: Final = QTextCursor.MoveMode.KeepAnchor
_WALL: Final = SEPARATOR.strip()
_PAGE, _SOURCE = 0, 1  # the sides of the one stack
_SLICE_S: Final = 0.008  # the longest that one turn of what can wait takes


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
        self._editions = Editions(Document.open("", parser))
        self._shows: tuple[Block, ...] | None = None  # blocks that say what their edition's do
        self._last = self._editions[0].document  # what was read last, to read the next by
        self._ahead: tuple[Document, str, Amended | None] | None = None
        self._warming: Iterator[None] = iter(())
        self._text: str | None = ""
        self._opened = ""  # where the Markdown's own undo stack begins, whenever it is first shown
        self._seen = ""  # the source that the page shows, while the Markdown is on top
        self._quiet = False
        self._held: Callable[[], object] | None = None
        self.ahead = WriteAhead(rich, self._editions, background)
        self._doubts = 0
        self._cards: tuple[str, ...] = ()
        rich.back, rich.forth, rich.can_redo = self.undo, self.redo, self._can_redo
        rich.can_back, rich.can_forth = self.can_undo, self.can_redo
        self._settled: set[int] = set()  # editions that the page itself took in
        self._undone: list[int] = []  # Qt's steps in each step that was undone
        self._stack: OneStack | None = None  # made with the Markdown: before, the page's is all
        self._written: tuple[tuple[Block, ...], str] | None = None  # what blocks were written as
        self._stepped = False  # the page went back or forth below the Markdown
        self._joins = False  # what the page takes in is a part of its last step
        self._unsure = False  # cards are others now, something could not be proven, a tag is open
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self.settle)
        self._untold = False  # the text changed, and ``changed`` is still to be emitted
        rich.after.then.append(self.tell)
        self.filling = Filling(rich)
        self.filling.done.connect(self._filled)
        self._background = background
        self._parser = parser
        rich.mirror.touched = self._page_touched

    # The text.

    def open(self, text: str) -> None:
        """Show ``text`` in both views; what could be undone is forgotten."""
        self._stop_held()
        self._quiet = True
        try:
            with anew(self.rich, text):
                self._open_page(text)
            if self.source is not None:
                self.source.open(text)
        finally:
            self._quiet = False
        self._text = self._seen = self._opened = text
        self._untold = False
        self._settled, self._undone = set(), []
        self._written, self._stepped = None, False
        if self._stack is not None:
            self._stack.forget()
        self._settling.stop()
        self._warming = iter(())
        self._doubts = 0
        self._unsure = False
        self._cards = cards_of(self.rich.mirror.shown())
        self._shows = self._ahead = None
        self._last = self._editions[0].document
        if not self.filling.running:
            self._note_shown()

    def _open_page(self, text: str) -> None:
        if self._background is not None and len(text) > LONG:
            self._editions.open(self.filling.start(text, self._background, self._editions.open))
            return
        self.filling.stop()
        document = Document.open(text, self._parser)
        self._editions.open(document)
        self.rich.show_blocks(document.blocks)

    @property
    def opened(self) -> str:
        """The body as it was opened."""
        return self._opened

    def _filled(self) -> None:
        self._last = self._editions[0].document
        if self._text is not None:  # nobody typed into its beginning
            self._note_shown()
            QTimer.singleShot(0, self, self.warm)

    def text(self) -> str:
        """The body as Markdown. What nobody touched is byte for byte as it was opened."""
        if self._text is None:
            if self.as_source and self.source is not None:
                self._text = self.source.text()
            else:
                self._text = self._page_text()
        return self._text

    def _page_text(self) -> str:
        """The Markdown that the page says."""
        edition = self._edition()
        blocks = self.rich.mirror.blocks()
        if self._written is not None and self._written[0] is blocks:
            return self._written[1]
        page = self.ahead.take(blocks) or self.ahead.write(edition, blocks)
        self._unsure = self._unsure or page.cards != self._cards
        self._cards = page.cards
        if page.doubts > self._doubts:
            self.doubted.emit(page.doubts)
        self._doubts = page.doubts
        self._unsure = self._unsure or self._doubts > 0 or page.reaches_on
        self._written = blocks, page.source
        return page.source

    def warm(self) -> None:
        """Do in an idle moment what the first save would wait for."""
        import newsroom.text.respell  # noqa: F401 # what a touched block is written with

        if not self.filling.running and self._is_shown():
            edition = self._edition()
            self._warming = edition.document.warm(self._own(edition))
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
        self._touched()

    def _stop_held(self) -> None:
        if self._held is not None:
            self._held()

    def _warm_on(self) -> None:
        until = perf_counter() + _SLICE_S
        for _step in self._warming if self._is_shown() else ():
            if perf_counter() > until:
                QTimer.singleShot(0, self, self._warm_on)
                return
        self._warming = iter(())

    def caret_moved(self) -> None:
        """Told a little after it did. Once the caret left what is unsure, the page shows what was
        made of it."""
        if self._unsure and self.rich.textCursor().blockNumber() != self.rich.mirror.line:
            self._settling.start(0)

    def settle(self) -> bool:
        """Let the page show what its text says, where a card was rewritten or a passage could not
        be proven; part of the step before. False where it does so already."""
        if self.as_source or self.filling.running or self.held:
            return False
        text = self.text()
        if not self._unsure or self._can_redo():
            return False
        self._unsure = False
        if self._shows_as_read(text):
            return False
        caret = self._crossing().to_source(self.rich.textCursor().position(), text)
        self._show_as_read(text)
        self._text, self._unsure = None, False
        cursor = self.rich.textCursor()
        cursor.setPosition(self.position(caret))
        self.rich.setTextCursor(cursor)
        self.changed.emit()
        return True

    def _shows_as_read(self, text: str) -> bool:
        """Whether the page, which says ``text``, shows what is read there. Empty paragraphs, and
        walls that only the writing put between blocks, say nothing."""
        shown, read = self.said(), self._read(text).blocks
        return _told(shown) == _told(read)

    def _show_as_read(self, text: str) -> None:
        """Let the page, which says ``text`` already, show it as it is read; part of its last
        step."""
        self._quiet = True
        try:
            if self._stack is None:
                self._take_in(text)
            else:
                self._stack.anew(_PAGE, text)
        finally:
            self._quiet = False
        self._settled.add(self._number())

    def _edition(self) -> Edition:
        self.filling.finish()  # the whole has another edition than its beginning
        return self._editions[self._number()]

    def _number(self) -> int:
        return self._editions.number(self.rich.mirror.shown())

    def _own(self, edition: Edition) -> list[Block]:
        return self._editions.own(edition, self.rich.mirror.blocks())

    # Back and forth.

    def undo(self) -> None:
        """One step back, whichever view it was made in. What came in turn by turn goes so, too: the
        body is what it was until all of it is gone."""
        self._stop_held()
        view = self._view()
        start = None if view.isReadOnly() else view.poured.back()
        if start is None or not (self._stack is None or self._stack.is_own(int(self.as_source))):
            self._turn(back=True)
            return
        from newsroom.ui.editor.poured import Unpouring

        if not self.rich.document().isRedoAvailable():
            self._undone = []
        Unpouring(view, start, self, self._poured_back).start()

    def _poured_back(self) -> None:
        """The view on top took back what had come in turn by turn."""
        if not self.as_source:
            self.filling.touch()
            self._undone.append(1)
            self._unsure = self._unsure or bool(self._settled)

    def _forth_is_own(self) -> bool:
        """Whether the next step forth is one of the view on top, and no more than that."""
        if not self.as_source and self._undone[-1:] not in ([], [1]):
            return False
        return self._stack is None or self._stack.goes_forth_alone(int(self.as_source))

    def _poured_forth(self) -> None:
        """The view on top put in again what had come in turn by turn."""
        if not self.as_source:
            self.filling.touch()
            del self._undone[-1:]
            self._unsure = self._unsure or bool(self._settled)
            self.rich.dress_first()

    def _view(self) -> RichView | SourceView:
        """The view on top."""
        return self.source if self.as_source and self.source is not None else self.rich

    def redo(self) -> None:
        """One step forth again. Behind one that changed no word but what blocks are, Qt's caret is
        at the start of the next block; it belongs to the end of the last that changed."""
        self._stop_held()
        view = self._view()
        end = None if view.isReadOnly() else view.poured.forth()
        if end is not None and self._forth_is_own():
            from newsroom.ui.editor.poured import Repouring

            again = self._stack.again if self._stack is not None else lambda step: step()
            Repouring(view, end, self, self._poured_forth, again).start()
            return
        words = view.document().toRawText()
        self._turn(back=False)
        cursor = view.textCursor()
        if cursor.atBlockStart() and not cursor.atStart() and view.document().toRawText() == words:
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
            view.setTextCursor(cursor)

    def can_undo(self) -> bool:
        """Whether there is a step back, in whichever view it was made."""
        view = self._view()
        return view.document().isUndoAvailable()

    def can_redo(self) -> bool:
        """Whether there is a step forth, in whichever view it was made."""
        if self._stack is None:
            return self.rich.document().isRedoAvailable()
        return self._stack.can_forth(int(self.as_source), self.text())

    def _can_redo(self) -> bool:
        """Whether the page, or the one stack behind it, has something to be done again."""
        if self.rich.document().isRedoAvailable():
            return True
        return self._stack is not None and self._stack.goes_on(self.text())

    def _turn(self, *, back: bool) -> None:
        if self._stack is None:
            (self._page_back if back else self._page_forth)()
        else:
            self._turn_both(self._stack, back=back)
        self.rich.dress_first()

    def _turn_both(self, stack: OneStack, *, back: bool) -> None:
        top, before = int(self.as_source), self.text()
        here, below = stack.place(top), stack.place(1 - top)
        self._quiet = True
        try:
            shared = stack.back(top) if back else stack.forth(top)
        finally:
            self._quiet = False
        if stack.place(1 - top) != below and self.as_source:
            self._seen, self._stepped = self._page_text(), True
        if stack.place(top) == here and not shared:
            return
        if not self.as_source:
            self.filling.touch()
        self._touched()
        if shared:
            self._show_change(before)

    def _show_change(self, before: str) -> None:
        """The caret goes to the end of what is other than it was ``before``."""
        text = self.text()
        view = self._view()
        cursor = view.textCursor()
        same = shared_end(before, text, min(len(before), len(text)))
        cursor.setPosition(self.position(len(text) - same))
        view.setTextCursor(cursor)
        view.ensureCursorVisible()

    def _page_back(self) -> None:
        """One step back in the page. That it was settled is a part of the step before, which Qt
        would not let it join."""
        before = self._number()
        if not self.rich.document().isRedoAvailable():
            self._undone = []
        self.rich.poured.step_back(self.rich.undo)
        both = before in self._settled and self._number() < before
        if both:
            self.rich.poured.step_back(self.rich.undo)
        self._undone.append(2 if both else 1)
        self._unsure = self._unsure or bool(self._settled)  # it may be from before that

    def _page_forth(self) -> None:
        """One step forth in the page."""
        for _ in range(self._undone.pop() if self._undone else 1):
            self.rich.poured.step_forth(self.rich.redo)
        self._unsure = self._unsure or bool(self._settled)

    def _page_touched(self) -> None:
        if self._quiet or (self._untold and self._text is None) or self.filling.writing:
            return  # or it waits to be said already
        self.filling.touch()
        self._touched()

    def _touched(self) -> None:
        if not self._quiet and self._held is None:
            self._text = None
            if not self._untold:
                self._untold = True
                self._view().after.start()

    def tell(self) -> None:
        """Say now that the text changed, if that is still to be said."""
        if self._untold:
            self._untold = False
            self.changed.emit()

    # To the Markdown.

    def show_source(self) -> SourceView:
        """Bring the Markdown up to date; caret and selection stand on the same words."""
        self._stop_held()
        self.settle()
        text = self.text()
        cursor = self.rich.textCursor()
        if self.filling.running and not cursor.position() and not cursor.hasSelection():
            anchor = caret = 0  # it was just opened: nothing has to be waited for
        else:
            anchor = caret = self._crossing().to_source(cursor.position(), text)
        if cursor.hasSelection():
            low, high = self._crossing().chosen(cursor, text)
            anchor, caret = (low, high) if cursor.anchor() < cursor.position() else (high, low)
        source = self._follow_page(text)
        self._seen = text
        self.as_source = True
        found = source.textCursor()
        found.setPosition(source.position(anchor))
        found.setPosition(source.position(caret), _KEEP)
        source.setTextCursor(found)
        return source

    def _follow_page(self, text: str) -> SourceView:
        """Let the Markdown, made when it is first wanted, say ``text``."""
        self._quiet = True
        try:
            if self.source is None:
                self.source = self._make_source()
                self.source.open(self._opened)
                self.source.touched = self._touched
                self.source.after.then.append(self.tell)
                self.source.back, self.source.forth = self.undo, self.redo
                self.source.can_back, self.source.can_forth = self.can_undo, self.can_redo
                self._stack = self._one_stack(self.source)
            assert self._stack is not None
            self._stack.follow(_SOURCE, text)
        finally:
            self._quiet = False
        return self.source

    def _one_stack(self, source: SourceView) -> OneStack:
        from newsroom.ui.editor.onestack import OneStack, Side

        return OneStack(
            Side(
                self.rich.document(),
                self._page_back,
                self._page_forth,
                self._page_text,
                self._page_becomes,
            ),
            Side(
                source.document(),
                lambda: source.poured.step_back(source.undo),
                lambda: source.poured.step_forth(source.redo),
                source.text,
                source.follow,
            ),
        )

    def _page_becomes(self, text: str, *, join: bool) -> None:
        self._joins = join
        try:
            self._take_in(text)
        finally:
            self._joins = False

    def _follow_source(self, text: str) -> None:
        """Let the page say ``text``, which the Markdown says."""
        if self._stack is None:
            return
        self._quiet = True
        try:
            self._stack.follow(_PAGE, text)
            stepped, self._stepped = self._stepped or self._unsure, False
            if stepped and not self._shows_as_read(text):
                self._show_as_read(text)  # it stood in the middle of what it reads otherwise
            self._unsure = False
        finally:
            self._quiet = False
        self._seen = text

    def said(self) -> list[Block]:
        """The blocks that the page stands for, told by the segments of its own source."""
        return self._own(self._edition())

    # Side by side.

    def bring_along(self) -> None:
        """Let the view that is not on top say the same; the carets stay where they are."""
        text = self.text()
        if not self.as_source:
            self._follow_page(text)
            near = self._amended(self._last, text)
            self._last = near[0] if near is not None else self._last
        elif text != self._seen or self._stepped or self._unsure:
            self._follow_source(text)

    def bring_along_later(self, then: Callable[[], object]) -> bool:
        """The same, but where the whole Markdown has to be read for it, that is done on another
        thread, and False given. ``then`` is called once both say the same, and not at all if
        somebody went on typing."""
        text = self.text()
        same = text == self._seen and not self._unsure
        if not self.as_source or same or self._background is None:
            self.bring_along()
            then()
            return True
        if self._near(text):
            if self._is_shown() or len(text) <= LONG:
                self.bring_along()
                then()
            else:
                self._renew_later(text, then)
            return True

        def came(document: Document) -> None:
            if not self.as_source or self.text() != text:
                return
            self._last = document
            self._follow_source(text)
            then()

        self._background(lambda: Document.open(text), then=came, owner=self)
        return False

    def _renew_later(self, text: str, then: Callable[[], object]) -> None:
        """The page was written in since it was made: what of it stays is found on another
        thread, block for block. ``then`` is not called if somebody goes on typing."""
        assert self._background is not None
        edition, shown, document = self._edition(), self.rich.mirror.blocks(), self._read(text)

        def came(found: Renewal) -> None:
            if not self.as_source or self.text() != text or self.rich.mirror.blocks() is not shown:
                return
            self._quiet = True
            try:
                suit(self.rich, text)
                assert self._stack is not None
                before = self._stack.place(_PAGE)
                self._put_renewal(document, found)
                self._now_shown()
                self._stack.followed(_PAGE, before)
            finally:
                self._quiet = False
            self._seen = text
            then()

        self._background(lambda: renewal(edition, shown, document), then=came, owner=self)

    def _near(self, text: str) -> bool:
        """Whether ``text`` can be taken in at once, since only what stands around one place of it
        has to be read."""
        return self._last.source == text or self._amended(self._last, text) is not None

    def take_over(self, *, source: bool) -> None:
        """The other view is written in from now on; the carets stay where they are."""
        if source != self.as_source:
            self.bring_along()
            self._seen = self.text()
            self.as_source = source

    def _crossing(self) -> Crossing:
        """The page beside the Markdown that it was read from."""
        from newsroom.ui.editor.crossing import Crossing

        edition = self._edition()
        return Crossing(self.rich, edition.document, self._own(edition))

    # To the page.

    def show_rich(self) -> RichView:
        """Bring the page up to date; caret and selection stand on the same words."""
        source = self.source
        if source is None:
            self.as_source = False
            return self.rich
        self._stop_held()
        text = self.text()
        cursor = source.textCursor()
        anchor, caret = source.offset(cursor.anchor()), source.offset(cursor.position())
        self.as_source = False
        if text != self._seen:
            self._follow_source(text)
            self._text = text
        self._stepped = False
        # The page may say less than the source (blank lines); places are those of the source read.
        document = self._read(text)
        found = self.rich.textCursor()
        found.setPosition(self._to_page(document, anchor))
        if caret != anchor:
            found.setPosition(self._to_page(document, caret), _KEEP)
        self.rich.setTextCursor(found)
        assert self._stack is not None
        before = self._stack.place(_PAGE)
        self.rich.stand_below()
        self._stack.moved(_PAGE, before)
        return self.rich

    def put(self, text: str, caret: int) -> None:
        """Let the view on top say ``text``, as one undo step, with the caret at that offset."""
        if self.as_source and self.source is not None:
            self.source.follow(text)
            self._text = None
        else:
            self._quiet = True
            try:
                self._take_in(text)
            finally:
                self._quiet = False
            self._text = None
        self.changed.emit()
        view = self._view()
        cursor = view.textCursor()
        cursor.setPosition(self.position(caret))
        view.setTextCursor(cursor)
        view.ensureCursorVisible()

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
        return self._to_page(self._read(text), min(offset, len(text)))

    def _to_page(self, document: Document, offset: int) -> int:
        """The page's position of an offset in the document's source."""
        from newsroom.ui.editor.crossing import to_page

        shown = self._is_shown() and document is self._edition().document
        return to_page(self.rich, document, offset, shown=shown)

    def _take_in(self, text: str) -> None:
        """Make the page say ``text``: only the blocks that differ are changed, as one undo step."""
        edition = self._edition()
        near = self._amended(edition.document, text) if self._is_shown() else None
        if near is not None:
            exact = self._writes(edition.document.source)
            came = self._amend(edition, *near)
            if exact and self._holds(near.document, came):
                # Nobody has to write the whole of it to know what it says.
                self._written = self.rich.mirror.blocks(), text
        else:
            suit(self.rich, text)
            read = self._read(text)
            self._put_renewal(read, renewal(edition, self.rich.mirror.blocks(), read))
        self._now_shown()

    def _writes(self, source: str) -> bool:
        """Whether it is known already that the page, as it is, is written as ``source``."""
        known = self._written
        return known is not None and known[0] is self.rich.mirror.shown() and known[1] == source

    def _holds(self, document: Document, place: range) -> bool:
        """Whether the page has the document's blocks of that place at the same place, and as many
        others as that."""
        shown = self.rich.mirror.blocks()
        came = slice(place.start, place.stop)
        return len(shown) == len(document.blocks) and blocks_key(shown[came]) == blocks_key(
            document.blocks[came]
        )

    def _now_shown(self) -> None:
        """The page was just brought to its source."""
        self._note_shown()
        self._cards = cards_of(self.rich.mirror.blocks())

    def _read(self, text: str) -> Document:
        """The document of ``text``: kept from the last time, or read around what changed since."""
        document = self._edition().document
        for kept in (document, self._last):
            if kept.source == text:
                return kept
        near = self._amended(self._last, text)
        self._last = near[0] if near is not None else Document.open(text, self._parser)
        return self._last

    def _amended(self, document: Document, text: str) -> Amended | None:
        """``document.amended(text)``, found once however often it is asked for."""
        kept = self._ahead
        if kept is None or kept[0] is not document or kept[1] != text:
            kept = self._ahead = document, text, document.amended(text)
        return kept[2]

    def _note_shown(self) -> None:
        """The page was just made of its edition: as long as it is not touched, it says the same."""
        document, shown = self._edition().document, self.rich.mirror.blocks()
        self._last = document
        self._shows = shown if len(shown) == len(document.blocks) else None

    def _is_shown(self) -> bool:
        """Whether the page says what its edition's document says, block for block."""
        return self._shows is not None and self._shows is self.rich.mirror.shown()

    def _put_renewal(self, document: Document, found: Renewal) -> None:
        """Let the page become ``document``, whatever it says now."""
        self._put(
            document, found.segments, found.place, found.fresh, list(found.labels), found.kept
        )

    def _amend(self, edition: Edition, document: Document, gone: range, came: range) -> range:
        """Let the page, which says what ``edition`` says, become ``document``: segments ``gone``
        of the one gave way to ``came`` of the other. Gives the place of the blocks that came."""
        old, grown = edition.document, len(came) - len(gone)
        segments = {
            own: number if number < gone.start else number + grown
            for own, number in edition.segments.items()
            if number not in gone
        }
        start, end = old.first_block(gone.start), old.first_block(gone.stop)
        place = range(start, document.first_block(came.stop))
        fresh = document.blocks[place.start : place.stop]
        suit(self.rich, "".join(document.bytes_of(number)[0] for number in came))
        if len(gone) == len(came) and blocks_key(old.blocks[start:end]) == blocks_key(fresh):
            segments = edition.segments  # only signs that say nothing here are others
            labels = [(old.first_block(number), number) for number in gone]
            self._put(document, segments, (end, end), (), labels, ())
            return place
        beside = [(start - 1, gone.start - 1)] if start else [(end, came.stop)]
        kept = [(at, segment) for at, segment in beside if 0 <= at < len(old.blocks)]
        self._put(document, segments, (start, end), fresh, [], kept)
        return place

    def _put(
        self,
        document: Document,
        segments: dict[int, int],
        place: tuple[int, int],
        fresh: Sequence[Block],
        labels: list[tuple[int, int]],
        kept: Sequence[tuple[int, int]],
    ) -> None:
        """Put blocks in the place of others and say by ``labels`` which segments others are."""
        base = self._editions.base()
        fresh = told_apart(fresh, self.rich.mirror.blocks())
        count = 1 + max((block.segment for block in document.blocks), default=-1)
        self._editions.add(document, segments, count)
        if not fresh and not labels:
            labels = list(kept[:1])  # something has to tell the edition
        self.rich.put_edition(
            start=place[0],
            end=place[1],
            blocks=[replace(block, segment=base + block.segment) for block in fresh],
            labels=[(at, base + segment) for at, segment in labels],
            nothing=None if fresh or labels else base + count,
            join=self._joins,
        )


def _told(blocks: Sequence[Block]) -> tuple[object, ...]:
    """What blocks say to a reader."""
    return blocks_key([b for b in settled(blocks) if not is_empty(b) and b.text != _WALL])

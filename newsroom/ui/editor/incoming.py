"""Rich text that is pasted or dropped: read elsewhere, then put in where it was meant.

The clipboard's HTML goes to ``intake.html``; its pictures whose bytes came along are kept in the
newsroom. Whoever types meanwhile goes on typing: the text comes in before those letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextCursor

from newsroom.i18n import _
from newsroom.intake.pasted import Came, Opened, Plain, is_web, markdown_lines, opened
from newsroom.text.blocks import PLAIN, Block, BlockKind, Run
from newsroom.text.document import Document
from newsroom.ui.editor.copied import foreign
from newsroom.ui.editor.formats import VERBATIM, kind_of
from newsroom.ui.editor.images import held_address
from newsroom.ui.editor.nesting import CELLS, stack_at
from newsroom.ui.editor.pasteplace import Place, Waiting
from newsroom.ui.editor.pastereading import Reading
from newsroom.ui.editor.pastetold import KEY, Told
from newsroom.ui.editor.pastewords import cut_words
from newsroom.ui.editor.pouring import MANY, MANY_LETTERS, Blocks, Lines, Pouring
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.wrapping import break_anywhere
from newsroom.ui.messages import Answer as Button

if TYPE_CHECKING:
    from newsroom.intake.html import Walked
    from newsroom.intake.pasteprocess import Given, Held
    from newsroom.news.article import Picture
    from newsroom.news.errors import NewsroomError
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.source import SourceView

Answer = TypeVar("Answer")


class Incoming(QObject):
    """The road of text from elsewhere into one story."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._waiting = Waiting(pane.workbench.messages)
        self._told = Told(pane, self)
        self._under_way: list[Callable[[], object]] = []  # what gives each reading up

    def story_taken(self) -> None:
        """Another story stands in the pane: what was on its way to the one before is dropped."""
        self.stop()

    def stop(self) -> None:
        """Whatever is being read is dropped."""
        for give_up in tuple(self._under_way):
            give_up()

    def take(self, html: str, words: str) -> None:
        """Walk HTML and put it at the caret. ``words`` are what it says, for where it can't be."""
        place = Place(self._pane.story, self._pane.view, words)
        reading = Reading(html)
        self._begin(place, reading.html, self._came, much=reading.much, stop=reading.stop)

    def take_plain(self, text: str) -> None:
        """Put very many words at the caret: in the Markdown as they are."""
        view = self._pane.view
        reading = Reading(text)
        work = partial(reading.words, lines=not isinstance(view, RichView))
        place = Place(self._pane.story, view, "")
        self._begin(place, work, self._came_plain, much=True, stop=reading.stop)

    def take_markdown(self, markdown: str) -> None:
        """Put Markdown of ours at the caret."""
        self.waiting(self._pane.view)(markdown)

    def take_sheet(self, table: Block) -> None:
        """Put a large table at the caret of the page."""
        place = Place(self._pane.story, self._pane.view, "")
        view = self._view_for(place)
        if isinstance(view, RichView):
            self._pour(self._pouring(view, place.cursor(), (table,), 1))
        elif view is not None:  # the Markdown came on top while it was asked about

            def work() -> Opened:
                return Opened((table,), Document.open("").write((table,)).source)

            self._begin(place, work, self._came_markdown, much=True)

    def waiting(self, view: RichView | SourceView) -> Callable[[str], object]:
        """What puts Markdown where the caret stands in ``view`` now, however much later."""
        place = Place(self._pane.story, view, "")

        def put(markdown: str) -> None:
            reading = Reading(markdown)
            story = self._pane.body.text() if reading.much and "[^" in markdown else ""
            work = partial(reading.markdown, story)
            self._begin(place, work, self._came_markdown, much=reading.much, stop=reading.stop)

        return put

    def _begin(
        self,
        place: Place,
        work: Callable[[], Answer],
        then: Callable[[Place, Answer], object],
        *,
        much: bool,
        stop: Callable[[], object] = lambda: None,
    ) -> None:
        """Do ``work`` on another thread; where it is ``much``, say so and offer to stop."""

        def over() -> bool:
            """Whether somebody waits for it; and nobody does any more."""
            if give_up not in self._under_way:
                return False
            self._under_way.remove(give_up)
            if not self._under_way:
                self._pane.window().removeEventFilter(self)
            return True

        def give_up() -> None:
            if over() and much:
                self._waiting.take_back()
            stop()

        def done(answer: Answer) -> None:
            if over():
                said = self._waiting.said
                then(place, answer)
                # What is said next takes its place: without a line between, the window would be
                # laid out and painted twice.
                if much and self._waiting.said is said:
                    self._waiting.take_back()
            else:
                stop()  # it may lie in a process that waits to be asked for it

        def failed(error: NewsroomError) -> None:
            if over():
                if much:
                    self._waiting.take_back()
                self._pane.say_fault(error)

        if not self._under_way:
            self._pane.window().installEventFilter(self)
        self._under_way.append(give_up)
        if much:
            self._waiting.say(_("Reading what was pasted…"), self._stop(give_up))
        self._pane.workbench.tasks.background(work, then=done, failed=failed, owner=self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that closes waits for what is under way: for a paste there is no need."""
        if event.type() == QEvent.Type.Close:
            self.stop()
        return super().eventFilter(watched, event)

    # Pictures.

    def _came(self, place: Place, came: Came | Held) -> None:
        text = came.text if isinstance(came, Came) else came
        kept: dict[str, str | None] = {a: None for a in text.pictures if not is_web(a)}
        if not came.files:
            self._finish(place, came, kept, {})
            return
        waiting = dict(came.files)
        reasons: dict[str, str] = {}

        def answered(address: str, picture: Picture | None, why: str = "") -> None:
            del waiting[address]
            kept[address] = held_address(picture.sha256) if picture is not None else None
            if picture is None:
                reasons[address] = why
            if not waiting:
                self._finish(place, came, kept, reasons)

        def refused(address: str, error: NewsroomError) -> None:
            answered(address, None, str(error))

        for address, (source, name) in list(waiting.items()):
            self._pane.media.take(
                source,
                name,
                then=partial(answered, address),
                failed=partial(refused, address),
                owner=self,
            )

    def _finish(
        self,
        place: Place,
        came: Came | Held,
        addresses: Mapping[str, str | None],
        reasons: Mapping[str, str],
    ) -> None:
        lost = sum(address is None for address in addresses.values())
        if not isinstance(came, Came):
            told = partial(self._told.tell, came, lost, reasons)
            self._ask_for(place, came, addresses, told)
            return
        text = came.text
        if not addresses:
            self._put(place, text, 0, reasons)
            return
        self._pane.workbench.tasks.background(
            partial(text.with_pictures, addresses),
            then=lambda moved: self._put(place, moved, lost, reasons),
            owner=self,
        )

    # The text.

    def _put(self, place: Place, text: Walked, lost: int, reasons: Mapping[str, str]) -> None:
        view = self._view_for(place)
        if view is None:
            return
        if not text.blocks:
            if isinstance(view, RichView):
                view.clipboard.insert_text(place.words)
            return
        if view is not place.view:
            place = Place(place.story, view, place.words)
        first = self._first_note() if text.parts[1] else 1
        if first > 1 and len(text.blocks) > MANY:
            self._begin(
                place,
                partial(text.with_notes_from, first),
                lambda where, moved: self._put_in(where, view, moved, lost, reasons),
                much=True,
            )
            return
        text = text.with_notes_from(first) if first > 1 else text
        self._put_in(place, view, text, lost, reasons)

    def _put_in(
        self,
        place: Place,
        view: RichView | SourceView,
        text: Walked,
        lost: int,
        reasons: Mapping[str, str],
    ) -> None:
        cursor = place.cursor()
        at = None if cursor.position() == view.textCursor().selectionEnd() else cursor
        notes = bool(text.blocks) and text.blocks[-1].kind is BlockKind.SOURCE  # they come last
        if not isinstance(view, RichView):
            self._put_lines(place, view, cursor, at, text.markdown)
        elif len(text.blocks) > MANY:
            self._pour(self._pouring(view, cursor, text.blocks, len(text.blocks)))
        elif notes and self._takes_notes(cursor):
            self._put_source(view, cursor, *text.parts)
        else:
            view.clipboard.insert(self._own(view, text, place.words), at)
        self._told.tell(text, lost, reasons)

    def _ask_for(
        self,
        place: Place,
        held: Held,
        addresses: Mapping[str, str | None],
        told: Callable[[], object],
    ) -> None:
        """Have what lies in a process given, as the view on top takes it, and pour it in."""
        view = self._view_for(place)
        if view is None:
            held.process.stop()
            return
        if view is not place.view:
            place = Place(place.story, view, place.words)
        frame = ("", "")
        if not isinstance(view, RichView):
            from newsroom.ui.editor.source import around

            frame = around(place.cursor())
        work = partial(
            held.process.give,
            lines=not isinstance(view, RichView),
            addresses=addresses,
            first=self._first_note() if held.notes else 1,
            around=frame,
        )

        def then(where: Place, given: Given) -> None:
            view = self._view_as_it_was(where)
            if view is not None:
                self._pour_in(view, where.cursor(), given)
                told()

        self._begin(place, work, then, much=True, stop=held.process.stop)

    def _came_plain(self, place: Place, came: Plain | Given) -> None:
        view = self._view_as_it_was(place)
        if view is None:
            return
        cursor = place.cursor()
        if isinstance(view, RichView) and not self._takes_notes(cursor):
            self._pane.workbench.messages.say(
                _("This is more than a cell or a block of code can hold; nothing was pasted."),
                key=KEY,
            )
            return
        self._pour_in(view, cursor, came)
        if said := cut_words(came.cut):
            self._pane.workbench.messages.say(said, key=KEY)

    def _view_as_it_was(self, place: Place) -> RichView | SourceView | None:
        """The view that it was read for, where it can take what came; None, told why, if not."""
        view = self._view_for(place)
        if view is None or view is place.view:
            return view
        self._pane.workbench.messages.say(
            _("The other view was opened meanwhile; nothing was pasted."), key=KEY
        )
        return None

    def _pour_in(
        self, view: RichView | SourceView, cursor: QTextCursor, came: Plain | Given
    ) -> None:
        if came.endless:
            break_anywhere(view)
        if isinstance(view, RichView):
            self._pour(self._pouring(view, cursor, came.blocks(), came.count))
        else:
            pane = self._pane
            self._pour(Lines(view, cursor, came.lines(), came.count, pane.body, pane))

    def _came_markdown(self, place: Place, came: Opened | Held) -> None:
        """Footnotes of the text stand behind those of the story and are named anew."""
        from newsroom.text.footnotes import apart, parted

        if not isinstance(came, Opened):
            self._ask_for(place, came, {}, lambda: None)
            return
        view = self._view_for(place)
        if view is None:
            return
        if view is not place.view:
            place = Place(place.story, view, "")
        cursor = place.cursor()
        at = None if cursor.position() == view.textCursor().selectionEnd() else cursor
        blocks, markdown = came
        if "[^" in markdown:
            own = apart(markdown, self._pane.body.text())
            said, notes = parted(own)
            if isinstance(view, RichView) and notes and self._takes_notes(cursor):
                self._put_source(view, cursor, said, notes)
                return
            if own != markdown:
                blocks, markdown = opened(own)
        if not isinstance(view, RichView):
            self._put_lines(place, view, cursor, at, markdown)
        elif len(blocks) > MANY:
            self._pour(self._pouring(view, cursor, blocks, len(blocks)))
        else:
            view.clipboard.insert(tuple(self._foreign(view, blocks)), at)

    def _view_for(self, place: Place) -> RichView | SourceView | None:
        """The view on top, where it can take what came; None, told why, where it can't."""
        view = self._pane.view
        if place.story is not self._pane.story:
            return None  # another story stands here by now; the clipboard still has it all
        reading = self._pane.reading
        if reading is not None and reading.why:
            self._pane.workbench.messages.say(reading.why, key=KEY)
            return None
        if view.isReadOnly():
            self._pane.workbench.messages.say(
                _("Another paste is still coming in; nothing was pasted."), key=KEY
            )
            return None
        return view

    def _put_lines(
        self,
        place: Place,
        view: SourceView,
        cursor: QTextCursor,
        at: QTextCursor | None,
        markdown: str,
    ) -> None:
        if len(markdown) > MANY_LETTERS:
            from newsroom.ui.editor.source import framed

            work = partial(markdown_lines, framed(cursor, markdown))
            self._begin(place, work, self._came_plain, much=True)
        else:
            view.insert_markdown(markdown, at)

    def _pouring(
        self, view: RichView, cursor: QTextCursor, blocks: Iterable[Block], count: int
    ) -> Blocks:
        coming = self._foreign(view, blocks)
        return Blocks(view, cursor, coming, count, self._pane.body, self._pane)

    def _pour(self, pouring: Pouring) -> None:
        """Put very much in, told how far it is; it can be stopped, what stands then stays."""
        waiting, lines = self._waiting, isinstance(pouring, Lines)
        begun = False

        def told(done: int, count: int) -> None:
            nonlocal begun
            words = (
                _("Pasting: {done} of {count} lines.")
                if lines
                else _("Pasting: {done} of {count} paragraphs.")
            )
            sentence = words.format(done=f"{done:,}", count=f"{count:,}")
            if begun:
                waiting.reword(sentence)
            else:
                waiting.say(sentence, self._stop(pouring.stop))
            begun = True

        def stands() -> None:
            waiting.say(_("Pasted; its Markdown is being written…"))

        pouring.stands.connect(stands)
        pouring.ended.connect(waiting.take_back)
        pouring.told.connect(told)
        if waiting.said is not None:
            told(0, pouring.count)
        pouring.start()

    def _stop(self, stop: Callable[[], object]) -> Button:
        def pressed() -> None:
            stop()
            self._pane.focus_view()

        return Button(_("Stop"), pressed)

    def _foreign(self, view: RichView, blocks: Iterable[Block]) -> Iterable[Block]:
        return foreign(blocks, view.structure.dress.new_id)

    def _own(self, view: RichView, text: Walked, words: str = "") -> tuple[Block, ...]:
        """The blocks as they come into a page; a few words keep the spaces around them."""
        blocks = tuple(self._foreign(view, text.blocks))
        if len(blocks) > 1 or blocks[0].kind is not BlockKind.PARAGRAPH or blocks[0].stack:
            return blocks
        spaces = [Run(" ", PLAIN) if sign in (" ", "\xa0") else None for sign in _ends(words)]
        runs = (*filter(None, spaces[:1]), *blocks[0].runs, *filter(None, spaces[1:]))
        return (replace(blocks[0], runs=runs),)

    def _takes_notes(self, cursor: QTextCursor) -> bool:
        """Whether whole blocks can stand at a place, their footnotes at the story's end."""
        kind = kind_of(cursor.block().blockFormat())
        return kind not in VERBATIM and kind not in CELLS and not stack_at(cursor.block())

    def _first_note(self) -> int:
        """The number of the first footnote that comes in: behind those of the story."""
        from newsroom.text.footnotes import next_id

        return int(next_id(self._pane.body.text()))

    def _put_source(self, view: RichView, cursor: QTextCursor, said: str, notes: str) -> None:
        """Put a text with footnotes in: its paragraphs here, its notes behind all others."""
        from newsroom.text.footnotes import renumber

        body = self._pane.body
        source = body.text()
        start, end = (body.offset(at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        head, tail = source[:start], source[end:].rstrip("\n")
        if "\n" in said:
            head, tail = head.rstrip("\n"), tail.lstrip("\n")
            head += "\n\n" if head else ""
            tail = f"\n\n{tail}" if tail else ""
        made = f"{head}{said}{tail}\n\n{notes}\n"
        body.put(renumber(made), len(head) + len(said))


def _ends(words: str) -> tuple[str, str]:
    return words[:1], words[-1:]

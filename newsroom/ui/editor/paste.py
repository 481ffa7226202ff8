"""The clipboard: stories travel as our own Markdown inside newsroom, as plain words elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent, QTextCursor

from newsroom.i18n import _
from newsroom.text.document import Block, BlockKind, Document, Link, Marks, Run
from newsroom.text.guard import guard
from newsroom.text.pastedwords import bare_lines, clean, cut_lines, paragraphs
from newsroom.ui.editor.clip import PASTED, holds_picture, picture_in
from newsroom.ui.editor.copied import foreign, plain_words, selected_blocks
from newsroom.ui.editor.dress import end_step, step
from newsroom.ui.editor.formats import FRESH, VERBATIM, block_of, kind_of
from newsroom.ui.editor.lean import leans, upright
from newsroom.ui.editor.marks import linked, remark
from newsroom.ui.editor.nesting import CELLS
from newsroom.ui.editor.pastewords import ASK_FROM, cut_words, unread, weigh, words_of
from newsroom.ui.editor.positions import inward, outward
from newsroom.ui.editor.sheet import rows_of_html, rows_of_text
from newsroom.ui.editor.sourcecopy import SOURCE
from newsroom.ui.editor.tables import of_words
from newsroom.ui.editor.wrapping import suit
from newsroom.ui.storyfiles import local_files

if TYPE_CHECKING:
    from newsroom.ui.editor.rich import RichView

MIME: Final = "application/x-newsroom-markdown"

MOST_HTML: Final = 40_000  # characters of a copy that other programs get as HTML too
_AT_ONCE: Final = 10_000
"""Characters of Markdown of ours that are read while the window waits: 0.1 s of them."""
CELLS_AT_ONCE: Final = 300
"""Cells of a sheet that are put in and written as Markdown while the window waits: 40 ms."""
CELLS_ASKED: Final = 1_000
"""Cells from which a sheet asks first: Qt lays all of a table out at each key in it, 0.04 ms a
cell."""
_ADDRESS: Final = re.compile(r"(?:https?://|mailto:)[^\s<>\"]{1,2000}")
_RICH: Final = re.compile(
    r"<(?:b|strong|i|em|s|del|u|sub|sup|h[1-6]|ul|ol|li|a|p|table|img|blockquote|figure|hr|dl)[\s>/]"
    r"|font-(?:weight|style)",
    re.IGNORECASE,
)
"""Markup that says something: code editors and terminals copy coloured words alone."""

_MARKED: Final = re.compile(
    r"<(?:a|b|strong|i|em|s|del|sub|sup|code)[\s>]"
    r"|<span\b[^>]{0,500}font-(?:weight:\s*(?:bold|[6-9]00)|style:\s*italic)",
    re.IGNORECASE,
)
"""Cells that say more than words: what a whole cell looks like is the sheet's own."""


def is_rich(html: str) -> bool:
    """Whether HTML on a clipboard says more than its plain words do."""
    return _RICH.search(html) is not None


def _page(markdown: str) -> str:
    """Markdown as HTML for other programs: clean, without what is noted out."""
    from newsroom.export.clean import clean as cleaned
    from newsroom.text.dialect import render

    return cleaned(render(markdown))


class RichClipboard(QObject):
    """Copies from and pastes into one rich view."""

    asked = Signal(str, str, object)
    """(a question, what the button says, what it does): a paste waits for an answer."""
    picture = Signal(object, str)
    """(the bytes of a picture, a name for its file): somebody pasted or dropped one."""
    files = Signal(object)
    """Paths that somebody copied or dragged out of a file manager."""
    told = Signal(str)
    """A sentence about what a paste did."""

    def __init__(self, view: RichView) -> None:
        super().__init__(view)
        self._view = view
        view.moves = self._moves
        self._plain = False  # the next paste takes words alone
        self.road: Callable[[str, str], object] | None = None
        """Takes rich text (HTML, and its words) in and puts it at the caret a little later."""
        self.much: Callable[[str], object] | None = None
        """Takes very many words in, a little at a time."""
        self.ours: Callable[[str], object] | None = None
        """The same with Markdown of ours."""
        self.sheet: Callable[[Block], object] | None = None
        """The same with a table of many cells."""

    # Out.

    def take(self) -> QMimeData:
        """The selection, for the clipboard or a drag."""
        data = QMimeData()
        cursor = self._view.textCursor()
        data.setText(outward(cursor.selectedText().replace("\u2029", "\n")).replace("\ufffc", ""))
        blocks = selected_blocks(self._view, cursor)
        if blocks:
            source = Document.open("").write(blocks).source
            data.setData(MIME, source.encode("utf-8", "surrogatepass"))
            data.setText(plain_words(blocks))
            if len(source) <= MOST_HTML and guard(source) is None:
                data.setHtml(_page(source))
        return data

    def _moves(self, event: QDropEvent) -> bool:
        from newsroom.ui.editor.dragging import move_whole

        return move_whole(self._view, event)

    # In.

    def can_give(self, source: QMimeData) -> bool:
        """Whether there is something that we can paste."""
        some = source.hasFormat(MIME) or source.hasText() or source.hasHtml() or source.hasImage()
        return some or bool(local_files(source))

    def give_plain(self, source: QMimeData) -> None:
        """Paste words alone, whatever else the clipboard holds."""
        self._plain = True
        try:
            self.give(source)
        finally:
            self._plain = False

    def give(self, source: QMimeData) -> None:
        """Paste ``source`` at the caret, in the place of the selection; one undo step."""
        if not self._plain and (files := local_files(source)):
            self.files.emit(files)
            return
        cursor = self._view.textCursor()
        if leans(cursor.block().blockFormat()):
            cursor.joinPreviousEditBlock()  # what holds an empty line is no step
            upright(cursor, whatever=True)
            cursor.endEditBlock()
        if source.hasFormat(MIME) and not self._plain:
            self._give_ours(bytes(source.data(MIME).data()).decode("utf-8", "replace"))
            return
        if self._give_source(source, kind_of(cursor.block().blockFormat())):
            return
        if not self._plain and self._give_picture(source):
            return
        # Each is taken once: Qt copies all of it, which takes 10 ms of 10 MB.
        html = source.html() if source.hasHtml() and not self._plain else ""
        said = source.text() if source.hasText() else ""
        if not self._plain and self._give_cells(html, said):
            return
        html = self._markup(html, said)
        text = words_of(source, later=bool(html) or source.hasText(), said=said)
        if not text and not html:
            if sentence := unread(source):
                self.told.emit(sentence)
            return
        give: Callable[[], object] = partial(self.insert_text, text)
        if html and self.road is not None:
            give = partial(self.road, html, text)
        elif self.much is not None and len(text) > ASK_FROM:
            give = partial(self.much, text)
        self._weigh(text, html, give)

    def _give_source(self, source: QMimeData, kind: str) -> bool:
        """Markdown that was copied out of the other view: laid out, or its words alone."""
        if kind in VERBATIM or not source.hasFormat(SOURCE):
            return False
        markdown = bytes(source.data(SOURCE).data()).decode("utf-8", "replace")
        if _ADDRESS.fullmatch(markdown.strip()):
            return False  # it links the words
        if not self._plain:
            self._give_ours(markdown)
        elif len(markdown) <= _AT_ONCE:
            self.insert_text(plain_words(Document.open(clean(markdown)).blocks))
        else:
            return False
        return True

    def _give_ours(self, markdown: str) -> None:
        if self.ours is None or len(markdown) <= _AT_ONCE:
            self.insert(tuple(foreign(Document.open(clean(markdown)).blocks, self._new_id)))
        else:
            self._weigh(markdown, "", partial(self.ours, markdown))

    def _weigh(self, text: str, html: str, give: Callable[[], object]) -> None:
        """Ask first where it is much."""
        weight = weigh(text, html)
        if weight is None:
            give()
        elif weight.too_much:
            self.told.emit(weight.sentence)
        else:
            self.asked.emit(weight.sentence, _("Paste"), give)

    def _markup(self, html: str, words: str) -> str:
        """The HTML to be taken in, "" where plain words will do."""
        if not html or self.road is None:
            return ""
        cursor = self._view.textCursor()
        if cursor.hasSelection() and _ADDRESS.fullmatch(words.strip()):
            return ""  # it links the words
        kind = kind_of(cursor.block().blockFormat())
        return html if kind not in VERBATIM and kind not in CELLS and is_rich(html) else ""

    def _give_picture(self, source: QMimeData) -> bool:
        """A picture is kept in the newsroom and put in by the pane."""
        data = picture_in(source) if holds_picture(source) else None
        if data is not None:
            self.picture.emit(data, PASTED)
        return data is not None

    def _give_cells(self, html: str, words: str) -> bool:
        """Cells of a spreadsheet become a table, or fill the one that the caret stands in."""
        rows = rows_of_html(html)
        kind = kind_of(self._view.textCursor().block().blockFormat())
        if len(rows) > 1 and self.road is not None and kind not in CELLS and _MARKED.search(html):
            return False  # links, and what is bold in a cell, come along by the road of all HTML
        if not rows and "\t" in words:
            rows = rows_of_text(clean(words))
        if not rows or kind in VERBATIM or (len(rows) == 1 and len(rows[0]) == 1):
            return False
        self._give_table(of_words(rows), kind)
        return True

    def _give_table(self, table: Block, kind: str) -> None:
        cells = len(table.rows) * len(table.align)
        give: Callable[[], object] = partial(self.insert, (table,))
        if self.sheet is not None and cells > CELLS_AT_ONCE and kind not in CELLS:
            give = partial(self.sheet, table)
        if cells > CELLS_ASKED:
            said = _(
                "The clipboard holds a table of {rows} rows. Writing in a table as large as that "
                "is slow."
            )
            self.asked.emit(said.format(rows=f"{len(table.rows):,}"), _("Paste"), give)
        else:
            give()

    def insert_text(self, text: str) -> None:
        """Put plain text at the caret."""
        text = clean(text)
        suit(self._view, text)
        cursor = self._view.textCursor()
        if self._link_over(cursor, text):
            return
        kind = kind_of(cursor.block().blockFormat())
        if kind in VERBATIM:
            self._insert_raw(cursor, bare_lines(text))
            return
        text, cut = cut_lines(text)
        if said := cut_words(cut):
            self.told.emit(said)
        if "\n" not in text:
            # A few words: they keep their spaces and take on the looks of the place.
            self.insert(
                (Block(kind=BlockKind.PARAGRAPH, runs=(Run(text, Marks()),), segment=FRESH),)
            )
        else:
            self.insert(paragraphs(text))

    def _insert_raw(self, cursor: QTextCursor, text: str) -> None:
        fmt = self._view.formats.for_block(cursor.block().blockFormat())
        with step(cursor):
            self._view.joins.remove(cursor) if cursor.hasSelection() else None
            cursor.insertText(inward(text), fmt)
        end_step(self._view.document())
        self._view.setTextCursor(cursor)
        self._view.ensureCursorVisible()

    def _link_over(self, cursor: QTextCursor, text: str) -> bool:
        """An address that is pasted over words links them."""
        address = text.strip()
        block = self._view.document().findBlock(cursor.selectionStart())
        inside = cursor.selectionEnd() < block.position() + block.length()
        if self._plain or not cursor.hasSelection() or not inside:
            return False
        if kind_of(block.blockFormat()) in VERBATIM or not _ADDRESS.fullmatch(address):
            return False
        remark(cursor, self._view.formats, linked(Link(address, None, None, False)))
        return True

    def insert(self, blocks: Sequence[Block], at: QTextCursor | None = None) -> None:
        """Put blocks at the caret, in the place of the selection, as one undo step.

        ``at`` is another place for them; the caret then stays where it is.
        """
        if not blocks:
            return
        view = self._view
        cursor = view.textCursor() if at is None else QTextCursor(at)
        if len(blocks) == 1 and blocks[0].rows and self._fill(cursor, blocks[0].rows):
            return
        with step(cursor):
            if cursor.hasSelection():
                view.joins.remove(cursor)
            kind = kind_of(cursor.block().blockFormat())
            if kind in CELLS or kind in VERBATIM:
                text = plain_words(blocks)
                text = " ".join(text.split()) if kind in CELLS else text
                looks = view.formats.for_block(cursor.block().blockFormat())
                cursor.insertText(inward(text), looks)
            else:
                self._flow(cursor, blocks, kind)
        end_step(view.document())
        if at is None:
            view.setTextCursor(cursor)
            view.stand_below()
            view.ensureCursorVisible()

    def _fill(self, cursor: QTextCursor, cells: Sequence[Sequence[tuple[Run, ...]]]) -> bool:
        """Cells that are pasted into a table take the place of those that stand there."""
        first = QTextCursor(cursor)
        first.setPosition(cursor.selectionStart())
        if not self._view.tables.fill(first, cells):
            return False
        self._view.setTextCursor(first)
        self._view.ensureCursorVisible()
        return True

    def _flow(self, cursor: QTextCursor, blocks: Sequence[Block], kind: str) -> None:
        """Let the first and last paragraph run into the text at the caret, the rest between."""
        view = self._view
        rest = list(blocks)
        block = cursor.block()
        own = block_of(block.blockFormat())
        if (
            _runs_in(rest[0])
            and kind != BlockKind.RULE
            and (block.length() > 1 or own.stack or len(rest) == 1)
        ):
            level = own.level
            view.builder.runs(cursor, rest.pop(0).runs, kind=own.kind, level=level)
            if not rest:
                return
        block = cursor.block()
        at_end = cursor.position() == block.position() + block.length() - 1
        fresh = block.length() == 1 and kind not in (BlockKind.RULE,)
        tail = not at_end and not fresh
        if tail:
            fmt = view.formats.block(replace(block_of(block.blockFormat()), item=None, task=None))
            cursor.insertBlock(fmt, view.formats.for_block(fmt))
            cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if fresh and rest[0].kind is BlockKind.TABLE:
            view.builder.to_filler(cursor)
            fresh = False
        view.builder.write(cursor, rest, fresh=fresh)
        if tail and _runs_in(rest[-1]):
            place = cursor.position()
            fmt = cursor.block().blockFormat()
            cursor.deleteChar()
            work = QTextCursor(cursor)
            view.builder.restyle(work, work.block(), fmt)
            cursor.setPosition(place)

    def _new_id(self) -> int:
        return self._view.structure.dress.new_id()


def _runs_in(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and not block.stack

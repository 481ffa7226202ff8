"""The source that a page stands for: which reading of it the page was made of, and how the page
becomes another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from newsroom.text.blocks import blocks_key, is_empty
from newsroom.text.document import Amended, Block, Document
from newsroom.text.joining import SEPARATOR
from newsroom.text.settle import settled
from newsroom.ui.editor.editions import Edition, Editions, Renewal, renewal
from newsroom.ui.editor.nesting import told_apart
from newsroom.ui.editor.wrapping import suit
from newsroom.ui.editor.writeahead import cards_of

if TYPE_CHECKING:
    from newsroom.text.parse import Parser
    from newsroom.ui.editor.filling import Filling
    from newsroom.ui.editor.rich import RichView

_WALL: Final = SEPARATOR.strip()


class PageSource:
    """That of one page."""

    def __init__(self, rich: RichView, filling: Filling, parser: Parser | None) -> None:
        """``filling`` brings the rest of a long story where the whole is asked for."""
        self._rich = rich
        self._filling = filling
        self._parser = parser
        self.editions = Editions(Document.open("", parser))
        self.last = self.editions[0].document
        """What was read last, to read the next by."""
        self.written: tuple[tuple[Block, ...], str] | None = None
        """What the page's blocks were written as."""
        self.cards: tuple[str, ...] = ()
        """What its cards said when they were looked at last."""
        self._shows: tuple[Block, ...] | None = None  # blocks that say what their edition's do
        self._ahead: tuple[Document, str, Amended | None] | None = None

    def opened(self) -> None:
        """Another story was put on the page, or its beginning."""
        self.written = self._shows = self._ahead = None
        self.cards = cards_of(self._rich.mirror.shown())
        self.last = self.editions[0].document
        if not self._filling.running:
            self.note_shown()

    def filled(self) -> None:
        """The rest of it came."""
        self.last = self.editions[0].document

    def edition(self) -> Edition:
        """The reading that the page shows."""
        self._filling.finish()  # the whole has another edition than its beginning
        return self.editions[self.number()]

    def number(self) -> int:
        """Its number."""
        return self.editions.number(self._rich.mirror.shown())

    def own(self, edition: Edition) -> list[Block]:
        """The page's blocks, told by that reading's segments."""
        return self.editions.own(edition, self._rich.mirror.blocks())

    def said(self) -> list[Block]:
        """The blocks that the page stands for, told by the segments of its own source."""
        return self.own(self.edition())

    def says_as_read(self, text: str) -> bool:
        """Whether the page, which says ``text``, shows what is read there. Empty paragraphs, and
        walls that only the writing put between blocks, say nothing."""
        shown, read = self.said(), self.read(text).blocks
        return _told(shown) == _told(read)

    def near(self, text: str) -> bool:
        """Whether ``text`` can be taken in at once, since only what stands around one place of it
        has to be read."""
        return self.last.source == text or self._amended(self.last, text) is not None

    def read_near(self, text: str) -> None:
        """Read ``text`` where that can be done at once."""
        near = self._amended(self.last, text)
        self.last = near[0] if near is not None else self.last

    def take_in(self, text: str, *, join: bool = False) -> None:
        """Make the page say ``text``: only the blocks that differ are changed, as one undo step, or
        as a part of the last one where it is to ``join`` that."""
        edition = self.edition()
        near = self._amended(edition.document, text) if self.is_shown() else None
        if near is not None:
            exact = self._writes(edition.document.source)
            came = self._amend(edition, *near, join=join)
            if exact and self._holds(near.document, came):
                # Nobody has to write the whole of it to know what it says.
                self.written = self._rich.mirror.blocks(), text
        else:
            read = self.read(text)
            self.renew(read, renewal(edition, self._rich.mirror.blocks(), read), join=join)
        self._now_shown()

    def renew(self, document: Document, found: Renewal, *, join: bool = False) -> None:
        """Let the page become ``document``, whatever it says now."""
        suit(self._rich, document.source)
        self._put(
            document,
            found.segments,
            found.place,
            found.fresh,
            list(found.labels),
            found.kept,
            join=join,
        )
        self._now_shown()

    def _writes(self, source: str) -> bool:
        """Whether it is known already that the page, as it is, is written as ``source``."""
        known = self.written
        return known is not None and known[0] is self._rich.mirror.shown() and known[1] == source

    def _holds(self, document: Document, place: range) -> bool:
        """Whether the page has the document's blocks of that place at the same place, and as many
        others as that."""
        shown = self._rich.mirror.blocks()
        came = slice(place.start, place.stop)
        return len(shown) == len(document.blocks) and blocks_key(shown[came]) == blocks_key(
            document.blocks[came]
        )

    def _now_shown(self) -> None:
        """The page was just brought to its source."""
        self.note_shown()
        self.cards = cards_of(self._rich.mirror.blocks())

    def read(self, text: str) -> Document:
        """The document of ``text``: kept from the last time, or read around what changed since."""
        document = self.edition().document
        for kept in (document, self.last):
            if kept.source == text:
                return kept
        near = self._amended(self.last, text)
        self.last = near[0] if near is not None else Document.open(text, self._parser)
        return self.last

    def _amended(self, document: Document, text: str) -> Amended | None:
        """``document.amended(text)``, found once however often it is asked for."""
        kept = self._ahead
        if kept is None or kept[0] is not document or kept[1] != text:
            kept = self._ahead = document, text, document.amended(text)
        return kept[2]

    def note_shown(self) -> None:
        """The page was just made of its edition: as long as it is not touched, it says the same."""
        document, shown = self.edition().document, self._rich.mirror.blocks()
        self.last = document
        self._shows = shown if len(shown) == len(document.blocks) else None

    def is_shown(self) -> bool:
        """Whether the page says what its edition's document says, block for block."""
        return self._shows is not None and self._shows is self._rich.mirror.shown()

    def _amend(
        self, edition: Edition, document: Document, gone: range, came: range, *, join: bool
    ) -> range:
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
        suit(self._rich, "".join(document.bytes_of(number)[0] for number in came))
        if len(gone) == len(came) and blocks_key(old.blocks[start:end]) == blocks_key(fresh):
            segments = edition.segments  # only signs that say nothing here are others
            labels = [(old.first_block(number), number) for number in gone]
            self._put(document, segments, (end, end), (), labels, (), join=join)
            return place
        beside = [(start - 1, gone.start - 1)] if start else [(end, came.stop)]
        kept = [(at, segment) for at, segment in beside if 0 <= at < len(old.blocks)]
        self._put(document, segments, (start, end), fresh, [], kept, join=join)
        return place

    def _put(
        self,
        document: Document,
        segments: dict[int, int],
        place: tuple[int, int],
        fresh: Sequence[Block],
        labels: list[tuple[int, int]],
        kept: Sequence[tuple[int, int]],
        *,
        join: bool,
    ) -> None:
        """Put blocks in the place of others and say by ``labels`` which segments others are."""
        base = self.editions.base()
        fresh = told_apart(fresh, self._rich.mirror.blocks())
        count = 1 + max((block.segment for block in document.blocks), default=-1)
        self.editions.add(document, segments, count)
        if not fresh and not labels:
            labels = list(kept[:1])  # something has to tell the edition
        self._rich.put_edition(
            start=place[0],
            end=place[1],
            blocks=[replace(block, segment=base + block.segment) for block in fresh],
            labels=[(at, base + segment) for at, segment in labels],
            nothing=None if fresh or labels else base + count,
            join=join,
        )


def _told(blocks: Sequence[Block]) -> tuple[object, ...]:
    """What blocks say to a reader."""
    return blocks_key([b for b in settled(blocks) if not is_empty(b) and b.text != _WALL])

"""A text document as a story: its paragraphs as our blocks, read as it was or as somebody wants it.

Word and LibreOffice documents are both read into ``wordfile``; what they are here is the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from newsroom.i18n import _
from newsroom.intake import trackers
from newsroom.intake.dropped import Dropped
from newsroom.intake.htmltext import clean, said, tidy
from newsroom.intake.picture import Checked, check
from newsroom.intake.proven import proven
from newsroom.intake.wordfile import ROLES, Drawing, Paragraph, Piece, Row, WordFile, every
from newsroom.news.errors import BadInput
from newsroom.text.blocks import (
    HARD_BREAK,
    IMAGE,
    Block,
    BlockKind,
    Container,
    Image,
    Link,
    Marks,
    Run,
    Runs,
    picture_of,
)
from newsroom.text.retell import NOTE

Accept = Callable[[str], bool]
_QUOTES = frozenset({"quote", "intense quote", "quotations", "block text", "block quotation"})
_CODES = frozenset({
    "html preformatted", "preformatted text", "code", "source code", "plain text", "macro text",
})  # fmt: skip
_FIRST_HEADING = 2  # the headline is the first
_MOST_LEVELS = 9
_UNTITLED = frozenset(
    {"untitled", "document", "document1", "word document", "powerpoint presentation"}
)


@dataclass(slots=True)
class Pictures:
    """The pictures of a document, checked once each, and the addresses that the text has for them
    (None for one that can't be taken)."""

    held: Mapping[str, bytes]
    taken: dict[str, Checked] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    _addresses: dict[str, str | None] = field(default_factory=dict)

    def address(self, drawing: Drawing) -> str | None:
        """How the text names a picture."""
        if drawing.outside:
            found = trackers.picture(drawing.target)
            return found if found is not None and found[:4].lower() == "http" else None
        if drawing.target not in self._addresses:
            self._addresses[drawing.target] = self._take(drawing.target)
        return self._addresses[drawing.target]

    def _take(self, target: str) -> str | None:
        name = target.rsplit("/", 1)[-1]
        data = self.held.get(target)
        if data is None:
            self.reasons.append(_("{name} is not in the document.").format(name=name))
            return None
        try:
            picture = check(data, name)
        except BadInput as error:
            self.reasons.append(str(error))
            return None
        self.taken[target] = picture
        return f"media/{picture.sha256}"


class View:
    """The story with the changes of some people accepted and all others rejected."""

    def __init__(self, file: WordFile, accept: Accept, pictures: Pictures) -> None:
        self._file = file
        self._accept = accept
        self._pictures = pictures
        self.dropped: Counter[Dropped] = Counter()
        self.trackers: dict[str, None] = {}
        self.roles: dict[str, str] = {}  # kicker, headline, dek, byline
        self._out: list[Block] = []
        self._lists: list[tuple[str, Container]] = []
        self._counts: dict[str, int] = {}  # by list and level, items so far
        self._ids = 0
        self._cited: dict[str, int] = {}
        self._blocks(file.paragraphs)
        self._lift_headings()
        self.markdown = proven(self._out, self._definitions())[1]

    # Paragraphs.

    def _stands(self, ins: str, cut: str) -> bool:
        return not (ins and not self._accept(ins)) and not (cut and self._accept(cut))

    def _blocks(self, paragraphs: Iterable[Paragraph]) -> None:
        carried: list[Piece] = []
        for one in paragraphs:
            if one.rows:
                self._lists = []
                self._table(one)
                continue
            pieces = [p for p in one.pieces if p.stands(self._accept)]
            if not self._stands(one.ins, one.cut):
                carried += pieces  # its end is not there: it goes on in the next one
                continue
            pieces, carried = carried + pieces, []
            self._paragraph(one, self._runs(pieces))
            self._blocks(one.boxes)
        if carried:
            self._paragraph(Paragraph(), self._runs(carried))

    def _paragraph(self, one: Paragraph, runs: Runs) -> None:
        if one.style in _CODES and not any(run.marks.image for run in runs):
            self._code(runs)
            return
        tidied = tidy(runs)
        if not tidied:
            self.dropped[Dropped.EMPTY] += 1
            return
        role = ROLES.get(one.style, "")
        words = said("".join(run.text for run in tidied if not run.marks.raw))
        if role in ("kicker", "title", "dek", "byline") and role not in self.roles and words:
            if role != "byline" and len(self._out) == 0:
                self.roles[role] = words
                return
        elif role == "caption" and self._caption(words):
            return
        level = _level(one)
        if level:
            bare = tuple(Run(r.text, replace(r.marks, bold=False)) for r in tidied)
            self._put(Block(BlockKind.HEADING, level=level, runs=bare))
        elif one.ordered is not None:
            self._item(one, tidied)
        elif one.style in _QUOTES:
            self._put(Block(BlockKind.PARAGRAPH, (Container("quote"),), runs=tidied))
        else:
            self._put(Block(BlockKind.PARAGRAPH, runs=tidied))

    def _put(self, block: Block) -> None:
        self._lists = []
        self._out.append(block)

    def _code(self, runs: Runs) -> None:
        line = clean("".join(run.text for run in runs)).replace(HARD_BREAK, "\n").rstrip()
        before = self._out[-1] if self._out else None
        if before is not None and before.kind is BlockKind.CODE:
            self._out[-1] = replace(before, text=f"{before.text}\n{line}")
        elif line:
            self._put(Block(BlockKind.CODE, text=line, fence="`"))

    def _caption(self, words: str) -> bool:
        """Give the picture above its caption."""
        image = picture_of(self._out[-1]) if self._out else None
        if image is None or image.title:
            return False
        marks = replace(self._out[-1].runs[0].marks, image=replace(image, title=words))
        self._out[-1] = replace(self._out[-1], runs=(Run(IMAGE, marks),))
        return True

    def _item(self, one: Paragraph, runs: Runs) -> None:
        depth = min(one.depth, len(self._lists), _MOST_LEVELS)
        key = f"{one.listed} {one.depth} {one.ordered}"
        levels = self._lists[: depth + 1]
        if len(levels) <= depth or levels[-1][0] != key:
            self._ids += 1
            kind = "ol" if one.ordered else "ul"
            start = one.start + self._counts.get(key, 0) if one.ordered else 1
            levels = [*levels[:depth], (key, Container(kind, self._ids, start))]
        for other in [k for k in self._counts if _deeper(k, one)]:
            del self._counts[other]
        self._counts[key] = self._counts.get(key, 0) + 1
        stack = tuple(container for _key, container in levels)
        self._out.append(Block(BlockKind.PARAGRAPH, stack, len(stack) - 1, runs=runs, tight=True))
        self._lists = levels

    # Words.

    def _runs(self, pieces: Iterable[Piece]) -> Runs:
        return tuple(run for piece in pieces for run in self._run(piece))

    def _run(self, piece: Piece) -> Iterator[Run]:
        marks = piece.run.marks
        if marks.link is not None:
            marks = replace(marks, link=self._link(marks.link))
        if piece.picture is not None:
            address = self._pictures.address(piece.picture)
            if address is None:
                self.dropped[Dropped.PICTURES] += 1
                if piece.picture.alt:
                    yield Run(said(piece.picture.alt))
                return
            image = Image(address, said(piece.picture.alt))
            yield Run(IMAGE, Marks(image=image, link=marks.link))
        elif piece.run.text == NOTE and piece.note:
            if piece.note in self._file.notes:
                number = self._cited.setdefault(piece.note, len(self._cited) + 1)
                yield Run(f"[^{number}]", Marks(raw=True))
        else:
            words = piece.run.text.replace("\n", HARD_BREAK).replace("\t", " ")
            for number, part in enumerate(words.split(HARD_BREAK)):
                if number:
                    yield Run(HARD_BREAK)
                yield Run(clean(part), marks)

    def _link(self, link: Link) -> Link | None:
        if link.href.startswith("#"):
            return None
        found = trackers.link(link.href)
        if found is None:
            self.dropped[Dropped.LINKS] += 1
            return None
        for one in found.trackers:
            if one not in self.trackers:
                self.trackers[one] = None
                self.dropped[Dropped.TRACKERS] += one.count(",") + 1
        return Link(found.address)

    def _definitions(self) -> str:
        """The footnotes that are cited; one that a note cites comes behind."""
        out: list[str] = []
        done = 0
        while done < len(self._cited):
            name, number = list(self._cited.items())[done]
            done += 1
            parts = []
            for one in every(self._file.notes[name]):
                runs = tidy(self._runs(p for p in one.pieces if p.stands(self._accept)))
                if runs:
                    parts.append(proven([Block(BlockKind.PARAGRAPH, runs=runs)])[1])
            text = "\n\n".join(parts) or " "
            out.append(f"[^{number}]: " + text.replace("\n", "\n    ").replace("\n    \n", "\n\n"))
        return "\n\n".join(out)

    # Tables.

    def _table(self, one: Paragraph) -> None:
        rows = [row for row in one.rows if self._stands(row.ins, row.cut)]
        widths = [sum(wide for wide, _on in row.spans) or len(row.cells) for row in rows]
        if len(rows) < 2 or max(widths, default=0) < 2:
            for row in rows:  # a table of one cell or one row only frames its words
                for cell in row.cells:
                    self._blocks(cell)
            return
        grid = [self._row(row) for row in rows]
        grid = [row for row in grid if any(row)]
        columns = max((n + 1 for row in grid for n, c in enumerate(row) if c), default=0)
        if len(grid) < 2:  # a head alone is no table
            for runs in (runs for row in grid for runs in row if runs):
                self._put(Block(BlockKind.PARAGRAPH, runs=runs))
            return
        head, *rest = [tuple([*row, *[()] * columns][:columns]) for row in grid]
        head = tuple(tuple(Run(r.text, replace(r.marks, bold=False)) for r in c) for c in head)
        self._put(Block(BlockKind.TABLE, rows=(head, *rest), align=(None,) * columns))

    def _row(self, row: Row) -> list[Runs]:
        made: list[Runs] = []
        for number, cell in enumerate(row.cells):
            wide, goes_on = row.spans[number] if number < len(row.spans) else (1, False)
            made += [() if goes_on else self._cell(cell), *[()] * (wide - 1)]
        return made

    def _cell(self, cell: Sequence[Paragraph]) -> Runs:
        out: list[Run] = []
        for one in every(cell):
            runs = self._runs(p for p in one.pieces if p.stands(self._accept))
            if runs:
                out += [Run(" "), *runs] if out else runs
        return tidy([Run(run.text.replace(HARD_BREAK, " "), run.marks) for run in out])

    # The whole.

    def _lift_headings(self) -> None:
        """The first heading is the headline where nothing else is; the rest stand below it."""
        first = self._out[0] if self._out else None
        if "title" not in self.roles and first is not None and first.kind is BlockKind.HEADING:
            self.roles["title"] = said("".join(run.text for run in first.runs))
            del self._out[0]
        levels = [block.level for block in self._out if block.kind is BlockKind.HEADING]
        shift = _FIRST_HEADING - min(levels, default=_FIRST_HEADING)
        self._out = [
            replace(b, level=min(6, b.level + shift)) if b.kind is BlockKind.HEADING else b
            for b in self._out
        ]


def _level(one: Paragraph) -> int:
    name = one.style
    if name.startswith("heading ") and name[8:].isdigit():
        return max(1, min(6, int(name[8:])))
    return one.outline


def _deeper(key: str, one: Paragraph) -> bool:
    listed, depth, _ordered = key.rsplit(" ", 2)
    return listed == one.listed and int(depth) > one.depth

"""Paragraphs of WordprocessingML held against each other, so that one text shows its changes.

Two versions of a story are written as Word would have them; where they differ, words are marked as
inserted and deleted by somebody (w:ins, w:del: ECMA-376 part 1, 17.13.5). Accepting all of it gives
the new version, rejecting all the old one, whatever kind of change it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from newsroom.export.prose import escape

_NUMBERS = re.compile(r'(<w:numId w:val=")\d+(")|( id=")\d+(")')
_RUN = re.compile(r"<w:r>(?:<w:rPr>(.*?)</w:rPr>)?(.*?)</w:r>", re.DOTALL)
_TEXT = re.compile(r'<w:t xml:space="preserve">([^<]*)</w:t>')
_PARAGRAPH = re.compile(r"<w:p>(?:<w:pPr>(.*?)</w:pPr>)?(.*?)</w:p>|<w:p/>", re.DOTALL)
_INSIDE = re.compile(
    r'<w:hyperlink r:id="[^"]*">|</w:hyperlink>|<w:r>.*?</w:r>|<w:bookmark(?:Start|End)[^>]*/>',
    re.DOTALL,
)
_WORDS = re.compile(r"\w+(?:[.,:’'-]\w+)*|\s+|[^\w\s]")
_ROW = re.compile(r"<w:tr>(.*?)</w:tr>", re.DOTALL)
_CELL = re.compile(r"<w:tc>(.*?)</w:tc>", re.DOTALL)
_CELL_HEAD = re.compile(r"<w:tcPr>.*?</w:tcPr>", re.DOTALL)

_APART = re.compile(r"(<w:tbl>.*?</w:tbl>|<w:bookmark(?:Start|End)[^>]*/>)", re.DOTALL)
"""What stands between paragraphs, and is taken and left whole."""

ALIKE = 0.3  # paragraphs that share less are shown as one cut and one new
NEAR = 30  # paragraphs ahead in which one that was rewritten is looked for


@dataclass(frozen=True, slots=True)
class By:
    """Who made a change, and when (W3CDTF)."""

    name: str
    at: str

    def attributes(self, number: int) -> str:
        """As an element of a change has them."""
        return f'w:id="{number}" w:author="{escape(self.name, value=True)}" w:date="{self.at}"'


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a sign, a picture or a note of a paragraph: ``inner`` within a run of
    ``properties``; ``link`` is the relation that it leads to. ``mark`` is XML that stands between
    runs (a comment's end, a bookmark) and is no word."""

    text: str = ""
    properties: str = ""
    inner: str = ""
    link: str = ""
    mark: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes two pieces the same to a reader."""
        return self.properties, _NUMBERS.sub("", self.inner), self.link


@dataclass(slots=True)
class Paragraph:
    """A paragraph as pieces, or a table as its XML."""

    properties: str = ""
    pieces: list[Piece] = field(default_factory=list)
    table: str = ""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two paragraphs the same to a reader."""
        if self.table:
            return (_NUMBERS.sub("", self.table),)
        return (
            _NUMBERS.sub("", self.properties),
            tuple(p.key for p in self.pieces if not p.mark),
        )

    @property
    def kind(self) -> str:
        """What it is, whatever it says."""
        return "table" if self.table else _NUMBERS.sub("", self.properties)


def read(parts: Sequence[str]) -> list[Paragraph]:
    """Paragraphs out of what ``docx`` writes: each part is some paragraphs, or a table."""
    found: list[Paragraph] = []
    for part in parts:
        for one in _APART.split(part):
            if _APART.fullmatch(one):
                found.append(Paragraph(table=one))
            else:
                found += [
                    Paragraph(m[1] or "", list(_pieces(m[2] or "")))
                    for m in _PARAGRAPH.finditer(one)
                ]
    return found


def _pieces(inside: str) -> Iterator[Piece]:
    link = ""
    for found in _INSIDE.finditer(inside):
        said = found[0]
        if said.startswith("<w:hyperlink"):
            link = said
        elif said == "</w:hyperlink>":
            link = ""
        elif said.startswith("<w:bookmark"):
            yield Piece(mark=said)
        else:
            run = _RUN.fullmatch(said)
            assert run is not None
            properties, inner = run[1] or "", run[2]
            text = _TEXT.fullmatch(inner)
            if text is None:
                yield Piece("", properties, inner, link)
                continue
            for word in _WORDS.findall(_plain(text[1])):
                yield Piece(
                    word, properties, f'<w:t xml:space="preserve">{escape(word)}</w:t>', link
                )


def _plain(text: str) -> str:
    return (
        text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    )


# Writing.


class Numbers:
    """Numbers of changes, none used twice in a document."""

    def __init__(self, first: int = 1) -> None:
        self._next = first

    def __call__(self) -> int:
        """The next one."""
        self._next += 1
        return self._next - 1


def write(paragraph: Paragraph) -> str:
    """The paragraph as it is."""
    if paragraph.table:
        return paragraph.table
    head = f"<w:pPr>{paragraph.properties}</w:pPr>"
    return f"<w:p>{head}{_runs(paragraph.pieces)}</w:p>"


def _runs(pieces: Sequence[Piece], *, cut: bool = False) -> str:
    """Runs of the pieces, words of one dress together."""
    out: list[str] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.mark:
            out.append(piece.mark)
            at += 1
            continue
        end = at + 1
        if piece.text:
            same = (piece.properties, piece.link)
            while (
                end < len(pieces)
                and pieces[end].text
                and (pieces[end].properties, pieces[end].link) == same
            ):
                end += 1
            words = escape("".join(p.text for p in pieces[at:end]))
            tag = "w:delText" if cut else "w:t"
            inner = f'<{tag} xml:space="preserve">{words}</{tag}>'
        else:
            inner = piece.inner
        head = f"<w:rPr>{piece.properties}</w:rPr>" if piece.properties else ""
        run = f"<w:r>{head}{inner}</w:r>"
        out.append(f"{piece.link}{run}</w:hyperlink>" if piece.link else run)
        at = end
    return "".join(out)


def changed(pieces: Sequence[Piece], tag: str, by: By, number: Numbers) -> str:
    """Pieces inserted ("w:ins") or deleted ("w:del"); marks stand between them as they are."""
    out: list[str] = []
    held: list[Piece] = []

    def flush() -> None:
        # A change stands within a link, not around it.
        while held:
            link = held[0].link
            n = 0
            while n < len(held) and held[n].link == link:
                n += 1
            bare = [Piece(p.text, p.properties, p.inner) for p in held[:n]]
            del held[:n]
            runs = _runs(bare, cut=tag == "w:del")
            said = f"<{tag} {by.attributes(number())}>{runs}</{tag}>"
            out.append(f"{link}{said}</w:hyperlink>" if link else said)

    for piece in pieces:
        if piece.mark:
            flush()
            out.append(piece.mark)
        else:
            held.append(piece)
    flush()
    return "".join(out)


def whole(paragraph: Paragraph, tag: str, by: By, number: Numbers) -> str:
    """A paragraph that is new, or gone, as a whole."""
    if paragraph.table:
        return _rows(paragraph.table, tag, by, number)
    sign = f"<w:rPr><{tag} {by.attributes(number())}/></w:rPr>"
    head = f"<w:pPr>{paragraph.properties}{sign}</w:pPr>"
    return f"<w:p>{head}{changed(paragraph.pieces, tag, by, number)}</w:p>"


def merged(old: Paragraph, new: Paragraph, by: By, number: Numbers) -> str:
    """One paragraph that shows how the old one becomes the new one."""
    if old.table or new.table:
        return _table(old.table, new.table, by, number)
    out: list[str] = [f"<w:pPr>{old.properties}</w:pPr>"]
    left = [p for p in old.pieces if not p.mark]
    right = [p for p in new.pieces if not p.mark]
    marks = _marks(old.pieces)
    matcher = SequenceMatcher(None, [p.key for p in left], [p.key for p in right], autojunk=False)
    for how, i1, i2, j1, j2 in matcher.get_opcodes():
        kept = [piece for n in range(i1, i2) for piece in (*marks.get(n, ()), left[n])]
        if how == "equal":
            out.append(_runs(kept))
            continue
        if i2 > i1:
            out.append(changed(kept, "w:del", by, number))
        if j2 > j1:
            out.append(changed(right[j1:j2], "w:ins", by, number))
    out.append(_runs(marks.get(len(left), ())))
    return f"<w:p>{''.join(out)}</w:p>"


def _marks(pieces: Sequence[Piece]) -> dict[int, list[Piece]]:
    """Marks by the number of the word that they stand before."""
    found: dict[int, list[Piece]] = {}
    at = 0
    for piece in pieces:
        if piece.mark:
            found.setdefault(at, []).append(piece)
        else:
            at += 1
    return found


def _table(old: str, new: str, by: By, number: Numbers) -> str:
    """Two tables of one shape cell by cell; of another shape one gone and one new."""
    before, after = _ROW.findall(old), _ROW.findall(new)
    shape = [len(_CELL.findall(row)) for row in before]
    if shape != [len(_CELL.findall(row)) for row in after]:
        return _rows(old, "w:del", by, number) + _rows(new, "w:ins", by, number)
    cells = iter([cell for row in after for cell in _CELL.findall(row)])

    def cell(found: re.Match[str]) -> str:
        head = _CELL_HEAD.match(found[1])
        said = found[1][head.end() :] if head else found[1]
        other = next(cells)
        there = _CELL_HEAD.match(other)
        other = other[there.end() :] if there else other
        inner = "".join(merge(read([said]), read([other]), by, number))
        return f"<w:tc>{head[0] if head else ''}{inner or '<w:p/>'}</w:tc>"

    return _CELL.sub(cell, old)


def _rows(table: str, tag: str, by: By, number: Numbers) -> str:
    """A table whose rows are all new, or all gone."""

    def row(found: re.Match[str]) -> str:
        inside = found[1].removeprefix("<w:trPr><w:tblHeader/></w:trPr>")
        cells = _CELL.sub(cell, inside)
        return f"<w:tr><w:trPr><{tag} {by.attributes(number())}/></w:trPr>{cells}</w:tr>"

    def cell(found: re.Match[str]) -> str:
        head = _CELL_HEAD.match(found[1])
        said = found[1][head.end() :] if head else found[1]
        inner = "".join(whole(p, tag, by, number) for p in read([said]))
        return f"<w:tc>{head[0] if head else ''}{inner or '<w:p/>'}</w:tc>"

    return _ROW.sub(row, table)


def merge(old: Sequence[Paragraph], new: Sequence[Paragraph], by: By, number: Numbers) -> list[str]:
    """All paragraphs, showing how the old text becomes the new one."""
    out: list[str] = []
    for i, pair in align(old, new):
        if i is None:
            out += [whole(paragraph, "w:ins", by, number) for paragraph in pair]
        elif not pair:
            out.append(whole(old[i], "w:del", by, number))
        elif old[i].key == pair[0].key:
            out.append(write(old[i]))
        else:
            out.append(merged(old[i], pair[0], by, number))
    return out


def align(
    old: Sequence[Paragraph], new: Sequence[Paragraph]
) -> Iterator[tuple[int | None, list[Paragraph]]]:
    """Each old paragraph by number with what became of it (nothing: it is gone), and, with None,
    new ones where they stand."""
    matcher = SequenceMatcher(None, [p.key for p in old], [p.key for p in new], autojunk=False)
    for how, i1, i2, j1, j2 in matcher.get_opcodes():
        if how == "equal":
            for i, j in zip(range(i1, i2), range(j1, j2), strict=True):
                yield i, [new[j]]
            continue
        j = j1
        for i in range(i1, i2):
            ahead = range(j, min(j2, j + NEAR))
            other = next((n for n in ahead if _alike(old[i], new[n])), None)
            if other is None:
                yield i, []
                continue
            if other > j:
                yield None, list(new[j:other])
            yield i, [new[other]]
            j = other + 1
        if j < j2:
            yield None, list(new[j:j2])


def _alike(old: Paragraph, new: Paragraph) -> bool:
    """Whether one is the other rewritten, not another paragraph in its place."""
    if old.kind != new.kind:
        return False
    if old.table:
        return True
    left = [p.key for p in old.pieces if not p.mark and p.text.strip()]
    right = [p.key for p in new.pieces if not p.mark and p.text.strip()]
    if not left or not right:
        return not left and not right
    shared = (Counter(left) & Counter(right)).total()
    return shared >= ALIKE * max(len(left), len(right))


def at_words(
    paragraphs: Sequence[Paragraph], words: str, nth: int, after: int = 0
) -> tuple[int, int, int] | None:
    """Where words stand for the ``nth`` time (from 0) from paragraph ``after`` on: paragraph, first
    and last piece; None where they stand nowhere in one paragraph."""
    wanted = " ".join(words.split())
    if not wanted:
        return None
    for number, paragraph in enumerate(paragraphs[after:], start=after):
        text = paragraph.text
        at = text.find(wanted)
        while at >= 0:
            if not nth:
                return number, _piece(paragraph, at), _piece(paragraph, at + len(wanted) - 1)
            nth -= 1
            at = text.find(wanted, at + 1)
    return None


def _piece(paragraph: Paragraph, at: int) -> int:
    """The piece that holds the character ``at``."""
    for number, piece in enumerate(paragraph.pieces):
        if at < len(piece.text):
            return number
        at -= len(piece.text)
    return max(0, len(paragraph.pieces) - 1)

"""What a block or a run says of itself, as properties of Qt's formats, and the looks that follow.

The truth stands in our own properties; weight, size, indent and spacing are derived from them, and
colours never stand in a document at all (``looks`` and ``paper`` paint them), so that a change of
theme does not touch the text or its undo stack.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QFont,
    QTextBlockFormat,
    QTextCharFormat,
    QTextFormat,
    QTextLength,
    QTextTableFormat,
)

from newsroom.text.blocks import ASIDES, LISTS
from newsroom.text.document import Block, BlockKind, Container, Image, Link, Marks
from newsroom.values import dataclass

_USER: Final = int(QTextFormat.Property.UserProperty.value)

# Of a block.
SEGMENT, KIND, STACK, ITEM, LEVEL, INFO, FENCE, TIGHT, TASK, ALIGN, EDGES = (
    _USER + n for n in range(1, 12)
)
# Of a run.
BOLD, ITALIC, STRIKE, CODE, RAW, LINK, IMAGE, ENTITY, SOFT, SUB, SUP, NOTED = (
    _USER + n for n in range(20, 32)
)
FLAGS: Final = {
    "bold": BOLD,
    "italic": ITALIC,
    "strike": STRIKE,
    "code": CODE,
    "sub": SUB,
    "sup": SUP,
    "noted": NOTED,
}
"""The marks that a run has or has not, and the property that says so."""

# Of a table: its cells stand the other way round in the document (see ``mirrored``).
MIRRORED: Final = _USER + 41

FILLER: Final = "filler"  # the empty block that Qt wants before and after a table; not in the text
CELL: Final = "cell"  # the paragraph inside a table's cell
HEAD_CELL: Final = "head"  # the same in the table's first row
FRESH: Final = -1  # segment of a block that stands in no opened source
IMAGE_OBJECT: Final = int(QTextFormat.ObjectTypes.UserObject.value) + 1
OBJECT: Final = "\ufffc"

STEP: Final = 30  # pixels that a list or quote moves its text in, at 100 %
_DENSE: Final = 0.88  # of the leading: headings and cells stand closer
_BETWEEN_LISTS: Final = 12  # pixels, as between two paragraphs
_CODE_LEADING: Final = 125  # per cent; a typewriter face has little of its own
_SIZES: Final = {1: 2, 2: 1}  # heading level to Qt's relative size: 1.5 and 1.2 of the text
_ABOVE_TABLE: Final = 14
_BELOW_TABLE: Final = 20
_BIG: Final = 2  # headings down to this level stand apart
_PROPORTIONAL: Final = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_HEAD: Final = 2.2  # of the letters' size: a box's title with its air
_BESIDE_BOX: Final = 22  # pixels above the first and below the last line of a box
TABLE_AIR: Final = 6  # pixels more beside a table in a box: a line of words leaves them by itself
LEAD, TAIL = 1, 2
_PLAIN: Final = Marks()
PADDING: Final = 7  # pixels between a cell's words and the lines around it
LINE: Final = 1  # pixels between two cells: ``ruled`` draws the lines there

_WAY: Final = int(QTextFormat.Property.LayoutDirection.value)
_PROSE: Final = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING})
_MOST_ABREAST: Final = 12  # columns that share the page's width; of more each has its own,
_WIDE_COLUMN: Final = 5  # so many times the letters' size, and the page goes sideways
VERBATIM: Final = frozenset({BlockKind.CODE, BlockKind.SOURCE})


@dataclass(frozen=True, slots=True)
class Faces:
    """The families that stand in a document: the story's own comes from its default font."""

    mono: tuple[str, ...] = ("monospace",)
    heading: tuple[str, ...] = ()
    size: float = 18
    """The height of the story's letters in pixels."""
    leading: int = 120
    """A line's height in per cent of what the story's font asks for itself."""


def head_room(size: float) -> float:
    """Pixels that a box's title takes, of letters of that size."""
    return round(size * _HEAD)


def stack_text(stack: tuple[Container, ...]) -> str:
    """Containers as one property value."""
    return json.dumps([[c.kind, c.id, c.start, c.title] for c in stack])


@lru_cache(maxsize=512)
def stack_of(text: str | None) -> tuple[Container, ...]:
    """The inverse of ``stack_text``; nothing for a block that has none."""
    if not text:
        return ()
    return tuple(Container(*facts) for facts in json.loads(text))


@lru_cache(maxsize=512)
def _link(text: str) -> Link:
    return Link(*json.loads(text))


@lru_cache(maxsize=512)
def _image(text: str) -> Image:
    return Image(*json.loads(text))


def link_text(link: Link) -> str:
    """A link as one property value."""
    return json.dumps([link.href, link.title, link.ref, link.auto])


def image_text(image: Image) -> str:
    """A picture as one property value."""
    return json.dumps([image.src, image.alt, image.title, image.ref, image.credit])


def marks_of(fmt: QTextCharFormat) -> Marks:
    """What a run's format says of its text."""
    if fmt.isEmpty():
        return _PLAIN
    has = fmt.hasProperty
    link = fmt.property(LINK) if has(LINK) else None
    image = fmt.property(IMAGE) if has(IMAGE) else None
    return Marks(
        bold=has(BOLD) and bool(fmt.property(BOLD)),
        italic=has(ITALIC) and bool(fmt.property(ITALIC)),
        strike=has(STRIKE) and bool(fmt.property(STRIKE)),
        code=has(CODE) and bool(fmt.property(CODE)),
        raw=has(RAW) and bool(fmt.property(RAW)),
        link=_link(link) if link else None,
        image=_image(image) if image else None,
        entity=fmt.property(ENTITY) or None if has(ENTITY) else None,
        sub=has(SUB) and bool(fmt.property(SUB)),
        sup=has(SUP) and bool(fmt.property(SUP)),
        noted=has(NOTED) and bool(fmt.property(NOTED)),
    )


def kind_of(fmt: QTextBlockFormat) -> str:
    """The kind of a block, "filler" included; a block that says nothing is a paragraph."""
    return str(fmt.property(KIND) or BlockKind.PARAGRAPH)


def item_of(fmt: QTextFormat) -> int | None:
    """Index in the stack of the list whose item begins in this block."""
    return int(fmt.property(ITEM)) if fmt.hasProperty(ITEM) else None


def task_of(fmt: QTextBlockFormat) -> bool | None:
    """Ticked, open, or no task at all."""
    return bool(fmt.property(TASK)) if fmt.hasProperty(TASK) else None


def block_of(fmt: QTextBlockFormat, **facts: Any) -> Block:
    """The block that a format describes, its text and runs given in ``facts``."""
    kind = kind_of(fmt)
    segment = fmt.property(SEGMENT)
    return Block(
        kind=BlockKind.PARAGRAPH if kind == FILLER else BlockKind(kind),
        stack=stack_of(fmt.property(STACK)),
        item=item_of(fmt),
        level=int(fmt.property(LEVEL) or 0),
        info=fmt.property(INFO) or "",
        fence=fmt.property(FENCE) or "",
        tight=bool(fmt.property(TIGHT)),
        task=task_of(fmt),
        segment=FRESH if segment is None else int(segment),
        **facts,
    )


class Formats:
    """Makes Qt's formats from blocks and marks, one object for each that differs."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces
        self._chars: dict[tuple[Marks, str, int, bool], QTextCharFormat] = {}
        self._cells: dict[tuple[str | None, bool, bool], QTextBlockFormat] = {}

    def char(
        self,
        marks: Marks = _PLAIN,
        kind: str = BlockKind.PARAGRAPH,
        level: int = 0,
        *,
        soft: bool = False,
    ) -> QTextCharFormat:
        """The format of a run with ``marks`` in a block of ``kind``. ``soft`` is a soft break's."""
        key = (marks, kind, level, soft)
        fmt = self._chars.get(key)
        if fmt is None:
            fmt = self._chars[key] = self._make(marks, kind, level, soft)
        return fmt

    def _make(self, marks: Marks, kind: str, level: int, soft: bool) -> QTextCharFormat:
        fmt = QTextCharFormat()
        if marks.bold:
            fmt.setProperty(BOLD, True)
            fmt.setFontWeight(QFont.Weight.Bold)
        if marks.italic:
            fmt.setProperty(ITALIC, True)
            fmt.setFontItalic(True)
        if marks.strike:
            fmt.setProperty(STRIKE, True)
            fmt.setFontStrikeOut(True)
        if marks.sub or marks.sup:
            fmt.setProperty(SUB if marks.sub else SUP, True)
            align = QTextCharFormat.VerticalAlignment
            fmt.setVerticalAlignment(align.AlignSubScript if marks.sub else align.AlignSuperScript)
        if marks.noted:
            fmt.setProperty(NOTED, True)
        if kind in (BlockKind.HEADING, HEAD_CELL):
            fmt.setFontWeight(QFont.Weight.Black if marks.bold else QFont.Weight.Bold)
            if level in _SIZES:
                fmt.setProperty(int(QTextFormat.Property.FontSizeAdjustment.value), _SIZES[level])
            if self._faces.heading:
                fmt.setFontFamilies(list(self._faces.heading))
        if marks.code or marks.raw or kind in VERBATIM:
            fmt.setFontFamilies(list(self._faces.mono))
            if kind != BlockKind.HEADING:
                # A typewriter face looks a size larger than a serif of the same height.
                fmt.setProperty(int(QTextFormat.Property.FontSizeAdjustment.value), -1)
        if marks.code:
            fmt.setProperty(CODE, True)
        if marks.raw:
            fmt.setProperty(RAW, True)
        if marks.entity:
            fmt.setProperty(ENTITY, marks.entity)
        if marks.link is not None:
            fmt.setProperty(LINK, link_text(marks.link))
        if marks.image is not None:
            fmt.setProperty(IMAGE, image_text(marks.image))
            fmt.setObjectType(IMAGE_OBJECT)
        if soft:
            fmt.setProperty(SOFT, True)
        return fmt

    def for_block(self, fmt: QTextBlockFormat, marks: Marks = _PLAIN) -> QTextCharFormat:
        """The format of a run with ``marks`` in a block that has ``fmt``."""
        return self.char(marks, kind_of(fmt), int(fmt.property(LEVEL) or 0))

    def block(self, block: Block, *, edges: int = 0) -> QTextBlockFormat:
        """The format of ``block``'s paragraph; a table has ``table`` instead. ``edges`` say that it
        stands first (LEAD) or last (TAIL) in its box or pull quote."""
        fmt = QTextBlockFormat()
        fmt.setProperty(SEGMENT, block.segment)
        fmt.setProperty(KIND, str(block.kind))
        if block.stack:
            fmt.setProperty(STACK, stack_text(block.stack))
            fmt.setIndent(len(block.stack))
        if block.item is not None:
            fmt.setProperty(ITEM, block.item)
        if block.level:
            fmt.setProperty(LEVEL, block.level)
        if block.info:
            fmt.setProperty(INFO, block.info)
        if block.fence:
            fmt.setProperty(FENCE, block.fence)
        if block.tight:
            fmt.setProperty(TIGHT, True)
        if block.task is not None:
            fmt.setProperty(TASK, block.task)
        _space(fmt, block, self._faces.leading)
        if edges and block.stack and block.stack[0].kind in ASIDES:
            fmt.setProperty(EDGES, edges)
            if edges & LEAD:
                title = block.stack[0].title
                fmt.setTopMargin(_BESIDE_BOX + (head_room(self._faces.size) if title else 0))
            if edges & TAIL:
                fmt.setBottomMargin(_BESIDE_BOX)
        elif edges & LEAD and block.stack and block.stack[0].kind in LISTS:
            # Of the two margins Qt keeps the larger: it is seen right below another list alone.
            fmt.setTopMargin(_BETWEEN_LISTS)
        return fmt

    def like(
        self, fmt: QTextBlockFormat, *, edges: int | None = None, **facts: Any
    ) -> QTextBlockFormat:
        """``fmt``'s block with some ``facts`` changed (kind, stack, item, level, task, ...)."""
        kept = int(fmt.property(EDGES) or 0) if edges is None else edges
        made = self.block(replace(block_of(fmt), **facts), edges=kept)
        if fmt.property(KIND) in _PROSE and fmt.hasProperty(_WAY) and made.property(KIND) in _PROSE:
            made.setProperty(_WAY, fmt.property(_WAY))  # a line without words stays on its side
        return made

    def moved(
        self, fmt: QTextTableFormat, *, edges: int | None = None, **facts: Any
    ) -> QTextTableFormat:
        """A table's format with another ``stack`` or ``item``; other facts are none of a table.
        ``edges`` as of ``like``."""
        found = QTextTableFormat(fmt)
        if "stack" in facts:
            kept = int(fmt.property(EDGES) or 0) if edges is None else edges
            self._set_apart(found, facts["stack"], kept)
            found.setProperty(STACK, stack_text(facts["stack"]))
            indent = STEP * len(facts["stack"])
            if fmt.hasProperty(MIRRORED):
                found.setRightMargin(indent)
            else:
                found.setLeftMargin(indent)
        if facts.get("item") is not None:
            found.setProperty(ITEM, facts["item"])
        elif "item" in facts:
            found.clearProperty(ITEM)
        return found

    def _set_apart(self, fmt: QTextTableFormat, stack: tuple[Container, ...], edges: int) -> None:
        """Pixels above and below a table."""
        aside = bool(stack) and stack[0].kind in ASIDES
        head = head_room(self._faces.size) if aside and stack[0].title else 0
        apart = _BESIDE_BOX + TABLE_AIR
        fmt.setTopMargin(apart + head if aside and edges & LEAD else _ABOVE_TABLE)
        fmt.setBottomMargin(apart if aside and edges & TAIL else _BELOW_TABLE)
        if aside and edges:
            fmt.setProperty(EDGES, edges)
        else:
            fmt.clearProperty(EDGES)

    def filler(self, segment: int = FRESH) -> QTextBlockFormat:
        """The format of the empty block beside a table."""
        fmt = QTextBlockFormat()
        fmt.setProperty(SEGMENT, segment)
        fmt.setProperty(KIND, FILLER)
        return fmt

    def table(self, block: Block, *, mirrored: bool = False, edges: int = 0) -> QTextTableFormat:
        """The format of a table's frame. ``edges`` as of ``block``."""
        fmt = QTextTableFormat()
        if mirrored:
            fmt.setProperty(MIRRORED, True)
        fmt.setProperty(SEGMENT, block.segment)
        fmt.setProperty(KIND, str(BlockKind.TABLE))
        fmt.setProperty(STACK, stack_text(block.stack))
        if block.item is not None:
            fmt.setProperty(ITEM, block.item)
        fmt.setProperty(ALIGN, json.dumps(list(block.align)))
        fmt.setHeaderRowCount(1)
        fmt.setCellPadding(PADDING)
        fmt.setCellSpacing(LINE)
        fmt.setBorder(0)
        fmt.setBorderCollapse(False)
        self._set_apart(fmt, block.stack, edges)
        indent = STEP * len(block.stack)
        fmt.setLeftMargin(0 if mirrored else indent)
        fmt.setRightMargin(indent if mirrored else 0)
        fmt.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        if len(block.align) > _MOST_ABREAST:
            wide = QTextLength(QTextLength.Type.FixedLength, round(self._faces.size * _WIDE_COLUMN))
            fmt.setColumnWidthConstraints([wide] * len(block.align))
        return fmt

    def cell(self, align: str | None, *, head: bool, rtl: bool = False) -> QTextBlockFormat:
        """The format of the paragraph in a table's cell; ``rtl`` where its words don't say so."""
        fmt = self._cells.get((align, head, rtl))
        if fmt is not None:
            return fmt
        fmt = self._cells[align, head, rtl] = QTextBlockFormat()
        if rtl:
            fmt.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        fmt.setProperty(KIND, HEAD_CELL if head else CELL)
        fmt.setLineHeight(self._faces.leading * _DENSE, _PROPORTIONAL)
        if align is not None:
            fmt.setAlignment(_ALIGNMENTS[align] | Qt.AlignmentFlag.AlignAbsolute)
        return fmt


_ALIGNMENTS: Final = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
}


_FOOTNOTE: Final = "[^"  # what the source of a footnote begins with


def _space(fmt: QTextBlockFormat, block: Block, leading: float) -> None:
    """Spacing on the 4-8-12-16-24 scale, in pixels at 100 %."""
    if block.kind in VERBATIM:
        if not block.text.startswith(_FOOTNOTE):  # that is words of the story, in its language
            fmt.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        fmt.setLineHeight(_CODE_LEADING, _PROPORTIONAL)
        fmt.setLeftMargin(14)
        fmt.setRightMargin(14)
        above, below = 24, 24
    elif block.kind is BlockKind.HEADING:
        fmt.setLineHeight(leading * _DENSE, _PROPORTIONAL)
        fmt.setHeadingLevel(block.level)
        above, below = (24, 6) if block.level <= _BIG else (16, 2)
    else:
        fmt.setLineHeight(leading, _PROPORTIONAL)
        above, below = (2, 2) if block.tight else (12, 12)
    # Between two blocks Qt keeps the larger of the two margins, as a page does.
    fmt.setTopMargin(above)
    fmt.setBottomMargin(below)

"""One pass over an element tree from outside to our blocks, by an allow-list and without recursion.

What is not known is passed through for its words; what is active is left out. The rules are those
of design/editor.md 5; what each kind of element does stands in its own module (``htmlblocks``,
``htmlmedia``, ``htmltable``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from newsroom.intake import htmlblocks, htmlmedia, htmltable, trackers, wordhtml
from newsroom.intake.dropped import Dropped
from newsroom.intake.htmlnotes import Notes
from newsroom.intake.htmlstyle import Css, Styles, hides, is_underlined, looks
from newsroom.intake.htmltext import collapsed, parts_of, unticked
from newsroom.intake.ownxml import etree
from newsroom.text.blocks import LISTS, PLAIN, Block, BlockKind, Container, Marks, Run

_SILENT = frozenset({
    "title", "style", "meta", "link", "base", "noscript", "template", "xml", "colgroup", "col",
    "area", "map", "param", "source", "track", "datalist", "basefont", "annotation",
    "annotation-xml", "noframes", "noembed", "rp",
})  # fmt: skip
"""What holds nothing to read where it stands."""

_COUNTED: Mapping[str, Dropped] = {
    "script": Dropped.SCRIPTS,
    **dict.fromkeys(("button", "select", "textarea", "input"), Dropped.FORMS),
    **dict.fromkeys(
        ("iframe", "object", "embed", "video", "audio", "applet", "frame", "bgsound"),
        Dropped.EMBEDS,
    ),
    **dict.fromkeys(("svg", "canvas"), Dropped.DRAWINGS),
}
"""What does something, or shows what is no text."""


@dataclass(slots=True)
class Shared:
    """What a walk and the walks inside it (cells, notes) have in common."""

    styles: Styles
    notes: Notes
    base: str = ""
    dropped: Counter[Dropped] = field(default_factory=Counter)
    pictures: list[str] = field(default_factory=list)
    trackers: dict[str, None] = field(default_factory=dict)
    embedded: dict[str, bytes] = field(default_factory=dict)
    held: dict[bytes, str] = field(default_factory=dict)  # the placeholder of bytes met before
    cited: dict[int, int] = field(default_factory=dict)  # notes' numbers here, by those there
    ids: int = 0

    def new_id(self) -> int:
        """An id for a container."""
        self.ids += 1
        return self.ids

    def follow(self, address: str) -> str | None:
        """The address of a link without what tracks readers; None where it may not be followed."""
        found = trackers.link(address, base=self.base)
        if found is None:
            return None
        for told in found.trackers:
            self.trackers.setdefault(told)
            self.dropped[Dropped.TRACKERS] += told.count(",") + 1
        return found.address


@dataclass(slots=True)
class Frame:
    """An element that is open: how its words look, and what is to be done at its end."""

    marks: Marks
    ends: list[Callable[[], object]] = field(default_factory=list)


Begin = Callable[["Walk", Any, Css, Frame], Frame | None]
"""Opens an element; None where all that it holds is dealt with."""


class Walk:
    """Reads one tree. Its parts are for the modules that know single elements."""

    def __init__(self, shared: Shared, *, marks: Marks = PLAIN, fragment: bool = False) -> None:
        self.shared = shared
        self.out: list[Block] = []
        self.line: list[Run] = []
        self.stack: tuple[Container, ...] = ()
        self.item: int | None = None  # the depth of the item that the next block begins
        self.task: bool | None = None
        self.level = 0  # of the heading that we are in
        self.open = not fragment  # inside of what was selected
        self.figures: list[htmlmedia.Figure] = []
        self.caption: htmlmedia.Figure | None = None  # the figure whose caption we are in
        self.word: list[tuple[str, Container]] = []  # Word's lists that may go on
        self.in_word = False
        self._marks = marks
        self._root: Any = None
        self._frames: list[Frame] = []
        self._begun: set[int] = set()  # lists that have an item

    def inside(self, *, marks: Marks = PLAIN) -> Walk:
        """A walk of something in here: a cell, a note."""
        return Walk(self.shared, marks=marks)

    def run(self, root: Any) -> list[Block]:
        """The blocks of a tree."""
        self._root = root
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                frame = self._begin(element)
                if frame is None:
                    walker.skip_subtree()
                    frame = Frame(self.marks)
                    self._frames.append(frame)
                else:
                    self._frames.append(frame)
                    self.text(element.text)
                continue
            if event == "end":
                frame = self._frames[-1]
                for end in reversed(frame.ends):
                    end()
                self._frames.pop()
            elif event == "comment":
                self.meet(element.text or "")
            if element is not root:
                self.text(element.tail)
        self.flush()
        return self.out

    def meet(self, comment: str) -> None:
        """The clipboard's signs for where the selection begins and ends."""
        if comment == "StartFragment":
            self.open = True
        elif comment == "EndFragment":
            self.flush()
            self.open = False

    @property
    def marks(self) -> Marks:
        """How words look here."""
        return self._frames[-1].marks if self._frames else self._marks

    # An element begins.

    def _begin(self, element: Any) -> Frame | None:
        tag, shared = element.tag, self.shared
        if tag in _SILENT or element in shared.notes.gone:
            return None
        if element in shared.notes.bodies and element is not self._root:
            return None
        if element in shared.notes.marks:
            if self.open:
                number = shared.cited.setdefault(shared.notes.marks[element], len(shared.cited) + 1)
                self.line.append(Run(f"[^{number}]", Marks(raw=True)))
            return None
        css = shared.styles.of(element)
        if tag in _COUNTED:
            self._active(element, _COUNTED[tag])
            return None
        if self._is_left_out(element, css):
            return None
        marks = looks(tag, css, self.marks)
        if self.open:
            shared.styles.note(element, css)
            if is_underlined(tag, css) and tag != "a" and marks.link is None:
                shared.dropped[Dropped.UNDERLINES] += 1
        frame = Frame(marks)
        begin = _BEGIN.get(tag)
        if begin is None and css.get("display") in ("block", "list-item", "flex", "grid"):
            begin = htmlblocks.block
        if begin is None and self.caption is not None and htmlmedia.is_credit(element):
            begin = htmlmedia.credit
        return frame if begin is None else begin(self, element, css, frame)

    def _active(self, element: Any, kind: Dropped) -> None:
        if not self.open:
            return
        what = (element.get("type") or "").lower()
        if element.tag == "input" and what in ("checkbox", "hidden"):
            if self.item is not None and what == "checkbox":
                self.task = element.get("checked") is not None
            return
        if element.tag == "iframe" and htmlmedia.embed(self, element.get("src") or ""):
            return
        self.shared.dropped[kind] += 1

    def _is_left_out(self, element: Any, css: Css) -> bool:
        dropped = self.shared.dropped
        if wordhtml.is_mark(css):
            return True
        remarks = wordhtml.comments_in(element, css)
        if remarks is not None:
            dropped[Dropped.COMMENTS] += remarks
            return True
        if wordhtml.is_frame(css):
            dropped[Dropped.FRAMES] += 1
            return True
        if element.tag in ("html", "body") or not hides(element, css):
            return False
        if self.open and "".join(element.itertext()).strip():
            dropped[Dropped.HIDDEN] += 1
        return True

    # Words and blocks.

    def text(self, text: str | None) -> None:
        """Words where we stand."""
        if text and self.open and (words := collapsed(text)):
            self.line.append(Run(words, self.marks))

    def flush(self) -> None:
        """Make paragraphs (a heading, inside of one) of the line that was read."""
        if self.caption is not None:
            self.line.append(Run(" ", PLAIN))
            return
        line, self.line = self.line, []
        for runs in parts_of(line, heading=self.level > 0):
            heading = self.level > 0 and not all(run.marks.image for run in runs)
            if heading:
                runs = tuple(Run(run.text, replace(run.marks, bold=False)) for run in runs)
            if self.item is not None and self.task is None:
                self.task, runs = unticked(runs)
            kind = BlockKind.HEADING if heading else BlockKind.PARAGRAPH
            self.put(Block(kind, level=self.level if heading else 0, runs=runs))

    def put(self, block: Block) -> None:
        """A block where we stand.

        A list's first block begins an item; an item that begins with a list belongs to the item
        above, and where there is none, the list around has no item and goes.
        """
        if not self.in_word:
            self.word = []
        stack, item = self.stack, self.item
        fresh = [n for n, c in enumerate(stack) if c.kind in LISTS and c.id not in self._begun]
        if fresh:
            item = fresh[-1] if item is None else max(item, fresh[-1])
            gone = {n for n in fresh if n != item}
            stack = tuple(c for n, c in enumerate(stack) if n not in gone)
            item -= len(gone)
        self._begun.update(c.id for c in stack if c.kind in LISTS)
        words = block.kind is BlockKind.PARAGRAPH
        self.out.append(
            replace(
                block,
                stack=stack,
                item=item,
                tight=words and item is not None and item == len(stack) - 1,
                task=self.task if words and item is not None else None,
            )
        )
        self.item = self.task = None


_BEGIN: Mapping[str, Begin] = {
    **dict.fromkeys(htmlblocks.BLOCKS, htmlblocks.block),
    **{f"h{level}": htmlblocks.heading for level in range(1, 7)},
    **dict.fromkeys(("ul", "ol", "menu", "dir"), htmlblocks.listing),
    **dict.fromkeys(("dt", "summary"), htmlblocks.titled),
    "li": htmlblocks.item,
    "blockquote": htmlblocks.quote,
    "q": htmlblocks.quoted,
    "pre": htmlblocks.code,
    "listing": htmlblocks.code,
    "xmp": htmlblocks.code,
    "plaintext": htmlblocks.code,
    "hr": htmlblocks.rule,
    "br": htmlblocks.line_break,
    "rt": htmlblocks.gloss,
    "table": htmltable.table,
    "img": htmlmedia.image,
    "image": htmlmedia.image,
    "a": htmlmedia.link,
    "figure": htmlblocks.figure,
    "figcaption": htmlblocks.caption,
}

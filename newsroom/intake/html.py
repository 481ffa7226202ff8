"""HTML from outside as our blocks: the one road of paste, pages, feeds, mail and WordPress.

Nothing active passes, by an allow-list; what does not come along is counted, and words never get
lost. lxml is loaded with this module: import it where it is used, never at the start.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from itertools import islice, takewhile
from types import MappingProxyType
from typing import Any

from newsroom.i18n import _
from newsroom.intake.dropped import Dropped, told
from newsroom.intake.htmlmedia import EMBEDDED
from newsroom.intake.htmlnotes import Notes, notes_of
from newsroom.intake.htmlstyle import Styles
from newsroom.intake.htmltable import one_line
from newsroom.intake.htmltext import clean, parts_of, said
from newsroom.intake.htmlwalk import Shared, Walk
from newsroom.intake.ownxml import etree
from newsroom.intake.proven import proven
from newsroom.news.errors import BadInput
from newsroom.text.blocks import PLAIN, Block, BlockKind, Run, Runs
from newsroom.values import dataclass

__all__ = ["EMBEDDED", "Dropped", "Walked", "read_html", "told"]

MOST_LETTERS = 20_000_000
"""Characters of one text; the whole of a newspaper's day, its markup included, has fewer."""
MOST_WITH_PICTURES = 120_000_000  # with the pictures that stand in it as text
MOST_ELEMENTS = 600_000  # a saved page has 3,000; they are walked in a few seconds at most

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>|<![^<>]*>|<\?[^<>]*>")
_NO_WORDS = re.compile(r"<(script|style|template|svg|head)\b.*?</\1\s*>", re.I | re.S)
_CLOSED_BY_P = re.compile(r"<(/?)(b|i|u|s|strike|tt|big|small)(?=[\s/>])", re.IGNORECASE)
"""libxml2 ends these where a paragraph begins, as no browser does; their newer names it lets be."""
_NEWER = {
    "b": "strong", "i": "em", "u": "ins", "s": "del", "strike": "del", "tt": "code",
    "big": "span", "small": "span",
}  # fmt: skip
_PICTURE = re.compile(r"data:image/[^\"'>\s]+")
_NOTE = re.compile(r"\[\^(\d+)\]")
_NOTE_HEAD = re.compile(r"^\[\^(\d+)\]:", re.MULTILINE)
_CUT = re.compile(r"\n\s*\n")
_FLOWING = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What came in.

    ``blocks`` are of no segment; footnotes are cited in them as raw runs (``[^1]``) and stand last,
    as SOURCE blocks. ``markdown`` is the same text, written by the story's own writer. ``pictures``
    are the addresses of the pictures in the order of the text (http, https, cid, file, relative);
    one whose bytes came along has an address of ours ("embedded:1") with the bytes in
    ``embedded``. ``trackers`` says what was taken off which site's addresses.
    """

    blocks: tuple[Block, ...]
    markdown: str
    dropped: Mapping[Dropped, int] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    trackers: tuple[str, ...] = ()
    embedded: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def parts(self) -> tuple[str, str]:
        """The Markdown of the text, and of its footnotes."""
        last = takewhile(lambda block: block.kind is BlockKind.SOURCE, reversed(self.blocks))
        notes = "\n\n".join(reversed([block.text for block in last]))
        return self.markdown.removesuffix(notes).rstrip("\n"), notes

    def with_notes_from(self, first: int) -> Walked:
        """The same with its footnotes counted from ``first`` on."""

        def moved(run: Run) -> Run:
            if not run.marks.raw:
                return run
            return Run(_NOTE.sub(lambda m: f"[^{int(m[1]) + first - 1}]", run.text), run.marks)

        blocks = [
            replace(
                block,
                runs=tuple(map(moved, block.runs)),
                rows=tuple(tuple(tuple(map(moved, c)) for c in row) for row in block.rows),
            )
            for block in self.blocks
            if block.kind is not BlockKind.SOURCE
        ]
        notes = _NOTE_HEAD.sub(lambda m: f"[^{int(m[1]) + first - 1}]:", self.parts[1])
        made, markdown = proven(blocks, notes)
        return replace(self, blocks=made, markdown=markdown)

    def with_pictures(self, addresses: Mapping[str, str | None]) -> Walked:
        """The same with other addresses for its pictures; None takes a picture out, and leaves
        its description and caption as words."""
        if not addresses:
            return self
        blocks, notes = [], []
        for block in self.blocks:
            if block.kind is BlockKind.SOURCE:
                notes.append(block.text)
                continue
            rows = tuple(tuple(_moved(cell, addresses) for cell in row) for row in block.rows)
            moved = replace(block, runs=_moved(block.runs, addresses), rows=rows)
            if moved.runs or moved.rows or not block.runs:
                blocks.append(moved)
        definitions = "\n\n".join(notes)
        for old, new in addresses.items():
            definitions = definitions.replace(f"]({old}", f"]({new or ''}")
        made, markdown = proven(blocks, definitions)
        pictures = [addresses.get(p, p) for p in self.pictures]
        return replace(
            self,
            blocks=made,
            markdown=markdown,
            pictures=tuple(p for p in pictures if p is not None),
            embedded={p: data for p, data in self.embedded.items() if p not in addresses},
        )


def _moved(runs: Runs, addresses: Mapping[str, str | None]) -> Runs:
    out: list[Run] = []
    for run in runs:
        image = run.marks.image
        if image is None or image.src not in addresses:
            out.append(run)
            continue
        address = addresses[image.src]
        if address is not None:
            out.append(Run(run.text, replace(run.marks, image=replace(image, src=address))))
            continue
        words = " ".join(filter(None, (image.alt, image.title, image.credit)))
        if words:
            out.append(Run(words, replace(run.marks, image=None)))
    return tuple(out)


def read_html(html: str, *, base: str = "") -> Walked:
    """HTML as blocks. ``base`` is the address that relative ones are meant from ("" keeps them).

    Reads whole pages and pieces alike; where the clipboard's signs say what was selected, that
    alone. Raises BadInput for what is larger than any text.
    """
    size = len(html)
    if MOST_LETTERS < size <= MOST_WITH_PICTURES:
        size -= sum(len(found[0]) for found in _PICTURE.finditer(html))
    if size > MOST_LETTERS:
        raise BadInput(
            _("This is {size} MB of text, which is too much for a story.").format(
                size=size // 1_000_000
            )
        )
    root, deep = _tree(html)
    if root is None:
        shared = Shared(Styles(()), Notes({}, (), frozenset()))
        shared.dropped[Dropped.DEEP] += deep
        return _finished(list(_words_of(html)) if deep else [], (), shared)
    styles = Styles("".join(sheet.itertext()) for sheet in root.iter("style"))
    shared = Shared(styles, notes_of(root), base or _own_base(root))
    # A sign that stands before the first element is none of the tree: all of it was selected.
    signs = (e.text for e in root.iter(etree.Comment)) if "<!--StartFragment" in html else ()
    blocks = Walk(shared, fragment="StartFragment" in signs).run(root)
    return _finished(blocks, _notes(shared), shared)


def _tree(html: str) -> tuple[Any, int]:
    """The element tree; None for nothing, and then 1 where it is nested deeper than is read."""
    start = html.find("<")
    if html.startswith("Version:") and start > 0:
        html = html[start:]  # Windows' clipboard puts its own head before the page
    text = _CLOSED_BY_P.sub(lambda found: f"<{found[1]}{_NEWER[found[2].lower()]}", html)
    text = text.replace("\x00", "")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, recover=True)
    if not text.strip():
        return None, 0
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, 0
    if root is None:
        return None, 0
    if any("Excessive depth" in entry.message for entry in parser.error_log):
        return None, 1
    if sum(1 for _element in islice(root.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise BadInput(
            _("This page has more than {count} parts, which is no story's.").format(
                count=f"{MOST_ELEMENTS:,}"
            )
        )
    return root, 0


def _own_base(root: Any) -> str:
    for element in root.iter("base"):
        return str(element.get("href") or "")
    return ""


def _words_of(html: str) -> Iterable[Block]:
    """The words of a page that is nested beyond all sense, paragraph by paragraph."""
    import html as entities

    text = _NO_WORDS.sub(" ", html)
    text = _TAG.sub(lambda found: "" if (found[2] or "").lower() in _FLOWING else "\n\n", text)
    for part in _CUT.split(entities.unescape(text)):
        if words := said(clean(part)):
            for runs in parts_of((Run(words, PLAIN),), heading=False):
                yield Block(BlockKind.PARAGRAPH, runs=runs)


# Footnotes.


def _notes(shared: Shared) -> Iterable[tuple[int, list[Block]]]:
    """The notes that are cited, by their new numbers; one that a note cites comes behind."""
    done = 0
    while done < len(shared.cited):
        own, number = list(shared.cited.items())[done]
        yield number, Walk(shared).run(shared.notes.bodies[own - 1])
        done += 1


def _finished(
    blocks: list[Block], notes: Iterable[tuple[int, list[Block]]], shared: Shared
) -> Walked:
    definitions = "\n\n".join(_definition(number, said_below) for number, said_below in notes)
    made, markdown = proven(blocks, definitions)
    dropped = shared.dropped
    dropped[Dropped.FONTS] += len(shared.styles.fonts)
    dropped[Dropped.COLOURS] += len(shared.styles.colours)
    return Walked(
        blocks=made,
        markdown=markdown,
        dropped=MappingProxyType({kind: dropped[kind] for kind in Dropped if dropped[kind]}),
        pictures=tuple(shared.pictures),
        trackers=tuple(shared.trackers),
        embedded=MappingProxyType(shared.embedded),
    )


def _definition(number: int, blocks: Iterable[Block]) -> str:
    """A note as Markdown: paragraphs alone, each further one set in."""
    parts = []
    for block in blocks:
        runs = block.runs or one_line([block])
        if runs:
            parts.append(proven([Block(BlockKind.PARAGRAPH, runs=runs)])[1])
    text = "\n\n".join(parts) or " "
    return f"[^{number}]: " + text.replace("\n", "\n    ").replace("\n    \n", "\n\n")

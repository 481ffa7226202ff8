"""Markdown to blocks: the dialect as the editor sees it.

``Parser`` runs the block and inline processors that pages are made with (``dialect``), but keeps
facts of the source (fences, footnote marks, names of references) and gives blocks.
"""

from __future__ import annotations

import copy
import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from markdown import Markdown, util
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.inlinepatterns import HTML_RE, HtmlInlineProcessor, InlineProcessor

from newsroom.text.blocks import (
    HARD_BREAK,
    IMAGE,
    PLAIN,
    Block,
    BlockKind,
    Container,
    Image,
    Link,
    Marks,
    Run,
    Runs,
    normal,
)
from newsroom.text.dialect import (
    CREDIT,
    NOTE,
    TITLE,
    FencedBlockPreprocessor,
    converter,
    is_task,
    render,
)
from newsroom.text.divs import DIV
from newsroom.text.plain import is_words

__all__ = ["Parser", "Unsupported", "converter", "render"]

STASH = re.compile("\x02wzxhzdk:(\\d+)\x03")
_ESCAPED = re.compile("\x02(\\d+)\x03")
_SPECIAL = re.compile("\x02(?:wzxhzdk:(\\d+)|(\\d+)|amp|qb3guma8)\x03")
_DEFINITION = re.compile(r"\][ ]?:")  # perhaps: the parser says whether it is one
_MARKING = {
    "strong": "bold",
    "em": "italic",
    "del": "strike",
    "sub": "sub",
    "sup": "sup",
    NOTE: "noted",
}
_INLINE = frozenset({*_MARKING, "code", "br", "a", "img", "nr-raw", CREDIT})
_ASIDES = {"pullquote": "pull", "box": "box"}
_CREDITED = re.compile(r"""\{:[ ]*credit=(?:"([^"\n]*)"|'([^'\n]*)')[ ]*\}""")
_SPACES = re.compile(r"[ \t\n]+")
_ENTITY = re.compile(r"&[#\w]+;")
_UNSHOWN = frozenset(" \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029" + IMAGE)
"""Characters that are an atom when they are spelt by name: a view would take them for its own."""
_TASK = re.compile(r"\[([ xX])\] (?=.)", re.DOTALL)


class Unsupported(Exception):
    """The rich view has no picture of this; it stands as source."""


class _Fence(FencedBlockPreprocessor):
    """Stashes a fenced block as an element with its fence, info string and code."""

    def run(self, lines: list[str]) -> list[str]:
        text = "\n".join(lines)
        at = 0
        while found := self.FENCED_BLOCK_RE.search(text, at):
            if found["attrs"] and get_attrs_and_remainder(found["attrs"])[1]:
                at = found.end("attrs")
                continue
            first = found[0].split("\n", 1)[0]
            element = etree.Element(
                "nr-fence",
                {"fence": found["fence"], "info": first[len(found["fence"]) :].strip()},
            )
            element.text = found["code"]
            held = self.md.htmlStash.store(element)
            text = f"{text[: found.start()]}\n{held}\n{text[found.end() :]}"
            at = found.start() + 1 + len(held)
        return text.split("\n")


class _Verbatim(InlineProcessor):
    """A piece of source that the rich view shows as it stands: an atom."""

    def __init__(self, pattern: str, known: Mapping[str, object] | None = None) -> None:
        super().__init__(pattern)
        self.known = known

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        if self.known is not None and m[1] not in self.known:
            return None, None, None
        element = etree.Element("nr-raw")
        element.text = util.AtomicString(m[0])
        return element, m.start(0), m.end(0)


class _Mail(InlineProcessor):
    """``<a@b>`` as a link that is not obfuscated."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        element = etree.Element("a", {"href": f"mailto:{m[1]}", "nr-auto": "1"})
        element.text = util.AtomicString(m[1])
        return element, m.start(0), m.end(0)


class _Tag(HtmlInlineProcessor):
    """A tag as the writer has it. One that holds Markdown (a link, code) is made of what that
    became, which no source says: it must stay source."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | str | None, int | None, int | None]:
        """As the parser does it."""
        stash = cast(Any, self.md.treeprocessors["inline"]).stashed_nodes
        inside = util.INLINE_PLACEHOLDER_RE.findall(m[1])
        if any(isinstance(stash.get(name), etree.Element) for name in inside):
            raise Unsupported("Markdown in a tag")
        return super().handleMatch(m, data)


def _remembering(cls: type[Any]) -> type[Any]:
    """The reference-link processor ``cls``, noting the reference's name on what it makes."""

    class Remembering(cls):  # type: ignore[misc]
        def evalId(self, data: str, index: int, text: str) -> Any:
            found = super().evalId(data, index, text)
            self.name = found[0]
            return found

        def handleMatch(self, m: re.Match[str], data: str) -> Any:
            element, start, end = super().handleMatch(m, data)
            if isinstance(element, etree.Element):
                element.set("nr-ref", self.name or "")
            return element, start, end

    return Remembering


_REFERENCES = {
    "reference": 170,
    "image_reference": 140,
    "short_reference": 130,
    "short_image_ref": 125,
}


class Parser:
    """Markdown to blocks. One instance serves many texts; it is not to be shared by threads."""

    def __init__(self) -> None:
        md = self._md = converter()
        md.preprocessors.register(_Fence(md, {}), "fenced_code_block", 25)
        self._notes = cast(Any, md.inlinePatterns["footnote"]).footnotes
        self._abbreviations = cast(Any, md.parser.blockprocessors["abbr"]).abbrs
        self._known: dict[str, object] = {}
        md.inlinePatterns.register(_Verbatim(r"\[\^([^\]]*)\]", self._known), "footnote", 175)
        md.inlinePatterns.register(_Mail(r"<([^<> !]+@[^@<> ]+)>"), "automail", 110)
        md.inlinePatterns.register(_Tag(HTML_RE, md), "html", 90)
        md.inlinePatterns.register(
            _Verbatim(r"\{:?[ ]*[^\}\n ][^\}\n]*[ ]*\}"), "nr-attributes", 85
        )
        for name, priority in _REFERENCES.items():
            old: Any = md.inlinePatterns[name]
            md.inlinePatterns.register(_remembering(type(old))(old.pattern, md), name, priority)

    def is_block_level(self, tag: str) -> bool:
        """Is this HTML tag one that stands apart from text?"""
        return self._md.is_block_level(tag)

    @property
    def references(self) -> dict[str, Any]:
        """The link definitions of the text parsed last."""
        return dict(self._md.references)

    @property
    def footnotes(self) -> dict[str, Any]:
        """The footnotes of the text parsed last."""
        return dict(self._notes.footnotes)

    def tree(
        self,
        text: str,
        references: Mapping[str, Any] | None = None,
        footnotes: Mapping[str, Any] | None = None,
    ) -> etree.Element:
        """The text's block elements before inline patterns run. May raise RecursionError."""
        md = self._md
        md.reset()
        md.references = dict(references or {})
        self._notes.footnotes.update(footnotes or {})
        if not text.strip():
            return etree.Element("div")
        lines = text.split("\n")
        for step in md.preprocessors:
            lines = step.run(lines)
        return cast(etree.Element, md.parser.parseDocument(lines).getroot())

    def prints(self, root: Iterable[etree.Element]) -> list[str]:
        """A canonical line for each top-level element, for comparison."""
        return [self._unstash(self._print(child)) for child in root]

    def _unstash(self, text: str) -> str:
        def held(found: re.Match[str]) -> str:
            value = self._md.htmlStash.rawHtmlBlocks[int(found[1])]
            plain = etree.tostring(value, "unicode") if isinstance(value, etree.Element) else value
            return "\x01" + STASH.sub(held, plain) + "\x01"

        return STASH.sub(held, text)

    def _print(self, element: etree.Element) -> str:
        text = element.text or ""
        if element.tag == "code":
            text = text.rstrip("\n") + "\n"
        inside = "".join(self._print(child) for child in element)
        facts = sorted(element.attrib.items())
        return f"<{element.tag} {facts!r}>{text}{inside}</>{element.tail or ''}"

    def blocks(
        self,
        text: str,
        references: Mapping[str, Any] | None = None,
        footnotes: Mapping[str, Any] | None = None,
    ) -> list[Block]:
        """The text as blocks. Raises Unsupported or RecursionError where it must stay source."""
        if is_words(text):
            return [Block(BlockKind.PARAGRAPH, runs=(Run(text, PLAIN),))]
        if _DEFINITION.search(text):
            self.tree(text)
            if self._md.references or self._notes.footnotes or self._abbreviations:
                raise Unsupported("definitions")
        root = self.tree(text, references, footnotes)
        self._known.clear()
        self._known.update(self._notes.footnotes)
        root = self._md.treeprocessors["inline"].run(root) or root
        if (root.text or "").strip():
            raise Unsupported("loose text")
        return _Walk(self._md).all(root)


def _said(text: str | None) -> str | None:
    """What an attribute says, on one line."""
    return None if text is None else _SPACES.sub(" ", html.unescape(text)).strip(" ")


def _credited(runs: Runs) -> Runs:
    """A picture that stands alone with its credit as one run."""
    if len(runs) != 2 or not runs[0].marks.image or not runs[1].marks.raw:
        return runs
    found = _CREDITED.fullmatch(runs[1].text)
    if found is None or runs[1].marks != Marks(raw=True):
        return runs
    credit = html.unescape(found[1] if found[1] is not None else found[2])
    image = replace(runs[0].marks.image, credit=credit)
    return (Run(runs[0].text, replace(runs[0].marks, image=image)),) if credit.strip() else runs


def _is_inline(element: etree.Element) -> bool:
    return element.tag in _INLINE


class _Walk:
    """One pass from the element tree to blocks."""

    def __init__(self, md: Markdown) -> None:
        self._md = md
        self._lists = 0

    def all(self, root: etree.Element) -> list[Block]:
        out: list[Block] = []
        self._blocks(root, (), out, None)
        return out

    def _blocks(
        self,
        parent: Iterable[etree.Element],
        stack: tuple[Container, ...],
        out: list[Block],
        item: int | None,
    ) -> None:
        for child in parent:
            if (child.tail or "").strip():
                raise Unsupported("text beside a block")
            tag = child.tag
            if tag == "p":
                out.append(self._paragraph(child, stack, item))
            elif tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
                runs, task = self._line(child, item)
                out.append(
                    Block(BlockKind.HEADING, stack, item, level=int(tag[1]), runs=runs, task=task)
                )
            elif tag == "hr":
                out.append(Block(BlockKind.RULE, stack, item))
            elif tag == "pre":
                if len(child) != 1 or child[0].tag != "code":
                    raise Unsupported("pre")
                code = html.unescape(child[0].text or "").rstrip("\n")
                out.append(Block(BlockKind.CODE, stack, item, text=code, fence=" "))
            elif tag == "nr-fence":
                out.append(self._fence(child, stack, item))
            elif tag == "table":
                out.append(self._table(child, stack, item))
            elif tag == "blockquote":
                if (child.text or "").strip() or not len(child):
                    raise Unsupported("quote")
                self._blocks(child, (*stack, Container("quote")), out, item)
            elif tag == "aside":
                self._aside(child, stack, out)
            elif tag in ("ul", "ol"):
                if item is not None or (child.text or "").strip():
                    raise Unsupported("list at the head of an item")
                self._list(child, stack, out)
            else:
                raise Unsupported(tag)
            item = None

    def _aside(
        self, element: etree.Element, stack: tuple[Container, ...], out: list[Block]
    ) -> None:
        kind = _ASIDES.get(element.get("class", ""))
        if kind is None or stack or not len(element):
            raise Unsupported("aside")
        self._lists += 1
        title = element.get(TITLE, "")
        self._blocks(element, (Container(kind, self._lists, title=title),), out, None)

    def _paragraph(
        self, element: etree.Element, stack: tuple[Container, ...], item: int | None
    ) -> Block:
        held = STASH.fullmatch((element.text or "").strip()) if not len(element) else None
        if held:
            value: Any = self._md.htmlStash.rawHtmlBlocks[int(held[1])]
            if isinstance(value, etree.Element):
                if value.tag == "nr-fence":
                    return self._fence(value, stack, item)
                raise Unsupported("markdown in HTML")
            tag = re.match(r"\s*</?([a-zA-Z][\w-]*)", value)
            if not _ENTITY.fullmatch(value) and (not tag or self._md.is_block_level(tag[1])):
                raise Unsupported("HTML")
        runs, task = self._line(element, item)
        return Block(BlockKind.PARAGRAPH, stack, item, runs=runs, task=task)

    def _fence(
        self, element: etree.Element, stack: tuple[Container, ...], item: int | None
    ) -> Block:
        code = element.text or ""
        return Block(
            BlockKind.CODE,
            stack,
            item,
            text=code.removesuffix("\n"),
            info=element.get("info") or "",
            fence=(element.get("fence") or "`")[0],
        )

    def _list(self, element: etree.Element, stack: tuple[Container, ...], out: list[Block]) -> None:
        self._lists += 1
        inside = (*stack, Container(element.tag, self._lists, int(element.get("start", "1"))))
        for item in element:
            if item.tag != "li":
                raise Unsupported("list")
            depth = len(stack)
            if not (item.text or "").strip() and len(item) and not _is_inline(item[0]):
                self._blocks(item, inside, out, depth)
                continue
            head = etree.Element("p")
            head.text = item.text
            parts = list(item)
            count = next((n for n, part in enumerate(parts) if not _is_inline(part)), len(parts))
            head.extend(copy.deepcopy(part) for part in parts[:count])
            runs, task = self._line(head, depth)
            out.append(Block(BlockKind.PARAGRAPH, inside, depth, runs=runs, tight=True, task=task))
            self._blocks(parts[count:], inside, out, None)

    def _table(
        self, element: etree.Element, stack: tuple[Container, ...], item: int | None
    ) -> Block:
        rows: list[tuple[Runs, ...]] = []
        align: list[str | None] = []
        for section in element:
            for row in section:
                cells: list[Runs] = []
                for cell in row:
                    if section.tag == "thead":
                        style = re.search(r"text-align: (\w+)", cell.get("style", ""))
                        align.append(style[1] if style else None)
                    cells.append(normal(self._inline(cell)))
                rows.append(tuple(cells))
        return Block(BlockKind.TABLE, stack, item, rows=tuple(rows), align=tuple(align))

    def _line(self, element: etree.Element, item: int | None) -> tuple[Runs, bool | None]:
        runs = _credited(normal(self._inline(element)))
        lines = [*(element.text or "").split("\n")]
        for child in element:
            lines += (child.tail or "").split("\n")[1:]
        if any(DIV.match(line) for line in lines):
            raise Unsupported("a box that nothing closes")
        if item is None or not runs or runs[0].marks != PLAIN or not is_task(element):
            return runs, None
        found = _TASK.match(runs[0].text)
        if not found:
            found = re.fullmatch(r"\[([ xX])\]" + " " * (len(runs) > 1), runs[0].text)
        if not found:
            return runs, None
        rest = Run(runs[0].text[found.end() :], PLAIN)
        return _credited(normal((rest, *runs[1:]))), found[1] != " "

    def _inline(self, element: etree.Element) -> list[Run]:
        out: list[Run] = []
        self._runs(element, PLAIN, out)
        if any("\x02" in run.text or "\x03" in run.text for run in out):
            raise Unsupported("a mark of the parser's own")
        return out

    def _text(self, text: str | None, marks: Marks, out: list[Run]) -> None:
        if not text:
            return
        at = 0
        for found in _SPECIAL.finditer(text):
            if found.start() > at:
                out.append(Run(text[at : found.start()], marks))
            if found[1] is not None:
                out.append(self._held(int(found[1]), marks))
            elif found[2]:
                out.append(Run(chr(int(found[2])), marks))
            else:
                out.append(Run("&", marks))
            at = found.end()
        if at < len(text):
            out.append(Run(text[at:], marks))

    def _held(self, number: int, marks: Marks) -> Run:
        """Raw HTML or an entity that the inline patterns put aside."""
        value: Any = self._md.htmlStash.rawHtmlBlocks[number]
        if isinstance(value, etree.Element):
            raise Unsupported("element in text")
        if _ENTITY.fullmatch(value):
            sign = html.unescape(value)
            if len(sign) == 1 and sign not in _UNSHOWN and (sign.isprintable() or sign.isspace()):
                return Run(sign, replace(marks, entity=value))
        return Run(value, replace(marks, raw=True))

    def _runs(self, element: etree.Element, marks: Marks, out: list[Run]) -> None:
        self._text(element.text, marks, out)
        for child in element:
            tag = child.tag
            if mark := _MARKING.get(tag):
                on: dict[str, Any] = {mark: True}
                self._runs(child, replace(marks, **on), out)
            elif tag == "code":
                out.append(Run(html.unescape(child.text or ""), replace(marks, code=True)))
            elif tag == "br":
                out.append(Run(HARD_BREAK, marks))
            elif tag == "a":
                self._runs(child, replace(marks, link=self._link(child)), out)
            elif tag == "img":
                image = Image(
                    self._plain(child.get("src")) or "",
                    _said(self._plain(child.get("alt"))) or "",
                    _said(self._plain(child.get("title"))),
                    child.get("nr-ref"),
                )
                out.append(Run(IMAGE, replace(marks, image=image)))
            elif tag in ("nr-raw", CREDIT):
                out.append(Run(child.text or "", replace(marks, raw=True)))
            else:
                raise Unsupported(tag)
            self._text(child.tail, marks, out)

    def _link(self, element: etree.Element) -> Link:
        itself = isinstance(element.text, util.AtomicString) and element.text == element.get("href")
        return Link(
            self._plain(element.get("href")) or "",
            self._plain(element.get("title")),
            element.get("nr-ref"),
            bool(element.get("nr-auto")) or itself,
        )

    def _plain(self, text: str | None) -> str | None:
        if text is None or "\x02" not in text:
            return text
        text = _ESCAPED.sub(lambda found: chr(int(found[1])), text).replace("\x02amp\x03", "&")
        return STASH.sub(lambda found: str(self._md.htmlStash.rawHtmlBlocks[int(found[1])]), text)

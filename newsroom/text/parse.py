"""The dialect: Python-Markdown with one fixed list of extensions, for pages and for the editor.

``render`` is what readers see. ``Parser`` runs the same block and inline processors for the editor,
but keeps facts of the source (fences, footnote marks, names of references) and gives blocks.
"""

from __future__ import annotations

import copy
import html
import re
import sys
import xml.etree.ElementTree as etree
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

import markdown
from markdown import util
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension, get_attrs_and_remainder
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor

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

# Fenced code is never coloured here; without this, Python-Markdown loads the whole of Pygments
# before the first story can be shown, if it is installed.
_pygments = sys.modules.get("pygments")
sys.modules["pygments"] = None  # type: ignore[assignment] # None makes an import fail at once
try:
    from markdown.extensions.fenced_code import FencedBlockPreprocessor, FencedCodeExtension
finally:
    if _pygments is None:
        del sys.modules["pygments"]
    else:
        sys.modules["pygments"] = _pygments

# What "extra" and "sane_lists" stand for. Given by name, each would be looked for among the entry
# points of every installed package: 14 ms at the start of the window.
EXTENSIONS: tuple[type[Extension], ...] = (
    FencedCodeExtension,
    FootnoteExtension,
    AttrListExtension,
    DefListExtension,
    TableExtension,
    AbbrExtension,
    MarkdownInHtmlExtension,
    SaneListExtension,
)
STASH = re.compile("\x02wzxhzdk:(\\d+)\x03")
_ESCAPED = re.compile("\x02(\\d+)\x03")
_SPECIAL = re.compile("\x02(?:wzxhzdk:(\\d+)|(\\d+)|amp|qb3guma8)\x03")
_DEFINITION = re.compile(r"^[ >]*\[[^\]\n]*\]:", re.MULTILINE)
_INLINE = frozenset({"strong", "em", "del", "code", "br", "a", "img", "nr-raw"})
_TASK = re.compile(r"\[([ xX])\] (?=.)", re.DOTALL)


class Unsupported(Exception):
    """The rich view has no picture of this; it stands as source."""


class Strike(Extension):
    """``~~struck~~`` becomes ``<del>``."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register the pattern below emphasis."""
        md.inlinePatterns.register(
            SimpleTagInlineProcessor(r"()~~(?=\S)(.+?)(?<=\S)~~", "del"), "del", 65
        )


def converter() -> markdown.Markdown:
    """A Python-Markdown of our dialect, as pages are made with."""
    return markdown.Markdown(extensions=[*(extension() for extension in EXTENSIONS), Strike()])


def render(body: str) -> str:
    """The body as HTML, not yet sanitised. May take long on hostile text: run it where it can be
    ended, or behind ``guard``."""
    return converter().convert(body)


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
        self._known: dict[str, object] = {}
        md.inlinePatterns.register(_Verbatim(r"\[\^([^\]]*)\]", self._known), "footnote", 175)
        md.inlinePatterns.register(_Mail(r"<([^<> !]+@[^@<> ]+)>"), "automail", 110)
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
        if _DEFINITION.search(text):
            self.tree(text)
            if self._md.references or self._notes.footnotes:
                raise Unsupported("definitions")
        root = self.tree(text, references, footnotes)
        self._known.clear()
        self._known.update(self._notes.footnotes)
        root = self._md.treeprocessors["inline"].run(root) or root
        if (root.text or "").strip():
            raise Unsupported("loose text")
        return _Walk(self._md).all(root)


def _is_inline(element: etree.Element) -> bool:
    return element.tag in _INLINE


class _Walk:
    """One pass from the element tree to blocks."""

    def __init__(self, md: markdown.Markdown) -> None:
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
            elif tag in ("ul", "ol"):
                if item is not None or (child.text or "").strip():
                    raise Unsupported("list at the head of an item")
                self._list(child, stack, out)
            else:
                raise Unsupported(tag)
            item = None

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
            if not tag or self._md.is_block_level(tag[1]):
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
        runs = normal(self._inline(element))
        if item is None or not runs or runs[0].marks != PLAIN:
            return runs, None
        found = _TASK.match(runs[0].text)
        if not found and len(runs) > 1:
            found = re.fullmatch(r"\[([ xX])\] ", runs[0].text)
        if not found:
            return runs, None
        rest = Run(runs[0].text[found.end() :], PLAIN)
        return normal((rest, *runs[1:])), found[1] != " "

    def _inline(self, element: etree.Element) -> list[Run]:
        out: list[Run] = []
        self._runs(element, PLAIN, out)
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
        if re.fullmatch(r"&[#\w]+;", value):
            sign = html.unescape(value)
            if len(sign) == 1 and (sign == "\xa0" or (sign.isprintable() and sign != IMAGE)):
                return Run(sign, replace(marks, entity=value))
        return Run(value, replace(marks, raw=True))

    def _runs(self, element: etree.Element, marks: Marks, out: list[Run]) -> None:
        self._text(element.text, marks, out)
        for child in element:
            tag = child.tag
            if tag == "strong":
                self._runs(child, replace(marks, bold=True), out)
            elif tag == "em":
                self._runs(child, replace(marks, italic=True), out)
            elif tag == "del":
                self._runs(child, replace(marks, strike=True), out)
            elif tag == "code":
                out.append(Run(html.unescape(child.text or ""), replace(marks, code=True)))
            elif tag == "br":
                out.append(Run(HARD_BREAK, marks))
            elif tag == "a":
                self._runs(child, replace(marks, link=self._link(child)), out)
            elif tag == "img":
                image = Image(
                    self._plain(child.get("src")) or "",
                    self._plain(child.get("alt")) or "",
                    self._plain(child.get("title")),
                    child.get("nr-ref"),
                )
                out.append(Run(IMAGE, replace(marks, image=image)))
            elif tag == "nr-raw":
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

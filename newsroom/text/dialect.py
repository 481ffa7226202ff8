"""The dialect: Python-Markdown with one fixed list of extensions and our own constructs.

``render`` is what readers see. The constructs are written down with examples in
``resources/help/markdown.md``, which are also the tests.
"""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as etree
from typing import Any, cast
from urllib.parse import urlsplit

import markdown
from markdown import util
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.abbr import AbbrExtension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.footnotes import NBSP_PLACEHOLDER, FootnoteExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from newsroom.text import emphasis, lead
from newsroom.text.divs import DIV_CLOSE, opens_div
from newsroom.text.inline import QuickInline
from newsroom.text.notes import CLOSE, OPEN, SIGN, closes_up, without_notes

# Fenced code is never coloured here; without this, Python-Markdown loads the whole of Pygments
# before the first story can be shown, if it is installed.
_pygments = sys.modules.get("pygments")
sys.modules["pygments"] = None  # type: ignore[assignment] # None makes an import fail at once
try:
    from markdown.extensions.fenced_code import (
        FencedBlockPreprocessor as FencedBlockPreprocessor,  # parse.py takes it from here
    )
    from markdown.extensions.fenced_code import FencedCodeExtension
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
ESCAPABLE = "~^%:"
"""Signs that a backslash takes the meaning from, beside those of Markdown itself."""

NOTE = "nr-note"
CREDIT = "nr-credit"
TITLE = "nr-title"

_STRUCK = r"(?=\S)(.+?)(?<=\S)~~(?:(?!~)|(?=~[^ \t\n~]+~(?!~)))"
STRIKE = rf"()~~{_STRUCK}"
"""Struck words; a tilde of a subscript that follows at once is none of theirs."""
SUB_BEFORE_STRIKE = rf"()(?<!~)~(?!~)([^ \t\n~]+)~(?=~~(?!~){_STRUCK})"
"""A subscript that struck words follow at once: ``H~2~~~O~~``."""
SUB = r"()(?<!~)~(?!~)([^ \t\n~]+)~(?!~)"
SUP = r"()\^([^ \t\n^\[\]]+)\^"
_CREDIT = r"""(?<=[)\]])\{:[ ]*credit=(?:"([^"\n]*)"|'([^'\n]*)')[ ]*\}"""

_MARKER = re.compile("\x02nr-(pullquote|box):(.*)\x03", re.DOTALL)
_END = "\x02nr-end\x03"

_BLOCKS = frozenset({"p", "li", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"})
_HOLDERS = frozenset({"ul", "ol", "dl", "blockquote", "aside", "div"})
_WORDS = frozenset({"strong", "em", "del", "a", "sub", "sup", "abbr"})
_BOX = re.compile(r"\s*\[[ xX]\](?:\s|\Z)")
_INSIDE = frozenset({"ul", "ol", "p", "blockquote", "pre", "table"})
"""What may follow the box of a task without words."""
_NOTHING = re.compile(r"\s*(?:\[[ xX]\]\s*)?(?:\{:?[^{}\n]*\})?\s*")
"""What may be left of a block whose words were all noted out: a task's box, attributes."""


class _Note(InlineProcessor):
    """``%%parked words%%`` as an element that the page leaves out."""

    def __init__(self, md: markdown.Markdown) -> None:
        super().__init__(OPEN.pattern, md)
        self._unclosed: tuple[str, int] = ("", 0)

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        # Once there is no end behind a place there is none behind the next: one search, not many.
        if self._unclosed[0] is data and m.end() >= self._unclosed[1]:
            return None, None, None
        closed = CLOSE.search(data, m.end() + 1)
        if closed is None:
            self._unclosed = (data, m.end())
            return None, None, None
        element = etree.Element(NOTE)
        element.text = data[m.end() : closed.start()]
        return element, m.start(), closed.end()


class _Credit(InlineProcessor):
    """``{: credit="Name" }`` behind a picture: taken out of the way of the other marks."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element, int, int]:
        element = etree.Element(CREDIT, {"credit": m[1] if m[1] is not None else m[2]})
        element.text = util.AtomicString(m[0])
        return element, m.start(), m.end()


class _Divs(Preprocessor):
    """Finds pull quotes and boxes that are closed, and parts their fences from what they hold."""

    def run(self, lines: list[str]) -> list[str]:
        if not any(line.startswith(":::") for line in lines):
            return lines
        out: list[str] = []
        opened: tuple[int, str] | None = None
        for line in lines:
            if found := opens_div(line):
                opened = (len(out), f"\x02nr-{found[0]}:{found[1]}\x03")
                out.append(line)
            elif opened and DIV_CLOSE.match(line):
                out[opened[0]] = f"\n{opened[1]}\n"
                out.append(f"\n{_END}\n")
                opened = None
            else:
                out.append(line)
        return "\n".join(out).split("\n")


class _Aside(BlockProcessor):
    """A closed pull quote or box as an ``aside`` that holds its blocks."""

    def test(self, parent: etree.Element, block: str) -> bool:
        return block.startswith("\x02nr-")

    def run(self, parent: etree.Element, blocks: list[str]) -> bool | None:
        block = blocks.pop(0).strip("\n")
        opened = _MARKER.fullmatch(block)
        if opened is None:
            return None if block == _END else False
        aside = etree.SubElement(parent, "aside", {"class": opened[1]})
        if opened[2]:
            aside.set(TITLE, opened[2])
        ends = (n for n, text in enumerate(blocks) if text.strip("\n") == _END)
        end = next(ends, len(blocks))
        inside = blocks[:end]
        del blocks[: end + 1]
        self.parser.parseBlocks(aside, inside)
        return None


class House(Extension):
    """What journalists need beyond Markdown: strike, sub, sup, note-outs, divs, credits."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Register the patterns. Note-outs stand around emphasis, code and links around nothing."""
        md.ESCAPED_CHARS.extend(ESCAPABLE)
        md.treeprocessors.register(QuickInline(md), "inline", 20)  # in the place of theirs
        patterns = md.inlinePatterns
        emphasis.register(md)
        lead.register(md)
        patterns.register(_Credit(_CREDIT, md), CREDIT, 187)
        patterns.register(_Note(md), NOTE, 70)
        patterns.register(SimpleTagInlineProcessor(SUB_BEFORE_STRIKE, "sub"), "sub_del", 66)
        patterns.register(SimpleTagInlineProcessor(STRIKE, "del"), "del", 65)
        patterns.register(SimpleTagInlineProcessor(SUB, "sub"), "sub", 64)
        patterns.register(SimpleTagInlineProcessor(SUP, "sup"), "sup", 63)
        md.preprocessors.register(_Divs(md), "nr-divs", 15)
        md.parser.blockprocessors.register(_Aside(md.parser), "nr-aside", 95)


class _Starts(Treeprocessor):
    """A list's first number, in whatever digits it is written, as HTML wants it."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter("ol"):
            start = element.get("start")
            if start is None or start.isascii():
                continue
            element.set("start", str(int(start)))
            if int(start) == 1:
                del element.attrib["start"]


class _Page(Treeprocessor):
    """After the inline patterns: what only a page needs. Note-outs go, divs get their form."""

    def run(self, root: etree.Element) -> None:
        _restore_credits(root)
        if any(True for _ in root.iter(NOTE)):
            notes = _Notes(root)
            notes.drop()
            duplicates = cast(Any, self.md.treeprocessors["footnote-duplicate"])
            duplicates.footnotes.found_refs = notes.cited
        for aside in [element for element in root.iter("aside") if element.get("class")]:
            _dress(aside)
        _embeds(root)
        for item in root.iter("li"):
            words = item if (item.text or "").strip() or not len(item) else item[0]
            if words.tag in ("li", "p") and is_task(words):
                item.set("class", "task")


class _Quiet(Treeprocessor):
    """Last of all: no note-out in an attribute or in raw HTML reaches a reader either."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            for name, value in element.items():
                if value and SIGN in value and name not in ("href", "src"):
                    element.set(name, without_notes(value))
        stash = self.md.htmlStash.rawHtmlBlocks
        for number, held in enumerate(stash):
            if isinstance(held, str) and SIGN in held and not held.startswith("<pre"):
                stash[number] = _without_html_notes(held)


def is_task(element: etree.Element) -> bool:
    """Do the words of an item begin with a box? One behind a backslash is none. It may be all there
    is; what begins right behind it, without a space, makes it words."""
    found = _BOX.match(element.text or "")
    if found is None:
        return False
    return found[0][-1] != "]" or not len(element) or element[0].tag in _INSIDE


def _without_html_notes(text: str) -> str:
    """Raw HTML without note-outs, whatever tags they hold."""
    return re.sub(f"{OPEN.pattern}.+?{CLOSE.pattern}", "", text, flags=re.DOTALL)


def _restore_credits(root: etree.Element) -> None:
    """Credits as text again, where Python-Markdown's own attribute lists find them."""
    for parent in [p for p in root.iter() if any(child.tag == CREDIT for child in p)]:
        before: etree.Element | None = None
        for child in list(parent):
            if child.tag != CREDIT:
                before = child
                continue
            text = without_notes(child.text or "") + (child.tail or "")
            parent.remove(child)
            if before is None:
                parent.text = (parent.text or "") + text
            else:
                before.tail = (before.tail or "") + text


def _dress(aside: etree.Element) -> None:
    title = aside.attrib.pop(TITLE, "")
    if aside.get("class") == "pullquote":
        quote = etree.Element("blockquote")
        quote.extend(list(aside))
        for child in list(aside):
            aside.remove(child)
        aside.append(quote)
    elif title := without_notes(title).strip():
        heading = etree.Element("h2")
        heading.text = util.AtomicString(title)
        aside.insert(0, heading)


def _embeds(holder: etree.Element) -> None:
    """Cards in the text itself, in boxes and in quotes; in a list an address stays a link."""
    for child in holder:
        if child.tag == "p":
            _embed(child)
        elif child.tag in ("aside", "blockquote"):
            _embeds(child)


def _embed(paragraph: etree.Element) -> None:
    """A paragraph that is one address becomes a card that says where it leads."""
    if (paragraph.text or "").strip() or len(paragraph) != 1:
        return
    link = paragraph[0]
    address = link.get("href", "")
    alone = link.tag == "a" and not len(link) and not (link.tail or "").strip()
    written = isinstance(link.text, util.AtomicString) and link.text == address
    if not (alone and written and (host := embed_host(address))):
        return
    paragraph.set("class", "embed")
    link.text = None
    name = etree.SubElement(link, "b")
    name.text = util.AtomicString(host)
    name.tail = util.AtomicString(" – ")
    shown = etree.SubElement(link, "bdi")
    shown.text = util.AtomicString(re.sub(r"^https?://(?:www\.)?", "", address))


def embed_host(address: str) -> str:
    """The host that an embed's card names; "" for an address that is none of the web."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    host = parts.hostname or ""
    return host.removeprefix("www.") if parts.scheme in ("http", "https") else ""


class _Notes:
    """Takes the note-outs of a tree away, and with them what they leave empty."""

    def __init__(self, root: etree.Element) -> None:
        self._root = root
        self._parents = {child: parent for parent in root.iter() for child in parent}
        self.cited: dict[str, int] = {}

    def drop(self) -> None:
        """Do it."""
        gone: list[etree.Element] = []
        for note in list(self._root.iter(NOTE)):
            parent = self._parents.get(note)
            if parent is None or note not in list(parent):
                continue  # it went with one around it
            gone += [a for a in note.iter("a") if a.get("class") == "footnote-ref"]
            self._cut(parent, note)
            self._empty(parent)
        self._footnotes(gone)

    def _cut(self, parent: etree.Element, child: etree.Element) -> None:
        """Remove the child, its tail closed up with what stands before it."""
        tail = child.tail or ""
        at = list(parent).index(child)
        before = (parent[at - 1].tail if at else parent.text) or ""
        following = tail or ("\0" if at + 1 < len(parent) else "")
        if closes_up(before, following):
            before = before[:-1]
        parent.remove(child)
        joined = before + tail
        if at:
            parent[at - 1].tail = joined
        else:
            parent.text = joined.lstrip() if parent.tag in _BLOCKS else joined
        if at == 0 and not joined.strip() and len(parent) and parent[0].tag == "br":
            parent.text = (parent[0].tail or "").lstrip()
            parent.remove(parent[0])

    def _empty(self, element: etree.Element) -> None:
        """Remove the element if nothing is left in it, then what that leaves empty."""
        if element.tag not in _BLOCKS | _HOLDERS | _WORDS:
            return
        said = (element.text or "") + "".join(child.tail or "" for child in element)
        kept = [c for c in element if c.tag != "br" and not _is_backlink(c)]
        parent = self._parents.get(element)
        if kept or not _NOTHING.fullmatch(said.replace(NBSP_PLACEHOLDER, "")) or parent is None:
            return
        if element.tag in _WORDS:
            self._cut(parent, element)
        else:
            parent.remove(element)
        self._empty(parent)

    def _footnotes(self, gone: list[etree.Element]) -> None:
        """Footnotes that only parked words cite go with them; the rest are numbered anew."""
        notes = next((d for d in self._root.iter("div") if d.get("class") == "footnote"), None)
        if notes is None:
            return  # and no link cites one
        there = {item.get("id", ""): item for item in notes.iter("li") if item.get("id")}
        for link in [a for a in self._root.iter("a") if a.get("class") == "footnote-ref"]:
            if link.get("href", "")[1:] not in there:
                self._unref(link)
        left = [a for a in self._root.iter("a") if a.get("class") == "footnote-ref"]
        cited = {link.get("href", "")[1:] for link in left}
        for name in {link.get("href", "")[1:] for link in gone} - cited:
            if name in there:
                self._parents[there[name]].remove(there[name])
        self._number(notes, left)

    def _unref(self, link: etree.Element) -> None:
        mark = self._parents[link]
        if mark.tag == "sup" and mark in self._parents:
            self._cut(self._parents[mark], mark)

    def _number(self, notes: etree.Element, links: list[etree.Element]) -> None:
        items = [item for item in notes.iter("li") if item.get("id", "").startswith("fn:")]
        if not items:
            parent = self._parents.get(notes)
            if parent is not None:
                parent.remove(notes)
            return
        numbers = {item.get("id", ""): n for n, item in enumerate(items, 1)}
        cited: dict[str, int] = {}
        for link in links:
            name = link.get("href", "")[1:]
            cited[name] = count = cited.get(name, 0) + 1
            link.text = str(numbers.get(name, link.text))
            mark = self._parents.get(link)
            if mark is not None:
                mark.set("id", f"fnref{count if count > 1 else ''}:{name.removeprefix('fn:')}")
        for item in items:
            for link in item.iter("a"):
                if _is_backlink(link):
                    number = numbers[item.get("id", "")]
                    link.set("title", re.sub(r"\d+", str(number), link.get("title", "")))
        self.cited = {f"fnref:{name.removeprefix('fn:')}": n for name, n in cited.items()}


def _is_backlink(element: etree.Element) -> bool:
    return element.tag == "a" and element.get("class") == "footnote-backref"


def converter() -> markdown.Markdown:
    """A Python-Markdown of our dialect, as the editor reads it: note-outs and divs as elements."""
    return markdown.Markdown(extensions=[*(extension() for extension in EXTENSIONS), House()])


def page_converter() -> markdown.Markdown:
    """A Python-Markdown of our dialect, as readers see it. It belongs to one thread."""
    md = converter()
    md.treeprocessors.register(_Starts(md), "nr-starts", 18)
    md.treeprocessors.register(_Page(md), "nr-page", 17)
    md.treeprocessors.register(_Quiet(md), "nr-quiet", 3)
    return md


def render(body: str, md: markdown.Markdown | None = None) -> str:
    """The body as HTML for readers, not yet sanitised. May take long on hostile text: run it where
    it can be ended, or behind ``guard``. ``md`` is a page converter for who renders many."""
    md = page_converter() if md is None else md.reset()
    return md.convert(body.removeprefix("\ufeff"))

"""The words of a page as somebody sees them, found without the walker: what must all arrive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from newsroom.text.blocks import Block, BlockKind

VOID = frozenset({"br", "hr", "img", "meta", "link", "col", "input", "wbr", "base", "area"})
SILENT = frozenset({
    "script", "style", "head", "title", "noscript", "iframe", "svg", "button", "xml",
})  # fmt: skip
BREAKING = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "details", "div", "dl",
    "dt", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "section", "summary", "table", "td", "th", "tr", "ul",
})  # fmt: skip
HIDDEN = re.compile(
    r"display:\s*none|mso-hide|mso-list:\s*ignore|visibility:\s*hidden|element:\s*comment|"
    r"special-character:\s*comment",
    re.IGNORECASE,
)
HIDDEN_CLASS = re.compile(r"screen-reader-text|MsoCommentReference|sdfootnotesym")
BOX = re.compile(r"(?<=\s)\[[ x]\](?=\s)")
"""A box to tick off, written by hand: it says what an item is, and is no word of it."""
MARKER = re.compile(r"\[?\d{1,2}\]?|↩︎")


class Seen(HTMLParser):
    """What a reader sees of a page, word by word. A mark that leads to a note is none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._link: int | None = None

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in BREAKING or "display: block" in given.get("style", ""):
            self.text.append(" ")
        emoji = given.get("data-emoji") or given.get("data-stringify-emoji")
        if tag == "img" and (emoji or "emoji" in given.get("class", "")):
            self.text.append(emoji or given.get("alt", ""))
        if tag in VOID:
            return
        gone = tag in SILENT or bool(HIDDEN.search(given.get("style", "")))
        gone = gone or bool(HIDDEN_CLASS.search(given.get("class", "")))
        self._open.append((tag, gone or self._is_gone()))
        if tag == "a" and given.get("href", "").startswith("#"):
            self._link = len(self.text)
        if tag == "q":
            self.text.append("“")

    def _is_gone(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or not any(name == tag for name, _gone in self._open):
            return
        while self._open.pop()[0] != tag:
            pass
        if tag == "q":
            self.text.append("”")
        if tag in BREAKING:
            self.text.append(" ")
        if tag == "a" and self._link is not None:
            if MARKER.fullmatch("".join(self.text[self._link :]).strip()):
                del self.text[self._link :]
            self._link = None

    def handle_data(self, data: str) -> None:
        if not self._is_gone():
            self.text.append(data)


def words_seen(html: str) -> list[str]:
    """The words of HTML in order, white space and nothing else between them."""
    seen = Seen()
    seen.feed(html)
    seen.close()
    return BOX.sub(" ", "".join(seen.text)).split()


def words_of(blocks: Sequence[Block]) -> list[str]:
    """The words of blocks in order; captions and credits where their pictures stand."""
    out: list[str] = []
    boxes: set[int] = set()
    for block in blocks:
        for container in block.stack[:1]:
            if container.title and container.id not in boxes:
                boxes.add(container.id)
                out += [container.title, " "]
        if block.kind is BlockKind.SOURCE:
            note = re.sub(r"^\[\^\d+\]:", " ", block.text, flags=re.MULTILINE)
            out.append(re.sub(r"[*_~^]", "", note))
        elif block.rows:
            for row in block.rows:
                for cell in row:
                    out += [" ", *(run.text for run in cell)]
        elif block.text:
            out.append(block.text)
        for run in block.runs:
            image = run.marks.image
            if image is not None:
                out += [" ", image.title or "", " ", image.credit, " "]
            elif not run.marks.raw:
                out.append(run.text)
        out.append(" ")
    return "".join(out).split()

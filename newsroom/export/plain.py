"""The story as plain text, for a wire, a letter or a teleprompter."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar

from newsroom.export import prose
from newsroom.export.files import TURNING
from newsroom.export.page import PageData
from newsroom.export.prose import Element, Note
from newsroom.i18n import N_

WIDTH = 72  # characters of a wrapped line, as letters have them (RFC 3676, 4.2)

BULLET = "• "
RULE = "* * *"

_TURNING = {ord(sign): None for sign in TURNING}


class PlainText:
    """Paragraphs as one line each, an empty line between them."""

    id: ClassVar[str] = "text"
    title: ClassVar[str] = N_("Plain text")
    suffix: ClassVar[str] = ".txt"
    width: ClassVar[int] = 0

    def __init__(self, templates: Path | None = None) -> None:
        """The text has no template."""

    def render(self, page: PageData) -> bytes:
        """The text in UTF-8."""
        return plain_text(page, width=self.width).encode("utf-8")

    def beside(self, _page: PageData) -> Mapping[str, bytes]:
        """Nothing: text shows no picture."""
        return {}


class WrappedText(PlainText):
    """The same, in lines of a letter's width."""

    id: ClassVar[str] = "text-wrapped"
    title: ClassVar[str] = N_("Plain text in short lines")
    suffix: ClassVar[str] = ".wrapped.txt"
    width: ClassVar[int] = WIDTH


def plain_text(page: PageData, *, width: int = 0) -> str:
    """The story as text: kicker, headline, byline, paragraphs, footnotes at the end.

    ``width`` is in characters; 0 leaves paragraphs in one line each.
    """
    return _Writing(page, width).whole()


def credit_lines(page: PageData) -> list[str]:
    """Who made the story, a line for each role: "By Ana Lima and Bo Reed"."""
    words = page.words
    lines = []
    for credit in page.credits:
        names = [author.name for author in credit.authors]
        last = words["and"].join([words["comma"].join(names[:-1]), names[-1]])
        said = last if len(names) > 1 else names[0]
        lines.append(" ".join(filter(None, (credit.before, said, credit.after))))
    return lines


class _Writing:
    """One story being written. Blocks are lists of lines."""

    def __init__(self, page: PageData, width: int) -> None:
        self._page = page
        self._width = width
        self._body = prose.read(page.body)
        self._notes = prose.take_notes(self._body)
        self._numbers = {name: n for n, name in enumerate(self._notes, start=1)}

    def whole(self) -> str:
        blocks = [
            *self._head(),
            *self._lead(),
            *self._blocks(self._body, ""),
            *self._bios(),
            *(self._note(note) for note in self._notes.values()),
        ]
        text = "\n\n".join("\n".join(block) for block in blocks if any(block))
        return prose.legal(text).translate(_TURNING) + "\n"

    def _head(self) -> Iterator[list[str]]:
        page = self._page
        yield self._wrapped(page.kicker, "")
        yield self._wrapped(page.headline or page.words["untitled"], "")
        yield self._wrapped(page.dek, "")
        lines = [line for said in credit_lines(page) for line in self._wrapped(said, "")]
        for word, moment in page.times:
            lines += self._wrapped(f"{word} {moment.words}", "")
        yield lines

    def _lead(self) -> Iterator[list[str]]:
        picture = self._page.picture
        if picture is not None:
            credit = f"{self._page.words['photo_credit']} {picture.credit}"
            yield self._picture(picture.alt, picture.caption, credit if picture.credit else "")

    def _picture(self, alt: str, caption: str, credit: str) -> list[str]:
        said = " – ".join(filter(None, (caption or alt, credit)))
        return self._wrapped(f"[{said}]", "") if said else []

    def _bios(self) -> Iterator[list[str]]:
        for author in self._page.authors:
            yield self._wrapped(" – ".join(filter(None, (author.name, author.title))), "")
            for paragraph in author.bio:
                yield self._wrapped(paragraph, "")

    def _note(self, note: Note) -> list[str]:
        mark = f"{self._mark(note.id)} "
        inside = Element(inside=list(note.inside))
        blocks = filter(any, self._blocks(inside, " " * len(mark)))
        lines = "\n\n".join("\n".join(block) for block in blocks).split("\n")
        return [mark + lines[0].lstrip(), *lines[1:]]

    # The text.

    def _blocks(self, element: Element, indent: str) -> Iterator[list[str]]:
        """What stands in an element, block by block; words between blocks are one too."""
        run: list[Element | str] = []
        for one in element.inside:
            if isinstance(one, Element) and one.tag in prose.BLOCKS:
                yield self._run(run, indent)
                run = []
                yield from self._block(one, indent)
            else:
                run.append(one)
        yield self._run(run, indent)

    def _run(self, inside: list[Element | str], indent: str) -> list[str]:
        return self._wrapped(self._inline(Element(inside=inside)), indent)

    def _block(self, element: Element, indent: str) -> Iterator[list[str]]:
        tag = element.tag
        if tag == "hr":
            yield [indent + RULE]
        elif tag == "pre":
            yield [f"{indent}    {line}" for line in element.text.rstrip("\n").split("\n")]
        elif tag in ("ul", "ol"):
            yield self._list(element, indent)
        elif tag == "table":
            yield self._table(element, indent)
        elif tag == "figure":
            yield self._figure(element)
        elif tag in ("blockquote", "dd"):
            yield from self._blocks(element, indent + "    ")
        else:
            yield from self._blocks(element, indent)

    def _figure(self, element: Element) -> list[str]:
        image = next((one for one in element.walk() if one.tag == "img"), Element())
        caption = next((one for one in element.walk() if one.tag == "figcaption"), Element())
        credit = next((one for one in caption.elements if one.has("credit")), Element())
        words = Element(inside=[one for one in caption.inside if one is not credit])
        said = (self._inline(words).strip(), self._inline(credit).strip())
        return self._picture(image.get("alt"), *said)

    def _list(self, element: Element, indent: str) -> list[str]:
        lines: list[str] = []
        start = element.get("start")
        number = int(start) if start.lstrip("-").isdigit() else 1
        for item in (one for one in element.elements if one.tag == "li"):
            mark = BULLET if element.tag == "ul" else f"{number}. "
            if item.has("task"):
                mark = ""  # it begins with a box of its own
            number += 1
            deeper = indent + " " * len(mark)
            blocks = [block for block in self._blocks(item, deeper) if any(block)]
            own = [line for block in blocks for line in block] or [deeper]
            lines += [indent + mark + own[0].removeprefix(deeper), *own[1:]]
        return lines

    def _table(self, element: Element, indent: str) -> list[str]:
        rows = [
            [" ".join(self._inline(cell).split()) for cell in row.elements]
            for row in element.walk()
            if row.tag == "tr"
        ]
        most = max((len(row) for row in rows), default=0)
        widths = [max((len(row[n]) for row in rows if n < len(row)), default=0)
                  for n in range(most)]  # fmt: skip
        return [
            (indent + "  ".join(cell.ljust(widths[n]) for n, cell in enumerate(row))).rstrip()
            for row in rows
        ]

    def _inline(self, element: Element) -> str:
        """The words of an element; line breaks that the writer set are "\\n"."""
        out: list[str] = []
        for one in element.inside:
            if isinstance(one, str):
                out.append(re.sub(r"[ \t\n]+", " ", one))
            elif one.tag == "br":
                out.append("\n")
            elif one.tag == "img":
                out.append(f"[{one.get('alt')}]" if one.get("alt") else "")
            elif one.has("footnote-ref"):
                out.append(self._mark(one.get("href").removeprefix("#")))
            elif one.tag not in ("del", "s"):  # struck words were taken back
                out.append(self._inline(one))
        return "".join(out)

    def _mark(self, note: str) -> str:
        number = self._numbers.get(note)
        return f"[{self._page.words.digits(str(number))}]" if number else ""

    def _wrapped(self, text: str, indent: str) -> list[str]:
        lines: list[str] = []
        for line in text.split("\n"):
            line = " ".join(line.split(" ")).strip(" ")
            line = re.sub(" {2,}", " ", line)
            if line and self._width:
                lines += textwrap.wrap(
                    line,
                    max(self._width, len(indent) + 20),
                    initial_indent=indent,
                    subsequent_indent=indent,
                    break_long_words=False,
                    break_on_hyphens=False,
                )
            elif line:
                lines.append(indent + line)
        return lines

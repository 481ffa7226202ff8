"""Rendered Markdown made safe and fit for our page: an allow-list, then our own rules on top.

nh3 parses like a browser and lets only known tags through. What it gives is read once more and
written anew by ``_Writer``, which knows the page: links, headings below the one h1, the direction
of each paragraph, tables that scroll, figures, footnotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser

import nh3

from newsroom.export.links import LINK_SCHEMES, safe_image, safe_link
from newsroom.text.direction import first_strong

_PROSE = """a abbr aside b bdi bdo blockquote br caption cite code col colgroup dd del details dfn
div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s
samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr"""
TAGS = frozenset(_PROSE.split())
"""What may stand in a story: no form, frame, script, style, media player or foreign content."""

_NO_PROSE = """script style template noscript noembed noframes iframe object applet textarea select
title xmp svg math audio video"""
_SILENCED = frozenset(_NO_PROSE.split())
"""What these hold is not prose and goes with them."""

_SILENCER = re.compile(rf"<(/?)({'|'.join(_SILENCED)}|plaintext)(?=[\s/>])", re.IGNORECASE)

_VOID = frozenset({"br", "col", "hr", "img", "wbr"})

_ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": frozenset({"id", "class", "lang", "dir", "title"}),
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "width", "height", "credit"}),
    "ol": frozenset({"start", "reversed"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan", "style"}),
    "th": frozenset({"colspan", "rowspan", "scope", "style"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "details": frozenset({"open"}),
}

_VALUES: dict[str, re.Pattern[str]] = {
    "id": re.compile(r"(?!page-)[A-Za-z][\w:.-]{0,99}"),  # "page-" is the template's own
    "lang": re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "width": re.compile(r"[1-9]\d{0,3}"),
    "height": re.compile(r"[1-9]\d{0,3}"),
    "start": re.compile(r"-?\d{1,6}"),
    "value": re.compile(r"-?\d{1,6}"),
    "span": re.compile(r"[1-9]\d?"),
    "colspan": re.compile(r"[1-9]\d?"),
    "rowspan": re.compile(r"[1-9]\d?"),
    "scope": re.compile(r"(col|row)(group)?"),
    "reversed": re.compile(r""),
    "open": re.compile(r""),
}
"""What an attribute may say; it goes where it says anything else."""

_CLASSES = {
    "a": frozenset({"footnote-ref", "footnote-backref"}),
    "aside": frozenset({"pullquote", "box"}),
    "p": frozenset({"embed"}),
    "li": frozenset({"task"}),
}
_LANGUAGE = re.compile(r"language-[\w+#-]{1,30}")
_ALIGN = re.compile(r"text-align:\s*(left|right|center)")

_SPOKEN = """aside p li ul ol dl dt dd blockquote h1 h2 h3 h4 h5 h6 table td th caption figcaption
summary details"""
_TURNING = frozenset(_SPOKEN.split())
"""What takes its direction from its own first strong letter."""

_AROUND_FIGURES = frozenset({"aside", "div", "blockquote", "li", "ul", "ol"})

_TASK = re.compile(r"\s*\[([ xX])\](?:\s|\Z)")
_BOXES = {" ": "\u2610 ", "x": "\u2611 "}

_HELD = re.compile(r'(<img\b[^<>]{0,2000}?\ssrc=")media:(?=[0-9a-f]{64}[".])')
"""A picture of ours as the text named it until 0.9; as an address it would be of no scheme."""

_HALF = re.compile("[\ud800-\udfff]")
_CONTROLS = {n: None for n in (*range(32), *range(127, 160)) if chr(n) not in "\t\n"}


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(_SILENCED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(LINK_SCHEMES),
        filter_style_properties={"text-align"},
        link_rel=None,
        strip_comments=True,
    )


def clean(html: str, *, direction: str = "ltr", back: str = "") -> str:
    """HTML that is safe to show, for a page that runs ``direction`` ("ltr" or "rtl").

    ``back`` labels the way back from a footnote ("Back to reference {n}").
    """
    whole = _HALF.sub("\ufffd", html)  # half a character, which nh3 does not take
    whole = _HELD.sub(r"\1media/", whole)
    allowed = _cleaner().clean(_spared(whole))
    writer = _Writer(direction, back, shift=1 if re.search(r"<h1[ >]", allowed) else 0)
    writer.feed(allowed)
    writer.close()
    return writer.finish()


def _spared(html: str) -> str:
    """The HTML with tags that would silence all the rest, because nothing closes them, as text.

    Somebody who writes "the <title> element" loses no word. It makes nothing safe, and need not.
    """
    unclosed: dict[str, list[int]] = {}
    for found in _SILENCER.finditer(html):
        places = unclosed.setdefault(found[2].lower(), [])
        if not found[1]:
            places.append(found.start())
        elif places and found[2].lower() != "plaintext":  # which no tag can close
            places.pop()
    ends = sorted(place for places in unclosed.values() for place in places)
    starts = [0, *(end + 1 for end in ends)]
    return "&lt;".join(html[a:b] for a, b in zip(starts, [*ends, len(html)], strict=True))


def escape_text(text: str) -> str:
    """Text as it may stand between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape_value(text: str) -> str:
    return escape_text(text).replace('"', "&quot;")


@dataclass(slots=True)
class _Open:
    """An element that is being written. ``way`` is its direction once a letter settled it."""

    tag: str
    place: int  # of its start tag in what is written
    attributes: dict[str, str | None]
    way: str | None = None
    empty: bool = True
    after: str = ""  # to be written behind its end tag

    def start(self) -> str:
        words = "".join(
            f" {name}" if value is None else f' {name}="{_escape_value(value)}"'
            for name, value in self.attributes.items()
        )
        return f"<{self.tag}{words}>"


class _Writer(HTMLParser):
    """Reads allowed HTML and writes it as our page has it. Knows no tag beyond ``TAGS``."""

    def __init__(self, direction: str, back: str, *, shift: int) -> None:
        super().__init__(convert_charrefs=True)
        self._page_way = direction
        self._back = back
        self._shift = shift
        self._out: list[str] = []
        self._open: list[_Open] = []
        self._ids: set[str] = set()
        self._captions: dict[int, tuple[str, str]] = {}  # caption and credit by their place

    def finish(self) -> str:
        """What was written, every element closed."""
        while self._open:
            self._close_one()
        return "".join(self._out).strip()

    # What the parser tells.

    def updatepos(self, _i: int, j: int) -> int:
        """Where we are in lines and columns, which nobody asks: a tenth of the reading."""
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            return
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._image(given)
            return
        kept = self._attributes(tag, given)
        if tag == "a" and not kept.keys() & {"href", "id"}:
            return  # a link that leads nowhere stands as its words
        if tag == "hr" and self._open and self._open[-1].attributes.get("class") == "footnotes":
            return  # the page's own style draws it
        if tag in _VOID:
            self._out.append(_Open(tag, 0, kept).start())
            return
        self._begin(self._renamed(tag), kept)

    def handle_endtag(self, tag: str) -> None:
        tag = self._renamed(tag)
        if not any(element.tag == tag for element in self._open):
            return
        while self._close_one() != tag:
            pass

    def handle_data(self, data: str) -> None:
        data = data.translate(_CONTROLS)
        if not data:
            return
        if not data.isspace():
            data = self._task(data)
            self._turn(data)
            for element in self._open:
                element.empty = False
        self._out.append(escape_text(data))

    # What is written.

    def _renamed(self, tag: str) -> str:
        if self._shift and re.fullmatch(r"h[1-6]", tag):
            return f"h{min(6, int(tag[1]) + self._shift)}"
        return tag

    def _begin(self, tag: str, attributes: dict[str, str | None]) -> None:
        after = ""
        if tag == "table":
            # Wide tables scroll by themselves; a keyboard must reach what scrolls (WCAG 2.1.1).
            self._out.append('<div class="table" tabindex="0">')
            after = "</div>"
        elif tag == "pre" and self._page_way == "rtl":
            attributes.setdefault("dir", "ltr")  # code is written from the left
        elif tag == "th" and any(element.tag == "thead" for element in self._open):
            attributes.setdefault("scope", "col")
        way = attributes.get("dir")
        self._open.append(_Open(tag, len(self._out), attributes, way, after=after))
        self._out.append(self._open[-1].start())

    def _close_one(self) -> str:
        """Close the innermost element; gives its tag."""
        element = self._open.pop()
        if element.tag == "p" and self._figure(element):
            return "p"
        self._out.append(f"</{element.tag}>{element.after}")
        return element.tag

    def _figure(self, element: _Open) -> bool:
        """A paragraph that is one picture becomes a figure with its title as caption."""
        inside = self._out[element.place + 1 :]
        if len(inside) != 1 or not inside[0].startswith("<img ") or element.attributes:
            return False
        if any(outer.tag not in _AROUND_FIGURES for outer in self._open):
            return False
        caption, credit = self._captions.get(element.place + 1, ("", ""))
        said = self._figcaption(caption, credit) if caption or credit else ""
        self._out[element.place :] = [f"<figure>{inside[0]}{said}</figure>"]
        return True

    def _figcaption(self, caption: str, credit: str) -> str:
        words = [escape_text(caption)] if caption else []
        if credit:
            words.append(f'<span class="credit">{escape_text(credit)}</span>')
        around = next((e.way for e in reversed(self._open) if e.way), self._page_way)
        way = first_strong(caption or credit)
        turned = f' dir="{way}"' if way is not None and way != around else ""
        return f"<figcaption{turned}>{' '.join(words)}</figcaption>"

    def _image(self, given: dict[str, str]) -> None:
        kept = self._attributes("img", given)
        alt = given.get("alt", "").translate(_CONTROLS)
        if not kept.get("src"):
            self.handle_data(alt)  # its words are all that is left
            return
        caption = kept.pop("title", None) or ""
        credit = kept.pop("credit", None) or ""
        ordered = {"src": kept.pop("src"), "alt": alt, **kept, "loading": "lazy"}
        if caption or credit:
            self._captions[len(self._out)] = (caption, credit)
        if caption:
            alone = bool(self._open) and self._open[-1].tag == "p"
            if not alone:
                ordered["title"] = caption
        self._out.append(_Open("img", 0, ordered).start())
        for element in self._open:
            element.empty = False

    def _task(self, data: str) -> str:
        """A task's ``[ ]`` or ``[x]`` becomes a box."""
        item = next((e for e in reversed(self._open[-2:]) if e.tag == "li" and e.empty), None)
        if item is None or item.attributes.get("class") != "task":
            return data
        found = _TASK.match(data) if self._open[-1].tag in ("li", "p") else None
        if not found:
            return data
        return _BOXES[found[1].lower()] + data[found.end() :]

    # Which way it runs.

    def _turn(self, data: str) -> None:
        """Let the first strong letter settle every element around it that is still open to it."""
        if any(element.tag == "pre" for element in self._open):
            return
        unsettled = [e for e in self._open if e.tag in _TURNING and e.way is None]
        way = first_strong(data) if unsettled else None
        if way is None:
            return
        around = self._page_way
        for element in self._open:
            if element.tag in _TURNING and element.way is None:
                element.way = way
                if way != around:
                    element.attributes["dir"] = way
                    self._out[element.place] = element.start()
            if element.way in ("ltr", "rtl"):
                around = element.way

    # What an element may say.

    def _attributes(self, tag: str, given: dict[str, str]) -> dict[str, str | None]:
        names = _ATTRIBUTES["*"] | _ATTRIBUTES.get(tag, frozenset())
        kept: dict[str, str | None] = {}
        for name, value in given.items():
            if name not in names:
                continue
            if name == "href":
                if link := safe_link(value):
                    kept["href"] = link
            elif name == "src":
                if source := safe_image(value):
                    kept["src"] = source
            elif name in ("title", "credit"):
                kept[name] = " ".join(value.translate(_CONTROLS).split())
            elif name == "style":
                if found := _ALIGN.search(value):
                    kept["class"] = found[1]
            elif name == "class":
                if classes := self._classes(tag, value):
                    kept["class"] = classes
            elif name in _VALUES and _VALUES[name].fullmatch(value):
                if name == "id":
                    if value in self._ids:
                        continue
                    self._ids.add(value)
                kept[name] = value or None
        if kept.get("class") == "footnote-backref":
            number = re.search(r"\d+", kept.pop("title", None) or "")
            kept["aria-label"] = self._back.replace("{n}", number[0] if number else "").strip()
        return kept

    def _classes(self, tag: str, value: str) -> str:
        if tag == "div" and value == "footnote":
            return "footnotes"
        names = value.split()
        if tag == "code":
            return " ".join(name for name in names if _LANGUAGE.fullmatch(name))
        return " ".join(name for name in names if name in _CLASSES.get(tag, ()))

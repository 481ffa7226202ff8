"""Elements that stand apart: paragraphs, headings, lists, quotations, code, rules."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from newsroom.intake import htmlmedia, wordhtml
from newsroom.intake.dropped import Dropped
from newsroom.intake.htmlstyle import Css
from newsroom.intake.htmltext import clean, said
from newsroom.text.blocks import HARD_BREAK, LISTS, Block, BlockKind, Container, Run

if TYPE_CHECKING:
    from newsroom.intake.htmlwalk import Frame, Walk

BLOCKS = frozenset(
    {
        "address", "article", "aside", "body", "center", "dd", "details", "dialog", "div", "dl",
        "fieldset", "footer", "form", "header", "hgroup", "html", "legend", "main", "nav",
        "optgroup", "option", "p", "section", "caption", "tbody", "td", "tfoot", "th", "thead",
        "tr",
    }
)  # fmt: skip

MOST_DEPTH = 20  # quotations and lists within each other; the parser takes 25
MOST_START = 99_999  # a list that counts from further on counts from 1

_LANGUAGE = re.compile(
    r"\b(?:language|lang|highlight-source|brush:|sourceCode)[-\s]?([\w+#.-]{1,30})"
)
_NO_LANGUAGE = frozenset({"none", "plain", "plaintext", "text", "txt"})
_VERSE = re.compile(r"\b(?:moz-quote-pre|wp-block-verse)\b")
_BLANK = re.compile(r"\n[ \t\xa0]*\n\s*")
_PULLED = re.compile(r"\b(?:wp-block-pullquote|pullquote)\b")


def block(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame | None:
    """Something that stands apart; an item of Word's, a heading or a figure may be dressed so."""
    walk.flush()
    classes = element.get("class") or ""
    if classes and (begin := htmlmedia.dressed(walk, classes)):
        return begin(walk, element, css, frame)
    if wordhtml.is_box(element) and walk.open:
        walk.shared.dropped[Dropped.BOXES] += 1
    if element.tag == "aside" and _aside(walk, element, frame):
        return frame
    said_item = wordhtml.item_of(element, css, walk.shared.styles)
    if said_item is not None:
        return _listed(walk, said_item, frame)
    if walk.word and wordhtml.goes_on(element):
        return _goes_on(walk, frame)
    level = wordhtml.level_of(element, css)
    return _headed(walk, element, level, frame) if level else closing(walk, element, frame)


def closing(walk: Walk, element: Any, frame: Frame) -> Frame:
    """At the element's end the line ends; a paragraph that held nothing is counted."""
    start, empty = len(walk.out), walk.shared.dropped[Dropped.EMPTY]

    def end() -> None:
        walk.flush()
        counted = walk.shared.dropped[Dropped.EMPTY] > empty
        if walk.open and walk.caption is None and len(walk.out) == start and not counted:
            walk.shared.dropped[Dropped.EMPTY] += _says_nothing(element)

    frame.ends.append(end)
    return frame


def _says_nothing(element: Any) -> bool:
    """Whether an element that gave no block is an empty paragraph, and not just there."""
    if "".join(element.itertext()).strip():
        return False
    return element.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6") or (
        element.tag == "div" and element.find(".//br") is not None
    )


# Headings.


def heading(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """A heading; the number that Word wrote in front of it was the program's own."""
    walk.flush()
    return _headed(walk, element, int(element.tag[1]), frame)


def _headed(walk: Walk, element: Any, level: int, frame: Frame) -> Frame:
    before, walk.level = walk.level, level

    def end() -> None:
        walk.level = before

    frame.ends.append(end)
    return closing(walk, element, frame)


def titled(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """A term that is explained below, or the line that opens something: bold."""
    walk.flush()
    frame.marks = replace(frame.marks, bold=True)
    return closing(walk, element, frame)


# Quotations and boxes.


def within(walk: Walk, container: Container, frame: Frame) -> Frame:
    """Open a container; one too deep is passed through."""
    walk.flush()
    stack = walk.stack
    if len(stack) < MOST_DEPTH:
        walk.stack = (*stack, container)
    else:
        walk.shared.dropped[Dropped.DEEP] += 1

    def end() -> None:
        walk.flush()
        walk.stack = stack

    frame.ends.append(end)
    return frame


def quote(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """A quotation; one that is drawn large stands apart as a pull quote."""
    pulled = _PULLED.search(element.get("class") or "")
    if pulled and not walk.stack:
        return within(walk, Container("pull", walk.shared.new_id()), frame)
    if walk.stack and walk.stack[-1].kind == "pull":
        walk.flush()
        return closing(walk, element, frame)
    return within(walk, Container("quote"), frame)


def figure(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame | None:
    """A figure: of a picture, a player, a pull quote."""
    if not _PULLED.search(element.get("class") or ""):
        return htmlmedia.figure(walk, element, css, frame)
    if walk.stack:
        return within(walk, Container("quote"), frame)
    return within(walk, Container("pull", walk.shared.new_id()), frame)


def _aside(walk: Walk, element: Any, frame: Frame) -> bool:
    """A pull quote or box as our own pages have them."""
    classes = set((element.get("class") or "").split())
    if walk.stack or not classes & {"pullquote", "box"}:
        return False
    title = ""
    first = next((e for e in element if isinstance(e.tag, str)), None)
    if "box" in classes and first is not None and _entitles(element, first):
        title = said("".join(first.itertext()))
        element.text = first.tail
        element.remove(first)  # its words are the box's title
    kind = "box" if "box" in classes else "pull"
    within(walk, Container(kind, walk.shared.new_id(), title=title), frame)
    return True


def _entitles(element: Any, first: Any) -> bool:
    """Whether a box begins with a heading of plain words, and holds more than that."""
    plain = first.tag in ("h2", "h3") and not any(e.tag in BLOCKS for e in first.iterdescendants())
    rest = (first.tail or "").strip() or first.getnext() is not None
    return plain and bool(rest) and not (element.text or "").strip()


def quoted(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """Words between quotation marks that a browser draws."""
    if walk.open:
        walk.line.append(Run("“", frame.marks))
        frame.ends.append(lambda: walk.line.append(Run("”", frame.marks)))
    return frame


def gloss(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """How a word is read, which stands above it: behind it in brackets."""
    if walk.open:
        walk.line.append(Run("(", frame.marks))
        frame.ends.append(lambda: walk.line.append(Run(")", frame.marks)))
    return frame


def caption(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """The words below a picture; elsewhere a paragraph."""
    if walk.figures and walk.caption is None:
        return htmlmedia.caption(walk, element, css, frame)
    walk.flush()
    return closing(walk, element, frame)


# Lists.


def listing(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """A list. Google Docs puts lists right into lists."""
    first = element.find("li")
    if first is not None and wordhtml.says_its_depth(first):
        walk.flush()
        return frame
    walk.flush()
    ordered = element.tag == "ol"
    start = element.get("start") or ""
    number = int(start) if ordered and start.isdigit() and int(start) <= MOST_START else 1
    item, count = walk.item, len(walk.out)

    def end() -> None:
        walk.item = item if len(walk.out) == count else None

    frame.ends.append(end)
    kind = "ol" if ordered else "ul"
    return within(walk, Container(kind, walk.shared.new_id(), number), frame)


def item(walk: Walk, element: Any, css: Css, frame: Frame) -> Frame:
    """An item of a list; one that stands in none makes its own."""
    walk.flush()
    said_item = wordhtml.item_of(element, css, walk.shared.styles)
    if said_item is not None:
        return _listed(walk, said_item, frame)
    if not walk.stack or walk.stack[-1].kind not in LISTS:
        return _listed(walk, wordhtml.Item("", 1, ordered=False), frame)
    walk.item = len(walk.stack) - 1
    if element.get("role") == "checkbox" or element.get("aria-checked"):
        walk.task = element.get("aria-checked") == "true"

    def end() -> None:
        walk.item = walk.task = None

    frame.ends.append(end)
    return closing(walk, element, frame)


def _listed(walk: Walk, found: wordhtml.Item, frame: Frame) -> Frame:
    """An item that says itself in which list it stands and how deep."""
    depth = min(found.level, len(walk.word) + 1, MOST_DEPTH - len(walk.stack))
    key = f"{found.list} {found.ordered}"
    levels = walk.word[:depth]
    if len(levels) < depth or levels[-1][0] != key:
        kind = "ol" if found.ordered else "ul"
        start = found.start if found.ordered and found.start <= MOST_START else 1
        levels = [*levels[: depth - 1], (key, Container(kind, walk.shared.new_id(), start))]
    return _inside_word(walk, levels, frame, item=True)


def _goes_on(walk: Walk, frame: Frame) -> Frame:
    """A further paragraph of the item above."""
    return _inside_word(walk, walk.word, frame, item=False)


def _inside_word(
    walk: Walk, levels: list[tuple[str, Container]], frame: Frame, *, item: bool
) -> Frame:
    stack, outer = walk.stack, walk.in_word
    walk.word, walk.in_word = levels, True
    walk.stack = (*stack, *(container for _key, container in levels))
    walk.item = len(walk.stack) - 1 if item else None

    def end() -> None:
        walk.flush()
        walk.stack, walk.in_word, walk.item = stack, outer, None

    frame.ends.append(end)
    return frame


# Lines.


def line_break(walk: Walk, element: Any, css: Css, frame: Frame) -> None:
    """A new line; two of them are a new paragraph."""
    if walk.open:
        walk.line.append(Run(HARD_BREAK, replace(frame.marks, code=False, sub=False, sup=False)))


def rule(walk: Walk, element: Any, css: Css, frame: Frame) -> None:
    """A line across the page."""
    walk.flush()
    if walk.open and walk.caption is None:
        walk.put(Block(BlockKind.RULE))


def code(walk: Walk, element: Any, css: Css, frame: Frame) -> None:
    """Text that stands as it is written: code with its language, a poem, a mail's plain text."""
    walk.flush()
    text = clean(_verbatim(element)).strip("\n")
    if not text.strip() or not walk.open:
        return
    if _VERSE.search(element.get("class") or ""):
        for part in _BLANK.split(text):
            lines = HARD_BREAK.join(" ".join(line.split()) for line in part.split("\n"))
            walk.line.append(Run(lines, frame.marks))
            walk.flush()
        return
    language = "" if walk.stack else _language(element)
    fence = " " if walk.stack else "`"
    text = "\n".join(line.rstrip() for line in text.expandtabs(4).split("\n"))
    walk.put(Block(BlockKind.CODE, text=text, info=language, fence=fence))


def _verbatim(element: Any) -> str:
    parts: list[str] = []
    for event, inside in _walked(element):
        if event == "start":
            if inside.tag == "br":
                parts.append("\n")
            elif isinstance(inside.tag, str) and inside.tag not in ("script", "style"):
                parts.append(inside.text or "")
        elif inside is not element:
            parts.append(inside.tail or "")
    return "".join(parts).replace("\r\n", "\n").replace("\xa0", " ")


def _walked(element: Any) -> Any:
    from newsroom.intake.ownxml import etree

    return etree.iterwalk(element, events=("start", "end"))


def _language(element: Any) -> str:
    inside = islice(element.iter("code"), 1)
    parent = element.getparent()
    for place in (*inside, element, *([parent] if parent is not None else [])):
        named = place.get("data-lang") or place.get("data-language") or ""
        if re.fullmatch(r"[\w+#-]{1,30}", named):
            return str(named)
        found = _LANGUAGE.search(place.get("class") or "")
        if found and found[1].lower() not in _NO_LANGUAGE:
            return found[1]
    return ""

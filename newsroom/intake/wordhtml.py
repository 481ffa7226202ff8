"""Word's own HTML: lists that are paragraphs with a mark in front, comments, sheets of paper.

Facts from what Word 2016 to 365, Word for the web and Outlook put on the clipboard; the names of
the ``mso-`` properties are Microsoft's ("Microsoft Office HTML and XML Reference").
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from newsroom.intake.htmlstyle import Css, Styles

_ITEM = re.compile(r"\b(l\d+)\s+level(\d+)(?:\s+(lfo\d+))?")
_OWN_STYLE = re.compile(r"\bMsoList(Bullet|Number)([2-5]?)(?:CxSp\w+)?\b")
_GOES_ON = re.compile(r"\bMsoListContinue[2-5]?")
_HEADING = re.compile(r"\bMsoHeading(\d)\b")
_NUMBER = re.compile(r"\(?(?:(?:\d+[.)])*\d+|[^\W\d_]{1,8})[.)]|\(?\d+\)?")
_DIGITS = re.compile(r"(\d{1,6})[.)]?\)?$")
MOST_LEVELS = 9  # Word has no more


class Item(NamedTuple):
    """An item of a list that is only said to be one: of which list, how deep (from 1), numbered or
    not, and which number it has."""

    list: str
    level: int
    ordered: bool
    start: int = 1


def item_of(element: Any, css: Css, styles: Styles) -> Item | None:
    """The item that a paragraph is, None for any other paragraph."""
    if found := _ITEM.search(css.get("mso-list", "")):
        level = min(MOST_LEVELS, max(1, int(found[2])))
        mark = _mark(element)
        form = styles.number_format(found[1], found[2])
        ordered = form != "bullet" if form is not None else _NUMBER.fullmatch(mark) is not None
        number = _DIGITS.search(mark) if ordered else None
        return Item(f"{found[1]} {found[3] or ''}", level, ordered, int(number[1]) if number else 1)
    classes = element.get("class") or ""
    if "MsoList" in classes and (named := _OWN_STYLE.search(classes)):
        return Item(named[1], int(named[2] or 1), named[1] == "Number")
    if element.tag == "li" and (level_said := element.get("data-aria-level")):
        # Word for the web: each level is a list of its own, one behind the other.
        level = min(MOST_LEVELS, max(1, int(level_said))) if level_said.isdigit() else 1
        parent = element.getparent()
        ordered = parent is not None and parent.tag == "ol"
        start = (parent.get("start") or "") if ordered else ""
        return Item(
            element.get("data-listid") or "", level, ordered, int(start) if start.isdigit() else 1
        )
    if element.tag == "li" and (depth := element.get("data-stringify-indent")):
        # Slack: the same, counted from 0.
        level = min(MOST_LEVELS, 1 + int(depth)) if depth.isdigit() else 1
        parent = element.getparent()
        return Item("", level, parent is not None and parent.tag == "ol")
    return None


def says_its_depth(element: Any) -> bool:
    """Whether an item tells how deep it stands, whatever its list stands in."""
    return bool(element.get("data-aria-level") or element.get("data-stringify-indent"))


def goes_on(element: Any) -> bool:
    """Whether a paragraph belongs to the item above it."""
    return _GOES_ON.search(element.get("class") or "") is not None


def _mark(element: Any) -> str:
    """The bullet or number that Word wrote in front of an item's words."""
    for inside in element.iter("span"):
        if "ignore" in (inside.get("style") or "").lower():
            return "".join("".join(inside.itertext()).split())
    return ""


def is_mark(css: Css) -> bool:
    """Whether an element is the bullet or number that stands for a list."""
    return "ignore" in css.get("mso-list", "")


def level_of(element: Any, css: Css) -> int:
    """The level of a paragraph that is said to be a heading, 0 for none."""
    if element.get("role") == "heading":
        said = element.get("aria-level") or "2"
        return min(6, int(said)) if said.isdigit() and said != "0" else 2
    outline = css.get("mso-outline-level", "")
    if outline.isdigit() and 1 <= int(outline) <= 6:
        return int(outline)
    classes = element.get("class") or ""
    if "MsoTitle" in classes.split():
        return 1
    found = _HEADING.search(classes)
    return min(6, int(found[1])) if found else 0


def comments_in(element: Any, css: Css) -> int | None:
    """How many of Word's comments an element holds that is nothing but that; None for others."""
    kind = css.get("mso-element", "")
    if kind in ("comment-list", "comment"):
        held = [e for e in element.iter("div") if "mso-element:comment" in _bare(e)]
        return max(1, sum("mso-element:comment-list" not in _bare(e) for e in held))
    if "MsoCommentReference" in (element.get("class") or "") or (
        css.get("mso-special-character") == "comment"
    ):
        return 0
    return None


def _bare(element: Any) -> str:
    return "".join((element.get("style") or "").lower().split())


def is_frame(css: Css) -> bool:
    """Whether it is a header or footer of a sheet of paper."""
    return css.get("mso-element", "") in ("header", "footer")


def is_box(element: Any) -> bool:
    """Whether it is a text box, whose words stay."""
    return element.tag == "div" and element.get("v:shape") is not None

"""What style sheets and style attributes say of an element, as far as it means something.

Word processors write what words are (bold, a list's item, a heading) as styles; a style that was
set beats the tag (design/editor.md 5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from newsroom.text.blocks import Marks

Css = Mapping[str, str]

MOST_SHEET = 1_000_000  # characters of style sheets that are read; Word writes 60,000
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,20000})\}")
_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|<!--|-->")
_SELECTOR = re.compile(r"([a-z0-9]*)\.([\w-]+)", re.IGNORECASE)
_LIST = re.compile(r"@list\s+(l\d+):level(\d+)", re.IGNORECASE)
_BY_CLASS = frozenset({
    "font-weight", "font-style", "text-decoration", "text-decoration-line", "vertical-align",
    "mso-hide", "mso-list", "mso-outline-level",
})  # fmt: skip
"""What a class may say here. Whether a class hides something depends on screens and scripts."""

_FAINT = re.compile(r"\b(?:sr-only|screen-reader-text|visually-hidden|visuallyhidden)\b")
_BOLD_TAGS = frozenset({"b", "strong"})
_ITALIC_TAGS = frozenset({"i", "em", "cite", "var", "dfn"})
_STRIKE_TAGS = frozenset({"s", "strike", "del"})
_CODE_TAGS = frozenset({"code", "tt", "kbd", "samp"})
_UNSET = frozenset({"inherit", "initial", "unset", "revert", ""})
_BOLD_FROM = 600  # CSS Fonts 4: "bold" is 700; semibold looks bold in text


class Styles:
    """The style sheets of one page, and what its elements wear; counts what says nothing to us."""

    def __init__(self, sheets: Iterable[str]) -> None:
        self._classes: dict[tuple[str, str], dict[str, str]] = {}
        self._formats: dict[tuple[str, str], str] = {}
        self._read: dict[str, dict[str, str]] = {"": {}}
        self.fonts: set[tuple[str, str]] = set()
        self.colours: set[str] = set()
        left = MOST_SHEET
        for sheet in sheets:
            self._take(_COMMENT.sub(" ", sheet[:left]))
            left = max(0, left - len(sheet))

    def _take(self, sheet: str) -> None:
        for found in _RULE.finditer(_topmost(sheet)):
            selectors, body = found[1].strip(), found[2]
            if listed := _LIST.match(selectors):
                said = _properties(body)
                self._formats[listed[1], listed[2]] = said.get("mso-level-number-format", "")
                continue
            kept = {name: value for name, value in _properties(body).items() if name in _BY_CLASS}
            for selector in selectors.split(",") if kept else ():
                if named := _SELECTOR.fullmatch(selector.strip()):
                    key = named[1].lower(), named[2]
                    self._classes.setdefault(key, {}).update(kept)

    def number_format(self, name: str, level: str) -> str | None:
        """How Word's list numbers a level: "bullet", "alpha-lower", "" for numbers; None if its
        sheet does not say."""
        return self._formats.get((name, level))

    def of(self, element: Any) -> Css:
        """What the element is said to look like, by its classes and then by itself."""
        written = element.get("style") or ""
        own = self._read.get(written)
        if own is None:
            own = self._read[written] = _properties(written)
        classes = element.get("class") if self._classes else None
        if not classes:
            return own
        tag = element.tag
        found: dict[str, str] = {}
        for name in classes.split():
            found |= self._classes.get(("", name), {}) | self._classes.get((tag, name), {})
        return found | own if found else own

    def note(self, element: Any, css: Css) -> None:
        """Count the fonts and colours that an element has on."""
        face, size = css.get("font-family", ""), css.get("font-size", "")
        if element.tag == "font":
            face, size = face or element.get("face") or "", size or element.get("size") or ""
            if colour := element.get("color"):
                self.colours.add(colour.lower())
        if face or size or "font" in css:
            self.fonts.add((face or css.get("font", ""), size))
        for name in ("color", "background", "background-color"):
            if name in css:
                self.colours.add(css[name])


def _topmost(sheet: str) -> str:
    """The sheet without what holds for some screens only: blocks of rules inside braces."""
    if "@media" not in sheet.lower() and "@supports" not in sheet.lower():
        return sheet
    out: list[str] = []
    deep = 0
    for part in re.split(r"([{}])", sheet):
        if part == "{":
            deep += 1
        if deep < 2 or part == "}":
            out.append(part)
        if part == "}":
            deep -= 1
            if deep == 1 and out:
                out.pop()  # the end of a rule inside
    return "".join(out)


def _properties(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return found


def hides(element: Any, css: Css) -> bool:
    """Whether nobody sees the element."""
    if element.get("hidden") is not None:
        return True
    if css.get("display") == "none" or css.get("mso-hide") == "all":
        return True
    if css.get("visibility") in ("hidden", "collapse"):
        return True
    return _FAINT.search(element.get("class") or "") is not None


def looks(tag: str, css: Css, marks: Marks) -> Marks:
    """The marks of words in an element, inside one whose words have ``marks``."""
    changed: dict[str, bool] = {}
    weight = css.get("font-weight", "")
    if weight and weight not in _UNSET:
        changed["bold"] = _is_bold(weight)
    elif tag in _BOLD_TAGS or "bold" in css.get("font", "").split():
        changed["bold"] = True
    slope = css.get("font-style", "")
    if slope and slope not in _UNSET:
        changed["italic"] = slope.startswith(("italic", "oblique"))
    elif tag in _ITALIC_TAGS or "italic" in css.get("font", "").split():
        changed["italic"] = True
    line = css.get("text-decoration-line") or css.get("text-decoration", "")
    if "line-through" in line or (tag in _STRIKE_TAGS and line != "none"):
        changed["strike"] = True
    if tag in _CODE_TAGS:
        changed["code"] = True
    height = css.get("vertical-align", "")
    if tag == "sup" or height == "super":
        changed |= {"sup": True, "sub": False}
    elif tag == "sub" or height == "sub":
        changed |= {"sub": True, "sup": False}
    return replace(marks, **changed) if changed else marks  # type: ignore[arg-type]


def is_underlined(tag: str, css: Css) -> bool:
    """Whether the element draws a line below its words."""
    line = css.get("text-decoration-line") or css.get("text-decoration", "")
    return tag in ("u", "ins") or "underline" in line


def _is_bold(weight: str) -> bool:
    first = weight.split()[0]
    return first in ("bold", "bolder") or (first.isdigit() and int(first) >= _BOLD_FROM)

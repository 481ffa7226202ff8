"""The styles of an OpenDocument text: what a paragraph, a run or a list is by its style's name."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_MOST_BASED = 20  # styles based on styles; a circle ends here
_BOLD_FROM = 600


@dataclass(frozen=True, slots=True)
class Looks:
    """What a style says of words; None where it says nothing."""

    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None
    raised: str = ""  # "super", "sub"
    hidden: bool = False
    capitals: bool = False
    underline: bool = False
    font: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class OdtStyle:
    """A style: its name as people see it, in small letters, a heading's level, a list's name."""

    name: str = ""
    outline: int = 0
    listed: str = ""
    looks: Looks = Looks()


class Styles:
    """All styles of a document, those of single passages among them."""

    def __init__(self, roots: Iterable[ET.Element]) -> None:
        self._elements: dict[tuple[str, str], ET.Element] = {}
        self._lists: dict[str, ET.Element] = {}
        self._known: dict[tuple[str, str], OdtStyle] = {}
        for root in roots:
            for one in root.iter(f"{STYLE}style"):
                key = one.get(f"{STYLE}family", ""), one.get(f"{STYLE}name", "")
                self._elements[key] = one
            for one in root.iter(f"{TEXT}list-style"):
                self._lists[one.get(f"{STYLE}name", "")] = one

    def of(self, family: str, name: str | None) -> OdtStyle:
        """The style of that name, with what it takes on from its parents."""
        key = family, name or ""
        if key not in self._known:
            self._known[key] = self._made(*key)
        return self._known[key]

    def _made(self, family: str, name: str) -> OdtStyle:
        chain: list[ET.Element] = []
        at = name
        while (family, at) in self._elements and len(chain) < _MOST_BASED:
            chain.append(self._elements[family, at])
            at = chain[-1].get(f"{STYLE}parent-style-name", "")
        shown, outline, listed = "", 0, ""
        facts: dict[str, str] = {}
        for one in reversed(chain):
            level = one.get(f"{STYLE}default-outline-level") or ""
            outline = int(level) if level.isdigit() else outline
            listed = one.get(f"{STYLE}list-style-name") or listed
            properties = one.find(f"{STYLE}text-properties")
            if properties is not None:
                facts |= properties.attrib
        # A passage's own style has a name that only the program knows: its parent says what it is.
        for one in chain:
            own = one.get(f"{STYLE}name", "")
            shown = one.get(f"{STYLE}display-name") or own.replace("_20_", " ")
            if not _is_automatic(own):
                break
        return OdtStyle(shown.lower(), min(6, outline), listed, _looks(facts))

    def level(self, listed: str, depth: int) -> tuple[bool, int]:
        """Whether a list counts at a depth (from 0), and from where."""
        style = self._lists.get(listed)
        for one in style if style is not None else ():
            if one.get(f"{TEXT}level") == str(depth + 1):
                ordered = one.tag == f"{TEXT}list-level-style-number"
                start = one.get(f"{TEXT}start-value") or "1"
                shown = bool(one.get(f"{STYLE}num-format"))
                return ordered and shown, int(start) if start.isdigit() else 1
        return False, 1


def _is_automatic(name: str) -> bool:
    return name[:1] in "PT" and name[1:].isdigit()


def _looks(facts: Mapping[str, str]) -> Looks:
    weight = facts.get(f"{FO}font-weight", "")
    slope = facts.get(f"{FO}font-style", "")
    line = facts.get(f"{STYLE}text-line-through-style", "")
    position = facts.get(f"{STYLE}text-position", "")
    underline = facts.get(f"{STYLE}text-underline-style", "none")
    face = facts.get(f"{STYLE}font-name") or facts.get(f"{FO}font-family", "")
    return Looks(
        bold=_bold(weight),
        italic=None if not slope else slope in ("italic", "oblique"),
        strike=None if not line else line != "none",
        raised=_raised(position),
        hidden=facts.get(f"{TEXT}display") == "none",
        capitals=facts.get(f"{FO}font-variant") == "small-caps"
        or facts.get(f"{FO}text-transform") == "uppercase",
        underline=underline != "none",
        font=f"{face} {facts.get(f'{FO}font-size', '')}".strip(),
        colour=facts.get(f"{FO}color", ""),
    )


def _bold(weight: str) -> bool | None:
    if not weight:
        return None
    return weight == "bold" or (weight.isdigit() and int(weight) >= _BOLD_FROM)


def _raised(position: str) -> str:
    """ "super 58%", "sub 58%" or a share of the letter's height ("33% 58%")."""
    first = position.split(" ")[0]
    if first in ("super", "sub"):
        return first
    try:
        share = float(first.rstrip("%"))
    except ValueError:
        return ""
    return "super" if share > 0 else "sub" if share < 0 else ""

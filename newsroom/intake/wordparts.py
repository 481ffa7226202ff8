"""What the parts of a Word package say around its text: links, styles, lists, properties."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass, replace

from newsroom.intake.package import tree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_FACTS = {
    "{http://purl.org/dc/elements/1.1/}title": "title",
    "{http://purl.org/dc/elements/1.1/}creator": "creator",
    "{http://purl.org/dc/terms/}created": "created",
    "{http://purl.org/dc/terms/}modified": "modified",
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}keywords": "keywords",
    "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastModifiedBy": "by",
}
_MOST_BASED = 20  # styles based on styles; a circle ends here


@dataclass(frozen=True, slots=True)
class Style:
    """A style as people see its name (ids are translated by some programs), in small letters, and
    what it says: a heading's level, a list, a looks."""

    name: str = ""
    outline: int = 0
    listed: str = ""
    depth: int = 0
    bold: bool | None = None
    italic: bool | None = None
    strike: bool | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: whether it counts, and from where; not ``shown`` is no list to see."""

    ordered: bool = False
    start: int = 1
    shown: bool = True


def value(parent: ET.Element | None, name: str) -> str:
    """What a property says ("" for one that is not there)."""
    found = parent.find(f"{W}{name}") if parent is not None else None
    return found.get(f"{W}val", "") if found is not None else ""


def is_on(properties: ET.Element | None, name: str) -> bool | None:
    """Whether a property is set; None where nothing is said of it."""
    found = properties.find(f"{W}{name}") if properties is not None else None
    if found is None:
        return None
    return found.get(f"{W}val", "1") not in ("0", "false", "none", "off")


def relations(parts: Mapping[str, bytes], part: str) -> dict[str, tuple[str, bool]]:
    """Targets by name for ``word/<part>.xml``, and whether each lies outside of the package."""
    content = parts.get(f"word/_rels/{part}.xml.rels")
    if content is None:
        return {}
    return {
        one.get("Id", ""): (one.get("Target", ""), one.get("TargetMode", "") == "External")
        for one in tree(content).iter(f"{_RELATION}Relationship")
    }


def styles(parts: Mapping[str, bytes]) -> dict[str, Style]:
    """Styles by id, with what they take on from those that they are based on."""
    content = parts.get("word/styles.xml")
    if content is None:
        return {}
    elements = {one.get(f"{W}styleId", ""): one for one in tree(content).iter(f"{W}style")}
    return {name: _style(name, elements) for name in elements}


def _style(name: str, elements: Mapping[str, ET.Element]) -> Style:
    chain: list[ET.Element] = []
    at = name
    while at in elements and elements[at] not in chain and len(chain) < _MOST_BASED:
        chain.append(elements[at])
        at = value(elements[at], "basedOn")
    outline, listed, depth = 0, "", 0
    looks: dict[str, bool | None] = {"b": None, "i": None, "strike": None}
    for one in reversed(chain):
        paragraph, run = one.find(f"{W}pPr"), one.find(f"{W}rPr")
        if (level := value(paragraph, "outlineLvl")).isdigit():
            outline = int(level) + 1 if int(level) < 9 else 0
        number = paragraph.find(f"{W}numPr") if paragraph is not None else None
        if number is not None:
            listed = value(number, "numId") or listed
            deep = value(number, "ilvl")
            depth = int(deep) if deep.isdigit() else depth
        looks |= {key: said for key in looks if (said := is_on(run, key)) is not None}
    return Style(
        value(chain[0], "name").lower(),
        outline if outline <= 6 else 0,
        listed,
        depth,
        looks["b"],
        looks["i"],
        looks["strike"],
    )


def lists(parts: Mapping[str, bytes]) -> dict[str, dict[str, Level]]:
    """By list and level: whether it counts, and from where."""
    content = parts.get("word/numbering.xml")
    if content is None:
        return {}
    root = tree(content)
    kinds: dict[str, dict[str, Level]] = {}
    for one in root.iter(f"{W}abstractNum"):
        kinds[one.get(f"{W}abstractNumId", "")] = {
            level.get(f"{W}ilvl", "0"): _level(level) for level in one.iter(f"{W}lvl")
        }
    found = {}
    for one in root.iter(f"{W}num"):
        levels = dict(kinds.get(value(one, "abstractNumId"), {}))
        for other in one.iter(f"{W}lvlOverride"):
            start, at = value(other, "startOverride"), other.get(f"{W}ilvl", "0")
            if start.isdigit() and at in levels:
                levels[at] = replace(levels[at], start=int(start))
        found[one.get(f"{W}numId", "")] = levels
    return found


def _level(level: ET.Element) -> Level:
    start = value(level, "start")
    shown = value(level, "numFmt")
    number = int(start) if start.isdigit() else 1
    return Level(shown not in ("bullet", "none", ""), number, shown != "none")


def own_properties(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The document's own properties, which we write when one goes out."""
    content = parts.get("docProps/custom.xml")
    if content is None:
        return {}
    return {
        one.get("name", ""): "".join(one.itertext()).strip()
        for one in tree(content).iter(f"{_CUSTOM}property")
    }


def facts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """What the document says of itself: title, creator, created, modified, keywords, by."""
    content = parts.get("docProps/core.xml")
    if content is None:
        return {}
    return {
        _FACTS[one.tag]: " ".join((one.text or "").split())
        for one in tree(content)
        if one.tag in _FACTS and (one.text or "").strip()
    }

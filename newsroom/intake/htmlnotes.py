"""Footnotes in HTML: a mark that leads to a note, and a note that leads back to its mark.

Word (``_ftn1``/``_ftnref1``), LibreOffice (``sdfootnote1sym``), Google Docs (``ftnt1``), WordPress,
Pandoc and our own pages name the two differently; that each leads to the other holds for all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_MARK = re.compile(r"[\[(]?(?:\d{1,4}|[a-zA-Z]|[ivxlc]{1,6}|[*†‡§¶#]{1,4})[\])]?")
_BLOCKS = frozenset({"p", "li", "div", "dd", "td", "aside", "section"})
_OWN_DIV = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")
_LISTS = re.compile(r"\b(?:footnotes?|endnotes?|wp-block-footnotes)\b")
_NOTE_LIST = ("footnote-list", "endnote-list")
MOST = 2_000  # a book has as many; beyond that they are links


class Notes(NamedTuple):
    """``marks`` are the elements that stand for a note, with its number from 1 on; ``bodies`` the
    notes' elements in that order; ``gone`` what else is not to be read: ways back, rules."""

    marks: Mapping[Any, int]
    bodies: Sequence[Any]
    gone: frozenset[Any]


def notes_of(root: Any) -> Notes:
    """The footnotes of a tree."""
    places: dict[str, Any] = {}
    links: list[tuple[Any, str]] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for key in ("id", "name"):
            if name := element.get(key):
                places.setdefault(name, element)
        if element.tag == "a" and (href := element.get("href") or "").startswith("#"):
            links.append((element, href[1:]))
    if not links:
        return Notes({}, (), frozenset())
    order = {element: at for at, element in enumerate(root.iter())}
    back: dict[str, list[Any]] = {}
    for link, name in links:
        back.setdefault(name, []).append(link)
    numbers: dict[Any, int] = {}
    marks: dict[Any, int] = {}
    gone: set[Any] = set()
    for link, name in links:
        target = places.get(name)
        if target is None or order[target] <= order[link] or len(numbers) >= MOST:
            continue
        words = "".join("".join(link.itertext()).split())
        if not _MARK.fullmatch(words):
            continue
        ways = [way for own in _names(link) for way in back.get(own, ()) if way is not link]
        body = _body(target)
        returning = [way for way in ways if body is way or _holds(body, way)]
        if not returning or _holds(body, link):
            continue
        number = numbers.setdefault(body, len(numbers) + 1)
        marks[_whole(link)] = number
        gone.update(returning)
    gone.update(_shells(numbers))
    return Notes(marks, tuple(numbers), frozenset(gone))


def _names(link: Any) -> list[str]:
    """The names that lead to a mark: its own, or those of what stands around or in it."""
    near = [link, link.getparent(), *link.iter()]
    return [
        name
        for element in near
        if element is not None and isinstance(element.tag, str)
        for name in (element.get("id"), element.get("name"))
        if name
    ]


def _body(target: Any) -> Any:
    """The whole note that a target is in: Word's and LibreOffice's own box, an item, a line."""
    found = target
    for element in (target, *target.iterancestors()):
        if element.tag in _BLOCKS:
            found = element
            break
    for element in found.iterancestors():
        if element.tag == "li":
            return element
        if element.tag == "div" and _OWN_DIV.fullmatch(element.get("id") or ""):
            return element
        if element.tag not in _BLOCKS:
            break
    return found


def _holds(body: Any, element: Any) -> bool:
    return any(outer is body for outer in element.iterancestors())


def _whole(link: Any) -> Any:
    """The mark with the superscript around it, where that holds nothing else."""
    parent = link.getparent()
    alone = (
        parent is not None
        and parent.tag in ("sup", "span")
        and len(parent) == 1
        and not (parent.text or "").strip()
        and not (link.tail or "").strip()
    )
    return parent if alone else link


def _shells(bodies: Mapping[Any, int]) -> set[Any]:
    """What stands around the notes and holds nothing else but a rule, or a heading of its own."""
    found: set[Any] = set()
    for body in bodies:
        for outer in body.iterancestors():
            style = "".join((outer.get("style") or "").lower().split())
            listed = any(f"mso-element:{name}" in style for name in _NOTE_LIST)
            if listed or (_LISTS.search(outer.get("class") or "") and outer.tag != "body"):
                found.update(e for e in outer.iter("hr"))
    return found

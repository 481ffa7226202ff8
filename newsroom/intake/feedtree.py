"""Looking around in a feed's tree: names and namespaces, words, and where links start from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsroom.intake.feeditem import joined

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

XML = "{http://www.w3.org/XML/1998/namespace}"


def text(part: Element | None) -> str:
    """All words in it, "" for none."""
    return "" if part is None else "".join(part.itertext()).strip()


def own(parent: Element, name: str) -> list[Element]:
    """The children of that name that are RSS's own: of no namespace, or of one of RSS."""
    return [child for child in parent if local(child) == name and not spaced(child)]


def spaced(child: Element) -> bool:
    """Whether it is an extension's: of a namespace that is none of RSS's own."""
    named = space(child)
    return bool(named) and "rss" not in named.lower() and "rdf/simple" not in named


def first(parent: Element, name: str) -> str:
    """The words of the first of them that has any."""
    return next((words for child in own(parent, name) if (words := text(child))), "")


def local(part: Element) -> str:
    """The name without its namespace; "" for a comment."""
    return part.tag.rpartition("}")[2] if isinstance(part.tag, str) else ""


def space(part: Element) -> str:
    """The namespace with its braces, "" without one."""
    if not isinstance(part.tag, str) or part.tag[0] != "{":
        return ""
    return part.tag[: part.tag.index("}") + 1]


def base_of(part: Element, base: str) -> str:
    """Where links inside start from (xml:base)."""
    return joined(base, part.get(f"{XML}base", ""))

"""A page read by the strictest of readers: what it can't read, a browser might read otherwise.

Written apart from the code under test, on purpose: it knows one spelling of a tag, attribute and
text, and nothing of how pages are made.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

_TOKEN = re.compile(
    r"</(?P<end>[a-z][a-z0-9]*)>"
    r'|<(?P<start>[a-z][a-z0-9]*)(?P<attributes>(?: [a-z][a-z-]*(?:="[^"<>]*")?)*)>'
    r"|(?P<text>[^<>]+)"
)
_ATTRIBUTE = re.compile(r' (?P<name>[a-z-]+)(?:="(?P<value>[^"]*)")?')
_DOCTYPE = "<!doctype html>"

_VOID_NAMES = """br col hr img link meta wbr"""
VOID = frozenset(_VOID_NAMES.split())
RAW = frozenset({"script", "style"})
_PHRASING_NAMES = """a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q rp rt ruby s samp
small span strong sub sup time u var wbr"""
PHRASING = frozenset(_PHRASING_NAMES.split())
"""What may stand in a paragraph or a heading."""

_ONLY = {
    "ul": {"li"},
    "ol": {"li"},
    "tr": {"td", "th"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
}


class Unreadable(AssertionError):
    """The page has something that is not in our one spelling."""


@dataclass(eq=False)
class Node:
    """An element."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)
    parent: Node | None = None

    @property
    def nodes(self) -> list[Node]:
        return [one for one in self.inside if isinstance(one, Node)]

    def walk(self) -> Iterator[Node]:
        yield self
        for node in self.nodes:
            yield from node.walk()

    def all(self, tag: str, **attributes: str) -> list[Node]:
        """Every element of that tag inside, with these attributes (``class_`` for class)."""
        wanted = {name.rstrip("_").replace("_", "-"): v for name, v in attributes.items()}
        return [
            node
            for node in self.walk()
            if node is not self
            and node.tag == tag
            and all(node.attributes.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str, **attributes: str) -> Node:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}>"
        return found[0]

    @property
    def text(self) -> str:
        """The words inside, white space as it is."""
        return "".join(one if isinstance(one, str) else one.text for one in self.inside)

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]


def parse(html: str) -> Node:
    """The tree of a piece of HTML. Raises Unreadable."""
    top = here = Node("")
    at = 0
    while at < len(html):
        found = _TOKEN.match(html, at)
        if not found:
            raise Unreadable(f"not in our spelling: {html[at : at + 120]!r}")
        at = found.end()
        if text := found["text"]:
            here.inside.append(unescape(text))
        elif found["end"]:
            if here.tag != found["end"]:
                raise Unreadable(f"</{found['end']}> closes <{here.tag}>")
            assert here.parent is not None
            here = here.parent
        else:
            node = Node(found["start"], _attributes(found["attributes"]), parent=here)
            here.inside.append(node)
            if node.tag in RAW:
                end = html.index(f"</{node.tag}>", at)
                if "<" in html[at:end]:
                    raise Unreadable(f"a < inside <{node.tag}>")
                node.inside.append(html[at:end])
                at = end + len(node.tag) + 3
            elif node.tag not in VOID:
                here = node
    if here is not top:
        raise Unreadable(f"<{here.tag}> is never closed")
    return top


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in _ATTRIBUTE.finditer(text):
        if one["name"] in found:
            raise Unreadable(f"{one['name']} stands twice in {text!r}")
        found[one["name"]] = unescape(one["value"] or "")
    return found


def read_page(html: str) -> Node:
    """The <html> element of a whole page that keeps the rules of HTML5 that we rely on."""
    html = html.lstrip("\n")
    assert html.startswith(_DOCTYPE + "\n"), html[:60]
    top = parse(html.removeprefix(_DOCTYPE).strip())
    assert [node.tag for node in top.nodes] == ["html"]
    page = top.nodes[0]
    assert [node.tag for node in page.nodes] == ["head", "body"]
    for problem in misuses(page):
        raise AssertionError(problem)
    assert page["lang"]
    assert page["dir"] in ("ltr", "rtl")
    assert page.one("title").words
    assert page.one("meta", charset="utf-8") is page.nodes[0].nodes[0]
    page.one("h1")
    page.one("main")
    return page


def misuses(root: Node) -> Iterator[str]:
    """What a validator would complain about, as far as we rely on it."""
    ids = [node["id"] for node in root.walk() if "id" in node.attributes]
    for name in {name for name in ids if ids.count(name) > 1}:
        yield f"the id {name!r} stands twice"
    for node in root.walk():
        if node.tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "a", "em", "strong"):
            for inner in node.walk():
                if inner is not node and inner.tag not in PHRASING:
                    yield f"<{inner.tag}> inside <{node.tag}>"
        if node.tag == "a" and node.all("a"):
            yield "a link inside a link"
        if node.tag == "img" and "alt" not in node.attributes:
            yield "a picture without alt"
        if node.tag in _ONLY:
            for inner in node.nodes:
                if inner.tag not in _ONLY[node.tag]:
                    yield f"<{inner.tag}> inside <{node.tag}>"
        href = node.attributes.get("href", "")
        if node.tag == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"a link to {href}, which is not there"
        label = node.attributes.get("aria-labelledby")
        if label and label not in ids:
            yield f"labelled by {label}, which is not there"


def record(page: Node) -> dict[str, Any]:
    """The schema.org record of a page."""
    (script,) = page.all("script")
    assert script["type"] == "application/ld+json"
    said = json.loads(script.text)
    assert isinstance(said, dict)
    return said


def meta(page: Node) -> dict[str, list[str]]:
    """What the head says: property or name to its contents, in order."""
    found: dict[str, list[str]] = {}
    for node in page.all("meta"):
        name = node.attributes.get("property") or node.attributes.get("name")
        if name:
            found.setdefault(name, []).append(node["content"])
    return found


def story(page: Node) -> Node:
    """The story's own text."""
    return page.one("div", class_="story")

"""Nothing on a page acts by itself: an allow-list of our own, apart from that of the sanitiser."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.export.reading import Node, meta, misuses, parse, record

_PROSE_NAMES = """a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn
div dl dt em figcaption figure h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s
samp small span strong sub summary sup table tbody td tfoot th thead tr u ul var wbr"""
PROSE = frozenset(_PROSE_NAMES.split())
_FRAME_NAMES = """html head meta title link script style body header main article aside section
footer address h1 time"""
FRAME = frozenset(_FRAME_NAMES.split())
"""What the page has around the prose."""

_QUIET = frozenset({"id", "class", "lang", "dir", "title", "aria-label", "aria-labelledby"})
_SAYS = {
    "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height", "loading"},
    "div": {"tabindex"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "time": {"datetime", "data-age"},
    "meta": {"charset", "name", "property", "content", "http-equiv"},
    "link": {"rel", "href"},
    "script": {"type"},
}

# What the URL standard drops before it looks for a scheme, and what other readers drop as well.
_DROPPED = re.compile(
    r"[\x00-\x20\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\ufeff]"
)
_SCHEME = re.compile(r"([^/?#]*?):")


def scheme(address: str) -> str:
    """The scheme that the loosest of readers finds in an address, "" for a relative one."""
    found = _SCHEME.match(_DROPPED.sub("", address))
    return found[1].lower() if found else ""


def dangers(root: Node, tags: frozenset[str]) -> Iterator[str]:
    """Everything in a tree that is not on our list, as sentences."""
    for node in root.walk():
        if node is root and not node.tag:
            continue
        if node.tag not in tags:
            yield f"<{node.tag}>"
        for name, value in node.attributes.items():
            if name not in _QUIET and name not in _SAYS.get(node.tag, ()):
                yield f"<{node.tag} {name}={value!r}>"
            if name == "href" and scheme(value) not in ("", "http", "https", "mailto", "tel"):
                yield f"a link to {value!r}"
            if name == "href" and re.match(r"[/\\]{2}", value):
                yield f"a link to whatever the scheme is: {value!r}"
            if name == "src" and not _shows(value):
                yield f"a picture from {value!r}"
        if node.tag == "meta" and "http-equiv" in node.attributes:
            if node["http-equiv"] != "Content-Security-Policy":
                yield f"http-equiv={node['http-equiv']!r}"
            if "'unsafe" in node["content"]:
                yield "a policy with unsafe-…"
        if node.tag == "link" and node["rel"] != "canonical":
            yield f"rel={node['rel']!r}"
        if node.tag == "script" and node.attributes.get("type") != "application/ld+json":
            yield f"a script: {node.attributes}"


def _shows(address: str) -> bool:
    if re.fullmatch(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=]+", address):
        return True
    return scheme(address) in ("", "http", "https") and not re.match(r"[/\\]{2}", address)


def harmless_prose(html: str) -> Node:
    """Holds that a piece of a story is readable, right and does nothing; gives its tree."""
    tree = parse(html)
    found = [*dangers(tree, PROSE), *(m for m in misuses(tree) if "twice" in m)]
    assert not found, f"{found} in {html!r}"
    return tree


def harmless_page(page: Node) -> None:
    """Holds the same for a whole page."""
    found = list(dangers(page, PROSE | FRAME))
    assert not found, found
    assert len(page.all("style")) == len(page.all("script")) == 1
    assert len(page.all("link")) <= 1
    public = [value for name in ("og:url", "og:image") for value in meta(page).get(name, ())]
    for address in (*public, *_addresses(record(page))):
        assert re.match(r"https?://[^\s<>\"]+$", address), address


def _addresses(said: object) -> Iterator[str]:
    """Every address in a schema.org record."""
    if isinstance(said, list):
        for one in said:
            yield from _addresses(one)
    if isinstance(said, dict):
        for key, value in said.items():
            if key in ("url", "mainEntityOfPage", "@context"):
                yield value
            yield from _addresses(value)

"""A story's text as it may stand in a WordPress, whether its importer brings it or we do.

What WordPress does with a text was read in its ``wp-includes/shortcodes.php`` and ``kses.php`` and
seen in a WordPress 6.1.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from newsroom.export import prose
from newsroom.export.page import PageData
from newsroom.export.prose import Element
from newsroom.text.direction import of_language

_ENTITY = re.compile(r"&(?=#?\w+;)")
_SIDES = frozenset({"left", "right", "center"})
_BRACKET = re.compile(r"\[(?=[/\[]?\w)")
"""What may begin a shortcode: a bracket and a word. Any plugin may know any word."""

ALIGNED = {"rtl": "has-text-align-right", "ltr": "has-text-align-left"}
"""WordPress's own classes: many themes align all text to one side, whatever its direction."""

MOST_SLUG = 200
"""Bytes of a post's name in addresses, percent-encoded; WordPress cuts what is longer, in the
middle of a word (``sanitize_title_with_dashes``). A Persian letter takes six."""


def address_of(slug: str) -> str:
    """What the story is called in addresses there: as many whole words as WordPress takes."""
    words = slug.split("-")
    while len(words) > 1 and len(quote("-".join(words))) > MOST_SLUG:
        words.pop()
    return "-".join(words)


def plain(words: str) -> str:
    """A headline, dek or caption, which WordPress takes for HTML: its signs stay signs.

    A lone "&" is left as it is, as WordPress itself leaves it.
    """
    return _ENTITY.sub("&amp;", words).replace("<", "&lt;").replace(">", "&gt;")


def caption(words: str, page: PageData) -> str:
    """A caption as HTML, which says its direction where that is not the site's: a name in it, or
    the colon before one, would else stand on the wrong side."""
    way = _way(page)
    if not words or not way:
        return plain(words)
    return f'<span lang="{page.language}" dir="{way}">{plain(words)}</span>'


def stand(body: Element, page: PageData) -> Element:
    """The text with its credit line where that is needed, each block saying its direction where
    that is not the site's: a Persian story in an English WordPress has nothing else that turns it
    round. No box is laid round it, as themes give their distances to what stands right in a post.

    What WordPress's filter takes from who may not write all HTML there is said so that it stays:
    "#fn:1" is a protocol to it, and ``bdi`` it does not know.
    """
    for one in body.walk():
        if said := one.get("id"):
            one.attributes["id"] = said.replace(":", "-")
        if (said := one.get("href")).startswith("#"):
            one.attributes["href"] = said.replace(":", "-")
        if one.tag == "bdi":
            one.tag = "span"
            one.attributes.setdefault("dir", "auto")
    _align(body, page)
    inside: list[Element | str] = list(body.inside)
    if credit := credit_of(page):
        inside[:0] = [Element("p", {}, [credit]), "\n"]
    made = Element("", {}, inside)
    if way := _way(page):
        for one in made.elements:
            if one.tag not in ("pre", "hr") and not one.get("dir"):
                one.attributes |= {"lang": page.language, "dir": way, "class": ALIGNED[way]}
    return made


def _align(body: Element, page: PageData) -> None:
    """Columns as WordPress's own tables have them, by its classes; those of our page are gone."""
    if "<table" in page.body:
        for before, cell in zip(_cells(prose.read(page.body)), _cells(body), strict=True):
            if (side := before.get("class")) in _SIDES:
                cell.attributes["class"] = f"has-text-align-{side}"


def _cells(root: Element) -> list[Element]:
    return [one for one in root.walk() if one.tag in ("td", "th")]


def _way(page: PageData) -> str:
    """The direction of the story, "" where it is the site's."""
    return page.direction if page.direction != of_language(page.site.language) else ""


def credit_of(page: PageData) -> str:
    """The credit line where it says more than the name of WordPress's one author, else ""."""
    writers = [a for c in page.credits if c.role == "story" for a in c.authors]
    more = any(credit.role != "story" for credit in page.credits)
    if len(writers) == 1 and not more:
        return ""
    said = []
    for credit in page.credits:
        names = [author.name for author in credit.authors]
        line = names[-1]
        if len(names) > 1:
            line = page.words["comma"].join(names[:-1]) + page.words["and"] + line
        said.append(" ".join(filter(None, (credit.before, line, credit.after))))
    return ". ".join(said)


def posted(root: Element) -> str:
    """The HTML, in which no writer's words in brackets are run as a shortcode.

    The sign is written with three digits, as WordPress's own filter writes it: a text that it
    changed would not be known again as ours.
    """
    return _BRACKET.sub("&#091;", prose.write(root).strip())

"""HTML as Markdown at the speed of a whole site: what is plain prose at once, the rest walked.

Most posts are paragraphs, headings, links, bold and italic. What these become is known without
building a tree, as long as no sign in their words could be read as a mark. A test holds that both
roads give the same text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from html import unescape

from newsroom.intake.within import Get, Within, each_within, within

_BLOCK = re.compile(
    r"\s*<(?:(p|h[2-6]|ul|ol|blockquote)(?:\s+(?:class|id)=\"[^\"<>]*\")?>(.*?)</\1>"
    r"|(figure|table)\b[^<>]*>(.*?)</\3>)\s*",
    re.DOTALL,
)
_ITEM = re.compile(r"\s*<li>((?:(?!</?(?:li|ul|ol|p)\b).)*)</li>\s*", re.DOTALL)
_SAID = re.compile(r"\s*<p>(.*?)</p>\s*", re.DOTALL)
_INLINE = re.compile(
    r"<(strong|b|em|i)>([^<>]+)</\1>|<a href=\"(https?://[^\s\"<>()\[\]\\*_?&]+)\">([^<>]+)</a>"
)
_RISKY = re.compile(
    r"[\\`*_{}\[\]<>|~^=%!&\x00-\x08\x0b-\x1f\x7f-\xa0\u00ad\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
    r"|--|\+\+|://|www\.|@|\w:\w"
)
_STARTS = re.compile(r"[-+#>:]|\d+[.)]")
_ENDS = re.compile(r"#\s*$")
_JOIN = {"ul": ("ul", "ol"), "ol": ("ul", "ol"), "blockquote": ("blockquote",)}
_SIGN = {"strong": "**", "b": "**", "em": "*", "i": "*"}


@dataclass(frozen=True, slots=True)
class _Whole:
    """A block that has to be walked, by itself."""

    html: str


def markdown_of(html: str, get: Get, *, name: str, base: str = "") -> Within:
    """The text of some HTML, with the pictures that are at hand. Raises BadInput."""
    parts = _at_once(html)
    if parts is not None and not any(isinstance(part, _Whole) for part in parts):
        return Within("\n\n".join(map(str, parts)))
    from newsroom.intake.html import read_html

    if parts is None:
        return within(read_html(html, base=base), get, name=name)
    walked = [read_html(part.html, base=base) for part in parts if isinstance(part, _Whole)]
    texts, made = each_within(walked, get, name=name)
    rest = iter(texts)
    said = (next(rest) if isinstance(part, _Whole) else part for part in parts)
    return replace(made, markdown="\n\n".join(filter(None, said)))


def _at_once(html: str) -> list[str | _Whole] | None:
    """The Markdown of plain prose, block by block; None where it takes more than that.

    Pictures and tables stand among it as they are.
    """
    out: list[str | _Whole] = []
    at, before = 0, ""
    for block in _BLOCK.finditer(html):
        if block.start() != at:
            return None
        at = block.end()
        tag = block[1] or block[3]
        if tag in _JOIN.get(before, ()):
            return None  # side by side they would be one
        before = tag
        if block[3]:
            if f"<{tag}" in block[4]:
                return None  # its end is another's
            out.append(_Whole(block[0]))
            continue
        words = _block(tag, block[2])
        if not words:
            return None
        out.append(words)
    if at != len(html):
        return None if html.strip() else []
    return out


def _block(tag: str, inside: str) -> str | None:
    """A block's Markdown; None where it takes more than that, or says nothing."""
    if tag in ("ul", "ol"):
        items = _each(_ITEM, inside)
        if items is None:
            return None
        signs = (f"{n}. " if tag == "ol" else "- " for n in range(1, len(items) + 1))
        return "\n".join(f"{sign}{item}" for sign, item in zip(signs, items, strict=True))
    if tag == "blockquote":
        said = _each(_SAID, inside)
        return None if said is None else "\n>\n".join(f"> {words}" for words in said)
    words = _words(inside, heading=tag != "p")
    if tag == "p" or not words:
        return words
    return None if _ENDS.search(words) else f"{'#' * int(tag[1])} {words}"


def _each(part: re.Pattern[str], inside: str) -> list[str] | None:
    """The words of the parts that ``inside`` is made of; None where it is made of others."""
    made: list[str] = []
    at = 0
    for found in part.finditer(inside):
        words = _words(found[1], heading=False) if found.start() == at else None
        if not words:
            return None
        made.append(words)
        at = found.end()
    return made if at == len(inside) else None


def _words(inside: str, *, heading: bool) -> str | None:
    """A paragraph's words with their marks; None where a sign needs care."""
    parts: list[str] = []
    at = 0
    for mark in _INLINE.finditer(inside):
        before = _said(inside[at : mark.start()])
        words = _said(mark[2] or mark[4])
        if before is None or words is None or words != words.strip() or not words:
            return None
        if mark[3]:
            if parts and not before:
                return None  # two links in one
            parts += [before, f"[{words}]({mark[3]})"]
        else:
            # Marks that touch letters or each other follow rules of their own.
            if (before or parts) and not before.endswith(" "):
                return None
            if inside[mark.end() : mark.end() + 1] not in ("", " ", "\n", ".", ","):
                return None
            sign = "" if heading and _SIGN[mark[1]] == "**" else _SIGN[mark[1]]  # bold anyway
            parts += [before, f"{sign}{words}{sign}"]
        at = mark.end()
    rest = _said(inside[at:])
    if rest is None:
        return None
    said = " ".join("".join([*parts, rest]).split())
    return None if _STARTS.match(said) else said


def _said(words: str) -> str | None:
    if "&" in words:
        words = unescape(words)
    return None if _RISKY.search(words) else words

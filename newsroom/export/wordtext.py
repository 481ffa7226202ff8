"""Paragraphs and runs of WordprocessingML: what they are, and which way they run."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from newsroom.export.prose import Element, escape
from newsroom.export.wordstyle import LEVELS, QUOTE_INDENT, STEP


@dataclass(frozen=True, slots=True)
class Place:
    """Where text stands: style, direction, indent in steps, and the list that it begins."""

    rtl: bool
    style: str = ""
    depth: int = 0  # of lists
    indent: int = 0  # twentieths of a point, beyond that of the style
    item: int = 0  # number of the list whose item begins here
    align: str = ""


def turned(element: Element, place: Place) -> Place:
    """The place with the direction that the element says."""
    way = element.get("dir")
    return replace(place, rtl=way == "rtl") if way in ("ltr", "rtl") else place


def trimmed(inside: list[Element | str]) -> list[Element | str]:
    """Without white space at the ends of a paragraph."""
    out = list(inside)
    while out and isinstance(out[0], str) and not out[0].strip():
        del out[0]
    while out and isinstance(out[-1], str) and not out[-1].strip():
        del out[-1]
    if out and isinstance(out[0], str):
        out[0] = out[0].lstrip()
    if out and isinstance(out[-1], str):
        out[-1] = out[-1].rstrip()
    return out


def paragraph(said: str, place: Place, *, border: bool = False, small: bool = False) -> str:
    """A paragraph with these runs; ``border`` is a rule, ``small`` a mere gap."""
    style = f'<w:pStyle w:val="{place.style}"/>' if place.style else ""
    number = ""
    if place.item:
        level = min(place.depth - 1, LEVELS - 1)
        number = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{place.item}"/></w:numPr>'
    line = (
        '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="808080"/></w:pBdr>'
        if border
        else ""
    )
    bidi = "<w:bidi/>" if place.rtl else ""
    space = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>' if small else ""
    indent = place.indent + (STEP * place.depth if place.depth and not place.item else 0)
    if place.style == "Quote" and indent:
        indent += QUOTE_INDENT  # the style's own, which this takes the place of
    ind = f'<w:ind w:left="{indent}"/>' if indent else ""
    align = place.align
    if place.rtl and align in ("left", "right"):
        align = "left" if align == "right" else "right"  # Word counts from where lines begin
    jc = f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p><w:pPr>{style}{number}{line}{bidi}{space}{ind}{jc}</w:pPr>{said}</w:p>"


def runs(text: str, marks: frozenset[str], *, rtl: bool, lang: str = "") -> Iterator[str]:
    """The text in runs of one script direction each: Word shapes and spells by it."""
    for part, part_rtl in _parts(text, rtl=rtl):
        rest = _properties(marks, rtl=part_rtl, lang=lang)
        yield letters(part, rest)


def _parts(text: str, *, rtl: bool) -> Iterator[tuple[str, bool]]:
    """Stretches of one direction; weak signs stay with what stands before them."""
    start, now = 0, None
    for n, sign in enumerate(text):
        kind = unicodedata.bidirectional(sign)
        way = True if kind in ("R", "AL", "AN") else False if kind == "L" else None
        if way is None or way == now:
            continue
        if now is not None:
            yield text[start:n], now
            start = n
        now = way
    if text[start:]:
        yield text[start:], rtl if now is None else now


def _properties(marks: frozenset[str], *, rtl: bool, lang: str) -> str:
    """What a run is, in the schema's order."""
    style = "HTMLCode" if "code" in marks else "Hyperlink" if "link" in marks else ""
    lang = escape(lang, value=True)
    parts = (
        (style, f'<w:rStyle w:val="{style}"/>'),
        ("b" in marks, "<w:b/><w:bCs/>"),
        ("i" in marks, "<w:i/><w:iCs/>"),
        ("strike" in marks, "<w:strike/>"),
        ("small" in marks, '<w:color w:val="595959"/>'),
        ("mark" in marks, '<w:highlight w:val="yellow"/>'),
        ("u" in marks, '<w:u w:val="single"/>'),
        ("sub" in marks, '<w:vertAlign w:val="subscript"/>'),
        ("sup" in marks, '<w:vertAlign w:val="superscript"/>'),
        (rtl, "<w:rtl/>"),
        (lang, f'<w:lang w:bidi="{lang}"/>' if rtl else f'<w:lang w:val="{lang}"/>'),
    )
    return "".join(said for on, said in parts if on)


def letters(text: str, properties: str) -> str:
    """A run with these properties (XML in the schema's order)."""
    rest = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    said = "<w:tab/>".join(
        f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else ""
        for part in text.split("\t")
    )
    return f"<w:r>{rest}{said}</w:r>" if text else ""

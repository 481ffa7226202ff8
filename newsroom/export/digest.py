"""A digest to send by mail: stories in an order, as HTML that mail programs show, and as text.

Mail programs know tables and inline styles and little else (caniemail.com): no style sheet, no
script, no picture that would have to be fetched.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from newsroom.export.plain import WIDTH
from newsroom.export.words import Words

_PAGE = 600  # px: what mail programs have room for
_SERIF = "Georgia, 'Times New Roman', serif"
_SANS = "-apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
_INK, _MUTED, _RULE, _ACCENT = "#1b1a18", "#5d5a54", "#d9d5cc", "#9c1c1f"
_PERSIAN = "Vazirmatn, Tahoma, 'Segoe UI', sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """A story in the digest. ``address`` is its public one, "" while the site has none."""

    kicker: str
    headline: str
    excerpt: str
    byline: str
    day: str
    address: str
    language: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """A mail in both its shapes. ``left_out`` says which stories did not come along, and why."""

    subject: str
    html: str
    text: str
    left_out: tuple[str, ...] = ()


def make_digest(
    *,
    subject: str,
    intro: str,
    items: Sequence[DigestItem],
    publisher: str,
    site_name: str,
    site_url: str,
    direction: str,
    words: Words,
    left_out: tuple[str, ...] = (),
) -> Digest:
    """The mail. ``subject`` is its title, ``intro`` paragraphs above the stories."""
    paragraphs = [" ".join(part.split()) for part in intro.split("\n\n") if part.strip()]
    return Digest(
        subject=subject,
        html=_html(subject, paragraphs, items, publisher, site_name, site_url, direction, words),
        text=_text(subject, paragraphs, items, site_name, site_url),
        left_out=left_out,
    )


def _html(
    subject: str,
    intro: Sequence[str],
    items: Sequence[DigestItem],
    publisher: str,
    site_name: str,
    site_url: str,
    direction: str,
    words: Words,
) -> str:
    name = escape(site_name)
    if site_url:
        name = f'<a href="{escape(site_url)}" style="color:{_INK};text-decoration:none">{name}</a>'
    rows = [
        _row(f'<p style="{_style(_SERIF, 22, weight=700)}">{name}</p>', rule=True),
        _row(
            f'<h1 style="{_style(_SERIF, 26, weight=700)}">{escape(subject)}</h1>'
            + "".join(
                f'<p dir="auto" style="{_style(_SERIF, 17)};margin-top:10px">{escape(part)}</p>'
                for part in intro
            )
        ),
        *(_row(_item(item, words), rule=True) for item in items),
        _row(f'<p style="{_style(_SANS, 13, ink=_MUTED)}">{escape(publisher)}</p>'),
    ]
    body = "\n".join(rows)
    preview = escape(items[0].headline if items else subject)
    return (
        f'<!doctype html>\n<html lang="{escape(words.language)}" dir="{direction}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(subject)}</title>\n</head>\n"
        '<body style="margin:0;padding:0">\n'
        f'<div style="display:none;max-height:0;overflow:hidden">{preview}</div>\n'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">'
        '<tr><td align="center" style="padding:16px 8px">\n'
        f'<table role="presentation" width="{_PAGE}" cellpadding="0" cellspacing="0" border="0" '
        f'style="width:100%;max-width:{_PAGE}px;text-align:start">\n'
        f"{body}\n</table>\n</td></tr></table>\n</body>\n</html>\n"
    )


def _row(inside: str, *, rule: bool = False) -> str:
    line = f"border-bottom:1px solid {_RULE};" if rule else ""
    return f'<tr><td style="{line}padding:18px 0">{inside}</td></tr>'


def _item(item: DigestItem, words: Words) -> str:
    face = _PERSIAN if item.direction == "rtl" else _SERIF
    headline = escape(item.headline or words["untitled"])
    if item.address:
        headline = f'<a href="{escape(item.address)}" style="color:{_INK}">{headline}</a>'
    parts = [f'<h2 style="{_style(face, 19, weight=700)}">{headline}</h2>']
    if item.kicker:
        style = _style(_SANS, 13, weight=700, ink=_ACCENT)
        parts.insert(0, f'<p style="{style};margin-bottom:4px">{escape(item.kicker)}</p>')
    if item.excerpt:
        parts.append(f'<p style="{_style(face, 16)};margin-top:6px">{escape(item.excerpt)}</p>')
    meta = " · ".join(filter(None, (item.byline, item.day)))
    if meta:
        style = _style(_SANS, 13, ink=_MUTED)
        parts.append(f'<p style="{style};margin-top:6px"><bdi>{escape(meta)}</bdi></p>')
    inside = "".join(parts)
    return f'<div lang="{escape(item.language)}" dir="{item.direction}">{inside}</div>'


def _style(face: str, size: int, *, weight: int = 400, ink: str = _INK) -> str:
    """One line of type; the names of faces stand in single quotes inside the attribute."""
    return f"margin:0;font:{weight} {size}px/1.45 {face};color:{ink}"


def _text(
    subject: str,
    intro: Sequence[str],
    items: Sequence[DigestItem],
    site_name: str,
    site_url: str,
) -> str:
    """The same as plain text, in lines of a letter's width; addresses are never broken."""
    blocks = [subject, *map(_wrapped, intro)]
    for item in items:
        meta = " · ".join(filter(None, (item.byline, item.day)))
        lines = (
            item.kicker,
            _wrapped(item.headline),
            _wrapped(item.excerpt),
            meta,
            item.address,
        )
        blocks.append("\n".join(filter(None, lines)))
    blocks.append("-- \n" + "\n".join(filter(None, (site_name, site_url))))
    return "\n\n".join(blocks) + "\n"


def _wrapped(words: str) -> str:
    return textwrap.fill(words, WIDTH, break_long_words=False, break_on_hyphens=False)

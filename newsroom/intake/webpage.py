"""A web page saved to disk: its article, without what stands around it on every page.

What is the article is told by its makers (schema.org's articleBody, JSON-LD, article and main) and,
where they say nothing, by where the paragraphs are. https://schema.org/NewsArticle
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsroom.i18n import N_, _
from newsroom.intake.arrival import Arrival, Setting, file_key
from newsroom.intake.decode import decode_guessing, read_bytes
from newsroom.intake.pagehead import head_of, when
from newsroom.intake.pagetree import PageTree
from newsroom.intake.tongue import language_of
from newsroom.intake.within import Get, beside, within
from newsroom.news.errors import BadInput

MOST_BYTES = 20 * 1024 * 1024
"""The largest page that is taken; a saved page with all its scripts has two."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """A saved page, or any other HTML file."""

    id: str = "webpage"
    title: str = N_("Saved web page (HTML)")
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The one story in the page. Raises BadInput where it holds no words."""
        data = read_bytes(path, most=MOST_BYTES)
        said = _CHARSET.search(data[:2048])
        encoding = setting.encoding or (said[1].decode() if said else None)
        try:
            text, notes, doubts = decode_guessing(
                data, name=path.name, encoding=encoding, markup=True
            )
        except BadInput:
            if setting.encoding:
                raise
            text, notes, doubts = decode_guessing(data, name=path.name, markup=True)
        stem = path.name.rpartition(".")[0]
        roots = tuple(p for end in ("_files", ".files", "-Dateien", "_fichiers", "_archivos")
                      if (p := path.parent / f"{stem}{end}").is_dir())  # fmt: skip
        return (
            read_page(
                text,
                name=path.name,
                key=file_key(path),
                get=beside(path.parent, roots),
                setting=setting,
                notes=notes,
                doubts=doubts,
            ),
        )


_CHARSET = re.compile(rb"""<meta[^>]{1,200}charset\s*=\s*["']?([A-Za-z0-9_:-]{2,30})""", re.I)


def read_page(
    html: str,
    *,
    name: str,
    key: str,
    get: Get,
    setting: Setting,
    notes: tuple[str, ...] = (),
    doubts: tuple[str, ...] = (),
) -> Arrival:
    """The story in a page. ``get`` finds its pictures. Raises BadInput where it holds no words."""
    from newsroom.intake.html import read_html  # and with it lxml, as we load it

    from lxml import html as lxml_html  # isort: skip

    if not html.strip():
        raise BadInput(_("{name} is empty.").format(name=name))
    try:
        root: Any = lxml_html.document_fromstring(
            html.encode("utf-8", "replace"),
            parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=True),
        )
    except Exception as error:  # lxml.etree.LxmlError and ValueError: no document at all
        raise BadInput(_("{name} is not a page that can be read.").format(name=name)) from error
    head = head_of(root)
    page = PageTree(root, head)
    fields = page.fields()
    bylines, bio = page.people()
    lead = page.lead(get)
    walked = read_html(page.article_html(), base=head.address)
    told = within(walked, get, name=name)
    body = told.markdown.strip("\n")
    if not body and not lead and (whole := read_html(html, base=head.address)).markdown:
        # Nested deeper than a tree holds: all of the page's words, then.
        told = within(whole, get, name=name)
        body = told.markdown.strip("\n")
        page.doubts.append(_("The page is nested too deep; all of its words were taken."))
    if not body and not fields.get("headline"):
        raise BadInput(_("{name} holds no article.").format(name=name))
    fields["body"] = f"{body}\n" if body else ""
    at = when(page.date(), setting.zone)
    if at is not None and (setting.now is None or at <= setting.now):
        fields["created_at"] = at
    tongue = language_of(f"{fields.get('headline', '')} {body}", head.language)
    if tongue:
        fields["language"] = tongue
    facts = {"file": name, "address": head.address, "rights": head.rights, "bio": bio,
             "published": "" if at is None else at.isoformat()}  # fmt: skip
    return Arrival(
        source=name,
        fields={field: value for field, value in fields.items() if value},
        bylines=bylines or None,
        picture=lead,
        media=told.media,
        notes=(*notes, *told.notes),
        doubts=(*doubts, *page.doubts),
        held=bool(doubts),
        problems=told.problems,
        key=head.address or key,
        facts={field: value for field, value in facts.items() if value},
    )

"""The story as one self-contained HTML page."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from newsroom.export.files import sealed
from newsroom.export.page import Author, PageData
from newsroom.i18n import N_

_LOCALES: Mapping[str, str] = {"en": "en_US", "fa": "fa_IR", "ar": "ar_AR", "de": "de_DE"}
"""Open Graph wants a territory; these are its usual ones for languages given without."""


class HtmlPage:
    """A page with its style and pictures inside; it needs neither JavaScript nor a network."""

    id: ClassVar[str] = "html"
    title: ClassVar[str] = N_("Web page (HTML)")
    suffix: ClassVar[str] = ".html"

    def __init__(self, templates: Path | None = None) -> None:
        from newsroom.export.templates import Templates

        self._templates = Templates(templates)

    def render(self, page: PageData) -> bytes:
        """The page in UTF-8. Raises BadInput where the newsroom's own template has a mistake."""
        from markupsafe import Markup

        text = self._templates.fill(
            "page.html",
            {
                "page": page.shown,
                "words": page.words,
                "body": Markup(page.body),  # it passed ``clean``
                "news_article": news_article(page),
                "locale": _locale(page.language),
            },
        )
        return sealed(text.encode("utf-8", "replace"))

    def beside(self, page: PageData) -> Mapping[str, bytes]:
        """The lead picture, and what of it is for social cards: they can't take a picture from
        inside a page."""
        picture = page.picture
        if picture is None or not picture.file:
            return {}
        social = picture.social or picture
        return {picture.file: picture.content, social.file: social.content}


def news_article(page: PageData) -> dict[str, Any]:
    """The story as schema.org's NewsArticle, as search engines ask for it.

    developers.google.com/search/docs/appearance/structured-data/article
    """
    writers = [a for credit in page.credits if credit.role == "story" for a in credit.authors]
    changed = page.modified or page.published
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": page.headline,
        "alternativeHeadline": page.short_headline,
        "description": page.description,
        "inLanguage": page.language,
        "datePublished": page.published.iso if page.published else "",
        "dateModified": changed.iso if changed else "",
        "articleSection": page.section,
        "keywords": list(page.tags),
        "author": [_person(author) for author in writers],
        "publisher": publisher(page.publisher, page.site.url),
        "url": page.canonical,
        "mainEntityOfPage": page.canonical,
        "dateline": page.dateline,
    }
    if page.picture and page.picture.address:
        said["image"] = {
            "@type": "ImageObject",
            "url": page.picture.address,
            "width": page.picture.width,
            "height": page.picture.height,
            "caption": page.picture.caption,
            "creditText": page.picture.credit,
        }
    if page.notices:
        said["correction"] = [
            {"@type": "CorrectionComment", "text": one.text, "datePublished": one.at.iso}
            for one in page.notices
        ]
    return {key: value for key, value in said.items() if value}


def publisher(name: str, url: str) -> dict[str, str]:
    """The paper for search engines; ``url`` is "" while it has none."""
    said = {"@type": "Organization", "name": name}
    return {**said, "url": url} if url else said


def _person(author: Author) -> dict[str, str]:
    said = {
        "@type": "Organization" if author.collective else "Person",
        "name": author.name,
        "jobTitle": author.title,
        "url": author.link,
    }
    return {key: value for key, value in said.items() if value}


def _locale(language: str) -> str:
    """The language as Open Graph writes it (``language_TERRITORY``), "" where that is a guess."""
    parts = language.split("-")
    if len(parts) > 1 and len(parts[-1]) == 2:
        return f"{parts[0].lower()}_{parts[-1].upper()}"
    return _LOCALES.get(parts[0].lower(), "")

"""The story as clean HTML to paste into another system: what things are, never how they look."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from newsroom.export import prose
from newsroom.export.page import Author, Credit, PageData, PagePicture
from newsroom.export.prose import escape
from newsroom.i18n import N_


class Fragment:
    """An article element without style, class or script. Pictures lie beside it as files."""

    id: ClassVar[str] = "fragment"
    title: ClassVar[str] = N_("HTML fragment to paste")
    suffix: ClassVar[str] = ".fragment.html"

    def __init__(self, templates: Path | None = None) -> None:
        """The fragment has no template."""

    def render(self, page: PageData) -> bytes:
        """The fragment in UTF-8."""
        return fragment(page).encode("utf-8")

    def beside(self, page: PageData) -> Mapping[str, bytes]:
        """The pictures that it shows."""
        return prose.beside_of(page)


def fragment(page: PageData, *, whole: bool = False) -> str:
    """The fragment. ``whole`` leaves pictures inside it, as a clipboard must."""
    body = prose.read(page.body)
    if not whole:
        prose.take_out(body, names=page.names)
    parts = [
        f'<article lang="{escape(page.language, value=True)}" dir="{page.direction}">',
        "<header>",
        _said("p", page.kicker),
        _said("h1", page.headline or page.words["untitled"]),
        _said("p", page.dek),
        *(f"<p>{_credit(credit, page)}</p>" for credit in page.credits),
        _times(page),
        "</header>",
        _figure(page.picture, page, whole=whole) if page.picture else "",
        prose.write(prose.plainer(body)).strip(),
        *(_bio(author) for author in page.authors),
        "</article>",
    ]
    return "\n".join(filter(None, parts)) + "\n"


def _said(tag: str, words: str) -> str:
    return f"<{tag}>{escape(words)}</{tag}>" if words else ""


def _credit(credit: Credit, page: PageData) -> str:
    words = [escape(credit.before) + " " if credit.before else ""]
    for n, author in enumerate(credit.authors):
        if n:
            last = n == len(credit.authors) - 1
            words.append(escape(page.words["and" if last else "comma"]))
        words.append(_name(author))
    return "".join(words) + (f" {escape(credit.after)}" if credit.after else "")


def _name(author: Author) -> str:
    name = f"<bdi>{escape(author.name)}</bdi>"
    if not author.link:
        return name
    return f'<a rel="author" href="{escape(author.link, value=True)}">{name}</a>'


def _times(page: PageData) -> str:
    said = [
        f'{escape(word)} <time datetime="{moment.iso}">{escape(moment.words)}</time>'
        for word, moment in page.times
    ]
    return f"<p>{'. '.join(said)}</p>" if said else ""


def _figure(picture: PagePicture, page: PageData, *, whole: bool) -> str:
    file = prose.lead(picture)
    source = picture.source if whole or file is None else file.name
    words = [f"<bdi>{escape(picture.caption)}</bdi>"] if picture.caption else []
    if picture.credit:
        words.append(
            f"<small>{escape(page.words['photo_credit'])} "
            f"<bdi>{escape(picture.credit)}</bdi></small>"
        )
    caption = f"<figcaption>{' '.join(words)}</figcaption>" if words else ""
    return (
        f'<figure><img src="{escape(source, value=True)}" alt="{escape(picture.alt, value=True)}"'
        f' width="{picture.width}" height="{picture.height}">{caption}</figure>'
    )


def _bio(author: Author) -> str:
    said = f"<p><b>{_name(author)}</b>"
    if author.title:
        said += f"<br>{escape(author.title)}"
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in author.bio)
    return f"<footer>{said}</p>{paragraphs}</footer>"

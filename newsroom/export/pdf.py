"""The story on paper: a page to print or send, and a proof to read with a pencil.

Set by WeasyPrint: of what was tried it alone writes tagged PDF (PDF/UA-1) that is the same bytes
each time, with Persian shaped as it should be, and without a window. Chromium in Qt writes no tags
and today's date; fpdf2 sets no text by style sheets.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from newsroom.assets import asset
from newsroom.export import prose, wire
from newsroom.export.page import Credit, PageData
from newsroom.export.prose import Element, escape
from newsroom.i18n import N_, _
from newsroom.news.errors import BadInput
from newsroom.text.direction import first_strong

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcherResponse

FONT = "newsroom-font:"
"""How a style sheet names a font that we ship, by its path in resources/fonts."""

MOST_CHARACTERS = 1_000_000
"""The longest text that is set: some 500 pages, a minute of work."""


_RUNNING = 100
"""Letters of what stands above every page."""

_UNBROKEN = re.compile(
    r"[^\s\u00ad\u200b\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uffef"
    r"\U00020000-\U0003ffff]{120,}"
)
"""No word of a script that parts its words; in those that part none a line may end anywhere."""

_MARKS = r"\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d\ufe00-\ufe0f"
_STRETCH = re.compile(f"(?:[^{_MARKS}][{_MARKS}]*){{60}}")
"""Letters with the marks on them, within one. (No letter is a mark: there is one way to match.)"""


class Pdf:
    """A page with its pictures, tagged for screen readers."""

    id: ClassVar[str] = "pdf"
    title: ClassVar[str] = N_("PDF page")
    suffix: ClassVar[str] = ".pdf"
    style: ClassVar[str] = "print.css"
    proof: ClassVar[bool] = False

    def __init__(self, templates: Path | None = None) -> None:
        from newsroom.export.templates import Templates

        self._templates = Templates(templates)

    def render(self, page: PageData) -> bytes:
        """The document; the same story is the same bytes.

        Raises BadInput for a story that is too long, for a mistake in the newsroom's own style
        sheet, and where WeasyPrint or its Pango library is missing.
        """
        if len(page.body) > MOST_CHARACTERS + sum(map(len, _pictures(page))):
            raise BadInput(_("The story is too long to be set as PDF; split it."))
        style = self._templates.fill(self.style, {"page": page.shown})
        return _set(_html(page, style, proof=self.proof), wire.guid(page))

    def beside(self, _page: PageData) -> Mapping[str, bytes]:
        """Nothing: the pictures are in it."""
        return {}


class Proof(Pdf):
    """Double spaced, its lines numbered, without pictures, with a margin for marks."""

    id: ClassVar[str] = "proof"
    title: ClassVar[str] = N_("PDF proof (numbered lines, double spaced)")
    suffix: ClassVar[str] = ".proof.pdf"
    style: ClassVar[str] = "proof.css"
    proof: ClassVar[bool] = True


def _set(html: str, identity: str) -> bytes:
    from PIL import ImageFile

    strict = ImageFile.LOAD_TRUNCATED_IMAGES
    try:
        import weasyprint
        from weasyprint.urls import URLFetcher, URLFetcherResponse
    except ImportError:
        raise BadInput(
            _("PDF needs the package weasyprint; install newsroom with its pdf extra.")
        ) from None
    except OSError:
        raise BadInput(
            _("PDF needs the Pango library, which is not on this computer (libpango-1.0).")
        ) from None
    finally:
        # WORKAROUND: weasyprint/images.py tells Pillow to take half pictures for whole ones, in
        # the whole program; then nobody would be told any more that a picture is damaged.
        ImageFile.LOAD_TRUNCATED_IMAGES = strict

    class Fetcher(URLFetcher):  # type: ignore[misc]
        """Lets through what is inside the page and our own fonts: no file and no network."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            if url.startswith(FONT):
                return URLFetcherResponse(url, _font(url), {"Content-Type": "font/ttf"})
            if url.startswith("data:image/"):
                return super().fetch(url, headers)
            raise ValueError("nothing is fetched for a page")

    # It tells of every property that it does not know, and of pictures that stay away.
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    document = weasyprint.HTML(string=html, url_fetcher=Fetcher(), base_url=None)
    content = document.write_pdf(
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(identity.encode("ascii")).digest()[:16],
        presentational_hints=True,
    )
    assert isinstance(content, bytes)
    return content


def _font(url: str) -> bytes:
    name = url.removeprefix(FONT)
    folder = asset("fonts")
    path = (folder / name).resolve()
    if folder.resolve() not in path.parents or path.suffix != ".ttf":
        raise ValueError(name)
    return path.read_bytes()


def _pictures(page: PageData) -> Iterator[str]:
    for element in prose.read(page.body).walk():
        if element.get("src").startswith("data:"):
            yield element.get("src")


def _html(page: PageData, style: str, *, proof: bool) -> str:
    tag = escape(page.language, value=True)
    title = escape(page.headline or page.words["untitled"])
    writers = [a.name for c in page.credits if c.role == "story" for a in c.authors]
    meta = {
        "author": ", ".join(writers),
        "description": page.dek,
        "keywords": ", ".join(page.tags),
        "generator": "newsroom",
        "dcterms.created": f"{wire.first_created(page):%Y-%m-%dT%H:%M:%SZ}",
        "dcterms.modified": f"{wire.created(page):%Y-%m-%dT%H:%M:%SZ}",
    }
    said = "".join(
        f'<meta name="{name}" content="{escape(value, value=True)}">'
        for name, value in meta.items()
        if value
    )
    tree = prose.read("".join(_article(page, proof=proof)))
    _breakable(tree)
    if proof:
        _on_the_grid(tree)
    article = prose.write(tree)
    return (
        f'<!doctype html><html lang="{tag}" dir="{page.direction}"><head><meta charset="utf-8">'
        f"<title>{title}</title>{said}<style>{style.replace('</', '')}</style></head>"
        f"<body><article>{article}</article></body></html>"
    )


def _article(page: PageData, *, proof: bool) -> Iterator[str]:
    yield "<header>"
    slug = f"{page.story.slug} – {wire.version(page)}"
    yield f'<p class="slug"{_running(slug)}>{escape(slug)}</p>' if proof else ""
    site = page.site.name
    yield f'<p class="site"{_running(site)}>{escape(site)}</p>' if site else ""
    yield _line("kicker", page.kicker, page)
    yield f"<h1>{escape(page.headline or page.words['untitled'])}</h1>"
    yield _line("dek", page.dek, page)
    for credit in page.credits:
        yield f'<p class="byline">{_credit(credit, page)}</p>'
    for said, moment in page.times:
        yield f'<p class="byline">{escape(said)} {escape(moment.words)}</p>'
    yield "</header>"
    if figure := _lead(page):
        yield prose.write(_omitted(figure) if proof else figure)
    root = prose.read(page.body)
    _readied(root, proof=proof)
    yield prose.write(root)
    for author in page.authors:
        bio = "".join(_line("", words, page) for words in author.bio)
        lines = _line("title", author.title, page) + bio
        yield f'<section class="author"><h2>{escape(author.name)}</h2>{lines}</section>'


def _running(words: str) -> str:
    """The attribute with what stands above every page: a line of it, whatever its length."""
    cut = words if len(words) <= _RUNNING else f"{words[:_RUNNING].rstrip()}…"
    return f' data-running="{escape(cut, value=True)}"'


def _breakable(element: Element) -> None:
    """Places where a line may end within what has none for longer than any word.

    WeasyPrint sets such a thing anew for each of its lines: a pasted blob of 50,000 letters would
    take hours.
    """
    for n, one in enumerate(element.inside):
        if isinstance(one, Element):
            _breakable(one)
        else:
            element.inside[n] = _UNBROKEN.sub(_broken, one)


def _broken(found: re.Match[str]) -> str:
    return _STRETCH.sub("\\g<0>\u200b", found[0])


def _lead(page: PageData) -> Element | None:
    picture = page.picture
    if picture is None:
        return None
    inside: list[Element | str] = [Element("img", {"src": picture.source, "alt": picture.alt})]
    credit = f"{page.words['photo_credit']} {picture.credit}" if picture.credit else ""
    if words := " ".join(filter(None, (picture.caption, credit))):
        way = first_strong(words) or page.direction
        inside.append(Element("figcaption", {"dir": way}, [words]))
    return Element("figure", {}, inside)


def _line(role: str, words: str, page: PageData) -> str:
    """A paragraph of plain words, which runs as its first strong letter says."""
    if not words:
        return ""
    way = first_strong(words)
    turned = f' dir="{way}"' if way and way != page.direction else ""
    name = f' class="{role}"' if role else ""
    return f"<p{name}{turned}>{escape(words)}</p>"


def _on_the_grid(element: Element) -> None:
    """All words in spans, so that the style can keep their face from raising the line."""
    for n, one in enumerate(element.inside):
        if isinstance(one, Element):
            _on_the_grid(one)
        elif one.strip():
            element.inside[n] = Element("span", {"class": "t"}, [one])


def _readied(root: Element, *, proof: bool) -> None:
    """Without ways back from footnotes, which nobody can follow on paper; details stand open."""
    for parent in root.walk():
        parent.inside[:] = [
            one for one in parent.inside if isinstance(one, str) or not one.has("footnote-backref")
        ]
        if parent.tag in ("details", "summary"):
            parent.tag = "div"
        if proof and parent.tag == "figure":
            _omitted(parent)


def _omitted(figure: Element) -> Element:
    """The figure with its alternative text in the place of the picture."""
    for image in [one for one in figure.elements if one.tag == "img"]:
        said = Element("span", {"class": "omitted"}, [f"[{image.get('alt')}] "])
        figure.replace(image, [said])
    return figure


def _credit(credit: Credit, page: PageData) -> str:
    names = [author.name for author in credit.authors]
    said = names[-1]
    if len(names) > 1:
        said = page.words["comma"].join(names[:-1]) + page.words["and"] + said
    return escape(" ".join(filter(None, (credit.before, said, credit.after))))

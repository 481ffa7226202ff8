"""A post's content as WordPress keeps it, made into the HTML that readers would get.

Block comments, shortcodes and bare line ends are WordPress's own layer over HTML (its functions
``wpautop``, ``do_shortcode`` and ``parse_blocks``; https://developer.wordpress.org/reference/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape

BLOCK_TAGS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "col", "colgroup", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hr", "iframe", "legend", "li", "main", "math", "menu", "nav", "object",
    "ol", "option", "p", "picture", "pre", "script", "section", "select", "style", "summary", "svg",
    "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul", "video", "audio",
})  # fmt: skip
_PARTED = frozenset({"blockquote", "div", "section", "article", "aside", "main", "details"})
"""Blocks in which blank lines part paragraphs too."""

_VOID = frozenset({"hr", "col"})
_COMMENT = re.compile(r"<!--(?!-?>)(.*?)-->", re.DOTALL)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(/?)>")
_GAP = re.compile(r"\n[ \t]*\n\s*")
_CAPTION = re.compile(r"\[caption\b([^\]]*)\](.*?)\[/caption\]", re.DOTALL)
_PICTURE = re.compile(r"(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?", re.IGNORECASE)
_GALLERY = re.compile(r"\[gallery\b([^\]]*)\]")
_NUMBER = re.compile(r"[0-9]{1,18}")  # as long as a database's
_EMBED = re.compile(r"\[embed\b[^\]]*\](.*?)\[/embed\]", re.DOTALL)
_PLAYED = re.compile(r"\[(audio|video|playlist)\b([^\]]*)\](?:\s*\[/\1\])?")
_ALONE = re.compile(
    r"(?m)^[ \t]*(?:<p>)?[ \t]*\[(/?)([a-zA-Z][\w-]{2,40})((?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|"
    r"[^\s\]]+))*)\s*/?\][ \t]*(?:</p>)?[ \t]*$"
)
_GIVEN = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'\]]+))")
_ESCAPED = re.compile(r"\[(\[[\w-]+[^\]]*\])\]")


@dataclass(slots=True)
class Content:
    """A post's content as HTML, and what was left out of it.

    ``left`` says how often which shortcode, ``unknown`` the numbers of galleries' pictures that the
    file does not have.
    """

    html: str
    left: dict[str, int] = field(default_factory=dict)
    unknown: list[int] = field(default_factory=list)


Attached = Callable[[int], "tuple[str, str, str] | None"]
"""The address, description and caption of the attachment of a number."""


def readable(content: str, attached: Attached = lambda _number: None) -> Content:
    """The content as readers would get it, without what only WordPress can make."""
    made = Content(content.replace("\r\n", "\n").replace("\r", "\n"))
    blocks = "<!-- wp:" in made.html
    if "<!--" in made.html:
        made.html = _COMMENT.sub("", made.html)
    if "[" in made.html:
        _shortcodes(made, attached)
    if not blocks:
        made.html = paragraphs(made.html)
    return made


def _shortcodes(made: Content, attached: Attached) -> None:
    html = _CAPTION.sub(_captioned, made.html)
    html = _GALLERY.sub(lambda found: _gallery(made, _given(found[1]), attached), html)
    html = _EMBED.sub(lambda found: f"\n\n{_linked(found[1])}\n\n", html)
    html = _PLAYED.sub(_played, html)

    def left_out(found: re.Match[str]) -> str:
        if not found[3] and not found[1] and "-" not in found[2] and "_" not in found[2]:
            return found[0]  # a word in brackets on a line of its own may be the writer's
        name = found[2].lower()
        if not found[1]:
            made.left[name] = made.left.get(name, 0) + 1
        return ""

    html = _ALONE.sub(left_out, html)
    for name in made.left:
        html = html.replace(f"[/{name}]", "")
    made.html = _ESCAPED.sub(r"\1", html)


def _captioned(found: re.Match[str]) -> str:
    given, inside = _given(found[1]), found[2]
    picture = _PICTURE.search(inside)
    if picture is None:
        return inside
    words = (inside[: picture.start()] + inside[picture.end() :]).strip()
    words = words or escape(given.get("caption", ""))
    said = f"<figcaption>{words}</figcaption>" if words else ""
    return f"\n\n<figure>{picture[0]}{said}</figure>\n\n"


def _gallery(made: Content, given: Mapping[str, str], attached: Attached) -> str:
    numbers = _NUMBER.findall(given.get("ids", given.get("include", "")))
    if not numbers:  # all that hangs on the post, which the file does not say
        made.left["gallery"] = made.left.get("gallery", 0) + 1
    figures: list[str] = []
    for number in map(int, numbers):
        if (picture := attached(number)) is None:
            made.unknown.append(number)
            continue
        address, words, caption = picture
        said = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
        figures.append(
            f'<figure><img src="{escape(address)}" alt="{escape(words)}">{said}</figure>'
        )
    return "\n\n".join(["", *figures, ""])


def _played(found: re.Match[str]) -> str:
    given = _given(found[2])
    place = next(
        (
            given[name]
            for name in ("src", "mp3", "mp4", "m4a", "m4v", "ogg", "webm")
            if name in given
        ),
        "",
    )
    return f"\n\n{_linked(place)}\n\n" if place else ""


def _linked(address: str) -> str:
    address = address.strip()
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'


def _given(words: str) -> dict[str, str]:
    return {
        found[1].lower(): next(filter(None, found.groups()[1:]), "")
        for found in _GIVEN.finditer(words)
    }


def paragraphs(html: str) -> str:
    """Blank lines as paragraphs and single ones as breaks, where no block says otherwise."""
    out: list[str] = []
    open_blocks: list[str] = []
    words: list[str] = []

    def flush() -> None:
        text = "".join(words)
        words.clear()
        if not text.strip():
            return
        inside = open_blocks[-1] if open_blocks else ""
        if inside and inside not in _PARTED:
            out.append(text)
        elif inside and not _GAP.search(text.strip()):
            out.append(_broken(text.strip()))
        else:
            out.extend(f"<p>{_broken(part)}</p>\n" for part in _GAP.split(text.strip()))

    at = 0
    for tag in _TAG.finditer(html):
        name = tag[2].lower()
        if name not in BLOCK_TAGS:
            continue
        words.append(html[at : tag.start()])
        at = tag.end()
        flush()
        out.append(tag[0])
        if tag[1]:
            if name in open_blocks:
                while open_blocks.pop() != name:
                    pass
        elif not tag[3] and name not in _VOID:
            if name in ("p", "li") and open_blocks and open_blocks[-1] == name:
                open_blocks.pop()  # its end tag may be left out
            open_blocks.append(name)
    words.append(html[at:])
    flush()
    return "".join(out)


def _broken(text: str) -> str:
    return re.sub(r"(?<!<br>)(?<!<br/>)(?<!<br />)\n", "<br>\n", text)

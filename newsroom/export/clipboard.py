"""A story for the clipboard, in the three shapes that other programs ask it for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsroom.export.fragment import fragment
from newsroom.export.page import PageData
from newsroom.export.plain import credit_lines, plain_text
from newsroom.news.correction import Place
from newsroom.text.notes import quiet_spans, without_notes

_PARAGRAPH = re.compile(r"[^\W\d_]|[\"'“‘«„(*]\S")  # a list, a head, a table begin otherwise
_REMARK = re.compile(r"<!--.*?(?:-->|\Z)[ \t]*\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Clip:
    """What lies on the clipboard: a program takes the richest that it knows."""

    html: str
    markdown: str
    text: str


def clip(page: PageData) -> Clip:
    """The story as clean HTML with its pictures inside, as Markdown and as plain text."""
    return Clip(html=fragment(page, whole=True), markdown=_markdown(page), text=plain_text(page))


def _markdown(page: PageData) -> str:
    """The Markdown as it was written, without what no reader may see, and around it what every
    other shape has: who wrote it and when, the lead picture's words, notices of corrections."""
    words = page.words
    moments = [f"{words['published']} {page.published.words}"] if page.published else []
    blocks = [
        f"**{_plain(page.kicker)}**" if page.kicker else "",
        f"# {_plain(page.headline or words['untitled'])}",
        f"*{_plain(page.dek)}*" if page.dek else "",
        "\\\n".join(_plain(line) for line in (*credit_lines(page), *moments)),
        _picture(page),
        *_notices(page, Place.TOP),
        _run_in(_without_remarks(without_notes(page.story.body)).strip("\n"), page),
        *_notices(page, Place.BOTTOM),
    ]
    return "\n\n".join(filter(None, blocks)) + "\n"


def _picture(page: PageData) -> str:
    """The lead picture by its address, where it has one; its caption and credit in any case."""
    picture = page.picture
    if picture is None:
        return ""
    credit = f"{page.words['photo_credit']} {picture.credit}" if picture.credit else ""
    said = " – ".join(filter(None, (picture.caption, credit)))
    shown = f"![{_plain(picture.alt)}](<{picture.address}>)" if picture.address else ""
    return "\n\n".join(filter(None, (shown, f"*{_plain(said)}*" if said else "")))


def _notices(page: PageData, place: Place) -> list[str]:
    return [
        f"> **{_plain(one.head)}** {_plain(one.text)}" for one in page.notices if one.place == place
    ]


def _run_in(body: str, page: PageData) -> str:
    """The dateline at the head of the first paragraph, or above what is none."""
    if not page.dateline:
        return body
    said = f"{_plain(page.dateline)}{page.words['dateline_dash']}"
    return f"{said}{body}" if _PARAGRAPH.match(body) else f"{said.strip()}\n\n{body}"


def _plain(words: str) -> str:
    """Words in which no sign means anything to Markdown."""
    return re.sub(r"([\\`*_\[\]<>#|~^])", r"\\\1", words)


def _without_remarks(markdown: str) -> str:
    """The text without its HTML comments; in code they are code."""
    quiet = [span for span in quiet_spans(markdown) if not markdown.startswith("<!--", span[0])]
    out: list[str] = []
    at = 0
    while found := _REMARK.search(markdown, at):
        inside = next((end for start, end in quiet if start <= found.start() < end), None)
        if inside is not None:
            out.append(markdown[at:inside])
            at = inside
            continue
        out.append(markdown[at : found.start()])
        at = found.end()
    return "".join((*out, markdown[at:]))

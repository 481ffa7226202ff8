"""A story for the clipboard, in the three shapes that other programs ask it for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsroom.export.fragment import fragment
from newsroom.export.page import PageData
from newsroom.export.plain import plain_text
from newsroom.text.notes import quiet_spans, without_notes

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
    """The Markdown as it was written, under its headline, without what no reader may see."""
    head = [
        f"**{_plain(page.kicker)}**" if page.kicker else "",
        f"# {_plain(page.headline or page.words['untitled'])}",
        f"*{_plain(page.dek)}*" if page.dek else "",
    ]
    body = _without_remarks(without_notes(page.story.body)).strip("\n")
    return "\n\n".join(filter(None, (*head, body))) + "\n"


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

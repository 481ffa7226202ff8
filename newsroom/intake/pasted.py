"""What a clipboard holds, read: walked HTML, words cut, Markdown opened."""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, urlsplit

from newsroom.text.document import Block, Document
from newsroom.text.pastedwords import bare_lines, clean, cut_lines, has_endless_word, paragraphs
from newsroom.values import dataclass

if TYPE_CHECKING:
    from newsroom.intake.html import Walked

_CLIPS: Final = re.compile(r"[/\\]msohtmlclip\d*[/\\]|[/\\]lu\w+\.tmp[/\\]")
"""Folders in which Word and LibreOffice lay the pictures of a clipboard."""


class Came(NamedTuple):
    """What was walked: the text, and by their addresses the pictures that can be taken in."""

    text: Walked
    files: Mapping[str, tuple[Path | bytes, str]]


class Opened(NamedTuple):
    """Markdown of ours, read."""

    blocks: Sequence[Block]
    markdown: str


@dataclass(frozen=True, slots=True)
class Plain:
    """Words: paragraphs of them, or for the Markdown the text itself. ``endless`` where one of them
    is longer than any word; ``cut`` lines were cut."""

    text: str
    parts: Sequence[Block]
    endless: bool
    cut: int = 0

    @property
    def count(self) -> int:
        """How many paragraphs or lines."""
        return len(self.parts) or self.text.count("\n") + 1

    def blocks(self) -> Sequence[Block]:
        """The paragraphs."""
        return self.parts

    def lines(self) -> Sequence[str]:
        """The lines."""
        return self.text.split("\n")


def plain_lines(text: str) -> Plain:
    """Words for the Markdown."""
    text, cut = cut_lines(bare_lines(text))
    return Plain(text, (), has_endless_word(text), cut)


def plain_paragraphs(text: str) -> Plain:
    """Words for a page."""
    text, cut = cut_lines(clean(text))
    return Plain(text, paragraphs(text), has_endless_word(text), cut)


def markdown_lines(markdown: str) -> Plain:
    """Markdown for the Markdown."""
    text = bare_lines(markdown)
    return Plain(text, (), has_endless_word(text))


def opened(markdown: str) -> Opened:
    """Markdown as blocks."""
    markdown = clean(markdown)
    return Opened(Document.open(markdown).blocks, markdown)


def is_web(address: str) -> bool:
    """Whether it is an address of the web."""
    return address[:8].lower().startswith(("http://", "https://"))


def walk(html: str) -> Came:
    """Walk HTML and look which of its pictures are at hand."""
    from newsroom.intake.html import read_html

    text = read_html(html)
    files: dict[str, tuple[Path | bytes, str]] = {}
    for number, address in enumerate(dict.fromkeys(text.pictures), 1):
        if address in text.embedded:
            files[address] = (text.embedded[address], f"pasted-{number}")
        elif address[:5].lower() == "file:" and (path := _clip(address)) is not None:
            files[address] = (path, path.name)
    return Came(text, files)


def _clip(address: str) -> Path | None:
    """The file of a picture that a program laid down for the clipboard, and no other: a page from
    outside may name any file of this computer."""
    path = _path_of(address)
    try:
        real = path.resolve()
        inside = real.is_relative_to(Path(tempfile.gettempdir()).resolve())
        return real if (inside or _CLIPS.search(str(real))) and real.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


def _path_of(address: str) -> Path:
    path = urlsplit(address).path
    if sys.platform != "win32":
        return Path(unquote(path))  # as below, without all that speaks to the web
    from urllib.request import url2pathname

    return Path(url2pathname(path))

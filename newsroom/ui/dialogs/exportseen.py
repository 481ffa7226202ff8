"""The result of an export as it is looked at: which of its bytes can be shown, and as what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from newsroom.i18n import _

if TYPE_CHECKING:
    from newsroom.desk.export import ExportReport

MOST_TEXT = 200_000  # bytes of a text that are shown: more than anybody reads here
MOST_LINE = 20_000  # characters of one line; a picture written into a page is a line of millions
_KILO, _MEGA = 1000, 1_000_000  # as file managers count


class Look(StrEnum):
    """As what a result is shown."""

    NOTHING = "nothing"  # there is none, and why is said elsewhere
    PAGE = "page"
    TEXT = "text"
    FILE = "file"  # no text: its name and size


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is shown of one story's file. ``size`` is in bytes; ``text`` is the file's own, ``cut``
    where it goes on; ``page`` is a whole web page; ``notes`` are what was left out of it."""

    look: Look
    name: str = ""
    size: int = 0
    text: str = ""
    cut: bool = False
    page: str = ""
    notes: tuple[str, ...] = ()


def seen(report: ExportReport) -> Seen:
    """What is shown of the one story in the report, which was made with ``keep``.

    Whether it is text is seen in the bytes: all formats of text here are UTF-8, and a container
    or a PDF never reads as such.
    """
    item = report.items[0]
    if not item.name:
        return Seen(look=Look.NOTHING)
    size = len(item.content)
    try:
        whole = item.content.decode("utf-8")
    except UnicodeDecodeError:
        whole = "\0"
    if "\0" in whole:
        return Seen(look=Look.FILE, name=item.name, size=size, notes=item.notes)
    page = whole if whole.lstrip()[:9].lower() == "<!doctype" else ""
    text, cut = _begun(item.content, whole)
    look = Look.PAGE if page else Look.TEXT
    return Seen(
        look=look, name=item.name, size=size, text=text, cut=cut, page=page, notes=item.notes
    )


def _begun(content: bytes, whole: str) -> tuple[str, bool]:
    """So much of the text as is shown, and whether it goes on."""
    begun = content[:MOST_TEXT].decode("utf-8", "ignore")
    lines = begun.split("\n")
    text = "\n".join(line if len(line) <= MOST_LINE else f"{line[:MOST_LINE]}…" for line in lines)
    return text, text != whole


def told_size(size: int) -> str:
    """How large a file is, in words."""
    if size < _KILO:
        return _("{n} bytes").format(n=size)
    if size < _MEGA:
        return _("{n} kB").format(n=round(size / _KILO))
    return _("{n} MB").format(n=round(size / _MEGA, 1))

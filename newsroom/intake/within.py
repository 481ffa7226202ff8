"""HTML that came in with pictures at hand: its Markdown, and the pictures that it shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from newsroom.i18n import ngettext
from newsroom.intake.picture import Checked, check
from newsroom.news.errors import BadInput

if TYPE_CHECKING:
    from newsroom.intake.dropped import Dropped
    from newsroom.intake.html import Walked

Get = Callable[[str], "Path | bytes | None"]
"""The picture of an address, where it is at hand."""

_SCALED = re.compile(r"-(?:\d{2,5}x\d{2,5}|scaled)(?=\.\w{3,4}$)")  # WordPress: x-300x200.jpg
_AWAY = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Within:
    """A text with its pictures. ``notes`` and ``problems`` are sentences to be told."""

    markdown: str
    media: tuple[Checked, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def within(walked: Walked, get: Get, *, name: str) -> Within:
    """The text with its pictures in the newsroom's own place.

    A picture that is not at hand keeps its public address; where it has none it is left out with
    a word, its caption stays. ``name`` is the file, for the sentences.
    """
    texts, made = each_within([walked], get, name=name)
    return replace(made, markdown=texts[0])


def each_within(pieces: Sequence[Walked], get: Get, *, name: str) -> tuple[tuple[str, ...], Within]:
    """The same for the pieces of one text: each one's Markdown, and all else together."""
    from newsroom.intake.html import told

    dropped: Counter[Dropped] = Counter()
    for piece in pieces:
        dropped.update(piece.dropped)
    sentence = told(dropped)
    notes = [f"{sentence[:1].upper()}{sentence[1:]}"] if sentence else []
    addresses: dict[str, str | None] = {}
    media: dict[str, Checked] = {}
    problems: list[str] = []
    away = missing = 0
    shown = {address: piece for piece in pieces for address in piece.pictures}
    for address, piece in shown.items():
        try:
            file = picture_of(piece.embedded.get(address) or get(address), address)
        except BadInput as error:
            problems.append(str(error))
            file = None
        if file is not None:
            media[file.sha256] = file
            addresses[address] = held(file)
        elif _AWAY.match(address):
            away += 1
        else:
            missing += 1
            addresses[address] = None
    if away:
        notes.append(
            ngettext(
                "{n} picture was not at hand and stays at its address.",
                "{n} pictures were not at hand and stay at their addresses.",
                away,
            ).format(n=away)
        )
    if missing and not problems:
        problems.append(
            ngettext(
                "{name}: {n} picture was not at hand and was left out.",
                "{name}: {n} pictures were not at hand and were left out.",
                missing,
            ).format(n=missing, name=name)
        )
    texts = tuple(piece.with_pictures(addresses).markdown for piece in pieces)
    return texts, Within("", tuple(media.values()), tuple(notes), tuple(problems))


def held(file: Checked) -> str:
    """How a text names a picture of the newsroom."""
    return f"media/{file.sha256}{PurePosixPath(file.filename).suffix}"


def picture_of(source: Path | bytes | None, address: str = "") -> Checked | None:
    """The checked picture; None for none. Raises BadInput where it can't be taken."""
    if source is None:
        return None
    last = PurePosixPath(unquote(urlsplit(address).path)).name
    return check(source, last if isinstance(source, bytes) else "")


def beside(folder: Path, roots: tuple[Path, ...] = ()) -> Get:
    """Finds pictures in a folder: by an address from there, or by the end of a public one.

    ``roots`` are further folders that addresses may be meant from, such as a site's uploads; a
    name that was made of a larger picture (x-300x200.jpg) gives the larger one where it is there.
    """
    places = (folder, *roots)

    def get(address: str) -> Path | None:
        try:
            path = unquote(urlsplit(address).path)
        except ValueError:
            return None
        parts = [part for part in path.split("/") if part not in ("", ".", "..")]
        if not parts or "\0" in path:
            return None
        whole = _SCALED.sub("", parts[-1])
        for last in dict.fromkeys((whole, parts[-1])):
            if not _AWAY.match(address):
                near = folder / path.lstrip("/")
                near = near.with_name(last) if near.name else near
                if ".." not in near.parts and near.is_file():
                    return near
            for place in places:
                for skip in range(len(parts)):
                    file = place.joinpath(*parts[skip:-1], last)
                    if file.is_file():
                        return file
        return None

    return get

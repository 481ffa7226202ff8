"""Plain text: one file, one story, its paragraphs found in whatever way they are parted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from newsroom.i18n import N_, _
from newsroom.intake.arrival import Arrival, Setting, file_key
from newsroom.intake.decode import MOST_BYTES, decode_guessing, read_bytes
from newsroom.intake.plainstory import story_of
from newsroom.news.errors import BadInput


@dataclass(frozen=True, slots=True)
class PlainTextFile:
    """Stories as plain text."""

    id: str = "text"
    title: str = N_("Plain text")
    suffixes: tuple[str, ...] = (".txt", ".text")

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The one story in the file. Raises BadInput where it is empty, or no text."""
        data = read_bytes(path, most=MOST_BYTES)
        text, notes, doubts = decode_guessing(data, name=path.name, encoding=setting.encoding)
        if not text.strip():
            raise BadInput(_("{name} is empty.").format(name=path.name))
        fields, bylines, told = story_of(text, name=path.name)
        return (
            Arrival(
                source=path.name,
                fields=fields,
                bylines=bylines,
                notes=(*notes, *told),
                doubts=doubts,
                held=bool(doubts),
                key=file_key(path),
                facts={"file": path.name},
            ),
        )

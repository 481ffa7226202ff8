"""Word documents: any of them as a story, and one that went out from here and comes back.

Read with the standard library alone, as data: nothing in it is run or fetched.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.i18n import N_, _
from newsroom.news.errors import BadInput

if TYPE_CHECKING:
    from newsroom.intake.arrival import Arrival, Setting

MOST_BYTES = 64 * 1024 * 1024  # of the file; a story with its pictures has a tenth


@dataclass(frozen=True, slots=True)
class DocxFile:
    """Stories as Word documents, with comments and tracked changes."""

    id: str = "docx"
    title: str = N_("Word document")
    suffixes: tuple[str, ...] = (".docx",)

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The one story in the file. Raises BadInput with one sentence."""
        from newsroom.intake.decode import read_bytes
        from newsroom.intake.package import binaries
        from newsroom.intake.wordarrival import arrived
        from newsroom.intake.wordreturn import read

        data = read_bytes(path, most=MOST_BYTES)
        file = read(data)
        if not file.paragraphs:
            raise BadInput(_("{name} holds no text.").format(name=path.name))
        return (arrived(file, binaries(data, "word/media/"), path),)

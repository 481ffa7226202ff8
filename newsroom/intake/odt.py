"""OpenDocument texts, as LibreOffice writes them, as stories.

Facts from OASIS Open Document Format 1.3, part 3. Read with the standard library alone, as data.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.i18n import N_, _
from newsroom.news.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Mapping

    from newsroom.intake.arrival import Arrival, Setting
    from newsroom.intake.wordfile import WordFile

MOST_BYTES = 64 * 1024 * 1024  # of the file; a story with its pictures has a tenth
_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_FACTS = {
    f"{_DC}title": "title",
    f"{_DC}date": "modified",
    f"{_DC}creator": "by",
    f"{_META}initial-creator": "creator",
    f"{_META}creation-date": "created",
}


@dataclass(frozen=True, slots=True)
class OdtFile:
    """Stories as OpenDocument texts, with comments and tracked changes."""

    id: str = "odt"
    title: str = N_("OpenDocument text (LibreOffice)")
    suffixes: tuple[str, ...] = (".odt",)

    def read(self, path: Path, setting: Setting) -> tuple[Arrival, ...]:
        """The one story in the file. Raises BadInput with one sentence."""
        from newsroom.intake.decode import read_bytes
        from newsroom.intake.package import binaries
        from newsroom.intake.wordarrival import arrived

        data = read_bytes(path, most=MOST_BYTES)
        file = read(data)
        if not file.paragraphs:
            raise BadInput(_("{name} holds no text.").format(name=path.name))
        return (arrived(file, binaries(data, "Pictures/"), path),)


def read(data: bytes) -> WordFile:
    """A document out of its bytes. Raises BadInput with a sentence."""
    from newsroom.intake.odtreading import OdtReading
    from newsroom.intake.odtstyles import OFFICE, Styles
    from newsroom.intake.package import parts, tree
    from newsroom.intake.wordfile import WordFile, every
    from newsroom.intake.wordreturn import MOST_LETTERS, MOST_PARAGRAPHS

    found = parts(data)
    if b"encryption-data" in found.get("META-INF/manifest.xml", b""):
        raise BadInput(
            _("This document is protected by a password. Save it without one to take it in.")
        )
    content = found.get("content.xml")
    if content is None:
        raise BadInput(_("This is no OpenDocument text."))
    root = tree(content)
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise BadInput(_("This is no OpenDocument text."))
    roots = [tree(found["styles.xml"])] if "styles.xml" in found else []
    reading = OdtReading(Styles([*roots, root]))
    paragraphs = reading.read(body)
    letters = sum(len(piece.run.text) for one in every(paragraphs) for piece in one.pieces)
    if letters > MOST_LETTERS or len(paragraphs) > MOST_PARAGRAPHS:
        raise BadInput(_("This document is longer than any story; it was left."))
    facts = _facts(found)
    return WordFile(
        story="",
        version=0,
        by=facts.get("by", ""),
        paragraphs=paragraphs,
        remarks=tuple(reading.remarks),
        people=tuple(reading.people),
        notes=reading.notes,
        facts=facts,
        dropped=+reading.dropped,
    )


def _facts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """What the document says of itself."""
    from newsroom.intake.package import tree

    content = parts.get("meta.xml")
    if content is None:
        return {}
    return {
        _FACTS[one.tag]: " ".join((one.text or "").split())
        for one in tree(content).iter()
        if one.tag in _FACTS and (one.text or "").strip()
    }

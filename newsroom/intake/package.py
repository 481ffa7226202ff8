"""An Office file as a package of XML parts, opened with care.

An archive that unpacks to far more than a document is refused before it is unpacked, and so is a
document type definition, which no Word file has and every entity attack needs.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile

from newsroom.i18n import _
from newsroom.news.errors import BadInput

MOST_BYTES = 64 * 1024 * 1024  # unpacked; a story with pictures has a few million
MOST_RATIO = 100  # of a part's size to its packed size, where it is large
MOST_PARTS = 2_000
_LARGE = 1024 * 1024  # bytes; small parts may well shrink a hundredfold
MOST_DEPTH = 200  # elements in each other: what reads them recurses

_OLD = b"\xd0\xcf\x11\xe0"  # OLE: a .doc, or a .docx behind a password


def parts(data: bytes) -> dict[str, bytes]:
    """The parts that are read, by name. Raises BadInput for what is no archive, or a bomb."""
    if data.startswith(_OLD):
        raise BadInput(
            _("This is an old .doc, or protected by a password. Save it as .docx without one.")
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            heavy = any(
                info.file_size > _LARGE and info.file_size > MOST_RATIO * info.compress_size
                for info in infos
            )
            if (
                len(infos) > MOST_PARTS
                or heavy
                or sum(info.file_size for info in infos) > MOST_BYTES
            ):
                raise BadInput(_("This file unpacks to far more than a document; it was left."))
            wanted = [i for i in infos if i.filename.endswith((".xml", ".rels"))]
            found = {}
            for info in wanted:
                with archive.open(info) as part:
                    content = part.read(info.file_size + 1)
                if len(content) > info.file_size:
                    raise BadInput(_("This file says it is smaller than it is; it was left."))
                found[info.filename] = content
            return found
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError,
            ValueError) as error:  # fmt: skip
        raise BadInput(_("This is no Word document, or a damaged one.")) from error


class _NoDoctype(ET.TreeBuilder):
    """Builds a tree of bounded depth, and no document with a DOCTYPE."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """Word writes none."""
        raise BadInput(_("This document holds a DOCTYPE, as no Word file does; it was left."))

    def start(self, tag: str, attrs: dict[str, str]) -> ET.Element:
        """An element begins."""
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise BadInput(_("This document is nested too deep to be read."))
        return super().start(tag, attrs)

    def end(self, tag: str) -> ET.Element:
        """An element ends."""
        self._depth -= 1
        return super().end(tag)


def tree(content: bytes) -> ET.Element:
    """A part as a tree. Raises BadInput."""
    parser = ET.XMLParser(target=_NoDoctype())
    try:
        parser.feed(content)
        root: ET.Element = parser.close()
    except ET.ParseError as error:
        raise BadInput(_("This Word document is damaged.")) from error
    return root

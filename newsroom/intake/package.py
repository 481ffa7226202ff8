"""An Office file as a package of XML parts, opened with care.

An archive that unpacks to far more than a document is refused before it is unpacked, and so is a
document type definition, which no such file has and every entity attack needs.
"""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator

from newsroom.i18n import _
from newsroom.news.errors import BadInput

MOST_BYTES = 64 * 1024 * 1024  # unpacked; a story with pictures has a few million
MOST_RATIO = 100  # of a part's size to its packed size, where it is large
MOST_PARTS = 2_000
_LARGE = 1024 * 1024  # bytes; small parts may well shrink a hundredfold
MOST_DEPTH = 200  # elements in each other: what reads them recurses

_OLD = b"\xd0\xcf\x11\xe0"  # OLE: a .doc, or a .docx behind a password
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY = 4 * 1024 * 1024  # bytes in which the names of a compound file's streams are looked for


def parts(data: bytes) -> dict[str, bytes]:
    """The parts that are read, by name. Raises BadInput for what is no archive, or a bomb."""
    return dict(_opened(data, (".xml", ".rels")))


def binaries(data: bytes, folder: str) -> dict[str, bytes]:
    """The parts below a folder, by name: pictures. Raises as ``parts`` does."""
    return {
        name: content
        for name, content in _opened(data, ("",), folder)
        if not name.endswith((".xml", ".rels"))
    }


def _refuse_old(data: bytes) -> None:
    """A compound file is an old document, or one behind a password ([MS-OFFCRYPTO] 1.3.2)."""
    if not data.startswith(_OLD):
        return
    if _PASSWORD in data[:_DIRECTORY]:
        raise BadInput(
            _("This document is protected by a password. Save it without one to take it in.")
        )
    raise BadInput(_("This is an old .doc file. Save it as .docx to take it in."))


def _opened(data: bytes, ends: tuple[str, ...], folder: str = "") -> Iterator[tuple[str, bytes]]:
    _refuse_old(data)
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
            for info in infos:
                if not info.filename.endswith(ends) or not info.filename.startswith(folder):
                    continue
                if info.is_dir():
                    continue
                with archive.open(info) as part:
                    content = part.read(info.file_size + 1)
                if len(content) > info.file_size:
                    raise BadInput(_("This file says it is smaller than it is; it was left."))
                yield info.filename, content
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError,
            ValueError, zlib.error) as error:  # fmt: skip
        raise BadInput(_("This is no document that can be read, or a damaged one.")) from error


class _NoDoctype(ET.TreeBuilder):
    """Builds a tree of bounded depth, and no document with a DOCTYPE."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        """No program writes one."""
        raise BadInput(_("This document holds a DOCTYPE, as none of its kind does; it was left."))

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
        raise BadInput(_("This document is damaged.")) from error
    return root

"""Files that are ZIP archives, the same bytes for the same members."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import zipfile

_NEVER = (1980, 1, 1, 0, 0, 0)  # the first moment that ZIP knows: members have no age of their own
_READABLE = 0o644 << 16


def pack(members: Iterable[tuple[str, bytes]], *, first: tuple[str, bytes] | None = None) -> bytes:
    """An archive of these members in their order; ``first`` stands before them, uncompressed."""
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first is not None:
            archive.writestr(_member(first[0]), first[1], zipfile.ZIP_STORED)
        for name, content in members:
            archive.writestr(_member(name), content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    import zipfile

    info = zipfile.ZipInfo(name, _NEVER)
    info.create_system = 3  # Unix, wherever it is made
    info.external_attr = _READABLE
    return info

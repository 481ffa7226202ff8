"""A published site as one ZIP file: the same site gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from newsroom.export.files import Act, plan_write
from newsroom.export.site.manifest import Manifest

_STAMP = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can hold; when it was packed says nothing
_RIGHTS = 0o644 << 16
_SQUEEZED = 6  # zlib's usual level, said so that its default may change


def pack(folder: Path, manifest: Manifest, to: Path) -> bool:
    """Write the site's files into the ZIP ``to``; False where it holds just that already.

    Raises DiskFull, BadInput, and OSError for a file that is missing.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=_SQUEEZED) as archive:
        for path in sorted(manifest.files):
            entry = zipfile.ZipInfo(path, _STAMP)
            entry.compress_type = (
                zipfile.ZIP_STORED
                if manifest.files[path].kind == "picture"
                else zipfile.ZIP_DEFLATED
            )
            entry.external_attr = _RIGHTS
            entry.create_system = 3  # Unix, wherever it is made
            archive.writestr(entry, (folder / path).read_bytes())
    action = plan_write(to, made.getvalue())
    action.carry_out()
    return action.act is not Act.SAME

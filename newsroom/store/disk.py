"""Making sure that what was written stands on the disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

# A quota and a limit on the size of files are a full disk to whoever writes.
_FULL = frozenset(
    code for code in (errno.ENOSPC, getattr(errno, "EDQUOT", None), errno.EFBIG) if code is not None
)


def is_full(error: OSError) -> bool:
    """Whether there was no room left."""
    return error.errno in _FULL


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut, where the system can."""
    if os.name == "nt":
        return  # Windows keeps names with the file
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the bytes of a file last through a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())

"""Files and folders that stories come in, among what is dragged or on the clipboard."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData, QUrl

STORIES: Final = frozenset({
    ".md", ".markdown", ".txt", ".html", ".htm", ".xhtml", ".docx", ".odt", ".xml", ".json", ".eml",
    ".rss", ".atom", ".rdf", ".zip",
})  # fmt: skip
"""The ends of files that stories come in."""


_PICTURES: Final = frozenset({
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".svg",
    ".heic", ".avif",
})  # fmt: skip
"""The ends of files of pictures; whether one is taken is told when it is looked at."""

_OURS: Final = re.compile(r"[0-9a-f]{64}")

COPIED: Final = ("x-special/gnome-copied-files", "x-special/mate-copied-files")
"""What file managers of Linux lay beside the list of addresses, and some of them alone: "copy" or
"cut" in the first line, an address in each further one."""


def local_files(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of this computer that are dragged, or were copied in a file manager."""
    urls = data.urls()
    for kind in () if urls else COPIED:
        if data.hasFormat(kind):
            lines = bytes(data.data(kind).data()).decode("utf-8", "replace").splitlines()
            urls = [QUrl(line) for line in lines[1:]]
            break
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())


def story_files(data: QMimeData) -> tuple[Path, ...]:
    """The files of stories and the folders of this computer among it."""
    return tuple(path for path in local_files(data) if may_hold_stories(path))


def is_picture(path: Path) -> bool:
    """Whether a file is a picture, by its name; one of our library goes by the hash of its content
    alone."""
    return path.suffix.lower() in _PICTURES or _OURS.fullmatch(path.name) is not None


def may_hold_stories(path: Path) -> bool:
    """Whether it is a file of a story by its name, or a folder."""
    return path.suffix.lower() in STORIES or path.is_dir()

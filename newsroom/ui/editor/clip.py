"""Pictures on the clipboard: pixels, or files of pictures on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

_SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp"})
STORIES: Final = frozenset({
    ".md", ".markdown", ".txt", ".html", ".htm", ".xhtml", ".docx", ".odt", ".xml", ".json", ".eml",
    ".rss", ".atom", ".rdf", ".zip",
})  # fmt: skip
"""The ends of files that stories come in."""
_MOST: Final = 20  # files of one paste


def holds_picture(source: QMimeData) -> bool:
    """Whether the clipboard is a picture or files of pictures, and no words."""
    return bool(_files(source)) or (
        source.hasImage() and not source.hasHtml() and not source.hasText()
    )


def holds_document(source: QMimeData) -> bool:
    """Whether it is files of stories, or folders: they are the window's to take."""
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    return bool(paths) and all(
        path.suffix.lower() in STORIES or (not path.suffix and path.is_dir()) for path in paths
    )


def pictures_in(source: QMimeData) -> list[tuple[Path | bytes, str]]:
    """Each picture as its file, or as the bytes of a PNG, with a name for it."""
    files = _files(source)
    if files:
        return [(path, path.name) for path in files[:_MOST]]
    image = source.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return []
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return [(bytes(held.data()), "pasted.png")]


def _files(source: QMimeData) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
    return paths if paths and all(path.suffix.lower() in _SUFFIXES for path in paths) else []

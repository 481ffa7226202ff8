"""Pictures on the clipboard: pixels, or files of pictures on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from newsroom.ui.editor.pastewords import html_words
from newsroom.ui.storyfiles import only_story_files

_SUFFIXES: Final = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp"})
_MOST: Final = 20  # files of one paste


def holds_picture(source: QMimeData) -> bool:
    """Whether the clipboard is a picture or files of pictures, and no words."""
    return bool(_files(source)) or (source.hasImage() and is_picture_alone(source))


def is_picture_alone(source: QMimeData) -> bool:
    """Whether what lies beside a picture says nothing: a browser that copies one adds the address
    that it has there. A spreadsheet hands out a picture of its cells, and these too."""
    if source.hasText() and source.text().strip():
        return False
    html = source.html() if source.hasHtml() else ""
    return not html or ("<img" in html.lower() and not html_words(html))


def holds_document(source: QMimeData) -> bool:
    """Whether it is files of stories, or folders: they are the window's to take."""
    return only_story_files(source)


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

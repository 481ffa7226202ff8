"""Pictures on the clipboard: pixels, or files of pictures on this machine."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from newsroom.ui.editor.pastewords import html_words
from newsroom.ui.storyfiles import is_picture, local_files

PASTED: Final = "pasted.png"
_ADDRESS: Final = re.compile(r"(?:[a-z][a-z0-9+.-]{1,20}://|data:)\S{1,4000}", re.IGNORECASE)


def holds_other_files(source: QMimeData) -> bool:
    """Whether there are files among it that are no pictures: a drop of those is the window's."""
    return not all(map(is_picture, local_files(source)))


def holds_picture(source: QMimeData) -> bool:
    """Whether it is a picture, or files of pictures, and no words."""
    files = local_files(source)
    if files:
        return all(map(is_picture, files))
    return source.hasImage() and is_picture_alone(source)


def is_picture_alone(source: QMimeData) -> bool:
    """Whether what lies beside a picture says nothing: a browser that copies one, or lets one be
    dragged, adds the address that it has there. A spreadsheet hands out a picture of its cells, and
    these too."""
    words = source.text().strip() if source.hasText() else ""
    if words and not _ADDRESS.fullmatch(words):
        return False
    html = source.html() if source.hasHtml() else ""
    return not html or ("<img" in html.lower() and not html_words(html))


def picture_in(source: QMimeData) -> bytes | None:
    """The picture itself, as a PNG."""
    image = source.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return None
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(held.data())

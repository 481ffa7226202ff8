"""Pictures from outside: known by their bytes, measured by their header, then read through once."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from newsroom.i18n import _
from newsroom.intake.decode import read_bytes
from newsroom.intake.imagemeta import read_words
from newsroom.news.digest import digest
from newsroom.news.errors import BadInput
from newsroom.news.media import NO_WORDS, FileWords
from newsroom.values import dataclass

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MOST_PIXELS = 100_000_000
"""The largest picture that is opened: 300 MB once decoded, more than any press camera makes."""

MOST_BYTES = 64 * 1024 * 1024
"""The largest picture file that is taken."""

FILENAME_LENGTH = 100  # room for a folder and a suffix within the 255 bytes of most file systems

_EXIF_ORIENTATION = 0x0112
_SIDEWAYS = frozenset({5, 6, 7, 8})  # EXIF 2.32, tag Orientation: these are turned by 90 degrees


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A picture that can be opened. ``width`` and ``height`` are pixels as it is looked at;
    ``words`` are what its file says of it."""

    data: bytes
    filename: str
    mime: str
    width: int
    height: int
    words: FileWords = NO_WORDS

    @property
    def sha256(self) -> str:
        """The name that the media folder will know it by."""
        return digest(self.data)


def _jpeg(file: io.BytesIO) -> ImageFile:
    from PIL.JpegImagePlugin import JpegImageFile

    return JpegImageFile(file)


def _png(file: io.BytesIO) -> ImageFile:
    from PIL.PngImagePlugin import PngImageFile

    return PngImageFile(file)


def _gif(file: io.BytesIO) -> ImageFile:
    from PIL.GifImagePlugin import GifImageFile

    return GifImageFile(file)


def _webp(file: io.BytesIO) -> ImageFile:
    from PIL.WebPImagePlugin import WebPImageFile

    return WebPImageFile(file)


@dataclass(frozen=True, slots=True)
class _Type:
    mime: str
    suffix: str
    also: tuple[str, ...]
    begins: re.Pattern[bytes]
    # The plugin itself rather than Image.open, whose own guard speaks before the size is known.
    open: Callable[[io.BytesIO], ImageFile]


_JPEG = "image/jpeg"

_TYPES = (
    _Type(_JPEG, ".jpg", (".jpg", ".jpeg"), re.compile(rb"\xff\xd8\xff"), _jpeg),
    _Type("image/png", ".png", (".png",), re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    _Type("image/gif", ".gif", (".gif",), re.compile(rb"GIF8[79]a"), _gif),
    _Type("image/webp", ".webp", (".webp",), re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
)

_DRAWING = re.compile(rb"\s*(<\?xml|<svg|<!DOCTYPE svg|<!--)", re.IGNORECASE)


class Look(Protocol):
    """Somebody who looks on while a picture is read through, so that it is decoded once."""

    def before(self, picture: ImageFile) -> bool:
        """Its header is read. True where it was told how finely it is to be decoded."""

    def after(self, picture: ImageFile) -> None:
        """It is decoded, and about to be closed."""


def check(source: Path | bytes, filename: str = "", *, look: Look | None = None) -> Checked:
    """The picture, known to be one of JPEG, PNG, GIF or WebP, whole, and of a size we can open.

    ``source`` is a file or its bytes; ``filename`` is what people know it by (a file's own name
    by default). ``look`` is shown the picture on the way. Raises BadInput with one sentence: not a
    picture, too large, damaged, missing.
    """
    if isinstance(source, Path):
        shown = filename or source.name
        data = read_bytes(source, most=MOST_BYTES)
    else:
        shown = filename or _("The picture")
        data = source
        if len(data) > MOST_BYTES:
            raise BadInput(
                _("{name} is {size} MB large; at most {most} MB are taken.").format(
                    name=shown,
                    size=f"{len(data) / 1024 / 1024:.1f}",
                    most=MOST_BYTES // (1024 * 1024),
                )
            )
    kind = _kind(data, shown)
    width, height, words = _measure(data, kind, shown, look)
    return Checked(
        data=data,
        filename=safe_filename(shown, kind.suffix, kind.also),
        mime=kind.mime,
        width=width,
        height=height,
        words=words,
    )


def safe_filename(name: str, suffix: str, also: tuple[str, ...] = ()) -> str:
    """A plain file name: no folders, no control characters, with the suffix of what it really is.

    "../../shot.PNG" that holds a JPEG becomes "shot.jpg".
    """
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    stem, dot, end = name.rpartition(".")
    if not dot:
        stem, end = name, ""
    stem = stem.strip(" .")[:FILENAME_LENGTH] or "picture"
    keep = f".{end.lower()}"
    return stem + (keep if keep in (*also, suffix) else suffix)


def _kind(data: bytes, name: str) -> _Type:
    for kind in _TYPES:
        if kind.begins.match(data):
            return kind
    if not data:
        raise BadInput(_("{name} is empty, not a picture.").format(name=name))
    if _DRAWING.match(data[:512]) and b"<svg" in data[:4096].lower():
        raise BadInput(
            _("{name} is an SVG drawing, which may hold programs; save it as PNG.").format(
                name=name
            )
        )
    raise BadInput(
        _("{name} is not a picture that we know; JPEG, PNG, GIF and WebP are taken.").format(
            name=name
        )
    )


def _measure(data: bytes, kind: _Type, name: str, look: Look | None) -> tuple[int, int, FileWords]:
    """Width and height in pixels, upright, and the file's words, after one full read.

    Raises BadInput.
    """
    from PIL import UnidentifiedImageError

    # What Pillow's readers raise on damaged files, by their own tests and by fuzzing them.
    damaged = (
        OSError,
        SyntaxError,
        ValueError,
        IndexError,
        KeyError,
        TypeError,
        OverflowError,
        EOFError,
        struct.error,
        zlib.error,
        UnidentifiedImageError,
    )
    try:
        picture = kind.open(io.BytesIO(data))
        width, height = picture.size
        if kind.mime == _JPEG:
            # In one go: by Pillow's pieces of 64 KiB it is copied three times on the way.
            picture.decodermaxblock = len(data)
    except damaged:
        raise BadInput(_damaged(name)) from None
    if width * height > MOST_PIXELS:
        raise BadInput(
            _(
                "{name} is {width} × {height} pixels; at most {most} megapixels are taken. "
                "Scale it down first."
            ).format(
                name=name,
                width=_spaced(width),
                height=_spaced(height),
                most=MOST_PIXELS // 1_000_000,
            )
        )
    try:
        with picture:
            if look is None or not look.before(picture):
                # A JPEG is read at an eighth of its size: the whole file is seen, a fraction
                # decoded.
                picture.draft("RGB", (max(width // 8, 1), max(height // 8, 1)))
                look = None
            picture.load()
            sideways = picture.getexif().get(_EXIF_ORIENTATION) in _SIDEWAYS
            words = read_words(picture)
            if look is not None:
                look.after(picture)
    except (*damaged, MemoryError):
        raise BadInput(_damaged(name)) from None
    return (height, width, words) if sideways else (width, height, words)


def _damaged(name: str) -> str:
    return _("{name} is damaged and can't be opened as a picture; export it again.").format(
        name=name
    )


def _spaced(n: int) -> str:
    """A number with thin groups of three, as on the design page: 16 000."""
    return f"{n:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")

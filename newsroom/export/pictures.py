"""Pictures for pages: upright, without camera data, no wider than needed, as data: addresses."""

from __future__ import annotations

import base64
import io
import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import IO, TYPE_CHECKING, Protocol

from newsroom.export.parts import Part, split
from newsroom.i18n import _
from newsroom.news.crop import crop
from newsroom.news.errors import BadInput
from newsroom.values import dataclass

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MOST_PIXELS = 100_000_000  # as intake.picture: 300 MB once decoded
LEAD_WIDTH = 1600  # twice the column on a dense screen
NARROW = (480, 960)
"""Pixels across of what a page offers beside the picture itself, for small windows."""

KEPT_BYTES = 32 * 1024 * 1024  # of renditions, so that a preview does not scale at every key

_ORIENTATION = 0x0112  # of Exif, table 6
_ON_ITS_SIDE = frozenset({5, 6, 7, 8})

_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""What sets each orientation of Exif upright, as Pillow calls it."""

_GAP = 2.0
"""Where a picture becomes four times smaller or more, it is halved first, each pixel the mean of
four: the rest has half of the pixels to look at (Pillow's ``reducing_gap``)."""

_JPEG_QUALITY = 82  # no difference to be seen on a page, about a third of 95
_OWN_TABLES = 0.1
"""Bytes a pixel below which a JPEG gets tables of its own: a drawing's are a third smaller by them,
a photograph's, which are above, a thirtieth, in more than twice the time."""
_PNG_BYTES = 400_000  # a PNG above this without transparency is a photograph: JPEG is a tenth


SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp"}
_WEBP_QUALITY = 78  # looks as JPEG does with 82


@dataclass(frozen=True, slots=True)
class Choice:
    """What a browser may choose from instead of one rendition, each as ``srcset`` says it.

    ``webp`` is for those that know WebP. "" where there is nothing to choose from.
    """

    srcset: str = ""
    webp: str = ""


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture as a page carries it; sizes are pixels."""

    content: bytes
    mime: str
    width: int
    height: int

    @property
    def suffix(self) -> str:
        """The end of its file's name."""
        return SUFFIXES[self.mime]

    @property
    def address(self) -> str:
        """The picture itself as an address."""
        return f"data:{self.mime};base64,{base64.b64encode(self.content).decode('ascii')}"


class Shelf(Protocol):
    """Where renditions lie that were made before. Usable from any thread; it raises nothing."""

    def get(self, sha256: str, width: int) -> Rendition | None:
        """The rendition, None where there is none."""

    def put(self, sha256: str, width: int, made: Rendition) -> None:
        """Lay it down."""


class Pictures:
    """Renditions of pictures in the media folder, each made once. Usable from any thread.

    ``read`` gives a file's bytes by its sha256 and raises NewsroomError where there is none;
    ``shelf`` has those that were made before.
    """

    def __init__(self, read: Callable[[str], bytes], shelf: Shelf | None = None) -> None:
        self._read = read
        self._shelf = shelf
        self._kept: OrderedDict[tuple[str, int], Rendition] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, sha256: str, width: int) -> Rendition:
        """The picture, at most ``width`` pixels wide. Raises BadInput, or what ``read`` raises."""
        key = (sha256, width)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = self._made(sha256, width)
        with self._lock:
            if key in self._kept:
                return self._kept[key]
            self._kept[key] = made
            self._size += len(made.content)
            while self._size > KEPT_BYTES and len(self._kept) > 1:
                _key, old = self._kept.popitem(last=False)
                self._size -= len(old.content)
            return made

    def _made(self, sha256: str, width: int) -> Rendition:
        """The rendition from the shelf, or made now. A page without its original is refused."""
        whole, part = split(sha256)
        data = self._read(whole)
        if self._shelf is None:
            return rendition(data, width, part)
        made = self._shelf.get(sha256, width)
        if made is None:
            made = rendition(data, width, part)
            self._shelf.put(sha256, width, made)
        return made

    def choice(self, _sha256: str, _held: Rendition, *, root: str = "") -> Choice:
        """What a browser may choose from instead of this rendition.

        Nothing here: a page that holds its pictures holds each once. ``root`` leads to where they
        lie.
        """
        return Choice()

    def ahead(self, wanted: Iterable[str], width: int) -> None:
        """Make these renditions by all cores, before they are asked for one after the other.

        One that can't be made is told to who asks for it.
        """
        with self._lock:
            missing = [one for one in dict.fromkeys(wanted) if (one, width) not in self._kept]
        if len(missing) < 2:
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(min(len(missing), os.cpu_count() or 1)) as threads:
            for made in [threads.submit(self.get, one, width) for one in missing]:
                made.exception()


def rendition(data: bytes, width: int, part: Part | None = None) -> Rendition:
    """The picture turned upright, freed of all that a camera or a program wrote into it, scaled
    down to ``width`` pixels if it is wider, in sRGB; of a part, that part. Raises BadInput.
    """
    with _picture(data, width, part) as (picture, as_png):
        return encode(picture, as_png=as_png)


def renditions(
    data: bytes,
    width: int,
    part: Part | None = None,
    *,
    narrower: Sequence[int] = NARROW,
    webp: bool = False,
) -> dict[tuple[int, bool], Rendition]:
    """The rendition and the narrower ones of it that are no enlargements, by width and whether it
    is WebP, from one look at the file. Raises BadInput."""
    widths = (width, *narrower)
    with _picture(data, width, part) as (picture, as_png):
        return every_width(picture, widths, as_png=as_png, webp=widths if webp else ())


@contextmanager
def _picture(data: bytes, width: int, part: Part | None) -> Iterator[tuple[Image, bool]]:
    """The picture, fitted, and whether it came as PNG. What is wrong with it raises BadInput."""
    try:
        with _opened(data) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise BadInput(
                    _("The picture is {width} × {height} pixels, too many for a page.").format(
                        width=opened.width, height=opened.height
                    )
                )
            yield _fitted(opened, width, part), opened.format == "PNG"
    except BadInput:
        raise
    except Exception as error:  # Pillow's readers raise a dozen kinds on damaged files
        raise BadInput(_("The picture is damaged and can't be put on the page.")) from error


def _fitted(opened: ImageFile, width: int, part: Part | None) -> Image:
    """The picture, or the part of it, upright and at most ``width`` pixels wide."""
    from PIL.Image import Resampling

    if part is None:
        draft(opened, width)
        return scaled(opened, width)
    # What is cut away was decoded: twice as wide is enough for every usual shape.
    draft(opened, width * 2)
    made = cut(scaled(opened, width * 2), part)
    if made.width <= width:
        return made
    high = max(1, round(made.height * width / made.width))
    return made.resize((width, high), Resampling.BICUBIC)


def every_width(
    picture: Image, widths: Sequence[int], *, as_png: bool, webp: Sequence[int] = ()
) -> dict[tuple[int, bool], Rendition]:
    """The picture under the first of these widths, which it fits into, and what the others make
    smaller, by width and whether it is WebP, which those in ``webp`` are made as, too.

    Scaled as Pillow's ``BICUBIC`` does, which looks at all pixels that fall into one: on a
    photograph the difference to ``LANCZOS`` is half of what JPEG itself does to it, and a third of
    the time is saved.

    All are of the kind of the large one: a photograph that stays a PNG when it is small is no
    smaller file. Where that is PNG, for its few colours or what is clear, WebP loses nothing.
    """
    from PIL.Image import Resampling

    large = encode(picture, as_png=as_png)
    plain = large.mime == "image/png"
    made = {(widths[0], False): large}
    sizes = [(widths[0], picture)]
    # Each is made of the next larger one: it is scaled by two or less, and has no more to look at.
    for across in sorted(widths[1:], reverse=True):
        if across < picture.width:
            size = (across, max(1, round(picture.height * across / picture.width)))
            small = sizes[-1][1].resize(size, Resampling.BICUBIC, reducing_gap=_GAP)
            made[(across, False)] = encode(small, as_png=plain)
            sizes.append((across, small))
    for across, one in sizes:
        if across in webp:
            made[(across, True)] = _encode_webp(one, lossless=plain)
    return made


def draft(opened: ImageFile, width: int) -> None:
    """Have a JPEG decoded small at once: to a half, a quarter or an eighth, as long as half as many
    pixels again are left to be scaled down with care. To be said before it is loaded."""
    least = width + width // 2
    across = opened.height if _on_its_side(opened) else opened.width
    opened.draft("RGB", (opened.width * least // across, opened.height * least // across))


def scaled(opened: Image, width: int) -> Image:
    """The picture upright, at most ``width`` pixels wide, as RGB or RGBA in sRGB.

    It is made small first: what comes after has fewer pixels to look at.
    """
    from PIL import Image

    turn = _TURNS.get(opened.getexif().get(_ORIENTATION, 1))
    profile = opened.info.get("icc_profile")
    picture: Image.Image = opened
    if picture.mode not in ("RGB", "RGBA", "L", "CMYK") or "transparency" in picture.info:
        picture = _in_srgb(picture, profile)  # there are no colours in between to scale by
        profile = None
    across, high = picture.size[::-1] if _on_its_side(opened) else picture.size
    if across > width:
        size = (width, max(1, round(high * width / across)))
        picture = picture.resize(
            size[::-1] if _on_its_side(opened) else size, Image.Resampling.BICUBIC
        )
    if turn is not None:
        picture = picture.transpose(Image.Transpose[turn])
    return _in_srgb(picture, profile)


def cut(picture: Image, part: Part) -> Image:
    """The part of a picture that stands upright."""
    box = crop(picture.width, picture.height, part.shape, part.x, part.y)
    return picture.crop((box.left, box.top, box.left + box.width, box.top + box.height))


def _on_its_side(picture: Image) -> bool:
    return picture.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE


def _opened(data: bytes) -> ImageFile:
    """The picture with its header read.

    By the reader itself: Image.open has a guard of its own, which warns, or refuses, without
    telling the size.
    """
    from PIL.GifImagePlugin import GifImageFile
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    for start, reader in (
        (b"\xff\xd8\xff", JpegImageFile),
        (b"\x89PNG", PngImageFile),
        (b"GIF8", GifImageFile),
        (b"RIFF", WebPImageFile),
    ):
        if data.startswith(start):
            return reader(io.BytesIO(data))
    raise BadInput(_("This is not a picture that we know; JPEG, PNG, GIF and WebP are taken."))


def _in_srgb(picture: Image, profile: bytes | None) -> Image:
    """The picture as RGB or RGBA in the colour space that a page without a profile means."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.point(lambda value: value / 256).convert("L")
    clear = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    mode = "RGBA" if clear else "RGB"
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        from PIL import ImageCms

        try:
            converted = ImageCms.profileToProfile(
                picture,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a broken profile: the plain numbers are the best guess
        if converted is not None:
            return converted
    return picture if picture.mode == mode else picture.convert(mode)


def encode(picture: Image, *, as_png: bool) -> Rendition:
    """The pixels alone in a fresh file; nothing of the old file's other parts comes along."""
    clear = picture.mode == "RGBA"
    picture.info.clear()
    if clear or as_png:
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=True)
        if clear or out.tell() <= _PNG_BYTES:
            return Rendition(out.getvalue(), "image/png", picture.width, picture.height)
    plain = picture if picture.mode == "RGB" else picture.convert("RGB")
    data = _jpeg(plain, optimize=False)
    if len(data) < _OWN_TABLES * plain.width * plain.height:
        data = _jpeg(plain, optimize=True)
    return Rendition(data, "image/jpeg", picture.width, picture.height)


def _jpeg(picture: Image, *, optimize: bool) -> bytes:
    """The picture as JPEG; ``optimize`` makes the tables of its code for it alone."""
    # Into a file of the system: with memory of Python's own, Pillow keeps Python's lock until all
    # is encoded, and the window stands still for that long (bench_pictures).
    with _scratch() as file:
        # Not progressive: it takes three times as long, for a twentieth of the bytes.
        picture.save(file, "JPEG", quality=_JPEG_QUALITY, optimize=optimize)
        file.seek(0)
        return file.read()


def _scratch() -> IO[bytes]:
    """A file that goes when it is closed: in memory where the system has such, else on the disk."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("rendition"), "w+b")
    from tempfile import TemporaryFile

    return TemporaryFile()


def _encode_webp(picture: Image, *, lossless: bool) -> Rendition:
    """The pixels alone as WebP, what is clear included."""
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=_WEBP_QUALITY, lossless=lossless, method=4, exif=b"", xmp=b"")
    return Rendition(out.getvalue(), "image/webp", picture.width, picture.height)

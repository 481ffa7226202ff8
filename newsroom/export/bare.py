"""A picture's file without what was written into it beside the picture, its pixels untouched.

Where and by what camera it was taken, who edited it, its small copy, its old versions: all stays
with the newsroom. What it takes to show it is kept: colour profile, orientation, animation.
JPEG: ISO/IEC 10918-1 annex B; PNG: third edition (W3C), chapter 11; GIF89a; WebP container: RFC
9649.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

from newsroom.i18n import _
from newsroom.news.errors import BadInput

_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112

_CIRCLES = ((1, 6, 3, 8), (2, 7, 4, 5))
"""Orientations of EXIF (2.32, tag Orientation), each a quarter turn clockwise after the one before:
the second four are mirrored."""

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP0, _APP1, _APP2, _APP14, _APP15, _COM = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF, 0xFE
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
_NEXT = re.compile(rb"\xff+([^\xff\x00\xd0-\xd7])")  # what ends the data of a scan

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_DROPPED = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"caBX"})

_WEBP_EXIF, _WEBP_XMP, _WEBP_CLEAR = 0x08, 0x04, 0x10  # the flags of VP8X
_WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"})

_GIF_EXTENSION, _GIF_IMAGE, _GIF_END = 0x21, 0x2C, 0x3B
_GIF_CONTROL, _GIF_APPLICATION = 0xF9, 0xFF
_GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def bare(data: bytes, *, turn: int = 0) -> bytes:
    """The file without any of that; the same bytes where there is nothing to take out. It is shown
    after so many quarter turns clockwise.

    Raises BadInput for what is no whole JPEG, PNG, GIF or WebP, and for a GIF that is to be turned:
    nothing in its file can say so.
    """
    for start, strip in _KINDS:
        if data.startswith(start):
            try:
                return strip(data, turn)
            except (IndexError, struct.error, ValueError):
                break
    raise BadInput(_("The picture is damaged, so what was written into it can't be taken out."))


def after(orientation: int, turn: int) -> int:
    """An orientation of EXIF after so many quarter turns clockwise more."""
    circle = next(one for one in _CIRCLES if orientation in one)
    return circle[(circle.index(orientation) + turn) % len(circle)]


def _jpeg(data: bytes, turn: int) -> bytes:
    out = [data[:2]]
    turned = 1
    for marker, segment in _segments(data):
        if marker == _APP1 and segment[4:10] == _EXIF:
            turned = _orientation(segment[10:])
        if marker == _APP2 and segment[4:16] != b"ICC_PROFILE\0":
            continue  # further pictures behind this one (MPF)
        if marker == _COM or (_APP1 <= marker <= _APP15 and marker not in (_APP2, _APP14)):
            continue
        out.append(segment)
    turned = after(turned, turn)
    if turned != 1:
        out.insert(2 if out[1:2] and out[1][1] == _APP0 else 1, _only_turned(turned))
    return b"".join(out)


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each marker with its bytes, a scan's data with its header; what follows the end is left."""
    at = 2
    while True:
        if data[at] != 0xFF:
            raise ValueError("no marker")
        while data[at + 1] == 0xFF:  # filling
            at += 1
        marker = data[at + 1]
        if marker == _EOI:
            yield marker, data[at : at + 2]
            return
        if marker in _ALONE:
            yield marker, data[at : at + 2]
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if end > len(data) or length < 2:
            raise ValueError("a segment is cut off")
        if marker == _SOS:
            found = _NEXT.search(data, end)
            if found is None:
                raise ValueError("the picture is cut off")
            end = found.start()
        yield marker, data[at:end]
        at = end


def _orientation(tiff: bytes) -> int:
    """The orientation that a block of EXIF tells, 1 where it tells none that there is."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, start)
        for place in range(start + 2, start + 2 + 12 * count, 12):
            tag, kind, _n, value = struct.unpack_from(order + "HHIH", tiff, place)
            if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        pass
    return 1


def _tiff(turned: int) -> bytes:
    """EXIF that tells the orientation and nothing else."""
    entry = struct.pack("<HHIHH", _ORIENTATION, 3, 1, turned, 0)
    return b"II*\0" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0)


def _only_turned(turned: int) -> bytes:
    block = _EXIF + _tiff(turned)
    return b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block


def _png(data: bytes, turn: int) -> bytes:
    import zlib

    out, turned = [_PNG], 1
    at = len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise ValueError("a chunk is cut off")
        if kind == b"eXIf":
            turned = _orientation(data[at + 8 : end - 4])
        if kind not in _PNG_DROPPED:
            out.append(data[at:end])
        if kind == b"IEND":
            break
        at = end
    turned = after(turned, turn)
    if turned != 1:
        block = _tiff(turned)
        head = struct.pack(">I", len(block)) + b"eXIf" + block
        out.insert(2, head + struct.pack(">I", zlib.crc32(b"eXIf" + block)))
    return b"".join(out)


def _webp(data: bytes, turn: int) -> bytes:
    if data[8:12] != b"WEBP":
        raise ValueError("no WebP")
    (size,) = struct.unpack_from("<I", data, 4)
    whole = min(8 + size, len(data))
    chunks: list[tuple[bytes, bytes]] = []
    turned, at = 1, 12
    while at + 8 <= whole:
        kind, length = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + length]
        if len(content) < length:
            raise ValueError("a chunk is cut off")
        if kind == b"EXIF":
            turned = _orientation(content.removeprefix(_EXIF))
        elif kind in _WEBP_KEPT:
            chunks.append((kind, content))
        at += 8 + length + (length & 1)
    if not chunks:
        raise ValueError("no picture")
    turned = after(turned, turn)
    if turned != 1:
        chunks.append((b"EXIF", _tiff(turned)))
        if chunks[0][0] != b"VP8X":
            chunks.insert(0, (b"VP8X", _vp8x(*chunks[0])))
    if chunks[0][0] == b"VP8X":
        flags = chunks[0][1][0] & ~(_WEBP_EXIF | _WEBP_XMP)
        flags |= _WEBP_EXIF if turned != 1 else 0
        chunks[0] = (b"VP8X", bytes((flags,)) + chunks[0][1][1:])
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) & 1)
        for kind, content in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _vp8x(kind: bytes, content: bytes) -> bytes:
    """The header of the extended format for a picture of the simple one (RFC 9649, 2.7)."""
    clear = 0
    if kind == b"VP8L":
        (said,) = struct.unpack_from("<I", content, 1)
        wide, high, clear = said & 0x3FFF, said >> 14 & 0x3FFF, said >> 28 & 1
    else:  # RFC 6386, 9.1: a size is 14 bits, and counted from 1
        wide, high = ((size & 0x3FFF) - 1 for size in struct.unpack_from("<HH", content, 6))
    return struct.pack(
        "<BxxxIH", _WEBP_CLEAR if clear else 0, wide | (high & 0xFF) << 24, high >> 8
    )


def _gif(data: bytes, turn: int) -> bytes:
    if turn:
        raise BadInput(_("A GIF can't be turned. Save it as PNG or JPEG, and bring that in."))
    packed = data[10]
    at = 13 + (3 << ((packed & 7) + 1) if packed & 0x80 else 0)
    out = [data[:at]]
    while data[at] != _GIF_END:
        start = at
        keep = True
        if data[at] == _GIF_EXTENSION:
            label = data[at + 1]
            keep = label == _GIF_CONTROL or (
                label == _GIF_APPLICATION and data[at + 3 : at + 14] in _GIF_LOOPS
            )
            at += 2
        elif data[at] == _GIF_IMAGE:
            packed = data[at + 9]
            at += 10 + (3 << ((packed & 7) + 1) if packed & 0x80 else 0) + 1
        else:
            raise ValueError("no block")
        while data[at]:
            at += 1 + data[at]
        at += 1
        if keep:
            out.append(data[start:at])
    return b"".join((*out, bytes((_GIF_END,))))


_KINDS: tuple[tuple[bytes, Callable[[bytes, int], bytes]], ...] = (
    (b"\xff\xd8\xff", _jpeg),
    (_PNG, _png),
    (b"GIF8", _gif),
    (b"RIFF", _webp),
)

"""Parts of pictures by name: what lists show of a picture that has its point off the middle.

A rendition is asked for by the hash of its picture. With the point somewhere else, what a list has
room for is cut out around it, and asked for by the hash with the shape and the point behind it:
"<sha256>@3x2@250x480", the point in thousandths of width and height. With "@webp" behind all of
that it is asked for as WebP.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

MIDDLE = 500
WEBP = "@webp"
CARD = (3, 2)
"""The shape of pictures in lists, as the site's style has it."""

THUMB = (4, 3)
"""The shape of the small pictures in Recent Posts, as the page's style has it."""

FACE = (1, 1)
"""The shape of portraits."""

SOCIAL = (40, 21)
"""The shape in which networks show a link: 1200 by 630 pixels (1.91 to 1), as
developers.facebook.com/docs/sharing/webmasters/images asks for."""

_HASH = 64  # signs; what stands behind it names a part of the picture
_NAME = re.compile(r"([0-9a-f]{64})@(\d{1,2})x(\d{1,2})@(\d{1,4})x(\d{1,4})")


class Part(NamedTuple):
    """What is cut out of a picture: a shape (width by height) around a point (shares)."""

    shape: float
    x: float
    y: float


def card_name(picture: str) -> str:
    """What a list asks for, of a picture as stories keep it (JSON): the whole picture where its
    point is in the middle, which the page's own style cuts out."""
    said = json.loads(picture)
    focus = int(said.get("focus_x", MIDDLE)), int(said.get("focus_y", MIDDLE))
    return part_name(str(said["sha256"]), CARD, focus)


def part_name(sha256: str, shape: tuple[int, int], focus: tuple[int, int]) -> str:
    """What is asked for where a picture is shown in that shape: the whole picture where its point
    is in the middle, or where there is none."""
    if focus == (MIDDLE, MIDDLE) or not sha256:
        return sha256
    return f"{sha256}@{shape[0]}x{shape[1]}@{focus[0]}x{focus[1]}"


def part_file(name: str, width: int) -> str:
    """What the file of a rendition is called, without its suffix. ``width`` is 0 for the large
    one."""
    size = f"-{width}" if width else ""
    return f"{name[:16]}{size}{name.removesuffix(WEBP)[_HASH:].replace('@', '-')}"


def split(name: str) -> tuple[str, Part | None]:
    """The hash of the picture, and which part of it is meant, None for all of it."""
    name = name.removesuffix(WEBP)
    found = _NAME.fullmatch(name)
    if found is None:
        return name, None
    wide, high, x, y = (int(number) for number in found.groups()[1:])
    return found[1], Part(wide / high, min(x / 1000, 1.0), min(y / 1000, 1.0))


def as_webp(name: str) -> str:
    """The name under which the same is asked for as WebP."""
    return name + WEBP


def is_webp(name: str) -> bool:
    """Whether WebP is asked for."""
    return name.endswith(WEBP)

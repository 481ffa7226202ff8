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

_NAME = re.compile(r"([0-9a-f]{64})@(\d)x(\d)@(\d{1,4})x(\d{1,4})")


class Part(NamedTuple):
    """What is cut out of a picture: a shape (width by height) around a point (shares)."""

    shape: float
    x: float
    y: float


def card_name(picture: str) -> str:
    """What a list asks for, of a picture as stories keep it (JSON): the whole picture where its
    point is in the middle, which the page's own style cuts out."""
    said = json.loads(picture)
    x, y = int(said.get("focus_x", MIDDLE)), int(said.get("focus_y", MIDDLE))
    if (x, y) == (MIDDLE, MIDDLE):
        return str(said["sha256"])
    return f"{said['sha256']}@{CARD[0]}x{CARD[1]}@{x}x{y}"


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

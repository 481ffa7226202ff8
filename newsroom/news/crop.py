"""Which part of a picture is kept where another shape is wanted: what fits, around its point."""

from __future__ import annotations

from typing import NamedTuple


class Box(NamedTuple):
    """A part of a picture, in its pixels."""

    left: int
    top: int
    width: int
    height: int


def crop(width: int, height: int, shape: float, focus_x: float, focus_y: float) -> Box:
    """The largest part of that shape (width by height) with the point as near its middle as the
    picture's edges let it be. ``focus_x`` and ``focus_y`` are shares of width and height."""
    if width >= height * shape:
        wide, high = max(1, min(width, round(height * shape))), height
    else:
        wide, high = width, max(1, min(height, round(width / shape)))
    left = min(max(round(width * focus_x - wide / 2), 0), width - wide)
    top = min(max(round(height * focus_y - high / 2), 0), height - high)
    return Box(left, top, wide, high)

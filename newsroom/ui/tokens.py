"""The window's colours and measures by name, read from ``resources/themes``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtGui import QColor

from newsroom.assets import asset


class Look(StrEnum):
    """The looks that are designed; each has its file of colours."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "s1": "4px",
        "s2": "8px",
        "s3": "12px",
        "s4": "16px",
        "s5": "24px",
        "s6": "32px",
        "radius": "6px",
        "radius-small": "4px",
    }
)
"""Lengths that the sheet may name; ``SPACE`` is the same for layouts."""

SPACE = (4, 8, 12, 16, 24, 32)
"""The steps of white space in pixels; nothing in the window stands at another distance."""

RADIUS = 6


def read_colours(look: Look) -> dict[str, QColor]:
    """Every colour of a look by name."""
    text = asset("themes", f"{look}.json").read_text(encoding="utf-8")
    return {name: QColor(value) for name, value in json.loads(text).items()}


def contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of two opaque colours, 1 to 21 (WCAG 2.2, "relative luminance")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = colour.redF(), colour.greenF(), colour.blueF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)

"""The fences of pull quotes and boxes: ``::: pullquote`` or ``::: box Title`` down to ``:::``."""

from __future__ import annotations

import re

DIV = re.compile(r"^:{3,}")
DIV_OPEN = re.compile(r"^:{3,}[ \t]*(?:(pullquote)|(box)(?:[ \t]+(\S.*?))?)[ \t]*$")
DIV_CLOSE = re.compile(r"^:{3,}[ \t]*$")


def opens_div(line: str) -> tuple[str, str] | None:
    """What the line opens: its name ("pullquote" or "box") and its title; None for nothing."""
    found = DIV_OPEN.match(line) if line.startswith(":::") else None
    return (found[1] or found[2], found[3] or "") if found else None


def div_lines(text: str) -> int:
    """How many lines of a text may open or close one."""
    return sum(line.startswith(":::") for line in text.split("\n")) if ":::" in text else 0

"""Several who paint over one text: one after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Overpaint = Callable[..., object]
"""Paints over what a text just painted; it gets what the text's ``overpaint`` is called with."""


def layered(below: Overpaint | None, above: Overpaint) -> Overpaint:
    """Both, ``above`` last; alone where nobody paints yet."""
    if below is None:
        return above

    def both(*what: Any) -> None:
        below(*what)
        above(*what)

    return both

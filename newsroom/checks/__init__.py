"""What is looked at in a story's text before readers do: its spelling, and the house style.

House rules written in Python stand in modules of their own, one rule each: a function
``look(passage)`` that gives ``(start, end, fixes, sentence)`` for each place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsroom.checks.passage import Passage

    Check = Callable[[Passage], Iterable[tuple[int, int, tuple[str, ...], str]]]

CHECKS: tuple[str, ...] = (
    "article_before_sound",
    "headline_case",
    "long_sentence",
    "mixed_marks",
    "persian_digits",
    "repeated_word",
    "small_number",
    "unpaired",
    "weekday",
)
"""Every rule written in Python, by the name of its module; a rule of the book refers to it."""


def check_of(name: str) -> Check:
    """The check of that name. Raises LookupError where there is none."""
    if name not in CHECKS:
        raise LookupError(f"there is no check “{name}”; there are: {', '.join(CHECKS)}")
    found: Check = import_module(f"newsroom.checks.{name}").look
    return found

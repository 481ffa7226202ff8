"""Where others join in while a text is typed and painted: plain calls, run at every key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QTextBlock
from PySide6.QtWidgets import QTextEdit

Overpaint = Callable[[QRect, QTextBlock | None], object]
"""Paints over the text in a part of the viewport. The block, if there is one, is all that part
shows, so that nobody has to look for what it shows."""


Change = tuple[int, int, int]
"""A change of a text as Qt tells it: where it was, and how many units went and came."""


class Watcher(Protocol):
    """What a text wants of a typist."""

    waits: bool
    """Whether ``done`` is wanted for the letter that was announced last."""

    def press(
        self, editor: QTextEdit, event: QKeyEvent, text: str, mods: Qt.KeyboardModifier
    ) -> bool:
        """A key comes, its text and modifiers asked for already. True: it was dealt with and must
        not be typed."""

    def compose(self, editor: QTextEdit, text: str) -> None:
        """Composed letters come."""

    def done(self, editor: QTextEdit, text: str) -> None:
        """The key of the last ``press`` or the letters of ``compose`` were typed."""

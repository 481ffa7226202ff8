"""Work that is done a little a turn, so that the window lives on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def in_slices(work: Iterator[None], owner: QObject, then: Callable[[], object]) -> None:
    """Do a step of ``work`` a turn, as long as ``owner`` lives, and then that."""

    def go_on() -> None:
        for _step in work:
            QTimer.singleShot(0, owner, go_on)
            return
        then()

    go_on()

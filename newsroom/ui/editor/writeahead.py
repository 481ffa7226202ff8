"""The Markdown that a page says: written when it is asked for, or on another thread before that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from newsroom.text.atoms import reaches_on
from newsroom.text.document import Block, BlockKind

if TYPE_CHECKING:
    from newsroom.ui.editor.editions import Edition, Editions
    from newsroom.ui.editor.filling import Background
    from newsroom.ui.editor.reader import Settled
    from newsroom.ui.editor.rich import RichView


class Said(NamedTuple):
    """What a page says as Markdown. ``doubts`` are its passages that could not be proven;
    ``cards`` what its cards say; ``reaches_on`` whether a tag in it is left open."""

    source: str
    doubts: int
    cards: tuple[str, ...]
    reaches_on: bool


class WriteAhead(QObject):
    """Writes the blocks of one page."""

    def __init__(self, rich: RichView, editions: Editions, background: Background | None) -> None:
        super().__init__(rich)
        self._mirror = rich.mirror
        self._editions = editions
        self._background = background
        self._writing = Lock()  # a document is written by one thread at a time
        self._ready: tuple[tuple[Block, ...], Said] | None = None

    def take(self, blocks: tuple[Block, ...]) -> Said | None:
        """What was written of these blocks on another thread; given once."""
        ready, self._ready = self._ready, None
        return ready[1] if ready is not None and ready[0] is blocks else None

    def write(self, edition: Edition, blocks: tuple[Block, ...]) -> Said:
        """Write them now."""
        with self._writing:
            written = edition.document.write(self._editions.own(edition, blocks))
        return Said(
            written.source, len(written.unproven), cards_of(blocks), reaches_on(written.source)
        )

    def start(self, then: Callable[[], object]) -> None:
        """Have what the page holds put together and written on another thread, which takes a second
        for ten thousand paragraphs; ``then`` is called when ``take`` has it. The page is not
        changed meanwhile."""
        if self._background is None:
            then()
            return
        mirror, editions = self._mirror, self._editions
        loose = mirror.loose()

        def work() -> tuple[Settled, Said]:
            found = mirror.settle(loose)
            return found, self.write(editions[editions.number(found.blocks)], found.blocks)

        def came(found: tuple[Settled, Said]) -> None:
            mirror.take_settled(loose, found[0])
            self._ready = found[0].blocks, found[1]
            then()

        self._background(work, then=came, owner=self)


def cards_of(blocks: Sequence[Block]) -> tuple[str, ...]:
    """What the cards say: definitions in them change what other blocks are."""
    return tuple(block.text for block in blocks if block.kind is BlockKind.SOURCE)

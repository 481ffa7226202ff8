"""After a save the whole text is read again in an idle moment and held against what the page shows.

A difference is a bug of ours: it is reported, and both texts are kept. Nothing is ever silent.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from newsroom.i18n import _
from newsroom.text.blocks import blocks_key
from newsroom.text.document import UNMODELLED, Block, Document
from newsroom.text.settle import settled

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane

PAUSE_MS: Final = 1_500
"""So long nobody typed after a save: the moment is idle."""
_SIGNS: Final = re.compile(r"[\W_]+")

_log = logging.getLogger(__name__)


class PageDiffers(Exception):
    """The page shows something else than its text says. The message holds no words of a story."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One moment of a story: its text, the blocks that the page stands for, and its raw words."""

    text: str
    blocks: Sequence[Block]
    shown: str


def difference(moment: Snapshot) -> str:
    """What differs between text and page, told without the story's words; "" for nothing.

    Touches no widget, so that it can run on any thread. Text that would stall the parser is not
    parsed by it (``text.guard``).
    """
    page = settled(moment.blocks)
    read, own = blocks_key(Document.open(moment.text).blocks), blocks_key(page)
    # A paragraph with such a sign is a card once the story is opened again; till then it stands on
    # the page as it was pasted.
    if read != own and not UNMODELLED.search(moment.text):
        at = next(n for n, (one, other) in enumerate(zip_longest(read, own)) if one != other)
        return (
            f"block {at} of {len(read)} in the text and {len(own)} on the page: "
            f"{_kind(read, at)} against {_kind(own, at)}"
        )
    letters, told = _SIGNS.sub("", moment.shown), _letters(moment.blocks)
    if letters != told:
        return f"{len(letters)} letters on the page, {len(told)} in its blocks"
    return ""


def _kind(keys: Sequence[object], at: int) -> str:
    key = keys[at] if at < len(keys) else None
    return str(key[0]) if isinstance(key, tuple) else "nothing"


def _letters(blocks: Iterable[Block]) -> str:
    """The letters and digits of blocks as a page shows them, without signs and spaces."""
    found: list[str] = []
    for block in blocks:
        found.append(block.text)
        found.extend(run.text for run in block.runs)
        found.extend(run.text for row in block.rows for cell in row for run in cell)
    return _SIGNS.sub("", "".join(found))


class Proof(QObject):
    """Watches one pane."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.look)
        pane.body.changed.connect(self._touched)

    def was_saved(self) -> None:
        """The story was saved: look once it rests."""
        self._timer.start()

    def _touched(self) -> None:
        if self._timer.isActive():
            self._timer.start()  # somebody types on

    def look(self) -> None:
        """Read the text again on another thread and compare."""
        body = self._pane.body
        if body.as_source or body.filling.running:
            return  # the text itself is what is shown, or the page is not complete yet
        if body.held:
            self._timer.start()  # very much comes in or goes, a little at a time
            return
        moment = Snapshot(body.text(), body.page_source.said(), body.rich.document().toRawText())
        self._pane.workbench.tasks.background(
            lambda: difference(moment),
            then=lambda found: self._tell(found, moment),
            owner=self,
            key="proof",
        )

    def _tell(self, found: str, moment: Snapshot) -> None:
        if not found:
            return
        bench = self._pane.workbench
        _log.error("the page differs from its text: %s", found)
        shown = moment.shown.replace("\u2029", "\n\n").replace("\u2028", "\n")
        bench.keep_text(f"{self._pane.story.key}-text.md", moment.text)
        bench.keep_text(f"{self._pane.story.key}-page.txt", shown)
        bench.messages.say(
            _(
                "The page shows something else than the text that was saved. Both are kept, "
                "and a report is there to be sent."
            ),
            key="proof",
        )
        try:
            raise PageDiffers(found)
        except PageDiffers as error:
            bench.tasks.bug.emit(error)

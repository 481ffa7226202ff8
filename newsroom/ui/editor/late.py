"""Parts of an open story that are made when they are first wanted: most stories never need them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from newsroom.ui.loading import MARKDOWN, once_there

if TYPE_CHECKING:
    from newsroom.ui.editor.beside import Beside
    from newsroom.ui.editor.links import LinkBar
    from newsroom.ui.editor.modes import Modes
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.editor.proof import Proof
    from newsroom.ui.editor.together import Together

MODES: Final = frozenset({"focus", "typewriter"})
"""Settings that ask for ``Modes``."""


class Late:
    """Ways of writing, the second page, and the look after a save."""

    def __init__(self, pane: EditorPane) -> None:
        self._pane = pane
        self.modes: Modes | None = None
        self.beside: Beside | None = None
        self.proof: Proof | None = None
        self._together: Together | None = None
        self._link_bar: LinkBar | None = None

    def settle_modes(self) -> None:
        """Fade and scroll as the settings ask; what is off costs nothing."""
        settings = self._pane.workbench.settings
        if self.modes is None and (settings.focus or settings.typewriter):
            from newsroom.ui.editor.modes import Modes

            self.modes = Modes(self._pane)
        if self.modes is not None:
            self.modes.settle()

    @property
    def is_beside(self) -> bool:
        """Whether both views are shown."""
        return self.beside is not None and self.beside.on

    def cross(self) -> bool:
        """To the other of two views that are both shown; False where they are not."""
        if self.beside is not None and self.beside.on:
            self.beside.cross()
            return True
        return False

    def turn_over(self) -> None:
        """Page or Markdown, once the modules of the Markdown are there."""
        pane, story = self._pane, self._pane.story

        def turn() -> None:
            if pane.story is story:
                pane.toggle_view()

        once_there(pane.workbench.tasks, MARKDOWN, turn, owner=pane)

    def turn_beside(self) -> None:
        """Show the other view beside this one, or this one alone again."""
        if self.beside is None:
            from newsroom.ui.editor.beside import Beside

            self.beside = Beside(self._pane)
        self.beside.turn()
        self.settle_modes()

    def as_one(self, act: Callable[[], int]) -> int:
        """Do what changes several texts of the story, so that one step back takes all back."""
        if self._together is None:
            from newsroom.ui.editor.together import Together

            self._together = Together(self._pane.body, self._pane.titles.fields)
        return self._together.do(act)

    def ask_link(self) -> None:
        """Ask where the selected words, the link at the caret or new words lead."""
        pane = self._pane
        if self._link_bar is None:
            from newsroom.ui.editor.links import LinkBar

            self._link_bar = LinkBar(pane)
            pane.put_bar(self._link_bar)
            self._link_bar.chosen.connect(pane.commands.set_link)
            self._link_bar.closed.connect(pane.focus_view)
        address, words, ask_words = pane.commands.link_here()
        self._link_bar.open(address=address, words=words, ask_words=ask_words)

    def was_saved(self) -> None:
        """Let what the page shows be held against what was saved, once nobody types."""
        if self.proof is None:
            from newsroom.ui.editor.proof import Proof

            self.proof = Proof(self._pane)
        self.proof.was_saved()

    def redress(self) -> None:
        """The theme or the measure of the page is another."""
        if self.beside is not None:
            self.beside.page.set_column(self._pane.page.measure)
        if self.modes is not None:
            self.modes.recolour()

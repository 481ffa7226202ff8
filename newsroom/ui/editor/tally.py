"""What the strip below the page is told: a story's size, the selection's words, those of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTextEdit

from newsroom.text.counts import count_words
from newsroom.ui.editor.counts import HERE, Counter, CountStrip, Figures

if TYPE_CHECKING:
    from collections.abc import Callable

    from newsroom.ui.workbench import Workbench


class Tally(QObject):
    """Counts one story, a little after its text or selection changed."""

    def __init__(
        self,
        workbench: Workbench,
        strip: CountStrip,
        source: Callable[[], str],
        parent: QObject,
        *,
        opened: Callable[[], str],
    ) -> None:
        """``source`` gives the body as it stands, ``opened`` as it was opened."""
        super().__init__(parent)
        self._opened = opened
        self._known = False  # how many words it had when it was opened
        self._early = False  # somebody wrote before that was known
        self._bench = workbench
        self._strip = strip
        self._words = 0  # in the body when it was last counted
        self._written = False  # the body was edited here since then
        self._chosen = False
        self._asked: object = None  # what the worker counts last
        self.counter = Counter(
            source,
            background=workbench.tasks.background,
            speed=lambda: workbench.settings.reading_speed,
            parent=self,
        )
        self.counter.counted.connect(self._counted)

    def forget(self) -> None:
        """Another story comes: nothing is known of its words."""
        self._known = self._early = self._written = self._chosen = False
        self._words = 0
        self.counter.forget()
        self._strip.forget()

    def edited(self) -> None:
        """Somebody wrote in the body."""
        self._written = True
        self._early = self._early or not self._known
        self.counter.touch()

    def replaced(self) -> None:
        """The body came from elsewhere: its words were not written here."""
        self._written = False
        self.counter.touch()

    def _counted(self, found: Figures) -> None:
        self._strip.show_figures(found)
        if not self._known:
            self._known = True
            opened = self._opened() if self._early else ""
            # Of a long one a second's words are lost sooner than its keys are held up.
            self._words = count_words(opened) if len(opened) <= HERE else found.words
        today = self._bench.today
        more, self._words = found.words - self._words, found.words
        if self._written and more:
            today.add(more)
            self._bench.tasks.background(today.save, key="today")
        self._written = False
        self._strip.show_today(today.words)

    def count_chosen(self, view: QTextEdit) -> None:
        """Show how many words are selected; very many are counted on another thread."""
        cursor = view.textCursor()
        self._chosen = cursor.hasSelection()
        if not self._chosen:
            self._strip.show_chosen(0)
        elif cursor.selectionEnd() - cursor.selectionStart() <= HERE:
            self._strip.show_chosen(_words(cursor.selectedText()))
        else:
            text = cursor.selectedText()
            asked = self._asked = object()
            self._bench.tasks.background(
                lambda: _words(text),
                then=lambda words: self._show_chosen(asked, words),
                owner=self,
                key="chosen",
            )

    def _show_chosen(self, asked: object, words: int) -> None:
        if self._chosen and asked is self._asked:
            self._strip.show_chosen(words)


def _words(selected: str) -> int:
    return count_words(selected.replace("\u2029", "\n\n"))

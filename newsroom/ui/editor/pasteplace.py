"""Where something was pasted, and what is said while it is on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTextCursor

from newsroom.ui.messages import Answer

if TYPE_CHECKING:
    from newsroom.ui.editor.rich import RichView
    from newsroom.ui.editor.source import SourceView
    from newsroom.ui.messages import Message, Messages
    from newsroom.ui.story import OpenStory

_POURING: Final = "pouring"


class Waiting:
    """A sentence on what goes on: it stays until that is over."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._said: Message | None = None

    @property
    def said(self) -> Message | None:
        """What is said now; None where nothing is, or somebody closed it."""
        return self._said if self._said in self._messages.standing else None

    def say(self, sentence: str, *answers: Answer) -> None:
        """Say it, in the place of what was said before."""
        self._said = self._messages.say(sentence, *answers, key=_POURING, stays=True)

    def reword(self, sentence: str) -> None:
        """The same in other words: a new line would have all of the window laid out. Nothing where
        somebody closed it."""
        if (said := self.said) is not None:
            self._said = self._messages.reword(said, sentence)

    def take_back(self) -> None:
        """It is over."""
        self._messages.take_back(_POURING)


class Place:
    """Where it was pasted: it stays in front of what is typed there meanwhile."""

    def __init__(self, story: OpenStory, view: RichView | SourceView, words: str) -> None:
        self.story = story
        self.view = view
        self.words = words
        chosen = view.textCursor()
        self._ends = []
        # Two of them: of one cursor Qt keeps the position in its place, not the anchor.
        for at in (chosen.selectionStart(), chosen.selectionEnd()):
            end = QTextCursor(view.document())
            end.setPosition(at)
            end.setKeepPositionOnInsert(True)
            self._ends.append(end)

    def cursor(self) -> QTextCursor:
        """A cursor there, with what was selected."""
        found = QTextCursor(self.view.document())
        found.setPosition(self._ends[0].position())
        found.setPosition(self._ends[1].position(), QTextCursor.MoveMode.KeepAnchor)
        return found

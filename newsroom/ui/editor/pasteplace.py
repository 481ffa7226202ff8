"""Where something was pasted, and what is said while it is on its way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor

from newsroom.ui.messages import ANSWER_MS, Answer

if TYPE_CHECKING:
    from newsroom.ui.editor.rich import RichView
    from newsroom.ui.editor.source import SourceView
    from newsroom.ui.messages import Messages
    from newsroom.ui.story import OpenStory

_POURING: Final = "pouring"


class Waiting(QObject):
    """A sentence on what goes on; a note goes away by itself, this stays until it is over."""

    def __init__(self, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._messages = messages
        self._again: Callable[[], object] = lambda: None
        self._timer = QTimer(self, interval=ANSWER_MS // 2)
        self._timer.timeout.connect(lambda: self._again())

    def say(self, sentence: str, *answers: Answer) -> None:
        """Say it, in the place of what was said before."""
        self._again = partial(self._say, sentence, answers)
        self._timer.start()
        self._again()

    def _say(self, sentence: str, answers: Sequence[Answer]) -> None:
        stops = [Answer(one.label, partial(self._answer, one)) for one in answers]
        self._messages.say(sentence, *stops, key=_POURING)

    def _answer(self, answer: Answer) -> None:
        self.take_back()
        answer.run()

    def take_back(self) -> None:
        """It is over."""
        self._timer.stop()
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

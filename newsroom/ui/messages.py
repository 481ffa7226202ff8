"""What the program has to say to a person: sentences in the window's own bar, never in a box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.news.errors import StoreAway
from newsroom.text.direction import set_apart
from newsroom.ui.icons import Icons
from newsroom.ui.widgets.sign import Sign
from newsroom.values import dataclass

NOTE_MS = 5000  # time to read two lines
ANSWER_MS = 10_000  # a note that offers Undo stays this long (walks.md, the writer, 15)
STORE = "store"  # the key of what is said of the store as a whole
UNSENT = "unsent"  # the key of what readers still have, until the site is published
MOST_SHOWN = 3  # more would push the story off the window


class Tone(StrEnum):
    """How much a sentence matters; it chooses the mark beside it and how long it stays."""

    NOTE = "note"  # done, or good to know: goes away by itself
    CAUTION = "caution"  # stays until it is closed
    FAULT = "fault"  # stays until it is closed


ROLES = {Tone.NOTE: "info", Tone.CAUTION: "warning", Tone.FAULT: "error"}
SIGNS = ROLES
INKS = {Tone.NOTE: "info", Tone.CAUTION: "warning", Tone.FAULT: "danger"}
"""How each tone is dressed: the sheet's role, the sign's icon and the colour of its ink."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A button beside a sentence. Pressing it also takes the sentence away."""

    label: str
    run: Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A sentence with its answers. A newer one of the same ``key`` takes an older one's place."""

    text: str
    tone: Tone = Tone.NOTE
    answers: tuple[Answer, ...] = ()
    key: str = ""
    number: int = 0
    stays: bool = False
    """Until it is closed, whatever its tone: what took long ends while nobody looks."""


class Messages(QObject):
    """The sentences that stand; they wait here until a bar shows them."""

    changed = Signal()
    reworded = Signal(object)  # a Message that stands, with other words than before

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._standing: list[Message] = []
        self._count = 0

    def say(
        self,
        text: str,
        *answers: Answer,
        tone: Tone = Tone.NOTE,
        key: str = "",
        stays: bool = False,
    ) -> Message:
        """Show a sentence, with up to three answers; gives the message, to take it back later."""
        self._count += 1
        message = Message(
            text=text, tone=tone, answers=answers, key=key, number=self._count, stays=stays
        )
        self._standing = [
            old for old in self._standing if not (key and old.key == key) and old.text != text
        ]
        self._standing.append(message)
        self.changed.emit()
        return message

    def reword(self, message: Message, text: str) -> Message:
        """Give a message other words where it stands; nobody's hand is taken off its answers."""
        now = replace(message, text=text)
        if any(old.number == now.number for old in self._standing):
            self._standing = [now if old.number == now.number else old for old in self._standing]
            self.reworded.emit(now)
        return now

    def fault(self, error: BaseException, *answers: Answer, key: str = "") -> Message:
        """Show a fault of the world as its own sentence.

        That the server is away is one sentence, whatever was asked of it meanwhile.
        """
        if isinstance(error, StoreAway):
            return self.away()
        return self.say(str(error), *answers, tone=Tone.FAULT, key=key)

    def away(self) -> Message:
        """Say that the store can't be reached, until ``take_back("store")``."""
        return self.say(
            _(
                "The newsroom can't be reached. What you type and save is kept on this computer, "
                "and goes there when it is back."
            ),
            tone=Tone.CAUTION,
            key=STORE,
        )

    def take_back(self, message: Message | str) -> None:
        """Take a message away, by itself or by its key."""
        kept = [
            old
            for old in self._standing
            if (old.key != message if isinstance(message, str) else old.number != message.number)
        ]
        if len(kept) != len(self._standing):
            self._standing = kept
            self.changed.emit()

    @property
    def standing(self) -> tuple[Message, ...]:
        """What is to be read now, oldest first."""
        return tuple(self._standing)


class MessageBar(QFrame):
    """Shows the newest messages, one line each. Hidden when there is none.

    It stands below the panes: above them, every pane would jump down under the hand and the eye
    with each message, and up again with its end.
    """

    def __init__(self, messages: Messages, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setObjectName("messages")
        self.setAccessibleName(_("Messages"))
        self._messages = messages
        self._lines: dict[int, _Line] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        messages.changed.connect(self._show)
        messages.reworded.connect(self._reword)
        self._show()

    def _reword(self, message: Message) -> None:
        if (line := self._lines.get(message.number)) is not None:
            line.reword(message)

    def _show(self) -> None:
        shown = {message.number: message for message in self._messages.standing[-MOST_SHOWN:]}
        for number in set(self._lines) - set(shown):
            line = self._lines.pop(number)
            line.hide()
            line.deleteLater()
        for number, message in shown.items():
            if number not in self._lines:
                self._lines[number] = line = _Line(message, self._messages, self._icons, self)
                self._layout.insertWidget(0, line)
        self.setVisible(bool(shown))


class _Line(QFrame):
    """One message: a mark, the sentence, its answers and a way to close it."""

    def __init__(self, message: Message, messages: Messages, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self.setProperty("role", ROLES[message.tone])
        self._message = message
        self._messages = messages
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(Sign(icons, SIGNS[message.tone], INKS[message.tone], self))
        self.text = text = QLabel(set_apart(message.text), self)
        text.setObjectName("messageText")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        fits = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        fits.setHeightForWidth(True)  # a new policy forgets that lines break
        text.setSizePolicy(fits)
        text.setMinimumWidth(1)  # a path without a space would widen the window
        row.addWidget(text, 1)
        for answer in message.answers:
            button = QPushButton(answer.label, self)
            button.setProperty("role", "quiet")
            button.clicked.connect(lambda _checked=False, act=answer: self._answer(act))
            row.addWidget(button)
        close = QToolButton(self)
        close.setIcon(icons.icon("close"))
        close.setAutoRaise(True)
        close.setAccessibleName(_("Close this message"))
        close.setToolTip(_("Close this message"))
        close.clicked.connect(self._close)
        row.addWidget(close)
        self.setAccessibleName(message.text)
        _announce(self)
        if message.tone is Tone.NOTE and not message.stays:
            QTimer.singleShot(ANSWER_MS if message.answers else NOTE_MS, self, self._time_out)

    def reword(self, message: Message) -> None:
        """The same message in other words."""
        self._message = message
        self.text.setText(set_apart(message.text))
        self.setAccessibleName(message.text)

    def _time_out(self) -> None:
        # Nobody reads it away from under the pointer or the keyboard.
        if self.underMouse() or self.isAncestorOf(self.window().focusWidget() or self.window()):
            QTimer.singleShot(NOTE_MS, self, self._time_out)
        else:
            self._close()

    def _answer(self, answer: Answer) -> None:
        self._close()
        answer.run()

    def _close(self) -> None:
        self._messages.take_back(self._message)


def _announce(widget: QWidget) -> None:
    """Let who listens to the screen hear of it."""
    from PySide6.QtGui import QAccessible, QAccessibleEvent

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))

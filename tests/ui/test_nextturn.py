"""What comes in a turn of its own."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from newsroom.ui.nextturn import NextTurn


class Posted(QObject):
    """Does something where an answer of another thread is handed over: in a posted event."""

    def __init__(self, told: list[str], turn: NextTurn) -> None:
        super().__init__()
        self._told, self._turn = told, turn

    def event(self, event: QEvent) -> bool:
        """It came."""
        self._told.append("answer")
        self._turn.ask()
        self._turn.ask()
        return True


def test_it_comes_once_and_after_the_turn_that_asked(qtbot: QtBot) -> None:
    told: list[str] = []
    owner = QObject()
    turn = NextTurn(owner, lambda: told.append("turn"))
    posted = Posted(told, turn)
    for _time in range(2):
        QCoreApplication.postEvent(posted, QEvent(QEvent.Type.User))
        QCoreApplication.processEvents()
        assert told == ["answer"], "a key that came meanwhile is before it"
        QCoreApplication.processEvents()
        QCoreApplication.processEvents()
        assert told == ["answer", "turn"]
        del told[:]


def test_two_that_are_asked_at_once_take_a_turn_each(qtbot: QtBot) -> None:
    told: list[int] = []
    owner = QObject()
    second = NextTurn(owner, lambda: told.append(2), turns=2)
    first = NextTurn(owner, lambda: told.append(1))
    second.ask()
    first.ask()
    for expected in ([], [1], [1, 2], [1, 2]):
        QCoreApplication.processEvents()
        assert told == expected


def test_it_may_ask_for_another_turn(qtbot: QtBot) -> None:
    left = [1, 2, 3]
    owner = QObject()

    def then() -> None:
        left.pop()
        if left:
            turn.ask()

    turn = NextTurn(owner, then)
    turn.ask()
    qtbot.waitUntil(lambda: not left)
    assert not turn.isActive()

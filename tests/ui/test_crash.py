"""A bug in an override of Qt's ends in a report, not in the end of the program."""

import subprocess
import sys

import pytest

from newsroom.ui.crash import whole

WAITING = """
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from newsroom.ui.program import Program

class Faulty(QObject):
    def event(self, event):
        if event.type() == QEvent.Type.User:
            {fault}
        return super().event(event)

def stay(program):
    try:
        QCoreApplication.sendEvent(Faulty(), QEvent(QEvent.Type.User))
    except Exception as error:
        print("Told:", type(error).__name__)
    return 3

app = QCoreApplication([])
Program._stay = stay
raise SystemExit(Program.run(Program.__new__(Program)))
"""


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ('int("x")', "ValueError"),
        ("[][0]", "IndexError"),
        ("1 // 0", "ZeroDivisionError"),
        ("self.event(event)", "RecursionError"),
        ("import shiboken6; shiboken6.delete(self); self.parent()", "RuntimeError"),
        ('raise ValueError("x")', "ValueError"),
    ],
)
def test_a_fault_while_our_own_code_waits_for_qt_is_told(fault: str, name: str) -> None:
    # In a process of its own: without what it looks for, it falls over.
    ran = subprocess.run(
        [sys.executable, "-c", WAITING.format(fault=fault)], capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout) == (3, f"Told: {name}\n"), ran.stderr


def test_nobody_reads_of_what_was_handled_meanwhile() -> None:
    with pytest.raises(ValueError, match="invalid literal") as told:
        whole(lambda: int("x"))
    assert told.value.__context__ is None

    def later() -> None:
        try:
            int("x")
        except ValueError:
            raise KeyError("y")  # noqa: B904

    with pytest.raises(KeyError) as told_later:
        whole(later)
    first = told_later.value.__context__
    assert isinstance(first, ValueError)
    assert first.__context__ is None


def test_what_it_gives_comes_back() -> None:
    assert whole(lambda: 7) == 7

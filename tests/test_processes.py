"""Processes of our own: what they are started as, and what comes of one that is gone or late."""

from __future__ import annotations

import io
import subprocess
import sys
import threading

import pytest

from newsroom import processes

ECHO = """
import sys
from newsroom.processes import answering, receive, send
with answering() as (asked, answers):
    print("this goes nowhere")
    while (request := receive(asked)) is not None:
        for number in range(request["times"]):
            send(answers, {"said": number})
"""


def python(program: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def test_one_says_that_it_is_there_and_answers_what_it_is_asked() -> None:
    echo = python(ECHO)
    assert processes.exchange(echo, None, 30) == {"ready": True}
    said = processes.answers(echo, {"times": 3}, 30)
    assert [next(said) for _turn in range(3)] == [{"said": 0}, {"said": 1}, {"said": 2}]
    said.close()
    assert processes.exchange(echo, {"times": 1}, 30) == {"said": 0}  # and is there for the next
    processes.kill(echo)
    assert echo.poll() is not None


def test_one_that_is_gone_answers_nothing() -> None:
    gone = python("")
    gone.wait()
    late = threading.Event()
    assert processes.exchange(gone, {"check": ["x" * 100_000]}, 5, late=late) is None
    assert not late.is_set()
    processes.kill(gone)


@pytest.mark.parametrize("late", [None, threading.Event()])
def test_one_that_takes_too_long_is_ended(late: threading.Event | None) -> None:
    sleeper = python("import time; time.sleep(600)")
    assert processes.exchange(sleeper, None, 0.05, late=late) is None
    assert sleeper.wait() != 0
    assert late is None or late.is_set()
    processes.kill(sleeper)


def test_a_message_of_an_impossible_size_is_none() -> None:
    with pytest.raises(ValueError, match="bytes"):
        processes.receive(io.BytesIO(b"\xff\xff\xff\xff"))
    assert processes.receive(io.BytesIO(b"\x00\x00\x00\x09{}")) is None


def test_the_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.command("newsroom.export.child", "--render-worker")[-2] == "-c"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    told = processes.command("newsroom.export.child", "--render-worker")
    assert told == [sys.executable, "--render-worker"]

"""What many stories brought in is taken back beside the work at hand, with a way to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from newsroom.desk import undo
from newsroom.desk.desk import Desk
from newsroom.desk.undo import Undo
from newsroom.news.article import Filter
from newsroom.news.changes import Changes
from tests.desk.test_intake_many import site
from tests.journeys.conftest import Hand, Opener, on_both_engines

STOPPED = "Stopped; nothing was taken back."


def stories(hand: Hand) -> object:
    return hand.ask(lambda desk: len(desk._seat.store.articles.ids(Filter())))


def said(hand: Hand) -> list[str]:
    return [message.text for message in hand.window.messages.standing]


def shown(hand: Hand) -> set[str]:
    return {label.text() for label in hand.window.findChildren(QLabel, "messageText")}


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """Is set when four stories are done; then it waits for the other one to be set."""
    monkeypatch.setattr(undo, "MANY", 2)
    monkeypatch.setattr("newsroom.ui.takingback.SLOW_MS", 0)
    monkeypatch.setattr("newsroom.ui.takingback._OFTEN", 0)
    real = Undo.undo
    here, on = threading.Event(), threading.Event()

    def slowly(self: Undo, step: int | None = None, **more: Callable[..., object]) -> Changes:
        told = more.get("told")

        def wait(progress: object) -> None:
            assert told is not None
            told(progress)
            if getattr(progress, "done", 0) == 4:
                here.set()
                on.wait(30)

        return real(self, step, **(more | {"told": wait} if told else more))  # type: ignore[arg-type]

    monkeypatch.setattr(Undo, "undo", slowly)
    return here, on


@on_both_engines
def test_one_works_on_while_it_goes_and_may_stop_it(
    opener: Opener, tmp_path: Path, begun: tuple[threading.Event, threading.Event]
) -> None:
    here, on = begun
    hand = opener()
    path = site(tmp_path, 12)
    hand.ask(lambda desk: desk.intake.take([path]))
    assert stories(hand) == 12
    hand.window.workbench.undo()
    hand.until(here.is_set)
    hand.until(lambda: said(hand) == ["Taking it back… 4 of 12 stories"])
    assert shown(hand) == set(said(hand))
    # The desk's own thread is free.
    made: list[object] = []

    def write(desk: Desk) -> object:
        return desk.articles.create({"headline": "Ours"}).value.slug

    hand.window.tasks.run(write, then=made.append)
    hand.until(lambda: made == ["ours"])
    hand.window.workbench.undo()  # once more, while it goes
    (message,) = hand.window.messages.standing
    assert [answer.label for answer in message.answers] == ["Stop"]
    message.answers[0].run()
    on.set()
    hand.settle()
    assert said(hand) == [STOPPED]
    assert stories(hand) == 13
    hand.window.workbench.undo(1)
    hand.settle()
    assert any(words.startswith("Took back: Took in 12 stories") for words in said(hand))
    assert stories(hand) == 1


def test_a_window_that_goes_stops_it(
    opener: Opener, tmp_path: Path, begun: tuple[threading.Event, threading.Event]
) -> None:
    here, on = begun
    hand = opener()
    path = site(tmp_path, 12)
    hand.ask(lambda desk: desk.intake.take([path]))
    hand.window.workbench.undo()
    hand.until(here.is_set)
    on.set()
    hand.window.close()
    hand.window.tasks.stop()
    again = opener()
    assert stories(again) in (0, 12)

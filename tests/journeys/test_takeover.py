"""Two processes on one store: one types without a pause, the other takes the story over; no word
that was typed is lost, on either engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue
from typing import Any

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.staff import Person, Role

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 60.0  # seconds for one line of the other process
ROUNDS = 1
WORDS = 25  # typed before the story is taken


class Attendant:
    """The other process."""

    def __init__(self, store: str, state: Path, who: str, story: int, home: Path) -> None:
        self.lines: Queue[dict[str, Any]] = Queue()
        self.said: list[dict[str, Any]] = []
        self._errors = (home / f"{who}.log").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.attendant", store, str(state), who, str(story)],
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(json.loads(line))
        self.lines.put({"ended": True})

    def until(self, key: str) -> Any:
        """What it says next of that name."""
        deadline = time.monotonic() + LONGEST
        while True:
            try:
                line = self.lines.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                pytest.fail(f"nothing of {key}: {self.said[-3:]} {self.log()}")
            self.said.append(line)
            if key in line:
                return line[key]
            if "ended" in line:
                pytest.fail(f"it ended: {self.said[-3:]} {self.log()}")

    def log(self) -> str:
        self._errors.seek(0)
        return self._errors.read()[-2000:]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self._errors.close()


def every_text(desk: Desk, number: int) -> list[str]:
    return [desk.articles.state(number, r.number).body for r in desk.articles.revisions(number)]


@pytest.mark.slow
def test_no_word_is_lost_when_a_story_is_taken_from_who_types(
    store_url: str | Path, tmp_path: Path
) -> None:
    with open_desk(store_url) as desk:
        desk.staff.add(Person(name="Ada Admin", initials="AA", role=Role.ADMIN))
        desk.staff.add(Person(name="Wim Writer", initials="WW", role=Role.WRITER))
        desk.sit("Ada Admin")
        number = desk.articles.create({"slug": "s", "headline": "S", "body": "Start\n"}).value.id
        for turn in range(ROUNDS):
            other = Attendant(str(store_url), tmp_path / f"state{turn}", "Wim Writer", number,
                              tmp_path)  # fmt: skip
            try:
                other.until("holding")
                while other.until("typed") < WORDS:
                    pass
                taken = desk.presence.take_over(number).value
                assert taken.lock.mine
                version = other.until("lost")
                typed = other.said[-1]["typed"]
                shown = other.until("done")
                other.process.wait(timeout=LONGEST)
            finally:
                other.close()
            texts = every_text(desk, number)
            last = f"w{typed - 1}"
            assert any(text.split()[-1] == last for text in texts), (last, texts[:3], version)
            whole = [f"w{n}" for n in range(typed)]
            assert any(text.split()[1:] == whole for text in texts), "every word, in its order"
            assert desk.articles.open(number).body == "Start\n", "what is saved stands"
            assert shown == "Start\n", "and that is what the other one sees"
            desk.presence.release(number)
            told = [n for n in _notices(desk, "Wim Writer") if n.kind == "taken_over"]
            assert len(told) == turn + 1


def _notices(desk: Desk, who: str) -> Any:
    person = desk.staff.find(who)
    assert person is not None
    return desk._seat.store.notices.of(person.id, unread=False, before=None, limit=50)

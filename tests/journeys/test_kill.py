"""kill -9 at random moments while somebody types: nothing that was acknowledged is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from queue import Empty, Queue

import pytest

from newsroom.desk.desk import open_desk
from newsroom.news.staff import Person

ROOT = Path(__file__).resolve().parents[2]
KILLS = {"write": 50, "suggest": 30}
LIVES = {"write": (0.02, 0.25), "suggest": (0.05, 0.8)}  # seconds to the kill
OVERRUN = 600  # letters that may be typed between an acknowledgement and the kill
STANDS = "The ferry leaves at ten.\n"
LONGEST = 60.0  # seconds for a window to answer


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("how", ["write", "suggest"])
def test_many_kills_cost_no_acknowledged_word(tmp_path: Path, how: str) -> None:
    if how == "suggest":
        with open_desk(tmp_path / "day.newsroom", create=True) as desk:
            desk.staff.add(Person(name="Carla Chief", initials="CC"))
            desk.articles.create({"slug": "ferry", "body": STANDS})
    lines: Queue[dict[str, object]] = Queue()
    typist = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.typist"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert typist.stdin is not None
    assert typist.stdout is not None
    out = typist.stdout

    def read() -> None:
        for line in out:
            lines.put(json.loads(line))

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    dice = random.Random(11)
    acknowledged = ""
    lengths: list[int] = []
    child = 0
    try:
        for kill in range(KILLS[how]):
            typist.stdin.write(f"{tmp_path / 'day.newsroom'} {tmp_path / 'state'} {kill} {how}\n")
            typist.stdin.flush()
            child = int(str(wait_for(lines, "child")))
            found = wait_for(lines, "found")
            assert isinstance(found, list)
            bodies = [flat(str(body)) for body in found]
            if acknowledged:
                assert any(body.startswith(acknowledged) for body in bodies), kill
                assert max(map(len, bodies)) < len(acknowledged) + OVERRUN, "nothing comes twice"
            if kill % 2 == 0 or how == "suggest":  # the others may die before their first word
                before = len(acknowledged)
                acknowledged = flat(str(wait_for(lines, "safe")))
                # What was found is said to be safe again; on a busy machine words come late.
                while how == "write" and len(acknowledged) <= before:
                    acknowledged = flat(str(wait_for(lines, "safe")))
            deadline = time.monotonic() + dice.uniform(*LIVES[how])
            while (left := deadline - time.monotonic()) > 0:
                try:
                    line = lines.get(timeout=left)
                except Empty:
                    break
                if "safe" in line:
                    acknowledged = flat(str(line["safe"]))
            os.kill(child, signal.SIGKILL)
            while "gone" not in (line := lines.get(timeout=LONGEST)):
                if "safe" in line:  # said before the kill reached it
                    acknowledged = flat(str(line["safe"]))
            child = 0
            lengths.append(len(acknowledged))
    finally:
        if child:  # it holds the pipe that the reader waits at
            os.kill(child, signal.SIGKILL)
        typist.stdin.close()
        typist.kill()
        typist.wait()
        reader.join()
        out.close()
    assert lengths[-1] > lengths[0] > 0, "the text grew over the kills"
    assert lengths == sorted(lengths)
    if how == "suggest":
        with open_desk(tmp_path / "day.newsroom") as desk:
            assert desk.articles.open(1).body == STANDS, "nothing of it came into the story"
            assert desk.suggesting.of(1), "some of it had come into the store already"


def wait_for(lines: Queue[dict[str, object]], name: str) -> object:
    while True:
        line = lines.get(timeout=LONGEST)
        if name in line:
            return line[name]

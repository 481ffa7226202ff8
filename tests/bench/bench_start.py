"""From the start of the program to the list and the article on the screen, and what that takes.

``start.seen`` is what the goals speak of: list and article can be read. On a store that was left in
order that is a picture of them, held against the store first; ``start.furnished`` says when the
parts themselves stand there and take keys. Memory is that of ten idle seconds.

The newsroom has 10,000 stories (row 1 of the goals); with 1,000 and 100,000 it is started to see
that their number makes no difference.

Pixels of an X screen are looked at from outside. Held against a bare QTextEdit window and against
novelWriter on its own sample of 29 documents, which is fetched once into out/bench/.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench import figures, processes, screen, stores
from tests.ui.test_start import LATER, PROBE

ROUNDS = 7
LONGEST = 30.0  # seconds; then it is broken
IDLE = 10.0  # seconds of doing nothing
IDLE_ROUNDS = 3
PEER = stores.KEPT / "novelwriter-venv"
# Left, top, width, height in pixels of the screen: where words stand when it is ready.
TEXT = ((100, 80, 600, 200),)
OURS = ((190, 190, 260, 300), (500, 300, 450, 300))  # list, article
THEIRS = ((115, 120, 280, 180), (440, 120, 500, 300))  # project tree, document


Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Start:
    """What one start took, in milliseconds: until it could be seen, until all of it stood there
    (of ours only; else the same), and of CPU until it was quiet; and in pages that came."""

    seen: float
    furnished: float
    cpu: float
    faults: float


class Runner:
    """Starts programs on a screen with a home of their own."""

    def __init__(self, display: str, home: Path) -> None:
        self._screen = screen.Screen(display)
        self._home = home
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"},
            "DISPLAY": display,
            "HOME": str(home),
            "PYTHONPATH": str(figures.ROOT),
            **{f"XDG_{k}_HOME": str(home / k) for k in ("DATA", "STATE", "CONFIG", "CACHE")},
        }
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self._trace = home / "trace"
        self.environment["NEWSROOM_TRACE"] = str(self._trace)

    def forget(self) -> None:
        """No session comes back with the next start."""
        shutil.rmtree(self._home / "STATE", ignore_errors=True)

    def look(self, command: Sequence[str], areas: Sequence[Area]) -> list[screen.Picture]:
        """What these parts of the screen look like when it is ready, after a start to warm up."""
        pictures: list[screen.Picture] = []
        for _start in range(2):
            self.forget()
            process = self.launch(command)
            try:
                time.sleep(2)
                processes.settled(process.pid)
                pictures = [self._screen.picture(*area) for area in areas]
            finally:
                self.end(process)
        if not all(picture.written for picture in pictures):
            raise SystemExit(f"bench: nothing to be seen of {command}")
        return pictures

    def start(self, command: Sequence[str], pictures: Sequence[screen.Picture]) -> Start:
        """Start it, wait until it looks as it should and is quiet, and end it."""
        self.forget()
        self._trace.unlink(missing_ok=True)
        began, clock = time.perf_counter(), time.monotonic_ns()
        process = self.launch(command)
        try:
            missing = list(pictures)
            while missing:
                missing = [picture for picture in missing if not self._screen.shows(picture)]
                if time.perf_counter() - began > LONGEST or process.poll() is not None:
                    raise SystemExit(f"bench: {command} does not look as it did")
                time.sleep(0.002)
            seen = (time.perf_counter() - began) * 1000
            cpu = processes.settled(process.pid)
            return Start(
                seen, self._furnished(clock) or seen, cpu, processes.faults_of(process.pid)
            )
        finally:
            self.end(process)

    def _furnished(self, began: int) -> float:
        """Milliseconds from ``began`` until a window of ours had its parts; 0 for others'."""
        marks = self._trace.read_text().splitlines() if self._trace.exists() else []
        times = [int(m.split()[-1]) for m in marks if m.startswith(("list rows", "glimpse lifted"))]
        return (max(times) - began) / 1e6 if times else 0.0

    def idle(self, command: Sequence[str]) -> tuple[float, processes.Memory]:
        """Per cent of a core that it takes, and what it holds, while nothing is done."""
        process = self.launch(command)
        try:
            time.sleep(2)
            before = processes.settled(process.pid)
            time.sleep(IDLE)
            taken = (processes.cpu_of(process.pid) - before) / (IDLE * 10)
            return taken, processes.memory_of(process.pid)
        finally:
            self.end(process)

    def launch(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """Start it, whatever it says on its way."""
        return subprocess.Popen(
            command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def end(self, process: subprocess.Popen[bytes]) -> None:
        """Let it end by its own key, or kill it if it does not."""
        # As people do: a program that is killed leaves locks for its next start to trip over.
        for _try in range(4):
            self._screen.press(screen.ESCAPE)  # a message that stands before the window
            time.sleep(0.2)
            self._screen.press(screen.CONTROL, screen.Q)
            try:
                process.wait(1)
                break
            except subprocess.TimeoutExpired:
                pass
        process.kill()
        process.wait()
        time.sleep(0.4)  # the window manager clears up


def peer(home: Path) -> list[str] | str:
    """How novelWriter is started on its sample, or why it can't be."""
    program = PEER / "bin" / "novelwriter"
    if not program.exists():
        sys.stderr.write("bench: fetching novelWriter …\n")
        for command in (
            [sys.executable, "-m", "venv", str(PEER)],
            [str(PEER / "bin" / "pip"), "install", "-q", "novelWriter"],
        ):
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
            if done.returncode:
                shutil.rmtree(PEER, ignore_errors=True)
                return (done.stderr.strip().splitlines() or ["pip failed"])[-1]
    sample = next(PEER.glob("lib/*/site-packages/novelwriter/assets/sample.zip"), None)
    if sample is None:
        return "novelWriter has no sample project any more"
    with zipfile.ZipFile(sample) as packed:
        packed.extractall(home / "novel")
    project = home / "novel" / "nwProject.nwx"
    project.write_text(project.read_text().replace('auto="yes"', 'auto="no"'))  # no dictionary here
    own = home / "novelwriter"
    own.mkdir()
    (own / "novelwriter.toml").write_text(
        "[Project]\naskBeforeExit = false\nbackupOnClose = false\n"
    )
    place = [f"--config={own}", f"--data={own}"]
    return [str(program), *place, str(home / "novel")]


def loaded_early(runner: Runner, store: Path) -> list[str]:
    """Modules that are loaded before the first paint although nothing of it needs them."""
    runner.forget()  # a glimpse is looked at by a test of its own
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROBE, str(store)],
            env=runner.environment, capture_output=True, encoding="utf-8", check=True,
            timeout=LONGEST,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise SystemExit("bench: the probe for modules does not end") from None
    found = json.loads(done.stdout.splitlines()[0])
    return [name for name in LATER if any(f"{item}.".startswith(f"{name}.") for item in found)]


def ratio(tops: Sequence[float], bottoms: Sequence[float]) -> float:
    """The median of the pairs' ratios."""
    return statistics.median(a / b for a, b in zip(tops, bottoms, strict=True))


def main() -> None:
    """Print the figures."""
    few, usual, many = map(stores.newsroom, (stores.FEW, stores.USUAL, stores.MANY))
    with screen.display() as display, stores.scratch() as home:
        runner = Runner(display, home)
        theirs = peer(home)

        def ours(store: Path, count: int) -> list[str]:
            return [
                sys.executable, "-m", "newsroom",
                "--store", str(store), "--open", stores.newest(count),
            ]  # fmt: skip

        programs = {
            "bare": ([sys.executable, str(figures.ROOT / "tests/bench/bare.py")], TEXT),
            "few": (ours(few, stores.FEW), OURS),
            "usual": (ours(usual, stores.USUAL), OURS),
            "many": (ours(many, stores.MANY), OURS),
        }
        if isinstance(theirs, list):
            programs["peer"] = (theirs, THEIRS)
        ready = {name: runner.look(*program) for name, program in programs.items()}
        runs: dict[str, list[Start]] = {name: [] for name in programs}
        for _round in range(ROUNDS):
            for name, (command, _areas) in programs.items():
                runs[name].append(runner.start(command, ready[name]))
        seen = {name: [run.seen for run in some] for name, some in runs.items()}
        used = {name: [run.cpu for run in some] for name, some in runs.items()}
        pages = {name: [run.faults for run in some] for name, some in runs.items()}

        def tell(
            metric: str, what: dict[str, list[float]], app: str, floor: str, goal: float | None,
            unit: str = "ms",
        ) -> None:  # fmt: skip
            figures.tell(
                metric, statistics.median(what[app]), statistics.median(what[floor]),
                ratio=ratio(what[app], what[floor]), goal=goal, n=ROUNDS, unit=unit,
            )  # fmt: skip

        tell("start.seen / bare QTextEdit", seen, "usual", "bare", 1.6)
        tell("start.seen 100k / 1k", seen, "many", "few", 1.1)
        whole = {name: [run.furnished for run in some] for name, some in runs.items()}
        tell("start.furnished / bare QTextEdit", whole, "usual", "bare", None)
        tell("start.cpu / bare QTextEdit", used, "usual", "bare", None)
        tell("start.cpu 100k / 1k", used, "many", "few", 1.1)
        tell("start.faults / bare QTextEdit", pages, "usual", "bare", None, "pages")
        figures.tell("start.cpu", statistics.median(used["usual"]), goal=450, n=ROUNDS)
        idle = {
            name: [runner.idle(programs[name][0]) for _round in range(IDLE_ROUNDS)]
            for name in programs
            if name not in ("few", "many")
        }
        held = {name: [memory for _cpu, memory in some] for name, some in idle.items()}
        for kind in ("rss", "pss"):
            sizes = {name: [getattr(m, kind) for m in some] for name, some in held.items()}
            app = statistics.median(sizes["usual"])
            figures.tell(
                f"memory.{kind} / bare QTextEdit", app, statistics.median(sizes["bare"]),
                unit="MiB", ratio=ratio(sizes["usual"], sizes["bare"]), n=ROUNDS,
                goal=1.7 if kind == "rss" else None,
                processes=held["usual"][0].processes,
            )  # fmt: skip
            if "peer" in sizes:
                figures.tell(
                    f"memory.{kind} / novelWriter", app, statistics.median(sizes["peer"]),
                    unit="MiB", ratio=ratio(sizes["usual"], sizes["peer"]), goal=1.0,
                    n=IDLE_ROUNDS,
                )  # fmt: skip
        if "peer" in runs:
            tell("start.seen / novelWriter", seen, "usual", "peer", 0.3)
            tell("start.cpu / novelWriter", used, "usual", "peer", 0.7)
            tell("start.faults / novelWriter", pages, "usual", "peer", None, "pages")
        else:
            for metric, goal in (
                ("start.seen / novelWriter", 0.3), ("start.cpu / novelWriter", 0.7),
                ("memory.rss / novelWriter", 1.0), ("memory.pss / novelWriter", 1.0),
                ("start.faults / novelWriter", None),
            ):  # fmt: skip
                figures.absent(metric, str(theirs), goal=goal)
        figures.tell(
            "idle.cpu", statistics.median(cpu for cpu, _held in idle["usual"]), unit="%", goal=0.3,
            n=IDLE_ROUNDS,
        )  # fmt: skip
        early = loaded_early(runner, few)
        figures.tell("start.modules_too_early", len(early), unit="modules", goal=0, early=early)


if __name__ == "__main__":
    main()

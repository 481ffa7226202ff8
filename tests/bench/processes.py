"""What a running program takes, read from /proc: CPU and memory of it and all that it started."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds
QUIET = 0.03  # of a core: what is busier than this is still starting
LOOK = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Memory:
    """Mebibytes of a process tree: as each process counts them, with what they share split, and
    without files that are mapped (programs, the store), which the system takes back at will."""

    rss: float
    pss: float
    own: float
    processes: int


def tree(pid: int) -> list[int]:
    """The process and all below it."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += tree(int(child))
    return found


def cpu_of(pid: int) -> float:
    """Milliseconds of CPU of the tree so far, with children that ended and were waited for.

    Processes that run are read from their own clocks, to the nanosecond (clock_getcpuclockid(3)
    makes that number of a process); those that ended are told in ticks only.
    """
    taken = 0.0
    for process in tree(pid):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        taken += time.clock_gettime((~process << 3) | 2) * 1000
        taken += sum(int(value) for value in fields[13:15]) * TICK
    return taken


def faults_of(pid: int) -> int:
    """How often the tree touched a page so far that the system had to bring: a figure that tells
    the same on a machine that is busy or slow."""
    faults = 0
    for process in tree(pid):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        faults += sum(int(value) for value in fields[7:11])
    return faults


def memory_of(pid: int) -> Memory:
    """What the tree holds at this moment."""
    sizes = dict.fromkeys(("Rss", "Pss", "Anonymous"), 0)
    processes = tree(pid)
    for process in processes:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            name, _sep, rest = line.partition(":")
            if name in sizes:
                sizes[name] += int(rest.split()[0])
    rss, pss, own = (size / 1024 for size in sizes.values())
    return Memory(rss, pss, own, len(processes))


def settled(pid: int, most: float = 10.0) -> float:
    """Wait until the tree is quiet; the CPU in milliseconds that it took to get there."""
    end = time.monotonic() + most
    before = cpu_of(pid)
    while time.monotonic() < end:
        time.sleep(LOOK)
        now = cpu_of(pid)
        if now - before <= QUIET * LOOK * 1000:
            return now
        before = now
    return before

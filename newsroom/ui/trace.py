"""Marks of time for the benches: with NEWSROOM_TRACE=FILE each is a line "name nanoseconds"."""

from __future__ import annotations

import os
import time


def mark(name: str) -> None:
    """Write down that this happens now, by the monotonic clock, if somebody asked for it."""
    path = os.environ.get("NEWSROOM_TRACE")
    if path:
        with open(path, "a", encoding="utf-8") as trace:
            trace.write(f"{name} {time.monotonic_ns()}\n")

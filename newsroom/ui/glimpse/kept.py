"""The file of a glimpse: what it was made from in a line of JSON, then its pixels.

Read before anything else of the window is loaded, so it takes nothing but the standard library.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
from pathlib import Path
from typing import Any

from newsroom import __version__

Standing = tuple[str, int]
"""A store's own name and the number that goes up with every change of it."""

ALIGNED = 16  # bytes: where pixels begin, as those who draw them count in words of that size
LONGEST_HEAD = 100_000  # bytes; a file that begins otherwise is none of ours


def place(cache: Path, store: str) -> Path:
    """Where the glimpse of that store (a path) lies."""
    return cache / "glimpses" / hashlib.sha256(store.encode("utf-8", "replace")).hexdigest()[:16]


def digest(path: Path) -> str:
    """What a small file holds, as a digest; "" where it is not there."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def write(path: Path, head: dict[str, Any], pixels: bytes) -> None:
    """Keep a glimpse, in one piece or not at all, readable by its owner only. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            line = json.dumps(head | {"program": __version__}).encode()
            file.write(line.ljust(-(-(len(line) + 1) // ALIGNED) * ALIGNED - 1) + b"\n")
            file.write(pixels)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def read(path: Path) -> tuple[dict[str, Any], memoryview] | None:
    """A glimpse of this very version of the program: its head and its pixels; None if none.

    The pixels lie where the system keeps the file anyway: to copy them takes five megabytes, of
    which each page is made for it. Nobody writes into this file; another takes its place.
    """
    try:
        with open(path, "rb", buffering=0) as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        end = whole.find(b"\n", 0, LONGEST_HEAD)
        head = json.loads(whole[: max(end, 0)])
        if not isinstance(head, dict) or head.get("program") != __version__:
            return None
        return None if (end + 1) % ALIGNED else (head, memoryview(whole)[end + 1 :])
    except (OSError, ValueError):
        return None


def named_store(settings: Path) -> str:
    """The store that the settings file names, "" if none; without loading the settings."""
    try:
        found = json.loads(settings.read_bytes())
    except (OSError, ValueError):
        return ""
    return str(found.get("store") or "") if isinstance(found, dict) else ""


def holds(
    head: dict[str, Any],
    *,
    standing: Standing | None,
    session: str,
    settings: str,
    slug: str,
    who: str,
) -> bool:
    """Whether the window would show again what the glimpse shows.

    ``session`` and ``settings`` are digests of those files as they are now; ``slug`` is the story
    asked for, "" where that of the session comes back; ``who`` is who sits down, "" as last time.
    """
    if standing is None or head.get("standing") != list(standing):
        return False
    if who and head.get("who") != who:
        return False
    if head.get("settings") != settings or (slug and head.get("slug") != slug):
        return False
    if not session:  # laid out as at the first start
        return bool(head.get("fresh")) and bool(slug)
    return head.get("session") == session

"""Processes of our own beside the window: how they are started, spoken to and ended.

What must be ended while it works, and what keeps the interpreter to itself, runs in one. A message
is four bytes of length and JSON; the first one of each process says that it is there.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import newsroom

START_SECONDS = 30.0  # a cold start takes 0.1 to 0.3 s; a machine that swaps takes its time

_HEADER = struct.Struct(">I")
_MOST_BYTES = 256 * 1024 * 1024  # of one message


def command(module: str, switch: str) -> list[str]:
    """How it is started: without site and user settings, with our own import path. ``switch`` tells
    the program, frozen into one file, the same (``__main__`` knows it)."""
    if getattr(sys, "frozen", False):
        return [sys.executable, switch]
    path = [str(Path(newsroom.__file__).resolve().parent.parent), *filter(None, sys.path)]
    begin = f"import sys; sys.path[:] = {path!r}; from {module} import main; main()"
    return [sys.executable, "-E", "-s", "-S", "-c", begin]


def start(module: str, switch: str, *, alone: bool = False) -> subprocess.Popen[bytes]:
    """Start the ``main`` of a module in a process of its own, with a pipe in and one out.

    One that is left ``alone`` does not end with the window. Raises OSError.
    """
    return subprocess.Popen(
        command(module, switch),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=alone,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def kill(process: subprocess.Popen[bytes]) -> None:
    """End it and close our ends of its pipes."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            # What was still to be written has nobody to read it.
            with contextlib.suppress(OSError):
                pipe.close()
    process.wait()


def answers(
    process: subprocess.Popen[bytes],
    request: dict[str, Any] | None,
    seconds: float,
    *,
    late: threading.Event | None = None,
) -> Generator[dict[str, Any]]:
    """Ask, if there is something to ask, and give what it says until nobody wants more of it, or
    until it has ended. After ``seconds`` it is killed, and ``late`` set."""
    assert process.stdin is not None
    assert process.stdout is not None

    def stop() -> None:
        if late is not None:
            late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        with contextlib.suppress(OSError, ValueError):
            if request is not None:
                send(process.stdin, request)
            while (message := receive(process.stdout)) is not None:
                yield message
    finally:
        timer.cancel()


def exchange(
    process: subprocess.Popen[bytes],
    request: dict[str, Any] | None,
    seconds: float,
    *,
    late: threading.Event | None = None,
) -> dict[str, Any] | None:
    """The first of ``answers``; None if the process ended."""
    with contextlib.closing(answers(process, request, seconds, late=late)) as said:
        return next(said, None)


def send(pipe: IO[bytes], message: dict[str, Any]) -> None:
    """Write a message."""
    # Escaped to ASCII, so that half a character typed by accident does not stop anything here.
    data = json.dumps(message).encode("ascii")
    pipe.write(_HEADER.pack(len(data)) + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> dict[str, Any] | None:
    """Read a message; None at the end. Raises ValueError for what is none."""
    header = pipe.read(_HEADER.size)
    if len(header) < _HEADER.size:
        return None
    (size,) = _HEADER.unpack(header)
    if size > _MOST_BYTES:
        raise ValueError(f"a message of {size} bytes")
    data = pipe.read(size)
    return json.loads(data) if len(data) == size else None


def send_pieces(pipe: IO[bytes], pieces: Iterable[bytes]) -> None:
    """Write bytes, piece by piece, behind a message that says that they come."""
    for piece in pieces:
        if piece:
            pipe.write(_HEADER.pack(len(piece)) + piece)
    pipe.write(_HEADER.pack(0))
    pipe.flush()


def receive_pieces(pipe: IO[bytes]) -> Iterator[bytes]:
    """Read them, each as it is wanted. Raises EOFError where they break off."""
    while True:
        header = pipe.read(_HEADER.size)
        (size,) = _HEADER.unpack(header) if len(header) == _HEADER.size else (_MOST_BYTES + 1,)
        if not size:
            return
        piece = pipe.read(size) if size <= _MOST_BYTES else b""
        if len(piece) < size:
            raise EOFError
        yield piece


@contextlib.contextmanager
def answering() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """In the process itself: where questions come in and answers go out, once it said that it is
    there. Whatever prints in it does not get between two messages."""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        send(out, {"ready": True})
        yield sys.stdin.buffer, out

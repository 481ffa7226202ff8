"""The owner's end of the daily backup's own process: nothing of it is done where people type.

The process is on its own once it was asked: it finishes its work when the window is closed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import newsroom
from newsroom.i18n import _
from newsroom.news.backups import Daily
from newsroom.news.errors import NewsroomError

SWITCH = "--backup-worker"
"""How the program, frozen into one file, is told to be the process (``__main__`` knows it)."""


def start(
    target: str | Path, folder: Path, *, keep: int, at: str, language: str = ""
) -> subprocess.Popen[bytes]:
    """Have the newsroom at ``target`` backed up in a process of its own (``desk.backup.daily``).

    ``at`` is a time of the day such as "19:00". The address may hold a password: it goes by the
    pipe, where no list of processes shows it. Raises OSError.
    """
    process = subprocess.Popen(
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    asked = {"target": str(target), "folder": str(folder), "keep": keep, "at": at,
             "language": language}  # fmt: skip
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(asked).encode("ascii"))
        process.stdin.close()
    except OSError:
        process.kill()
        process.wait()
        raise
    return process


def answer(process: subprocess.Popen[bytes]) -> Daily:
    """What came of it, once it has ended. Raises NewsroomError with its sentence."""
    assert process.stdout is not None
    with process.stdout as pipe:
        said = pipe.read()
    process.wait()
    try:
        told: Mapping[str, Any] = json.loads(said)
    except ValueError:
        raise NewsroomError(
            _("The backup ended before it was done. Try again, or look into the log.")
        ) from None
    if "error" in told:
        raise NewsroomError(str(told["error"]))
    made = {**told, "at": datetime.fromisoformat(told["at"]), "problems": tuple(told["problems"])}
    return Daily(**made)


def _command() -> list[str]:
    """How it is started: without site and user settings, with our own import path."""
    if getattr(sys, "frozen", False):
        return [sys.executable, SWITCH]
    path = [str(Path(newsroom.__file__).resolve().parent.parent), *filter(None, sys.path)]
    begin = f"import sys; sys.path[:] = {path!r}; from newsroom.desk.dailychild import main; main()"
    return [sys.executable, "-E", "-s", "-S", "-c", begin]

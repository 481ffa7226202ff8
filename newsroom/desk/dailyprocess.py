"""The owner's end of the daily backup's own process: nothing of it is done where people type.

The process is on its own once it was asked: it finishes its work when the window is closed.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from newsroom import processes
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
    process = processes.start("newsroom.desk.dailychild", SWITCH, alone=True)
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

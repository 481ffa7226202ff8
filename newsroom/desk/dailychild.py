"""The process of the daily backup: asked once, it makes the copy, tries it, and says what came."""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import time
from pathlib import Path
from typing import Any

from newsroom import i18n
from newsroom.desk.desk import open_desk
from newsroom.log import start_log
from newsroom.news.errors import NewsroomError
from newsroom.paths import state_dir

_NICER = 10  # who types goes first


def main() -> None:
    """Read what is asked, do it, and tell; what went wrong is told as a sentence."""
    asked: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    if hasattr(os, "nice"):
        os.nice(_NICER)
    start_log(state_dir())
    if asked.get("language"):
        i18n.use(asked["language"])
    # Who asked may have closed the window: the backup is made all the same.
    with suppress(OSError):
        sys.stdout.buffer.write(json.dumps(told(asked)).encode("ascii"))
        sys.stdout.buffer.flush()


def told(asked: dict[str, Any]) -> dict[str, object]:
    """What came of it, as it goes back: a ``news.backups.Daily``, or an ``error``."""
    try:
        with open_desk(asked["target"], read_only=True) as desk:
            made = desk.backup.daily(
                Path(asked["folder"]), keep=asked["keep"], at=time.fromisoformat(asked["at"])
            )
    except NewsroomError as error:
        return {"error": str(error)}
    except OSError as error:
        return {"error": f"{error.strerror or error}: {error.filename or asked['folder']}"}
    return {**asdict(made), "at": made.at.isoformat()}

"""The log: one rotating file in the state folder, never with a story's text in it."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_BYTES = 1_000_000  # enough for months of a quiet program
LOG_FILES = 3


def start_log(folder: Path, *, level: int = logging.INFO) -> Path:
    """Write the program's log into ``folder`` from now on and give the file's path.

    Peewee's own logger prints every statement with its parameters, embargoed text included, at
    DEBUG; it is kept above that.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "newsroom.log"
    handler = RotatingFileHandler(
        path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("newsroom")
    root.setLevel(level)
    root.addHandler(handler)
    root.propagate = False
    logging.getLogger("peewee").setLevel(logging.WARNING)
    return path

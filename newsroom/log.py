"""The log: one rotating file in the state folder, never with a story's text in it."""

from __future__ import annotations

import logging
import os
from pathlib import Path

LOG_BYTES = 1_000_000  # enough for months of a quiet program
LOG_FILES = 3


class _Rotating(logging.FileHandler):
    """Begins a new file when one is full and keeps the last few.

    The standard library's own is in ``logging.handlers``, which loads sockets and pickles before
    the first paint.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write the line, in a new file if this one is full."""
        super().emit(record)
        if self.stream is not None and self.stream.tell() > LOG_BYTES:
            self.close()
            self._closed = False  # FileHandler opens again only what was not closed for good
            for number in range(LOG_FILES - 1, -1, -1):
                old = f"{self.baseFilename}.{number}" if number else self.baseFilename
                if os.path.exists(old):
                    os.replace(old, f"{self.baseFilename}.{number + 1}")


def start_log(folder: Path, *, level: int = logging.INFO) -> Path:
    """Write the program's log into ``folder`` from now on and give the file's path.

    Peewee's own logger prints every statement with its parameters, embargoed text included, at
    DEBUG; it is kept above that.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "newsroom.log"
    handler = _Rotating(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger("newsroom")
    root.setLevel(level)
    root.addHandler(handler)
    root.propagate = False
    logging.getLogger("peewee").setLevel(logging.WARNING)
    return path

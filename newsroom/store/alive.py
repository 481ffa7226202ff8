"""Which windows of this computer live: each holds a file that the system lets go of with it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO

_NAME = "window-{session}.lock"
_DAY = 86_400  # seconds


class SignOfLife:
    """This window's file in ``folder``, held from the first ``hold`` on."""

    def __init__(self, folder: Path, session: str) -> None:
        self._folder = folder
        self._session = session
        self._file: IO[bytes] | None = None

    def hold(self) -> None:
        """Say that this window lives, until it ends however it does. Where the folder can't be
        written, nobody on this computer is told; the others wait until it seems gone."""
        if self._file is not None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            file = _path(self._folder, self._session).open("wb")
        except OSError:
            return
        try_lock(file)
        self._file = file
        self._clear()

    def _clear(self) -> None:
        """Files of windows that ended long ago say nothing any more."""
        now = _path(self._folder, self._session).stat().st_mtime
        for path in self._folder.glob(_NAME.format(session="*")):
            try:
                if now - path.stat().st_mtime > _DAY and _is_free(path):
                    path.unlink()
            except OSError:
                continue  # another window was quicker

    def close(self) -> None:
        """It ends. Closing twice does nothing."""
        if self._file is not None:
            self._file.close()
            self._file = None
            _path(self._folder, self._session).unlink(missing_ok=True)


def is_dead(folder: Path, session: str) -> bool:
    """Whether a window of this computer ended without a word. False where nothing is known of it:
    it may be another computer's."""
    try:
        return _is_free(_path(folder, session))
    except OSError:
        return False


def _is_free(path: Path) -> bool:
    with path.open("r+b") as file:
        return try_lock(file)


def _path(folder: Path, session: str) -> Path:
    return folder / _NAME.format(session=session)


if sys.platform == "win32":
    import msvcrt

    def try_lock(file: IO[bytes]) -> bool:
        """Take the file for this process; False where another one has it."""
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(file: IO[bytes]) -> bool:
        """Take the file for this process; False where another one has it."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

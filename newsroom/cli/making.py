"""A store that a command makes where there was none: it stays if the command wrote into it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.cli.say import tell
from newsroom.i18n import _

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk


@contextlib.contextmanager
def made(path: Path) -> Iterator[Desk]:
    """The desk of a new store at ``path``, closed afterwards.

    Where nothing was written into it, as an import leaves it of which every file was refused, the
    store and the folders that were made for it go again. Raises what ``open_desk`` does.
    """
    from newsroom.desk.desk import open_desk

    going = [folder for folder in path.absolute().parents if not folder.exists()]
    written = False
    try:
        with open_desk(path, create=True) as desk:
            going.insert(0, desk.folder)
            began = desk.written
            try:
                yield desk
            finally:
                written = desk.written != began
    finally:
        if not written:
            with contextlib.suppress(OSError):
                path.unlink()
                for lock in going[0].glob("*.lock"):  # of an import that others waited for
                    lock.unlink()
                for folder in going:
                    if folder.exists():
                        folder.rmdir()  # not one that holds anything
    if written:
        tell(_("Made a new store at {name}.").format(name=desk.name))

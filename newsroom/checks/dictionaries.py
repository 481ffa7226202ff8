"""Where the dictionaries of a language lie: ours, the person's, the system's."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from newsroom.assets import asset

FOLDER = "dictionaries"
"""Beside the settings: what people put there goes before what comes with the program."""


def system_folders() -> tuple[Path, ...]:
    """Where the system's own dictionaries lie."""
    if sys.platform == "darwin":
        return (Path.home() / "Library" / "Spelling", Path("/Library/Spelling"))
    if sys.platform == "win32":
        return ()
    return (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"))


def find(
    language: str, folders: Sequence[Path] = (), *, system: Sequence[Path] | None = None
) -> Path | None:
    """The dictionary of a language: an ``.aff`` with its ``.dic`` beside it, or a zip of both.

    ``language`` is a Hunspell name ("en_GB", "fa"); another region of the language will do where
    the wanted one is not there. ``folders`` go before ours, ``system`` after.
    """
    base = language.split("_")[0]
    names = dict.fromkeys((language, base, f"{base}_{base.upper()}"))
    theirs = system_folders() if system is None else system
    for folder in folders:
        if (found := _in(folder, names, base)) is not None:
            return found
    for name in names:
        packed = asset(FOLDER, name, f"{name}.zip")
        if packed.is_file():
            return packed
    for folder in theirs:
        if (found := _in(folder, names, base)) is not None:
            return found
    return None


def _in(folder: Path, names: dict[str, None], base: str) -> Path | None:
    for name in names:
        if _whole(found := folder / f"{name}.aff"):
            return found
    try:
        others = sorted(folder.glob(f"{base}_*.aff"))
    except OSError:
        return None
    return next((found for found in others if _whole(found)), None)


def _whole(aff: Path) -> bool:
    try:
        return aff.is_file() and aff.with_suffix(".dic").is_file()
    except OSError:
        return False


@contextmanager
def unpacked(dictionary: Path) -> Iterator[Path]:
    """The ``.aff`` of a dictionary, for as long as the ``with`` lasts if it had to be unpacked.

    Raises OSError, and zipfile.BadZipFile for a damaged one.
    """
    if dictionary.suffix != ".zip":
        yield dictionary
        return
    with tempfile.TemporaryDirectory(prefix="newsroom-") as folder:
        with zipfile.ZipFile(dictionary) as packed:
            packed.extractall(folder)
        yield Path(folder) / f"{dictionary.stem}.aff"

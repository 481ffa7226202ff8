"""Where the dictionaries of a language lie: ours, the person's, the system's."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
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
    ours = (asset(FOLDER, name, f"{name}.zip") for name in names)
    for found in (
        _exactly(folders, names),
        next((packed for packed in ours if packed.is_file()), None),
        _elsewhere(folders, base),
        _exactly(theirs, names),
        _elsewhere(theirs, base),
    ):
        if found is not None:
            return found
    return None


def _exactly(folders: Sequence[Path], names: Iterable[str]) -> Path | None:
    places = (folder / f"{name}.aff" for folder in folders for name in names)
    return next((place for place in places if _whole(place)), None)


def _elsewhere(folders: Sequence[Path], base: str) -> Path | None:
    """The same language as another region writes it."""
    places = (place for folder in folders for place in sorted(folder.glob(f"{base}_*.aff")))
    return next((place for place in places if _whole(place)), None)


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
    import tempfile
    import zipfile

    with tempfile.TemporaryDirectory(prefix="newsroom-") as folder:
        with zipfile.ZipFile(dictionary) as packed:
            packed.extractall(folder)
        yield Path(folder) / f"{dictionary.stem}.aff"

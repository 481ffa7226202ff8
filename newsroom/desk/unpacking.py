"""Archives among the files of an import: unpacked with care for as long as it takes."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from newsroom.desk.gathering import MOST_FILES, each_file
from newsroom.i18n import _
from newsroom.news.errors import BadInput
from newsroom.paths import cache_dir

SUFFIX = ".zip"
MOST_BYTES = 2 * 1024**3  # unpacked: the posts and pictures of a large site
MOST_RATIO = 200  # of a part's size to its packed size, where it is large; text shrinks tenfold
_LARGE = 1024 * 1024  # bytes; small parts may well shrink more
_CHUNK = 1024 * 1024
_ENCRYPTED = 0x1  # APPNOTE 4.4.4, bit 0
_LINK = 0o120000  # the file type of a symbolic link, in the upper half of external_attr
_FILE_TYPE = 0o170000


@contextmanager
def gathered(paths: Iterable[Path | str]) -> Iterator[tuple[Path, ...]]:
    """The files of an import, with folders and archives replaced by what is in them.

    What was unpacked goes afterwards. Raises BadInput with a sentence.
    """
    with ExitStack() as stack:
        found: list[Path] = []
        for path in map(Path, paths):
            if path.suffix.lower() == SUFFIX and path.is_file():
                folder = _place(path)
                stack.callback(shutil.rmtree, folder, ignore_errors=True)
                _unpack(path, folder)
                try:
                    found.extend(each_file([folder]))
                except BadInput:
                    raise BadInput(
                        _("{name} holds nothing that can be imported.").format(name=path.name)
                    ) from None
            else:
                found.extend(each_file([path]))
        yield each_file(found)


def _place(path: Path) -> Path:
    """Where it is unpacked: the same place each time, since stories are known by their files."""
    name = hashlib.sha256(str(path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return cache_dir() / "unpacked" / name[:24]


def _unpack(path: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    name = path.name
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if _wanted(info)]
            if any(info.flag_bits & _ENCRYPTED for info in infos):
                raise BadInput(_("{name} is protected by a password.").format(name=name))
            heavy = any(
                info.file_size > _LARGE and info.file_size > MOST_RATIO * info.compress_size
                for info in infos
            )
            if heavy or len(infos) > MOST_FILES or sum(i.file_size for i in infos) > MOST_BYTES:
                raise BadInput(
                    _("{name} unpacks to far more than stories; it was left.").format(name=name)
                )
            for info in infos:
                to = folder.joinpath(*PurePosixPath(info.filename).parts)
                to.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as part, to.open("wb") as file:
                    while chunk := part.read(_CHUNK):
                        left -= len(chunk)
                        if left < 0:
                            raise BadInput(
                                _("{name} says it is smaller than it is; it was left.").format(
                                    name=name
                                )
                            )
                        file.write(chunk)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise BadInput(_("{name} is no archive, or a damaged one.").format(name=name)) from error
    except OSError as error:
        raise BadInput(
            _("{name} can't be unpacked: {reason}.").format(
                name=name, reason=error.strerror or error
            )
        ) from None


def _wanted(info: zipfile.ZipInfo) -> bool:
    """Files alone, none that would lie outside, none of a system's own."""
    parts = PurePosixPath(info.filename).parts
    outside = not parts or parts[0] == "/" or ".." in parts or any(":" in part for part in parts)
    own = bool(parts) and parts[0].casefold() == "__macosx"
    link = (info.external_attr >> 16) & _FILE_TYPE == _LINK
    return not (info.is_dir() or outside or own or link or "\\" in info.filename)

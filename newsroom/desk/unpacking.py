"""Archives among the files of an import: unpacked with care for as long as it takes."""

from __future__ import annotations

import hashlib
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath

from newsroom.desk.gathering import MOST_FILES, each_file
from newsroom.i18n import _, ngettext
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
_NAMED = 3  # files that were left out are named at most


@contextmanager
def gathered(
    paths: Iterable[Path | str], left: list[tuple[str, str]] | None = None
) -> Iterator[tuple[Path, ...]]:
    """The files of an import, with folders and archives replaced by what is in them.

    What was unpacked goes afterwards. ``left`` takes the name of each archive of which something
    was left out, and a sentence on it. Raises BadInput with a sentence.
    """
    with ExitStack() as stack:
        found: list[Path] = []
        for path in map(Path, paths):
            if path.suffix.lower() == SUFFIX and path.is_file():
                folder = _place(path)
                stack.callback(shutil.rmtree, folder, ignore_errors=True)
                said = _unpack(path, folder)
                if said and left is not None:
                    left.append((path.name, said))
                try:
                    found.extend(each_file([folder]))
                except BadInput:
                    none = _("{name} holds nothing that can be imported.").format(name=path.name)
                    raise BadInput(f"{none} {said}".rstrip()) from None
            else:
                found.extend(each_file([path]))
        yield each_file(found)


def _place(path: Path) -> Path:
    """Where it is unpacked: the same place each time, since stories are known by their files."""
    name = hashlib.sha256(str(path.absolute()).encode("utf-8", "surrogateescape")).hexdigest()
    return cache_dir() / "unpacked" / name[:24]


def _unpack(path: Path, folder: Path) -> str:
    """Unpack an archive into a folder; a sentence on what was left out, "" where nothing was."""
    shutil.rmtree(folder, ignore_errors=True)
    name = path.name
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            files = [info for info in archive.infolist() if not _is_own(info)]
            infos = [info for info in files if not _leads_out(info)]
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
            folder.mkdir(parents=True)
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
            return _left_out(name, [info.filename for info in files if _leads_out(info)])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise BadInput(_("{name} is no archive, or a damaged one.").format(name=name)) from error
    except OSError as error:
        raise BadInput(
            _("{name} can't be unpacked: {reason}.").format(
                name=name, reason=error.strerror or error
            )
        ) from None


def _is_own(info: zipfile.ZipInfo) -> bool:
    """A folder, or what a system packs for itself: nobody misses it."""
    parts = PurePosixPath(info.filename).parts
    return info.is_dir() or not parts or parts[0].casefold() == "__macosx"


def _leads_out(info: zipfile.ZipInfo) -> bool:
    """Whether it would lie outside of the archive's folder, on some system, or lead there."""
    parts = PurePosixPath(info.filename).parts
    outside = parts[0] == "/" or ".." in parts or any(":" in part for part in parts)
    link = (info.external_attr >> 16) & _FILE_TYPE == _LINK
    return outside or link or "\\" in info.filename


def _left_out(name: str, files: list[str]) -> str:
    """A sentence on files that lead out of the archive ``name``; "" for none."""
    if not files:
        return ""
    from newsroom.intake.frontmatter import short  # reads YAML, which pictures have no use for

    said = ngettext(
        "{n} file in {name} leads out of the archive and was left out: {files}.",
        "{n} files in {name} lead out of the archive and were left out: {files}.",
        len(files),
    )
    some = ", ".join(short(file) for file in files[:_NAMED])
    return said.format(n=len(files), name=name, files=some + (", …" if files[_NAMED:] else ""))

"""The window's modules in one file of the cache: a start takes four hundred, most of them ours.

Python looks for each in its folder, opens two files and reads one; here one is asked whether its
source is still the same, and read from its place. Those that the last start took stand there once
more in one piece: read together they take two thirds of the time, as a name that a hundred of them
use is made once. Of a library (a module written in C) it is kept where it lies. A module that
changed, and one that is not there, is imported as ever and joins the file with ``keep``. What
functions say of themselves is left out: it takes a megabyte, and nobody asks a running window for
it.
"""

from __future__ import annotations

import contextlib
import marshal
import mmap
import opcode
import os
import sys
import zlib
from collections.abc import Callable
from functools import partial
from importlib.machinery import ExtensionFileLoader, ModuleSpec, SourceFileLoader
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

import newsroom
from newsroom import __version__
from newsroom.kept.later import Later

_ROOT = str(Path(newsroom.__file__).parent)
_ROOTS = tuple(dict.fromkeys((_ROOT, sys.prefix, sys.base_prefix)))
"""Where sources lie that are kept: ours, the libraries', Python's own."""
_ABOUT: Any = (4, __version__, sys.version, MAGIC_NUMBER, *_ROOTS, *sys.path[1:])
"""What must be the same for the file to hold. The first place of ``sys.path`` is where the program
was started; nothing comes from there."""
_HEAD = 8  # bytes that say how long the table of contents is
_LONGEST = 4 << 20  # bytes of a table of contents; a file that claims more is none of ours
_OPTIMIZED = 1  # CO_OPTIMIZED of inspect: the code of a function
_TOGETHER = ""  # the name under which what a start takes stands in the table, in one piece
_PLAIN = (SourceFileLoader, ExtensionFileLoader)
_FEW = 12  # modules that may be missing there before it is written anew


class Entry(NamedTuple):
    """Where a module's code lies (bytes of the file), and of what source it was made; a library,
    which has none here, is its own source."""

    source: str
    package: bool
    stamp: tuple[int, int]
    start: int
    length: int


class Loader(SourceFileLoader):
    """As Python's own loader, with code that is read when the module is run: what is put off
    (``kept.later``) may never be, and would hold its code for good."""

    def __init__(self, fullname: str, path: str, read: Callable[[], CodeType | None]) -> None:
        super().__init__(fullname, path)
        self._read: Callable[[], CodeType | None] | None = read

    def get_code(self, fullname: str) -> CodeType | None:
        """The module's code; it is asked for once."""
        read, self._read = self._read, None
        found = read() if read is not None else None
        return found or super().get_code(fullname)


class Bundle:
    """One file of a cache folder. Any fault of it costs only the time that it would save."""

    def __init__(self, folder: Path) -> None:
        root = zlib.crc32(_ROOT.encode("utf-8", "replace"))
        self._path = folder / "compiled" / f"{sys.implementation.cache_tag}-modules-{root:08x}"
        self._file = -1
        self._entries: dict[str, Entry] = {}
        self._together: dict[str, CodeType] = {}
        self._alone: set[str] = set()  # taken one by one, since ``begin`` if that was called
        self._early: frozenset[str] | None = None  # taken before ``begin``
        self._course: frozenset[str] | None = None  # all that the start took
        self._elsewhere: list[str] = []  # asked for here, and left to Python
        self._owed = self._anew = False  # something is to be written; the piece is

    def use(self) -> None:
        """From now on import the modules of the file out of it."""
        with contextlib.suppress(OSError):
            self._file = os.open(self._path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
            self._entries = self._contents()
        self._owed = not self._entries
        sys.meta_path.insert(0, self)

    def begin(self) -> None:
        """Most of the start's modules come now: read those that the last one took, together."""
        self._early, self._alone = frozenset(sys.modules), set()
        self._together = self._all_of_last()

    def find_spec(
        self, name: str, _path: object = None, _target: object = None
    ) -> ModuleSpec | None:
        """As an import asks for it; None where Python is to look itself."""
        entry = self._entries.pop(name, None)
        if entry is None or _stamp(entry.source) != entry.stamp:
            self._elsewhere.append(name)
            return None
        if not entry.length:
            return _spec(name, entry, ExtensionFileLoader(name, entry.source))
        return _spec(name, entry, Loader(name, entry.source, partial(self._code, name, entry)))

    def _code(self, name: str, entry: Entry) -> CodeType | None:
        """A module's code; nothing where the file was cut short meanwhile."""
        found: object = self._together.pop(name, None)
        if found is None:
            self._alone.add(name)
            data = self._read(entry.start, entry.length)
            found = marshal.loads(data) if len(data) == entry.length else None
        return found if isinstance(found, CodeType) else None

    def _all_of_last(self) -> dict[str, CodeType]:
        entry = self._entries.pop(_TOGETHER, None)
        if entry is None:
            return {}
        end = entry.start + entry.length
        try:
            # Not copied into memory of ours, of which the system makes each page first.
            with (
                mmap.mmap(self._file, 0, access=mmap.ACCESS_READ) as whole,
                memoryview(whole)[entry.start : end] as piece,
            ):
                return dict(marshal.loads(piece)) if len(piece) == entry.length else {}
        except (OSError, ValueError, EOFError):
            return {}

    def owes(self) -> bool:
        """Whether ``keep`` has something to write down; nothing is looked up on the disk for it.

        What is there when this is first called is what a start takes; the rest of what was read
        for it goes.
        """
        self._together = {}
        if self._course is None:
            loaded = list(sys.modules.items())
            self._course = frozenset(name for name, found in loaded if type(found) is not Later)
            self._anew = self._early is not None and len(self._alone) > _FEW
        names, self._elsewhere = self._elsewhere, []
        self._owed = self._owed or self._anew or any(_found(name) for name in names)
        return self._owed

    def keep(self) -> None:
        """Write down what was imported from elsewhere, with all that still holds."""
        if not self.owes():
            return
        anew, self._owed, self._anew = self._anew, False, False
        codes: dict[str, tuple[str, bool, tuple[int, int], bytes]] = {}
        stored = self._contents() if self._file >= 0 else {}
        stored.pop(_TOGETHER, None)
        course, loaded = self._course or frozenset(), list(sys.modules)
        for name in loaded:
            spec, loader = _found(name) or (None, None)
            if spec is None or loader is None:
                continue
            with contextlib.suppress(OSError, ImportError):
                stamp = _stamp(loader.path)
                if stamp is None or (name in stored and stored[name].stamp == stamp):
                    continue  # gone, or read before the file was open
                data = b""
                if isinstance(loader, SourceFileLoader):
                    code = loader.get_code(name)
                    if code is None:
                        continue
                    data = marshal.dumps(unsaid(code))
                package = spec.submodule_search_locations is not None
                codes[name] = loader.path, package, stamp, data
        if not codes and not anew:
            return
        for name, entry in stored.items():
            if name not in codes and _stamp(entry.source) == entry.stamp:
                data = self._read(entry.start, entry.length)
                codes[name] = entry.source, entry.package, entry.stamp, data
        together = b""
        if self._early is not None:
            late = course - self._early
            taken = {name: codes[name][-1] for name in loaded if name in codes and name in late}
            # As one they know of each other's names only if they are made once more.
            together = marshal.dumps({n: marshal.loads(data) for n, data in taken.items() if data})
        self._write(codes, together)

    def close(self) -> None:
        """Import nothing more out of the file."""
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not self]
        if self._file >= 0:
            os.close(self._file)
            self._file = -1
        self._entries = {}

    def _read(self, start: int, length: int) -> bytes:
        try:
            if hasattr(os, "pread"):
                return os.pread(self._file, length, start)
            with open(self._path, "rb") as file:
                file.seek(start)
                return file.read(length)
        except OSError:
            return b""

    def _contents(self) -> dict[str, Entry]:
        head = self._read(0, _HEAD)
        length, check = int.from_bytes(head[:4], "big"), int.from_bytes(head[4:], "big")
        table = self._read(_HEAD, length) if length < _LONGEST else b""
        if len(table) != length or zlib.crc32(table) != check:
            return {}
        try:
            about, found, size = marshal.loads(table)
            begin = _HEAD + length
            if about != _ABOUT or os.fstat(self._file).st_size != begin + size:
                return {}
            return {
                name: Entry(source, package, stamp, begin + start, taken)
                for name, (source, package, stamp, start, taken) in found.items()
            }
        except (EOFError, ValueError, TypeError):
            return {}

    def _write(
        self, codes: dict[str, tuple[str, bool, tuple[int, int], bytes]], together: bytes
    ) -> None:
        contents: dict[str, tuple[object, ...]] = {}
        at = 0
        if together:
            codes = codes | {_TOGETHER: ("", False, (0, 0), together)}
        for name, (source, package, stamp, data) in codes.items():
            contents[name] = source, package, stamp, at, len(data)
            at += len(data)
        table = marshal.dumps((_ABOUT, contents, at))
        aside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
                with open(os.open(aside, flags, 0o600), "wb") as file:
                    file.write(len(table).to_bytes(4, "big"))
                    file.write(zlib.crc32(table).to_bytes(4, "big"))
                    file.write(table)
                    file.writelines(data for _source, _package, _stamp, data in codes.values())
                os.replace(aside, self._path)
            finally:
                aside.unlink(missing_ok=True)


def _spec(name: str, entry: Entry, loader: Loader | ExtensionFileLoader) -> ModuleSpec:
    """As ``spec_from_file_location`` makes it, which takes as long for a module as to find it: it
    asks the loader what is known here, and works out where Python's own cache would lie."""
    spec: Any = ModuleSpec(name, loader, origin=entry.source, is_package=entry.package)
    folder, _slash, file = entry.source.rpartition(os.sep)
    if entry.package:
        spec.submodule_search_locations.append(folder)
    spec.has_location = True
    if sys.pycache_prefix is None and entry.length:
        at = f"{folder}{os.sep}__pycache__{os.sep}{file[:-3]}"
        spec.cached = f"{at}.{sys.implementation.cache_tag}.pyc"
    found: ModuleSpec = spec
    return found


def _found(name: str) -> tuple[ModuleSpec, SourceFileLoader | ExtensionFileLoader] | None:
    """How a module was found that Python itself made of a source or library that is kept here."""
    spec: ModuleSpec | None = getattr(sys.modules.get(name), "__dict__", {}).get("__spec__")
    if spec is None or spec.name != name:  # ``__main__`` is called otherwise there
        return None
    loader = spec.loader
    if isinstance(loader, SourceFileLoader | ExtensionFileLoader) and type(loader) in _PLAIN:
        return (spec, loader) if loader.path.startswith(_ROOTS) else None
    return None


def _stamp(source: str) -> tuple[int, int] | None:
    """What tells one state of a source from another, as ``.pyc`` files have it."""
    try:
        found = os.stat(source)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def unsaid(code: CodeType) -> CodeType:
    """The code without the first sentences of its functions."""
    constants: list[Any] = [
        unsaid(item) if isinstance(item, CodeType) else item for item in code.co_consts
    ]
    if (
        code.co_flags & _OPTIMIZED
        and not code.co_name.startswith("<")  # a lambda or a comprehension says nothing
        and constants
        and isinstance(constants[0], str)
        and not _loads_first(code.co_code)
    ):
        constants[0] = None
    return code.replace(co_consts=tuple(constants))


def _loads_first(instructions: bytes) -> bool:
    """Whether the first constant is used as such as well."""
    for operation in opcode.hasconst:
        wanted = bytes((operation, 0))
        at = instructions.find(wanted)
        while at >= 0:
            if at % 2 == 0:
                return True
            at = instructions.find(wanted, at + 1)
    return False

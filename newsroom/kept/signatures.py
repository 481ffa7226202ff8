"""What PySide knows of the signatures of Qt's functions, put off until somebody asks.

PySide carries it as Python modules in an archive inside its library, and runs all of them before
the first class of Qt's is there: a tenth of what it takes to load Qt. They serve the help and the
words of a ``TypeError``. Here they are compiled once, kept, and run when a name of theirs is first
asked for.
"""

from __future__ import annotations

import builtins
import contextlib
import marshal
import os
import sys
import zlib
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any

from newsroom.kept import enums, later
from newsroom.kept.compiled import Compiled

BOOTSTRAP = "signature_bootstrap.py"
"""What PySide calls the first of its sources; its ``bootstrap`` gives the module below."""
_LOADER = "shibokensupport.signature.loader"
_AT_ONCE = frozenset(
    {
        "shibokensupport",
        "shibokensupport.signature",
        _LOADER,
        "shibokensupport.signature.importhandler",  # called for each module of Qt's
        "shibokensupport.signature.lib",  # empty, but asked for what lies in it
    }
)

_compile = builtins.compile

Part = tuple[str, bytes]
"""A module's file name in the archive, and its code."""


@contextlib.contextmanager
def put_off(kept: Compiled) -> Iterator[None]:
    """While Qt is loaded for the first time, inside ``kept.sources``."""
    plain = builtins.compile

    def compile(source: Any, filename: Any, *args: Any, **kwargs: Any) -> Any:
        found = plain(source, filename, *args, **kwargs)
        if filename != BOOTSTRAP:
            return found
        _Between.code, _Between.kept = found, kept
        return _instead.__code__  # compiled here, Python would make 119 classes of ``ast`` for it

    builtins.compile = compile
    try:
        yield
    finally:
        builtins.compile = plain
        _Between.code = _Between.kept = None


class _Between:
    """What ``take`` has to know; PySide runs it without arguments."""

    code: CodeType | None = None
    kept: Compiled | None = None


def _instead() -> None:
    """What PySide runs in the place of its bootstrap, among the names of that."""
    from newsroom.kept import signatures

    signatures.take(globals())


def take(space: dict[str, Any]) -> None:
    """Run PySide's bootstrap in its module, and be called in its place then."""
    assert _Between.code is not None
    assert _Between.kept is not None
    exec(_Between.code, space)
    with contextlib.suppress(KeyError):
        space["bootstrap"] = partial(_bootstrap, space, space["bootstrap"], _Between.kept)


def _bootstrap(space: dict[str, Any], plain: Any, kept: Compiled) -> Any:
    """The loader, as PySide's own function gives it, which is called wherever this can't."""
    root = getattr(sys.modules.get("shiboken6"), "__file__", None)
    if "SBK_EMBED" in os.environ or root is None:
        return plain()
    if os.path.exists(os.path.join(os.path.dirname(root), "files.dir")):
        return plain()  # the modules lie there as files
    finder = None
    try:
        finder = _Finder(_parts(space, kept))
        sys.meta_path.insert(0, finder)
        found: Any = import_module(_LOADER)
        # It would put PySide's own ``__import__`` in the place of Python's (see ui.display).
        found.post_init = lambda: None
        return found
    except Exception:
        return plain()
    finally:
        sys.meta_path[:] = [item for item in sys.meta_path if item is not finder]


def _parts(space: dict[str, Any], kept: Compiled) -> dict[str, Part]:
    """The modules of the archive by name."""
    archive = "".join(space["zipstring_sequence"]).encode()
    key = ("archive", len(archive), zlib.crc32(archive))
    known = kept.take(key)
    if known is not None:
        return dict(marshal.loads(known))
    _path, importer = space["prepare_zipfile"]()
    parts = {
        name: (file, marshal.dumps(_compile(importer.zfile.read(file), file, "exec")))
        for name, file in importer._mod2path.items()
        if name
    }
    kept.add(key, marshal.dumps(parts))
    return parts


class _Finder:
    """Finds the modules while the loader is imported, which imports all of them."""

    def __init__(self, parts: dict[str, Part]) -> None:
        self._parts = parts

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> ModuleSpec | None:
        """As an import asks for it."""
        if name not in self._parts:
            return None
        file, code = self._parts[name]
        loader: Any = _Loader(file, code)
        if name not in _AT_ONCE:
            loader = later.Loader(loader)
        return ModuleSpec(name, loader, is_package=file.endswith("/__init__.py"))


class _Loader:
    """Runs one of them as PySide's own importer does."""

    def __init__(self, file: str, code: bytes) -> None:
        self._file, self._code = file, code

    def create_module(self, _spec: ModuleSpec) -> None:
        """As usual."""

    def exec_module(self, module: ModuleType) -> None:
        """Run it, with the names that it expects."""
        if module.__name__ not in _AT_ONCE:
            enums.fill()  # signatures name members as C++ does
        module.__file__ = self._file
        exec(marshal.loads(self._code), vars(module))

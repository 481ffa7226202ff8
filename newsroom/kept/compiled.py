"""What Python would compile anew at each start, kept between starts as ``.pyc`` files keep modules.

That is the patterns of regular expressions, ours and the libraries', the Python sources that PySide
carries inside its library as text, and the methods that named tuples and data classes write for
themselves: a tenth of a start together. ``use`` puts what was kept in the place of compiling it;
what was not there is compiled and joins it with ``keep``.
"""

from __future__ import annotations

import builtins
import contextlib
import marshal
import os
import re
import sys
import zlib
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from importlib.util import MAGIC_NUMBER, source_hash
from pathlib import Path
from typing import Any

_sre: Any = import_module("_sre")  # the engine of ``re``: makes a pattern of a list of numbers

MOST = 4_000
"""Things kept; more than a start ever needs are left from other versions, so it begins anew."""
FEW = 12
"""Things that may be new before they are written down; at the end all are."""
SHORTEST = 512
"""Characters; a shorter source is compiled before it is found."""

WRITERS = (("collections", "eval"), ("dataclasses", "exec"), ("newsroom.values", "exec"))
"""Modules that write methods, and the function that they give the text to."""

_ABOUT = (1, sys.version, _sre.MAGIC, _sre.CODESIZE, MAGIC_NUMBER)
"""What must be the same for the file to hold."""
_CHECK = 4  # bytes of the checksum before it all

Key = tuple[Any, ...]
"""("re", pattern, flags), ("source", file name, hash of the source), or what runs a text ("eval" or
"exec") and the text."""


class Compiled:
    """What lies in a file of a cache folder. Any fault of it costs only what it would save."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "compiled" / str(sys.implementation.cache_tag)
        self._known: dict[Key, Any] = {}
        self._fresh: dict[Key, Any] = {}

    def use(self) -> None:
        """From now on take patterns out of the file; ``sources`` does so for sources."""
        try:
            # Names of CPython's own: where one is missing, everything stays as it was.
            compiler: Any = re._compiler  # type: ignore[attr-defined]
            self._parse, self._code = compiler._parser.parse, compiler._code
            self._make, self._plain = _sre.compile, compiler.compile
        except AttributeError:
            return
        if memoryview(b"").cast("I").itemsize != _sre.CODESIZE:
            return
        self._known = _read(self._path)
        compiler.compile = self._pattern
        # ``re`` holds the flags of each pattern against these two; a member of an enumeration takes
        # forty times as long for that as the number that it stands for.
        for name in ("T", "DEBUG"):
            vars(re)[name] = int(vars(re)[name])

    @contextlib.contextmanager
    def sources(self) -> Iterator[None]:
        """Whatever is given to ``compile`` as a whole module meanwhile is taken out of the file."""
        plain = builtins.compile

        def compile(source: Any, filename: Any, mode: str, *args: Any, **kwargs: Any) -> Any:
            if mode != "exec" or args or kwargs or len(source) < SHORTEST:
                return plain(source, filename, mode, *args, **kwargs)
            text = source.encode() if isinstance(source, str) else bytes(source)
            key = ("source", str(filename), source_hash(text))
            kept = self._known.pop(key, None)
            if kept is not None:
                return marshal.loads(kept)
            made = plain(source, filename, mode, dont_inherit=True)
            self._fresh[key] = marshal.dumps(made)
            return made

        builtins.compile = compile
        try:
            yield
        finally:
            builtins.compile = plain

    def methods(self) -> None:
        """From now on take the methods that ``WRITERS`` write out of the file."""
        for module, function in WRITERS:
            vars(import_module(module))[function] = partial(self._run, function)

    def _run(self, function: str, text: Any, *spaces: Any) -> Any:
        """As the builtin function of that name does it."""
        if type(text) is str:
            key = (function, text)
            kept = self._known.get(key)  # two classes may write the same
            if kept is None:
                made = compile(text, "<string>", function, dont_inherit=True)
                kept = self._known[key] = self._fresh[key] = marshal.dumps(made)
            text = marshal.loads(kept)
        return getattr(builtins, function)(text, *spaces)

    def take(self, key: Key) -> Any:
        """What was kept under that name, for the one time that it is asked for; None if nothing."""
        return self._known.pop(key, None)

    def add(self, key: Key, made: Any) -> None:
        """Keep it with the rest from now on; it is to be marshalled."""
        self._fresh[key] = made

    def _pattern(self, pattern: Any, flags: int = 0) -> Any:
        """As the compiler of ``re`` does it, which is not asked for what is known."""
        if type(pattern) not in (str, bytes) or flags & re.DEBUG:
            return self._plain(pattern, flags)
        key = ("re", pattern, int(flags))
        kept = self._known.pop(key, None)
        if kept is None:
            kept = self._compile(pattern, int(flags))
            self._fresh[key] = kept
        all_flags, code, groups, names = kept
        index: list[str | None] = [None] * (groups + 1)
        for name, number in names.items():
            index[number] = name
        numbers = memoryview(code).cast("I").tolist()
        return self._make(pattern, all_flags, numbers, groups, names, tuple(index))

    def _compile(self, pattern: Any, flags: int) -> tuple[int, bytes, int, dict[str, int]]:
        tree = self._parse(pattern, flags)
        width = _sre.CODESIZE
        code = b"".join(int(n).to_bytes(width, sys.byteorder) for n in self._code(tree, flags))
        state = tree.state
        return int(flags | state.flags), code, state.groups - 1, dict(state.groupdict)

    def owes(self) -> bool:
        """Whether enough is new for ``keep`` to write it down while the window is at work. How many
        values a start makes hangs on the clock, and so does which class writes a method."""
        return len(self._fresh) > FEW

    def keep(self) -> None:
        """Write down what was not there, in one piece or not at all."""
        fresh, self._fresh = self._fresh, {}
        if not fresh:
            return
        kept = _read(self._path)
        if len(kept) + len(fresh) > MOST:
            kept = {}
        data = marshal.dumps((_ABOUT, kept | fresh))
        aside = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with open(
                    os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb"
                ) as file:
                    file.write(zlib.crc32(data).to_bytes(_CHECK, "big") + data)
                os.replace(aside, self._path)
            finally:
                aside.unlink(missing_ok=True)


def _read(path: Path) -> dict[Key, Any]:
    """What the file holds; nothing where it is of another Python or damaged."""
    try:
        whole = memoryview(path.read_bytes())  # a part of it is no copy of a third of a megabyte
        if zlib.crc32(whole[_CHECK:]).to_bytes(_CHECK, "big") != whole[:_CHECK]:
            return {}
        about, found = marshal.loads(whole[_CHECK:])
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return found if about == _ABOUT else {}

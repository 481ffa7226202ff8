"""Modules of the standard library that are run when something of theirs is first asked for.

A start imports them for what it never does: Peewee names sockets, ``inspect`` names ``ast``, and
``pathlib`` goes through all kinds of internet addresses for one function of ``urllib``. What says
``import ast`` gets the module as ever, which is empty until its first name is looked up.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from importlib.machinery import ModuleSpec
from threading import RLock
from types import MappingProxyType, ModuleType
from typing import Any


class Table(Mapping[Any, Any]):
    """A module's table: to look into it runs the module."""

    def __init__(self, module: str, name: str) -> None:
        self._module, self._name = module, name

    def _whole(self) -> Mapping[Any, Any]:
        module = import_module(self._module)
        run(module)
        whole: Mapping[Any, Any] = vars(module)[self._name]
        return whole

    def __getitem__(self, key: Any) -> Any:
        return self._whole()[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._whole())

    def __len__(self) -> int:
        return len(self._whole())


NAMES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "ast": {},
        "base64": {},
        "calendar": {},
        "decimal": {},
        "html.entities": {"html5": Table("html.entities", "html5")},  # what ``html`` takes of it
        "inspect": {"isclass": lambda object: isinstance(object, type)},  # all that Peewee takes
        "ipaddress": {},
        "platform": {},
        "shutil": {},
        "socket": {},
        "sysconfig": {},
        "tempfile": {},
        "tokenize": {},
        "traceback": {},
        "uuid": {},
        "zipfile": {},
    }
)
"""Whoever imports one of these at the start takes it whole (``import x``, not ``from x import y``),
and running it changes nothing but itself. With what is there before it is run."""

_ASKED = frozenset({"__all__", "__version__", "__getattr__", "__annotations__"})
"""Names of Python's own that a module has only once it was run; the others it has at once, or not
at all."""


_LOADER, _LOCK = "__later_loader__", "__later_lock__"


class Later(ModuleType):
    """A module that was not run yet. The first name that it lacks runs it."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in _ASKED:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        run(self)
        if type(self) is not Later:
            return getattr(self, name)
        if name in vars(self):  # it is being run just now, and asks for a name of its own
            return vars(self)[name]
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        run(self)
        return dir(self)


class Loader:
    """Makes the module and leaves it to its real loader to run it; ``there`` is in it before."""

    def __init__(self, real: Any, there: Mapping[str, Any] = MappingProxyType({})) -> None:
        self._real = real
        self._there = there

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """An empty one."""
        return Later(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing yet."""
        spec = module.__spec__
        assert spec is not None
        spec.loader = module.__loader__ = self._real
        vars(module).update({_LOADER: self._real, _LOCK: RLock(), **self._there})


class Finder:
    """Stands before all other finders and lets them find these modules."""

    def __init__(self, names: Mapping[str, Mapping[str, Any]] = NAMES) -> None:
        self._names = names

    def use(self) -> None:
        """From now on, and before whoever was put there since. A module that is loaded already
        stays as it is."""
        sys.meta_path[:] = [self, *(finder for finder in sys.meta_path if finder is not self)]

    def find_spec(
        self, name: str, path: Any = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """As an import asks for it."""
        if name not in self._names:
            return None
        for finder in sys.meta_path[sys.meta_path.index(self) + 1 :]:
            spec: ModuleSpec | None = finder.find_spec(name, path, target)
            if spec is not None:
                if hasattr(spec.loader, "exec_module"):
                    later: Any = Loader(spec.loader, self._names[name])
                    spec.loader = later
                return spec
        return None


def run(module: ModuleType) -> None:
    """Run a module that was put off; whoever comes meanwhile from another thread waits for it.

    Raises what running it raises, and does so again for the next name that is asked for.
    """
    space = vars(module)
    lock = space.get(_LOCK)
    if lock is None:
        return
    with lock:
        loader = space.pop(_LOADER, None)
        if loader is None:
            return  # another thread was quicker, or what it runs asks for a name of its own
        try:
            loader.exec_module(module)
        except BaseException:
            space[_LOADER] = loader
            raise
        module.__class__ = ModuleType
        del space[_LOCK]

"""Our own templates as plain functions: what Jinja makes of them, in a fraction of its time.

Jinja is a dear guest in a site of thousands of pages: it takes 60 ms to import, and a page of ours
takes it 200 microseconds, most of them for blocks and look-ups that never differ. Here a template
and those it extends are put into one function that joins strings. The function is kept as compiled
code, so that Jinja is imported only when a template has changed.

Only what our templates use of Jinja is known; anything else raises Unstamped, and the template is
filled by Jinja itself. So is every template of a newsroom's own, in Jinja's sandbox.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

from newsroom.assets import asset
from newsroom.export.site.keys import fingerprint

if TYPE_CHECKING:
    from jinja2 import Environment


Fill = Callable[[Mapping[str, Any], Sequence[str]], str]


class Stamp:
    """A template as a function. Calling it may raise anything where a value is odd.

    ``mixed`` names the shared values on which more depends than the still pieces, ``loose`` those
    on which each still piece does; ``marked`` is ``fill`` with other filters, for a text with
    holes.
    """

    def __init__(
        self,
        names: Sequence[str],
        mixed: Sequence[str],
        loose: Sequence[Sequence[str]],
        still: Callable[[Mapping[str, Any]], tuple[str, ...]],
        fill: Fill,
        marked: Fill,
    ) -> None:
        self._names = names
        self.mixed = frozenset(mixed)
        self._loose = loose
        self._still = still
        self._fill = fill
        self._marked = marked
        # The values are held beside, so that no other can come to have the same identity.
        self._texts: dict[tuple[int, ...], tuple[tuple[str, ...], list[Any]]] = {}

    def __call__(self, values: Mapping[str, Any]) -> str:
        """The text of the template filled in with these values."""
        return self._fill(values, self.still(values))

    def holes(self, settled: frozenset[str]) -> dict[int, str]:
        """The names of holes for the still pieces that depend on others than these values."""
        return {n: str(n) for n, used in enumerate(self._loose) if not settled.issuperset(used)}

    def holed(self, values: Mapping[str, Any], holes: Mapping[int, str]) -> str:
        """The text with these holes (``hole``) in the place of still pieces."""
        pieces = list(self.still(values))
        for n, name in holes.items():
            pieces[n] = hole(name)
        return self._marked(values, pieces)

    def still(self, values: Mapping[str, Any]) -> tuple[str, ...]:
        """The pieces that depend on shared values alone."""
        shared = [values[name] for name in self._names]
        key = tuple(map(id, shared))
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= _MOST_STILL:
                self._texts.clear()
            found = self._texts[key] = (self._still(values), shared)
        return found[0]


_ABSENT = object()
_MOST_STILL = 500  # sets of such values whose text is kept


_SIGNS = re.compile("[&<>'\"]").search


class Safe(str):
    """HTML that is put into a page as it is. Jinja knows it by its method, as it does Markup."""

    __slots__ = ()

    def __html__(self) -> str:
        """The text itself."""
        return self


def escape(value: Any) -> str:
    """The value as HTML, with the very entities that MarkupSafe writes."""
    if value.__class__ is not str:
        if value.__class__ is Safe:
            return value
        if hasattr(value, "__html__"):
            return str(value.__html__())
        value = str(value)
    if _SIGNS(value) is None:
        return value  # type: ignore[no-any-return]
    return (  # type: ignore[no-any-return]
        value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        .replace("'", "&#39;").replace('"', "&#34;")
    )  # fmt: skip


HOLE = "\0"  # on either side of a hole's name; no text of ours holds one


def hole(name: str) -> Safe:
    """A hole of that name, for a piece that is put into the text later."""
    return Safe(f"{HOLE}{name}{HOLE}")


class Stamps:
    """The functions by their templates' names. ``compiled`` is a folder to keep their code in.

    ``marked`` are the filters of texts with holes, as ``filters`` are those of whole ones.
    """

    def __init__(
        self,
        own: Path | None,
        compiled: Path | None,
        environment: Callable[[], Environment],
        filters: Mapping[str, Callable[[Any], Any]],
        marked: Mapping[str, Callable[[Any], Any]],
    ) -> None:
        self._own = own
        self._compiled = compiled
        self._environment = environment
        self._names = frozenset(filters)
        self._filters = {f"f_{name}": act for name, act in filters.items()}
        self._marked = {f"f_{name}": act for name, act in marked.items()}
        self._known: dict[str, Stamp | None] = {}

    def get(self, name: str) -> Stamp | None:
        """The function of a template; None where it must be left to Jinja."""
        if name not in self._known:
            self._known[name] = self._load(name)
        return self._known[name]

    def _load(self, name: str) -> Stamp | None:
        try:
            source = asset("templates", name).read_bytes()
        except OSError:
            return None
        kept = self._kept(name, source)
        if kept is None:
            from newsroom.export.site.stamping import Unstamped, stamped

            try:
                names, text = stamped(self._environment(), name, self._names)
            except Unstamped:
                return None
            code = compile(text, f"<{name}>", "exec")
            self._keep(name, source, names, code)
        else:
            names, code = kept
        if self._own is not None and any((self._own / one).exists() for one in names):
            return None
        space: dict[str, Any] = {"e": escape, "safe": Safe, "absent": _ABSENT, **self._filters}
        exec(code, space)
        marked = FunctionType(space["fill"].__code__, {**space, **self._marked})
        return Stamp(
            space["names"], space["mixed"], space["loose"], space["still"], space["fill"], marked
        )

    def _place(self, name: str) -> Path:
        assert self._compiled is not None
        return self._compiled / f"{name.replace('/', '-')}.stamp"

    def _kept(self, name: str, source: bytes) -> tuple[tuple[str, ...], Any] | None:
        """The code that was kept, if it is of these very templates, this program and this Python.

        Anything else that may lie there is as good as nothing.
        """
        if self._compiled is None:
            return None
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            names, key, code = marshal.loads(self._place(name).read_bytes())
            said = [asset("templates", one).read_bytes() for one in names if one != name]
            if key == _key(source, said):
                return names, code
        return None

    def _keep(self, name: str, source: bytes, names: tuple[str, ...], code: Any) -> None:
        if self._compiled is None:
            return
        said = [asset("templates", one).read_bytes() for one in names if one != name]
        with contextlib.suppress(OSError):
            self._compiled.mkdir(parents=True, exist_ok=True, mode=0o700)
            place = self._place(name)
            part = place.with_name(f"{place.name}.{os.getpid()}")
            part.write_bytes(marshal.dumps((names, _key(source, said), code)))
            os.replace(part, place)


def _key(source: bytes, said: list[bytes]) -> str:
    """Of what compiled code was made of."""
    return fingerprint(_own_source(), sys.implementation.cache_tag, source, *said)


def _own_source() -> bytes:
    """Of what writes the functions: what it wrote before it changed is of no use."""
    from newsroom import __version__

    try:
        return Path(__file__).with_name("stamping.py").read_bytes()
    except OSError:  # a frozen program, whose version tells
        return __version__.encode()

"""The site's templates: ours as plain functions (``stamps``), a newsroom's own by Jinja."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsroom.assets import asset
from newsroom.export.site.stamps import Safe, Stamp, Stamps, hole
from newsroom.export.templates import Templates, csp_hash, sandbox

if TYPE_CHECKING:
    from jinja2 import Environment


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_script(value: object) -> Safe:
    """JSON that may stand in a script element, in one line: nothing in it can end the element."""
    text = _ENCODER.encode(value)
    if "<" in text or ">" in text or "&" in text or "\u2028" in text or "\u2029" in text:
        for sign in "<>&\u2028\u2029":
            text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Safe(text)


_FILTERS: Mapping[str, Callable[[Any], Any]] = {"json_script": json_script, "csp_hash": csp_hash}

RECORD, HASH = hole("record"), hole("hash")
"""Where a text with holes has a record and the hash of it."""

_MARKED: Mapping[str, Callable[[Any], Any]] = {
    "json_script": lambda value: value if value is RECORD else json_script(value),
    "csp_hash": lambda text: HASH if text == RECORD else csp_hash(text),
}


class Forms:
    """Fills templates in. ``own`` is the newsroom's folder of templates; ``compiled`` one in the
    cache for what was compiled."""

    def __init__(self, own: Path | None, compiled: Path | None) -> None:
        self._own = own
        self._compiled = compiled
        self._stamps = Stamps(own, compiled, lambda: self._jinja.environment, _FILTERS, _MARKED)
        self.by_jinja: set[str] = set()  # what was not stamped (for tests)

    def stamp(self, name: str) -> Stamp | None:
        """A template as a function; None where it is left to Jinja."""
        return self._stamps.get(name)

    def fill(self, name: str, values: Mapping[str, Any]) -> str:
        """The template filled in. Raises BadInput with the file, the line and what is wrong."""
        stamp = self._stamps.get(name)
        if stamp is not None:
            with contextlib.suppress(Exception):  # whatever it was, Jinja says it with its line
                return stamp(values)
        self.by_jinja.add(name)
        return self._jinja.fill(name, values)

    @cached_property
    def _jinja(self) -> _Jinja:
        return _Jinja(self._own, self._compiled)


class _Jinja(Templates):
    """Jinja, with what it compiled in the cache folder.

    The sandbox is for templates of the newsroom's own; ours alone go without it at half the time.
    """

    def __init__(self, own: Path | None, compiled: Path | None) -> None:
        from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined

        self._own = own
        environment = sandbox(own, asset("templates"))
        if own is None or not (any(own.glob("*.*")) or (own / "site").is_dir()):
            environment = Environment(
                loader=environment.loader,
                autoescape=True,
                undefined=StrictUndefined,
                trim_blocks=True,
                lstrip_blocks=True,
                keep_trailing_newline=True,
            )
        environment.filters.update(_FILTERS)
        environment.auto_reload = False
        if compiled is not None:
            # One for each: what is compiled for the sandbox and without it is not the same.
            place = compiled / type(environment).__name__.lower()
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            environment.bytecode_cache = FileSystemBytecodeCache(str(place))
        self._environment = environment

    @property
    def environment(self) -> Environment:
        """Jinja's own."""
        return self._environment

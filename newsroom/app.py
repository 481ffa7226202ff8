"""The way in to the window: what has to be there is looked at before Qt is loaded."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from newsroom.i18n import _
from newsroom.ui.build import build

# What else is needed is imported where it is, so that ``newsroom.kept`` has its hand in it.
if TYPE_CHECKING:
    import argparse

__all__ = ["build", "run"]

COULD_NOT = 2


def own_digests() -> None:
    """Let ``hashlib`` take Python's own digests: OpenSSL's library is 3.4 MiB for a few names.

    What only OpenSSL has is still there for a library that asks for it.
    """
    name = "_hashlib"
    if name in sys.modules or "hashlib" in sys.modules:
        return
    sys.modules[name] = None  # type: ignore[assignment]
    from functools import partial

    hashlib = import_module("hashlib")
    del sys.modules[name]
    for missing in ("pbkdf2_hmac", "scrypt"):
        vars(hashlib).setdefault(missing, partial(_of_openssl, missing))


def _of_openssl(function: str, *args: Any, **kwargs: Any) -> Any:
    return getattr(import_module("_hashlib"), function)(*args, **kwargs)


def own_dates() -> None:
    """Let ``datetime`` be what it is in C. Python 3.11 runs the same in Python first, two and a
    half thousand lines, and throws it away then."""
    if "datetime" in sys.modules or sys.version_info[:2] != (3, 11):
        return
    with contextlib.suppress(ImportError):
        inner = import_module("_datetime")
        made = ModuleType("datetime", inner.__doc__)
        vars(made).update({name: part for name, part in vars(inner).items() if name[:2] != "__"})
        made.__all__ = [name for name in vars(made) if name[0] != "_"]  # type: ignore[attr-defined]
        sys.modules["datetime"] = made


def own_time_zones() -> None:
    """Tell ``zoneinfo`` where zones lie on Linux; it would load all that Python was built with.

    These are the places that CPython's own configure names.
    """
    if sys.platform.startswith("linux"):
        os.environ.setdefault(
            "PYTHONTZPATH",
            "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
        )


def run(options: argparse.Namespace) -> int:
    """Open the window that the options ask for and stay until it is closed; the exit code."""
    gc.disable()  # nothing that is made at the start is garbage; ui.collect takes over
    from newsroom.kept import later

    put_off = later.Finder()
    put_off.use()
    from newsroom.kept.compiled import Compiled
    from newsroom.kept.modules import Bundle
    from newsroom.paths import cache_dir

    compiled, bundle = Compiled(cache_dir()), Bundle(cache_dir())
    compiled.use()
    bundle.use()
    put_off.use()  # before the bundle
    own_digests()
    own_dates()
    own_time_zones()
    from newsroom.kept import enums, signatures, tuples

    enums.use()
    tuples.use()
    from newsroom.ui import heap
    from newsroom.ui.display import has_display, missing_library
    from newsroom.ui.trace import mark

    mark("exec")
    heap.steady()
    headless = not has_display()
    glimpse = None if headless else find_glimpse(options)
    if headless and options.sample:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with compiled.sources(), signatures.put_off(compiled):
        complaint = missing_library()
    if complaint:
        return _could_not(complaint)
    if not headless:
        from newsroom.news.clock import system_clock
        from newsroom.store.glance import glance
        from newsroom.ui.application import make_application, show_glimpse

        app = make_application()
        frame = show_glimpse(*glimpse, now=system_clock()) if glimpse is not None else None
        glimpse = None  # of some megabytes of pixels
        bundle.begin()
        compiled.methods()
        from newsroom.ui.program import Program

        def owes() -> bool:
            return bundle.owes() or compiled.owes()

        def keep() -> None:
            compiled.keep()
            bundle.keep()

        return Program(options, app=app, frame=frame, standing=glance, owes=owes, keep=keep).run()
    if options.sample:
        from pathlib import Path

        from newsroom.ui.screens.drawing import without_display

        return without_display(
            Path(os.environ.get("NEWSROOM_OUT", "out")), only=os.environ.get("NEWSROOM_SCREENS", "")
        )
    return _could_not(
        _("There is no display to show a window on; newsroom --help lists what works without one.")
    )


def find_glimpse(options: argparse.Namespace) -> tuple[dict[str, Any], memoryview] | None:
    """What the window showed when it was left, if the next one would show the same again."""
    from pathlib import Path

    from newsroom.paths import cache_dir, config_dir, default_store
    from newsroom.store.glance import glance
    from newsroom.ui.glimpse import kept

    settings = config_dir() / "settings.json"
    store = str(options.store or kept.named_store(settings) or default_store())
    if options.sample or "://" in store:
        return None
    found = kept.read(kept.place(cache_dir(), store))
    if found is None:
        return None
    head, _pixels = found
    same = kept.holds(
        head,
        standing=glance(Path(store)),
        session=kept.digest(Path(str(head.get("session_file")))),
        settings=kept.digest(settings),
        slug=options.open or "",
        who=options.who or "",
    )
    return found if same else None


def _could_not(sentence: str) -> int:
    sys.stderr.write(f"newsroom: {sentence}\n")
    return COULD_NOT

"""The way in to the window: what has to be there is looked at before Qt is loaded."""

from __future__ import annotations

import argparse
import gc
import os
import sys
import threading
from importlib import import_module
from pathlib import Path

from newsroom.i18n import _
from newsroom.ui.build import build

__all__ = ["build", "run"]

COULD_NOT = 2


def run(options: argparse.Namespace) -> int:
    """Open the window that the options ask for and stay until it is closed; the exit code."""
    gc.disable()  # nothing that is made at the start is garbage; ui.collect takes over
    from newsroom.ui.display import has_display, missing_library
    from newsroom.ui.trace import mark

    mark("exec")
    # The desk's modules are read from the disk while Qt's are.
    # No daemon: Qt's import hook falls over where the interpreter ends meanwhile.
    threading.Thread(target=_warm, name="newsroom-warm").start()
    headless = not has_display()
    if headless and options.sample:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if complaint := missing_library():
        return _could_not(complaint)
    if not headless:
        from newsroom.ui.program import Program

        return Program(options).run()
    if options.sample:
        from newsroom.ui.screens import without_display

        return without_display(Path("out"))
    return _could_not(
        _("There is no display to show a window on; newsroom --help lists what works without one.")
    )


def _warm() -> None:
    import_module("newsroom.desk.desk")


def _could_not(sentence: str) -> int:
    sys.stderr.write(f"newsroom: {sentence}\n")
    return COULD_NOT

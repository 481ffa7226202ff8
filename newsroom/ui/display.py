"""What must be there before Qt is loaded: a display, and the system's own libraries.

Qt itself would abort the process where one of them is missing; this tells it in a sentence.
"""

from __future__ import annotations

import builtins
import ctypes
import importlib.util
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from newsroom.i18n import _

DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libglx0",
    "libOpenGL.so.0": "libopengl0",
    "libICE.so.6": "libice6",
    "libSM.so.6": "libsm6",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libnss3.so": "libnss3",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbfile.so.1": "libxkbfile1",
}
"""The Debian package that brings each library which Qt loads on Linux."""

_OF_X = ("libX11", "libxcb", "libxkbcommon")  # what the plugin for X is linked with
_LIBRARY = re.compile(r"\b(lib[\w+.-]+?\.so[\w.]*)")


def has_display() -> bool:
    """Whether a window can be shown: always outside Linux, or where another platform is set."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return _wayland_answers() or _x_answers()


def _wayland_answers() -> bool:
    name = os.environ.get("WAYLAND_DISPLAY", "")
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    if not name:
        return False
    return (Path(name) if name.startswith("/") else Path(folder) / name).exists()


def _x_answers() -> bool:
    """Whether the X server of DISPLAY takes us; Qt would abort where it does not."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # missing_library will name it
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(None, None)
    answers = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answers


def load_qt() -> None:
    """Load Qt's widgets. Raises ImportError as the loader does.

    PySide puts its own ``__import__`` in the place of Python's; after each import of anybody's it
    reads that module's source from the disk, looking for "PySide6", for features that need
    ``from __feature__ import …``. We use none of them: what stood there before comes back, which
    takes 28 ms and some megabytes of sources from every start. No other thread may import anything
    meanwhile: PySide's function puts itself back when it is done.
    """
    import PySide6.QtWidgets  # noqa: F401

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    if read := sys.modules.get("linecache"):
        read.clearcache()  # the sources that it has read until here


def missing_library() -> str:
    """A sentence that names the system library which Qt can't find; empty if all are there."""
    try:
        load_qt()
    except ImportError as error:
        return library_sentence(str(error))
    plugin = _platform_plugin()
    if plugin is None:
        return ""
    if not (fault := _fault(str(plugin))):
        return ""
    # The loader names one at a time; whoever installs it wants to do so once.
    others = [name for name in DEBIAN_PACKAGES if name.startswith(_OF_X) and _fault(name)]
    return libraries_sentence(others) if len(others) > 1 else library_sentence(fault)


def _fault(library: str) -> str:
    """What the loader says against a library; empty if it can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError as error:
        return str(error)
    return ""


def _platform_plugin() -> Path | None:
    """The file that draws on X, where that is what will be used."""
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return None
    if os.environ.get("QT_QPA_PLATFORM", "xcb").split(":")[0] != "xcb":
        return None
    spec = importlib.util.find_spec("PySide6")
    if spec is None or not spec.submodule_search_locations:
        return None
    file = Path(spec.submodule_search_locations[0], "Qt", "plugins", "platforms", "libqxcb.so")
    return file if file.exists() else None


def libraries_sentence(libraries: Sequence[str]) -> str:
    """What to tell where several libraries are missing."""
    packages = " ".join(DEBIAN_PACKAGES[library] for library in libraries)
    return _(
        "The window needs system libraries that are missing: {libraries}. "
        "On Debian or Ubuntu: apt install {packages}"
    ).format(libraries=", ".join(libraries), packages=packages)


def library_sentence(fault: str) -> str:
    """What to tell about the loader's message ``fault``."""
    found = _LIBRARY.search(fault)
    if found is None:
        return _("Qt can't be loaded: {fault}.").format(fault=fault.rstrip("."))
    library = found[1]
    package = DEBIAN_PACKAGES.get(library)
    if package is None:
        return _("The window needs the system library {library}, which is missing.").format(
            library=library
        )
    return _(
        "The window needs the system library {library}, which is missing. "
        "On Debian or Ubuntu: apt install {package}"
    ).format(library=library, package=package)

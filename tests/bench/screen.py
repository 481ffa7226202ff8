"""What a person sees, and when: pixels of an X screen, looked at from outside the program."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

ZPIXMAP = 2
ALL_PLANES = 0xFFFFFFFF
SIZE = (1366, 768)
DARK, LIGHT = 110, 220  # of 255: strokes are darker, paper is lighter
CONTROL, ESCAPE, Q, SLASH = 0xFFE3, 0xFF1B, 0x71, 0x2F  # X keysyms


class _Image(ctypes.Structure):
    """The head of an XImage (Xlib.h)."""

    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.POINTER(ctypes.c_char)),
        ("byte_order", ctypes.c_int),
        ("bitmap_unit", ctypes.c_int),
        ("bitmap_bit_order", ctypes.c_int),
        ("bitmap_pad", ctypes.c_int),
        ("depth", ctypes.c_int),
        ("bytes_per_line", ctypes.c_int),
    )


class Screen:
    """The screen of a display."""

    def __init__(self, display: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.argtypes = (ctypes.c_void_p,)
        self._x.XDefaultRootWindow.restype = ctypes.c_ulong
        self._x.XGetImage.restype = ctypes.POINTER(_Image)
        self._x.XGetImage.argtypes = (
            ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int, ctypes.c_uint,
            ctypes.c_uint, ctypes.c_ulong, ctypes.c_int,
        )  # fmt: skip
        self._x.XDestroyImage.argtypes = (ctypes.POINTER(_Image),)
        self._display = self._x.XOpenDisplay(display.encode())
        if not self._display:
            raise OSError(f"no X server answers at {display}")
        self._root = self._x.XDefaultRootWindow(self._display)

    def pixels(self, x: int, y: int, width: int, height: int) -> bytes:
        """The pixels of a part of the screen, four bytes each."""
        image = self._x.XGetImage(
            self._display, self._root, x, y, width, height, ALL_PLANES, ZPIXMAP
        )
        try:
            found = image.contents
            return ctypes.string_at(found.data, found.bytes_per_line * found.height)
        finally:
            self._x.XDestroyImage(image)

    def press(self, *keys: int) -> None:
        """Hold these keys (keysyms) down together and let them go: the window in front gets them.

        Does nothing where libXtst is missing.
        """
        try:
            test = ctypes.CDLL("libXtst.so.6")
        except OSError:
            return
        test.XTestFakeKeyEvent.argtypes = (
            ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong,
        )  # fmt: skip
        self._x.XKeysymToKeycode.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
        self._x.XFlush.argtypes = (ctypes.c_void_p,)
        codes = [self._x.XKeysymToKeycode(self._display, key) for key in keys]
        for code in codes:
            test.XTestFakeKeyEvent(self._display, code, 1, 0)
        for code in reversed(codes):
            test.XTestFakeKeyEvent(self._display, code, 0, 0)
        self._x.XFlush(self._display)

    def click(self, x: int, y: int) -> None:
        """Press and let go the left button there. Does nothing where libXtst is missing."""
        try:
            test = ctypes.CDLL("libXtst.so.6")
        except OSError:
            return
        test.XTestFakeMotionEvent.argtypes = (
            ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_ulong,
        )  # fmt: skip
        test.XTestFakeButtonEvent.argtypes = (
            ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong,
        )  # fmt: skip
        self._x.XFlush.argtypes = (ctypes.c_void_p,)
        test.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        for down in (1, 0):
            test.XTestFakeButtonEvent(self._display, 1, down, 0)
        self._x.XFlush(self._display)

    def picture(self, x: int, y: int, width: int, height: int) -> Picture:
        """Every 16th pixel of a part of the screen, for a comparison: how red it is.

        Ink has no red and paper has all of it; the red waves of a spelling check, which come when
        somebody looked the words up, count as paper.
        """
        return Picture((x, y, width, height), self.pixels(x, y, width, height)[2::64])

    def shows(self, picture: Picture) -> bool:
        """Whether the same is to be seen there again: strokes and ground, nine in ten of each."""
        now = self.picture(*picture.place).reds
        return picture.like(now)


@dataclass(frozen=True, slots=True)
class Picture:
    """What a part of the screen looked like when it was ready."""

    place: tuple[int, int, int, int]
    reds: bytes

    @property
    def written(self) -> bool:
        """Whether something is written there: dark strokes on light."""
        dark = sum(1 for value in self.reds if value < DARK)
        return dark > 20 and sum(1 for value in self.reds if value > LIGHT) > 2 * dark

    def like(self, reds: bytes) -> bool:
        """Whether these are nearly the same; a caret that blinks makes no difference."""
        pairs = [(a < DARK, b < DARK) for a, b in zip(self.reds, reds, strict=True)]
        for dark in (True, False):
            now = [there for then, there in pairs if then is dark]
            if sum(there is dark for there in now) < 0.9 * len(now):
                return False
        return True


@contextmanager
def display() -> Iterator[str]:
    """A screen of our own with a window manager, else the one that is there."""
    if not shutil.which("Xvfb"):
        if not os.environ.get("DISPLAY"):
            raise SystemExit("bench: no display and no Xvfb; install xvfb and openbox.")
        yield os.environ["DISPLAY"]
        return
    name = next(f":{n}" for n in range(90, 200) if not os.path.exists(f"/tmp/.X{n}-lock"))
    server = subprocess.Popen(
        ["Xvfb", name, "-screen", "0", f"{SIZE[0]}x{SIZE[1]}x24", "-nolisten", "tcp"],
        stderr=subprocess.DEVNULL,
    )
    manager = None
    try:
        while not os.path.exists(f"/tmp/.X11-unix/X{name[1:]}"):
            time.sleep(0.02)
        if shutil.which("openbox"):
            manager = subprocess.Popen(
                ["openbox"], env={**os.environ, "DISPLAY": name}, stderr=subprocess.DEVNULL
            )
            time.sleep(0.5)
        yield name
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait()

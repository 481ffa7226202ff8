"""The C library's heap: kept from growing by what is large and soon gone, and given back."""

from __future__ import annotations

import ctypes
import sys
from typing import Any

LARGE = 1 << 20  # bytes; what is larger has pages of its own, which go when it goes
TRIM_AT = 1 << 20  # bytes that an arena may hold free at its end

ARENAS = 1  # for all threads: one of its own keeps what a thread held once
_M_TRIM_THRESHOLD = -1  # numbers of mallopt(3), malloc.h
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8


def _glibc(function: str) -> Any:
    """A function that glibc alone has, None elsewhere."""
    return getattr(ctypes.CDLL(None), function, None) if sys.platform.startswith("linux") else None


def steady() -> bool:
    """Keep glibc's bounds where they are; whether it could be told.

    By itself it raises both to the size of the largest block that was given back (mallopt(3)): one
    picture of a window, and each thread's arena keeps that many megabytes for good.
    """
    mallopt = _glibc("mallopt")
    return mallopt is not None and bool(
        mallopt(_M_MMAP_THRESHOLD, LARGE)
        and mallopt(_M_TRIM_THRESHOLD, TRIM_AT)
        and mallopt(_M_ARENA_MAX, ARENAS)
    )


def give_back() -> None:
    """Hand what is free back to the system, where it can be."""
    trim = _glibc("malloc_trim")
    if trim is not None:
        trim(0)

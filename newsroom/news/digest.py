"""The SHA-256 of a file's bytes, by which pictures are known."""

from __future__ import annotations

import hashlib
from importlib import import_module

PIECE = 256 * 1024  # bytes: a millisecond, after which other threads may have Python's lock

LARGE = 1024 * 1024
"""Bytes from which OpenSSL is worth its 3.4 MiB: a photograph takes a fifth of the time, without
Python's lock."""


def digest(data: bytes) -> str:
    """The SHA-256 in 64 hexadecimal digits.

    In pieces: Python's own SHA-256 (``app.own_digests``) holds the interpreter's lock while it
    works, and a picture of 20 MB would hold the window for 80 ms.
    """
    if len(data) >= LARGE:
        try:
            return str(import_module("_hashlib").openssl_sha256(data).hexdigest())
        except (ImportError, AttributeError, ValueError):
            pass  # a Python without it, or one that was told to keep to other digests
    said = hashlib.sha256()
    for start in range(0, len(data), PIECE):
        said.update(memoryview(data)[start : start + PIECE])
    return said.hexdigest()

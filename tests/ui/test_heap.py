"""What the C library is told about its heap, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import ctypes
from newsroom.ui import heap

class Info(ctypes.Structure):
    _fields_ = [(n, ctypes.c_size_t) for n in (
        "arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks",
        "uordblks", "fordblks", "keepcost")]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Info
if {steady}:
    assert heap.steady()
large = bytearray(16 << 20)
del large  # glibc by itself takes this for the size that is usual here
before = libc.mallinfo2().hblkhd
another = bytearray(8 << 20)
print(libc.mallinfo2().hblkhd - before >= 8 << 20)
heap.give_back()
"""


def own_pages(steady: bool) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(steady=steady)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc's own")
def test_what_is_large_keeps_pages_of_its_own_after_something_larger_went() -> None:
    assert own_pages(steady=False) == "False", "else there is nothing to be told"
    assert own_pages(steady=True) == "True"

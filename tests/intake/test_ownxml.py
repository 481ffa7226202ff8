"""Another libxml2 in the process, as graphics drivers bring it, changes nothing of what is read."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys

import pytest

READS = """
import ctypes, os
if {there}:
    ctypes.CDLL("libxml2.so.2", mode=os.RTLD_GLOBAL | os.RTLD_NOW)
from newsroom.intake.html import etree
page = "<p>a<![if !supportFootnotes]>b<![endif]>c</p>"
print(etree.tostring(etree.fromstring(page, parser=etree.HTMLParser())))
"""


def read(*, there: bool) -> str:
    done = subprocess.run(
        [sys.executable, "-c", READS.format(there=there)],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return done.stdout


@pytest.mark.skipif(not hasattr(os, "RTLD_DEEPBIND"), reason="a loader without this fault")
def test_the_systems_libxml2_is_not_taken_for_our_own() -> None:
    try:
        ctypes.CDLL("libxml2.so.2")
    except OSError:
        pytest.skip("the system has no libxml2")
    assert "<!--[endif]-->" in read(there=False)
    assert read(there=True) == read(there=False)

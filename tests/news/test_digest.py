import hashlib
import importlib
import subprocess
import sys

import pytest

from newsroom.news.digest import LARGE, PIECE, digest


@pytest.mark.parametrize(
    "size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7, LARGE, LARGE + 1]
)
def test_it_is_the_sha_256(size: int) -> None:
    data = bytes(n % 251 for n in range(size))
    assert digest(data) == hashlib.sha256(data).hexdigest()


def test_the_window_needs_no_openssl_for_it() -> None:
    code = """
import sys
from newsroom.app import own_digests
assert "hashlib" not in sys.modules
own_digests()
import hashlib
print("_hashlib" in sys.modules, hashlib.sha256(b"a").hexdigest()[:8])
print(hashlib.pbkdf2_hmac("sha256", b"a", b"b", 1).hex()[:8], hashlib.new("md5", b"a").hexdigest())
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    known = hashlib.pbkdf2_hmac("sha256", b"a", b"b", 1).hex()[:8]
    md5 = hashlib.md5(b"a").hexdigest()
    assert done.stdout.split() == ["False", "ca978112", known, md5]


def test_a_photograph_is_counted_by_openssl_and_a_name_is_not() -> None:
    code = """
import sys
from newsroom.app import own_digests
own_digests()
from newsroom.news.digest import LARGE, digest
digest(bytes(LARGE - 1))
print("_hashlib" in sys.modules)
print(digest(bytes(LARGE))[:8])
print("_hashlib" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.split() == ["False", hashlib.sha256(bytes(LARGE)).hexdigest()[:8], "True"]


def test_without_openssl_a_photograph_has_the_same_name(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(LARGE + 1)
    known = digest(data)
    assert importlib.import_module("_hashlib")
    monkeypatch.setitem(sys.modules, "_hashlib", None)
    assert digest(data) == known

import hashlib
import subprocess
import sys

import pytest

from newsroom.news.digest import PIECE, digest


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])
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

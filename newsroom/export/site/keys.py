"""The keys that files of the site are known by."""

from __future__ import annotations

import marshal
from hashlib import blake2b
from typing import Any


def fingerprint(*values: Any) -> str:
    """A short digest of plain values: equal values, equal digest, in every process."""
    # Version 2 writes every value out; later ones refer to objects that happen to be shared.
    return blake2b(marshal.dumps(values, 2), digest_size=8).hexdigest()

"""The few words that a window is usually started with, read without argparse.

A desktop starts the program with a file or with nothing; whatever is not as plain as that, and
every mistake, is for ``options.parse``, which gives the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace  # what the rest of the program knows of it
else:
    from types import SimpleNamespace as Namespace

_VALUES = {"--store": "store", "--as": "who", "--open": "open"}


def read(words: Sequence[str]) -> Namespace | None:
    """The options of a window, as ``options.parse`` gives them; None where that has to look."""
    found = Namespace(store=None, sample=False, who=None, open=None, command=None)
    left = iter(words)
    for word in left:
        if word == "--sample":
            found.sample = True
        elif word in _VALUES:
            value = next(left, "")
            if not value or value.startswith("-"):
                return None
            setattr(found, _VALUES[word], value)
        else:
            return None
    return found

"""Named tuples whose annotations stay the words that they are.

``typing.NamedTuple`` makes a reference of each word, and compiles it for that: with the first,
Python makes all classes of ``ast``. The words mean the same to whoever asks ``get_type_hints``, as
they do for every other class of a module whose annotations are put off.
"""

from __future__ import annotations

import sys
import typing
from typing import Any

_MAKER = "_make_nmtuple"  # of CPython 3.11: name, (field, annotation) pairs, module, defaults


def use() -> bool:
    """Make them this way from now on; whether this Python is known."""
    plain: Any = vars(typing).get(_MAKER)
    if sys.version_info[:2] != (3, 11) or plain is None:
        return False

    def make(name: str, types: Any, module: Any, defaults: Any = ()) -> Any:
        told = dict(types)
        if not all(type(word) is str for word in told.values()):
            return plain(name, told.items(), module, defaults)
        made = plain(name, [(field, object) for field in told], module, defaults)
        made.__annotations__ = made.__new__.__annotations__ = told
        return made

    setattr(typing, _MAKER, make)
    return True

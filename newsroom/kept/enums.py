"""Enumerations made from a list of numbers, as PySide makes all of Qt's, in a third of the time.

The standard library takes 9 µs for each member, and a start meets 4,000 of them. Here the class is
the standard library's own, made without members; they are put into it as ``enum._proto_member``
does it. That is known for CPython 3.11 alone: elsewhere, and for whatever is not as plain as this,
nothing is changed.
"""

from __future__ import annotations

import sys
from enum import Enum, EnumType, IntEnum
from typing import Any

FEWEST = 2  # members; one is made as quickly by the standard library


def use() -> bool:
    """Make plain enumerations this way from now on; whether this Python is known."""
    if sys.version_info[:2] != (3, 11):
        return False
    plain: Any = vars(EnumType)["_create_"]

    def create(cls: Any, class_name: str, names: Any, *, module: Any = None, **more: Any) -> Any:
        if module is None:
            module = sys._getframe(2).f_globals.get("__name__")
        if cls not in (Enum, IntEnum) or more.get("type") or not _simple(cls, names):
            return plain(cls, class_name, names, module=module, **more)
        made = plain(cls, class_name, [], module=module, **more)
        _fill(made, names)
        return made

    setattr(EnumType, "_create_", create)  # noqa: B010  # stubs do not tell of it
    return True


def _simple(cls: Any, names: Any) -> bool:
    """Pairs of a name that means nothing else to the class, and a number."""
    if type(names) is not list or len(names) < FEWEST:
        return False
    for item in names:
        if type(item) is not tuple or len(item) != 2:
            return False
        name, value = item
        if type(name) is not str or type(value) is not int:
            return False
        if not name or name[0] == "_" or hasattr(cls, name) or name == "mro":
            return False
    return len({name for name, _value in names}) == len(names)


def _fill(made: Any, names: list[tuple[str, int]]) -> None:
    by_name, by_value, order = made._member_map_, made._value2member_map_, made._member_names_
    number = made._member_type_ is int
    put = type.__setattr__
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = int.__new__(made, value) if number else object.__new__(made)
            member._value_ = value
            member._name_ = name
            member.__objclass__ = made
            member._sort_order_ = len(order)
            order.append(name)
            by_value[value] = member
        put(made, name, member)
        by_name[name] = member

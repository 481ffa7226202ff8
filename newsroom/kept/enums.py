"""Enumerations made from a list of numbers, as PySide makes all of Qt's, in a tenth of the time.

The standard library takes 12 to 25 µs for each member, and a start meets 4,000 of them. Here a
class is made as a copy of an empty one of the standard library's own, and the members are put into
it as ``enum._proto_member`` does it: all of them first and into the class then, because Python
forgets what it knows of a class with each thing that is put into it. That is known for CPython 3.11
alone, and each kind is tried against the library's own first: elsewhere, and for whatever is not as
plain as this, nothing is changed.
"""

from __future__ import annotations

import gc
import sys
from enum import Enum, EnumType, Flag, IntEnum, IntFlag
from functools import cache
from typing import Any

KINDS = (Enum, IntEnum, Flag, IntFlag)
_TRIED = (("Nothing", 0), ("Second", 2), ("First", 1), ("Both", 3), ("Again", 1), ("Far", 24))
"""As Qt's may be: out of order, of several bits, of one number under two names."""


def use() -> bool:
    """Make plain enumerations this way from now on; whether this Python is known."""
    if sys.version_info[:2] != (3, 11):
        return False
    plain: Any = vars(EnumType)["_create_"]
    kinds: set[Any] = set(KINDS)

    @cache
    def body(cls: Any, boundary: Any) -> dict[str, Any]:
        """What stands in a class without members, but for what each class has of its own."""
        empty = plain(cls, "Empty", [], module="", boundary=boundary)
        own = {"__dict__", "__weakref__", "__module__", "__doc__", "__new__"}
        return {name: part for name, part in vars(empty).items() if name not in own}

    def create(
        cls: Any,
        class_name: str,
        names: Any,
        *,
        module: Any = None,
        qualname: Any = None,
        boundary: Any = None,
        **more: Any,
    ) -> Any:
        if module is None:
            module = sys._getframe(2).f_globals.get("__name__")
        if cls not in kinds or module is None or more.get("type") or not _simple(cls, names):
            more |= {"module": module, "qualname": qualname, "boundary": boundary}
            return plain(cls, class_name, names, **more)
        parts = body(cls, boundary) | {
            "__module__": module,
            "_member_names_": [],
            "_member_map_": {},
            "_value2member_map_": {},
            "_unhashable_values_": [],
        }
        if qualname is not None:
            parts["__qualname__"] = qualname
        made: Any = type.__new__(EnumType, class_name, (cls,), parts)
        _fill(made, names)
        return made

    # Releases of 3.11 differ in what a class of flags knows of itself.
    for kind in KINDS:
        one, other = (
            make(kind, "Tried", list(_TRIED), module=__name__) for make in (plain, create)
        )
        if _known_of(one) != _known_of(other):
            kinds.discard(kind)
    setattr(EnumType, "_create_", create)  # noqa: B010  # stubs do not tell of it
    return bool(kinds)


def _known_of(made: Any) -> dict[str, object]:
    """What there is in a class of ``_TRIED``, in a form that can be compared."""
    parts = {
        name: part if type(part) in (int, list) else type(part).__name__
        for name, part in vars(made).items()
    }
    return parts | {"": [(member.name, member.value) for member in made]}


@cache
def _taken(cls: Any) -> frozenset[str]:
    """Names that mean something to the class already."""
    return frozenset(name for part in (*cls.__mro__, *type(cls).__mro__) for name in vars(part))


def _simple(cls: Any, names: Any) -> bool:
    """Pairs of a name that means nothing else to the class, and a number."""
    if type(names) is not list or not names:
        return False
    for item in names:
        if type(item) is not tuple or len(item) != 2:
            return False
        name, value = item
        if type(name) is not str or type(value) is not int or not name or name[0] == "_":
            return False
    found = {name for name, _value in names}
    return len(found) == len(names) and found.isdisjoint(_taken(cls))


def _fill(made: Any, names: list[tuple[str, int]]) -> None:
    by_name, by_value, order = made._member_map_, made._value2member_map_, made._member_names_
    number, flags = made._member_type_ is int, issubclass(made, Flag)
    new: Any = int.__new__ if number else object.__new__
    for name, value in names:
        member = by_value.get(value)
        if member is None:
            member = new(made, value) if number else new(made)
            member._value_ = value
            member._name_ = name
            member.__objclass__ = made
            member._sort_order_ = len(order)
            if not flags or (value and not value & (value - 1)):  # of flags, those of one bit
                order.append(name)
            by_value[value] = member
        by_name[name] = member
    own = gc.get_referents(vars(made))[0]  # what the view of a class's names is a view of
    own.update(by_name)  # one by one, as a class allows it, takes half of all the time here
    if flags:
        own.update(_mask(made, [value for _name, value in names]))
    # Last, as Python forgets now what it knew of the class; in its body it would become a
    # staticmethod.
    type.__setattr__(made, "__new__", Enum.__new__)


def _single(value: int) -> bool:
    """Whether it is one bit."""
    return value != 0 and value & (value - 1) == 0


def _mask(made: Any, values: list[int]) -> dict[str, Any]:
    """What a class of flags knows of all its members together."""
    all_of, singles = 0, 0
    for value in values:
        all_of |= value
        singles |= value if _single(value) else 0
    known: dict[str, Any] = {
        "_flag_mask_": all_of,
        "_singles_mask_": singles,
        "_all_bits_": 2 ** all_of.bit_length() - 1,
    }
    in_order = [made._member_map_[name]._value_ for name in made._member_names_]
    if in_order != sorted(in_order):
        known["_iter_member_"] = made._iter_member_by_def_
    return known

"""Enumerations made from a list of numbers, as PySide makes all of Qt's, in a tenth of the time.

The standard library takes 12 to 25 µs for each member, and a start meets 4,500 of them, of which it
asks for a third. Here a class is made as a copy of an empty one of the standard library's own, and
its members when somebody first asks for one: then they are put into it as ``enum._proto_member``
does it, all of them first and into the class then, because Python forgets what it knows of a class
with each thing that is put into it. That is known for CPython 3.11 alone, and each kind is tried
against the library's own first: elsewhere, and for whatever is not as plain as this, nothing is
changed.
"""

from __future__ import annotations

import gc
import sys
from enum import Enum, EnumType, Flag, IntEnum, IntFlag
from functools import cache
from threading import RLock
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
        values = _simple(cls, names) if cls in kinds and not more.get("type") else {}
        if module is None or not values:
            more |= {"module": module, "qualname": qualname, "boundary": boundary}
            return plain(cls, class_name, names, **more)
        flags = issubclass(cls, Flag)
        parts = body(cls, boundary) | {
            "__module__": module,
            "_member_names_": _canonical(values, flags=flags),
            **{name: _Unread(name, values) for name in _MAPS},
            "_unhashable_values_": [],
        }
        if flags:
            parts |= _mask(values)
        if qualname is not None:
            parts["__qualname__"] = qualname
        made: Any = type.__new__(EnumType, class_name, (cls,), parts)
        if flags and (order := [values[name] for name in parts["_member_names_"]]) != sorted(order):
            type.__setattr__(made, "_iter_member_", made._iter_member_by_def_)
        # In its body it would become a staticmethod.
        type.__setattr__(made, "__new__", Enum.__new__)
        if _at_once:
            made._member_map_  # noqa: B018
        else:
            _unread.append(made)
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
    members = [(member.name, member.value) for member in made]
    parts = {
        name: part if type(part) in (int, list) else type(part).__name__
        for name, part in vars(made).items()
    }
    return parts | {"": members}


@cache
def _taken(cls: Any) -> frozenset[str]:
    """Names that mean something to the class already."""
    return frozenset(name for part in (*cls.__mro__, *type(cls).__mro__) for name in vars(part))


def _simple(cls: Any, names: Any) -> dict[str, int]:
    """The numbers by name, of pairs of a name that means nothing else to the class, and a number;
    nothing of anything else."""
    if type(names) is not list or not names:
        return {}
    try:
        found = dict(names)
        told = "\n".join(found)
    except (TypeError, ValueError):
        return {}
    if (
        len(found) != len(names)
        or set(map(type, found.values())) != {int}
        or told[:1] in "_\n"
        or "\n_" in told
        or "\n\n" in told
        or not _taken(cls).isdisjoint(found)
    ):
        return {}
    return found


_MAPS = ("_member_map_", "_value2member_map_")
_reading = RLock()
_unread: list[Any] = []  # classes whose members nobody has asked for, as far as is known
_at_once: list[bool] = []  # not empty once they are wanted with their class


def fill() -> None:
    """Give every class its members now, and those to come at once: PySide looks straight into their
    maps where somebody names one without its class, as in ``Qt.AlignLeft``."""
    _at_once.append(True)
    while _unread:
        _unread.pop()._member_map_  # noqa: B018  # that is to ask for them


class _Unread:
    """Stands in a class for one of its maps until somebody asks for it: its members come then."""

    __slots__ = ("_name", "_values")

    def __init__(self, name: str, values: dict[str, int]) -> None:
        self._name, self._values = name, values

    def __get__(self, _member: object, made: Any) -> Any:
        with _reading:
            if type(vars(made)[self._name]) is _Unread:  # no other thread was quicker
                _fill(made, self._values)
        return vars(made)[self._name]

    def __contains__(self, name: object) -> bool:
        """Whether it is a member's name: asked before something is put into the class."""
        return name in self._values


def _canonical(values: dict[str, int], *, flags: bool) -> list[str]:
    """The names that are no second ones for a number; of flags, those of one bit."""
    if not flags and len(set(values.values())) == len(values):
        return list(values)
    first: dict[int, str] = {}
    for name, value in values.items():
        if value not in first:
            first[value] = name
    return [name for value, name in first.items() if not flags or _single(value)]


def _fill(made: Any, values: dict[str, int]) -> None:
    """Make the members, and put them into the class."""
    by_name: dict[str, Any] = {}
    by_value: dict[int, Any] = {}
    number, flags = made._member_type_ is int, issubclass(made, Flag)
    new: Any = int.__new__ if number else object.__new__
    order = 0
    for name, value in values.items():
        member = by_value.get(value)
        if member is None:
            member = new(made, value) if number else new(made)
            member._value_ = value
            member._name_ = name
            member.__objclass__ = made
            member._sort_order_ = order
            if not flags or (value and not value & (value - 1)):  # of flags, those of one bit
                order += 1
            by_value[value] = member
        by_name[name] = member
    own = gc.get_referents(vars(made))[0]  # what the view of a class's names is a view of
    own.update(by_name)  # one by one, as a class allows it, takes half of all the time here
    # Last, as Python forgets now what it knew of the class.
    for name, found in zip(_MAPS, (by_name, by_value), strict=True):
        type.__setattr__(made, name, found)


def _single(value: int) -> bool:
    """Whether it is one bit."""
    return value != 0 and value & (value - 1) == 0


def _mask(values: dict[str, int]) -> dict[str, Any]:
    """What a class of flags knows of all its members together."""
    all_of, singles = 0, 0
    for value in values.values():
        all_of |= value
        singles |= value if _single(value) else 0
    return {
        "_flag_mask_": all_of,
        "_singles_mask_": singles,
        "_all_bits_": 2 ** all_of.bit_length() - 1,
    }

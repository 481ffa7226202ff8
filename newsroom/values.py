"""``dataclass`` for values, with its methods written when they are first called.

The standard library's compiles six functions for every frozen class, half a millisecond each,
although a start makes a hundred classes and calls the methods of a few. This one decides what a
field is by the standard library's own rules (``fields``, ``replace`` and ``asdict`` work on both
alike) and puts the same methods in place, each at its first call; ``__init__`` once it was called
a few times, as most classes of a start have one or two values.
"""

from __future__ import annotations

import dataclasses
from types import MemberDescriptorType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass  # what a type checker has to know of it
else:

    def dataclass(
        cls: type | None = None,
        /,
        *,
        frozen: bool = False,
        slots: bool = False,
        kw_only: bool = False,
        eq: bool = True,
    ) -> Any:
        """As ``dataclasses.dataclass``. A class that is not frozen is left to that one."""
        if not frozen:
            return dataclasses.dataclass(cls, slots=slots, kw_only=kw_only, eq=eq)
        if cls is None:
            return lambda found: _frozen(found, slots=slots, kw_only=kw_only, eq=eq)
        return _frozen(cls, slots=slots, kw_only=kw_only, eq=eq)


def _frozen(cls: type, *, slots: bool, kw_only: bool, eq: bool) -> type:
    own = set(vars(cls))
    if cls.__doc__ is None:
        cls.__doc__ = cls.__qualname__  # else a signature is worked out for it
    made: Any = _with_fields(cls, kw_only=kw_only)
    if slots:
        made = _with_slots(made, own)
    params = made.__dataclass_params__
    params.init = params.repr = params.frozen = True
    params.eq = eq
    if "__init__" not in own:
        made.__init__ = _first_values(made)
    methods = {"__repr__": _repr}
    if eq:
        methods |= {"__eq__": _eq, "__hash__": _hash}
    for name, write in methods.items():
        if name not in own:
            setattr(made, name, _first_call(made, name, write))
    made.__setattr__ = _refuse_set
    made.__delattr__ = _refuse_del
    return made  # type: ignore[no-any-return]


def _with_fields(cls: Any, *, kw_only: bool) -> Any:
    """The class with its fields, their defaults and its parameters, and no methods.

    The standard library's own looks at each word of an annotation three times, and asks the module
    what it means there; where no word can mean anything, it is done here.
    """
    annotations: dict[str, Any] = vars(cls).get("__annotations__", {})
    defaults = {name: getattr(cls, name, dataclasses.MISSING) for name in annotations}
    if not _plain(cls, annotations, defaults):
        return dataclasses.dataclass(
            cls,
            init=False, repr=False, eq=False, kw_only=kw_only,
            # Compiles two functions; but a frozen class may only come of a frozen one.
            frozen=any(dataclasses.is_dataclass(base) for base in cls.__bases__),
        )  # fmt: skip
    fields: dict[str, Any] = {}
    for name, default in defaults.items():
        found: Any = default
        if type(default) is not dataclasses.Field:
            found = dataclasses.field(default=default)
        elif default.default is dataclasses.MISSING:
            delattr(cls, name)
        else:
            setattr(cls, name, default.default)
        found.name, found.type, found._field_type = name, annotations[name], _FIELD
        if found.kw_only is dataclasses.MISSING:
            found.kw_only = kw_only
        fields[name] = found
    cls.__dataclass_fields__ = fields
    cls.__dataclass_params__ = params = object.__new__(type(_PARAMS))
    for name in type(_PARAMS).__slots__:
        setattr(params, name, getattr(_PARAMS, name))
    if "__match_args__" not in vars(cls):
        given = (name for name, found in fields.items() if found.init and not found.kw_only)
        setattr(cls, "__match_args__", tuple(given))  # noqa: B010  # else a type checker reads it
    return cls


_MARKS = ("ClassVar", "InitVar", "KW_ONLY")
"""What an annotation says that makes no field, or another kind of one."""


def _plain(cls: Any, annotations: dict[str, Any], defaults: dict[str, Any]) -> bool:
    """Whether each annotation is a field, as it stands."""
    if hasattr(cls, "__dataclass_fields__") or hasattr(cls, "__abstractmethods__"):
        return False
    try:
        told = "\n".join(annotations.values())
    except TypeError:
        return False
    if any(mark in told for mark in _MARKS):
        return False
    for default in defaults.values():
        value = default.default if isinstance(default, dataclasses.Field) else default
        if type(value).__hash__ is None or isinstance(value, MemberDescriptorType):
            return False  # refused, and said why
    own = [part for part in vars(cls).values() if isinstance(part, dataclasses.Field)]
    return len(own) == sum(isinstance(part, dataclasses.Field) for part in defaults.values())


def _with_slots(cls: Any, own: set[str]) -> type:
    """The class anew with slots for its own fields, as a class can't get them later."""
    names = tuple(field.name for field in dataclasses.fields(cls))
    inherited = {slot for base in cls.__mro__[1:-1] for slot in _slots_of(base)}
    space = dict(vars(cls))
    space["__slots__"] = tuple(name for name in names if name not in inherited)
    for name in (*names, "__dict__", "__weakref__"):
        space.pop(name, None)
    # Without a dictionary an instance is pickled and copied by its fields.
    if "__getstate__" not in own:
        space["__getstate__"] = _state
    if "__setstate__" not in own:
        space["__setstate__"] = _set_state
    made: type = type(cls)(cls.__name__, cls.__bases__, space)
    made.__qualname__ = cls.__qualname__
    return made


def _slots_of(base: type) -> tuple[str, ...]:
    slots = base.__dict__.get("__slots__", ())
    return (slots,) if isinstance(slots, str) else tuple(slots)


def _first_call(cls: Any, name: str, write: Callable[[Any], Callable[..., Any]]) -> Any:
    """A method that writes the real one, puts it in its own place and calls it."""

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        real = write(cls)
        real.__qualname__ = f"{cls.__qualname__}.{name}"
        real.__module__ = cls.__module__
        setattr(cls, name, real)
        return real(self, *args, **kwargs)

    method.__name__ = name
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


BY_HAND = 16
"""Values of a class that are made by hand: to write ``__init__`` takes as long as forty of them."""


def _first_values(cls: Any) -> Any:
    """``__init__`` that fills the first values by hand and then is ``_init``'s; so it is, too,
    where a call is wrong, which the written one says best."""
    plan: _Plan | None = None
    made = 0

    def method(self: Any, *args: Any, **kwargs: Any) -> None:
        nonlocal made, plan
        made += 1
        known = plan
        if known is None:
            # Put there whole: two threads may come here at once, each with a plan of its own.
            known = plan = _plan(cls)
        if made <= BY_HAND and _filled(self, known, args, kwargs):
            return
        real = _init(cls)
        real.__qualname__ = f"{cls.__qualname__}.__init__"
        real.__module__ = cls.__module__
        cls.__init__ = real
        real(self, *args, **kwargs)

    method.__name__ = "__init__"
    method.__qualname__ = f"{cls.__qualname__}.__init__"
    return method


_Plan = tuple[list[str], tuple[dataclasses.Field[Any], ...], bool]


def _plan(cls: Any) -> _Plan:
    """The fields that stand without their names, all fields, and what comes after them."""
    fields = _fields_and_init_only(cls)
    before = [field.name for field in fields if field.init and not field.kw_only]
    return before, fields, hasattr(cls, "__post_init__")


def _filled(self: Any, plan: _Plan, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Give the fields their values; False, and nothing done, where these are not what it takes."""
    before, fields, after = plan
    given = dict(zip(before, args, strict=False))
    if len(args) > len(before) or not given.keys().isdisjoint(kwargs):
        return False
    given |= kwargs
    found = []
    for field in fields:
        name = field.name
        if field.init and name in given:
            found.append((name, given.pop(name)))
        elif field.default is not dataclasses.MISSING:
            found.append((name, field.default))
        elif field.default_factory is not dataclasses.MISSING:
            found.append((name, field.default_factory()))
        elif field.init:
            return False
    if given:
        return False
    for name, value in found:
        object.__setattr__(self, name, value)
    if after:
        self.__post_init__()
    return True


def _compiled(lines: list[str], name: str, known: dict[str, Any]) -> Callable[..., Any]:
    exec("\n".join(lines), known)
    found: Callable[..., Any] = known[name]
    return found


def _init(cls: Any) -> Callable[..., Any]:
    known: dict[str, Any] = {"_set": object.__setattr__, "_missing": dataclasses.MISSING}
    before: list[str] = []
    after: list[str] = []
    body: list[str] = []
    for number, field in enumerate(_fields_and_init_only(cls)):
        value = field.name
        if field.default is not dataclasses.MISSING:
            known[f"_d{number}"] = field.default
            default = f"=_d{number}"
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_f{number}"] = field.default_factory
            default = "=_missing"
            value = f"_f{number}() if {field.name} is _missing else {field.name}"
        else:
            default = ""
        if field.init:
            (after if field.kw_only else before).append(f"{field.name}{default}")
        elif default.startswith("=_d"):
            value = default[1:]
        elif default:
            value = f"_f{number}()"
        else:
            continue
        body.append(f"    _set(self, {field.name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        body.append("    self.__post_init__()")
    names = ["self", *before, *(["*", *after] if after else [])]
    lines = [f"def __init__({', '.join(names)}):", *(body or ["    pass"])]
    return _compiled(lines, "__init__", known)


def _fields_and_init_only(cls: Any) -> tuple[dataclasses.Field[Any], ...]:
    fields = dataclasses.fields(cls)
    if len(fields) != len(
        [f for f in cls.__dataclass_fields__.values() if f._field_type is not _CLASS_VAR]
    ):
        raise TypeError(f"{cls.__qualname__}: InitVar is not known here; use dataclasses")
    return fields


_CLASS_VAR = dataclasses._FIELD_CLASSVAR  # type: ignore[attr-defined]
_FIELD = dataclasses._FIELD  # type: ignore[attr-defined]


@dataclasses.dataclass(init=False, repr=False, eq=False)
class _Any:
    """Any class, for its parameters."""


_PARAMS: Any = vars(_Any)["__dataclass_params__"]


def _tuple_of(owner: str, names: list[str]) -> str:
    return "(" + "".join(f"{owner}.{name}," for name in names) + ")"


def _eq(cls: Any) -> Callable[..., Any]:
    names = [field.name for field in dataclasses.fields(cls) if field.compare]
    lines = [
        "def __eq__(self, other):",
        "    if other.__class__ is self.__class__:",
        f"        return {_tuple_of('self', names)} == {_tuple_of('other', names)}",
        "    return NotImplemented",
    ]
    return _compiled(lines, "__eq__", {})


def _hash(cls: Any) -> Callable[..., Any]:
    names = [
        field.name
        for field in dataclasses.fields(cls)
        if (field.compare if field.hash is None else field.hash)
    ]
    lines = ["def __hash__(self):", f"    return hash({_tuple_of('self', names)})"]
    return _compiled(lines, "__hash__", {})


def _repr(cls: Any) -> Callable[..., Any]:
    names = [field.name for field in dataclasses.fields(cls) if field.repr]

    def written(self: Any) -> str:
        inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({inside})"

    return written


def _refuse_set(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_del(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)

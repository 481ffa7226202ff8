"""Our ``dataclass`` against the standard library's, on the same class bodies."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, astuple, field, fields, replace
from typing import Any, ClassVar

import pytest

from newsroom import values

Deco = Callable[..., Any]


def classes(decorate: Deco) -> tuple[Any, Any, Any]:
    @decorate(frozen=True, slots=True)
    class Plain:
        """A value."""

        name: str
        size: int = 3
        tags: tuple[str, ...] = ()
        seen: dict[str, int] = field(default_factory=dict, compare=False)
        kind: ClassVar[str] = "plain"

        @property
        def double(self) -> int:
            return self.size * 2

    @decorate(frozen=True, slots=True, kw_only=True)
    class Keyed:
        first: int
        second: int = field(default=2, repr=False)
        made: int = field(init=False, default=9)

        def __post_init__(self) -> None:
            if self.first < 0:
                raise ValueError("first")

    @decorate(frozen=True, slots=True)
    class Child(Plain):
        more: float = 1.5

        def __repr__(self) -> str:
            return "child"

    return Plain, Keyed, Child


OURS, THEIRS = classes(values.dataclass), classes(dataclasses.dataclass)


@dataclasses.dataclass(frozen=True, slots=True)
class _Std:
    a: int
    b: str = "x"


@values.dataclass(frozen=True, slots=True)
class Module:
    """At module level, so that it can be pickled."""

    a: int
    b: str = "x"


@pytest.mark.parametrize("number", range(3))
def test_the_same_fields(number: int) -> None:
    ours, theirs = OURS[number], THEIRS[number]

    def told(cls: Any) -> list[tuple[Any, ...]]:
        return [(f.name, f.default, f.init, f.repr, f.compare, f.kw_only) for f in fields(cls)]

    assert told(ours) == told(theirs)
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__slots__ == theirs.__slots__
    assert ours.__doc__
    assert ours.__qualname__ == theirs.__qualname__


@pytest.mark.parametrize("kinds", [OURS, THEIRS])
def test_made_compared_and_shown(kinds: tuple[Any, Any, Any]) -> None:
    plain, keyed, child = kinds
    one, other = plain("a", 4), plain(name="a", size=4, seen={"x": 1})
    assert one == other
    assert hash(one) == hash(other)
    assert hash(one) == hash(("a", 4, ()))
    assert one != plain("b", 4)
    assert one != ("a", 4, ())
    assert one.seen == {}
    assert one.seen is not plain("a", 4).seen
    assert one.double == 8
    assert plain.kind == "plain"
    assert repr(one).endswith("Plain(name='a', size=4, tags=(), seen={})")
    assert repr(keyed(first=1)).endswith("Keyed(first=1, made=9)")
    assert child("c").more == 1.5
    assert repr(child("c")) == "child"
    assert child("c") != plain("c")
    assert len({one, other, plain("z")}) == 2


@pytest.mark.parametrize("kinds", [OURS, THEIRS])
def test_refused(kinds: tuple[Any, Any, Any]) -> None:
    plain, keyed, _child = kinds
    one = plain("a")
    with pytest.raises(FrozenInstanceError):
        one.size = 5
    with pytest.raises(FrozenInstanceError):
        del one.size
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(one, "unknown", 1)
    for wrong in (lambda: plain(), lambda: plain("a", nothing=1), lambda: keyed(1)):
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(ValueError, match="first"):
        keyed(first=-1)
    with pytest.raises(ValueError, match="init=False"):
        replace(keyed(first=1), made=3)


@pytest.mark.parametrize("kinds", [OURS, THEIRS])
def test_helpers_of_the_standard_library(kinds: tuple[Any, Any, Any]) -> None:
    plain, _keyed, _child = kinds
    one = plain("a", 4, ("t",))
    assert replace(one, size=7) == plain("a", 7, ("t",))
    assert asdict(one) == {"name": "a", "size": 4, "tags": ("t",), "seen": {}}
    assert astuple(one) == ("a", 4, ("t",), {})
    assert dataclasses.is_dataclass(one)
    match one:
        case plain(name, size):
            assert (name, size) == ("a", 4)


@pytest.mark.parametrize("kind", [Module, _Std])
def test_copied_and_pickled(kind: Any) -> None:
    one = kind(1)
    assert pickle.loads(pickle.dumps(one)) == one
    assert copy.copy(one) == one
    assert copy.deepcopy(one) == one
    for _time in range(values.BY_HAND):
        kind(1)
    assert str(inspect.signature(kind(1).__init__)) == str(inspect.signature(_Std(1).__init__)) or (
        list(inspect.signature(kind(1).__init__).parameters) == ["a", "b"]
    )


def test_a_plain_class_is_not_given_to_the_standard_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def body(decorate: Deco) -> Any:
        @decorate(frozen=True, slots=True)
        class Body:
            """A value."""

            name: str
            tags: tuple[str, ...] = ()
            seen: dict[str, int] = field(default_factory=dict, compare=False)
            kept: int = field(default=3, repr=False, kw_only=True)

        return Body

    theirs = body(dataclasses.dataclass)
    monkeypatch.delattr(dataclasses, "_process_class")
    ours = body(values.dataclass)
    for mine, other in zip(fields(ours), fields(theirs), strict=True):
        assert repr(mine) == repr(other)
    assert repr(ours.__dataclass_params__).replace("slots=False", "slots=True") == repr(
        theirs.__dataclass_params__
    )
    assert (ours.__match_args__, ours.__slots__) == (theirs.__match_args__, theirs.__slots__)
    assert repr(ours("a", kept=4)) == repr(theirs("a", kept=4))


@pytest.mark.parametrize(
    "space",
    [
        {"__annotations__": {"seen": "dict[str, int]"}, "seen": {}},
        {"__annotations__": {"seen": "list[int]"}, "seen": field(default=[])},  # type: ignore[arg-type]
        {"__annotations__": {}, "seen": field(default=1)},
    ],
)
def test_what_the_standard_library_refuses_is_refused(space: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)) as wanted:
        dataclasses.dataclass(frozen=True)(type("Body", (), dict(space)))
    with pytest.raises(wanted.type) as found:
        values.dataclass(frozen=True)(type("Body", (), dict(space)))
    assert str(found.value) == str(wanted.value)


def test_a_class_that_is_not_frozen_is_the_standard_librarys() -> None:
    @values.dataclass(slots=True, eq=False)
    class Open:
        a: int = 1

    made = Open()
    made.a = 2
    assert made.a == 2
    assert made != Open(2)


def test_methods_are_written_when_they_are_wanted() -> None:
    plain = classes(values.dataclass)[0]
    first = plain.__init__
    for _time in range(values.BY_HAND):
        plain("a")
    assert plain.__init__ is first
    plain("a")
    assert plain.__init__ is not first
    assert plain.__eq__ is plain.__dict__["__eq__"]
    assert plain.__eq__.__closure__ is not None
    assert plain("a") == plain("a")
    assert plain.__eq__.__closure__ is None


def test_what_it_can_not_do_is_told() -> None:
    @values.dataclass(frozen=True)
    class Odd:
        a: dataclasses.InitVar[int]

    with pytest.raises(TypeError, match="InitVar"):
        Odd(1)


def test_needs_nothing_of_the_window() -> None:
    code = "import newsroom.values, sys; print([m for m in sys.modules if 'PySide' in m])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"


CALLS: tuple[tuple[int, tuple[Any, ...], dict[str, Any]], ...] = (
    (0, ("a",), {}),
    (0, ("a", 4), {"tags": ("x",), "seen": {"b": 1}}),
    (0, (), {"name": "a", "size": 5}),
    (1, (), {"first": 1}),
    (1, (), {"first": 1, "second": 3}),
    (2, ("a",), {"more": 2.5}),
    (2, ("a", 1, (), {}, 0.5), {}),
)
WRONG: tuple[tuple[int, tuple[Any, ...], dict[str, Any]], ...] = (
    (0, (), {}),
    (0, ("a", 1, (), {}, 2), {}),
    (0, ("a",), {"name": "b"}),
    (0, ("a",), {"colour": "red"}),
    (1, (1,), {}),
    (1, (), {"second": 3}),
    (1, (), {"first": 1, "made": 3}),
)


@pytest.mark.parametrize(("kind", "args", "named"), CALLS)
def test_values_are_the_same_by_hand_and_written(
    kind: int, args: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, theirs = classes(values.dataclass)[kind], classes(dataclasses.dataclass)[kind]
    for _time in range(values.BY_HAND + 2):
        assert astuple(ours(*args, **named)) == astuple(theirs(*args, **named))
        assert repr(ours(*args, **named)) == repr(theirs(*args, **named))
    assert ours("a").seen is not ours("a").seen if kind == 0 else True
    with pytest.raises(FrozenInstanceError):
        ours(*args, **named).name = "b"


@pytest.mark.parametrize(("kind", "args", "named"), WRONG)
def test_a_wrong_call_is_refused_from_the_first_on(
    kind: int, args: tuple[Any, ...], named: dict[str, Any]
) -> None:
    ours, theirs = classes(values.dataclass)[kind], classes(dataclasses.dataclass)[kind]
    with pytest.raises(TypeError) as wanted:
        theirs(*args, **named)
    for _time in range(2):
        with pytest.raises(TypeError) as found:
            ours(*args, **named)
        assert str(found.value) == str(wanted.value)


def test_what_is_looked_at_afterwards_refuses_from_the_first_on() -> None:
    keyed = classes(values.dataclass)[1]
    with pytest.raises(ValueError, match="first"):
        keyed(first=-1)
    assert keyed(first=1).made == 9


def test_two_threads_may_make_the_first_value_of_a_class_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    @values.dataclass(frozen=True, slots=True)
    class Run:
        text: str
        marks: tuple[str, ...] = ()

    plan, others = values._plan, []

    def slowly(cls: Any) -> Any:
        found = plan(cls)
        if not others:
            others.append(None)
            others.append(Run("of the other thread"))  # as it comes in between
        return found

    monkeypatch.setattr(values, "_plan", slowly)
    assert [Run("one").text, Run("two").text, others[1].text] == [
        "one",
        "two",
        "of the other thread",
    ]

"""Enumerations that are made quickly are those that the standard library makes, part by part."""

from __future__ import annotations

import copy
import enum
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from enum import Enum, EnumType, Flag, IntEnum, IntFlag
from types import MappingProxyType, new_class
from typing import Any

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

from newsroom.kept import enums

pytestmark = pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="another Python")

Names = list[tuple[str, Any]]

SLOW: Any = vars(EnumType)["_create_"]
PAIRS: dict[str, tuple[type[Enum], Names]] = {
    "plain": (Enum, [("One", 1), ("Two", 2), ("Three", 3)]),
    "numbers": (IntEnum, [("One", 1), ("Two", 2), ("Three", 3)]),
    "aliases": (IntEnum, [("First", 0), ("Second", 1), ("Also", 0), ("Last", 1)]),
    "negative": (Enum, [("Nothing", -1), ("All", 2**40)]),
    "a name of its own": (Enum, [("name", 1), ("value", 2)]),
    "a name of a number's": (IntEnum, [("real", 1), ("imag", 2)]),
    "underlined": (Enum, [("One", 1), ("_two", 2)]),
    "one": (Enum, [("One", 1)]),
    "words": (Enum, [("One", "a"), ("Two", "b")]),
    "flags": (Flag, [("One", 1), ("Two", 2), ("Three", 3)]),
    "flags not in order": (Flag, [("Two", 2), ("None_", 0), ("One", 1), ("Also", 2), ("All", 7)]),
    "a flag below nothing": (IntFlag, [("One", 1), ("Every", -1)]),
    "numbered flags": (IntFlag, [("One", 1), ("Two", 2), ("Three", 3)]),
}


def of_qt() -> Iterator[tuple[type[Enum], Names]]:
    """All of Qt's that a window may meet."""
    for module in (QtCore, QtGui, QtWidgets):
        for owner in [getattr(module, name) for name in dir(module)]:
            for found in list(vars(owner).values()) if isinstance(owner, type) else ():
                if isinstance(found, EnumType):
                    base = found.__mro__[1]
                    yield base, [(name, item.value) for name, item in found.__members__.items()]


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Once icons were drawn in this process, members come with their class.
    monkeypatch.setattr(enums, "_at_once", [])
    monkeypatch.setattr(enums, "_unread", [])
    assert enums.use()
    yield
    setattr(EnumType, "_create_", SLOW)  # noqa: B010


def parts(made: Any) -> dict[str, Any]:
    """What stands in a class, its members by what they are."""

    def told(value: Any) -> Any:
        if isinstance(value, Enum) and type(value) is made:
            return ("member", dict(vars(value)) | {"__objclass__": None}, int(value.value))
        if isinstance(value, dict | MappingProxyType):
            return {key: told(item) for key, item in value.items()}
        return value if not hasattr(value, "__get__") else type(value)

    return {name: told(value) for name, value in vars(made).items() if name != "__weakref__"}


def same(base: Any, names: Names) -> None:
    """Make it both ways and hold one against the other."""
    slow = SLOW(base, "Made", names, module=__name__)
    made = base("Made", names, module=__name__)
    assert [(m.name, m.value) for m in made] == [(m.name, m.value) for m in slow]
    assert list(made.__members__) == list(slow.__members__)
    assert made.__module__ == slow.__module__
    if all(isinstance(value, int) for _name, value in names):
        assert parts(made) == parts(slow)
    for name, value in names:
        one, other = made[name], slow[name]
        assert made(value) is one is getattr(made, name)
        assert (repr(one), str(one), f"{one}") == (repr(other), str(other), f"{other}")
        assert hash(one) == hash(other)
        assert one in made
        assert copied(one) == copied(other)
        assert isinstance(one, int) == isinstance(other, int)
    with pytest.raises(ValueError, match="is not a valid"):
        made("nothing of it")
    if list(slow):  # a class of many bits together alone counts as empty
        with pytest.raises(TypeError):
            new_class("Below", (made,))
    with pytest.raises(AttributeError):
        setattr(made, names[0][0], 3)


def copied(member: object) -> bool | None:
    """Whether a copy is the same; None where this Python can't copy its own (3.11.2, flags)."""
    try:
        return copy.deepcopy(member) is member
    except TypeError:
        return None


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("kind", PAIRS)
def test_one_is_the_other(kind: str) -> None:
    if "own" in kind or "number's" in kind:
        base, names = PAIRS[kind]
        made: Any = base("Made", names)  # type: ignore[call-overload]
        slow = SLOW(base, "Made", names)
        assert list(made.__members__) == list(slow.__members__)
        return
    same(*PAIRS[kind])


@pytest.mark.usefixtures("quick")
def test_all_of_qts_are_the_same() -> None:
    count = 0
    for base, names in of_qt():
        if base in enums.KINDS and names:
            same(base, names)
            count += 1
    assert count > 300


Kept: Any = None


@pytest.mark.usefixtures("quick")
def test_its_module_is_that_of_who_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made: Any = Enum("Kept", [("One", 1), ("Two", 2)])  # type: ignore[misc]
    assert made.__module__ == __name__
    monkeypatch.setattr(sys.modules[__name__], "Kept", made)
    assert pickle.loads(pickle.dumps(made.Two)) is made.Two


@pytest.mark.usefixtures("quick")
def test_whoever_gives_no_pairs_gets_what_they_always_got() -> None:
    made: Any = Enum("Made", "one two")  # type: ignore[misc]
    assert [member.value for member in made] == [1, 2]
    with pytest.raises(TypeError):
        Enum("Made", [("One", 1), ("One", 2)])  # type: ignore[misc]
    mixed: Any = Enum("Mixed", [("One", 1), ("Two", 2)], type=int)  # type: ignore[misc]
    assert mixed.One + 1 == 2


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "ask",
    [
        lambda made: made.Two,
        lambda made: made(2),
        lambda made: made["Two"],
        lambda made: list(made)[1],
        lambda made: made.__members__["Two"],
        lambda made: made._value2member_map_[2],
        lambda made: next(reversed(made)),
    ],
)
def test_members_come_when_one_is_asked_for(ask: Callable[[Any], object]) -> None:
    made: Any = Enum("Made", [("One", 1), ("Two", 2)], module=__name__)  # type: ignore[misc]
    with pytest.raises(AttributeError, match="reassign"):
        made.One = 3
    made.__doc__ = "Two of them."
    assert len(made) == 2
    assert not {"One", "Two"} & vars(made).keys(), "nobody asked for one"
    assert repr(ask(made)) == "<Made.Two: 2>"
    assert made.Two is vars(made)["Two"]
    assert type(vars(made)["_member_map_"]) is dict


OLD_NAMES = """
import sys
from newsroom.kept import enums
enums.use()
from PySide6.QtCore import Qt
assert type(vars(Qt.CursorShape)["_member_map_"]) is not dict
enums.fill()
from PySide6.QtWidgets import QFrame
print(Qt.AlignLeft.name, Qt.MiddleButton.name, QFrame.HLine.name)
"""


def test_members_can_be_named_without_their_class_where_somebody_does() -> None:
    """As qtpy does, which draws the icons."""
    told = subprocess.run([sys.executable, "-c", OLD_NAMES], capture_output=True, text=True)
    assert told.stdout.split() == ["AlignLeft", "MiddleButton", "HLine"], told.stderr


@pytest.mark.usefixtures("quick")
def test_members_are_made_once_whoever_asks() -> None:
    made: Any = Enum("Made", [(f"N{n}", n) for n in range(200)], module=__name__)  # type: ignore[misc]
    start, found = threading.Barrier(8), []

    def ask() -> None:
        start.wait()
        found.append(made.N7)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(map(id, found))) == 1


def test_another_python_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 12, 0))
    assert not enums.use()
    assert vars(EnumType)["_create_"] is SLOW
    assert enum.EnumType is EnumType


def test_a_kind_that_this_python_makes_otherwise_is_left_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As 3.11.2, Debian's, does with flags: it keeps no mask of single bits."""
    monkeypatch.setattr(EnumType, "_create_", SLOW)
    monkeypatch.setattr(enums, "_mask", lambda _values: {})
    assert enums.use()
    flags: Any = Flag("Flags", [("One", 1), ("Two", 2)])  # type: ignore[misc]
    assert flags(3) == flags.One | flags.Two
    quick: Any = Enum("Quick", [("One", 1), ("Two", 2)])  # type: ignore[misc]
    assert quick.One.value == 1
    assert vars(quick).keys() == vars(SLOW(Enum, "Quick", [("One", 1), ("Two", 2)])).keys()

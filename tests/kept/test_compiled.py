"""What is kept of compiled patterns and sources: the same as fresh, and harmless in any state."""

from __future__ import annotations

import builtins
import collections
import dataclasses
import re
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from newsroom import values
from newsroom.kept import compiled
from newsroom.kept.compiled import WRITERS, Compiled

PATTERNS: tuple[tuple[Any, int], ...] = (
    (r"(?P<kicker>[A-Z]+): (?P<rest>.*)", 0),
    (r"(a)|(?P<b>b)\1?", re.IGNORECASE),
    (r"(?x) a b # verbose", 0),
    (rb"[\x00-\x1f]+", 0),
    (r"[\u3040-\u30ff\u3400-\u9fff]", 0),
    (r"^\s*خبر", re.MULTILINE),
    (r"(?i:\w+)(?=!)", re.ASCII),
)
SOURCE = "def seen():\n    return 41\n" + "# said\n" * 100


@pytest.fixture(autouse=True)
def python_as_it_was() -> Iterator[None]:
    own: Any = vars(re)["_compiler"]
    before, plain = own.compile, builtins.compile
    re.purge()
    yield
    own.compile, builtins.compile = before, plain
    for module, function in WRITERS:
        vars(sys.modules[module]).pop(function, None)
    re.purge()


def run(folder: Path) -> tuple[list[re.Pattern[Any]], dict[str, Any], Compiled]:
    """A start that needs all patterns and the source, and keeps them."""
    re.purge()
    kept = Compiled(folder)
    kept.use()
    patterns = [re.compile(pattern, flags) for pattern, flags in PATTERNS]
    names: dict[str, Any] = {}
    with kept.sources():
        exec(compile(SOURCE, "said.py", "exec"), names)
    kept.keep()
    re.purge()
    return patterns, names, kept


def test_kept_patterns_are_the_same_as_fresh_ones(tmp_path: Path) -> None:
    fresh = [re.compile(pattern, flags) for pattern, flags in PATTERNS]
    first, _names, _kept = run(tmp_path)
    again, _names, _kept = run(tmp_path)
    assert first == fresh  # patterns are equal by what they were compiled to
    assert again == fresh
    for one, other in zip(again, fresh, strict=True):
        assert (one.groups, one.groupindex, one.flags) == (
            other.groups, other.groupindex, other.flags
        )  # fmt: skip
    found = again[0].match("FERRY: it sails")
    assert found is not None
    assert found.groupdict() == {"kicker": "FERRY", "rest": "it sails"}
    assert found.lastgroup == "rest"


def test_what_was_kept_is_not_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path)
    monkeypatch.setattr(Compiled, "_compile", lambda *_args: pytest.fail("compiled again"))
    _patterns, names, _kept = run(tmp_path)
    assert names["seen"]() == 41
    assert names["seen"].__code__.co_filename == "said.py"


def test_a_start_that_brings_nothing_new_writes_nothing(tmp_path: Path) -> None:
    run(tmp_path)
    (file,) = (tmp_path / "compiled").iterdir()
    before = file.stat().st_mtime_ns, file.read_bytes()
    run(tmp_path)
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before
    assert list(file.parent.iterdir()) == [file]


def test_the_file_is_read_without_a_copy_of_it(tmp_path: Path) -> None:
    size = 1 << 20
    first = Compiled(tmp_path)
    first.add(("archive", size), bytes(size))
    first.keep()
    kept = Compiled(tmp_path)
    tracemalloc.start()
    try:
        kept.use()
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept.take(("archive", size)) == bytes(size)
    assert most < 2.5 * size, "there is more than the file and what came of it"


def test_another_source_of_that_name_is_another(tmp_path: Path) -> None:
    _patterns, _names, kept = run(tmp_path)
    names: dict[str, Any] = {}
    with kept.sources():
        exec(compile(SOURCE.replace("41", "42"), "said.py", "exec"), names)
    assert names["seen"]() == 42


def test_what_is_small_or_no_module_is_compiled_as_ever(tmp_path: Path) -> None:
    kept = Compiled(tmp_path)
    with kept.sources():
        assert eval(compile("1 + 1", "", "eval")) == 2
        exec(compile("x = 1", "", "exec"), {})
    kept.keep()
    assert not list(tmp_path.iterdir())


def test_a_pattern_given_as_a_pattern_or_to_be_told_about_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Compiled(tmp_path)
    kept.use()
    own: Any = vars(re)["_compiler"]
    tree = own._parser.parse("ab", 0)
    assert own.compile(tree).match("ab")
    assert re.compile("ab", re.DEBUG).match("ab")
    assert "LITERAL" in capsys.readouterr().out
    kept.keep()
    assert not list(tmp_path.iterdir())


def test_a_wrong_pattern_is_refused_as_ever(tmp_path: Path) -> None:
    Compiled(tmp_path).use()
    with pytest.raises(re.error):
        re.compile("(")


@pytest.mark.parametrize("damage", [b"", b"\x00\x00\x00\x00", b"cut", b"flip"])
def test_a_damaged_file_costs_only_time(tmp_path: Path, damage: bytes) -> None:
    fresh, _names, _kept = run(tmp_path)
    (file,) = (tmp_path / "compiled").iterdir()
    whole = file.read_bytes()
    file.write_bytes(
        whole[:-9] if damage == b"cut" else whole[:60] + b"?" + whole[61:] if damage == b"flip"
        else damage
    )  # fmt: skip
    patterns, names, _kept = run(tmp_path)
    assert patterns == fresh
    assert names["seen"]() == 41
    assert len(file.read_bytes()) == len(whole)


def test_what_another_python_kept_does_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path)
    monkeypatch.setattr(compiled, "_ABOUT", (0, "another"))
    (file,) = (tmp_path / "compiled").iterdir()
    assert compiled._read(file) == {}


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "compiled").write_text("in the way")
    patterns, _names, _kept = run(tmp_path)
    assert patterns


def test_what_grew_too_large_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path)
    monkeypatch.setattr(compiled, "MOST", 3)
    kept = Compiled(tmp_path)
    kept.use()
    re.compile("one more of them")
    kept.keep()
    (file,) = (tmp_path / "compiled").iterdir()
    assert len(compiled._read(file)) == 1


def test_where_python_has_no_such_parts_all_is_as_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own: Any = vars(re)["_compiler"]
    before = own.compile
    with monkeypatch.context() as patch:
        patch.delattr(own, "_code")
        Compiled(tmp_path).use()
    with monkeypatch.context() as patch:
        patch.setattr(compiled._sre, "CODESIZE", 2)
        Compiled(tmp_path).use()
    assert own.compile is before


def written_by_classes() -> list[str]:
    """What methods say that classes wrote for themselves, some of them in the same words."""

    @dataclasses.dataclass
    class Seen:
        slug: str
        words: int = 400

    @values.dataclass(frozen=True)
    class Kept:
        slug: str
        words: int = 400

    @values.dataclass(frozen=True)
    class Other:
        slug: str
        words: int = 400

    pair: Any = collections.namedtuple("pair", ("slug", "words"), defaults=(400,))
    again: Any = collections.namedtuple("again", ("slug", "words"))
    many = [Kept("ferry", number) for number in range(values.BY_HAND + 3)]
    others = [Other("ferry", number) for number in range(values.BY_HAND + 3)]
    made = [Seen("ferry"), pair("ferry"), again("ferry", 2), many[-1], others[-1]]
    alike = [many[1] == Kept("ferry", 1), many[1] == many[2], len({*many, *others})]
    return [str(what) for what in (*made, *alike)]


def test_methods_that_classes_write_are_kept_and_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "FEW", 0)
    fresh = written_by_classes()
    first = Compiled(tmp_path)
    first.use()
    first.methods()
    assert written_by_classes() == fresh
    assert first.owes()
    first.keep()
    again = Compiled(tmp_path)
    again.use()
    again.methods()
    monkeypatch.setattr(
        compiled, "compile", lambda *_args, **_more: pytest.fail("compiled again"), raising=False
    )
    assert written_by_classes() == fresh
    assert not again.owes()


def test_what_is_compiled_already_or_is_no_python_is_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "FEW", 0)
    kept = Compiled(tmp_path)
    kept.use()
    kept.methods()
    runs = vars(dataclasses)["exec"]
    space: dict[str, Any] = {}
    runs(compile("found = 1", "<string>", "exec"), space)  # of whoever compiled it
    assert space["found"] == 1
    assert not kept.owes()
    with pytest.raises(SyntaxError):
        runs("found = = 1", space)
    assert not kept.owes()

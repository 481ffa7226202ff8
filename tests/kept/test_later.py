"""A module that is put off is the module that it would have been, from its first name on."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from newsroom.kept import later
from newsroom.kept.later import Finder, Later

NAME = "newsroom_put_off"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A place where the module lies, while it and its finder are known."""
    before = list(sys.meta_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield tmp_path
    sys.meta_path[:] = before
    sys.modules.pop(NAME, None)


def put_off(folder: Path, body: str, **there: object) -> ModuleType:
    """The module of that body, imported but not run."""
    (folder / f"{NAME}.py").write_text(body)
    Finder({NAME: there}).use()
    module = import_module(NAME)
    assert type(module) is Later
    return module


def test_the_first_name_runs_it_and_then_it_is_as_any_other(folder: Path) -> None:
    module = put_off(folder, "__all__ = ['tide']\ntide = object()\n")
    assert not hasattr(module, "__path__")
    assert not hasattr(module, "__warningregistry__")
    assert "tide" not in vars(module), "nothing of that has run it"
    assert module.__spec__ is not None
    assert module.__spec__.loader is module.__loader__
    assert module.tide is module.tide
    assert type(module) is ModuleType
    assert not [name for name in vars(module) if "later" in name]
    with pytest.raises(AttributeError, match="has no attribute 'ebb'"):
        module.ebb  # noqa: B018


@pytest.mark.parametrize("how", ["all", "dir", "from"])
def test_other_ways_in_run_it_too(folder: Path, how: str) -> None:
    module = put_off(folder, "__all__ = ['tide']\ntide = 1\n")
    if how == "all":
        assert module.__all__ == ["tide"]
    elif how == "dir":
        assert "tide" in dir(module)
    else:
        space: dict[str, object] = {}
        exec(f"from {NAME} import *", space)
        assert space["tide"] == 1


def test_what_is_there_before_is_answered_without_running_it(folder: Path) -> None:
    module = put_off(folder, "tide = 2\n", tide=1)
    assert module.tide == 1
    assert type(module) is Later
    assert "tide" in dir(module)
    assert module.tide == 2


def test_a_table_runs_its_module_when_somebody_looks_into_it(folder: Path) -> None:
    module = put_off(folder, "tide = {'ebb': 1}\n", tide=later.Table(NAME, "tide"))
    space: dict[str, Any] = {}
    exec(f"from {NAME} import tide", space)
    assert type(module) is Later, "who takes it does not look into it"
    tide = space["tide"]
    assert "ebb" in tide
    assert "flood" not in tide
    assert (tide["ebb"], len(tide), dict(tide)) == (1, 1, {"ebb": 1})
    assert type(module) is ModuleType
    assert module.tide == {"ebb": 1}


def test_a_fault_of_the_module_is_told_each_time_until_it_is_gone(folder: Path) -> None:
    module = put_off(folder, "import os\ntide = os.newsroom_tide\n")
    for _time in range(2):
        with pytest.raises(AttributeError, match="newsroom_tide"):
            module.tide  # noqa: B018
    import os

    os.newsroom_tide = 3  # type: ignore[attr-defined]
    try:
        assert module.tide == 3
    finally:
        del os.newsroom_tide  # type: ignore[attr-defined]


def test_a_module_that_looks_at_itself_while_it_runs(folder: Path) -> None:
    body = f"import {NAME} as own\ntide = 1\nsame = own.tide\nlacks = hasattr(own, 'ebb')\n"
    module = put_off(folder, body)
    assert (module.same, module.lacks) == (1, False)


def test_two_threads_run_it_once_and_both_get_all_of_it(folder: Path) -> None:
    body = "import sys, time\nsys.newsroom_runs += 1\nfirst = 1\ntime.sleep(0.05)\nlast = 2\n"
    module = put_off(folder, body)
    sys.newsroom_runs = 0  # type: ignore[attr-defined]
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(module.last)) for _n in range(4)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert found == [2, 2, 2, 2]
        assert sys.newsroom_runs == 1  # type: ignore[attr-defined]
    finally:
        del sys.newsroom_runs  # type: ignore[attr-defined]


def test_a_finder_goes_before_those_that_came_since_and_knows_only_its_own(folder: Path) -> None:
    finder = Finder({NAME: {}})
    finder.use()
    sys.meta_path.insert(0, object())  # type: ignore[arg-type]
    finder.use()
    assert sys.meta_path.count(finder) == 1
    del sys.meta_path[1]
    assert sys.meta_path[0] is finder
    assert finder.find_spec("newsroom_elsewhere") is None
    assert finder.find_spec(NAME) is None, "nobody has it"


NAMES = """
import json, sys
from importlib import import_module
from newsroom.kept import later

before = set(sys.modules)
if sys.argv[1] == "late":
    later.Finder().use()
for name, there in later.NAMES.items():
    module = import_module(name)
    if sys.argv[1] == "late" and name not in before:
        assert type(module) is later.Later, name
        assert all(getattr(module, part) is value for part, value in there.items())
print(json.dumps({name: sorted(dir(import_module(name))) for name in later.NAMES}))
import inspect
assert all(inspect.isclass(item) is later.NAMES["inspect"]["isclass"](item) for item in (int, 1))
"""


def test_what_is_put_off_at_a_start_is_all_there_when_it_is_asked_for() -> None:
    late, plain = (
        subprocess.run(
            [sys.executable, "-c", NAMES, way],
            capture_output=True,
            encoding="utf-8",
            env={"PYTHONPATH": str(Path(later.__file__).parents[2])},
            check=True,
        ).stdout
        for way in ("late", "plain")
    )
    assert late
    assert late == plain

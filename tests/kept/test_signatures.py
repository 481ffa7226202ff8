"""What PySide knows of signatures is put off, and says the same when it is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.kept import signatures

LOAD = """
import sys
from pathlib import Path
from newsroom.kept import later, signatures
from newsroom.kept.compiled import Compiled

kept = Compiled(Path(sys.argv[1]))
kept.use()
later.Finder().use()
if sys.argv[2] == "broken":
    signatures._parts = None
if sys.argv[2] == "plain":
    import PySide6.QtWidgets
else:
    with kept.sources(), signatures.put_off(kept):
        import PySide6.QtWidgets
    kept.keep()
parser = sys.modules["shibokensupport.signature.parser"]
print(type(parser).__name__, type(sys.modules["zipfile"]) is later.Later)
"""
ASK = """
from PySide6.QtCore import QSize
from shibokensupport.signature import get_signature
print(PySide6.QtWidgets.QWidget.move.__doc__)
print(get_signature(PySide6.QtWidgets.QWidget.resize))
for wrong in (lambda: QSize("wide", 3), lambda: QSize().scale("a"), lambda: QSize(1, 2, 3, 4)):
    try:
        wrong()
    except TypeError as error:
        print(error)
import PySide6.support.feature as feature
print(feature.info("nowhere"), PySide6.support.signature.parser is parser)
"""


def run(folder: Path, way: str, program: str) -> list[str]:
    """What the program says; ``way`` is "kept", "broken" or PySide's own."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), way],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONPATH": str(Path(signatures.__file__).parents[2])},
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout.splitlines()


def test_the_second_start_runs_nothing_of_it(tmp_path: Path) -> None:
    assert run(tmp_path, "kept", LOAD) == ["Later False"], "the archive was opened"
    assert run(tmp_path, "kept", LOAD) == ["Later True"]


LEFT = """
from PySide6.QtCore import Qt
print(type(vars(Qt.CursorShape)["_member_map_"]).__name__)
"""


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="enumerations are known for 3.11 alone")
def test_loading_qt_asks_for_no_member_of_an_enumeration(tmp_path: Path) -> None:
    program = "from newsroom.kept import enums\nenums.use()\n" + LOAD + LEFT
    for _start in range(2):
        assert run(tmp_path, "kept", program)[1] == "_Unread", "all 4,500 members are made"


@pytest.mark.parametrize("way", ["kept", "broken"])
def test_it_says_what_pyside_says_by_itself(tmp_path: Path, way: str) -> None:
    plain = run(tmp_path, "plain", LOAD + ASK)
    assert plain[0].startswith("module")
    assert any("move(self, x: int, y: int" in line for line in plain)
    for _start in range(2):
        found = run(tmp_path, way, LOAD + ASK)
        assert found[0].startswith("Later" if way == "kept" else "module")
        assert found[1:] == plain[1:]

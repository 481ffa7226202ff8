"""Modules out of one file are the modules that Python would have imported, and never old ones."""

from __future__ import annotations

import inspect
import opcode
import os
import subprocess
import sys
import textwrap
import zlib
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import cache_from_source
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from newsroom.kept import modules as bundle
from newsroom.kept.modules import Bundle, Loader, unsaid

START = """
import sys
from pathlib import Path
from newsroom.kept.modules import Bundle, Loader

kept = Bundle(Path(sys.argv[1]))
kept.use()
import newsroom.desk
import newsroom.news.article as article
import newsroom.settings as settings
from newsroom.news import workflow

loaders = [type(module.__spec__.loader) is Loader for module in (newsroom.desk, article, settings)]
assert newsroom.desk.__path__ == [str(Path(newsroom.desk.__file__).parent)]
assert newsroom.desk.__package__ == newsroom.desk.__name__ == "newsroom.desk"
assert article.__file__.endswith("article.py") and article.__cached__.endswith(".pyc")
assert article.Article(headline="Ferry").headline == "Ferry"
assert workflow.PubState.PUBLISHED in workflow.PUBLIC
try:
    import newsroom.nowhere
except ModuleNotFoundError:
    pass
kept.keep()
print(all(loaders), any(loaders))
kept.close()
"""


def start(folder: Path, program: str = START, **environment: str) -> str:
    """What a start prints that imports a few modules."""
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(Path(bundle.__file__).parents[2]), **environment},
        check=True,
    )
    return done.stdout.strip()


LOOKED = START.replace(
    "kept.keep()",
    """
from newsroom.kept import modules as bundle
looked, stamp, contents = [], bundle._stamp, kept._contents
bundle._stamp = lambda source: (looked.append(source), stamp(source))[1]
kept._contents = lambda: (looked.append("contents"), contents())[1]
kept.keep()
print(len(looked))
""",
)


def test_where_nothing_is_new_no_file_is_looked_at(tmp_path: Path) -> None:
    looked, _loaders = start(tmp_path, LOOKED).splitlines()
    assert int(looked) > 2
    assert start(tmp_path, LOOKED).splitlines() == ["0", "True True"]


def file_of(folder: Path) -> Path:
    """The only file."""
    (found,) = (folder / "compiled").iterdir()
    return found


def test_the_second_start_takes_them_out_of_the_file(tmp_path: Path) -> None:
    assert start(tmp_path) == "False False"
    before = file_of(tmp_path).stat().st_mtime_ns
    assert start(tmp_path) == "True True"
    assert file_of(tmp_path).stat().st_mtime_ns == before, "nothing new, nothing written"


@pytest.mark.parametrize("damage", ["empty", "cut", "table", "other", "length"])
def test_a_damaged_file_costs_only_time(tmp_path: Path, damage: str) -> None:
    start(tmp_path)
    file = file_of(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(
        {
            "empty": b"",
            "cut": whole[: len(whole) // 9],
            "table": whole[:40] + b"?" + whole[41:],
            "other": b"\0\0\0\1" + zlib.crc32(b"?").to_bytes(4, "big") + b"?",  # no table
            "length": b"\xff\xff\xff\xff" + whole[4:],
        }[damage]
    )
    assert start(tmp_path) == "False False"
    assert start(tmp_path) == "True True"


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path) -> None:
    (tmp_path / "compiled").write_text("in the way")
    assert start(tmp_path) == "False False"


def test_what_a_process_has_loaded_is_written_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import newsroom.settings  # noqa: F401

    first = Bundle(tmp_path)
    first.use()
    assert not first._entries
    first.keep()
    first.close()
    again = Bundle(tmp_path)
    again.use()
    assert "newsroom.kept.modules" in again._entries
    before = again._path.read_bytes()
    again.keep()
    assert again._path.read_bytes() == before, "all of it is there"
    # As if another start had been the first to need one, and a source had gone since.
    name, entry = "newsroom.settings", again._entries["newsroom.settings"]
    assert "enum" in again._entries, "what others wrote is kept too"
    stored = again._entries | {f"{name}_gone": entry._replace(source=f"{entry.source}.gone")}
    del stored["newsroom.kept.modules"]
    monkeypatch.setattr(again, "_contents", lambda: stored)
    again.keep()
    assert again._path.read_bytes() == before, "nothing was imported from elsewhere"
    again._entries.pop("newsroom.kept.modules")
    assert again.find_spec("newsroom.kept.modules") is None
    assert again.owes()
    again.keep()
    assert not again.owes()
    third = Bundle(tmp_path)
    third.use()
    assert "newsroom.kept.modules" in third._entries
    assert f"{name}_gone" not in third._entries
    assert third._read(*third._entries[name][-2:]) == again._read(*entry[-2:])
    spec = third.find_spec(name)
    assert spec is not None
    assert spec.origin == entry.source
    os.close(third._file)
    assert third._read(0, 8) == b""
    third._file = -1
    for kept in (again, third):
        kept.close()
    assert kept.find_spec(name) is None


LIBRARY = """
import sys
from importlib.machinery import ExtensionFileLoader
from pathlib import Path
from newsroom.kept.modules import Bundle

kept = Bundle(Path(sys.argv[1]))
kept.use()
told, plain = {}, kept.find_spec

def find(name, *more):
    told[name] = plain(name, *more)
    return told[name]

kept.find_spec = find
kept.begin()
import shiboken6.Shiboken as library

assert type(library.__spec__.loader) is ExtensionFileLoader
assert library.__file__ == library.__spec__.loader.path
assert library.__spec__.cached is None and library.__package__ == "shiboken6"
print(told["shiboken6.Shiboken"] is library.__spec__)
kept.keep()
"""


def test_of_a_library_it_is_known_where_it_lies(tmp_path: Path) -> None:
    assert start(tmp_path, LIBRARY) == "False"
    before = file_of(tmp_path).stat().st_mtime_ns
    assert start(tmp_path, LIBRARY) == "True"
    assert file_of(tmp_path).stat().st_mtime_ns == before, "nothing new, nothing written"


CHANGING = """
import os, sys
from pathlib import Path
import newsroom
from newsroom.kept.modules import Bundle, Loader
from newsroom.kept import modules as bundle

newsroom.__path__.append(sys.argv[1] + "/more")
bundle._ROOTS = (sys.argv[1],)
kept = Bundle(Path(sys.argv[1]))
kept.use()
import newsroom.changing as found
print(found.said, found.beside(), type(found.__spec__.loader) is Loader)
kept.keep()
"""


def test_a_module_that_changed_is_imported_anew(tmp_path: Path) -> None:
    source = tmp_path / "more" / "changing.py"
    source.parent.mkdir()
    source.write_text('said = 1\ndef beside():\n    """Words."""\n    return said + 1\n')
    assert start(tmp_path, CHANGING) == "1 2 False"
    assert start(tmp_path, CHANGING) == "1 2 True"
    source.write_text('said = 41\ndef beside():\n    """Words."""\n    return said + 1\n')
    assert start(tmp_path, CHANGING) == "41 42 False"
    assert start(tmp_path, CHANGING) == "41 42 True"
    source.unlink()
    with pytest.raises(subprocess.CalledProcessError):
        start(tmp_path, CHANGING)


def written(folder: Path) -> None:
    """A file of what this very process has loaded."""
    import newsroom.settings  # noqa: F401

    kept = Bundle(folder)
    kept.use()
    kept.keep()
    kept.close()


def test_what_another_version_kept_does_not_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    kept = Bundle(tmp_path)
    assert kept._path == file_of(tmp_path)
    kept.use()
    assert "newsroom.settings" in kept._entries
    kept.close()
    assert kept.find_spec("newsroom.settings") is None
    monkeypatch.setattr(bundle, "_ABOUT", (0, "another"))
    other = Bundle(tmp_path)
    other.use()
    assert not other._entries
    other.close()
    assert not [finder for finder in sys.meta_path if isinstance(finder, Bundle)]


def test_it_reads_where_there_is_no_pread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path)
    monkeypatch.delattr(os, "pread")
    kept = Bundle(tmp_path)
    kept.use()
    spec = kept.find_spec("newsroom.settings")
    assert spec is not None
    assert isinstance(spec.loader, Loader)
    assert spec.loader.get_code("newsroom.settings") is not None
    assert "class Settings" in (spec.loader.get_source("newsroom.settings") or "")
    again = spec.loader.get_code("newsroom.settings")
    assert again is not None, "asked a second time it looks where Python does"
    kept.close()


def test_what_is_cut_short_meanwhile_is_imported_as_ever(tmp_path: Path) -> None:
    written(tmp_path)
    kept = Bundle(tmp_path)
    kept.use()
    os.truncate(kept._path, 400)
    spec = kept.find_spec("newsroom.settings")
    assert spec is not None
    assert isinstance(spec.loader, Loader)
    code = spec.loader.get_code("newsroom.settings")
    assert code is not None
    assert code.co_filename == spec.origin
    kept.close()


def test_code_is_read_when_its_module_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path)
    kept = Bundle(tmp_path)
    kept.use()
    plain, read = kept._read, list[int]()
    monkeypatch.setattr(kept, "_read", lambda at, length: (read.append(at), plain(at, length))[1])
    spec = kept.find_spec("newsroom.settings")
    assert spec is not None
    assert spec.cached == cache_from_source(str(spec.origin))
    assert isinstance(spec.loader, Loader)
    assert not read
    assert spec.loader.get_code("newsroom.settings") is not None
    assert len(read) == 1
    kept.close()
    assert kept.find_spec("newsroom.settings") is None


TOGETHER = """
import os, sys
from importlib import import_module
from pathlib import Path
from newsroom.kept import modules as bundle
from newsroom.kept.modules import Bundle

bundle._FEW = int(os.environ.get("FEW", "12"))
kept = Bundle(Path(sys.argv[1]))
kept.use()
import newsroom.news.errors
if "CUT" in os.environ:
    last = kept._entries[bundle._TOGETHER]
    os.truncate(kept._path, last.start + last.length - 1)
kept.begin()
import newsroom.desk
import newsroom.news.article as article
import newsroom.settings
for name in os.environ.get("MORE", "").split():
    import_module(name)
assert article.Article(headline="Ferry").headline == "Ferry"
alone = "newsroom.settings" if "newsroom.settings" in kept._alone else len(kept._alone)
print(alone, len(kept._together))
if "CUT" not in os.environ:
    kept.keep()
    assert not kept._together, "it would be held for good"
    import newsroom.news.staff  # later that day
    kept.keep()
kept.close()
"""


def test_what_a_start_takes_is_read_together(tmp_path: Path) -> None:
    assert start(tmp_path, TOGETHER) == "0 0"
    before = file_of(tmp_path).stat().st_mtime_ns
    assert start(tmp_path, TOGETHER) == "0 0", "all of it was there, and nothing else"
    assert file_of(tmp_path).stat().st_mtime_ns == before, "nothing new, nothing written"


def test_what_a_start_takes_besides_is_read_by_itself_until_it_is_much(tmp_path: Path) -> None:
    start(tmp_path, TOGETHER)
    more = "newsroom.news.staff"  # which the last one took as well, but later
    for _start in range(2):
        assert start(tmp_path, TOGETHER, MORE=more) == "1 0"
    assert start(tmp_path, TOGETHER, MORE=more, FEW="0") == "1 0"
    assert start(tmp_path, TOGETHER, MORE=more) == "0 0"
    assert start(tmp_path, TOGETHER) == "0 1", "one of them was for nothing"


def test_a_piece_that_is_cut_short_is_none(tmp_path: Path) -> None:
    start(tmp_path, TOGETHER)
    assert start(tmp_path, TOGETHER, CUT="1") == "newsroom.settings 0"


def test_of_what_changed_nothing_is_taken_out_of_the_piece(tmp_path: Path) -> None:
    source = tmp_path / "more" / "changing.py"
    source.parent.mkdir()
    program = CHANGING.replace("kept.use()", "kept.use()\nkept.begin()")
    for number, loaded in ((1, False), (1, True), (41, False), (41, True)):
        words = f'said = {number}\ndef beside():\n    """Words."""\n    return said + 1\n'
        if not source.exists() or source.read_text() != words:
            source.write_text(words)
        assert start(tmp_path, program) == f"{number} {number + 1} {loaded}"


SAID = textwrap.dedent(
    '''
    """A module's own words."""
    import inspect
    def one(): "gone"
    def two():
        "kept"
        return "kept"
    def three(): return "first"
    async def four(): "gone too"
    five = lambda: "six"
    def seven(): return [x for x in "ab"], {"a": "b" for y in "c"}
    class Eight:
        "A class says it."
        def nine(self, word="default"):
            """Gone."""
            def ten(): "gone"
            return word, ten.__doc__
    '''
)


def test_functions_say_nothing_and_do_the_same() -> None:
    made: list[dict[str, Any]] = []
    code = compile(SAID, "said.py", "exec")
    for each in (code, unsaid(code)):
        names: dict[str, Any] = {}
        exec(each, names)
        made.append(names)
    plain, quiet = made
    assert (plain["one"].__doc__, quiet["one"].__doc__) == ("gone", None)
    assert quiet["four"].__doc__ is None
    assert quiet["two"]() == quiet["two"].__doc__ == "kept"
    assert quiet["__doc__"] == plain["__doc__"] == "A module's own words."
    assert quiet["Eight"].__doc__ == "A class says it."
    for name in ("three", "five", "seven"):
        assert quiet[name]() == plain[name]()
    assert quiet["Eight"]().nine() == ("default", None)
    assert inspect.signature(quiet["Eight"].nine) == inspect.signature(plain["Eight"].nine)


def test_what_only_looks_like_the_first_constant_is_none() -> None:
    load = opcode.hasconst[0]
    assert bundle._loads_first(bytes((load, 0)))
    assert not bundle._loads_first(bytes((9, load, 0, 9)))
    assert not bundle._loads_first(bytes((load, 1)))


def test_nothing_is_kept_of_what_has_no_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Bundle(tmp_path)
    kept.use()
    monkeypatch.setattr(bundle, "_ROOTS", (str(tmp_path),))
    file = tmp_path / "made.py"
    file.write_text("")

    class Empty(SourceFileLoader):
        """Of another kind."""

    def module(loader: Any) -> ModuleType:
        made = ModuleType("newsroom.made")
        made.__spec__ = ModuleSpec("newsroom.made", loader, origin=str(file))
        return made

    monkeypatch.setattr(
        sys, "modules", {"newsroom.made": module(Empty("newsroom.made", str(file)))}
    )
    kept.keep()
    plain = SourceFileLoader("newsroom.made", str(file))
    monkeypatch.setattr(SourceFileLoader, "get_code", lambda *_asked: None)
    monkeypatch.setattr(sys, "modules", {"newsroom.made": module(plain)})
    kept.keep()
    kept.close()
    assert not (tmp_path / "compiled").exists()


@pytest.mark.parametrize("table", [b"?", b"", b"N"])
def test_a_table_that_is_none_is_not_believed(tmp_path: Path, table: bytes) -> None:
    kept = Bundle(tmp_path)
    kept._path.parent.mkdir()
    for check in (zlib.crc32(table), 1):
        kept._path.write_bytes(len(table).to_bytes(4, "big") + check.to_bytes(4, "big") + table)
        kept.use()
        assert not kept._entries
        kept.close()

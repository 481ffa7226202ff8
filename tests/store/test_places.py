"""A store that is open keeps its locks, whatever else of this process looks at its file."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.desk.desk import open_desk
from newsroom.news.errors import BadInput, NewsroomError
from newsroom.store import places
from newsroom.store.connect import open_store
from newsroom.store.lean import Lean
from tests.store.making import keep

OTHER = """
import sys
from pathlib import Path
from newsroom.store.connect import open_store
with open_store(Path(sys.argv[1])) as store:
    print(",".join(story.slug for story in store.articles.rows((1, 2, 3))))
"""


def another_process(path: Path) -> str:
    """Opens the store and closes it, as the command line does; gives the stories that it sees."""
    done = subprocess.run(
        [sys.executable, "-c", OTHER, str(path)], check=True, capture_output=True, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return done.stdout.strip()


def opened_again(path: Path) -> None:
    open_store(path).close()


def opened_to_be_read(path: Path) -> None:
    open_store(path, read_only=True).close()


def opened_lean(path: Path) -> None:
    Lean(path).close()
    places.look(path)


def imported(path: Path) -> None:
    with open_desk(path) as desk:
        report = desk.intake.plan([path])
        (item,) = report.items
        assert "is the store of a newsroom that is open here" in item.problems[0]


def copied(path: Path) -> None:
    with open_desk(path) as desk:
        desk.backup.backup(path.with_name("copy.newsroom"))


@pytest.mark.parametrize("act", [opened_again, opened_to_be_read, opened_lean, imported, copied])
def test_what_is_saved_is_there_though_another_process_came_and_went(
    store_file: Path, act: Callable[[Path], None]
) -> None:
    log = store_file.with_name(f"{store_file.name}-wal")
    with open_store(store_file) as here:
        keep(here, "first")
        act(store_file)
        which = log.stat().st_ino
        assert another_process(store_file) == "first"
        assert log.stat().st_ino == which, "the log was deleted under us"
        keep(here, "second")
        assert another_process(store_file) == "first,second"
    assert another_process(store_file) == "first,second"


def test_a_store_is_held_as_long_as_it_is_open(store_file: Path, tmp_path: Path) -> None:
    assert not places.is_held(store_file)
    assert not places.is_held(tmp_path / "nothing")
    with open_store(store_file):
        one = open_store(store_file)
        assert places.is_held(store_file)
        one.close()
        one.close()
        assert places.is_held(store_file)
    assert not places.is_held(store_file)
    forgotten = open_store(store_file)
    assert places.is_held(store_file)
    del forgotten
    gc.collect()
    with pytest.raises((BadInput, NewsroomError)):
        open_store(tmp_path)
    assert not places.is_held(tmp_path)

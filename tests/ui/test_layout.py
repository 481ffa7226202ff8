from dataclasses import replace
from pathlib import Path

import pytest

from newsroom.ui.layout import (
    Session,
    TabMark,
    close_tabs,
    read_session,
    session_file,
    write_session,
)

LEFT = Session(
    geometry="01d9",
    panes=(300, 700, 320),
    folded=("right",),
    panel="recent",
    tabs=(
        TabMark(article=3, key="a", title="Ferry", caret={"caret": 4}),
        TabMark(article=0, key="b", title="نوروز"),
    ),
    front=1,
    listing={"stage": "desk"},
    entries={"4": {"phone": "7"}},
    clean=True,
)


def test_a_session_comes_back_as_it_was_left(tmp_path: Path) -> None:
    path = session_file(tmp_path, "/home/mara/newsroom.newsroom")
    write_session(path, LEFT)
    assert read_session(path) == LEFT
    assert [file.name for file in path.parent.iterdir()] == [path.name], "a torn file was left"


def test_what_names_stories_by_their_numbers_can_be_taken_out(tmp_path: Path) -> None:
    path = session_file(tmp_path, "sample")
    close_tabs(path)
    assert not path.exists(), "nothing was kept that could be taken out"
    write_session(path, LEFT)
    close_tabs(path)
    assert read_session(path) == replace(LEFT, tabs=(), front=-1, entries={})


def test_every_store_has_a_session_of_its_own(tmp_path: Path) -> None:
    files = {session_file(tmp_path, store) for store in ("a", "b", "postgresql://x/y", "")}
    assert len(files) == 4


def test_without_a_file_it_is_the_first_start(tmp_path: Path) -> None:
    assert read_session(tmp_path / "none.json") == Session()


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"tabs": [{"nonsense": 1}]}',
        b'{"tabs": 5}',
        b'{"panes": ["x"]}',
        b'{"listing": 3}',
        b'{"entries": [1]}',
    ],
)
def test_garbage_costs_the_layout_and_nothing_else(
    tmp_path: Path, garbage: bytes, stray_log_lines: list[str]
) -> None:
    path = tmp_path / "session.json"
    path.write_bytes(garbage)
    assert read_session(path) == Session()
    assert "passed over" in stray_log_lines.pop()


def test_what_a_newer_version_wrote_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_text('{"front": 2, "hologram": true}')
    assert read_session(path) == Session(front=2)


def test_a_disk_that_refuses_is_no_fault(tmp_path: Path, stray_log_lines: list[str]) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    write_session(blocked / "sessions" / "x.json", LEFT)
    assert "could not be kept" in stray_log_lines.pop()

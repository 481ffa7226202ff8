"""What of a made file is shown: its kind is seen in its bytes, and what is long is cut."""

from __future__ import annotations

import pytest

from newsroom.desk.export import Exported, ExportReport, Outcome
from newsroom.ui.dialogs.exportseen import MOST_LINE, MOST_TEXT, Look, Seen, seen, told_size


def shown(content: bytes, name: str = "a.txt") -> Seen:
    item = Exported(
        article=1, slug="a", action=Outcome.WRITE, name=name, content=content, notes=("A note.",)
    )
    return seen(ExportReport(to="/x", format="text", dry_run=True, items=(item,)))


@pytest.mark.parametrize(
    ("content", "look"),
    [
        (b"<!DOCTYPE html>\n<html></html>", Look.PAGE),
        (b"<p>A piece.</p>", Look.TEXT),
        ("گزارش".encode(), Look.TEXT),
        (b"", Look.TEXT),
        (b"PK\x03\x04\x00\x00", Look.FILE),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", Look.FILE),
    ],
)
def test_the_kind_is_seen_in_the_bytes(content: bytes, look: Look) -> None:
    result = shown(content)
    assert (result.look, result.name, result.size) == (look, "a.txt", len(content))
    assert result.notes == ("A note.",)
    assert (result.page != "") == (look is Look.PAGE)
    assert not result.cut


def test_no_file_is_nothing_to_see() -> None:
    assert shown(b"", name="").look is Look.NOTHING


def test_what_is_long_is_cut_between_characters_and_said_to_be() -> None:
    long = shown("سه\n".encode() * MOST_TEXT)
    assert long.cut
    assert len(long.text.encode()) <= MOST_TEXT
    assert "\N{REPLACEMENT CHARACTER}" not in long.text
    wide = shown(b"one\n" + b"x" * (MOST_LINE + 1) + b"\nend")
    assert wide.cut
    assert wide.text == f"one\n{'x' * MOST_LINE}…\nend"


@pytest.mark.parametrize(
    ("size", "said"),
    [(999, "999 bytes"), (1_500, "2 kB"), (152_400, "152 kB"), (2_340_000, "2.3 MB")],
)
def test_a_size_is_said_as_file_managers_do(size: int, said: str) -> None:
    assert told_size(size) == said

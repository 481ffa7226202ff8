"""The plain words of a window's start mean what argparse says that they mean."""

from __future__ import annotations

import pytest

from newsroom.cli import plain
from newsroom.cli.options import parse


@pytest.mark.parametrize(
    "line",
    [
        "",
        "--sample",
        "--store day.newsroom",
        "--store postgresql://desk/day --open ferry --as Ana",
        "--open ferry --sample --open harbour",
    ],
)
def test_they_are_read_as_argparse_reads_them(line: str) -> None:
    found = plain.read(line.split())
    assert found is not None
    assert vars(found) == vars(parse(line.split()))


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["new"],
        ["--store"],
        ["--store", ""],
        ["--store", "--sample"],
        ["--store=day.newsroom"],
        ["--stor", "day.newsroom"],
        ["--store", "day.newsroom", "list"],
    ],
)
def test_all_else_is_left_to_argparse(words: list[str]) -> None:
    assert plain.read(words) is None

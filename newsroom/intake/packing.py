"""Blocks and lines as bytes, in pieces that are unpacked within a millisecond each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any, Final

from newsroom.text.blocks import PLAIN, Block, BlockKind, Container, Image, Link, Marks, Run, Runs

_BLOCKS: Final = 64  # of one piece
_LETTERS: Final = 8_000  # from which a piece is full

_FLAGS: Final = ("bold", "italic", "strike", "code", "raw", "sub", "sup", "noted")
_DEFAULTS: Final = {
    f.name: f.default for f in fields(Block) if f.name not in ("kind", "runs", "segment")
}


def pack_blocks(blocks: Iterable[Block]) -> Iterator[bytes]:
    """Blocks of no segment, a few a piece."""
    part: list[Any] = []
    letters = 0
    for block in blocks:
        part.append(_packed(block))
        letters += len(block.text) + sum(len(run.text) for run in block.runs)
        if len(part) >= _BLOCKS or letters >= _LETTERS:
            yield json.dumps(part, separators=(",", ":")).encode("ascii")
            part, letters = [], 0
    if part:
        yield json.dumps(part, separators=(",", ":")).encode("ascii")


def unpack_blocks(pieces: Iterable[bytes]) -> Iterator[Block]:
    """The blocks of ``pack_blocks``, unpacked as they are needed."""
    for piece in pieces:
        yield from map(_block, json.loads(piece))


def pack_lines(text: str) -> Iterator[bytes]:
    """The lines of a text, a few a piece."""
    at = 0
    while True:
        end = text.find("\n", at + _LETTERS)
        lines = text[at : end if end >= 0 else len(text)]
        yield f"{lines}\n".encode("utf-8", "surrogatepass")
        if end < 0:
            return
        at = end + 1


def unpack_lines(pieces: Iterable[bytes]) -> Iterator[str]:
    """The lines of ``pack_lines``, unpacked as they are needed."""
    for piece in pieces:
        yield from piece.decode("utf-8", "surrogatepass")[:-1].split("\n")


def cut(text: str, letters: int = 64 * 1024) -> Iterator[bytes]:
    """A text as bytes, so that no other thread waits for the whole of it."""
    for at in range(0, len(text), letters):
        yield text[at : at + letters].encode("utf-8", "surrogatepass")


def joined(pieces: Iterable[bytes]) -> str:
    """The text of ``cut``."""
    return "".join(piece.decode("utf-8", "surrogatepass") for piece in pieces)


def _packed(block: Block) -> list[Any]:
    rest: dict[str, Any] = {}
    for name, usual in _DEFAULTS.items():
        value = getattr(block, name)
        if value != usual:
            rest[name] = value
    if block.stack:
        rest["stack"] = [(c.kind, c.id, c.start, c.title) for c in block.stack]
    if block.rows:
        rest["rows"] = [[_runs(cell) for cell in row] for row in block.rows]
    found = [str(block.kind), _runs(block.runs)]
    return [*found, rest] if rest else found


def _runs(runs: Runs) -> list[Any]:
    return [run.text if run.marks == PLAIN else (run.text, _marks(run.marks)) for run in runs]


def _marks(marks: Marks) -> dict[str, Any]:
    said: dict[str, Any] = {name: True for name in _FLAGS if getattr(marks, name)}
    if marks.entity is not None:
        said["entity"] = marks.entity
    if (link := marks.link) is not None:
        said["link"] = (link.href, link.title, link.ref, link.auto)
    if (image := marks.image) is not None:
        said["image"] = (image.src, image.alt, image.title, image.ref, image.credit)
    return said


def _block(packed: list[Any]) -> Block:
    kind, runs = BlockKind(packed[0]), _unpacked(packed[1])
    if len(packed) < 3:
        return Block(kind, runs=runs)
    rest = packed[2]
    if "stack" in rest:
        rest["stack"] = tuple(Container(*one) for one in rest["stack"])
    if "rows" in rest:
        rest["rows"] = tuple(tuple(_unpacked(cell) for cell in row) for row in rest["rows"])
    if "align" in rest:
        rest["align"] = tuple(rest["align"])
    return Block(kind, runs=runs, **rest)


def _unpacked(runs: list[Any]) -> Runs:
    return tuple(
        Run(run) if isinstance(run, str) else Run(run[0], _marks_of(run[1])) for run in runs
    )


def _marks_of(said: dict[str, Any]) -> Marks:
    if "link" in said:
        said["link"] = Link(*said["link"])
    if "image" in said:
        said["image"] = Image(*said["image"])
    return Marks(**said)

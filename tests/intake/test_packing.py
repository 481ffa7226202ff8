"""Blocks and lines that travel between two processes come out as they went in."""

from __future__ import annotations

import pytest

from newsroom.intake.packing import (
    cut,
    joined,
    pack_blocks,
    pack_lines,
    unpack_blocks,
    unpack_lines,
)
from newsroom.text.document import Document

STORY = """# Head

Words *of* **many** ~~kinds~~ `code`, H~2~O, x^2^, &nbsp; and a [link](https://a.example "t").

![What is seen](media/a.jpg "A caption"){: credit="Who" }

> A quote
>
> - [x] done
> - and *not*

3. three

    ```python
    print()
    ```

| a | b |
| :-- | --: |
| **c** | d |

---

Cited.[^1]

[^1]: A note.
"""


def test_blocks() -> None:
    blocks = Document.open(STORY * 40).blocks
    pieces = list(pack_blocks(blocks))
    assert len(pieces) > 2
    found = tuple(unpack_blocks(pieces))
    assert [block.segment for block in found] == [-1] * len(blocks)
    assert [(b.kind, b.stack, b.item, b.runs, b.rows, b.align, b.text, b.task) for b in found] == [
        (b.kind, b.stack, b.item, b.runs, b.rows, b.align, b.text, b.task) for b in blocks
    ]


LONG = "\n".join("a" * 5_000 for _ in range(9))


@pytest.mark.parametrize("text", ["", "\n", "one", "half a letter \ud800\n", f"{LONG}\n"])
def test_lines_and_letters(text: str) -> None:
    assert list(unpack_lines(pack_lines(text))) == text.split("\n")
    assert joined(cut(text, 3)) == text

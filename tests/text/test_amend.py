"""A text that changed in one place is read around that place as it is read as a whole."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from newsroom.text.amend import shared, shared_end
from newsroom.text.blocks import Run
from newsroom.text.document import Document, blocks_key
from newsroom.text.parse import Parser

STORY = """\
# Head

First _words_ of a story.
They go on.

* a
    * b

* c

1. x
2. y

| a | b |
|---|---|
| 1 | 2 |

> said
>
> twice

    code

text  \nhard

Head
---

[r]: http://example.org/

See [r] and[^1] *this*.

[^1]: A note.

The end
"""
BITS = (
    "x", " ", "\n", "\n\n", "- ", "1. ", "> ", "# ", "**", "`", "    ", "\t", "a\n---\n",
    "[x]: y\n", "[a](b)", "<b>", "\n```\n", ": d", "---\n", "é😀", "\n- a\n- b\n", "===", "|",
    "![i](p.png)", "{: .x}", "[^1]", "&amp;", "%%n%%", "\n::: box\n", "*[HTML]: x\n", "\r", "سلام",
    "> [^2]: n", "- [x]: y", "[^2]",
)  # fmt: skip


def facts(document: Document) -> object:
    """What a document knows of its text."""
    return (
        document._lead,
        document._starts(),
        [(p.source, p.gap, p.raw, p.raw_gap, p.card, p.kind) for p in document._pieces],
        blocks_key(document.blocks),
        [block.segment for block in document.blocks],
    )


@pytest.mark.parametrize("seed", range(4))
def test_what_is_read_around_a_change_is_what_the_whole_says(seed: int) -> None:
    dice = random.Random(seed)
    text, amended = STORY, 0
    document = Document.open(text)
    for turn in range(60):
        at = dice.randrange(len(text) + 1)
        cut = at if dice.random() < 0.6 else at + dice.choice((1, 1, 3, 20))
        text = text[:at] + (dice.choice(BITS) if cut == at else "") + text[cut:]
        if turn % 20 == 19:
            text = STORY  # what was broken stays broken for ever
        got = document.amended(text) if text != document.source else None
        if got is None:
            document = Document.open(text)
            continue
        amended += 1
        assert facts(got.document) == facts(Document.open(text)), (seed, turn)
        untouched = [p.raw + p.raw_gap for n, p in enumerate(document._pieces) if n not in got.gone]
        stand = [p.raw + p.raw_gap for n, p in enumerate(got.document._pieces) if n not in got.came]
        assert untouched == stand
        document = got.document
    assert amended > 8


@pytest.mark.parametrize(
    "typed",
    ["<b>", "\n```\n", "[r]: x", "\n\n> [^2]: x\n\n", "\n\n- [r]: x\n\n", "\n::: box\n", "\r"],
)
def test_what_reaches_further_is_read_as_a_whole(typed: str) -> None:
    at = STORY.index("They go")
    assert Document.open(STORY).amended(STORY[:at] + typed + STORY[at:]) is None


def test_a_letter_is_read_with_its_neighbours_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    tree = Parser.tree

    def watched(self: Parser, source: str, *more: object) -> object:
        seen.append(len(source))
        return tree(self, source, *more)  # type: ignore[arg-type]

    costs = []
    for blocks in (20, 400):
        text = "\n\n".join(f"Paragraph {n} of a story." for n in range(blocks)) + "\n"
        document = Document.open(text)
        with monkeypatch.context() as patch:
            patch.setattr(Parser, "tree", watched)
            seen.clear()
            middle = text.index(f"Paragraph {blocks // 2} ")
            assert document.amended(text[:middle] + "x" + text[middle:]) is not None
        costs.append(sum(seen))
    assert 0 < costs[1] <= costs[0] * 1.2


def test_dropped_or_added_blocks_renumber_what_follows() -> None:
    document = Document.open("One.\n\nTwo.\n\nThree.\n\nFour.\n\nFive.\n")
    got = document.amended("One.\n\nTwo.\n\nNew.\n\nThree.\n\nFour.\n\nFive.\n")
    assert got is not None
    assert [block.segment for block in got.document.blocks] == [0, 1, 2, 3, 4, 5]
    assert (len(got.gone), len(got.came)) == (0, 1)
    less = got.document.amended("One.\n\nTwo.\n\nNew.\n\nFive.\n")
    assert less is not None
    assert (len(less.gone), len(less.came)) == (2, 0)
    assert less.document.write(less.document.blocks).source == "One.\n\nTwo.\n\nNew.\n\nFive.\n"


@pytest.mark.parametrize("seed", range(3))
def test_written_block_by_block_it_is_what_is_written_as_a_whole(seed: int) -> None:
    dice = random.Random(seed)
    document = Document.open(STORY)
    blocks = list(document.blocks)
    for _turn in range(60):
        at = dice.choice([n for n, block in enumerate(blocks) if block.runs])
        block = blocks[at]
        words = block.runs[-1]
        if dice.random() < 0.15:
            blocks[at] = replace(block, runs=())  # nothing is left of it
        else:
            typed = words.text + dice.choice(("x", " ", "*", "- ", "<b>", "`", "[", "#"))
            blocks[at] = replace(block, runs=(*block.runs[:-1], Run(typed, words.marks)))
        if dice.random() < 0.1:
            blocks = list(document.blocks)
        assert document.write(blocks) == Document.open(STORY).write(blocks)


def test_what_two_texts_begin_and_end_with() -> None:
    dice = random.Random(1)
    for size in (0, 1, 5, 9_000):
        one = "".join(dice.choice("ab") for _ in range(size))
        for _turn in range(20):
            at = dice.randrange(size + 1)
            other = one[:at] + dice.choice(("", "a", "ab")) + one[at + dice.randrange(3) :]
            head = shared(one, other)
            assert one[:head] == other[:head]
            assert one[head : head + 1] != other[head : head + 1] or head == min(
                len(one), len(other)
            )
            most = min(len(one), len(other)) - head
            tail = shared_end(one, other, most)
            assert one[len(one) - tail :] == other[len(other) - tail :]
            assert tail == most or one[len(one) - tail - 1] != other[len(other) - tail - 1]


def test_what_is_known_beforehand_changes_nothing_that_is_written() -> None:
    document = Document.open(STORY)
    blocks = list(document.blocks)
    for _step in document.warm(blocks):
        pass
    assert document.write(blocks).source == STORY
    words = blocks[1].runs[0]
    blocks[1] = replace(blocks[1], runs=(Run(words.text + "x", words.marks), *blocks[1].runs[1:]))
    assert document.write(blocks) == Document.open(STORY).write(blocks)
    for _step in document.warm(blocks):  # what was touched is not taken for what was read
        pass
    assert document.write(blocks) == Document.open(STORY).write(blocks)

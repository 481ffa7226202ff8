"""A writer at work on a text: seeded edits of every kind, as two versions of a story differ."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from tests.text.writing import WORDS, Writer

_PARAGRAPHS = re.compile(r"\n{2,}")


class Editor:
    """Makes the next version of a text. Works on the source, so that its marks are edited too."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.writer = Writer(seed + 1)
        self.acts: tuple[Callable[[list[str]], None], ...] = (
            self.word, self.word, self.word, self.cut_words, self.cut_words, self.dress, self.dress,
            self.undress, self.move, self.swap, self.drop, self.add, self.split, self.join,
            self.line, self.target, self.level, self.rewrap, self.repeat, self.rewrite, self.spell,
        )  # fmt: skip

    def next(self, text: str, edits: int) -> str:
        """The text after so many edits."""
        newline = "\r\n" if "\r\n" in text else "\n"
        text = text.replace("\r\n", "\n")
        gaps = _PARAGRAPHS.findall(text)
        blocks = _PARAGRAPHS.split(text)
        for _ in range(edits):
            self.dice.choice(self.acts)(blocks)
            if not blocks:
                blocks.append(self.writer.paragraph())
        out = ""
        for n, block in enumerate(blocks):
            out += block + (gaps[n] if n < len(gaps) else "\n\n" if n + 1 < len(blocks) else "")
        if self.dice.random() < 0.05:
            newline = "\r\n" if newline == "\n" else "\n"
        if self.dice.random() < 0.1:
            out = out.rstrip("\n") + self.dice.choice(["", "\n", "\n\n"])
        return out.replace("\n", newline)

    def at(self, blocks: list[str]) -> int:
        return self.dice.randrange(len(blocks))

    def place(self, block: str) -> tuple[int, int]:
        """A word of a block."""
        found = list(re.finditer(r"[^\W_]+", block))
        return self.dice.choice(found).span() if found else (len(block), len(block))

    def word(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        start, end = self.place(blocks[n])
        new = self.dice.choice(WORDS)
        keep = self.dice.choice([f"{new} {blocks[n][start:end]}", new, f"{blocks[n][start:end]}s"])
        blocks[n] = blocks[n][:start] + keep + blocks[n][end:]

    def cut_words(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        start, _end = self.place(blocks[n])
        tail = re.match(r"(?:[^\W_]+ ?){1,4}", blocks[n][start:])
        blocks[n] = blocks[n][:start] + blocks[n][start + (tail.end() if tail else 0) :]

    def dress(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        start, end = self.place(blocks[n])
        mark = self.dice.choice(["**", "*", "~~", "`", "%%", "_", "__", "^"])
        blocks[n] = blocks[n][:start] + mark + blocks[n][start:end] + mark + blocks[n][end:]

    def undress(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        mark = self.dice.choice(["**", "*", "~~", "`", "__", "_"])
        blocks[n] = blocks[n].replace(mark, "", 2)

    def move(self, blocks: list[str]) -> None:
        block = blocks.pop(self.at(blocks))
        blocks.insert(self.dice.randint(0, len(blocks)), block)

    def swap(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        lines = blocks[n].split("\n")
        self.dice.shuffle(lines)
        blocks[n] = "\n".join(lines)

    def drop(self, blocks: list[str]) -> None:
        blocks.pop(self.at(blocks))

    def add(self, blocks: list[str]) -> None:
        blocks.insert(self.at(blocks), self.writer.block())

    def split(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        start, _end = self.place(blocks[n])
        blocks[n : n + 1] = [blocks[n][:start].rstrip(), blocks[n][start:]]

    def join(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        blocks[n : n + 2] = [" ".join(blocks[n : n + 2])]

    def line(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        lines = blocks[n].split("\n")
        at = self.dice.randrange(len(lines))
        if self.dice.random() < 0.5:
            lines.pop(at)
        else:
            lines.insert(at, lines[at] + " more")
        blocks[n] = "\n".join(lines)

    def target(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        blocks[n] = re.sub(r"example\.org/\d+", "example.org/new", blocks[n], count=1)

    def level(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        blocks[n] = self.dice.choice(["# ", "## ", "> ", "- ", "1. ", "    "]) + blocks[n]

    def rewrap(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        blocks[n] = blocks[n].replace("\n", " ", 1)

    def repeat(self, blocks: list[str]) -> None:
        blocks.insert(self.at(blocks), blocks[self.at(blocks)])

    def rewrite(self, blocks: list[str]) -> None:
        blocks[self.at(blocks)] = self.writer.paragraph()

    def spell(self, blocks: list[str]) -> None:
        n = self.at(blocks)
        old, new = self.dice.choice([("**", "__"), ("*", "_"), ("- ", "* "), ("  ", " ")])
        blocks[n] = blocks[n].replace(old, new)


def pair(seed: int) -> tuple[str, str]:
    """Two versions of one text."""
    dice = random.Random(seed * 7 + 3)
    old = Writer(seed).text()
    return old, Editor(seed).next(old, dice.choice([0, 1, 1, 2, 3, 5, 8, 20]))

"""Markdown by the yard, in many styles of writing it: for the trip tests. Seeded."""

from __future__ import annotations

import random

WORDS = """
harbour council ferry bridge market school river budget court museum union storm port season a of
the and to in that it was is on as for with شهر بندر 港口 naïve co-operate 3.5 AT&T snake_case 5*3
it’s “quoted” e.g. U.S. 1986. #tag <b> a|b [sic] x_y_z *star c:\\dir 100% – — … 👩‍🚀 🇮🇷 می‌شود
""".split()  # noqa: SIM905


class Style:
    """One writer's habits, drawn once a text."""

    def __init__(self, dice: random.Random) -> None:
        self.bullet = dice.choice("-*+")
        self.strong = dice.choice(["**", "__"])
        self.stress = dice.choice(["*", "_"])
        self.setext = dice.random() < 0.3
        self.wrap = dice.choice([0, 0, 60, 80])
        self.loose = dice.random() < 0.3
        self.newline = "\r\n" if dice.random() < 0.15 else "\n"
        self.final = dice.choice(["\n", "", "\n\n"])
        self.fence = dice.choice(["```", "~~~", "````"])
        self.references = dice.random() < 0.3
        self.gap = dice.choice(["\n\n", "\n\n", "\n\n\n"])


class Writer:
    """Writes texts of a few blocks each."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.style = Style(self.dice)
        self.definitions: list[str] = []

    def words(self, least: int = 3, most: int = 14) -> str:
        """Some words, now and then dressed."""
        out = []
        for _ in range(self.dice.randint(least, most)):
            word = self.dice.choice(WORDS)
            draw = self.dice.random()
            if draw < 0.05:
                word = f"{self.style.strong}{word}{self.style.strong}"
            elif draw < 0.1:
                word = f"{self.style.stress}{word}{self.style.stress}"
            elif draw < 0.13:
                word = f"`{word}`"
            elif draw < 0.16:
                word = self.link(word)
            elif draw < 0.17:
                word = f"![{word}](p.png)"
            elif draw < 0.18:
                word = f"~~{word}~~"
            elif draw < 0.19:
                word = "&nbsp;"
            out.append(word)
        return " ".join(out)

    def link(self, word: str) -> str:
        """A link, inline or by reference."""
        if self.style.references:
            name = f"r{len(self.definitions)}"
            self.definitions.append(f"[{name}]: https://example.org/{name}")
            return f"[{word}][{name}]"
        return f"[{word}](https://example.org/{self.dice.randint(1, 99)})"

    def paragraph(self) -> str:
        """A paragraph, wrapped or long."""
        text = self.words(8, 50)
        if not self.style.wrap:
            return text
        lines, line = [], ""
        for word in text.split(" "):
            if len(line) + len(word) > self.style.wrap:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        return "\n".join([*lines, line])

    def heading(self) -> str:
        """A heading, set with marks or underlined."""
        text = self.words(2, 6)
        if self.style.setext and self.dice.random() < 0.7:
            return f"{text}\n{self.dice.choice('=-') * max(3, len(text))}"
        return "#" * self.dice.randint(1, 4) + " " + text

    def list(self, depth: int = 0) -> str:
        """A list, sometimes with one inside."""
        lines = []
        ordered = self.dice.random() < 0.35
        for number in range(self.dice.randint(2, 5)):
            mark = f"{number + 1}." if ordered else self.style.bullet
            lines.append("    " * depth + f"{mark} {self.words(2, 8)}")
            if depth < 2 and self.dice.random() < 0.15:
                lines.append(self.list(depth + 1))
        return ("\n\n" if self.style.loose and depth == 0 else "\n").join(lines)

    def table(self) -> str:
        """A small table."""
        columns = self.dice.randint(2, 4)
        rules = [self.dice.choice(["---", ":--", "--:", ":-:"]) for _ in range(columns)]
        cell = [str(self.dice.randint(1, 999)) for _ in range(columns)]
        rows = [" | ".join(f"head {n}" for n in range(columns)), " | ".join(rules)]
        rows += [" | ".join(cell) for _ in range(self.dice.randint(1, 4))]
        return "\n".join(f"| {row} |" for row in rows)

    def block(self) -> str:
        """Any block."""
        draw = self.dice.random()
        if draw < 0.5:
            return self.paragraph()
        if draw < 0.62:
            return self.heading()
        if draw < 0.74:
            return self.list()
        if draw < 0.8:
            return "\n".join(f"> {line}" for line in self.paragraph().split("\n"))
        if draw < 0.85:
            return f"{self.style.fence}py\nx = '*'\n\n# no heading\n{self.style.fence}"
        if draw < 0.89:
            return self.table()
        if draw < 0.92:
            return self.dice.choice(["---", "* * *", "***", "___"])
        if draw < 0.96:
            return f"<figure>\n<img src=a.png>\n<p>{self.words()}</p>\n</figure>"
        return f"Text with a note[^{self.dice.randint(1, 9)}].\n\n[^1]: The note."

    def text(self) -> str:
        """A whole text."""
        blocks = [self.block() for _ in range(self.dice.randint(3, 12))]
        if self.dice.random() < 0.2:
            blocks.insert(0, "---\ntitle: x\n---")
        blocks += ["\n".join(self.definitions)] if self.definitions else []
        return (self.style.gap.join(blocks) + self.style.final).replace("\n", self.style.newline)

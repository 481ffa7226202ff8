"""Stories by the yard, in the habits of many writers, of every construct, and of odd ones.

All is drawn from one ``random.Random``: hypothesis hands in its own, the long run a seeded one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st

from tests.text.odd import ODD

LATIN = """harbour council ferry bridge market school river budget court museum union storm port
season the and to in that was on for naïve co-operate it’s e.g. U.S. 3.5 1986. 17% TK""".split()  # noqa: SIM905
PERSIAN = "شهر بندر می‌شود گزارش‌ها آب ۱۲ «نقل» است، کتاب؟".split()  # noqa: SIM905
CJK = ["港口", "城市新聞", "東京の港", "뉴스"]
EMOJI = ["👩‍🚀", "🇮🇷", "👍🏽", "é", "🏳️‍🌈"]
SIGNS = """AT&T snake_case 5*3 <b> a|b [sic] x_y_z *star c:\\dir # > - + ~ ^ %% :: ! (a) {x} "q"
'q' \\* &amp; &nbsp; &copy; &lt; http://a.example/~me/x_y www.example.org a@b.example $5 @name
#tag _ __ ** ~~ ` [ ] ![ ]( 1. 2) = == | \\ & &#x263a; 100%% e^x H~2~O""".split()  # noqa: SIM905


@dataclass
class Habit:
    """One writer's habits, drawn once a story."""

    dice: random.Random
    bullet: str = "-"
    gap: str = " "
    strong: str = "**"
    stress: str = "*"
    setext: float = 0.0
    wrap: int = 0
    loose: float = 0.0
    references: bool = False
    padded: bool = False
    bare_rows: bool = False
    trailing: float = 0.0
    words: list[str] = field(default_factory=list)

    @classmethod
    def drawn(cls, dice: random.Random) -> Habit:
        """Some writer's."""
        words = [*LATIN]
        if dice.random() < 0.3:
            words = [*PERSIAN] if dice.random() < 0.5 else [*LATIN, *PERSIAN]
        if dice.random() < 0.2:
            words += CJK
        if dice.random() < 0.2:
            words += EMOJI
        if dice.random() < 0.4:
            words += SIGNS
        return cls(
            dice,
            bullet=dice.choice("-*+"),
            gap=dice.choice([" ", " ", "  ", "   "]),
            strong=dice.choice(["**", "__"]),
            stress=dice.choice(["*", "_"]),
            setext=dice.choice([0, 0, 0.8]),
            wrap=dice.choice([0, 0, 40, 72]),
            loose=dice.choice([0, 0.2, 1]),
            references=dice.random() < 0.3,
            padded=dice.random() < 0.5,
            bare_rows=dice.random() < 0.2,
            trailing=dice.choice([0, 0, 0, 0.2]),
            words=words,
        )


class Story:
    """Writes one story."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.habit = Habit.drawn(dice)
        self.definitions: list[str] = []
        self.notes = 0
        self._kinds: list[tuple[float, Callable[[], str]]] = [
            (8, self.paragraph),
            (2.5, self.heading),
            (3, self.list),
            (1.5, self.quote),
            (0.7, self.code),
            (1.5, self.table),
            (0.4, lambda: self.dice.choice(["---", "* * *", "***", "___", "-----------"])),
            (0.5, self.picture),
            (0.5, self.div),
            (0.4, self.html),
            (0.3, lambda: f"<https://example.org/{self.dice.randint(1, 99)}>"),
            (0.3, self.footnote),
            (2, lambda: self.dice.choice(ODD)),
        ]

    def words(self, least: int = 3, most: int = 14) -> str:
        """Some words, now and then dressed."""
        return " ".join(self.word() for _ in range(self.dice.randint(least, most)))

    def word(self) -> str:
        """A word or a dressed stretch of a few."""
        dice, habit = self.dice, self.habit
        word = dice.choice(habit.words)
        draw = dice.random()
        if draw > 0.16:
            return word
        some = " ".join(dice.choice(habit.words) for _ in range(dice.randint(1, 3)))
        return dice.choice(
            [
                lambda: f"{habit.strong}{some}{habit.strong}",
                lambda: f"{habit.stress}{some}{habit.stress}",
                lambda: f"{habit.strong}{some} {habit.stress}{word}{habit.stress}{habit.strong}",
                lambda: f"`{some}`",
                lambda: self.link(some),
                lambda: f"![{word}](p.png)",
                lambda: f"~~{some}~~",
                lambda: f"%%{some}%%",
                lambda: "CO~2~",
                lambda: "m^2^",
                lambda: "&nbsp;",
                lambda: f"<kbd>{word}</kbd>",
                lambda: f"a[^{max(1, self.notes)}]",
                lambda: "<https://example.org/x>",
            ]
        )()

    def link(self, words: str) -> str:
        """A link, inline or by reference."""
        if self.habit.references:
            name = f"r{len(self.definitions)}"
            self.definitions.append(f"[{name}]: https://example.org/{name}")
            return f"[{words}][{name}]"
        title = self.dice.choice(["", "", ' "A title"'])
        return f"[{words}](https://example.org/{self.dice.randint(1, 99)}{title})"

    def wrapped(self, text: str) -> str:
        """The words in lines as this writer breaks them."""
        if not self.habit.wrap:
            return text
        lines, line = [], ""
        for word in text.split(" "):
            if line and len(line) + len(word) > self.habit.wrap:
                lines.append(line + (" " if self.dice.random() < self.habit.trailing else ""))
                line = word
            else:
                line = f"{line} {word}".strip()
        return "\n".join([*lines, line])

    def paragraph(self) -> str:
        """A paragraph, wrapped or long."""
        text = self.wrapped(self.words(6, 40))
        return text.replace(" ", "  \n", 1) if self.dice.random() < 0.05 else text

    def heading(self) -> str:
        """A heading, set with marks or underlined."""
        text = self.words(2, 6)
        if self.dice.random() < self.habit.setext:
            length = self.dice.choice([3, len(text), len(text) + 4])
            return f"{text}\n{self.dice.choice('=-') * length}"
        marks = "#" * self.dice.randint(1, 4)
        return f"{marks} {text}{self.dice.choice(['', '', '', ' ' + marks])}"

    def list(self, depth: int = 0) -> str:
        """A list, sometimes with one inside or with paragraphs in its items."""
        dice, habit = self.dice, self.habit
        items = []
        ordered, tasks = dice.random() < 0.35, dice.random() < 0.15
        ones = dice.random() < 0.3
        start = dice.choice([1, 1, 1, 4])
        loose = depth == 0 and dice.random() < habit.loose
        for number in range(dice.randint(1, 5)):
            mark = f"{1 if ones else start + number}. " if ordered else habit.bullet + habit.gap
            box = dice.choice(["[ ] ", "[x] "]) if tasks else ""
            text = f"{mark}{box}{self.words(1, 8)}"
            if depth < 2 and dice.random() < 0.12:
                text += "\n" + self.list(depth + 1)
            elif depth == 0 and dice.random() < 0.08:
                text += "\n\n    " + self.words(3, 9)
            items.append("\n".join("    " * bool(depth) + line for line in text.split("\n")))
        return ("\n\n" if loose else "\n").join(items)

    def quote(self) -> str:
        """A quotation, sometimes lazy, sometimes of several blocks."""
        dice = self.dice
        inner = self.paragraph() if dice.random() < 0.7 else f"{self.paragraph()}\n\n{self.list()}"
        mark = dice.choice(["> ", "> ", ">"])
        lines = [(mark + line).rstrip() if line else ">" for line in inner.split("\n")]
        if "\n\n" not in inner and dice.random() < 0.2:
            lines[1:] = [line.lstrip("> ") or ">" for line in lines[1:]]
        return "\n".join(lines)

    def code(self) -> str:
        """A code block, fenced or indented."""
        body = "x = '*'\n\n# no heading %%x%%"
        fence = self.dice.choice(["```", "~~~", "`````", ""])
        if not fence:
            return "\n".join("    " + line if line else "" for line in body.split("\n"))
        return f"{fence}{self.dice.choice(['', 'py', ' js'])}\n{body}\n{fence}"

    def table(self) -> str:
        """A table in this writer's padding."""
        dice, habit = self.dice, self.habit
        columns = dice.randint(2, 4)
        rules = [dice.choice(["---", ":--", "--:", ":-:", "-----"]) for _ in range(columns)]
        rows = [[self.cell() for _ in range(columns)] for _ in range(dice.randint(2, 5))]
        rows.insert(1, rules)
        if habit.padded:
            wide = [max(len(row[n]) for row in rows) for n in range(columns)]
            rows = [
                [cell.ljust(wide[n], "-" if row is rules else " ") for n, cell in enumerate(row)]
                for row in rows
            ]
        lines = [" | ".join(row) for row in rows]
        return "\n".join(lines if habit.bare_rows else [f"| {line} |" for line in lines])

    def cell(self) -> str:
        """What stands in a cell."""
        word = self.dice.choice(self.habit.words).replace("|", "")
        return self.dice.choice([word or "x", str(self.dice.randint(1, 999)), f"*{word}*", "`a`"])

    def picture(self) -> str:
        """A picture alone, with caption and credit or without."""
        word = self.dice.choice(LATIN)
        caption = self.dice.choice(["", f' "{self.words(2, 5)}"', " 'It is \"so\"'"])
        credit = self.dice.choice(["", f'{{: credit="{word} & Co" }}', "{: credit='A B'}"])
        if '"' in caption[2:-1]:
            caption = caption if caption.startswith(" '") else ""
        return f"![{word}](media/p.png{caption}){credit}"

    def div(self) -> str:
        """A pull quote or a box."""
        dice = self.dice
        name = dice.choice(["pullquote", "box", "box A title & more"])
        kinds = [self.paragraph, self.list, self.heading, self.table, self.quote, self.picture]
        inner = [dice.choice(kinds)() for _ in range(dice.randint(1, 3))]
        edge = dice.choice(["\n", "\n\n"])
        return f"::: {name}{edge}" + "\n\n".join(inner) + f"{edge}:::"

    def html(self) -> str:
        """Raw HTML."""
        return self.dice.choice(
            [
                f"<figure>\n<img src=a.png>\n<p>{self.words()}</p>\n</figure>",
                f"<!-- {self.words()} -->",
                f'<div class="x">\n\n{self.words()}\n\n</div>',
                '<iframe src="https://example.org"></iframe>',
            ]
        )

    def footnote(self) -> str:
        """A cited footnote, defined below or at once."""
        self.notes += 1
        name = str(self.notes)
        definition = f"[^{name}]: {self.words()}"
        if self.dice.random() < 0.5:
            self.definitions.append(definition)
            return f"Cited[^{name}] here."
        return f"Cited[^{name}] here.\n\n{definition}"

    def block(self) -> str:
        """Any block."""
        weights, makers = zip(*self._kinds, strict=True)
        return str(self.dice.choices(makers, weights)[0]())

    def text(self, most: int = 10) -> str:
        """A whole story, in the line ends of some system."""
        dice = self.dice
        blocks = [self.block() for _ in range(dice.randint(1, most))]
        blocks += self.definitions
        gaps = [dice.choice(["\n\n", "\n\n", "\n\n", "\n\n\n", "\n \n"]) for _ in blocks]
        if dice.random() < 0.05:
            gaps[0] = "\n"
        gaps[-1] = dice.choice(["\n", "\n", "", "\n\n", "  \n"])
        text = "".join(block + gap for block, gap in zip(blocks, gaps, strict=True))
        if dice.random() < 0.1:
            text = f"---\ntitle: {self.words()}\n---\n\n" + text
        draw = dice.random()
        if draw < 0.1:
            text = text.replace("\n", "\r\n")
        elif draw < 0.13:
            text = text.replace("\n", "\r\n", 2)
        if dice.random() < 0.02:
            text = "\ufeff" + text
        return text


def story(dice: random.Random, most: int = 10) -> str:
    """One story."""
    return Story(dice).text(most)


def stories() -> st.SearchStrategy[str]:
    """Stories for hypothesis."""
    return st.randoms(use_true_random=False).map(story)

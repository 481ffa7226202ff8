"""Stories by the thousand for the benches: seeded, so that the same ones come out again."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from newsroom.news.article import Article, Byline
from newsroom.news.workflow import PubState, Stage

STEMS = """
harbour council ferry bridge market school river tariff budget court museum union storm port
strike season player station survey bakery tram library theatre garden winter morning figure
report minister engineer worker student doctor driver reader neighbour window engine letter plan
vote price water street night island village tower signal record answer question promise
""".split()
SMALL = """
the a of to in and on for with by from that it was is as at after before over under
""".split()
VERBS = """
said opens closes rises falls returns begins ends keeps finds loses wins asks tells
""".split()
PERSIAN = """
شهر بندر بازار کتاب خیابان گزارش باران مدرسه قطار دریا مردم هفته سال روز شورا
""".split()
SECTIONS = ("city", "politics", "economy", "culture", "science", "sport", "world", "opinion")
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PERSIAN_SHARE = 0.04
PUBLISHED_SHARE = 0.82
MINUTES_APART = 7  # a hundred thousand stories then span sixteen months


class Corpus:
    """A stream of words, paragraphs and stories from one seed."""

    def __init__(self, seed: int = 7) -> None:
        self.dice = random.Random(seed)
        # A long tail of names, as news has: a few words everywhere, most of them seldom.
        self.names = [
            "".join(
                self.dice.choice("bdfgklmnprstvz") + self.dice.choice("aeiou") for _ in range(n)
            )
            for n in (2, 3, 3, 4) * 2500
        ]

    def word(self) -> str:
        """One word."""
        draw = self.dice.random()
        if draw < 0.42:
            return self.dice.choice(SMALL)
        if draw < 0.80:
            return self.dice.choice(STEMS)
        if draw < 0.92:
            return self.dice.choice(VERBS)
        return self.names[int(len(self.names) * self.dice.random() ** 3)].capitalize()

    def sentence(self) -> str:
        """Six to twenty words with a full stop."""
        words = [self.word() for _ in range(self.dice.randint(6, 20))]
        return " ".join(words).capitalize() + "."

    def body(self, words: int) -> str:
        """Markdown of about ``words`` words: paragraphs, now and then a heading, list or quote."""
        blocks: list[str] = []
        count = 0
        while count < words:
            sentences = [self.sentence() for _ in range(self.dice.randint(1, 4))]
            text = " ".join(sentences)
            count += len(text.split())
            draw = self.dice.random()
            if draw < 0.05:
                blocks.append("## " + " ".join(self.word() for _ in range(4)).capitalize())
            elif draw < 0.09:
                blocks.append("\n".join(f"- {part}" for part in sentences))
            elif draw < 0.12:
                blocks.append(f"> {text}")
            elif draw < 0.2:
                first, *rest = text.split(" ")
                blocks.append(f"**{first}** {' '.join(rest)}")
            else:
                blocks.append(text)
        return "\n\n".join(blocks) + "\n"

    def article(self, number: int, *, words: int | None = None) -> Article:
        """The story of this number; higher numbers are newer."""
        persian = self.dice.random() < PERSIAN_SHARE
        headline = (
            " ".join(self.dice.choice(PERSIAN) for _ in range(6))
            if persian
            else " ".join(self.word() for _ in range(self.dice.randint(5, 10))).capitalize()
        )
        length = words or max(60, int(self.dice.lognormvariate(5.9, 0.6)))
        body = (
            "\n\n".join(
                " ".join(self.dice.choice(PERSIAN) for _ in range(40)) for _ in range(length // 40)
            )
            if persian
            else self.body(length)
        )
        published = self.dice.random() < PUBLISHED_SHARE
        moment = NOW - timedelta(minutes=MINUTES_APART) * (120_000 - number)
        stage = (
            Stage.READY
            if published
            else self.dice.choice([Stage.DRAFT, Stage.DESK, Stage.COPY, Stage.REVISE, Stage.HOLD])
        )
        return Article(
            slug=f"story-{number}",
            kicker="Exclusive" if self.dice.random() < 0.1 else "",
            headline=headline,
            dek=self.sentence(),
            body=body,
            section=self.dice.choice(SECTIONS),
            language="fa" if persian else "en",
            bylines=(Byline(f"{self.dice.choice(self.names).capitalize()} {self.word()}"),),
            stage=stage,
            pubstate=PubState.PUBLISHED if published else PubState.NONE,
            published_at=moment if published else None,
            due_at=None if published else moment + timedelta(days=1),
            created_at=moment,
            updated_at=moment,
        )

    def articles(self, count: int) -> Iterator[Article]:
        """``count`` stories, oldest first."""
        for number in range(count):
            yield self.article(number)

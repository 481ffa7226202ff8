"""The house style: how right it is on the marked sentences, and what a story costs.

Precision is the share of findings that are wanted, recall the share of wanted ones that are found;
both on tests/checks/cases, whose lines are told too.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

from newsroom.checks.passage import Passage, tongue
from newsroom.checks.prose import passages
from newsroom.checks.shipped import shipped
from newsroom.checks.styling import StyleProcess
from newsroom.news.rule import Book
from tests.bench import figures
from tests.bench.corpus import Corpus
from tests.checks.marked import book, cases, judged

WORDS = 2_000
PARAGRAPH = 60  # words: what is looked at again after a key
ROUNDS = 9
STORIES, ARTICLE, AT_ONCE = 500, 400, 50  # of the archive that a rule is tried on


def rightness() -> None:
    """Precision and recall."""
    rules = book()
    verdicts = [judged(case, rules) for case in cases()]
    right = sum(verdict.right for verdict in verdicts)
    wrong = sum(len(verdict.wrong) for verdict in verdicts)
    missed = sum(len(verdict.missed) for verdict in verdicts)
    traps = sum(verdict.case.trap for verdict in verdicts)
    more = {"sentences": len(verdicts), "traps": traps, "wrong": wrong, "missed": missed}
    figures.tell("false findings, share", wrong / (right + wrong), unit="", goal=0.05, **more)
    figures.tell("precision", right / (right + wrong), unit="", **more)
    figures.tell("recall", right / (right + missed), unit="", **more)


def seconds(act: object) -> float:
    """Milliseconds of the wall that a call takes."""
    assert callable(act)
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def speed() -> None:
    """A story and a paragraph, asked of the process as the window asks."""
    body = Corpus().body(WORDS)
    found = [
        Passage(p.text, "body", tongue(p.text, "en"), p.quote, p.heading) for p in passages(body)
    ]
    short = [Passage(" ".join(body.split()[:PARAGRAPH]))]
    shelf = Book(rules=shipped(), number=1)
    style = StyleProcess()
    try:
        figures.tell("first answer of the process", seconds(lambda: style.look(shelf, short)))
        for name, asked, goal in (
            (f"{WORDS} words looked at", found, 1000.0),
            (f"{PARAGRAPH} words looked at", short, 100.0),
        ):
            # Another word in each paragraph each time: what is known is not asked again.
            rounds = [
                [replace(item, text=f"{item.text} Take {n}.") for item in asked]
                for n in range(ROUNDS)
            ]
            taken = [seconds(lambda new=new: style.look(shelf, new)) for new in rounds]
            figures.tell(name, statistics.median(taken), goal=goal, n=ROUNDS)
        rule = next(rule for rule in shelf.live if rule.key == "numbers.percent-sign")
        archive = [(n, "en", {"body": Corpus(n).body(ARTICLE)}) for n in range(STORIES)]
        taken = [
            seconds(lambda at=at: style.trial(rule, (), archive[at : at + AT_ONCE]))
            for at in range(0, STORIES, AT_ONCE)
        ]
        figures.tell(f"archive, longest wait for {AT_ONCE} stories", max(taken), n=len(taken))
        figures.tell(
            "archive of 10,000 stories", sum(taken) / STORIES * 10, unit="s", stories=STORIES
        )
    finally:
        style.close()


if __name__ == "__main__":
    rightness()
    speed()

"""Two versions of a story compared, shown, merged and settled; a comment led along.

Against difflib over the words of the same two texts, in the same run.
"""

from __future__ import annotations

import difflib
import random
import re
from collections.abc import Callable
from functools import partial

from newsroom.text.anchor import Page, follow, place
from newsroom.text.compare import Story, compare
from newsroom.text.merge import merge
from newsroom.text.parse import Parser
from newsroom.text.rendered import folded, passages
from newsroom.text.suggest import Suggestions, settle
from tests.bench import figures
from tests.bench.corpus import Corpus

SHORT, LONG = 2_000, 20_000
EDITS = {SHORT: 40, LONG: 400}  # a copy chief's morning: one word in fifty
ROUNDS = {SHORT: 9, LONG: 3}
WORDS = re.compile(r"\w+|\s+|[^\w\s]")


def edited(body: str, edits: int, seed: int) -> str:
    """The body after words put in, cut, replaced and made bold, and two paragraphs moved."""
    dice = random.Random(seed)
    blocks = body.split("\n\n")
    for _ in range(edits):
        at = dice.randrange(len(blocks))
        row = blocks[at].split(" ")
        n = dice.randrange(1, len(row)) if len(row) > 1 else 0
        row[n] = dice.choice(["ferry", f"{row[n]} again", "**bold**", ""])
        blocks[at] = " ".join(row)
    for _ in range(2):
        block = blocks.pop(dice.randrange(1, len(blocks)))
        blocks.insert(dice.randrange(1, len(blocks)), block)
    return "\n\n".join(blocks)


def bare(old: str, new: str) -> None:
    """The floor: difflib on the words of both texts."""
    difflib.SequenceMatcher(
        None, WORDS.findall(old), WORDS.findall(new), autojunk=False
    ).get_opcodes()


def told(metric: str, act: Callable[[], object], goal: float, rounds: int) -> None:
    """A figure by itself, in milliseconds of CPU."""
    act()
    taken = sorted(figures.cpu(act) for _ in range(rounds))
    figures.tell(metric, taken[rounds // 2], goal=goal, n=rounds)


def text_figures(words: int, parser: Parser) -> None:
    """What a text of so many words costs."""
    old = Corpus(words).body(words)
    new, theirs = edited(old, EDITS[words], 1), edited(old, EDITS[words] // 4, 2)
    before, after = Story(old), Story(new)
    made = compare(before, after, parser)
    if made.without(()).body != new or made.apply(()).body != old:
        raise SystemExit("bench: the comparison is not exact")
    rounds, long = ROUNDS[words], words == LONG
    act = partial(compare, before, after, parser)
    if long:  # difflib over so many words takes minutes
        told(f"compare {words}", act, 1_000, rounds)
    else:
        floor = partial(figures.cpu, partial(bare, old, new))
        app, least, ratio = figures.pairs(partial(figures.cpu, act), floor, n=rounds)
        figures.tell(
            f"compare {words} / difflib", app, least, ratio=ratio, goal=300, by_value=True,
            n=rounds, changes=len(made.shown),
        )  # fmt: skip
    told(f"compare, shown and folded {words}",
         lambda: folded(passages(act())), 2_000 if long else 300, rounds)  # fmt: skip
    told(f"merge of three {words}",
         lambda: merge(old, new, theirs, parser=parser), 2_000 if long else 150,
         rounds)  # fmt: skip
    page, there = Page.of_body(old, parser), Page.of_body(new, parser)
    anchors = [page.between(at, at + 20) for at in range(0, len(page.whole) - 20, 400)]
    told(f"{len(anchors)} comments led along {words}",
         lambda: follow(anchors, before, after, parser), 2_000 if long else 200,
         rounds)  # fmt: skip
    told(f"{len(anchors)} comments found again {words}",
         lambda: [place(anchor, there) for anchor in anchors], 2_000 if long else 50,
         rounds)  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = Parser()
    for words in (SHORT, LONG):
        text_figures(words, parser)
    old = Corpus(SHORT).body(SHORT)
    found = Suggestions(Story(old), Story(edited(old, EDITS[SHORT], 1)))
    made = compare(found.base, found.proposal, parser)
    told("one suggestion settled 2000",
         lambda: settle(found, accept=[3], comparison=made), 10, 9)  # fmt: skip
    told(
        "repeats without end",
        lambda: compare(Story("a b " * 20_000), Story("b a c " * 15_000), parser),
        2_000,
        3,
    )


if __name__ == "__main__":
    main()

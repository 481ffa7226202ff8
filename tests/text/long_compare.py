"""As many generated pairs of versions as asked for, each compared, applied, merged and settled.

``python -m tests.text.long_compare --pairs 5000 --seed 1``; says the seed of the first that fails.
"""

from __future__ import annotations

import argparse
import random
import time

from newsroom.text.compare import Story, compare
from newsroom.text.merge import merge
from newsroom.text.parse import Parser
from newsroom.text.rendered import Mark, passages, source_pieces
from tests.text.editing import Editor, pair


def check(seed: int, parser: Parser) -> int:
    """One pair; how many changes it had."""
    old, new = pair(seed)
    made = compare(Story(old), Story(new), parser)
    numbers = [change.number for change in made.changes]
    assert made.apply(()).body == old
    assert made.apply(numbers).body == new
    shown = source_pieces(made)
    assert "".join(p.text for p in shown if p.mark is not Mark.ADDED) == made.body.old.text
    assert "".join(p.text for p in shown if p.mark is not Mark.CUT) == made.body.new.text
    seen = {number for passage in passages(made) for number in passage.changes}
    assert {change.number for change in made.shown} <= seen
    dice = random.Random(seed)
    made.apply({number for number in numbers if dice.random() < 0.5})
    other = Editor(seed + 2).next(old, 3)
    merged, turned = merge(old, new, other, parser=parser), merge(old, other, new, parser=parser)
    assert len(merged.conflicts) == len(turned.conflicts)
    assert merged.conflicts or merged.text == turned.text
    return len(numbers)


def main() -> None:
    """Run them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pairs", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    parser, changes, start = Parser(), 0, time.process_time()
    for seed in range(asked.seed, asked.seed + asked.pairs):
        try:
            changes += check(seed, parser)
        except Exception:
            print(f"seed {seed} fails")
            raise
    took = time.process_time() - start
    print(f"{asked.pairs} pairs, {changes} changes, all exact, {took:.0f} s")


if __name__ == "__main__":
    main()

"""The promises of the text model over many stories and edits: a table of figures.

    python -m tests.text.long_trips --stories 1000 --edits 5000 --seed 1

Ends with 1 if a promise was broken: a byte of another block, its HTML, a text that does not come
back as it was shown, or more than one edit in a thousand that could not be proven.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from dataclasses import fields

from newsroom.text.blocks import Block, BlockKind
from newsroom.text.document import Document
from tests.text.acts import act
from tests.text.odd import ODD, UNCLOSED
from tests.text.stories import story
from tests.text.trip import judge, opens_and_saves

MOST_UNPROVEN = 0.001
SHOWN = 12  # broken promises that are printed in full


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1_000)
    parser.add_argument("--edits", type=int, default=5_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=SHOWN)
    asked = parser.parse_args()
    start = time.process_time()
    figures: Counter[str] = Counter()
    acts: Counter[str] = Counter()
    unproven: Counter[str] = Counter()
    complaints: list[str] = []
    doubts: list[str] = []
    for number in range(asked.stories):
        dice = random.Random(f"{asked.seed} {number}")
        source = ODD[number] if number < len(ODD) else story(dice)
        figures["bytes"] += len(source.encode("utf-8", "replace"))
        document = Document.open(source)
        figures["blocks"] += len(document.blocks)
        figures["cards"] += sum(b.kind is BlockKind.SOURCE for b in document.blocks)
        unclosed = f"{source}\n\n{dice.choice(UNCLOSED)}\n\n{source}"
        if not opens_and_saves(source) or not opens_and_saves(unclosed):
            figures["changed on saving"] += 1
            complaints.append(f"story {number}: changed by opening and saving")
        due = asked.edits * (number + 1) // asked.stories - asked.edits * number // asked.stories
        for _ in range(due):
            made = act(dice, list(document.blocks))
            if made is None:
                figures["nothing to do"] += 1
                continue
            name, blocks = made
            verdict = judge(document, blocks)
            acts[name] += 1
            figures["edits"] += 1
            figures["strayed"] += verdict.strayed
            figures["swallowed"] += verdict.swallowed
            if not verdict.proven and not verdict.swallowed:
                unproven[name] += 1
                doubts.append(f"story {number}, {name}: {_what(document, blocks)}")
            for sentence in verdict.broken:
                figures["broken"] += 1
                complaints.append(f"story {number}, {name}: {sentence}")
    for sentence in [*complaints[: asked.show], *doubts[: asked.show]]:
        print(sentence)
    share = sum(unproven.values()) / max(1, figures["edits"])
    rows = {
        "stories": asked.stories,
        "of bytes": figures["bytes"],
        "of blocks": figures["blocks"],
        "kept as source when opened": figures["cards"],
        "changed by opening and saving": figures["changed on saving"],
        "edits": figures["edits"],
        "other promises broken": figures["broken"],
        "edits in a list or table that touched another line": figures["strayed"],
        "put behind a tag or fence that nothing closes": figures["swallowed"],
        "edited blocks not proven": sum(unproven.values()),
        "of edits": f"{share:.3%}",
        "seconds of CPU": round(time.process_time() - start, 1),
    }
    print(f"\nseed {asked.seed}")
    for name, value in rows.items():
        print(f"{name:<52}{value:>12}")
    print("\n" + "  ".join(f"{n} {acts[n]}/{unproven[n]}" for n in sorted(acts)))
    return int(bool(complaints) or share > MOST_UNPROVEN)


def _what(document: Document, blocks: list[Block]) -> str:
    """The blocks that an edit changed, short."""
    old = set(map(repr, document.blocks))
    return " + ".join(_said(block) for block in blocks if repr(block) not in old)[:800]


def _said(block: Block) -> str:
    runs = block.runs or [run for row in block.rows for cell in row for run in cell]
    parts = []
    for run in runs:
        on = ",".join(f.name for f in fields(run.marks) if getattr(run.marks, f.name))
        parts.append(f"{run.text!r}<{on}>" if on else repr(run.text))
    stack = "/".join(container.kind for container in block.stack)
    return f"[{block.kind}{block.level or ''} {stack}] {block.text!r} {' '.join(parts)}"


if __name__ == "__main__":
    sys.exit(main())

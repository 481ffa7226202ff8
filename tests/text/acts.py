"""What a writer does to a text in the rich view, as acts on its blocks. All drawn from one dice.

Each act takes the blocks and gives the new ones, or None where it can't be done. A block that an
act makes keeps the segment of the one that it came from, as the view's blocks do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from newsroom.text.blocks import (
    ASIDES,
    IMAGE,
    LISTS,
    PLAIN,
    Block,
    BlockKind,
    Container,
    Image,
    Link,
    Marks,
    Run,
    Runs,
    is_empty,
    normal,
    picture_of,
)

Blocks = list[Block]
Act = Callable[[random.Random, Blocks], "Blocks | None"]

TYPED = """word two_words *star ** _a_ <b> 1. # - + > ` ``` ~~ ~x ^2 %% %%x%% [a](b) [x] ![ ]( |
\\ & &amp; سلام می‌شود 文字 👩‍🚀 🇮🇷 :: ::: {: .x } http://a.example <https://a.example> TK 5*3
a__b__c = --- *** AT&T “q” it’s {} $ @ 1986. 2) !""".split()  # noqa: SIM905
NEW_ID = 9_000  # containers that an act makes; ids of an opened text stay far below

_WORDED = (BlockKind.PARAGRAPH, BlockKind.HEADING)


def _fixed(run: Run) -> bool:
    marks = run.marks
    return bool(marks.raw or marks.image or marks.entity)


def _cut(runs: Runs, at: int) -> tuple[Runs, Runs]:
    """The runs before and behind a character; an atom is never cut."""
    head: list[Run] = []
    tail: list[Run] = []
    for run in runs:
        if at <= 0:
            tail.append(run)
        elif len(run.text) <= at or _fixed(run):
            head.append(run)
        else:
            head.append(Run(run.text[:at], run.marks))
            tail.append(Run(run.text[at:], run.marks))
        at -= len(run.text)
    return tuple(head), tuple(tail)


def _length(runs: Runs) -> int:
    return sum(len(run.text) for run in runs)


def _text(dice: random.Random) -> str:
    some = " ".join(dice.choice(TYPED) for _ in range(dice.choice([1, 1, 1, 2, 4])))
    return dice.choice([some, some, " " + some, some + " ", f" {some} ", " ", "\u2028" + some])


def _marked(dice: random.Random, near: Marks) -> Marks:
    """What typed text takes on from the run that it is typed in."""
    if near.raw or near.image or near.entity:
        return PLAIN
    return near if dice.random() < 0.7 else PLAIN


def _typed(dice: random.Random, runs: Runs) -> Runs:
    head, tail = _cut(runs, dice.randint(0, _length(runs)))
    near = head[-1].marks if head else PLAIN
    marks = _marked(dice, near)
    text = _text(dice)
    if marks.code:
        text = text.replace("\u2028", "")
    return normal((*head, Run(text, marks), *tail))


def _deleted(dice: random.Random, runs: Runs) -> Runs:
    head, rest = _cut(runs, dice.randint(0, _length(runs)))
    _, tail = _cut(rest, dice.randint(1, 12))
    return normal((*head, *tail))


def _dressed(dice: random.Random, runs: Runs) -> Runs:
    """A stretch with a mark put on or taken off."""
    head, rest = _cut(runs, dice.randint(0, _length(runs)))
    middle, tail = _cut(rest, dice.randint(1, 20))
    name = dice.choice(["bold", "italic", "strike", "sub", "sup", "noted", "code", "link"])
    on = not all(bool(getattr(run.marks, name)) for run in middle)
    made: list[Run] = []
    for run in middle:
        value: object = on
        if name == "link":
            value = Link(f"https://example.org/{dice.randint(1, 9)}") if on else None
        if name == "code" and (_fixed(run) or "\u2028" in run.text or "\n" in run.text):
            made.append(run)
            continue
        change = {name: value}
        made.append(Run(run.text, replace(run.marks, **change)))  # type: ignore[arg-type]
    return normal((*head, *made, *tail))


def _worded(dice: random.Random, blocks: Sequence[Block]) -> int | None:
    places = [n for n, b in enumerate(blocks) if b.kind in _WORDED and b.runs]
    return dice.choice(places) if places else None


def _put(blocks: Blocks, at: int, *new: Block) -> Blocks:
    kept = [b for b in new if not is_empty(b)]
    return [*blocks[:at], *kept, *blocks[at + 1 :]]


def _inline(change: Callable[[random.Random, Runs], Runs]) -> Act:
    def act(dice: random.Random, blocks: Blocks) -> Blocks | None:
        at = _worded(dice, blocks)
        if at is None:
            return None
        block = blocks[at]
        runs = change(dice, block.runs)
        if block.kind is BlockKind.HEADING:
            runs = normal(Run(r.text.replace("\u2028", " "), r.marks) for r in runs)
        if not runs and block.item is not None:
            return None
        return _put(blocks, at, replace(block, runs=runs))

    return act


def split(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """Enter: two blocks, or two items."""
    at = _worded(dice, blocks)
    if at is None:
        return None
    block = blocks[at]
    head, tail = (normal(runs) for runs in _cut(block.runs, dice.randint(0, _length(block.runs))))
    if not head or not tail:
        return None
    second = replace(block, runs=tail)
    if block.kind is BlockKind.HEADING:
        second = replace(second, kind=BlockKind.PARAGRAPH, level=0, item=None, task=None)
        if block.stack and block.stack[-1].kind in LISTS:
            return None
    elif block.item is not None and block.task is not None:
        second = replace(second, task=False)
    elif block.item is None and block.stack and block.stack[-1].kind in LISTS:
        second = replace(second, tight=False)
    return _put(blocks, at, replace(block, runs=head), second)


def join(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """Backspace at the start of a paragraph."""
    places = [
        n
        for n in range(1, len(blocks))
        if blocks[n].kind is blocks[n - 1].kind is BlockKind.PARAGRAPH
        and blocks[n].stack == blocks[n - 1].stack
        and blocks[n].runs
        and blocks[n - 1].runs
        and (n + 1 == len(blocks) or len(blocks[n + 1].stack) <= len(blocks[n].stack))
    ]
    if not places:
        return None
    at = dice.choice(places)
    runs = normal((*blocks[at - 1].runs, *blocks[at].runs))
    return [*blocks[: at - 1], replace(blocks[at - 1], runs=runs), *blocks[at + 1 :]]


def level(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """A heading made, changed or unmade."""
    places = [
        n
        for n, b in enumerate(blocks)
        if b.kind in _WORDED and b.runs and not any(c.kind in LISTS for c in b.stack)
    ]
    if not places:
        return None
    at = dice.choice(places)
    block = blocks[at]
    wanted = dice.choice([n for n in (0, 1, 2, 3, 5) if n != block.level])
    kind = BlockKind.HEADING if wanted else BlockKind.PARAGRAPH
    runs = block.runs
    if wanted:
        runs = normal(Run(r.text.replace("\u2028", " "), r.marks) for r in runs)
    return _put(blocks, at, replace(block, kind=kind, level=wanted, runs=runs))


def indent(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """Tab: an item becomes the child of the one above."""
    places = [
        n
        for n in range(1, len(blocks))
        if (item := blocks[n].item) is not None
        and item == len(blocks[n].stack) - 1
        and blocks[n - 1].stack == blocks[n].stack
        and blocks[n - 1].item == item
        and blocks[n].kind is blocks[n - 1].kind is BlockKind.PARAGRAPH
        and (n + 1 == len(blocks) or len(blocks[n + 1].stack) <= len(blocks[n].stack))
        and (n + 1 == len(blocks) or blocks[n + 1].item is not None or not blocks[n + 1].stack)
        and blocks[n - 1].tight
        and blocks[n].tight
    ]
    if not places:
        return None
    at = dice.choice(places)
    block = blocks[at]
    inner = Container(block.stack[-1].kind, NEW_ID)
    return _put(blocks, at, replace(block, stack=(*block.stack, inner), item=len(block.stack)))


def outdent(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """Shift+Tab: the last item of an inner list goes out."""
    places = [
        n
        for n, b in enumerate(blocks)
        if b.item is not None
        and b.item == len(b.stack) - 1 >= 1
        and b.stack[-2].kind in LISTS
        and b.tight
        and (n + 1 == len(blocks) or len(blocks[n + 1].stack) < len(b.stack))
        and (n + 1 == len(blocks) or blocks[n + 1].item is not None or not blocks[n + 1].stack)
    ]
    if not places:
        return None
    at = dice.choice(places)
    block = blocks[at]
    return _put(blocks, at, replace(block, stack=block.stack[:-1], item=len(block.stack) - 2))


def listed(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """A paragraph between blocks that are no lists becomes one."""
    places = [
        n
        for n, b in enumerate(blocks)
        if b.kind is BlockKind.PARAGRAPH
        and not b.stack
        and b.runs
        and not any(blocks[m].stack for m in (n - 1, n + 1) if 0 <= m < len(blocks))
    ]
    if not places:
        return None
    at = dice.choice(places)
    stack = (Container(dice.choice(["ul", "ol"]), NEW_ID),)
    task = dice.choice([None, None, True]) if stack[0].kind == "ul" else None
    return _put(blocks, at, replace(blocks[at], stack=stack, item=0, tight=True, task=task))


def wrapped(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """A paragraph becomes a quotation, a pull quote or a box."""
    kind = dice.choice(["quote", "pull", "box"])
    title = dice.choice(["", "A title", "T & *x* | %%"]) if kind == "box" else ""
    places = [
        n
        for n, b in enumerate(blocks)
        if b.kind in (*_WORDED, BlockKind.TABLE)
        and not b.stack
        and (b.runs or b.rows)
        and not any(blocks[m].stack for m in (n - 1, n + 1) if 0 <= m < len(blocks))
    ]
    if not places:
        return None
    at = dice.choice(places)
    return _put(blocks, at, replace(blocks[at], stack=(Container(kind, NEW_ID, title=title),)))


def unwrapped(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """The only block of a quotation, a pull quote or a box comes out of it."""
    places = [
        n
        for n, b in enumerate(blocks)
        if len(b.stack) == 1
        and b.stack[0].kind in (*ASIDES, "quote")
        and not any(blocks[m].stack for m in (n - 1, n + 1) if 0 <= m < len(blocks))
    ]
    if not places:
        return None
    at = dice.choice(places)
    return _put(blocks, at, replace(blocks[at], stack=()))


def ticked(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """A task done or opened again."""
    places = [n for n, b in enumerate(blocks) if b.task is not None]
    if not places:
        return None
    at = dice.choice(places)
    return _put(blocks, at, replace(blocks[at], task=not blocks[at].task))


def table(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """Something done in a table."""
    places = [n for n, b in enumerate(blocks) if b.rows]
    if not places:
        return None
    at = dice.choice(places)
    block = blocks[at]
    rows = [list(row) for row in block.rows]
    align = list(block.align)
    act = dice.choice(["type", "type", "type", "mark", "row", "column", "drop", "align"])
    if act in ("type", "mark"):
        row = dice.choice(rows)
        n = dice.randrange(len(row))
        made = _typed(dice, row[n]) if act == "type" else _dressed(dice, row[n])
        row[n] = normal(
            Run(r.text.replace("\u2028", " ").replace("\n", " "), r.marks) for r in made
        )
    elif act == "row":
        rows.insert(dice.randint(1, len(rows)), [(Run("new"),) for _ in align])
    elif act == "column":
        n = dice.randint(0, len(align))
        for row in rows:
            row.insert(n, (Run("new"),))
        align.insert(n, None)
    elif act == "drop" and len(rows) > 2:
        rows.pop(dice.randint(1, len(rows) - 1))
    elif act == "align":
        align[dice.randrange(len(align))] = dice.choice([None, "left", "right", "center"])
    else:
        return None
    new = replace(block, rows=tuple(map(tuple, rows)), align=tuple(align))
    return _put(blocks, at, new)


def code(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """A line typed in code."""
    places = [n for n, b in enumerate(blocks) if b.kind is BlockKind.CODE]
    if not places:
        return None
    at = dice.choice(places)
    lines = blocks[at].text.split("\n")
    lines.insert(dice.randint(0, len(lines)), dice.choice(["x = 1", "```", "    y", "~~~", "# a"]))
    text = "\n".join(lines).strip("\n")
    if text.startswith(" ") and blocks[at].fence == " ":
        return None
    return _put(blocks, at, replace(blocks[at], text=text))


def captioned(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """A picture given another caption, credit or description."""
    places = [n for n, b in enumerate(blocks) if picture_of(b)]
    if not places:
        return None
    at = dice.choice(places)
    block = blocks[at]
    image = picture_of(block)
    assert image is not None
    said = " ".join(dice.choice(TYPED) for _ in range(dice.randint(1, 4)))
    new = dice.choice(
        [
            replace(image, title=said),
            replace(image, credit=said),
            replace(image, alt=said),
            replace(image, title=None, credit=""),
        ]
    )
    if image.ref is not None:
        new = replace(new, ref=None)
    runs = (Run(IMAGE, replace(block.runs[0].marks, image=new)),)
    return _put(blocks, at, replace(block, runs=runs))


def removed(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """A block that stands alone is taken away."""
    places = [n for n, b in enumerate(blocks) if not b.stack and b.kind is not BlockKind.SOURCE]
    if not places:
        return None
    at = dice.choice(places)
    return [*blocks[:at], *blocks[at + 1 :]]


def pasted(dice: random.Random, blocks: Blocks) -> Blocks | None:
    """Blocks of another text, put between two blocks that stand alone."""
    places = [
        n
        for n in range(len(blocks) + 1)
        if not (0 < n < len(blocks) and blocks[n - 1].segment == blocks[n].segment)
    ]
    if blocks and blocks[0].kind is BlockKind.SOURCE and blocks[0].text.startswith("---"):
        places.remove(0)  # front matter stays the first
    at = dice.choice(places)
    words = (Run("Pasted "), Run("words", Marks(bold=True)), Run(" of [another] text_"))
    paragraph = Block(BlockKind.PARAGRAPH, runs=words)
    quote = replace(paragraph, stack=(Container("quote"),))
    bullets = Container("ul", NEW_ID + 1)
    item = replace(paragraph, stack=(bullets,), item=0, tight=True)
    grid = Block(BlockKind.TABLE, rows=(((Run("a|b"),), ()), ((), words)), align=(None, "right"))
    image = Image("media/p.png", 'It\'s "so"', 'a "cap" it\'s', credit="A & B")
    picture = Block(BlockKind.PARAGRAPH, runs=(Run(IMAGE, Marks(image=image)),))
    heading = Block(BlockKind.HEADING, level=2, runs=(Run("Pasted"),))
    source = Block(BlockKind.CODE, text="x\n```\n\ny", fence="`", info="py")
    rule = Block(BlockKind.RULE)
    made = dice.choice(
        [
            [paragraph],
            [heading, paragraph],
            [paragraph, item, item, paragraph],
            [paragraph, quote, quote, paragraph],
            [grid],
            [picture],
            [source, paragraph],
            [paragraph, rule],
        ]
    )
    return [*blocks[:at], *made, *blocks[at:]]


ACTS: dict[str, tuple[float, Act]] = {
    "typing": (6, _inline(_typed)),
    "delete": (2, _inline(_deleted)),
    "marks": (3, _inline(_dressed)),
    "split": (2, split),
    "join": (1, join),
    "level": (1, level),
    "indent": (1, indent),
    "outdent": (0.6, outdent),
    "list": (1, listed),
    "wrap": (1, wrapped),
    "unwrap": (0.6, unwrapped),
    "tick": (1.5, ticked),
    "table": (2, table),
    "code": (0.6, code),
    "caption": (0.6, captioned),
    "remove": (1, removed),
    "paste": (1.5, pasted),
}


def act(dice: random.Random, blocks: Blocks) -> tuple[str, Blocks] | None:
    """One act by name and what it makes; None for a text in which none of the drawn can be done."""
    names = list(ACTS)
    for _ in range(8):
        (name,) = dice.choices(names, [ACTS[n][0] for n in names])
        made = ACTS[name][1](dice, list(blocks))
        if made is not None and made != list(blocks):
            return name, made
    return None

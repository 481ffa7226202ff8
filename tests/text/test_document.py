"""Opening and writing changes no byte; an edit changes only its own block."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.text.blocks import blocks_key, is_empty, normal
from newsroom.text.carets import CARET
from newsroom.text.document import UNMODELLED, Block, BlockKind, Container, Document, Marks, Run
from newsroom.text.parse import render
from newsroom.text.retell import NOTE
from tests.text.writing import Writer

CASES = [
    "",
    "\n",
    "   ",
    "a",
    "a\n\nb\n",
    "no final newline\n\nat all",
    '# H *em*\n\ntext **b** and _i_ `c` [l](http://x "t") ![a](b.png)\n',
    "Setext\n======\n\nx\n",
    "- a\n- b\n    - c\n\n1. x\n2. y\n",
    "* a\n\n* b\n\n    para\n",
    "+ a\n+ b\n",
    "- [ ] todo\n- [x] done\n",
    "> q\n> r\n\n> s\n",
    "> # h\n>\n> - a\n",
    "```py\ncode\n```\n",
    "````\n```\n````\n",
    "~~~\nx\n~~~\n",
    "    indented\n",
    "```\nnever closed\n\ntext\n",
    "| a | b |\n|---|:-:|\n| 1 | `x` |\n",
    "a | b\n--|--\n1 | 2\n",
    "---\na: 1\n---\n\nbody\n",
    "***\n\ntext\n",
    "<div>\nx\n</div>\n\ny",
    "<!-- more -->\n\ny\n",
    '<iframe src="https://x"></iframe>\n',
    "a[^1] b\n\n[^1]: note\n",
    "[a]: http://x\n\nsee [a] and [b][a]\n",
    "a  \nb\\\nc\n",
    "a\r\nb\r\n\r\nc\r\n",
    "a\r\nb\n\rc\n",
    "x ~~del~~ y &nbsp; &copy; AT&T <b>r</b>\n",
    "\ufeffa\n",
    "a\x00b\n\nc",
    "a\x02wzxhzdk:0\x03b\n\nc",
    "a\u2028b\n\n\ue000 *\uf8ff*\n\n\ue0f1\ue0f2\n",
    "Term\n:   definition\n",
    "[TOC]\n\n*[HTML]: x\n\nHTML\n",
    "!!! note\n    text\n",
    "# T {#id}\n\ntext {: .lead }\n",
    "1986. A year\n",
    "1\\. not a list\n",
    "\\*not em\\* and \\_\n",
    "[![alt](a.png)](http://x)\n",
    "[**b** *i*](http://x)\n",
    "<http://a.example> and <a@b.example>\n",
    "متن فارسی با **پررنگ** و می‌شود\n\n- یک\n- دو\n",
    "text\t with tab  \n\ttab\n",
    "a\n\n\n\n\nb\n\n\n",
    "* * *\n- - -\n",
    "~~not closed\n\n**nor this\n",
]


def trip(source: str) -> None:
    document = Document.open(source)
    written = document.write(document.blocks)
    assert written.source == source
    assert written.unproven == ()


@pytest.mark.parametrize("source", CASES)
def test_opening_and_writing_changes_no_byte(source: str) -> None:
    trip(source)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=300))
def test_no_text_at_all_is_changed(source: str) -> None:
    trip(source)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab \n\t*_`[]()<>#>-+.!|:~^\\&1={}\r", max_size=120))
def test_no_heap_of_marks_is_changed(source: str) -> None:
    trip(source)


@pytest.mark.parametrize("seed", range(150))
def test_texts_in_many_styles_are_not_changed(seed: int) -> None:
    trip(Writer(seed).text())


def laid_out(source: str) -> bool:
    """Whether it says something, and no block of it is a card, whose neighbours decide on it."""
    blocks = Document.open(source).blocks
    return bool(source.strip()) and all(block.kind is not BlockKind.SOURCE for block in blocks)


@pytest.mark.parametrize("source", [case for case in CASES if laid_out(case)])
def test_what_is_laid_out_can_be_written_anew(source: str) -> None:
    """New blocks that say the same are proven, and read back as the same blocks."""
    document = Document.open(source)
    fresh = [replace(block, segment=-1) for block in document.blocks]
    written = Document.open("").write(fresh)
    if "[" not in source:  # definitions are the old document's
        assert written.unproven == ()
        assert blocks_key(Document.open(written.source).blocks) == blocks_key(document.blocks)


def editable(document: Document) -> list[int]:
    return [
        index
        for index, block in enumerate(document.blocks)
        if block.runs and block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)
    ]


def edit(dice: random.Random, blocks: list[Block], at: int) -> list[Block]:
    """One act of a writer on block ``at``."""
    block = blocks[at]
    text = dice.choice(
        ["word", "*star", "<b>", "1. one", "`tick", "سلام", "文", "- x", "a_b", "~~"]
    )
    run_at = dice.randrange(len(block.runs))
    run = block.runs[run_at]
    whole = run.marks.image or run.marks.raw or run.marks.entity or run.marks.code
    act = dice.choice(["insert", "delete", "bold", "split", "level", "remove"])
    if act in ("insert", "delete", "bold") and whole:
        act = "split"
    if act == "insert":
        place = dice.randint(0, len(run.text))
        new = Run(run.text[:place] + text + run.text[place:], run.marks)
        runs = (*block.runs[:run_at], new, *block.runs[run_at + 1 :])
        changed = [replace(block, runs=normal(runs))]
    elif act == "delete":
        new = Run(run.text[: len(run.text) // 2], run.marks)
        runs = (*block.runs[:run_at], new, *block.runs[run_at + 1 :])
        changed = [replace(block, runs=normal(runs))]
    elif act == "bold":
        new = Run(run.text, replace(run.marks, bold=not run.marks.bold))
        runs = (*block.runs[:run_at], new, *block.runs[run_at + 1 :])
        changed = [replace(block, runs=normal(runs))]
    elif act == "split" and len(block.runs) > 1 and not block.stack:
        changed = [
            replace(block, runs=normal(block.runs[:run_at])),
            replace(block, runs=normal(block.runs[run_at:])),
        ]
    elif act == "level" and not block.stack:
        changed = [
            replace(block, kind=BlockKind.HEADING, level=2)
            if block.kind is BlockKind.PARAGRAPH
            else replace(block, kind=BlockKind.PARAGRAPH, level=0)
        ]
    elif act == "remove" and not block.stack:
        changed = []
    else:
        changed = [replace(block, runs=normal((*block.runs, Run(" end"))))]
    changed = [item for item in changed if not is_empty(item)]
    return [*blocks[:at], *changed, *blocks[at + 1 :]]


@pytest.mark.parametrize("seed", range(250))
def test_an_edit_changes_only_its_own_block(seed: int) -> None:
    dice = random.Random(seed)
    source = Writer(seed + 1000).text()
    document = Document.open(source)
    places = editable(document)
    if not places:
        pytest.skip("nothing to type in")
    at = dice.choice(places)
    segment = document.blocks[at].segment
    blocks = edit(dice, list(document.blocks), at)
    written = document.write(blocks)

    pieces = document._pieces
    before = "".join(p.source + p.gap for p in pieces[:segment]).rstrip()
    after = "".join(p.source + p.gap for p in pieces[segment + 1 :])
    plain = written.source.replace("\r\n", "\n")
    assert plain.startswith(document._lead + before)
    assert plain.endswith(after)

    # Undoing it gives the opened bytes, and typing it again the same text.
    assert document.write(document.blocks).source == source
    assert document.write(blocks).source == written.source


def unproven_share(seeds: range) -> tuple[int, int]:
    edits = unproven = 0
    for seed in seeds:
        dice = random.Random(seed)
        document = Document.open(Writer(seed + 5000).text())
        for at in editable(document):
            blocks = edit(dice, list(document.blocks), at)
            written = document.write(blocks)
            edits += 1
            unproven += bool(written.unproven)
            if not written.unproven:
                again = Document.open(written.source)
                shown = [b for b in blocks if not is_empty(b)]
                if blocks_key(again.blocks) != blocks_key(shown):
                    unproven += 1
    return edits, unproven


def test_nearly_every_edit_is_proven_and_reopens_as_it_was_shown() -> None:
    edits, unproven = unproven_share(range(80))
    assert edits > 300
    assert unproven / edits < 0.03, (unproven, edits)


def test_one_word_typed_changes_only_its_characters_in_the_writers_own_style() -> None:
    source = "Some __strong__ and _weak_ words\nwrapped by hand &amp; kept [here][r].\n\n[r]: /x\n"
    document = Document.open(source)
    block = document.blocks[0]
    last = block.runs[-1]
    changed = replace(block, runs=(*block.runs[:-1], Run(last.text + " End", last.marks)))
    written = document.write([changed, *document.blocks[1:]])
    assert written.source == source.replace("[here][r].", "[here][r]. End")


def test_enter_at_the_end_keeps_the_original_and_adds_a_block() -> None:
    document = Document.open("* one *\n\nSetext\n---\n")
    first, heading = document.blocks
    new = Block(BlockKind.PARAGRAPH, runs=(Run("new"),), segment=heading.segment)
    assert document.write([first, heading, new]).source == "* one *\n\nSetext\n---\n\nnew\n"


def test_a_rule_at_the_top_is_not_read_as_front_matter() -> None:
    written = Document.open("x\n").write(
        [Block(BlockKind.RULE), Block(BlockKind.PARAGRAPH, runs=(Run("a"),))]
    )
    assert written.source.startswith("***\n")


def test_an_empty_document_takes_its_first_words() -> None:
    document = Document.open("")
    assert document.blocks == ()
    assert document.write([Block(BlockKind.PARAGRAPH, runs=(Run("First"),))]).source == "First\n"


def test_text_that_looks_like_marks_is_escaped_just_enough() -> None:
    def said(text: str) -> str:
        return (
            Document.open("").write([Block(BlockKind.PARAGRAPH, runs=(Run(text),))]).source.strip()
        )

    assert said("snake_case and 5 * 3") == "snake_case and 5 * 3"
    assert said("AT&T") == "AT&T"
    assert said("*x*") == "\\*x\\*"
    assert said("# no heading") == "\\# no heading"
    assert said("1986. A year") == "1986\\. A year"
    assert said("- no list") == "\\- no list"


def test_both_hands_can_be_marked_at_once() -> None:
    runs = (Run("a "), Run("b", Marks(bold=True)), Run(" c", Marks(bold=True, italic=True)))
    written = Document.open("").write([Block(BlockKind.PARAGRAPH, runs=normal(runs))])
    assert written.unproven == ()
    assert Document.open(written.source).blocks[0].runs == normal(runs)


@pytest.mark.parametrize("source", ["one\n\ntwo\n\nthree\n", "- a\n- b\n\ntext\n"])
def test_reopening_tells_which_blocks_are_different(source: str) -> None:
    document = Document.open(source)
    again, none = document.reopen(source)
    assert none == ()
    assert again.blocks == document.blocks
    changed, patches = document.reopen(source.replace("two", "2").replace("text", "words"))
    (patch,) = patches
    shown = [*document.blocks[: patch.start], *patch.blocks, *document.blocks[patch.end :]]
    assert blocks_key(shown) == blocks_key(changed.blocks)
    assert patch.end - patch.start == 1


@pytest.mark.parametrize("seed", range(40))
def test_the_caret_crosses_to_the_source_and_back(seed: int) -> None:
    dice = random.Random(seed)
    document = Document.open(Writer(seed + 9000).text())
    places = editable(document)
    if not places:
        pytest.skip("nothing to stand in")
    index = dice.choice(places)
    block = document.blocks[index]
    length = sum(len(run.text) for run in block.runs)
    offset = dice.randint(0, length)
    at = document.to_source(document.blocks, index, offset)
    assert 0 <= at <= len(document.source)
    back_index, back = document.to_blocks(at)
    assert back_index == index
    assert abs(back - offset) <= 2


def test_a_card_is_edited_in_place() -> None:
    source = "a\n\n<div>\nx\n</div>\n\nb\n"
    document = Document.open(source)
    card = document.blocks[1]
    assert card.kind is BlockKind.SOURCE
    written = document.write(
        [document.blocks[0], replace(card, text="<div>\ny\n</div>"), document.blocks[2]]
    )
    assert written.source == source.replace("x", "y")


@pytest.mark.parametrize(
    "source",
    [
        "1. [^1]: Kept.\n",
        "- [x]: https://example.org\n- y\n",
        "- *[TLA]: Kept.\n",
        "TLA\n*[TLA]: x\n",
    ],
)
def test_a_definition_inside_a_block_is_shown_so_that_no_typing_takes_it_away(source: str) -> None:
    (block,) = Document.open(source).blocks
    assert (block.kind, block.text) == (BlockKind.SOURCE, source.rstrip("\n"))


@pytest.mark.parametrize("head", ["words", "words\n===", "    code", "- item"])
@pytest.mark.parametrize("behind", ["", "\n\nA paragraph[^1].\n\nThe end."])
def test_indented_lines_behind_a_note_that_stands_in_a_block_are_the_notes(
    head: str, behind: str
) -> None:
    note = f"{head}\n[^1]: A note.\n\n    More of it."
    document = Document.open(f"{note}{behind}\n")
    assert document.blocks[0] == Block(BlockKind.SOURCE, text=note, segment=0)
    assert len(document.blocks) == 1 + behind.count("\n\n")


def test_what_says_something_else_alone_stays_with_what_stands_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("newsroom.text.segments._FOOTNOTE", re.compile("(?!)"))  # a wrong guess
    source = "One.\n\nwords\n[^1]: A note.\n\n    More of it.\n"
    blocks = Document.open(source).blocks
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH, BlockKind.SOURCE]
    assert blocks[1].text in source


def test_private_characters_are_words_but_for_our_own() -> None:
    """Symbols of one face, the mark of a maker of computers: people paste them."""
    assert {CARET, NOTE} <= set(UNMODELLED.findall("".join(map(chr, range(0xE000, 0xF900)))))
    blocks = Document.open(f"\ue000 *\uf8ff*\n\n{CARET}\n\n{NOTE}\n").blocks
    assert [block.kind for block in blocks] == [
        BlockKind.PARAGRAPH, BlockKind.SOURCE, BlockKind.SOURCE,
    ]  # fmt: skip
    assert [run.text for run in blocks[0].runs] == ["\ue000 ", "\uf8ff"]


@pytest.mark.parametrize("fence", ["```", "~~~~", "``` python"])
@pytest.mark.parametrize("code", ["more", "more\n```\n~~~~\nmore"])
def test_code_closes_no_fence_that_stood_open_above(fence: str, code: str) -> None:
    """What was words between the two would be code."""
    source = f"{fence}\n\nwords\n\nend\n"
    document = Document.open(source)
    blocks = list(document.blocks)
    assert [block.kind for block in blocks] == [BlockKind.PARAGRAPH] * 3
    blocks.insert(2, Block(BlockKind.CODE, text=code, fence=fence[0]))
    written = document.write(blocks)
    assert not written.unproven
    assert written.source.startswith(source[: source.index("end")])
    assert blocks_key(Document.open(written.source).blocks) == blocks_key(blocks)


@pytest.mark.parametrize("mark", ["- ", "- [ ] ", "> - ", "1. "])
def test_code_may_follow_the_words_of_an_item(mark: str) -> None:
    quote = "> " if mark[0] == ">" else ""
    blank, inside = quote.rstrip(), quote + " " * 4
    document = Document.open(f"{mark}words\n{blank}\n{inside}more\n")
    words, more = document.blocks
    code = replace(more, kind=BlockKind.CODE, runs=(), text="more", fence="`")
    written = document.write([words, code])
    assert not written.unproven
    assert written.source == f"{mark}words\n{blank}\n{inside}    more\n"


def test_words_that_leave_a_box_are_no_part_of_the_cards_below_it() -> None:
    document = Document.open("::: box\n\nwords\n\n:::\n# Head\n# \n# More\n")
    words, *others = document.blocks
    assert [block.kind for block in others] == [
        BlockKind.HEADING, BlockKind.SOURCE, BlockKind.HEADING,
    ]  # fmt: skip
    written = document.write([replace(words, stack=()), *others])
    assert written.source == "words\n\n# Head\n# \n# More\n"
    assert blocks_key(Document.open(written.source).blocks) == blocks_key(
        [replace(words, stack=()), *others]
    )


def test_definitions_part_no_quotations() -> None:
    """They say nothing: the quotations above and below would be read as one."""
    document = Document.open("Words.\n\n[a]: https://example.org/a\n\n> below [a]\n")
    blocks = list(document.blocks)
    blocks[0] = replace(blocks[0], stack=(Container("quote"),))
    written = document.write(blocks)
    assert not written.unproven
    read = Document.open(written.source).blocks
    shown = [block for block in read if block.text != "<!-- -->"]
    assert blocks_key(shown) == blocks_key(blocks)
    assert Document.open(written.source).write(read).source == written.source


@pytest.mark.parametrize(
    ("source", "task"),
    [("- [ ]\n", False), ("- [x] \n", True), ("- [ ] a\n- [X]\n- [ ] b\n", True)],
)
def test_a_task_may_be_a_box_without_words(source: str, task: bool) -> None:
    document = Document.open(source)
    empty = [block for block in document.blocks if not block.runs]
    assert [block.task for block in empty] == [task]
    assert document.write(document.blocks).source == source
    assert 'class="task"' in render(source)


@pytest.mark.parametrize(
    "source", ["- [x]\\_\n", "- [ ]**b**\n", "- [x](y)\n", "- \\[ ]\n", "[ ]\n", "- [ ]a\n"]
)
def test_a_box_is_no_task_where_words_touch_it_or_no_item_begins(source: str) -> None:
    assert [block.task for block in Document.open(source).blocks] == [None]
    assert 'class="task"' not in render(source)


def test_words_that_are_only_a_box_are_written_as_words() -> None:
    document = Document.open("- a\n")
    (item,) = document.blocks
    written = document.write([replace(item, runs=(Run("[ ]"),))])
    assert not written.unproven
    (again,) = Document.open(written.source).blocks
    assert (again.task, again.runs) == (None, (Run("[ ]"),))


def test_a_heading_of_hyphens_that_comes_first_stays_one() -> None:
    document = Document.open("Head\n====\n\nOther\n---\n")
    first, *rest = document.blocks
    written = document.write([replace(first, runs=(Run("---"),)), *rest])
    read = Document.open(written.source).blocks
    assert [(block.kind, block.runs) for block in read] == [
        (BlockKind.HEADING, (Run("---"),)),
        (BlockKind.HEADING, (Run("Other"),)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<figur[linked](https://example.org/a)\\ e>\n",
        "x <b [l](u) y>z</b>\n",
        "a <i `q`> b\n",
        "a <i ![x](y)> b\n",
    ],
)
def test_a_tag_that_holds_markdown_stays_as_it_is_written(text: str) -> None:
    # The parser puts into the tag what the link became; its HTML was shown as the writer's words.
    blocks = Document.open(text).blocks
    assert [(block.kind, block.text) for block in blocks] == [(BlockKind.SOURCE, text.rstrip("\n"))]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "text",
    [
        "one _two_\\\n^2^ __three__\nfour\n",
        "> one  \n> ^2^ two `x`\n> _y_ z\n",
        "- a _b_\n  ^2^ c\n\n  d **e**\n",
        "a\\\nb&nbsp;\n~~c~~\n",
    ],
)
def test_a_place_in_the_source_never_parts_a_line_end_and_comes_in_order(
    text: str, newline: str
) -> None:
    source = text.replace("\n", newline)
    document = Document.open(source)
    for index, block in enumerate(document.blocks):
        size = sum(len(run.text) for run in block.runs)
        spaced = [
            replace(
                document.blocks[index], runs=(*block.runs[:n], Run(" ", Marks()), *block.runs[n:])
            )
            for n in range(len(block.runs))
        ]
        for shown in (block, *spaced):
            blocks = [*document.blocks[:index], shown, *document.blocks[index + 1 :]]
            written = document.write(blocks).source
            places = [document.to_source(blocks, index, at) for at in range(size + 1)]
            assert places == sorted(places)
            assert not [at for at in places if written[at - 1 : at + 1] == "\r\n"]


@pytest.mark.parametrize(
    ("source", "typed"),
    [
        ("line  \n::: pullquot\n\nmore\n\n:::\n", "e"),
        ("line  \n::: bo\n\nmore\n\n:::\n", "x Title"),
        ("::: box\n\nmore\n\nline  \n::\n\nlast\n", ":"),
    ],
)
def test_words_open_nothing_that_stands_open_or_closed_elsewhere(source: str, typed: str) -> None:
    document = Document.open(source)
    at = next(n for n, b in enumerate(document.blocks) if b.runs and "::" in b.runs[-1].text)
    block = document.blocks[at]
    run = Run(block.runs[-1].text + typed, block.runs[-1].marks)
    changed = [*document.blocks]
    changed[at] = replace(block, runs=(*block.runs[:-1], run))
    written = document.write(changed)
    assert not written.unproven
    assert blocks_key(Document.open(written.source).blocks) == blocks_key(changed)

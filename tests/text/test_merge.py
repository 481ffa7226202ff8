"""Three texts into one: nothing lost, nothing broken, and no matter which side is which."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.text.compare import Story
from newsroom.text.merge import Merged, merge, merge_paragraphs, merge_stories
from newsroom.text.parse import Parser
from newsroom.text.reading import Reading
from newsroom.text.words import words
from tests.text.editing import Editor
from tests.text.writing import Writer

TRIPLES = 200
PARSER = Parser()


def put(base: str, mine: str, theirs: str) -> Merged:
    return merge(base, mine, theirs, parser=PARSER)


BASE = (
    "# The ferry\n\n"
    "The last boat leaves at half past eight from the old quay.\n\n"
    "The council meets on Monday to speak about money and time.\n\n"
    "- bread and salt\n- milk\n- eggs of the day\n\n"
    "Nobody asked the people who live on the island.\n"
)


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ([("eight", "nine")], [("Monday", "Friday")], [("eight", "nine"), ("Monday", "Friday")]),
        ([("eight", "nine")], [("old", "new")], [("eight", "nine"), ("old", "new")]),
        ([("last", "**last**")], [("old ", "")], [("last", "**last**"), ("old ", "")]),
        ([("- milk\n", "")], [("eggs", "ten eggs")], [("- milk\n", ""), ("eggs", "ten eggs")]),
        ([("- milk\n", "- milk\n- tea\n")], [("- bread", "- wine\n- bread")],
         [("- milk\n", "- milk\n- tea\n"), ("- bread", "- wine\n- bread")]),
        ([("# The", "## The")], [("ferry", "boats")], [("# The ferry", "## The boats")]),
        ([("eight", "nine")], [("eight", "nine")], [("eight", "nine")]),
        ([(" from the old quay", "")], [("# The", "# Our")],
         [(" from the old quay", ""), ("# The", "# Our")]),
        ([("quay.\n\nThe council", "quay. The council")], [("Monday", "Friday")],
         [("quay.\n\nThe council", "quay. The council"), ("Monday", "Friday")]),
    ],
)  # fmt: skip
def test_what_either_side_did_is_there(
    mine: list[tuple[str, str]], theirs: list[tuple[str, str]], both: list[tuple[str, str]]
) -> None:
    def done(edits: list[tuple[str, str]]) -> str:
        text = BASE
        for old, new in edits:
            assert old in text
            text = text.replace(old, new, 1)
        return text

    assert put(BASE, done(mine), done(theirs)) == Merged(done(both))
    assert put(BASE, done(theirs), done(mine)) == Merged(done(both))
    windows = [done(edits).replace("\n", "\r\n") for edits in (mine, theirs, both)]
    assert put(BASE.replace("\n", "\r\n"), *windows[:2]).text == windows[2]


def test_a_moved_paragraph_takes_the_other_sides_words_along() -> None:
    head, boat, council, items, nobody = BASE.strip().split("\n\n")
    mine = "\n\n".join([head, council, items, nobody, boat]) + "\n"
    theirs = BASE.replace("half past eight", "nine")
    wanted = mine.replace("half past eight", "nine")
    assert put(BASE, mine, theirs) == Merged(wanted)
    assert put(BASE, theirs, mine) == Merged(wanted)


def test_both_bring_something_at_one_place() -> None:
    mine, theirs = BASE + "\nMine came.\n", BASE + "\nTheirs came.\n"
    made = put(BASE, mine, theirs)
    assert made == put(BASE, theirs, mine)
    assert made.text == BASE + "\nMine came.\n\nTheirs came.\n"
    assert not made.conflicts


@pytest.mark.parametrize(
    ("mine", "theirs", "clash"),
    [
        (("eight", "nine"), ("eight", "ten"), ("eight", "nine", "ten")),
        (("old", "**old**"), ("old", "new"), ("old", "**old**", "new")),
        (("leaves at", "leaves us at"), ("leaves at", "leaves me at"), ("", "us ", "me ")),
    ],
)
def test_a_clash_has_both_texts_and_its_place(
    mine: tuple[str, str], theirs: tuple[str, str], clash: tuple[str, str, str]
) -> None:
    made = put(BASE, BASE.replace(*mine), BASE.replace(*theirs))
    assert made.text == BASE.replace(*mine)
    (found,) = made.conflicts
    assert (found.base, found.mine, found.theirs) == clash
    assert made.text[found.start : found.end] == clash[1]


def test_what_one_side_cut_and_the_other_changed_stands_and_is_told() -> None:
    gone = BASE.replace("The council meets on Monday to speak about money and time.\n\n", "")
    changed = BASE.replace("Monday", "Friday")
    for made in (put(BASE, gone, changed), put(BASE, changed, gone)):
        assert made.text == changed
        (found,) = made.conflicts
        assert "Friday" in found.mine + found.theirs
        assert "" in (found.mine, found.theirs)
        assert "Friday" in made.text[found.start : found.end]


def test_no_merge_lets_a_parked_word_out() -> None:
    base = "One %%secret name here%% and more words follow.\n"
    made = put(base, base.replace("%%secret name here%%", "%%secret%% name here"), base.replace(
        "name here%%", "name%% here"))  # fmt: skip
    read = Reading(made.text, PARSER)
    runs = [run for block in read.blocks(read.units[0]) for run in block.runs]
    assert all(run.marks.noted for run in runs if "secret" in run.text)


def test_stories_are_merged_field_by_field() -> None:
    base = Story("Body one.\n", {"headline": "Ferry stops at night", "dek": "x"})
    mine = Story("Body one two.\n", {"headline": "Ferry stops at noon", "dek": "x"})
    theirs = Story("Body 1.\n", {"headline": "Boat stops at night", "dek": "y", "kicker": "Port"})
    made = merge_stories(base, mine, theirs)
    assert made.story.body == "Body 1 two.\n"
    assert made.story.fields == {"headline": "Boat stops at noon", "dek": "y", "kicker": "Port"}
    assert not made.conflicts
    clash = merge_stories(base, mine, Story("Body three.\n", {"headline": "Ferry stops at ten"}))
    assert set(clash.conflicts) == {"headline"}
    assert clash.conflicts["headline"][0].theirs == "ten"


def triple(seed: int) -> tuple[str, str, str]:
    base = Writer(seed).text()
    return base, Editor(seed + 1).next(base, 3), Editor(seed + 2).next(base, 3)


def counted(text: str) -> Counter[str]:
    return Counter(w for w in words(re.sub(r"[*_~^%`\\]", "", text)) if w[0].isalnum())


@pytest.mark.parametrize("seed", range(0, TRIPLES * 3, 3))
def test_nothing_is_lost_and_sides_do_not_matter(seed: int) -> None:
    base, mine, theirs = triple(seed)
    made = put(base, mine, theirs)
    turned = put(base, theirs, mine)
    assert len(made.conflicts) == len(turned.conflicts)
    if not made.conflicts:
        assert made.text == turned.text
    everything = counted(made.text + " ".join(f" {c.mine} {c.theirs} " for c in made.conflicts))
    for side in (mine, theirs):
        brought = counted(side) - counted(base)
        lost = [word for word in brought if word not in everything]
        assert lost == []
    for clash in made.conflicts:
        assert 0 <= clash.start <= clash.end <= len(made.text)
    assert put(base, mine, base).text == mine
    assert put(base, base, theirs).text == theirs
    assert put(base, mine, mine).text == mine


@settings(max_examples=150, deadline=None)
@given(*[st.text(alphabet="ab \n*_`[]()>#-1.|~%\r", max_size=60) for _ in range(3)])
def test_heaps_of_marks_merge_too(base: str, mine: str, theirs: str) -> None:
    made = put(base, mine, theirs)
    assert isinstance(made.text, str)
    assert put(base, mine, base).text == mine


@settings(max_examples=150, deadline=None)
@given(*[st.lists(st.sampled_from(["a", "b", "c", "d", ","]), max_size=12) for _ in range(3)])
def test_plain_words_commute(base: list[str], mine: list[str], theirs: list[str]) -> None:
    texts = [" ".join(text) for text in (base, mine, theirs)]
    made = merge(*texts, plain=True)
    turned = merge(texts[0], texts[2], texts[1], plain=True)
    if not made.conflicts and not turned.conflicts:
        assert made.text == turned.text


def test_both_changed_a_tables_head() -> None:
    base = "| when | what |\n|---|---|\n| 8 pm | boat |\n| 9 pm | bus |\n"
    mine, theirs = (
        base.replace("when", "time"),
        base.replace("what", "thing").replace("bus", "tram"),
    )
    made = put(base, mine, theirs)
    assert made == put(base, theirs, mine)
    assert made.text == mine.replace("what", "thing").replace("bus", "tram")


def test_cards_are_settled_whole_and_notes_by_word() -> None:
    base = "<div>\n<p>one two</p>\n</div>\n\nText.\n"
    made = put(base, base.replace("one", "1"), base.replace("two", "2"))
    assert made.text == base.replace("one", "1")
    (clash,) = made.conflicts
    assert "<p>one 2</p>" in clash.theirs
    note = "A[^1] b.\n\n[^1]: The first note here.\n"
    made = merge_paragraphs(note, note.replace("first", "1st"), note.replace("here", "there"))
    assert made == Merged(note.replace("first", "1st").replace("here", "there"))
    code = "```\nx = 1\n\ny = 2\n```\n"
    made = put(code, code.replace("1", "10"), code.replace("2", "20"))
    assert made == Merged(code.replace("1", "10").replace("2", "20"))
    table = "| a |\n|---|\n| x |\n"
    wider = "| a | b |\n|---|---|\n| x | y |\n"
    made = put(table, wider, table.replace("x", "z"))
    assert made.conflicts
    heads = put(table, table.replace("| a |", "| b |"), table.replace("| a |", "| c |"))
    assert [(c.mine, c.theirs) for c in heads.conflicts] == [("b", "c")]

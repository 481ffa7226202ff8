"""Two states of a story: what a reader is told, and that it is exact whatever is taken."""

import random
import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.text.compare import BODY, Comparison, Story, compare
from newsroom.text.counts import count_words
from newsroom.text.parse import Parser
from newsroom.text.reading import Reading
from newsroom.text.rendered import (
    BREAK,
    Fate,
    Fold,
    Mark,
    field_pieces,
    folded,
    passages,
    source_pieces,
)
from tests.text.editing import pair

PAIRS = 250
PARSER = Parser()


def between(old: str, new: str) -> Comparison:
    return compare(Story(old), Story(new), PARSER)


def told(made: Comparison) -> list[str]:
    return [f"{c.kind}: {c.before} > {c.after}" for c in made.changes if c.shown]


BOATS = "The last boat left Quay Street at half past eight.\n"
TIMES = (
    "The first boat leaves at noon. It comes back at one.\n\n"
    "The second boat leaves at two. It comes back at three.\n"
)
THREE = (
    "First paragraph about the harbour and boats.\n\n"
    "Second is about council money.\n\n"
    "Third speaks of schools today.\n"
)


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        (BOATS, BOATS.replace("Street", "Road"), ["replaced: Street > Road"]),
        (BOATS, BOATS.replace(" last", ""), ["cut: last  > "]),
        (BOATS, BOATS.replace("last", "very last"), ["added:  > very "]),
        (BOATS, BOATS.replace("last", "**last**"), ["format: last > last"]),
        ("H2O x2\n", "H~2~O x^2^\n", ["format: H2O > H2O", "format: x2 > x2"]),
        ("a parked word\n", "a %%parked%% word\n", ["format: parked > parked"]),
        ("[the map](http://a) b\n", "[the map](http://b) b\n", ["link: the map > the map"]),
        ("![x](a.png) b\n", "![x](c.png) b\n", ["link: \ufffc > \ufffc"]),
        (
            BOATS + "\nOther words follow here.\n",
            BOATS.replace("Street at", "Street\n\nat") + "\nOther words follow here.\n",
            ["structure:   > "],
        ),
        ("One two three.\n\nFour five six.\n", "One two three. Four five six.\n",
         ["structure:  >  "]),
        (
            THREE,
            "\n\n".join(THREE.strip().split("\n\n")[1:])
            + "\n\nFirst paragraph about the harbour and two boats.\n",
            [
                (
                    "moved: First paragraph about the harbour and boats."
                    " > First paragraph about the harbour and two boats."
                ),
                "added:  > two ",
            ],
        ),
        ("## Head\n", "### Head\n", ["structure:  > "]),
        # Cut from the middle of a paragraph into the next, or over more, and written at the place.
        (TIMES, TIMES.replace("It comes back at one.\n\nThe second boat leaves", "leaves"),
         ["cut: It comes back at one.\nThe second boat  > "]),
        (TIMES, TIMES.replace("back at one.\n\nThe second", "boat"),
         ["replaced: back at one.\nThe second > boat"]),
        (THREE, "First paragraph about the speaks of schools today.\n",
         ["cut: harbour and boats.\nSecond is about council money.\nThird  > "]),
        # Split, and the second half begun anew.
        (THREE, THREE.replace("the harbour", "the\n\nWords which were never here before. harbour"),
         ["added:  > Words which were never here before."]),
        ("- pears and plums from town\n- figs\n", "- pears\n- and plums from town\n- figs\n",
         ["structure:   > "]),
        ("- pears\n- and plums from town\n- figs\n", "- pears and plums from town\n- figs\n",
         ["structure:  >  "]),
        ("1. pears and plums\n2. figs\n", "1. pears\n2. and plums\n3. figs\n",
         ["structure:   > "]),
        ("Title\n=====\n\ntext\n", "# Title\n\ntext\n", []),
        ("text here\n", "> text here\n", ["structure: text here > text here"]),
        ("- a\n- b\n", "1. a\n2. b\n", ["structure: a … b > a … b"]),
        ("- a one\n- b two\n- c three\n", "- b two\n- a one\n- c three\n",
         ["moved: b two > b two"]),
        ("1. a one\n2. b two\n", "1. x new\n2. a one\n3. b two\n", ["added:  > x new"]),
        ("- a\n- b\n", "* a\n* b\n", []),
        ("a\nb c d\n", "a b c\nd\n", []),
        ("a\n\nb\n", "a\n\n\n\nb\n\n", []),
        ("a\nb\n", "a\r\nb\r\n", []),
        ("| a | b |\n|---|---|\n| one | two |\n", "| a | b |\n|---|---|\n| one | 2 |\n| x | y |\n",
         ["replaced: two > 2", "added:  > x\ny"]),
        ("| a | b |\n|---|---|\n| one | |\n", "| a | b |\n|---|---|\n| one | new |\n",
         ["added:  > new"]),
        ('![x](s.png "A cap")\n', '![x](s.png "A better cap"){: credit="AP" }\n',
         ["added:  > better ", "added:  > AP"]),
        ('![x](s.png "A cap"){: credit="AP" }\n', '![x](t.png "A cap"){: credit="AP" }\n',
         ["link:  > "]),
        ('![x](s.png "A cap")\n', '![x](t.png "A better cap")\n',
         ["link:  > ", "added:  > better "]),
        # A row is known by its first cell, whatever else came beside it.
        ("| a | b |\n|---|---|\n| Bob | nine |\n",
         "| a | b |\n|---|---|\n| Bob | eight |\n| Di | 2 |\n",
         ["replaced: nine > eight", "added:  > Di\n2"]),
        ("Note[^1] here.\n\n[^1]: The first.\n", "Note[^1] here.\n\n[^1]: The last.\n",
         ["replaced: first > last"]),
        ("کتاب خوب می‌شود امروز\n", "کتاب بسیار خوب نمی‌شود امروز\n",
         ["added:  > بسیار ", "replaced: می‌شود > نمی‌شود"]),
        ("港口城市的渡轮明天停运。\n", "港口城市的渡轮后天停运。\n", ["replaced: 明 > 后"]),
        ("Go 🇮🇷 now\n", "Go 🇫🇷 now\n", ["replaced: 🇮🇷 > 🇫🇷"]),
        ("```py\nx = 1\n```\n", "```py\nx = 2\n```\n", ["replaced: 1 > 2"]),
        ("foo ,bar\n", "foo,bar\n", ["cut:   > "]),
        ("", "New.\n", ["added:  > New."]),
        ("Old.\n", "", ["cut: Old. > "]),
    ],
)  # fmt: skip
def test_changes_are_told_as_a_reader_sees_them(old: str, new: str, changes: list[str]) -> None:
    made = between(old, new)
    assert told(made) == changes
    assert made.apply(()).body == old
    assert made.without(()).body == new


def test_a_change_says_where_it_stands_in_both_sources() -> None:
    old = "a\r\n\r\nThe **old** word\r\n\r\ngone\r\n"
    new = "b a\r\n\r\nThe **new** word\r\n"
    made = between(old, new)
    places = [([old[a:b] for a, b in c.old], [new[a:b] for a, b in c.new]) for c in made.shown]
    assert places == [([""], ["b "]), (["**old**"], ["**new**"]), (["gone"], [])]
    assert [c.number for c in made.changes] == list(range(1, len(made.changes) + 1))


def test_fields_are_compared_by_word_and_come_first() -> None:
    old = Story("Body.\n", {"headline": "Ferry stops", "dek": "Same"})
    new = Story("Body!\n", {"headline": "Night ferry stops", "dek": "Same", "kicker": "Port"})
    made = compare(old, new, PARSER)
    assert [(c.field, c.after) for c in made.shown] == [
        ("headline", "Night ferry"), ("kicker", "Port"), (BODY, "!"),
    ]  # fmt: skip
    assert made.apply(()) == old
    assert made.without(()) == new
    assert made.restored(field="headline").fields["headline"] == "Ferry stops"
    assert made.restored(field="headline").body == new.body
    assert [p.mark for p in field_pieces(made, "dek")] == [Mark.SAME]
    assert field_pieces(made, "nothing") == ()
    assert [(p.text, p.mark) for p in source_pieces(made, "headline")] == [
        ("Ferry", Mark.CUT), ("Night ferry", Mark.ADDED), (" stops", Mark.SAME),
    ]  # fmt: skip


def test_one_paragraph_is_brought_back_and_later_work_stays() -> None:
    old = "One stays.\n\nTwo was like this before.\n\nThree.\n"
    new = "One stays here.\n\nTwo is not like that now.\n\nThree and four.\n"
    back = between(old, new).restored(place=new.index("not like"))
    assert back.body == "One stays here.\n\nTwo was like this before.\n\nThree and four.\n"
    back = between(old, new).restored(old_place=old.index("this before"))
    assert back.body == "One stays here.\n\nTwo was like this before.\n\nThree and four.\n"
    other = "One stays here.\n\nNothing of it left over.\n\nThree and four.\n"
    back = between(old, other).restored(place=other.index("left"))
    assert back.body == "One stays here.\n\nTwo was like this before.\n\nThree and four.\n"
    assert between("", "").restored(place=3).body == ""
    windows = new.replace("\n", "\r\n")
    back = between(old.replace("\n", "\r\n"), windows).restored(place=windows.index("four"))
    assert back.body == "One stays here.\r\n\r\nTwo is not like that now.\r\n\r\nThree.\r\n"


def sides(made: Comparison) -> tuple[str, str]:
    """What the shown source says on either side."""
    shown = source_pieces(made)
    return (
        "".join(piece.text for piece in shown if piece.mark is not Mark.ADDED),
        "".join(piece.text for piece in shown if piece.mark is not Mark.CUT),
    )


@pytest.mark.parametrize("seed", range(PAIRS))
def test_any_two_versions_lead_into_each_other(seed: int) -> None:
    """All changes give the new text and none the old one, byte for byte; both are shown whole."""
    old, new = pair(seed)
    made = between(old, new)
    numbers = [change.number for change in made.changes]
    assert numbers == list(range(1, len(numbers) + 1))
    assert made.apply(()).body == old
    assert made.apply(numbers).body == new
    assert made.without(()).body == new
    assert sides(made) == (made.body.old.text, made.body.new.text)
    assert bool(numbers) == (old != new)
    read = passages(made)
    seen = {number for passage in read for number in passage.changes}
    assert {change.number for change in made.shown} <= seen
    for change in made.changes:
        assert all(0 <= a <= b <= len(old) for a, b in change.old)
        assert all(0 <= a <= b <= len(new) for a, b in change.new)


def bare(text: str) -> str:
    """The letters of a text, its blanks and the walls between lists left out."""
    return re.sub(r"[\s|:-]|<!---->", "", "".join(text.split()))


@pytest.mark.parametrize("seed", range(0, PAIRS, 2))
def test_any_part_of_the_changes_leaves_all_else_alone(seed: int) -> None:
    """Blocks that no chosen change touches keep their bytes; the words are those meant."""
    old, new = pair(seed)
    made = between(old, new)
    dice = random.Random(seed)
    for _ in range(3):
        chosen = {c.number for c in made.changes if dice.random() < 0.5}
        got = made.apply(chosen).body
        read = Reading(got, PARSER)
        meant: list[str] = []
        for slot in made.body.script.slots:
            if not slot.stands(chosen):
                continue
            weave = slot.region.weave
            if weave is None:
                side = made.body.old if slot.region.old else made.body.new
                units = slot.region.old or slot.region.new
                meant += [side.words(unit) for unit in units]
                assert all(unit.source in read.text for unit in units)
            else:
                meant.append("".join(token.text for token in weave.mixed(chosen)))
        if not re.search(r"^\s*\[[^\]]+\]:", old + new, re.MULTILINE):  # links come and go
            assert bare("".join(read.words(unit) for unit in read.units)) == bare("".join(meant))


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="ab \n\t*_`[]()>#-1.|~^%&\\:\r", max_size=80),
    st.text(alphabet="ab \n\t*_`[]()>#-1.|~^%&\\:\r", max_size=80),
)
def test_heaps_of_marks_are_exact_too(old: str, new: str) -> None:
    made = between(old, new)
    assert made.apply(()).body == old
    assert made.without(()).body == new
    for change in made.changes:
        assert isinstance(made.apply({change.number}).body, str)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_at_all_is_exact(old: str, new: str) -> None:
    made = compare(Story(old, {"dek": old}), Story(new, {"dek": new}), PARSER)
    assert made.apply(()) == Story(old, {"dek": old})
    assert made.without(()) == Story(new, {"dek": new})


def test_the_rendered_page_tells_every_kind_apart() -> None:
    moves = "Moves far down here.\n\n"
    old = f"# Head\n\nOne **bold** word [x](http://a).\n\nGoes away now.\n\n{moves}The end stays.\n"
    new = (
        f"## Head\n\nOne bold word [x](http://b) more.\n\nThe end stays.\n\n{moves}New one comes.\n"
    )
    read = passages(between(old, new))
    found = [(p.fate, p.shape.kind, p.was is not None) for p in read]
    assert found[:2] == [(Fate.STAYS, "h", True), (Fate.STAYS, "p", False)]
    assert Counter(fate for fate, *_rest in found) == {
        Fate.STAYS: 3, Fate.CUT: 1, Fate.FROM: 1, Fate.TO: 1, Fate.ADDED: 1,
    }  # fmt: skip
    marks = [(piece.text, piece.mark) for piece in read[1].cells[0]]
    assert ("bold", Mark.SET) in marks
    assert ("x", Mark.SET) in marks
    assert (" more", Mark.ADDED) in marks
    bold = next(piece for piece in read[1].cells[0] if piece.text == "bold")
    assert bold.was is not None
    assert bold.was.bold
    assert not bold.look.bold
    assert [p.new for p in read if p.new >= 0 and p.fate is not Fate.FROM] == [0, 1, 2, 3, 4]


def test_split_paragraphs_show_the_seam_and_rows_their_cells() -> None:
    (first, second) = passages(between("One two. Three four.\n", "One two.\n\nThree four.\n"))
    assert first.cells[0][-1].text == BREAK
    assert first.cells[0][-1].mark is Mark.ADDED
    assert second.cells[0][0].text == "Three four."
    table = "| a | b |\n|---|---|\n| one | two |\n"
    rows = passages(between(table, table.replace("two", "2")))
    assert [len(row.cells) for row in rows] == [2, 2]
    assert [piece.text for piece in rows[1].cells[1]] == ["two", "2"]


def test_a_picture_shows_its_words_and_a_list_that_turned_is_one_change() -> None:
    picture = '![x](s.png "A cap"){: credit="AP" }\n\nWords here.\n'
    (shown, _words) = passages(between(picture, picture.replace("Words", "More words")))
    assert shown.shape.picture == "s.png"
    assert [[p.text for p in cell] for cell in shown.cells] == [["x"], ["A cap"], ["AP"]]
    made = between("- a **b** c\n- d\n", "1. a **b** x\n2. d\n")
    assert [c.number for c in made.changes] == [1]
    code = between("```\na\n\nb c\n```\n", "```\na\n\nb d\n```\n")
    assert told(code) == ["replaced: c > d"]
    away = passages(between("# One\n\nTwo three four.\n", "> One\n"))
    assert {number for passage in away for number in passage.changes}


def test_long_stretches_without_change_are_folded() -> None:
    old = "\n\n".join(f"Paragraph number {n}." for n in range(20))
    made = between(old, old.replace("number 9", "no. 9"))
    found = folded(passages(made))
    assert [type(one).__name__ for one in found] == [
        "Fold",
        "Passage",
        "Passage",
        "Passage",
        "Fold",
    ]
    assert isinstance(found[0], Fold)
    assert found[0].words == 8 * 3
    assert folded(passages(between(old, old)))[0].passages == passages(between(old, old))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 20_000, "b a c " * 15_000),
        ("Same.\n\n" * 3_000, "Same.\n\nOther.\n\n" * 2_000),
        ("[" * 30_000, "[" * 20_000 + "]" * 5_000),
        ("- item\n" * 8_000, "- item\n- x y\n" * 4_000),
        ("> " * 2_000 + "a\n\n" * 500, "> " * 1_900 + "a\n\n" * 600),
    ],
)
def test_hostile_texts_are_bounded(old: str, new: str) -> None:
    start = time.process_time()
    made = between(old, new)
    assert time.process_time() - start < 8
    assert made.apply(()).body == old
    assert made.without(()).body == new


def test_one_correction_in_ninety_paragraphs_alike_is_ninety_changes() -> None:
    old = "\n\n".join(f"Paragraph {n} says that the boat is red." for n in range(90)) + "\n"
    new = f"New.\n\n{old.replace('red', 'blue')}"
    kinds = [change.kind.value for change in between(old, new).shown]
    assert sorted(kinds) == ["added", *["replaced"] * 90]


TABLE = "| Year | Harbour |\n|---|--:|\n| 2024 | Old pier |\n"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("", TABLE, 5),
        (BOATS, f"{BOATS}\n{TABLE}", 5),
        (TABLE, f"{TABLE}| 1999 | New pier |\n", 3),
        (TABLE, TABLE.replace("pier", "stone pier"), 1),
        ("Text.\n", "Text.\n\n| no | table |\n|---|\n", 2),
        ("Text.\n", "Text – text.\n\n---\n\n```\na = b\n```\n", 3),
        ("Text.\n", 'Text.\n\n![Two boats](a.jpg "Cap"){: credit="Me"}\n', 2),
        ("Text.\n", "Text.\n\n::: box Two words\n\nThree more here.\n\n:::\n", 5),
        ("Text.\n", "Text.\n\n<!-- for the desk -->\n", 0),
        ("One two three.\n", "One **two** %%three%%.\n", 0),
        ("One %%two%%.\n", "One %%two and more%%.\n", 0),
        ("One two.\n\nThree four.\n", "One two. Three four.\n", 0),
        ("One two three.\n", "One three.\n", 0),
        (BOATS + "\n" + THREE, THREE + "\n" + BOATS.replace("last", "very last"), 1),
        ("A.\r\n\r\nTwo boats.\r\n", "A.\r\n\r\nTwo old boats.\r\n\r\nC d.\r\n", 3),
        ("متن.\n", "متن می\u200cشود.\n", 1),
    ],
)
def test_words_that_came_are_counted_as_the_story_counts_them(
    old: str, new: str, words: int
) -> None:
    assert between(old, new).words_added() == words


def test_words_that_came_into_a_field_are_counted_by_its_name() -> None:
    made = compare(
        Story(fields={"headline": "", "dek": "Boats go"}),
        Story(fields={"headline": "Harbour at night", "dek": "Boats – go"}),
    )
    counted = [made.words_added(name) for name in ("headline", "dek", "body", "kicker")]
    assert counted == [3, 0, 0, 0]


@pytest.mark.parametrize("seed", range(40))
def test_a_story_that_was_empty_has_all_its_words_new(seed: int) -> None:
    old, new = pair(seed)
    assert between("", new).words_added() == count_words(new)
    assert between(new, new).words_added() == 0
    assert 0 <= between(old, new).words_added() <= count_words(new)

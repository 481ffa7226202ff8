"""Comments stay on their words, through every edit that leaves the words."""

import json
import random

import pytest

from newsroom.text.anchor import (
    Anchor,
    Orphan,
    Page,
    Spot,
    as_data,
    follow,
    from_data,
    place,
)
from newsroom.text.compare import BODY, Story
from newsroom.text.parse import Parser
from tests.text.editing import Editor
from tests.text.writing import Writer

PARSER = Parser()
TEXT = (
    "# The ferry\n\n"
    "The last boat leaves at half past eight from the old quay.\n\n"
    "The council meets on Monday to speak about **money** and time.\n\n"
    "- bread and salt\n- milk\n- eggs of the day\n\n"
    "| when | what |\n|---|---|\n| 8 pm | boat |\n| 9 pm | night bus |\n\n"
    "Nobody asked the people who live on the island.\n"
)


def on(quote: str, text: str = TEXT) -> Anchor:
    page = Page.of_body(text, PARSER)
    at = page.whole.index(quote)
    return page.between(at, at + len(quote))


def led(anchor: Anchor, new: str, old: str = TEXT) -> Anchor | Orphan:
    (found,) = follow([anchor], Story(old), Story(new), PARSER)
    return found


def words_at(found: Anchor | Orphan, text: str) -> str:
    assert isinstance(found, Anchor)
    page = Page.of_body(text, PARSER)
    here = page.whole[page.flat(found.start) : page.flat(found.end)]
    assert here == found.quote
    return here


def changed(*edits: tuple[str, str]) -> str:
    text = TEXT
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize("way", ["follow", "place"])
@pytest.mark.parametrize(
    ("quote", "edits", "now"),
    [
        ("half past eight", [("last boat", "very last of all boats")], "half past eight"),
        ("half past eight", [("from the old quay", "")], "half past eight"),
        ("half past eight", [("half past", "**half** past")], "half past eight"),
        ("half past eight", [("half past", "half a minute past")], "half a minute past eight"),
        ("half past eight", [("past eight", "past\n\neight")], "half past\neight"),
        ("money and time", [("**money** and", "**money**, work and")], "money, work and time"),
        ("the old quay", [("quay.\n\nThe council", "quay. The council")], "the old quay"),
        ("milk", [("- bread and salt\n", ""), ("- milk\n", "- milk\n- tea\n")], "milk"),
        ("night bus", [("| 8 pm | boat |\n", ""), ("when", "at what time")], "night bus"),
        ("ferry", [("# The", "### The old")], "ferry"),
        ("The council meets", [("The council", "> The council")], "The council meets"),
    ],
)
def test_an_anchor_stays_on_its_words(
    quote: str, edits: list[tuple[str, str]], now: str, way: str
) -> None:
    new = changed(*edits)
    found = led(on(quote), new) if way == "follow" else place(on(quote), Page.of_body(new, PARSER))
    if "\n" in now and way == "place":
        return  # torn apart, only the way there can tell
    assert words_at(found, new) == now


def test_it_goes_with_a_moved_paragraph_and_finds_pasted_words() -> None:
    blocks = TEXT.strip().split("\n\n")
    moved = "\n\n".join([*blocks[:1], *blocks[2:], blocks[1].replace("eight", "eight sharp")])
    found = led(on("old quay"), moved)
    assert words_at(found, moved) == "old quay"
    assert isinstance(found, Anchor)
    assert found.start.block > on("old quay").start.block
    pasted = "Quite another text now.\n\nWe met at the old quay last night.\n"
    assert words_at(led(on("the old quay"), pasted), pasted) == "the old quay"


def test_of_equal_words_those_stay_meant_that_were() -> None:
    text = "One boat left. Two boat left. Three boat left.\n"
    page = Page.of_body(text, PARSER)
    at = page.whole.index("boat", page.whole.index("Two"))
    second = page.between(at, at + 4)
    new = "One boat left. A boat came. Two boat left. Three boat left.\n"
    for found in (led(second, new, text), place(second, Page.of_body(new, PARSER))):
        assert isinstance(found, Anchor)
        assert found.start.offset == new.index("boat", new.index("Two"))


def test_words_written_anew_keep_it_if_they_are_like_them() -> None:
    new = changed(("council meets", "councils met"))
    assert words_at(led(on("council meets"), new), new) == "councils met"


def test_words_that_are_gone_leave_an_orphan_that_can_come_back() -> None:
    gone = changed(("The council meets on Monday to speak about **money** and time.\n\n", ""))
    found = led(on("meets on Monday"), gone)
    assert isinstance(found, Orphan)
    assert found.quote == "meets on Monday"
    back = place(found.anchor, Page.of_body(TEXT, PARSER))
    assert back == on("meets on Monday")
    cut = led(on("night bus"), changed(("night bus", "")))
    assert isinstance(cut, Orphan)


def test_anchors_of_fields_are_followed_in_their_field() -> None:
    old = Story(TEXT, {"headline": "Ferry stops at night"})
    new = Story("Other.\n", {"headline": "The last ferry stops at night"})
    page = Page.of(old, "headline")
    anchor = page.anchor(Spot(0, 6), Spot(0, 11))
    assert anchor.quote == "stops"
    (found,) = follow([anchor], old, new)
    assert isinstance(found, Anchor)
    assert (found.field, found.quote, found.start) == ("headline", "stops", Spot(0, 15))
    (orphan,) = follow([anchor], old, Story(TEXT))
    assert isinstance(orphan, Orphan)


def test_an_anchor_over_two_blocks() -> None:
    quote = "old quay.\nThe council"
    new = changed(("the old", "the very old"), ("council meets", "council often meets"))
    found = led(on(quote), new)
    assert words_at(found, new) == quote
    assert isinstance(found, Anchor)
    assert found.end.block == found.start.block + 1


def test_an_anchor_is_plain_data_in_the_store() -> None:
    anchor = on("half past eight")
    assert from_data(json.loads(json.dumps(as_data(anchor)))) == anchor
    with pytest.raises((KeyError, TypeError, ValueError)):
        from_data({"field": BODY, "start": 3})
    with pytest.raises(KeyError):
        from_data({})
    with pytest.raises(TypeError):
        from_data({**as_data(anchor), "start": 3})
    assert Page.of(Story(TEXT), BODY, PARSER).texts == Page.of_body(TEXT, PARSER).texts


def test_an_anchor_made_on_another_text_is_found_by_its_words() -> None:
    stale = on("night bus")
    other = "Nothing of it here.\n\nA night bus at nine.\n"
    assert words_at(led(stale, other, "Nothing of it here.\n"), other) == "night bus"


def test_words_torn_over_a_whole_page_are_not_the_words() -> None:
    anchor = on("leaves at half past eight")
    far = "leaves " + "one two three " * 20 + "half past eight at last.\n"
    assert isinstance(place(anchor, Page.of_body(far, PARSER)), Orphan)
    signs = "One — — two.\n"
    page = Page.of_body(signs, PARSER)
    dashes = page.between(4, 7)
    assert isinstance(place(dashes, Page.of_body("Nothing like it.\n", PARSER)), Orphan)
    long = "word " * 1_200
    anchor = Page.of_body(long, PARSER).between(0, 5_500)
    other = "other " * 1_200
    assert isinstance(led(anchor, other, long), Orphan)


def test_nothing_and_emptiness() -> None:
    page = Page.of_body("", PARSER)
    nothing = page.anchor(Spot(0, 0), Spot(0, 0))
    assert isinstance(place(nothing, page), Orphan)
    assert isinstance(led(on("boat"), ""), Orphan)


def edited_elsewhere(dice: random.Random, text: str, keep: str) -> str:
    """The text after edits that leave one stretch of it alone."""
    left, right = text.split(keep)
    left_edits, right_edits = Editor(dice.randrange(10**6)), Editor(dice.randrange(10**6))
    before = left_edits.next(left, dice.randint(0, 6)) if left.strip() else left
    after = right_edits.next(right, dice.randint(0, 6)) if right.strip() else right
    return before.rstrip("\n") + "\n\n" + keep + "\n\n" + after.lstrip("\n")


@pytest.mark.parametrize("seed", range(250))
def test_edits_elsewhere_never_lead_it_off_its_words(seed: int) -> None:
    """Followed through several edits, and found again in the last text without them."""
    dice = random.Random(seed)
    middle = f"Here stands quotation {seed} among the words of a writer, and goes on a little."
    blocks = [Writer(seed).paragraph() for _ in range(3)]
    blocks.insert(dice.randint(0, 3), middle)
    text = "\n\n".join(blocks) + "\n"
    anchor = on(f"quotation {seed} among", text)
    first = anchor
    for _ in range(3):
        new = edited_elsewhere(dice, text, middle)
        if new.count(middle) != 1:
            break
        found = led(anchor, new, text)
        assert words_at(found, new) == f"quotation {seed} among"
        assert isinstance(found, Anchor)
        anchor, text = found, new
    again = place(first, Page.of_body(text, PARSER))
    assert words_at(again, text) == f"quotation {seed} among"


@pytest.mark.parametrize("seed", range(120))
def test_edits_in_its_own_paragraph_leave_it_too(seed: int) -> None:
    """Words come and go before and behind it, among words that repeat."""
    dice = random.Random(seed)
    pool = [
        "the",
        "boat",
        "of",
        "a",
        "port",
        "and",
        "the",
        "night",
        "of",
        "a",
        "boat",
        "in",
        "the",
        "port",
    ]
    row = [dice.choice(pool) for _ in range(40)]
    at = dice.randrange(10, 28)
    size = dice.randint(2, 5)
    quote = " ".join(row[at : at + size])
    text = " ".join(row) + ".\n"
    page = Page.of_body(text, PARSER)
    start = len(" ".join(row[:at])) + 1
    anchor = page.between(start, start + len(quote))
    assert anchor.quote == quote
    for _ in range(4):
        n = dice.choice([*range(at), *range(at + size, len(row))])
        act = dice.choice(["put", "cut", "change"])
        if act == "put":
            row.insert(n, dice.choice(pool))
        elif act == "cut":
            row.pop(n)
        else:
            row[n] = dice.choice(pool)
        if n < at:
            at += {"put": 1, "cut": -1, "change": 0}[act]
    new = " ".join(row) + ".\n"
    assert words_at(led(anchor, new, text), new) == quote

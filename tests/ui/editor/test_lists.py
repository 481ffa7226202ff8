"""Lists of all three kinds: made, nested, left, ticked and numbered, by key and by mouse."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from newsroom.ui.editor.nesting import item_at, stack_at
from tests.ui.editor.conftest import Hand, Opens

KINDS = {"bullets": "- ", "numbers": "1. ", "tasks": "- [ ] "}


def sign(kind: str, number: int) -> str:
    return f"{number}. " if kind == "numbers" else KINDS[kind]


def like(text: str) -> str:
    """The text with one number for all: which number stands in the source is the writer's own
    business until he touches that line; what the page shows is tested below."""
    return re.sub(r"\d+\.", "1.", text)


def shown_numbers(hand: Hand) -> list[int]:
    """The numbers that the page shows before its items."""
    paper, document = hand.rich.paper, hand.rich.document()
    found = []
    block = document.begin()
    while block.isValid():
        stack, depth = stack_at(block), item_at(block)
        if depth is not None:
            found.append(paper.number_of(block, stack[depth], depth, shape=hand.rich.mirror.shape))
        block = block.next()
    return found


def reopened(hand: Hand, opens: Opens) -> None:
    again = opens(hand.text)
    assert again.shown == hand.shown


@pytest.mark.parametrize("kind", KINDS)
def test_enter_goes_on_and_twice_leaves(opens: Opens, kind: str) -> None:
    hand = opens("")
    hand.apply(kind)
    hand.type("a\nb\n\nafter")
    assert hand.text == f"{sign(kind, 1)}a\n{sign(kind, 2)}b\n\nafter\n"
    hand.undo_all()
    assert hand.text == ""
    hand.redo_all()
    reopened(hand, opens)


@pytest.mark.parametrize("kind", KINDS)
def test_tab_moves_in_and_shift_tab_out(opens: Opens, kind: str) -> None:
    body = f"{sign(kind, 1)}a\n{sign(kind, 2)}b\n{sign(kind, 3)}c\n"
    hand = opens(body)
    hand.caret("b")
    hand.key("Tab")
    assert like(hand.text) == like(f"{sign(kind, 1)}a\n    {sign(kind, 1)}b\n{sign(kind, 2)}c\n")
    hand.key("Tab")
    assert like(hand.text) == like(f"{sign(kind, 1)}a\n    {sign(kind, 1)}b\n{sign(kind, 2)}c\n")
    hand.caret("c")
    hand.key("Tab")
    assert like(hand.text) == like(
        f"{sign(kind, 1)}a\n    {sign(kind, 1)}b\n    {sign(kind, 2)}c\n"
    )
    hand.key("Shift+Tab")
    hand.caret("b")
    hand.key("Shift+Tab")
    assert like(hand.text) == like(body)
    hand.undo_all()
    assert hand.text == body


def test_an_item_moves_with_what_stands_in_it(opens: Opens) -> None:
    body = "- a\n- b\n    - c\n        - d\n- e\n"
    hand = opens(body)
    hand.caret("b")
    hand.key("Tab")
    assert hand.text == "- a\n    - b\n        - c\n            - d\n- e\n"
    hand.key("Shift+Tab")
    assert hand.text == body
    hand.select("b", "c")
    hand.key("Tab")
    assert hand.text == "- a\n    - b\n        - c\n            - d\n- e\n"
    hand.key("Ctrl+Z")
    hand.caret("c")
    hand.key("Shift+Tab")
    assert hand.text == "- a\n- b\n- c\n    - d\n- e\n"


@pytest.mark.parametrize("kind", KINDS)
def test_enter_in_an_empty_nested_item_goes_one_level_out(opens: Opens, kind: str) -> None:
    hand = opens("")
    hand.apply(kind)
    hand.type("a\n")
    hand.key("Tab")
    hand.type("b\n\nc\n\nd")
    wanted = f"{sign(kind, 1)}a\n    {sign(kind, 1)}b\n{sign(kind, 2)}c\n\nd\n"
    assert hand.text == wanted
    reopened(hand, opens)


@pytest.mark.parametrize("kind", KINDS)
def test_backspace_at_the_start_lifts(opens: Opens, kind: str) -> None:
    hand = opens(f"{sign(kind, 1)}a\n    {sign(kind, 1)}b\n{sign(kind, 2)}c\n")
    hand.caret("b", after=False)
    hand.key("Backspace")
    assert like(hand.text) == like(f"{sign(kind, 1)}a\n{sign(kind, 2)}b\n{sign(kind, 3)}c\n")
    hand.key("Backspace")
    assert like(hand.text) == like(f"{sign(kind, 1)}a\n\nb\n\n{sign(kind, 1)}c\n")
    hand.key("Backspace")
    assert like(hand.text) == like(f"{sign(kind, 1)}ab\n{sign(kind, 2)}c\n")
    hand.undo_all()


def test_numbers_follow_what_happens_to_the_list(opens: Opens) -> None:
    body = "1. a\n2. b\n3. c\n4. d\n"
    hand = opens(body)
    hand.caret("b")
    hand.type("\nnew")
    assert like(hand.text) == like("1. a\n2. b\n3. new\n4. c\n5. d\n")
    assert shown_numbers(hand) == [1, 2, 3, 4, 5]
    hand.key("Tab")
    assert shown_numbers(hand) == [1, 2, 1, 3, 4]
    hand.select("a\n")
    hand.key("Delete")
    assert like(hand.text) == like("1. b\n    1. new\n2. c\n3. d\n")
    assert shown_numbers(hand) == [1, 1, 2, 3]
    hand.undo_all()
    assert hand.text == body


def test_a_list_that_begins_elsewhere_keeps_its_number(opens: Opens) -> None:
    hand = opens("7. a\n8. b\n")
    hand.caret("a")
    hand.type("\nx")
    assert hand.text.startswith("7. a\n8. x\n")
    assert shown_numbers(hand) == [7, 8, 9]


def box_of(hand: Hand, words: str) -> QPoint:
    hand.caret(words, after=False)
    rich = hand.rich
    block = hand.cursor.block()
    box = rich.document().documentLayout().blockBoundingRect(block)
    box.translate(0, -rich.verticalScrollBar().value())
    rect = rich.paper.box_rect(block, box, width=rich.document().textWidth())
    return rect.center().toPoint()


@pytest.mark.parametrize("body", ["- [ ] open\n- [x] done\n", "- [ ] باز\n- [x] بسته\n"])
def test_a_click_on_the_box_ticks(opens: Opens, body: str) -> None:
    hand = opens(body)
    first = body[6:].split("\n")[0]
    place = box_of(hand, first)
    QTest.mouseClick(hand.rich.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert hand.text == body.replace("[ ]", "[x]")
    QTest.mouseClick(hand.rich.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert hand.text == body
    hand.key("Ctrl+Z")
    assert hand.text == body.replace("[ ]", "[x]")
    hand.key("Ctrl+Z")
    assert hand.text == body


def test_a_key_ticks_all_that_is_chosen(opens: Opens) -> None:
    hand = opens("- [ ] a\n- [x] b\n- c\n")
    hand.caret("a")
    hand.key("Ctrl+Alt+X")
    assert hand.text == "- [x] a\n- [x] b\n- c\n"
    hand.key("Ctrl+Z")
    hand.select("a", "c")
    hand.key("Ctrl+Alt+X")
    assert hand.text == "- [x] a\n- [x] b\n- c\n"
    hand.key("Ctrl+Alt+X")
    assert hand.text == "- [ ] a\n- [ ] b\n- c\n"


def test_a_new_line_behind_a_ticked_task_is_open(opens: Opens) -> None:
    hand = opens("- [x] a\n")
    hand.caret("a")
    hand.type("\nb")
    assert hand.text == "- [x] a\n- [ ] b\n"


def test_lists_in_quotes_and_quotes_are_left_the_same_way(opens: Opens) -> None:
    hand = opens("> - a\n> - b\n")
    hand.caret("b")
    hand.type("\n\nc\n\nd")
    assert hand.text == "> - a\n> - b\n>\n> c\n\nd\n"
    hand.undo_all()
    hand.caret("a", after=False)
    hand.key("Backspace")
    assert hand.text == "> a\n>\n> - b\n"
    hand.key("Backspace")
    assert hand.text == "a\n\n> - b\n"


@pytest.mark.parametrize("sign", "*+-")
def test_the_writers_own_signs_stay_in_a_list_that_is_changed(opens: Opens, sign: str) -> None:
    hand = opens("* a\n* b\n* c\n".replace("*", sign))
    hand.caret("b")
    hand.key("Tab")
    assert hand.text == "* a\n    * b\n* c\n".replace("*", sign)
    hand.caret("c")
    hand.type("\nd")
    assert hand.text == "* a\n    * b\n* c\n* d\n".replace("*", sign)


def test_sub_and_sup_are_typed_up_to_the_next_space(opens: Opens) -> None:
    hand = opens("")
    hand.type("H")
    hand.key("Ctrl+Alt+.")
    assert "sub" in hand.on
    hand.type("2")
    hand.key("Ctrl+Alt+.")
    hand.type("O and m")
    hand.key("Ctrl+.")
    hand.type("3")
    assert "sup" in hand.on
    hand.type(" more")
    assert hand.text == "H~2~O and m^3^ more\n"
    hand.undo_all()
    assert hand.text == ""


def test_sub_and_sup_exclude_each_other(opens: Opens) -> None:
    hand = opens("a2b\n")
    hand.select("2")
    hand.apply("sup")
    assert hand.text == "a^2^b\n"
    hand.apply("sub")
    assert hand.text == "a~2~b\n"
    assert hand.on == {"sub"}
    hand.apply("sub")
    assert hand.text == "a2b\n"


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("۱. نان\nچای", "1. نان\n2. چای\n"),
        ("۱- نان\nچای", "1. نان\n2. چای\n"),
        ("۱) نان", "1. نان\n"),
        ("۳. نان", "3. نان\n"),
        ("١- خبز", "1. خبز\n"),
        ("1- bread", "1- bread\n"),
        ("۱۴۰۳. سال", "۱۴۰۳\\. سال\n"),
        ("۱۴۰۳- سال", "۱۴۰۳- سال\n"),
    ],
)
def test_a_persian_number_begins_a_list_as_any_other_does(
    opens: Opens, typed: str, after: str
) -> None:
    hand = opens("")
    hand.type(typed)
    assert hand.text == after
    hand.undo_all()
    assert hand.text == ""


def test_the_signs_of_a_persian_list_come_back_with_one_undo(opens: Opens) -> None:
    hand = opens("")
    hand.type("۱- ")
    hand.key("Ctrl+Z")
    assert hand.shown == "۱- "


def test_an_item_added_to_a_persian_list_counts_in_persian(opens: Opens) -> None:
    hand = opens("۱. نان\n۲. چای\n")
    hand.end()
    hand.type("\nپنیر")
    assert hand.text == "۱. نان\n۲. چای\n۳. پنیر\n"


def gaps(hand: Hand) -> list[float]:
    """The room between each block and the one above it, in pixels."""
    layout = hand.rich.document().documentLayout()
    block = hand.rich.document().begin()
    found = []
    while block.isValid() and block.next().isValid():
        below = block.next()
        foot = layout.blockBoundingRect(block).bottom()
        found.append(round(layout.blockBoundingRect(below).top() - foot, 1))
        block = below
    return found


def test_a_list_right_below_another_stands_apart(opens: Opens) -> None:
    hand = opens("- a\n- b\n\n1. c\n2. d\n")
    inside, between, also = gaps(hand)
    assert inside == also
    assert between >= inside + 8
    hand.caret("c")
    hand.type("\nx")  # a further item of the second
    assert gaps(hand) == [inside, between, inside, inside]
    hand.caret("a")
    hand.type("\ny")
    assert gaps(hand) == [inside, inside, between, inside, inside]
    typed = opens("- a\n\nc\n\nd\n")
    typed.select("c", "d")
    typed.apply("numbers")
    assert typed.text == "- a\n\n1. c\n2. d\n"
    assert gaps(typed) == [between, inside]

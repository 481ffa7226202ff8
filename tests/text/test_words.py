"""Words are cut where a reader sees their ends, and two rows of them are matched in bounds."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text.words import Common, common, longest, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("don't pay 3.5, 1,000.", "don't| |pay| |3.5|,| |1,000|."),
        ("نمی‌شود کتابِ خوب", "نمی‌شود| |کتابِ| |خوب"),
        ("港口城市a", "港|口|城|市|a"),
        ("👩‍🚀🇮🇷🇫🇷 👍🏽x", "👩‍🚀|🇮🇷|🇫🇷| |👍🏽|x"),
        ("e\u0301te\u0301 nai\u0308ve", "e\u0301te\u0301| |nai\u0308ve"),
        ("किताब है", "किताब| |है"),
        ("1\ufe0f\u20e3 ok", "1\ufe0f\u20e3| |ok"),
        ("🏴\U000e0067\U000e0062\U000e007f.", "🏴\U000e0067\U000e0062\U000e007f|."),
        ("a  b\nc", "a|  |b|\n|c"),
        ("", ""),
    ],
)
def test_no_word_and_no_sign_is_cut(text: str, cut: str) -> None:
    assert words(text) == (cut.split("|") if cut else [])


@given(st.text(max_size=200))
def test_joined_the_words_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


@given(st.lists(st.sampled_from("ab cd"), max_size=40), st.lists(st.sampled_from("ab ce")))
def test_what_is_matched_is_equal_and_in_order(a: list[str], b: list[str]) -> None:
    i = j = 0
    for found in common(a, b):
        assert found.a >= i
        assert found.b >= j
        assert a[found.a : found.a + found.size] == b[found.b : found.b + found.size]
        i, j = found.a + found.size, found.b + found.size


def test_blanks_alone_are_no_match() -> None:
    assert common(["a", " ", "b"], ["c", " ", "d"]) == []
    assert common(["a", " ", "b"], ["a", " ", "d"]) == [Common(0, 0, 2)]


def test_repeats_without_end_are_bounded() -> None:
    start = time.process_time()
    common(["a", "b"] * 20_000, ["b", "c", "a"] * 15_000)
    common(["a", " ", "b", " "] * 1_500, ["b", " ", "c", " ", "a"] * 1_400)
    assert time.process_time() - start < 5
    found = common(["x", *["a"] * 9_000, "m", *["a"] * 9_000], ["a", "m", "a"])
    assert any(one.a <= 9_001 < one.a + one.size for one in found)


def test_the_longest_run_in_order() -> None:
    pairs = [(0, 5), (1, 1), (2, 2), (3, 0), (4, 3)]
    assert [pairs[n] for n in longest(pairs)] == [(1, 1), (2, 2), (4, 3)]
    assert longest([]) == []


def test_between_repeats_what_stands_once_is_matched() -> None:
    a = ["a", "b"] * 120 + ["one"] + ["a", "b"] * 120 + ["two"] + ["b"]
    b = ["b", "a", "a"] * 80 + ["one"] + ["a", "a", "b"] * 80 + ["two"] + ["a"]
    found = common(a, b)
    assert any(a[f.a : f.a + f.size].count("one") for f in found)
    assert any(a[f.a : f.a + f.size].count("two") for f in found)

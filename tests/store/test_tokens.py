"""What the index is given, and what a search asks it for."""

from __future__ import annotations

import pytest

from newsroom.store import passage as passages
from newsroom.store.passage import _FIRST_LOOK, LENGTH, find, passage
from newsroom.store.tokens import MOST_TOKEN, Wanted, fold, index_text, sort_key, tokens, wanted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The Ferries", ["the", "ferries"]),
        ("co-operate", ["co", "operate"]),
        ("می‌شود", ["میشود", "می", "شود"]),
        ("\u200cمی\u200c", ["می"]),
        ("罢工", ["罢工", "工"]),
        ("第7日x", ["第", "7", "日", "x"]),
        ("Ä" * 90, ["a" * MOST_TOKEN]),
        ("x" * 90, ["x" * MOST_TOKEN]),
        ("", []),
        ("… — !", []),
    ],
)
def test_a_text_becomes_folded_tokens(text: str, kept: list[str]) -> None:
    assert tokens(text) == kept


def test_folding_twice_changes_nothing() -> None:
    for text in ("Ǆ İ ß ﷺ ﬁ ½ Å ｶﾞ ΐ", "كتاب‌هاي", "हिन्दी", "e\u0301\u0323"):
        assert fold(fold(text)) == fold(text)


def test_the_alphabet_does_not_see_marks_and_blanks() -> None:
    assert sort_key("  “Ärger”  im\u200cHafen ") == "arger imhafen"
    assert len(sort_key("x" * 5_000)) == 120


def test_the_index_takes_whole_tokens_up_to_its_limit() -> None:
    assert index_text("one two three", most=100) == "one two three"
    assert index_text("one two three", most=12) == "one two"
    assert index_text("one two three", most=13) == "one two three"
    assert index_text("كتاب كتاب", most=10) == "کتاب"


def test_the_last_word_of_a_search_is_a_beginning() -> None:
    assert wanted("one two") == (Wanted((("one",),), False), Wanted((("two",),), True))
    assert wanted("co-op") == (Wanted((("co", "op"),), True),)
    assert wanted("می‌شود")[0].phrases == (("میشود",), ("می", "شود"))
    assert wanted("工 x")[0] == Wanted((("工",),), True)
    assert wanted(" … \u200c ") == ()


def test_a_passage_is_the_stretch_with_most_of_the_words() -> None:
    text = "ferry " + "x" * 300 + " the ferry and the harbour " + "y " * 300
    found, marks = passage(text, wanted("harbour ferry"))
    assert [found[a:b] for a, b in marks] == ["ferry", "harbour"]
    assert len(found) <= LENGTH + 2


def test_a_passage_is_one_line_and_its_marks_fit_it() -> None:
    text = "Before.\n\nThe\tferry\nis late. " + "word " * 60
    found, marks = passage(text, wanted("ferry is"))
    assert "\n" not in found
    assert [found[a:b] for a, b in marks] == ["ferry", "is"]
    assert found.endswith("…")
    assert passage("nothing here", wanted("ferry")) == ("", ())


def test_a_mark_is_a_whole_word_or_its_beginning() -> None:
    text = "Art, artful, start. ART"
    assert [text[a:b] for a, b in find(text, wanted("art x"))] == ["Art", "ART"]
    assert [text[a:b] for a, b in find(text, wanted("art"))] == ["Art", "art", "ART"]
    assert [text[a:b] for a, b in find(text, wanted("artf"))] == ["artf"]


@pytest.mark.parametrize("at", range(_FIRST_LOOK - LENGTH - 12, _FIRST_LOOK + 12, 3))
def test_hits_are_the_same_wherever_a_long_text_is_looked_into(at: int) -> None:
    text = ("x" * (at - 1) + " ferry night, ferrynight ferry night").ljust(3 * _FIRST_LOOK, "x")
    assert [a for a, _b in find(text, wanted("ferry-night"))] == [at, at + 13, at + 24]
    assert [a for a, _b in find(text, wanted("ferry"))] == [at, at + 13, at + 24]


def test_the_first_hit_is_found_without_the_rest_being_folded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folded = passages._Shadow()
    monkeypatch.setattr(passages, "_SHADOW", folded)
    text = "The ferry. " + "x" * _FIRST_LOOK + " ☃ ferry"
    hits = find(text, wanted("ferry"))
    assert next(hits) == (4, 9)
    assert ord("☃") not in folded
    assert list(hits) == [(len(text) - 5, len(text))]
    assert ord("☃") in folded


def test_a_word_is_looked_for_by_its_first_letter() -> None:
    """And not by what may stand before it, which is asked at every place of a text."""
    for words in ("ferry", "ferry night", "کتاب", "港口"):
        assert passages._pattern(wanted(words)).pattern[0] == words[0]


def test_marks_stand_right_behind_letters_of_two_units() -> None:
    text = "🚢🚢 کِتاب 罢工了"
    assert [text[a:b] for a, b in find(text, wanted("کتاب"))] == ["کِتاب"]
    assert [text[a:b] for a, b in find(text, wanted("工了"))] == ["工了"]


def test_a_mark_goes_over_letters_and_digits_together() -> None:
    for text, words in (
        ("在东京2020的", "东京2020"),
        ("奥运-2024", "奥运-2024"),
        ("在2020年", "2020"),
    ):
        assert words in [text[a:b] for a, b in find(text, wanted(words))]


def test_a_text_without_blanks_is_cut_at_the_passages_length() -> None:
    text = "罢" * 400 + "港口" + "罢" * 400
    found, marks = passage(text, wanted("港口"))
    assert [found[a:b] for a, b in marks] == ["港口"]
    assert len(found) <= LENGTH + 2

"""The small tools of the text floor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.news.recent import EXCERPT_LENGTH
from newsroom.text.counts import characters, count_words, reading_minutes
from newsroom.text.direction import direction_of, first_strong, of_language, set_apart
from newsroom.text.excerpt import excerpt, plain_text, teaser
from newsroom.text.matter import join_matter, split_matter
from newsroom.text.merge import merge_paragraphs
from newsroom.text.outline import headings
from newsroom.text.parse import render
from newsroom.text.respell import carry
from newsroom.text.slug import is_safe, slugify


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("one two three", 3),
        ("**one** _two_ `three`", 3),
        ("a well-known co-operative’s view", 4),
        ("[two words](https://example.org/not/counted)", 2),
        ("![alt](p.png)", 1),
        ("# Heading\n\n- item\n- item", 3),
        ("| a | b |\n|---|---|\n| c | d |", 4),
        ("می‌شود کتاب", 2),
        ("港口城市", 2),
        ("<div>in</div>", 1),
        ("[a]: https://example.org\n\ntext", 1),
        ("<!-- not read --> read", 1),
        ("3.5 million, 17%", 3),
        ("1. one\n2. two\n    10) three\n> ۳. چهار", 4),  # as their words are chosen on the page
        ("1984. A year, 12.", 3),
        ("In\n1.5 hours 2 boats", 5),
        ("---", 0),
    ],
)
def test_words_that_a_reader_reads_are_counted(text: str, words: int) -> None:
    assert count_words(text) == words


def test_characters_and_minutes() -> None:
    assert characters("**ab** cd") == 5
    assert reading_minutes(0) == 0
    assert reading_minutes(10) == 1
    assert reading_minutes(2380) == 10


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("# Head\n\nFirst *words* of [it](http://x).\n", "First words of it."),
        ("> quoted\n> on\n", "quoted on"),
        ("- [x] done\n- two", "done two"),
        ("```\ncode\n```\n\nafter", "after"),
        ("| a |\n|---|\n\nafter", "after"),
        ("---\ntitle: x\n---\nbody", "body"),
        ("![alt](p.png) text[^1]\n\n[^1]: note", "text"),
        ("snake_case \\*star\\* AT&amp;T", "snake_case *star* AT&T"),
        ("<b>x</b> {: .lead }", "x"),
        ("متن **فارسی**", "متن فارسی"),
    ],
)
def test_prose_is_taken_out_of_its_marks(markdown: str, plain: str) -> None:
    assert plain_text(markdown) == plain


def test_an_excerpt_is_cut_at_a_word_with_an_ellipsis() -> None:
    text = (
        "The last boat out of Quay Street used to leave at half past eight, every day of the week."
    )
    assert excerpt(text, 110) == text
    cut = excerpt(text, 40)
    assert cut == "The last boat out of Quay Street used…"
    assert excerpt("eight, nine and ten", 8) == "eight…"
    assert excerpt("x" * 300, 20) == "x" * 19 + "…"


def test_a_teaser_has_fifteen_words_as_on_the_model_page() -> None:
    text = "Velmora has begun to draw water from the third well of the ridge, the waterworks"
    assert teaser(f"{text} office said on Monday.") == f"{text}…"
    assert teaser(text) == text
    assert len(teaser("Donaudampfschifffahrt " * 30)) <= EXCERPT_LENGTH
    assert teaser("港口" * 200) == "港口" * 69 + "港…"


@given(st.text(max_size=200), st.integers(5, 120))
def test_an_excerpt_never_passes_its_limit(text: str, limit: int) -> None:
    assert len(excerpt(text, limit)) <= limit


def test_direction_follows_the_first_strong_letter() -> None:
    assert first_strong("123 — “سلام” hello") == "rtl"
    assert first_strong("… hello سلام") == "ltr"
    assert first_strong("42 %") is None
    assert of_language("fa-IR") == "rtl"
    assert of_language("uz-Latn") == "ltr"
    assert direction_of("fa", "12") == "rtl"
    assert direction_of("fa", "Reuters") == "ltr"


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Night ferries return", "night-ferries-return"),
        ("  Crème brûlée: 3 ways!  ", "creme-brulee-3-ways"),
        ("Straße & Œuvre", "strasse-oeuvre"),
        ("نام کوچه‌های بندر", "نام-کوچه-های-بندر"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-1"),
        ("!!!", ""),
        ("a\x00b\u202ec", "abc"),
    ],
)
def test_slugs(headline: str, slug: str) -> None:
    assert slugify(headline) == slug
    assert not slug or is_safe(slug)


@given(st.text(max_size=300))
def test_any_headline_gives_a_safe_slug_or_none(headline: str) -> None:
    slug = slugify(headline)
    assert slug == "" or is_safe(slug)
    assert len(slug) <= 82


@pytest.mark.parametrize(
    "slug",
    ["", "..", "a/b", "a\\b", "../x", "con", "NUL.txt", "a b", ".x", "x.", "a\x00", "x" * 121],
)
def test_unsafe_slugs_are_known(slug: str) -> None:
    assert not is_safe(slug)


def test_front_matter_is_split_off_and_put_back() -> None:
    text = "---\na: 1\n---\n\nbody\n"
    matter, body = split_matter(text)
    assert (matter, body) == ("a: 1\n", "\nbody\n")
    assert join_matter(matter or "", body) == text
    assert split_matter("body") == (None, "body")
    assert split_matter("---\nnever closed") == (None, "---\nnever closed")
    assert split_matter("\ufeff---\r\na: 1\r\n...\r\nx") == ("a: 1\r\n", "x")


def test_headings_with_their_places() -> None:
    text = "# One\n\ntext\n\nTwo\n---\n\n```\n# no\n```\n\n### Three ###\n"
    found = headings(text)
    assert [(h.level, h.text) for h in found] == [(1, "One"), (2, "Two"), (3, "Three")]
    assert [text[h.offset :].split("\n")[0] for h in found] == ["# One", "Two", "### Three ###"]


BASE = "One two three.\n\nFour five six.\n\nSeven eight."


def test_edits_in_different_places_are_both_kept() -> None:
    merged = merge_paragraphs(BASE, BASE.replace("two", "TWO"), BASE.replace("five", "FIVE"))
    assert merged.text == BASE.replace("two", "TWO").replace("five", "FIVE")
    assert not merged.conflicts
    same = merge_paragraphs(BASE, BASE.replace("One", "1"), BASE.replace("three", "3"))
    assert same.text == BASE.replace("One", "1").replace("three", "3")
    assert not same.conflicts


def test_edits_in_the_same_place_are_told_and_mine_stands() -> None:
    merged = merge_paragraphs(BASE, BASE.replace("two", "TWO"), BASE.replace("two", "deux"))
    assert merged.text == BASE.replace("two", "TWO")
    (clash,) = merged.conflicts
    assert (clash.base, clash.mine, clash.theirs) == ("two", "TWO", "deux")


@given(st.text("ab .\n", max_size=60), st.text("ab .\n", max_size=60))
def test_one_side_alone_is_taken_as_it_is(base: str, other: str) -> None:
    assert merge_paragraphs(base, other, base).text == other
    assert merge_paragraphs(base, base, other).text == other


def test_a_change_is_carried_into_another_spelling() -> None:
    assert carry("a **b** c", "a __b__ c", "a **b** c d") == "a __b__ c d"
    assert carry("a **b** c", "a __b__ c", "a *b* c") is None


def test_pages_are_made_by_the_same_dialect() -> None:
    html = render("~~x~~ **y**\n\n| a |\n|---|\n| 1 |\n")
    assert "<del>x</del>" in html
    assert "<table>" in html


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("“Ferry”, 3 words", "“Ferry”, 3 words"),
        ("“قایق”, 3 words", "\u2068“قایق”\u2069, 3 words"),
        ("«قایق» 3", "«قایق» 3"),
        ("ذخیره شد: “Ferry”.", "ذخیره شد: \u2068“Ferry”\u2069."),
    ],
)
def test_a_headline_in_a_sentence_keeps_to_itself(said: str, shown: str) -> None:
    assert set_apart(said) == shown

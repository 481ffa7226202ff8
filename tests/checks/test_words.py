"""What of a text is a word whose spelling can be judged."""

from __future__ import annotations

import time

import pytest

from newsroom.checks.languages import AMERICAN, BRITISH, dictionaries
from newsroom.checks.words import Script, arabic_language, in_language, words

HALF = "\u200c"  # the half space between the parts of a Persian word


def cut(text: str) -> list[str]:
    return [word.text for word in words(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Fog on the pier.", ["Fog", "on", "the", "pier"]),
        ("He said: “wait”, and left—fast.", ["He", "said", "wait", "and", "left", "fast"]),
        ("don’t don't", ["don't", "don't"]),
        ("the boys’ ‘quoted’ rock ’n’ roll", ["the", "boys", "quoted", "rock", "roll"]),
        ("l’eau d’aujourd’hui", ["l'eau", "d'aujourd'hui"]),
        ("well-known co\u2010op", ["well-known", "co-op"]),
        ("naïve cafe\u0301", ["naïve", "café"]),
        ("soft\u00adhyphen", ["softhyphen"]),
        ("in 1999 the 1st B2B mp3 foo_bar", ["in", "the"]),
        ("NATO and NATO’s, TK TKTK, O’NEILL", ["and"]),
        ("a I x", []),
        ("I’m", ["I'm"]),
        ("see https://ex.org/teh-paeg?x=y now", ["see", "now"]),
        ("www.exampel.org/abc or ferry.exampel.org", ["or"]),
        ("write to m.ridlley@harbour.exampel please", ["write", "to", "please"]),
        ("@ridlley wrote #hashtagg here", ["wrote", "here"]),
        ("notess.md in /usr/locall/bin and C:\\Usrs\\x", ["in", "and"]),
        ("and/or", ["and", "or"]),
        ("the end.The next", ["the", "end", "The", "next"]),
        ("Москва рядом", ["Москва", "рядом"]),
        ("渡船は出た ferry", ["ferry"]),
        ("iPhoneها", []),
        ("x" * 61, []),
        ("😀 ferry 👩‍👩‍👧 pier", ["ferry", "pier"]),
        ("\ud800 ferry", ["ferry"]),
    ],
)
def test_words_of_latin_and_other_texts(text: str, wanted: list[str]) -> None:
    assert cut(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"می{HALF}روم به خانه.", [f"می{HALF}روم", "به", "خانه"]),
        (f"کتاب{HALF}های تازه، «نو»؟", [f"کتاب{HALF}های", "تازه", "نو"]),
        (f"کتاب{HALF} ها", ["کتاب", "ها"]),
        ("کِتاب کتـــاب", ["کتاب", "کتاب"]),
        ("سال ۱۳۹۹ و ١٢", ["سال"]),
        ("کتاب۲", []),
        ("الكتابُ المدرسيّ", ["الكتاب", "المدرسي"]),
    ],
)
def test_words_in_arabic_letters(text: str, wanted: list[str]) -> None:
    assert cut(text) == wanted
    assert {word.script for word in words(text)} <= {Script.ARABIC}


def test_places_are_those_of_the_text() -> None:
    text = f"Fog 😀 don’t, می{HALF}روم cafe\u0301!"
    assert [text[word.start : word.end] for word in words(text)] == [
        "Fog",
        "don’t",
        f"می{HALF}روم",
        "cafe\u0301",
    ]


def test_letters_of_the_other_keyboard_are_mapped() -> None:
    assert in_language("كتاب", "fa") == "کتاب"
    assert in_language("علي", "fa") == "علی"
    assert in_language("کتابی", "ar") == "كتابي"
    assert in_language("كتاب", "en_GB") == "كتاب"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("المدينة", "ar"), ("كتابي", "ar"), ("گفت که", "fa"), ("سلام", "fa"), ("المدينة گفت", "fa")],
)
def test_persian_and_arabic_are_told_apart_by_their_letters(text: str, wanted: str) -> None:
    assert arabic_language(text) == wanted


@pytest.mark.parametrize(
    ("language", "text", "latin", "arabic"),
    [
        ("en", "", "en_US", "fa"),
        ("", "", "en_US", "fa"),
        ("en-GB", "", "en_GB", "fa"),
        ("en_gb", "", "en_GB", "fa"),
        ("en-US", "", "en_US", "fa"),
        ("en-AU", "", "en_GB", "fa"),
        ("en-Latn-GB", "", "en_GB", "fa"),
        ("fr", "المدينة", "fr", "ar"),
        ("fr-CA", "", "fr_CA", "fa"),
        ("fa", "المدينة", "en_US", "fa"),
        ("fa-IR", "", "en_US", "fa"),
        ("ar", "گفت", "en_US", "ar"),
        ("ur", "", "en_US", "ur"),
        ("ru", "", "en_US", "fa"),
    ],
)
def test_the_dictionary_follows_script_and_story(
    language: str, text: str, latin: str, arabic: str
) -> None:
    found = dictionaries(language, english=AMERICAN, text=text)
    assert (found[Script.LATIN], found[Script.ARABIC]) == (latin, arabic)


def test_other_scripts_have_a_dictionary_only_in_their_own_story() -> None:
    assert dictionaries("ru", english=BRITISH)[Script.OTHER] == "ru"
    assert Script.OTHER not in dictionaries("en", english=BRITISH)
    assert dictionaries("en", english=BRITISH)[Script.LATIN] == BRITISH
    assert dictionaries("sr-Latn", english=BRITISH)[Script.LATIN] == "sr"


@pytest.mark.parametrize(
    "text",
    ["a" * 12_000, "a." * 6_000, "a@" * 6_000, "a/" * 6_000, "http://" * 1_700, "-'" * 6_000,
     "a-" * 6_000, "a.b@" * 3_000, "www." * 3_000, "#" * 12_000, "..\\" * 4_000],
)  # fmt: skip
def test_nothing_hostile_takes_long(text: str) -> None:
    started = time.process_time()
    words(text)
    assert time.process_time() - started < 1


def test_words_that_are_known_are_passed_over() -> None:
    text = "The feryr\u2019s crew met the caf\u00e9's feryr in the harbour, at www.the.harbour"
    known = {"The", "the", "in", "at", "harbour", "met", "caf\u00e9's"}
    assert words(text, known=known) == [word for word in words(text) if word.text not in known]
    assert [word.text for word in words(text, known=known)] == ["feryr's", "crew", "feryr"]

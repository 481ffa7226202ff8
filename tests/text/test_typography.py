"""House typography as pictures: what is typed, and what stands there then."""

from __future__ import annotations

import pytest

from newsroom.text.typography import (
    HALF_SPACE,
    NARROW,
    NO_BREAK,
    RULES,
    half_spaced,
    is_prose,
    language_of,
    typed,
)


def write(text: str, language: str) -> str:
    """``text`` typed letter by letter."""
    out = ""
    for letter in text:
        out += letter
        change = typed(out, language)
        if change is not None:
            out = out[: change.start] + change.text + out[change.end :]
    return out.replace(NO_BREAK, "⍽").replace(NARROW, "⎵")


CASES = [
    # English
    ("en", '"word"', "“word”"),
    ("en", 'a "word" and ("more")', "a “word” and (“more”)"),
    ("en", '**"word"** and *"more"*', "**“word”** and *“more”*"),
    ("en", "don't 'quote' it's", "don’t ‘quote’ it’s"),
    ("en", "the '90s", "the ’90s"),
    ("en", "\"He said 'no'\"", "“He said ‘no’”"),
    ("en", '"Wait---"', '“Wait—"'.replace('"', "”")),
    ("en", 'he--"no"--went', "he–“no”–went"),
    ("en", "one--two and three -- four", "one–two and three – four"),
    ("en", "one---two", "one—two"),
    ("en", "wait... what", "wait… what"),
    ("en", "wait....", "wait…."),
    ("en", "---", "---"),
    ("en", "--- x", "--- x"),
    ("en", "- -- x", "- -- x"),
    ("en", "|---|---|", "|---|---|"),
    ("en", "a | --- | b", "a | --- | b"),
    ("en", "<!-- x -->", "<!-- x -->"),
    ("en", "run git --help", "run git --help"),
    ("en", "a ---- b", "a ---- b"),
    ("en", "see https://a.example/x--y'z\"", "see https://a.example/x--y'z\""),
    ("en", "mail me@it's.example", "mail me@it's.example"),
    ("en", "mot !", "mot !"),
    # French
    ("fr", 'un "mot" ici', "un «⍽mot⍽» ici"),
    ("fr", 'un "mot " ici', "un «⍽mot⍽» ici"),
    ("fr", "l'eau, aujourd'hui", "l’eau, aujourd’hui"),
    ("fr", "quoi ? oui ! ainsi : ceci ; cela", "quoi⎵? oui⎵! ainsi⍽: ceci⎵; cela"),
    ("fr", "à 12:30", "à 12:30"),
    ("fr", "« mot »", "«⍽mot⍽»"),
    # Persian and Arabic
    ("fa", 'گفت "سلام" و رفت', "گفت «سلام» و رفت"),
    ("fa", '("سلام")', "(«سلام»)"),
    ("fa", "صبر کن...", "صبر کن…"),
    ("ar", 'قال "مرحبا"', "قال «مرحبا»"),
    # Others
    ("de", "das \"Wort\" und 'eins'", "das „Wort“ und ‚eins‘"),
    ("de", "wie geht's", "wie geht’s"),
    ("ru", 'он "слово"', "он «слово»"),
    ("sv", 'ett "ord"', "ett ”ord”"),
    ("xx", '"word"', "“word”"),
    ("en-GB", '"word"', "“word”"),
]


@pytest.mark.parametrize(("language", "keys", "shown"), CASES)
def test_what_is_typed_becomes_what_the_language_wants(
    language: str, keys: str, shown: str
) -> None:
    assert write(keys, language) == shown


@pytest.mark.parametrize("language", RULES)
def test_every_language_closes_what_it_opens(language: str) -> None:
    quotes = RULES[language].quotes
    shown = write('a "word" b', language).replace("⍽", "")
    assert shown == f"a {quotes.opening}word{quotes.closing} b"
    assert write("word...", language) == "word…"


def test_nothing_is_typed() -> None:
    assert typed("", "en") is None
    assert typed("a", "en") is None


@pytest.mark.parametrize(
    ("line", "prose"),
    [
        ("words", True),
        ("a `code", False),
        ("a `code` b", True),
        ("a ``co`de", False),
        ("[words](https://x", False),
        ("[words](https://x) b", True),
        ("[wor", True),
        ("[words][re", False),
        ("a <span class=", False),
        ("a <b>", True),
        ("a < b", True),
        ("words {: .le", False),
        ("words {: .lead } b", True),
        ("[ref]: https://x ", False),
        ("[^1]: a note", True),
        ("AT&am", False),
        ("AT& T", True),
        ("::: box Tit", True),
    ],
)
def test_where_words_are_read(line: str, prose: bool) -> None:
    assert is_prose(line) is prose


@pytest.mark.parametrize(
    ("paragraph", "story", "language"),
    [
        ("words", "en", "en"),
        ("words", "fr", "fr"),
        ("words", "fa", "en"),
        ("سلام", "fa", "fa"),
        ("سلام", "en", "fa"),
        ("مدرسة", "en", "ar"),
        ("گفت", "ar", "ar"),
        ("слово", "en", "ru"),
        ("слово", "uk", "uk"),
        ("", "fa", "fa"),
        ("", "", "en"),
        ("12", "fr-CA", "fr"),
        ("سلام Word", "fa", "fa"),
    ],
)
def test_a_paragraph_has_its_scripts_language(paragraph: str, story: str, language: str) -> None:
    assert language_of(paragraph, story) == language


def test_half_spaces_are_for_arabic_script() -> None:
    assert half_spaced("fa")
    assert not half_spaced("en")
    assert not half_spaced("he")
    assert HALF_SPACE == "\u200c"

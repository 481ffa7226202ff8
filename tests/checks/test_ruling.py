"""Rules at work: what they pass over, which wins, where things stand, and what ends a bad one."""

from __future__ import annotations

import threading
import time

import pytest

from newsroom.checks.passage import Passage, tongue
from newsroom.checks.patterns import Faulty, compiled
from newsroom.checks.prose import line_of, passages
from newsroom.checks.ruling import Rules
from newsroom.checks.styling import Gone, Proof, StyleProcess
from newsroom.news.rule import Book, Part, RuleKind, Severity, StyleRule


def rule(find: str, put: str = "", kind: RuleKind = RuleKind.WORDS, **more: object) -> StyleRule:
    """A live rule with its pattern for a key."""
    data = {"key": find, "kind": kind, "find": find, "put": put, "live": True, **more}
    return StyleRule(**data)  # type: ignore[arg-type]


WET = rule("wet = dry")


def found(text: str, *rules: StyleRule, names: tuple[str, ...] = (), field: str = "body") -> str:
    """The body with what was found in <angle brackets>, placed in the source."""
    made = Rules(rules or (WET,), names)
    spans = []
    for prose in passages(text):
        passage = Passage(prose.text, field, tongue(prose.text, "en"), prose.quote, prose.heading)
        spans += [prose.span(match.start, match.end) for match in made.look(passage)]
    for start, end in reversed(spans):
        text = f"{text[:start]}<{text[start:end]}>{text[end:]}"
    return text


@pytest.mark.parametrize(
    "text",
    [
        "A <wet> day, a **<wet>** one, a [<wet>](http://wet.example) one.",
        "# <Wet> days\n\n- <wet>\n- so <wet>\n\n| <wet> | <WET> |\n|---|---|\n| <wet> | x |",
        "He said, “It is wet here,” and left a <wet> coat.",
        "> All of this is wet.\n\nAnd this is <wet>.",
        "Say `wet`, or\n\n```\nwet\n```\n\n    wet\n\nand <wet>.",
        "See https://wet.example/wet, wet@example.org, @wet, #wet and wet.org; <wet>.",
        "So \U0001f30a <wet> \U0001f30a, and <wet>.",
        "A wetter, a half-wet, a wet-nurse, an unwet; <wet>'s and <wet>.",
        "Two lines of a <wet>\nparagraph, hard\\\n<wet>.",
    ],
)
def test_what_is_no_text_of_ours_is_passed_over(text: str) -> None:
    bare = text.replace("<wet>", "wet").replace("<Wet>", "Wet").replace("<WET>", "WET")
    assert found(bare) == text


def test_note_outs_are_passed_over() -> None:
    text = "A wet day. %%A wet night.%% A wet week."
    assert found(text) == "A <wet> day. %%A wet night.%% A <wet> week."


def test_quotations_are_looked_into_where_the_rule_says_so() -> None:
    text = '“A wet day,” he said. «wet» „wet“ ‘a wet one’ "wet" and wet'
    assert found(text).count("<") == 1
    assert found(text, rule("wet = dry", quoted=True)).count("<") == 6


def test_names_are_passed_over_but_by_house_spellings() -> None:
    text = "Wet Wet Wet sang on a wet day."
    assert found(text, names=("Wet Wet Wet",)) == "Wet Wet Wet sang on a <wet> day."
    house = rule("YouTube", kind=RuleKind.DICTIONARY)
    assert found("On Youtube and YouTube.", house, names=("Youtube",)) == (
        "On <Youtube> and YouTube."
    )


def test_a_rule_beats_a_house_spelling_and_what_must_be_fixed_beats_advice() -> None:
    house = rule("e-mail", kind=RuleKind.DICTIONARY)
    email = rule("email address = address")
    made = Rules([house, email])
    assert [m.rule for m in made.look(Passage("My email address."))] == [email.key]
    assert [m.rule for m in made.look(Passage("My email."))] == [house.key]
    long, must = rule("a wet day"), rule("wet", severity=Severity.FIX)
    assert [m.rule for m in Rules([long, must]).look(Passage("a wet day"))] == ["wet"]


def test_a_rule_for_headlines_is_for_headlines_and_one_language_for_one() -> None:
    made = Rules([rule("wet", part=Part.HEADLINES), rule("dry", part=Part.TEXT)])
    assert [m.rule for m in made.look(Passage("wet and dry", "headline"))] == ["wet"]
    assert [m.rule for m in made.look(Passage("wet and dry", "dek"))] == ["dry"]
    assert not made.look(Passage("wet and dry", "dek", "fr"))
    assert tongue("کتاب نو", "en") == "fa"
    assert tongue("a book", "fa") == "en"


def test_capitals_are_kept_and_groups_change_theirs() -> None:
    assert Rules([WET]).look(Passage("Wet. WETS WET"))[0].fixes == ("Dry",)
    small = rule("the (President)", r"the \l{1}", RuleKind.PATTERN, exact=True)
    assert Rules([small]).look(Passage("So the President said"))[0].fixes == ("the president",)
    many = rule("colour\nhue", "color\nshade", RuleKind.REPLACEMENT)
    assert Rules([many]).look(Passage("A hue"))[0].fixes == ("color", "shade")


def test_a_line_of_source_is_read_as_a_line() -> None:
    prose = line_of("> - a **wet** day")
    assert prose.text == "a wet day"
    assert prose.quote
    assert prose.span(2, 5) == (8, 11)


@pytest.mark.parametrize("bad", ["(", "x*", "{nothing}", "a" * 2001, r"(?P<x>a)\2"])
def test_a_pattern_that_cannot_be_used_says_why(bad: str) -> None:
    with pytest.raises(Faulty, match=r"\w"):
        compiled(bad, exact=False)
    made = Rules([rule(bad, kind=RuleKind.PATTERN), WET])
    assert list(made.faulty) == [bad]
    assert [m.rule for m in made.look(Passage("a wet day"))] == [WET.key]


# The process.


@pytest.fixture(scope="module")
def process():
    made = StyleProcess()
    yield made
    made.close()


HOSTILE = rule("(a+)+b", kind=RuleKind.PATTERN, must=("ab",))
HANGS = "a" * 40


def test_a_hostile_pattern_is_refused_when_it_is_saved(
    process: StyleProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.checks.styling.PROVE_SECONDS", 0.7)
    assert process.prove(HOSTILE) == Proof(slow=True)
    assert process.prove(rule("(", kind=RuleKind.PATTERN)).fault
    assert process.prove(rule("wet", r"\9", RuleKind.PATTERN, must=("wet",))).fault
    wrong = rule("wet", must=("a dry day",), must_not=("a wet day",))
    assert process.prove(wrong) == Proof(missed=("a dry day",), hit=("a wet day",))
    assert process.prove(rule("wet = dry", must=("a wet day",))).good


def test_a_hostile_pattern_that_slipped_in_is_left_out_and_named(
    process: StyleProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.checks.styling.LOOK_SECONDS", 1.0)
    book = Book(rules=(HOSTILE, WET), number=1)
    looked = process.look(book, [Passage(f"{HANGS} wet")])
    assert [m.rule for m in looked.found[0]] == [WET.key]
    assert looked.off == {HOSTILE.key: "slow"}
    began = time.monotonic()
    process.look(book, [Passage(f"{HANGS} wet")])
    assert time.monotonic() - began < 1.0, "it is not asked again"


def test_the_book_is_taken_anew_when_its_number_changes(process: StyleProcess) -> None:
    text = [Passage("wet and dry")]
    first = process.look(Book(rules=(WET,), number=7), text)
    again = process.look(Book(rules=(rule("dry = wet"),), number=8), text)
    assert [m.start for m in first.found[0]] == [0]
    assert [m.start for m in again.found[0]] == [8]
    assert process.look(Book(rules=(rule("dry", live=False),), number=9), text).found == ((),)


def test_the_archive_is_tried_with_what_stands_around(process: StyleProcess) -> None:
    stories = [
        (4, "en", {"headline": "Dry", "body": "A *wet* day.\n\n> wet"}),
        (5, "en", {"headline": "Dry", "body": "A dry day."}),
    ]
    assert process.trial(WET, (), stories) == {4: (("body", "wet", "A ", " day."),)}
    assert process.trial(WET, ("wet day",), stories) == {}


def test_a_trial_is_ended_from_another_thread(process: StyleProcess) -> None:
    stories = [(1, "en", {"body": HANGS})]
    threading.Timer(0.3, process.stop).start()
    began = time.monotonic()
    with pytest.raises(Gone):
        process.trial(HOSTILE, (), stories)
    assert time.monotonic() - began < 10
    assert process.look(Book(rules=(WET,), number=3), [Passage("wet")]).found[0]


def test_without_a_question_it_ends_and_the_next_one_starts_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("newsroom.checks.styling.REST_SECONDS", 0.2)
    style = StyleProcess()
    book, text = Book(rules=(WET,), number=1), [Passage("wet")]
    assert style.look(book, text).found[0]
    until = time.monotonic() + 10
    while style._process is not None and time.monotonic() < until:
        time.sleep(0.02)
    assert style._process is None
    assert style.look(book, text).found[0]
    style.close()

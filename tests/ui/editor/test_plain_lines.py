"""Most keys of the Markdown view go into lines of words alone: little is asked about those."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication, QTextBlock, QTextDocument

from newsroom.ui.editor import signs
from newsroom.ui.editor.highlight import MarkdownLooks
from newsroom.ui.editor.looks import inks
from newsroom.ui.editor.signs import IN_FENCE, Signs
from newsroom.ui.editor.source import SourceView
from newsroom.ui.editor.stylemarks import StyleMarks, source_prose
from newsroom.ui.editor.ways import Ways
from newsroom.ui.theme import Theme
from tests.ui.editor.conftest import Hand, Opens

WORDS = "The ferry left the harbour at noon.\n\nIt came back.\n"
LINES = (
    "words alone, with (brackets), 12 figures and: a colon!", "نان و چای", "x", "Ökumene", "a = b",
    "a | b", "a *b* c", "a `b`", "a %%b%% c", "a %%b", "the TK", "TKTK", "a ~b~", "a^b^", "[a](b)",
    "a <b>c</b>", "AT&amp;T", "a\\*b", "a_b_", "a {: .b}", "# a", "- a", "1. a", "> a", ": a", " a",
    "===", "---", "+++", "```", "::: box", "[a]: b", "[^a]: b", "*[a]: b", "", "  ", "| a |",
    "é" * 5_001, "a" * 5_001,
)  # fmt: skip
BELOW = (None, "", "===", "---", "- ", "words", "=== x")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Counter[str]]:
    """Counts how often these are called from now on, by their names."""
    counted: Counter[str] = Counter()

    def watch(*methods: tuple[type, str]) -> Counter[str]:
        for of, name in methods:
            real = getattr(of, name)

            def called(*args: Any, real: Any = real, name: str = name, **more: Any) -> Any:
                counted[name] += 1
                return real(*args, **more)

            monkeypatch.setattr(of, name, called)
        return counted

    return watch


@pytest.fixture
def source(opens: Opens) -> Callable[[str], Hand]:
    """Opens a story with its Markdown on top."""

    def open_(body: str) -> Hand:
        hand = opens(body)
        hand.toggle()
        return hand

    return open_


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[:20] or "none")
def test_a_line_of_words_is_told_from_others(
    line: str, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets = Signs(inks(theme))
    at_length = re.compile("")  # finds something in every line: none is one of words alone

    def told(block: QTextBlock, before: int) -> object:
        return sets.set(block, line, before, faint=False), sets.state

    for below in BELOW:
        document = QTextDocument("\n".join([line] if below is None else [line, below]))
        for before in (*range(-1, 6), IN_FENCE + 6):
            quick = told(document.firstBlock(), before)
            with monkeypatch.context() as patch:
                patch.setattr(signs, "_TELLING", at_length)
                assert quick == told(document.firstBlock(), before), (below, before)


def test_only_a_line_with_signs_is_looked_at_for_each(
    source: Callable[[str], Hand], calls: Callable[..., Counter[str]]
) -> None:
    hand = source(WORDS)
    hand.caret("ferry")
    counted = calls((Signs, "set"), (Signs, "_line_of_text"))
    hand.type("boats and so")
    assert counted == {"set": 12}
    hand.type("*on*")
    assert counted == {"set": 16, "_line_of_text": 4}


def test_the_line_above_is_asked_about_once_where_it_is_empty(
    source: Callable[[str], Hand], calls: Callable[..., Counter[str]]
) -> None:
    hand = source(WORDS + "And left again.\n")
    counted = calls((MarkdownLooks, "look_back"))
    hand.caret("ferry")
    hand.type("boats")
    assert counted["look_back"] == 1
    hand.caret("And")
    hand.type("boats")
    assert counted["look_back"] == 6, "below words each letter may make them a heading"


def test_a_rule_typed_below_words_in_one_go_makes_a_heading(source: Callable[[str], Hand]) -> None:
    hand = source("Words")
    hand.caret("Words")
    hand.type("\n==")
    assert signs.heading_level(hand.view.document().firstBlock()) == 1
    hand.type("a")
    assert signs.heading_level(hand.view.document().firstBlock()) == 0


def test_the_caret_s_line_is_asked_for_only_where_it_matters(
    source: Callable[[str], Hand], calls: Callable[..., Counter[str]]
) -> None:
    hand = source("# One\n\nwords\n\n# Two\n\n**more**\n")
    view = hand.view
    assert isinstance(view, SourceView)
    counted = calls((MarkdownLooks, "at_line"))
    hand.caret("words")
    hand.type("boats")
    assert counted["at_line"] == 0
    view.folding.fold_all()
    hand.caret("Two")
    assert counted["at_line"] > 0, "it may go into what is folded"
    view.folding.unfold_all()
    before = counted["at_line"]
    hand.caret("words")
    assert counted["at_line"] == before
    view.hide_marks(True)
    before = counted["at_line"]
    hand.caret("more")
    assert counted["at_line"] > before, "its signs are to be seen"
    view.hide_marks(False)
    before = counted["at_line"]
    hand.type("boats")
    assert counted["at_line"] == before


def test_ways_are_looked_at_once_there_are_letters_that_run_from_the_right(
    source: Callable[[str], Hand], calls: Callable[..., Counter[str]]
) -> None:
    hand = source(WORDS)
    hand.caret("ferry")
    counted = calls((Ways, "look"))
    QGuiApplication.clipboard().setText("and some — more")
    hand.key("Ctrl+V")
    hand.type("boats")
    assert counted["look"] == 0, "words that came in run from the left"
    QGuiApplication.clipboard().setText("نان")
    hand.key("Ctrl+V")
    assert counted["look"] == 1
    hand.type("boats")
    assert counted["look"] == 6


class _Styling(QObject):
    """Finds nothing."""

    learned, changed = Signal(), Signal()
    on = True
    answered = 0

    def of(self, _passage: object, _article: int) -> tuple[()]:
        return ()


def test_what_is_noted_out_is_looked_for_where_that_may_change(
    source: Callable[[str], Hand], calls: Callable[..., Counter[str]], theme: Theme
) -> None:
    hand = source(WORDS)
    made = StyleMarks(
        hand.view, _Styling(), prose=source_prose, field="body", language=lambda: "en",  # type: ignore[arg-type]
        article=lambda: 1, story="1", ink=inks(theme).fault, after=hand.view.after,
    )  # fmt: skip
    counted = calls((StyleMarks, "_look_at_parked"))
    hand.caret("ferry")
    made.look()
    hand.type("boats")
    assert counted["_look_at_parked"] == 1
    hand.type("%")
    assert counted["_look_at_parked"] == 2
    hand.key("Backspace")
    assert counted["_look_at_parked"] == 3

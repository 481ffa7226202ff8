"""The strip below the page: words, characters, reading time, the length that was ordered."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.counts import HERE, Counter, CountStrip, Figures, figures
from tests.ui.editor.conftest import Hand, Opens


def strip(hand: Hand) -> str:
    hand.pane.count()
    hand.pane._show_state()
    return " | ".join(label.text() for label in hand.pane.counts.findChildren(QLabel))


def shown_now(hand: Hand) -> str:
    return " | ".join(label.text() for label in hand.pane.counts.findChildren(QLabel))


def test_words_characters_and_minutes_are_shown_once_the_page_is_painted(
    opens: Opens, qtbot: QtBot
) -> None:
    hand = opens("One **two** [three](https://example.org/a-b).\n")
    assert "words" not in shown_now(hand), "not counted is not none"
    qtbot.waitUntil(lambda: "3 words" in shown_now(hand))
    shown = shown_now(hand)
    assert "14 characters" in shown
    assert "1 minute to read" in shown


def test_an_empty_story_has_no_words(opens: Opens) -> None:
    shown = strip(opens(""))
    assert "0 words" in shown
    assert "0 characters" in shown
    assert "minute" not in shown


def test_the_figures_follow_the_typing(opens: Opens) -> None:
    hand = opens("One\n")
    hand.end()
    hand.type(" two سه")
    assert "3 words" in strip(hand)


@pytest.mark.parametrize(
    ("words", "shown", "state"),
    [
        (5, "5 of 10 words", ""),
        (9, "9 of 10 words", "near"),
        (12, "12 of 10 words · 2 over", "over"),
    ],
)
def test_the_length_stands_against_what_was_ordered(
    opens: Opens, words: int, shown: str, state: str
) -> None:
    hand = opens("word " * words + "\n", commissioned_length=10)
    assert shown in strip(hand)
    assert hand.pane.counts._words.property("state") == state


def test_an_order_made_elsewhere_is_shown(opens: Opens) -> None:
    hand = opens("one two three\n")
    hand.story.set("commissioned_length", 400)
    assert "3 of 400 words" in strip(hand)
    hand.story.set("commissioned_length", None)
    assert strip(hand).startswith("3 words")


def test_the_selection_is_counted_over_paragraphs(opens: Opens) -> None:
    hand = opens("one two\n\nthree four\n")
    hand.select("two", "three")
    assert "2 chosen" in strip(hand)
    hand.caret("one")
    assert "chosen" not in strip(hand)
    hand.toggle()
    hand.select("one", "three")
    assert "3 chosen" in strip(hand)


def test_the_strip_says_when_the_markdown_is_on_top(opens: Opens) -> None:
    hand = opens("one\n")
    assert "Markdown" not in strip(hand)
    hand.toggle()
    assert "Markdown" in strip(hand)


def test_reading_time_follows_the_speed_of_the_settings() -> None:
    text = "word " * 1000
    assert figures(text, speed=250).minutes == 4
    assert figures(text, speed=500).minutes == 2
    assert figures("one", speed=250).minutes == 1
    assert figures("", speed=250).minutes == 0


def test_a_long_story_is_counted_elsewhere_and_a_late_answer_is_dropped() -> None:
    waiting: list[tuple[object, object]] = []
    texts = ["word " * HERE, "short text"]
    counter = Counter(
        lambda: texts[0],
        background=lambda job, then, owner: waiting.append((job, then)),
        speed=lambda: 250,
    )
    told: list[Figures] = []
    counter.counted.connect(told.append)
    counter.count()
    assert told == []
    job, then = waiting[0]
    texts.pop(0)
    counter.count()
    assert [found.words for found in told] == [2]
    then(job())  # type: ignore[operator]
    assert [found.words for found in told] == [2]
    assert counter.last.words == 2


def test_a_strip_of_long_figures_sets_their_thousands_apart(opens: Opens) -> None:
    assert "2,000 words" in strip(opens("word " * 2000 + "\n"))


def test_figures_that_have_no_room_are_left_out_whole(qapp: QApplication) -> None:
    strip = CountStrip()
    strip.show_figures(Figures(423, 2_232, 2, note_outs=1, tks=1))
    strip.resize(900, 30)
    strip.show()
    QApplication.processEvents()
    rest = strip._rest
    assert rest.text() == "1 note-out, 1 TK · 2,232 characters · 2 minutes to read"
    assert rest.toolTip() == ""
    for wide in range(600, 120, -7):
        strip.resize(wide, 30)
        QApplication.processEvents()
        shown = rest.text()
        whole = rest.fontMetrics().horizontalAdvance(shown) <= rest.width()
        assert whole or shown == "1 note-out, 1 TK"
    assert rest.text() == "1 note-out, 1 TK"
    assert "2 minutes to read" in rest.toolTip()
    strip.resize(900, 30)
    QApplication.processEvents()
    assert rest.text().endswith("to read")
    strip.deleteLater()

"""Ways of writing: faded, at one height, without deleting; and the words written today."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from newsroom.ui.editor.veil import Veil, sentence_at
from newsroom.ui.today import FILE, Today
from newsroom.ui.workbench import Workbench
from tests.ui.editor.conftest import Hand, Opens

BOTH = pytest.mark.parametrize("source", [False, True], ids=["page", "markdown"])
LONG = "".join(f"Paragraph {n} has some words. And a second sentence.\n\n" for n in range(60))


def on(opens: Opens, body: str, *, source: bool) -> Hand:
    hand = opens(body)
    if source:
        hand.toggle()
    return hand


def veil(hand: Hand) -> Veil:
    found = hand.pane.page.findChild(Veil)
    assert isinstance(found, Veil)
    return found


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        ("One. Two here. Three.", 7, "Two here. "),
        ("One. Two here. Three.", 0, "One. "),
        ("One. Two here. Three.", 5, "Two here. "),
        ("One. Two here. Three.", 21, "Three."),
        ("One", 3, "One"),
        ("سلام. چطوری؟ خوب.", 8, "چطوری؟ "),
    ],
)
def test_the_sentence_around_a_place(text: str, at: int, sentence: str) -> None:
    start, end = sentence_at(text, at)
    assert text[start:end] == sentence


@BOTH
@pytest.mark.parametrize("unit", ["paragraph", "sentence"])
def test_all_but_the_place_of_the_caret_is_faded(
    opens: Opens, fake_bench: Workbench, qtbot: QtBot, source: bool, unit: str
) -> None:
    hand = on(opens, LONG, source=source)
    assert hand.pane.page.findChild(Veil) is None, "nothing is made for what is off"
    fake_bench.set_settings({"focus": unit})
    hand.caret("Paragraph 1 has")
    page = hand.pane.page
    line = hand.view.viewport().mapTo(page, hand.view.cursorRect().center())
    clear = veil(hand)._clear
    assert clear.contains(line)
    assert not clear.contains(line + QPoint(0, 60))
    whole = clear.boundingRect().width()
    assert (whole > page.width() / 2) == (unit == "paragraph")
    hand.caret("Paragraph 3 has")
    assert not veil(hand)._clear.contains(line)
    hand.pane.focus_title("headline")
    field = hand.pane.titles.fields["headline"]
    assert veil(hand)._clear.contains(field.mapTo(page, field.cursorRect().center()))
    fake_bench.set_settings({"focus": ""})
    assert veil(hand).isHidden()


@BOTH
def test_the_fade_goes_along_into_the_other_view(
    opens: Opens, fake_bench: Workbench, source: bool
) -> None:
    fake_bench.set_settings({"focus": "paragraph"})
    hand = on(opens, LONG, source=source)
    hand.caret("Paragraph 2 has")
    hand.toggle()
    line = hand.view.viewport().mapTo(hand.pane.page, hand.view.cursorRect().center())
    assert veil(hand)._clear.contains(line)


@BOTH
def test_the_line_stays_at_one_height(opens: Opens, fake_bench: Workbench, source: bool) -> None:
    fake_bench.set_settings({"typewriter": True})
    hand = on(opens, LONG, source=source)
    page = hand.pane.page

    def height() -> int:
        return hand.view.viewport().mapTo(page, hand.view.cursorRect().center()).y()

    hand.caret("Paragraph 30 has")
    first = height()
    assert abs(first - page.height() * 0.45) < 20
    hand.type("\nmore\nand more words ")
    assert abs(height() - first) <= 2
    hand.end()
    assert abs(height() - first) <= 2, "the last line too"
    hand.type("\n\nThe end")
    assert abs(height() - first) <= 2
    fake_bench.set_settings({"typewriter": False})
    bar = hand.view.verticalScrollBar()
    text = round(hand.view.document().size().height())
    assert bar.maximum() <= max(0, text - hand.view.viewport().height()) + 1


@BOTH
def test_hemingway_deletes_nothing(opens: Opens, fake_bench: Workbench, source: bool) -> None:
    fake_bench.set_settings({"hemingway": True})
    hand = on(opens, "one two", source=source)
    hand.end()
    hand.key("Backspace", "Ctrl+Backspace")
    hand.caret("one", after=False)
    hand.key("Delete", "Ctrl+Delete")
    hand.select("two")
    hand.key("Backspace")
    hand.apply("cut")
    assert hand.text == "one two"
    hand.select("one")
    hand.type("X")
    assert hand.text == "oneX two"
    fake_bench.set_settings({"hemingway": False})
    hand.key("Backspace")
    assert hand.text == "one two"


# Words written today.


def test_words_written_are_counted_by_the_day(tmp_path: Path) -> None:
    now = [datetime(2026, 11, 24, 12, tzinfo=UTC)]
    today = Today(tmp_path, lambda: now[0])
    assert today.words == 0
    today.add(12)
    today.add(-2)
    assert today.words == 10
    today.save()
    assert Today(tmp_path, lambda: now[0]).words == 10
    now[0] += timedelta(days=1)
    assert today.words == 0
    today.add(-5)
    assert today.words == 0


@pytest.mark.parametrize("kept", ["", "[", "[]", '{"x": 1}', '{"2026-11-24": "many"}'])
def test_figures_that_cant_be_read_are_none(tmp_path: Path, kept: str) -> None:
    (tmp_path / FILE).write_text(kept)
    assert Today(tmp_path, lambda: datetime(2026, 11, 24, 12, tzinfo=UTC)).words == 0


@BOTH
def test_what_is_typed_counts_and_what_is_opened_does_not(
    opens: Opens, fake_bench: Workbench, qtbot: QtBot, tmp_path: Path, source: bool
) -> None:
    hand = on(opens, "one two three", source=source)
    hand.end()
    assert fake_bench.today.words == 0
    hand.type(" four five")
    qtbot.waitUntil(lambda: fake_bench.today.words == 2)
    assert "2 words today" in hand.pane.counts._today.text()
    hand.key("Ctrl+Z")
    qtbot.waitUntil(lambda: fake_bench.today.words < 2)
    assert fake_bench.tasks.wait_idle()
    kept = json.loads((tmp_path / "config" / FILE).read_text())
    assert list(kept.values()) == [fake_bench.today.words]
    QTest.qWait(0)

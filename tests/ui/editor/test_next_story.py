"""A pane takes one story after another: nothing of the one before may be left, or come late."""

from __future__ import annotations

import sys
import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from newsroom.news.article import Article
from newsroom.text.document import Document
from newsroom.ui.editor import sitting
from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.editor.sitting import Lasting
from newsroom.ui.parked import LONG
from newsroom.ui.story import OpenStory
from tests.ui.editor.conftest import Hand, Opens
from tests.ui.fakes import NOON

FIRST = "The **ferry** sails at noon.\n\n- one\n- two\n\nAnd a lst line.\n"
OTHER = "The council met.\n\n> It was long.\n\nMore tomorow.\n"


def another(hand: Hand, body: str = OTHER, **fields: object) -> OpenStory:
    given: dict[str, object] = {"headline": "Council", "slug": "council", "version": 1, **fields}
    article = Article(id=8, body=body, **given)  # type: ignore[arg-type]
    return OpenStory(article, tasks=hand.pane.workbench.tasks, clock=lambda: NOON)


def take(hand: Hand, story: OpenStory) -> OpenStory:
    """Let the pane take the story; gives the one before."""
    before, hand.story = hand.story, story
    assert hand.pane.can_take
    hand.pane.take(story)
    return before


def test_it_shows_what_a_new_pane_would(opens: Opens) -> None:
    hand = opens(FIRST, kicker="Sea", dek="A dek")
    hand.caret("two")
    story = another(hand, kicker="Sea", commissioned_length=9)
    take(hand, story)
    fields = {name: field.text() for name, field in hand.pane.titles.fields.items()}
    assert fields == {"kicker": "Sea", "headline": "Council", "dek": "", "dateline": ""}
    assert hand.shown == "The council met.\nIt was long.\nMore tomorow."
    assert hand.cursor.position() == 0
    assert story.get("body") == OTHER
    assert not story.dirty
    hand.pane.count()
    words = " ".join(label.text() for label in hand.pane.counts.findChildren(QLabel))
    assert "of 9 words" in words


def test_what_was_read_of_it_elsewhere_is_what_the_page_stands_for(opens: Opens) -> None:
    hand = opens(FIRST)
    story = another(hand)
    page = story.page = Document.open(OTHER)
    take(hand, story)
    body = hand.pane.body
    assert body.page_source.editions[0].document is page
    assert story.page is None, "it belongs to this page now"
    assert page._parser is page._writer._parser is page._joiner._parser is body._parser
    hand.caret("met")
    hand.type(" twice")
    assert story.get("body") == OTHER.replace("met", "met twice")
    story = another(hand)
    story.page = Document.open("Something else.")
    take(hand, story)
    assert hand.shown == "The council met.\nIt was long.\nMore tomorow."


def test_nothing_can_be_undone_into_the_story_before(opens: Opens) -> None:
    hand = opens(FIRST, kicker="Sea", headline="Ferry")
    hand.caret("noon")
    hand.type(" sharp")
    hand.pane.focus_title("kicker")
    hand.type("X")
    hand.key("Backspace")  # the field says the same again, with steps behind it
    story = another(hand, kicker="Sea")
    take(hand, story)
    assert not hand.pane.titles.fields["kicker"].document().isUndoAvailable()
    assert not hand.pane.titles.fields["headline"].document().isUndoAvailable()
    hand.pane.focus_body()
    hand.key("Ctrl+Z")
    hand.apply("undo")
    assert story.get("body") == OTHER
    assert not story.dirty


def test_what_was_typed_stays_with_its_story(opens: Opens) -> None:
    hand = opens(FIRST)
    hand.caret("noon")
    hand.type(" sharp")
    before = take(hand, another(hand))
    assert before.get("body") == FIRST.replace("noon", "noon sharp")
    assert before.body_source is None
    hand.caret("met")
    hand.type(" early")
    assert "early" in str(hand.story.get("body"))
    assert "early" not in before.get("body")


def test_the_story_before_reaches_the_pane_no_more(opens: Opens) -> None:
    hand = opens(FIRST)
    before = take(hand, another(hand))
    before.set("headline", "Ferry again")
    before.set("body", "Something else.\n")
    before.set("language", "fa")
    assert hand.pane.titles.fields["headline"].text() == "Council"
    assert hand.shown.startswith("The council met.")
    assert not hand.pane.rich.builder.rtl
    hand.story.set("headline", "Council again")
    hand.story.set("body", "New.\n")
    assert hand.pane.titles.fields["headline"].text() == "Council again"
    assert hand.shown == "New."


def test_there_and_back_again_and_typed_in_each_time(opens: Opens) -> None:
    hand = opens(FIRST)
    first, second = hand.story, another(hand)
    for turn in range(3):
        for story in (second, first):
            take(hand, story)
            hand.end()
            hand.type(f" {turn}")
    assert str(first.get("body")).endswith("line. 0 1 2\n")
    assert str(second.get("body")).endswith("tomorow. 0 1 2\n")


def test_its_words_are_looked_up_anew(opens: Opens, qtbot: QtBot) -> None:
    hand = opens(FIRST)
    marks = hand.pane.spellcheck.squiggles(hand.rich)

    def marked() -> list[str]:
        return [found.word for found in marks.marked()]

    qtbot.waitUntil(lambda: marked() == ["lst"])
    take(hand, another(hand))
    assert marked() == [], "marks of the story before would stand under other words"
    qtbot.waitUntil(lambda: marked() == ["tomorow"])
    hand.caret("met")
    hand.type(" wihtout it")
    qtbot.waitUntil(lambda: marked() == ["wihtout", "tomorow"])


def test_words_let_stand_in_one_story_are_marked_in_the_next(opens: Opens, qtbot: QtBot) -> None:
    hand = opens(FIRST)
    spell = hand.pane.spellcheck
    marks = spell.squiggles(hand.rich)
    qtbot.waitUntil(lambda: [found.word for found in marks.marked()] == ["lst"])
    spell.spelling.ignore(hand.story.key, "lst")
    qtbot.waitUntil(lambda: not list(marks.marked()))
    take(hand, another(hand, "Also lst.\n"))
    qtbot.waitUntil(lambda: [found.word for found in marks.marked()] == ["lst"])


def test_a_long_story_that_was_coming_in_does_not_come_into_the_next(
    opens: Opens, qtbot: QtBot
) -> None:
    long = "\n\n".join(f"Paragraph {n} of a very long story." for n in range(LONG // 25))
    hand = opens(long)
    assert hand.pane.body.filling.running
    assert hand.pane.is_long
    take(hand, another(hand))
    assert not hand.pane.is_long
    assert hand.pane.workbench.tasks.wait_idle()
    qtbot.wait(100)
    assert hand.shown.startswith("The council met.")
    take(hand, another(hand, long))
    qtbot.waitUntil(lambda: not hand.pane.body.filling.running, timeout=15_000)
    assert hand.text == long


def test_the_count_of_the_story_before_comes_too_late(opens: Opens) -> None:
    hand = opens("One two three.\n")
    hand.pane.count()
    take(hand, another(hand))
    words = [label.text() for label in hand.pane.counts.findChildren(QLabel)]
    assert not any("words" in text for text in words), "not counted is not the one before's"


def test_words_written_today_are_not_those_of_the_next_story(opens: Opens) -> None:
    hand = opens("One two three.\n")
    today = hand.pane.workbench.today
    hand.pane.count()
    hand.end()
    hand.type(" four")
    hand.pane.count()
    written = today.words
    take(hand, another(hand, "One.\n"))
    hand.pane.count()
    hand.end()
    hand.type(" two three")
    hand.pane.count()
    assert today.words == written + 2


@pytest.mark.parametrize(
    "act", ["find", "view", "beside", "link", "style", "suggest", "figure", "table"]
)
def test_what_belongs_to_one_story_keeps_the_pane_from_the_next(opens: Opens, act: str) -> None:
    hand = opens(FIRST)
    pane = hand.pane
    assert pane.can_take
    {
        "find": lambda: pane.open_find(),
        "view": pane.toggle_view,
        "beside": pane.set_beside,
        "link": pane.ask_link,
        "style": lambda: pane.stylecheck,
        "suggest": lambda: pane.suggest,
        "figure": lambda: pane.commands.figures.bar,
        "table": lambda: pane.apply("table"),
    }[act]()
    assert not pane.can_take


def test_a_pane_that_opens_in_markdown_takes_the_next_so(opens: Opens) -> None:
    hand = opens(FIRST)
    bench = hand.pane.workbench
    bench.settings = replace(bench.settings, open_as_source=True)
    pane = EditorPane(bench, hand.story)
    assert pane.body.as_source
    assert pane.can_take
    story = another(hand)
    pane.take(story)
    source = pane.body.source
    assert source is not None
    assert pane.view is source
    assert source.text() == OTHER
    assert not source.document().isUndoAvailable()
    assert not story.dirty
    pane.toggle_view()
    assert not pane.can_take, "it would show the next as no new one does"
    assert pane.rich.document().firstBlock().text() == "The council met."
    pane.deleteLater()


def test_at_rest_it_is_tied_to_nothing(opens: Opens) -> None:
    hand = opens(FIRST)
    before, blank = hand.story, another(hand, "", headline="", slug="")
    hand.pane.rest(blank)
    assert before.body_source is None
    assert blank.body_source is None
    assert hand.shown == ""
    before.set("headline", "Ferry again")
    assert hand.pane.titles.fields["headline"].text() == ""
    hand.pane.take(before)
    assert hand.shown.startswith("The ferry sails")
    assert hand.pane.titles.fields["headline"].text() == "Ferry again"


def test_every_part_made_late_says_whether_it_lasts(opens: Opens) -> None:
    hand = opens(FIRST)
    made = QObject(hand.pane)
    assert not hand.pane.can_take, "what does not say so belongs to one story"
    made.setParent(None)
    assert hand.pane.can_take
    assert isinstance(hand.pane.spellcheck, Lasting)


def test_the_page_begins_at_its_top(opens: Opens) -> None:
    hand = opens("\n\n".join(f"Paragraph {n}." for n in range(200)))
    hand.end()
    hand.view.ensureCursorVisible()
    assert hand.pane.page.bar.value() > 0
    take(hand, another(hand, "\n\n".join(f"Line {n}." for n in range(200))))
    assert hand.pane.page.bar.value() == 0
    assert hand.view.verticalScrollBar().value() == 0


def test_all_kinds_of_blocks_stand_as_read_anew(opens: Opens) -> None:
    bodies = (
        "# Head\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<div>raw</div>\n",
        "| a |\n|---|\n| 1 |\n",
        "",
        "```\ncode\n```\n\n***\n\nWith a note[^1].\n\n[^1]: Here.\n",
        "۱۲۳ سلام\n\n- یک\n- دو\n",
    )
    hand = opens(FIRST)
    for body in (*bodies, *reversed(bodies)):
        story = another(hand, body)
        take(hand, story)
        shown, read = hand.rich.mirror.blocks(), Document.open(body).blocks
        assert [block.kind for block in shown if body] == [block.kind for block in read]
        hand.apply("undo")
        assert story.get("body") == body


def test_the_rules_of_the_house_are_read_on_another_thread(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens(FIRST)
    threads: list[bool] = []
    real = sitting.load_rules

    def load() -> None:
        threads.append(threading.current_thread() is threading.main_thread())
        real()

    monkeypatch.setattr(sitting, "load_rules", load)
    monkeypatch.delitem(sys.modules, sitting.RULES)
    hand.caret("noon")
    hand.type("x")
    hand.pane._sitting._look_for_style()
    assert hand.pane._stylecheck is None, "nobody waits for it"
    assert hand.pane.workbench.tasks.wait_idle()
    assert threads == [False]
    assert hand.pane._stylecheck is not None
    assert hand.pane._sitting._styled


def test_rules_that_were_read_for_the_story_before_begin_nothing_in_the_next(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens(FIRST)
    monkeypatch.delitem(sys.modules, sitting.RULES)
    hand.pane._sitting._look_for_style()
    take(hand, another(hand))
    assert hand.pane.workbench.tasks.wait_idle()
    assert hand.pane._stylecheck is None
    assert not hand.pane._sitting._styled

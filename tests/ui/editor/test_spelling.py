"""Misspelled words in a story: when they are marked, and what can be done about them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QPainter, QTextBlock, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit
from pytestqt.qtbot import QtBot

from newsroom.checks.engine import Off, Unavailable
from newsroom.news.article import Article
from newsroom.news.changes import Changes
from newsroom.news.staff import Person
from newsroom.ui.editor import squiggles
from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.editor.spellcheck import Spellcheck
from newsroom.ui.editor.spellmenu import SpellMenu
from newsroom.ui.editor.squiggles import Squiggles
from newsroom.ui.messages import Message
from newsroom.ui.spelling import Spelling
from newsroom.ui.story import OpenStory
from newsroom.ui.workbench import Workbench
from tests.ui.editor.conftest import Hand, Opens
from tests.ui.fakes import NOON, FakeDesk

# What the offscreen platform says of every menu.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WRONG = {
    "teh": ("the", "ten"),
    "recieve": ("receive",),
    "feryr": ("ferry",),
    "Vellmar": (),
    "dont't": ("don't",),
    "کتابب": ("کتاب",),
}


class Judge:
    """Knows a handful of wrong words at once."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.threads: set[str] = set()
        self.off: dict[str, Off] = {}
        self.closed = 0

    def wrong(self, language: str, words: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        self.threads.add(threading.current_thread().name)
        self.asked.append((language, tuple(words)))
        if language in self.off:
            raise Unavailable(self.off[language])
        return {word: () for word in words if word in WRONG}

    def suggest(self, language: str, word: str) -> tuple[str, ...]:
        self.threads.add(threading.current_thread().name)
        return WRONG.get(word, ())

    def close(self) -> None:
        """Nothing is held; it is counted."""
        self.closed += 1


@pytest.fixture
def judge() -> Judge:
    return Judge()


@pytest.fixture
def bench(fake_bench: Workbench, judge: Judge, tmp_path: Path) -> Workbench:
    fake_bench.__dict__["spelling"] = Spelling(
        fake_bench, folder=tmp_path / "config", speller=judge
    )
    return fake_bench


Spelled = Callable[..., Hand]


@pytest.fixture
def spelled(bench: Workbench, opens: Opens, qtbot: QtBot) -> Spelled:
    """Opens a story and waits until its words are judged."""

    def open_(body: str = "", **fields: object) -> Hand:
        hand = opens(body, **fields)
        settle(hand, qtbot)
        return hand

    return open_


def marks(hand: Hand, editor: QTextEdit | None = None) -> Squiggles:
    return hand.pane.spellcheck.squiggles(editor or hand.view)


def marked(hand: Hand, editor: QTextEdit | None = None) -> list[str]:
    return [word.word for word in marks(hand, editor).marked()]


def settle(hand: Hand, qtbot: QtBot) -> None:
    """Until all words that can be seen are judged."""
    shown = [hand.view, *hand.pane.titles.fields.values()]
    qtbot.waitUntil(lambda: not any(marks(hand, editor).busy for editor in shown))


def menu_of(hand: Hand, qtbot: QtBot) -> SpellMenu:
    """The open menu, its suggestions there."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), SpellMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, SpellMenu)
    qtbot.waitUntil(lambda: "Looking for words…" not in entries(menu))
    return menu


def entries(menu: SpellMenu) -> list[str]:
    return [action.text().replace("&", "") for action in menu.actions() if action.text()]


def choose(menu: SpellMenu, words: str) -> None:
    action = next(a for a in menu.actions() if a.text().replace("&", "") == words)
    menu.setActiveAction(action)
    QTest.keyClick(menu, Qt.Key.Key_Return)


def right_click(hand: Hand, words: str, qtbot: QtBot, editor: QTextEdit | None = None) -> SpellMenu:
    editor = editor or hand.view
    raw = editor.document().toRawText()
    cursor = QTextCursor(editor.document())
    cursor.setPosition(raw.index(words) + 1)
    place = editor.cursorRect(cursor).center() + QPoint(2, 0)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, editor.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(editor.viewport(), event)
    return menu_of(hand, qtbot)


def sentences(bench: Workbench) -> list[str]:
    return [message.text for message in bench.messages.standing]


# When words are marked.


def test_wrong_words_of_an_opened_story_are_marked_in_both_views(
    spelled: Spelled, qtbot: QtBot, judge: Judge
) -> None:
    hand = spelled(
        "The **teh** feryr left.\n\n- `recieve` Vellmar\n", headline="Teh teh", dek="feryr"
    )
    assert marked(hand) == ["teh", "feryr", "Vellmar"]
    assert marked(hand, hand.pane.titles.fields["headline"]) == ["teh"]
    assert marked(hand, hand.pane.titles.fields["dek"]) == ["feryr"]
    hand.toggle()
    settle(hand, qtbot)
    assert marked(hand) == ["teh", "feryr", "Vellmar"]
    assert judge.threads.isdisjoint({threading.current_thread().name})
    assert not hand.view.document().isUndoAvailable()
    assert not hand.story.dirty


def test_a_word_is_marked_once_it_is_left_and_not_before(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("One.\n")
    hand.end()
    hand.type(" teh")
    settle(hand, qtbot)
    assert marked(hand) == []
    hand.type("n teh")
    settle(hand, qtbot)
    assert marked(hand) == []  # "tehn" stands in no list of wrong words
    hand.type(" ")
    settle(hand, qtbot)
    assert marked(hand) == ["teh"]
    hand.type("feryr")
    hand.key("Left", "Left", "Left", "Left", "Left", "Left")
    settle(hand, qtbot)
    assert marked(hand) == ["teh", "feryr"]


def test_a_word_left_by_going_elsewhere_is_marked(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("One.\n")
    hand.end()
    hand.type(" teh")
    settle(hand, qtbot)
    assert marked(hand) == []
    hand.pane.focus_title("dek")
    settle(hand, qtbot)
    assert marked(hand) == ["teh"]
    hand.type("feryr")
    settle(hand, qtbot)
    dek = hand.pane.titles.fields["dek"]
    assert marked(hand, dek) == []
    hand.pane.focus_body()
    settle(hand, qtbot)
    assert marked(hand, dek) == ["feryr"]


def test_a_mark_stays_on_its_word_while_others_are_typed(spelled: Spelled) -> None:
    hand = spelled("One feryr left.\n")
    hand.caret("One")
    hand.type(" old")  # at once: nothing was looked at meanwhile
    found = next(marks(hand).marked())
    assert hand.shown[found.start : found.end] == "feryr"
    cut = marks(hand).looked
    hand.type("er teh")
    found = next(marks(hand).marked())
    assert hand.shown[found.start : found.end] == "feryr"
    assert marks(hand).looked == cut, "letters move marks, they do not have words looked up"
    hand.caret("fer")
    hand.type("x")
    assert marked(hand) == []  # another word now, not judged yet


def test_typing_looks_at_few_blocks(
    spelled: Spelled, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(squiggles, "LATEST_MS", 1_000)
    hand = spelled("\n\n".join(f"Paragraph {'word ' * 20}." for _ in range(100)) + "\n")
    before = marks(hand).looked
    assert before <= 102  # each block once, whatever it waited for
    hand.caret("Paragraph")
    for _key in range(50):
        hand.type("abc ")
        QApplication.processEvents()
    settle(hand, qtbot)
    assert marks(hand).looked - before <= 10  # of the one block, once a pause or second


def test_after_a_letter_one_paragraph_is_looked_at_and_only_its_unknown_words(
    spelled: Spelled, bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = spelled("\n\n".join(f"Paragraph {'with words of teh ' * 20}." for _ in range(30)) + "\n")
    hand.caret("Paragraph")
    hand.type("s xyzz")
    settle(hand, qtbot)
    done: list[int] = []
    judged: list[str] = []
    do, verdict = Squiggles._do, bench.spelling.verdict

    def counted(self: Squiggles, block: QTextBlock, line: object) -> None:
        done.append(block.blockNumber())
        do(self, block, line)  # type: ignore[arg-type]

    def asked(language: str, word: str, more: Collection[str] = ()) -> bool | None:
        judged.append(word)
        return verdict(language, word, more)

    monkeypatch.setattr(Squiggles, "_do", counted)
    monkeypatch.setattr(bench.spelling, "verdict", asked)
    hand.type("y")
    marks(hand).look()
    settle(hand, qtbot)
    assert done == [0], "no other has changed"
    assert set(judged) == {"teh"}, "what is right need not be judged again"
    done.clear()
    hand.type(" teh ")
    hand.caret("Paragraph ", nth=1)
    hand.type("z")
    marks(hand).look()
    settle(hand, qtbot)
    assert {0, 1} <= set(done), "all that changed"


def test_a_letter_that_comes_right_after_a_look_is_looked_at_in_its_turn(
    spelled: Spelled, qtbot: QtBot
) -> None:
    hand = spelled("One.\n\nTwo.\n")
    hand.caret("One")
    hand.type("x")
    marks(hand).look()
    hand.type(" teh")  # before what is left was gone through
    hand.type(" ")
    settle(hand, qtbot)
    assert marked(hand) == ["teh"]
    assert not marks(hand)._busy


def test_a_new_paragraph_and_undo_keep_marks_where_they_belong(
    spelled: Spelled, qtbot: QtBot
) -> None:
    hand = spelled("The teh one. And feryr two.\n\nVellmar\n")
    hand.caret("one. ")
    hand.type("\n")
    settle(hand, qtbot)
    assert marked(hand) == ["teh", "feryr", "Vellmar"]
    hand.select("teh")
    hand.key("Delete")
    settle(hand, qtbot)
    assert marked(hand) == ["feryr", "Vellmar"]
    hand.undo_all()
    hand.caret("two")
    settle(hand, qtbot)
    assert marked(hand) == ["teh", "feryr", "Vellmar"]
    assert hand.text == "The teh one. And feryr two.\n\nVellmar\n"


def test_words_in_another_alphabet_have_their_own_dictionary(
    spelled: Spelled, judge: Judge
) -> None:
    hand = spelled("متن کتابب و ferry feryr\n\nOne teh کتابب\n", language="fa")
    assert marked(hand) == ["کتابب", "feryr", "teh", "کتابب"]
    asked = {language: set(words) for language, words in judge.asked}
    assert "کتابب" in asked["fa"]
    assert {"feryr", "teh"} <= asked["en_US"] | asked.get("en_GB", set())


def test_another_language_of_the_story_judges_anew(
    spelled: Spelled, qtbot: QtBot, judge: Judge
) -> None:
    hand = spelled("One teh.\n")
    hand.story.set("language", "fr")
    settle(hand, qtbot)
    assert marked(hand) == ["teh"]
    assert judge.asked[-1][0] == "fr"


def test_a_very_long_paragraph_is_looked_at_around_the_caret(
    spelled: Spelled, qtbot: QtBot
) -> None:
    words = " ".join(["teh", *["word"] * 8_000, "feryr"])
    hand = spelled(words + "\n")
    assert marked(hand) == ["teh"]
    hand.end()
    settle(hand, qtbot)
    assert marked(hand) == ["feryr"]


# How they are marked.


def red(hand: Hand, editor: QTextEdit, start: int, end: int) -> bool:
    """Whether the mark's red is painted under these letters."""
    cursor = QTextCursor(editor.document())
    cursor.setPosition(start)
    left = editor.cursorRect(cursor)
    cursor.setPosition(end)
    right = editor.cursorRect(cursor)
    image = editor.viewport().grab(left.united(right)).toImage()
    ink = hand.pane.workbench.theme.token("danger")
    return any(
        image.pixelColor(x, y).red() > 150
        and abs(image.pixelColor(x, y).green() - ink.green()) < 60
        and abs(image.pixelColor(x, y).blue() - ink.blue()) < 60
        for x in range(image.width())
        for y in range(image.height())
    )


def test_the_mark_is_painted_over_the_text_and_not_into_it(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("One feryr left 😀 teh quay.\n\n> The teh end.\n", headline="One feryr left")
    for editor in (hand.view, hand.pane.titles.fields["headline"]):
        revision = editor.document().revision()
        found = list(marks(hand, editor).marked())
        assert found
        assert all(red(hand, editor, word.start, word.end) for word in found)
        assert not red(hand, editor, 0, 3)
        assert editor.document().revision() == revision
    hand.toggle()
    settle(hand, qtbot)
    assert [red(hand, hand.view, w.start, w.end) for w in marks(hand).marked()] == [True] * 3


def test_a_mark_between_two_directions_stands_under_its_word(spelled: Spelled) -> None:
    hand = spelled("متن و feryr هم هست و این متن است.\n", language="fa")
    (found,) = marks(hand).marked()
    assert red(hand, hand.view, found.start + 1, found.end - 1)


# What can be done.


def test_a_suggestion_takes_the_place_of_the_word_as_one_step(
    spelled: Spelled, qtbot: QtBot
) -> None:
    hand = spelled("We **reci*eve* it** now.\n")
    menu = right_click(hand, "recieve", qtbot)
    assert entries(menu)[:4] == [
        "receive",
        "Add to my dictionary",
        "Add to the house dictionary",
        "Ignore in this story",
    ]
    choose(menu, "receive")
    assert hand.shown == "We receive it now."
    settle(hand, qtbot)
    assert marked(hand) == []
    assert hand.text == "We **recei*ve* it** now.\n"  # each letter keeps its looks
    hand.key("Ctrl+Z")
    assert hand.text == "We **reci*eve* it** now.\n"
    assert not hand.view.document().isUndoAvailable()


def test_an_apostrophe_stays_of_its_kind(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("I dont’t know.\n")
    choose(right_click(hand, "dont’t", qtbot), "don't")
    assert hand.text == "I don’t know.\n"


def test_a_title_is_corrected_too(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("One.\n", headline="The feryr left")
    headline = hand.pane.titles.fields["headline"]
    choose(right_click(hand, "feryr", qtbot, headline), "ferry")
    assert hand.story.get("headline") == "The ferry left"


def test_the_menu_is_of_the_place_under_the_mouse(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("Above.\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n\nBelow.\n")
    hand.caret("Below")
    menu = right_click(hand, "d", qtbot)
    table = next(action.menu() for action in menu.actions() if action.menu() is not None)
    next(action for action in table.actions() if action.text() == "Remove row").trigger()
    menu.close()
    assert "| c | d |" not in hand.text
    assert "| e | f |" in hand.text
    hand.select("Above")
    right_click(hand, "Above", qtbot).close()
    assert hand.cursor.selectedText() == "Above", "what is chosen stays so: it is to be cut"
    right_click(hand, "Below", qtbot).close()
    assert not hand.cursor.hasSelection()


def test_a_right_word_has_the_usual_menu(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("One teh.\n")
    menu = right_click(hand, "One", qtbot)
    assert "Add to my dictionary" not in entries(menu)
    assert any("Paste" in entry for entry in entries(menu))
    with qtbot.waitSignal(menu.destroyed):
        menu.close()
    menu = right_click(hand, "teh", qtbot)
    assert entries(menu)[0] == "the"
    menu.close()


def test_a_word_without_suggestions_says_so(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("In Vellmar.\n")
    menu = right_click(hand, "Vellmar", qtbot)
    assert entries(menu)[0] == "No suggestions"
    menu.close()


def test_my_own_word_is_right_everywhere_and_kept(
    spelled: Spelled, qtbot: QtBot, bench: Workbench, tmp_path: Path
) -> None:
    hand = spelled("In Vellmar’s port.\n\nVellmar again.\n", headline="Vellmar")
    assert marked(hand) == ["Vellmar"]  # the judge knows nothing of Vellmar's
    choose(right_click(hand, "Vellmar again", qtbot), "Add to my dictionary")
    settle(hand, qtbot)
    assert marked(hand) == []
    assert marked(hand, hand.pane.titles.fields["headline"]) == []
    path = tmp_path / "config" / "dictionary.txt"
    qtbot.waitUntil(path.exists)
    assert path.read_text(encoding="utf-8") == "Vellmar\n"
    bench.spelling.remove_own("Vellmar")
    settle(hand, qtbot)
    assert marked(hand) == ["Vellmar"]
    assert bench.tasks.wait_idle()
    assert path.read_text(encoding="utf-8") == ""


def test_a_dictionary_that_cannot_be_kept_is_said(
    spelled: Spelled, qtbot: QtBot, bench: Workbench, tmp_path: Path
) -> None:
    hand = spelled("Vellmar.\n")
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config" / "dictionary.txt").mkdir()
    bench.spelling.add_own("Vellmar")
    qtbot.waitUntil(lambda: any("dictionary" in said for said in sentences(bench)))
    settle(hand, qtbot)
    assert marked(hand) == []  # the word holds as long as the window is open


def test_a_word_of_the_house_is_right_for_everybody(
    spelled: Spelled, qtbot: QtBot, bench: Workbench, fake_desk: FakeDesk
) -> None:
    hand = spelled("In Vellmar, teh feryr.\n")
    choose(right_click(hand, "Vellmar", qtbot), "Add to the house dictionary")
    settle(hand, qtbot)
    assert marked(hand) == ["teh", "feryr"]
    qtbot.waitUntil(lambda: fake_desk.dictionary.kept == ["Vellmar"])
    assert bench.tasks.wait_idle()
    fake_desk.dictionary.kept.append("feryr")  # somebody else, elsewhere
    fake_desk.news.append(Changes(lists=True))
    qtbot.waitUntil(lambda: marked(hand) == ["teh"])
    bench.spelling.remove_house("feryr")
    qtbot.waitUntil(lambda: marked(hand) == ["teh", "feryr"])
    assert fake_desk.dictionary.kept == ["Vellmar"]


def test_people_on_the_staff_are_spelled_right(
    spelled: Spelled, qtbot: QtBot, bench: Workbench, fake_desk: FakeDesk,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    hand = spelled("Says Vellmar.\n")
    assert marked(hand) == ["Vellmar"]
    monkeypatch.setattr(fake_desk.staff, "all", lambda **_how: (Person(id=9, name="Uta Vellmar"),))
    bench.read_lists()
    qtbot.waitUntil(lambda: marked(hand) == [])


def test_a_word_ignored_in_one_story_is_wrong_in_another(
    spelled: Spelled, qtbot: QtBot, bench: Workbench
) -> None:
    hand = spelled("The teh one.\n")
    other = OpenStory(
        Article(id=8, version=1, body="The teh two.\n"), tasks=bench.tasks, clock=lambda: NOON
    )
    pane = EditorPane(bench, other)
    qtbot.addWidget(pane)
    pane.show()
    there = pane.spellcheck.squiggles(pane.rich)
    qtbot.waitUntil(lambda: [word.word for word in there.marked()] == ["teh"])
    choose(right_click(hand, "teh", qtbot), "Ignore in this story")
    settle(hand, qtbot)
    assert marked(hand) == []
    qtbot.waitUntil(lambda: not there.busy)
    assert [word.word for word in there.marked()] == ["teh"]


# The walk.


def test_a_key_walks_from_word_to_word(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("One teh two.\n\nThree feryr.\n", headline="A Vellmar")
    hand.caret("One", after=False)
    seen = []
    for _turn in range(4):
        hand.key("Ctrl+;")
        menu = menu_of(hand, qtbot)
        seen.append(hand.focus.textCursor().selectedText())  # type: ignore[attr-defined]
        menu.close()
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None)
    assert seen == ["teh", "feryr", "Vellmar", "teh"]


def test_enter_takes_the_first_suggestion(spelled: Spelled, qtbot: QtBot) -> None:
    hand = spelled("One teh two.\n")
    hand.caret("One", after=False)
    hand.key("Ctrl+;")
    QTest.keyClick(menu_of(hand, qtbot), Qt.Key.Key_Return)
    assert hand.text == "One the two.\n"
    hand.key("Ctrl+;")
    qtbot.waitUntil(lambda: "No misspelled words." in sentences(hand.pane.workbench))


def test_the_walk_waits_for_words_that_are_being_looked_up(
    bench: Workbench, opens: Opens, qtbot: QtBot
) -> None:
    hand = opens("One teh two.\n")
    hand.key("Ctrl+;")  # the story was opened this moment
    menu_of(hand, qtbot).close()
    assert hand.cursor.selectedText() == "teh"


# On and off.


def test_spelling_can_be_turned_off_and_on(
    spelled: Spelled, qtbot: QtBot, bench: Workbench
) -> None:
    hand = spelled("One teh.\n")
    bench.set_settings({"check_spelling": False})
    qtbot.waitUntil(lambda: marked(hand) == [])
    hand.end()
    hand.type(" feryr ")
    hand.key("Ctrl+;")
    assert any("turn it on" in said for said in sentences(bench))
    assert marked(hand) == []
    bench.set_settings({"check_spelling": True})
    qtbot.waitUntil(lambda: marked(hand) == ["teh", "feryr"])


def test_english_is_what_the_settings_say(
    spelled: Spelled, qtbot: QtBot, bench: Workbench, judge: Judge
) -> None:
    hand = spelled("Colour.\n")
    for english in ("en_GB", "en_US"):
        bench.set_settings({"english": english})
        assert bench.spelling.english == english
        settle(hand, qtbot)
    assert {"en_GB", "en_US"} <= {language for language, _words in judge.asked}


@pytest.mark.parametrize("why", list(Off))
def test_without_a_dictionary_one_quiet_sentence_is_said(
    why: Off, spelled: Spelled, qtbot: QtBot, bench: Workbench, judge: Judge
) -> None:
    said: list[Message] = []
    bench.messages.changed.connect(lambda: said.extend(bench.messages.standing))
    judge.off["de"] = why
    hand = spelled("Das teh Haus.\n", language="de", headline="Haus")
    assert marked(hand) == []
    assert len({message.number for message in said}) == 1
    assert said[0].text.endswith(("is missing.", "are not checked."))
    hand.end()
    hand.type(" teh mehr ")
    settle(hand, qtbot)
    assert marked(hand) == []
    assert len({message.number for message in said}) == 1


def test_the_process_goes_when_nobody_asks_and_comes_back(
    spelled: Spelled, judge: Judge, bench: Workbench, qtbot: QtBot
) -> None:
    hand = spelled("The ferry and teh boat.\n")
    assert judge.closed == 0, "the usual rest is longer"
    bench.spelling._rest.setInterval(0)
    bench.spelling._rest.start()
    qtbot.waitUntil(lambda: judge.closed == 1)
    hand.type("wrng ")
    settle(hand, qtbot)
    qtbot.waitUntil(lambda: judge.closed == 2)
    assert len(judge.asked) == 2


def test_the_real_dictionaries_judge_a_story(
    fake_bench: Workbench, opens: Opens, qtbot: QtBot
) -> None:
    fake_bench.set_settings({"english": "en_GB"})
    hand = opens("The colour and the color of teh ferry.\n\nاین کتابب است.\n")
    assert isinstance(hand.pane.spellcheck, Spellcheck)
    settle(hand, qtbot)
    assert marked(hand) == ["color", "teh", "کتابب"]
    assert fake_bench.tasks.wait_idle()
    fake_bench.leave()


def test_a_window_that_goes_asks_no_more(
    spelled: Spelled, judge: Judge, bench: Workbench, qtbot: QtBot
) -> None:
    """The process that a question starts then would outlive the window."""
    hand = spelled("The ferry.\n")
    asked = len(judge.asked)
    bench.spelling.want("en-US", "wrng")
    bench.leave()
    hand.type("teh ")
    hand.pane.spellcheck.begin()
    bench.spelling.want("en-US", "boaat")
    bench.spelling.suggest("en-US", "wrng", lambda _found: None, owner=hand.pane)
    assert bench.tasks.wait_idle()
    qtbot.waitUntil(lambda: not bench.spelling._ask_soon.isActive())
    assert bench.tasks.wait_idle()
    assert judge.closed == 1
    assert len(judge.asked) == asked


def test_marks_of_another_line_are_drawn_while_a_word_is_typed(
    spelled: Spelled, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = spelled("One.\n\nA teh here.\n")
    hand.caret("One")
    hand.type("xy")
    drawn: list[int] = []

    def strips(block: QTextBlock, *_more: object, **_edges: int) -> list[QRect]:
        drawn.append(block.blockNumber())
        return []

    monkeypatch.setattr("newsroom.ui.editor.squiggles.strips", strips)
    document, all_of_it = hand.rich.document(), hand.rich.viewport().rect()
    marks(hand).paint(all_of_it, document.findBlockByNumber(1))
    assert drawn == [1]
    marks(hand).paint(all_of_it, document.findBlockByNumber(0))
    assert drawn == [1]
    hand.caret("here")
    hand.type("xy")
    drawn.clear()
    marks(hand).paint(all_of_it, hand.cursor.block())
    assert drawn == [hand.cursor.blockNumber()], "those that stand in the typed line are known"


def test_names_are_cut_into_words_once(
    bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut: list[str] = []
    monkeypatch.setattr("newsroom.ui.spelling.spelled", lambda text: (cut.append(text), (text,))[1])
    bench.lists = replace(bench.lists, staff=(Person(id=1, name="Ada Vellmar"),))
    bench.spelling._list()
    assert sorted(filter(None, cut)) == sorted({"Ada Vellmar", bench.lists.site.name} - {""})
    cut.clear()
    bench.spelling._house_read(())
    bench.spelling._own_read(())
    assert not cut, "nothing came"
    bench.spelling._house_read(("feryr",))
    assert "feryr" in cut


@pytest.mark.parametrize(
    ("system", "english"),
    [("en_GB", "en_GB"), ("en_NZ", "en_GB"), ("en_US", "en_US"), ("C", "en_US"), ("fa", "en_US")],
)
def test_english_is_what_the_system_says(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, system: str, english: str
) -> None:
    monkeypatch.setattr(QLocale, "system", lambda: QLocale(system))
    assert bench.spelling._usual_english() == english


def test_no_painter_is_made_for_marks_that_stand_in_other_lines(
    spelled: Spelled, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = spelled("A teh here.\n")
    block, all_of_it = hand.rich.document().firstBlock(), hand.rich.viewport().rect()
    made: list[int] = []
    painter = Squiggles._painter

    def counted(self: Squiggles) -> QPainter:
        made.append(1)
        return painter(self)

    monkeypatch.setattr(Squiggles, "_painter", counted)
    above = QRect(0, 0, all_of_it.width(), 2)
    monkeypatch.setattr(
        hand.rich, "overpaint", lambda _rect, _alone: marks(hand).paint(above, block)
    )
    hand.rich.viewport().repaint()
    assert made == []
    monkeypatch.setattr(
        hand.rich, "overpaint", lambda _rect, _alone: marks(hand).paint(all_of_it, block)
    )
    hand.rich.viewport().repaint()
    assert made == [1]


def test_of_a_block_that_nobody_looked_at_nothing_is_kept(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens("".join(f"Paragraph {n}.\n\n" for n in range(400)))
    made: list[object] = []
    real = squiggles._Line

    def line(*args: object) -> object:
        made.append(args)
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(squiggles, "_Line", line)
    hand.pane.spellcheck  # noqa: B018 # asked for, it begins
    marks = hand.rich.findChild(Squiggles)
    assert marks is not None
    assert len(marks._lines) == 400
    made_first = len(made)
    assert made_first < 20, "the turn that begins it makes no object for each block"
    marks.look()
    assert made_first < len(made) < 100, "those that can be seen"

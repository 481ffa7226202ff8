"""How letters come in: input methods, dead keys, other layouts, emoji, rich clipboards."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.editor.conftest import Hand, Opens


def compose(hand: Hand, *steps: str, commit: str) -> None:
    """What an input method sends: each guess, then the letters."""
    for guess in steps:
        QApplication.sendEvent(hand.view, QInputMethodEvent(guess, []))
    event = QInputMethodEvent()
    event.setCommitString(commit)
    QApplication.sendEvent(hand.view, event)


@pytest.mark.parametrize("source", [False, True])
def test_a_composed_word_comes_in_once(opens: Opens, source: bool) -> None:
    hand = opens("One two.\n")
    if source:
        hand.toggle()
    hand.caret("One")
    compose(hand, "n", "に", "にほ", "にほん", commit="日本")
    assert hand.text == "One日本 two.\n"
    hand.key("Ctrl+Z")
    assert hand.text == "One two.\n"


def test_what_is_only_guessed_is_no_text(opens: Opens) -> None:
    hand = opens("One two.\n")
    hand.caret("One")
    QApplication.sendEvent(hand.view, QInputMethodEvent("にほ", []))
    assert hand.text == "One two.\n"
    QApplication.sendEvent(hand.view, QInputMethodEvent())
    assert hand.text == "One two.\n"
    assert not hand.story.dirty


def test_a_composed_word_takes_the_place_of_a_selection_over_blocks(opens: Opens) -> None:
    body = "One two.\n\n- three\n- four\n"
    hand = opens(body)
    hand.select("two", "three")
    compose(hand, "に", commit="日本")
    assert hand.text == "One 日本\n\n- four\n"
    hand.undo_all()
    assert hand.text == body


@pytest.mark.parametrize(
    ("body", "behind", "now"),
    [
        ("**bold** x\n", "bold", "**boldé** x\n"),
        ("a [link](https://example.org) x\n", "link", "a [link](https://example.org)é x\n"),
        ("`code` x\n", "code", "`code`é x\n"),
        ("| a | b |\n|---|---|\n| c | d |\n", "c", "| a | b |\n|---|---|\n| cé | d |\n"),
        ("- item\n", "item", "- itemé\n"),
        ("# Head\n", "Head", "# Headé\n"),
    ],
)
def test_a_dead_key_follows_the_rules_of_typing(
    opens: Opens, body: str, behind: str, now: str
) -> None:
    hand = opens(body)
    hand.caret(behind)
    compose(hand, "´", commit="é")
    assert hand.text == now
    hand.undo_all()
    assert hand.text == body


def test_persian_letters_half_space_and_digits_are_typed(opens: Opens) -> None:
    hand = opens("")
    words = "می\u200cشود، ۱۲۳ «سلام»؟"
    hand.type(words + "\nEnglish، بعد")
    assert hand.text == f"{words}\n\nEnglish، بعد\n"
    first = hand.view.document().firstBlock()
    assert first.textDirection().name == "RightToLeft"
    assert first.next().textDirection().name == "LeftToRight"


EMOJI = {
    "plain": "😀",
    "family": "👩\u200d👩\u200d👧\u200d👦",
    "astronaut": "👩\u200d🚀",
    "flag": "🇮🇷",
    "tone": "👍🏽",
    "heart": "❤\ufe0f",
    "keycap": "1\ufe0f\u20e3",
    "accent": "e\u0301",
}


@pytest.mark.parametrize("name", EMOJI)
def test_backspace_and_delete_take_a_whole_letter(opens: Opens, name: str) -> None:
    letter = EMOJI[name]
    body = f"One {letter} two.\n"
    hand = opens(body)
    hand.caret(letter)
    hand.key("Backspace")
    assert hand.text == "One  two.\n"
    hand.key("Ctrl+Z")
    assert hand.text == body
    hand.caret(letter, after=False)
    hand.key("Delete")
    assert hand.text == "One  two.\n"
    hand.undo_all()
    assert hand.text == body


@pytest.mark.parametrize("name", EMOJI)
def test_the_caret_never_stands_inside_a_letter(opens: Opens, name: str) -> None:
    letter = EMOJI[name]
    hand = opens(f"One {letter} two.\n")
    hand.caret("One ")
    hand.key("Right")
    assert hand.around == f"One {letter}¦ two."
    hand.key("Left")
    assert hand.around == f"One ¦{letter} two."
    hand.key("Shift+Right")
    assert hand.chosen == letter


def test_two_flags_are_two_letters(opens: Opens) -> None:
    hand = opens("🇮🇷🇫🇷\n")
    hand.end()
    hand.key("Backspace")
    assert hand.text == "🇮🇷\n"


@pytest.mark.parametrize(("word", "left"), [("مُ", "م"), ("می\u200c", "می")])
def test_marks_over_persian_letters_go_one_by_one(opens: Opens, word: str, left: str) -> None:
    hand = opens(f"{word}\n")
    hand.end()
    hand.key("Backspace")
    assert hand.shown == left


def clip(**kinds: str) -> None:
    data = QMimeData()
    if "text" in kinds:
        data.setText(kinds["text"])
    if "html" in kinds:
        data.setHtml(kinds["html"])
    QGuiApplication.clipboard().setMimeData(data)


def test_a_page_on_the_clipboard_comes_as_its_words(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.type("\n")
    clip(html="<h1>Head</h1><p>One <b>two</b><script>bad()</script></p><ul><li>three</ul>")
    hand.key("Ctrl+V")
    assert hand.pane.workbench.tasks.wait_idle()
    assert "bad()" not in hand.text
    for word in ("Head", "One", "two", "three"):
        assert word in hand.text
    hand.key("Ctrl+Z")
    assert hand.text == "Before.\n"


def test_what_is_copied_here_is_words_for_others_and_markdown_for_us(opens: Opens) -> None:
    body = "# Head\n\nOne **two** [three](https://example.org).\n\n- a\n- b\n"
    hand = opens(body)
    hand.key("Ctrl+A", "Ctrl+C")
    data = QGuiApplication.clipboard().mimeData()
    assert "**" not in data.text()
    assert "One two three." in data.text()
    assert "<strong>two</strong>" in data.html()
    assert "<li>" in data.html()
    fresh = opens("")
    fresh.key("Ctrl+V")
    assert fresh.text == body


def test_a_picture_on_the_clipboard_or_dropped_is_offered_to_the_newsroom(
    opens: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens("Before.\n")
    taken: list[tuple[object, str]] = []
    monkeypatch.setattr(
        hand.pane.commands.inserts,
        "take_picture",
        lambda source, name: taken.append((source, name)),
    )
    hand.rich.clipboard.picture.disconnect()
    hand.rich.clipboard.picture.connect(lambda source, name: taken.append((source, name)))
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    data = QMimeData()
    data.setImageData(image)
    hand.rich.insertFromMimeData(data)
    file = tmp_path / "boat.png"
    assert image.save(str(file))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    hand.rich.insertFromMimeData(data)
    assert len(taken) == 2
    assert taken[1] == (file, "boat.png")
    assert hand.text == "Before.\n"


def test_odd_signs_of_a_clipboard_do_no_harm(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.paste("a\x00b\x07c\u2028d\u2029e \u202ef\u202c \ue0f1g \ufffch \ufdd0i")
    shown = hand.shown
    assert "\x00" not in hand.text
    hand.toggle()
    hand.toggle()
    assert hand.shown == shown
    again = opens(hand.text)
    assert again.shown == shown


@pytest.mark.parametrize("source", [False, True], ids=["page", "markdown"])
@pytest.mark.skipif(sys.platform == "darwin", reason="Alt writes letters there")
def test_alt_and_a_letter_that_no_menu_has_writes_nothing(opens: Opens, source: bool) -> None:
    hand = opens("Words.\n", headline="Head")
    if source:
        hand.toggle()
    hand.caret("Words")
    for letter in ("f", "F"):
        QTest.keyClick(hand.focus, letter, Qt.KeyboardModifier.AltModifier)
    assert hand.text == "Words.\n"
    field = hand.pane.titles.fields["headline"]
    QTest.keyClick(field, "f", Qt.KeyboardModifier.AltModifier)
    assert field.text() == "Head"
    both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(hand.focus, "q", both)  # AltGr, as some systems tell it
    assert hand.text == "Wordsq.\n"

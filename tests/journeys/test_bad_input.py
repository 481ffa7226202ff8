"""What people put into a window by mistake: one sentence each, nothing lost, the window goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtWidgets import QApplication

from newsroom.ui.panels.inspector import Inspector
from newsroom.ui.story import State
from tests.journeys.conftest import Hand, Opener


def said(hand: Hand) -> list[str]:
    return [message.text for message in hand.window.messages.standing]


def begun(opener: Opener, headline: str) -> Hand:
    hand = opener()
    hand.key("Ctrl+N")
    hand.type(headline)
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.id and hand.bench.current.state is State.SAVED)
    hand.window.editor.focus_body()
    return hand


def held(text: str) -> None:
    QApplication.clipboard().setText(text)


def test_control_characters_in_a_paste_do_not_come_in(opener: Opener) -> None:
    hand = begun(opener, "Pasted")
    held("Before\0after\x07 and \x1b[31mred\n")
    hand.key("Ctrl+V", "Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.SAVED)
    assert hand.bench.current.article.body == "Beforeafter and [31mred\n"


def test_a_paste_of_ten_megabytes_is_asked_about_and_kept(opener: Opener) -> None:
    hand = begun(opener, "Huge")
    text = "A line of words that somebody copied by mistake.\n\n" * 200_000
    held(text)
    hand.key("Ctrl+V")
    (message,) = hand.window.messages.standing
    assert "10,000,000 characters" in message.text
    assert hand.bench.current.state is State.SAVED, "nothing is put in before the answer"
    hand.type("Typing goes on.")
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.SAVED)
    assert hand.bench.current.article.body == "Typing goes on.\n"
    held("x" * 21_000_000)
    hand.key("Ctrl+V")
    assert any("too much for a story" in words for words in said(hand))


def test_a_headline_of_five_thousand_letters_is_cut_and_told(opener: Opener) -> None:
    hand = begun(opener, "Long")
    hand.window.editor.titles.fields["headline"].setFocus()
    hand.key("Ctrl+A")
    held("word " * 1_000)
    hand.key("Ctrl+V", "Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.SAVED)
    (sentence,) = said(hand)
    assert sentence == "Headline takes 1000 characters at most; the rest was left out."
    assert len(hand.bench.current.get("headline")) == 1_000
    hand.key("Ctrl+Z")
    assert hand.bench.current.get("headline") == "Long", "one key takes it back"


@pytest.mark.parametrize(("slug", "words"), [("../../x", "can't be a slug"), ("first", "is free")])
def test_a_slug_that_cannot_be_is_told(opener: Opener, slug: str, words: str) -> None:
    hand = begun(opener, "First")
    hand.key("Ctrl+N")
    hand.type("Second")
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.SAVED)
    hand.bench.current.set("slug", slug)
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.FAULT)
    (message,) = hand.window.messages.standing
    assert words in message.text
    assert hand.bench.current.get("slug") == slug
    assert hand.bench.current.article.slug == "second"
    if slug == "first":
        message.answers[0].run()
        hand.until(lambda: hand.bench.current.state is State.SAVED)
        assert hand.bench.current.article.slug == "first-2"


@pytest.mark.parametrize("kind", ["text", "huge", "missing", "empty"])
def test_a_picture_that_is_none_is_told(opener: Opener, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"{kind}.png"
    if kind == "text":
        path.write_text("no picture")
    elif kind == "huge":
        Image.new("1", (20_000, 10_000)).save(path)
    elif kind == "empty":
        path.touch()
    hand = begun(opener, "Picture")
    panel = hand.window.show_panel("inspector")
    assert isinstance(panel, Inspector)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    QApplication.clipboard().setMimeData(mime)
    hand.window.editor.focus_body()
    hand.key("Ctrl+V")
    hand.until(lambda: said(hand))
    (sentence,) = said(hand)
    assert sentence.endswith(".")
    assert f"{kind}.png" in sentence
    assert hand.bench.current.state is State.SAVED
    hand.type("Words go on.")
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.SAVED)
    assert hand.bench.current.article.body == "Words go on.\n"

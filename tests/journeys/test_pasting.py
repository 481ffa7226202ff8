"""The writer's fifth step: 900 words from Word with all that is in them; one key back."""

from __future__ import annotations

import base64
import io
import itertools
import time
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from newsroom.text.counts import count_words
from newsroom.ui.story import State
from tests.intake.wordclip import from_word
from tests.journeys.conftest import Hand, Opener


def clip(html: str, words: str = "words") -> None:
    data = QMimeData()
    data.setHtml(html)
    data.setText(words)
    QApplication.clipboard().setMimeData(data)


def begun(opener: Opener) -> Hand:
    hand = opener()
    hand.key("Ctrl+N")
    hand.type("The harbour reopens")
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.id and hand.bench.current.state is State.SAVED)
    hand.window.editor.focus_body()
    return hand


def body(hand: Hand) -> str:
    return str(hand.bench.current.get("body"))


def test_nine_hundred_words_from_word(opener: Opener, tmp_path: Path) -> None:
    hand = begun(opener)
    clips = tmp_path / "msohtmlclip1"
    clips.mkdir()
    hand.type("First.\n")
    before = body(hand)
    clip(from_word(clips))
    started, worked = time.monotonic(), time.process_time()
    hand.key("Ctrl+V")
    hand.until(lambda: hand.window.editor.rich.document().blockCount() > 30)
    took, work = time.monotonic() - started, time.process_time() - worked
    print(f"pasted after {took:.3f} s, {work:.3f} s of them work")
    hand.settle()
    text = body(hand)
    assert count_words(text) > 880
    for piece in (
        "# The harbour\n",
        "\n## What changes\n",
        "It is **open**[^1], see [the plan](https://example.org/plan).",
        "- Ferries\n    - every hour\n- Boats\n",
        "| Pier | Depth |\n| --- | --- |\n| 1 | 6 m |",
        "![The basin](media/",
        "![Pier 4](media/",
        "\nBoxed\n",
        "[^1]: The authority.",
    ):
        assert piece in text, piece
    assert text.startswith("First.\n\n# The harbour")
    (message,) = hand.window.messages.standing
    assert message.text == ("Pasted; dropped: 1 font, 1 empty paragraph, 1 text box, 1 tracker.")
    message.answers[0].run()
    hand.settle()
    dialog = hand.window.findChild(QObject, "dropped")
    assert isinstance(dialog, QDialog)
    dialog.close()
    hand.key("Ctrl+Z")
    assert body(hand) == before, "one key takes all of it back"
    hand.key("Ctrl+Shift+Z")
    assert body(hand) == text
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.SAVED)
    assert hand.bench.current.article.body == text


def test_a_picture_that_came_along_is_kept(opener: Opener) -> None:
    hand = begun(opener)
    held = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(held, "PNG")
    picture = base64.b64encode(held.getvalue()).decode()
    clip(
        f"<p>One</p><img alt=kept src='data:image/png;base64,{picture}'>"
        "<img alt=gone src='data:image/png;base64,AAAA'><img alt=away src='https://e.invalid/a.png'>"
        "<p>Two</p>"
    )
    hand.key("Ctrl+V")
    hand.until(lambda: "Two" in body(hand))
    hand.settle()
    assert "![kept](media/" in body(hand)
    assert "gone" in body(hand)
    assert "![away](https://e.invalid/a.png)" in body(hand)
    (message,) = hand.window.messages.standing
    assert message.text == "Pasted; dropped: 1 picture."
    assert [answer.label for answer in message.answers] == ["Show", "Fetch 1 picture"]
    message.answers[1].run()
    hand.settle()
    assert any("e.invalid" in message.text for message in hand.window.messages.standing)
    assert "![away](https://e.invalid/a.png)" in body(hand), "what can't be fetched stays a link"


def test_files_of_this_computer_are_not_taken_because_a_page_names_them(
    opener: Opener, tmp_path: Path, monkeypatch
) -> None:  # type: ignore[no-untyped-def]
    hand = begun(opener)
    Image.new("RGB", (8, 8), "red").save(tmp_path / "secret.png")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "elsewhere"))
    clip(f"<p>One</p><img alt=words src='{(tmp_path / 'secret.png').as_uri()}'><p>Two</p>")
    hand.key("Ctrl+V")
    hand.until(lambda: "Two" in body(hand))
    assert "media/" not in body(hand)
    assert "secret" not in body(hand)


def test_ten_megabytes_of_a_page_are_asked_about_and_the_window_lives_on(opener: Opener) -> None:
    hand = begun(opener)
    clip(
        "<p>A line of <b>words</b> that somebody copied by mistake.</p>\n" * 160_000,
        "many " * 70_000,
    )
    hand.key("Ctrl+V")
    (message,) = hand.window.messages.standing
    assert "350,000 characters" in message.text
    assert body(hand) == ""
    message.answers[1].run()
    hand.type("Typing goes on.")
    assert body(hand) == "Typing goes on.\n"


def test_a_large_page_does_not_stop_the_window(opener: Opener) -> None:
    hand = begun(opener)
    beats: list[float] = []
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: beats.append(time.monotonic()))
    clip("".join(f"<p>Line {n} of <b>words</b> in a row.</p>" for n in range(3_000)))
    timer.start()
    hand.key("Ctrl+V")
    view = hand.window.editor.rich
    hand.until(lambda: view.document().blockCount() > 1 and not view.isReadOnly())
    timer.stop()
    worst = max(b - a for a, b in itertools.pairwise(beats))
    print(f"the longest pause was {worst * 1000:.0f} ms")
    assert view.document().blockCount() == 3_000
    assert worst < 2, "and this machine is shared"
    hand.key("Ctrl+Z")
    hand.until(lambda: not view.isReadOnly())  # it goes as it came, a little at a time
    assert body(hand).strip() == ""
    hand.key("Ctrl+S")
    hand.until(lambda: hand.bench.current.state is State.SAVED)

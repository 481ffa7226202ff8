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
from tests.journeys.conftest import Hand, Opener

WORDS = (
    "The port authority said on Thursday that the east basin would stay open through the winter, "
    "that dredging went on at night, and that fishing boats could use both piers as before. "
)


def from_word(folder: Path) -> str:
    """900 words as Word lays them on the clipboard; its two pictures lie in ``folder``."""
    for name in ("image001.png", "image002.png"):
        Image.new("RGB", (64, 48), "navy").save(folder / name)
    paragraph = f"<p class=MsoNormal><span style='font-family:Arial'>{WORDS}</span><o:p></o:p></p>"
    item = (
        "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>"
        "<![if !supportLists]><span style='mso-list:Ignore'>{sign}<span>&nbsp;</span></span>"
        "<![endif]>{words}<o:p></o:p></p>"
    )
    note = (
        "<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1' title=''>"
        "<span class=MsoFootnoteReference>[1]</span></a>"
    )
    table = "".join(
        f"<tr><td><p class=MsoNormal>{a}</p></td><td><p class=MsoNormal>{b}</p></td></tr>"
        for a, b in (("Pier", "Depth"), ("1", "6 m"), ("4", "7 m"))
    )
    pictures = "".join(
        f"<p class=MsoNormal><img src='{(folder / name).as_uri()}' alt='{alt}'></p>"
        for name, alt in (("image001.png", "The basin"), ("image002.png", "Pier 4"))
    )
    return (
        "<html xmlns:o='urn:schemas-microsoft-com:office:office'><head>"
        "<meta name=Generator content='Microsoft Word 15'></head><body><!--StartFragment-->"
        f"<h1>The harbour</h1>{paragraph * 14}<h2>What changes</h2>"
        f"<p class=MsoNormal>It is <b>open</b>{note}, see "
        "<a href='https://example.org/plan?utm_source=word'>the plan</a>.<o:p></o:p></p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
        f"{item.format(level=1, sign='·', words='Ferries')}"
        f"{item.format(level=2, sign='o', words='every hour')}"
        f"{item.format(level=1, sign='·', words='Boats')}"
        f"<table class=MsoTableGrid border=1>{table}</table>{pictures}{paragraph * 14}"
        "<div class=shape v:shape='Text_x0020_Box'><p class=MsoNormal>Boxed</p></div>"
        "<!--EndFragment--><div style='mso-element:footnote-list'><hr>"
        "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>"
        "<a style='mso-footnote-id:ftn1' href='#_ftnref1' name='_ftn1' title=''>[1]</a> "
        "The authority.</p></div></div></body></html>"
    )


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
    assert worst < 1.5
    hand.key("Ctrl+Z")
    assert body(hand).strip() == ""

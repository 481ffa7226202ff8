"""Rich text on the clipboard: its structure comes in, in one step, and what did not is told."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from newsroom.ui.editor.pouring import MANY
from tests.ui.editor.conftest import Hand, Opens

HTML = Path(__file__).parents[2] / "intake" / "html"


def put(hand: Hand, html: str, text: str = "words", key: str = "Ctrl+V") -> None:
    """Paste and wait until it stands there."""
    hand.paste(text, html=html, key=key)
    assert hand.pane.workbench.tasks.wait_idle()


def said(hand: Hand) -> list[str]:
    return [message.text for message in hand.pane.workbench.messages.standing]


def test_structure_comes_in_as_one_step(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.type("\n")
    put(
        hand,
        "<h2>Head</h2><p>One <b>two</b> <a href=https://e.org>three</a></p><ul><li>a<li>b</ul>",
    )
    assert hand.text == ("Before.\n\n## Head\n\nOne **two** [three](https://e.org)\n\n- a\n- b\n")
    hand.key("Ctrl+Z")
    assert hand.text == "Before.\n"


def test_a_few_words_run_into_the_line(opens: Opens) -> None:
    hand = opens("Before after.\n")
    hand.caret("Before")
    put(hand, "<span> <b>bold</b></span>", text=" bold")
    assert hand.text == "Before **bold** after.\n"


def test_plain_stays_plain(opens: Opens) -> None:
    hand = opens("")
    put(hand, "<h2>Head</h2>", text="Head", key="Ctrl+Shift+V")
    assert hand.text == "Head\n"


def test_coloured_words_of_a_code_editor_are_words(opens: Opens) -> None:
    hand = opens("")
    hand.paste("a = *b*", html='<div style="color:red">a = <span style="color:blue">*b*')
    assert hand.text == "a = \\*b\\*\n"


def test_what_is_typed_meanwhile_stands_behind(opens: Opens) -> None:
    hand = opens("")
    hand.paste("one", html="<p><b>one</b></p>")
    hand.type(" two")
    assert hand.pane.workbench.tasks.wait_idle()
    assert hand.text == "**one** two\n"


def test_the_selection_gives_way(opens: Opens) -> None:
    hand = opens("Before old after.\n")
    hand.select("old")
    put(hand, "<i>new</i>")
    assert hand.text == "Before *new* after.\n"


def test_footnotes_count_on(opens: Opens) -> None:
    word = (HTML / "word.html").read_text("utf-8")
    hand = opens("Cited[^1].\n\n[^1]: First.\n")
    hand.caret(".")
    put(hand, word)
    assert "permitting*[^2]" in hand.text
    assert hand.text.endswith(
        "[^1]: First.\n\n[^2]: According to the port authority, *19 November*.\n"
    )
    hand.key("Ctrl+Z")
    assert hand.text == "Cited[^1].\n\n[^1]: First.\n"


def test_into_the_markdown(opens: Opens) -> None:
    hand = opens("Before\n")
    hand.toggle()
    hand.end()
    put(hand, "<h2>Head</h2><p>One <b>two</b></p>")
    assert hand.text == "Before\n\n## Head\n\nOne **two**"
    hand.key("Ctrl+Z")
    assert hand.text == "Before\n"
    hand.caret("Before")
    put(hand, " <b>x</b>")
    assert hand.text == "Before**x**\n"


def test_what_was_dropped_is_told_and_shown(opens: Opens) -> None:
    hand = opens("")
    put(hand, (HTML / "word.html").read_text("utf-8"))
    (sentence,) = said(hand)
    assert sentence.startswith("Pasted; dropped: 2 fonts")
    (message,) = hand.pane.workbench.messages.standing
    assert [answer.label for answer in message.answers] == ["Show"]
    message.answers[0].run()
    dialog = hand.pane.window().findChild(QObject, "dropped")
    assert dialog is not None
    dialog.close()  # type: ignore[attr-defined]


def test_a_cell_takes_words(opens: Opens) -> None:
    hand = opens("| a | b |\n| --- | --- |\n| c | d |\n")
    hand.caret("c")
    hand.paste("x y", html="<h2>x</h2><p>y</p>")
    assert "x y" in hand.text
    assert "#" not in hand.text


def test_many_blocks_come_in_turn_by_turn(opens: Opens) -> None:
    hand = opens("Before.\n\nAfter.\n")
    hand.caret("Before.")
    html = "".join(f"<p>Paragraph <b>{n}</b></p>" for n in range(3 * MANY))
    put(hand, html)
    while hand.rich.isReadOnly():
        QCoreApplication.processEvents()
    assert re.findall(r"\*\*(\d+)\*\*", hand.text) == [str(n) for n in range(3 * MANY)]
    assert hand.text.startswith("Before.\n\nParagraph **0**\n")
    assert hand.text.endswith("\n\nAfter.\n")
    hand.key("Ctrl+Z")
    assert hand.text == "Before.\n\nAfter.\n"

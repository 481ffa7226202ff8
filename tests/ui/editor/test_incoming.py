"""Rich text on the clipboard: its structure comes in, in one step, and what did not is told."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QObject
from PySide6.QtGui import QGuiApplication, QImage, QTextCursor
from PySide6.QtWidgets import QLineEdit

from newsroom import processes
from newsroom.intake import pasted
from newsroom.text import pastedwords
from newsroom.text.document import Block, BlockKind, Document, Written
from newsroom.text.write import Writer
from newsroom.ui.editor import paste, pastewords, poured, pouring, reader, wrapping, writeahead
from newsroom.ui.editor.builder import Builder
from newsroom.ui.editor.clip import holds_picture
from newsroom.ui.editor.ends import Ends
from newsroom.ui.editor.formats import kind_of
from newsroom.ui.editor.pasteplace import Waiting
from newsroom.ui.editor.pouring import MANY
from newsroom.ui.editor.reading import Reading
from newsroom.ui.editor.sheet import MOST_MARKUP, rows_of_html
from newsroom.ui.editor.source import SourceView
from newsroom.ui.messages import Answer
from tests.ui.editor.conftest import Hand, Opens

HTML = Path(__file__).parents[2] / "intake" / "html"


def put(hand: Hand, html: str, text: str = "words", key: str = "Ctrl+V") -> None:
    """Paste and wait until it stands there."""
    hand.paste(text, html=html, key=key)


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
    data = QMimeData()
    data.setHtml("<p><b>one</b></p>")
    hand.rich.insertFromMimeData(data)
    hand.type(" two")
    assert hand.pane.workbench.tasks.wait_idle()
    assert hand.text == "**one** two\n"


def test_an_address_over_words_links_them(opens: Opens) -> None:
    hand = opens("Before old after.\n")
    hand.select("old")
    put(hand, "<a href='https://e.org'>https://e.org</a>", text="https://e.org")
    assert hand.text == "Before [old](https://e.org) after.\n"


def test_a_picture_that_a_browser_copied_is_the_picture(opens: Opens) -> None:
    hand = opens("")
    taken: list[str] = []
    hand.rich.clipboard.picture.disconnect()
    hand.rich.clipboard.picture.connect(lambda _source, name: taken.append(name))
    data = QMimeData()
    data.setImageData(QImage(8, 8, QImage.Format.Format_RGB32))
    data.setHtml("<meta charset=utf-8><img src='https://e.org/a.png'>")
    hand.rich.insertFromMimeData(data)
    assert len(taken) == 1
    assert holds_picture(data)
    data.setHtml("<table><tr><td>1</td><td>2</td></tr></table>")
    assert not holds_picture(data)
    assert hand.text == ""


def test_pictures_do_not_count_as_text(opens: Opens) -> None:
    hand = opens("")
    inside = "A" * 4_000_000
    put(hand, f"<p>one <b>two</b><img alt=x src='data:image/svg+xml;base64,{inside}'></p>")
    assert hand.text == "one **two**\n"
    assert "dropped: 1 picture" in said(hand)[0]


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


def test_links_in_the_cells_of_a_sheet_come_along(opens: Opens) -> None:
    hand = opens("")
    put(hand, (HTML / "sheets.html").read_text("utf-8"), text="Pier\tDepth\n1\t6 m\n4\t7 m\n")
    assert "| 4 | [7 m](https://example.org/4) |" in hand.text
    hand.key("Ctrl+Z")
    assert hand.text == ""
    put(hand, (HTML / "sheets-origin.html").read_text("utf-8"), text="Ferry\tLeft\nAnna\t09:30\n")
    assert "| An**na** | 09:30 |" in hand.text


def test_behind_a_table_one_writes_on_below(opens: Opens) -> None:
    hand = opens("")
    put(hand, (HTML / "outlook-reply.html").read_text("utf-8"))
    said_now = hand.text
    block = hand.cursor.block()
    assert block.text() == ""
    assert kind_of(block.blockFormat()) == BlockKind.PARAGRAPH
    hand.type("below")
    assert hand.text == said_now.rstrip("\n") + "\n\nbelow\n"
    hand.key("Ctrl+Z", "Ctrl+Z")
    assert hand.text == ""


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
    until_poured(hand)
    assert re.findall(r"\*\*(\d+)\*\*", hand.text) == [str(n) for n in range(3 * MANY)]
    assert hand.text.startswith("Before.\n\nParagraph **0**\n")
    assert hand.text.endswith("\n\nAfter.\n")
    hand.key("Ctrl+Z")
    until_poured(hand)
    assert hand.text == "Before.\n\nAfter.\n"


def test_what_was_copied_here_is_markdown_in_the_markdown(opens: Opens) -> None:
    hand = opens("One **two** [three](https://e.org).\n")
    hand.key("Ctrl+A", "Ctrl+C")
    other = opens("")
    other.toggle()
    other.key("Ctrl+V")
    assert other.text == "One **two** [three](https://e.org)."


def test_nothing_comes_in_while_another_paste_does(opens: Opens) -> None:
    hand = opens("Before.\n")
    data = QMimeData()
    data.setHtml("<p><b>one</b></p>")
    hand.rich.insertFromMimeData(data)
    hand.rich.setReadOnly(True)
    assert hand.pane.workbench.tasks.wait_idle()
    assert hand.text == "Before.\n"
    assert said(hand) == ["Another paste is still coming in; nothing was pasted."]
    hand.rich.setReadOnly(False)


def test_a_story_that_is_only_read_takes_nothing(opens: Opens) -> None:
    hand = opens("Before.\n")
    data = QMimeData()
    data.setHtml("<p><b>one</b></p>")
    hand.rich.insertFromMimeData(data)
    hand.pane.reading = Reading(hand.pane, lambda _why: None)
    hand.pane.reading.set_why("Bert is editing.")
    assert hand.pane.workbench.tasks.wait_idle()
    assert hand.text == "Before.\n"
    assert said(hand) == ["Bert is editing."]


def test_what_crossed_to_the_other_view_meanwhile_comes_in_there(opens: Opens) -> None:
    hand = opens("")
    data = QMimeData()
    data.setHtml("<p><b>one</b></p>")
    hand.rich.insertFromMimeData(data)
    hand.toggle()
    assert hand.pane.workbench.tasks.wait_idle()
    assert hand.text == "**one**"


def test_many_blocks_stay_after_a_paste_was_taken_back(opens: Opens) -> None:
    hand = opens("")
    put(hand, (HTML / "word.html").read_text("utf-8"))
    hand.key("Ctrl+Z")
    until_poured(hand)
    assert hand.text == ""
    put(hand, "".join(f"<p>Paragraph <b>{n}</b></p>" for n in range(2 * MANY)))
    until_poured(hand)
    assert hand.text.count("Paragraph") == 2 * MANY


def until_poured(hand: Hand) -> None:
    """Until what comes in turn by turn stands there."""
    assert hand.pane.workbench.tasks.wait_idle(60_000)
    while hand.view.isReadOnly():
        QCoreApplication.processEvents()
        assert hand.pane.workbench.tasks.wait_idle(60_000)


def agree(hand: Hand) -> None:
    """Press the button of the question."""
    hand.pane.workbench.messages.standing[-1].answers[0].run()
    until_poured(hand)


def test_plain_in_the_markdown_is_plain(opens: Opens) -> None:
    hand = opens("")
    hand.toggle()
    put(hand, "<h2>Head</h2>", text="Head", key="Ctrl+Shift+V")
    assert hand.text == "Head"


def test_much_rich_text_comes_into_the_markdown_line_by_line(opens: Opens) -> None:
    hand = opens("Before.\n\nAfter.\n")
    hand.toggle()
    hand.caret("Before.")
    put(hand, "".join(f"<p>Paragraph <b>{n}</b> {'word ' * 20}</p>" for n in range(1_500)))
    assert hand.view.isReadOnly()
    until_poured(hand)
    assert re.findall(r"\*\*(\d+)\*\*", hand.text) == [str(n) for n in range(1_500)]
    assert hand.text.startswith("Before.\n\nParagraph **0**")
    assert hand.text.endswith("\n\nAfter.\n")
    hand.key("Ctrl+Z")
    until_poured(hand)
    assert hand.text == "Before.\n\nAfter.\n"


@pytest.mark.parametrize("source", [False, True], ids=["page", "Markdown"])
def test_much_plain_text_is_asked_about_and_comes_in_turn_by_turn(
    opens: Opens, source: bool
) -> None:
    hand = opens("Before.\n")
    if source:
        hand.toggle()
    hand.end()
    lines = [f"Line {n} of many words in a row" for n in range(12_000)]
    hand.paste("\n".join(lines))
    assert hand.text == "Before.\n"
    assert hand.pane.workbench.messages.standing[-1].stays, "a question waits for its answer"
    agree(hand)
    assert re.findall(r"Line \d+ of many words in a row", hand.text) == lines
    assert hand.text.startswith("Before.")
    hand.key("Ctrl+Z")
    until_poured(hand)
    assert hand.text == "Before.\n"


@pytest.mark.parametrize("source", [False, True], ids=["page", "Markdown"])
def test_a_megabyte_without_a_space_is_cut(opens: Opens, source: bool) -> None:
    hand = opens("")
    if source:
        hand.toggle()
    hand.paste("a" * 1_000_000)
    agree(hand)
    assert hand.text.count("a") == 1_000_000
    assert max(map(len, hand.text.splitlines())) <= 20_000
    assert said(hand) == ["A very long line was cut into paragraphs."]
    document, turns = hand.view.document(), 0
    while document.isUndoAvailable():
        document.undo()
        turns += 1
    assert turns >= 1_000_000 / 60_000, "no turn lays out more than three pieces of it"
    while document.isRedoAvailable():
        document.redo()
    hand.key("Ctrl+Z")
    until_poured(hand)
    assert hand.text == ""


def test_what_comes_in_can_be_stopped(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.paste("\n".join(f"Line {n} of many words in a row" for n in range(12_000)))
    hand.pane.workbench.messages.standing[-1].answers[0].run()
    assert said(hand)[-1] == "Reading what was pasted…"
    outside = QLineEdit(hand.pane)  # where the focus goes with a button that goes
    outside.setFocus()
    hand.pane.workbench.messages.standing[-1].answers[0].run()
    assert hand.view.hasFocus()
    assert "Reading what was pasted…" not in said(hand)
    until_poured(hand)
    assert hand.text == "Before.\n"


def test_the_other_view_ends_what_comes_in(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    data = QMimeData()
    data.setHtml("".join(f"<p>Paragraph <b>{n}</b></p>" for n in range(3 * MANY)))
    QGuiApplication.clipboard().setMimeData(data)
    hand.key("Ctrl+V")
    while not hand.rich.isReadOnly():  # no longer: on a busy machine all of it would stand
        QCoreApplication.processEvents()
    assert hand.text == "Before.\n", "nobody reads it meanwhile"
    hand.toggle()
    assert not hand.rich.isReadOnly()
    assert hand.text.startswith("Before.\n\nParagraph **0**\n")
    assert hand.text == hand.view.toPlainText()
    hand.toggle()
    assert hand.text.startswith("Before.\n\nParagraph **0**\n")


def test_a_cell_is_not_filled_with_a_book(opens: Opens) -> None:
    hand = opens("| a | b |\n| --- | --- |\n| c | d |\n")
    before = hand.text
    hand.caret("c")
    hand.paste("\n".join(f"Line {n} of many words in a row" for n in range(12_000)))
    agree(hand)
    assert hand.text == before
    assert said(hand) == [
        "This is more than a cell or a block of code can hold; nothing was pasted."
    ]


def test_a_long_story_of_ours_keeps_its_marks(opens: Opens) -> None:
    hand = opens("".join(f"Paragraph **{n}** {'word ' * 30}\n\n" for n in range(2_100)))
    hand.pane.body.filling.finish()
    hand.key("Ctrl+A", "Ctrl+C")
    other = opens("")
    other.key("Ctrl+V")
    assert other.text == ""
    agree(other)
    assert other.text.count("**") == 2 * 2_100
    other.key("Ctrl+Z")
    until_poured(other)
    assert other.text == ""


def test_the_markdown_of_much_is_written_before_anybody_waits_for_it(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens("")
    threads: list[bool] = []
    real = Document.write

    def write(self: Document, blocks: Sequence[Block]) -> Written:
        if len(blocks) > MANY:
            threads.append(threading.current_thread() is threading.main_thread())
        return real(self, blocks)

    monkeypatch.setattr(Document, "write", write)
    put(hand, "".join(f"<p>Paragraph <b>{n}</b></p>" for n in range(2 * MANY)))
    until_poured(hand)
    assert hand.text.count("Paragraph") == 2 * MANY
    assert threads
    assert not any(threads)


@pytest.mark.parametrize("source", [False, True], ids=["page", "Markdown"])
def test_the_words_of_much_html_that_comes_alone_are_not_read_first(
    opens: Opens, monkeypatch: pytest.MonkeyPatch, *, source: bool
) -> None:
    hand = opens("")
    if source:
        hand.toggle()
    read: list[str] = []
    monkeypatch.setattr(pastewords, "html_words", lambda html: read.append(html) or "")
    data = QMimeData()
    data.setHtml(f"<p>{'word ' * 80_000}</p><p><b>end</b></p>")
    hand.view.insertFromMimeData(data)
    until_poured(hand)
    assert hand.text.count("word") == 80_000
    assert "**end**" in hand.text
    assert read == []


def test_few_letters_are_put_in_at_once(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    hand = opens("")
    turns: list[int] = []
    builder = hand.rich.builder
    real = type(builder).write

    def write(self: Builder, cursor: QTextCursor, blocks: Sequence[Block], *, fresh: bool) -> None:
        turns.append(sum(len(run.text) for block in blocks for run in block.runs))
        real(self, cursor, blocks, fresh=fresh)

    monkeypatch.setattr(type(builder), "write", write)
    hand.paste("a" * 1_000_000)
    agree(hand)
    assert len(turns) == 50
    assert max(turns) == 20_000


def test_what_goes_on_is_said_until_it_is_over(opens: Opens) -> None:
    hand = opens("")
    waiting = Waiting(hand.pane.workbench.messages)
    waiting.say("It goes on.", Answer("Stop", lambda: None))
    (message,) = hand.pane.workbench.messages.standing
    assert message.stays
    waiting.say("It still does.")
    assert said(hand) == ["It still does."]
    waiting.take_back()
    assert said(hand) == []


def test_what_comes_into_the_markdown_is_coloured_with_it(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.toggle()
    hand.end()
    hand.paste("\n".join(f"Line **{n}** of many words in a row" for n in range(12_000)))
    agree(hand)
    view = hand.view
    assert isinstance(view, SourceView)
    assert not view.looks.waiting
    assert not view.looks.whole
    block = view.document().begin().next()
    while block.isValid():
        assert block.layout().formats(), block.text()
        block = block.next()


@pytest.mark.parametrize("starts", [True, False], ids=["process", "thread"])
@pytest.mark.parametrize("rich", [False, True], ids=["text", "HTML"])
def test_much_is_not_gone_through_while_the_window_waits(
    opens: Opens, monkeypatch: pytest.MonkeyPatch, *, rich: bool, starts: bool
) -> None:
    if not starts:
        monkeypatch.setattr(processes, "command", lambda *_names: ["/nowhere/to/be/found"])
    hand = opens("")
    hand.toggle()
    threads: list[bool] = []
    cleaned: list[bool] = []
    real, really = pastedwords.has_endless_word, pastedwords.clean

    def look(text: str) -> bool:
        if len(text) > 100_000:
            threads.append(threading.current_thread() is threading.main_thread())
        return real(text)

    def wash(text: str) -> str:
        if len(text) > 100_000:
            cleaned.append(threading.current_thread() is threading.main_thread())
        return really(text)

    for module in (wrapping, pasted):
        monkeypatch.setattr(module, "has_endless_word", look)
    for module in (pastewords, pasted, paste, pastedwords):
        monkeypatch.setattr(module, "clean", wash)
    if rich:
        put(hand, "".join(f"<p>Paragraph <b>{n}</b> {'word ' * 20}</p>" for n in range(1_500)))
    else:
        hand.paste("\n".join(f"Line {n} of many words in a row" for n in range(12_000)))
        agree(hand)
    until_poured(hand)
    assert hand.text.count("word") >= 12_000
    elsewhere = [] if starts else [False]
    assert threads == elsewhere
    assert cleaned == elsewhere


@pytest.mark.parametrize("source", [False, True], ids=["page", "Markdown"])
def test_what_came_in_turn_by_turn_goes_turn_by_turn(
    opens: Opens, monkeypatch: pytest.MonkeyPatch, *, source: bool
) -> None:
    monkeypatch.setattr(poured, "_SLICE_S", 0)
    hand = opens("Before.\n")
    if source:
        hand.toggle()
    hand.end()
    hand.type("x")
    before = hand.text
    put(hand, "".join(f"<p>Paragraph <b>{n}</b> {'word ' * 20}</p>" for n in range(3 * MANY)))
    until_poured(hand)
    whole = hand.text
    hand.caret("Before")
    hand.type("y")
    hand.key("Ctrl+Z")
    assert hand.text == whole
    hand.key("Ctrl+Z")
    assert hand.view.isReadOnly(), "some of it is still there"
    assert hand.text == whole, "nobody reads it meanwhile"
    until_poured(hand)
    assert hand.text == before
    hand.key("Ctrl+Shift+Z")
    assert hand.view.isReadOnly(), "some of it is still to come"
    assert hand.text == before, "nobody reads it meanwhile"
    until_poured(hand)
    assert hand.text == whole
    hand.key("Ctrl+Z")
    until_poured(hand)
    hand.key("Ctrl+Shift+Z", "Ctrl+Z")  # the step back ends the one forth
    until_poured(hand)
    assert hand.text == before
    hand.key("Ctrl+Z")
    assert hand.text == "Before.\n"


def test_half_of_what_goes_is_nobodys_story(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poured, "_SLICE_S", 0)
    hand = opens("Before.\n")
    hand.end()
    put(hand, "".join(f"<p>Paragraph <b>{n}</b> {'word ' * 20}</p>" for n in range(3 * MANY)))
    until_poured(hand)
    hand.key("Ctrl+Z")
    assert hand.view.isReadOnly()
    hand.toggle()
    assert hand.text == hand.view.toPlainText() == "Before.\n"


def test_half_of_what_comes_again_is_nobodys_story(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poured, "_SLICE_S", 0)
    hand = opens("Before.\n")
    hand.end()
    put(hand, "".join(f"<p>Paragraph <b>{n}</b> {'word ' * 20}</p>" for n in range(3 * MANY)))
    until_poured(hand)
    whole = hand.text
    hand.key("Ctrl+Z")
    until_poured(hand)
    hand.key("Ctrl+Shift+Z")
    assert hand.view.isReadOnly()
    hand.toggle()
    assert hand.text == hand.view.toPlainText() == whole
    hand.key("Ctrl+Z")
    until_poured(hand)
    assert hand.text == "Before.\n"


def test_what_came_again_is_read_before_anybody_waits_for_it(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens("")
    put(hand, "".join(f"<p>Paragraph <b>{n}</b></p>" for n in range(3 * MANY)))
    until_poured(hand)
    whole = hand.text
    hand.key("Ctrl+Z")
    until_poured(hand)
    read: list[int] = []
    real = hand.rich.mirror._read

    def look(first: int = 0) -> None:
        before = sum(entry is None for entry in hand.rich.mirror._entries)
        real(first)
        read.append(before - sum(entry is None for entry in hand.rich.mirror._entries))

    monkeypatch.setattr(hand.rich.mirror, "_read", look)
    monkeypatch.setattr(poured, "_SLICE_S", 0.0)  # one step a turn, however quick the machine is
    hand.key("Ctrl+Shift+Z")
    until_poured(hand)
    assert hand.text == whole
    assert sum(read) >= 3 * MANY
    assert max(read) < 2 * MANY, "never all of it at once"


def test_a_step_back_while_it_comes_in_takes_all_of_it(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    data = QMimeData()
    data.setHtml("".join(f"<p>Paragraph <b>{n}</b></p>" for n in range(5 * MANY)))
    hand.rich.insertFromMimeData(data)
    while not hand.rich.isReadOnly():
        QCoreApplication.processEvents()
    QCoreApplication.processEvents()
    assert hand.rich.document().blockCount() > 1
    hand.pane.apply("undo")
    until_poured(hand)
    assert hand.text == "Before.\n"


def test_both_views_go_back_over_what_came_in_one(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    put(hand, "".join(f"<p>Paragraph <b>{n}</b> {'word ' * 20}</p>" for n in range(2 * MANY)))
    until_poured(hand)
    whole = hand.text
    hand.toggle()
    assert hand.text == whole
    hand.key("Ctrl+Z")
    until_poured(hand)
    assert hand.text == "Before.\n"


@pytest.mark.parametrize("source", [False, True], ids=["page", "Markdown"])
@pytest.mark.parametrize(
    "name", ["text/rtf", 'application/x-qt-windows-mime;value="Rich Text Format"']
)
def test_what_is_there_as_rtf_alone_is_told(opens: Opens, *, source: bool, name: str) -> None:
    hand = opens("Before.\n")
    if source:
        hand.toggle()
    hand.end()
    data = QMimeData()
    data.setData(name, rb"{\rtf1 Words}")
    QGuiApplication.clipboard().setMimeData(data)
    hand.key("Ctrl+V")
    assert hand.text == "Before.\n"
    assert said(hand)[-1].startswith("The clipboard holds this text as RTF alone")


def test_rtf_beside_words_is_words(opens: Opens) -> None:
    hand = opens("")
    data = QMimeData()
    data.setData("text/rtf", rb"{\rtf1 Words}")
    data.setText("Words")
    QGuiApplication.clipboard().setMimeData(data)
    hand.key("Ctrl+V")
    assert hand.text == "Words\n"
    assert said(hand) == []


class Markup(str):
    """HTML that says when somebody goes through it letter by letter for a sheet."""

    __slots__ = ()

    def lower(self) -> str:
        raise AssertionError("ten megabytes are no sheet")


class Clipboard(QMimeData):
    """Counts how often its HTML and its text are taken, which copies all of it."""

    taken = read = 0

    def html(self) -> str:
        self.taken += 1
        return super().html()

    def text(self) -> str:
        self.read += 1
        return super().text()


def test_much_html_is_taken_once_and_not_searched_for_a_sheet(opens: Opens) -> None:
    hand = opens("")
    row = "<tr><td>one</td><td>two</td></tr>"
    table = f"<table>{row * 3}</table>"
    assert len(rows_of_html(table)) == 3
    assert rows_of_html(Markup(f"{table}<p>{'x' * MOST_MARKUP}</p>")) == ()
    data = Clipboard()
    data.setHtml("<p>A line of <b>words</b></p>" * 10)
    data.setText("words")
    hand.rich.insertFromMimeData(data)
    assert (data.taken, data.read) == (1, 1)
    assert hand.pane.workbench.tasks.wait_idle()
    assert hand.text.count("**words**") == 10


def test_what_a_long_page_says_is_put_together_on_another_thread(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens("Before.\n\n| a | b |\n| --- | --- |\n| c | d |\n\nAfter.\n")
    threads: list[bool] = []

    def noted(real: Callable[..., object]) -> Callable[..., object]:
        def here(entries: Sequence[object], *rest: object) -> object:
            if len(entries) > MANY:
                threads.append(threading.current_thread() is threading.main_thread())
            return real(entries, *rest)

        return here

    monkeypatch.setattr(reader, "_put_together", noted(reader._put_together))
    monkeypatch.setattr(writeahead, "cards_of", noted(writeahead.cards_of))
    hand.caret("Before.")
    put(hand, "".join(f"<p>Paragraph <b>{n}</b></p>" for n in range(2 * MANY)))
    until_poured(hand)
    said = hand.text
    assert threads
    assert not any(threads)
    assert said.count("Paragraph") == 2 * MANY
    assert said.endswith("\n\n| a | b |\n| --- | --- |\n| c | d |\n\nAfter.\n")
    mirror = hand.rich.mirror
    blocks, lines = mirror.blocks(), list(mirror._lines)
    mirror.reset()
    assert mirror.blocks() == blocks
    assert mirror._lines == lines


def test_cells_are_looked_for_where_there_is_a_table(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    real = reader._runs_of_cells

    def runs(entries: Sequence[object]) -> object:
        looked.append(len(entries))
        return real(entries)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "_runs_of_cells", runs)
    assert not opens("One.\n\nTwo.\n").rich.mirror.loose().tables
    assert not looked
    found = opens("One.\n\n| a | b |\n| --- | --- |\n| c | d |\n").rich.mirror.loose().tables
    assert [len(table.rows) for table in found.values()] == [2]
    assert looked


def sheet(rows: int, columns: int = 4) -> str:
    return "".join("\t".join(f"r{n}c{at}" for at in range(columns)) + "\n" for n in range(rows))


def test_a_large_sheet_is_asked_about_and_written_on_another_thread(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens("Before.\n")
    threads: list[bool] = []
    real = Writer._table

    def table(self: Writer, block: Block) -> str:
        threads.append(threading.current_thread() is threading.main_thread())
        return real(self, block)

    monkeypatch.setattr(Writer, "_table", table)
    hand.end()
    hand.type("\n")
    rows = paste.CELLS_ASKED // 4 + 1
    hand.paste(sheet(rows))
    assert hand.text == "Before.\n"
    assert said(hand) == [
        f"The clipboard holds a table of {rows} rows. Writing in a table as large as that is slow."
    ]
    agree(hand)
    whole = hand.text
    assert whole.startswith("Before.\n\n| r0c0 | r0c1 | r0c2 | r0c3 |\n| --- |")
    assert whole.count("\n| r") == rows
    assert threads
    assert not any(threads)
    hand.type("below")
    assert hand.text == whole.rstrip("\n") + "\n\nbelow\n"
    hand.key("Ctrl+Z", "Ctrl+Z")
    until_poured(hand)
    assert hand.text == "Before.\n"


def test_a_sheet_of_a_story_is_not_asked_about(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.type("\n")
    hand.paste(sheet(paste.CELLS_AT_ONCE // 4 + 1))
    assert not [one for one in hand.pane.workbench.messages.standing if one.answers]
    until_poured(hand)
    assert hand.text.count("\n| r") == paste.CELLS_AT_ONCE // 4 + 1
    hand.key("Ctrl+Z")
    until_poured(hand)
    assert hand.text == "Before.\n"


def test_a_large_sheet_that_is_agreed_to_in_the_markdown_comes_in_there(opens: Opens) -> None:
    hand = opens("Before.\n")
    hand.end()
    hand.type("\n")
    rows = paste.CELLS_ASKED // 4 + 1
    hand.paste(sheet(rows))
    hand.toggle()
    hand.end()
    agree(hand)
    assert hand.text.count("\n| r") == rows


def test_the_markdown_of_much_is_taken_out_of_the_view_a_little_at_a_time(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens("Before \xa0 \U0001f600.\n")
    hand.toggle()
    hand.end()
    whole: list[int] = []
    real = Ends.text

    def text(self: Ends, raw: str) -> str:
        whole.append(len(raw))
        return real(self, raw)

    monkeypatch.setattr(Ends, "text", text)
    lines = [f"Line {n} \U0001f600\xa0of many\u2028words in a row" for n in range(12_000)]
    hand.paste("\n".join(lines))
    agree(hand)
    said_now = hand.text
    assert len(whole) > 5
    assert max(whole) < 60_000
    assert said_now.startswith("Before \xa0 \U0001f600.")
    assert len(re.findall(r"Line \d+ \U0001f600\xa0of many", said_now)) == 12_000
    hand.key("Ctrl+Z")
    until_poured(hand)
    whole.clear()
    hand.key("Ctrl+Shift+Z")
    until_poured(hand)
    assert hand.text == said_now
    assert max(whole) < 60_000
    view = hand.view
    assert isinstance(view, SourceView)
    assert said_now == real(view._ends, view.document().toRawText())


def test_a_view_that_changed_while_its_text_was_taken_out_is_asked_anew(opens: Opens) -> None:
    hand = opens("")
    hand.toggle()
    hand.type("one")
    view = hand.view
    assert isinstance(view, SourceView)
    steps = view.read_ahead()
    next(steps)
    hand.type(" two")
    assert list(steps) == []
    assert hand.text == "one two"


def test_how_far_it_is_changes_the_words_of_one_line(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = opens("")
    messages = hand.pane.workbench.messages
    heard: list[list[str]] = []
    messages.changed.connect(lambda: heard.append(said(hand)[1:]))  # without the question
    reworded: list[str] = []
    messages.reworded.connect(lambda message: reworded.append(message.text))
    monkeypatch.setattr(pouring, "_TELL_S", 0.0)
    lines = 12_000
    hand.paste("\n".join(f"Line {n} of many words in a row" for n in range(lines)))
    agree(hand)
    assert len(reworded) > 2
    assert all("paragraphs" in one for one in reworded)
    reading = heard.index(["Reading what was pasted…"])
    assert heard[reading + 1] == [f"Pasting: 0 of {lines:,} paragraphs."], "no line less between"
    assert heard[-1] == []

"""After a save: the text read again against what the page shows, and a difference that is told."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from newsroom.text.document import BlockKind, Document
from newsroom.ui.editor.proof import PageDiffers, Proof, Snapshot, difference
from newsroom.ui.workbench import Workbench
from tests.text.test_document import CASES
from tests.text.test_guard import KILLERS
from tests.text.writing import Writer
from tests.ui.editor.conftest import Hand, Opens


def moment(hand: Hand) -> Snapshot:
    body = hand.pane.body
    return Snapshot(body.text(), body.page_source.said(), hand.rich.document().toRawText())


@pytest.mark.parametrize("seed", range(12))
def test_page_and_text_are_the_same(opens: Opens, seed: int) -> None:
    hand = opens(Writer(seed + 900).text())
    assert difference(moment(hand)) == ""
    hand.end()
    hand.type("\nmore **words**\n- an item")
    assert difference(moment(hand)) == ""


@pytest.mark.parametrize("source", CASES)
def test_every_kind_of_block_is_the_same(opens: Opens, source: str) -> None:
    assert difference(moment(opens(source))) == ""


@pytest.mark.parametrize("name", sorted(KILLERS)[:6])
def test_hostile_text_does_not_stall_it(opens: Opens, name: str) -> None:
    assert difference(moment(opens(str(KILLERS[name])[:60_000]))) == ""


def test_a_difference_is_found_and_told_without_words(opens: Opens) -> None:
    now = moment(opens("# Secret\n\nwords\n"))
    found = difference(replace(now, text="Secret\n\nwords\n"))
    assert found == "block 0 of 2 in the text and 2 on the page: p against h"
    found = difference(replace(now, text="# Secret\n"))
    assert found == "block 1 of 1 in the text and 2 on the page: nothing against p"
    assert difference(replace(now, shown="Secret\u2029word")) == (
        "10 letters on the page, 11 in its blocks"
    )


def test_a_pasted_sign_that_makes_a_card_at_the_next_opening_is_no_difference(opens: Opens) -> None:
    now = moment(opens("Words\n"))
    pasted = replace(now, text="Words \ue0f1\n", shown="Words \ue0f1")
    assert difference(pasted) == ""
    assert difference(replace(pasted, shown="Word \ue0f1")) == (
        "4 letters on the page, 5 in its blocks"
    )


def test_a_difference_after_a_save_is_a_report_with_both_texts_kept(
    opens: Opens,
    fake_bench: Workbench,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("newsroom.ui.editor.proof.PAUSE_MS", 0)
    hand = opens("# Head\n\nwords\n")
    body = hand.pane.body
    wrong = [replace(block, kind=BlockKind.PARAGRAPH, level=0) for block in body.page_source.said()]
    monkeypatch.setattr(body.page_source, "said", lambda: wrong)
    with (
        caplog.at_level(logging.CRITICAL),
        qtbot.waitSignal(fake_bench.tasks.bug) as told,
    ):
        hand.story.saved.emit(hand.story.article)
    assert isinstance(told.args[0], PageDiffers)
    assert "words" not in str(told.args[0])
    assert fake_bench.tasks.wait_idle()
    kept = {path.name.rsplit("-", 1)[1]: path for path in (tmp_path / "config/kept").iterdir()}
    assert kept["text.md"].read_text() == "# Head\n\nwords\n"
    assert kept["page.txt"].read_text() == "Head\n\nwords"
    assert any("Both are kept" in message.text for message in fake_bench.messages.standing)


def test_nothing_is_said_where_nothing_differs(
    opens: Opens, fake_bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.ui.editor.proof.PAUSE_MS", 0)
    told: list[object] = []
    fake_bench.tasks.bug.connect(told.append)
    hand = opens("# Head\n\nwords\n")
    hand.end()
    hand.type(" more")
    looked: list[int] = []
    monkeypatch.setattr(Proof, "look", _spy(Proof.look, looked))
    hand.story.saved.emit(hand.story.article)
    qtbot.waitUntil(lambda: bool(looked))
    assert fake_bench.tasks.wait_idle()
    assert told == []


def _spy(look, seen: list[int]):  # type: ignore[no-untyped-def]
    def spy(self: Proof) -> None:
        look(self)
        seen.append(1)

    return spy


def test_the_markdown_on_top_is_its_own_proof(opens: Opens, fake_bench: Workbench) -> None:
    hand = opens("words")
    hand.toggle()
    Proof(hand.pane).look()
    assert fake_bench.tasks.idle


def test_while_very_much_comes_in_it_waits(
    opens: Opens, fake_bench: Workbench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The text is what it was until all is there: half of what comes was told as a difference."""
    hand = opens("words\n")
    proof = Proof(hand.pane)
    looked: list[str] = []
    monkeypatch.setattr(
        fake_bench.tasks, "background", lambda _work, *, key, **_how: looked.append(key)
    )
    hand.pane.body.hold(lambda: None)
    proof.look()
    assert looked == []
    assert proof._timer.isActive(), "but it is not forgotten"
    hand.pane.body.let_go()
    proof.look()
    assert looked == ["proof"]


@pytest.mark.parametrize("lines", ["```\n{}\n```\n", "<div>\n{}\n</div>\n"], ids=["code", "card"])
def test_a_pasted_line_break_is_a_line_of_code_or_of_a_card(opens: Opens, lines: str) -> None:
    hand = opens(lines.format("code"))
    hand.caret("code")
    hand.paste(" a\u2028b")
    assert hand.text == lines.format("code a\nb")
    assert difference(moment(hand)) == ""


@pytest.mark.parametrize("source", [False, True], ids=["page", "Markdown"])
def test_pasted_signs_leave_a_paragraph_what_it_is(opens: Opens, source: bool) -> None:
    """The text read again is no card: neither for private characters nor for half ones."""
    hand = opens("Words.\n")
    if source:
        hand.toggle()
    hand.caret("Words.")
    hand.paste(" \uf8ff\ue000 \ufeffof\ufffc ours\ud83d\u2028here.")
    broken = "\n" if source else "  \n"
    assert hand.text.rstrip() == f"Words. \uf8ff\ue000 of ours{broken}here."
    if source:
        hand.toggle()
    assert difference(moment(hand)) == ""
    assert [block.kind for block in Document.open(hand.text).blocks] == [BlockKind.PARAGRAPH]

"""A story that a gate keeps back is exported with a reason, by who has the right to; and none of
what is open on it is in the files. On either store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from newsroom.desk.desk import open_desk
from newsroom.desk.publish import formats
from newsroom.news.staff import Person, Role
from newsroom.news.suggestion import texts_of
from newsroom.ui.dialogs.export import ExportDialog
from newsroom.ui.dialogs.gate import GateDialog
from tests.desk.test_nothing_leaks import COMES_BACK, found
from tests.journeys.conftest import Hand, Opener

BODY = "The ferry leaves at nine.\n\nIt carried many %%ZQNOTEDOUT and a secret%% last year.\n"
PLANTED = ("ZQSUGGESTION", "ZQCOMMENT", "ZQREASON")


@pytest.fixture
def house(store_url: str | Path) -> str | Path:
    with open_desk(store_url) as desk:
        for name, role in (
            ("Ada Admin", Role.ADMIN), ("Wim Writer", Role.WRITER), ("Pia Web", Role.PUBLISHER)
        ):  # fmt: skip
            initials = "".join(word[0] for word in name.split())
            desk.staff.add(Person(name=name, initials=initials, role=role))
        desk.set_site({"timezone": "Asia/Tehran"})
        desk.sit("Wim Writer")
        story = desk.articles.create({"slug": "ferry", "headline": "Ferry", "body": BODY}).value
        suggested = {**texts_of(story), "body": BODY.replace("nine", "ZQSUGGESTION")}
        desk.suggesting.open(story.id, story.version, suggested)
        desk.comments.add(story.id, "ZQCOMMENT")
    return store_url


def exporting(hand: Hand, to: Path) -> ExportDialog:
    hand.window.workbench.set_settings({"export_folder": str(to)})
    hand.bench.open("ferry", new_tab=True)
    hand.settle()
    hand.window.commands.run("publish.export")
    hand.settle()
    dialog = hand.find(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    return dialog


def test_a_reason_takes_it_out_with_nothing_that_is_open(
    opener: Opener, house: str | Path, tmp_path: Path
) -> None:
    hand = opener(house, who="Pia Web")
    dialog = exporting(hand, tmp_path / "out")
    hand.until(dialog.gate.override.isVisible)
    assert not dialog.go.isEnabled()
    assert "can't be exported yet" in dialog.refused.text()
    assert "suggestion is open" in dialog.refused.text()
    assert "noted out" in dialog.refused.text()
    hand.click(dialog.gate.override)
    gate = hand.find(GateDialog)
    assert isinstance(gate, GateDialog)
    assert not gate.go.isEnabled(), "a reason is asked for"
    assert not dialog.force.isVisible(), "no file is in the way"
    hand.until(gate.reason.hasFocus)
    hand.type("ZQREASO")
    hand.key("Backspace")
    hand.type("ON")
    hand.key("Return")
    hand.until(dialog.go.isEnabled)
    assert "1 story goes out through the gate all the same" in dialog.gate.forced.text()
    assert not dialog.gate.override.isVisible()
    assert not (tmp_path / "out").exists(), "looking writes nothing"
    signed = hand.ask(lambda desk: desk.gates.signoffs(1))
    assert signed == (), "nor is it signed for before it goes"
    kinds = [one.id for one in formats()]
    for kind in kinds:
        dialog = exporting(hand, tmp_path / kind) if kind != kinds[0] else dialog
        dialog.choices.folder.setText(str(tmp_path / kind))
        dialog.choices.format.setCurrentIndex(dialog.choices.format.findData(kind))
        hand.settle()
        if kind not in COMES_BACK and not dialog.gate.forced.isVisible():
            hand.until(dialog.gate.override.isVisible)
            hand.click(dialog.gate.override)
            gate = hand.find(GateDialog)
            assert isinstance(gate, GateDialog)
            gate.reason.setText("ZQREASON")
            hand.click(gate.go)
        hand.until(dialog.go.isEnabled)
        hand.click(dialog.go)
        hand.until(lambda to=tmp_path / kind: to.is_dir() and any(to.rglob("*")))
        assert found(tmp_path / kind, PLANTED) == set(), kind
        if kind not in COMES_BACK:
            assert found(tmp_path / kind, ("ZQNOTEDOUT",)) == set(), kind
    signed = hand.ask(lambda desk: desk.gates.signoffs(1))
    assert {(one.reason, one.initials, one.gate) for one in signed} == {
        ("ZQREASON", "PW", "export")
    }  # type: ignore[attr-defined]
    assert len(signed) == len(kinds) - len(COMES_BACK)  # type: ignore[arg-type]


def test_who_may_not_publish_sees_what_is_missing_and_gives_no_reason(
    opener: Opener, house: str | Path, tmp_path: Path
) -> None:
    hand = opener(house, who="Wim Writer")
    dialog = exporting(hand, tmp_path / "out")
    hand.until(dialog.gate.override.isVisible)
    assert "missing" in dialog.gate.override.text()
    hand.click(dialog.gate.override)
    gate = hand.find(GateDialog)
    assert isinstance(gate, GateDialog)
    assert not gate.reason.isVisible()
    assert not gate.go.isVisible()
    # The way to it leads into the story.
    note = next(line for line in gate.lists[0].lines if "noted out" in line.finding.sentence)
    assert note.there is not None
    hand.click(note.there)
    hand.until(  # the story that is opened has the keyboard first, a turn earlier
        lambda: "ZQNOTEDOUT" in hand.window.editor.view.textCursor().selectedText()
    )


def test_an_embargo_is_told_by_the_newsrooms_clock_and_no_reason_passes_it(
    opener: Opener, house: str | Path, tmp_path: Path
) -> None:
    hand = opener(house, who="Pia Web")
    until = datetime(2126, 6, 1, 14, 30, tzinfo=UTC)
    hand.ask(lambda desk: desk.review.embargo([1], until))
    dialog = exporting(hand, tmp_path / "out")
    hand.until(dialog.gate.override.isVisible)
    assert "under embargo until 1 Jun 2126, 18:00 (UTC+03:30)" in dialog.refused.text()
    assert "missing" in dialog.gate.override.text()
    hand.click(dialog.gate.override)
    gate = hand.find(GateDialog)
    assert isinstance(gate, GateDialog)
    assert not gate.go.isVisible()
    assert QApplication.activeWindow() is not None

"""Snippets and abbreviations: what they become, their fields, and how it is taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsroom.ui.dialogs.snippets import SnippetsDialog
from newsroom.ui.snippets import FILE, Snippet, Snippets
from newsroom.ui.workbench import Workbench
from tests.ui.editor.conftest import Hand, Opens

BOTH = pytest.mark.parametrize("source", [False, True], ids=["page", "markdown"])
LIST = (
    Snippet(name="United Nations", short="un*", text="United Nations"),
    Snippet(name="By the way", short="btw", text="by the way"),
    Snippet(name="Said", short="said", text="${source} said on ${day}."),
    Snippet(name="Footer", short="foot", text="Words in **bold**.\n\n* one\n* two"),
)


@pytest.fixture
def ready(opens: Opens, fake_bench: Workbench):  # type: ignore[no-untyped-def]
    fake_bench.snippets.replace(LIST)

    def open_(source: bool, body: str = "x") -> Hand:
        hand = opens(body)
        if source:
            hand.toggle()
        hand.end()
        return hand

    return open_


@BOTH
@pytest.mark.parametrize(
    ("keys", "after"),
    [
        (" un* ", "x United Nations "),
        (" (un*)", "x (United Nations)"),
        (" btw,", "x by the way,"),
        (" Btw.", "x By the way."),
        (" sun* ", "x sun* "),
        (" btws ", "x btws "),
    ],
)
def test_an_abbreviation_expands_behind_it(ready, source: bool, keys: str, after: str) -> None:  # type: ignore[no-untyped-def]
    hand = ready(source)
    hand.type(keys)
    assert hand.shown == after


@BOTH
def test_one_undo_takes_the_expansion_back(ready, source: bool) -> None:  # type: ignore[no-untyped-def]
    hand = ready(source)
    hand.type(" btw and")
    assert hand.shown == "x by the way and"
    hand.key("Ctrl+Z")
    assert hand.shown == "x by the way "
    hand.key("Ctrl+Z")
    assert hand.shown == "x btw "
    hand.undo_all()
    assert hand.text == "x"


@BOTH
def test_tab_walks_the_fields(ready, source: bool) -> None:  # type: ignore[no-untyped-def]
    hand = ready(source)
    hand.type("\n")
    hand.pane.snippets.insert(LIST[2].text)
    assert hand.chosen == "${source}"
    hand.type("The mayor")
    hand.key("Tab")
    assert hand.chosen == "${day}"
    hand.key("Shift+Tab")
    hand.key("Tab")
    assert hand.chosen == "${day}"
    hand.type("Monday")
    hand.key("Tab")
    assert hand.shown.endswith("The mayor said on Monday.")
    assert hand.around.endswith(".¦")
    assert not hand.chosen


@BOTH
def test_fields_of_an_abbreviation_and_escape(ready, source: bool) -> None:  # type: ignore[no-untyped-def]
    hand = ready(source)
    hand.type(" said ")
    assert hand.chosen == "${source}"
    hand.key("Esc")
    hand.type("He")
    assert "He said on ${day}" in hand.shown


@BOTH
def test_a_snippet_of_several_paragraphs_is_markdown_in_both(ready, source: bool) -> None:  # type: ignore[no-untyped-def]
    hand = ready(source)
    hand.type(" ")
    hand.pane.snippets.insert(LIST[3].text)
    assert "**bold**" in hand.text
    assert "* one\n* two" in hand.text or "- one\n- two" in hand.text
    assert ("**" in hand.shown) == source
    hand.undo_all()
    assert hand.text == "x"


def test_in_code_nothing_expands(ready) -> None:  # type: ignore[no-untyped-def]
    hand = ready(True, "```\nx\n```")
    hand.caret("x")
    hand.type(" btw ")
    assert hand.text == "```\nx btw \n```"


def test_in_a_title_it_is_one_line(ready) -> None:  # type: ignore[no-untyped-def]
    hand = ready(False)
    hand.pane.focus_title("headline")
    hand.type(" btw ")
    assert hand.story.get("headline") == "Ferry by the way "


# The list.


def test_the_list_is_kept(tmp_path: Path) -> None:
    one = Snippets(tmp_path)
    assert one.all == ()
    one.replace(LIST)
    one.save()
    again = Snippets(tmp_path)
    assert again.all == LIST
    assert again.expansion("un*") == "United Nations"
    assert again.expansion("nothing") is None


@pytest.mark.parametrize("kept", ["{", '{"a": 1}', '[{"name": 1}]', "[1]", "[" * 5000])
def test_a_list_that_cant_be_read_is_put_aside(tmp_path: Path, kept: str, caplog) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / FILE).write_text(kept)
    with caplog.at_level("CRITICAL"):
        assert Snippets(tmp_path).all == ()
    assert (tmp_path / f"{FILE}.bad").read_text() == kept


def test_the_list_is_edited_in_the_window(fake_bench: Workbench, tmp_path: Path) -> None:
    dialog = SnippetsDialog(fake_bench)
    dialog.show()
    assert not dialog.text.isEnabled()
    assert "Add" in dialog.empty.text()
    assert dialog.empty.isVisible()
    assert dialog.focusWidget() is dialog.add
    dialog.add.click()
    assert not dialog.empty.isVisible()
    dialog.name.setText("Ferry line")
    dialog.name.textEdited.emit("Ferry line")
    dialog.short.setText("fl")
    dialog.short.textEdited.emit("fl")
    dialog.text.setPlainText("Ferry line")
    assert fake_bench.snippets.expansion("fl") == "Ferry line"
    dialog.accept()
    assert fake_bench.tasks.wait_idle()
    kept = json.loads((tmp_path / "config" / FILE).read_text())
    assert kept == [{"name": "Ferry line", "short": "fl", "text": "Ferry line"}]
    dialog.remove.click()
    assert fake_bench.snippets.expansion("fl") is None
    dialog.close()
    dialog.deleteLater()

"""A pause between any two keys (the story is kept, the page is held against its text) changes
nothing of what is typed."""

from __future__ import annotations

import re

import pytest
from PySide6.QtWidgets import QApplication

from newsroom.text.document import Document
from newsroom.text.settle import settled
from tests.ui.editor.conftest import Hand, Opens

SCRIPTS = {
    "- a\nb\n{Tab}c\n{Shift+Tab}d\n\nx": "- a\n- b\n    - c\n- d\n\nx\n",
    "1. a\nb\n{Tab}c\n\n\nx": "1. a\n2. b\n    1. c\n\nx\n",
    "- [ ] a\nb\n\nx": "- [ ] a\n- [ ] b\n\nx\n",
    "{Ctrl+Shift+6}a\n{Tab}b\n\n\nx": "- [ ] a\n    - [ ] b\n\nx\n",
    "> a\nb\n\nx": "> a\n>\n> b\n\nx\n",
    "> - a\nb\n\n\nx": "> - a\n> - b\n\nx\n",
    "## a\n- b\n\nx": "## a\n\n- b\n\nx\n",
    "- a\n": "* a\n* \n",
    "- a\n{Tab}b\n": "* a\n    * b\n    * \n",
    "- a{Home}\n": "- \n- a\n",
    "{Ctrl+B}a\nb\n- c\n{Ctrl+B}d\n\nx": "**a**\n\nb\n\n- c\n- **d**\n\nx\n",
    "a{Shift+Return}b{Shift+Return}c\n": "a  \nb  \nc\n",
    "---\nx": "***\n\nx\n",
    "```\ncode\n\n\nx": "```\ncode\n```\n\nx\n",
    "a < b <c> & &amp; [x] ![ * _ ` ~ ^ % |\n": (
        "a < b &lt;c> & &amp;amp; \\[x\\] \\!\\[ \\* \\_ \\` \\~ \\^ % |\n"
    ),
    "سلام\n- یک\nدو\n\nپایان": "سلام\n\n- یک\n- دو\n\nپایان\n",
}


def slowly(hand: Hand, script: str) -> None:
    """Type, with all that a pause brings between the keys."""
    body = hand.pane.body
    for part in re.split(r"(\{[^}]+\})", script):
        for key in [part[1:-1]] if part.startswith("{") else part:
            hand.key(key) if part.startswith("{") else hand.type(key)
            text, edition = hand.text, body.page_source.edition()
            told = edition.document.write(edition.own(hand.rich.mirror.blocks()))
            assert not told.unproven, (key, text)
            QApplication.processEvents()
            assert not body.settle(), (key, text)
            assert hand.text == text


@pytest.mark.parametrize("script", SCRIPTS)
def test_what_is_typed_slowly_stays_what_it_is(opens: Opens, script: str) -> None:
    hand = opens("")
    slowly(hand, script)
    assert hand.text == SCRIPTS[script]
    shown = settled(hand.rich.mirror.blocks())
    read = Document.open(hand.text).blocks
    assert [block.kind for block in shown if block.runs] == [b.kind for b in read if b.runs]
    while hand.view.document().isUndoAvailable():
        hand.key("Ctrl+Z")
    assert hand.text == ""


@pytest.mark.parametrize("opened", ["- one\n", "+ one\n", "- [x] one\n", "> - one\n", "1. one\n"])
def test_an_item_begun_below_the_only_one_leaves_it_an_item(opens: Opens, opened: str) -> None:
    hand = opens(opened)
    hand.end()
    slowly(hand, "\n")
    assert [block.kind for block in Document.open(hand.text).blocks] == ["p", "p"]
    slowly(hand, "two")
    mark = {"1": "2. "}.get(opened[0], opened.split("one")[0].replace("x", " "))
    assert hand.text == f"{opened}{mark}two\n"

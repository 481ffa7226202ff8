"""What nobody touched keeps its bytes, whichever view shows it and how often they change."""

from __future__ import annotations

import pytest

from tests.text.test_document import CASES
from tests.text.writing import Writer
from tests.ui.editor.conftest import Opens

SEEDS = range(20)


def looked_at(opens: Opens, source: str) -> None:
    hand = opens(source)
    assert hand.text == source, "opening changed it"
    hand.toggle()
    assert hand.pane.body.as_source
    assert hand.text == source, "the Markdown view changed it"
    hand.toggle()
    assert not hand.pane.body.as_source
    assert hand.pane.body.text() == source, "coming back changed it"
    assert not hand.story.dirty
    assert not hand.rich.document().isUndoAvailable()


@pytest.mark.parametrize("source", CASES)
def test_a_text_that_is_only_looked_at_keeps_its_bytes(opens: Opens, source: str) -> None:
    looked_at(opens, source)


@pytest.mark.parametrize("seed", SEEDS)
def test_texts_in_many_styles_keep_their_bytes(opens: Opens, seed: int) -> None:
    looked_at(opens, Writer(seed).text())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_letter_typed_and_undone_leaves_the_bytes(opens: Opens, seed: int) -> None:
    source = Writer(seed + 300).text()
    hand = opens(source)
    cursor = hand.cursor
    cursor.setPosition(hand.view.document().characterCount() * (seed % 7) // 7)
    hand.view.setTextCursor(cursor)
    hand.type("x")
    assert hand.text != source
    assert hand.story.dirty
    changed = hand.text
    hand.undo_all()
    assert hand.text == source
    assert not hand.story.dirty
    hand.redo_all()
    assert hand.text == changed

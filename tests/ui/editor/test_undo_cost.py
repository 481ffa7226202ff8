"""A step back costs by its paragraph, not by the story: what is read and written is counted."""

from __future__ import annotations

from collections import Counter

import pytest

from newsroom.text.document import Document
from newsroom.ui.editor.reader import Mirror
from tests.ui.editor.conftest import Hand, Opens

PARAGRAPHS = 60
STORY = "\n\n".join(f"Paragraph {n} of many, with _some_ words." for n in range(PARAGRAPHS)) + "\n"
STEPS = (10, 20, 30, 40)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the whole of a text is read, written, and put together from the page."""
    found: Counter[str] = Counter()
    for owner, name in ((Document, "__init__"), (Document, "_write_all"), (Mirror, "_assemble")):
        whole = getattr(owner, name)

        def counted(*given, whole=whole, name=name, **more):  # type: ignore[no-untyped-def]
            found[name] += 1
            return whole(*given, **more)

        monkeypatch.setattr(owner, name, counted)
    return found


def write(hand: Hand) -> list[str]:
    texts = [hand.text]
    for number in STEPS:
        hand.caret(f"Paragraph {number} of")
        hand.type("X")
        texts.append(hand.text)
    return texts


@pytest.mark.parametrize("source", [False, True])
@pytest.mark.parametrize("across", [False, True])
def test_a_step_back_looks_at_its_paragraph_alone(
    opens: Opens, work: Counter[str], across: bool, source: bool
) -> None:
    hand = opens(STORY)
    if source:
        hand.toggle()
    texts = write(hand)
    if across:
        hand.toggle()
    hand.key("Ctrl+Z")  # the first finds out where both views stand
    assert hand.text == texts[-2]
    work.clear()
    hand.key("Ctrl+Z")
    hand.key("Ctrl+Z")
    assert hand.text == texts[-4]
    assert not work
    hand.key("Ctrl+Z")
    assert hand.text == STORY

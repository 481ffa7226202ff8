from __future__ import annotations

from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.news.errors import BadInput


def test_words_of_the_house_are_right_for_everybody(desk: Desk, store_path: Path) -> None:
    assert desk.dictionary.words() == ()
    assert desk.dictionary.add("  Vellmar ").lists
    desk.dictionary.add("نوروز")
    desk.dictionary.add("polish")
    desk.dictionary.add("Polish")
    assert not desk.dictionary.add("Polish")
    assert desk.dictionary.words() == ("Polish", "polish", "Vellmar", "نوروز")
    with open_desk(store_path) as other:
        assert other.dictionary.words() == desk.dictionary.words()
        other.dictionary.remove("polish")
    assert desk.watch().lists
    assert desk.dictionary.words() == ("Polish", "Vellmar", "نوروز")
    assert desk.dictionary.remove("never there").lists


@pytest.mark.parametrize("word", ["", "   ", "x" * 101])
def test_an_entry_is_a_word(desk: Desk, word: str) -> None:
    with pytest.raises(BadInput, match="between 1 and 100"):
        desk.dictionary.add(word)

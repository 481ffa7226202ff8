"""Verdicts hold for the changes that they were given on, however these are counted anew."""

from __future__ import annotations

from newsroom.text.suggest import Key
from newsroom.ui.review.walk import followed


def keys(words: str) -> list[Key]:
    """Changes in the order of reading, counted by what they say, as a comparison counts them."""
    said: dict[str, int] = {}
    made: list[Key] = []
    for word in words.split():
        made.append(("added", "body", "", word, said.get(word, 0)))
        said[word] = said.get(word, 0) + 1
    return made


def test_what_is_left_is_counted_anew() -> None:
    was = keys("ferry again ferry again")
    left = [key for key in was if key != was[0]]
    assert followed(left, keys("again ferry again")) == {
        was[1]: was[1], was[2]: was[0], was[3]: was[3]
    }  # fmt: skip


def test_what_a_move_took_along_is_found_where_it_stands_now() -> None:
    was = keys("again bold ferry port quay again")
    now = keys("ferry port again quay again bold")
    found = followed(was, now)
    assert set(found) == set(was), "no verdict is lost"
    assert sorted(found.values()) == sorted(now), "and none is counted twice"
    assert all(one[:4] == other[:4] for one, other in found.items())


def test_what_is_not_there_any_more_is_left_out() -> None:
    was = keys("ferry port")
    assert followed(was, keys("port")) == {was[1]: was[1]}
    assert followed([], keys("port")) == {}

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.text import counts

_BITS = st.sampled_from(
    """harbour wall|二十人|*x*| |/|//|/ "a title")|<!-- unseen| -->|/-->|[words](https://x.example/a
|/"a title")|)|{: .box}|{ed: ask}|{>>|<<}|/1. |/```/|/[a]: /b|<b>|:::box|نیم\u200cفاصله""".replace(
        "\n", ""
    )
    .replace("/", "\n")
    .split("|")
)


@given(st.lists(_BITS, max_size=60).map("".join))
def test_a_text_counts_the_same_in_one_go_and_in_pieces(text: str) -> None:
    said = []
    for most in (1, 7, 10_000):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(counts, "_PIECE", most)
            counts.readable.cache_clear()
            said.append((counts.readable(text), counts.count_words(text), counts.characters(text)))
    counts.readable.cache_clear()
    assert said[0] == said[1] == said[2]


def test_a_very_long_text_is_looked_at_in_pieces() -> None:
    text = "A line of words.\n" * 10_000
    pieces = list(counts._pieces(text))
    assert "".join(pieces) == text
    assert max(map(len, pieces)) < 2 * counts._PIECE
    assert counts.count_words(text) == 40_000
    assert counts.characters(text) == 170_000 - 1


def test_a_comment_that_never_ends_costs_no_more_than_a_text() -> None:
    text = "<!-- \n" * 50_000
    assert "".join(counts._pieces(text)) == text
    assert counts.count_words(text) == 0

"""Plain prose is written at once: the same text that walking its tree gives, or none."""

from __future__ import annotations

import random

import pytest

from newsroom.intake.html import read_html
from newsroom.intake.posthtml import _at_once, markdown_of

WORDS = [
    *("the", "harbour", "fee", "rises", "by", "a", "tenth", "says", "minister", "of", "ports;"),
    *("docks", "—", "while", "“unions”", "object,", "it’s", "plan's", "(end)", "12,000", "3.5"),
    *("Q&amp;A", "&#8217;", "&hellip;", "بندر", "می‌شود", "été", "$5", "50:", "a/b", "x-y", "x"),
    *("-", "y", '"said"', "'so'", "#", "+", "1.", "2)", "http", "v.", "U.S.", "…", "!", "?", ";"),
]
ROUNDS = 700


def prose(dice: random.Random) -> str:
    """A piece of HTML as editors write it, now and then with a sign that needs care."""

    def words(most: int) -> str:
        return " ".join(dice.choice(WORDS) for _ in range(dice.randint(1, most)))

    def inline() -> str:
        draw = dice.random()
        if draw < 0.5:
            return words(9)
        if draw < 0.65:
            return f"<strong>{words(3)}</strong>"
        if draw < 0.8:
            return f"<em>{words(3)}</em>"
        if draw < 0.9:
            return f'<a href="https://example.org/{dice.randint(1, 99)}/x-y.html">{words(2)}</a>'
        return words(2) + dice.choice([".", ",", " ", "\n"])

    def line() -> str:
        return dice.choice(["", " "]).join(inline() for _ in range(dice.randint(1, 6)))

    def block() -> str:
        tag = dice.choice(["p", "p", "p", "h2", "h3", "ul", "ol", "blockquote", "figure", "table"])
        if tag == "figure":
            n = dice.randint(1, 9)
            said = f"<figcaption>{words(4)}</figcaption>"
            return f'<figure class="x"><img src="https://x.example/{n}.png" alt="a">{said}</figure>'
        if tag == "table":
            rows = "".join(f"<tr><td>{words(2)}</td><td>{words(2)}</td></tr>" for _ in range(2))
            return f"<table><tbody>{rows}</tbody></table>"
        if tag in ("ul", "ol"):
            return (
                f"<{tag}>{''.join(f'<li>{line()}</li>' for _ in range(dice.randint(1, 3)))}</{tag}>"
            )
        if tag == "blockquote":
            return (
                f"<{tag}>{''.join(f'<p>{line()}</p>' for _ in range(dice.randint(1, 2)))}</{tag}>"
            )
        return f"<{tag}>{line()}</{tag}>"

    return "\n\n".join(block() for _ in range(dice.randint(1, 2)))


@pytest.mark.parametrize("seed", range(4))
def test_both_roads_give_the_same_text(seed: int) -> None:
    dice = random.Random(seed)
    quick = 0
    for _ in range(ROUNDS):
        html = prose(dice)
        if _at_once(html) is not None:
            quick += 1
            made = markdown_of(html, lambda _address: None, name="x").markdown
            assert made == read_html(html).markdown.rstrip("\n"), html
    assert quick > ROUNDS // 10, "it is of use"


@pytest.mark.parametrize(
    "html",
    [
        "<p>a*b*c</p>", "<p>a_b_</p>", "<p>[x](y)</p>", "<p>1. one</p>", "<p>- x</p>", "<p># x</p>",
        "<p>a<br>b</p>", "<div>x</div>", "<p>a</p>b", "<p>&lt;b&gt;</p>", "<p>a\u00a0b</p>",
        "<p>w<strong>or</strong>d</p>", "<p><strong> a </strong></p>", "<h2>x #</h2>", "<p></p>",
        "<ul><li>a<ul><li>b</li></ul></li></ul>", "<ul><li><p>a</p></li></ul>", "<p>{: .x }</p>",
        "<p>https://x.example</p>", "<blockquote>x</blockquote>", "<p style='x'>a</p>",
        "<p><a href=\"javascript:x\">a</a></p>", "<p><strong>a</strong><em>b</em></p>",
        "<p>^x^ ~y~ %%z%% ==m==</p>", "<ol start=\"3\"><li>x</li></ol>",
        "<table><tr><td><table></table></td></tr></table>",
    ],
)  # fmt: skip
def test_what_needs_care_is_left_to_the_walker(html: str) -> None:
    assert _at_once(html) is None


def test_either_way_there_is_a_text() -> None:
    def none(_address: str) -> None:
        return None

    assert markdown_of("", none, name="x").markdown == ""
    assert markdown_of("<p>Plain.</p>", none, name="x").markdown == "Plain."
    walked = markdown_of("<p>a<br>b</p><script>x</script>", none, name="x")
    assert walked.markdown == "a  \nb"
    assert walked.notes == ("Dropped: 1 script",)

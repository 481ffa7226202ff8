from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from newsroom.desk.desk import Desk
from newsroom.export.clipboard import clip
from newsroom.export.worker import Renderer
from newsroom.news.errors import Refused
from tests.desk.conftest import HandClock
from tests.export.parade import BAD, PLANTED, hostile, parade
from tests.export.reading import parse
from tests.export.scenes import foreign, put


def test_three_shapes_and_nothing_parked(renderer: Renderer) -> None:
    made = clip(parade(renderer))
    for shape in (made.html, made.markdown, made.text):
        assert "Last words." in shape
        for planted in PLANTED:
            assert planted not in shape
    assert made.markdown.startswith(
        "**Exclusive**\n\n# The “Lily” leaves & \\<goes\\>\n\n*A ship and its cargo*\n\nBy Ana Lima"
    )
    assert "VELMORA — Loaded *slowly*, **surely**" in made.markdown
    assert "![A ship at a quay](<https://harbour.example/pictures/abab" in made.markdown
    assert "data:image/png" in made.html
    assert all("style" not in node.attributes for node in parse(made.html).walk())


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("a <!-- b --> c", "a c"),
        ("`<!-- code -->` and <!-- gone -->end", "`<!-- code -->` and end"),
        ("```\n<!-- code -->\n```\n", "```\n<!-- code -->\n```"),
        ("a <!-- never closed\n\nb", "a"),
        ("%%parked%% and <!-- x -->left", "and left"),
        ("<!-- one --><!-- two -->a", "a"),
    ],
)
def test_remarks_go_and_code_stays(renderer: Renderer, body: str, left: str) -> None:
    made = clip(parade(renderer, body=body, kicker="", dek="", headline="H", dateline=""))
    assert made.markdown.partition("*The ship – Photo: Ilse Moreau*\n\n")[2].strip() == left


@pytest.mark.parametrize("name", BAD)
def test_hostile_words(renderer: Renderer, name: str) -> None:
    made = clip(hostile(renderer, BAD[name]))
    assert made.html
    assert made.text


def test_a_dateline_does_not_become_part_of_a_list(renderer: Renderer) -> None:
    made = clip(parade(renderer, body="- One\n- Two\n"))
    assert "\n\nVELMORA —\n\n- One\n- Two\n" in made.markdown


def test_without_picture_moment_and_names(renderer: Renderer) -> None:
    bare = replace(parade(renderer), picture=None, published=None, credits=())
    assert clip(bare).markdown.startswith(
        "**Exclusive**\n\n# The “Lily” leaves & \\<goes\\>\n\n*A ship and its cargo*\n\nVELMORA"
    )
    page = parade(renderer)
    assert page.picture is not None
    mute = replace(page.picture, address="", caption="", credit="")
    assert clip(replace(page, picture=mute)).markdown.count("![") == 1  # that of the text
    said = replace(mute, caption="The ship", credit="")
    assert "*The ship*" in clip(replace(page, picture=said)).markdown


def test_every_shape_has_the_notice_of_a_correction(desk: Desk) -> None:
    number = put(desk, "a", dateline="PORT")
    desk.publish.publish([number])
    desk.correcting.correct(number, "correction", wrong="two", right="three *boats*")
    desk.correcting.correct(number, "clarification", right="They are small.")
    made = desk.publish.clip(desk.articles.open(number))
    assert "three *boats*" in made.text
    assert "three *boats*" in made.html
    head, _, rest = made.markdown.partition("PORT — The text of a.")
    assert "It should have said “three \\*boats\\*”." in head
    assert "They are small." in rest


def test_at_the_desk_an_embargo_holds_here_too(desk: Desk, clock: HandClock) -> None:
    number = put(desk, "a")
    assert "The text of a." in desk.publish.clip(desk.articles.open(number)).text
    foreign(desk, number, embargo_until=clock() + timedelta(hours=1))
    with pytest.raises(Refused, match="under embargo"):
        desk.publish.clip(desk.articles.open(number))

from __future__ import annotations

import pytest

from newsroom.export.fragment import Fragment, fragment
from newsroom.export.worker import Renderer
from newsroom.news.errors import BadInput
from tests.export.gold_files import gold
from tests.export.parade import BAD, hostile, parade
from tests.export.reading import misuses, parse


def test_the_fragment_is_as_it_was_looked_at(renderer: Renderer) -> None:
    gold("story.fragment.html", Fragment().render(parade(renderer)).decode("utf-8"))


def test_it_says_what_things_are_and_never_how_they_look(renderer: Renderer) -> None:
    tree = parse(fragment(parade(renderer)))
    assert list(misuses(tree)) == []
    for node in tree.walk():
        assert not {"style", "class", "tabindex", "loading"} & set(node.attributes)
        assert node.tag not in ("span", "div", "script", "style") or node.all("ol")
    assert [node.words for node in tree.all("h1")] == ["The “Lily” leaves & <goes>"]
    assert tree.one("article")["lang"] == "en"
    assert any(node.attributes.get("dir") == "rtl" for node in tree.all("p"))


def test_pictures_lie_beside_it_or_inside_for_the_clipboard(renderer: Renderer) -> None:
    page = parade(renderer)
    beside = Fragment().beside(page)
    shown = [node["src"] for node in parse(fragment(page)).all("img")]
    assert len(shown) == 2
    assert set(shown) == set(beside)
    inside = [node["src"] for node in parse(fragment(page, whole=True)).all("img")]
    assert all(source.startswith("data:image/") for source in inside)


@pytest.mark.parametrize("name", BAD)
def test_hostile_words_are_only_words(renderer: Renderer, name: str) -> None:
    tree = parse(fragment(hostile(renderer, BAD[name])))
    assert not tree.all("script")


def test_too_deep_is_a_sentence(renderer: Renderer) -> None:
    with pytest.raises(BadInput, match="nested too deep"):
        fragment(parade(renderer, body="<b><i>" * 300 + "x"))

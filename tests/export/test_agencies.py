"""Every story of the sample newsroom as agencies get it, in each of its states, by the schemas."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.sample import make_sample
from newsroom.export.newsml_g2 import NewsMLG2
from newsroom.export.ninjs import Ninjs2, Ninjs3
from newsroom.export.page import PageData
from newsroom.news.article import Article, Filter
from newsroom.news.workflow import INDEFINITE, PubState, Stage
from tests.export.verdicts import (
    iptc_newsml_faults,
    iptc_ninjs_faults,
    newsml_faults,
    ninjs_faults,
)

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

STATES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "not out": {"pubstate": PubState.NONE, "published_at": None},
    "taken back": {"pubstate": PubState.UNPUBLISHED},
    "killed": {"pubstate": PubState.WITHDRAWN},
    "under embargo": {"embargo_until": NOW + timedelta(days=1)},
    "under embargo until further notice": {"embargo_until": INDEFINITE},
    "without a picture": {"picture": None},
    "Persian": {"language": "fa"},
    "bare": {
        **dict.fromkeys(("headline", "short_headline", "dek", "kicker", "dateline"), ""),
        "tags": (), "bylines": (), "section": "", "picture": None, "body": "", "uid": "",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("sample") / "s.newsroom"
    make_sample(path, clock=lambda: NOW)
    with open_desk(path, clock=lambda: NOW) as desk:
        yield desk


@pytest.fixture(scope="module", params=["", "https://paper.example"], ids=["no site", "site"])
def pages(sample: Desk, request: pytest.FixtureRequest) -> list[tuple[str, PageData]]:
    """Each story in each state, and what that is called."""
    sample.set_site({"url": request.param})
    every = sample._seat.store.articles.ids(Filter(stages=frozenset(map(str, Stage))))
    stories = [sample.articles.open(number) for number in every]
    assert {"fa", "en-GB"} <= {story.language for story in stories}
    assert {story.pubstate for story in stories} > {PubState.CORRECTED, PubState.WITHDRAWN}

    def make(story: Article) -> PageData:
        return sample.publish._pages.make(story, now=NOW, suffix=".html")

    return [
        (f"{story.slug}, {state}", make(replace(story, **fields)))
        for story in stories
        for state, fields in STATES.items()
    ]


def faults(
    pages: list[tuple[str, PageData]],
    newsml: Callable[[bytes], list[str]],
    ninjs: Callable[[Any, str], list[str]],
) -> dict[str, list[str]]:
    found = {}
    for called, page in pages:
        found[called] = newsml(NewsMLG2().render(page))
        for kind in (Ninjs3, Ninjs2):
            found[called] += ninjs(json.loads(kind().render(page)), kind.version)
    return {called: said for called, said in found.items() if said}


@pytest.mark.slow
def test_our_schemas_are_silent(pages: list[tuple[str, PageData]]) -> None:
    assert faults(pages, newsml_faults, ninjs_faults) == {}


@pytest.mark.judge
def test_iptcs_schemas_are_silent(pages: list[tuple[str, PageData]]) -> None:
    assert faults(pages, iptc_newsml_faults, iptc_ninjs_faults) == {}


def test_what_says_where_the_schemas_are_says_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.export import verdicts

    monkeypatch.delenv("NEWSROOM_IPTC", raising=False)
    with pytest.raises(pytest.skip.Exception):
        verdicts.iptc("a.xsd")
    monkeypatch.setenv("NEWSROOM_IPTC", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match=r"a\.xsd is not in it"):
        verdicts.iptc("a.xsd")
    for place in ("newsml-g2/examples", "newsml-g2/specification"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "a.xsd").touch()
        assert verdicts.iptc("a.xsd").parent == tmp_path / place
        verdicts._found.cache_clear()

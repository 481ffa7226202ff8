"""What goes out to other systems comes in again as it was, as far as each format carries it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsroom.desk.arriving import Action
from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.sample import make_sample
from newsroom.news.article import ON_PAGE, Article, Filter
from newsroom.news.workflow import PUBLIC, PubState

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

CARRIED = {
    "wxr": ON_PAGE | {"published_at", "pubstate", "updated_at"},
    "ninjs": ON_PAGE - {"direction"} | {"created_at", "updated_at", "priority"},
    "ninjs2": ON_PAGE - {"direction"} | {"created_at", "updated_at", "priority"},
    "newsml-g2": ON_PAGE - {"direction", "kicker"} | {"created_at", "updated_at", "priority"},
}
"""The fields that each format has a place for."""

PLAINER = {
    # HTML without styles has no aligned columns, and its definition lists are paragraphs here.
    "rent-index-september",
    "budget-first-reading",
    "correction-page-explained",
    # A correction goes out as a notice above the text.
    "chandler-bridge-cracks",
}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    path = tmp_path_factory.mktemp("sample") / "s.newsroom"
    make_sample(path, clock=lambda: NOW)
    with open_desk(path, clock=lambda: NOW) as desk:
        desk.set_site({"url": "https://paper.example"})
        yield desk


@pytest.mark.slow
@pytest.mark.parametrize("format", sorted(CARRIED))
def test_the_sample_newsroom_comes_back(sample: Desk, tmp_path: Path, format: str) -> None:
    store = sample._seat.store
    stories = store.articles.ids(Filter(pubstates=frozenset(map(str, PUBLIC))))
    sample.publish.export(stories, format=format, to=tmp_path / "out")
    with open_desk(tmp_path / "n.newsroom", create=True, clock=lambda: NOW) as again:
        for person in sorted(sample.staff.all(include_left=True), key=lambda p: p.id):
            again._seat.store.staff.insert(replace(person, id=0, version=0))
        report = again.intake.take([tmp_path / "out"]).value
        assert report.count(Action.NEW) == len(report.items) == len(stories) > 20
        assert [item.problems for item in report.items if item.problems] == []
        for number in stories:
            went = sample.articles.open(number)
            came = again.articles.open(again._seat.store.articles.id_of_uid(went.uid) or 0)
            assert told(came, format) == told(went, format), went.slug
        once_more = again.intake.take([tmp_path / "out"])
        assert once_more.value.count(Action.UNCHANGED) == len(stories)
        assert not once_more.changes
    # And where it came from it is known by its own name.
    home = sample.intake.plan([tmp_path / "out"])
    assert home.count(Action.NEW) == 0
    assert home.count(Action.CHANGED) == 0, "nothing of ours is set back unasked"


def told(article: Article, format: str) -> dict[str, object]:
    said: dict[str, object] = {}
    for name in sorted(CARRIED[format]):
        value = getattr(article, name)
        if name == "bylines":
            value = [(b.name, b.staff, str(b.role)) for b in value]
            if format == "newsml-g2":  # its contributors have no roles that it keeps
                value = [(n, s, r if r == "story" else "") for n, s, r in value]
        elif name == "picture" and value is not None:
            words = (value.caption, value.alt, value.credit)
            value = (value.width, value.height, *words)
            if format == "newsml-g2":
                value = value[:2]  # caption and credit are one there
        elif name == "tags":
            value = sorted(value)
        elif name == "body":
            value = "" if article.slug in PLAINER else value.strip("\n")
        elif name == "pubstate":
            value = PubState.PUBLISHED if value in PUBLIC else value
        elif name.endswith("_at") and value is not None:
            value = value.replace(microsecond=0)
        said[name] = value
    return said

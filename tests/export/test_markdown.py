"""Out and in again: what ``import`` makes of an exported story is that story."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.export import Outcome
from newsroom.desk.sample import make_sample
from newsroom.export.markdown import story_file
from newsroom.intake.arrival import Setting
from newsroom.intake.markdown import read_story
from newsroom.news.article import ARTICLE_FIELDS, Article, Byline, BylineRole, Direction, Filter
from newsroom.news.workflow import INDEFINITE, Need, PubState, Stage
from tests.desk.conftest import START, HandClock
from tests.export.scenes import a_picture, foreign, out, png, put

CARRIED = [name for name, spec in ARTICLE_FIELDS.items() if spec.matter or name == "body"]


def carried(article: Article) -> dict[str, object]:
    """What a file can carry of a story; the line break at a body's end is nothing."""
    values = {name: getattr(article, name) for name in CARRIED}
    return {**values, "body": article.body.strip("\n"), "extra": dict(article.extra)}


def test_every_story_of_the_sample_comes_back(tmp_path: Path, clock: HandClock) -> None:
    make_sample(tmp_path / "sample.newsroom", clock=clock)
    with open_desk(tmp_path / "sample.newsroom", clock=clock) as desk:
        ids = desk.articles.ids(Filter(stages=frozenset(Stage)), 1000)
        stories = [desk.articles.open(number) for number in ids]
        report = desk.publish.export(ids, format="markdown", to=tmp_path / "out")
        written = report.count(Outcome.WRITE)
        assert written > 30
        texts = [story_file(story) for story in stories]
        for n, text in enumerate(texts):
            (tmp_path / f"{n:03}.md").write_text(text, encoding="utf-8")
        # The sample's own stories: nothing of them changes by being taken in again.
        for n, story in enumerate(stories):
            (item,) = desk.intake.take([tmp_path / f"{n:03}.md"]).value.items
            assert (item.action, item.problems) == ("unchanged", ()), (item, story.slug)


def test_another_newsroom_takes_it_in_with_its_pictures(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    lead = a_picture(desk, png(20, 10), caption="C: d", credit="Ana", alt='An "alt"', rights="R")
    inside = a_picture(desk, png(10, 10, "maroon"))
    a = out(
        desk,
        clock,
        "harbour",
        headline="# Not a heading: a headline",
        kicker="no",
        dek="Two\n\nparagraphs",
        bylines=(Byline("Guest: one"), Byline("Ana", None, BylineRole.PHOTO)),
        tags=("a, b", "yes", "12"),
        language="fa",
        direction=Direction.RTL,
        picture=lead,
        priority=2,
        ed_note="%%not%% for readers\n---\nat all",
        due_at=datetime(2026, 12, 1, 8, 30, 0, 250, tzinfo=UTC),
        embargo_until=None,
        body=f"---\n\nText with %%parked%% words.\n\n![Alt](media/{inside.sha256}.png)\n",
    )
    foreign(desk, a, extra={"legacy": 7, "caption": "kept", "list": [1, None, True, "no", 1.5]})
    desk.publish.export([a], format="markdown", to=tmp_path / "out")
    with open_desk(tmp_path / "other.newsroom", create=True, clock=clock) as other:
        (item,) = other.intake.take([tmp_path / "out" / "harbour.md"]).value.items
        assert (item.action, item.problems) == ("new", ())
        assert carried(other.articles.by_slug("harbour")) == carried(desk.articles.open(a))
        assert other.media(lead.sha256) == png(20, 10)
        assert other.media(inside.sha256) == png(10, 10, "maroon")
        other.publish.page_html(other.articles.by_slug("harbour"))
        other.publish.export([item.article or 0], format="markdown", to=tmp_path / "again")
    again, first = tmp_path / "again" / "harbour.md", tmp_path / "out" / "harbour.md"
    assert again.read_bytes() == first.read_bytes()


def test_what_was_taken_back_from_readers_does_not_come_out_again(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    a = out(desk, clock, "a")
    desk.publish.unpublish([a])
    assert "published_at" not in story_file(desk.articles.open(a))


def test_an_empty_headline_stays_empty(tmp_path: Path) -> None:
    text = story_file(Article(slug="a", body="# Title\n\nText.\n"))
    back = read_story(text, path=tmp_path / "a.md", setting=Setting(zone=UTC))
    assert back.fields["headline"] == ""
    assert back.fields["body"] == "# Title\n\nText.\n"
    plain = read_story(
        "---\nheadline:\n---\n# Title\n\nText.\n", path=tmp_path / "a.md", setting=Setting(zone=UTC)
    )
    assert plain.fields["headline"] == "Title"


@pytest.mark.parametrize("damage", [b"", b"not a picture"])
def test_a_damaged_picture_is_told_and_the_story_taken(
    desk: Desk, tmp_path: Path, damage: bytes
) -> None:
    path = tmp_path / "media" / ("ab" * 32 + ".png")
    path.parent.mkdir()
    path.write_bytes(damage)
    (tmp_path / "a.md").write_text(f"![x](media/{path.name})\n", encoding="utf-8")
    (item,) = desk.intake.take([tmp_path / "a.md"]).value.items
    assert item.action == "new"
    assert len(item.problems) == 1


def test_a_file_that_is_not_the_picture_named_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "media" / ("ab" * 32 + ".png")
    path.parent.mkdir()
    path.write_bytes(png())
    (tmp_path / "a.md").write_text(f"![x](media/{path.name})\n", encoding="utf-8")
    (item,) = desk.intake.take([tmp_path / "a.md"]).value.items
    assert (item.action, item.problems) == ("new", ())
    assert not desk._seat.store.media.has("ab" * 32)


def test_a_missing_picture_is_a_sentence(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    a = put(desk, "a", picture=a_picture(desk))
    for path in desk.folder.glob("media/*/*"):
        path.unlink()
    (item,) = desk.publish.export([a], format="markdown", to=tmp_path).items
    assert item.action is Outcome.REFUSED
    assert "missing" in item.why


# Generated stories.

_SIGNS = st.characters(exclude_categories=("Cs",), exclude_characters="\0\r\ufeff")
_LINE = st.text(_SIGNS, max_size=30).map(lambda text: " ".join(text.split()))
_TEXT = st.text(_SIGNS, max_size=60).map(str.strip)
_MOMENT = st.none() | st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy takes its bounds without a zone
    datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
_KEY = st.text("abcdefghijk_-0123456789", min_size=1, max_size=8).map(lambda key: f"x{key}")
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | _TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEY, inner, max_size=3),
    max_leaves=6,
)

STORIES = st.builds(
    Article,
    slug=st.just("slug"),
    kicker=_LINE,
    headline=_LINE,
    short_headline=_LINE,
    dek=_TEXT,
    dateline=_LINE,
    body=st.text(_SIGNS, max_size=120).map(lambda text: text.strip("\n") + "\n"),
    section=st.just("") | st.just("city"),
    tags=st.lists(_LINE.filter(bool), max_size=3, unique=True).map(tuple),
    language=st.sampled_from(["en", "fa", "pt-BR", "no"]),
    direction=st.sampled_from(Direction),
    bylines=st.lists(
        st.builds(Byline, _LINE.filter(bool), st.none(), st.sampled_from(BylineRole)), max_size=3
    ).map(tuple),
    stage=st.sampled_from(Stage),
    due_at=_MOMENT,
    planned_at=_MOMENT,
    priority=st.integers(1, 9),
    commissioned_length=st.none() | st.integers(0, 100_000),
    ed_note=_TEXT,
    embargo_until=_MOMENT | st.just(INDEFINITE),
    legal=st.sampled_from(Need),
    pictures=st.sampled_from(Need),
    sensitive=st.booleans(),
    not_for_publication=st.booleans(),
    pubstate=st.just(PubState.PUBLISHED),
    published_at=st.just(START),
    extra=st.dictionaries(_KEY, _PLAIN, max_size=3),
)


@example(Article(slug="slug", dek="a\x85b\u2028c\u2029d", body="\n"))
@settings(max_examples=300, deadline=None)
@given(STORIES)
def test_any_story_comes_back(story: Article) -> None:
    back = read_story(story_file(story), path=Path("x.md"), setting=Setting(zone=UTC))
    assert (back.notes, back.problems) == ((), ())
    made = replace(
        Article(language=story.language),
        **back.fields,  # type: ignore[arg-type]
        bylines=tuple(Byline(b.name, None, b.role) for b in back.bylines or ()),
        extra=dict(back.extra),
    )
    assert carried(made) == carried(story)

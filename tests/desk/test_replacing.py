"""Find and replace over many stories: looked through, ticked, one step, byte-exact elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsroom.desk import replacing
from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.replacing import _compiled, _hits, _replaced
from newsroom.news.article import Filter, Picture
from newsroom.news.errors import BadInput, Cancelled, Refused
from newsroom.news.replacing import Inside, Preview, Search
from newsroom.news.staff import Role
from newsroom.news.workflow import Stage
from newsroom.store.texts import StoryTexts
from tests.desk.conftest import HandClock
from tests.desk.people import staffed
from tests.desk.test_articles import make

BODY = "The Mayor said so. Mayoral words.\r\n\r\nSee [the mayor](mayor.html) and `Mayor`.\n"


@pytest.fixture
def second(store_url: str | Path, clock: HandClock) -> Iterator[Callable[[str], Desk]]:
    with ExitStack() as stack:
        yield lambda who: stack.enter_context(open_desk(store_url, who=who, clock=clock))


def told(preview: Preview) -> list[tuple[str, str, str, str, Inside]]:
    return [
        (story.slug, hit.place.field, hit.found, hit.replacement, hit.inside)
        for story in preview.stories
        for hit in story.hits
    ]


def test_hits_are_listed_by_story_and_replaced_as_one_step(shared: Desk) -> None:
    desk = shared
    a = make(desk, "a", headline="Mayor resigns", body=BODY)
    b = make(desk, "b", headline="Ferries", body="No mayor here.\n", stage=Stage.COPY)
    spiked = make(desk, "c", headline="Mayor", stage=Stage.SPIKED)
    search = Search(find="Mayor", replacement="mayor")
    preview = desk.replacing.preview(search, Filter())
    assert told(preview) == [
        ("a", "headline", "Mayor", "mayor", Inside.TEXT),
        ("a", "body", "Mayor", "mayor", Inside.TEXT),
        ("a", "body", "Mayor", "mayor", Inside.TEXT),
        ("a", "body", "Mayor", "mayor", Inside.CODE),
    ]
    assert (preview.searched, preview.hits, preview.more) == (2, 4, False)
    assert preview.stories[0].hits[1].before == "The "
    assert preview.stories[0].hits[1].after.startswith(" said so.")
    done = desk.replacing.apply(preview)
    assert done.changes.label == "Replaced 3 places in 1 story"
    assert done.changes.articles == {a}
    assert (done.value.stories, done.value.places, done.value.refused) == (1, 3, ())
    story = desk.articles.open(a)
    assert story.headline == "mayor resigns"
    assert story.body == BODY.replace("Mayor", "mayor", 2)
    assert desk.articles.revisions(a)[0].kind == "replace"
    assert desk.articles.open(b).version == desk.articles.open(spiked).version == 1
    desk.undo.undo()
    assert (desk.articles.open(a).headline, desk.articles.open(a).body) == ("Mayor resigns", BODY)
    desk.undo.redo()
    assert desk.articles.open(a).headline == "mayor resigns"


def test_only_what_is_ticked(shared: Desk) -> None:
    desk = shared
    a, b = make(desk, "a", body="one one one\n"), make(desk, "b", body="one\n")
    preview = desk.replacing.preview(Search(find="one", replacement="two"), [b, a])
    assert [story.slug for story in preview.stories] == ["b", "a"], "in the order asked for"
    ticks = {preview.stories[1].hits[1].place}
    assert desk.replacing.apply(preview, ticks).changes.articles == {a}
    assert desk.articles.open(a).body == "one two one\n"
    assert desk.articles.open(b).version == 1
    assert not desk.replacing.apply(preview, set()).changes


SEARCHES: dict[str, tuple[Search, str]] = {
    "capitals": (Search(find="mayor", replacement="X", case=False), "The X said so. Xal words."),
    "words": (Search(find="Mayor", replacement="X", word=True), "The X said so. Mayoral words."),
    "pattern": (
        Search(find=r"(\w+) said", replacement=r"said \1", pattern=True),
        "The said Mayor so. Mayoral words.",
    ),
    "no pattern": (Search(find=".", replacement="!"), "The Mayor said so! Mayoral words!"),
    "a sign": (Search(find="Mayor", replacement=r"\1"), r"The \1 said so. \1al words."),
    "nothing": (Search(find="x*", replacement="!", pattern=True), ""),
}


@pytest.mark.parametrize("name", SEARCHES)
def test_ways_to_look(desk: Desk, name: str) -> None:
    search, line = SEARCHES[name]
    number = make(desk, "a", headline="H", body="The Mayor said so. Mayoral words.\n")
    preview = desk.replacing.preview(search, [number])
    assert bool(preview.stories) == bool(line)
    if line:
        desk.replacing.apply(preview)
        assert desk.articles.open(number).body == line + "\n"


def test_every_text_is_looked_through(desk: Desk) -> None:
    picture = Picture(
        sha256="ab" * 32, filename="a.png", mime="image/png", width=4, height=3,
        caption="old", credit="old", alt="old",
    )  # fmt: skip
    texts = dict.fromkeys(
        ("kicker", "headline", "short_headline", "dek", "dateline", "body"), "old"
    )
    number = make(desk, "a", picture=picture, **texts)
    other = make(desk, "b", **texts)
    preview = desk.replacing.preview(Search(find="old", replacement="new"), [number, other])
    assert [story.hits[-1].place.field for story in preview.stories] == ["body", "body"]
    assert [len(story.hits) for story in preview.stories] == [9, 6]
    desk.replacing.apply(preview)
    story = desk.articles.open(number)
    assert story.picture is not None
    assert (story.picture.caption, story.picture.sha256) == ("new", "ab" * 32)
    assert [getattr(story, name) for name in texts] == ["new"] * 6
    assert story.ed_note == ""
    only = Search(find="new", replacement="newer", fields=("dek",))
    assert desk.replacing.preview(only, [number]).hits == 1


def test_what_stands_in_addresses_code_and_note_outs_is_told_apart(desk: Desk) -> None:
    body = (
        'x [x](x "x") ![x](x.png){: .x } <https://x.example>\n\n%%x%% `x`\n\n[x]: http://x\n\n'
        "```\nx\n```\n"
    )
    number = make(desk, "a", headline="H", body=body)
    (story,) = desk.replacing.preview(Search(find="x", replacement="y"), [number]).stories
    assert [hit.inside for hit in story.hits if hit.inside is Inside.TEXT] == [Inside.TEXT] * 4
    desk.replacing.apply(desk.replacing.preview(Search(find="x", replacement="y"), [number]))
    assert desk.articles.open(number).body == (
        'y [y](x "y") ![y](x.png){: .x } <https://x.example>\n\n%%x%% `x`\n\n[x]: http://x\n\n'
        "```\nx\n```\n"
    )


def test_stories_that_others_hold_are_left(shared: Desk, second: Callable[[str], Desk]) -> None:
    desk = shared
    a, b, c = (make(desk, slug, body="old\n") for slug in "abc")
    other = second("TK")
    other.presence.take(a)
    preview = desk.replacing.preview(Search(find="old", replacement="new"), [a, b, c])
    assert [bool(story.refused) for story in preview.stories] == [True, False, False]
    assert "Tomas Keel has been editing “a”" in preview.stories[0].refused
    desk.articles.save(c, 1, {"dek": "Saved since"})
    done = desk.replacing.apply(preview)
    assert done.changes.articles == {b}
    assert [number for number, _why in done.value.refused] == [a, c]
    assert "“c” was saved since" in done.value.refused[1][1]
    assert desk.articles.open(a).body == desk.articles.open(c).body == "old\n"
    with pytest.raises(Refused, match="Tomas Keel"):
        desk.replacing.apply(desk.replacing.preview(preview.search, [a]))
    other.presence.release(a)
    desk.replacing.apply(desk.replacing.preview(preview.search, [a, c]))
    assert desk.articles.open(a).body == "new\n"


def test_what_does_not_fit_is_refused_for_its_story_alone(desk: Desk) -> None:
    a, b = make(desk, "a", headline="x" * 999), make(desk, "b", headline="x")
    preview = desk.replacing.preview(Search(find="x", replacement="xyz"), [a, b])
    done = desk.replacing.apply(preview)
    assert done.changes.articles == {b}
    assert "Headline has 2,997 characters" in done.value.refused[0][1]


def test_who_may_not_change_what_is_published(desk: Desk) -> None:
    people = staffed(desk)
    number, open_ = make(desk, "a", body="old\n"), make(desk, "b", body="old\n")
    desk.publish.publish([number])
    desk.sit(people[Role.WRITER].id)
    preview = desk.replacing.preview(Search(find="old", replacement="new"), [number, open_])
    assert [bool(story.refused) for story in preview.stories] == [True, False]
    assert desk.replacing.apply(preview).changes.articles == {open_}
    desk.sit(people[Role.REVIEWER].id)
    with pytest.raises(Refused, match="edit"):
        desk.replacing.apply(preview)
    preview = desk.replacing.preview(Search(find="new", replacement="old"), [open_])
    assert "You may not edit" in preview.stories[0].refused


def test_what_was_approved_is_told_before_it_is_tried(desk: Desk) -> None:
    people = staffed(desk)
    passed, open_ = make(desk, "a", body="old\n", stage=Stage.READY), make(desk, "b", body="old\n")
    search = Search(find="old", replacement="new")
    desk.sit(people[Role.WRITER].id)
    preview = desk.replacing.preview(search, [passed, open_])
    assert "“a” is ready to go out" in preview.stories[0].refused
    assert preview.stories[1].refused == ""
    desk.sit(people[Role.COPY_CHIEF].id)
    assert desk.replacing.preview(search, [passed]).stories[0].refused == ""


@pytest.mark.parametrize(
    ("search", "said"),
    [
        (Search(find="", replacement="x"), "Say what"),
        (Search(find="(", replacement="x", pattern=True), "no pattern"),
        (Search(find="H", replacement=r"\2", pattern=True), "can't be put"),
        (Search(find="x" * 1001, replacement="x"), "1,000"),
    ],
)
def test_searches_that_are_none(desk: Desk, search: Search, said: str) -> None:
    number = make(desk, "a", headline="H")
    with pytest.raises(BadInput, match=said):
        desk.replacing.preview(search, [number])
    with pytest.raises(ValueError, match="no text"):
        desk.replacing.preview(Search(find="a", replacement="b", fields=("slug",)), [number])


def test_a_preview_has_its_limits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [make(desk, slug, headline="x x x") for slug in "abc"]
    monkeypatch.setattr(replacing, "MOST_HITS", 6)
    preview = desk.replacing.preview(Search(find="x", replacement="y"), ids)
    assert (len(preview.stories), preview.searched, preview.hits, preview.more) == (2, 2, 6, True)
    monkeypatch.setattr(replacing, "MOST_AT_ONCE", 1)
    assert len(desk.replacing.preview(Search(find="x", replacement="y"), ids).stories) == 1
    with pytest.raises(BadInput, match="too many at once"):
        desk.replacing.apply(preview)


def test_a_preview_can_be_called_off(desk: Desk) -> None:
    number = make(desk, "a")
    with pytest.raises(Cancelled):
        desk.replacing.preview(Search(find="a", replacement="b"), [number], stop=lambda: True)


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.text(alphabet="aAbéß‌ک \r\n`%*[](){}", max_size=60),
    st.text(alphabet="abé‌ک*", min_size=1, max_size=2),
    st.text(alphabet="cé\n*", max_size=3),
    st.booleans(),
)
def test_every_letter_elsewhere_stays(body: str, find: str, put: str, case: bool) -> None:
    search = Search(find=find, replacement=put, case=case)
    story = StoryTexts(1, "a", 1, "none", "draft", {"body": body})
    hits = list(_hits(story, search, _compiled(search)))
    done = _replaced(body, hits)
    if case:
        assert done == body.replace(find, put)
    # Taken apart at the hits, both texts are the same.
    rest, at, back = done, 0, []
    for hit in hits:
        same = body[at : hit.place.start]
        assert rest.startswith(same + put)
        back += [same, hit.found]
        rest, at = rest[len(same) + len(put) :], hit.place.end
    assert rest == body[at:]
    assert "".join((*back, rest)) == body

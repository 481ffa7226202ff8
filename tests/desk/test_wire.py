"""The wire desk, with a real web server of this computer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.desk.archive import rebuild
from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.errands import Fetched, Read, bring
from newsroom.news.changes import Changes
from newsroom.news.errors import BadInput, NotFound, Refused
from newsroom.news.staff import Person, Role
from newsroom.news.wire import EntryState, Feed, Item, Wanted, WireRules
from newsroom.news.workflow import Stage
from tests.desk.conftest import HandClock
from tests.export.scenes import png
from tests.intake.webserver import Asked, Web, web_server


def item(
    guid: str = "tag:a.example,2026:1",
    title: str = "Ferry back",
    text: str = "<p>The ferry is back.</p><p>It left at one.</p>",
    more: str = "",
    date: str = "Tue, 24 Nov 2026 11:00:00 GMT",
) -> str:
    return (
        f"<item><guid>{guid}</guid><title>{title}</title><link>https://a.example/1</link>"
        f"<pubDate>{date}</pubDate><dc:creator>N. Brandt</dc:creator>{more}"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item>"
    )


def feed_of(*items: str) -> bytes:
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:media="http://search.yahoo.com/mrss/"><channel><title>A</title>'
        f"<link>https://a.example/</link>{''.join(items)}</channel></rss>"
    ).encode()


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as made:
        made.pages["/feed"] = feed_of(item())
        yield made


@pytest.fixture
def wired(shared: Desk, web: Web) -> Desk:
    """A desk that reads one feed of this computer."""
    shared.wire.set_rules(WireRules(private=(web.host,)))
    shared.wire.put_feed(
        Feed(name="Agency A", address=web.address("/feed"), rights="© A", language="en")
    )
    return shared


def poll(desk: Desk) -> Read:
    read: list[Read] = []
    desk.wire.poll(only=desk.wire.feeds()[0].id, told=read.append)
    return read[0]


def fetch(desk: Desk, place: int = 0) -> Fetched:
    return desk.wire.fetch(bring(desk.wire.order(desk.wire.list()[place].id))).value


# Feeds.


def test_a_feed_is_kept_as_it_was_set_and_changed(shared: Desk) -> None:
    made = shared.wire.put_feed(Feed(name=" A ", address="feed://a.example/x#y", minutes=5))
    assert made.changes == Changes(wire=True)
    feed = made.value
    assert (feed.name, feed.address, feed.minutes) == ("A", "https://a.example/x", 5)
    assert shared.wire.feed("A") == shared.wire.feed("https://a.example/x") == feed
    shared.wire.put_feed(replace(feed, name="B", live=False))
    assert [(one.name, one.live) for one in shared.wire.feeds()] == [("B", False)]
    assert shared.wire.remove_feed(feed.id) == Changes(wire=True)
    assert shared.wire.feeds() == ()
    with pytest.raises(NotFound, match="No feed"):
        shared.wire.feed("A")


@pytest.mark.parametrize(
    ("feed", "words"),
    [
        (Feed(name=" ", address="https://b.example/"), "needs a name"),
        (Feed(name="agency a", address="https://b.example/"), "is called"),
        (Feed(name="B", address="https://a.example/feed"), "read already"),
        (Feed(name="B", address="file:///etc/passwd"), "only http"),
        (Feed(name="B", address="https://x y/"), "no web address"),
        (Feed(name="B", address="https://b.example/", minutes=4), "every 5 minutes"),
        (Feed(name="B", address="https://b.example/", minutes=99_999), "once a week"),
        (Feed(name="B" * 401, address="https://b.example/"), "400 characters"),
    ],
)
def test_a_feed_that_can_not_be_is_refused_in_a_sentence(
    desk: Desk, feed: Feed, words: str
) -> None:
    desk.wire.put_feed(Feed(name="Agency A", address="https://a.example/feed"))
    with pytest.raises(BadInput, match=words):
        desk.wire.put_feed(feed)
    with pytest.raises(NotFound, match="there are: Agency A"):
        desk.wire.feed("nothing")


def test_the_rules_of_the_wire(shared: Desk) -> None:
    assert shared.wire.rules() == WireRules()
    shared.wire.set_rules(WireRules(days=3, private=("Wire.Local:8080", "wire.local:8080", " ")))
    assert shared.wire.rules() == WireRules(days=3, private=("wire.local:8080",))
    for private in ("http://x", "a b", "a/b", "a@b"):
        with pytest.raises(BadInput, match="no host"):
            shared.wire.set_rules(WireRules(private=(private,)))
    with pytest.raises(BadInput, match="ten years"):
        shared.wire.set_rules(WireRules(days=0))


def test_who_may_not_set_lists_sets_no_feeds_and_who_may_not_edit_takes_none(desk: Desk) -> None:
    desk.staff.add(Person(name="Rea Reader", role=Role.READER))
    desk.staff.add(Person(name="Wim Writer", role=Role.WRITER))
    desk.staff.add(Person(name="Una Admin", role=Role.ADMIN))
    desk.sit("Una Admin")
    desk.wire.put_feed(Feed(name="A", address="https://a.example/"))
    desk.sit("Wim Writer")
    for act in (
        lambda: desk.wire.put_feed(Feed(name="B", address="https://b.example/")),
        lambda: desk.wire.remove_feed(1),
        lambda: desk.wire.set_rules(WireRules()),
    ):
        with pytest.raises(Refused):
            act()
    assert desk.next_reading() == desk.clock()
    desk.sit("Rea Reader")
    assert desk.next_reading() is None
    for act in (lambda: desk.wire.take(), lambda: desk.wire.put_aside([1])):
        with pytest.raises(Refused):
            act()


def test_there_is_an_end_to_feeds_and_a_language_is_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.desk.wire.MOST_FEEDS", 1)
    with pytest.raises(BadInput):
        desk.wire.put_feed(Feed(name="A", address="https://a.example/", language="no language"))
    desk.wire.put_feed(Feed(name="A", address="https://a.example/", language="fa"))
    with pytest.raises(BadInput, match="1 feeds are the most"):
        desk.wire.put_feed(Feed(name="B", address="https://b.example/"))


# Reading them.


def test_each_entry_comes_once(wired: Desk, web: Web, clock: HandClock) -> None:
    assert wired.next_reading() == clock()
    assert poll(wired).new == 1
    assert wired.next_reading() == clock() + timedelta(minutes=30)
    assert wired.wire.poll() == 0
    assert len(web.asked) == 1
    clock.forward(minutes=31)
    web.pages["/feed"] = feed_of(item("tag:2", "Second"), item())
    assert wired.wire.poll() == 1
    found = wired.wire.list()
    assert [one.item.title for one in found] == ["Second", "Ferry back"]
    one = found[1]
    assert (one.feed_name, one.read, one.article, one.state) == (
        "Agency A", False, None, EntryState.NEW,
    )  # fmt: skip
    assert one.item.html == ""
    assert one.item.authors == ("N. Brandt",)
    assert one.at == clock.now - timedelta(minutes=91)
    assert "It left at one." in wired.wire.entry(one.id).item.html
    with pytest.raises(NotFound, match="not kept"):
        wired.wire.entry(99)


def test_an_unchanged_feed_is_not_sent_again(wired: Desk, web: Web) -> None:
    def answer(asked: Asked) -> None:
        known = asked.headers.get("If-None-Match") == '"1"'
        asked.reply(304 if known else 200, b"" if known else feed_of(item()), ETag='"1"')

    web.pages["/feed"] = answer
    assert poll(wired).new == 1
    assert poll(wired).new == 0
    assert web.asked[1][1]["if-none-match"] == '"1"'
    feed = wired.wire.feeds()[0]
    assert (feed.etag, feed.failures, feed.problem) == ('"1"', 0, "")
    assert len(wired.wire.list()) == 1


def test_an_entry_that_changed_is_unread_again_and_told(wired: Desk, web: Web) -> None:
    poll(wired)
    number = wired.wire.list()[0].id
    wired.wire.mark([number])
    web.pages["/feed"] = feed_of(item(text='<p class="x">The ferry is back.</p> It left at one.'))
    assert poll(wired).changed == 0  # the words are the same
    assert wired.wire.list()[0].read
    web.pages["/feed"] = feed_of(item(title="Ferry gone"))
    assert poll(wired).changed == 1
    one = wired.wire.list()[0]
    assert (one.id, one.read, one.item.title) == (number, False, "Ferry gone")
    assert one.changed_at is not None


def test_what_lies_ahead_counts_from_when_it_came(wired: Desk, web: Web, clock: HandClock) -> None:
    web.pages["/feed"] = feed_of(item(date="Tue, 24 Nov 2027 11:00:00 GMT"), item("2", date="-"))
    poll(wired)
    assert {one.at for one in wired.wire.list()} == {clock()}


def test_a_feed_that_fails_is_asked_less_and_less_and_says_why(
    wired: Desk, web: Web, clock: HandClock
) -> None:
    web.pages["/feed"] = b"<!doctype html><html>Sorry"
    waits = []
    for _n in range(8):
        assert "web page" in poll(wired).problem
        waits.append((wired.next_reading() - clock()) / timedelta(minutes=30))  # type: ignore[operator]
    assert waits == [1, 2, 4, 8, 16, 32, 48, 48]
    assert wired.wire.feeds()[0].failures == 8
    web.pages["/feed"] = feed_of(item())
    assert poll(wired).problem == ""
    assert (wired.wire.feeds()[0].failures, wired.wire.feeds()[0].problem) == (0, "")


def test_what_the_server_says_about_when_is_kept_to(
    wired: Desk, web: Web, clock: HandClock
) -> None:
    web.pages["/feed"] = lambda asked: asked.reply(429, Retry_After="7200")
    assert "less often" in poll(wired).problem
    assert wired.next_reading() == clock() + timedelta(hours=2)
    web.pages["/feed"] = lambda asked: asked.reply(410)
    assert "any more" in poll(wired).problem
    assert wired.next_reading() == clock() + timedelta(days=7)


def test_a_feed_that_moved_for_good_is_asked_there(wired: Desk, web: Web) -> None:
    web.pages["/new"] = feed_of(item())
    web.pages["/feed"] = lambda asked: asked.reply(301, Location="/new")
    poll(wired)
    assert wired.wire.feeds()[0].address == web.address("/new")


def test_a_feed_that_moved_to_where_another_is_read_becomes_that_one(wired: Desk, web: Web) -> None:
    web.pages["/feed"] = feed_of(item(), item("tag:gone", "Only of the old one"))
    section = wired.lists.term("sections", "Harbour").value.key
    wired.wire.put_feed(replace(wired.wire.feeds()[0], section=section))
    other = wired.wire.put_feed(Feed(name="B", address=web.address("/new"), live=False)).value
    web.pages["/new"] = feed_of(item(), item("tag:2", "Second"))
    wired.wire.poll()
    wired.wire.poll(only=other.id)
    assert len(wired.wire.list()) == 4  # the ferry twice
    place, first = next(
        (place, one)
        for place, one in enumerate(wired.wire.list())
        if (one.feed_name, one.item.title) == ("Agency A", "Ferry back")
    )
    wired.wire.mark([first.id])
    made = fetch(wired, place)
    web.pages["/feed"] = lambda asked: asked.reply(301, Location="/new")
    web.pages["/new"] = feed_of(item(), item("tag:2", "Second"), item("tag:3", "Third"))
    read = poll(wired)
    assert read.told == (
        "“Agency A” has moved to the address of “B”; the two are one feed now, “B”."
    )
    assert (read.feed.id, read.new, read.problem) == (other.id, 1, "")
    (feed,) = wired.wire.feeds()
    assert (feed.id, feed.rights, feed.section, feed.language, feed.live) == (
        other.id, "© A", section, "en", True,
    )  # fmt: skip
    found = {one.item.title: one for one in wired.wire.list()}
    assert len(wired.wire.list()) == 4
    assert sorted(found) == ["Ferry back", "Only of the old one", "Second", "Third"]
    assert found["Ferry back"].read
    assert found["Ferry back"].article == made.article
    assert {one.feed for one in found.values()} == {other.id}
    assert wired.wire.unread() == {other.id: 3}
    assert wired.unread_on_wire() == 3
    assert poll(wired).new == 0
    assert len(wired.wire.list()) == 4


def test_feeds_that_become_one_keep_what_was_put_aside_and_what_was_said_anew(
    wired: Desk, web: Web
) -> None:
    wired.wire.put_feed(
        Feed(name="B", address=web.address("/new"), rights="B", section="", language="de")
    )
    web.pages["/feed"] = feed_of(item("a:1", "Aside"), item("a:2", "Old words"))
    web.pages["/new"] = feed_of(item("a:1", "Aside"), item("a:2", "New words"))
    wired.wire.poll()
    old = wired.wire.feed("Agency A").id
    aside, words = (
        wired.wire.list(Wanted(feed=old, words=said))[0].id for said in ("aside", "old")
    )
    wired.wire.mark([words])
    wired.wire.put_aside([aside])
    web.pages["/feed"] = lambda asked: asked.reply(308, Location="/new")
    wired.wire.poll(only=old)
    assert [(one.item.title, one.read) for one in wired.wire.list()] == [("New words", False)]
    assert [one.item.title for one in wired.wire.list(Wanted(aside=True))] == ["Aside"]
    assert [(one.rights, one.language) for one in wired.wire.feeds()] == [("B", "de")]


def test_who_may_not_set_lists_is_told_that_two_feeds_are_one(wired: Desk, web: Web) -> None:
    wired.staff.add(Person(name="Wim Writer", role=Role.WRITER))
    wired.wire.put_feed(Feed(name="B", address=web.address("/new")))
    web.pages["/new"] = feed_of(item())
    web.pages["/feed"] = lambda asked: asked.reply(301, Location="/new")
    wired.staff.add(Person(name="Una Admin", role=Role.ADMIN))
    wired.sit("Wim Writer")
    read = poll(wired)
    assert "moved to the address of “B”" in read.problem
    assert (read.told, read.new, wired.wire.list()) == ("", 0, ())
    assert len(wired.wire.feeds()) == 2


@pytest.mark.parametrize("said", ["max-age=60", "public, max-age=900", "max-age=604800"])
def test_the_newsroom_says_how_often_a_feed_is_asked_and_not_what_a_server_says_of_copies(
    wired: Desk, web: Web, clock: HandClock, said: str
) -> None:
    wired.wire.put_feed(replace(wired.wire.feeds()[0], minutes=5))

    def answer(asked: Asked) -> None:
        known = "If-None-Match" in asked.headers
        asked.reply(
            304 if known else 200, b"" if known else feed_of(item()), ETag='"1"',
            Cache_Control=said, Retry_After="7200",
        )  # fmt: skip

    web.pages["/feed"] = answer
    for _status in (200, 304):
        assert poll(wired).feed.next_at == clock() + timedelta(minutes=5)


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_a_pause_has_it(
    wired: Desk, web: Web, clock: HandClock, status: int
) -> None:
    web.pages["/feed"] = lambda asked: asked.reply(
        status, Retry_After="7200", Cache_Control="max-age=60"
    )
    assert poll(wired).feed.next_at == clock() + timedelta(hours=2)


def test_a_host_inside_the_house_that_is_not_allowed_is_not_asked(wired: Desk, web: Web) -> None:
    wired.wire.set_rules(WireRules())
    assert "inside a house" in poll(wired).problem
    assert web.asked == []


def test_two_windows_read_a_feed_once(wired: Desk, store_url: str | Path, clock: HandClock) -> None:
    errand = wired.wire.take()
    assert errand is not None
    with open_desk(store_url, clock=clock) as other:
        assert other.wire.take() is None
        assert other.wire.take(errand.feed.id) is None
        clock.forward(minutes=6)  # the first one is heard of no more
        assert other.wire.take() is not None


def test_a_feed_that_is_not_read_at_the_moment_is_never_due(wired: Desk) -> None:
    feed = wired.wire.feeds()[0]
    wired.wire.put_feed(replace(feed, live=False))
    assert wired.next_reading() is None
    assert wired.wire.take() is None


def test_another_address_begins_anew(wired: Desk, web: Web) -> None:
    web.pages["/feed"] = lambda asked: asked.reply(200, feed_of(item()), ETag='"1"')
    poll(wired)
    feed = wired.wire.feeds()[0]
    assert feed.etag == '"1"'
    web.pages["/b"] = feed_of(item("tag:3"))
    wired.wire.put_feed(replace(feed, address=web.address("/b")))
    poll(wired)
    assert "if-none-match" not in web.asked[-1][1]


def test_a_feed_that_is_removed_while_it_is_read_leaves_nothing(wired: Desk) -> None:
    from newsroom.desk.errands import ask

    errand = wired.wire.take()
    assert errand is not None
    came = ask(errand)
    wired.wire.remove_feed(errand.feed.id)
    assert wired.wire.record(came).value.new == 0
    assert wired.wire.list() == ()


def test_entries_go_when_they_are_old_and_their_feed_has_them_no_more(
    wired: Desk, web: Web, clock: HandClock
) -> None:
    poll(wired)
    clock.forward(days=20)
    poll(wired)
    assert len(wired.wire.list()) == 1  # still in the feed
    web.pages["/feed"] = feed_of(item("tag:2", "Second"))
    poll(wired)
    assert [one.item.title for one in wired.wire.list()] == ["Second"]
    web.pages["/feed"] = feed_of()
    clock.forward(days=1)
    poll(wired)
    assert len(wired.wire.list()) == 1  # not old yet


# The list.


def test_the_list_is_found_by_feed_words_and_what_was_read(wired: Desk, web: Web) -> None:
    web.pages["/feed"] = feed_of(item("a:1", "Ferry 100%"), item("a:2", "CAFÉ Zoë", "<p>Quay</p>"))
    poll(wired)
    other = wired.wire.put_feed(Feed(name="B", address="https://b.example/")).value

    def titles(**wanted: object) -> list[str]:
        return sorted(one.item.title for one in wired.wire.list(Wanted(**wanted)))  # type: ignore[arg-type]

    assert titles(words="café quay") == ["CAFÉ Zoë"]
    assert titles(words="100%") == ["Ferry 100%"]
    assert titles(words="100_") == []
    assert titles(feed=other.id) == []
    assert titles(limit=1) == ["CAFÉ Zoë"]
    feed = wired.wire.feed("Agency A").id
    assert wired.wire.unread() == {feed: 2}
    first = wired.wire.list(Wanted(words="ferry"))[0].id
    assert wired.wire.mark([first, first]) == Changes(wire=True)
    assert (wired.wire.unread(), titles(unread=True)) == ({feed: 1}, ["CAFÉ Zoë"])
    wired.wire.mark([first], read=False)
    assert wired.wire.unread() == {feed: 2}
    wired.wire.put_aside([first])
    assert (titles(), titles(aside=True)) == (["CAFÉ Zoë"], ["Ferry 100%"])
    assert wired.wire.unread() == {feed: 1}
    wired.wire.put_aside([first], on=False)
    assert len(titles()) == 2


def test_what_one_has_read_is_new_to_others(wired: Desk) -> None:
    poll(wired)
    wired.wire.mark([wired.wire.list()[0].id])
    wired.sit("Tomas Keel")
    assert not wired.wire.list()[0].read
    assert sum(wired.wire.unread().values()) == wired.unread_on_wire() == 1


# Stories.


def test_fetching_makes_a_draft_with_its_source_rights_and_original(wired: Desk) -> None:
    me = wired.me
    assert me is not None
    wired.lists.term("desks", "Foreign")
    wired.staff.save(me.id, me.version, {"desks": ("foreign",)})
    wired.sit(me.id)
    poll(wired)
    done = fetch(wired)
    assert (done.made, done.proposed) == (True, 0)
    story = wired.articles.open(done.article)
    assert (story.headline, story.stage, story.desk, story.language, story.slug) == (
        "Ferry back", Stage.DRAFT, "foreign", "en", "ferry-back",
    )  # fmt: skip
    assert story.body.strip() == "The ferry is back.\n\nIt left at one."
    assert [byline.name for byline in story.bylines] == ["N. Brandt"]
    assert story.bylines[0].staff == me.id
    assert story.ed_note == "From Agency A.\nRights: © A\nhttps://a.example/1"
    assert story.extra == {
        "source": "Agency A",
        "source_url": "https://a.example/1",
        "rights": "© A",
    }
    original = wired.intake.original(story.id)
    assert original is not None
    assert original.text == "<p>The ferry is back.</p><p>It left at one.</p>"
    origin = wired.intake.origins(story.id)[0]
    assert (origin.source, origin.key, origin.facts["feed"]) == (
        "feed", "tag:a.example,2026:1", "Agency A",
    )  # fmt: skip
    entry = wired.wire.list()[0]
    assert (entry.article, entry.has_news, entry.read) == (story.id, False, True)


def test_fetching_again_is_the_same_story(wired: Desk) -> None:
    poll(wired)
    first = fetch(wired)
    again = fetch(wired)
    assert again.article == first.article
    assert (again.made, again.proposed) == (False, 0)
    assert wired.articles.counts().total == 1


def test_the_step_is_taken_back_whole_and_the_entry_can_be_fetched_again(wired: Desk) -> None:
    poll(wired)
    order = wired.wire.order(wired.wire.list()[0].id)
    done = wired.wire.fetch(bring(order))
    assert done.changes.step is not None
    wired.undo.undo(done.changes.step)
    assert wired.articles.open(done.value.article).stage is Stage.SPIKED
    assert wired.wire.list()[0].article is None
    again = fetch(wired)
    assert (again.made, again.article) == (True, done.value.article)
    assert wired.articles.open(again.article).stage is Stage.DRAFT


def test_a_changed_entry_proposes_an_update_beside_what_was_written_here(
    wired: Desk, web: Web
) -> None:
    poll(wired)
    story = wired.articles.open(fetch(wired).article)
    mine = story.body.replace("It left", "The ferry left")
    story = wired.articles.save(story.id, story.version, {"body": mine}).value
    web.pages["/feed"] = feed_of(
        item(title="Ferry back at last",
             text="<p>The old ferry is back.</p><p>It left at one.</p><p>More soon.</p>")
    )  # fmt: skip
    poll(wired)
    assert wired.wire.list()[0].has_news
    done = fetch(wired)
    assert (done.made, done.article) == (False, story.id)
    assert done.proposed == 3
    assert wired.articles.open(story.id).body == story.body  # nothing changes by itself
    proposal = wired.suggesting.of(story.id)[0].proposal
    assert proposal["headline"] == "Ferry back at last"
    assert proposal["body"].strip() == (
        "The old ferry is back.\n\nThe ferry left at one.\n\nMore soon."
    )
    assert not wired.wire.list()[0].has_news
    assert fetch(wired).proposed == 0


def test_an_update_that_says_nothing_new_proposes_nothing(wired: Desk, web: Web) -> None:
    poll(wired)
    story = wired.articles.open(fetch(wired).article)
    wired.articles.save(story.id, story.version, {"headline": "Ferry back at last"})
    web.pages["/feed"] = feed_of(item(title="Ferry back at last"))
    poll(wired)
    assert fetch(wired).proposed == 0
    assert wired.suggesting.of(story.id) == ()
    assert not wired.wire.list()[0].has_news


def test_an_update_waits_while_my_own_suggestions_are_open(wired: Desk, web: Web) -> None:
    poll(wired)
    story = wired.articles.open(fetch(wired).article)
    wired.suggesting.open(story.id, story.version, {"headline": "Mine"})
    web.pages["/feed"] = feed_of(item(title="Theirs"))
    poll(wired)
    with pytest.raises(Refused, match="suggestions open"):
        fetch(wired)
    assert wired.wire.list()[0].has_news


def test_pictures_come_along_with_their_words(wired: Desk, web: Web) -> None:
    web.pages["/lead.png"] = png(60, 40, "navy")
    web.pages["/in.png"] = png(30, 20, "teal")
    more = (
        f'<media:content url="{web.address("/lead.png")}" medium="image">'
        "<media:description>The ferry</media:description><media:credit>Eve</media:credit>"
        "</media:content>"
    )
    text = (
        f'<p>A.</p><img src="{web.address("/in.png")}" alt="A quay">'
        f'<p>B.</p><img src="{web.address("/gone.png")}" alt="Gone">'
        '<img src="http://10.0.0.1/x.png" alt="Inside">'
    )
    web.pages["/feed"] = feed_of(item(text=text, more=more))
    poll(wired)
    done = fetch(wired)
    story = wired.articles.open(done.article)
    assert story.picture is not None
    assert (story.picture.caption, story.picture.credit, story.picture.rights) == (
        "The ferry", "Eve", "© A",
    )  # fmt: skip
    assert "![A quay](media/" in story.body
    told = " ".join(done.notes)
    assert "nothing at this address" in told
    assert "inside a house" in told
    held = story.body.partition("(media/")[2][:64]
    assert wired.media(held) == web.pages["/in.png"]


def test_what_was_dropped_is_told_and_nothing_active_passes(wired: Desk, web: Web) -> None:
    text = '<p onclick="x()">A <b>b</b>.</p><script>alert(1)</script><iframe src="x"></iframe>'
    web.pages["/feed"] = feed_of(item(text=text))
    poll(wired)
    done = fetch(wired)
    body = wired.articles.open(done.article).body
    assert body.strip() == "A **b**."
    assert any("dropped" in note for note in done.notes)


def test_section_and_tags_come_from_the_feed(wired: Desk, web: Web) -> None:
    section = wired.lists.term("sections", "Harbour").value.key
    wired.wire.put_feed(replace(wired.wire.feeds()[0], section=section))
    web.pages["/feed"] = feed_of(item(more="<category>Ships</category>"))
    poll(wired)
    story = wired.articles.open(fetch(wired).article)
    assert (story.section, story.tags) == (section, ("Ships",))


def test_an_entry_that_can_not_be_a_story_says_so(
    wired: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll(wired)
    monkeypatch.setattr(
        "newsroom.desk.reception.Reception.known", lambda *_: (_ for _ in ()).throw(BadInput("No."))
    )
    with pytest.raises(BadInput, match=r"No\."):
        fetch(wired)
    assert wired.wire.list()[0].article is None


def test_one_guid_at_two_sites_is_two_stories(wired: Desk, web: Web) -> None:
    web.pages["/b"] = feed_of(item("17", "Of B")).replace(
        b"https://a.example", b"https://b.example"
    )
    web.pages["/feed"] = feed_of(item("17", "Of A"))
    wired.wire.put_feed(Feed(name="B", address=web.address("/b")))
    wired.wire.poll()
    assert fetch(wired, 0).article != fetch(wired, 1).article


def test_a_file_of_the_same_feed_is_known(wired: Desk, web: Web, tmp_path: Path) -> None:
    poll(wired)
    made = fetch(wired)
    file = tmp_path / "a.rss"
    file.write_bytes(feed_of(item(), item("tag:9", "Ninth")))
    items = wired.intake.take([file]).value.items
    assert [one.article == made.article for one in items] == [True, False]
    assert items[0].fields == ("ed_note", "extra")  # the file knows less of rights


def test_a_summary_that_is_one_becomes_the_dek(wired: Desk, web: Web) -> None:
    more = "<description>Boats run again after the storm.</description>"
    web.pages["/feed"] = feed_of(item(more=more), item("tag:2", more=more.replace(
        "Boats run again after the storm.", "The ferry is back.")))  # fmt: skip
    poll(wired)
    deks = {wired.articles.open(fetch(wired, n).article).dek for n in (0, 1)}
    assert deks == {"Boats run again after the storm.", ""}


def test_everything_of_the_wire_is_in_the_newsrooms_own_file(
    desk: Desk, web: Web, tmp_path: Path, clock: HandClock
) -> None:
    desk.wire.set_rules(WireRules(private=(web.host,)))
    desk.wire.put_feed(Feed(name="A", address=web.address("/feed")))
    desk.wire.poll()
    fetch(desk)
    made = desk.wire.list()
    desk.publish.export(None, format="json", to=tmp_path / "out", everything=True)
    (file,) = (tmp_path / "out").glob("*.newsroom.json")
    assert json.loads(file.read_text("utf-8"))["dealings"].keys() >= {"wire_feed", "wire_entry"}
    rebuild(file, tmp_path / "b.newsroom", clock=clock)
    with open_desk(tmp_path / "b.newsroom", who="Nadia Brandt", clock=clock) as again:
        assert again.wire.list() == made
        assert again.wire.feeds() == desk.wire.feeds()
        assert again.wire.rules() == desk.wire.rules()


def test_an_entry_of_words_that_no_store_holds_is_kept(wired: Desk, web: Web) -> None:
    web.pages["/feed"] = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [
                {"id": "a\x00\ud800b", "title": "A\x00\ud800", "content_text": "B\x00\ud800"}
            ],
        }
    ).encode()
    assert poll(wired).problem == ""
    assert wired.wire.list()[0].item.title.startswith("A")
    assert fetch(wired).made


def test_a_digest_does_not_fail_on_half_a_character() -> None:
    assert len(Item(key="1", title="\ud800").digest) == 32

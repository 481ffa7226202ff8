"""A newsroom's own file holds everything: made again of it, the same file comes out, on either
engine."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsroom.desk.archive import rebuild
from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.export import Outcome
from newsroom.intake.arrival import Arrival
from newsroom.news.article import Filter
from newsroom.news.comment import Fact
from newsroom.news.errors import BadInput, Refused
from newsroom.news.gate import Level, Rule
from newsroom.news.lists import SavedFilter, Template
from newsroom.news.origin import Original
from newsroom.news.out import Publication
from newsroom.news.outward import Remote, Target, TargetKind
from newsroom.news.rule import Scope
from newsroom.news.wire import Feed, Item, ItemPicture
from newsroom.news.workflow import INDEFINITE, PubState, Stage
from newsroom.store import tables
from newsroom.store.dealings import _BOOKS
from newsroom.store.media_tables import MediaUse
from tests import postgres
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make
from tests.desk.test_correcting import published
from tests.desk.test_houserules import WET
from tests.export.scenes import a_picture

LIVED_THROUGH = {
    tables.Staff, tables.Article, tables.ArticleText, tables.Byline, tables.ArticleTag,
    tables.Revision, tables.SearchDoc, tables.Term, tables.Template, tables.Media,
    MediaUse,
}  # fmt: skip
"""What is made anew of stories, people, lists and pictures."""

LEFT = {"storeinfo", "step", "activity", "editlock", "presence"}
"""What belongs to this very store or to a window that is open."""


def live_through_much(desk: Desk, clock: HandClock) -> None:
    """Something of everything that a newsroom keeps."""
    me = desk.me
    assert me is not None
    desk.set_site({"name": "The Harbour Post", "url": "https://harbour.example"})
    desk.lists.term("sections", "City")
    desk.lists.put_template(Template(name="Brief", fields={"kicker": "Brief"}, position=1))
    desk.lists.put_filter(SavedFilter(name="Mine", filter=Filter(assignee=me.id)))
    picture = a_picture(desk)
    corrected = published(desk, "corrected", section="city", picture=picture)
    desk.correcting.correct(corrected, "correction", wrong="12", right="21")
    clock.forward(minutes=1)
    desk.correcting.correct(corrected, "clarification", right="It is a crane.")
    desk.undo.undo()
    killed = published(desk, "killed")
    desk.withdrawing.ask_kill(killed, reason="The court said so.", notice="By order.", page="gone")
    desk.sit("Tomas Keel")
    clock.forward(minutes=1)
    desk.withdrawing.agree(killed, "Agreed.")
    desk.sit("Nadia Brandt")
    down = published(desk, "down")
    desk.withdrawing.take_down([down], reason="A wish.")
    desk.withdrawing.ask_kill(corrected, reason="Wrong.")
    ahead = make(desk, "ahead", stage=Stage.READY, body="One.")
    desk.scheduling.schedule([ahead], clock() + timedelta(hours=3), override="It is meant.")
    make(desk, "held-back", embargo_until=INDEFINITE, due_at=clock() + timedelta(days=1))
    desk.renaming.rename(corrected, "the-crane")
    update = desk.correcting.rewrite(corrected).value.id
    desk.packages.create("Noon", [corrected, update])
    draft = make(desk, "draft", body="One, and no more.\n")
    desk.comments.add(draft, "Hm, @TK.", anchor={"start": 1}, quote="One")
    thread = desk.comments.add(draft, "", fact=Fact(claim="One")).value
    desk.comments.reply(thread.id, "Who says so?")
    made = desk.suggesting.open(draft, 1, {"body": "Two, and no more.\n"}).value
    desk.suggesting.accept_all(made.id, made.version)
    desk.suggesting.open(draft, 2, {"headline": "Two"})
    desk.review.send([draft], Stage.COPY, person=2, note="Look.")
    desk._seat.store.reads.put(draft, me.id, 2)
    desk._seat.store.reads.put(draft, None, 1)
    desk.gates.set_rules(
        [*desk.gates.rules(), Rule(gate="copy", check="names", level=Level.SHOULD, label="Names")]
    )
    desk.gates.tick(draft, "names")
    desk.gates.sign(draft)
    desk.rules.save(WET)
    (found,) = desk.rules.check(replace(desk.articles.open(draft), body="A wet day.\n"))
    desk.rules.allow(found, Scope.HOUSE, reason="A quotation.")
    desk.rules.allow(found, Scope.STORY, article=draft)
    target = Target(
        name="Blog", kind=TargetKind.WORDPRESS, address="https://blog.example", user="desk"
    )
    desk.pushing.put_target(target)
    desk.pushing.queue([corrected], "Blog")
    wire = Arrival(
        source="wire", fields={"headline": "Fog"}, key="tag:1", facts={"rights": "Ours"},
        original=Original("<p>Fog.</p>", "text/html"),
    )  # fmt: skip
    desk.intake.receive([("feed", wire), ("feed", replace(wire, key="tag:2", original=None))],
                        name="The wire")  # fmt: skip
    feed = desk.wire.put_feed(Feed(name="Agency", address="https://agency.example/feed")).value
    said = Item(key="tag:3", title="Fog", html="<p>Fog.</p>", published=clock(), authors=("Ann",),
                pictures=(ItemPicture(address="https://agency.example/fog.jpg"),))  # fmt: skip
    desk._seat.store.wire.record(feed.id, [("tag:3", said)], clock())
    desk.wire.mark([desk.wire.list()[0].id])
    uid = desk.articles.open(corrected).uid
    desk._seat.store.outbox.keep([Remote(target="Blog", kind="post", key=uid, number=7)])
    desk._seat.store.publications.add(
        Publication(uid="p1", at=clock(), who=me.id, target="/srv/site", written=1, deleted=1,
                    total=1, root="ab", files={"index.html": "cd", "gone.html": ""}),
        {"crane.html": corrected},
    )  # fmt: skip


def file_of(desk: Desk, to: Path) -> Path:
    report = desk.publish.export(None, format="json", to=to, everything=True)
    assert report.files(Outcome.WRITE) == 1
    (file,) = to.glob("*.newsroom.json")
    return file


@pytest.fixture
def full(shared: Desk, clock: HandClock) -> Desk:
    live_through_much(shared, clock)
    return shared


def held_equal(again: Desk, desk: Desk) -> None:
    """Both newsrooms say the same of what their files tell of."""
    for slug in ("the-crane", "killed", "down", "ahead", "held-back", "draft"):
        one, other = again.articles.by_slug(slug), desk.articles.by_slug(slug)
        assert (one.pubstate, one.embargo_until, one.publish_at, one.version) == (
            other.pubstate, other.embargo_until, other.publish_at, other.version,
        )  # fmt: skip
    crane = again.articles.by_slug("the-crane").id
    assert [(m.kind, m.wrong, m.right) for m in again.correcting.of(crane)] == [
        ("correction", "12", "21")
    ]
    killed = again.articles.by_slug("killed")
    assert killed.pubstate is PubState.WITHDRAWN
    (withdrawal,) = again.withdrawing.of(killed.id)
    assert (withdrawal.notice, withdrawal.page) == ("By order.", "gone")
    assert [one.reason for one in again.withdrawing.waiting()] == ["Wrong."]
    assert [one.row.slug for one in again.scheduling.waiting()] == ["ahead"]
    noon = again.packages.find("noon")
    assert [row.slug for row in again.packages.rows(noon)] == [
        row.slug for row in desk.packages.rows(desk.packages.find("noon"))
    ]
    draft = again.articles.by_slug("draft").id
    (row,) = again.articles.rows([draft])
    assert (row.comments_open, row.suggestions_open) == (2, 1)
    assert again._seat.store.publications.former_names()["crane.html"] == crane
    fog = again.articles.by_slug("fog").id
    (origin,) = again.intake.origins(fog)
    assert (origin.key, origin.facts) == ("tag:1", {"rights": "Ours"})
    assert again.intake.original(fog) == Original("<p>Fog.</p>", "text/html")
    assert again.pushing.target("Blog").address == "https://blog.example"
    again.sit("Nadia Brandt")
    (saved,) = again.lists.filters()
    assert again.me is not None
    assert saved.filter.assignee == again.me.id


def test_all_of_a_newsroom_comes_back_of_its_file(
    full: Desk, clock: HandClock, tmp_path: Path
) -> None:
    first = file_of(full, tmp_path / "first")
    rebuild(first, tmp_path / "again.newsroom", clock=clock)
    with open_desk(tmp_path / "again.newsroom", clock=clock) as again:
        second = file_of(again, tmp_path / "second")
        assert second.read_bytes() == first.read_bytes()
        assert again.backup.verify() == ()
        held_equal(again, full)


@pytest.mark.postgres
def test_it_comes_back_on_a_server_as_well(
    desk: Desk, clock: HandClock, tmp_path: Path, pg_server: postgres.Server
) -> None:
    live_through_much(desk, clock)
    first = file_of(desk, tmp_path / "first")
    with pg_server.database() as url:
        rebuild(first, url, clock=clock)
        with open_desk(url, clock=clock) as again:
            assert file_of(again, tmp_path / "second").read_bytes() == first.read_bytes()
            held_equal(again, desk)
            # New rows are numbered behind those that came.
            draft = again.articles.by_slug("draft").id
            again.comments.add(draft, "One more.")
            assert len(again.comments.of(draft)) == 3


def test_the_file_has_a_word_on_everything_that_a_store_keeps(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    live_through_much(desk, clock)
    said = json.loads(file_of(desk, tmp_path).read_text("utf-8"))
    books = {book.table for book in _BOOKS}
    assert said["dealings"].keys() == {book.name for book in _BOOKS}
    rest = set(tables.TABLES) - books - LIVED_THROUGH
    assert {str(table.__name__).lower() for table in rest} == LEFT
    assert "holder" not in said["dealings"]["delivery"][0]


def test_a_story_alone_brings_its_corrections_and_nothing_of_the_house(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    live_through_much(desk, clock)
    crane = desk.articles.by_slug("the-crane").id
    desk.publish.export([crane], format="json", to=tmp_path)
    said = json.loads((tmp_path / "the-crane.newsroom.json").read_text("utf-8"))
    assert said["dealings"].keys() == {"correction", "redirect"}
    rebuild(tmp_path / "the-crane.newsroom.json", tmp_path / "b.newsroom", clock=clock)
    with open_desk(tmp_path / "b.newsroom", clock=clock) as again:
        number = again.articles.by_slug("the-crane").id
        (made,) = again.correcting.of(number)
        assert made.who == again.staff.find("Nadia Brandt").id  # type: ignore[union-attr]


def test_who_does_not_see_all_makes_no_file_of_all(
    guarded: postgres.Guarded, clock: HandClock, tmp_path: Path
) -> None:
    with (
        open_desk(guarded.url("writer"), clock=clock) as desk,
        pytest.raises(Refused, match="don't see everything"),
    ):
        desk.publish.export(None, format="json", to=tmp_path, everything=True)


WRONG: dict[str, Any] = {
    "correction": [{"id": 1}],
    "correction ": 3,
    "redirect": [{"name": "a.html", "article": "nobody", "at": "2026-11-24T12:00:00Z"}],
    "redirect ": [{"name": 7, "article": "UID", "at": "2026-11-24T12:00:00Z"}],
    "redirect  ": [{"name": "a.html", "article": "UID", "at": "2026-11-24T12:00:00"}],
    "redirect   ": [{"name": "a.html", "article": "UID", "at": "2026-11-24T12:00:00Z"}] * 2,
    "publication": [
        {"id": 1, "uid": "p", "at": "2026-11-24T12:00:00Z", "who": None, "target": "t",
         "written": 1, "deleted": 1, "total": 1, "root": "r", "files": []}
    ],
    "comment": [
        {"id": 1, "thread": 9, "author": None, "created_at": "2026-11-24T12:00:00Z",
         "edited_at": None, "removed_at": None, "words": "Hm"}
    ],
    "sorcery": [{"id": 1}],
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_dealings_that_are_not_as_they_should_be_are_one_sentence(
    desk: Desk, clock: HandClock, tmp_path: Path, name: str
) -> None:
    desk.publish.export([make(desk, "a")], format="json", to=tmp_path)
    path = tmp_path / "a.newsroom.json"
    said = json.loads(path.read_text("utf-8"))
    text = json.dumps({**said, "dealings": {name.strip(): WRONG[name]}})
    path.write_text(text.replace('"UID"', json.dumps(said["stories"][0]["uid"])), "utf-8")
    with pytest.raises(BadInput, match="not as newsroom writes it"):
        rebuild(path, tmp_path / "b.newsroom", clock=clock)


def test_a_file_of_before_is_still_read(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    desk.publish.export([make(desk, "a")], format="json", to=tmp_path)
    path = tmp_path / "a.newsroom.json"
    said = json.loads(path.read_text("utf-8"))
    del said["dealings"]
    path.write_text(json.dumps({**said, "newsroom": {"format": 1}}), "utf-8")
    assert rebuild(path, tmp_path / "b.newsroom", clock=clock) == 1


def test_single_stories_go_out_of_a_newsroom_with_words_of_its_own(
    desk: Desk, tmp_path: Path
) -> None:
    desk.dictionary.add("Ferryish")
    number = make(desk, "ferry", body="A ferryish day.")
    desk.publish.export([number], format="json", to=tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*.json")
    said = json.loads(file.read_text("utf-8"))
    assert "Ferryish" not in json.dumps(said["lists"])
    desk.publish.export(None, format="json", to=tmp_path / "all", everything=True)
    (file,) = (tmp_path / "all").glob("*.json")
    assert "Ferryish" in file.read_text("utf-8")

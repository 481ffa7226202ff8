"""A small change comes to what publishing anew comes to, and what is none is left alone."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.desk import brief as briefs
from newsroom.desk.brief import briefly
from newsroom.desk.desk import Desk
from newsroom.desk.quiet import Fresh, stand_of
from newsroom.desk.sitereport import SiteReport
from newsroom.export.files import digest
from newsroom.export.site import manifest as manifests
from newsroom.export.site.pool import Pool
from newsroom.export.site.tree import Tree
from newsroom.export.worker import Renderer
from newsroom.news.article import Byline
from newsroom.news.errors import Cancelled, StoreBusy
from newsroom.news.lists import Term
from newsroom.news.staff import Person
from tests.desk.conftest import HandClock
from tests.export.scenes import a_picture, change, files, foreign, out, png, put
from tests.export.site.conftest import why, written

Change = Callable[..., SiteReport | None]


@pytest.fixture
def small(paper: Desk, clock: HandClock, to: Path, renderer: Renderer) -> Change:
    """Publish a small change; None where it is none."""

    def act(
        *, dry_run: bool = False, cancelled: Callable[[], bool] = lambda: False
    ) -> SiteReport | None:
        store = Path(paper._seat.store.target)
        stand = stand_of(store, to, clock, shared=None)
        if stand is None:
            return None
        if isinstance(stand, Fresh):
            return SiteReport(to=str(to), dry_run=dry_run, unchanged=stand.files)
        return briefly(
            store, to, stand, paper.siting._cache, now=clock(), dry_run=dry_run,
            pool=lambda: Pool(renderer), cancelled=cancelled,
        )  # fmt: skip

    return act


@pytest.fixture
def long(paper: Desk, clock: HandClock, to: Path) -> Desk:
    """More stories than the Recent Posts box shows, so that some stand in no box; published."""
    for n in range(8):
        out(paper, clock, f"more-{n}", section="city", tags=("ships",), body=f"More {n}.")
    clock.forward(hours=1)
    paper.siting.publish(to)
    clock.forward(hours=1)
    return paper


def same(one: Path, other: Path) -> None:
    """Both folders hold the same site."""
    a, b = files(one), files(other)
    assert a.keys() == b.keys()
    for path in a.keys() - {manifests.NAME}:
        assert digest(a[path][2]) == digest(b[path][2]), path


CHANGES: tuple[tuple[str, dict[str, object]], ...] = (
    ("lamp", {"body": "Another text[^1].\n\nIn two *paragraphs*.\n\n[^1]: And a note."}),
    ("old", {"headline": "A <b>new</b> headline & more"}),
    ("crane", {"dek": "Another dek."}),  # it has a picture
    ("old", {"kicker": "Kicker", "dateline": "BERGEN", "short_headline": "Short"}),
    ("باران", {"body": "باران نیامد."}),
)


def test_a_small_change_is_the_whole_one(
    long: Desk, small: Change, clock: HandClock, to: Path, tmp_path: Path
) -> None:
    for slug, fields in CHANGES:
        change(long, long.articles.by_slug(slug).id, **fields)
        before = files(to)
        plan = small(dry_run=True)
        assert plan is not None
        assert files(to) == before
        report = small()
        assert report is not None, slug
        assert f"{slug}.html" in written(report)
        assert (written(plan), plan.unchanged) == (written(report), report.unchanged)
        assert set(why(report).values()) == {"what it shows changed"}
        after = files(to)
        assert {p for p in after if after[p] != before.get(p)} == written(report) | {manifests.NAME}
        assert len(report.written) + report.unchanged == len(after) - 1
        clock.forward(minutes=3)
    assert long.siting.plan(to).written == ()
    assert long.siting.verify(to).on_record
    assert long.siting.verify(to).differences == ()
    assert [sent.written > 0 for sent in long.siting.log()] == [True] * (len(CHANGES) + 1)
    long.siting.publish(tmp_path / "fresh")
    same(to, tmp_path / "fresh")
    # What it left beside the site is as good a start for the next ones, small or not.
    out(long, clock, "newest", section="city", body="New.")
    assert small() is None, "it stands in every page's box"
    assert "newest.html" in written(long.siting.publish(to))
    (tmp_path / "fresh" / manifests.NAME).unlink()
    long.siting.publish(tmp_path / "again")
    same(to, tmp_path / "again")


def test_nothing_changed_is_told_whatever_lies_in_the_cache(
    long: Desk, small: Change, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = len(files(to)) - 1
    nothing = SiteReport(to=str(to), dry_run=False, unchanged=count)
    assert small() == nothing
    (kept,) = long.siting._cache.glob("lies-*")
    whole = kept.read_bytes()
    for damaged in (b"", b"words", whole[: len(whole) // 2]):
        kept.write_bytes(damaged)
        assert small() == nothing
        assert kept.read_bytes() == whole, "it was worked out once more"
    monkeypatch.setattr(os, "supports_dir_fd", frozenset())  # as on Windows
    assert small() == nothing
    page = to / "old.html"
    told, text = page.stat(), page.read_bytes()
    page.write_bytes(text.replace(b"Old", b"New"))
    assert small() is None, "of the same size, and of another time"
    page.write_bytes(text)
    os.utime(page, ns=(told.st_atime_ns, told.st_mtime_ns))
    assert small() == nothing
    page.unlink()
    assert small() is None


def test_drafts_are_no_news(long: Desk, small: Change, to: Path, clock: HandClock) -> None:
    number = long.articles.create({"headline": "A draft"}).value.id
    change(long, number, body="Words that nobody sees.")
    before = files(to)
    report = small()
    assert report is not None
    assert (report.written, report.unchanged) == ((), len(before) - 1)
    assert files(to) == before
    change(long, long.articles.by_slug("old").id, ed_note="For the desk alone.")
    report = small()
    assert report is not None
    assert report.written == ()
    assert files(to) == before


ACTS: dict[str, Callable[[Desk, Path, HandClock], object]] = {
    "slug": lambda desk, _to, _clock: change(desk, _old(desk), slug="older"),
    "section": lambda desk, _to, _clock: change(desk, _old(desk), section="culture"),
    "tags": lambda desk, _to, _clock: change(desk, _old(desk), tags=("port",)),
    "bylines": lambda desk, _to, _clock: change(desk, _old(desk), bylines=()),
    "language": lambda desk, _to, _clock: change(desk, _old(desk), language="de"),
    "in every box": lambda desk, _to, _clock: change(
        desk, desk.articles.by_slug("more-7").id, headline="Fresh words"
    ),
    "two saves": lambda desk, _to, _clock: [
        change(desk, _old(desk), body="One 0."), change(desk, _old(desk), ed_note="Two.")
    ],
    "a person": lambda desk, _to, _clock: desk.staff.save(
        1, desk.staff.get(1).version, {"bio": "Anew."}
    ),
    "a list": lambda desk, _to, _clock: desk.lists.put(
        "sections", Term(key="city", name="Town", position=0)
    ),
    "the site": lambda desk, _to, _clock: desk.set_site({"name": "Other"}),
    "a template": lambda desk, _to, _clock: _template(desk),
    "a file": lambda _desk, to, _clock: (to / "old.html").write_text("changed"),
    "a lost file": lambda _desk, to, _clock: (to / "old.html").unlink(),
    "an odd file": lambda desk, to, _clock: [
        (to / "link").symlink_to("old.html"), change(desk, _old(desk), body="One 1.")
    ],
    "a lost memory": lambda desk, _to, _clock: [
        [path.unlink() for path in desk.siting._cache.glob("stands-*")],
        change(desk, _old(desk), body="One 2."),
    ],
    "a damaged memory": lambda desk, _to, _clock: [
        [path.write_bytes(path.read_bytes()[:500]) for path in desk.siting._cache.glob("stands-*")],
        change(desk, _old(desk), body="One 3."),
    ],
    "a correction": lambda desk, _to, _clock: desk.correcting.correct(
        desk.articles.by_slug("news-0").id, "correction", wrong="It was 3.", right="It was 4."
    ),
    "words under a correction": lambda desk, _to, _clock: change(
        desk, desk.articles.by_slug("news-0").id, body="Other words."
    ),
    "unpublished": lambda desk, _to, _clock: desk.publish.unpublish([_old(desk)]),
}  # fmt: skip


def _old(desk: Desk) -> int:
    return next(
        story.id for story in map(desk.articles.open, range(1, 3)) if story.headline == "Old"
    )


def _template(desk: Desk) -> None:
    own = desk.folder / "templates" / "site"
    own.mkdir(parents=True)
    (own / "line.html").write_text("<li>{{ card.headline }}</li>")


def test_what_is_no_small_change_is_left_to_the_whole(
    long: Desk, small: Change, clock: HandClock, to: Path, tmp_path: Path
) -> None:
    for name, act in ACTS.items():
        act(long, to, clock)
        before = files(to)
        assert small() is None, name
        assert files(to) == before
        long.siting.publish(to)
        (to / "link").unlink(missing_ok=True)
        assert small() is not None, name
        clock.forward(minutes=5)
    long.siting.publish(tmp_path / "fresh")
    same(to, tmp_path / "fresh")


# New stories, where pages have Recent Posts as one shared part.


class Beside:
    """The same site by the way that looks at everything, to hold a small change against."""

    def __init__(self, desk: Desk, to: Path, beside: Path) -> None:
        self.desk, self.to, self.beside = desk, to, beside

    def publish(self) -> None:
        self.desk.siting.looked = True
        self.desk.siting.publish(self.beside, shared=True)
        self.desk.siting.looked = False

    def same(self) -> None:
        """Both folders hold the same bytes, and their manifests say the same of them."""
        a, b = files(self.to), files(self.beside)
        assert a.keys() == b.keys()
        for path in a.keys() - {manifests.NAME}:
            assert a[path][2] == b[path][2], path
        one, other = manifests.read(self.to), manifests.read(self.beside)
        assert one is not None
        assert other is not None
        assert one.root == other.root
        for path, entry in one.files.items():
            twin = other.files[path]
            assert entry._replace(mtime=0, box=0) == twin._replace(mtime=0, box=0), path
            boxes = [m.boxes[e.box] if e.box >= 0 else () for m, e in ((one, entry), (other, twin))]
            assert boxes[0] == boxes[1], path


@pytest.fixture
def beside(long: Desk, to: Path, tmp_path: Path) -> Beside:
    """The long site with Recent Posts shared, twice."""
    long.siting.publish(to, shared=True)
    both = Beside(long, to, tmp_path / "beside")
    both.publish()
    return both


ALWAYS = {"recent.js", "index.html", "archive/2026-11/index.html", "archive/index.html",
          "search/2026-11.js", "feed.xml", "atom.xml", "feed.json", "sitemaps/2026-11.xml",
          "sitemap-news.xml"}  # fmt: skip


def _city(*more: str) -> set[str]:
    return {*ALWAYS, "section/city/index.html", "section/city/feed.xml", *more}


@pytest.mark.parametrize("kinds", ["jpeg", "webp"])
def test_a_new_story_is_the_whole_one(
    long: Desk, small: Change, clock: HandClock, to: Path, beside: Beside, kinds: str
) -> None:
    long.set_site({"pictures": kinds})
    beside.publish()
    long.siting.publish(to)
    ada, bo = long.staff.byline("Ada Quill"), long.staff.byline("Bo Reed")
    wide = a_picture(long, png(1800, 900, "olive"), alt="A quay")
    inside = a_picture(long, png(700, 300, "maroon"))
    news: list[tuple[dict[str, object], set[str]]] = [
        ({"section": "city"}, _city()),
        ({"section": "culture", "bylines": (ada, bo), "tags": ("ships",), "picture": wide},
         {*ALWAYS, "section/culture/index.html", "section/culture/feed.xml",
          "author/ada-quill/index.html", "author/bo-reed/index.html", "tag/ships/index.html"}),
        ({"section": "city", "bylines": (Byline("ada  quill"),), "language": "fa",
          "headline": "باد آمد"}, _city("author/ada-quill/index.html")),
        ({"section": "city", "body": f"![A wall](media/{inside.sha256})"}, _city()),
        ({}, ALWAYS),
    ]  # fmt: skip
    for n, (fields, shown) in enumerate(news):
        out(long, clock, f"new-{n}", **fields)
        clock.forward(minutes=1)
        before = files(to)
        plan = small(dry_run=True)
        report = small()
        assert plan is not None, n
        assert report is not None, n
        pictures = {path for path in written(report) if path.startswith("pictures/")}
        assert written(report) - pictures == {f"new-{n}.html", *shown}
        assert written(plan) == written(report)
        assert plan.deleted == report.deleted
        assert why(report)[f"new-{n}.html"] == "new"
        after = files(to)
        assert {p for p in after if after[p] != before.get(p)} == written(report) | {manifests.NAME}
        assert before.keys() - after.keys() == {step.path for step in report.deleted}
        assert len(report.written) + report.unchanged == len(after) - 1
        beside.publish()
        beside.same()
    assert long.siting.verify(to).on_record
    assert long.siting.verify(to).differences == ()
    # Words of one that came are changed, and of one that stands in every box.
    for number, fields in ((3, {"body": "No picture."}), (4, {"headline": "Newest of all"})):
        change(long, long.articles.by_slug(f"new-{number}").id, **fields)
        report = small()
        assert report is not None
        assert f"new-{number}.html" in written(report)
        beside.publish()
        beside.same()
        clock.forward(minutes=1)
    assert "recent.js" in written(report)


def test_new_stories_turn_pages_and_several_come_at_once(
    long: Desk, small: Change, clock: HandClock, beside: Beside
) -> None:
    """A section's newest page is full, and an older one is made of what no longer stands there."""
    seen: set[str] = set()
    for turn in range(6):
        for n in range(5):
            number = put(long, f"turn-{turn}-{n}", section="city", tags=("ships",))
            long.publish.publish([number], override="What is open in it is meant.")
        clock.forward(minutes=1)
        report = small()
        assert report is not None
        assert report.deleted == ()
        seen |= written(report)
        beside.publish()
        beside.same()
    assert {"section/city/1.html", "tag/ships/index.html"} <= seen
    # By way of the whole, all of it is kept anew.
    long.set_site({"recent_count": 4})
    beside.desk.siting.publish(beside.to)
    beside.publish()
    out(long, clock, "after", section="city")
    assert small() is not None
    beside.publish()
    beside.same()


def test_pictures_that_no_page_shows_any_more_go(
    long: Desk, small: Change, clock: HandClock, to: Path, beside: Beside
) -> None:
    shot = a_picture(long, png(1900, 900, "olive"))
    for slug in ("first", "second"):
        out(long, clock, slug, section="city", body=f"![A quay](media/{shot.sha256})")
    clock.forward(minutes=1)
    report = small()
    assert report is not None
    held = {path for path in written(report) if path.startswith("pictures/")}
    assert len(held) == 3, "in three widths"
    beside.publish()
    gone = []
    for slug in ("first", "second"):
        change(long, long.articles.by_slug(slug).id, body="No picture.")
        clock.forward(minutes=1)
        report = small()
        assert report is not None
        gone.append({step.path for step in report.deleted})
        beside.publish()
        beside.same()
        clock.forward(minutes=1)
    assert gone == [set(), held], "the second page still showed it"
    assert {step.why for step in report.deleted} == {"the site does not have it any more"}
    sent = long.siting.log(1)[0]
    assert (sent.deleted, sent.total) == (3, len(files(to)) - 1)
    assert long.siting.verify(to).differences == ()


NEW_ACTS: dict[str, Callable[[Desk, HandClock], object]] = {
    "a new section": lambda desk, clock: out(desk, clock, "s-new", section="sport"),
    "a new tag": lambda desk, clock: out(desk, clock, "t-new", tags=("fog",)),
    "a new writer": lambda desk, clock: out(
        desk, clock, "w-new",
        bylines=(desk.staff.byline(desk.staff.add(Person(name="Cy Vale")).value.name),),
    ),
    "a new language": lambda desk, clock: out(desk, clock, "l-new", language="nl"),
    "a pinned story": lambda desk, _clock: [
        desk.articles.pin(number := put(desk, "p-new"), True),
        desk.publish.publish([number], override="What is open in it is meant."),
    ],
    "changed since it came out": lambda desk, clock: change(
        desk, out(desk, clock, "c-new"), body="Changed since."
    ),
    "a new month": lambda desk, clock: [clock.forward(days=40), out(desk, clock, "m-new")],
}  # fmt: skip


def test_a_new_story_that_brings_more_is_left_to_the_whole(
    long: Desk, small: Change, clock: HandClock, to: Path, beside: Beside
) -> None:
    for name, act in NEW_ACTS.items():
        act(long, clock)
        before = files(to)
        assert small() is None, name
        assert files(to) == before
        long.siting.publish(to)
        beside.publish()
        beside.same()
        out(long, clock, name.replace(" ", "-"), section="city")
        assert small() is not None, name
        beside.publish()
        beside.same()


def test_a_new_story_that_waits_is_left_to_the_whole(
    long: Desk, small: Change, clock: HandClock, to: Path, beside: Beside
) -> None:
    number = out(long, clock, "waits")
    foreign(long, number, embargo_until=clock() + timedelta(hours=2))
    before = files(to)
    assert small() is None
    long.siting.publish(to)
    assert files(to) == before
    clock.forward(hours=3)
    assert small() is None, "it may be seen now, and was changed since it was published"
    assert "waits.html" in written(long.siting.publish(to))
    long.publish.unpublish([number])
    long.siting.publish(to)
    long.publish.publish([number])
    assert small() is None, "it was there before"
    long.siting.publish(to)
    beside.publish()
    beside.same()


def test_a_new_story_takes_no_name_and_no_place(
    long: Desk, small: Change, clock: HandClock, to: Path, beside: Beside
) -> None:
    change(long, long.articles.by_slug("old").id, slug="renamed")
    long.siting.publish(to)
    out(long, clock, "old", section="city")
    assert small() is None, "readers are sent on from that name"
    long.siting.publish(to)
    (to / "Mine.html").write_text("of somebody else")
    out(long, clock, "mine", section="city")
    assert small() is None
    (to / "Mine.html").unlink()
    assert small() is not None


def test_two_at_once_cancelled_and_unrecorded(
    long: Desk, small: Change, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(long, _old(long), body="Another.")
    before = files(to)
    with pytest.raises(Cancelled):
        small(cancelled=lambda: True)
    tree = Tree(to)
    tree.lock("Ada Quill")
    with pytest.raises(StoreBusy, match="Ada Quill is publishing"):
        small()
    tree.release()
    assert files(to) == before

    def broken(*_given: object, **_more: object) -> None:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(briefs.Lean, "record", broken)
    report = small()
    assert report is not None
    assert "old.html" in written(report)
    assert not long.siting.verify(to).on_record
    change(long, long.articles.by_slug("lamp").id, body="Lamp.")
    monkeypatch.undo()
    assert "lamp.html" in written(long.siting.publish(to, rebuild=True))
    assert len(long.siting.log()) == 3, "the lost one was written down"


WATCHED = """
import sqlite3, sys
told = []
connect = sqlite3.connect
def watched(name, *args, **more):
    db = connect(name, *args, **more)
    if {store!r} in str(name):
        db.set_trace_callback(told.append)
    return db
sqlite3.connect = watched
before = set(sys.modules)
from newsroom.__main__ import main
code = main(["--store", {store!r}, "site", {to!r}])
print(code, *sorted(name for name in set(sys.modules) - before if name in {names!r}))
print(len(told))
"""

HEAVY = ("PIL", "jinja2", "markdown", "peewee")
SPARED = (*HEAVY, "dataclasses", "newsroom.desk.brief", "newsroom.desk.desk",
          "newsroom.export.site.contents", "newsroom.export.site.tree", "newsroom.store.lean",
          "newsroom.store.tables", "zoneinfo")  # fmt: skip


def _watched(store: Path, to: Path, names: tuple[str, ...]) -> tuple[str, int, str]:
    """What the command loaded of these modules, how often it asked the store, what it said."""
    code = WATCHED.format(store=store.as_posix(), to=str(to), names=names)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert done.stderr == ""
    *said, loaded, count = done.stdout.splitlines()
    return loaded, int(count), "\n".join(said)


def test_the_command_loads_little_and_asks_little(long: Desk, to: Path, clock: HandClock) -> None:
    """Counts that can't flake: what stands behind the seconds of ``bench_site``."""
    store = Path(long._seat.store.target)
    long.siting.publish(to, shared=True)
    for _turn in range(2):  # what the first one keeps serves the second one
        loaded, asked, said = _watched(store, to, SPARED)
        assert (loaded, asked) == ("0", 1)
        assert said.startswith("0 written, 0 deleted, ")
    change(long, _old(long), body="From the command line.")
    loaded, asked, said = _watched(store, to, HEAVY)
    assert loaded == "0"
    assert "write  old.html  (what it shows changed)" in said
    assert "From the command line." in (to / "old.html").read_text("utf-8")
    once = asked
    number = put(long, "fresh", section="city", tags=("ships",))
    long.publish.publish([number], override="What is open in it is meant.")
    loaded, asked, said = _watched(store, to, HEAVY)
    assert loaded == "0"
    assert "write  fresh.html  (new)" in said
    assert max(once, asked) <= 14

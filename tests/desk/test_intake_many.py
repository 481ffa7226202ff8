"""Many stories come in beside the work of others: nobody waits, and nobody sees half of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsroom.desk import intake
from newsroom.desk.arriving import JOINS, Action, Choices, IntakeReport, Progress
from newsroom.desk.desk import Desk, open_desk
from newsroom.news.article import Article, Filter
from newsroom.news.errors import Cancelled, DiskFull, StoreError
from newsroom.news.staff import Person
from newsroom.store import latewords
from newsroom.store.articles import Articles
from newsroom.store.aside import Aside
from newsroom.store.connect import Store
from newsroom.store.settings import PRIVATE
from newsroom.store.sqlite import SqliteEngine
from newsroom.store.staging import Staging
from newsroom.store.verify import verify
from tests.desk.test_intake import png

ROOT = Path(__file__).parents[2]
SITE = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/"><channel>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://site.example</wp:base_blog_url>
{items}</channel></rss>"""
POST = """<item><title>Harbour {n}</title><dc:creator>{by}</dc:creator>
<content:encoded><![CDATA[<p>{words} number{n}x.</p>]]></content:encoded>
<wp:post_id>{n}</wp:post_id><wp:post_name>{slug}</wp:post_name><wp:status>draft</wp:status>
<wp:post_type>post</wp:post_type>
<category domain="category" nicename="markets"><![CDATA[Markets]]></category></item>
"""


def site(
    folder: Path,
    count: int,
    *,
    words: str = "Ships came in",
    by: str = "Ann Other",
    slug: str = "h-{n}",
) -> Path:
    path = folder / "site.wxr"
    items = (
        POST.format(n=n, words=words, by=by, slug=slug.format(n=n)) for n in range(1, count + 1)
    )
    path.write_text(SITE.format(items="".join(items)))
    return path


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every import is one of many."""
    monkeypatch.setattr(intake, "_MANY_FILES", -1)


@pytest.fixture
def other(desk: Desk, store_path: Path) -> Iterator[Desk]:
    """Another window, which does not wait for a lock."""
    with open_desk(store_path) as opened:
        opened._seat.store.engine.execute("PRAGMA busy_timeout = 0")
        yield opened


def at(number: int, act: Callable[[], object]) -> Callable[[Progress], None]:
    """Have something done when that many stories are prepared; once."""
    done: list[object] = []

    def told(progress: Progress) -> None:
        if progress.done == number and not done:
            done.append(act())

    return told


def take(desk: Desk, *paths: Path, **more: object) -> IntakeReport:
    return desk.intake.take(paths, **more).value  # type: ignore[arg-type]


def whole(desk: Desk, count: int) -> None:
    """That many stories stand here as any others do, and are one step."""
    assert desk.articles.count(Filter()) == count
    assert not list(verify(desk._seat.store))
    assert latewords.pending(desk._seat.store.engine) is None
    left = [path.name for path in desk._seat.store.folder.glob("*") if path.is_dir()]
    assert not [name for name in left if name.startswith(PRIVATE)]


def untouched(desk: Desk) -> None:
    whole(desk, 0)
    assert desk.undo.last() is None
    assert desk.lists.find("sections", "Markets") is None
    assert desk.intake.origin("wordpress", "https://site.example#1") is None


def test_others_save_while_it_is_prepared_and_see_all_or_nothing(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    ours = other.articles.create({"headline": "Ours"}).value
    seen: list[int] = []

    def work() -> None:
        for n in range(3):
            stands = other.articles.open(ours.id)
            other.articles.save(ours.id, stands.version, {"body": f"Line {n}."})
        other.articles.create({"headline": "More of ours"})
        seen.append(other.articles.count(Filter()))
        assert not other.search.find("Harbour")
        assert other.lists.find("sections", "Markets") is None

    report = take(desk, site(tmp_path, 60), told=at(50, work))
    assert seen == [2]
    assert report.summary() == "New: 60"
    whole(desk, 62)
    numbers = [item.article for item in report.items]
    assert len(set(numbers)) == 60
    for item in report.items[::20]:
        assert item.article is not None
        story = desk.articles.open(item.article)
        assert (story.slug, story.section) == (item.slug, "markets")
        assert [hit.row.id for hit in desk.search.find(f"number{item.slug[2:]}x")] == [story.id]
        assert [origin.article for origin in desk.intake.origins(story.id)] == [story.id]
        assert [r.number for r in desk.articles.revisions(story.id)] == [1]
        (act,) = desk._seat.store.history.of("article", story.id)
        assert act.verb == "import"
    assert desk.articles.open(ours.id).body == "Line 2."
    told = other.watch()
    assert set(numbers) <= told.articles
    assert [item.action for item in take(desk, tmp_path / "site.wxr").items] == [
        Action.UNCHANGED
    ] * 60
    desk.undo.undo()
    assert desk.articles.count(Filter()) == 2
    assert desk.lists.find("sections", "Markets") is None
    desk.undo.redo()
    whole(desk, 62)


def test_nobody_waits_on_a_server_either(
    shared: Desk, store_url: str | Path, tmp_path: Path
) -> None:
    with open_desk(store_url) as window:
        store = window._seat.store
        is_file = isinstance(store.engine, SqliteEngine)
        store.engine.execute("PRAGMA busy_timeout = 0" if is_file else "SET lock_timeout = '1ms'")
        ours = window.articles.create({"headline": "Ours"}).value

        def work() -> None:
            window.articles.save(ours.id, ours.version, {"body": "Line."})
            window.lists.term("sections", "Elsewhere")
            window.articles.create({"headline": "More of ours"})
            assert window.articles.count(Filter()) == 2

        report = take(shared, site(tmp_path, 12), told=at(10, work))
        assert report.summary() == "New: 12"
        # Not the count: it is kept until word of a change comes, which takes a server its time.
        assert len(store.articles.ids(Filter())) == 14
        assert [hit.row.slug for hit in window.search.find("number12x")] == ["h-12"]
    shared.undo.undo()
    assert shared.articles.count(Filter()) == 2


def test_people_pictures_comments_and_changes_come_with_it(desk: Desk, tmp_path: Path) -> None:
    site(tmp_path, 3)
    take(desk, tmp_path / "site.wxr")
    site(tmp_path, 4, words="Boats left")  # three change, one is new
    png(tmp_path / "a.png")
    (tmp_path / "a.md").write_text(
        "---\nslug: lead\nimage: a.png\nbylines: [Bea New]\n---\nText.\n"
    )
    (tmp_path / "b.md").write_text("---\nslug: body\n---\n![Red](a.png)\n")
    choices = Choices(people={"Ann Other": JOINS, "Bea New": JOINS})
    report = take(desk, *sorted(tmp_path.glob("[a-z]*.md")), tmp_path / "site.wxr", choices=choices)
    assert report.summary() == "New: 3, Changed: 3"
    whole(desk, 6)
    people = {person.name: person for person in desk.staff.all()}
    assert desk.articles.by_slug("h-4").bylines[0].staff == people["Ann Other"].id
    lead = desk.articles.by_slug("lead")
    assert lead.bylines[0].staff == people["Bea New"].id
    assert lead.picture is not None
    assert desk._seat.store.media.read(lead.picture.sha256) == (tmp_path / "a.png").read_bytes()
    assert lead.picture.sha256 in desk.articles.by_slug("body").body
    assert len(desk._seat.store.pictures.uses(lead.picture.sha256)) == 2
    assert {author.name: author.stories for author in report.authors} == {
        "Ann Other": 4, "Bea New": 1,
    }  # fmt: skip
    desk.undo.undo()
    assert desk.articles.by_slug("h-1").body.startswith("Ships")
    assert not desk.staff.get(people["Bea New"].id).active


def test_stories_of_one_name_are_told_apart(desk: Desk, tmp_path: Path) -> None:
    report = take(desk, site(tmp_path, 3, slug="same"))
    assert [item.slug for item in report.items] == ["same", "same-2", "same-3"]
    whole(desk, 3)


@pytest.mark.parametrize("what", ["slug", "twin", "section", "person", "two people"])
def test_what_others_did_meanwhile_is_minded(
    desk: Desk, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    path = site(tmp_path, 12, by="Ann Other")
    choices = Choices(people={"Ann Other": JOINS})

    def work() -> None:
        if what == "slug":
            other.articles.create({"headline": "Ours", "slug": "h-3"})
        elif what == "twin":  # as a window of an older newsroom would
            monkeypatch.setattr(intake, "_MANY_FILES", 50)
            take(other, path)
        elif what == "section":
            other.lists.term("sections", "Markets")
        elif what == "person":
            other.staff.add(Person(name="Ann Other"))
        else:
            other.staff.add(Person(name="Somebody Else"))

    report = take(desk, path, told=at(10, work), choices=choices)
    if what == "twin":
        assert {item.action for item in report.items} == {Action.CHANGED}, "a byline of the staff"
    else:
        assert report.count(Action.NEW) == 12 - (what == "slug")
    assert report.count(Action.DOUBTFUL) == (what == "slug"), "it might be that story"
    whole(desk, 12)
    ann = desk.staff.find("Ann Other")
    assert ann is not None
    assert desk.articles.by_slug("h-12").bylines[0].staff == ann.id
    names = [term.name for term in desk.lists.terms("sections")]
    assert names.count("Markets") == 1


def test_one_import_at_a_time_is_prepared_and_the_other_one_comes_in_too(
    desk: Desk, other: Desk, tmp_path: Path
) -> None:
    (tmp_path / "two").mkdir()
    path = site(tmp_path / "two", 2, slug="two-{n}")
    path.write_text(path.read_text().replace("site.example", "two.example"))
    report = take(desk, site(tmp_path, 5), told=at(3, lambda: take(other, path)))
    assert report.summary() == "New: 5"
    whole(desk, 7)


@pytest.mark.parametrize("how", ["cancel", "disk", "taking over"])
def test_what_goes_wrong_leaves_nothing(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    path = site(tmp_path, 12)
    count = 0

    def full(self: Articles, article: Article, **more: object) -> Article:
        if article.slug == "h-7":
            raise DiskFull("The disk is full.")
        return insert(self, article, **more)  # type: ignore[arg-type]

    def cancel() -> bool:
        nonlocal count
        count += how == "cancel"
        return count > 8

    insert = Articles.insert
    with monkeypatch.context() as patch:
        if how == "disk":
            patch.setattr(Articles, "insert", full)
        if how == "taking over":
            patch.setattr(Staging, "take_over", lambda _self: 1 / 0)
        with pytest.raises((Cancelled, DiskFull, ZeroDivisionError)):
            take(desk, path, cancel=cancel)
    untouched(desk)
    assert take(desk, path).summary() == "New: 12"
    whole(desk, 12)


def test_words_that_can_not_be_written_follow_at_the_next_start(
    desk: Desk, store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: Staging) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(Staging, "write_words", full)
        take(desk, site(tmp_path, 3))
    assert not list(verify(desk._seat.store)), "it is known what is to come"
    assert not desk.search.find("number2x")
    story = desk.articles.by_slug("h-2")
    desk.articles.save(story.id, story.version, {"body": "Other words.\n"})
    with open_desk(store_path) as again:
        assert [hit.row.slug for hit in again.search.find("Other words")] == ["h-2"]
        assert not again.search.find("number2x")
        assert [hit.row.slug for hit in again.search.find("number3x")] == ["h-3"]
        whole(again, 3)


def test_a_story_that_is_changed_before_its_words_come_is_found_by_the_new_ones(
    desk: Desk, other: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow = Staging.write_words

    def later(self: Staging) -> None:
        story = other.articles.by_slug("h-2")
        other.articles.save(story.id, story.version, {"body": "Other words.\n"})
        assert open_desk_sees_nothing()
        follow(self)

    def open_desk_sees_nothing() -> bool:
        latewords.go_on(other._seat.store)  # the import is at it itself
        return latewords.pending(other._seat.store.engine) is not None

    monkeypatch.setattr(Staging, "write_words", later)
    take(desk, site(tmp_path, 3))
    whole(desk, 3)
    assert [hit.row.slug for hit in desk.search.find("Other words")] == ["h-2"]
    assert not desk.search.find("number2x")


KILLED = """
import os, signal, sys
from pathlib import Path
from newsroom.desk import intake
from newsroom.desk.desk import open_desk
from newsroom.store import latewords
from newsroom.store.history import History
from newsroom.store.settings import PRIVATE
from newsroom.store.sqlite import SqliteEngine
from newsroom.store.staging import Staging
stage, store, site = sys.argv[1:]
intake._MANY_FILES = -1
latewords._AT_ONCE = 4
def die(*_ignored, **_too):
    os.kill(os.getpid(), signal.SIGKILL)
told = None
if stage == "prepared":
    told = lambda progress: progress.done == 9 and die()
elif stage == "sealed":
    Staging.take_over = die
elif stage == "taken over":
    History._write = die
elif stage == "in":
    Staging.write_words = die
else:
    rest, done = latewords.time.sleep, []
    latewords.time.sleep = lambda _s: done.append(1) or (len(done) == 2 and die())
with open_desk(store) as desk:
    desk.intake.take([Path(site)], told=told)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("stage", ["prepared", "sealed", "taken over", "in", "words"])
def test_killed_at_every_stage_it_is_there_or_it_is_not(
    store_path: Path, tmp_path: Path, stage: str
) -> None:
    path = site(tmp_path, 12)
    open_desk(store_path, create=True).close()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, stage, str(store_path), str(path)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    with open_desk(store_path) as desk:
        if stage in ("in", "words"):
            whole(desk, 12)
            assert {item.action for item in take(desk, path).items} == {Action.UNCHANGED}
            assert [hit.row.slug for hit in desk.search.find("number12x")] == ["h-12"]
            desk.undo.undo()
            whole(desk, 0)
        else:
            untouched(desk)
            assert take(desk, path).summary() == "New: 12"
            whole(desk, 12)


def test_a_story_takes_eleven_statements_whether_it_is_one_of_few_or_of_many(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owns: list[Store] = []

    def kept(self: Aside, *about: object) -> None:
        make(self, *about)  # type: ignore[arg-type]
        assert self._own is not None
        owns.append(self._own)

    make = Aside.__init__
    monkeypatch.setattr(Aside, "__init__", kept)

    def asked(count: int, name: str) -> int:
        path = site(tmp_path, count, slug=f"{name}-{{n}}")
        path.write_text(path.read_text().replace("site.example", f"{name}.example"))
        before = desk._seat.store.queries
        take(desk, path)
        prepared = owns.pop().queries if owns else 0
        return desk._seat.store.queries - before + prepared

    few, many = asked(10, "a"), asked(40, "b")
    assert (many - few) / 30 <= 11
    monkeypatch.setattr(intake, "_MANY_FILES", 50)
    few, many = asked(10, "c"), asked(40, "d")
    assert (many - few) / 30 <= 11

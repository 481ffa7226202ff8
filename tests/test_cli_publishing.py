"""Publishing from the command line: the codes and words that a timer and a script rely on."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsroom.cli import commands
from newsroom.cli.options import parse
from newsroom.desk.desk import Desk, open_desk
from newsroom.news.correction import PageLeft
from newsroom.news.staff import Person
from newsroom.news.workflow import PubState, Stage
from newsroom.store.connect import open_store
from tests.store.older import make_older

PAST = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "paper.newsroom"
    with open_desk(path, create=True) as desk:
        desk.staff.add(Person(name="Nadia Brandt", initials="NB"))
        desk.staff.add(Person(name="Tomas Keel", initials="TK"))
        for slug in ("a", "b"):
            desk.articles.create(
                {"slug": slug, "headline": slug.title(), "stage": Stage.READY, "body": "12 men."}
            )
    return path


class Call:
    """The command line in this process: its code, its answer, its sentences."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._store = store
        self._capsys = capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        code = commands.run(parse(["--store", str(self._store), *words]))
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def shape(self, *words: str) -> Any:
        code, said, _err = self(*words, "--json")
        assert code in (0, 1)
        return json.loads(said)


@pytest.fixture
def call(store: Path, capsys: pytest.CaptureFixture[str]) -> Call:
    return Call(store, capsys)


def test_what_only_reads_brings_an_older_store_forward_first(store: Path, call: Call) -> None:
    with open_store(store) as old:
        make_older(old, 12)
    # The first command after an update may be one that writes nothing: it stopped at a column
    # that was not there yet.
    code, said, err = call("media", "list")
    assert (code, said) == (0, "")
    assert "was brought up to date" in err
    with open_store(store, read_only=True) as now:
        assert not now.older
    assert "brought up to date" not in call("media", "list")[2]


def desk(store: Path) -> Desk:
    return open_desk(store)


def let_time_pass(store: Path, *slugs: str) -> None:
    """As if the stories had been scheduled long ago."""
    with open_store(store) as opened:
        ids = [opened.articles.id_of(slug) for slug in slugs]
        opened.articles.set_many(
            [number for number in ids if number], {"publish_at": PAST}, author=None, kind="save"
        )


def test_a_timer(store: Path, call: Call, tmp_path: Path) -> None:
    assert call("publish", "--due") == (0, "", "")
    assert call.shape("publish", "--due") == {"published": [], "held": []}
    code, said, _err = call("schedule", "a", "b", "--at", "+2h", "--as", "NB")
    assert code == 0
    assert [line.split()[-2] for line in said.splitlines()] == ["a", "b"]
    assert {one["slug"] for one in call.shape("schedule")["waiting"]} == {"a", "b"}
    assert call("publish", "--due")[0] == 0
    let_time_pass(store, "a", "b")
    with desk(store) as opened:
        opened.articles.move([opened.articles.by_slug("b").id], Stage.HOLD)
    code, said, err = call("publish", "--due", "--site", str(tmp_path / "site"))
    assert code == 1
    assert said == "published  a  2020-01-01 00:00  (late)\nheld  b  2020-01-01 00:00\n"
    assert "“b” is on hold" in err
    assert (tmp_path / "site" / "a.html").exists()
    told = call.shape("publish", "--due")
    assert told["published"] == []
    assert told["held"][0]["at"] == "2020-01-01T00:00:00Z"
    assert call("schedule", "b", "--off")[:2] == (0, "")
    assert call("publish", "--due") == (0, "", "")


def test_publishing_by_name(store: Path, call: Call, tmp_path: Path) -> None:
    assert call("publish", "a")[:2] == (0, "published  a\n")
    assert call("publish", "a")[:2] == (0, "")
    assert call.shape("publish", "b") == {"published": ["b"]}
    with desk(store) as opened:
        opened.set_site({"url": "https://paper.example"})
    assert call("publish", "a", "--site", str(tmp_path / "site"))[0] == 0
    for words in (("publish",), ("publish", "a", "--due"), ("schedule", "a"),
                  ("schedule", "a", "--at", "soon"), ("schedule", "a", "--at", "+1h", "--off"),
                  ("publish", "zz"), ("schedule", "a", "--at", "2020-01-01")):  # fmt: skip
        code, said, err = call(*words)
        assert (code, said) == (2, ""), words
        assert err.startswith("newsroom: "), words


def test_a_correction(store: Path, call: Call) -> None:
    call("publish", "a", "b")
    code, said, _err = call("correct", "a", "--wrong", "12", "--right", "21")
    assert (code, said) == (0, "correction  a  version 3\n")
    with desk(store) as opened:
        story = opened.articles.by_slug("a")
        assert (story.body, story.pubstate) == ("21 men.", PubState.CORRECTED)
        assert opened.correcting.of(story.id)[0].where == "paragraph 1"
    assert call.shape("correct", "b", "--wrong", "12", "--right", "21", "--keep-text") == {
        "slug": "b", "version": 3, "fixed": 0,
    }  # fmt: skip
    code, _said, err = call("correct", "b", "--wrong", "99", "--right", "21", "--where", "caption")
    assert code == 1
    assert "do not stand in the text" in err
    assert call("correct", "b", "--kind", "update", "--right", "More.")[0] == 0
    assert call("correct", "b")[0] == 2


def test_down_and_gone(store: Path, call: Call) -> None:
    call("publish", "a", "b")
    assert call("unpublish", "a")[0] == 2
    code, said, _err = call("unpublish", "a", "--reason", "Rights", "--page", "gone")
    assert (code, said) == (0, "unpublished  a\n")
    assert call.shape("unpublish", "a", "--reason", "Rights") == {"unpublished": []}
    with desk(store) as opened:
        (made,) = opened.withdrawing.of(opened.articles.by_slug("a").id)
        assert made.page is PageLeft.GONE

    assert call("kill", "b", "--reason", "Wrong")[0] == 2, "nobody signed"
    code, said, err = call("kill", "b", "--reason", "Wrong", "--as", "NB")
    assert (code, said) == (0, "asked  b\n")
    assert "--agree" in err
    (waits,) = call.shape("kill")["waiting"]
    assert (waits["slug"], waits["asked_by"], waits["reason"]) == ("b", "Nadia Brandt", "Wrong")
    assert "Nadia Brandt" in call("kill")[1]
    assert call("kill", "b", "--decline", "--as", "TK")[1] == "kept  b\n"
    call("kill", "b", "--reason", "Wrong", "--as", "NB")
    assert call("kill", "b", "--agree", "--as", "NB")[0] == 2, "it takes two"
    assert call.shape("kill", "b", "--agree", "--as", "TK") == {"slug": "b", "state": "withdrawn"}
    assert call("publish", "b")[0] == 2
    assert call("kill", "b", "--republish", "--reason", "Right after all")[1] == "published  b\n"
    assert call("kill")[1] == ""


def test_moments_are_those_of_the_newsroom(store: Path, call: Call) -> None:
    call("config", "timezone", "Asia/Tehran")
    day = (datetime.now(UTC) + timedelta(days=3)).date()  # noqa: TID251
    call("schedule", "a", "--at", f"{day} 18:05")
    assert call.shape("schedule")["waiting"][0]["at"] == f"{day}T14:35:00Z"


def test_packages_lists_and_slugs(store: Path, call: Call, tmp_path: Path) -> None:
    call("publish", "a")
    assert call("package", "list")[1] == ""
    assert call("package", "put", "Noon", "a", "b", "--words", "5", "--intro", "Hello")[0] == 0
    assert call.shape("package", "show", "noon") == {
        "name": "Noon",
        "intro": "Hello",
        "stories": [{"slug": "a", "words": 5}, {"slug": "b", "words": 5}],
    }
    assert call("package", "put", "Noon", "--intro", "Bye")[1].splitlines()[0] == "a  5  A"
    assert call.shape("package", "list")["packages"][0]["intro"] == "Bye"
    assert call("package", "list")[1] == "Noon  2\n"
    code, said, err = call("package", "mail", "Noon")
    assert code == 1
    assert said.startswith("Noon\n\nBye\n\nA\n12 men.")
    assert "“b” is not published" in err
    call("publish", "b")
    code, said, _err = call("package", "mail", "Noon", "--to", str(tmp_path / "mail"))
    assert (code, said.count("write  ")) == (0, 2)
    assert call("package", "remove", "Noon")[:2] == (0, "")
    assert call("package", "show", "Noon")[0] == 2
    assert call("package", "show")[0] == 2

    with desk(store) as opened:
        story = opened.articles.by_slug("b")
        opened.articles.save(story.id, story.version, {"body": "See [a](a.html)."})
    assert call("rename", "a", "new-a")[:2] == (0, "renamed  a  new-a\nlink  b  (1)\n")
    with desk(store) as opened:
        opened.presence.take(opened.articles.by_slug("b").id)
        code, _said, err = call("rename", "new-a", "a2", "--as", "TK")
        assert code == 1
        assert "open for editing" in err
    assert call.shape("rename", "a2", "a", "--keep-links")["links"] == 0
    assert call.shape("rename", "a", "c")["stories"] == []

    with desk(store) as opened:
        story = opened.articles.by_slug("b")
        opened.articles.save(story.id, story.version, {"planned_at": datetime.now(UTC)})  # noqa: TID251
    assert call.shape("newslist")["lines"][0]["slug"] == "b"
    assert "b" in call("newslist")[1]
    assert call("newslist", "--day", "2020-01-01")[:2] == (0, "")
    assert call("newslist", "--day", "soon")[0] == 2
    assert call("newslist", "--html", str(tmp_path / "list.html"))[0] == 0
    assert "<table>" in (tmp_path / "list.html").read_text()


def test_the_morning_what_is_ready_out_with_it_and_the_site_twice(
    store: Path, call: Call, tmp_path: Path
) -> None:
    with desk(store) as opened:
        opened.articles.create(
            {"slug": "c", "headline": "C", "stage": Stage.READY, "body": "TK men."}
        )
    code, said, _err = call("publish", "--ready")
    assert code == 1
    lines = said.splitlines()
    assert {"in order  a", "in order  b", "held  c"} <= set(lines)
    assert lines[lines.index("held  c") + 1].startswith("  must  ")
    held = {one["slug"]: one for one in call.shape("publish", "--ready")["ready"]}
    assert [held[slug]["passes"] for slug in ("a", "b", "c")] == [True, True, False]
    assert held["c"]["findings"][0]["check"] == "tk"
    with desk(store) as opened:
        assert opened.articles.by_slug("a").pubstate is PubState.NONE, "it only looked"
    code, _said, err = call("publish", "--ready", "a")
    assert code == 2
    assert "only looks" in err

    assert call("publish", "a", "b")[0] == 0
    site = tmp_path / "site"
    code, said, _err = call("site", str(site), "--dry-run")
    assert " to write, 0 to delete, 0 unchanged." in said
    assert not site.exists()
    assert " 0 deleted, 0 unchanged." in call("site", str(site))[1]
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert call("site", str(site))[1].startswith("0 written, 0 deleted, ")
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


def test_the_month_for_wordpress(store: Path, call: Call, tmp_path: Path) -> None:
    with desk(store) as opened:
        opened.set_site({"timezone": "Asia/Tehran"})
        for slug, at in (
            ("before", datetime(2026, 9, 30, 20, 29, tzinfo=UTC)),  # 23:59 on 30 September there
            ("first", datetime(2026, 9, 30, 20, 30, tzinfo=UTC)),  # midnight
            ("last", datetime(2026, 10, 31, 20, 29, tzinfo=UTC)),
            ("after", datetime(2026, 10, 31, 20, 30, tzinfo=UTC)),
        ):
            made = opened.articles.create({"slug": slug, "headline": slug, "body": "One."}).value
            opened._seat.store.articles.set_many(
                [made.id],
                {"pubstate": PubState.PUBLISHED, "published_at": at, "stage": Stage.READY},
                author=None,
                kind="publish",
            )
    to = str(tmp_path / "out")
    month = ("export", "--all-published", "--month", "2026-10", "--format", "wxr", "--to", to)
    assert call(*month)[0] == 0
    (file,) = (tmp_path / "out").glob("*.xml")
    titles = [item.findtext("title") for item in ElementTree.parse(file).iter("item")]
    assert sorted(title for title in titles if title) == ["first", "last"]
    for words in (("--month", "October"), ("--month", "2026-13")):
        code, _said, err = call("export", "--all-published", *words, "--to", to)
        assert code == 2
        assert "write it like 2026-11" in err
    assert call("export", "a", "--month", "2026-10", "--to", to)[0] == 2


def test_an_update_is_begun_and_told(store: Path, call: Call) -> None:
    code, said, _err = call("new", "--updates", "a", "--headline", "A, later")
    assert (code, said.strip()) == (0, "a-2")
    with desk(store) as opened:
        update = opened.articles.by_slug("a-2")
        assert (update.headline, update.body) == ("A, later", "12 men.")
        assert update.pubstate is PubState.NONE
    assert ["Updates", "a"] in [line.split() for line in call("show", "a-2")[1].splitlines()]
    assert ["Updated", "by", "a-2"] in [line.split() for line in call("show", "a")[1].splitlines()]
    assert call("new", "--updates", "nowhere")[0] == 2

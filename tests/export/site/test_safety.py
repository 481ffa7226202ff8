"""What must never happen: half a site, others' files lost, a page outside the folder."""

from __future__ import annotations

import errno
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.export.site import manifest as manifests
from newsroom.export.site import stage, tree
from newsroom.export.site.tree import Tree, Way
from newsroom.export.worker import Renderer
from newsroom.news.errors import BadInput, DiskFull, Refused, StoreBusy
from newsroom.news.staff import Person, Role
from tests.desk.conftest import HandClock
from tests.export.scenes import change, files, foreign, out
from tests.export.site.conftest import written

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(params=["swap", "rename", "each"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The three ways in which a new site takes the place of the old one."""
    if request.param == "rename":
        monkeypatch.setattr(tree, "exchange", lambda _one, _other: False)
    if request.param == "each":
        monkeypatch.setattr(tree, "_way", lambda _folder: Way.EACH)
    return str(request.param)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="children are forked")
@pytest.mark.parametrize(
    ("kind", "stride"), [("swap", 6), ("rename", 6), ("each", 5), ("small", 3)]
)
def test_killed_at_any_step_it_is_the_old_site_or_the_new(
    paper: Desk, to: Path, kind: str, stride: int
) -> None:
    paper.siting.publish(to)  # renders the texts, which the children then find
    store = str(paper._seat.store.target)
    paper.close()
    first = random.Random(kind).randrange(1, stride + 1)
    done = subprocess.run(
        [sys.executable, "-m", "tests.export.site.killed", store, str(to), kind, str(first),
         str(stride)],
        cwd=ROOT, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) >= 10, "it was killed in many places"
    assert told[-1][1:] == [True, "after", "after"]
    then = [state for _step, _lived, state, _end in told]
    assert {end for _step, _lived, _state, end in told} == {"after"}, "the next run repairs"
    if kind in ("swap", "small"):
        assert set(then) == {"before", "after"}
    elif kind == "rename":
        assert set(then) <= {"before", "after", "none"}
        assert then.count("none") <= 1, "only between the two renames"
    else:
        assert set(then) <= {"before", "after", "mixed"}
    order = [state for state in then if state in ("before", "after")]
    assert order == sorted(order, reverse=True), "once it is new it stays new"


def test_others_files_stay(paper: Desk, clock: HandClock, to: Path, way: str) -> None:
    to.mkdir(parents=True)
    (to / "CNAME").write_text("harbour.example")
    (to / ".well-known").mkdir(mode=0o750)
    (to / ".well-known" / "key.txt").write_text("key")
    (to / "empty").mkdir()
    (to / "section").mkdir()
    (to / "section" / "theirs.html").write_text("theirs")
    (to / "link").symlink_to("/etc/hostname")
    before = {p: t for p, t in files(to).items() if "link" not in p}
    paper.siting.publish(to)
    out(paper, clock, "fresh-fish", body="Fish.")
    paper.siting.publish(to)
    paper.publish.unpublish([paper.articles.by_slug("old").id])
    paper.siting.publish(to)
    after = files(to)
    assert {path: after[path][1:] for path in before} == {p: t[1:] for p, t in before.items()}
    assert os.readlink(to / "link") == "/etc/hostname"
    assert (to / "empty").is_dir()
    assert (to / ".well-known").stat().st_mode & 0o777 == 0o750
    assert [one.path for one in paper.siting.verify(to).differences if one.fault != "other"] == []


def test_a_page_takes_the_place_of_nothing_of_others(paper: Desk, to: Path) -> None:
    to.mkdir(parents=True)
    (to / "index.html").write_text("mine")
    plan = paper.siting.plan(to)
    assert "index.html" in plan.notes[0]
    assert plan.blocked == plan.notes[0]
    with pytest.raises(BadInput, match=r"index\.html in .* is no part of the site"):
        paper.siting.publish(to)
    assert [path.name for path in to.iterdir()] == ["index.html"]
    assert (to / "index.html").read_text() == "mine"
    assert "index.html" in written(paper.siting.publish(to, force=True))


@pytest.mark.parametrize("force", [False, True])
def test_a_link_out_of_the_folder_is_refused(
    paper: Desk, to: Path, tmp_path: Path, force: bool, way: str
) -> None:
    to.mkdir(parents=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (to / "section").symlink_to(outside)
    with pytest.raises(BadInput, match=r"section in .* is no part of the site"):
        paper.siting.publish(to, force=force)
    assert list(outside.iterdir()) == []


def test_a_link_to_the_folder_is_followed(paper: Desk, to: Path, tmp_path: Path) -> None:
    to.mkdir(parents=True)
    link = tmp_path / "www"
    link.symlink_to(to)
    paper.siting.publish(link)
    assert link.is_symlink()
    assert (to / "index.html").is_file()


def test_another_newsrooms_site_is_left_alone(
    paper: Desk, clock: HandClock, to: Path, tmp_path: Path
) -> None:
    paper.siting.publish(to)
    before = files(to)
    with open_desk(tmp_path / "other.newsroom", create=True, clock=clock) as other:
        plan = other.siting.plan(to)
        assert "site of another newsroom" in plan.blocked, "before anybody presses the button"
        assert plan.deleted, "and what it would cost"
        with pytest.raises(BadInput, match="site of another newsroom"):
            other.siting.publish(to)
    assert files(to) == before


def test_the_target_is_a_file(paper: Desk, tmp_path: Path) -> None:
    place = tmp_path / "site.txt"
    place.write_text("words")
    with pytest.raises(BadInput, match="is a file, not a folder"):
        paper.siting.publish(place)
    with pytest.raises(BadInput, match="is a file, not a folder"):
        paper.siting.publish(place / "www")
    assert place.read_text() == "words"


def test_two_at_once_the_second_is_told(paper: Desk, to: Path, way: str) -> None:
    first = Tree(to)
    first.lock("Ada Quill")
    with pytest.raises(StoreBusy, match="Ada Quill is publishing to"):
        paper.siting.publish(to)
    assert not (to / "index.html").exists()
    first.release()
    assert paper.siting.publish(to).written


def test_who_may_not_publish_does_not(paper: Desk, to: Path) -> None:
    paper.staff.add(Person(name="Chief", role=Role.ADMIN))
    paper.staff.add(Person(name="Junior", role=Role.WRITER))
    paper.sit("Junior")
    with pytest.raises(Refused):
        paper.siting.publish(to)
    assert not to.exists()


@pytest.mark.parametrize("after", [0, 3, 11])
def test_a_full_disk_leaves_the_old_site(
    paper: Desk, clock: HandClock, to: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    paper.siting.publish(to)
    before = files(to)
    out(paper, clock, "fresh-fish", body="Fish.")
    left = iter(range(after))

    def full(handle: int, data: bytes) -> int:
        if next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(handle, data)

    write = os.write
    with monkeypatch.context() as disk:
        disk.setattr(stage.os, "write", full)
        with pytest.raises(DiskFull, match="disk is full"):
            paper.siting.publish(to)
    assert files(to) == before
    assert paper.siting.verify(to).differences == ()
    assert "fresh-fish.html" in written(paper.siting.publish(to))
    assert paper.siting.verify(to).differences == ()


def test_a_file_system_without_links_gets_copies(
    paper: Desk, clock: HandClock, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_link(*_names: object, **_options: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(stage.os, "link", no_link)
    paper.siting.publish(to)
    before = files(to)
    change(paper, paper.articles.by_slug("old").id, ed_note="x", body="Old text. And more.")
    report = paper.siting.publish(to)
    after = files(to)
    assert paper.siting.verify(to).differences == ()
    for path in before.keys() - written(report) - {manifests.NAME}:
        assert after[path][1:] == before[path][1:], "not even its time is another"
    assert paper.siting.publish(to).written == ()


def test_a_mode_of_its_own_stays(paper: Desk, clock: HandClock, to: Path) -> None:
    paper.siting.publish(to)
    to.chmod(0o750)
    out(paper, clock, "fresh-fish", body="Fish.")
    paper.siting.publish(to)
    assert to.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize(
    ("slug", "file"),
    [
        ("index", "index-2.html"),
        ("Search", "Search-2.html"),
        ("con", "con-story.html"),
        ("../../etc/passwd", "etc-passwd.html"),
        ("a/b", "a-b.html"),
        ("lpt1", "lpt1-story.html"),
    ],
)
def test_names_that_no_file_may_have(
    desk: Desk, clock: HandClock, to: Path, slug: str, file: str
) -> None:
    number = out(desk, clock, "plain", body="Text of it.")
    foreign(desk, number, slug=slug)
    desk.siting.publish(to)
    assert "Text of it." in (to / file).read_text("utf-8")
    assert {path.name for path in to.parent.iterdir()} == {"site", ".site.newsroom"}


def test_two_slugs_that_would_share_a_file(desk: Desk, clock: HandClock, to: Path) -> None:
    first = out(desk, clock, "one", body="The first.")
    second = out(desk, clock, "two", body="The second.")
    foreign(desk, first, slug="A:b")
    foreign(desk, second, slug="a-B")
    desk.siting.publish(to)
    assert "The first." in (to / "A-b.html").read_text("utf-8")
    assert "The second." in (to / "a-B-2.html").read_text("utf-8")


ACTIVE = '"><script>alert(1)</script><img src=x onerror=alert(1)>javascript:alert(1)\u202e{{ 7*7 }}'


def test_active_content_in_every_field_is_text(desk: Desk, clock: HandClock, to: Path) -> None:
    desk.set_site({"name": ACTIVE, "publisher": ACTIVE, "url": "https://harbour.example"})
    desk.staff.add(Person(name=ACTIVE, title=ACTIVE, bio=ACTIVE, social=ACTIVE))
    number = out(desk, clock, "story", body="Text " + ACTIVE.replace("\u202e", ""))
    story = desk.articles.open(number)
    person = desk.staff.all()[-1].id
    byline = desk.staff.byline(ACTIVE)
    assert byline.staff == person
    foreign(
        desk, number, kicker=ACTIVE, headline=ACTIVE, short_headline=ACTIVE, dek=ACTIVE,
        dateline=ACTIVE, section=ACTIVE, tags=(ACTIVE,), bylines=(byline,),
    )  # fmt: skip
    assert story.id == number
    desk.siting.publish(to)
    for path, (_inode, _time, data) in files(to).items():
        if path.endswith((".html", ".xml", ".js")):
            text = data.decode("utf-8")
            assert "<script>alert" not in text, path
            assert "\u202e" not in text or path.endswith((".xml", ".js")), path
            assert ":alert(1)49" not in text, path
        if path.endswith(".html"):
            assert "<img src=x" not in text, path
            assert 'href="javascript' not in text, path


def test_a_headline_of_five_thousand_letters(desk: Desk, clock: HandClock, to: Path) -> None:
    number = out(desk, clock, "long", body="Text.")
    foreign(desk, number, headline="Wordless" * 700)
    desk.siting.publish(to)
    assert "Wordless" * 700 in (to / "long.html").read_text("utf-8")


def test_a_text_that_takes_too_long_goes_out_plain(
    desk: Desk, clock: HandClock, to: Path, renderer: Renderer, monkeypatch: pytest.MonkeyPatch
) -> None:
    out(desk, clock, "deep", body="Deep <b>down</b>.")
    out(desk, clock, "fine", body="All is *well*.")
    render = renderer.render

    def slow(markdown: str, **given: object) -> str:
        if "Deep" in markdown:
            raise BadInput("This story takes too long.")
        return render(markdown, **given)  # type: ignore[arg-type]

    with monkeypatch.context() as held:
        held.setattr(renderer, "render", slow)
        report = desk.siting.publish(to)
    assert report.notes[0] == "“deep”: This story takes too long."
    assert "<p>Deep &lt;b&gt;down&lt;/b&gt;.</p>" in (to / "deep.html").read_text("utf-8")
    assert "All is <em>well</em>." in (to / "fine.html").read_text("utf-8")
    assert desk.siting.publish(to, rebuild=True)
    assert "Deep <b>down</b>." in (to / "deep.html").read_text("utf-8"), "nothing bad was kept"


def test_the_same_site_packs_into_the_same_bytes(
    paper: Desk, clock: HandClock, to: Path, tmp_path: Path
) -> None:
    paper.siting.publish(to)
    one = tmp_path / "one.zip"
    assert paper.siting.pack(to, one)
    made = one.read_bytes()
    stamp = one.stat().st_mtime_ns
    clock.forward(days=2)
    assert not paper.siting.pack(to, one)
    assert (one.read_bytes(), one.stat().st_mtime_ns) == (made, stamp)
    with zipfile.ZipFile(one) as archive:
        assert set(archive.namelist()) == set(files(to)) - {manifests.NAME}
        assert archive.read("index.html") == (to / "index.html").read_bytes()
    (to / "index.html").write_text("other")
    with pytest.raises(BadInput, match="is not what was published"):
        paper.siting.pack(to, one)


def test_a_slow_reader_keeps_the_page_that_he_began(paper: Desk, to: Path) -> None:
    number = paper.articles.by_slug("old").id
    paper.siting.publish(to)
    with open(to / "old.html", "rb") as reader:
        begun = reader.read(100)
        for n in range(3):  # the file he reads lies beside the site, and is written over there
            change(paper, number, body=f"Another text, the {n}th.")
            paper.siting.publish(to)
        rest = reader.read()
    assert b"Old text." in begun + rest
    assert "the 2th" in (to / "old.html").read_text("utf-8")


def test_a_list_of_files_by_a_newer_newsroom_is_understood(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    name = to / manifests.NAME
    name.write_bytes(name.read_bytes().replace(b'{"format": 1,', b'{"format": 1, "newer": [1],', 1))
    assert paper.siting.publish(to).written == ()

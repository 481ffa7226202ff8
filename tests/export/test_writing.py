"""Files are replaced whole or not at all, and only those that say something new."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export.files import Act, digest, plan_write, sealed, write
from newsroom.news.errors import BadInput, DiskFull
from newsroom.news.staff import Person
from tests.desk.conftest import HandClock
from tests.export.reading import read_page
from tests.export.scenes import a_picture, change, files, out, png

ROOT = Path(__file__).parents[2]


def changed(before: dict[str, object], after: dict[str, object]) -> set[str]:
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def test_a_second_export_touches_nothing(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    desk.set_site({"url": "https://harbour.example"})
    out(desk, clock, "a", picture=a_picture(desk, alt="A quay"))
    out(desk, clock, "b", body="| a |\n|---|\n| b |\n\nNote[^1].\n\n[^1]: x")
    to = tmp_path / "site"
    desk.publish.export(None, to=to)
    before = files(to)
    assert len(before) == 3
    clock.forward(days=400)  # every age is another
    report = desk.publish.export(None, to=to)
    assert report.count(Outcome.UNCHANGED) == len(report.items) == 2
    assert files(to) == before
    assert desk.publish.export(None, to=to, dry_run=True).count(Outcome.UNCHANGED) == 2


def test_a_changed_story_rewrites_its_page_and_those_whose_box_shows_it(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    """Nine stories, a box of six: the oldest three stand in nobody's box but each other's."""
    ids = {slug: out(desk, clock, slug) for slug in "abcdefghi"}
    to = tmp_path / "site"
    desk.publish.export(None, to=to)
    before = files(to)

    change(desk, ids["a"], body="Another text.")
    report = desk.publish.export(None, to=to)
    assert {i.slug for i in report.items if i.action is Outcome.WRITE} == {"a"}
    assert changed(before, files(to)) == {"a.html"}

    before = files(to)
    change(desk, ids["i"], dek="A dek that no box shows.")
    desk.publish.export(None, to=to)
    assert changed(before, files(to)) == {"i.html"}

    before = files(to)
    change(desk, ids["d"], headline="Another headline")
    desk.publish.export(None, to=to)
    # d is the sixth newest: in the boxes of the three below it too, and of those above it,
    # who do not show themselves.
    assert changed(before, files(to)) == {f"{slug}.html" for slug in "abcdefghi"}

    before = files(to)
    change(desk, ids["c"], headline="Another headline again")
    desk.publish.export(None, to=to)
    # c is the seventh: only those among the first six have room for it.
    assert changed(before, files(to)) == {f"{slug}.html" for slug in "cdefghi"}


def test_a_changed_bio_rewrites_the_pages_that_show_it(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    person = desk.staff.add(Person(name="Ana Lima", bio="Covers the docks.")).value
    out(desk, clock, "a", bylines=(desk.staff.byline("Ana Lima"),))
    out(desk, clock, "b")
    desk.publish.export(None, to=tmp_path / "site")
    before = files(tmp_path / "site")
    desk.staff.save(person.id, person.version, {"bio": "Covers the courts."})
    desk.publish.export(None, to=tmp_path / "site")
    assert changed(before, files(tmp_path / "site")) == {"a.html"}


def test_the_digest_leaves_out_ages_and_itself_and_nothing_else() -> None:
    page = (
        b'<meta name="newsroom:digest" content=""><p>Text</p>'
        b'<time data-age datetime="2026" title="t">6 hours ago</time><time>6 hours ago</time>'
    )
    assert digest(sealed(page)) == digest(page)
    assert digest(page).encode() in sealed(page)
    assert digest(page.replace(b"6 hours ago</time><time>", b"7</time><time>")) == digest(page)
    for old, new in (
        (b"Text", b"text"),
        (b"2026", b"2027"),
        (b"ago</time>\n", b""),
        (b'"t"', b'""'),
    ):
        other = page.replace(old, new)
        assert (digest(other) == digest(page)) == (other == page)
    late = page.replace(b"<time>6 hours ago", b"<time>7 hours ago")
    assert digest(late) != digest(page)


def test_an_old_file_stays_whole_when_the_new_one_does_not_fit(tmp_path: Path) -> None:
    """A file system that says "too large" in the middle of the writing, for real."""
    page = tmp_path / "a.html"
    page.write_bytes(b"old" * 1000)
    code = f"""
import resource, sys
from pathlib import Path
from newsroom.export.files import write
from newsroom.news.errors import DiskFull
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
for name in ("a.html", "b.html"):
    try:
        write(Path({str(tmp_path)!r}) / name, b"new" * 100_000)
    except DiskFull as error:
        print(error)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert not done.stderr
    first, second = done.stdout.splitlines()
    assert first == f"The disk is full; {page} was not written. Make room and export again."
    assert "b.html" in second
    assert page.read_bytes() == b"old" * 1000
    assert os.listdir(tmp_path) == ["a.html"], "no half file is left behind"


@pytest.mark.parametrize("step", ["open", "os.fsync", "os.replace"])
def test_a_fault_at_any_step_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    page = tmp_path / "a.html"
    page.write_bytes(b"old")

    def fault(*_given: object, **_more: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(f"newsroom.export.files.{step}", fault, raising=False)
    with pytest.raises(BadInput, match="could not be written: Input/output error"):
        write(page, b"new")
    assert page.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.html"]


def test_even_a_broken_off_write_leaves_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsroom.export.files.os.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "a.html", b"new")
    assert not os.listdir(tmp_path)


def test_who_reads_meanwhile_sees_the_old_page_or_the_new_one(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    write(page, b"old")
    with open(page, "rb") as reader:
        write(page, b"a new page")
        assert reader.read() == b"old"
    assert page.read_bytes() == b"a new page"


def test_planning_writes_nothing_and_the_same_is_left_alone(tmp_path: Path) -> None:
    page = tmp_path / "new" / "a.html"
    action = plan_write(page, b"x")
    assert action.act is Act.NEW
    assert not page.parent.exists()
    action.carry_out()
    stat = page.stat()
    again = plan_write(page, b"x")
    assert again.act is Act.SAME
    again.carry_out()
    assert page.stat().st_mtime_ns == stat.st_mtime_ns
    assert plan_write(page, b"y").act is Act.CHANGED


def only_sentence(desk: Desk, number: int, to: Path) -> str:
    (item,) = desk.publish.export([number], to=to).items
    assert item.action is Outcome.REFUSED
    assert item.why.startswith("“a”: ")
    assert "\n" not in item.why
    assert item.why.endswith(".")
    return item.why


def test_what_stands_in_the_way_is_one_sentence(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    a = out(desk, clock, "a")
    file = tmp_path / "file"
    file.write_bytes(b"x")
    assert "is a file, not a folder" in only_sentence(desk, a, file)
    assert "is a file, not a folder" in only_sentence(desk, a, file / "below" / "it")
    taken = tmp_path / "taken"
    (taken / "a.html").mkdir(parents=True)
    assert "is a folder, so no page fits there" in only_sentence(desk, a, taken)
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert str(loop) in only_sentence(desk, a, loop)
    assert file.read_bytes() == b"x"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="a Linux folder that nobody writes to")
def test_a_folder_that_the_system_does_not_let_us_make_is_one_sentence(
    desk: Desk, clock: HandClock
) -> None:
    a = out(desk, clock, "a")
    assert "could not be written" in only_sentence(desk, a, Path("/proc/self/site"))


def test_a_folder_without_the_right_to_write_is_one_sentence(
    desk: Desk, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Said by hand: root, who may run the tests, is let in everywhere."""
    a = out(desk, clock, "a")

    def denied(*_given: object, **_more: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("newsroom.export.files.open", denied, raising=False)
    assert only_sentence(desk, a, tmp_path) == f"“a”: {tmp_path} can't be written to."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that is always full")
def test_a_full_disk_ends_the_export_with_one_sentence(
    desk: Desk, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = out(desk, clock, "a"), out(desk, clock, "b")
    to = tmp_path / "site"
    desk.publish.export([a], to=to)
    before = files(to)
    change(desk, a, body="Newer.")

    def full(_path: object, _mode: str) -> object:
        return open("/dev/full", "wb")

    monkeypatch.setattr("newsroom.export.files.open", full, raising=False)
    with pytest.raises(DiskFull, match=r"The disk is full; .* was not written"):
        desk.publish.export([a, b], to=to)
    assert files(to) == before


def test_a_picture_is_written_before_the_page_that_names_it(
    desk: Desk, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.set_site({"url": "https://harbour.example"})
    a = out(desk, clock, "a", picture=a_picture(desk, png(20, 10), alt="A quay"))
    written: list[str] = []

    def note(path: Path, content: bytes) -> None:
        written.append(path.parent.name)

    monkeypatch.setattr("newsroom.export.files.write", note)
    desk.publish.export([a], to=tmp_path / "site")
    assert written == ["pictures", "site"]


def test_only_what_readers_see_is_an_update_to_them(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    person = desk.staff.add(Person(name="Ana Lima")).value
    a = out(desk, clock, "a", body="Text.")
    to = tmp_path / "site"
    desk.publish.export([a], to=to)
    assert "Updated" not in (to / "a.html").read_text(encoding="utf-8")
    before = files(to)
    clock.forward(hours=1)
    desk.articles.assign([a], person.id)
    change(desk, a, ed_note="Call the port again.")
    assert desk.publish.export([a], to=to).count(Outcome.UNCHANGED) == 1
    assert files(to) == before

    change(desk, a, body="Text, and more.")
    changed_at = clock().strftime("%H:%M UTC")
    clock.forward(hours=1)
    desk.articles.assign([a], None)
    desk.publish.export([a], to=to)
    times = read_page((to / "a.html").read_text(encoding="utf-8")).one("p", class_="times")
    assert times.words.endswith(f"Updated 24 November 2026, {changed_at}")

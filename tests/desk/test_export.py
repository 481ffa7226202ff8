from __future__ import annotations

import errno
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.news.errors import BadInput, DiskFull
from newsroom.news.staff import Person
from newsroom.news.workflow import PubState, Stage
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make
from tests.export.scenes import a_picture


def out(desk: Desk, clock: HandClock, slug: str, **fields: object) -> int:
    number = make(desk, slug, **{"stage": Stage.READY, "body": f"The text of {slug}.", **fields})
    desk.publish.publish([number])
    clock.forward(hours=1)
    return number


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_pages_are_written_once(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    to = tmp_path / "site"
    a, b = out(desk, clock, "a"), out(desk, clock, "b")
    plan = desk.publish.export(None, to=to, dry_run=True)
    assert plan.dry_run
    assert {(i.article, i.action, i.why) for i in plan.items} == {
        (a, Outcome.WRITE, "new"),
        (b, Outcome.WRITE, "new"),
    }
    assert not to.exists()

    report = desk.publish.export(None, to=to)
    assert report.count(Outcome.WRITE) == 2
    assert {Path(i.path).name for i in report.items} == {"a.html", "b.html"}
    assert "The text of a." in (to / "a.html").read_text(encoding="utf-8")
    before = snapshot(to)

    clock.forward(days=3)  # every age in Recent Posts has changed, and nothing else
    again = desk.publish.export(None, to=to)
    assert again.count(Outcome.UNCHANGED) == 2
    assert snapshot(to) == before

    story = desk.articles.open(a)
    desk.articles.save(a, story.version, {"body": "Another text."})
    changed = desk.publish.export([a], to=to)
    assert [(i.action, i.why) for i in changed.items] == [(Outcome.WRITE, "changed")]
    page = (to / "a.html").read_text(encoding="utf-8")
    assert "Another text." in page
    assert "3 days ago" in page, "ages are those of the last writing"
    assert not [path for path in to.iterdir() if path.name.startswith(".")]


def test_a_page_that_was_damaged_is_written_again(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    a = out(desk, clock, "a")
    desk.publish.export([a], to=tmp_path)
    page = tmp_path / "a.html"
    whole = page.read_bytes()
    page.write_bytes(whole.replace(b"The text of a.", b"The text of b."))
    assert desk.publish.export([a], to=tmp_path).count(Outcome.WRITE) == 1
    assert page.read_bytes() == whole


def test_a_new_story_in_recent_posts_is_a_change(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    a = out(desk, clock, "a")
    desk.publish.export([a], to=tmp_path)
    out(desk, clock, "b")
    assert desk.publish.export([a], to=tmp_path).count(Outcome.WRITE) == 1


def test_another_programs_file_is_left_alone(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    a = out(desk, clock, "a")
    (tmp_path / "a.html").write_text("<p>mine</p>", encoding="utf-8")
    (item,) = desk.publish.export([a], to=tmp_path).items
    assert item.action is Outcome.REFUSED
    assert "was not made by newsroom" in item.why
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == "<p>mine</p>"
    assert desk.publish.export([a], to=tmp_path, force=True).count(Outcome.WRITE) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"stage": Stage.SPIKED}, "is spiked"), ({"embargo": 1}, "under embargo until")],
)
def test_what_may_not_go_out_is_refused(
    desk: Desk, clock: HandClock, tmp_path: Path, fields: dict[str, object], said: str
) -> None:
    a, b = out(desk, clock, "a"), out(desk, clock, "b")
    if "embargo" in fields:
        fields = {"embargo_until": clock() + timedelta(hours=1)}
    desk.articles.save(a, desk.articles.open(a).version, fields)
    report = desk.publish.export(None, to=tmp_path)
    by_id = {item.article: item for item in report.items}
    assert by_id[a].action is Outcome.REFUSED
    assert said in by_id[a].why
    assert by_id[b].action is Outcome.WRITE
    assert not (tmp_path / "a.html").exists()


def test_what_a_gate_keeps_back_is_told_and_what_a_reason_lets_through(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    open_, held, fine = (make(desk, slug, body="Text TK.") for slug in ("a", "b", "c"))
    desk.articles.save(fine, 1, {"body": "Text."})
    desk.articles.save(held, 1, {"embargo_until": clock() + timedelta(hours=1)})
    ids = (open_, held, fine)
    report = desk.publish.export(ids, to=tmp_path, dry_run=True)
    assert [found.article for found in report.shut] == [open_, held]
    assert [[f.check for f in found.stopping] for found in report.shut] == [
        ["tk"], ["tk", "embargo"]
    ]  # fmt: skip
    assert report.forced == ()
    report = desk.publish.export(ids, to=tmp_path, dry_run=True, override="It is due.")
    assert [found.article for found in report.shut] == [held], "no reason passes an embargo"
    assert report.forced == (open_,)
    assert desk.gates.signoffs(open_) == (), "looking signs nothing"
    report = desk.publish.export(ids, to=tmp_path, override="It is due.")
    assert report.count(Outcome.WRITE) == 2
    assert [made.reason for made in desk.gates.signoffs(open_)] == ["It is due."]
    assert desk.publish.export([open_], to=tmp_path, format="json").shut == ()


def test_a_draft_can_be_exported_by_name(desk: Desk, tmp_path: Path) -> None:
    number = make(desk, "draft", body="Text.")
    assert desk.publish.export([number], to=tmp_path).count(Outcome.WRITE) == 1
    assert desk.publish.export(None, to=tmp_path).items == ()


def test_slugs_stay_in_the_folder_and_apart(desk: Desk, tmp_path: Path) -> None:
    """What an older or a foreign store may hold, though the desk lets no such slug in."""
    store = desk._seat.store
    ids = [make(desk, f"s{n}", body="Text.") for n in range(3)]
    for number, slug in zip(ids, ("../../x", "x", "CON"), strict=True):
        store.articles.update(number, 1, {"slug": slug}, author=None)
    to = tmp_path / "deep" / "site"
    report = desk.publish.export(ids, to=to)
    names = [Path(item.path).name for item in report.items]
    assert len({name.casefold() for name in names}) == 3
    assert names[0] == "x.html"
    assert names[1] == "x-2.html"
    assert "x-2.html" in report.items[1].notes[0]
    assert names[2].casefold() != "con.html"
    assert sorted(p.name for p in to.iterdir()) == sorted(names)
    assert not (tmp_path / "x.html").exists()


def test_hostile_text_is_a_sentence_and_the_rest_goes_on(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    bad = out(desk, clock, "bad", body="> " * 5000 + "x")
    good = out(desk, clock, "good")
    report = desk.publish.export([bad, good], to=tmp_path)
    assert report.items[1].action is Outcome.WRITE
    if report.items[0].action is Outcome.REFUSED:
        assert report.items[0].why.startswith("“bad”")


def test_what_no_page_may_hold_is_named(desk: Desk, tmp_path: Path) -> None:
    body = (
        'Plain <b onclick="x()">words</b> and [a link](javascript:alert(1)).\n\n'
        '<script>alert(1)</script>\n\n<iframe src="https://evil.example"></iframe>\n'
        '\n<script>two()</script>\n\n<td style="text-align: left">kept</td>\n'
    )
    number = make(desk, "hostile", body=body)
    clean = make(desk, "clean", body="**Bold**, [a link](https://example.org) and a ![](x.png).\n")
    report = desk.publish.export([number, clean], to=tmp_path, override="a test")
    hostile, plain = report.items
    (note,) = hostile.notes
    assert note.startswith("Left out of “hostile”, as no page may hold it: ")
    for kind in ("2 × <script>", "<iframe>", "onclick", "javascript:"):
        assert kind in note
    assert "style" not in note
    assert plain.notes == ()
    again = desk.publish.export([number], to=tmp_path, override="a test")
    assert again.items[0].notes == (note,), "also where the file was there already"


def test_a_folder_that_cannot_be_written_is_said(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    a = out(desk, clock, "a")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    report = desk.publish.export([a], to=tmp_path / "file")
    assert "is a file, not a folder" in report.items[0].why
    with pytest.raises(BadInput, match="no format “odt”; there are: html"):
        desk.publish.export([a], to=tmp_path, format="odt")


def test_a_missing_picture_is_told(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    picture = a_picture(desk)
    a = out(desk, clock, "a", picture=picture)
    desk._seat.store.media.path(picture.sha256).unlink()
    (item,) = desk.publish.export([a], to=tmp_path).items
    assert item.action is Outcome.REFUSED
    assert item.why


def test_a_guest_who_joins_the_staff_gets_the_bio(desk: Desk, tmp_path: Path) -> None:
    number = make(desk, "a", body="Text.", bylines=(desk.staff.byline("Later Colleague"),))
    page = desk.publish.page_html(desk.articles.open(number))
    assert "Knows the docks." not in page
    desk.staff.add(Person(name="Later Colleague", bio="Knows the docks."))
    assert "Knows the docks." in desk.publish.page_html(desk.articles.open(number))


def test_the_preview_shows_what_is_typed(desk: Desk, clock: HandClock) -> None:
    from dataclasses import replace

    a = out(desk, clock, "a")
    out(desk, clock, "b")
    typed = replace(desk.articles.open(a), headline="Typed <now>", body="New **text**.")
    page = desk.publish.page_html(typed, preview=True)
    assert "Typed &lt;now&gt;" in page
    assert "<strong>text</strong>" in page
    assert ">B<" in page
    assert "1 hour ago" in page


def test_pubstates_that_are_public(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    a, b = out(desk, clock, "a"), out(desk, clock, "b")
    store = desk._seat.store
    version = desk.articles.open(a).version
    store.articles.update(a, version, {"pubstate": PubState.CORRECTED}, author=None)
    desk.publish.unpublish([b])
    assert [i.article for i in desk.publish.export(None, to=tmp_path).items] == [a]


def test_a_full_disk_is_told_and_what_stands_is_whole(
    desk: Desk, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = out(desk, clock, "a"), out(desk, clock, "b")
    desk.publish.export([a], to=tmp_path)
    before = (tmp_path / "a.html").read_bytes()
    story = desk.articles.open(a)
    desk.articles.save(a, story.version, {"body": "Newer."})

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("newsroom.export.files.os.fsync", full)
    with pytest.raises(DiskFull, match="disk is full"):
        desk.publish.export([a, b], to=tmp_path)
    assert [path.name for path in tmp_path.glob("*.html")] == ["a.html"]
    assert (tmp_path / "a.html").read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("kind", ["html", "docx", "ninjs", "json", "markdown"])
def test_what_was_made_is_given_to_be_looked_at(desk: Desk, tmp_path: Path, kind: str) -> None:
    number = make(desk, "a", headline="Head", body="The text of a.")
    to = tmp_path / "site"
    assert desk.publish.export([number], to=to, format=kind, dry_run=True).items[0].content == b""
    (item,) = desk.publish.export([number], to=to, format=kind, dry_run=True, keep=True).items
    assert not to.exists()
    desk.publish.export([number], to=to, format=kind)
    assert (to / item.name).read_bytes() == item.content
    assert "content" not in repr(item)


def test_what_stands_in_the_way_does_not_hide_what_was_made(desk: Desk, tmp_path: Path) -> None:
    number = make(desk, "a", headline="Head", body="The text of a.")
    (tmp_path / "a.html").write_text("mine")
    (item,) = desk.publish.export([number], to=tmp_path, dry_run=True, keep=True).items
    assert (item.action, item.name) == (Outcome.REFUSED, "a.html")
    assert b"The text of a." in item.content


def test_of_a_file_for_many_no_story_holds_a_copy(desk: Desk, tmp_path: Path) -> None:
    numbers = [make(desk, slug, headline="Head", body="Text.") for slug in ("a", "b")]
    report = desk.publish.export(numbers, to=tmp_path, format="json", dry_run=True, keep=True)
    assert [(item.name, item.content) for item in report.items] == [("", b"")] * 2

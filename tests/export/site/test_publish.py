"""What is written, what is left alone, and why: counts that can't flake."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.siterecord import SiteRecord
from newsroom.export import pictures
from newsroom.export.files import digest
from newsroom.export.site import manifest as manifests
from newsroom.export.site import publish
from newsroom.export.worker import Renderer
from newsroom.news.errors import BadInput, Cancelled, Refused
from newsroom.news.staff import Person
from newsroom.news.workflow import PubState
from tests.desk.conftest import HandClock
from tests.export.scenes import change, files, foreign, out, put
from tests.export.site.conftest import why, written

BOX = {"news-4.html", "news-3.html", "news-2.html", "news-1.html", "news-0.html", "باران.html",
       "crane.html", "lamp.html", "old.html"}  # fmt: skip


@pytest.fixture
def renders(renderer: Renderer, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that was parsed."""
    asked: list[str] = []
    render = renderer.render

    def counted(markdown: str, **given: object) -> str:
        asked.append(markdown)
        return render(markdown, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(renderer, "render", counted)
    return asked


def same_but_for_ages(one: Path, other: Path) -> None:
    """Both folders hold the same site, byte for byte but for words that grow old."""
    a, b = files(one), files(other)
    skipped = {manifests.NAME}
    assert a.keys() - skipped == b.keys() - skipped
    for path in sorted(a.keys() - skipped):
        assert digest(a[path][2]) == digest(b[path][2]), path


def test_a_plan_first_then_exactly_that(paper: Desk, to: Path) -> None:
    plan = paper.siting.plan(to)
    assert plan.dry_run
    assert not to.parent.exists(), "a plan touches nothing"
    assert {"index.html", "crane.html", "section/city/index.html", "feed.xml"} <= written(plan)
    assert set(why(plan).values()) == {"new"}
    told: list[tuple[int, int, str]] = []
    report = paper.siting.publish(to, progress=lambda *step: told.append(step))
    assert written(plan) == written(report), "the pictures too"
    assert any(path.startswith("pictures/") for path in written(plan))
    assert plan.pictures_told
    assert set(files(to)) == written(report) | {manifests.NAME}
    assert [done for done, _of, _path in told] == sorted(done for done, _of, _path in told)
    pages = {path for path in written(plan) if not path.startswith("pictures/")}
    assert told[-1] == (len(pages), len(pages), "")


def test_a_plan_of_many_files_makes_none_of_them(paper: Desk, to: Path, renders: list[str]) -> None:
    count = len(renders)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "CHUNK", 20)
        plan = paper.siting.plan(to)
    assert not plan.pictures_told
    assert len(renders) == count
    report = paper.siting.publish(to)
    more = written(report) - written(plan)
    assert more
    assert all(path.startswith("pictures/") for path in more)
    change(paper, paper.articles.by_slug("crane").id, section="culture", picture=None)
    plan, report = paper.siting.plan(to), paper.siting.publish(to)
    assert plan.pictures_told
    assert written(plan) == written(report)
    assert plan.deleted == report.deleted != ()
    assert plan.unchanged == report.unchanged


def test_pictures_that_were_made_small_before_are_copied(
    paper: Desk, to: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the window for a page, by an earlier publishing, or when they came in."""
    paper.siting.publish(to)
    made: list[int] = []
    monkeypatch.setattr(pictures, "rendition", lambda _data, width, *_part: made.append(width))
    paper.siting.publish(tmp_path / "other")
    assert made == []
    same = [path for path in files(to) if path.startswith("pictures/")]
    assert same
    assert all((to / path).read_bytes() == (tmp_path / "other" / path).read_bytes()
               for path in same)  # fmt: skip


def test_running_again_writes_nothing(
    paper: Desk, clock: HandClock, to: Path, renders: list[str]
) -> None:
    paper.siting.publish(to)
    before = files(to)
    clock.forward(days=3)  # every age has changed and nothing else
    for report in (paper.siting.plan(to), paper.siting.publish(to)):
        assert (report.written, report.deleted, report.uid) == ((), (), "")
        assert report.unchanged == len(before) - 1
    assert files(to) == before
    assert len(paper.siting.log()) == 1, "nothing was sent, so nothing is on record"
    # What readers never see changes no page, though it is a save.
    number = paper.articles.by_slug("crane").id
    change(paper, number, ed_note="Call the harbour master.")
    parsed = len(renders)
    assert paper.siting.publish(to).written == ()
    assert files(to) == before
    assert len(renders) == parsed


def test_a_changed_text_rewrites_the_pages_that_show_it(
    paper: Desk, to: Path, tmp_path: Path, renders: list[str]
) -> None:
    paper.siting.publish(to)
    before = files(to)
    renders.clear()
    number = paper.articles.by_slug("old").id
    change(paper, number, body="Old text.\n\nAnd a second paragraph.")
    plan = paper.siting.plan(to)
    report = paper.siting.publish(to)
    # Its lead stands in lists, so those have it too; the feeds have it whole.
    shown = {"old.html", "index.html", "feed.xml", "atom.xml", "feed.json", "section/city/feed.xml",
             "section/city/index.html", "tag/ships/index.html", "author/bo-reed/index.html",
             "search/2026-11.js", "sitemaps/2026-11.xml"}  # fmt: skip
    assert {"old.html", "feed.xml", "atom.xml", "feed.json", "section/city/feed.xml"} <= written(
        report
    )
    assert written(report) <= shown
    assert written(report) <= written(plan)
    assert why(report)["old.html"] == "what it shows changed"
    assert renders == ["Old text.\n\nAnd a second paragraph."]
    after = files(to)
    assert {path for path in after if after[path] != before.get(path)} == written(report) | {
        manifests.NAME
    }
    paper.siting.publish(tmp_path / "fresh")
    same_but_for_ages(to, tmp_path / "fresh")
    shutil.rmtree(tmp_path / "fresh")


def test_a_standing_clock_gives_the_same_bytes(paper: Desk, to: Path, tmp_path: Path) -> None:
    paper.siting.publish(to)
    change(paper, paper.articles.by_slug("crane").id, headline="The crane sinks", body="It sank.")
    paper.siting.publish(to)
    paper.siting.publish(tmp_path / "fresh")
    one, other = files(to), files(tmp_path / "fresh")
    assert {path: told[2] for path, told in one.items() if path != manifests.NAME} == {
        path: told[2] for path, told in other.items() if path != manifests.NAME
    }
    third = paper.siting.publish(to, rebuild=True)
    assert third.written == (), "made anew, it came out the same"
    assert files(to).keys() == one.keys()


def test_a_new_story_puts_the_box_anew_into_pages_without_making_them(
    paper: Desk, clock: HandClock, to: Path, tmp_path: Path, renders: list[str]
) -> None:
    paper.siting.publish(to)
    renders.clear()
    out(paper, clock, "fresh-fish", section="city", body="Fish.")
    report = paper.siting.publish(to)
    assert written(report) >= BOX | {"fresh-fish.html", "index.html"}
    assert {why(report)[path] for path in BOX} == {"its Recent Posts changed"}
    assert renders == ["Fish."]
    assert "fresh-fish.html" in (to / "old.html").read_text("utf-8")
    assert "fresh-fish.html" not in _box(to / "fresh-fish.html")
    assert _box(to / "fresh-fish.html").count("<li") == 6
    paper.siting.publish(tmp_path / "whole")
    same_but_for_ages(to, tmp_path / "whole")


def test_a_shared_box_keeps_an_upload_small(paper: Desk, clock: HandClock, to: Path) -> None:
    paper.siting.publish(to, shared=True)
    assert "news-4.html" in _box(to / "old.html"), "the box is there without a script"
    assert 'data-shared="en"' in _box(to / "old.html")
    out(paper, clock, "fresh-fish", section="city", body="Fish.")
    report = paper.siting.publish(to)  # as the last time
    assert not written(report) & BOX
    assert {"fresh-fish.html", "recent.js", "index.html"} <= written(report)
    assert "fresh-fish.html" in (to / "recent.js").read_text("utf-8")
    assert "fresh-fish.html" not in (to / "old.html").read_text("utf-8")
    own = paper.siting.publish(to, shared=False)
    assert written(own) >= BOX
    assert "recent.js" in {step.path for step in own.deleted}


def _box(page: Path) -> str:
    text = page.read_text("utf-8")
    return text[text.index("<!--recent-->") : text.index("<!--/recent-->")]


def test_a_changed_template_rewrites_what_uses_it(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    own = paper.folder / "templates" / "site"
    own.mkdir(parents=True)
    (own / "people.html").write_text("{% extends 'newsroom/site/people.html' %}\n"
                                     "{% block title %}Us{% endblock %}", "utf-8")  # fmt: skip
    report = paper.siting.publish(to)
    assert written(report) == {"author/index.html"}
    assert set(why(report).values()) == {"a template, the masthead or the program changed"}
    (own / "site.css").write_text("p { color: red }", "utf-8")
    assert written(paper.siting.publish(to)) == {"site.css", "404.html"}
    assert "p { color: red }" in (to / "404.html").read_text("utf-8")
    (own / "story.html").write_text("{{ page.headline }}\n{% if %}", "utf-8")
    before = files(to)
    with pytest.raises(BadInput, match=r"story\.html has a mistake in line 2"):
        paper.siting.publish(to)
    assert files(to) == before, "the old site stands"
    (own / "story.html").unlink()
    assert paper.siting.publish(to).written == ()


def test_a_page_of_ones_own_may_do_without_the_box(paper: Desk, clock: HandClock, to: Path) -> None:
    own = paper.folder / "templates" / "site"
    own.mkdir(parents=True)
    (own / "story.html").write_text("<!doctype html><title>{{ page.headline }}</title>{{ body }}")
    paper.siting.publish(to)
    assert (to / "old.html").read_text("utf-8").endswith("<p>Old text.</p>")
    out(paper, clock, "fresh-fish", body="Fish.")
    paper.siting.publish(to)
    assert "<p>Fish.</p>" in (to / "fresh-fish.html").read_text("utf-8")


def test_what_the_masthead_shows_is_on_every_page(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    paper.set_site({"name": "The Bay Post"})
    report = paper.siting.publish(to)
    assert written(report) >= BOX | {"index.html", "404.html", "feed.xml"}
    assert not {path for path in written(report) if path.startswith("pictures/")}


def test_a_person_changes_their_own_pages(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    ada = paper.staff.find("Ada Quill")
    assert ada is not None
    paper.staff.save(ada.id, ada.version, {"bio": "Writes of weather."})
    report = paper.siting.publish(to)
    assert {"lamp.html", "crane.html", "باران.html", "author/ada-quill/index.html"} <= written(
        report
    )
    assert not written(report) & {"old.html", "news-1.html", "author/bo-reed/index.html"}


def test_a_changed_slug_leaves_a_way_to_the_new_page(paper: Desk, to: Path, tmp_path: Path) -> None:
    paper.siting.publish(to)
    number = paper.articles.by_slug("lamp").id
    change(paper, number, slug="lighthouse")
    report = paper.siting.publish(to)
    assert "lighthouse.html" in written(report)
    moved = (to / "lamp.html").read_text("utf-8")
    assert '<meta http-equiv="refresh" content="0; url=lighthouse.html">' in moved
    assert '<link rel="canonical" href="https://harbour.example/lighthouse.html">' in moved
    assert "lamp.html" not in (to / "sitemaps" / "2026-11.xml").read_text("utf-8")
    # Kept for good, and at every place that the site is published to.
    assert paper.siting.publish(to).written == ()
    paper.siting.publish(tmp_path / "other")
    assert (tmp_path / "other" / "lamp.html").read_text("utf-8") == moved
    change(paper, number, slug="beacon")
    paper.siting.publish(to)
    for name in ("lamp", "lighthouse"):
        assert "url=beacon.html" in (to / f"{name}.html").read_text("utf-8")
    # A name that another story takes is that story's.
    change(paper, paper.articles.by_slug("old").id, slug="lamp")
    paper.siting.publish(to)
    assert "Old text." in (to / "lamp.html").read_text("utf-8")


def test_what_readers_may_not_see_is_nowhere(paper: Desk, clock: HandClock, to: Path) -> None:
    paper.siting.publish(to)
    number = paper.articles.by_slug("crane").id
    paper.publish.unpublish([number])
    report = paper.siting.publish(to)
    assert "crane.html" in {step.path for step in report.deleted}
    assert "tag/port/index.html" in {step.path for step in report.deleted}
    paper.siting.publish(to)
    for path, (_inode, _time, data) in files(to).items():
        assert b"crane" not in data or path == manifests.NAME, path
    withdrawn = paper.articles.by_slug("old").id
    foreign(paper, withdrawn, pubstate=PubState.WITHDRAWN)
    paper.siting.publish(to)
    page = (to / "old.html").read_text("utf-8")
    assert "This story was withdrawn" in page
    assert "noindex" in page
    for path, (_inode, _time, data) in files(to).items():
        assert b"Old text" not in data, path
        assert b"old.html" not in data or path == manifests.NAME, path


def test_an_embargo_ends_by_the_clock_alone(paper: Desk, clock: HandClock, to: Path) -> None:
    number = put(paper, "secret", body="Later.")
    paper.publish.publish([number])
    until = clock.now.replace(hour=23)
    foreign(paper, number, embargo_until=until)
    paper.siting.publish(to)
    assert not (to / "secret.html").exists()
    assert paper.siting.publish(to).written == ()
    clock.now = until
    assert "secret.html" in written(paper.siting.publish(to))


def test_old_pages_of_a_long_section_stay(desk: Desk, clock: HandClock, to: Path) -> None:
    for n in range(45):
        number = put(desk, f"long-{n:02}", section="city", body="Text.")
        desk.publish.publish([number])
        clock.forward(minutes=9)
    desk.siting.publish(to)
    listed = {path for path in files(to) if path.startswith("section/city/")}
    assert listed == {"section/city/index.html", "section/city/1.html"}
    assert _stories(to / "section/city/1.html") == [f"long-{n:02}" for n in range(19, -1, -1)]
    assert len(_stories(to / "section/city/index.html")) == 25
    for n in range(45, 60):
        number = put(desk, f"long-{n:02}", section="city", body="Text.")
        desk.publish.publish([number])
        clock.forward(minutes=9)
    before = files(to)["section/city/1.html"]
    report = desk.siting.publish(to)
    assert {p for p in written(report) if p.startswith("section/city/")} == {
        "section/city/index.html", "section/city/2.html", "section/city/1.html"
    }  # fmt: skip
    # The oldest page only leads to a new neighbour; its stories are the same.
    assert files(to)["section/city/1.html"] != before
    assert _stories(to / "section/city/1.html") == [f"long-{n:02}" for n in range(19, -1, -1)]
    out(desk, clock, "long-60", section="city", body="Text.")
    third = desk.siting.publish(to)
    assert {p for p in written(third) if p.startswith("section/city/")} == {
        "section/city/index.html"
    }
    whole = [_stories(to / f"section/city/{name}.html") for name in ("index", "2", "1")]
    assert [slug for page in whole for slug in page] == [f"long-{n:02}" for n in range(60, -1, -1)]


def _stories(page: Path) -> list[str]:
    found = re.findall(r'<h2><a href="\.\./\.\./([\w-]+)\.html"', page.read_text("utf-8"))
    assert found
    return found


def test_every_link_leads_somewhere(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    pages = [path for path in files(to) if path.endswith(".html")]
    for path in pages:
        for address in _links(to / path):
            target = urldefrag(address)[0]
            if target.startswith("https://harbour.example/"):
                target = f"/{target.removeprefix('https://harbour.example/')}"
            if not target or re.match(r"[a-z]+:", target):
                continue
            place = to / target[1:] if target[0] == "/" else to / Path(path).parent / target
            place = place / "index.html" if place.is_dir() else place
            assert place.is_file(), f"{path} leads to {address}"


def _links(page: Path) -> Iterator[str]:
    for found in re.finditer(r'\b(?:href|src)="([^"]*)"', page.read_text("utf-8")):
        yield unquote(unescape(found[1]))


def test_cancelling_leaves_the_old_site(paper: Desk, clock: HandClock, to: Path) -> None:
    paper.siting.publish(to)
    before = files(to)
    out(paper, clock, "fresh-fish", body="Fish.")
    done = iter(range(5))
    with pytest.raises(Cancelled):
        paper.siting.publish(to, cancelled=lambda: next(done, None) is None)
    assert files(to) == before
    assert "fresh-fish.html" in written(paper.siting.publish(to))
    paper.siting.publish(to.with_name("fresh"))
    same_but_for_ages(to, to.with_name("fresh"))


def test_each_publication_is_on_record(paper: Desk, clock: HandClock, to: Path) -> None:
    paper.staff.add(Person(name="Wei Webb"))
    paper.sit("Wei Webb")
    first = paper.siting.publish(to)
    out(paper, clock, "fresh-fish", body="Fish.")
    second = paper.siting.publish(to)
    newest, oldest = paper.siting.log()
    assert (newest.uid, oldest.uid) == (second.uid, first.uid)
    assert newest.who == (paper.me.id if paper.me else None)
    assert (newest.written, newest.total) == (len(second.written), len(files(to)) - 1)
    kept = paper._seat.store.publications.get(second.uid)
    assert kept is not None
    assert {path for path, sha256 in kept.files.items() if sha256} == written(second)
    check = paper.siting.verify(to)
    assert (check.differences, check.on_record, check.files) == ((), True, newest.total)


def test_a_lost_record_is_written_by_the_next_run(
    paper: Desk, clock: HandClock, to: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(SiteRecord, "sent", lambda *_args: None)  # killed right before
        paper.siting.publish(to)
    assert paper.siting.log() == ()
    out(paper, clock, "fresh-fish", body="Fish.")
    paper.siting.publish(to)
    assert next(sent.written for sent in reversed(paper.siting.log())) > 20
    assert len(paper.siting.log()) == 2


def test_verify_tells_what_differs(paper: Desk, to: Path) -> None:
    with pytest.raises(BadInput, match="No site was published"):
        paper.siting.verify(to)
    paper.siting.publish(to)
    page = to / "old.html"
    text = page.read_bytes()
    page.write_bytes(text.replace(b"Old text.", b"New text."))
    (to / "lamp.html").unlink()
    (to / "CNAME").write_text("harbour.example")
    told = {d.path: str(d.fault) for d in paper.siting.verify(to).differences}
    assert told == {"old.html": "changed", "lamp.html": "missing", "CNAME": "other"}
    plan = why(paper.siting.plan(to))
    assert plan == {
        "old.html": "somebody changed it in the folder",
        "lamp.html": "it was missing in the folder",
    }
    assert written(paper.siting.publish(to)) == {"old.html", "lamp.html"}
    assert page.read_bytes() == text
    assert (to / "CNAME").read_text() == "harbour.example"
    listed = (to / manifests.NAME).read_bytes()
    (to / manifests.NAME).write_bytes(listed.replace(b"lamp.html\t", b"limp.html\t"))
    faults = {str(d.fault) for d in paper.siting.verify(to).differences}
    assert faults >= {"record", "missing", "other"}


def test_a_lost_picture_is_made_again(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    before = {p: told[2] for p, told in files(to).items() if p.startswith("pictures/")}
    assert len(before) >= 4
    for path in before:
        (to / path).unlink()
    assert written(paper.siting.publish(to)) == set(before)
    assert {p: told[2] for p, told in files(to).items() if p.startswith("pictures/")} == before


def test_a_missing_picture_file_keeps_no_site_back(
    paper: Desk, to: Path, renders: list[str]
) -> None:
    number = paper.articles.by_slug("crane").id
    picture = paper.articles.open(number).picture
    assert picture is not None
    paper._seat.store.media.path(picture.sha256).unlink()
    report = paper.siting.publish(to)
    assert any("“crane” goes out without its picture" in note for note in report.notes)
    assert "<img" not in (to / "crane.html").read_text("utf-8").split("<main")[1].split("author")[0]
    assert paper.siting.verify(to).differences == ()


def test_the_site_goes_back_to_what_it_was(paper: Desk, clock: HandClock, to: Path) -> None:
    paper.siting.publish(to)
    with pytest.raises(BadInput, match="no earlier site"):
        paper.siting.back(to)
    before = {p: t[2] for p, t in files(to).items() if p != manifests.NAME}
    out(paper, clock, "fresh-fish", body="Fish.")
    paper.siting.publish(to)
    after = {p: t[2] for p, t in files(to).items() if p != manifests.NAME}
    (to / "CNAME").write_text("harbour.example")
    report = paper.siting.back(to)
    (to / "CNAME").unlink()
    assert {p: t[2] for p, t in files(to).items() if p != manifests.NAME} == before
    assert "fresh-fish.html" in {step.path for step in report.deleted}
    assert paper.siting.verify(to).on_record
    paper.siting.publish(to)
    assert {p: t[2] for p, t in files(to).items() if p != manifests.NAME}.keys() == after.keys()


def test_going_back_brings_no_story_back_that_was_taken_back(
    paper: Desk, clock: HandClock, to: Path
) -> None:
    number = paper.articles.by_slug("crane").id
    paper.siting.publish(to)
    paper.withdrawing.take_down((number,), reason="Libel")
    paper.siting.publish(to)
    stands = files(to)
    with pytest.raises(Refused, match=r"crane\.html, which was taken back since"):
        paper.siting.back(to)
    assert files(to) == stands
    out(paper, clock, "fresh-fish", body="Fish.")
    paper.siting.publish(to)
    paper.siting.back(to)
    assert "crane.html" not in (to / "index.html").read_text("utf-8"), (
        "its notice stands there, no more"
    )


def test_without_an_address_there_are_no_feeds(desk: Desk, clock: HandClock, to: Path) -> None:
    out(desk, clock, "story", body="Text.")
    report = desk.siting.publish(to)
    assert "newsroom config url" in report.notes[0]
    assert not {"feed.xml", "sitemap.xml", "robots.txt"} & written(report)
    assert "feed.xml" not in (to / "index.html").read_text("utf-8")


def test_an_empty_newsroom_has_a_site(desk: Desk, to: Path) -> None:
    desk.set_site({"url": "https://harbour.example"})
    report = desk.siting.publish(to)
    assert {"index.html", "404.html", "archive/index.html", "feed.json"} <= written(report)
    assert json.loads((to / "feed.json").read_text("utf-8"))["items"] == []


def test_nothing_to_do_is_told_without_templates_or_markdown(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    target = paper._seat.store.target
    paper.close()
    code = (
        "import sys; from pathlib import Path; from newsroom.desk.desk import open_desk\n"
        f"with open_desk({str(target)!r}) as desk:\n"
        f"    report = desk.siting.publish(Path({str(to)!r}))\n"
        "    assert report.written == (), report.written\n"
        "print([name for name in ('jinja2', 'markdown', 'PIL', 'nh3') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_one_may_read_and_plan_in_a_store_that_one_may_not_write(paper: Desk, to: Path) -> None:
    target = paper._seat.store.target
    paper.close()
    with open_desk(target, read_only=True) as desk:
        assert desk.siting.plan(to).written

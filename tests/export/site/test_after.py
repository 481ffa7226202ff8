"""Corrections and withdrawals on the site; and that nothing leaks that no reader may see."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from newsroom.desk.desk import Desk
from newsroom.desk.export import Outcome
from newsroom.export import EXPORTERS
from newsroom.news.errors import Refused
from newsroom.news.workflow import PubState, Stage
from tests.desk.conftest import HandClock
from tests.export.scenes import out, put
from tests.export.site.conftest import written

SECRET = "zanzibar"  # stands in every field of what may not be seen, and nowhere else


def spelled(secret: str) -> re.Pattern[bytes]:
    return re.compile(secret.encode(), re.IGNORECASE)


def everything(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def leaks(folder: Path, secret: str = SECRET) -> list[str]:
    """Every file that holds the secret, in its bytes or its name."""
    found = spelled(secret)
    return [
        path for path, data in everything(folder).items()
        if found.search(data) or found.search(path.encode())
    ]  # fmt: skip


def secret_story(**more: object) -> dict[str, object]:
    return {
        "headline": f"The {SECRET} papers",
        "kicker": f"{SECRET} exclusive",
        "dek": f"About {SECRET}",
        "dateline": SECRET.upper(),
        "body": f"All of {SECRET} [is here](https://{SECRET}.example).\n\nMore {SECRET}.",
        "tags": (SECRET,),
        "short_headline": f"{SECRET} short",
        "ed_note": f"{SECRET} note",
        **more,
    }


def test_a_correction_is_told_everywhere_a_reader_looks(
    paper: Desk, to: Path, clock: HandClock
) -> None:
    paper.set_site({"timezone": "Asia/Tehran"})
    paper.siting.publish(to)
    before = everything(to)
    number = paper.articles.by_slug("crane").id
    clock.forward(hours=3)
    paper.correcting.correct(
        number, "correction", wrong='The <b>"crane"</b>', right="The tower", where="headline",
        fields={"body": "The tower."},
    )  # fmt: skip
    fa = paper.articles.by_slug("باران").id
    paper.correcting.correct(fa, "clarification", right="باران کم بود")
    touched = written(paper.siting.publish(to))
    assert {"crane.html", "corrections.html", "feed.xml", "atom.xml", "feed.json"} <= touched

    page = (to / "crane.html").read_text("utf-8")
    said = (
        "An earlier version of this story said “The &lt;b&gt;&quot;crane&quot;&lt;/b&gt;” "
        "(headline). It should have said “The tower”."
    )
    notice = f'<aside class="notice"><p><strong>Correction, 25 November 2026:</strong> {said}'
    assert page.index(notice) < page.index("The tower.</p>"), "a correction stands on top"
    assert "Corrected <time" in page
    record = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    (comment,) = record["correction"]
    assert comment["@type"] == "CorrectionComment"
    assert comment["datePublished"] == record["dateModified"]
    persian = (to / "باران.html").read_text("utf-8")
    assert persian.index("باران آمد.</p>") < persian.index("توضیح، ۴ آذر ۱۴۰۵:"), "below"

    listed = (to / "corrections.html").read_text("utf-8")
    assert 'href="crane.html"' in listed
    assert "It should have said “The tower”." in listed
    assert 'lang="fa" dir="rtl"' in listed
    feed = json.loads((to / "feed.json").read_text("utf-8"))
    item = next(item for item in feed["items"] if item["url"].endswith("crane.html"))
    assert item["date_modified"] == record["dateModified"]
    assert "Correction, 25 November" in item["content_html"]
    old = json.loads(before["feed.json"])
    was = next(item for item in old["items"] if item["url"].endswith("crane.html"))
    assert item["date_modified"] > was["date_modified"]
    months = b"".join(path.read_bytes() for path in (to / "sitemaps").glob("*.xml"))
    assert record["dateModified"][:19].encode() in months
    assert not paper.siting.publish(to).written, "and then all is quiet"


def test_an_update_and_a_refile(paper: Desk, to: Path, clock: HandClock) -> None:
    number = paper.articles.by_slug("crane").id
    clock.forward(hours=3)
    paper.correcting.correct(number, "update", right="The crane is up.")
    paper.correcting.correct(number, "refile", wrong="teh", right="the")
    paper.siting.publish(to)
    page = (to / "crane.html").read_text("utf-8")
    assert re.search(r"<strong>Update, 2. November 2026:</strong> The crane is up.</p>", page)
    assert "teh" not in page
    assert "crane.html" not in (to / "corrections.html").read_text("utf-8")
    one = paper.publish.page_html(paper.articles.open(number))
    assert "The crane is up." in one
    for kind in EXPORTERS:
        if kind.id in ("json", "markdown", "pdf", "proof"):
            continue  # the story as it is worked on; PDF is the page, packed
        name = f"{kind.id}-out"
        report = paper.publish.export([number], to=to.parent / name, format=kind.id)
        (item,) = report.items
        data = Path(item.path).read_bytes()
        if kind.id in ("docx", "epub"):
            import io
            import zipfile

            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                data = b"".join(packed.read(part) for part in packed.namelist())
        assert b"The crane is up." in data, kind.id


def test_a_kill_leaves_a_notice_and_nothing_else(paper: Desk, to: Path, clock: HandClock) -> None:
    out(paper, clock, f"{SECRET}-1", section="city", **secret_story())
    paper.articles.pin(paper.articles.by_slug(f"{SECRET}-1").id, True)
    paper.siting.publish(to)
    assert {"feed.xml", "sitemap-news.xml", "index.html", "crane.html"} <= set(leaks(to))
    number = paper.articles.by_slug(f"{SECRET}-1").id
    paper.sit("Ada Quill")
    paper.withdrawing.ask_kill(number, reason="Libel", notice="We were <wrong>.\n\nSorry.")
    paper.sit("Bo Reed")
    paper.withdrawing.agree(number)
    paper.siting.publish(to)
    assert set(leaks(to)) == {f"{SECRET}-1.html", ".newsroom-site"}, "the address readers have"
    page = (to / f"{SECRET}-1.html").read_text("utf-8")
    assert not spelled(SECRET).search(page.replace(f"{SECRET}-1", "").encode())
    assert "This story was withdrawn" in page
    assert "We were &lt;wrong&gt;." in page
    assert "Since 24 November 2026." in page or "Since 25 November 2026." in page
    assert '<meta name="robots" content="noindex">' in page
    assert "Libel" not in page, "the reason stays in the house"
    for kind in paper.publish.formats():
        (item,) = paper.publish.export([number], to=to.parent / kind.id, format=kind.id).items
        assert item.action is Outcome.REFUSED, kind.id
    with pytest.raises(Refused):
        paper.publish.clip(paper.articles.open(number))

    clock.forward(hours=1)
    paper.withdrawing.republish(number, reason="The judge agreed with us.")
    paper.siting.publish(to)
    assert "The Zanzibar papers" in (to / "index.html").read_text("utf-8") or leaks(to)


def test_gone_means_gone(paper: Desk, to: Path, clock: HandClock) -> None:
    paper.set_site({"url": "https://harbour.example/post/"})
    a, b = (out(paper, clock, slug, **secret_story()) for slug in ("a-1", "b-1"))
    paper.siting.publish(to)
    assert not (to / ".htaccess").exists()
    paper.withdrawing.take_down([a], reason="Rights", page="gone")
    paper.withdrawing.take_down([b], reason="Rights", notice="Rights ran out.")
    paper.siting.publish(to)
    assert leaks(to) == []
    assert not (to / "a-1.html").exists()
    assert 'Redirect gone "/post/a-1.html"\n' in (to / ".htaccess").read_text()
    page = (to / "b-1.html").read_text()
    assert "This story is no longer available" in page
    assert "Rights ran out." in page
    assert not paper.siting.publish(to).written


def test_a_former_address_tells_of_the_kill_too(paper: Desk, to: Path, clock: HandClock) -> None:
    number = out(paper, clock, "a-1", **secret_story())
    other = out(paper, clock, "b-1", **secret_story())
    paper.siting.publish(to)
    paper.renaming.rename(number, "a-2")
    paper.renaming.rename(other, "b-2")
    told = {step.path: step.why for step in paper.siting.publish(to).written}
    assert "another address" in told["a-1.html"]
    assert told["a-2.html"] == "new"
    assert "has moved" in (to / "a-1.html").read_text()

    paper.withdrawing.take_down([number], reason="Rights", notice="Rights ran out.")
    paper.withdrawing.take_down([other], reason="Rights", page="gone")
    told = {step.path: step.why for step in paper.siting.publish(to).written}
    assert "taken back" in told["a-1.html"]
    assert told["a-1.html"] == told["a-2.html"]
    assert leaks(to) == []
    for name in ("a-1.html", "a-2.html"):
        assert "Rights ran out." in (to / name).read_text()
    assert not (to / "b-1.html").exists()
    gone = (to / ".htaccess").read_text()
    assert 'Redirect gone "/b-1.html"\n' in gone
    assert 'Redirect gone "/b-2.html"\n' in gone

    paper.publish.publish([number])
    told = {step.path: step.why for step in paper.siting.publish(to).written}
    assert told["a-2.html"] == "the story is back"
    assert "another address" in told["a-1.html"]


def test_merely_unpublished_leaves_no_trace(paper: Desk, to: Path, clock: HandClock) -> None:
    number = out(paper, clock, "a-1", **secret_story())
    paper.siting.publish(to)
    paper.publish.unpublish([number])
    paper.siting.publish(to)
    assert leaks(to) == []
    assert not (to / "a-1.html").exists()


def test_nothing_leaks_that_no_reader_may_see(paper: Desk, to: Path, clock: HandClock) -> None:
    """Embargoed, scheduled, killed, taken down, parked, noted out, spiked, on hold, not for
    publication, internal: not a byte of it in any page, feed, map, index or format."""
    later = clock() + timedelta(days=1)
    stories = {
        "embargoed": put(paper, "s-embargoed", **secret_story()),
        "forever": put(paper, "s-forever", **secret_story()),
        "scheduled": put(paper, "s-scheduled", **secret_story()),
        "draft": put(paper, "s-draft", **secret_story(stage=Stage.DRAFT)),
        "hold": put(paper, "s-hold", **secret_story(stage=Stage.HOLD)),
        "spiked": put(paper, "s-spiked", **secret_story()),
        "killed": out(paper, clock, "s-killed", **secret_story()),
        "down": out(paper, clock, "s-down", **secret_story()),
        "barred": out(paper, clock, "s-barred", **secret_story()),
    }  # fmt: skip
    out(
        paper, clock, "parked", headline="Parked", ed_note=SECRET,
        body=f"Open words.\n\n%%{SECRET}%%\n\nMore %%{SECRET}%% open words.",
    )  # fmt: skip
    paper.publish.publish([stories["embargoed"]])
    paper.review.embargo([stories["embargoed"]], later)
    paper.review.embargo([stories["forever"]], later.replace(year=9999, month=12, day=31))
    paper.scheduling.schedule([stories["scheduled"]], later)
    paper.articles.spike([stories["spiked"]])
    paper.articles.set_fields([stories["barred"]], {"not_for_publication": True})
    paper.sit("Ada Quill")
    paper.withdrawing.ask_kill(stories["killed"], reason=SECRET)
    paper.sit("Bo Reed")
    paper.withdrawing.agree(stories["killed"])
    paper.withdrawing.take_down([stories["down"]], reason=SECRET)
    thread = paper.articles.by_slug("crane").id
    paper.comments.add(thread, f"Ask {SECRET}")

    paper.siting.publish(to)
    names = everything(to)
    assert "crane.html" in names
    assert any(name.startswith("search") for name in names)
    assert not any(name.startswith("s-") and name not in ("s-killed.html", "s-down.html")
                   for name in names)  # fmt: skip

    for kind in paper.publish.formats():
        folder = to.parent / "single" / kind.id
        report = paper.publish.export(stories.values(), to=folder, format=kind.id)
        may = {item.slug for item in report.items if item.action is not Outcome.REFUSED}
        # Somebody may take work out by hand to have it read; what is kept back nobody may.
        assert may <= {"s-draft", "s-hold", "s-scheduled", "s-down"}, kind.id
        whole = to.parent / "whole" / kind.id
        paper.publish.export(None, to=whole, format=kind.id)
        if kind.id not in ("json", "markdown"):  # they take parked words out and in again
            assert leaks(whole) == [], kind.id
    for name in ("embargoed", "forever", "killed", "barred"):
        with pytest.raises(Refused):
            paper.publish.clip(paper.articles.open(stories[name]))

    clock.forward(days=1)
    paper.scheduling.publish_due()
    assert paper.articles.open(stories["scheduled"]).pubstate is PubState.PUBLISHED
    paper.siting.publish(to)
    assert {"s-embargoed.html", "s-scheduled.html"} <= set(leaks(to)), "what was kept back comes"

"""Looking ahead: what readers will see at a moment, told before it comes."""

from __future__ import annotations

from datetime import timedelta

from newsroom.desk.desk import Desk
from newsroom.news.workflow import INDEFINITE, Stage
from tests.desk.conftest import START, HandClock
from tests.desk.test_articles import make
from tests.desk.test_correcting import published
from tests.export.scenes import a_picture, png

HOUR = timedelta(hours=1)


def headlines(desk: Desk, hours: float) -> list[str]:
    return [teaser.headline for teaser in desk.publish.as_at.box(START + hours * HOUR)]


def paper(desk: Desk, clock: HandClock) -> dict[str, int]:
    """One story out, one under embargo until three, one scheduled for two, others never."""
    picture = a_picture(desk, png(40, 30), alt="A crane")
    numbers = {
        "out": published(desk, "out", headline="Out"),
        "freed": published(desk, "freed", headline="Freed"),
        "coming": make(
            desk, "coming", headline="Coming", stage=Stage.READY, body="It comes.",
            bylines=(desk.staff.byline("Nadia Brandt"),), tags=("ships",), picture=picture,
        ),
        "forever": published(desk, "forever", headline="Forever"),
        "held": make(desk, "held", headline="Held", stage=Stage.READY),
    }  # fmt: skip
    desk.review.embargo([numbers["freed"]], START + 3 * HOUR)
    desk.review.embargo([numbers["forever"]], INDEFINITE)
    desk.scheduling.schedule([numbers["coming"], numbers["held"]], START + 2 * HOUR)
    desk.review.embargo([numbers["held"]], START + 9 * HOUR)
    clock.forward(minutes=5)
    return numbers


def test_the_box_as_it_will_be(shared: Desk, clock: HandClock) -> None:
    paper(shared, clock)
    assert shared.publish.as_at.moments() == (START + 2 * HOUR, START + 3 * HOUR)
    assert headlines(shared, 1) == ["Out"]
    assert headlines(shared, 2) == ["Coming", "Out"]
    assert headlines(shared, 3) == ["Coming", "Freed", "Out"]
    assert headlines(shared, 9)[0] in ("Held", "Coming")
    assert set(headlines(shared, 9)) == {"Held", "Coming", "Freed", "Out"}
    assert [t.headline for t in shared.publish.as_at.box(START + 3 * HOUR, count=1)] == ["Coming"]
    assert [teaser.headline for teaser in shared.recent.box()] == ["Out"], "nothing has changed"
    (first, *_rest) = shared.publish.as_at.box(START + 4 * HOUR)
    assert (first.age, bool(first.picture), first.picture_alt) == ("2 hours ago", True, "A crane")


def test_the_page_as_it_will_be(desk: Desk, clock: HandClock) -> None:
    numbers = paper(desk, clock)
    out = desk.articles.open(numbers["out"])
    assert "Coming" in desk.publish.as_at.page_html(out, START + 2 * HOUR)
    assert "Coming" not in desk.publish.as_at.page_html(out, START + HOUR)
    coming = desk.articles.open(numbers["coming"])
    page = desk.publish.as_at.page_html(coming, START + 2 * HOUR)
    assert "2026-11-24T14:00:00+00:00" in page, "published at its time"
    assert "Not published yet" in desk.publish.as_at.page_html(coming, START + HOUR)


def test_the_front_page_as_it_will_be(desk: Desk, clock: HandClock) -> None:
    paper(desk, clock)
    before = desk.publish.as_at.front_html(START + HOUR)
    assert "Coming" not in before
    assert "Freed" not in before
    after = desk.publish.as_at.front_html(START + 3 * HOUR)
    assert "Coming" in after
    assert "Freed" in after
    assert "Forever" not in after
    assert "Held" not in after
    assert "data:image/png;base64," in after
    assert "<script" not in after
    assert 'rel="stylesheet"' not in after
    assert "default-src 'none'" in after
    assert desk._seat.store.publications.last() == (), "nothing went out"


def test_a_missing_picture_spoils_no_front(desk: Desk, clock: HandClock) -> None:
    numbers = paper(desk, clock)
    picture = desk.articles.open(numbers["coming"]).picture
    assert picture is not None
    for path in desk.folder.rglob(f"*{picture.sha256}*"):
        path.unlink()
    assert "Coming" in desk.publish.as_at.front_html(START + 2 * HOUR)


def test_how_others_will_show_it(desk: Desk) -> None:
    desk.set_site({"name": "Post", "url": "https://h.example"})
    number = published(
        desk, "a", headline="<i>H</i> " + "long " * 30, kicker="IFP", dek="Dek & more " * 30,
        bylines=(desk.staff.byline("Nadia Brandt"),),
    )  # fmt: skip
    page = desk.publish.cards(desk.articles.open(number))
    for name in ("Search result", "Social card", "Feed item", "Newsletter"):
        assert f"<h2>{name}</h2>" in page
    assert "&lt;i&gt;H&lt;/i&gt; long long" in page
    assert "<i>" not in page
    assert "https://h.example/a.html" in page
    assert "No lead picture" in page
    picture = a_picture(desk, png(40, 30), alt="A crane")
    fa = make(desk, "باران", headline="باران", language="fa", picture=picture)
    desk.set_site({"url": ""})
    page = desk.publish.cards(desk.articles.open(fa))
    assert 'dir="rtl"' in page
    assert 'alt="A crane"' in page
    assert "The site has no address yet" in page

"""The news list: what is meant for a day, by the newsroom's own clock."""

from __future__ import annotations

from datetime import date, timedelta

from newsroom.desk.desk import Desk
from newsroom.news.workflow import Stage
from tests.desk.conftest import START, HandClock
from tests.desk.test_articles import make
from tests.desk.test_correcting import published


def test_what_is_meant_for_the_day(shared: Desk, clock: HandClock) -> None:
    shared.set_site({"timezone": "Asia/Tehran", "name": "The <Post>"})
    tomas = shared.staff.find("Tomas Keel")
    assert tomas is not None
    make(shared, "planned", planned_at=START + timedelta(hours=5), commissioned_length=400,
         headline="<b>Plan</b>", body="", dek="", assignee=tomas.id)  # fmt: skip
    make(shared, "due", due_at=START + timedelta(hours=1), headline="", dek="Only a dek")
    make(shared, "later", planned_at=START + timedelta(hours=9), due_at=START)
    make(shared, "spiked", planned_at=START, stage=Stage.SPIKED)
    number = make(shared, "scheduled", stage=Stage.READY, planned_at=START + timedelta(days=3))
    shared.scheduling.schedule([number], START + timedelta(hours=2))
    down = published(shared, "down", planned_at=START)
    shared.publish.unpublish([down])
    make(shared, "unplanned")

    made = shared.newslists.of()
    assert made.day == shared.newslists.today() == date(2026, 11, 24)
    assert [line.slug for line in made.lines] == ["due", "scheduled", "planned"]
    plan = made.lines[2]
    assert (plan.ordered, plan.who, plan.at) == (400, "Tomas Keel", START + timedelta(hours=5))
    assert made.lines[0].line == "Only a dek"
    assert made.words == sum(line.words for line in made.lines) + 400
    assert [line.slug for line in shared.newslists.of(date(2026, 11, 25)).lines] == ["later"], (
        "the day begins at the newsroom's own midnight"
    )

    page = shared.newslists.page()
    assert "News list, Tuesday 24 November 2026" in page
    assert "The &lt;Post&gt;" in page
    assert "&lt;b&gt;Plan&lt;/b&gt;" in page
    assert "20:30" in page, "17:00 UTC in Tehran"
    assert "0 / 400" in page
    assert "Scheduled" in page
    empty = shared.newslists.page(date(2027, 5, 1))
    assert "Nothing is planned for this day yet." in empty

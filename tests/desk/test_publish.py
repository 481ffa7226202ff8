from __future__ import annotations

from datetime import timedelta

import pytest

from newsroom.desk.desk import Desk
from newsroom.news.errors import NotApproved, NotFound, Refused
from newsroom.news.workflow import PubState, Stage
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make


def test_publishing_sets_the_state_and_the_first_moment(desk: Desk, clock: HandClock) -> None:
    number = make(desk, "a", stage=Stage.READY)
    changes = desk.publish.publish([number])
    assert changes.label == "Published 1 story"
    assert changes.recent
    story = desk.articles.open(number)
    assert (story.pubstate, story.published_at) == (PubState.PUBLISHED, clock())
    assert story.stage is Stage.READY, "the two axes never mix"
    assert desk.articles.revisions(number)[0].kind == "publish"
    assert not desk.publish.publish([number])

    first = clock()
    clock.forward(days=1)
    assert desk.publish.unpublish([number]).label == "Unpublished 1 story"
    assert desk.articles.open(number).pubstate is PubState.UNPUBLISHED
    assert not desk.publish.unpublish([number])
    desk.publish.publish([number])
    assert desk.articles.open(number).published_at == first


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"stage": Stage.SPIKED}, "“a” is spiked"),
        ({"stage": Stage.HOLD}, "“a” is on hold"),
        ({"headline": " "}, "“a” has no headline yet"),
        ({"embargo": 1}, r"“a” is under embargo until 24 Nov 2026, 13:00 \(UTC\+00:00\)"),
    ],
)
def test_what_may_not_go_out_stops_all_of_it(
    desk: Desk, clock: HandClock, fields: dict[str, object], said: str
) -> None:
    if hours := fields.pop("embargo", None):
        assert isinstance(hours, int)
        fields["embargo_until"] = clock() + timedelta(hours=hours)
    b = make(desk, "b", stage=Stage.READY)
    a = make(desk, "a", **fields)
    with pytest.raises(Refused, match=said):
        desk.publish.publish([b, a])
    assert desk.articles.open(b).pubstate is PubState.NONE


def test_an_embargo_ends(desk: Desk, clock: HandClock) -> None:
    number = make(desk, "a", embargo_until=clock() + timedelta(hours=1))
    clock.forward(hours=1)
    assert desk.publish.publish([number])


def test_a_withdrawn_story_stays_in(desk: Desk) -> None:
    number = make(desk, "a")
    store = desk._seat.store
    store.articles.update(number, 1, {"pubstate": PubState.WITHDRAWN}, author=None)
    with pytest.raises(Refused, match="was withdrawn"):
        desk.publish.publish([number])


def test_a_story_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.publish.publish([99])


def test_the_formats_are_those_of_the_exporters(desk: Desk) -> None:
    assert ("html", ".html") in [(f.id, f.suffix) for f in desk.publish.formats()]


def test_what_is_ready_is_told_with_what_the_gate_says(shared: Desk) -> None:
    late = make(shared, "late", stage=Stage.READY, body="One.", due_at=shared.clock())
    held = make(shared, "held", stage=Stage.READY, body="TK.")
    make(shared, "draft", body="One.")
    down = make(shared, "down", stage=Stage.READY, body="One.")
    shared.publish.publish([down])
    shared.withdrawing.take_down([down], reason="A wish.")
    found = shared.publish.ready()
    assert [one.row.id for one in found] == [late, held], "what was taken down is not among them"
    assert [one.report.passes for one in found] == [True, False]
    assert [finding.check for finding in found[1].report.stopping] == ["tk"]


def test_what_nobody_approved_is_told_with_its_stage(desk: Desk) -> None:
    raw, ready = make(desk, "raw", stage=Stage.COPY), make(desk, "ready", stage=Stage.READY)
    held = make(desk, "held", stage=Stage.HOLD)
    with pytest.raises(NotApproved, match="“raw” stands in Copy: nobody has approved it"):
        desk.publish.hold_approved([ready, raw])
    desk.publish.hold_approved([ready, held])  # what is on hold has a sentence of its own
    desk.publish.publish([raw])
    desk.publish.hold_approved([raw])  # readers have it already

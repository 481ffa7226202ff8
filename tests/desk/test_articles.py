from __future__ import annotations

import pytest

from newsroom.desk.articles import MOST_AT_ONCE
from newsroom.desk.desk import Desk
from newsroom.news.article import Byline, Filter
from newsroom.news.errors import BadInput, Conflict, NotFound, SlugTaken
from newsroom.news.lists import Template
from newsroom.news.workflow import PubState, Stage
from tests.desk.conftest import HandClock


def make(desk: Desk, slug: str, **fields: object) -> int:
    return desk.articles.create({"slug": slug, "headline": slug.title(), **fields}).value.id


def test_a_new_story_gets_a_slug_and_the_sites_language(desk: Desk) -> None:
    desk.set_site({"language": "fa"})
    done = desk.articles.create({"headline": "Harbour fees rise"})
    assert done.value.slug == "harbour-fees-rise"
    assert done.value.language == "fa"
    assert done.value.stage is Stage.DRAFT
    assert done.changes.articles == {done.value.id}
    assert done.changes.listing
    again = desk.articles.create({"headline": "Harbour fees rise"}).value
    assert again.slug == "harbour-fees-rise-2"
    assert desk.articles.create().value.slug == "untitled"
    assert desk.articles.by_slug("harbour-fees-rise") == done.value
    (revision,) = desk.articles.revisions(done.value.id)
    assert (revision.kind, revision.author) == ("create", desk.me.id if desk.me else None)


def test_a_template_fills_what_is_not_given(desk: Desk) -> None:
    byline = desk.staff.byline("Tomas Keel")
    desk.lists.put_template(
        Template(name="Exclusive", fields={"kicker": "Exclusive", "bylines": (byline,)})
    )
    story = desk.articles.create({"headline": "H", "kicker": "Mine"}, template="exclusive").value
    assert (story.kicker, story.bylines) == ("Mine", (byline,))
    with pytest.raises(NotFound, match=r"no template “Nope”. There are: Exclusive\."):
        desk.articles.create(template="Nope")


def test_a_save_carries_the_version_that_it_was_read_at(desk: Desk) -> None:
    number = make(desk, "a")
    done = desk.articles.save(number, 1, {"body": "One."}, note="first")
    assert (done.value.version, done.value.body) == (2, "One.")
    assert not done.changes.recent
    with pytest.raises(Conflict) as caught:
        desk.articles.save(number, 1, {"body": "Two."})
    assert caught.value.mine.body == "Two."
    assert caught.value.theirs.body == "One."
    assert desk.articles.open(number).body == "One."
    assert [r.kind for r in desk.articles.revisions(number)] == ["save", "create"]
    assert desk.articles.state(number, 1).body == ""


def test_limits_hold_at_the_desk(desk: Desk) -> None:
    number = make(desk, "a")
    with pytest.raises(BadInput, match="5,000"):
        desk.articles.save(number, 1, {"headline": "x" * 5000})
    make(desk, "b")
    with pytest.raises(SlugTaken) as caught:
        desk.articles.save(number, 1, {"slug": "B"})
    assert caught.value.suggestion
    assert desk.articles.open(number).version == 1


@pytest.mark.parametrize("slug", ["../../x", "CON", "a/b", "a\0b/..", "x" * 300])
def test_a_slug_that_can_name_no_page_is_refused(desk: Desk, slug: str) -> None:
    with pytest.raises(BadInput):
        desk.articles.create({"slug": slug})
    number = make(desk, "a")
    with pytest.raises(BadInput):
        desk.articles.save(number, 1, {"slug": slug})
    assert desk.articles.count(Filter()) == 1


def test_duplicate_is_a_fresh_draft(desk: Desk, clock: HandClock) -> None:
    number = make(desk, "a", body="Text.", tags=("x",), stage=Stage.READY)
    desk.publish.publish([number])
    copy = desk.articles.duplicate(number).value
    assert copy.slug == "a-2"
    assert (copy.body, copy.tags) == ("Text.", ("x",))
    assert (copy.stage, copy.pubstate, copy.published_at) == (Stage.DRAFT, PubState.NONE, None)
    assert copy.uid != desk.articles.open(number).uid


def test_spike_remembers_and_restore_brings_back(desk: Desk) -> None:
    a, b = make(desk, "a", stage=Stage.COPY), make(desk, "b", stage=Stage.DESK)
    changes = desk.articles.spike([a, b])
    assert changes.label == "Spiked 2 stories"
    assert changes.articles == {a, b}
    assert changes.step is not None
    assert desk.articles.open(a).stage_before == "copy"
    assert desk.articles.count(Filter()) == 0
    assert not desk.articles.spike([a, b])
    desk.articles.restore([a, b])
    assert desk.articles.open(a).stage is Stage.COPY
    assert desk.articles.open(b).stage is Stage.DESK
    assert desk.articles.open(a).stage_before == ""
    assert not desk.articles.restore([a])


def test_a_save_onto_the_spike_remembers_too(desk: Desk) -> None:
    number = make(desk, "a", stage=Stage.COPY)
    desk.articles.save(number, 1, {"stage": Stage.SPIKED})
    assert desk.articles.open(number).stage_before == "copy"
    desk.articles.save(number, 2, {"stage": Stage.DESK})
    assert desk.articles.open(number).stage_before == ""
    desk.articles.save(number, 3, {"stage": Stage.DESK})
    assert desk.articles.open(number).stage is Stage.DESK


def test_move_assign_pin_and_set_fields_are_steps(desk: Desk) -> None:
    a, b = make(desk, "a"), make(desk, "b", stage=Stage.COPY)
    moved = desk.articles.move([a, b], Stage.COPY)
    assert (moved.articles, moved.label) == ({a}, "Moved 1 story to Copy")
    assert desk.articles.move([a], "spiked").label == "Spiked 1 story"
    desk.articles.move([a], Stage.DESK)
    assert desk.articles.open(a).stage_before == ""

    tomas = desk.staff.find("TK")
    assert tomas
    assert desk.articles.assign([a, b], tomas.id).label == "Assigned 2 stories to Tomas Keel"
    assert desk.articles.open(b).assignee == tomas.id
    assert not desk.articles.assign([a], tomas.id)
    assert desk.articles.assign([a], None).label == "Took 1 story off"

    assert desk.articles.pin(a, True).recent
    assert desk.articles.open(a).pinned
    assert not desk.articles.pin(a, True)
    assert desk.articles.pin(a, False)

    changed = desk.articles.set_fields([a, b], {"section": "city", "priority": 1})
    assert changed.label == "Changed Section, Priority of 2 stories"
    assert desk.articles.open(b).section == "city"
    assert not desk.articles.set_fields([a], {})
    with pytest.raises(ValueError, match="slug"):
        desk.articles.set_fields([a], {"slug": "x"})


def test_acts_on_nothing_and_on_too_much(desk: Desk) -> None:
    assert not desk.articles.move([], Stage.COPY)
    with pytest.raises(NotFound):
        desk.articles.move([99], Stage.COPY)
    with pytest.raises(BadInput, match="too many at once"):
        desk.articles.spike(range(1, MOST_AT_ONCE + 2))
    with pytest.raises(NotFound):
        desk.articles.open(99)
    with pytest.raises(NotFound, match="no story with the slug “nope”"):
        desk.articles.by_slug("nope")


def test_looking(desk: Desk) -> None:
    a, b = make(desk, "a"), make(desk, "b", stage=Stage.COPY)
    page = desk.articles.page(Filter(stages=frozenset({"copy"})))
    assert [row.id for row in page.rows] == [b]
    assert [row.slug for row in desk.articles.rows([b, a])] == ["b", "a"]
    assert set(desk.articles.ids(Filter())) == {a, b}
    assert desk.articles.counts().stages["copy"] == 1
    assert [hit.row.id for hit in desk.search.find("b")] == [b]
    desk.search.interrupt()


def test_bylines_stay_as_they_were_printed(desk: Desk) -> None:
    staff = desk.staff.byline("nadia  brandt")
    assert staff.name == "N. Brandt"
    assert staff.staff is not None
    guest = desk.staff.byline("Somebody Else")
    assert guest == Byline("Somebody Else", None)
    number = make(desk, "a", bylines=(staff, guest))
    assert desk.articles.open(number).bylines == (staff, guest)

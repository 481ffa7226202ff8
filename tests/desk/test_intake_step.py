"""An import as one step: planned, chosen, cancelled, taken back, done again, taken in again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsroom.desk import remarking
from newsroom.desk.arriving import GUEST, JOINS, Action, Choices, Fate, Progress
from newsroom.desk.desk import Desk
from newsroom.intake.arrival import (
    Arrival,
    ArrivedByline,
    ArrivedProposal,
    ArrivedRemark,
    Left,
)
from newsroom.news.article import Filter
from newsroom.news.errors import BadInput, Cancelled, Refused
from newsroom.news.origin import Original
from newsroom.news.staff import Person, Role
from newsroom.news.workflow import PubState, Stage
from tests.desk.people import staffed

PAST = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


def arrived(key: str, headline: str, body: str = "Text.\n", **more: object) -> Arrival:
    fields = {"headline": headline, "body": body}
    fields |= {name: more.pop(name) for name in ("slug", "published_at", "stage") if name in more}
    return Arrival(source=f"wire: {key}", fields=fields, key=key, **more)  # type: ignore[arg-type]


def receive(desk: Desk, *stories: Arrival, **more: object) -> list[Action]:
    done = desk.intake.receive((("feed", one) for one in stories), name="The wire", **more)  # type: ignore[arg-type]
    return [item.action for item in done.value.items]


def test_an_import_is_one_step_that_is_taken_back_and_done_again(shared: Desk) -> None:
    one, two = arrived("1", "Fog", published_at=PAST), arrived("2", "Rain", stage=Stage.COPY)
    done = shared.intake.receive([("feed", one), ("feed", two)], name="The wire")
    fog, rain = (item.article for item in done.value.items)
    assert fog is not None
    assert rain is not None
    last = shared.undo.last()
    assert last is not None
    assert (last.step, last.label) == (done.changes.step, "Took in 2 stories from The wire")
    changes = shared.undo.undo()
    assert changes.articles == {fog, rain}
    story = shared.articles.open(fog)
    assert (story.stage, story.pubstate, story.published_at) == (Stage.SPIKED, PubState.NONE, None)
    assert shared.articles.count(Filter()) == 0
    shared.undo.redo()
    story = shared.articles.open(fog)
    assert (story.stage, story.pubstate, story.published_at) == (
        Stage.READY, PubState.PUBLISHED, PAST,
    )  # fmt: skip
    assert shared.articles.open(rain).stage is Stage.COPY
    assert receive(shared, one, two) == [Action.UNCHANGED] * 2
    shared.undo.undo()
    assert receive(shared, one, two) == [Action.NEW] * 2, "it comes in again"
    assert shared.articles.open(fog).stage is Stage.READY
    shared.undo.undo()
    assert shared.articles.open(fog).stage is Stage.SPIKED
    assert shared.articles.count(Filter(stages=frozenset(Stage))) == 2


def test_a_changed_source_is_an_update_and_taken_back_alone(desk: Desk) -> None:
    assert receive(desk, arrived("1", "Fog")) == [Action.NEW]
    done = desk.intake.receive([("feed", arrived("1", "Thick fog", "More.\n"))], name="The wire")
    (item,) = done.value.items
    assert (item.action, set(item.fields), item.slug) == (
        Action.CHANGED, {"headline", "body"}, "fog",
    )  # fmt: skip
    number = item.article
    assert number is not None
    assert desk.articles.open(number).body == "More.\n"
    desk.undo.undo()
    assert desk.articles.open(number).headline == "Fog"
    desk.undo.redo()
    assert desk.articles.open(number).headline == "Thick fog"
    assert [origin.version for origin in desk.intake.origins(number)] == [1, 2]


def test_what_was_saved_since_is_not_undone(desk: Desk) -> None:
    receive(desk, arrived("1", "Fog"), arrived("2", "Rain"))
    story = desk.articles.by_slug("rain")
    desk.articles.save(story.id, story.version, {"body": "Edited."})
    with pytest.raises(Refused, match="“rain” was changed since"):
        desk.undo.undo()
    assert desk.articles.by_slug("fog").stage is Stage.DRAFT, "all of it or nothing"


def test_a_story_worked_on_here_and_there_is_doubtful(desk: Desk) -> None:
    receive(desk, arrived("1", "Fog"))
    story = desk.articles.by_slug("fog")
    desk.articles.save(story.id, story.version, {"body": "Ours.\n", "kicker": "Weather"})
    assert receive(desk, arrived("1", "Fog")) == [Action.UNCHANGED]
    assert receive(desk, arrived("1", "Thick fog")) == [Action.CHANGED], "the body is no news"
    assert desk.articles.by_slug("fog").body == "Ours.\n"
    news = arrived("1", "Thick fog", "Theirs.\n")
    done = desk.intake.receive([("feed", news)], name="The wire")
    (item,) = done.value.items
    assert item.action is Action.DOUBTFUL
    assert "edited here since it was taken (body)" in item.doubts[0]
    assert desk.articles.by_slug("fog").body == "Ours.\n"
    assert not done.changes
    take = Choices(stories={item.ref: Fate.TAKE})
    assert receive(desk, news, choices=take) == [Action.CHANGED]
    assert desk.articles.by_slug("fog").body == "Theirs.\n"


def test_a_slug_that_is_here_already_is_doubtful_or_gets_a_number(desk: Desk) -> None:
    desk.articles.create({"slug": "fog", "headline": "Fog", "body": "Ours.\n"})
    given = arrived("1", "Fog", slug="fog")
    assert receive(desk, given) == [Action.DOUBTFUL]
    apart = Choices(stories={"feed:1": Fate.APART})
    assert receive(desk, given, choices=apart) == [Action.NEW]
    assert desk.articles.by_slug("fog-2").body == "Text.\n"
    assert receive(desk, given) == [Action.UNCHANGED], "its choice is remembered"
    assert receive(desk, arrived("2", "Fog")) == [Action.NEW], "a slug made here names nobody"
    assert desk.articles.by_slug("fog-3").headline == "Fog"
    assert receive(desk, arrived("3", "Fog", slug="fog-3")) == [Action.NEW]
    assert desk.articles.by_slug("fog-4").headline == "Fog"


def test_what_is_the_same_here_is_no_twin(desk: Desk) -> None:
    desk.articles.create({"slug": "fog", "headline": "Fog", "body": "Text.\n"})
    assert receive(desk, arrived("1", "Fog")) == [Action.UNCHANGED]


def test_stories_are_left_out_by_choice(desk: Desk) -> None:
    skip = Choices(stories={"feed:2": Fate.SKIP})
    assert receive(desk, arrived("1", "Fog"), arrived("2", "Rain"), choices=skip) == [
        Action.NEW, Action.SKIPPED,
    ]  # fmt: skip
    assert desk.articles.count(Filter()) == 1


def test_authors_are_matched_with_the_staff(desk: Desk) -> None:
    desk.staff.add(Person(name="Ana Lima", email="ana@example.org", initials="AL"))
    names = [
        ArrivedByline("nadia  brandt"),
        ArrivedByline("A. Somebody", email="ANA@example.org"),
        ArrivedByline("Wire Hand", login="tk"),
        ArrivedByline("T. Keel"),
        ArrivedByline("A Guest"),
    ]
    one = arrived("1", "Fog", bylines=tuple(names))
    plan = desk.intake.receive([("feed", one)], name="", dry_run=True).value
    people = {person.name: person.id for person in desk.staff.all()}
    keel = people["Tomas Keel"]
    assert [(a.staff, a.might) for a in plan.authors] == [
        (people["Nadia Brandt"], (people["Nadia Brandt"],)),
        (people["Ana Lima"], (people["Ana Lima"],)),
        (None, (keel,)),
        (None, (keel,)),
        (None, ()),
    ]
    chosen = {"Wire Hand": keel, "a guest": JOINS, "Nadia Brandt": GUEST}
    done = desk.intake.receive([("feed", one)], name="", choices=Choices(people=chosen))
    assert done.changes.staff
    guest = desk.staff.find("A Guest")
    assert guest is not None
    assert [(b.name, b.staff) for b in desk.articles.by_slug("fog").bylines] == [
        ("nadia  brandt", None),
        ("Ana Lima", people["Ana Lima"]),
        ("Tomas Keel", keel),
        ("T. Keel", None),
        ("A Guest", guest.id),
    ]
    assert desk.undo.undo().staff
    gone = desk.staff.get(guest.id)
    assert not gone.active, "who came with the import goes with it"
    assert gone.version == guest.version + 1
    desk.undo.redo()
    here = desk.staff.get(guest.id)
    assert (here.active, here.version) == (True, guest.version + 2)
    acts = desk.articles._seat.store.history.of("staff", guest.id)
    assert [act.verb for act in acts] == ["save", "save", "add"]


def test_people_who_came_are_taken_back_by_who_may(desk: Desk) -> None:
    staffed(desk)
    one = arrived("1", "Fog", bylines=(ArrivedByline("A Guest"),))
    desk.intake.receive([("feed", one)], name="", choices=Choices(people={"A Guest": JOINS}))
    guest = desk.staff.find("A Guest")
    assert guest is not None
    ada, paul = desk.staff.find("Ada Admin"), desk.staff.find("Paul Publisher")
    assert ada is not None
    assert paul is not None
    desk.rights.give(paul.id, paul.version, ["manage_staff"])
    desk.rights.change(ada.id, role=Role.PUBLISHER)
    desk.sit("Ada Admin")
    with pytest.raises(Refused, match="You may not change the staff directory here"):
        desk.undo.undo()
    assert desk.staff.get(guest.id).active
    assert desk.articles.by_slug("fog").stage is Stage.DRAFT, "all of it or nothing"


def test_what_comes_half_way_leaves_nothing(desk: Desk) -> None:
    def broken() -> Iterator[tuple[str, Arrival]]:
        yield "feed", arrived("1", "Fog")
        raise BadInput("The file went away.")

    with pytest.raises(BadInput, match="went away"):
        desk.intake.receive(broken(), name="The wire")
    assert desk.articles.count(Filter()) == 0
    assert desk.intake.origin("feed", "1") is None
    assert desk.undo.last() is None


@pytest.mark.parametrize("after", range(5))
def test_cancel_at_every_stage_leaves_nothing(desk: Desk, tmp_path: Path, after: int) -> None:
    for n in range(4):
        (tmp_path / f"{n}.md").write_text(f"---\nslug: s{n}\nsection: New\n---\nText.\n")
    asked = 0

    def cancel() -> bool:
        nonlocal asked
        asked += 1
        return asked > after

    told: list[Progress] = []
    with pytest.raises(Cancelled):
        desk.intake.take([tmp_path], cancel=cancel, told=told.append)
    assert len(told) == min(after + 1, 4) + (after == 4)
    assert desk.articles.count(Filter()) == 0
    assert desk.lists.find("sections", "New") is None
    assert desk.undo.last() is None


def test_progress_is_told(desk: Desk, tmp_path: Path) -> None:
    for n in range(3):
        (tmp_path / f"{n}.md").write_text(f"Text {n}.\n")
    told: list[Progress] = []
    desk.intake.take([tmp_path], told=told.append)
    assert [(p.done, p.total) for p in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert told[0].name == "0.md"


def test_the_original_is_kept(shared: Desk) -> None:
    one = replace(
        arrived("1", "Fog"),
        original=Original("<p>Text.</p>", "text/html"),
        facts={"rights": "The wire 2026", "address": "https://wire.example/1"},
    )
    receive(shared, one)
    number = shared.articles.by_slug("fog").id
    assert shared.intake.original(number) == one.original
    (origin,) = shared.intake.origins(number)
    assert origin.facts["rights"] == "The wire 2026"
    assert shared.intake.origin("feed", "1") == origin
    receive(shared, arrived("2", "Rain"))
    assert shared.intake.original(shared.articles.by_slug("rain").id) is None


def test_comments_and_tracked_changes_come_along(desk: Desk) -> None:
    one = replace(
        arrived("1", "Fog", "The fog is thick.\n"),
        remarks=(
            ArrivedRemark(author="Tomas Keel", words="How thick?", quote="thick"),
            ArrivedRemark(author="A Stranger", words="Nice.", quote="not there"),
        ),
        proposals=(
            ArrivedProposal(author="Tomas Keel", body="The fog was thick.\n"),
            ArrivedProposal(author="Same", body="The fog is thick.\n"),
            ArrivedProposal(author="A Stranger", body="The fog is dense.\n"),
            ArrivedProposal(author="Another", body="A fog.\n"),
        ),
    )
    done = desk.intake.receive([("feed", one)], name="A file")
    number = done.value.items[0].article
    assert number is not None
    assert done.changes.review == {number}
    said = [(c.words, c.author) for t in desk.comments.of(number) for c in t.comments]
    keel = desk.staff.find("TK")
    assert keel is not None
    assert desk.me is not None
    assert said == [
        ("How thick?", keel.id),
        ("A Stranger: Nice.", desk.me.id),
        ("Another: “A” instead of “The”", desk.me.id),
        ("Another: cut “is thick”", desk.me.id),
    ]
    assert [(s.author, s.proposal["body"]) for s in desk.suggesting.of(number)] == [
        (keel.id, "The fog was thick.\n"), (desk.me.id, "The fog is dense.\n"),
    ]  # fmt: skip
    told, note = done.value.items[0].notes
    assert told == (
        "It comes with 2 comments, suggested changes by Tomas Keel, Same, A Stranger, Another."
    )
    assert note.startswith("Another is not on the staff, and somebody else's changes stand under ")
    assert note.endswith("2 changes stand as comments.")


def test_two_strangers_and_somebody_without_a_name_stay_apart(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remarking, "_MOST_SAID", 1)
    one = replace(
        arrived("1", "Fog", "The fog is thick.\n"),
        proposals=(
            ArrivedProposal(author="A Stranger", body="A fog is dense.\n"),
            ArrivedProposal(author="", body="The fog is thick today. And tomorrow.\n"),
            ArrivedProposal(author="Nadia Brandt", body="The fog was thick.\n"),
        ),
    )
    done = desk.intake.receive([("feed", one)], name="A file")
    number = done.value.items[0].article
    assert number is not None
    (mine,) = desk.suggesting.of(number)
    assert mine.proposal["body"] == "The fog was thick.\n"
    said = [(t.quote, t.comments[0].words) for t in desk.comments.of(number)]
    assert said[0] == ("The", "A Stranger: “A” instead of “The”")
    assert said[1][1].startswith("Somebody without a name: add “today")
    assert said[1][0] == "The fog is thick"
    assert len(said) == 2
    assert "Only the first 1 are there." in done.value.items[0].notes[1]
    assert "Only" not in done.value.items[0].notes[2]


def test_a_report_is_a_text_to_keep(desk: Desk) -> None:
    stories = [
        ("feed", arrived("1", "Fog", bylines=(ArrivedByline("G. Uest", email="g@example.org"),))),
        ("feed", Left("wire", "A page was left out.")),
        ("feed", Left("wire", "A page was left out.")),
    ]
    report = desk.intake.receive(stories, name="The wire").value  # type: ignore[arg-type]
    assert report.summary() == "New: 1"
    text = report.as_text()
    assert "G. Uest (g@example.org): guest, 1 story" in text
    assert "New  fog  Fog  [wire: 1]" in text
    assert "A page was left out. (2×)" in text
    assert "G. Uest is not on the staff" in text
    empty = desk.intake.receive([], name="", dry_run=True).value
    assert empty.as_text().splitlines()[:2] == ["What would be taken in", "Nothing"]


def test_a_story_that_went_out_from_here_is_known_again(desk: Desk) -> None:
    uid = "0d1f7a52-4b6a-4a54-9c0e-0f3d2f5f7a10"
    receive(desk, arrived(f"urn:uuid:{uid}", "Fog"))
    story = desk.articles.by_slug("fog")
    assert story.uid == uid
    done = desk.intake.receive([("other", arrived(f"urn:uuid:{uid}", "Mist"))], name="")
    assert done.value.items[0].article == story.id
    assert done.value.items[0].action is Action.DOUBTFUL


def test_what_a_page_says_of_its_author_goes_into_the_directory(desk: Desk) -> None:
    page = Path(__file__).parents[1] / "intake" / "samples" / "webpage" / "model" / "page.html"
    chosen = Choices(people={"IFP Editorial Staff": JOINS})
    (item,) = desk.intake.take([page], choices=chosen).value.items
    assert item.article is not None
    story = desk.articles.open(item.article)
    assert (story.kicker, story.stage) == ("IFP Exclusive", Stage.DRAFT)
    assert story.picture is not None
    assert story.picture.caption == "Security forces in Almaty"
    staff = desk.staff.find("IFP Editorial Staff")
    assert staff is not None
    assert staff.bio.startswith("The IFP Editorial Staff is composed of dozens")
    assert story.bylines[0].staff == staff.id
    assert "Recent Posts" not in story.body

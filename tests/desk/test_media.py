"""The picture library: what is known of pictures, where they are shown, what is cleared away."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from PIL import Image

from newsroom.desk.desk import Desk
from newsroom.desk.media import KEPT_DAYS
from newsroom.news.errors import BadInput, GateClosed, NotFound, Refused
from newsroom.news.media import PictureFacts, RightsKind, Shelf
from newsroom.news.staff import Person
from newsroom.news.workflow import Stage
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make

COLOURS = ("teal", "navy", "maroon", "olive", "purple")


def shot(desk: Desk, n: int = 0, name: str = "", **exif: str) -> PictureFacts:
    """A picture that came in; ``exif`` are the words of its file."""
    tags = {"caption": 0x010E, "credit": 0x013B, "holder": 0x8298}
    told = Image.Exif()
    for key, value in exif.items():
        told[tags[key]] = value.encode()
    file = io.BytesIO()
    Image.new("RGB", (12 + n, 9), COLOURS[n % 5]).save(file, "JPEG", exif=told)
    done = desk.intake.picture(file.getvalue(), name or f"shot-{n}.jpg")
    return desk.library.facts(done.value.sha256)


def names(desk: Desk, shelf: Shelf = Shelf.ALL, words: str = "") -> list[str]:
    leaf = desk.library.page(shelf, words)
    assert leaf.total == len(leaf.pictures)
    return [one.filename for one in leaf.pictures]


def test_what_a_file_says_is_kept_with_the_picture_and_handed_to_its_use(desk: Desk) -> None:
    facts = shot(desk, caption="The quay", credit="Ana Lima", holder="Lima Pictures")
    assert (facts.caption, facts.credit, facts.holder) == ("The quay", "Ana Lima", "Lima Pictures")
    assert facts.added_by == (desk.me.id if desk.me else None)
    assert not facts.rights_known
    used = desk.library.as_used(facts.sha256)
    assert (used.caption, used.credit, used.width) == ("The quay", "Ana Lima", 12)
    changed = desk.library.describe(facts.sha256, facts.version, {"credit": "A. Lima/HA"})
    assert changed.changes.media
    again = shot(desk, caption="The quay", credit="Ana Lima", holder="Lima Pictures")
    assert again.credit == "A. Lima/HA", "what somebody said of it stands"
    assert desk.intake.picture(desk.media(facts.sha256), "b.jpg").value.credit == "A. Lima/HA"


def test_describing(desk: Desk) -> None:
    facts = shot(desk)
    done = desk.library.describe(
        facts.sha256,
        facts.version,
        {
            "rights": "licensed",
            "terms": "Web only",
            "expires_on": date(2027, 1, 31),
            "place": "Bushehr",
            "focus_x": 0.25,
            "focus_y": 1,
        },
    )
    kept = done.value
    assert kept == desk.library.facts(facts.sha256)
    assert (kept.rights, kept.expires_on, kept.focus_x, kept.focus_y) == (
        RightsKind.LICENSED, date(2027, 1, 31), 0.25, 1.0,
    )  # fmt: skip
    assert kept.rights_known
    same = desk.library.describe(kept.sha256, kept.version, {"place": "Bushehr"})
    assert same.value.version == kept.version
    with pytest.raises(Refused, match="Somebody changed what is said"):
        desk.library.describe(kept.sha256, facts.version, {"credit": "Me"})
    with pytest.raises(BadInput, match="inside"):
        desk.library.describe(kept.sha256, kept.version, {"focus_x": 1.2})
    with pytest.raises(BadInput, match="Credit has 401"):
        desk.library.describe(kept.sha256, kept.version, {"credit": "a" * 401})
    with pytest.raises(BadInput, match="can't be “stolen”"):
        desk.library.describe(kept.sha256, kept.version, {"rights": "stolen"})
    with pytest.raises(TypeError):
        desk.library.describe(kept.sha256, kept.version, {"expires_on": "tomorrow"})
    with pytest.raises(NotFound):
        desk.library.facts("ab" * 32)
    cleared = desk.library.describe(kept.sha256, kept.version, {"expires_on": None}).value
    assert cleared.expires_on is None


def test_searching_and_shelves(desk: Desk, clock: HandClock) -> None:
    today = desk.library.today()
    first = shot(desk, 0, "cranes.jpg", caption="Zwei Kräne im Hafen", credit="Ana Lima")
    clock.forward(minutes=1)
    second = shot(desk, 1, "ferry.jpg")
    clock.forward(minutes=1)
    third = shot(desk, 2, "آرشیو.jpg")
    lib = desk.library
    lib.describe(second.sha256, second.version, {"rights": "agency", "place": "Bushehr",
                 "expires_on": today - timedelta(days=1)})  # fmt: skip
    lib.describe(third.sha256, third.version, {"terms": "Free", "credit": "X",
                 "expires_on": today + timedelta(days=3)})  # fmt: skip
    assert names(desk) == ["آرشیو.jpg", "ferry.jpg", "cranes.jpg"]
    assert names(desk, words="krane HAFEN") == ["cranes.jpg"]
    assert names(desk, words="bushehr") == ["ferry.jpg"]
    assert names(desk, words="ارشيو") == ["آرشیو.jpg"]
    assert names(desk, words="100%_") == []
    assert names(desk, Shelf.NO_RIGHTS) == ["cranes.jpg"]
    assert names(desk, Shelf.EXPIRED) == ["ferry.jpg"]
    assert names(desk, Shelf.ENDING) == ["آرشیو.jpg"]
    assert names(desk, Shelf.NO_CREDIT) == ["ferry.jpg"]
    assert len(names(desk, Shelf.MINE)) == 3
    make(desk, "a", body=f"![x](media/{first.sha256}.jpg)")
    desk.staff.add(Person(name="A Face", portrait=second.sha256))
    assert names(desk, Shelf.UNUSED) == ["آرشیو.jpg"]
    leaf = lib.page(limit=2)
    assert (len(leaf.pictures), leaf.total, leaf.more) == (2, 3, True)
    rest = lib.page(limit=2, after=leaf.pictures[-1])
    assert [one.filename for one in rest.pictures] == ["cranes.jpg"]
    assert not rest.more


def test_where_a_picture_is_shown(desk: Desk) -> None:
    one, other = shot(desk, 0), shot(desk, 1)
    lead = desk.library.as_used(one.sha256)
    a = make(desk, "a", headline="About a", body=f"![x](media:{other.sha256})", picture=lead)
    make(desk, "b", body=f"![x](media/{one.sha256}.jpg)")
    desk.staff.add(Person(name="A Face", portrait=one.sha256))
    uses = desk.library.uses(one.sha256)
    assert [(use.name, use.lead, use.staff is not None) for use in uses] == [
        ("B", False, False), ("About a", True, False), ("A Face", False, True),
    ]  # fmt: skip
    assert desk.library.facts(one.sha256).uses == 3
    story = desk.articles.open(a)
    desk.articles.save(a, story.version, {"picture": None, "body": "None."})
    assert [use.name for use in desk.library.uses(one.sha256)] == ["B", "A Face"]
    assert desk.library.uses(other.sha256) == ()


def test_removing_and_bringing_back(desk: Desk) -> None:
    one, used = shot(desk, 0), shot(desk, 1)
    make(desk, "b", body=f"![x](media/{used.sha256}.jpg)")
    with pytest.raises(Refused, match="is shown in 1 place"):
        desk.library.remove([one.sha256, used.sha256])
    assert desk.library.remove([one.sha256]).media
    assert names(desk) == [used.filename]
    assert names(desk, Shelf.REMOVED) == [one.filename]
    assert desk.media(one.sha256), "its file is still there"
    desk.library.restore([one.sha256])
    assert set(names(desk)) == {one.filename, used.filename}
    desk.library.remove([one.sha256])
    desk.intake.picture(desk.media(one.sha256), "again.jpg")
    assert one.filename in names(desk), "who brings it in again wants it"


def test_tidying_deletes_what_nothing_needs(desk: Desk, clock: HandClock) -> None:
    gone, past, shown, fresh = (shot(desk, n) for n in range(4))
    number = make(desk, "a", body=f"![x](media/{past.sha256}.jpg)")
    desk.articles.save(number, 1, {"body": "No picture any more."})
    desk.library.remove([gone.sha256, past.sha256, shown.sha256])
    make(desk, "b", picture=desk.library.as_used(shown.sha256))
    clock.forward(days=KEPT_DAYS + 1)
    desk.library.remove([fresh.sha256])
    plan = desk.library.tidy()
    assert not plan.changes
    assert [one.sha256 for one in plan.value.deleted] == [gone.sha256]
    assert plan.value.bytes == gone.size
    assert {one.sha256: why for one, why in plan.value.kept} == {
        past.sha256: "A saved state of a story shows it.",
        shown.sha256: "A saved state of a story shows it." if not shown.uses else "",
        fresh.sha256: "It was removed less than a week ago.",
    } | {shown.sha256: "It is shown again."}
    assert desk.media(gone.sha256)
    done = desk.library.tidy(dry_run=False)
    assert done.changes.media
    with pytest.raises(NotFound):
        desk.media(gone.sha256)
    with pytest.raises(NotFound):
        desk.library.facts(gone.sha256)
    assert desk.media(past.sha256)
    assert desk.library.tidy(dry_run=False).value.deleted == ()
    assert desk.backup.verify() == ()


def test_the_gates_ask_for_rights(desk: Desk, clock: HandClock) -> None:
    facts = shot(desk, credit="Ana")
    body = f'![A quay](media/{facts.sha256}.jpg){{: credit="Ana"}}'
    number = make(desk, "a", headline="A", stage=Stage.READY, body=body)
    with pytest.raises(GateClosed, match="Nobody said on what ground 1 picture may be used"):
        desk.publish.publish([number])
    today = desk.library.today()
    kept = desk.library.describe(
        facts.sha256, facts.version, {"rights": "agency", "expires_on": today}
    ).value
    desk.gates.check(number, "publish")
    assert all(
        finding.check != "rights" for finding in desk.gates.check(number, "publish").findings
    ), "the last day is a day of use"
    clock.forward(days=1)
    (finding,) = [f for f in desk.gates.check(number, "export").stopping if f.check == "rights"]
    assert kept.filename in finding.sentence
    assert "has ended" in finding.sentence
    assert finding.where[0].field == "body"
    done = desk.publish.publish([number], override="The agency agreed on the phone.")
    assert done.articles


def test_the_words_of_a_use_count_as_terms(desk: Desk) -> None:
    facts = shot(desk)
    lead = desk.library.as_used(facts.sha256)
    from dataclasses import replace

    number = make(desk, "a", headline="A", picture=replace(lead, rights="Given by the port"))
    assert all(f.check != "rights" for f in desk.gates.check(number, "publish").findings)
    number = make(desk, "b", headline="A", picture=lead)
    assert any(f.check == "rights" for f in desk.gates.check(number, "publish").findings)


def test_a_page_of_the_library_is_one_question(desk: Desk) -> None:
    """However many pictures there are; how many there are is another."""
    for n in range(7):
        shot(desk, n)
    store = desk._seat.store
    desk.library.today()

    def asked(**how: Any) -> int:
        before = store.queries
        desk.library.page(limit=3, **how)
        return store.queries - before - zone

    before = store.queries
    desk.library.today()
    zone = store.queries - before
    assert asked(count=False) == 1
    assert asked(count=False, offset=3) == 1
    assert asked(count=False, words="shot") == 1
    assert asked() == 2
    assert all(asked(shelf=shelf, count=False) == 1 for shelf in Shelf)

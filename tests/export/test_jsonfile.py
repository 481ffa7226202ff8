"""Our own JSON: everything goes out, and a newsroom is made of it again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from newsroom.desk import archive
from newsroom.desk.archive import make_record, rebuild
from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.export import Outcome
from newsroom.desk.sample import make_sample
from newsroom.export.record import Record
from newsroom.news.article import Byline, Filter
from newsroom.news.errors import BadInput, NewsroomError, NotFound
from newsroom.news.staff import Person, Role
from newsroom.news.workflow import Stage
from tests.desk.conftest import HandClock
from tests.export.scenes import a_picture, change, out, png, put


def told(record: Record) -> dict[str, object]:
    """A record without what each store numbers for itself."""
    uids = {person.id: person.uid for person in record.staff}
    return {
        "site": record.site,
        "staff": [replace(p, id=0, version=0) for p in record.staff],
        "lists": record.lists,
        "pictures": record.pictures,
        "templates": [(t.name, t.position, _named(t.fields, uids)) for t in record.templates],
        "stories": {
            kept.article.uid: [
                (
                    saved.revision.number,
                    saved.revision.created_at,
                    uids.get(saved.revision.author or 0),
                    saved.revision.kind,
                    saved.revision.note,
                    _named(
                        {name: getattr(state, name) for name in state.__slots__ if name != "id"},
                        uids,
                    ),
                )
                for saved in kept.past
                for state in (saved.state,)
            ]
            for kept in record.stories
        },
    }


def _named(fields: object, uids: dict[int, str]) -> dict[str, object]:
    said = dict(fields)  # type: ignore[call-overload]
    for name in ("assignee", "updated_by"):
        if said.get(name) is not None:
            said[name] = uids[said[name]]
    if "bylines" in said:
        said["bylines"] = [(b.name, uids.get(b.staff or 0), b.role) for b in said["bylines"]]
    return said


def everything(desk: Desk) -> Record:
    ids = desk.articles.ids(Filter(stages=frozenset(Stage)), 10_000)
    return make_record(desk._seat, sorted(ids), whole=True)


def test_the_whole_sample_is_made_again(tmp_path: Path, clock: HandClock) -> None:
    make_sample(tmp_path / "sample.newsroom", clock=clock)
    with open_desk(tmp_path / "sample.newsroom", clock=clock) as desk:
        to = tmp_path / "out"
        report = desk.publish.export(None, format="json", to=to, everything=True)
        assert report.count(Outcome.REFUSED) == 0
        assert report.files(Outcome.WRITE) == 1
        again = desk.publish.export(None, format="json", to=to, everything=True)
        assert again.files(Outcome.WRITE) == 0
        (file,) = to.glob("*.json")
        before = told(everything(desk))
        count = len(report.items)
    assert rebuild(file, tmp_path / "again.newsroom", clock=clock) == count
    with open_desk(tmp_path / "again.newsroom", clock=clock) as again_desk:
        after = told(everything(again_desk))
        assert after == before
        assert again_desk.backup.verify() == ()


def test_a_story_by_name_brings_along_what_it_needs_and_no_more(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    ana = desk.staff.add(Person(name="Ana Lima", role=Role.EDITOR)).value
    desk.staff.add(Person(name="Somebody Else"))
    desk.lists.term("sections", "City")
    desk.lists.term("sections", "Sport")
    picture = a_picture(desk, png(20, 10), alt="Alt")
    a = out(desk, clock, "a", bylines=(Byline("Ana Lima", ana.id),), section="city",
            picture=picture, body="One %%parked%%.")  # fmt: skip
    change(desk, a, body="Two.")
    desk.publish.export([a], format="json", to=tmp_path)
    said = json.loads((tmp_path / "a.newsroom.json").read_text(encoding="utf-8"))
    assert [person["name"] for person in said["staff"]] == ["Ana Lima"]
    assert [term["key"] for term in said["lists"]["sections"]] == ["city"]
    (story,) = said["stories"]
    assert story["bylines"][0]["staff"] == ana.uid
    assert [save["kind"] for save in story["revisions"]] == ["create", "publish", "save"]
    assert story["revisions"][2]["fields"] == {"body": "Two."}
    assert (tmp_path / "media" / f"{picture.sha256}.png").read_bytes() == png(20, 10)


def test_another_newsroom_takes_in_the_stories(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    desk.staff.add(Person(name="Ana Lima"))
    inside = a_picture(desk, png(9, 9))
    ids = [
        out(desk, clock, "a", bylines=(desk.staff.byline("Ana Lima"),), picture=a_picture(desk),
            body=f"![x](media/{inside.sha256}.png)", priority=2, tags=("b",)),
        put(desk, "draft", body="Words."),
    ]  # fmt: skip
    desk.publish.export(ids, format="json", to=tmp_path / "out")
    (file,) = (tmp_path / "out").glob("*.json")
    with open_desk(tmp_path / "other.newsroom", create=True, clock=clock) as other:
        other.staff.add(Person(name="ana lima"))
        report = other.intake.take([file]).value
        assert [(i.action, i.slug, i.problems) for i in report.items] == [
            ("new", "a", ()),
            ("new", "draft", ()),
        ]
        a = other.articles.by_slug("a")
        assert a.pubstate == "published"
        assert a.bylines[0].staff is not None
        assert (a.priority, a.tags) == (2, ("b",))
        assert other.media(inside.sha256) == png(9, 9)
        assert other.articles.by_slug("draft").pubstate == "none"
        assert [i.action for i in other.intake.take([file]).value.items] == ["unchanged"] * 2


def test_a_store_in_use_is_left_alone(desk: Desk, clock: HandClock, tmp_path: Path) -> None:
    a = put(desk, "a")
    desk.publish.export([a], format="json", to=tmp_path)
    path = tmp_path / "other.newsroom"
    with open_desk(path, create=True, clock=clock) as other:
        put(other, "mine")
    with pytest.raises(BadInput, match="in use already"):
        rebuild(tmp_path / "a.newsroom.json", path, clock=clock)


def test_a_missing_picture_stops_the_rebuilding(
    desk: Desk, clock: HandClock, tmp_path: Path
) -> None:
    a = put(desk, "a", picture=a_picture(desk))
    desk.publish.export([a], format="json", to=tmp_path)
    for path in (tmp_path / "media").iterdir():
        path.unlink()
    with pytest.raises(NotFound, match=r"does not lie beside a.newsroom\.json"):
        rebuild(tmp_path / "a.newsroom.json", tmp_path / "b.newsroom", clock=clock)
    (item,) = desk.intake.take([tmp_path / "a.newsroom.json"]).value.items
    assert item.action == "unchanged", "the store has the picture itself"


WRONG: dict[str, object] = {
    "slug": 3, "tags": "a", "tags ": 4, "bylines": [{"name": 3, "role": "story"}],
    "bylines ": [{"name": "A", "role": "king"}], "picture": {"sha256": "x"}, "picture ": 3,
    "stage": "nowhere", "due_at": "2026-01-01", "due_at ": "yesterday", "priority": "1",
    "priority ": True, "sensitive": "yes", "extra": [], "body": None, "revisions": 3,
    "revisions ": [{"at": "x"}], "language": 4, "headline": ["x"],
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_as_it_should_be_is_one_sentence(
    desk: Desk, clock: HandClock, tmp_path: Path, name: str
) -> None:
    a = put(desk, "a")
    desk.publish.export([a], format="json", to=tmp_path)
    said = json.loads((tmp_path / "a.newsroom.json").read_text(encoding="utf-8"))
    said["stories"][0][name.strip()] = WRONG[name]
    if name.strip() != "revisions":
        said["stories"][0]["revisions"] = []
    path = tmp_path / "bad.newsroom.json"
    path.write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(NewsroomError) as caught:
        rebuild(path, tmp_path / "b.newsroom", clock=clock)
    assert "\n" not in str(caught.value)
    (item,) = desk.intake.take([path]).value.items
    assert item.action == "refused"
    assert len(item.problems) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"{}", "not of a newsroom"),
        (b"[1]", "not of a newsroom"),
        (b'{"newsroom": {"format": 99}}', "newer newsroom"),
        (b'{"newsroom": {"format": 1}}', "holds no story"),
        (b'{"newsroom": {"format": 1}, "staff": 3}', "not as newsroom writes"),
        (
            b'{"newsroom": {"format": 1}, "pictures": {"a": {"file": "../../x"}}}',
            "not as newsroom writes",
        ),
    ],
)
def test_files_that_are_not_ours(desk: Desk, tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "x.newsroom.json"
    path.write_bytes(content)
    (item,) = desk.intake.take([path]).value.items
    assert item.action == "refused"
    assert said in item.problems[0]


def test_a_picture_that_is_another_is_not_taken(desk: Desk, tmp_path: Path) -> None:
    a = put(desk, "a", picture=a_picture(desk))
    desk.publish.export([a], format="json", to=tmp_path)
    (file,) = (tmp_path / "media").iterdir()
    file.write_bytes(png(5, 5, "red"))
    (item,) = desk.intake.take([tmp_path / "a.newsroom.json"]).value.items
    assert "is not the picture that it was" in item.problems[0]


def test_half_a_rebuilding_leaves_nothing(
    desk: Desk, clock: HandClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [put(desk, "a"), put(desk, "b")]
    desk.publish.export(ids, format="json", to=tmp_path)
    (file,) = tmp_path.glob("*.json")
    monkeypatch.setattr(archive, "values", lambda *_a: (_ for _ in ()).throw(ValueError("x")))
    with pytest.raises(BadInput):
        rebuild(file, tmp_path / "b.newsroom", clock=clock)
    monkeypatch.undo()
    assert rebuild(file, tmp_path / "b.newsroom", clock=clock) == 2

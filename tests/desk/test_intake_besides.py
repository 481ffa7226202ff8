"""Comments, suggestions and corrections of many stories come in with them, and nobody waits."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsroom.desk import importing, intake
from newsroom.desk.arriving import JOINS, Action, Choices, IntakeReport
from newsroom.desk.comments import MOST_WORDS
from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.importing import Importing
from newsroom.news.article import Filter, Row
from newsroom.news.comment import Talk
from newsroom.news.errors import Cancelled
from newsroom.news.staff import Person
from newsroom.store.verify import verify
from tests.desk.test_intake_many import KILLED, ROOT, at
from tests.intake.packed import docx, p, r

MANY = 12
DEL = '<w:del w:id="9" w:author="{who}"><w:r><w:delText>{words}</w:delText></w:r></w:del>'


def document(path: Path, n: int, *, said: str = "@NB which one?", by: str = "Tomas Keel") -> None:
    """A story with a comment on its words, a stranger's, and changes of both."""
    deleted = f"{DEL.format(who=by, words=f'old{n} ')}{DEL.format(who='A Stranger', words='big ')}"
    body = p(f"Harbour {n}", "T") + p(
        f'{r("The ")}{deleted}<w:commentRangeStart w:id="1"/>{r(f"east basin {n}")}'
        f'<w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>{r(" opens.")}'
    )
    talk = (
        f'<w:comment w:id="1" w:author="{by}">{p(said)}</w:comment>'
        f'<w:comment w:id="2" w:author="A Stranger">{p(f"Nice {n}.")}</w:comment>'
    )
    path.write_bytes(docx(body, {"comments": talk}))


def folder(tmp_path: Path, **how: str) -> Path:
    place = tmp_path / "documents"
    place.mkdir(exist_ok=True)
    for n in range(1, MANY + 1):
        document(place / f"h-{n:02}.docx", n, **how)
    return place


def take(desk: Desk, place: Path, **more: object) -> IntakeReport:
    return desk.intake.take([place], **more).value  # type: ignore[arg-type]


def rows_of(desk: Desk) -> tuple[Row, ...]:
    return desk.articles.rows(desk.articles.ids(Filter()))


def beside(desk: Desk) -> list[object]:
    """What stands beside every story, without numbers that differ from store to store."""
    told: list[object] = []
    rows = sorted(rows_of(desk), key=lambda row: row.slug)
    for row in rows:
        threads = desk.comments.of(row.id)
        words = {t.id: t.comments[0].words for t in threads}
        told.append((
            row.slug, row.comments_open, row.suggestions_open,
            [(t.author, t.quote, t.anchor, t.version, t.state,
              [(c.author, c.words, c.mentions) for c in t.comments]) for t in threads],
            [(s.author, s.base_version, dict(s.base), dict(s.proposal), s.changes, s.note)
             for s in desk.suggesting.of(row.id)],
            [(act.verb, act.actor) for act in desk._seat.store.history.of("review", row.id)],
            [(n.kind, n.person, n.who, n.words, words[n.subject])
             for person in desk.staff.all()
             for n in desk._seat.store.notices.of(person.id, unread=False, before=None, limit=99)
             if n.article == row.id],
        ))  # fmt: skip
    return told


@pytest.fixture
def aside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every import is one of many, and none may be done in one long transaction."""
    monkeypatch.setattr(intake, "_MANY_FILES", -1)
    monkeypatch.setattr(importing, "_MOST_KEPT", 0)
    monkeypatch.setattr(Importing, "carry", lambda *_what: pytest.fail("others had to wait"))


def test_prepared_beside_the_store_they_are_what_they_are_otherwise(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = folder(tmp_path)
    ours = desk.articles.create({"headline": "Ours"}).value
    desk.comments.add(ours.id, "Ours too.")
    take(desk, place)
    one_by_one = beside(desk)
    assert len(one_by_one) == MANY + 1
    with open_desk(tmp_path / "other.newsroom", create=True, clock=desk.clock) as other:
        other.staff.add(Person(name="Nadia Brandt", byline="N. Brandt", initials="NB"))
        other.staff.add(Person(name="Tomas Keel", initials="TK", bio="Runs the copy desk."))
        other.sit("Nadia Brandt")
        talked = other.articles.create({"headline": "Ours"}).value
        other.comments.add(talked.id, "Ours too.")
        monkeypatch.setattr(intake, "_MANY_FILES", -1)
        monkeypatch.setattr(Importing, "carry", lambda *_what: pytest.fail("others had to wait"))
        done = other.intake.take([place])
        assert beside(other) == one_by_one
        assert done.changes.inbox == {other.me.id} if other.me else False
        assert not list(verify(other._seat.store))
        assert other.comments.count(Talk()) == 2 * MANY + 1
        other.undo.undo()
        other.undo.redo()
        assert beside(other) == one_by_one


@pytest.mark.usefixtures("aside")
def test_others_save_and_talk_meanwhile(desk: Desk, store_path: Path, tmp_path: Path) -> None:
    with open_desk(store_path) as other:
        other._seat.store.engine.execute("PRAGMA busy_timeout = 0")
        ours = other.articles.create({"headline": "Ours"}).value

        def work() -> None:
            other.articles.save(ours.id, ours.version, {"body": "The east basin.\n"})
            other.comments.add(ours.id, "@TK ours")
            assert other.comments.count(Talk()) == 1

        report = take(desk, folder(tmp_path), told=at(10, work))
        assert report.summary() == f"New: {MANY}"
        assert [t.comments[0].words for t in other.comments.of(ours.id)] == ["@TK ours"]
    for item in report.items:
        assert item.article is not None
        first, second = desk.comments.of(item.article)
        assert first.quote == f"east basin {int(item.slug.rpartition('-')[2])}"
        assert second.comments[0].words.startswith("A Stranger: Nice ")
        assert len(desk.suggesting.of(item.article)) == 2


@pytest.mark.usefixtures("aside")
def test_who_joins_with_the_import_speaks_under_their_own_name(desk: Desk, tmp_path: Path) -> None:
    place = folder(tmp_path, by="Ann Other")
    matter = "---\nheadline: First\nbylines: [Ann Other, Bea New]\n---\nText.\n"
    (place / "a-first.md").write_text(matter)
    take(desk, place, choices=Choices(people={"Ann Other": JOINS, "Bea New": JOINS}))
    ann = desk.staff.find("Ann Other")
    assert ann is not None
    for row in rows_of(desk):
        if row.slug.startswith("h"):
            assert desk.comments.of(row.id)[0].author == ann.id
            assert ann.id in {made.author for made in desk.suggesting.of(row.id)}


@pytest.mark.parametrize("many", [False, True])
def test_what_was_taken_back_and_comes_again_says_nothing_twice(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    if many:
        monkeypatch.setattr(intake, "_MANY_FILES", -1)
    place = folder(tmp_path)
    take(desk, place)
    before = [told[1:5] for told in beside(desk)]  # type: ignore[index]
    desk.undo.undo()
    assert take(desk, place).summary() == f"New: {MANY}"
    assert [told[1:5] for told in beside(desk)] == before  # type: ignore[index]
    desk.undo.undo()
    document(place / "h-03.docx", 3, said="Which one then?")
    assert take(desk, place).summary() == f"New: {MANY}"
    found = desk.articles.by_slug(next(r.slug for r in rows_of(desk)
                                       if "3" in r.slug and "13" not in r.slug))  # fmt: skip
    said = [t.comments[0].words for t in desk.comments.of(found.id)]
    assert said == ["@NB which one?", "A Stranger: Nice 3.", "Which one then?"]
    assert not list(verify(desk._seat.store))


@pytest.mark.parametrize("many", [False, True])
def test_the_plan_says_what_comes_along_and_what_does_not(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    if many:
        monkeypatch.setattr(intake, "_MANY_FILES", -1)
    place = tmp_path / "h.docx"
    document(place, 1)
    comes = "It comes with 2 comments, suggested changes by Tomas Keel, A Stranger."
    assert comes in take(desk, place, dry_run=True).items[0].notes
    assert comes in take(desk, place).items[0].notes
    (again,) = take(desk, place).items
    assert (again.action, again.notes) == (Action.UNCHANGED, ())
    document(place, 1, said="And which one then?")
    (again,) = take(desk, place).items
    assert again.action is Action.UNCHANGED
    assert again.notes[0].startswith("Comments or changes in it that are not here were left aside")
    assert desk.comments.count(Talk()) == 2


@pytest.mark.parametrize("most", [3, 200])
def test_what_comes_again_and_says_something_new_is_settled_in_the_store_itself(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(intake, "_MANY_FILES", -1)
    take(desk, folder(tmp_path))
    desk.undo.undo()
    monkeypatch.setattr(importing, "_MOST_KEPT", most)  # with 3 all of it in one transaction
    assert take(desk, folder(tmp_path, said="Which one then?")).summary() == f"New: {MANY}"
    assert desk.comments.count(Talk()) == 3 * MANY
    assert {len(desk.comments.of(row.id)) for row in rows_of(desk)} == {3}
    assert not list(verify(desk._seat.store))


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ('w:date="2025-03-04T09:30:00Z"', datetime(2025, 3, 4, 9, 30, tzinfo=UTC)),
        ('w:date="2999-01-01T00:00:00Z"', None),
        ('w:date="yesterday"', None),
        ("", None),
    ],
)
def test_a_comment_keeps_the_date_of_its_document(
    desk: Desk, tmp_path: Path, said: str, kept: datetime | None
) -> None:
    comments = f'<w:comment w:id="1" w:author="Tomas Keel" {said}>{p("See this.")}</w:comment>'
    place = tmp_path / "dated.docx"
    place.write_bytes(docx(p(r("The harbour is open.")), {"comments": comments}))
    (item,) = take(desk, place).items
    assert item.article is not None
    (thread,) = desk.comments.of(item.article)
    (comment,) = thread.comments
    assert comment.created_at == thread.created_at == (kept or thread.touched_at)
    assert thread.touched_at > datetime(2025, 3, 4, 9, 30, tzinfo=UTC), "it came in now"


@pytest.mark.parametrize("many", [False, True])
def test_a_long_comment_on_a_long_text_is_taken_whole(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    if many:
        monkeypatch.setattr(intake, "_MANY_FILES", -1)
    text = "بندر خاوری باز شد و کشتی‌ها آمدند. " * 300
    talk = "See this. " * (MOST_WORDS // 5)
    body = p(
        f'<w:commentRangeStart w:id="1"/>{r(text)}<w:commentRangeEnd w:id="1"/>'
        '<w:r><w:commentReference w:id="1"/></w:r>'
    )
    comments = f'<w:comment w:id="1" w:author="Tomas Keel">{p(talk)}</w:comment>'
    place = tmp_path / "long.docx"
    place.write_bytes(docx(body, {"comments": comments}))
    (item,) = take(desk, place).items
    assert (item.action, item.problems) == (Action.NEW, ())
    assert item.article is not None
    (thread,) = desk.comments.of(item.article)
    assert " ".join(" ".join(c.words for c in thread.comments).split()) == talk.strip()
    assert len(thread.comments) > 1
    assert thread.anchor is not None
    assert text.startswith(thread.quote)
    desk.undo.undo()
    take(desk, place)
    assert len(desk.comments.of(item.article)) == 1


def test_what_can_not_stand_beside_a_story_is_told_and_the_story_comes(
    desk: Desk, tmp_path: Path
) -> None:
    kept = {"corrections": [{"kind": "correction", "at": "2026-01-02T03:04:05+00:00",
                             "wrong": "a\0b", "right": "c"}]}  # fmt: skip
    (tmp_path / "site.wxr").write_text(
        '<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        "<wp:wxr_version>1.2</wp:wxr_version><item><title>Harbour</title><wp:post_id>1</wp:post_id>"
        "<wp:post_name>harbour</wp:post_name><wp:status>draft</wp:status>"
        "<wp:post_type>post</wp:post_type><wp:postmeta><wp:meta_key>newsroom_corrections"
        f"</wp:meta_key><wp:meta_value><![CDATA[{json.dumps(kept)}]]></wp:meta_value>"
        "</wp:postmeta></item></channel></rss>"
    )
    (item,) = take(desk, tmp_path / "site.wxr").items
    assert item.action is Action.NEW
    assert desk.articles.by_slug("harbour").id == item.article


@pytest.mark.usefixtures("aside")
def test_called_off_between_any_two_it_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    place = folder(tmp_path)
    for after in range(MANY + 1):
        asked = iter(range(10_000))
        with pytest.raises(Cancelled):
            take(desk, place, cancel=lambda asked=asked, after=after: next(asked) >= after)
        assert desk.articles.count(Filter()) == 0
        assert desk.comments.count(Talk()) == 0
        assert desk.undo.last() is None
    assert not [path for path in desk._seat.store.folder.iterdir() if path.name.startswith(".")]
    assert take(desk, place).summary() == f"New: {MANY}"


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
@pytest.mark.parametrize("stage", ["prepared", "sealed", "taken over", "in", "words"])
def test_killed_at_every_stage_they_are_there_or_they_are_not(
    store_path: Path, tmp_path: Path, stage: str
) -> None:
    place = folder(tmp_path)
    with open_desk(store_path, create=True) as desk:
        desk.staff.add(Person(name="Nadia Brandt", initials="NB"))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, stage, str(store_path), str(place)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    there = stage in ("in", "words")
    with open_desk(store_path) as desk:
        assert desk.articles.count(Filter()) == (MANY if there else 0)
        assert desk.comments.count(Talk()) >= (2 * MANY if there else 0)
        assert bool(desk._seat.store.notices.count(1)) is there
        assert not list(verify(desk._seat.store))
        expected = {Action.UNCHANGED} if there else {Action.NEW}
        assert {item.action for item in take(desk, place).items} == expected
        assert len(beside(desk)) == MANY

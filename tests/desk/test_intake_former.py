"""Who may not publish takes in what was published elsewhere: unpublished, dated, told once."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsroom.__main__ import main
from newsroom.desk.arriving import Action
from newsroom.desk.desk import Desk, open_desk
from newsroom.intake.arrival import Arrival
from newsroom.news.workflow import PubState, Stage
from tests import postgres
from tests.desk.people import staffed

THERE = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
STORY = "---\nslug: {slug}\nheadline: Fog\npublished_at: 2025-11-20T08:00Z\n---\n\nText.\n"


def posts(*keys: str, **more: object) -> list[tuple[str, Arrival]]:
    return [
        (
            "feed",
            Arrival(
                source=key,
                fields={"headline": f"Fog {key}", "body": "T.\n", "published_at": THERE, **more},
                key=key,
            ),
        )
        for key in keys
    ]


def test_an_editor_gets_them_ready_and_a_publisher_publishes_them(desk: Desk) -> None:
    staffed(desk)
    desk.sit("Edda Editor")
    plan = desk.intake.receive(posts("1", "2"), name="", dry_run=True).value
    assert [item.action for item in plan.items] == [Action.NEW] * 2
    (said,) = plan.sentences
    assert said.startswith(
        "2 stories were published there. You may not publish here. "
        "Ask Ada Admin or Paul Publisher. They come in unpublished, in the stage “Ready”"
    )
    assert said in plan.as_text().splitlines()
    report = desk.intake.receive(posts("1", "2"), name="").value
    assert report.sentences == plan.sentences
    number = report.items[0].article
    assert number is not None
    story = desk.articles.open(number)
    assert (story.stage, story.pubstate, story.published_at, story.planned_at) == (
        Stage.READY, PubState.NONE, None, THERE,
    )  # fmt: skip
    again = desk.intake.receive(posts("1", "2"), name="").value
    assert [item.action for item in again.items] == [Action.UNCHANGED] * 2
    assert again.sentences == ()

    desk.sit("Paul Publisher")
    assert [row.row.id for row in desk.publish.ready()] != []
    report = desk.intake.receive(posts("1", "2"), name="").value
    assert [item.action for item in report.items] == [Action.CHANGED] * 2
    assert report.sentences == ()
    story = desk.articles.open(number)
    assert (story.stage, story.pubstate, story.published_at) == (
        Stage.READY, PubState.PUBLISHED, THERE,
    )  # fmt: skip
    desk.sit("Edda Editor")
    again = desk.intake.receive(posts("1", "2"), name="").value
    assert [item.action for item in again.items] == [Action.UNCHANGED] * 2


def test_a_writer_gets_them_on_the_desk_and_one_by_one_is_said_of_one(desk: Desk) -> None:
    staffed(desk)
    desk.sit("Wim Writer")
    report = desk.intake.receive([*posts("1"), *posts("2", stage=Stage.COPY)], name="").value
    (said,) = report.sentences
    assert said.startswith("2 stories were published there.")
    assert "in the stage “Desk”" in said
    stages = [desk.articles.open(item.article).stage for item in report.items if item.article]
    assert stages == [Stage.DESK, Stage.COPY], "a stage that is told is kept"
    one = desk.intake.receive(posts("3"), name="").value
    assert one.sentences[0].startswith("1 story was published there. You may not publish here.")
    desk.undo.undo()
    back = desk.intake.receive(posts("3"), name="").value
    assert back.items[0].action is Action.NEW
    assert back.sentences == one.sentences
    desk.sit("Paul Publisher")
    desk.intake.receive(posts("1"), name="")
    story = desk.articles.by_slug("fog-1")
    assert (story.stage, story.pubstate) == (Stage.READY, PubState.PUBLISHED)


@pytest.mark.postgres
@pytest.mark.parametrize(("who", "stage"), [("editor", Stage.READY), ("writer", Stage.DESK)])
def test_the_server_takes_them_too(
    guarded: postgres.Guarded, tmp_path: Path, who: str, stage: Stage
) -> None:
    files = [tmp_path / f"{n}.md" for n in range(3)]
    for path in files:
        path.write_text(STORY.format(slug=f"fog-{path.stem}"), encoding="utf-8")
    with open_desk(guarded.url(who)) as theirs:
        report = theirs.intake.take(files).value
        assert [item.action for item in report.items] == [Action.NEW] * 3, report.items
        assert len(report.sentences) == 1
        assert theirs.articles.by_slug("fog-0").stage is stage
        theirs.undo.undo()
        report = theirs.intake.take(files).value
        assert [item.action for item in report.items] == [Action.NEW] * 3, report.items
    with open_desk(guarded.url("publisher")) as web:
        report = web.intake.take(files).value
        assert [item.action for item in report.items] == [Action.CHANGED] * 3, report.items
        assert web.articles.by_slug("fog-2").published_at == datetime(2025, 11, 20, 8, tzinfo=UTC)


def test_the_command_line_says_it(
    desk: Desk, store_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staffed(desk)
    path = tmp_path / "a.md"
    path.write_text(STORY.format(slug="fog"), encoding="utf-8")
    code = main(["--store", str(store_path), "--as", "Edda Editor", "import", str(path)])
    assert code == 0
    assert "1 story was published there. You may not publish here." in capsys.readouterr().out

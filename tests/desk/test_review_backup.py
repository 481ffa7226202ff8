"""What the review desk keeps goes into a backup and comes back, on either engine."""

from __future__ import annotations

from pathlib import Path

from newsroom.desk.backup import restore
from newsroom.desk.desk import Desk, open_desk
from newsroom.news.comment import Fact, Talk
from newsroom.news.workflow import Stage
from tests.desk.conftest import HandClock
from tests.desk.test_articles import make


def test_a_backup_keeps_talk_suggestions_ways_and_signs(
    shared: Desk, tmp_path: Path, clock: HandClock
) -> None:
    desk = shared
    number = make(desk, "a", body="One.\n")
    thread = desk.comments.add(number, "Hm, @TK.", anchor={"start": 1}, quote="One").value
    desk.comments.add(number, "", fact=Fact(claim="One"))
    set_ = desk.suggesting.open(number, 1, {"body": "Two.\n"}).value
    desk.presence.take(number)
    desk.review.send([number], Stage.COPY, person=2, note="Look.")
    desk.gates.sign(number)
    kept = (
        desk.comments.find(Talk()),
        desk.suggesting.of(number),
        desk.review.history(number),
        desk.gates.signoffs(number),
    )
    report = desk.backup.backup(tmp_path / "all.zip")
    assert report.problems == ()
    restore(tmp_path / "all.zip", tmp_path / "again.newsroom")
    with open_desk(tmp_path / "again.newsroom", who="TK", clock=clock) as again:
        assert kept == (
            again.comments.find(Talk()),
            again.suggesting.of(number),
            again.review.history(number),
            again.gates.signoffs(number),
        )
        (row,) = again.articles.rows([number])
        assert (row.comments_open, row.suggestions_open) == (2, 1)
        assert again.inbox.count() == 2
        answered = again.comments.reply(thread.id, "Yes.").value
        assert len({comment.id for comment in answered.comments}) == 2
        clock.forward(minutes=5)
        assert again.presence.take(number).value.mine, "the window of then is gone"
        assert again.suggesting.get(set_.id).proposal == {"body": "Two.\n"}

"""kill -9 while a site comes in: all of it is there or nothing, and it comes in again."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from newsroom.desk.arriving import Action
from newsroom.desk.desk import open_desk
from newsroom.news.article import Filter
from newsroom.news.workflow import Stage

ROOT = Path(__file__).resolve().parents[2]
POSTS = 400
KILLS = 12
PROGRAM = """
import sys
from newsroom.desk.desk import open_desk
with open_desk(sys.argv[1]) as desk:
    print("open", flush=True)
    def told(at):
        if at.done % 20 == 0:
            print(at.done, flush=True)
    desk.intake.take([sys.argv[2]], told=told)
    print("done", flush=True)
"""


@pytest.mark.slow
def test_kills_at_every_stage_leave_all_or_nothing(tmp_path: Path) -> None:
    store, site = tmp_path / "day.newsroom", tmp_path / "site.wxr"
    with open_desk(store, create=True) as desk:
        desk.articles.create({"slug": "ferry", "body": "Stands.\n"})
    site.write_text(
        '<rss xmlns:content="c" xmlns:wp="w"><channel><wp:wxr_version>1.2</wp:wxr_version>'
        + "".join(
            f"<item><title>A {n}</title><content:encoded><![CDATA[<p>{'Words. ' * 200}</p>]]>"
            f"</content:encoded><wp:post_id>{n}</wp:post_id><wp:post_name>a-{n}</wp:post_name>"
            "<wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>"
            for n in range(POSTS)
        )
        + "</channel></rss>",
        encoding="utf-8",
    )
    dice = random.Random(5)
    stops = [str(n) for n in range(0, POSTS, POSTS // KILLS)][:KILLS]
    seen = set()
    for stop in ["open", *stops, "done"]:
        program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(store), str(site)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert program.stdout is not None
        wanted = stop if stop in ("open", "done") else str(int(stop) // 20 * 20)
        for line in program.stdout:
            if line.strip() == wanted:
                break
        time.sleep(dice.uniform(0, 0.02))
        os.kill(program.pid, signal.SIGKILL)
        program.wait()
        program.stdout.close()
        with open_desk(store) as desk:
            count = desk.articles.count(Filter(stages=frozenset(Stage)))
            assert count in (1, POSTS + 1), (stop, count)
            assert desk.backup.verify() == ()
            assert desk.articles.by_slug("ferry").body == "Stands.\n"
            assert (desk.undo.last() is not None) == (count > 1)
            seen.add(count)
            if count > 1:
                desk.undo.undo()
                assert desk.articles.count(Filter()) == 1
                break
    assert seen == {1, POSTS + 1}
    with open_desk(store) as desk:
        report = desk.intake.take([site]).value
        assert report.count(Action.NEW) == POSTS

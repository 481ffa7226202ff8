"""What the judges look at, and where they are: ``packaging/judges.py`` installs and calls them.

They are programs of others and are not part of the daily run: ``make judge``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.sample import make_sample
from newsroom.news.clock import fixed_clock

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HERE = Path(__file__).parent

Look = Callable[..., list[str]]


def need(what: object, name: str) -> None:
    """Skip without the program, or fail where all of them were promised."""
    if what:
        return
    if os.environ.get("NEWSROOM_JUDGES_ALL"):
        pytest.fail(f"{name} is not here")
    pytest.skip(f"{name} is not here; make judge installs it")


@pytest.fixture(scope="session")
def tools() -> Path:
    """The folder that npm's judges are installed in."""
    folder = Path(os.environ.get("NEWSROOM_JUDGES", "out/judges")).resolve()
    need((folder / "node_modules").is_dir() and shutil.which("node"), "the folder of judges")
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample newsroom's site, with an address and so with feeds and maps."""
    folder = tmp_path_factory.mktemp("judged")
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    try:
        make_sample(folder / "store" / "day.newsroom", clock=fixed_clock(NOW))
        with open_desk(folder / "store" / "day.newsroom", clock=fixed_clock(NOW)) as desk:
            desk.sit(None)
            desk.set_site({"url": "https://harbour.example"})
            set_right(desk)
            take_back(desk)
            desk.siting.publish(folder / "site")
    finally:
        if before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = before
    return folder / "site"


def set_right(desk: Desk) -> None:
    """Every kind of notice, in both directions of writing, with what may go wrong in words."""

    def number(slug: str) -> int:
        return desk.articles.by_slug(slug).id

    for slug, kind, words in (
        ("chandler-bridge-cracks", "correction",
         {"wrong": 'over <3.5> & "four" tonnes', "right": "over 7.5 tonnes", "where": "line 1"}),
        ("cup-semi-final", "correction", {"wrong": "3:1", "right": "3:2"}),
        ("ferry-night-service", "clarification", {"right": "The ferry also runs on Sundays."}),
        ("budget-first-reading", "update", {"right": "The council has voted since."}),
        ("budget-first-reading", "correction", {"wrong": "nine", "right": "ten"}),
        ("marathon-route", "refile", {"wrong": "teh", "right": "the"}),
        ("handicraft-market", "correction", {"wrong": "شنبه", "right": "یکشنبه"}),
        ("persian-poetry-evening", "update", {"right": "زمان آن تغییر کرد."}),
    ):  # fmt: skip
        desk.correcting.correct(number(slug), kind, **words)


def take_back(desk: Desk) -> None:
    """Withdrawn for good by two people, taken down by one, gone without a word."""
    second = desk.staff.find("Lena Haddad")
    assert second is not None
    desk.sit("Mara Ridley")
    desk.rights.give(second.id, second.version, ("kill", "publish"))
    for slug, words in (
        ("bakery-robots", {"reason": "A hoax", "notice": "There was no robot.\n\nWe are <sorry>."}),
        ("village-bus-app", {"reason": "Asked by the court", "page": "gone"}),
        ("nowruz-explained", {"reason": "Not ours"}),
    ):
        number = desk.articles.by_slug(slug).id
        desk.sit("Mara Ridley")
        desk.withdrawing.ask_kill(number, **words)
        desk.sit("Lena Haddad")
        desk.withdrawing.agree(number)
    number = desk.articles.by_slug("street-names-persian").id
    desk.withdrawing.take_down([number], reason="For now")


@pytest.fixture(scope="session")
def look(tools: Path) -> Look:
    """Open pages in Chromium; what it complains of."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    need(chromium, "Chromium")

    def look_(mode: str, site: Path, files: list[Path]) -> list[str]:
        addresses = [
            f"https://harbour.example/{quote(file.relative_to(site).as_posix())}" for file in files
        ]
        done = subprocess.run(
            ["node", str(HERE / "look.mjs"), mode, str(tools)],
            input=json.dumps(addresses),
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "CHROMIUM": str(chromium), "SITE": str(site)},
            timeout=900,
        )
        assert done.returncode == 0, done.stderr
        found: list[str] = json.loads(done.stdout)
        return found

    return look_

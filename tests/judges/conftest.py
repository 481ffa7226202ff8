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

from newsroom.desk.desk import open_desk
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
            desk.siting.publish(folder / "site")
    finally:
        if before is None:
            del os.environ["XDG_CACHE_HOME"]
        else:
            os.environ["XDG_CACHE_HOME"] = before
    return folder / "site"


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

"""``make run`` where there is no display: it draws, exports, says where both lie, and ends well."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
LOCK, STAMP = ROOT / "requirements.lock", ROOT / ".venv" / "newsroom.lock.sha256"
SECONDS = 240  # it takes 8; a machine that is busy with everything else takes its time


def environment_is_made() -> bool:
    """Whether the door finds its environment as it left it: a test must not make it anew."""
    made_from = hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()
    return STAMP.exists() and STAMP.read_text() == made_from


def test_make_run_without_a_display_leaves_screens_and_pages(tmp_path: Path) -> None:
    if not environment_is_made():
        pytest.skip("the environment is not the one that bootstrap.py makes")
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "packaging/bootstrap.py", "run"],
        cwd=ROOT,
        env={
            **bare,
            "NEWSROOM_OUT": str(tmp_path / "out"),
            "NEWSROOM_SCREENS": "02-story",
            "LANG": "C.UTF-8",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "there is no display here" in done.stderr
    screens, site = tmp_path / "out" / "screens", tmp_path / "out" / "site"
    drawn = sorted(path.name for path in screens.iterdir())
    assert drawn == ["02-story-dark-1366x768.png", "02-story-light-1366x768.png"]
    for name in drawn:
        with Image.open(screens / name) as picture:
            assert picture.size == (1366, 768)
            # A window with a story in it is no plain area.
            assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 100
    assert f"2 screens lie in {screens}" in done.stdout
    pages = list(site.glob("**/*.html"))
    assert len(pages) > 10
    assert re.search(rf"{len(pages)} pages lie in {re.escape(str(site))}", done.stdout)
    assert "<h1" in (site / "ferry-night-service.html").read_text("utf-8")

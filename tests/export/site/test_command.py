"""The site from the command line, as the web editor's day has it (walks.md, steps 5 to 7)."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.__main__ import main
from newsroom.desk.desk import Desk
from newsroom.export.site import publish
from tests.export.scenes import change, files

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def store(paper: Desk) -> str:
    """The newsroom's file; stories are changed through the desk, which stays open."""
    return str(paper._seat.store.target)


@pytest.fixture
def run(store: str, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> tuple[int, str, str]:
        code = main(["--store", store, *words])
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


def test_a_day(paper: Desk, run: Run, to: Path) -> None:
    code, told, _err = run("site", str(to), "--dry-run")
    assert code == 0
    assert "write  index.html  (new)" in told
    assert told.splitlines()[-1].endswith(" to write, 0 to delete, 0 unchanged.")
    assert not to.exists()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publish, "CHUNK", 5)
        code, told, _err = run("site", str(to), "--dry-run")
    assert told.endswith("\nPictures that the site does not have yet come on top of that.\n")
    code, told, _err = run("site", str(to))
    assert code == 0
    assert told.splitlines()[-1].endswith(" written, 0 deleted, 0 unchanged.")
    before = files(to)
    code, told, _err = run("site", str(to))
    assert (code, told) == (0, f"0 written, 0 deleted, {len(before) - 1} unchanged.\n")
    assert files(to) == before
    change(paper, paper.articles.by_slug("old").id, dek="Another dek.")
    code, told, _err = run("site", str(to), "--json")
    report = json.loads(told)
    assert report.keys() == {
        "to",
        "dry_run",
        "uid",
        "unchanged",
        "notes",
        "written",
        "deleted",
        "pictures_told",
    }
    assert {"path": "old.html", "why": "what it shows changed"} in report["written"]
    assert run("site", str(to), "--verify")[0] == 0
    (to / "old.html").write_text("other")
    code, told, _err = run("site", str(to), "--verify", "--json")
    assert code == 1
    check = json.loads(told)
    assert check.keys() == {"to", "files", "published_at", "on_record", "differences"}
    assert check["differences"] == [{"path": "old.html", "fault": "changed"}]
    assert run("export", "--verify", str(to))[0] == 1
    assert run("export", "--format", "site", "--to", str(to))[0] == 0
    code, told, _err = run("export", "--verify", str(to))
    assert (code, told.splitlines()[-1][:5]) == (0, "0 of ")


def test_back_log_and_zip(paper: Desk, run: Run, to: Path, tmp_path: Path) -> None:
    packed = tmp_path / "site.zip"
    assert run("site", str(to), "--zip", str(packed))[0] == 0
    with zipfile.ZipFile(packed) as archive:
        assert "index.html" in archive.namelist()
    first = (to / "old.html").read_bytes()
    change(paper, paper.articles.by_slug("old").id, headline="Older still")
    run("site", str(to), "--recent", "shared")
    assert (to / "recent.js").exists()
    code, told, _err = run("site", str(to), "--back")
    assert code == 0
    assert "(the site was put back)" in told
    assert (to / "old.html").read_bytes() == first
    code, told, _err = run("site", "--log", "--json")
    sent = json.loads(told)["publications"]
    assert len(sent) == 3
    assert sent[0].keys() == {
        "uid", "at", "who", "to", "written", "deleted", "total", "root"
    }  # fmt: skip
    assert len(run("site", "--log")[1].splitlines()) == 3


def test_what_is_not_done(run: Run, to: Path, tmp_path: Path) -> None:
    code, _told, err = run("site")
    assert (code, "Name the folder" in err) == (2, True)
    code, _told, err = run("site", str(to), "--verify")
    assert (code, "No site was published" in err) == (2, True)
    assert main(["--store", str(tmp_path / "none.newsroom"), "site", str(to)]) == 2
    assert not (tmp_path / "none.newsroom").exists(), "no store is made by publishing it"
    to.mkdir(parents=True)
    (to / "index.html").write_text("mine")
    code, _told, err = run("site", str(to))
    assert (code, "--force" in err) == (2, True)


def test_own_templates_are_seen_by_the_quick_look(paper: Desk, run: Run, to: Path) -> None:
    run("site", str(to))
    own = paper.folder / "templates" / "site"
    own.mkdir(parents=True)
    (own / "site.css").write_text("p { color: red }")
    assert "write  site.css" in run("site", str(to))[1]

"""The web editor's day from the command line, as far as it leads outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from newsroom.cli import push as commands
from newsroom.cli.commands import run
from newsroom.cli.options import parse
from newsroom.cli.push import VARIABLE
from newsroom.desk.desk import open_desk
from newsroom.desk.secrets import Secrets
from tests.export.outbound.fake_wordpress import PASSWORD, USER, served

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(
    tmp_path: Path, empty_store_file: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Call:  # fmt: skip
    """Run a command on a store with one finished story; gives code, answer and sentences."""
    store = tmp_path / "day.newsroom"
    store.write_bytes(empty_store_file.read_bytes())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setattr(commands, "system_secrets", Secrets)  # nobody's real keyring
    with open_desk(store) as desk:
        fields = {"headline": "The ferry", "body": "Text.", "stage": "ready"}
        story = desk.articles.create({"slug": "ferry", **fields}).value
        desk.publish.publish([story.id])

    def call_(*words: str) -> tuple[int, str, str]:
        code = run(parse(["--store", str(store), *words]))
        said = capsys.readouterr()
        return code, said.out, said.err

    return call_


def test_a_story_is_pushed_and_the_queue_told(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    with served() as (site, address):
        assert call("targets", "add", "Magazine", "wordpress", address, "--user", USER)[0] == 0
        code, told, _said = call("targets", "list")
        assert (code, told.split()[0]) == (0, "Magazine")
        code, _told, said = call("push", "ferry", "--to", "Magazine")
        assert code == 2
        assert "password" in said
        monkeypatch.setenv(VARIABLE, PASSWORD)
        site.fail("POST", "posts", status=503, headers={"Retry-After": "30"})
        code, told, said = call("push", "ferry", "--to", "Magazine", "--publish")
        assert code == 1
        assert told.startswith("Waiting (")
        assert "asks us to wait" in said
        code, told, said = call("push", "ferry", "--to", "Magazine", "--publish", "--json")
        assert code == 0
        (sent,) = json.loads(told)["deliveries"]
        assert sent["state"] == "done"
        assert sent["link"].endswith(f"?p={next(iter(site.posts))}")
        assert len(site.posts) == 1
        assert call("push", "--due")[1] == "Nothing is due.\n"
        assert "Called off  ferry" in call("push", "--queue")[1]
        next(iter(site.posts.values()))["modified_gmt"] = "2030-01-01T00:00:00"
        code, _told, said = call("push", "ferry", "--to", "Magazine")
        assert code == 1
        assert "--answer 'conflict=2030-01-01T00:00:00'" in said
        answer = "conflict=2030-01-01T00:00:00"
        assert call("push", "ferry", "--to", "Magazine", "--answer", answer)[0] == 0
    assert call("push", "ferry", "--to", "Nowhere")[0] == 2
    assert call("targets", "remove", "Magazine")[0] == 0
    assert call("targets", "list")[1] == ""


def test_the_site_is_deployed(call: Call, tmp_path: Path) -> None:
    to, there = tmp_path / "site", tmp_path / "there"
    call("config", "url", "https://harbour.example")
    call("targets", "add", "Copy", "folder", str(there))
    assert call("deploy", "Copy")[0] == 2, "nothing was published yet"
    assert call("site", str(to))[0] == 0
    code, told, _said = call("deploy", "Copy", "--dry-run")
    assert code == 0
    assert "write  index.html" in told
    assert not there.exists()
    code, told, _said = call("deploy", "Copy", "--json")
    assert code == 0
    assert "index.html" in json.loads(told)["written"]
    assert (there / "index.html").read_bytes() == (to / "index.html").read_bytes()
    assert call("deploy", "Copy")[1].startswith("0 sent, 0 deleted")
    call("new", "--slug", "fog", "--headline", "Fog")
    assert "folder:Copy" in call("site", "--log")[1]


def test_readers_there_get_nothing_that_nobody_approved(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, PASSWORD)
    with served() as (site, address):
        assert call("targets", "add", "Magazine", "wordpress", address, "--user", USER)[0] == 0
        assert call("new", "--slug", "raw", "--headline", "Raw")[0] == 0
        code, _told, said = call("push", "raw", "--to", "Magazine", "--publish")
        assert (code, len(site.posts)) == (2, 0)
        assert "nobody has approved it" in said
        assert call("push", "raw", "--to", "Magazine")[0] == 0, "a draft is none of readers'"

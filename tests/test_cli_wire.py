"""The wire from the command line, as a timer and a person without a window use it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsroom.cli.commands import run
from newsroom.cli.options import parse
from tests.desk.test_wire import feed_of, item
from tests.intake.webserver import Web, web_server

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def web() -> Iterator[Web]:
    with web_server() as made:
        made.pages["/feed"] = feed_of(item())
        yield made


@pytest.fixture
def call(
    tmp_path: Path, empty_store_file: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch, web: Web,
) -> Call:  # fmt: skip
    """Run a command on a store that may ask this computer; gives code, answer and sentences."""
    store = tmp_path / "day.newsroom"
    store.write_bytes(empty_store_file.read_bytes())
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def call_(*words: str) -> tuple[int, str, str]:
        code = run(parse(["--store", str(store), "wire", *words]))
        said = capsys.readouterr()
        return code, said.out, said.err

    call_("rules", "--allow", web.host)
    return call_


def test_a_feed_is_set_read_listed_shown_and_fetched(call: Call, web: Web) -> None:
    assert call("feeds") == (0, "", "")
    added = call("add", "Agency", web.address("/feed"), "--rights", "© A", "--minutes", "10")
    assert added == (0, "", "")
    code, told, _said = call("feeds")
    assert told.split()[:3] == ["Agency", web.address("/feed"), "every"]
    assert "  due  " in told
    assert call("poll") == (0, "Agency: 1 new, 0 changed\n", "")
    assert call("poll") == (0, "Nothing is due.\n", "")
    assert " next " in call("feeds")[1]
    assert json.loads(call("poll", "Agency", "--json")[1]) == {
        "read": [{"feed": "Agency", "new": 0, "changed": 0, "problem": "", "told": ""}]
    }
    code, told, _said = call("list", "ferry", "--feed", "Agency", "--unread")
    assert (code, told.split()[0], told.rstrip().endswith("unread  Ferry back")) == (0, "1", True)
    assert json.loads(call("list", "--json")[1])["entries"][0]["title"] == "Ferry back"
    told = call("show", "1")[1]
    assert told.startswith("Ferry back\nAgency · ")
    assert "It left at one." in told
    assert "html" in json.loads(call("show", "1", "--json")[1])
    code, told, _said = call("fetch", "1")
    assert (code, told.splitlines()[0]) == (0, "ferry-back was made.")
    assert "N. Brandt is not on the staff" in told
    assert call("fetch", "1") == (0, "ferry-back was here already.\n", "")
    assert "fetched" in call("list")[1]
    web.pages["/feed"] = feed_of(item(title="Ferry gone"))
    assert call("poll", "Agency")[1] == "Agency: 0 new, 1 changed\n"
    assert "updated" in call("list")[1]
    assert call("fetch", "1")[1] == "ferry-back was here; 1 change is proposed.\n"
    assert json.loads(call("fetch", "1", "--json")[1])["fetched"][0]["proposed"] == 0
    assert json.loads(call("feeds", "--json")[1])["feeds"][0]["rights"] == "© A"


def test_what_goes_wrong_is_a_sentence_and_a_code(call: Call, web: Web) -> None:
    web.pages["/feed"] = b"<html>404"
    call("add", "Agency", web.address("/feed"))
    code, told, said = call("poll")
    assert (code, told) == (1, "")
    assert "Agency: This is a web page" in said
    assert "web page" in call("feeds")[2]
    code, _told, said = call("add", "Other", "file:///etc/passwd")
    assert (code, "only http" in said) == (2, True)
    assert call("add", "Other", "https://o.example/", "--section", "nowhere")[0] == 2
    assert call("poll", "Nobody")[0] == 2
    assert call("fetch", "77")[0] == 2
    assert call("show", "77")[0] == 2


def test_a_feed_is_paused_and_removed_and_hosts_are_forbidden(call: Call, web: Web) -> None:
    call("add", "Agency", web.address("/feed"))
    call("add", "Agency", web.address("/feed"), "--pause")
    assert "not read" in call("feeds")[1]
    assert call("poll")[1] == "Nothing is due.\n"
    assert call("remove", "Agency") == (0, "", "")
    assert call("feeds")[1] == ""
    told = call("rules", "--forbid", web.host, "--days", "3")[1]
    assert told.split() == ["days", "3", "allowed", "—"]

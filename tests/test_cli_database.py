"""Rights and logins from the command line, as who looks after a server uses it."""

from __future__ import annotations

import json

import pytest

from tests import postgres
from tests.test_cli import Run, could_not, good
from tests.test_cli import run as run


def test_rights_in_a_file(run: Run) -> None:
    good(run("staff", "add", "--name", "Ada Admin", "--role", "admin"))
    good(run("staff", "add", "--name", "Wim Writer"))
    said = good(run("staff", "grant", "wim writer", "--right", "publish", "--as", "Ada Admin"))
    assert "Wim Writer is writer and may:" in said
    assert "publish" in said
    taken = json.loads(good(run("staff", "revoke", "Wim Writer", "--right", "publish", "--json")))
    assert "publish" not in taken["rights"]
    for words, told in (
        (("staff", "revoke", "Wim Writer", "--right", "edit"), "comes with the role"),
        (("staff", "grant", "Wim Writer"), "Say what to give"),
        (("staff", "grant", "Wim Writer", "--login"), "is a file"),
        (("staff", "grant", "Nobody", "--role", "editor"), "Nobody here is called"),
        (("database", "setup"), "is a file"),
        (("staff", "grant", "Ada Admin", "--role", "editor"), "only one who may manage"),
        (("staff", "grant", "Wim Writer", "--right", "juggle"), "juggle"),
    ):
        done = run(*words)
        assert done.returncode == 2, words
        assert told in done.stderr
        assert done.stderr.count("\n") == 1
    assert run("staff", "grant", "X", "--role", "editor", store="none.newsroom").returncode == 2


@pytest.mark.postgres
def test_a_server_is_set_up_and_people_come_in(run: Run, pg_server: postgres.Server) -> None:
    with pg_server.database() as url:
        name = url.partition("@/")[2].partition("?")[0]
        said = run("database", "setup", store=url)
        assert f"Made the group role {name}_owner." in good(said)
        assert "may manage the staff yet" in said.stderr
        for person, role in (("Ada Admin", "admin"), ("Wim Writer", "writer")):
            good(run("staff", "add", "--name", person, "--role", role, store=url))
        login = f"{name}_wim"
        grant = ("staff", "grant", "Wim Writer", "--login", login)
        assert "nobody to ask" in run(*grant, store=url).stderr
        said = run(*grant, "--password-stdin", store=url, text=f"{postgres.PASSWORD}\n")
        assert f"Address: postgresql://{login}@/{name}?host=" in good(said)
        assert postgres.PASSWORD not in said.stdout + said.stderr
        again = run(*grant, "--no-password", store=url)
        assert f"The login is “{login}”." in good(again)
        mine = pg_server.url(name, login)
        good(run("new", "--headline", "Mine", store=mine))
        refused = run("staff", "add", "--name", "Zoe", store=mine)
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
        assert "You may not change the staff directory here. Ask Ada Admin." in refused.stderr
        status = json.loads(good(run("database", "status", "--json", store=url)))
        assert status["without"] == ["Ada Admin"]
        assert status["logins"][0]["login"] == login
        log = json.loads(good(run("database", "log", "--json", store=url)))
        assert log["entries"][0]["verb"] == "let in"
        assert "not by staff" in run("database", "log", store=mine).stderr
        assert login in good(run("staff", "revoke", "Wim Writer", "--login", store=url))
        gone = run("list", store=mine)
        assert gone.returncode == 2
        assert "refused the name or the password" in gone.stderr
        assert "few" not in gone.stderr
        pg_server.sql(f"DROP ROLE {login}")


@pytest.mark.postgres
def test_a_database_that_is_not_there_is_made_by_no_command(
    run: Run, pg_server: postgres.Server
) -> None:
    said = could_not(run("list", store=pg_server.url("nowhere")))
    assert "no database for" in said
    assert "newsroom import" not in said, "which would not make it"

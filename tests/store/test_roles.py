"""What a server refuses to who comes by a login of their own, with any program they like."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import psycopg
import pytest
from PIL import Image

from newsroom.desk.desk import Desk, open_desk
from newsroom.desk.errands import Came, bring
from newsroom.intake.fetching import Got
from newsroom.news.errors import BadInput, NewsroomError, NotFound, Refused, StoreError
from newsroom.news.rights import Right
from newsroom.news.staff import Person, Role
from newsroom.news.wire import Bulletin, Feed, Item
from newsroom.news.workflow import Move, Stage, Workflow
from newsroom.store import faults, tables
from newsroom.store.connect import open_store
from newsroom.store.postgres import _parameters
from newsroom.store.roles import RULES
from tests import postgres
from tests.desk.people import staffed
from tests.export.scenes import png

pytestmark = pytest.mark.postgres

# Stories of the newsroom below, by number: Wim's draft, Edda's draft, Wim's that is ready, and
# Wim's that is out. People are numbered as in tests.desk.people, from 1.
OWN, OTHER, READY, PUBLIC = 1, 2, 3, 4
WIM, EDDA = 3, 4
SAVE = "UPDATE article SET {what}, version = version + 1 WHERE id = {story}"
REVISION = (
    "INSERT INTO revision (article, number, author, created_at, kind, note, frame, size, digest, "
    "content) SELECT id, version, {author}, 0, '{kind}', '', 0, 0, '', '' FROM article "
    "WHERE id = {story}"
)


def save(what: str, story: int = OWN) -> str:
    return SAVE.format(what=what, story=story)


def revision(story: int = OWN, author: int = WIM, kind: str = "save") -> str:
    return REVISION.format(story=story, author=author, kind=kind)


TEXT = "UPDATE article_text SET body = 'x', digest = sha256('x') WHERE article = {}"

SUGGESTION = (
    "INSERT INTO suggestion (uid, article, author, base_version, base, proposal, changes, state, "
    "created_at, updated_at) VALUES ('s', 3, 1, 1, '{}', '{}', 1, 'open', 0, 0)"
)


def begin(standing: str) -> str:
    return (
        "INSERT INTO article (uid, slug, slug_key, stage, pubstate, standing, created_at, "
        f"updated_at) VALUES ('u', 's', 's', {standing}, 0, 0)"
    )


FEED = (
    "INSERT INTO wire_feed (name, address, minutes, rights, section, language, live, etag, "
    "modified, failures, problem, reading, holder) "
    "VALUES ('x', 'http://x/', 5, '', '', '', 1, '', '', 0, '', 0, '')"
)

REFUSED: dict[str, tuple[str, str, list[str]]] = {
    # What a writer may not do, though the tables would take it.
    "publish": ("writer", "NR003", [save("pubstate = 'published'")]),
    "approve": ("writer", "NR003", [save("stage = 'ready'")]),
    "set the moment": ("writer", "NR003", [save("published_at = 1")]),
    "pin": ("writer", "NR003", [save("pinned = 1")]),
    "edit what is ready": (
        "writer",
        "NR003",
        [save("headline = 'x'", READY), revision(READY)],
    ),
    "correct what is out": (
        "writer",
        "NR003",
        [save("words = 1", PUBLIC), TEXT.format(PUBLIC), revision(PUBLIC)],
    ),
    "begin published": (
        "writer",
        "NR003",
        [begin("'draft', 'published', 1")],
    ),
    "begin on the spike": (
        "writer",
        "NR001",
        [begin("'spiked', 'none', 3")],
    ),
    "a way that is not": ("editor", "NR002", [save("stage = 'revise'", OTHER)]),
    "a stale version": ("writer", "NR409", ["UPDATE article SET headline = 'x' WHERE id = 1"]),
    "another name": ("writer", "NR005", [save("uid = 'x'")]),
    "a save without its revision": ("writer", "NR005", [save("headline = 'x'")]),
    "text without its story": ("writer", "NR005", [TEXT.format(OWN)]),
    "text under another seal": (
        "writer",
        "NR005",
        [save("words = 1"), "UPDATE article_text SET body = 'y' WHERE article = 1"],
    ),
    "a byline without its story": ("writer", "NR005", ["DELETE FROM byline WHERE article = 1"]),
    "a revision without a save": ("writer", "NR005", [revision()]),
    "one's own role": (
        "writer",
        "NR003",
        [f"UPDATE staff SET role = 'admin', version = version + 1 WHERE id = {WIM}"],
    ),
    "a house rule": ("writer", "NR003", ["INSERT INTO setting VALUES ('gates', 'rules', '[]')"]),
    "somebody's words": ("writer", "NR004", ["UPDATE comment SET words = 'I said so'"]),
    "publish, as an editor": ("editor", "NR003", [save("pubstate = 'published'")]),
    "suggest, as a reader": (
        "reader",
        "NR003",
        [SUGGESTION],
    ),
    "a feed": ("writer", "NR003", [FEED]),
    "a feed's address": ("writer", "NR003", ["UPDATE wire_feed SET address = 'http://x/'"]),
    "a feed's end": ("writer", "NR003", ["DELETE FROM wire_feed"]),
    "an entry, as a reader": ("reader", "NR003", ["UPDATE wire_entry SET state = 'aside'"]),
    "a reading, as a reader": ("reader", "NR003", ["UPDATE wire_feed SET etag = 'x'"]),
    # What the server does not take at all.
    "delete a story": ("admin", "42501", ["DELETE FROM article"]),
    "rewrite a revision": ("admin", "42501", ["UPDATE revision SET author = 1"]),
    "drop a revision": ("admin", "42501", ["DELETE FROM revision"]),
    "rewrite history": ("admin", "42501", ["UPDATE activity SET actor = 1"]),
    "forge the server's book": (
        "admin", "42501", ["INSERT INTO guard.audit (verb, subject) VALUES ('x', 'y')"],
    ),
    "read the server's book": ("writer", "42501", ["SELECT * FROM guard.audit"]),
    "make a way": ("admin", "42501", ["DELETE FROM guard.transition"]),
    "take a login": ("admin", "42501", ["UPDATE guard.login SET staff = 7"]),
    "change a step": ("writer", "42501", ["UPDATE step SET payload = '{}'"]),
    "change the format": ("admin", "42501", ["UPDATE store_info SET format = 99"]),
    "become the owner": ("admin", "42501", [f'SET ROLE "{postgres.GUARDED}_owner"']),
    "become somebody": ("writer", "42501", ["SET SESSION AUTHORIZATION editor"]),
    "switch the guard off": ("admin", "42501", ["ALTER TABLE article DISABLE TRIGGER guard"]),
    "switch row rules off": ("admin", "42501", ["ALTER TABLE article DISABLE ROW LEVEL SECURITY"]),
    "switch triggers off": ("admin", "42501", ["SET session_replication_role = replica"]),
    "leave something behind": ("admin", "42501", ["CREATE TABLE own (x int)"]),
    "learn anew": ("admin", "42501", ["SELECT guard.learn()"]),
    "make a login": ("admin", "42501", ["CREATE ROLE mallory LOGIN"]),
}  # fmt: skip


def _fill(desk: Desk) -> None:
    """Four stories, a comment of Edda's on one, and a way that the desk does not have."""
    wim, edda = desk.staff.get(WIM), desk.staff.get(EDDA)
    assert (wim.name, edda.name) == ("Wim Writer", "Edda Editor")
    for person in (wim, edda, wim, wim):
        desk.sit(person.id)
        byline = desk.staff.byline(person.name)
        desk.articles.create({"headline": person.name, "body": "b", "bylines": (byline,)})
    desk.sit("Ada Admin")
    desk.articles.move([READY], Stage.READY, override="for the test")
    desk.publish.publish([PUBLIC], override="for the test")
    flow = desk.review.workflow()
    moves = (Move(Stage.DRAFT, Stage.READY, Right.APPROVE), Move(Stage.DRAFT, Stage.DESK))
    desk.review.set_workflow(Workflow(stages=flow.stages, moves=moves))
    feed = desk.wire.put_feed(Feed(name="Agency", address="https://agency.example/")).value
    desk._seat.store.wire.record(feed.id, [("tag:1", Item(key="tag:1"))], desk.clock())


@pytest.fixture(scope="module")
def newsroom(pg_server: postgres.Server) -> Iterator[postgres.Guarded]:
    with pg_server.guarded() as found:
        with open_desk(found.admin) as desk:
            _fill(desk)
        with open_desk(found.url("editor")) as desk:
            desk.comments.add(OWN, "Who says so?")
        yield found


@contextmanager
def session(found: postgres.Guarded, login: str) -> Iterator[psycopg.Connection[Any]]:
    """What somebody does with another program; nothing of it stays."""
    with psycopg.connect(found.url(login)) as connection:
        yield connection
        connection.rollback()


@pytest.mark.parametrize("act", REFUSED)
def test_the_server_refuses(newsroom: postgres.Guarded, act: str) -> None:
    login, code, statements = REFUSED[act]

    def act_out(connection: psycopg.Connection[Any]) -> None:
        for statement in (*statements, "SET CONSTRAINTS ALL IMMEDIATE"):
            connection.execute(statement)  # type: ignore[call-overload]

    with session(newsroom, login) as connection, pytest.raises(psycopg.Error) as said:
        act_out(connection)
    assert said.value.sqlstate == code, said.value
    told = faults.told(said.value, "the store")
    assert isinstance(told, (Refused, StoreError)), act
    assert str(told).endswith(".")


def test_what_somebody_does_not_see_is_not_there(newsroom: postgres.Guarded) -> None:
    """Another's draft: no row of it, in any table, and nothing to be changed."""
    with session(newsroom, "writer") as connection:

        def count(sql: str) -> int:
            return connection.execute(sql).fetchone()[0]  # type: ignore[call-overload,index,no-any-return]

        for table, column in (
            ("article", "id"), ("article_text", "article"), ("revision", "article"),
            ("search_doc", "article"), ("byline", "article"), ("activity", "0 * number - 1"),
        ):  # fmt: skip
            assert count(f"SELECT count(*) FROM {table} WHERE {column} = {OTHER}") == 0, table
        assert count("SELECT count(*) FROM article") == 3
        assert connection.execute(save("headline = 'x'", OTHER)).rowcount == 0  # type: ignore[call-overload]
        found = connection.execute("SELECT * FROM guard.found('edda:*'::tsquery)").fetchall()
        assert found == []
        assert count("SELECT count(*) FROM notice WHERE person <> 3") == 0
        assert count("SELECT count(*) FROM step") == 0, "steps are those of who took them"
    with session(newsroom, "reader") as connection:
        seen = connection.execute("SELECT id FROM article ORDER BY id").fetchall()
        assert [row[0] for row in seen] == [READY, PUBLIC], "drafts are their writers'"


def test_any_writers_window_reads_feeds_and_what_one_has_read_is_ones_own(
    newsroom: postgres.Guarded,
) -> None:
    with open_desk(newsroom.url("writer")) as desk:
        errand = desk.wire.take()
        assert errand is not None
        bulletin = Bulletin(kind="RSS 2.0", items=(Item(key="tag:2", title="Fog"),))
        came = Came(errand=errand, got=Got(address="https://agency.example/"), bulletin=bulletin)
        assert desk.wire.record(came).value.new == 1
        assert desk.wire.feeds()[0].polled_at is not None
        number = desk.wire.list()[0].id
        desk.wire.mark([number])
        assert sum(desk.wire.unread().values()) == 1
        made = desk.wire.fetch(bring(desk.wire.order(number))).value
        assert desk.articles.open(made.article).headline == "Fog"
        desk.wire.put_aside([number])
        desk.wire.mark([number], read=False)
    with open_desk(newsroom.url("editor")) as desk:
        assert not any(one.read for one in desk.wire.list())


def test_who_signs_is_who_is_logged_in(newsroom: postgres.Guarded) -> None:
    with session(newsroom, "writer") as connection:
        connection.execute(save("headline = 'Mine', updated_by = 4, comments_open = 99"))  # type: ignore[call-overload]
        connection.execute(revision(author=EDDA, kind="unsaved"))  # type: ignore[call-overload]
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        row = connection.execute("SELECT updated_by, comments_open FROM article WHERE id = 1")
        assert row.fetchone() == (WIM, 1), "the comment is counted, not told"
        row = connection.execute("SELECT author FROM revision WHERE article = 1 ORDER BY id DESC")
        assert row.fetchone() == (WIM,)
        connection.execute(
            "INSERT INTO activity (seq, at, actor, session, subject, verb, recent) "
            "VALUES (1, 0, 7, 's', 'article', 'save', 0)"
        )
        row = connection.execute("SELECT actor FROM activity ORDER BY id DESC")
        assert row.fetchone() == (WIM,)
        connection.execute("INSERT INTO comment (thread, author, created_at, words) "
                           "VALUES (1, 4, 0, 'Edda says')")  # fmt: skip
        row = connection.execute("SELECT author FROM comment ORDER BY id DESC")
        assert row.fetchone() == (WIM,)


def test_every_table_has_its_rule() -> None:
    """A new table is read by people and written by nobody until it stands in ``RULES``."""
    assert {table._meta.table_name for table in tables.TABLES} == set(RULES)


def test_setting_up_again_changes_nothing_and_people_come_and_go(
    pg_server: postgres.Server,
) -> None:
    with pg_server.database(template=postgres.TEMPLATE) as url:
        name = url.partition("@/")[2].partition("?")[0]
        with open_desk(url) as desk:
            people = staffed(desk)
            wim, ada = people[Role.WRITER], people[Role.ADMIN]
            with pytest.raises(Refused, match="database setup"):
                desk.logins.all()
            assert desk.logins.set_up() == (f"{name}_owner", f"{name}_staff")
            assert desk.logins.set_up() == ()
            assert not desk.logins.everyone_sees()
            login = f"{name}_wim"
            for wrong in ("", "pg_wim", "x" * 64, f"{name}_owner"):
                with pytest.raises(BadInput):
                    desk.logins.let_in(wim.id, wrong, None)
            with pytest.raises(BadInput, match="at least 12"):
                desk.logins.let_in(wim.id, login, "short")
            with pytest.raises(Refused, match="powers over the server"):
                desk.logins.let_in(wim.id, "newsroom", None)
            assert desk.logins.let_in(wim.id, login, postgres.PASSWORD)
            assert not desk.logins.let_in(wim.id, login, None), "the password stays"
            with pytest.raises(Refused, match="belongs to Wim Writer"):
                desk.logins.let_in(ada.id, login, None)
            group = desk.staff.add(Person(name="All of us", collective=True)).value
            with pytest.raises(Refused, match="group"):
                desk.logins.let_in(group.id, f"{name}_all", None)
            assert [entry.login for entry in desk.logins.all()] == [login]
            assert desk.logins.address(login).startswith(f"postgresql://{login}@/{name}?host=")
            mine = pg_server.url(name, login)
            with open_desk(mine) as theirs:
                assert theirs.me == wim
                hidden = desk.intake.picture(png()).value
                desk.articles.create({"headline": "Not his", "picture": hidden})
                assert theirs.articles.count(_everything()) == 0
                assert theirs.library.uses(hidden.sha256) == ()
                with pytest.raises(Refused, match="in a story that you don't see"):
                    theirs.library.remove([hidden.sha256])
                version = theirs.library.facts(hidden.sha256).version
                theirs.library.describe(hidden.sha256, version, {"rights": "handout"})
                with pytest.raises(Refused, match="You may not change the newsroom's lists"):
                    theirs.library.tidy(dry_run=False)
                desk.logins.set_up(everyone_sees=True)
                assert desk.logins.everyone_sees()
            with open_desk(mine) as theirs:
                assert theirs.articles.count(_everything()) == 1
                with pytest.raises(Refused, match="may not make logins"):
                    theirs.logins.let_in(ada.id, "ada", None)
                with pytest.raises(Refused, match="looks after the server"):
                    theirs.logins.all()
                # Who leaves the staff is out with the next statement, and at the next start.
                desk.staff.leave(wim.id)
                with pytest.raises(Refused, match="You may not edit"):
                    theirs.articles.create({"headline": "Late"})
                with psycopg.connect(mine) as other, pytest.raises(psycopg.Error, match="tempor"):
                    other.execute("CREATE TEMP TABLE article (x int)")
            with pytest.raises(Refused, match="staff grant"):
                open_store(mine)
            assert desk.logins.shut_out(wim.id) == login
            with pytest.raises(NotFound, match="has no login"):
                desk.logins.shut_out(wim.id)
            with pytest.raises(StoreError, match="refused the name or the password"):
                open_store(mine)
        pg_server.sql(f"DROP ROLE {login}")  # nothing hangs on it
        log = (pg_server.home / "log").read_text(errors="replace")
        assert "a few words" not in log


def _everything() -> Any:
    from newsroom.news.article import Filter

    return Filter()


def test_pictures_are_everybody_s(newsroom: postgres.Guarded, tmp_path: Path) -> None:
    """A picture that one puts in stands on every computer, and in the backup made on another."""
    file = tmp_path / "boat.png"
    Image.new("RGB", (8, 8), "navy").save(file)
    with open_desk(newsroom.url("writer")) as desk:
        sha256 = desk.intake.picture(file).value.sha256
        data = desk.media(sha256)
        here = desk._seat.store.media.path(sha256)
    here.unlink()  # as on another computer
    with open_desk(newsroom.url("editor")) as desk:
        assert desk.media(sha256) == data
        assert here.read_bytes() == data, "it is fetched once"
    here.unlink()
    with open_desk(newsroom.admin) as desk:
        report = desk.backup.backup(tmp_path / "all.zip")
        assert (report.pictures, report.problems) == (1, ())
    with ZipFile(tmp_path / "all.zip") as archive:
        assert archive.read(f"media/{sha256}") == data
    with session(newsroom, "writer") as connection, pytest.raises(psycopg.Error) as said:
        connection.execute("INSERT INTO guard.picture VALUES ('0', 'another')")
    assert said.value.sqlstate == "NR005"
    with session(newsroom, "reader") as connection, pytest.raises(psycopg.Error) as said:
        connection.execute("INSERT INTO guard.picture VALUES ('0', 'another')")
    assert said.value.sqlstate == "NR003"


def test_a_file_has_no_logins(store_file: Path) -> None:
    with open_desk(store_file) as desk, pytest.raises(BadInput, match="is a file"):
        _ = desk.logins


def test_a_login_of_the_server_that_is_nobody_s_does_not_come_in(
    newsroom: postgres.Guarded,
) -> None:
    newsroom.server.sql(f"CREATE ROLE stranger LOGIN PASSWORD '{postgres.PASSWORD}'")
    try:
        with pytest.raises(NewsroomError) as said:
            open_store(newsroom.url("stranger"))
        assert "a few words" not in str(said.value)
    finally:
        newsroom.server.sql("DROP ROLE stranger")


# The line to the server.


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://nb@localhost/db?hostaddr=192.0.2.7",
        "postgresql:///db?service=far",
        "postgresql://nb@news.example.org/db",
        "postgresql://nb@127.0.0.1,news.example.org/db",
    ],
)
def test_a_server_elsewhere_has_to_prove_who_it_is(address: str) -> None:
    assert _parameters(address, read_only=False)["sslmode"] == "verify-full"
    with pytest.raises(BadInput, match="sslmode"):
        _parameters(f"{address}{'&' if '?' in address else '?'}sslmode=require", read_only=False)


def test_the_environment_is_no_way_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    address = "postgresql://nb@/db"
    assert "sslmode" not in _parameters(address, read_only=False), "the local socket"
    for name, value in (("PGHOST", "news.example.org"), ("PGHOSTADDR", "192.0.2.7")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            patch.setenv("PGSSLMODE", "disable")
            assert _parameters(address, read_only=False)["sslmode"] == "verify-full"


def _certificate(folder: Path) -> None:
    """A certificate authority of our own and a server's certificate for news.test."""

    def openssl(*words: str) -> None:
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)

    fresh = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    openssl("req", "-x509", *fresh, "-keyout", "ca.key", "-out", "ca.crt", "-days", "2",
            "-subj", "/CN=Our own CA")  # fmt: skip
    openssl("req", *fresh, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=news.test")
    (folder / "names").write_text("subjectAltName=DNS:news.test")
    openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.crt", "-CAkey", "ca.key", "-days", "2",
            "-CAcreateserial", "-extfile", "names", "-out", "server.crt")  # fmt: skip


def test_the_right_server_is_taken_and_no_other(pg_server: postgres.Server) -> None:
    """A real server with a certificate, as one in another house would have (its name is news.test,
    its place is this computer)."""
    folder = postgres.programs()
    assert folder is not None
    with tempfile.TemporaryDirectory(prefix="newsroom-tls-", dir="/tmp") as home:
        server = postgres.Server(Path(home), folder, port=postgres.free_port(), tls=True)
        server.make()
        _certificate(Path(home))
        server.take_certificate()
        server.start()
        try:
            server.sql(f"CREATE ROLE wim LOGIN PASSWORD '{postgres.PASSWORD}'")
            user = server.url("postgres", "wim").partition("@")[0]
            place = f"{server.port}/postgres?hostaddr=127.0.0.1&sslrootcert={home}/ca.crt"
            with pytest.raises(StoreError, match="no store in it"):
                open_store(f"{user}@news.test:{place}")  # it got in
            with pytest.raises(StoreError, match="could not prove"):
                open_store(f"{user}@other.test:{place}")
            with pytest.raises(StoreError, match="could not prove"):
                open_store(f"{user}@news.test:{place}".replace("ca.crt", "server.csr"))
            wrong = re.sub(r"wim:[^@]+@", "wim:not-the-one@", f"{user}@news.test:{place}")
            with pytest.raises(StoreError, match="refused the name or the password") as said:
                open_store(wrong)
            assert "not-the-one" not in repr(said.value)
        finally:
            server.stop()

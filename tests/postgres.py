"""A PostgreSQL server for the tests: thrown away afterwards, on a socket of its own.

It is found by $NEWSROOM_PG_BIN, below /usr/lib/postgresql, or on the PATH. PostgreSQL refuses to
run as root; the server then runs as ``postgres`` or ``nobody``. Each pytest-xdist worker starts its
own. Every test gets a fresh database, copied from an empty store that is made once.
"""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

TEMPLATE = "empty_store"
GUARDED = "guarded_store"
PASSWORD = "a few words: @/?#"  # every person's; as awkward in an address as they come
_PROGRAMS = ("initdb", "pg_ctl", "postgres")
# Nothing has to last: the test's own disk is not the subject.
_FLAGS = (
    "-c listen_addresses='{listen}' -c port={port} -c unix_socket_directories='{home}' "
    "-c fsync=off "
    # What was acknowledged is with the system when the server is stopped as by a crash.
    "-c synchronous_commit=on -c full_page_writes=off -c max_connections=40 "
    "-c shared_buffers=64MB -c autovacuum=off"
)


def programs() -> Path | None:
    """The folder with the server's programs."""
    named = os.environ.get("NEWSROOM_PG_BIN")
    places = [Path(named)] if named else []
    numbered = Path("/usr/lib/postgresql")
    if numbered.is_dir():
        versions = [folder for folder in numbered.iterdir() if folder.name.isdigit()]
        places += [v / "bin" for v in sorted(versions, key=lambda v: int(v.name), reverse=True)]
    if on_path := shutil.which("initdb"):
        places.append(Path(on_path).resolve().parent)
    for place in places:
        if all((place / program).exists() for program in _PROGRAMS):
            return place
    return None


def absent() -> str:
    """Why there is no server to test with; empty if there is one."""
    if os.name == "nt":
        return "the PostgreSQL fixture needs Unix sockets"
    if programs() is None:
        return "no PostgreSQL server found (apt-get install postgresql, or set NEWSROOM_PG_BIN)"
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (pip install '.[postgres]')"
    return ""


def required() -> bool:
    """Whether a missing server is a failure."""
    return os.environ.get("NEWSROOM_REQUIRE_PG") == "1" or os.environ.get("CI") == "true"


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running server. ``stop`` and ``start`` serve the tests of a server that goes away."""

    def __init__(self, home: Path, folder: Path, *, port: int = 5432, tls: bool = False) -> None:
        self.home = home
        self.port = port  # names the socket; with ``tls`` also a port of the loopback
        self._programs = folder
        self._tls = tls
        self._guarded = False
        self._as: dict[str, object] = {}
        if os.geteuid() == 0:
            names = {entry.pw_name for entry in pwd.getpwall()}
            entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
            os.chown(home, entry.pw_uid, entry.pw_gid)
            self._as = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}

    def make(self) -> None:
        """Make the cluster."""
        self._run(
            "initdb", "-D", str(self.home / "data"), "-U", "newsroom", "-A", "trust",
            "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        # The administrator comes in by the socket as is, everybody else with a password.
        (self.home / "data" / "pg_hba.conf").write_text(
            "local all newsroom trust\nlocal all all scram-sha-256\n"
            "hostssl all all 127.0.0.1/32 scram-sha-256\n"
        )

    def take_certificate(self) -> None:
        """Have server.crt and server.key of its home, as it wants them: nobody else may read."""
        for name in ("server.crt", "server.key"):
            there = self.home / "data" / name
            shutil.copyfile(self.home / name, there)
            there.chmod(0o600)
            if self._as:
                os.chown(there, int(str(self._as["user"])), int(str(self._as["group"])))

    def start(self) -> None:
        """Start it and wait until it answers."""
        flags = _FLAGS.format(
            home=self.home, port=self.port, listen="127.0.0.1" if self._tls else ""
        )
        if self._tls:
            flags += " -c ssl=on -c ssl_cert_file=server.crt -c ssl_key_file=server.key"
        self._run(
            "pg_ctl", "-D", str(self.home / "data"), "-w", "-l", str(self.home / "log"),
            "-o", flags, "start",
        )  # fmt: skip

    def stop(self) -> None:
        """Stop it at once, as a crash would."""
        self._run("pg_ctl", "-D", str(self.home / "data"), "-m", "immediate", "stop")

    def sql(self, *statements: str, database: str = "postgres") -> None:
        """Run statements, each by itself."""
        import psycopg

        with psycopg.connect(
            host=str(self.home), port=self.port, user="newsroom", dbname=database, autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]

    def url(self, database: str, user: str = "newsroom") -> str:
        """The address of one of its databases; the administrator's, or with a person's password."""
        if user != "newsroom":
            user += f":{quote(PASSWORD, safe='')}"
        return f"postgresql://{user}@/{database}?host={self.home}&port={self.port}"

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A fresh database; gives its address and drops it in the end."""
        name = f"t{uuid.uuid4().hex[:12]}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    @contextmanager
    def guarded(self) -> Iterator[Guarded]:
        """A fresh database that holds rights by itself, with a login for one of each role."""
        if not self._guarded:
            self._make_guarded()
            self._guarded = True
        with self.database(GUARDED) as url:
            name = url.partition("@/")[2].partition("?")[0]
            yield Guarded(self, name)

    def _make_guarded(self) -> None:
        from newsroom.desk.desk import open_desk
        from tests.desk.people import staffed

        self.sql(f"CREATE DATABASE {GUARDED} TEMPLATE {TEMPLATE}")
        with open_desk(self.url(GUARDED)) as desk:
            desk.logins.set_up()
            for role, person in staffed(desk).items():
                desk.logins.let_in(person.id, str(role), PASSWORD)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
            cwd=self.home,
            env={"PATH": f"{self._programs}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            check=False,
            **self._as,  # type: ignore[call-overload]
        )
        if done.returncode:
            log = self.home / "log"
            said = (done.stderr or b"").decode() or (log.read_text() if log.exists() else "")
            raise RuntimeError(f"{program} failed: {said[-2000:]}")


@dataclass(frozen=True, slots=True)
class Guarded:
    """A database in which each role of ``tests.desk.people`` has a login of its name."""

    server: Server
    name: str

    @property
    def admin(self) -> str:
        """The address of who looks after the server."""
        return self.server.url(self.name)

    def url(self, login: str) -> str:
        """The address of a person."""
        return self.server.url(self.name, login)


@contextmanager
def running() -> Iterator[Server]:
    """A server for as long as the bracket lasts, with an empty store to copy."""
    from newsroom.store.connect import open_store

    folder = programs()
    assert folder is not None
    # Not below pytest's own folder: the server's user may not enter that.
    home = Path(tempfile.mkdtemp(prefix="newsroom-pg-", dir="/tmp"))
    server = Server(home, folder)
    try:
        server.make()
        server.start()
        try:
            server.sql(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
            open_store(server.url(TEMPLATE), create=True).close()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)

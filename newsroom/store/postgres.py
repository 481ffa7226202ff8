"""A store in a PostgreSQL database, reached by its address."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
from psycopg import sql as names
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from newsroom.i18n import _
from newsroom.news.errors import BadInput, Cancelled, Refused, StoreAway, StoreError, StoreMissing
from newsroom.store import faults
from newsroom.store.engine import Engine
from newsroom.store.orm import peewee

OLDEST_SERVER = 120000  # generated columns came with PostgreSQL 12
CHANNEL = "newsroom_changed"

_CONNECT_SECONDS = 5
_STATEMENT_MS = 30_000  # nothing that people wait for takes longer; migrations lift it
# A server that froze answers no statement and ends none: past this, the line is cut from here.
_FROZEN_SECONDS = _STATEMENT_MS / 1000 + 10
_LOOK_SECONDS = 2.0  # how often that is looked at
_LOCK_MS = 5_000  # as long as SQLite waits for another writer
_KEEPALIVE = {
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}
_PORT, _LAST_PORT = 5432, 65535
_TLS = ("sslrootcert",)  # what the next person's address has to carry too
_SYSTEM_CA_LIBPQ = 160000  # libpq knows sslrootcert=system from 16 on


class _Adapter(peewee.Psycopg3Adapter):
    """Peewee's psycopg adapter for a Peewee that was loaded before psycopg."""

    txn_idle = TransactionStatus.IDLE
    txn_inerror = TransactionStatus.INERROR
    txn_unknown = TransactionStatus.UNKNOWN

    def check_driver(self) -> None:
        """It is there: this module could not have been loaded otherwise."""

    def get_binary_type(self) -> Any:
        """How psycopg is told that bytes are bytes."""
        return psycopg.Binary


class _Database(peewee.PostgresqlDatabase):
    """Connects with parameters that are asked for at the last moment and kept nowhere else."""

    psycopg2_adapter = _Adapter
    psycopg3_adapter = _Adapter

    def __init__(self, parameters: dict[str, Any]) -> None:
        # A closure: no repr and no log shows a password.
        self._ask: Callable[[], dict[str, Any]] = lambda: dict(parameters)
        super().__init__("store", autoconnect=False, prefer_psycopg3=True)

    def _connect(self) -> Any:
        connection: Any = psycopg.connect(**self._ask())
        connection.autocommit = True
        return connection


class PostgresEngine(Engine):
    """One connection to a server. A lost one is made anew at the next call."""

    insert_returns = True
    driver_errors = (psycopg.Error,)
    channel = CHANNEL

    def __init__(self, url: str, name: str, *, read_only: bool = False) -> None:
        super().__init__(name, read_only=read_only)
        self.url = url
        self._asked_to_stop = False
        self._lost = False
        self._was_there = False
        self._missed = False
        parameters = _parameters(url, read_only=read_only)
        self._certificate = {name: parameters[name] for name in _TLS if name in parameters}
        self.db = _Database(parameters)
        self._asked_at: float | None = None  # when the statement that runs was sent
        self._patient = False  # who looks after the server waits as long as it takes
        self._done = threading.Event()
        self._connect()
        threading.Thread(target=self._look, name="newsroom-frozen", daemon=True).start()

    def _look(self) -> None:
        """Cut the line where the server froze: the driver itself waits for ever."""
        while not self._done.wait(_LOOK_SECONDS):
            asked = self._asked_at
            if asked is None or self._patient or time.monotonic() - asked < _FROZEN_SECONDS:
                continue
            self._asked_at = None
            try:
                # A copy of the line's number: closing it does not pull it from under libpq.
                with socket.socket(fileno=os.dup(self._raw.fileno())) as line:
                    line.shutdown(socket.SHUT_RDWR)
            except (OSError, psycopg.Error):
                continue

    def _send(self, sql: str, params: Sequence[object] = ()) -> Any:
        if "statement_timeout = 0" in sql:
            self._patient = True
        self._asked_at = time.monotonic()
        try:
            return super()._send(sql, params)
        finally:
            self._asked_at = None

    def _connect(self) -> None:
        try:
            self.db.connect()
        except (peewee.PeeweeException, psycopg.Error) as error:
            raise self._unreachable(error) from error
        self._raw: psycopg.Connection[Any] = self.db.connection()  # type: ignore[no-untyped-call]
        version = int(self._raw.info.server_version)
        if version < OLDEST_SERVER:
            self.db.close()
            raise StoreError(
                _(
                    "The server of {name} is PostgreSQL {version}; "
                    "newsroom needs 12 or later. Ask for an update."
                ).format(name=self.name, version=version // 10000)
            )
        try:
            self._send(f"LISTEN {CHANNEL}")
            self.know()
        except (peewee.PeeweeException, psycopg.Error) as error:
            raise self.explain(error) from error
        except Refused:
            self.db.close()
            raise
        self._lost = False
        self._was_there = True

    def know(self) -> None:
        """Ask whether the database holds people's rights by itself, and whose login this is.

        Raises Refused for a login that is nobody's.
        """
        ((guarded,),) = self._send("SELECT to_regnamespace('guard') IS NOT NULL").fetchall()
        self.guarded = bool(guarded)
        if not self.guarded:
            return
        try:
            ((self.person, self.keeper),) = self._send(
                "SELECT guard.me(), guard.keeper()"
            ).fetchall()
        except (peewee.PeeweeException, psycopg.Error) as error:
            if any(getattr(found, "sqlstate", "") == "42501" for found in faults.chain(error)):
                raise faults.nobody(self.name) from error
            raise
        if self.person is None and not self.keeper:
            raise faults.nobody(self.name)

    def _unreachable(self, error: BaseException) -> Exception:
        """Why there is no connection. libpq gives no code for it, only these signs."""
        for found in faults.chain(error):
            connection = getattr(found, "pgconn", None)
            if connection is not None and (connection.needs_password or connection.used_password):
                if getattr(found, "sqlstate", None) == "3D000" or "does not exist" in str(found):
                    return self._no_database()
                return faults.refused(self.name)
            if "does not exist" in str(found) and "database" in str(found):
                return self._no_database()
            if "certificate" in str(found) or "SSL" in str(found):
                return StoreError(
                    _(
                        "The server of {name} could not prove that it is the right one. Its "
                        "certificate must fit its name; ask who looks after the server."
                    ).format(name=self.name)
                )
        said = faults.told(error, self.name)
        if isinstance(said, StoreError) and not isinstance(said, StoreAway):
            return said
        return faults.away(self.name) if self._was_there else faults.not_there(self.name)

    def _no_database(self) -> StoreMissing:
        return StoreMissing(
            _("The server answers, but it has no database for {name}. Look at the address.").format(
                name=self.name
            )
        )

    def execute(self, sql: str, params: Sequence[object] = ()) -> Any:
        """Run a statement, after connecting anew where the connection was lost."""
        if self._lost:
            self._again()
        return super().execute(sql, params)

    def _again(self) -> None:
        """Connect anew; a transaction that was open is gone with the connection."""
        if self.in_transaction:
            raise faults.away(self.name)
        self.db.close()
        self._connect()
        self._missed = True  # notices in between did not reach us

    def explain(self, error: BaseException) -> BaseException:
        """The error in our words; a lost connection is remembered."""
        said = super().explain(error)
        if said is error and self._raw.closed:
            said = faults.away(self.name)
        if self._asked_to_stop and any(
            getattr(found, "sqlstate", None) == "57014" for found in faults.chain(error)
        ):
            self._asked_to_stop = False
            return Cancelled()
        if isinstance(said, StoreAway):
            self._lost = True
        return said

    # For who looks after the server (store.roles).

    @property
    def database(self) -> str:
        """The database's own name."""
        return str(self._raw.info.dbname)

    def address(self, login: str) -> str:
        """This database's address for another login, without a password."""
        info = self._raw.info
        user, database = quote(login, safe=""), quote(info.dbname, safe="")
        more = {name: self._certificate[name] for name in _TLS if name in self._certificate}
        if info.host.startswith("/"):
            more["host"] = info.host
            place = ""
        else:
            place = f"[{info.host}]" if ":" in info.host else info.host
        if info.port != _PORT:
            more["port"] = str(info.port)
        query = f"?{urlencode(more, quote_via=quote)}" if more else ""
        return f"postgresql://{user}@{place}/{database}{query}"

    def script(self, sql: str, params: tuple[object, ...] | None = None) -> None:
        """Run statements, several at once where there are no parameters."""
        self.queries += 1
        self._patient = True
        try:
            self._raw.execute(sql, params)
        except psycopg.Error as error:
            raise self._told(error) from error

    def quoted(self, name: str) -> str:
        """The name of a role, table or database as it stands in a statement."""
        return names.Identifier(name).as_string(self._raw)

    def literal(self, text: str) -> str:
        """A text as it stands in a statement that takes no parameters."""
        return names.Literal(text).as_string(self._raw)

    def sealed(self, password: str, login: str) -> str:
        """What the server keeps of a password: it never hears the password itself (SCRAM)."""
        seal = self._raw.pgconn.encrypt_password(
            password.encode(), login.encode(), b"scram-sha-256"
        )
        return seal.decode()

    def end_sessions(self, login: str) -> None:
        """End what a login has open, where we may."""
        try:
            self.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                (login,),
            )
        except StoreError:
            return  # it ends by itself with its next statement: its rights are gone

    snapshot_begins = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def renumber(self, tables: Iterable[type[peewee.Model]]) -> None:
        """Set the counters of the keys behind the highest key."""
        for table in tables:
            key = table._meta.primary_key
            if isinstance(key, peewee.BigAutoField):
                name = f'"{table._meta.table_name}"'
                self.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, %s), "
                    f"(SELECT coalesce(max({key.column_name}), 0) + 1 FROM {name}), false)",
                    (name, key.column_name),
                )

    def begin(self) -> None:
        """Open a transaction."""
        self.execute("BEGIN")

    def _end(self, *, kept: bool) -> None:
        self._patient = False
        super()._end(kept=kept)

    def _has_bracket(self) -> bool:
        return not self._raw.closed

    def close(self) -> None:
        """Let go of the connection."""
        self._done.set()
        if not self.db.is_closed():
            self.db.close()

    def interrupt(self) -> None:
        """Stop the statement that runs now."""
        self._asked_to_stop = True
        self._raw.cancel_safe(timeout=_CONNECT_SECONDS)

    def calm(self) -> None:
        """A later statement whose time is up was not called off."""
        self._asked_to_stop = False

    def news(self) -> bool:
        """Whether a notice of another session came in."""
        if self._lost:
            self._again()
        if self._missed:
            self._missed = False
            return True
        mine = self._raw.info.backend_pid
        try:
            notices = list(self._raw.notifies(timeout=0))
        except psycopg.Error as error:
            raise self.explain(error) from error
        return any(notice.pid != mine for notice in notices)

    def tell_others(self, session: str) -> None:
        """Send a notice that goes out with the commit."""
        self.execute("SELECT pg_notify(%s, %s)", (CHANNEL, session))

    def among(self, field: peewee.Node, slot: peewee.Node, *, never: bool = False) -> peewee.Node:
        """The field is one of the values, or none of them."""
        inside = "<> ALL(" if never else "= ANY("
        return peewee.NodeList((field, peewee.SQL(inside), slot, peewee.SQL(")")))

    def array(self, values: Iterable[object]) -> object:
        """The values as one parameter."""
        return list(values)

    def weak(self, field: peewee.Field) -> peewee.Node:
        """The field as it is."""
        return field  # the server keeps statistics

    def locked(self, query: peewee.Select) -> peewee.Select:
        """The query with its rows held."""
        return query.for_update()


def _parameters(url: str, *, read_only: bool) -> dict[str, Any]:
    """What to connect with. Raises BadInput for an address that can't be read or is not safe."""
    try:
        given: dict[str, Any] = dict(conninfo_to_dict(url))
        for port in str(given.get("port") or "").split(","):
            if port and not (port.isdecimal() and 0 < int(port) <= _LAST_PORT):
                raise ValueError  # libpq itself notices only when it connects
    except (psycopg.Error, ValueError):
        raise BadInput(
            _(
                "This address can't be read. It looks like "
                "postgresql://name@server.example.org/newsroom."
            )
        ) from None
    # What the environment says of the place is libpq's own way around the address.
    for name in ("host", "hostaddr", "service"):
        if not given.get(name) and (said := os.environ.get(f"PG{name.upper()}")):
            given[name] = said
    places = [
        *str(given.get("host") or "").split(","),
        *str(given.get("hostaddr") or "").split(","),
    ]
    if given.get("service") or not all(_is_local(place) for place in places):
        _hold_safe(given)
    options = [
        str(given.get("options") or ""),
        f"-c statement_timeout={_STATEMENT_MS}",
        f"-c lock_timeout={_LOCK_MS}",
        "-c client_min_messages=warning",
    ]
    if read_only:
        options.append("-c default_transaction_read_only=on")
    given["options"] = " ".join(options).strip()
    given.setdefault("application_name", "newsroom")
    given.setdefault("connect_timeout", _CONNECT_SECONDS)
    given.setdefault("client_encoding", "utf8")
    return {**_KEEPALIVE, **given}


def _is_local(host: str) -> bool:
    """Whether what is sent never leaves this computer (an empty host is the local socket)."""
    return host in ("", "localhost", "::1") or host.startswith(("/", "@", "127."))


def _hold_safe(given: dict[str, Any]) -> None:
    """Have the server prove who it is: libpq by itself takes any server (design/store.md 6)."""
    if given.setdefault("sslmode", "verify-full") != "verify-full":
        raise BadInput(
            _(
                "This address switches off the check of the server's certificate. "
                "Take “sslmode” out of it; sslrootcert=FILE names a certificate of your own."
            )
        )
    own = Path.home() / ".postgresql" / "root.crt"
    if psycopg.pq.version() >= _SYSTEM_CA_LIBPQ and not own.exists():
        given.setdefault("sslrootcert", "system")

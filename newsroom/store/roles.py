"""One login a person on a server: group roles, what each table takes, and the guard behind it.

The rules stand in resources/postgresql/guard.sql; here is which table follows which, and the
administrator's acts: set up, let somebody in, shut somebody out. A file has none of it: there the
rights are a convention that the desk's verbs keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from newsroom.assets import asset
from newsroom.i18n import _
from newsroom.news.errors import BadInput, NotFound, Refused, StoreError
from newsroom.news.lists import HOUSE_WORDS
from newsroom.news.rights import ROLE_RIGHTS
from newsroom.news.workflow import Stage

if TYPE_CHECKING:
    from newsroom.store.connect import Store
    from newsroom.store.postgres import PostgresEngine

MOST_NAME = 63  # bytes of a role's name; the server cuts what is longer
_OWN_WORDS = 10  # of a database's name that a role may still carry behind it ("_owner")
_SESSIONS = 20  # connections of one login: windows, backups and a program that hangs

# What a person sees of the article table; ``a`` is the row.
_SIGHT = """((select guard.me()) is not null and (
    a.standing = 1 or a.stage = 'ready' or a.assignee = (select guard.me())
    or a.updated_by = (select guard.me())
    or ((select guard.sees_sent()) and a.stage not in ('pitch', 'assigned', 'draft', 'spiked'))
    or a.id = any ((select guard.mine())::bigint[])))"""
_ALL = "(select guard.sees_all())"
_STORY = f"({_ALL} or exists (select 1 from article a where a.id = {{table}}.article))"
_TALK = f"({_ALL} or exists (select 1 from thread t where t.id = {{table}}.thread))"
_BOOKS = "(select guard.sees_books())"
_ME = "(select guard.me())"
_KILLS = "(select guard.may('kill'))"  # who settles a kill takes it out of every inbox

_CHANGE = "INSERT, UPDATE"
_ANY = "INSERT, UPDATE, DELETE"


@dataclass(frozen=True, slots=True)
class Rule:
    """What people may do in a table, all of them may read what they see.

    ``grant`` are the statements that the server takes at all, ``guard`` the function that looks at
    every row written, ``sight`` which rows exist for a person ("" for all).
    """

    grant: str
    guard: str
    sight: str = ""

    @property
    def events(self) -> str:
        """When the guard looks."""
        return " OR ".join(word for word in ("INSERT", "UPDATE", "DELETE") if word in self.grant)


RULES: Mapping[str, Rule] = {
    "store_info": Rule("UPDATE (change_seq)", "info_written()"),
    "staff": Rule(_CHANGE, "staff_written()"),
    "article": Rule(_CHANGE, "article_written()", f"({_ALL} or {_SIGHT.replace('a.', '')})"),
    "article_text": Rule(_CHANGE, "text_written()", _STORY),
    "byline": Rule(_ANY, "beside_story()", _STORY),
    "article_tag": Rule(_ANY, "beside_story()", _STORY),
    "search_doc": Rule(_ANY, "beside_story()", _STORY),
    "revision": Rule("INSERT", "revision_written()", _STORY),
    "term": Rule(_ANY, "term_written()"),
    "template": Rule(_ANY, "held('manage_rules')"),
    "saved_filter": Rule(_ANY, "signed('owner', 'read')", f"(owner = {_ME} or {_BOOKS})"),
    "setting": Rule(_CHANGE, "held('manage_rules')"),
    "media": Rule(_CHANGE, "held('edit')"),
    "media_facts": Rule(_CHANGE, "held('edit')"),
    "media_use": Rule(_ANY, "beside_story()", _STORY),
    "step": Rule("INSERT, UPDATE (undone_at)", "signed('who')", f"(who = {_ME} or {_BOOKS})"),
    "activity": Rule("INSERT", "act_written()"),
    "publication": Rule("INSERT", "signed('who', 'publish')"),
    "redirect": Rule(_ANY, "held('publish')"),
    "correction": Rule("INSERT, UPDATE (undone)", "signed('who', 'correct')", _STORY),
    "withdrawal": Rule(
        "INSERT, UPDATE (state, words, settled_at, settled_by)", "withdrawal_written()", _STORY
    ),
    "schedule": Rule(_CHANGE, "schedule_written()", _STORY),
    "package": Rule(_ANY, "held('edit')"),
    "kin": Rule("INSERT", "held('edit')", _STORY),
    "origin": Rule("INSERT, UPDATE (undone)", "signed('who', 'edit')", _STORY),
    "delivery": Rule(_CHANGE, "delivery_written()", _STORY),
    "remote": Rule(_ANY, "held('send')"),
    "thread": Rule(_CHANGE, "thread_written()", _STORY),
    "comment": Rule(_CHANGE, "comment_written()", _TALK),
    "mention": Rule("INSERT, DELETE", "mention_written()", _TALK),
    "suggestion": Rule(_CHANGE, "suggestion_written()", _STORY),
    "settlement": Rule("INSERT, UPDATE (undone)", "signed('who', 'edit')", _STORY),
    "movement": Rule("INSERT, UPDATE (undone)", "signed('who', 'send')", _STORY),
    "notice": Rule(
        "INSERT, UPDATE (read_at, undone)",
        "signed('who')",
        f"(person = {_ME} or who = {_ME} or {_BOOKS} or (kind = 'withdrawal' and {_KILLS}))",
    ),
    "edit_lock": Rule(_ANY, "signed('person', 'edit', 'may pass')", _STORY),
    "presence": Rule(_ANY, "signed('person', 'read', 'may pass')", _STORY),
    "read_mark": Rule(_CHANGE, "signed('person', 'read', 'may pass')", _STORY),
    "style_rule": Rule(_ANY, "held('manage_rules')"),
    "style_allowance": Rule("INSERT, DELETE", "signed('who', 'edit', 'may pass')"),
    "wire_feed": Rule(_ANY, "wire_feed_written()"),
    "wire_entry": Rule(_ANY, "held('edit')"),
    "wire_read": Rule("INSERT, DELETE", "signed('person', 'read')"),
    "tick": Rule(_ANY, "signed('who', 'edit', 'may pass')", _STORY),
    "signoff": Rule(
        "INSERT, UPDATE (undone)", "signed('who', 'edit send approve publish')", _STORY
    ),
}
"""Every table of the store. One that is missing would be read by everybody and written by nobody:
a test holds this against ``store.tables``."""

_TOLD = ("article", "activity", "staff")  # whose changes other windows hear of by the server itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """A login of the server and whose it is; ``open`` says whether the server lets it in."""

    login: str
    person: int
    name: str
    role: str
    active: bool
    open: bool
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the server's own book, which nobody can write or change by hand."""

    at: datetime
    login: str
    verb: str
    subject: str
    number: int | None
    detail: Mapping[str, Any]


def groups(database: str) -> tuple[str, str]:
    """The names of the owner's role and of the staff's; roles are shared by a whole server."""
    stem = database.encode()[: MOST_NAME - _OWN_WORDS].decode(errors="ignore")
    return f"{stem}_owner", f"{stem}_staff"


class Roles:
    """The administrator's acts on an open store of a server."""

    def __init__(self, store: Store) -> None:
        from newsroom.store.postgres import PostgresEngine

        if not isinstance(store.engine, PostgresEngine):
            raise BadInput(
                _(
                    "{name} is a file: it has no logins, and rights are a convention in it. "
                    "A newsroom on PostgreSQL has a login for each person."
                ).format(name=store.name)
            )
        self._store = store
        self._engine: PostgresEngine = store.engine
        self._owner, self._staff = groups(self._engine.database)

    # Setting up.

    def set_up(self, *, everyone_sees: bool | None = None) -> tuple[str, ...]:
        """Make the group roles, hand the tables to the owner, and put the guard in its place.

        Can be said again at any time, and has to be after an update. Gives the names of the roles
        that were made. ``everyone_sees`` None leaves it as it is. Raises Refused for a login that
        may not, StoreError.
        """
        self._hold_may()
        database, public = self._name(self._engine.database), self._name("public")
        owner, staff = self._name(self._owner), self._name(self._staff)
        made = []
        with self._acting():
            for role in (self._owner, self._staff):
                if not self._has_role(role):
                    self._run(f"CREATE ROLE {self._name(role)} NOLOGIN")
                    made.append(role)
            self._run(f"GRANT {owner} TO CURRENT_USER")
            for kind, name in self._relations():
                self._run(f"ALTER {kind} {self._name(name)} OWNER TO {owner}")
            if self._owns_database():
                self._run(f"REVOKE ALL ON DATABASE {database} FROM PUBLIC")
                self._run(f"REVOKE CREATE ON SCHEMA {public} FROM PUBLIC")
                self._run(f"GRANT CONNECT ON DATABASE {database} TO {owner}, {staff}")
                self._run(f"GRANT USAGE, CREATE ON SCHEMA {public} TO {owner}")
            self._run(f"GRANT USAGE ON SCHEMA {public} TO {staff}")
            self._run(f"CREATE SCHEMA IF NOT EXISTS guard AUTHORIZATION {owner}")
            self._run(f"SET LOCAL ROLE {owner}")
            self._run(self._script())
            self._fill(everyone_sees)
            for statement in self._statements():
                self._run(statement)
            self._run("SELECT guard.learn()")
            self._run("RESET ROLE")
        self._engine.know()
        self._store.media.hand_over()
        return tuple(made)

    def _script(self) -> str:
        text = asset("postgresql", "guard.sql").read_text("utf-8")
        for sign, words in (
            ("@sight@", _SIGHT),
            ("@owner_name@", self._literal(self._owner)),
            ("@house_words@", self._literal(HOUSE_WORDS)),
            ("@channel@", self._literal(self._engine.channel)),
        ):
            text = text.replace(sign, words)
        return text

    def _fill(self, everyone_sees: bool | None) -> None:
        self._run("DELETE FROM guard.role_right")
        for role, rights in ROLE_RIGHTS.items():
            for right in sorted(rights):
                self._run("INSERT INTO guard.role_right VALUES (%s, %s)", (role, str(right)))
        self._run("DELETE FROM guard.stage")
        for stage in Stage:
            self._run("INSERT INTO guard.stage VALUES (%s)", (str(stage),))
        if everyone_sees is not None:
            self._run("UPDATE guard.house SET everyone_sees = %s", (everyone_sees,))

    def _statements(self) -> Iterator[str]:
        """Grants, guards and row rules, for every table."""
        staff = self._name(self._staff)
        yield "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC"
        yield "REVOKE ALL ON ALL TABLES IN SCHEMA guard FROM PUBLIC"
        yield "REVOKE ALL ON ALL FUNCTIONS IN SCHEMA guard FROM PUBLIC"
        yield f"GRANT USAGE ON SCHEMA guard TO {staff}"
        yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {staff}"
        for function in (
            "keeper()", "me()", "rights()", "may(text)", "kept(text)", "sees_all()", "sees_sent()",
            "sees_books()", "mine()", "found(tsquery)", "newest(tsquery, integer)",
            "slug_owner(text)", "slugs_like(text)", "shown(text[])",
        ):  # fmt: skip
            yield f"GRANT EXECUTE ON FUNCTION guard.{function} TO {staff}"
        for table, rule in RULES.items():
            yield f"REVOKE ALL ON {table} FROM {staff}"
            yield f"GRANT SELECT, {rule.grant} ON {table} TO {staff}"
            yield f"DROP TRIGGER IF EXISTS guard ON {table}"
            yield (
                f"CREATE TRIGGER guard BEFORE {rule.events} ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION guard.{rule.guard}"
            )
            yield f"DROP POLICY IF EXISTS guard ON {table}"
            if rule.sight:
                sight = rule.sight.format(table=table)
                yield f"CREATE POLICY guard ON {table} USING ({sight}) WITH CHECK (true)"
                yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        yield f"GRANT SELECT, INSERT ON guard.picture TO {staff}"
        yield "DROP TRIGGER IF EXISTS guard ON guard.picture"
        yield (
            "CREATE TRIGGER guard BEFORE INSERT ON guard.picture "
            "FOR EACH ROW EXECUTE FUNCTION guard.picture_written()"
        )
        for table in _TOLD:
            yield f"DROP TRIGGER IF EXISTS guard_told ON {table}"
            yield (
                f"CREATE TRIGGER guard_told AFTER INSERT OR UPDATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION guard.tell()"
            )
        yield "DROP TRIGGER IF EXISTS guard_settled ON article"
        yield (
            "CREATE CONSTRAINT TRIGGER guard_settled AFTER INSERT OR UPDATE ON article "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION guard.article_settled()"
        )
        yield "DROP TRIGGER IF EXISTS guard_ways ON setting"
        yield (
            "CREATE TRIGGER guard_ways AFTER INSERT OR UPDATE OR DELETE ON setting "
            "FOR EACH ROW EXECUTE FUNCTION guard.setting_changed()"
        )

    # Letting in, shutting out.

    def logins(self) -> tuple[Login, ...]:
        """Who may come in, by login. Raises Refused where the guard is not in its place."""
        self._hold_set_up()
        rows = self._rows(
            "SELECT l.db_user, l.staff, s.name, s.role, s.active, "
            "coalesce(r.rolcanlogin, false), l.made_at FROM guard.login l "
            "JOIN staff s ON s.id = l.staff LEFT JOIN pg_roles r ON r.rolname = l.db_user "
            "ORDER BY l.db_user"
        )
        return tuple(
            Login(
                login=login, person=person, name=name, role=role,
                active=bool(active), open=opened, made_at=at,
            )
            for login, person, name, role, active, opened, at in rows
        )  # fmt: skip

    def let_in(self, person: int, login: str, password: str | None) -> bool:
        """Have somebody come in by this login; True where the login was made.

        ``password`` None leaves it as it is (client certificates, GSSAPI, or set already). It is
        turned into its SCRAM seal here: the server's log never sees it. Raises BadInput for a name
        that can't be, Refused for a login that is somebody else's or an administrator's, NotFound.
        """
        self._hold_may()
        self._hold_set_up()
        entry = self._store.staff.get(person)
        if entry.collective or not entry.active:
            raise Refused(
                _("{name} is a group or has left; only who works here has a login.").format(
                    name=entry.name
                )
            )
        self._hold_name(login)
        name = self._name(login)
        with self._acting():
            made = not self._has_role(login)
            if made:
                self._run(f"CREATE ROLE {name} LOGIN CONNECTION LIMIT {_SESSIONS}")
            else:
                self._hold_plain(login, person)
                self._run(f"ALTER ROLE {name} LOGIN")
            if password is not None:
                seal = self._engine.sealed(password, login)
                self._run(f"ALTER ROLE {name} PASSWORD {self._literal(seal)}")
            self._run(f"GRANT {self._name(self._staff)} TO {name}")
            self._run(
                "INSERT INTO guard.login (db_user, staff) VALUES (%s, %s) "
                "ON CONFLICT (staff) DO UPDATE SET db_user = excluded.db_user",
                (login, person),
            )
            self._run(
                "INSERT INTO guard.audit (verb, subject, number, detail) "
                "VALUES ('let in', 'staff', %s, jsonb_build_object('login', %s::text))",
                (person, login),
            )
        return made

    def shut_out(self, person: int) -> str:
        """Take somebody's login away, and end what it has open; gives its name.

        The role stays without a way in, so that the server's book can still name it. Raises
        NotFound where there is none, Refused.
        """
        self._hold_may()
        found = next((entry for entry in self.logins() if entry.person == person), None)
        if found is None:
            raise NotFound(
                _("{name} has no login.").format(name=self._store.staff.get(person).name)
            )
        with self._acting():
            self._run("DELETE FROM guard.login WHERE staff = %s", (person,))
            if self._has_role(found.login):
                name = self._name(found.login)
                self._run(f"REVOKE {self._name(self._staff)} FROM {name}")
                self._run(f"ALTER ROLE {name} NOLOGIN PASSWORD NULL")
            self._run(
                "INSERT INTO guard.audit (verb, subject, number, detail) "
                "VALUES ('shut out', 'staff', %s, jsonb_build_object('login', %s::text))",
                (person, found.login),
            )
        self._engine.end_sessions(found.login)
        return found.login

    def address(self, login: str) -> str:
        """The address for this login, without a password."""
        return self._engine.address(login)

    def everyone_sees(self) -> bool:
        """Whether everybody may read every story."""
        self._hold_set_up()
        return bool(self._rows("SELECT everyone_sees FROM guard.house")[0][0])

    def book(self, limit: int) -> tuple[Entry, ...]:
        """The last entries of the server's own book, newest first."""
        self._hold_set_up()
        rows = self._rows(
            "SELECT at, db_user, verb, subject, number, detail FROM guard.audit "
            "ORDER BY id DESC LIMIT %s",
            (limit,),
        )
        return tuple(
            Entry(at=at, login=login, verb=verb, subject=subject, number=number, detail=detail)
            for at, login, verb, subject, number, detail in rows
        )

    # What has to be so.

    def _hold_may(self) -> None:
        if self._store.read_only:
            raise StoreError(
                _("{name} was opened for reading alone.").format(name=self._store.name)
            )
        ((may,),) = self._rows(
            "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = session_user"
        )
        if not may:
            raise Refused(
                _(
                    "This login may not make logins. Use the one that the database was made with, "
                    "or ask who looks after the server."
                )
            )

    def _hold_set_up(self) -> None:
        if not self._engine.guarded:
            raise Refused(
                _(
                    "The database of {name} has no logins yet: run “newsroom database setup”."
                ).format(name=self._store.name)
            )
        if not self._engine.keeper:
            raise Refused(
                _("Logins are looked after by who looks after the server, not by staff members.")
            )

    def _hold_name(self, login: str) -> None:
        if not login or len(login.encode()) > MOST_NAME or "\0" in login:
            raise BadInput(_("A login has between 1 and {most} letters.").format(most=MOST_NAME))
        if login.startswith("pg_") or login in ("public", "none", self._owner, self._staff):
            raise BadInput(_("The server keeps the name “{name}” to itself.").format(name=login))

    def _hold_plain(self, login: str, person: int) -> None:
        """A login that is there already may be taken if it is nobody's and has no powers."""
        ((powers,),) = self._rows(
            "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls "
            "OR pg_has_role(oid, %s, 'member') FROM pg_roles WHERE rolname = %s",
            (self._owner, login),
        )
        if powers:
            raise Refused(
                _(
                    "“{name}” is a login with powers over the server. Give people plain ones."
                ).format(name=login)
            )
        theirs = self._rows(
            "SELECT s.name FROM guard.login l JOIN staff s ON s.id = l.staff "
            "WHERE l.db_user = %s AND l.staff <> %s",
            (login, person),
        )
        if theirs:
            raise Refused(
                _("The login “{login}” belongs to {name}.").format(login=login, name=theirs[0][0])
            )

    # Statements. Names of roles can't be parameters; they are quoted by the driver.

    @contextmanager
    def _acting(self) -> Iterator[None]:
        with self._engine.transaction():
            self._run("SET LOCAL statement_timeout = 0")
            yield

    def _run(self, sql: str, params: tuple[object, ...] | None = None) -> None:
        self._engine.script(sql, params)

    def _rows(self, sql: str, params: tuple[object, ...] = ()) -> list[Any]:
        return self._engine.fetch(sql, params)

    def _has_role(self, name: str) -> bool:
        return bool(self._rows("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,)))

    def _owns_database(self) -> bool:
        ((owns,),) = self._rows(
            "SELECT pg_has_role(session_user, datdba, 'member') FROM pg_database "
            "WHERE datname = current_database()"
        )
        return bool(owns)

    def _relations(self) -> list[tuple[str, str]]:
        return [
            ("TABLE", str(name))
            for (name,) in self._rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        ]

    def _name(self, name: str) -> str:
        return self._engine.quoted(name)

    def _literal(self, text: str) -> str:
        return self._engine.literal(text)

"""What both databases do alike: run statements, bracket transactions, count, tell errors."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from newsroom.store import faults
from newsroom.store.orm import peewee


class Engine(ABC):
    """An open connection to one store; belongs to the thread that opened it.

    ``name`` is the store as people know it (never with a password). ``queries`` counts every
    statement that was sent, the brackets of transactions included.
    """

    db: peewee.Database
    driver_errors: tuple[type[Exception], ...] = ()
    insert_returns = False  # whether an INSERT has to ask for the new id
    guarded = False  # whether the database itself holds people's rights (store.roles)
    person: int | None = None  # whose login this is, where the database knows
    keeper = True  # whether this login is held by nothing: a file's, or an administrator's

    def __init__(self, name: str, *, read_only: bool = False) -> None:
        self.name = name
        self.read_only = read_only
        self.queries = 0
        self._caught: tuple[type[Exception], ...] = (
            peewee.PeeweeException,
            UnicodeError,
            OverflowError,
            *self.driver_errors,
        )
        self._depth = 0
        self._broken: BaseException | None = None
        self._keepers: list[Callable[[], Callable[[], None]]] = []
        self._before_commit: list[Callable[[], None]] = []
        self._after_end: list[Callable[[bool], None]] = []

    # Statements.

    def execute(self, sql: str, params: Sequence[object] = ()) -> Any:
        """Run a statement and give its cursor. Raises our own errors for the world's faults."""
        if self._broken is not None:
            raise self._broken
        self.queries += 1
        try:
            return self._send(sql, params)
        except self._caught as error:
            raise self._told(error) from error

    def _send(self, sql: str, params: Sequence[object] = ()) -> Any:
        return self.db.execute_sql(sql, params)  # type: ignore[no-untyped-call]

    def _told(self, error: Exception) -> BaseException:
        said = self.explain(error)
        if said is error:
            raise error
        return said

    def compile(self, query: peewee.Node) -> tuple[str, list[Any]]:
        """The query as SQL of this engine, with its parameters."""
        context = self.db.get_sql_context().sql(query)  # type: ignore[no-untyped-call]
        return context.query()  # type: ignore[no-any-return]

    def run(self, query: peewee.Node) -> Any:
        """Run a query that Peewee built and give its cursor."""
        return self.execute(*self.compile(query))

    def rows(self, query: peewee.Node) -> list[Any]:
        """All rows of a query, as plain tuples of what the engine keeps."""
        return self._fetched(self.run(query))

    def one(self, query: peewee.Node) -> Any:
        """The first row of a query, or None."""
        found = self.rows(query)
        return found[0] if found else None

    def fetch(self, sql: str, params: Sequence[object] = ()) -> list[Any]:
        """All rows of a statement."""
        return self._fetched(self.execute(sql, params))

    def _fetched(self, cursor: Any) -> list[Any]:
        # SQLite reads while rows are fetched: damage and interrupts come up here as well.
        try:
            return cursor.fetchall()  # type: ignore[no-any-return]
        except self._caught as error:
            raise self._told(error) from error

    def insert(self, query: peewee.Insert, key: peewee.Field) -> int:
        """Insert one row and give its new ``key``."""
        if self.insert_returns:
            return int(self._fetched(self.run(query.returning(key)))[0][0])
        return int(self.run(query).lastrowid)

    def explain(self, error: BaseException) -> BaseException:
        """The error in our words; one that we have no words for is a bug and stays as it is."""
        return faults.told(error, self.name) or error

    # Transactions.

    @property
    def in_transaction(self) -> bool:
        """Whether a bracket is open."""
        return self._depth > 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A bracket around changes: all of them are kept, or none.

        The outermost one takes the right to write at once. One inside another takes back only its
        own changes when it fails.
        """
        if self._depth:
            with self._inner():
                yield
            return
        if self.read_only:
            raise faults.read_only(self.name)
        self.ensure()
        self.begin()
        self._depth = 1
        try:
            try:
                yield
                for act in tuple(self._before_commit):
                    act()
                self._bracket("COMMIT")
            except BaseException as error:
                self._roll_back("ROLLBACK")
                said = self.explain(error)
                if said is error:
                    raise
                raise said from error
        except BaseException:
            self._end(kept=False)
            raise
        self._end(kept=True)

    @contextmanager
    def joined(self) -> Iterator[None]:
        """The bracket that is open already, or a new one."""
        if self._depth:
            yield
        else:
            with self.transaction():
                yield

    @contextmanager
    def _inner(self) -> Iterator[None]:
        name = f"inner_{self._depth}"
        self._bracket(f"SAVEPOINT {name}")
        takes_back = [keeper() for keeper in self._keepers]
        self._depth += 1
        try:
            yield
        except BaseException as error:
            self._roll_back(f"ROLLBACK TO SAVEPOINT {name}")
            for take_back in takes_back:
                take_back()
            if not self._has_bracket():
                # The whole bracket is gone already: what follows must not be kept by itself.
                self._broken = self.explain(error)
            raise
        else:
            self._bracket(f"RELEASE SAVEPOINT {name}")
        finally:
            self._depth -= 1

    def _bracket(self, sql: str) -> None:
        self.execute(sql)

    def _roll_back(self, sql: str) -> None:
        # After a full disk or a lost server the engine has rolled back by itself, and saying so
        # again fails; the reason is the error that is on its way already.
        try:
            self.queries += 1
            self._send(sql)
        except self._caught:
            pass

    def _end(self, *, kept: bool) -> None:
        self._depth = 0
        self._broken = None
        for act in tuple(self._after_end):
            act(kept)

    def on_inner(self, keeper: Callable[[], Callable[[], None]]) -> None:
        """Have ``keeper`` called before every inner bracket; what it gives takes back the rest."""
        self._keepers.append(keeper)

    def before_commit(self, act: Callable[[], None]) -> None:
        """Have ``act`` called inside every outermost transaction, as the last thing."""
        self._before_commit.append(act)

    def after_end(self, act: Callable[[bool], None]) -> None:
        """Have ``act(kept)`` called after every outermost transaction."""
        self._after_end.append(act)

    # What differs.

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything that is read inside is the store at one moment; nothing can be written."""
        self.execute(self.snapshot_begins)
        try:
            yield
        finally:
            self._roll_back("ROLLBACK")

    snapshot_begins = "BEGIN"

    def renumber(self, tables: Iterable[type[peewee.Model]]) -> None:
        """After rows came with their numbers: have new rows numbered after them."""
        return  # where numbers follow the highest one by themselves

    def ensure(self) -> None:
        """Look before a write whether the store is still what was opened."""
        return  # a server looks after that

    @abstractmethod
    def _has_bracket(self) -> bool:
        """Whether the database still holds the outermost bracket open."""

    @abstractmethod
    def begin(self) -> None:
        """Open the outermost bracket, with the right to write."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection. Closing twice does nothing."""

    @abstractmethod
    def interrupt(self) -> None:
        """Stop the statement that runs now; may be called from any thread."""

    def rest(self) -> None:  # noqa: B027 - most engines hold nothing that they could let go
        """Nothing is asked for now: let go of memory that is only there to be quick."""

    def calm(self) -> None:
        """Nothing runs that could be stopped: forget that it was asked for."""
        return  # where a stop is over at once

    def stirred(self) -> bool:
        """Whether it is worth to ask for ``news``; cheaper than that where it can be."""
        return True

    @abstractmethod
    def news(self) -> bool:
        """Whether others may have written since this was last asked."""

    @abstractmethod
    def tell_others(self, session: str) -> None:
        """Send word, with the transaction that is open, that ``session`` changed something."""

    @abstractmethod
    def among(self, field: peewee.Node, slot: peewee.Node, *, never: bool = False) -> peewee.Node:
        """``field`` is one (with ``never``: none) of the values of a slot that ``array`` filled."""

    @abstractmethod
    def array(self, values: Iterable[object]) -> object:
        """Values as one parameter for ``among``."""

    @abstractmethod
    def weak(self, field: peewee.Field) -> peewee.Node:
        """The field in a condition that must not choose the index."""

    @abstractmethod
    def locked(self, query: peewee.Select) -> peewee.Select:
        """The query with its rows held until the transaction ends."""

"""Opening a store, and the bundle of everything that an open one offers."""

from __future__ import annotations

import logging
import re
import sqlite3
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.news.clock import Clock, system_clock
from newsroom.news.errors import BadInput, NewsroomError, NotAStore, StoreError, StoreMissing
from newsroom.news.rights import Right
from newsroom.paths import state_dir
from newsroom.store import faults, migrate, places
from newsroom.store.articles import Articles
from newsroom.store.disk import is_full
from newsroom.store.engine import Engine
from newsroom.store.history import History
from newsroom.store.listing import Listing
from newsroom.store.lists import Lists
from newsroom.store.migrate import Info
from newsroom.store.places import Found
from newsroom.store.reading import Reading
from newsroom.store.saved import Saved
from newsroom.store.settings import PRIVATE, WORDS_CHANGED, WORDS_TO_COME, Settings
from newsroom.store.sqlite import OLDEST_SQLITE, SqliteEngine
from newsroom.store.staff import Staff
from newsroom.store.watch import Watch
from newsroom.store.words import Words

if TYPE_CHECKING:
    from newsroom.store.board import Board
    from newsroom.store.comments import Comments
    from newsroom.store.corrections import Corrections
    from newsroom.store.dealings import Dealings
    from newsroom.store.kinship import Kinship
    from newsroom.store.locks import Locks
    from newsroom.store.marked import MarkedRows
    from newsroom.store.media import Media
    from newsroom.store.movements import Movements
    from newsroom.store.needed import Needed
    from newsroom.store.notices import Notices
    from newsroom.store.origins import Origins
    from newsroom.store.outbox import Outbox
    from newsroom.store.packages import Packages
    from newsroom.store.pictures import Pictures
    from newsroom.store.public import Public
    from newsroom.store.publications import Publications
    from newsroom.store.reads import Reads
    from newsroom.store.revisions import Revisions
    from newsroom.store.roles import Roles
    from newsroom.store.rules import HouseRules
    from newsroom.store.schedules import Schedules
    from newsroom.store.search import Search
    from newsroom.store.signoffs import Signoffs
    from newsroom.store.steps import Steps
    from newsroom.store.suggestions import Suggestions
    from newsroom.store.texts import Texts
    from newsroom.store.waiting import Waiting
    from newsroom.store.wire import Wire
    from newsroom.store.withdrawals import Withdrawals
    from newsroom.store.writing import Writing

log = logging.getLogger(__name__)

_URL = re.compile(r"postgres(?:ql)?://", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)  # two letters: no drive of Windows


class Store:
    """An open store. Everything but ``search.interrupt`` belongs to the thread that opened it.

    ``folder`` holds the pictures and the journal on this computer; ``name`` may be shown to
    people; ``notes`` are sentences about how it was opened that people should read.
    """

    def __init__(
        self,
        engine: Engine,
        info: Info,
        *,
        target: str | Path,
        folder: Path,
        clock: Clock,
        notes: tuple[str, ...] = (),
    ) -> None:
        self._engine = engine
        self.info = info
        self.target = target
        self.folder = folder
        self.clock = clock
        self.notes = notes
        self.history = History(engine, clock)
        self._watch = Watch(engine, self.history)
        self._words = Words(engine)
        self._listing = Listing(engine, self._watch, self._words)
        self._reading = Reading(engine)
        self.articles = Articles(engine, self._watch, self._listing, self._reading, self._writing)
        self.staff = Staff(engine, clock, self.history, self._watch)
        self.lists = Lists(engine, self.history)
        self.saved = Saved(engine, self.history)
        self.settings = Settings(engine, self.history)

    # The rest is loaded, and its queries are made, when it is first asked for.

    def _writing(self) -> Writing:
        from newsroom.store.writing import Writing

        return Writing(self._engine, self.clock, self.history, self._reading, self.revisions)

    @cached_property
    def revisions(self) -> Revisions:
        """What stories were at each save."""
        from newsroom.store.revisions import Revisions

        return Revisions(self._engine)

    @cached_property
    def search(self) -> Search:
        """The words of all stories."""
        from newsroom.store.search import Search

        return Search(self._engine, self._listing, self._words)

    @cached_property
    def steps(self) -> Steps:
        """What can be taken back."""
        from newsroom.store.steps import Steps

        return Steps(self._engine, self.clock)

    @cached_property
    def media(self) -> Media:
        """The files of pictures."""
        from newsroom.store.media import Media

        return Media(self._engine, self.folder, self.clock, self.history)

    @cached_property
    def public(self) -> Public:
        """All that readers see, for the site."""
        from newsroom.store.public import Public

        return Public(self._engine)

    @cached_property
    def publications(self) -> Publications:
        """What went out to the site."""
        from newsroom.store.publications import Publications

        return Publications(self._engine, self.clock)

    @cached_property
    def origins(self) -> Origins:
        """Where stories came from."""
        from newsroom.store.origins import Origins

        return Origins(self._engine, self.clock)

    @cached_property
    def board(self) -> Board:
        """What stands in the columns of the board."""
        from newsroom.store.board import Board

        return Board(self._engine)

    @cached_property
    def pictures(self) -> Pictures:
        """The picture library."""
        from newsroom.store.pictures import Pictures

        return Pictures(self._engine, self.history)

    @cached_property
    def movements(self) -> Movements:
        """The way of stories through the house."""
        from newsroom.store.movements import Movements

        return Movements(self._engine)

    @cached_property
    def locks(self) -> Locks:
        """Who is editing what."""
        from newsroom.store.locks import Locks

        return Locks(self._engine, self.clock, self.history)

    @cached_property
    def comments(self) -> Comments:
        """The talk about stories."""
        from newsroom.store.comments import Comments

        return Comments(self._engine, self.clock, self.history)

    @cached_property
    def reads(self) -> Reads:
        """Which version of a story somebody read last."""
        from newsroom.store.reads import Reads

        return Reads(self._engine, self.clock)

    @cached_property
    def suggestions(self) -> Suggestions:
        """Suggested changes and what became of them."""
        from newsroom.store.suggestions import Suggestions

        return Suggestions(self._engine, self.clock, self.history)

    @cached_property
    def signoffs(self) -> Signoffs:
        """Checks made by hand, and who answered for a story."""
        from newsroom.store.signoffs import Signoffs

        return Signoffs(self._engine, self.history)

    @cached_property
    def rules(self) -> HouseRules:
        """The newsroom's own rules of style."""
        from newsroom.store.rules import HouseRules

        return HouseRules(self._engine, self.history)

    @cached_property
    def texts(self) -> Texts:
        """The texts of many stories."""
        from newsroom.store.texts import Texts

        return Texts(self._engine)

    @cached_property
    def notices(self) -> Notices:
        """The inboxes."""
        from newsroom.store.notices import Notices

        return Notices(self._engine, self.history)

    @cached_property
    def outbox(self) -> Outbox:
        """What goes out to other systems."""
        from newsroom.store.outbox import Outbox

        return Outbox(self._engine, self.history)

    @cached_property
    def wire(self) -> Wire:
        """The feeds that the newsroom reads, and what came in by them."""
        from newsroom.store.wire import Wire

        return Wire(self._engine, self.history)

    @cached_property
    def waiting(self) -> Waiting:
        """What waits to go out and to come in."""
        from newsroom.store.waiting import Waiting

        return Waiting(self._engine)

    @cached_property
    def corrections(self) -> Corrections:
        """What was set right after it was published."""
        from newsroom.store.corrections import Corrections

        return Corrections(self._engine, self.history)

    @cached_property
    def withdrawals(self) -> Withdrawals:
        """What was taken back from the readers."""
        from newsroom.store.withdrawals import Withdrawals

        return Withdrawals(self._engine, self.history)

    @cached_property
    def dealings(self) -> Dealings:
        """What was done about stories, for a newsroom's own file."""
        from newsroom.store.dealings import Dealings

        return Dealings(self._engine)

    @cached_property
    def schedules(self) -> Schedules:
        """What waits for its time."""
        from newsroom.store.schedules import Schedules

        return Schedules(self._engine)

    @cached_property
    def packages(self) -> Packages:
        """Stories put together in an order."""
        from newsroom.store.packages import Packages

        return Packages(self._engine, self.history)

    @cached_property
    def kinship(self) -> Kinship:
        """Which story rewrites which."""
        from newsroom.store.kinship import Kinship

        return Kinship(self._engine)

    @cached_property
    def marked(self) -> MarkedRows:
        """What acts wrote beside their stories."""
        from newsroom.store.marked import MarkedRows

        return MarkedRows(self._engine)

    @cached_property
    def needed(self) -> Needed:
        """Who else uses what some stories brought along."""
        from newsroom.store.needed import Needed

        return Needed(self._engine)

    @cached_property
    def roles(self) -> Roles:
        """The logins of a server. Raises BadInput for a file."""
        from newsroom.store.roles import Roles

        return Roles(self)

    @property
    def person(self) -> int | None:
        """Whose login the store was opened with, where the database knows people."""
        return self._engine.person

    @property
    def guarded(self) -> bool:
        """Whether the database itself holds what people may do."""
        return self._engine.guarded

    @property
    def whole(self) -> bool:
        """Whether everything in the store can be seen from here, other people's books too."""
        if self._engine.keeper:
            return True
        assert self.person is not None
        return Right.MANAGE_STAFF in self.staff.rights().get(self.person, frozenset())

    @property
    def uid(self) -> str:
        """The store's own name, the same wherever it is opened from."""
        return self.info.uid

    @property
    def name(self) -> str:
        """The store as people know it, without a password."""
        return self._engine.name

    @property
    def older(self) -> bool:
        """Whether it is of an older newsroom still, which it is only where it may just be read."""
        return self.info.format < migrate.FORMAT

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed."""
        return self._engine.read_only

    @property
    def unfinished(self) -> bool:
        """Whether an import that was killed left something to do, or one is at it."""
        return isinstance(self.target, Path) and (
            any(self.settings.get(*words) is not None for words in (WORDS_TO_COME, WORDS_CHANGED))
            or next(self.folder.glob(f"{PRIVATE}*"), None) is not None
        )

    @property
    def queries(self) -> int:
        """Statements sent so far, brackets of transactions included (for tests)."""
        return self._engine.queries

    @property
    def engine(self) -> Engine:
        """The connection, for the rooms of the store itself."""
        return self._engine

    def transaction(self) -> AbstractContextManager[None]:
        """A bracket around changes: all are kept or none.

        One inside another takes back only its own changes when it fails; a single verb inside a
        bracket joins it.
        """
        return self._engine.transaction()

    def poll(self) -> Changes:
        """What other windows did since the last poll; cheap enough for several times a second."""
        return self._watch.poll()

    def close(self) -> None:
        """Let go of the store. Closing twice does nothing."""
        self._engine.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_ignored: object) -> None:
        self.close()


def open_store(
    target: str | Path,
    *,
    create: bool = False,
    read_only: bool = False,
    clock: Clock = system_clock,
) -> Store:
    """Open the store at a path or a ``postgresql://`` address; ``create`` makes an empty one.

    Nothing that stands there already and is not a store is ever touched. Raises StoreMissing,
    NotAStore, StoreTooNew, StoreReadOnly, StoreDamaged, StoreBusy, StoreAway, DiskFull, BadInput,
    or StoreError, each with a sentence to act on.
    """
    if is_store_url(target):
        return _open_server(str(target), create=create, read_only=read_only, clock=clock)
    if isinstance(target, str) and (other := _SCHEME.match(target)):
        raise BadInput(
            _(
                "“{scheme}” is no address of a newsroom. A server's begins with postgresql://, "
                "anything else is the path of a file."
            ).format(scheme=other.group(0))
        )
    name = safe_name(target)
    if "\0" in name:
        raise BadInput(_("This path holds a character that no file name has. Type it again."))
    path = Path(target).expanduser().absolute()
    try:
        return _open_file(path, name, create=create, read_only=read_only, clock=clock)
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, OSError) and is_full(error):
            raise faults.disk_full(name) from error
        if said := faults.told(error, name):
            raise said from error
        if isinstance(error, OSError):
            raise StoreError(
                _("{name} can't be opened: {reason}.").format(name=name, reason=error.strerror)
            ) from error
        raise


def is_store_url(target: str | Path) -> bool:
    """Whether the target is a server's address and not a path."""
    return isinstance(target, str) and _URL.match(target) is not None


def safe_name(target: str | Path) -> str:
    """The target as it may be shown and logged: an address without its password and options."""
    if not is_store_url(target):
        return str(target)
    scheme, _sep, rest = str(target).partition("://")
    # From the first colon to the last @ is the password, however it is written.
    user, at, place = rest.rpartition("@")
    place = re.split(r"[?#]", place, maxsplit=1)[0]
    return f"{scheme}://{user.partition(':')[0]}{at}{place}"


def files_folder(path: Path) -> Path:
    """The folder with the pictures and the journal of a store's file."""
    return path.with_name(f"{path.name}-files")


def _open_file(path: Path, name: str, *, create: bool, read_only: bool, clock: Clock) -> Store:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise StoreError(
            _("This Python brings SQLite {version}; newsroom needs {oldest} or later.").format(
                version=sqlite3.sqlite_version, oldest=".".join(map(str, OLDEST_SQLITE))
            )
        )
    notes: list[str] = []
    shared = places.on_network(path.parent if path.parent.is_dir() else _existing(path))
    found = places.look(path)
    if found is Found.NOTHING:
        if not create or read_only:
            raise StoreMissing(_("There is no store at {name}.").format(name=name))
        if shared:
            raise StoreError(
                _(
                    "{name} would lie on a network share, where a store of one file can break. "
                    "Choose a folder of this computer, or share a newsroom by PostgreSQL."
                ).format(name=name)
            )
        migrate.make_file(path, name, clock)
    else:
        _hold_ours(found, name)
    if shared:
        notes.append(
            _(
                "This store lies on a network share. Open it on one computer at a time; "
                "a newsroom is shared by PostgreSQL."
            )
        )
        log.info("the store lies on a network share")
    if not read_only and not places.may_write(path):
        raise faults.read_only(name)
    engine = _file_engine(path, name, read_only=read_only)
    folder = files_folder(path)
    return _finished(engine, target=path, folder=folder, clock=clock, notes=notes)


def _existing(path: Path) -> Path:
    """The nearest folder above that is there."""
    return next((folder for folder in path.parents if folder.is_dir()), path.parent)


def _hold_ours(found: Found, name: str) -> None:
    """Refuse what is not a store. Raises NotAStore."""
    if found is Found.STORE:
        return
    raise NotAStore(
        {
            Found.FOLDER: _("{name} is a folder. Choose a store in it, or another name."),
            Found.EMPTY: _(
                "{name} is an empty file, not a store. "
                "Delete it first if a store is to stand there."
            ),
            Found.BACKUP: _(
                "{name} is a backup. “newsroom restore” makes a newsroom of it; "
                "it was left as it is."
            ),
            Found.FOREIGN: _("{name} is not a newsroom store. It was left as it is."),
            Found.OTHER_DATABASE: _(
                "{name} is a database of another program, not a newsroom store. "
                "It was left as it is."
            ),
        }[found].format(name=name)
    )


def _file_engine(path: Path, name: str, *, read_only: bool) -> SqliteEngine:
    """The connection; where not even a log may be made beside the file, without one."""
    if not read_only:
        return SqliteEngine(path, name)
    wal = path.with_name(f"{path.name}-wal")
    has_log = wal.exists() and wal.stat().st_size > 0
    if has_log or places.may_write(path):
        return SqliteEngine(path, name, read_only=True)
    return SqliteEngine(path, name, read_only=True, still=True)


def _open_server(url: str, *, create: bool, read_only: bool, clock: Clock) -> Store:
    name = safe_name(url)
    try:
        from newsroom.store.postgres import PostgresEngine
    except ImportError as error:
        raise StoreError(
            _(
                "The part of newsroom that talks to PostgreSQL is not installed. "
                "Install it with: pip install 'newsroom[postgres]'"
            )
        ) from error
    engine = PostgresEngine(url, name, read_only=read_only)
    try:
        if not migrate.has_store(engine):
            if not create or read_only:
                raise StoreMissing(
                    _("The database of {name} is empty: there is no store in it.").format(name=name)
                )
            migrate.make_store(engine, clock)
    except BaseException:
        engine.close()
        raise
    return _finished(engine, target=url, folder=None, clock=clock, notes=[])


def _finished(
    engine: Engine, *, target: str | Path, folder: Path | None, clock: Clock, notes: list[str]
) -> Store:
    """The store over an open connection, brought forward where it is older."""
    try:
        info = migrate.read_info(engine)
        migrate.hold_readable(engine, info)
        info, copy = migrate.bring_forward(engine, info)
        if copy is not None:
            notes.append(
                _("The store was brought up to date; a copy of how it was is {copy}.").format(
                    copy=copy
                )
            )
        return Store(
            engine,
            info,
            target=target,
            folder=folder or state_dir() / info.uid,
            clock=clock,
            notes=tuple(notes),
        )
    except BaseException as error:
        said = error if isinstance(error, NewsroomError) else engine.explain(error)
        engine.close()  # only now: a closed connection explains every error as a lost one
        if said is error:
            raise
        raise said from error

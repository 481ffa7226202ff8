"""The desk: every verb of the newsroom in one bundle, and nothing else."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from newsroom.desk.articles import Articles
from newsroom.desk.lists import Lists
from newsroom.desk.seat import WHO, Seat
from newsroom.desk.staff import Staff
from newsroom.i18n import _
from newsroom.news.changes import Changes
from newsroom.news.clock import Clock, system_clock
from newsroom.news.errors import NewsroomError, NotFound, Refused
from newsroom.news.rights import Right
from newsroom.news.site import Site
from newsroom.news.staff import Person
from newsroom.store.connect import Store, open_store, safe_name

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from newsroom.desk.backup import Backup
    from newsroom.desk.comments import Comments
    from newsroom.desk.correcting import Correcting
    from newsroom.desk.dailies import Dailies
    from newsroom.desk.darkroom import Darkroom
    from newsroom.desk.deploying import Deploying
    from newsroom.desk.dictionary import Dictionary
    from newsroom.desk.gates import Gates
    from newsroom.desk.houserules import HouseRules
    from newsroom.desk.inbox import Inbox
    from newsroom.desk.intake import Intake
    from newsroom.desk.journal import Journal
    from newsroom.desk.logins import Logins
    from newsroom.desk.media import Library
    from newsroom.desk.newslist import NewsLists
    from newsroom.desk.packages import Packages
    from newsroom.desk.presence import Presence
    from newsroom.desk.publish import Publish
    from newsroom.desk.pushing import Pushing
    from newsroom.desk.recent import Recent
    from newsroom.desk.renaming import Renaming
    from newsroom.desk.replacing import Replacing
    from newsroom.desk.review import Review
    from newsroom.desk.rights import Rights
    from newsroom.desk.scheduling import Scheduling
    from newsroom.desk.search import Search
    from newsroom.desk.settling import Settling
    from newsroom.desk.siting import Siting
    from newsroom.desk.suggesting import Suggesting
    from newsroom.desk.undo import Undo
    from newsroom.desk.versions import Versions
    from newsroom.desk.wire import Wire
    from newsroom.desk.withdrawing import Withdrawing
    from newsroom.desk.word import Word

log = logging.getLogger(__name__)


class Desk:
    """An open newsroom. Its verbs are synchronous and belong to the thread that opened it.

    What the first window does not need (publish, intake, journal, backup) is loaded when it is
    first asked for.
    """

    def __init__(self, store: Store, *, name: str, clock: Clock) -> None:
        self._seat = Seat(store, clock)
        self.name = name
        self.articles = Articles(self._seat)
        self.staff = Staff(self._seat)
        self.lists = Lists(self._seat)
        self._turned_at = -1  # the store's count of changes when it was asked for turned pictures

    @property
    def me(self) -> Person | None:
        """Who works here; None signs nothing."""
        return self._seat.me

    def sit(self, who: str | int | None) -> Person | None:
        """Work as ``who`` (a name, byline or initials, or an id) from now on; None is nobody.

        On a server with a login for each person one is who one is logged in as. Raises NotFound
        with a sentence that says who there is, Refused for somebody else's name.
        """
        if (mine := self._seat.store.person) is None:
            self._seat.me = self._person(who)
            return self._seat.me
        self._seat.me = self.staff.get(mine)
        if who is not None and who != mine and (wanted := self._person(who)) != self._seat.me:
            raise Refused(
                _("This is {mine}'s login; to work as {name}, use theirs.").format(
                    mine=self._seat.me.name, name=wanted.name if wanted else who
                )
            )
        return self._seat.me

    def usual_me(self) -> int | None:
        """As whom people work in this store who do not say so themselves (the sample names one);
        on a server with logins, whose login it is."""
        if self._seat.store.person is not None:
            return self._seat.store.person
        number = self._seat.store.settings.get(*WHO)
        return number if isinstance(number, int) else None

    @property
    def clock(self) -> Clock:
        """The clock that ages and stamps are made by."""
        return self._seat.clock

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about how the store was opened that people should read."""
        return self._seat.store.notes

    @property
    def older(self) -> bool:
        """Whether the store is as an older newsroom left it, because it is only read."""
        return self._seat.store.older

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed here."""
        return self._seat.store.read_only

    @property
    def uid(self) -> str:
        """The store's own name, the same wherever it is opened from."""
        return self._seat.store.uid

    @property
    def folder(self) -> Path:
        """Where the store's pictures and journal lie on this computer."""
        return self._seat.store.folder

    @property
    def written(self) -> int:
        """Goes up with everything that anybody writes into the store."""
        return self._seat.store.public.seq()

    @cached_property
    def search(self) -> Search:
        """The words of all stories."""
        from newsroom.desk.search import Search

        return Search(self._seat)

    @cached_property
    def recent(self) -> Recent:
        """The box of recent posts."""
        from newsroom.desk.recent import Recent

        return Recent(self._seat)

    @cached_property
    def undo(self) -> Undo:
        """Steps taken back and taken again."""
        from newsroom.desk.undo import Undo

        return Undo(self._seat)

    @cached_property
    def publish(self) -> Publish:
        """Publishing, pages and export."""
        from newsroom.desk.publish import Publish

        return Publish(self._seat, self.recent)

    @cached_property
    def correcting(self) -> Correcting:
        """Setting right what is published."""
        from newsroom.desk.correcting import Correcting

        return Correcting(self._seat)

    @cached_property
    def withdrawing(self) -> Withdrawing:
        """Taking from the readers what is published."""
        from newsroom.desk.withdrawing import Withdrawing

        return Withdrawing(self._seat)

    @cached_property
    def scheduling(self) -> Scheduling:
        """Publishing at a time."""
        from newsroom.desk.scheduling import Scheduling

        return Scheduling(self._seat)

    @cached_property
    def renaming(self) -> Renaming:
        """Changing slugs, with the links to them."""
        from newsroom.desk.renaming import Renaming

        return Renaming(self._seat)

    @cached_property
    def packages(self) -> Packages:
        """Stories put together, and the digest made of them."""
        from newsroom.desk.packages import Packages

        return Packages(self._seat)

    @cached_property
    def newslists(self) -> NewsLists:
        """What is planned for a day."""
        from newsroom.desk.newslist import NewsLists

        return NewsLists(self._seat)

    @cached_property
    def review(self) -> Review:
        """Stages, sending on and back, flags and embargoes."""
        from newsroom.desk.review import Review

        return Review(self._seat)

    @cached_property
    def presence(self) -> Presence:
        """Who is at which story."""
        from newsroom.desk.presence import Presence

        return Presence(self._seat)

    @cached_property
    def comments(self) -> Comments:
        """The talk about stories."""
        from newsroom.desk.comments import Comments

        return Comments(self._seat)

    @cached_property
    def suggesting(self) -> Suggesting:
        """Suggested changes: proposed, settled, withdrawn."""
        from newsroom.desk.suggesting import Suggesting

        return Suggesting(self._seat)

    @cached_property
    def settling(self) -> Settling:
        """Verdicts on single suggested changes, whatever was saved meanwhile."""
        from newsroom.desk.settling import Settling

        return Settling(self._seat, self.suggesting)

    @cached_property
    def versions(self) -> Versions:
        """A story's past: compared with, read up to, brought back."""
        from newsroom.desk.versions import Versions

        return Versions(self._seat, self.articles)

    @cached_property
    def gates(self) -> Gates:
        """What must be in order before a story passes."""
        from newsroom.desk.gates import Gates

        return Gates(self._seat)

    @cached_property
    def replacing(self) -> Replacing:
        """Find and replace over many stories."""
        from newsroom.desk.replacing import Replacing

        return Replacing(self._seat)

    @cached_property
    def rights(self) -> Rights:
        """Who may do what."""
        from newsroom.desk.rights import Rights

        return Rights(self._seat)

    @cached_property
    def logins(self) -> Logins:
        """Who comes in to a server, and by which login. Raises BadInput for a file."""
        from newsroom.desk.logins import Logins

        return Logins(self._seat)

    @cached_property
    def inbox(self) -> Inbox:
        """What I should know of."""
        from newsroom.desk.inbox import Inbox

        return Inbox(self._seat)

    @cached_property
    def siting(self) -> Siting:
        """The site as a whole: planned, published, looked over."""
        from newsroom.desk.pages import Pages
        from newsroom.desk.siting import Siting

        # Where nobody publishes single stories, their formats need not be loaded.
        if "publish" in self.__dict__:
            return Siting(self._seat, self.recent, self.publish._pages)
        return Siting(self._seat, self.recent, Pages(self._seat, self.recent))

    @cached_property
    def pushing(self) -> Pushing:
        """Stories on their way to other systems."""
        from newsroom.desk.pushing import Pushing

        return Pushing(self._seat, self.publish._pages)

    @cached_property
    def word(self) -> Word:
        """Stories as Word documents, there and back."""
        from newsroom.desk.word import Word

        return Word(self._seat, self.publish._pages)

    @cached_property
    def deploying(self) -> Deploying:
        """The site on its way to where readers find it."""
        from newsroom.desk.deploying import Deploying

        return Deploying(self._seat, self.siting)

    @cached_property
    def intake(self) -> Intake:
        """Taking in stories and pictures from files."""
        from newsroom.desk.intake import Intake

        return Intake(self._seat)

    @cached_property
    def wire(self) -> Wire:
        """The feeds that the newsroom reads, and stories made of what comes."""
        from newsroom.desk.wire import Wire

        return Wire(self._seat, lambda: self.intake)

    @cached_property
    def journal(self) -> Journal:
        """What is typed and not saved yet; to be called from the journal's own thread."""
        from newsroom.desk.journal import Journal

        return Journal(self._seat)

    @cached_property
    def library(self) -> Library:
        """The picture library."""
        from newsroom.desk.media import Library

        return Library(self._seat)

    @property
    def darkroom(self) -> Darkroom:
        """Where pictures are made ready; to be used on any thread. It knows which are turned now,
        and is to be asked for again once that may be other."""
        seq = self._seat.store.public.seq()
        if seq != self._turned_at:
            turned = self._seat.store.pictures.turned()
            self._darkroom.turned = turned | {one.sha256: one for one in turned.values()}
            self._turned_at = seq
        return self._darkroom

    @cached_property
    def _darkroom(self) -> Darkroom:
        from newsroom.desk.darkroom import Darkroom
        from newsroom.export.shelf import DiskShelf
        from newsroom.paths import renditions_dir

        folder, shelf = self._seat.store.folder, DiskShelf(renditions_dir())
        return Darkroom(folder, shelf)

    @cached_property
    def dictionary(self) -> Dictionary:
        """The house dictionary."""
        from newsroom.desk.dictionary import Dictionary

        return Dictionary(self._seat)

    @cached_property
    def rules(self) -> HouseRules:
        """The house style."""
        from newsroom.desk.houserules import HouseRules

        return HouseRules(self._seat)

    @cached_property
    def dailies(self) -> Dailies:
        """The daily backups that were made."""
        from newsroom.desk.dailies import Dailies

        return Dailies(self._seat)

    @cached_property
    def backup(self) -> Backup:
        """Copies of the whole newsroom, and whether it holds together."""
        from newsroom.desk.backup import Backup

        return Backup(self._seat)

    def media(self, sha256: str) -> bytes:
        """A picture's bytes, as they came in. Raises NotFound where it is missing, StoreDamaged."""
        return self._seat.store.media.read(sha256)

    def media_shown(self, sha256: str) -> bytes:
        """A picture's bytes as it is shown: turned, if it was. Raises as ``media`` does, and
        BadInput."""
        turned = self.darkroom.turned.get(sha256)
        if turned is None:
            return self.media(sha256)
        from newsroom.export.bare import bare

        return bare(self.media(turned.sha256), turn=turned.turn)

    def site(self) -> Site:
        """What pages say about the newsroom."""
        from newsroom.desk.site import read_site

        return read_site(self._seat)

    def set_site(self, fields: Mapping[str, object]) -> Changes:
        """Change what pages say about the newsroom. Raises BadInput."""
        from newsroom.desk.site import write_site

        return write_site(self._seat, fields)

    def zone(self) -> tzinfo:
        """The newsroom's own clock."""
        from newsroom.desk.site import own_zone

        return own_zone(self._seat)

    def next_due(self) -> datetime | None:
        """When the next scheduled story goes out; None where none waits."""
        waiting = self._seat.store.schedules.waiting()
        return waiting[0][1] if waiting else None

    def next_delivery(self) -> datetime | None:
        """When something is to be sent to another system next; None where nothing waits."""
        return self._seat.store.waiting.delivery(self._seat.clock())

    def next_reading(self) -> datetime | None:
        """When a feed is to be read next; None where none is read, or I may not take in what
        comes."""
        if not self._seat.may(Right.EDIT):
            return None
        return self._seat.store.waiting.reading(self._seat.clock())

    def unread_on_wire(self) -> int:
        """How many entries of all feeds I have not read."""
        return self._seat.store.waiting.unread(self._seat.author)

    def watch(self) -> Changes:
        """What others did to the store since this was last asked."""
        return self._seat.store.poll()

    def rest(self) -> None:
        """Nobody asks for anything now: memory that is only there to be quick is given back."""
        self._seat.store.engine.rest()

    def close(self) -> None:
        """Leave: the journal and the store are closed. Closing twice does nothing."""
        if "siting" in self.__dict__:
            self.siting.close()
        if "publish" in self.__dict__:
            self.publish.close()
        if self._seat.style is not None:
            self._seat.style.close()
        if "presence" in self.__dict__:
            self._leave()
        if "journal" in self.__dict__:
            self.journal.close()
        self._seat.store.close()

    def _leave(self) -> None:
        """Free what this window held; where that fails, the others wait until it seems gone."""
        try:
            self.__dict__.pop("presence").close()
        except NewsroomError as error:
            log.info("locks were not freed: %s", type(error).__name__)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _person(self, who: str | int | None) -> Person | None:
        if who is None:
            return None
        if isinstance(who, int):
            return self.staff.get(who)
        person = self.staff.find(who)
        if person is None:
            names = ", ".join(p.name for p in self.staff.all())
            raise NotFound(
                _("Nobody here is called “{name}”. On the staff: {names}.").format(
                    name=who, names=names
                )
                if names
                else _(
                    "Nobody here is called “{name}”; the staff directory is still empty."
                ).format(name=who)
            )
        return person


def open_desk(
    target: str | Path,
    *,
    who: str | int | None = None,
    create: bool = False,
    read_only: bool = False,
    clock: Clock = system_clock,
) -> Desk:
    """Open the newsroom at ``target`` (a path or a postgresql:// address) and sit down at it.

    ``create`` makes a store where there is none. Raises StoreError's kinds and, for ``who``,
    NotFound; nothing stays open then.
    """
    desk = Desk(
        open_store(target, create=create, read_only=read_only, clock=clock),
        name=safe_name(target),
        clock=clock,
    )
    try:
        if not read_only and desk._seat.store.unfinished:
            from newsroom.store.latewords import go_on

            go_on(desk._seat.store)
        desk.sit(who if who is not None else desk.usual_me())
    except BaseException:
        desk.close()
        raise
    return desk

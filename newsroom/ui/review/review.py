"""The suggestions on one open story: who proposes what, typed here or read from the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from newsroom.i18n import _
from newsroom.news.changes import Changes, Done
from newsroom.news.errors import NewsroomError, Outdated, Refused
from newsroom.news.revision import ReadMark
from newsroom.news.rights import Right, rights_of
from newsroom.news.suggestion import (
    SUGGESTED,
    Group,
    SetState,
    Settled,
    SuggestionSet,
    joined,
    texts_of,
)
from newsroom.ui.messages import Tone

# What compares is loaded when there is something to compare: most stories have no suggestions.
if TYPE_CHECKING:
    from newsroom.news.article import Article
    from newsroom.text.live import Live
    from newsroom.text.merge import Clash
    from newsroom.text.signs import Line, Place
    from newsroom.ui.review.looking import Looker, Open
    from newsroom.ui.review.walk import Walk
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

GLANCE_MS = 250  # a pause in typing after which what lies around the caret is marked
WHOLE_MS = 1_200  # a longer one: the whole story is compared, off the GUI thread
READ_MS = 4_000  # a story that is in front this long counts as read
STORE_MS = 2_000  # a longer one still: the proposal goes into the store, for the others to see


class StoryReview(QObject):
    """Made when a story has suggestions, or somebody begins to suggest."""

    changed = Signal()  # the open or settled suggestions, or whether suggestions are typed
    marked = Signal()  # what the editor shows of them

    def __init__(self, bench: Workbench, story: OpenStory) -> None:
        super().__init__(story)
        self.story = story
        self.open: tuple[Open, ...] = ()
        self.settled: tuple[Settled, ...] = ()
        self.clashes: Mapping[str, tuple[Clash, ...]] = {}
        self.glance: Mapping[Place, Line] | None = None
        """The body's marks around the last keys, until the whole story was compared again."""
        self.as_source = False
        self.read: ReadMark | None = None
        """What I had read of the story when it was opened here."""
        self._bench = bench
        self._tasks = bench.tasks
        self._sets: tuple[SuggestionSet, ...] = ()
        self._follow: Live | None = None
        self._begun = False
        self._marked = 0  # the version that the store knows I have read
        self._looked = 0
        self._own_version = 0  # of my set, as I stored it last
        self._storing = False
        self._after: list[Callable[[], object]] = []
        self._when_on: list[Callable[[], object]] = []
        self._around = self._timer(GLANCE_MS, self._look_around)
        self._whole = self._timer(WHOLE_MS, self.look)
        self._idle = self._timer(STORE_MS, self.store)
        story.store_proposal = self.store
        story.body_changed.connect(self._edited)
        story.field_changed.connect(self._edited)
        story.saved.connect(self._saved)
        story.rebased.connect(self.refresh)
        bench.tasks.changed.connect(self._on_changed)
        self._walking = False
        self.changed.connect(self._tell_walk)
        self._reading = self._timer(READ_MS, self._has_read)
        bench.current_changed.connect(self._came_forward)
        self._ask_read()
        self.refresh()

    @cached_property
    def walk(self) -> Walk:
        """Where one is among the suggestions, and the verdicts."""
        from newsroom.ui.review.walk import Walk

        self._walking = True
        return Walk(self, self._bench)

    def _tell_walk(self) -> None:
        """It follows what is said of each change from the first that there are."""
        if self.open or self._walking:
            self.walk.looked()

    @cached_property
    def _looker(self) -> Looker:
        from newsroom.ui.review.looking import Looker

        return Looker()

    def _timer(self, after: int, act: Callable[[], object]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(act)
        return timer

    # Whether suggestions are typed.

    @property
    def on(self) -> bool:
        """Whether what is typed is proposed and not made."""
        return self.story.proposal is not None

    @property
    def only_suggests(self) -> bool:
        """Whether this person may propose here and may not edit."""
        me = self._bench.me
        if me is None:
            return False
        held = rights_of(str(me.role), tuple(me.rights))
        return Right.SUGGEST in held and Right.EDIT not in held

    def turn(self, on: bool) -> None:
        """Propose from now on, or edit again. What was typed before is saved first."""
        if on == self.on:
            return
        if not on:
            if self.only_suggests:
                self._bench.messages.say(_("You may suggest changes here, but not edit."))
                self.changed.emit()
                return
            self.store(self._stop)
        elif self.story.dirty or not self.story.id:
            self.story.save(then=lambda _article: self._start())
        else:
            self._start()

    def when_on(self, act: Callable[[], object]) -> None:
        """Call it once what is typed is proposed and my set in the store is under it."""
        if self.on and self._settled_under:
            act()
        else:
            self._when_on.append(act)

    @property
    def _settled_under(self) -> bool:
        """Whether the proposal stands on the story and on my set as they were read last."""
        proposal, mine = self.story.proposal, self._mine()
        known = (mine.id, mine.version) if mine is not None else (0, 0)
        return proposal is not None and known == (proposal.number, proposal.version)

    def _now_on(self) -> None:
        if self.on and self._settled_under:
            waiting, self._when_on = self._when_on, []
            for act in waiting:
                act()

    def _start(self) -> None:
        if self.on:
            return
        self._bench.stay(self.story)
        from newsroom.ui.review.proposal import Proposal

        self.story.suggest(Proposal(self.story.article))
        self._reconcile()
        self.changed.emit()
        self.look()
        self._now_on()

    def _stop(self) -> None:
        if not self.on or self.story.suggested:
            return
        self._follow = self.glance = None
        self._idle.stop()
        self.story.suggest(None)
        self.changed.emit()
        self.refresh()

    # What I have read.

    def _ask_read(self) -> None:
        number = self.story.id
        if number:
            self._tasks.run(
                lambda desk: desk.versions.last_read(number),
                then=self._was_told,
                failed=lambda _error: None,
                owner=self,
            )

    def _was_told(self, read: ReadMark | None) -> None:
        self.read = read
        self._reading.start()

    def _has_read(self) -> None:
        """The story stood in front long enough to be read as it is."""
        number, version = self.story.id, self.story.article.version
        if self._bench.current is not self.story or not number or self._marked == version:
            return
        self._marked = version
        self._tasks.run(
            lambda desk: desk.versions.mark_read(number, version),
            failed=lambda _error: None,  # of no weight: the next look says it again
            owner=self,
        )

    # Reading the store.

    def _saved(self, _article: Article) -> None:
        self.refresh()
        self._has_read()

    def _came_forward(self, _story: OpenStory | None) -> None:
        self._reading.start()

    def _on_changed(self, changes: Changes) -> None:
        if self.story.id in changes.review:
            self.refresh()

    def refresh(self) -> None:
        """Read the sets and the log again."""
        number = self.story.id
        if not number:
            return
        self._tasks.run(
            lambda desk: (desk.suggesting.of(number), desk.suggesting.settled(number)),
            then=self._was_read,
            owner=self,
            key="sets",
        )

    def _was_read(self, read: tuple[tuple[SuggestionSet, ...], tuple[Settled, ...]]) -> None:
        self._sets, self.settled = read
        first, self._begun = not self._begun, True
        suggests = self._mine() is not None or self.only_suggests
        if first and suggests and not self.on and not self.story.dirty:
            # Whoever suggests here goes on suggesting, until they say otherwise.
            self._start()
            return
        if self.on:
            self._reconcile()
        if first and self.story.suggested:
            self._idle.start()  # typed in a window that is gone
        self.look()

    def _mine(self) -> SuggestionSet | None:
        me = self._bench.me.id if self._bench.me is not None else None
        return next((found for found in self._sets if found.author == me), None)

    def _reconcile(self) -> None:
        """What I propose on top of the story and of my set as they stand now."""
        proposal, article = self.story.proposal, self.story.article
        if proposal is None or self._storing or self._tasks.stopped:
            return
        self.story.get("body")  # what was typed last is in the proposal now
        mine = self._mine()
        known = (mine.id, mine.version) if mine is not None else (0, 0)
        if (proposal.number, proposal.version, proposal.base_version) == (*known, article.version):
            return
        from newsroom.ui.review.looking import carried

        now, edits = texts_of(article, SUGGESTED), proposal.edits
        stored, texts = dict(proposal.stored), dict(proposal.texts)

        def done(
            made: tuple[dict[str, str], dict[str, str], dict[str, tuple[Clash, ...]]],
        ) -> None:
            self.story.get("body")
            if self.story.proposal is not proposal or self._tasks.stopped:
                return
            if proposal.edits != edits or self.story.article is not article:
                self._reconcile()  # typed on, or saved again, meanwhile
                return
            on_top, typed, clashes = made
            proposal.stands_on(now, article.version)
            proposal.was_stored(on_top, mine)
            self.story.show_suggested(proposal.take(typed))
            self._tell_clashes(clashes)
            self.look()
            self._now_on()

        self._tasks.background(
            lambda: carried(mine, now, stored, texts), then=done, owner=self, key="carried"
        )

    def _tell_clashes(self, clashes: Mapping[str, tuple[Clash, ...]]) -> None:
        self.clashes = clashes
        if clashes:
            self._bench.messages.say(
                _(
                    "“{title}” was changed in the same words as your suggestions. "
                    "Both texts stand in the Suggestions panel."
                ).format(title=self.story.title),
                tone=Tone.CAUTION,
                key=f"clash {self.story.key}",
            )

    # Looking.

    def _edited(self, *_name: str) -> None:
        if self.on:
            self._around.start()
            self._whole.start()
            self._idle.start()
        elif self._sets:
            self._whole.start()

    def _look_around(self) -> None:
        """Mark what was just typed; a whole comparison tells it better a little later."""
        if not self.on or self._follow is None or self.as_source:
            return
        found = self._follow.glance(self.story.get("body"), self._looker.parser())
        if found is not None:
            self.glance = found
            self.marked.emit()

    def look(self) -> None:
        """Compare everything again, off the GUI thread."""
        self._whole.stop()
        if self._tasks.stopped:
            return
        story, proposal, source = self.story, self.story.proposal, self.as_source
        body = story.get("body")
        sets = self._sets
        me = self._bench.me.id if self._bench.me is not None else None
        typed = None
        if proposal is not None:
            from newsroom.ui.review.looking import Typed

            shown = dict(proposal.base)
            known = (proposal.number, proposal.version)
            typed = Typed(shown, dict(proposal.texts), known, me, proposal.groups)
            sets = tuple(found for found in sets if found.author != me)
        elif not sets:
            self._was_looked((), None, body)
            return
        else:
            shown = texts_of(story.now(), SUGGESTED)
        looker = self._looker

        def work() -> tuple[tuple[Open, ...], Live | None]:
            found = looker.others(sets, shown, source=source)
            if typed is None:
                return found, None
            mine, follow = looker.live(typed, source=source)
            return (mine, *found), follow

        self._looked += 1
        number = self._looked

        def done(made: tuple[tuple[Open, ...], Live | None]) -> None:
            if number == self._looked:
                self._was_looked(*made, body)

        self._tasks.background(work, then=done, owner=self, key="look")

    def _was_looked(self, found: tuple[Open, ...], follow: Live | None, body: str) -> None:
        if bool(follow) != self.on:
            return  # turned meanwhile: another look is under way
        self._follow, self.glance = follow, None
        self.open = found
        self._count_again()
        self._tell_picture()
        self.changed.emit()
        if self.story.get("body") == body:
            self.marked.emit()
        else:
            self._around.start()

    def _count_again(self) -> None:
        """What I stored while my last keys were not compared yet told another number of changes
        than there are, and a gate reads it: it is stored again with the right one."""
        kept, proposal = self._mine(), self.story.proposal
        mine = next((item for item in self.open if item.live), None)
        if kept is None or proposal is None or mine is None or proposal.unstored:
            return
        own = proposal.number == kept.id and kept.version == self._own_version
        if own and mine.changes and len(mine.changes) != kept.changes:
            self.store(again=True)

    def _tell_picture(self) -> None:
        """The words of the picture stand in no editor of the page: their form shows them."""
        if not self.open and not self.story.picture_told:
            return
        from newsroom.ui.review.picturewords import told_of

        told = told_of(self.open, self._bench)
        if told != self.story.picture_told:
            self.story.picture_told = told
            self.story.picture_suggested.emit()

    def together(self, name: str, act: Callable[[], object]) -> None:
        """Do it; the suggestions that it makes are one group of that name, to be accepted or
        rejected in one."""
        proposal = self.story.proposal
        if proposal is None:
            act()
            return
        self.story.get("body")
        before = dict(proposal.texts)
        act()
        self.story.get("body")
        base, after = dict(proposal.base), dict(proposal.texts)

        def done(changes: tuple[tuple[str, str, str], ...]) -> None:
            if self.story.proposal is proposal and changes:
                proposal.groups = joined((*proposal.groups, Group(name, changes)))
                self._idle.start()
                self.look()

        from newsroom.ui.review.looking import made_together

        self._tasks.background(lambda: made_together(base, before, after), then=done, owner=self)

    # Storing.

    def store(self, then: Callable[[], object] | None = None, *, again: bool = False) -> None:
        """Bring what I propose into the store, with ``again`` even if it is there already;
        ``then`` is called once it is there."""
        if then is not None:
            self._after.append(then)
        if self._storing or self._tasks.stopped:
            return
        self.story.get("body")
        proposal = self.story.proposal
        self._idle.stop()
        if proposal is None or not (proposal.unstored or (again and proposal.number)):
            self._stored()
            return
        sent, part, known = dict(proposal.texts), proposal.proposed(), proposal.number
        groups = proposal.groups
        number, version, base = self.story.id, proposal.version, proposal.base_version
        mine = next((item for item in self.open if item.live), None)
        count = max(1, len(mine.changes) if mine is not None else 1)
        self._storing = True

        def done(made: Done[SuggestionSet]) -> None:
            self._storing, self._own_version = False, made.value.version
            found = made.value if made.value.state is SetState.OPEN else None
            whole = proposal.groups is groups  # and none came while they were on their way
            proposal.was_stored(sent, found)
            if whole:
                proposal.stored_groups = proposal.groups
            self._sets = (
                *(item for item in self._sets if item.id != made.value.id),
                *((found,) if found is not None else ()),
            )
            self.story.keep()
            if proposal.unstored:
                self.store()
            else:
                self._stored()

        def failed(error: NewsroomError) -> None:
            self._storing = False
            if isinstance(error, Outdated) or (isinstance(error, Refused) and not known):
                # My set was settled, or another window opened one: what I typed goes on top of it.
                self._tasks.run(
                    lambda desk: (desk.suggesting.of(number), desk.suggesting.settled(number)),
                    then=lambda read: self._read_again(read, error),
                    owner=self,
                )
                return
            self._not_stored(error)

        if known:
            self._tasks.change(
                lambda desk: desk.suggesting.update(
                    known, version, sent, changes=count, base_version=base, groups=groups
                ),
                then=done,
                failed=failed,
                owner=self,
            )
        else:
            self._tasks.change(
                lambda desk: desk.suggesting.open(number, base, part, changes=count, groups=groups),
                then=done,
                failed=failed,
                owner=self,
            )

    def _read_again(
        self, read: tuple[tuple[SuggestionSet, ...], tuple[Settled, ...]], error: NewsroomError
    ) -> None:
        self._was_read(read)
        if isinstance(error, Outdated) or self._mine() is not None:
            self._idle.start(0)  # once what there is now is under it
        else:
            self._not_stored(error)

    def _not_stored(self, error: NewsroomError) -> None:
        self._after.clear()
        self.story.faulted.emit(error)

    def _stored(self) -> None:
        waiting, self._after = self._after, []
        for act in waiting:
            act()

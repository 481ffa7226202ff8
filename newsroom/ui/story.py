"""The one live state of an open story: what was read, what was typed, and where it is kept."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from weakref import ref

from PySide6.QtCore import QObject, Signal

from newsroom.i18n import _
from newsroom.news.article import Article
from newsroom.news.changes import Changes, Done
from newsroom.news.clock import Clock
from newsroom.news.errors import Conflict, NewsroomError, StoreAway
from newsroom.news.revision import Draft
from newsroom.ui.drafting import Drafting
from newsroom.ui.trace import mark
from newsroom.ui.typed import Typed

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.text.document import Document
    from newsroom.ui.review.proposal import Proposal
    from newsroom.ui.tasks import Tasks


_SUGGESTABLE = ("kicker", "headline", "short_headline", "dek", "dateline", "picture", "body")
"""The fields that a proposal may show otherwise."""


class State(StrEnum):
    """What the status bar says about the text."""

    SAVED = "saved"  # nothing differs from the store
    UNSAVED = "unsaved"  # typed, not in the journal yet
    KEPT = "kept"  # typed and safe in the journal
    SAVING = "saving"
    WAITING = "waiting"  # saved by the person, safe in the journal: the server is away
    CONFLICT = "conflict"  # somebody saved too; both texts are here
    FAULT = "fault"  # could not be saved or kept; ``fault`` says why


class OpenStory(QObject):
    """An open story. Editor and inspector read and write it; neither knows the other.

    The editor registers ``body_source`` (gives the body as Markdown, called on the GUI thread
    only when the text is needed) and calls ``touch_body()`` after each edit: a moment later, so
    that no key waits for it, but at once when it is asked by ``body_tells``. All else goes through
    ``get`` and ``set``.
    """

    field_changed = Signal(str)  # a field has a new value (not the body); views compare and show it
    body_changed = Signal()  # the body was edited
    body_replaced = Signal()  # the body came from elsewhere: the editor shows get("body") again
    state_changed = Signal()
    saved = Signal(object)  # the Article as it stands in the store now
    merged = Signal(object)  # Article of somebody else, whose changes and ours are both here now
    overtaken = Signal(object)  # Article of somebody else that no merge could bring in
    conflicted = Signal(object)  # the same, found by a save: it has to be settled to be saved
    faulted = Signal(object)  # NewsroomError of a save or of the journal
    rebased = Signal()  # it stands on another version than before
    picture_suggested = Signal()  # ``picture_told`` says otherwise
    suggesting = Signal(bool)  # what is typed is proposed from now on, or edits the story again

    def __init__(
        self, article: Article, *, tasks: Tasks, clock: Clock, draft: Draft | None = None
    ) -> None:
        """``article`` is as it was read; ``draft`` was typed over it in a window that is gone."""
        super().__init__()
        self.body_source: Callable[[], str] | None = None
        self.body_tells: Callable[[], object] | None = None
        self.page: Document | None = None  # its body as it was read, for who shows it first
        self.own: Changes | None = None  # what our last save touched: no news to us
        self.proposal: Proposal | None = None  # while suggestions are typed: where they go
        self.picture_told: Mapping[str, str] = {}
        """What is suggested for the words of the picture, a line of rich text for each word."""
        self.store_proposal: Callable[[Callable[[], object]], object] | None = None
        self._typed = Typed(article, draft.fields if draft else None)
        self._tasks = tasks
        self._clock = clock
        self._key = draft.key if draft else os.urandom(16).hex()
        self._body_stale = False
        self._saving = False
        self._after: list[Callable[[Article], object]] = []
        self._save_again: tuple[str, str] | None = None
        # A save that waits for the server, with its kind and note; it goes out by itself.
        self._waits: tuple[str, str] | None = ("save", "") if draft and draft.saving else None
        self._theirs: Article | None = None
        self._save_fault = ""
        self._told = (State.KEPT if draft else State.SAVED, "")
        if draft is not None and draft.proposal is not None:
            from newsroom.ui.review.proposal import Proposal

            self.proposal = Proposal.restored(article, draft.proposal)
        self._drafting = Drafting(self._key, tasks=tasks, draft=self.draft, held=draft is not None)
        self._drafting.changed.connect(self._settle)
        self._drafting.faulted.connect(self.faulted)
        tasks.reached.connect(self._reached)

    # Reading.

    @property
    def article(self) -> Article:
        """The story as it was last read or saved."""
        return self._typed.article

    @property
    def id(self) -> int:
        """The story's number; 0 until its first save."""
        return self.article.id

    @property
    def key(self) -> str:
        """The name of its draft in the journal."""
        return self._key

    @property
    def title(self) -> str:
        """The headline as typed, else the slug, else a word that it is untitled."""
        return self.get("headline").strip() or self.get("slug") or _("Untitled story")

    @property
    def theirs(self) -> Article | None:
        """What somebody else saved and no merge could bring in."""
        return self._theirs

    @property
    def state(self) -> State:
        """Where the text is kept, as far as we know this moment."""
        return self._told[0]

    @property
    def fault(self) -> str:
        """Why it could not be saved or kept; empty if it could."""
        return self._save_fault or self._drafting.fault

    def get(self, name: str) -> Any:
        """The field as it stands now, typed changes included."""
        if name == "body":
            self._pull_body()
        value = self._typed.get(name)
        return value if self.proposal is None else self.proposal.field(name, value)

    def standing(self, name: str) -> Any:
        """The field without what is only proposed."""
        if self.proposal is None and name == "body":
            self._pull_body()
        return self._typed.get(name)

    def now(self) -> Article:
        """The whole story as it stands, typed changes included (for previews)."""
        self._pull_body()
        return self._typed.now()

    def unsaved(self) -> dict[str, Any]:
        """The fields that differ from the store, with their values."""
        self._pull_body()
        return self._typed.unsaved()

    @property
    def dirty(self) -> bool:
        """Whether anything differs from the store. Derived: undoing everything makes it False."""
        return bool(self.unsaved()) or self.suggested

    @property
    def suggested(self) -> bool:
        """Whether suggestions were typed that are not in the store yet."""
        return self.proposal is not None and self.proposal.unstored

    def draft(self) -> Draft | None:
        """What was typed and is not saved, as the journal keeps it; None if nothing differs."""
        fields = self.unsaved()
        proposed = self.proposal.kept() if self.proposal is not None else None
        if not fields and proposed is None:
            return None
        return Draft(
            key=self._key,
            article=self.id,
            base_version=self.article.version,
            # What a template gave a new story is written too: the journal knows no template.
            fields=fields if self.id else self._typed.whole(),
            written_at=self._clock(),
            proposal=proposed,
            saving=self._waits is not None,
        )

    # Writing.

    def set(self, name: str, value: object) -> None:
        """Give a field a value; setting the body so makes the editor show it."""
        if self.get(name) == value:
            return
        self._put(name, value)
        self._touched()
        self._tell((name,), suggested=True)

    def _put(self, name: str, value: object) -> None:
        """Into the proposal, if suggestions are typed, or into the story."""
        if self.proposal is not None:
            stands = self._typed.get(name)
            value = self.proposal.put(name, value, stands)
            if value == stands:
                return
        self._typed.put(name, value)

    def suggest(self, proposal: Proposal | None) -> None:
        """From now on what is typed goes into ``proposal``; with None into the story again."""
        before = {name: self.get(name) for name in _SUGGESTABLE}
        self.proposal = proposal
        changed = [name for name, value in before.items() if self.get(name) != value]
        self._touched()
        self._tell(changed, suggested=True)
        self.suggesting.emit(proposal is not None)

    def drop_suggested(self) -> None:
        """Give up the suggestions that are not in the store."""
        if self.proposal is not None:
            self.show_suggested(self.proposal.take(self.proposal.stored))

    def show_suggested(self, names: Iterable[str]) -> None:
        """These fields of the proposal came from elsewhere."""
        self._tell(names, suggested=True)
        self.keep()

    def touch_body(self) -> None:
        """The editor's text changed."""
        self._body_stale = True
        self._touched()
        self.body_changed.emit()

    def hear(self) -> None:
        """Let the editor say now whether the text changed."""
        if self.body_tells is not None:
            self.body_tells()

    def keep(self) -> None:
        """Write what was typed to the journal now, without waiting for a pause."""
        self._drafting.keep()

    def _touched(self) -> None:
        self._drafting.touch()
        if self._told[0] is not State.UNSAVED:  # that stays so while somebody types
            self._settle()

    def _pull_body(self) -> None:
        self.hear()
        if self._body_stale and self.body_source is not None:
            self._body_stale = False
            self._put("body", self.body_source())

    def _tell(self, names: Iterable[str], *, suggested: bool = False) -> None:
        """Say which fields look different now. Of those that a proposal holds the story's own
        value is not what views show."""
        for name in names:
            if self.proposal is not None and self.proposal.holds(name) and not suggested:
                continue
            if name == "body":
                self._body_stale = False
                self.body_replaced.emit()
                self.body_changed.emit()
            else:
                self.field_changed.emit(name)

    # Saving.

    def save(
        self,
        kind: str = "save",
        *,
        note: str = "",
        then: Callable[[Article], object] | None = None,
    ) -> None:
        """Save what differs; ``then`` gets the story once it is in the store.

        What cannot be saved stays here and in the journal, and ``faulted`` or ``conflicted`` says
        why; ``then`` is not called in that case.
        """
        if then is not None:
            self._after.append(then)
        if self._saving:
            self._save_again = (kind, note)
            return
        self._waits = None
        self.keep()  # a save that fails must find the text in the journal
        fields = self.unsaved()
        if self.id and not fields:
            self._after_save()
            return
        number, version, key = self.id, self.article.version, self._key
        if not number:
            fields = self._typed.whole()

        def verb(desk: Desk) -> Done[Article]:
            if number:
                return desk.articles.save(number, version, fields, kind=kind, note=note)
            # Under this name it is made once, however often its answer gets lost.
            return desk.articles.create(fields, uid=key)

        self._send(
            verb,
            away=lambda: self._wait(kind, note),
            then=lambda done: self._was_saved(done, fields),
            otherwise=lambda theirs: self._bring_in(
                theirs, then=lambda: self.save(kind, note=note), otherwise=self._in_conflict
            ),
        )

    def _send(
        self,
        verb: Callable[[Desk], Done[Article]],
        *,
        then: Callable[[Done[Article]], object],
        otherwise: Callable[[Article], object],
        away: Callable[[], object] | None = None,
    ) -> None:
        """Have the desk save; ``otherwise`` gets what somebody else saved in between, ``away`` is
        called where the server does not answer."""

        def failed(error: NewsroomError) -> None:
            self._saving = False
            self._save_again = None
            if isinstance(error, Conflict):
                otherwise(error.theirs)
                return
            if isinstance(error, StoreAway) and away is not None:
                away()
                return
            self._after.clear()
            self._save_fault = str(error)
            self._settle()
            self.faulted.emit(error)

        self._saving = True
        self._save_fault = ""
        self._settle()
        self._tasks.change(verb, then=then, failed=failed)

    def _was_saved(self, done: Done[Article], sent: dict[str, Any]) -> None:
        mark("saved")
        self.hear()
        self._saving = False
        self._theirs = None
        self.own = done.changes
        self._tell(self._typed.was_saved(sent, done.value))
        self.keep()
        self.saved.emit(done.value)
        if self._save_again is not None:
            kind, note = self._save_again
            self._save_again = None
            self.save(kind, note=note)
        else:
            self._after_save()

    def _wait(self, kind: str, note: str) -> None:
        """The save is kept on this computer until the server is back."""
        self._waits = (kind, note)
        self.keep()
        self._settle()

    def _reached(self, reached: bool) -> None:
        if reached:
            self.send_waiting()

    def send_waiting(self) -> None:
        """Send the save that waits, if one does."""
        if self._waits is not None and not self._saving:
            kind, note = self._waits
            self.save(kind, note=note)

    def _after_save(self) -> None:
        if self.suggested and self.store_proposal is not None:
            self.store_proposal(self._all_saved)
        else:
            self._all_saved()

    def _all_saved(self) -> None:
        waiting, self._after = self._after, []
        for act in waiting:
            act(self.article)

    # Others save too.

    def adopt(self, theirs: Article) -> None:
        """The store has a newer version: take it in, beside what was typed here if that goes."""
        if not self._saving and theirs.version > self.article.version:
            self._bring_in(theirs, then=None, otherwise=self._overtaken)

    def _overtaken(self, theirs: Article) -> None:
        if self._theirs is None or self._theirs.version < theirs.version:
            self._theirs = theirs
            self._settle()
            self.overtaken.emit(theirs)

    def _in_conflict(self, theirs: Article) -> None:
        self._after.clear()
        self._theirs = theirs
        self._settle()
        self.conflicted.emit(theirs)

    def _bring_in(
        self,
        theirs: Article,
        *,
        then: Callable[[], object] | None,
        otherwise: Callable[[Article], object],
    ) -> None:
        """Put what was typed onto ``theirs``; ``otherwise`` where both changed the same."""
        base, mine = self.article, self.unsaved()
        clashes = self._typed.clashes(theirs)
        if clashes - {"body"}:
            otherwise(theirs)
            return
        if not clashes:
            # Where theirs says all that we typed it is our own save, whose answer got lost.
            both = any(getattr(theirs, name) != value for name, value in mine.items())
            self._brought_in(theirs, None, both=both, then=then)
            return
        edits, body = self._drafting.edits, mine["body"]

        def merge() -> str | None:
            from newsroom.text.merge import merge_paragraphs

            result = merge_paragraphs(base.body, body, theirs.body)
            return None if result.conflicts else result.text

        def done(text: str | None) -> None:
            self.hear()
            if text is None:
                otherwise(theirs)
            elif edits != self._drafting.edits:  # typed on meanwhile: that must not be lost
                self._bring_in(theirs, then=then, otherwise=otherwise)
            else:
                self._brought_in(theirs, text, both=True, then=then)

        self._tasks.background(merge, then=done)

    def _brought_in(
        self, theirs: Article, body: str | None, *, both: bool, then: Callable[[], object] | None
    ) -> None:
        self._rebase(theirs, body)
        if both:
            self.merged.emit(theirs)
        if then is not None:
            then()

    def _rebase(self, theirs: Article, body: str | None = None) -> None:
        self._pull_body()
        self._theirs = None
        self._tell(self._typed.rebase(theirs, body=body))
        self.keep()
        self.rebased.emit()

    def resolve_mine(self) -> None:
        """Settle a conflict: our text is the newest save, theirs stays in the history."""
        if self._theirs is not None:
            self._rebase(self._theirs)
            self.save(note=_("Kept over a save made at the same time"))

    def resolve_theirs(self) -> None:
        """Settle a conflict: theirs stands; ours goes into the history as the save before it."""
        if self._theirs is None:
            return
        theirs, mine, number = self._theirs, self.unsaved(), self.id
        back = {name: getattr(theirs, name) for name in mine}
        set_aside, taken = _("Set aside"), _("Taken over what was set aside")

        def verb(desk: Desk) -> Done[Article]:
            ours = desk.articles.save(number, theirs.version, mine, note=set_aside)
            last = desk.articles.save(number, ours.value.version, back, note=taken)
            return Done(last.value, ours.changes | last.changes)

        self._send(verb, then=self._was_set_aside, otherwise=self._in_conflict)

    def _was_set_aside(self, done: Done[Article]) -> None:
        self._saving = False
        self.own = done.changes
        self._give_up(done.value)
        self.saved.emit(done.value)

    def revert(self) -> None:
        """Give up what was typed since the last save and drop its draft."""
        self._give_up(self._theirs or self.article)

    def _give_up(self, stands: Article) -> None:
        self._pull_body()
        self._theirs = None
        self._waits = None
        self._save_fault = ""
        self._tell(self._typed.give_up(stands))
        self.keep()
        self.rebased.emit()

    # What is told.

    def _settle(self) -> None:
        """Work out the state anew and tell it if it is another."""
        told = self._derived(), self.fault
        if told != self._told:
            self._told = told
            self.state_changed.emit()

    def _derived(self) -> State:
        if self._saving:
            return State.SAVING
        if self._theirs is not None:
            return State.CONFLICT
        if self.fault:
            return State.FAULT
        if self._waits is not None:
            return State.WAITING if self._drafting.safe else State.SAVING
        # Whether what was typed differs is found when the text is next pulled, so that no key
        # pays for writing the story out.
        if self._drafting.waiting:
            return State.UNSAVED
        if not self._drafting.held:
            return State.SAVED
        return State.KEPT if self._drafting.safe else State.UNSAVED


def listener(story: OpenStory, act: Callable[..., object]) -> Callable[..., None]:
    """What to connect to a signal of the story: it calls ``act`` with the story first, then with
    what the signal says, and does not keep the story.

    Qt holds what a signal is connected to where Python's collector does not see it: a function that
    knows the story would keep it for good, and it would go on listening when its tab is closed.
    """
    known = ref(story)

    def hear(*said: object) -> None:
        found = known()
        if found is not None:
            act(found, *said)

    return hear

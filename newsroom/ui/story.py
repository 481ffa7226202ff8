"""The one live state of an open story: what was read, what was typed since, and where it is kept."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from newsroom.i18n import _
from newsroom.news.article import ARTICLE_FIELDS, EDITABLE, Article
from newsroom.news.changes import Changes, Done
from newsroom.news.clock import Clock
from newsroom.news.errors import Conflict, NewsroomError
from newsroom.news.revision import Draft

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.tasks import Tasks

PAUSE_MS = 300
"""A pause in typing after which the journal takes what was typed."""

LONGEST_MS = 700
"""Text that is typed without a pause is taken this often: with the write, within one second."""

AGAIN_MS = 2000
"""After a full disk or the like the journal is tried again this often."""

_NOTHING: Final = object()


class State(StrEnum):
    """What the status bar says about the text."""

    SAVED = "saved"  # nothing differs from the store
    UNSAVED = "unsaved"  # typed, not in the journal yet
    KEPT = "kept"  # typed and safe in the journal
    SAVING = "saving"
    CONFLICT = "conflict"  # somebody saved too; both texts are here
    FAULT = "fault"  # could not be saved or kept; ``fault`` says why


class OpenStory(QObject):
    """An open story. Editor and inspector read and write it; neither knows the other.

    The editor registers ``body_source`` (gives the body as Markdown, called on the GUI thread
    only when the text is needed) and calls ``touch_body()`` at each edit. All else goes through
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

    def __init__(
        self,
        article: Article,
        *,
        tasks: Tasks,
        clock: Clock,
        draft: Draft | None = None,
    ) -> None:
        """``article`` is as it was read; ``draft`` was typed over it in a window that is gone."""
        super().__init__()
        self.body_source: Callable[[], str] | None = None
        self.own: Changes | None = None  # what our last save touched: no news to us
        self._article = article
        self._tasks = tasks
        self._clock = clock
        self._key = draft.key if draft else uuid.uuid4().hex
        self._typed: dict[str, Any] = dict(draft.fields) if draft else {}
        self._typed_as: dict[str, Any] = {}  # typed so, stored a little differently by the desk
        self._body_stale = False
        self._edits = 0
        self._kept_edits = 0
        self._in_journal = draft is not None
        self._saving = False
        self._after: list[Callable[[Article], object]] = []
        self._save_again: tuple[str, str] | None = None
        self._theirs: Article | None = None
        self._save_fault = ""
        self._keep_fault = ""
        self._told_fault = ""
        self._state = State.KEPT if draft else State.SAVED
        self._pause = self._timer(PAUSE_MS)
        self._longest = self._timer(LONGEST_MS)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.keep)
        return timer

    # Reading.

    @property
    def article(self) -> Article:
        """The story as it was last read or saved."""
        return self._article

    @property
    def id(self) -> int:
        """The story's number; 0 until its first save."""
        return self._article.id

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

    def get(self, name: str) -> Any:
        """The field as it stands now, typed changes included."""
        if name == "body":
            self._pull_body()
        value = self._typed.get(name, _NOTHING)
        return getattr(self._article, name) if value is _NOTHING else value

    def now(self) -> Article:
        """The whole story as it stands, typed changes included (for previews)."""
        self._pull_body()
        return replace(self._article, **self._typed)

    def unsaved(self) -> dict[str, Any]:
        """The fields that differ from the store, with their values."""
        self._pull_body()
        return {
            name: value
            for name, value in self._typed.items()
            if value != getattr(self._article, name) and self._typed_as.get(name, _NOTHING) != value
        }

    @property
    def dirty(self) -> bool:
        """Whether anything differs from the store. Derived: undoing everything makes it False."""
        return bool(self.unsaved())

    @property
    def state(self) -> State:
        """Where the text is kept, as far as we know this moment."""
        return self._state

    @property
    def fault(self) -> str:
        """Why it could not be saved or kept; empty if it could."""
        return self._save_fault or self._keep_fault

    # Writing.

    def set(self, name: str, value: object) -> None:
        """Give a field a value; setting the body so makes the editor show it."""
        if name not in EDITABLE:
            raise ValueError(f"not a field that people edit: {name}")
        if self.get(name) == value:
            return
        self._typed[name] = value
        self._touched()
        if name == "body":
            self.body_replaced.emit()
            self.body_changed.emit()
        else:
            self.field_changed.emit(name)

    def touch_body(self) -> None:
        """The editor's text changed."""
        self._body_stale = True
        self._touched()
        self.body_changed.emit()

    def _touched(self) -> None:
        self._edits += 1
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()
        self._settle()

    def _pull_body(self) -> None:
        if self._body_stale and self.body_source is not None:
            self._body_stale = False
            self._typed["body"] = self.body_source()

    # The journal.

    def keep(self) -> None:
        """Write what was typed to the journal now, without waiting for a pause."""
        self._pause.stop()
        self._longest.stop()
        edits = self._edits
        draft = self.draft()
        if draft is None:
            self._drop()
            self._kept_edits = edits
            self._settle()
            return
        self._in_journal = True
        self._tasks.journal(
            lambda desk: desk.journal.note(draft),
            then=lambda _none: self._was_kept(edits),
            failed=self._was_not_kept,
            key=f"draft {self._key}",
        )
        self._settle()

    def draft(self) -> Draft | None:
        """What was typed and is not saved, as the journal keeps it; None if nothing differs."""
        fields = self.unsaved()
        if not fields:
            return None
        if not self.id:
            fields = {**self._differs_from_blank(), **fields}
        return Draft(
            key=self._key,
            article=self.id,
            base_version=self._article.version,
            fields=fields,
            written_at=self._clock(),
        )

    def _differs_from_blank(self) -> dict[str, Any]:
        """What a template gave a new story: the journal knows no template."""
        blank = Article()
        return {
            name: getattr(self._article, name)
            for name in ARTICLE_FIELDS
            if name in EDITABLE and getattr(self._article, name) != getattr(blank, name)
        }

    def _drop(self) -> None:
        if self._in_journal:
            self._in_journal = False
            key = self._key
            # The same key as a note that still waits: what would be written is out of date.
            self._tasks.journal(
                lambda desk: desk.journal.drop(key),
                failed=lambda _error: None,  # found to hold nothing new at the next start
                key=f"draft {key}",
            )

    def _was_kept(self, edits: int) -> None:
        self._kept_edits = max(self._kept_edits, edits)
        self._keep_fault = ""
        self._settle()

    def _was_not_kept(self, error: NewsroomError) -> None:
        news = str(error) != self._keep_fault
        self._keep_fault = str(error)
        self._settle()
        if news:
            self.faulted.emit(error)
        QTimer.singleShot(AGAIN_MS, self, self._keep_again)

    def _keep_again(self) -> None:
        if self._keep_fault:
            self.keep()

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
        fields = self.unsaved()
        if self.id and not fields:
            self.keep()
            self._after_save()
            return
        self.keep()  # a save that fails must find the text in the journal
        self._saving = True
        self._save_fault = ""
        self._theirs = None
        self._settle()
        number, version = self.id, self._article.version
        if not number:
            fields = {**self._differs_from_blank(), **fields}

        def verb(desk: Desk) -> Done[Article]:
            if number:
                return desk.articles.save(number, version, fields, kind=kind, note=note)
            return desk.articles.create(fields)

        self._tasks.change(
            verb,
            then=lambda done: self._was_saved(done, fields),
            failed=lambda error: self._was_not_saved(error, kind, note),
        )

    def _was_saved(self, done: Done[Article], sent: Mapping[str, Any]) -> None:
        self._saving = False
        self.own = done.changes
        before, self._article = self._article, done.value
        for name, value in sent.items():
            if getattr(done.value, name) != value:
                self._typed_as[name] = value
                continue
            self._typed_as.pop(name, None)
            if self._typed.get(name, _NOTHING) == value:
                del self._typed[name]
        self._tell_differences(before, done.value)
        self.keep()
        self.saved.emit(done.value)
        if self._save_again is not None:
            kind, note = self._save_again
            self._save_again = None
            self.save(kind, note=note)
        else:
            self._after_save()

    def _after_save(self) -> None:
        waiting, self._after = self._after, []
        for act in waiting:
            act(self._article)

    def _was_not_saved(self, error: NewsroomError, kind: str, note: str) -> None:
        self._saving = False
        self._save_again = None
        if isinstance(error, Conflict):
            self._bring_in(
                error.theirs,
                then=lambda: self.save(kind, note=note),
                otherwise=self._in_conflict,
            )
        else:
            self._after.clear()
            self._save_fault = str(error)
            self._settle()
            self.faulted.emit(error)

    def _in_conflict(self, theirs: Article) -> None:
        self._after.clear()
        self._theirs = theirs
        self._settle()
        self.conflicted.emit(theirs)

    def _tell_differences(self, before: Article, after: Article) -> None:
        """Say which fields look different now; what was typed stays as it was typed."""
        for name in ARTICLE_FIELDS:
            if name != "body" and name not in self._typed:
                if getattr(before, name) != getattr(after, name):
                    self.field_changed.emit(name)

    # Others save too.

    def adopt(self, theirs: Article) -> None:
        """The store has a newer version: take it in, beside what was typed here if that goes."""
        if self._saving or theirs.version <= self._article.version:
            return
        self._bring_in(theirs, then=None, otherwise=self._overtaken)

    def _overtaken(self, theirs: Article) -> None:
        if self._theirs is None or self._theirs.version < theirs.version:
            self._theirs = theirs
            self._settle()
            self.overtaken.emit(theirs)

    def _bring_in(
        self,
        theirs: Article,
        *,
        then: Callable[[], object] | None,
        otherwise: Callable[[Article], object],
    ) -> None:
        """Rebase what was typed onto ``theirs``; ``otherwise`` where both changed the same."""
        base, mine = self._article, self.unsaved()
        clashes = {
            name
            for name, value in mine.items()
            if getattr(theirs, name) not in (getattr(base, name), value)
        }
        if not clashes:
            both = bool(mine)
            self._rebase(theirs)
            if both:
                self.merged.emit(theirs)
            if then is not None:
                then()
        elif clashes == {"body"}:
            edits, body = self._edits, mine["body"]

            def merge() -> str | None:
                from newsroom.text.merge import merge_paragraphs

                result = merge_paragraphs(base.body, body, theirs.body)
                return None if result.conflicts else result.text

            def done(text: str | None) -> None:
                if text is None:
                    otherwise(theirs)
                elif edits != self._edits:  # typed on meanwhile: that must not be lost
                    self._bring_in(theirs, then=then, otherwise=otherwise)
                else:
                    self._rebase(theirs, body=text)
                    self.merged.emit(theirs)
                    if then is not None:
                        then()

            self._tasks.background(merge, then=done)
        else:
            otherwise(theirs)

    def _rebase(self, theirs: Article, *, body: str | None = None) -> None:
        """Stand on ``theirs`` from now on, keeping what was typed; ``body`` is the merged text."""
        shown = self.get("body")
        typed = self.unsaved()
        before, self._article = self._article, theirs
        self._typed = typed
        self._typed_as.clear()
        self._theirs = None
        if body is not None:
            self._typed["body"] = body
        self._tell_differences(before, theirs)
        if self.get("body") != shown:
            self.body_replaced.emit()
            self.body_changed.emit()
        self._edits += 1
        self.keep()

    def resolve_mine(self) -> None:
        """Settle a conflict: our text is the newest save, theirs stays in the history."""
        if self._theirs is not None:
            self._rebase(self._theirs)
            self.save(note=_("Kept over a save made at the same time"))

    def resolve_theirs(self) -> None:
        """Settle a conflict: their text stands; ours is put into the history as a save before it."""
        if self._theirs is None:
            return
        theirs, mine = self._theirs, self.unsaved()
        number = self.id
        theirs_fields = {name: getattr(theirs, name) for name in mine}
        set_aside, restored = _("Set aside"), _("Taken over what was set aside")

        def verb(desk: Desk) -> Done[Article]:
            ours = desk.articles.save(number, theirs.version, mine, note=set_aside)
            back = desk.articles.save(number, ours.value.version, theirs_fields, note=restored)
            return Done(back.value, ours.changes | back.changes)

        self._saving = True
        self._settle()
        self._tasks.change(
            verb,
            then=self._was_set_aside,
            failed=self._was_not_set_aside,
        )

    def _was_set_aside(self, done: Done[Article]) -> None:
        self._saving = False
        self.own = done.changes
        self._give_up(done.value)
        self.saved.emit(done.value)

    def _was_not_set_aside(self, error: NewsroomError) -> None:
        self._saving = False
        if isinstance(error, Conflict):
            self._in_conflict(error.theirs)
        else:
            self._save_fault = str(error)
            self._settle()
            self.faulted.emit(error)

    def revert(self) -> None:
        """Give up what was typed since the last save and drop its draft."""
        self._give_up(self._theirs or self._article)

    def _give_up(self, stands: Article) -> None:
        shown = self.now()
        self._article = stands
        self._typed.clear()
        self._typed_as.clear()
        self._body_stale = False
        self._theirs = None
        self._save_fault = self._keep_fault = ""
        self._edits += 1
        self._tell_differences(shown, stands)
        if shown.body != stands.body:
            self.body_replaced.emit()
            self.body_changed.emit()
        self.keep()

    # What is told.

    def _settle(self) -> None:
        """Work out the state anew and tell it if it is another."""
        told = self._derived(), self.fault
        if told != (self._state, self._told_fault):
            self._state, self._told_fault = told
            self.state_changed.emit()

    def _derived(self) -> State:
        if self._saving:
            return State.SAVING
        if self._theirs is not None:
            return State.CONFLICT
        if self.fault:
            return State.FAULT
        # While the timers run something was typed; whether it differs is found when the text is
        # next pulled, so that no key pays for writing the story out.
        if self._longest.isActive():
            return State.UNSAVED
        if not self._in_journal:
            return State.SAVED
        return State.KEPT if self._kept_edits == self._edits else State.UNSAVED

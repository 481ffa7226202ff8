"""What is on the table: the open stories, the selection, who works, and the newsroom's lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsroom.i18n import _
from newsroom.news.article import EDITABLE, Article
from newsroom.news.changes import Changes
from newsroom.news.clock import Clock
from newsroom.news.errors import NewsroomError, NotFound
from newsroom.news.revision import Draft
from newsroom.news.staff import Person
from newsroom.ui.lists import Lists
from newsroom.ui.parked import Pages, Parked, StoryRead, read_story
from newsroom.ui.story import OpenStory, State, listener

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.news.rights import Right
    from newsroom.settings import Settings
    from newsroom.text.parse import Parser
    from newsroom.ui.attendance import Attendance
    from newsroom.ui.icons import Icons
    from newsroom.ui.messages import Messages
    from newsroom.ui.review.reviews import Reviews
    from newsroom.ui.snippets import Snippets
    from newsroom.ui.spelling import Spelling
    from newsroom.ui.styling import Styling
    from newsroom.ui.takingback import TakingBack
    from newsroom.ui.tasks import Tasks
    from newsroom.ui.theme import Theme
    from newsroom.ui.today import Today


_ROOM_SECONDS = 1.0  # an editor is made in a tenth of that, also on a machine that is busy

_OF_ONE_STORY = frozenset({"slug", "stage", "planned_at", "embargo_until", "due_at"})
"""Fields that a copy does not take over."""


class Workbench(QObject):
    """Shared by every view. Signals are facts; views decide what to do about them.

    A story that was only looked at is ``passing``: the next one opened takes its place. Typing
    in it, or opening it with ``new_tab``, makes it stay.
    """

    current_changed = Signal(object)  # OpenStory | None: the tab on top
    selection_changed = Signal(object)  # tuple of ids: the rows of the list
    opening = Signal(bool)  # a story is going to be read, for a tab of its own or not
    story_opened = Signal(object)  # OpenStory
    story_closed = Signal(object)  # OpenStory
    story_missed = Signal(int)  # the id of a story that was asked for and is not there any more
    lists_changed = Signal()
    me_changed = Signal()
    settings_changed = Signal(object)  # set of the names that have another value
    wanted = Signal(str, object)  # ("staff", person id) and the like: show that in its panel
    focus_wanted = Signal()  # the keyboard goes to the story in front
    place_wanted = Signal(int)  # an offset of the Markdown of the story in front: go there
    settling = Signal(object)  # OpenStory whose conflict has to be looked at
    site_wanted = Signal()  # what readers see is another now: let the site be published
    held = Signal(object)  # OpenStory that may only be read now, or be written in again
    opened = Signal()  # the newsroom is open and its lists are read

    def __init__(
        self,
        *,
        tasks: Tasks,
        settings: Settings,
        theme: Theme,
        icons: Icons,
        messages: Messages,
        clock: Clock,
        settings_folder: Path,
        cache_folder: Path | None = None,
    ) -> None:
        """``settings_folder`` is where changed settings are kept, ``cache_folder`` what can be
        made again, if that is kept."""
        super().__init__()
        self.tasks = tasks
        self.settings = settings
        self.theme = theme
        self.icons = icons
        self.messages = messages
        self.clock = clock
        self.me: Person | None = None
        self.lists = Lists(unread=True)
        self._lists_known = False  # a new newsroom has been read and has nothing in them
        self.name = ""
        self._settings_folder = settings_folder
        self._cache_folder = cache_folder
        self._stories: list[OpenStory] = []
        self._current: OpenStory | None = None
        self._passing: OpenStory | None = None
        self._leaving: OpenStory | None = None
        self._selection: tuple[int, ...] = ()
        self.parked = Parked(tasks)
        self._pages = Pages()  # of the desk's thread
        self.room = Event()
        """Not set while an editor is being made, which a story that is read takes place in."""
        self.room.set()
        self._closed: list[tuple[int, str]] = []
        self.attendance: Attendance | None = None  # once the window is painted
        self._held: dict[str, str] = {}
        self.entries: dict[str, object] = {}
        """What was changed in staff entries and not saved, by id, as plain data; the session
        keeps it."""
        self.refusals: Mapping[Right, str] = {}  # what who sits here may not do, and whom to ask
        self.parked.failed.connect(messages.fault)
        tasks.reached.connect(self._reached)
        tasks.opened.connect(self._desk_opened)
        tasks.changed.connect(self._on_changed)

    @cached_property
    def parser(self) -> Parser:
        """Reads the Markdown of every story that is shown, on the window's thread."""
        from newsroom.text.parse import Parser

        return Parser()

    # What is on the table.

    @property
    def stories(self) -> tuple[OpenStory, ...]:
        """The open stories, in the order of their opening."""
        return tuple(self._stories)

    @property
    def current(self) -> OpenStory | None:
        """The story in front."""
        return self._current

    @property
    def passing(self) -> OpenStory | None:
        """The story that is only looked at."""
        return self._passing

    @property
    def leaving(self) -> OpenStory | None:
        """The story that was only looked at and gives its place to the one that is opened now."""
        return self._leaving

    @property
    def selection(self) -> tuple[int, ...]:
        """The rows that are selected in the list."""
        return self._selection

    def select(self, ids: Iterable[int]) -> None:
        """The list's selected rows are these now."""
        ids = tuple(ids)
        if ids != self._selection:
            self._selection = ids
            self.selection_changed.emit(ids)

    def bring_forward(self, story: OpenStory | None) -> None:
        """Make it the current one."""
        if story is not self._current:
            self._current = story
            self.current_changed.emit(story)

    def story(self, number: int) -> OpenStory | None:
        """The open story of that id."""
        return next((story for story in self._stories if number and story.id == number), None)

    def hold(self, story: OpenStory, why: str) -> None:
        """Say why the story may only be read now; "" where it may be written in."""
        if self._held.get(story.key, "") != why:
            self._held[story.key] = why
            self.held.emit(story)

    def why_held(self, story: OpenStory) -> str:
        """Why the story may only be read now; "" where it may be written in."""
        return self._held.get(story.key, "")

    def stay(self, story: OpenStory) -> None:
        """It is not only looked at any more."""
        if self._passing is story:
            self._passing = None
            story.state_changed.emit()

    # Opening and closing.

    def open(self, story: int | str, *, new_tab: bool = False) -> None:
        """Bring a story to the front by id or slug, reading it if it is not open yet."""
        found = (
            self.story(story)
            if isinstance(story, int)
            else next((item for item in self._stories if item.article.slug == story), None)
        )
        if found is not None:
            if new_tab:
                self.stay(found)
            self.bring_forward(found)
            if new_tab:
                self.focus_wanted.emit()
            return
        # A draft may belong to it.
        self.parked.when_known(lambda: self._read(story, new_tab))

    def _read(self, story: int | str, new_tab: bool) -> None:
        drafts, key = self.parked.by_article(), f"open {story}" if new_tab else "open"
        # The first story of a start is read where the parser is made for it.
        pages = self._pages if "parser" in vars(self) else None
        self.tasks.run(
            lambda desk: read_story(desk, story, drafts, pages),
            then=lambda read: self._once_there_is_room(read, new_tab, key),
            failed=lambda error: self._not_read(story, error),
            owner=self,
            key=key,
        )
        self.opening.emit(new_tab)

    def _once_there_is_room(self, read: StoryRead, new_tab: bool, key: str) -> None:
        if self.room.is_set():
            self._was_read(read, new_tab)
            return
        # Another thread waits, so that this one makes the editor a part at a time.
        self.tasks.background(
            partial(self.room.wait, _ROOM_SECONDS),
            then=lambda _made: self._was_read(read, new_tab),
            owner=self,
            key=key,
        )

    def _not_read(self, story: int | str, error: NewsroomError) -> None:
        self.messages.fault(error)
        if isinstance(error, NotFound) and isinstance(story, int):
            self.story_missed.emit(story)

    def _was_read(self, read: StoryRead, new_tab: bool) -> None:
        if (already := self.story(read.current.id)) is not None:
            self.bring_forward(already)
            return
        draft = read.draft
        if draft is not None:
            self.parked.take(draft.key)
        story = self._new_story(read.base, draft)
        story.page = read.page
        self._put_on_table(story, passing=not new_tab and draft is None)
        if new_tab:
            self.focus_wanted.emit()
        if draft is not None:
            story.keep()  # the draft is this window's from now on
            story.adopt(read.current)
            story.send_waiting()

    def open_draft(self, key: str) -> None:
        """Bring back a story that was never saved, by the name of its draft."""
        self.parked.when_known(lambda: self._open_draft(key))

    def _open_draft(self, key: str) -> None:
        found = next((story for story in self._stories if story.key == key), None)
        if found is not None:
            self.bring_forward(found)
        elif (draft := self.parked.get(key)) is not None:
            if draft.article:
                self.open(draft.article, new_tab=True)
                return
            self.parked.take(key)
            story = self._new_story(Article(language=self.lists.site.language), draft)
            self._put_on_table(story, passing=False)
            story.keep()
            story.send_waiting()

    def _reached(self, reached: bool) -> None:
        # Saves of closed tabs wait as well; an open story looks after itself.
        for key in self.parked.saving() if reached else ():
            self.open_draft(key)

    def drop_draft(self, key: str) -> None:
        """Throw away what was typed under that name, on the table and in the journal."""
        story = next((item for item in self._stories if item.key == key), None)
        if story is None:
            self.parked.drop(key)
            return
        story.revert()
        story.drop_suggested()
        if not story.id:
            self.close(story)

    def bring_back(self, draft: Draft) -> None:
        """Put a draft that was dropped back on the table."""
        story = self.story(draft.article)
        if story is None:
            self.parked.put(draft)
            self.open_draft(draft.key)
            return
        for name, value in draft.fields.items():
            story.set(name, value)
        if draft.proposal is not None:
            from newsroom.ui.review.proposal import Proposal

            story.suggest(Proposal.restored(story.article, draft.proposal))
        self.bring_forward(story)

    def new(self, template: str | None = None) -> OpenStory:
        """A new story on the table, filled from a template; it is stored at its first save."""
        fields = next(
            (item.fields for item in self.lists.templates if item.name == template),
            {},
        )
        blank = Article(language=self.lists.site.language)
        return self.new_from(replace(blank, **fields))  # type: ignore[arg-type]

    def new_from(self, article: Article, fields: Mapping[str, object] | None = None) -> OpenStory:
        """A new story that starts as ``article`` (id 0) with ``fields`` typed into it."""
        story = self._new_story(article, None)
        self._put_on_table(story, passing=False)
        for name, value in (fields or {}).items():
            story.set(name, value)
        self.focus_wanted.emit()
        return story

    def _new_story(self, article: Article, draft: Draft | None) -> OpenStory:
        story = OpenStory(article, tasks=self.tasks, clock=self.clock, draft=draft)
        story.state_changed.connect(listener(story, self._state_changed))
        return story

    def _put_on_table(self, story: OpenStory, *, passing: bool) -> None:
        if passing and self._passing is not None:
            self._passing.hear()  # a key of just now makes it stay
        leaving = self._leaving = self._passing if passing else None
        self._stories.append(story)
        self._passing = story if passing else self._passing
        self.story_opened.emit(story)
        self.bring_forward(story)
        self._leaving = None
        if leaving is not None:
            self.close(leaving)

    def close(self, story: OpenStory) -> None:
        """Take a story off the table. Unsaved text stays in the journal and comes back with it."""
        if story not in self._stories:
            return
        draft = story.draft()
        if draft is not None:
            story.keep()
            self.parked.put(draft)
        if self._passing is story:
            self._passing = None
        else:
            self._closed.append((story.id, story.key))
        place = self._stories.index(story)
        self._held.pop(story.key, None)
        self._stories.remove(story)
        if self._current is story:
            beside = self._stories[max(0, place - 1)] if self._stories else None
            self.bring_forward(beside)
        self.story_closed.emit(story)

    def reopen_closed(self) -> None:
        """Bring back the story that was closed last."""
        while self._closed:
            number, key = self._closed.pop()
            if number:
                self.open(number, new_tab=True)
                return
            if self.parked.get(key) is not None:
                self.open_draft(key)
                return

    def keep_all(self) -> None:
        """Put everything that was typed into the journal now."""
        for story in self._stories:
            if story.draft() is not None:
                story.keep()

    def leave(self) -> None:
        """The window goes: keep what was typed, and what was learned of words."""
        self.keep_all()
        if "taking_back" in vars(self):
            self.taking_back.stop()
        if "spelling" in vars(self):
            self.spelling.close()

    def saved_first(self, ids: Iterable[int], then: Callable[[], object]) -> None:
        """Save those of the stories that are open and changed, then go on.

        If one of them can't be saved, ``then`` is not called; the story says why.
        """
        wanted = set(ids)
        waiting = [story for story in self._stories if story.id in wanted and story.dirty]
        if not waiting:
            then()
            return
        left = len(waiting)

        def one_saved(_article: Article) -> None:
            nonlocal left
            left -= 1
            if not left:
                then()

        for story in waiting:
            story.save(then=one_saved)

    def undo(self, step: int | None = None) -> None:
        """Take back a step of the desk: this one, or the last one of ours."""
        self.taking_back.start(step)

    @cached_property
    def taking_back(self) -> TakingBack:
        """What is being taken back; made when the first act is."""
        from newsroom.ui.takingback import TakingBack

        return TakingBack(self)

    @cached_property
    def snippets(self) -> Snippets:
        """The person's snippets and abbreviations."""
        from newsroom.ui.snippets import Snippets

        return Snippets(self._settings_folder)

    @cached_property
    def today(self) -> Today:
        """Words written today on this machine."""
        from newsroom.ui.today import Today

        return Today(self._settings_folder, self.clock)

    @cached_property
    def spelling(self) -> Spelling:
        """What is known of words; made when the first story is checked."""
        from newsroom.ui.spelling import Spelling

        return Spelling(self, folder=self._settings_folder, cache=self._cache_folder)

    @cached_property
    def styling(self) -> Styling:
        """What is known of the house style; made when the first story is held against it."""
        from newsroom.ui.styling import Styling

        return Styling(self)

    @cached_property
    def reviews(self) -> Reviews:
        """The suggestions on the open stories; made when the first story is looked at for them."""
        from newsroom.ui.review.reviews import Reviews

        return Reviews(self)

    def keep_text(self, name: str, text: str) -> None:
        """Keep a text beside the settings, under ``kept``, for whoever has to look into a bug."""
        folder = self._settings_folder / "kept"
        self.tasks.background(lambda: _keep_text(folder / name, text), owner=self)

    # Settings.

    def set_settings(self, fields: Mapping[str, object]) -> None:
        """Change settings, keep them on disk and tell every part."""
        before = self.settings
        self.settings = replace(before, **fields)  # type: ignore[arg-type]
        different = {name for name in fields if getattr(before, name) != fields[name]}
        if not different:
            return
        kept, folder = self.settings, self._settings_folder
        self.tasks.background(lambda: _keep_settings(kept, folder), key="settings")
        self.theme.use(
            choice=str(self.settings.theme),
            ui_size=self.settings.ui_font_size,
            story_size=self.settings.story_font_size,
        )
        self.settings_changed.emit(different)

    # What the desk tells.

    @property
    def lists_known(self) -> bool:
        """Whether the newsroom's lists were read; before, they are empty."""
        return self._lists_known

    def _desk_opened(self, desk: Desk) -> None:
        self.name = desk.name
        self.me = desk.me
        self.me_changed.emit()
        self.parked.look()
        self.parked.when_known(self.read_lists)

    def read_lists(self) -> None:
        """Read the newsroom's lists again."""
        self.tasks.run(
            lambda desk: (Lists.read(desk), desk.me), then=self._lists_read, owner=self, key="lists"
        )

    def _lists_read(self, read: tuple[Lists, Person | None]) -> None:
        first, self._lists_known = not self._lists_known, True
        self.lists, me = read
        if me != self.me:
            self.me = me
            self.me_changed.emit()
        self.lists_changed.emit()
        if first:
            self.opened.emit()

    def sit(self, person: int | None) -> None:
        """Work as somebody else from now on. What is unsaved stays with who typed it."""
        for story in self.stories:
            if story.state in (State.UNSAVED, State.KEPT):
                story.save()
        self.tasks.run(lambda desk: desk.sit(person), then=lambda _me: self.read_lists())

    def _on_changed(self, changes: Changes) -> None:
        if changes.lists or changes.staff:
            self.read_lists()
        for story in self._stories:
            if story.id in changes.articles and changes is not story.own:
                self._read_again(story)

    def _read_again(self, story: OpenStory) -> None:
        number = story.id
        self.tasks.run(
            lambda desk: desk.articles.open(number),
            then=story.adopt,
            failed=lambda error: (
                None if isinstance(error, NotFound) else self.messages.fault(error)
            ),
            owner=story,
            key="again",
        )

    def _state_changed(self, story: OpenStory) -> None:
        if story is self._passing and story.state is not State.SAVED:
            self.stay(story)

    def settle(self, story: OpenStory, how: str) -> None:
        """Settle a conflict: "mine", "theirs", or "both" (mine becomes a story of its own)."""
        if how == "mine":
            story.resolve_mine()
        elif how == "theirs":
            story.resolve_theirs()
        elif how == "both":
            mine, blank = story.now(), Article()
            story.revert()
            fields = {
                name: getattr(mine, name)
                for name in EDITABLE - _OF_ONE_STORY
                if getattr(mine, name) != getattr(blank, name)
            }
            fields["headline"] = _("{headline} (set aside)").format(headline=mine.headline)
            self.new_from(Article(language=mine.language), fields)


def _keep_text(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    except OSError as error:
        raise NewsroomError(
            _("A copy of the text could not be kept: {reason}.").format(
                reason=error.strerror or error
            )
        ) from error


def _keep_settings(settings: Settings, folder: Path) -> None:
    from newsroom.settings import save

    try:
        save(settings, folder)
    except OSError as error:
        raise NewsroomError(
            _("The settings hold, but could not be kept for the next start: {reason}.").format(
                reason=error.strerror or error
            )
        ) from error

"""What is on the table: the open stories, the selection, who works, and the newsroom's lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from newsroom.news.lists import SavedFilter, Template, Term
from newsroom.news.site import Site
from newsroom.news.staff import Person

if TYPE_CHECKING:
    from newsroom.news.clock import Clock
    from newsroom.settings import Settings
    from newsroom.ui.icons import Icons
    from newsroom.ui.messages import Messages
    from newsroom.ui.story import OpenStory
    from newsroom.ui.tasks import Tasks
    from newsroom.ui.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """The newsroom's lists as last read; ``staff`` holds those who left too."""

    sections: tuple[Term, ...] = ()
    desks: tuple[Term, ...] = ()
    tags: tuple[Term, ...] = ()
    kickers: tuple[Term, ...] = ()
    templates: tuple[Template, ...] = ()
    filters: tuple[SavedFilter, ...] = ()
    staff: tuple[Person, ...] = ()
    site: Site = Site()

    def person(self, number: int | None) -> Person | None:
        """The staff entry of that id."""
        ...

    def name(self, source: str, key: str) -> str:
        """What people read for a key of "sections", "desks", "stages" ...; the key if unknown."""
        ...

    def choices(self, source: str) -> tuple[tuple[str, str], ...]:
        """(value, label) of a list by its name: "sections", "desks", "kickers", "tags", "stages"."""
        ...


class Workbench(QObject):
    """Shared by every view. Signals are facts; views decide what to do about them."""

    current_changed = Signal(object)  # OpenStory | None: the tab on top
    selection_changed = Signal(object)  # tuple of ids: the rows of the list
    story_opened = Signal(object)  # OpenStory
    story_closed = Signal(object)  # OpenStory
    lists_changed = Signal()
    me_changed = Signal()
    wanted = Signal(str, object)  # ("staff", person id) and the like: show that in its panel

    tasks: Tasks
    settings: Settings
    theme: Theme
    icons: Icons
    messages: Messages
    clock: Clock
    me: Person | None
    lists: Lists
    stories: tuple[OpenStory, ...]
    current: OpenStory | None
    selection: tuple[int, ...]

    def open(self, story: int | str) -> None:
        """Bring a story to the front by id or slug, reading it if it is not open yet."""
        ...

    def new(self, template: str | None = None) -> OpenStory:
        """A new story on the table, filled from a template; it is stored at its first save."""
        ...

    def close(self, story: OpenStory) -> None:
        """Take a story off the table. Unsaved text is kept in the journal and comes back with it."""
        ...

    def select(self, ids: Iterable[int]) -> None:
        """The list's selected rows."""
        ...

    def bring_forward(self, story: OpenStory | None) -> None:
        """Make it the current one."""
        ...

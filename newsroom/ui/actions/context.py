"""What a command may ask of the window: the names that ``ui.window`` and its parts keep."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.news.changes import Changes, Done
    from newsroom.settings import Settings
    from newsroom.ui.palette import Palette
    from newsroom.ui.theme import Theme


class Tasks(Protocol):
    """Work on the desk's thread (``ui.tasks``)."""

    def change(
        self,
        verb: Callable[[Desk], Changes | Done[object]],
        *,
        then: Callable[[object], object] | None = None,
    ) -> object:
        """Run a verb that changes something; every view hears what it touched."""


class Story(Protocol):
    """An open story (``ui.story.OpenStory``)."""

    @property
    def id(self) -> int:
        """The story's number; 0 until it is saved for the first time."""

    def save(self) -> object:
        """Keep it as a version of its own."""


class Editor(Protocol):
    """The editor in front (``ui.editor.pane.EditorPane``)."""

    def apply(self, name: str) -> object:
        """A format or edit by name: bold, heading1, bullets, undo, paste_plain, ..."""

    def toggle_view(self) -> object:
        """Page or Markdown."""

    def focus_body(self) -> object:
        """Put the caret into the story."""


class Listing(Protocol):
    """The list of stories with its sidebar and search box (``ui.listing.pane.ListPane``)."""

    def focus_search(self) -> object:
        """Put the caret into the search box."""

    def focus_list(self) -> object:
        """Put the keyboard on the rows."""

    def step(self, by: int) -> object:
        """Open the story ``by`` rows further on."""


class Workbench(Protocol):
    """The open stories, who works here and the lists (``ui.workbench.Workbench``)."""

    @property
    def tasks(self) -> Tasks: ...  # noqa: D102
    @property
    def theme(self) -> Theme: ...  # noqa: D102
    @property
    def settings(self) -> Settings: ...  # noqa: D102
    @property
    def current(self) -> Story | None: ...  # noqa: D102
    @property
    def selection(self) -> Sequence[int]: ...  # noqa: D102
    @property
    def stories(self) -> Sequence[Story]: ...  # noqa: D102

    def new(self, template: str | None = None) -> object:
        """Begin a story, from a template if one is named."""

    def open(self, story: int | str, *, new_tab: bool = False) -> object:
        """Bring a story to the front."""

    def close(self, story: Story) -> object:
        """Close its tab; unsaved text stays in the journal."""

    def saved_first(self, ids: Collection[int], then: Callable[[], object]) -> object:
        """Save those of the stories that are open and changed, then go on."""

    def set_settings(self, fields: Mapping[str, object]) -> object:
        """Change settings, keep them on disk and tell every part."""


class Window(Protocol):
    """The window (``ui.window.Window``)."""

    @property
    def workbench(self) -> Workbench: ...  # noqa: D102
    @property
    def editor(self) -> Editor | None: ...  # noqa: D102
    @property
    def listing(self) -> Listing: ...  # noqa: D102
    @property
    def palette(self) -> Palette: ...  # noqa: D102

    def show_panel(self, panel: str, on: bool | None = None) -> object:
        """Show or hide a dock or a part ("sidebar", "list"); None turns it over."""

    def panel_shown(self, panel: str) -> bool:
        """Whether the dock or part can be seen."""

    def focus_panel(self, panel: str) -> object:
        """Show a dock and put the keyboard into it."""

    def open_dialog(self, dialog: str) -> object:
        """Open a dialog: preferences, shortcuts, about, export, backup."""

    def step_tab(self, by: int) -> object:
        """Go ``by`` tabs to the right."""

    def set_focus_mode(self, on: bool) -> object:
        """Only the story, on the whole screen."""

    def focus_mode(self) -> bool:
        """Whether only the story is shown."""

    def close(self) -> bool:
        """Leave, if nothing speaks against it."""

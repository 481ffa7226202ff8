"""What a command may ask of the window and its parts, and the stories that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDialog

    from newsroom.desk.desk import Desk
    from newsroom.news.article import Article
    from newsroom.news.errors import NewsroomError
    from newsroom.news.rights import Right
    from newsroom.news.staff import Person
    from newsroom.settings import Settings
    from newsroom.ui.actions.bind import Commands
    from newsroom.ui.icons import Icons
    from newsroom.ui.lists import Lists
    from newsroom.ui.messages import Messages
    from newsroom.ui.theme import Theme

# ruff: noqa: D102 - the parts themselves say what these do


class Tasks(Protocol):
    """Work on other threads (``ui.tasks.Tasks``)."""

    def run(
        self,
        verb: Callable[[Desk], Any],
        *,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[NewsroomError], object] | None = None,
    ) -> object: ...

    def change(
        self,
        verb: Callable[[Desk], Any],
        *,
        then: Callable[[Any], object] | None = None,
        failed: Callable[[NewsroomError], object] | None = None,
    ) -> object: ...


class Story(Protocol):
    """An open story (``ui.story.OpenStory``)."""

    @property
    def id(self) -> int: ...
    @property
    def article(self) -> Article: ...
    @property
    def title(self) -> str: ...
    def save(self, *, then: Callable[[Article], object] | None = None) -> object: ...


class Editor(Protocol):
    """The editor in front (``ui.editor.pane.EditorPane``)."""

    def apply(self, name: str, /) -> object: ...
    def turn_over(self) -> object: ...
    def focus_body(self) -> object: ...
    def chosen_words(self) -> str: ...
    def isAncestorOf(self, child: Any, /) -> bool: ...


class Listing(Protocol):
    """The list of stories with its sidebar and search box (``ui.listing.pane.ListPane``)."""

    def focus_search(self) -> object: ...
    def focus_list(self) -> object: ...
    def step(self, by: int, /) -> object: ...
    def isAncestorOf(self, child: Any, /) -> bool: ...


class Workbench(Protocol):
    """The open stories, who works here and the lists (``ui.workbench.Workbench``)."""

    @property
    def settings(self) -> Settings: ...
    @property
    def theme(self) -> Theme: ...
    @property
    def icons(self) -> Icons: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def lists(self) -> Lists: ...
    @property
    def me(self) -> Person | None: ...
    @property
    def current(self) -> Any: ...
    @property
    def selection(self) -> tuple[int, ...]: ...
    @property
    def refusals(self) -> Mapping[Right, str]: ...
    @property
    def stories(self) -> tuple[Any, ...]: ...
    def new(self, template: str | None = None) -> object: ...
    def open(self, story: int | str, *, new_tab: bool = False) -> object: ...
    def close(self, story: Any, /) -> object: ...
    def reopen_closed(self) -> object: ...
    def bring_forward(self, story: Any, /) -> object: ...
    def saved_first(self, ids: Iterable[int], then: Callable[[], object]) -> object: ...
    def undo(self) -> object: ...
    def set_settings(self, fields: Mapping[str, object]) -> object: ...


class Window(Protocol):
    """The window (``ui.window.Window``).

    ``fold`` folds "sidebar", "list" or "right" away (True), back (False) or over (None);
    ``set_focus_mode`` leaves only the story, on the whole screen.
    """

    @property
    def workbench(self) -> Any: ...
    @property
    def tasks(self) -> Any: ...
    @property
    def messages(self) -> Messages: ...
    @property
    def commands(self) -> Commands: ...
    @property
    def editor(self) -> Any: ...
    @property
    def listing(self) -> Any: ...
    def width(self) -> int: ...
    def height(self) -> int: ...
    def show_panel(self, panel: str) -> Any: ...
    def hide_panel(self, panel: str) -> object: ...
    def panel_shown(self, panel: str) -> bool: ...
    def fold(self, pane: str, folded: bool | None = None) -> object: ...
    def folded(self, pane: str) -> bool: ...
    def set_focus_mode(self, on: bool) -> object: ...
    @property
    def focus_mode(self) -> bool: ...
    def open_dialog(self, dialog: QDialog) -> object: ...
    def close(self) -> bool: ...


def chosen(window: Window) -> tuple[int, ...]:
    """The stories that a command is about: the selected rows if the keyboard is in the list.

    Otherwise the story in front, and without one the selected rows. A story that was never saved
    is not among them (its number is 0).
    """
    bench = window.workbench
    rows: tuple[int, ...] = tuple(bench.selection)
    here = QApplication.focusWidget()
    if rows and here is not None and (window.listing.isAncestorOf(here) or _on_board(here)):
        return rows
    if bench.current is not None:
        return (bench.current.id,) if bench.current.id else ()
    return rows


def _on_board(widget: QWidget) -> bool:
    """Whether the keyboard is in the board, which lists stories too."""
    found: QWidget | None = widget
    while found is not None and found.objectName() != "board":
        found = found.parentWidget()
    return found is not None


def with_chosen(window: Window, act: Callable[[tuple[int, ...]], object]) -> None:
    """Call ``act`` with the chosen stories, once what is typed into them is saved."""
    ids = chosen(window)
    if ids:
        window.workbench.saved_first(ids, lambda: act(ids))
    elif window.workbench.current is not None:
        window.workbench.current.save(then=lambda article: act((article.id,)))


def on_chosen(window: Window, verb: Callable[[Desk, tuple[int, ...]], Any]) -> None:
    """Run a desk verb that changes the chosen stories."""
    with_chosen(window, lambda ids: window.tasks.change(lambda desk: verb(desk, ids)))

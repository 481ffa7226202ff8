"""The Edit menu: what is done to text wherever the caret stands, and taking an act back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from newsroom.i18n import N_, _
from newsroom.ui.actions.action import Action, When
from newsroom.ui.actions.context import Window

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

    Text = QLineEdit | QPlainTextEdit | QTextEdit

_IN_FIELDS: Mapping[str, Callable[[Text], object]] = {
    "undo": lambda text: text.undo(),
    "redo": lambda text: text.redo(),
    "cut": lambda text: text.cut(),
    "copy": lambda text: text.copy(),
    "paste": lambda text: text.paste(),
    "paste_plain": lambda text: text.paste(),  # the fields of a form are plain anyway
    "select_all": lambda text: text.selectAll(),
}


def edit(window: Window, name: str) -> None:
    """Do it where the caret stands: in the story, or in the field of a form or a search box."""
    from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

    here = QApplication.focusWidget()
    editor = window.editor
    in_editor = editor is not None and (here is None or editor.isAncestorOf(here))
    if not in_editor and isinstance(here, QLineEdit | QPlainTextEdit | QTextEdit):
        _IN_FIELDS[name](here)
    elif name == "paste" and not in_editor and _paste_files(window):
        return
    elif editor is not None:
        editor.apply(name)


def _paste_files(window: Window) -> bool:
    from newsroom.ui.dropping import paste_files

    return paste_files(window)  # type: ignore[arg-type]


def _preferences(window: Window) -> None:
    from newsroom.ui.dialogs.preferences import Preferences

    window.open_dialog(Preferences(window.workbench))


def _lists(window: Window) -> None:
    from newsroom.ui.dialogs.lists import NewsroomLists

    window.open_dialog(NewsroomLists(window.workbench))


def _stages(window: Window) -> None:
    from newsroom.ui.dialogs.stages import StagesDialog

    window.open_dialog(StagesDialog(window.workbench))


def _feeds(window: Window) -> None:
    from newsroom.ui.dialogs.feeds import FeedsDialog

    window.open_dialog(FeedsDialog(window))  # type: ignore[arg-type]


def _dictionaries(window: Window) -> None:
    from newsroom.ui.dialogs.dictionaries import Dictionaries

    window.open_dialog(Dictionaries(window.workbench.spelling))


def _turn_spelling(window: Window) -> None:
    bench = window.workbench
    bench.set_settings({"check_spelling": not bench.settings.check_spelling})


def _snippets(window: Window) -> None:
    from newsroom.ui.dialogs.snippets import SnippetsDialog

    window.open_dialog(SnippetsDialog(window.workbench))


def _insert_snippet(window: Window) -> None:
    from newsroom.ui.palette import pick, snippet_choices
    from newsroom.ui.widgets.chooser import Choice

    # The last line leads to where they are made: before the first one there is no other.
    more = Choice(_("Make or change snippets…"), lambda: _snippets(window), icon="edit")
    pick(window, _("A snippet, by its name"), [*snippet_choices(window), more])


def _row(name: str, label: str, keys: tuple[str, ...], icon: str, *, line: bool = False) -> Action:
    return Action(
        id=f"edit.{name}",
        label=label,
        menu="edit",
        keys=keys,
        icon=icon,
        line=line,
        run=lambda window: edit(window, name),
    )


def _find_row(name: str, label: str, keys: tuple[str, ...], icon: str) -> Action:
    return Action(
        id=f"edit.{name}",
        label=label,
        menu="edit",
        keys=keys,
        icon=icon,
        when=When.EDITOR,
        line=name == "find",
        run=lambda window: window.editor.apply(name),
    )


ROWS: tuple[Action, ...] = (
    _row("undo", N_("&Undo"), ("Ctrl+Z",), "undo"),
    _row("redo", N_("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo"),
    Action(
        id="edit.undo_act",
        label=N_("Take back the last &act of the desk"),
        menu="edit",
        keys=("Ctrl+Alt+Z",),
        icon="restore",
        run=lambda window: window.workbench.undo(),
    ),
    _row("cut", N_("Cu&t"), ("Ctrl+X",), "cut", line=True),
    _row("copy", N_("&Copy"), ("Ctrl+C",), "copy"),
    _row("paste", N_("&Paste"), ("Ctrl+V",), "paste"),
    _row("paste_plain", N_("Paste as plain te&xt"), ("Ctrl+Shift+V",), "paste-plain"),
    _row("select_all", N_("Select a&ll"), ("Ctrl+A",), "check"),
    _find_row("find", N_("&Find in the story…"), ("Ctrl+F",), "find"),
    _find_row("find_next", N_("Find &next"), ("F3",), "down"),
    _find_row("find_previous", N_("Find pre&vious"), ("Shift+F3",), "up"),
    _find_row("replace", N_("R&eplace in the story…"), ("Ctrl+H",), "replace"),
    Action(
        id="edit.align_table",
        label=N_("Align ta&ble"),
        menu="edit",
        icon="table",
        when=When.EDITOR,
        line=True,
        run=lambda window: window.editor.apply("align_table"),
    ),
    Action(
        id="edit.next_misspelling",
        label=N_("Next &misspelling"),
        menu="edit",
        keys=("Ctrl+;",),
        icon="down",
        when=When.EDITOR,
        line=True,
        run=lambda window: window.editor.spellcheck.go_on(),
    ),
    Action(
        id="edit.spelling",
        label=N_("Check spellin&g while typing"),
        menu="edit",
        icon="check",
        checked=lambda window: window.workbench.settings.check_spelling,
        run=_turn_spelling,
    ),
    Action(
        id="edit.dictionaries",
        label=N_("&Dictionaries…"),
        menu="edit",
        icon="edit",
        run=_dictionaries,
    ),
    Action(
        id="edit.half_space",
        label=N_("&Half space"),
        menu="edit",
        keys=("Ctrl+Shift+2",),
        icon="rule",
        when=When.EDITOR,
        run=lambda window: window.editor.apply("half_space"),
    ),
    Action(
        id="edit.insert_snippet",
        label=N_("&Insert a snippet…"),
        menu="edit",
        keys=("Ctrl+Alt+S",),
        icon="template",
        when=When.EDITOR,
        run=_insert_snippet,
    ),
    Action(
        id="edit.snippets",
        label=N_("Snippets and abbreviati&ons…"),
        menu="edit",
        icon="template",
        line=True,
        run=_snippets,
    ),
    Action(
        id="edit.lists",
        label=N_("Lists of the ne&wsroom…"),
        menu="edit",
        icon="tag",
        line=True,
        run=_lists,
    ),
    Action(
        id="edit.stages",
        label=N_("Stages of wor&k…"),
        menu="edit",
        icon="list",
        run=_stages,
    ),
    Action(
        id="edit.feeds",
        label=N_("Feeds of the wire…"),
        menu="edit",
        icon="wire",
        run=_feeds,
    ),
    Action(
        id="edit.preferences",
        label=N_("Preference&s…"),
        menu="edit",
        keys=("Ctrl+,",),
        icon="settings",
        run=_preferences,
    ),
)

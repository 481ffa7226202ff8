"""The Story menu: begin, keep, hand on, drop and close."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from newsroom.i18n import N_, _
from newsroom.news.changes import NOTHING, Done
from newsroom.news.rights import Right
from newsroom.ui.actions import desk
from newsroom.ui.actions.action import Action, When
from newsroom.ui.actions.context import Window, chosen, on_chosen, with_chosen

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk


def _template(window: Window) -> None:
    from newsroom.ui.palette import pick
    from newsroom.ui.widgets.chooser import Choice

    bench = window.workbench
    choices = [Choice(_("Empty story"), lambda: bench.new(), icon="plus")]
    for template in bench.lists.templates:
        begin = partial(bench.new, template.name)
        choices.append(Choice(template.name, begin, icon="template"))
    pick(window, _("New story from…"), choices)


def _assign(window: Window) -> None:
    from newsroom.ui.palette import pick
    from newsroom.ui.widgets.chooser import Choice

    def assign(person: int | None) -> None:
        on_chosen(window, lambda desk, ids: desk.articles.assign(ids, person))

    bench = window.workbench
    me = bench.me.id if bench.me else None
    choices = [Choice(_("Nobody"), lambda: assign(None), icon="close")]
    for person in sorted(bench.lists.staff, key=lambda entry: (entry.id != me, entry.name)):
        if person.active and not person.collective:
            note = _("That is you") if person.id == me else person.title
            choices.append(
                Choice(person.name, partial(assign, person.id), note=note, icon="person")
            )
    pick(window, _("Assign to…"), choices)


def _save(window: Window) -> None:
    # A tag or a name that still waits for Enter is meant to be saved too.
    here = QApplication.focusWidget()
    if here is not None and not (window.editor is not None and window.editor.isAncestorOf(here)):
        here.clearFocus()
        here.setFocus()
    window.workbench.current.save()


def _duplicate(window: Window) -> None:
    def act(ids: tuple[int, ...]) -> None:
        window.tasks.change(
            lambda desk: _copies(desk, ids),
            then=lambda done: window.workbench.open(done.value[-1], new_tab=True),
        )

    with_chosen(window, act)


def _copies(desk: Desk, ids: tuple[int, ...]) -> Done[tuple[int, ...]]:
    """A copy of each story; their ids in the same order."""
    made, changes = [], NOTHING
    for number in ids:
        copy = desk.articles.duplicate(number)
        made.append(copy.value.id)
        changes = changes | copy.changes
    return Done(tuple(made), changes)


def _pin(window: Window) -> None:
    on = not _pinned(window)
    with_chosen(window, lambda ids: window.tasks.change(lambda desk: desk.articles.pin(ids[0], on)))


def _pinned(window: Window) -> bool:
    story = window.workbench.current
    return story is not None and story.id in chosen(window) and story.article.pinned


def _open_tab(window: Window) -> None:
    for number in chosen(window):
        window.workbench.open(number, new_tab=True)


def _open(window: Window) -> None:
    from newsroom.ui.palette import open_palette

    open_palette(window, only="stories")


def _import(window: Window) -> None:
    from newsroom.ui.dialogs.importing import ImportDialog

    window.open_dialog(ImportDialog(window))  # type: ignore[arg-type]


ROWS: tuple[Action, ...] = (
    Action(
        id="story.new",
        label=N_("&New story"),
        menu="story",
        keys=("Ctrl+N",),
        icon="plus",
        tool=True,
        right=Right.EDIT,
        run=lambda window: window.workbench.new(),
    ),
    Action(
        id="story.template",
        label=N_("New from &template…"),
        menu="story",
        keys=("Ctrl+Shift+N",),
        icon="template",
        run=_template,
    ),
    Action(
        id="story.open",
        label=N_("&Open a story…"),
        menu="story",
        keys=("Ctrl+O", "Ctrl+P"),
        icon="story",
        run=_open,
    ),
    Action(
        id="story.open_tab",
        label=N_("Open in a tab of its o&wn"),
        menu="story",
        keys=("Ctrl+Shift+Return",),
        icon="tab",
        when=When.SAVED,
        run=_open_tab,
    ),
    Action(
        id="story.import",
        label=N_("I&mport…"),
        menu="story",
        keys=("Ctrl+Shift+L",),
        icon="import",
        right=Right.EDIT,
        run=_import,
    ),
    Action(
        id="story.save",
        label=N_("&Save"),
        menu="story",
        keys=("Ctrl+S",),
        icon="save",
        tool=True,
        when=When.STORY,
        line=True,
        run=_save,
    ),
    Action(
        id="story.duplicate",
        label=N_("&Duplicate"),
        menu="story",
        keys=("Ctrl+Shift+D",),
        icon="duplicate",
        when=When.STORIES,
        right=Right.EDIT,
        run=_duplicate,
    ),
    Action(
        id="story.send",
        label=N_("S&end to…"),
        menu="story",
        keys=("Ctrl+Return",),
        icon="send",
        tool=True,
        when=When.STORIES,
        right=Right.SEND,
        line=True,
        run=desk.send,
    ),
    Action(
        id="story.assign",
        label=N_("&Assign to…"),
        menu="story",
        keys=("Ctrl+Shift+A",),
        icon="assign",
        when=When.STORIES,
        right=Right.SEND,
        run=_assign,
    ),
    Action(
        id="story.pin",
        label=N_("P&in in Recent posts"),
        menu="story",
        icon="pin",
        when=When.STORIES,
        right=Right.PUBLISH,
        checked=_pinned,
        run=_pin,
    ),
    Action(
        id="story.spike",
        label=N_("Spi&ke"),
        menu="story",
        keys=("Ctrl+Shift+Del",),
        icon="spike",
        when=When.SAVED,
        right=Right.SEND,
        line=True,
        run=lambda window: on_chosen(window, lambda desk, ids: desk.articles.spike(ids)),
    ),
    Action(
        id="story.restore",
        label=N_("&Restore from the spike"),
        menu="story",
        icon="restore",
        when=When.SAVED,
        right=Right.SEND,
        run=lambda window: on_chosen(window, lambda desk, ids: desk.articles.restore(ids)),
    ),
    Action(
        id="story.close",
        label=N_("&Close tab"),
        menu="story",
        keys=("Ctrl+W", "Ctrl+F4"),
        icon="close",
        when=When.STORY,
        line=True,
        run=lambda window: window.workbench.close(window.workbench.current),
    ),
    Action(
        id="story.reopen",
        label=N_("Reopen the last closed ta&b"),
        menu="story",
        keys=("Ctrl+Shift+T",),
        icon="undo",
        run=lambda window: window.workbench.reopen_closed(),
    ),
    Action(
        id="story.quit",
        label=N_("&Quit"),
        menu="story",
        keys=("Ctrl+Q",),
        icon="quit",
        line=True,
        run=lambda window: window.close(),
    ),
)

"""The palette: every command, open story, person and story of the newsroom by a few letters."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtWidgets import QWidget

from newsroom.i18n import _
from newsroom.news.article import Filter, Hit
from newsroom.ui.widgets.chooser import Choice, Chooser

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.ui.actions.context import Window
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

Only = Literal["", "stories", "people", "commands"]

STORIES_FOUND = 20


def pick(window: Window, hint: str, choices: Sequence[Choice]) -> Chooser:
    """Let one of a few be chosen by name."""
    bench = window.workbench
    return Chooser(
        _widget(window), theme=bench.theme, icons=bench.icons, choices=choices, hint=hint
    )


def open_palette(window: Window, *, only: Only = "") -> Chooser:
    """Everything by name, or only stories, people or commands."""
    bench = window.workbench
    choices: list[Choice] = []
    if only in ("", "stories"):
        choices += _open_stories(window)
    if only in ("", "commands"):
        choices += _commands(window)
        choices += snippet_choices(window)
    if only in ("", "people"):
        choices += _people(window)

    def search(typed: str, palette: Chooser) -> None:
        def find(desk: Desk) -> tuple[Hit, ...]:
            return desk.search.find(typed, Filter(words=typed), limit=STORIES_FOUND)

        def found(hits: tuple[Hit, ...]) -> None:
            palette.add(typed, [_story(window, hit) for hit in hits])

        window.tasks.run(find, then=found, owner=palette, key="palette", interrupt=True)

    hints = {
        "": _("A command, a story or somebody"),
        "stories": _("A story, by any of its words"),
        "people": _("Somebody of the staff"),
        "commands": _("A command"),
    }
    return Chooser(
        _widget(window),
        theme=bench.theme,
        icons=bench.icons,
        choices=choices,
        hint=hints[only],
        more=search if only in ("", "stories") else None,
    )


def _widget(window: Window) -> QWidget:
    assert isinstance(window, QWidget)
    return window


def _open_stories(window: Window) -> list[Choice]:
    bench = window.workbench
    return [
        Choice(
            story.title,
            partial(_come_back, bench, story),
            note=_("open"),
            icon="story",
            about=f"story {story.id}" if story.id else "",
        )
        for story in bench.stories
    ]


def _come_back(bench: Workbench, story: OpenStory) -> None:
    """Bring an open story to the front, where the next key goes."""
    bench.bring_forward(story)
    bench.focus_wanted.emit()


def _commands(window: Window) -> list[Choice]:
    commands = window.commands
    commands.refresh()
    return [
        Choice(
            row.full_name,
            partial(commands.run, row.id),
            note=row.shown_keys,
            icon=row.icon,
            possible=commands.action(row.id).isEnabled(),
        )
        for row in commands.rows
        if row.id != "go.palette"
    ]


def snippet_choices(window: Window) -> list[Choice]:
    """The person's snippets, each with its abbreviation; chosen, it is put in at the caret."""
    editor = window.editor
    if editor is None:
        return []
    return [
        Choice(one.name, partial(editor.snippets.insert, one.text), note=one.short, icon="template")
        for one in window.workbench.snippets.all
        if one.name and one.text
    ]


def _people(window: Window) -> list[Choice]:
    bench = window.workbench
    return [
        Choice(
            person.name,
            partial(bench.wanted.emit, "staff", person.id),
            note=person.title,
            icon="people" if person.collective else "person",
        )
        for person in bench.lists.staff
        if person.active
    ]


def _story(window: Window, hit: Hit) -> Choice:
    bench, row = window.workbench, hit.row
    note = bench.lists.name("stages", row.stage)
    return Choice(
        row.headline or row.slug,
        lambda: bench.open(row.id, new_tab=True),  # asked for by name, it is to be written in
        note=note,
        icon="story",
        about=f"story {row.id}",
    )

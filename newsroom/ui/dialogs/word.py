"""A story to somebody as a Word document, and back: what came is taken over by its names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from newsroom.i18n import _, ngettext
from newsroom.news.changes import Changes
from newsroom.news.rights import Right
from newsroom.ui.dialogs.sheet import Sheet
from newsroom.ui.messages import Answer, Tone

if TYPE_CHECKING:
    from newsroom.desk.desk import Desk
    from newsroom.desk.word import Brought, Returned
    from newsroom.ui.actions.context import Window

SUFFIX = ".docx"
NEW = -1  # the choice of somebody whom the directory does not have yet


def send_out(window: Window, number: int) -> None:
    """Write the document where documents are looked for, at once, and say where that is.

    Nothing that lies there is replaced: it may be what somebody sent back.
    """
    folder = folder_of(window)

    def write(desk: Desk) -> Path:
        story = desk.articles.open(number)
        folder.mkdir(parents=True, exist_ok=True)
        return desk.word.save_as(number, free(folder / f"{story.slug}-v{story.version}{SUFFIX}"))

    _run(window, number, write)


def send_elsewhere(window: Window, number: int, first: Path) -> None:
    """Ask where the document goes, beginning at ``first``, and write it there."""
    dialog = QFileDialog(window if isinstance(window, QWidget) else None,
                         _("Save the story as a Word document"))  # fmt: skip
    dialog.setObjectName("word_out")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters([_("Word documents (*.docx)")])
    dialog.setDefaultSuffix(SUFFIX.lstrip("."))
    dialog.setDirectory(str(first.parent))
    dialog.selectFile(first.name)

    def chosen(name: str) -> None:
        path = Path(name)
        window.workbench.set_settings({"word_folder": str(path.parent)})
        _run(window, number, lambda desk: desk.word.save_as(number, path))

    dialog.fileSelected.connect(chosen)
    window.open_dialog(dialog)


def folder_of(window: Window) -> Path:
    """Where documents go: as the last time, else where the system keeps what is downloaded."""
    if kept := window.workbench.settings.word_folder:
        return Path(kept)
    places = QStandardPaths.StandardLocation
    return Path(
        QStandardPaths.writableLocation(places.DownloadLocation)
        or QStandardPaths.writableLocation(places.HomeLocation)
    )


def free(path: Path) -> Path:
    """The path, or one beside it by number where something has that name."""
    number, made = 1, path
    while made.exists():
        number += 1
        made = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return made


def _run(window: Window, number: int, write: Callable[[Desk], Path]) -> None:
    from newsroom.ui.pages import show

    def written(to: Path) -> None:
        window.messages.say(
            _("{path} holds the story with its comments and suggestions.").format(path=to),
            Answer(_("Open the folder"), lambda: show(to.parent, window.messages)),
            Answer(_("Save it elsewhere…"), lambda: send_elsewhere(window, number, to)),
            key="word",
        )

    window.tasks.run(write, then=written)


def take_back(window: Window) -> None:
    """Ask for the document that came back, and take it over."""
    dialog = QFileDialog(window if isinstance(window, QWidget) else None,
                         _("Take back a Word document"))  # fmt: skip
    dialog.setObjectName("word_back")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setDirectory(str(folder_of(window)))
    dialog.setNameFilters([_("Word documents (*.docx)")])
    dialog.fileSelected.connect(lambda name: take(window, Path(name)))
    window.open_dialog(dialog)


def take(window: Window, path: Path) -> None:
    """Read it; where all names in it are known it is taken at once, else who they are is asked."""

    def looked(returned: Returned) -> None:
        if returned.nothing:
            window.messages.say(
                _("Nothing in {name} is new to “{slug}”.").format(
                    name=path.name, slug=returned.slug
                ),
                key="word",
            )
        elif all(one.person is not None for one in returned.people):
            _take(window, returned, {})
        else:
            window.open_dialog(TakeBackSheet(window, returned))

    window.tasks.run(lambda desk: desk.word.look(path), then=looked)


def _take(
    window: Window, returned: Returned, who: dict[str, int], new: tuple[str, ...] = ()
) -> None:
    def taken(changes: Changes) -> None:
        names = ", ".join(one.name for one in returned.people)
        window.messages.say(
            _("{what} from {names} came back to “{slug}”.").format(
                what=what(returned.people), names=names, slug=returned.slug
            ),
            Answer(_("Look at them"), lambda: _look(window, returned)),
            tone=Tone.CAUTION if returned.notes else Tone.NOTE,
            key="word",
        )

    window.tasks.change(
        lambda desk: replace(desk.word.take(returned, who, new=new), label=""),
        then=taken,
        failed=window.messages.fault,
    )


def _look(window: Window, returned: Returned) -> None:
    window.workbench.open(returned.article, new_tab=True)
    changed = any(one.changes for one in returned.people)
    window.show_panel("suggestions" if changed else "comments")


def what(people: tuple[Brought, ...]) -> str:
    """How many changes and comments, in words."""
    changes = sum(one.changes for one in people)
    remarks = sum(one.remarks for one in people)
    changed = ngettext("{n} change", "{n} changes", changes).format(n=changes)
    talk = ngettext("{n} comment", "{n} comments", remarks).format(n=remarks)
    if changes and remarks:
        return _("{changes} and {comments}").format(changes=changed, comments=talk)
    return changed if changes else talk


class TakeBackSheet(Sheet):
    """Says what came, and asks who the people are whom nobody here knows by that name."""

    def __init__(self, window: Window, returned: Returned) -> None:
        super().__init__("take_back", _("Take back “{slug}”").format(slug=returned.slug))
        self._window = window
        self._returned = returned
        self.who: dict[str, QComboBox] = {}
        for one in returned.people:
            if one.person is not None:
                self.words(f"{one.name}: {what((one,))}")
                continue
            box = QComboBox(self)
            if Right.MANAGE_STAFF not in window.workbench.refusals:
                box.addItem(
                    _("Somebody new: {name} comes into the staff directory").format(name=one.name),
                    NEW,
                )
            box.addItem(_("Nobody here: it goes under my name"), 0)
            for person in window.workbench.lists.staff:
                box.addItem(person.name, person.id)
            self.add(
                box,
                _("Who is {name}? ({what})").format(name=one.name, what=what((one,))),
            )
            self.who[one.name] = box
        for note in returned.notes:
            self.words(note)
        self.button(_("Cancel"), self.reject, name="cancel")
        self.go = self.button(_("Take it over"), self._go, name="go", primary=True)
        self.finish()

    def _go(self) -> None:
        chosen = {name: int(box.currentData()) for name, box in self.who.items()}
        _take(
            self._window,
            self._returned,
            {name: person for name, person in chosen.items() if person > 0},
            tuple(name for name, person in chosen.items() if person == NEW),
        )
        self.accept()

"""Files dropped on the window or copied in a file manager and pasted: stories are imported, a Word
document that comes back is taken over, and in the text of an open story the text of a file stands
where it was let go or where the caret stands, a picture as a figure."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.ui.letgo import take_copy
from newsroom.ui.storyfiles import is_picture, local_files, may_hold_stories, story_files

if TYPE_CHECKING:
    from datetime import tzinfo

    from newsroom.desk.desk import Desk
    from newsroom.desk.inserting import Inserted
    from newsroom.news.changes import Changes
    from newsroom.ui.editor.rich import RichView
    from newsroom.ui.editor.source import SourceView
    from newsroom.ui.window import Window

    View = RichView | SourceView

WORD = ".docx"
MOST_TEXTS = 20  # files whose text is put into one story, and pictures
KEY = "drop"


class Dropping(QObject):
    """Takes what nothing inside the window wanted: a place that takes drops itself comes first."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        # No filter: every key and paint that comes to the window would go through it.
        window.dropping = self.dragged

    def dragged(self, event: QDropEvent) -> None:
        """Let files in, and take them when they are let go."""
        data = event.mimeData()
        found = story_files(data)
        if not found:
            return
        take_copy(event)
        if event.type() != QEvent.Type.Drop:
            return
        at = event.position().toPoint()
        view = self._text_at(at)
        if view is None:
            self.take(local_files(data))
            return
        place = view.cursorForPosition(view.viewport().mapFrom(self._window, at))
        if not view.isReadOnly():
            view.setTextCursor(place)
        self.take(local_files(data), view)

    def _text_at(self, at: QPoint) -> View | None:
        """The story's text that lies there."""
        editor, hit = self._window.editor, self._window.childAt(at)
        if editor is None or hit is None:
            return None
        view: View = editor.view
        return view if hit is view or view.isAncestorOf(hit) else None

    def take(self, paths: Sequence[Path], at: QWidget | None = None) -> None:
        """Documents that come back go to their stories. The rest, where ``at`` is the text of the
        story in front, comes in at its caret, pictures as figures; else it is imported."""
        editor = self._window.editor
        view: View | None = editor.view if editor is not None and at is editor.view else None
        pictures = [path for path in paths if is_picture(path)]
        stories = [path for path in paths if may_hold_stories(path)]
        if not stories and (view is None or not pictures):
            self._window.messages.say(_why_not(paths, pictures=bool(pictures)), key=KEY)
            return
        if editor is not None and view is not None and pictures and self._can_write(view):
            for path in pictures[:MOST_TEXTS]:
                editor.commands.inserts.take_picture(path, path.name)
        elif pictures and view is None:
            self._window.messages.say(_why_not(paths, pictures=True), key=KEY)
        self._take_stories(stories, view)

    def _take_stories(self, paths: Sequence[Path], view: View | None) -> None:
        documents = [path for path in paths if path.suffix.lower() == WORD]

        def sort(desk: Desk) -> frozenset[Path]:
            return frozenset(path for path in documents if _comes_back(desk, path))

        def sorted_out(back: frozenset[Path]) -> None:
            from newsroom.ui.dialogs.word import take

            for path in documents:
                if path in back:
                    take(self._window, path)
            rest = tuple(path for path in paths if path not in back)
            if rest and view is not None and not any(path.is_dir() for path in rest):
                self._insert(rest, view)
            elif rest:
                from newsroom.ui.dialogs.importing import ImportDialog

                self._window.open_dialog(ImportDialog(self._window, rest))

        if documents:
            self._window.tasks.run(sort, then=sorted_out, owner=self)
        else:
            sorted_out(frozenset())

    # Into a story.

    def _can_write(self, view: View) -> bool:
        if view.isReadOnly():
            self._window.messages.say(_("This story can't be written in at the moment."), key=KEY)
        return not view.isReadOnly()

    def _insert(self, paths: Sequence[Path], view: View) -> None:
        tasks, editor = self._window.tasks, self._window.editor
        if editor is None or not self._can_write(view):
            return
        put = editor.pasting.incoming.waiting(view)
        wanted = tuple(paths[:MOST_TEXTS])

        def came(texts: tuple[Inserted, ...]) -> None:
            tasks.change(
                lambda desk: _kept(desk, texts), then=lambda _done: kept(texts), owner=view
            )

        def kept(texts: tuple[Inserted, ...]) -> None:
            put("\n\n".join(one.markdown.strip("\n") for one in texts))
            view.setFocus()
            if notes := [note for one in texts for note in one.notes]:
                self._window.messages.say(" ".join(notes), key=KEY)

        def failed(error: NewsroomError) -> None:
            self._window.messages.fault(error, key=KEY)

        def read(zone: tzinfo) -> None:
            tasks.background(lambda: _texts(wanted, zone), then=came, failed=failed, owner=view)

        tasks.run(lambda desk: desk.zone(), then=read, failed=failed, owner=view)


def dropping(window: Window) -> Dropping:
    """The window's own; it is made when it is first wanted."""
    found = window.findChild(Dropping)
    return found if isinstance(found, Dropping) else Dropping(window)


def paste_files(window: Window) -> bool:
    """Take in stories that were copied in a file manager, as if they were dropped on the list.
    False where none are on the clipboard."""
    data = QApplication.clipboard().mimeData()
    found = story_files(data) if data is not None else ()
    if found:
        dropping(window).take(found)
    return bool(found)


def _why_not(paths: Sequence[Path], *, pictures: bool) -> str:
    if pictures:
        return _("A picture is pasted into the text of a story.")
    words = _("{name} is no picture and no file of a story; nothing was pasted.")
    return words.format(name=paths[0].name if paths else "")


def _texts(paths: tuple[Path, ...], zone: tzinfo) -> tuple[Inserted, ...]:
    from newsroom.desk.inserting import text_of

    return tuple(text_of(path, zone) for path in paths)


def _kept(desk: Desk, texts: tuple[Inserted, ...]) -> Changes:
    """The pictures that come along, in the media folder."""
    from newsroom.news.changes import NOTHING

    changes = NOTHING
    for one in texts:
        for picture in one.media:
            changes |= desk.intake.picture(picture.data, picture.filename).changes
    return changes


def _comes_back(desk: Desk, path: Path) -> bool:
    """Whether a document says which story of ours it is."""
    try:
        desk.word.look(path)
    except NewsroomError:
        return False
    return True

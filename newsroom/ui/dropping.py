"""Files dropped on the window: stories are imported, a Word document that comes back is taken
over, and on the text of an open story the text of a file stands where it was let go."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from newsroom.i18n import _
from newsroom.news.errors import NewsroomError
from newsroom.ui.storyfiles import story_files

if TYPE_CHECKING:
    from datetime import tzinfo

    from newsroom.desk.desk import Desk
    from newsroom.desk.inserting import Inserted
    from newsroom.news.changes import Changes
    from newsroom.ui.window import Window

WORD = ".docx"
MOST_TEXTS = 20  # files whose text is put into one story
KEY = "drop"


class Dropping(QObject):
    """Takes what nothing inside the window wanted: a place that takes drops itself comes first."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        # No filter: every key and paint that comes to the window would go through it.
        window.dropping = self._dragged

    def _dragged(self, event: QDropEvent) -> None:
        """Let files in, and take them when they are let go."""
        found = story_files(event.mimeData())
        if not found:
            return
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.take(found, self._text_at(event.position().toPoint()))

    def _text_at(self, at: QPoint) -> tuple[QWidget, QPoint] | None:
        """The story's text that lies there, and the place in it."""
        editor, hit = self._window.editor, self._window.childAt(at)
        if editor is None or hit is None:
            return None
        view = editor.view
        if hit is view or view.isAncestorOf(hit):
            return (view, view.viewport().mapFrom(self._window, at))
        return None

    def take(self, paths: tuple[Path, ...], text: tuple[QWidget, QPoint] | None = None) -> None:
        """Documents that come back go to their stories; the rest into the text, or the import."""
        documents = [path for path in paths if path.suffix.lower() == WORD]

        def sort(desk: Desk) -> frozenset[Path]:
            return frozenset(path for path in documents if _comes_back(desk, path))

        def sorted_out(back: frozenset[Path]) -> None:
            from newsroom.ui.dialogs.word import take

            for path in documents:
                if path in back:
                    take(self._window, path)
            rest = tuple(path for path in paths if path not in back)
            if rest and text is not None and not any(path.is_dir() for path in rest):
                self._insert(rest, *text)
            elif rest:
                from newsroom.ui.dialogs.importing import ImportDialog

                self._window.open_dialog(ImportDialog(self._window, rest))

        if documents:
            self._window.tasks.run(sort, then=sorted_out, owner=self)
        else:
            sorted_out(frozenset())

    # Into a story.

    def _insert(self, paths: Iterable[Path], view: QWidget, at: QPoint) -> None:
        assert isinstance(view, (QTextEdit, QPlainTextEdit))
        tasks = self._window.tasks
        if view.isReadOnly():
            self._window.messages.say(_("This story can't be written in at the moment."), key=KEY)
            return
        view.setTextCursor(view.cursorForPosition(at))
        wanted = tuple(paths)[:MOST_TEXTS]

        def came(texts: tuple[Inserted, ...]) -> None:
            tasks.change(lambda desk: _kept(desk, texts), then=lambda _done: put(texts), owner=view)

        def put(texts: tuple[Inserted, ...]) -> None:
            from newsroom.ui.editor.paste import MIME

            markdown = "\n\n".join(one.markdown.strip("\n") for one in texts)
            data = QMimeData()
            data.setData(MIME, markdown.encode("utf-8", "surrogatepass"))
            data.setText(markdown)
            view.insertFromMimeData(data)
            view.setFocus()
            if notes := [note for one in texts for note in one.notes]:
                self._window.messages.say(" ".join(notes), key=KEY)

        def failed(error: NewsroomError) -> None:
            self._window.messages.fault(error, key=KEY)

        def read(zone: tzinfo) -> None:
            tasks.background(lambda: _texts(wanted, zone), then=came, failed=failed, owner=view)

        tasks.run(lambda desk: desk.zone(), then=read, failed=failed, owner=view)


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

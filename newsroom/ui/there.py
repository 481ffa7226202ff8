"""Takes somebody to a place of a story: a field, words in it, a comment, a set of suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor

from newsroom.news.gate import Where

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window

SUGGESTIONS = "suggestions"
"""The panel that shows suggestion sets."""
_KEEP = QTextCursor.MoveMode.KeepAnchor


def go_there(window: Window, article: int, where: Where) -> None:
    """Open the story, if it is not, and show the place; one that is gone shows its field."""
    bench = window.workbench
    front = bench.current
    if front is not None and front.id == article and window.editor is not None:
        _show(window, where)
        return

    def came(story: object) -> None:
        if story is not None and getattr(story, "id", 0) == article:
            bench.current_changed.disconnect(came)
            # A turn later: a story that is opened has the keyboard first.
            QTimer.singleShot(0, bench, lambda: _show(window, where))

    bench.current_changed.connect(came)
    bench.open(article, new_tab=True)


def _show(window: Window, where: Where) -> None:
    bench = window.workbench
    if where.thread is not None:
        bench.wanted.emit("comments", where.thread)
        return
    if where.suggestion is not None and f"view.{SUGGESTIONS}" in window.commands.names:
        bench.wanted.emit(SUGGESTIONS, where.suggestion)
        return
    editor = window.editor
    if editor is None or not where.field:
        return
    if where.field == "body":
        show_body(editor, where.start, where.end)
    elif where.field in editor.titles.fields:
        field = editor.titles.fields[where.field]
        editor.focus_title(where.field)
        if where.start is not None:
            field.choose(where.start, where.end)
            editor.show_text(field)
    else:
        panel = window.show_panel("inspector")
        panel.form.focus(where.field)


def show_body(editor: Any, start: int | None, end: int | None) -> None:
    """Select these characters of the Markdown in the view on top, or put the caret there."""
    if start is None:
        editor.focus_body(start=True)
        return
    view = editor.view
    cursor = view.textCursor()
    cursor.setPosition(editor.body.position(start))
    if end is not None:
        cursor.setPosition(editor.body.position(end), _KEEP)
    view.setTextCursor(cursor)
    view.ensureCursorVisible()
    editor.focus_body()

"""Where the caret stood: kept with the session, found again at the next start."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QTextCursor

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.story import OpenStory


class Whereabouts:
    """The caret's place in one pane."""

    def __init__(self, pane: EditorPane) -> None:
        self._pane = pane
        self._awaited: dict[str, Any] | None = None  # where the caret goes once all is there

    def state(self) -> dict[str, Any]:
        """View, caret, scroll and title field as plain JSON, for ``restore``."""
        if self._awaited is not None:
            return self._awaited
        pane = self._pane
        cursor = pane.view.textCursor()
        field = pane.titles.focused()
        return {
            "source": pane.body.as_source,
            "anchor": cursor.anchor(),
            "caret": cursor.position(),
            "scroll": pane.page.bar.value(),
            "title": field.name if field is not None else "",
        }

    def forget(self) -> None:
        """Another story comes into the pane."""
        self._awaited = None

    def filled(self) -> None:
        """The whole of a long story stands there: the caret goes where it was kept."""
        state, self._awaited = self._awaited, None
        if state is not None and not self._pane.view.textCursor().position():
            self.restore(state)

    def restore(self, state: Mapping[str, Any]) -> None:
        """Put the caret where ``state`` said; what does not fit any more is passed over."""
        if not isinstance(state, Mapping):
            return
        pane = self._pane
        if bool(state.get("source")) != pane.body.as_source:
            pane.toggle_view()
        view = pane.view
        last = view.document().characterCount() - 1
        anchor, caret = state.get("anchor", 0), state.get("caret", 0)
        if isinstance(anchor, int) and isinstance(caret, int):
            if pane.body.filling.running and max(anchor, caret) > last:
                self._awaited = dict(state)  # the place is not there yet
                return
            cursor = view.textCursor()
            cursor.setPosition(max(0, min(anchor, last)))
            cursor.setPosition(max(0, min(caret, last)), QTextCursor.MoveMode.KeepAnchor)
            view.setTextCursor(cursor)
        scroll = state.get("scroll", 0)
        if isinstance(scroll, int):
            # The page is not laid out before it is shown.
            story = pane.story
            QTimer.singleShot(0, pane, lambda: self._scroll(story, scroll))

    def _scroll(self, story: OpenStory, place: int) -> None:
        if self._pane.story is story:
            self._pane.page.scroll_to(place)

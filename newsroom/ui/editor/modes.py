"""Ways of writing: all faded but the paragraph or sentence, and the line kept at one height."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QTextEdit

from newsroom.ui.editor.page import Page
from newsroom.ui.editor.veil import Veil

if TYPE_CHECKING:
    from newsroom.ui.editor.pane import EditorPane

_HEIGHT: Final = 0.45
"""Of the page's height: where the typewriter keeps its line. The eye rests above the middle."""


class Modes(QObject):
    """Keeps one pane as the settings ask. Nothing is connected for what is off."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self._veil: Veil | None = None
        self._view: QTextEdit | None = None  # the one that is followed
        self._given = -1  # the range of its bar as we set it
        self._busy = False

    def settle(self) -> None:
        """Be as the settings, the view on top and the keyboard's place ask now."""
        settings = self._pane.workbench.settings
        wanted = self._pane.view if settings.focus or settings.typewriter else None
        if self._view is not wanted:
            self._leave()
            self._view = wanted
            if wanted is not None:
                self._follow(wanted)
        self._fade(settings.focus)
        if self._view is not None:
            self._make_room()
            self._moved()

    def story_taken(self) -> None:
        """Another story stands in the pane: its caret is followed."""
        self.settle()

    def recolour(self) -> None:
        """The theme has other colours."""
        if self._veil is not None:
            self._veil.recolour(self._pane.workbench.theme.token("paper"))

    # Following.

    def _follow(self, view: QTextEdit) -> None:
        view.cursorPositionChanged.connect(self._moved)
        view.selectionChanged.connect(self._moved)
        view.verticalScrollBar().valueChanged.connect(self._scrolled)
        view.verticalScrollBar().rangeChanged.connect(self._ranged)
        view.installEventFilter(self)

    def _leave(self) -> None:
        view = self._view
        if view is None:
            return
        view.cursorPositionChanged.disconnect(self._moved)
        view.selectionChanged.disconnect(self._moved)
        view.verticalScrollBar().valueChanged.disconnect(self._scrolled)
        view.verticalScrollBar().rangeChanged.disconnect(self._ranged)
        view.removeEventFilter(self)
        self._take_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The view moved on the page, or is of another size."""
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._make_room()
            self._scrolled()
        return False

    def _moved(self) -> None:
        if self._pane.workbench.settings.typewriter:
            self._centre()
        self._scrolled()

    def _scrolled(self) -> None:
        if self._veil is not None:
            self._veil.follow()

    # Fading.

    def _fade(self, unit: str) -> None:
        if not unit or self._pane.is_beside:
            if self._veil is not None:
                self._veil.hide()
            return
        page = self._pane.page
        if self._veil is None:
            self._veil = Veil(page, self._pane.workbench.theme.token("paper"))
            page.bar.raise_()
        self._veil.show()
        self._veil.watch(self._pane.titles.focused() or self._pane.view)
        page.bar.raise_()
        self._veil.set_unit(unit)

    # The typewriter.

    def _centre(self) -> None:
        """Scroll the page so that the caret's line stands where it always does."""
        view = self._view
        page = view.parentWidget() if view is not None else None
        if view is None or not isinstance(page, Page) or self._busy or not view.isVisible():
            return
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            return  # the text must not move away under the mouse
        self._busy = True
        try:
            self._make_room()
            line = view.mapTo(page, view.viewport().mapTo(view, view.cursorRect().center()))
            off = line.y() - round(page.height() * _HEIGHT)
            if off:
                page.scroll_to(max(0, page.bar.value() + off))
        finally:
            self._busy = False

    def _room(self) -> int:
        page = self._view.parentWidget() if self._view is not None else None
        return round((page or self._pane.page).height() * (1 - _HEIGHT))

    def _make_room(self) -> None:
        """Let the page scroll on below the last line, so that this can stand in the middle too."""
        view = self._view
        if view is None:
            return
        bar = view.verticalScrollBar()
        if not self._pane.workbench.settings.typewriter:
            self._take_room()
            return
        natural = max(0, round(view.document().size().height()) - view.viewport().height())
        wanted = natural + self._room()
        if bar.maximum() != wanted:
            self._given = wanted
            bar.setMaximum(wanted)

    def _take_room(self) -> None:
        if self._given >= 0 and self._view is not None:
            self._given = -1
            view = self._view
            high = max(0, round(view.document().size().height()) - view.viewport().height())
            view.verticalScrollBar().setMaximum(high)

    def _ranged(self, _low: int, high: int) -> None:
        """Qt set the range by the text's height: the room below is given anew."""
        if high != self._given and self._pane.workbench.settings.typewriter and not self._busy:
            self._centre()

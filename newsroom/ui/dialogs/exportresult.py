"""The right side of the export: the story as its file will be, or a line why there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _
from newsroom.ui.dialogs.exportseen import Look, Seen, told_size
from newsroom.ui.widgets.engine import page_view, started

if TYPE_CHECKING:
    from newsroom.ui.actions.context import Window
    from newsroom.ui.widgets.webpage import PageView

FILE = "export.html"  # in the folder of pages; the preview's own page may be up beside it
WAIT_MS = 250  # of making a file, after which the one before it is taken away
ENGINE_MS = 500
"""Milliseconds before the engine is loaded. Its start holds the window, once; who exports by two
keys is gone by then and never waits for it."""
PAGE_WIDTH = 820  # CSS pixels: a page as on a tablet, with room for all that is on it
SMALLEST_ZOOM = 0.25  # Chromium's own limit
LEAST_WIDTH, LEAST_HEIGHT = 380, 260  # pixels


class ExportResult(QWidget):
    """Shows one result after another. Nothing here makes any: it is handed over."""

    shown = Signal()  # what was handed over stands there, and a page is loaded

    def __init__(self, window: Window, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._view: PageView | None = None
        self._missing = False
        self._seen = Seen(look=Look.NOTHING)
        self.head = QLabel(self)
        self.head.setProperty("role", "label")
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.line = QLabel(self)
        self.line.setProperty("role", "caption")
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setWordWrap(True)
        self.line.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.line.setAccessibleName(_("The result"))
        self._said = _card(self.line, 32)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("export.text")
        self.text.setProperty("role", "field")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.text.setFont(_typewriter(window.workbench.theme.font("mono")))
        self.text.setAccessibleName(_("The file as it will be written"))
        self._ground = QWidget(self)
        self._ground.installEventFilter(self)
        self.stack = QStackedWidget(self)
        self._page = _card(self._ground, 1)  # within its hairline
        for page in (self._said, self.text, self._page):
            self.stack.addWidget(page)
        self.rest = QLabel(_("The rest is left out here; the file holds all of it."), self)
        self.notes = QLabel(self)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setAccessibleName(_("What was left out"))
        for label in (self.rest, self.notes):
            label.setProperty("role", "caption")
            label.setWordWrap(True)
            label.hide()
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.stack, 1)
        layout.addWidget(self.rest)
        layout.addWidget(self.notes)
        self._waiting = self._timer(WAIT_MS, lambda: self._put(_("Making it…")))
        self._engine = self._timer(ENGINE_MS, self._load)

    def _timer(self, after: int, what: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(after)
        timer.timeout.connect(what)
        return timer

    def wait(self) -> None:
        """Another one is being made; what is shown stays for a moment, so that nothing flickers."""
        self._engine.stop()
        self._waiting.start()

    def say(self, words: str) -> None:
        """A line in the place of a result."""
        self._put(words)
        self.shown.emit()

    def _put(self, words: str) -> None:
        self._waiting.stop()
        self._engine.stop()
        self._seen = Seen(look=Look.NOTHING)
        self.head.setText("")
        self.rest.hide()
        self.notes.hide()
        self.line.setText(words)
        self.stack.setCurrentWidget(self._said)

    def show_result(self, result: Seen) -> None:
        """The file that would be written."""
        self._waiting.stop()
        self._engine.stop()
        self._seen = result
        size = told_size(result.size)
        self.head.setText(_("{name}, {size}").format(name=result.name, size=size))
        self.notes.setText("\n".join(result.notes))
        self.notes.setVisible(bool(result.notes))
        self.rest.setVisible(result.look is Look.TEXT and result.cut)
        if result.look is Look.PAGE and not self._missing:
            self._show_page()
        elif result.look is Look.FILE:
            self.line.setText(
                _("This kind of file can't be shown here. Look at it once it is exported.")
            )
            self.stack.setCurrentWidget(self._said)
            self.shown.emit()
        else:
            self._show_text()

    def _show_text(self) -> None:
        self.rest.setVisible(self._seen.cut)
        self.text.setPlainText(self._seen.text)
        self.stack.setCurrentWidget(self.text)
        self.shown.emit()

    # The page, in the engine.

    def _show_page(self) -> None:
        if self._view is not None:
            self.stack.setCurrentWidget(self._page)
            self._view.show_page(self._seen.page)
            return
        self.line.setText(_("Making it…"))
        self.stack.setCurrentWidget(self._said)
        self._engine.start(0 if started() else ENGINE_MS)

    def _load(self) -> None:
        self._view = page_view(self._ground, FILE)
        if self._view is None:
            self._missing = True
            self._show_text()
            return
        self._view.call_it(_("The page as it will be written"))
        self._view.link_wanted.connect(
            lambda address: self._window.messages.say(
                _("This link leads to {address}.").format(address=address.toDisplayString()),
                key="preview link",
            )
        )
        self._view.shown.connect(self.shown)
        self._fit()
        self._show_page()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The page keeps its width and is scaled to the room there is."""
        if watched is self._ground and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        if self._view is not None:
            self._view.setGeometry(self._ground.rect())
            zoom = self._ground.width() / PAGE_WIDTH
            self._view.setZoomFactor(max(SMALLEST_ZOOM, min(1.0, zoom)))


def headed(words: str, inside: QWidget) -> QWidget:
    """What stands there instead of a result, in the same frame with a line above."""
    whole = QWidget()
    head = QLabel(words)
    head.setProperty("role", "label")
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(4)
    layout.addWidget(head)
    layout.addWidget(_card(inside, 1), 1)
    return whole


def _card(inside: QWidget, margin: int) -> QFrame:
    """A frame around one part, that far from it (pixels)."""
    card = QFrame()
    card.setProperty("role", "card")
    around = QVBoxLayout(card)
    around.setContentsMargins(margin, margin, margin, margin)
    around.addWidget(inside)
    return card


def _typewriter(font: QFont) -> QFont:
    """The face by its own name: the system's word for it may be an alias that finds no font."""
    own = QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)).family()
    font.setFamilies([own, *font.families()])
    return font

"""One story in a real editor in a shown window, and a hand on the keys."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from newsroom.news.article import Article
from newsroom.settings import Settings
from newsroom.ui.actions import ACTIONS
from newsroom.ui.editor.pane import EditorPane
from newsroom.ui.editor.rich import RichView
from newsroom.ui.editor.source import SourceView
from newsroom.ui.icons import Icons
from newsroom.ui.loading import MARKDOWN, load
from newsroom.ui.messages import Messages
from newsroom.ui.story import OpenStory
from newsroom.ui.tasks import Tasks
from newsroom.ui.theme import Theme
from newsroom.ui.workbench import Workbench
from tests.ui.fakes import NOON, FakeDesk

_MENUS = ("edit", "format", "insert")
_LETTERS = QTextCursor.MoveMode.KeepAnchor
PATIENCE_MS = 60_000  # a long walk is the last in line on a busy machine


@pytest.fixture(scope="session", autouse=True)
def _long_lived(qapp: QApplication) -> Iterator[None]:
    """What is imported now stays; to look through it after every test takes most of the time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="session")
def theme(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Theme]:
    made = Theme(qapp, choice="light", cache=tmp_path_factory.mktemp("look"))
    yield made
    made.deleteLater()


@pytest.fixture(scope="session")
def icons(theme: Theme, tmp_path_factory: pytest.TempPathFactory) -> Icons:
    return Icons(theme, cache=tmp_path_factory.mktemp("icons"))


@pytest.fixture
def fake_bench(
    qapp: QApplication, fake_desk: FakeDesk, theme: Theme, icons: Icons, tmp_path: Path
) -> Iterator[Workbench]:
    """As in tests.ui.conftest, but the icons are drawn once."""
    tasks = Tasks(lambda: fake_desk)  # type: ignore[arg-type, return-value]
    made = Workbench(
        tasks=tasks,
        settings=Settings(),
        theme=theme,
        icons=icons,
        messages=Messages(),
        clock=lambda: NOON,
        settings_folder=tmp_path / "config",
    )
    tasks.start()
    assert tasks.wait_idle()
    yield made
    made.leave()
    tasks.stop()


class Stand(QMainWindow):
    """As much of a window as the commands of the Edit, Format and Insert menus ask for."""

    def __init__(self, pane: EditorPane) -> None:
        super().__init__()
        self.workbench = pane.workbench
        self.editor = pane
        self.setCentralWidget(pane)
        for row in ACTIONS:
            if row.menu in _MENUS or row.id == "view.source":
                action = QAction(row.label, self)
                action.setShortcuts([QKeySequence(key) for key in row.keys])
                action.triggered.connect(lambda _on=False, row=row: row.run(self))
                self.addAction(action)


class Hand:
    """Keys on one story, and what stands there afterwards."""

    def __init__(self, pane: EditorPane, window: QMainWindow) -> None:
        self.pane = pane
        self.window = window
        self.story = pane.story

    # What stands there.

    @property
    def view(self) -> RichView | SourceView:
        return self.pane.view

    @property
    def rich(self) -> RichView:
        return self.pane.rich

    @property
    def text(self) -> str:
        """The body, as the story would be saved now."""
        return str(self.story.get("body"))

    @property
    def shown(self) -> str:
        """The words of the view on top, a line a block."""
        return self.view.document().toRawText().replace("\u2029", "\n")

    @property
    def cursor(self) -> QTextCursor:
        return self.view.textCursor()

    @property
    def chosen(self) -> str:
        """The selected words."""
        return self.cursor.selectedText().replace("\u2029", "\n")

    @property
    def around(self) -> str:
        """The caret's block with the caret drawn into it."""
        block, at = self.cursor.block(), self.cursor.positionInBlock()
        raw = block.text().encode("utf-16-le")
        return raw[: 2 * at].decode("utf-16-le") + "¦" + raw[2 * at :].decode("utf-16-le")

    @property
    def on(self) -> frozenset[str]:
        """The formats that the toolbar shows as on."""
        return self.pane.commands.state().on

    @property
    def style(self) -> str:
        return self.pane.commands.state().style

    # The caret.

    def caret(self, words: str, *, after: bool = True, nth: int = 0) -> None:
        """Put the caret behind ``words``, or before them."""
        low, high = self._find(words, nth)
        self._put(high if after else low, high if after else low)

    def select(self, first: str, last: str | None = None, *, nth: int = 0) -> None:
        """Select ``first``, or everything from it to ``last``."""
        low, high = self._find(first, nth)
        if last is not None:
            high = self._find(last, 0, behind=low)[1]
        self._put(low, high)

    def end(self) -> None:
        """Put the caret at the very end."""
        last = self.view.document().characterCount() - 1
        self._put(last, last)

    def _find(self, words: str, nth: int, *, behind: int = 0) -> tuple[int, int]:
        raw = self.view.document().toRawText()
        words = words.replace("\n", "\u2029")
        at = len(raw.encode("utf-16-le")[: 2 * behind].decode("utf-16-le")) - 1
        for _ in range(nth + 1):
            at = raw.index(words, at + 1)
        units = len(raw[:at].encode("utf-16-le")) // 2
        return units, units + len(words.encode("utf-16-le")) // 2

    def _put(self, anchor: int, caret: int) -> None:
        self.view.setFocus()
        self.view.drop_chosen() if isinstance(self.view, RichView) else None
        cursor = self.view.textCursor()
        cursor.setPosition(anchor)
        cursor.setPosition(caret, _LETTERS)
        self.view.setTextCursor(cursor)

    # The keys.

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.view

    def key(self, *keys: str) -> None:
        """Press keys, one after the other ("Ctrl+B", "Tab")."""
        for key in keys:
            if key == "Shift+Tab":  # what a keyboard sends for it
                QTest.keyClick(self.focus, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
            else:
                QTest.keySequence(self.focus, QKeySequence(key))

    def type(self, words: str) -> None:
        """Type; a line break is Enter."""
        for letter in words:
            if letter == "\n":
                QTest.keyClick(self.focus, Qt.Key.Key_Return)
            elif letter.isascii():
                QTest.keyClick(self.focus, letter)
            else:  # QTest knows only the keys of an American keyboard
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(self.focus, event)

    def apply(self, name: str) -> bool:
        return self.pane.apply(name)

    def toggle(self) -> None:
        """The other view. What is typed next is meant for it: its modules are there first."""
        load(MARKDOWN)
        self.key("Ctrl+/")

    def undo_all(self) -> None:
        """Ctrl+Z until nothing is left to undo in the view on top."""
        for _ in range(500):
            if not self.view.document().isUndoAvailable():
                return
            self.key("Ctrl+Z")
        raise AssertionError("undo has no end")

    def redo_all(self) -> None:
        for _ in range(500):
            if not self.view.document().isRedoAvailable():
                return
            self.key("Ctrl+Shift+Z")
        raise AssertionError("redo has no end")

    # The clipboard.

    def paste(
        self, text: str | None = None, *, html: str | None = None, key: str = "Ctrl+V"
    ) -> None:
        """Put words or a page on the clipboard and press the key."""
        data = QMimeData()
        if text is not None:
            data.setText(text)
        if html is not None:
            data.setHtml(html)
        QGuiApplication.clipboard().setMimeData(data)
        self.key(key)
        if html is not None:  # it is walked on another thread
            assert self.pane.workbench.tasks.wait_idle(PATIENCE_MS)


Opens = Callable[..., Hand]


@pytest.fixture
def opens(fake_bench: Workbench) -> Iterator[Opens]:
    """Opens a story with that body (and other fields) in an editor in a window."""
    made: list[Stand] = []

    def open_(body: str = "", **fields: object) -> Hand:
        given: dict[str, object] = {"headline": "Ferry", "slug": "ferry", **fields}
        article = Article(id=7, version=3, body=body, **given)  # type: ignore[arg-type]
        story = OpenStory(article, tasks=fake_bench.tasks, clock=lambda: NOON)
        pane = EditorPane(fake_bench, story)
        window = Stand(pane)
        made.append(window)
        window.resize(900, 700)
        window.show()
        window.activateWindow()
        pane.focus_body(start=True)
        hand = Hand(pane, window)
        assert QTest.qWaitForWindowActive(window)
        return hand

    yield open_
    for window in made:
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

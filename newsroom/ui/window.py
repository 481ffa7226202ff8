"""The window: places the list, the stories and the panels, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QEventLoop,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from newsroom.i18n import _
from newsroom.ui.trace import mark

# Its parts are imported where they are made: the window itself stands there before them.
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QDialog

    from newsroom.ui.crash import Crash
    from newsroom.ui.editor.pane import EditorPane
    from newsroom.ui.glimpse.shown import Glimpse
    from newsroom.ui.layout import Session
    from newsroom.ui.story import OpenStory
    from newsroom.ui.workbench import Workbench

SMALLEST = (960, 600)  # px: fits on 1366x768 beside a desktop's own bars
USUAL = (1440, 900)
GLIMPSE_MS = 300  # the longest that a start waits for the picture of what was left
FRAME = (2, 32)  # px, about what a window manager puts around


class Window(QMainWindow):
    """Holds the parts together; it is what an Action's ``run`` gets to work with."""

    closing = Signal()  # it is about to go: its session can still be read
    closed = Signal()
    painted = Signal()  # for the first time

    def __init__(self) -> None:
        """An empty frame of the usual size; ``furnish`` makes what stands in it."""
        super().__init__()
        self.setObjectName("window")
        self.setMinimumSize(*SMALLEST)
        self.resize(self._fitting())
        self.setWindowTitle(_("newsroom"))
        self.glimpse: Glimpse | None = None
        self.crash: Crash | None = None
        self.dropping: Callable[[QDropEvent], object] | None = None
        """Takes what is dragged over the window and nothing inside it wanted."""
        self._furnished = self._painted = False
        self._before_focus: dict[str, bool] | None = None
        self._titled: OpenStory | None = None

    def furnish(self, workbench: Workbench) -> None:
        """Make the list, the stories, the panels, the menus and bars, and wire them."""
        from newsroom.ui.actions.bind import Commands
        from newsroom.ui.column import PanelColumn
        from newsroom.ui.listing.pane import ListPane
        from newsroom.ui.messages import MessageBar
        from newsroom.ui.shares import Panes
        from newsroom.ui.status import StatusBar
        from newsroom.ui.tabs import StoryTabs

        self.workbench = workbench
        self.tasks = workbench.tasks
        self.messages = workbench.messages
        # Each part is made inside its last parent: the sheet dresses whatever moves house anew.
        middle = QWidget(self)
        self._splitter = Panes(middle)
        self.listing = ListPane(workbench, self._splitter)
        self.tabs = StoryTabs(workbench, self._make_pane, self._splitter)
        self.column = PanelColumn(workbench, self._splitter)
        self._splitter.fill(self.listing, self.tabs, self.column)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._splitter, 1)
        column.addWidget(MessageBar(self.messages, workbench.icons, middle))
        self.setCentralWidget(middle)
        self.setStatusBar(StatusBar(workbench, self))
        self.commands: Commands = Commands(self)
        self.commands.fill_menus(self.menuBar())
        toolbar = self._toolbar = self.addToolBar(_("Toolbar"))
        toolbar.setObjectName("toolbar")
        toolbar.setMovable(False)
        toolbar.toggleViewAction().setEnabled(False)  # its own menu would hide it for good
        self.commands.fill_toolbar(toolbar)
        self.tabs.pane_changed.connect(self.commands.refresh)
        self.tabs.pane_changed.connect(lambda _pane: self._bare())
        workbench.current_changed.connect(self._story_changed)
        self.listing.width_wanted.connect(self._splitter.columns)
        workbench.wanted.connect(self._show_wanted)
        workbench.place_wanted.connect(self._go_to)
        workbench.focus_wanted.connect(self._focus_story)
        self._story_changed(None)
        self._furnished = True
        if self.glimpse is not None:
            self.glimpse.raise_()
            self._let_paint(False)
            self._was_painted()  # what it covers is not painted before it goes

    def _fitting(self) -> QSize:
        """The usual size, or what the screen has room for beside the window's own frame."""
        room = self.screen().availableGeometry().size() - QSize(*FRAME)
        return QSize(*USUAL).boundedTo(room).expandedTo(QSize(*SMALLEST))

    # What actions ask for.

    @property
    def editor(self) -> EditorPane | None:
        """The editor of the story in front."""
        return self.tabs.pane

    def show_panel(self, panel: str) -> QWidget:
        """Bring a panel to the front, unfolding its column; gives its widget."""
        self.fold("right", False)
        return self.column.show_panel(panel)

    def hide_panel(self, panel: str) -> None:
        """Fold the column away if that panel is in front."""
        if self.panel_shown(panel):
            self.fold("right", True)

    def panel_shown(self, panel: str) -> bool:
        """Whether the panel can be seen."""
        return self.column.panel == panel and not self.folded("right")

    def fold(self, pane: str, folded: bool | None = None) -> None:
        """Fold "list", "sidebar" or "right" away (True), back (False) or over (None)."""
        from newsroom.ui.panels import PANELS

        part = self._pane(pane)
        away = not part.isHidden() if folded is None else folded
        if pane == "right" and not away and not self.column.panel:
            self.column.show_panel(PANELS[0].id)
        part.setHidden(away)

    def folded(self, pane: str) -> bool:
        """Whether that part is folded away."""
        return self._pane(pane).isHidden()

    @property
    def focus_mode(self) -> bool:
        """Whether only the story is shown."""
        return self._before_focus is not None

    def set_focus_mode(self, on: bool) -> None:
        """Only the story, on the whole screen; turning it off brings back what was there."""
        if on == self.focus_mode:
            return
        if on:
            self._before_focus = {name: self.folded(name) for name in ("list", "right")}
            for name in self._before_focus:
                self.fold(name, True)
            self._bare()
            self.showFullScreen()
        else:
            for name, was in (self._before_focus or {}).items():
                self.fold(name, was)
            self._before_focus = None
            self._bare()
            self.showNormal()

    def _bare(self) -> None:
        """Only the page, or the bars around it; their keys work all the same."""
        shown = not self.focus_mode
        for bar in (self.menuBar(), self.statusBar(), self._toolbar):
            bar.setVisible(shown)
        self.tabs.bar.setVisible(shown and self.tabs.bar.count() > 0)
        if self.editor is not None:
            self.editor.set_bare(not shown)

    def open_dialog(self, dialog: QDialog) -> None:
        """Show a dialog over the window; it stops nothing and goes when it is closed."""
        dialog.setParent(self, dialog.windowFlags())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setModal(False)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    # The session.

    def session(self) -> Session:
        """How the window stands, to be kept."""
        from newsroom.ui.layout import Session

        folded = self._before_focus or {}
        return Session(
            geometry=bytes(self.saveGeometry().toHex().data()).decode(),
            panes=tuple(self._splitter.sizes()),
            arranged=self._splitter.arranged,
            folded=tuple(
                name for name in ("list", "sidebar", "right") if folded.get(name, self.folded(name))
            ),
            panel=self.column.panel,
            tabs=self.tabs.marks(),
            front=self.tabs.front(),
            listing=self.listing.state(),
            entries=self.workbench.entries,
        )

    def restore(self, session: Session) -> None:
        """Stand as the session says."""
        from newsroom.ui.panels import PANELS

        if session.geometry:
            self.restoreGeometry(QByteArray.fromHex(session.geometry.encode()))
        self._splitter.restore(session.panes, session.arranged)
        for name in ("list", "sidebar", "right"):
            self._pane(name).setHidden(name in session.folded)
        panels = {panel.id for panel in PANELS}
        if "right" not in session.folded:
            self.column.show_later(session.panel if session.panel in panels else PANELS[0].id)
        self.workbench.entries = dict(session.entries)
        if session.listing:
            self.listing.restore(session.listing)
        self._show_parts()
        self.tabs.restore(session.tabs, session.front)

    # Parts and events.

    def _show_parts(self) -> None:
        """The bars, then what has the room that they leave. In a window that stands there already
        (beneath a glimpse) Qt shows one after the other, and the largest is laid out for each."""
        for part in (self.menuBar(), self._toolbar, self.statusBar(), self.centralWidget()):
            if part is not None:
                part.show()

    def _pane(self, name: str) -> QWidget:
        parts: dict[str, QWidget] = {
            "list": self.listing,
            "sidebar": self.listing.sidebar,
            "right": self.column,
        }
        return parts[name]

    def _make_pane(self, story: OpenStory, parent: QWidget) -> Iterator[EditorPane]:
        from newsroom.ui.afterwards import join
        from newsroom.ui.editor.pane import EditorPane

        after = join(self)
        pane = EditorPane(self.workbench, story, parent, by_and_by=True)
        more = True
        while more:
            more = pane.make_on()
            yield pane
        after.put_head(pane)  # before the pane is laid out, or all of it moves down then
        yield pane

    def _story_changed(self, story: OpenStory | None) -> None:
        if self._titled is not None:
            self._titled.field_changed.disconnect(self._show_title)
        self._titled = story
        if story is not None:
            story.field_changed.connect(self._show_title)
        self._show_title()

    def _show_title(self, _field: str = "") -> None:
        story = self._titled
        # [*] would be taken for the mark of a changed document.
        title = story.title.replace("[*]", "[∗]") if story else ""
        self.setWindowTitle(_("{title} – newsroom").format(title=title) if title else _("newsroom"))

    def _show_wanted(self, panel: str, what: Any) -> None:
        widget = self.show_panel(panel)
        show = getattr(widget, "show_item", None)
        if show is not None:
            show(what)

    def _focus_story(self) -> None:
        """The keyboard goes where writing goes on: a new story's headline, else the text."""
        if self.editor is None:
            return
        story = self.editor.story
        if story.id or story.get("headline"):
            self.editor.focus_body()
        else:
            self.editor.focus_title("headline")

    def _go_to(self, offset: int) -> None:
        if self.editor is not None:
            self.editor.go_to(offset)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so the first time: what can wait begins then."""
        super().paintEvent(event)
        if self._furnished:
            self._was_painted()

    def _was_painted(self) -> None:
        if not self._painted:
            self._painted = True
            mark("first paint")
            # While the desk reads, the editor's modules can be loaded.
            QTimer.singleShot(0, self, _load_editor)
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A picture of the window as it was covers all of it or nothing."""
        super().resizeEvent(event)
        if self.glimpse is not None:
            self.glimpse.setGeometry(self.rect())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Something is dragged over what takes no drops itself."""
        self._dragged(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """It moves on."""
        self._dragged(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """It was let go."""
        self._dragged(event)

    def _dragged(self, event: QDropEvent) -> None:
        if self.dropping is not None:
            self.dropping(event)

    def show_glimpse(self, glimpse: Glimpse) -> None:
        """Show the window as it was left until what stands in it is there.

        Returns when that is on the screen.
        """
        self.glimpse = glimpse
        self.show()
        waking = QTimer(singleShot=True, interval=GLIMPSE_MS)  # where the screen never asks for it
        waking.start()
        flags = QEventLoop.ProcessEventsFlag
        while not glimpse.painted and waking.isActive():
            QCoreApplication.processEvents(flags.ExcludeUserInputEvents | flags.WaitForMoreEvents)
        mark("glimpse")

    def _let_paint(self, on: bool) -> None:
        """Whether what stands in the window is painted; beneath a glimpse each change of it would
        have the glimpse painted again."""
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if part is not self.glimpse:
                part.setUpdatesEnabled(on)

    def lift_glimpse(self) -> None:
        """What the window really shows is there now."""
        glimpse, self.glimpse = self.glimpse, None
        if glimpse is not None:
            glimpse.hide()
            glimpse.resize(0, 0)  # what it stood over is painted a second time when it goes
            glimpse.deleteLater()
            self._let_paint(True)
            mark("glimpse lifted")

    def closeEvent(self, event: QCloseEvent) -> None:
        """Never asks: what was typed is in the journal and comes back with its tab."""
        if self._furnished:
            self.closing.emit()
        event.accept()
        self.closed.emit()


def _load_editor() -> None:
    import newsroom.ui.editor.pane  # noqa: F401

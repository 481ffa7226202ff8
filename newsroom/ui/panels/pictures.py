"""The picture library: found by words and shelves, put into the story, told whose it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from newsroom.i18n import _, ngettext
from newsroom.news.media import SHELF_LABELS, PictureFacts, Shelf
from newsroom.ui.delegates.picture_cell import SIDE, PictureCell
from newsroom.ui.letgo import take_copy
from newsroom.ui.messages import Answer, Tone
from newsroom.ui.models.pictures import PictureModel
from newsroom.ui.taking import Source, Taking
from newsroom.ui.widgets.flat import flat
from newsroom.ui.widgets.media import Media
from newsroom.ui.widgets.pick import Pick
from newsroom.ui.widgets.picture import SUFFIXES

if TYPE_CHECKING:
    from newsroom.desk.darkroom import Darkroom
    from newsroom.desk.media import Leaf
    from newsroom.news.article import Picture
    from newsroom.news.changes import Changes
    from newsroom.ui.story import OpenStory
    from newsroom.ui.window import Window
    from newsroom.ui.workbench import Workbench

WAIT_MS = 150  # of no typing, before the library is asked
_AT_ONCE = 100  # cells laid out in one go, so that a key is never waited for
_FAULTS_SAID = 3  # of a batch; the others are counted


def make(workbench: Workbench, parent: QWidget | None = None) -> QWidget:
    """The panel's widget."""
    return PicturesPanel(workbench, parent)


class PicturesPanel(QWidget):
    """A grid of pictures, above it what is looked for, below it what can be done."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pictures")
        self.setAccessibleName(_("Pictures"))
        self.setAcceptDrops(True)
        self._bench = workbench
        self._media = Media(workbench.tasks, self)
        self._room: Darkroom | None = None
        self._story: OpenStory | None = None
        self._taking: Taking | None = None
        self._stale = True
        self._total = 0
        self._looked_for: tuple[Shelf, str] | None = None
        self._asking = QTimer(self)
        self._asking.setSingleShot(True)
        self._asking.setInterval(WAIT_MS)
        self._asking.timeout.connect(self.read)
        self.grid = _Grid(self)
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(_("Search pictures"))
        self.words.setAccessibleName(_("Search pictures"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(lambda _text: self._asking.start())
        self.words.returnPressed.connect(lambda: self.grid.setFocus())
        self.shelf = Pick(self)
        self.shelf.setAccessibleName(_("Which pictures"))
        for shelf, label in SHELF_LABELS:
            self.shelf.addItem(_(label), shelf)
        self.shelf.currentIndexChanged.connect(lambda _n: self.read())
        self.bring = flat(workbench.icons.icon("plus"), _("Bring pictures in…"), self)
        self.bring.clicked.connect(self.pick)
        self.model = PictureModel(
            read=self._read_page, fetch=self._fetch, file=self._file, page=_page(), parent=self
        )
        self.grid.setModel(self.model)
        self.cell = PictureCell(workbench.theme, self.grid)
        self.grid.setItemDelegate(self.cell)
        self.grid.setGridSize(self.cell.size)
        self.grid.selectionModel().selectionChanged.connect(lambda *_what: self._show_acts())
        self.grid.activated.connect(lambda _index: self.describe())
        self.told = QLabel(self)
        self.told.setProperty("role", "caption")
        self.told.setWordWrap(True)
        self.cancel = QPushButton(_("Stop"), self)
        self.cancel.setProperty("role", "quiet")
        self.cancel.clicked.connect(lambda: self._taking and self._taking.cancel())
        self.cancel.hide()
        self.insert = self._button(_("Insert"), self.put_in)
        self.insert.setToolTip(_("Put it into the story, where the caret is"))
        self.lead = self._button(_("Lead picture"), self.set_lead)
        self.lead.setToolTip(_("Make it the story's lead picture"))
        self.details = self._button(_("Details…"), self.describe)
        self.details.setToolTip(_("Credit, rights, and where the picture has its point"))
        self._lay_out()
        self.setFocusProxy(self.words)
        workbench.theme.changed.connect(lambda: self.grid.setGridSize(self.cell.size))
        QShortcut(QKeySequence.StandardKey.Delete, self.grid, self.remove).setContext(
            Qt.ShortcutContext.WidgetShortcut
        )
        self._show_acts()

    def _button(self, label: str, act: object) -> QPushButton:
        button = QPushButton(label, self)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self.words, 1)
        head.addWidget(self.bring)
        said = QHBoxLayout()
        said.addWidget(self.told, 1)
        said.addWidget(self.cancel)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.insert, self.lead, self.details):
            acts.addWidget(button)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.shelf)
        column.addWidget(self.grid, 1)
        column.addLayout(said)
        column.addLayout(acts)

    # What happens.

    def set_story(self, story: OpenStory | None) -> None:
        """Pictures go into the story that is in front."""
        self._story = story
        self._show_acts()

    def on_changed(self, changes: Changes) -> None:
        """Look again where pictures, or stories that show them, may be others."""
        if changes.media or changes.articles or changes.staff:
            self._media.on_changed(changes)
            self._stale = True
            if self.isVisible():
                self._asking.start()

    def showEvent(self, event: QShowEvent) -> None:
        """What was missed is made good."""
        super().showEvent(event)
        if self._stale:
            self.read()

    def read(self) -> None:
        """Read the shelf anew: its beginning, and what is in sight."""
        self._stale = False
        self._asking.stop()
        shelf, words = self._asked()
        size = _page()
        wanted = sorted({0, *(row // size for row in self.grid.rows_in_sight())})
        self._bench.tasks.run(
            lambda desk: (
                desk.darkroom,
                desk.library.today(),
                {n: desk.library.page(shelf, words, offset=n * size) for n in wanted},
            ),
            then=self._read,
            failed=self._bench.messages.fault,
            owner=self,
            key="pictures",
        )

    def _asked(self) -> tuple[Shelf, str]:
        return Shelf(self.shelf.currentData()), self.words.text()

    def _read(self, read: tuple[Darkroom, date, dict[int, Leaf]]) -> None:
        self._room, self.cell.today, leaves = read
        chosen = [one.sha256 for one in self.chosen()]
        self._total = leaves[0].total
        self.model.show(self._total, {n: leaf.pictures for n, leaf in leaves.items()})
        self._choose(chosen)
        if self._looked_for != self._asked():  # others, which are seen from the first on
            self._looked_for = self._asked()
            self.grid.scrollToTop()
        self._tell()
        self._show_acts()

    def _choose(self, wanted: list[str]) -> None:
        model = self.grid.selectionModel()
        for sha256 in wanted:
            row = self.model.row_of(sha256)
            if row >= 0:
                model.select(self.model.index(row), model.SelectionFlag.Select)

    def _read_page(self, page: int) -> None:
        shelf, words = self._asked()
        self._bench.tasks.run(
            lambda desk: desk.library.page(shelf, words, offset=page * _page(), count=False),
            then=lambda leaf: self.model.add(page, leaf.pictures),
            failed=self._bench.messages.fault,
            owner=self,
            key=f"pictures {page}",
        )

    def _fetch(self, sha256: str) -> None:
        side = round(SIDE * self.devicePixelRatioF())

        def ready(image: QImage) -> None:
            self.model.put_small(sha256, image)

        self._media.show(sha256, QSize(side, side), then=ready, owner=self)

    def _file(self, sha256: str) -> str:
        return str(self._room.file(sha256)) if self._room is not None else ""

    def _tell(self) -> None:
        if self._taking is not None:
            return
        if self._total:
            words = ngettext("{n} picture", "{n} pictures", self._total)
            self.told.setText(words.format(n=f"{self._total:,}"))
        elif self.words.text().strip() or self._asked()[0] is not Shelf.ALL:
            self.told.setText(_("No picture is like that."))
        else:
            self.told.setText(_("No picture yet. Drop some here, or bring them in with the plus."))

    # Choosing and using.

    def chosen(self) -> tuple[PictureFacts, ...]:
        """The pictures that are selected, in their order."""
        rows = sorted(index.row() for index in self.grid.selectionModel().selectedIndexes())
        return tuple(one for row in rows if (one := self.model.facts(row)) is not None)

    def _show_acts(self) -> None:
        chosen = self.chosen()
        removed = self._asked()[0] is Shelf.REMOVED
        usable = bool(chosen) and self._story is not None and not removed
        self.insert.setEnabled(usable)
        self.lead.setEnabled(usable and len(chosen) == 1)
        self.details.setEnabled(len(chosen) == 1)

    def put_in(self) -> None:
        """Put the chosen pictures into the story, at its caret."""
        names = [one.sha256 for one in self.chosen()]
        editor = cast("Window", self.window()).editor
        if not names or editor is None:
            return

        def put(pictures: list[Picture]) -> None:
            for picture in pictures:
                editor.commands.inserts.put_picture(picture)

        self._bench.tasks.run(
            lambda desk: [desk.library.as_used(name) for name in names],
            then=put,
            failed=self._bench.messages.fault,
            owner=editor,
        )

    def set_lead(self) -> None:
        """Make the chosen picture the lead picture of the story."""
        story, chosen = self._story, self.chosen()
        if story is None or len(chosen) != 1:
            return
        name = chosen[0].sha256

        def set_(picture: Picture) -> None:
            story.set("picture", picture)
            self._bench.messages.say(
                _("{name} is the lead picture now.").format(name=picture.filename),
                key="lead picture",
            )

        self._bench.tasks.run(
            lambda desk: desk.library.as_used(name),
            then=set_,
            failed=self._bench.messages.fault,
            owner=self,
        )

    def describe(self) -> None:
        """Say whose the chosen picture is, and where its point is."""
        from newsroom.ui.dialogs.picture import PictureSheet

        chosen = self.chosen()
        if len(chosen) == 1:
            window = cast("Window", self.window())
            window.open_dialog(PictureSheet(self._bench, chosen[0].sha256))

    def remove(self) -> None:
        """Take the chosen pictures out of the library, or bring removed ones back."""
        chosen = self.chosen()
        names = [one.sha256 for one in chosen]
        if not names:
            return
        if self._asked()[0] is Shelf.REMOVED:
            self._restore(names)
            return
        words = ngettext("{name} is removed.", "{n} pictures are removed.", len(names))

        def gone(_changes: Changes) -> None:
            self._bench.messages.say(
                words.format(n=len(names), name=chosen[0].filename),
                Answer(_("Undo"), lambda: self._restore(names)),
                key="pictures removed",
            )

        self._bench.tasks.change(
            lambda desk: desk.library.remove(names),
            then=gone,
            failed=self._bench.messages.fault,
            owner=self,
        )

    def _restore(self, names: list[str]) -> None:
        self._bench.tasks.change(
            lambda desk: desk.library.restore(names),
            failed=self._bench.messages.fault,
            owner=self,
        )

    def menu(self) -> QMenu:
        """What can be done with the chosen pictures."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self.insert, self.lead, self.details):
            action = menu.addAction(button.text())
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.addSeparator()
        removed = self._asked()[0] is Shelf.REMOVED
        away = menu.addAction(_("Bring back") if removed else _("Remove"))
        away.setEnabled(bool(self.chosen()))
        away.triggered.connect(self.remove)
        return menu

    # Bringing in.

    def pick(self) -> None:
        """Ask for pictures' files."""
        dialog = QFileDialog(self.window(), _("Bring pictures in"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([f"{_('Pictures')} ({SUFFIXES})", f"{_('All files')} (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(
            lambda names: self.take([(Path(n), Path(n).name) for n in names])
        )
        dialog.open()

    def take(self, sources: list[Source]) -> None:
        """Bring pictures in; those that can't be taken are told in the end."""
        if not sources:
            return
        taking = Taking(self._bench.tasks, sources, self)
        self._taking = taking
        taking.progressed.connect(self._progressed)
        taking.finished.connect(lambda pictures, faults: self._taken(taking, pictures, faults))
        self.cancel.show()
        taking.start()

    def _progressed(self, done: int, of: int) -> None:
        self.told.setText(_("Taking in {done} of {of}…").format(done=done, of=of))

    def _taken(self, taking: Taking, _pictures: list[Picture], faults: list[str]) -> None:
        if self._taking is taking:
            self._taking = None
            self.cancel.hide()
        taking.deleteLater()
        if faults:
            more = len(faults) - _FAULTS_SAID
            said = " ".join(faults[:_FAULTS_SAID])
            if more > 0:
                others = ngettext("{n} more was not taken.", "{n} more were not taken.", more)
                said += " " + others.format(n=more)
            self._bench.messages.say(said, tone=Tone.FAULT)
        self.read()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files of pictures may come in; our own don't."""
        if event.mimeData().hasUrls() and event.source() is not self.grid:
            take_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same, while they are moved."""
        if event.mimeData().hasUrls() and event.source() is not self.grid:
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in."""
        files = [Path(u.toLocalFile()) for u in event.mimeData().urls() if u.isLocalFile()]
        if files and event.source() is not self.grid:
            take_copy(event)
            self.take([(file, file.name) for file in files])


class _Grid(QListView):
    """The pictures side by side, scrolled by pixels."""

    def __init__(self, panel: PicturesPanel) -> None:
        super().__init__(panel)
        self.setObjectName("pictureGrid")
        self.setProperty("role", "teasers")
        self.setAccessibleName(_("Pictures"))
        self._panel = panel
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_AT_ONCE)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)

    def rows_in_sight(self) -> range:
        """From the first row that can be seen to the last one."""
        first = self.indexAt(QPoint(self.gridSize().width() // 2, 2)).row()
        if first < 0:
            return range(0)
        across = max(1, self.viewport().width() // max(1, self.gridSize().width()))
        down = self.viewport().height() // max(1, self.gridSize().height()) + 2
        return range(first, min(first + across * down, self.model().rowCount()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what is chosen, on every desktop."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._panel.describe()
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what is chosen."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if by_key else event.pos()
            self._panel.menu().popup(self.viewport().mapToGlobal(QPoint(place)))


def _page() -> int:
    from newsroom.desk.media import PAGE

    return PAGE
